//! Answers a query.
//!
//! Every word must match somewhere (name, substance, class, form, holder). The word with the fewest documents
//! gives the candidates; each other word is looked for in the candidates' own terms or, when that is cheaper,
//! walked whole. Words that match nothing are left out and said, as are those that match nothing together with
//! the rarer ones.

use super::abbreviation::{class_codes, expand, is_filler};
use super::fold::fold;
use super::fuzzy::{errors_allowed, is_correctable};
use super::index::{Posting, SearchIndex};
use super::score::{Field, Quality, SearchHit, SearchResults};
use super::terms::{amount_term, concentration_term, number_term};
use super::token::{Token, join_initials, tokens};

/// Looking for a word in the terms of a candidate costs about as much as walking this many postings.
const TERMS_PER_DOCUMENT: usize = 16;

/// Terms of the dictionary that a word of the query stands for.
#[derive(Debug, Clone, Copy)]
struct Span {
    first: u32,
    last: u32,
    quality: Quality,
    /// Look at the first words of names only.
    in_brands: bool,
}

impl Span {
    fn one(term: u32, quality: Quality) -> Self {
        Self {
            first: term,
            last: term + 1,
            quality,
            in_brands: false,
        }
    }
}

/// One word of the query.
struct Word {
    text: String,
    spans: Vec<Span>,
    is_fuzzy: bool,
    may_be_fuzzy: bool,
}

impl Word {
    fn can_be_fuzzier(&self) -> bool {
        self.may_be_fuzzy && !self.is_fuzzy
    }
}

/// A candidate: its document, its score so far, the fields of the first word.
#[derive(Clone, Copy)]
struct Candidate {
    document: u32,
    score: u16,
    exact_name_words: u8,
    fields: u8,
}

/// The best match of a word in a document.
#[derive(Clone, Copy, Default)]
struct Match {
    score: u8,
    fields: u8,
    is_exact: bool,
}

impl SearchIndex {
    pub(crate) fn search(&self, query: &str, limit: usize) -> SearchResults {
        let coded = self.search_codes(query, limit);
        if coded.total > 0 {
            return coded;
        }
        let (mut words, mut ignored) = self.understand(query);
        Self::keep_to_brands(&mut words);
        let mut candidates = self.candidates(&words, &mut None);
        if candidates.is_empty() && words.iter().any(Word::can_be_fuzzier) {
            for word in &mut words {
                self.add_fuzzy(word);
            }
            candidates = self.candidates(&words, &mut None);
        }
        if candidates.is_empty() && words.len() > 1 {
            candidates = self.candidates(&words, &mut Some(&mut ignored));
        }
        let is_approximate = !ignored.is_empty() || words.iter().any(|word| word.is_fuzzy);
        SearchResults {
            is_approximate,
            ..self.ranked(&candidates, ignored, limit)
        }
    }

    fn search_codes(&self, query: &str, limit: usize) -> SearchResults {
        let digits: String = query
            .chars()
            .filter(|letter| !letter.is_whitespace())
            .collect();
        let mut documents: Vec<u32> = self
            .codes
            .find(&digits)
            .into_iter()
            .filter_map(|place| self.document_of.get(place as usize).copied())
            .collect();
        documents.sort_unstable();
        let total = documents.len();
        let hits = documents
            .into_iter()
            .take(limit)
            .filter_map(|document| self.hit(document, Field::Code));
        SearchResults {
            hits: hits.collect(),
            total,
            ignored: Vec::new(),
            is_approximate: false,
        }
    }

    fn hit(&self, document: u32, field: Field) -> Option<SearchHit> {
        let cis = self.medicines.get(document as usize).copied()?;
        Some(SearchHit { cis, field })
    }

    /// The words that match something, and those that do not.
    fn understand(&self, query: &str) -> (Vec<Word>, Vec<String>) {
        let mut folded = fold(query);
        join_initials(&mut folded);
        let mut all = Vec::new();
        tokens(&folded, &mut |token| self.add_word(&token, &mut all));
        let last = all.len().saturating_sub(1);
        let has_content = all
            .iter()
            .any(|word| !is_filler(&word.text) && !word.spans.is_empty());
        let mut ignored = Vec::new();
        let mut place = 0..;
        all.retain(|word| {
            // "vitamine d", "vitamine a": the last word may be more than a filler.
            let is_last = place.next() == Some(last);
            let is_idle = has_content && !is_last && is_filler(&word.text);
            if word.spans.is_empty() && !is_idle {
                ignored.push(word.text.clone());
            }
            !word.spans.is_empty() && !is_idle
        });
        (all, ignored)
    }

    fn add_word(&self, token: &Token<'_>, words: &mut Vec<Word>) {
        match token {
            Token::Word(text) => words.push(self.word(text)),
            Token::Number(number) => words.push(self.number(&number_term(*number))),
            Token::Amount(_, amount) => words.push(self.exact(amount_term(*amount))),
            Token::Concentration(ratio) => {
                self.add_concentration(concentration_term(*ratio), words);
            }
            Token::Unit(_) => {}
        }
    }

    /// "250 mg/5 ml" asks for the ratio, which "50 mg/ml" has too; the two amounts are not asked for then.
    fn add_concentration(&self, term: String, words: &mut Vec<Word>) {
        let word = self.exact(term);
        if word.spans.is_empty() {
            return;
        }
        while words
            .last()
            .is_some_and(|last| last.text.starts_with('=') && !last.text.contains('/'))
        {
            words.pop();
        }
        words.push(word);
    }

    fn exact(&self, text: String) -> Word {
        let spans = self
            .terms
            .find(&text)
            .map(|term| Span::one(term, Quality::Exact));
        Word {
            text,
            spans: spans.into_iter().collect(),
            is_fuzzy: false,
            may_be_fuzzy: false,
        }
    }

    fn number(&self, text: &str) -> Word {
        let mut word = self.exact(text.to_owned());
        self.add_prefix(text, Quality::Prefix, &mut word.spans);
        word
    }

    fn word(&self, text: &str) -> Word {
        let mut word = self.exact(text.to_owned());
        word.may_be_fuzzy = is_correctable(text);
        for long in expand(text) {
            let found = self.terms.find(long);
            word.spans
                .extend(found.map(|term| Span::one(term, Quality::Abbreviation)));
        }
        for code in class_codes(text) {
            self.add_prefix(code, Quality::Abbreviation, &mut word.spans);
        }
        self.add_prefix(text, Quality::Prefix, &mut word.spans);
        if word.spans.is_empty() {
            self.add_fuzzy(&mut word);
        }
        word
    }

    /// Longer terms that begin so.
    fn add_prefix(&self, text: &str, quality: Quality, spans: &mut Vec<Span>) {
        let range = self.terms.with_prefix(text);
        let first = range.start + u32::from(self.terms.get(range.start) == text);
        if first < range.end {
            spans.push(Span {
                first,
                last: range.end,
                quality,
                in_brands: false,
            });
        }
    }

    /// Terms with the fewest errors that give any; then beginnings, for a word still being typed. A word that
    /// is in the dictionary may have one error only, and is whole.
    fn add_fuzzy(&self, word: &mut Word) {
        if !word.can_be_fuzzier() {
            return;
        }
        word.is_fuzzy = true;
        let is_known = !word.spans.is_empty();
        let allowed = if is_known {
            1
        } else {
            errors_allowed(&word.text)
        };
        let whole =
            (1..=allowed).map(|errors| (errors, self.fuzzy.words(&self.terms, &word.text, errors)));
        let typing = (!is_known).then_some(()).into_iter();
        let typing = typing.map(|()| (1, self.fuzzy.beginnings(&self.terms, &word.text)));
        let Some((errors, terms)) = whole.chain(typing).find(|(_, terms)| !terms.is_empty()) else {
            return;
        };
        let quality = if errors == 1 {
            Quality::OneError
        } else {
            Quality::TwoErrors
        };
        word.spans
            .extend(terms.into_iter().map(|term| Span::one(term, quality)));
    }

    fn cost(&self, word: &Word) -> usize {
        word.spans
            .iter()
            .map(|span| self.postings(span).len())
            .sum()
    }

    /// Documents in which every word matches, from the rarest word to the commonest. With `ignored`, a word
    /// that would leave none is put there instead.
    fn candidates(&self, words: &[Word], ignored: &mut Option<&mut Vec<String>>) -> Vec<Candidate> {
        let mut order: Vec<(usize, usize)> = words
            .iter()
            .enumerate()
            .map(|(place, word)| (self.cost(word), place))
            .collect();
        order.sort_unstable();
        let mut candidates: Option<Vec<Candidate>> = None;
        for (_, place) in order {
            let Some(word) = words.get(place) else {
                continue;
            };
            candidates = Some(match candidates {
                None => self.all_of(word, place == 0),
                Some(before) => self.narrowed(before, word, place == 0, ignored),
            });
        }
        candidates.unwrap_or_default()
    }

    /// Every document of a word, with its best match.
    fn all_of(&self, word: &Word, is_first: bool) -> Vec<Candidate> {
        let (matches, documents) = self.walk(word);
        let candidate = |document: u32| {
            let mut new = Candidate {
                document,
                score: 0,
                exact_name_words: 0,
                fields: 0,
            };
            new.add(
                matches.get(document as usize).copied().unwrap_or_default(),
                is_first,
            );
            new
        };
        documents.into_iter().map(candidate).collect()
    }

    /// The best match of a word in each of its documents, and these documents, each once.
    fn walk(&self, word: &Word) -> (Vec<Match>, Vec<u32>) {
        let mut matches = vec![Match::default(); self.medicines.len()];
        let mut documents = Vec::with_capacity(self.cost(word).min(matches.len()));
        for span in &word.spans {
            for posting in self.postings(span) {
                let found = self.matched(posting.fields(), span.quality);
                if let Some(best) = matches.get_mut(posting.number() as usize) {
                    if best.score == 0 {
                        documents.push(posting.number());
                    }
                    if found.score > best.score {
                        *best = found;
                    }
                }
            }
        }
        (matches, documents)
    }

    fn postings(&self, span: &Span) -> &[Posting] {
        if span.in_brands {
            self.brands.range(span.first, span.last)
        } else {
            self.documents.range(span.first, span.last)
        }
    }

    /// One or two letters alone are the beginning of a brand: every word that begins so would be a third of
    /// all medicines.
    fn keep_to_brands(words: &mut [Word]) {
        if let [word] = words
            && word.text.len() <= 2
        {
            for span in word
                .spans
                .iter_mut()
                .filter(|span| span.quality == Quality::Prefix)
            {
                span.in_brands = true;
            }
        }
    }

    fn matched(&self, fields: u8, quality: Quality) -> Match {
        let is_exact =
            quality == Quality::Exact && fields & (Field::Brand.bit() | Field::Name.bit()) != 0;
        Match {
            score: self.scores.get(fields, quality),
            fields,
            is_exact,
        }
    }

    /// The candidates in which one more word matches.
    fn narrowed(
        &self,
        mut candidates: Vec<Candidate>,
        word: &Word,
        is_first: bool,
        ignored: &mut Option<&mut Vec<String>>,
    ) -> Vec<Candidate> {
        let is_short = self.cost(word) < candidates.len() * TERMS_PER_DOCUMENT;
        let walked = is_short.then(|| self.walk(word).0);
        let found = |candidate: &Candidate| match &walked {
            Some(matches) => matches
                .get(candidate.document as usize)
                .copied()
                .unwrap_or_default(),
            None => self.match_in(candidate.document, word),
        };
        if let Some(ignored) = ignored
            && !candidates
                .iter()
                .any(|candidate| found(candidate).score > 0)
        {
            ignored.push(word.text.clone());
            return candidates;
        }
        candidates.retain_mut(|candidate| {
            let found = found(candidate);
            candidate.add(found, is_first);
            found.score > 0
        });
        candidates
    }

    /// The best match of a word in one document.
    fn match_in(&self, document: u32, word: &Word) -> Match {
        let mut best = Match::default();
        for posting in self.document_terms.get(document) {
            for span in &word.spans {
                if (span.first..span.last).contains(&posting.number()) {
                    let found = self.matched(posting.fields(), span.quality);
                    best = if found.score > best.score {
                        found
                    } else {
                        best
                    };
                }
            }
        }
        best
    }

    fn ranked(
        &self,
        candidates: &[Candidate],
        ignored: Vec<String>,
        limit: usize,
    ) -> SearchResults {
        let total = candidates.len();
        let mut keyed: Vec<(u32, u32, u8)> = candidates
            .iter()
            .map(|candidate| self.keyed(*candidate))
            .collect();
        let kept = limit.min(total);
        if kept > 0 && kept < total {
            keyed.select_nth_unstable(kept - 1);
        }
        keyed.truncate(kept);
        keyed.sort_unstable();
        let hits = keyed
            .iter()
            .filter_map(|(_, document, fields)| self.hit(*document, Field::best(*fields)));
        SearchResults {
            hits: hits.collect(),
            total,
            ignored,
            is_approximate: false,
        }
    }

    /// Sorts the best first: the text, what the medicine is worth, a name that is all there.
    fn keyed(&self, candidate: Candidate) -> (u32, u32, u8) {
        let at = candidate.document as usize;
        let merit = self.merit.get(at).copied().unwrap_or(0);
        let is_whole_name = self.name_words.get(at) == Some(&candidate.exact_name_words);
        let score =
            u32::from(candidate.score) + u32::from(merit) + if is_whole_name { 60 } else { 0 };
        (u32::MAX - score, candidate.document, candidate.fields)
    }
}

impl Candidate {
    fn add(&mut self, found: Match, is_first: bool) {
        self.score = self.score.saturating_add(found.score.into());
        self.exact_name_words = self.exact_name_words.saturating_add(found.is_exact.into());
        if is_first || self.fields == 0 {
            self.fields = found.fields;
        }
    }
}
