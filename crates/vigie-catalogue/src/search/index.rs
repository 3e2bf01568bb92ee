//! Builds the index.

use hashbrown::HashMap;
use vigie_model::Cis;

use super::codes::Codes;
use super::fold::fold_into;
use super::fuzzy::FuzzyWords;
use super::score::{Field, ScoreTable};
use super::terms::{
    TermCollector, Terms, amount_term, concentration_term, number_term, usual_number,
};
use super::token::{Token, join_initials, tokens};
use crate::catalogue::Parts;
use crate::medicine::is_marketed;
use crate::release::{MedicineRow, rows_of};
use crate::substitution::Substitution;
use crate::text::TextId;

/// A term in a document: the number of the other one above, the bits of the fields below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting(u32);

impl Posting {
    fn new(number: u32, fields: u8) -> Self {
        Self(number << 8 | u32::from(fields))
    }

    /// The document in a list of a term, the term in a list of a document.
    pub(super) fn number(self) -> u32 {
        self.0 >> 8
    }

    pub(super) fn fields(self) -> u8 {
        self.0 as u8
    }
}

/// Lists of postings, one after the other.
#[derive(Debug, Default)]
pub(super) struct Lists {
    starts: Vec<u32>,
    postings: Vec<Posting>,
}

impl Lists {
    /// The postings of the lists `first..last`, which are neighbours.
    pub(super) fn range(&self, first: u32, last: u32) -> &[Posting] {
        let start = |list: u32| self.starts.get(list as usize).map(|start| *start as usize);
        match (start(first), start(last)) {
            (Some(start), Some(end)) => self.postings.get(start..end).unwrap_or_default(),
            _ => &[],
        }
    }

    /// The postings of one field.
    fn only(&self, field: Field) -> Self {
        let mut kept = Self {
            starts: vec![0],
            postings: Vec::new(),
        };
        for list in 0..self.starts.len().saturating_sub(1) as u32 {
            let of_field = self
                .get(list)
                .iter()
                .filter(|posting| posting.fields() & field.bit() != 0);
            kept.postings.extend(of_field.copied());
            kept.starts.push(kept.postings.len() as u32);
        }
        kept
    }

    pub(super) fn get(&self, list: u32) -> &[Posting] {
        self.range(list, list + 1)
    }
}

/// The index. Documents are medicines, numbered from the best to the least when all else is equal.
#[derive(Debug)]
pub(crate) struct SearchIndex {
    pub(super) terms: Terms,
    pub(super) fuzzy: FuzzyWords,
    /// For each term, its documents.
    pub(super) documents: Lists,
    /// For each term, the documents whose name begins with it.
    pub(super) brands: Lists,
    /// For each document, its terms.
    pub(super) document_terms: Lists,
    pub(super) codes: Codes,
    /// For each document, what it is worth without a query.
    pub(super) merit: Vec<u8>,
    /// For each document, how many words its name has.
    pub(super) name_words: Vec<u8>,
    /// For each document, its medicine.
    pub(super) medicines: Vec<Cis>,
    /// For each place in the table of medicines, its document.
    pub(super) document_of: Vec<u32>,
    pub(super) scores: ScoreTable,
}

impl SearchIndex {
    pub(crate) fn new(
        parts: &Parts,
        substitution: &Substitution,
        packs_by_medicine: &[u32],
        weights: &HashMap<Cis, f32>,
    ) -> Self {
        let order = Order::new(parts, packs_by_medicine, weights);
        let mut writer = Writer::new(parts, substitution);
        for place in &order.places {
            writer.add(*place);
        }
        let (terms, documents, document_terms) = writer.lists();
        Self {
            fuzzy: FuzzyWords::new(&terms),
            brands: documents.only(Field::Brand),
            terms,
            documents,
            document_terms: document_terms.0,
            name_words: document_terms.1,
            codes: Codes::new(parts),
            medicines: order.medicines(parts),
            document_of: order.inverse(),
            merit: order.merits,
            scores: ScoreTable::new(),
        }
    }
}

/// Medicines from the best to the least.
struct Order {
    places: Vec<u32>,
    merits: Vec<u8>,
}

impl Order {
    fn new(parts: &Parts, packs_by_medicine: &[u32], weights: &HashMap<Cis, f32>) -> Self {
        let packs = parts.packs.current();
        let sold = |place: &&u32| {
            let row = packs.get(**place as usize);
            row.is_some_and(|row| row.public_price.is_some())
        };
        let mut with_price: Vec<Cis> = packs_by_medicine
            .iter()
            .filter(sold)
            .filter_map(|place| Some(packs.get(*place as usize)?.cis))
            .collect();
        with_price.dedup();
        let merit = |row: &MedicineRow| {
            merit(
                parts,
                row,
                with_price.binary_search(&row.cis).is_ok(),
                weights,
            )
        };
        let mut scored: Vec<(u8, u16, u32)> = (0_u32..)
            .zip(parts.medicines.current())
            .map(|(place, row)| (merit(row), parts.texts.get(row.name).len() as u16, place))
            .collect();
        scored.sort_unstable_by_key(|(merit, length, place)| {
            (std::cmp::Reverse(*merit), *length, *place)
        });
        Self {
            merits: scored.iter().map(|(merit, ..)| *merit).collect(),
            places: scored.into_iter().map(|(.., place)| place).collect(),
        }
    }

    fn medicines(&self, parts: &Parts) -> Vec<Cis> {
        let rows = parts.medicines.current();
        self.places
            .iter()
            .filter_map(|place| rows.get(*place as usize))
            .map(|row| row.cis)
            .collect()
    }

    fn inverse(&self) -> Vec<u32> {
        let mut documents = vec![0; self.places.len()];
        for (document, place) in (0..).zip(&self.places) {
            if let Some(slot) = documents.get_mut(*place as usize) {
                *slot = document;
            }
        }
        documents
    }
}

/// Sold first, then much used, then with a price (sold in pharmacies).
fn merit(parts: &Parts, row: &MedicineRow, has_price: bool, weights: &HashMap<Cis, f32>) -> u8 {
    let marketed = if is_marketed(parts.texts.get(row.marketing)) {
        50
    } else {
        0
    };
    let weight = weights.get(&row.cis).copied().unwrap_or(0.0).max(0.0);
    // Boxes a year run from some to 10^8: three points for a factor of ten.
    let usage = ((1.0 + weight).log10() * 3.0).min(27.0) as u8;
    marketed + usage + if has_price { 5 } else { 0 }
}

/// Collects the terms of each document.
struct Writer<'a> {
    parts: &'a Parts,
    substitution: &'a Substitution,
    terms: TermCollector,
    /// The terms of texts that many medicines share.
    known: HashMap<TextId, Vec<u32>>,
    atc_terms: HashMap<vigie_model::Atc, Vec<u32>>,
    starts: Vec<u32>,
    postings: Vec<(u32, u8)>,
    name_words: Vec<u8>,
    folded: String,
}

impl<'a> Writer<'a> {
    fn new(parts: &'a Parts, substitution: &'a Substitution) -> Self {
        Self {
            parts,
            substitution,
            terms: TermCollector::default(),
            known: HashMap::new(),
            atc_terms: HashMap::new(),
            starts: vec![0],
            postings: Vec::new(),
            name_words: Vec::new(),
            folded: String::new(),
        }
    }

    fn add(&mut self, place: u32) {
        let start = self.postings.len();
        if let Some(row) = self.parts.medicines.current().get(place as usize) {
            self.add_name(row.name);
            self.name_words
                .push((self.postings.len() - start).min(255) as u8);
            self.add_shared(row.form, Field::Form);
            self.add_shared(row.routes, Field::Form);
            self.add_shared(row.holders, Field::Holder);
            for component in rows_of(&self.parts.components, row.cis) {
                self.add_shared(component.name, Field::Substance);
            }
            self.add_atc(place);
        }
        self.merge(start);
        self.starts.push(self.postings.len() as u32);
    }

    fn add_name(&mut self, name: TextId) {
        let mut field = Field::Brand;
        for term in self.text_terms(self.parts.texts.get(name)) {
            self.postings.push((term, field.bit()));
            field = Field::Name;
        }
    }

    fn add_shared(&mut self, text: TextId, field: Field) {
        if !self.known.contains_key(&text) {
            let terms = self.text_terms(self.parts.texts.get(text));
            self.known.insert(text, terms);
        }
        let terms = self.known.get(&text).into_iter().flatten();
        self.postings.extend(terms.map(|term| (*term, field.bit())));
    }

    /// The code of the class and the names of the class and all above it.
    fn add_atc(&mut self, place: u32) {
        let Some((atc, _)) = self.substitution.atc(place) else {
            return;
        };
        if !self.atc_terms.contains_key(&atc) {
            let mut terms = vec![self.terms.number(&atc.as_str().to_ascii_lowercase())];
            let mut levels: Vec<_> = (1..=atc.level()).map(|level| atc.truncate(level)).collect();
            levels.dedup();
            for name in levels
                .into_iter()
                .filter_map(|class| self.parts.atc_names.name(class))
            {
                terms.extend(self.text_terms(name));
            }
            self.atc_terms.insert(atc, terms);
        }
        let terms = self.atc_terms.get(&atc).into_iter().flatten();
        self.postings
            .extend(terms.map(|term| (*term, Field::Atc.bit())));
    }

    fn text_terms(&mut self, text: &str) -> Vec<u32> {
        let mut folded = std::mem::take(&mut self.folded);
        folded.clear();
        fold_into(text, &mut folded);
        join_initials(&mut folded);
        let mut found = Vec::new();
        tokens(&folded, &mut |token| self.token_terms(&token, &mut found));
        self.folded = folded;
        found
    }

    fn token_terms(&mut self, token: &Token<'_>, found: &mut Vec<u32>) {
        match token {
            Token::Word(word) => found.push(self.terms.number(word)),
            Token::Number(number) => found.push(self.terms.number(&number_term(*number))),
            Token::Amount(number, amount) => {
                found.push(self.terms.number(&amount_term(*amount)));
                found.push(self.terms.number(&number_term(*number)));
                found.push(self.terms.number(&usual_number(*amount).to_string()));
            }
            Token::Concentration(ratio) => {
                found.push(self.terms.number(&concentration_term(*ratio)));
            }
            Token::Unit(_) => {}
        }
    }

    /// Joins the postings of one term in the last document.
    fn merge(&mut self, start: usize) {
        let Some(own) = self.postings.get_mut(start..) else {
            return;
        };
        own.sort_unstable();
        let mut kept: usize = 0;
        for at in 0..own.len() {
            let Some((term, fields)) = own.get(at).copied() else {
                continue;
            };
            match kept.checked_sub(1).and_then(|last| own.get_mut(last)) {
                Some(last) if last.0 == term => last.1 |= fields,
                _ => {
                    if let Some(slot) = own.get_mut(kept) {
                        *slot = (term, fields);
                    }
                    kept += 1;
                }
            }
        }
        self.postings.truncate(start + kept);
    }

    /// The dictionary, the documents of each term, the terms of each document with the words of its name.
    fn lists(self) -> (Terms, Lists, (Lists, Vec<u8>)) {
        let (terms, sorted_number) = self.terms.sort();
        let number = |term: u32| sorted_number.get(term as usize).copied().unwrap_or(0);
        let mut of_documents: Vec<Posting> = self
            .postings
            .iter()
            .map(|(term, fields)| Posting::new(number(*term), *fields))
            .collect();
        for bounds in self.starts.windows(2) {
            if let [start, end] = bounds
                && let Some(own) = of_documents.get_mut(*start as usize..*end as usize)
            {
                own.sort_unstable();
            }
        }
        let document_terms = Lists {
            starts: self.starts,
            postings: of_documents,
        };
        let documents = invert(&document_terms, terms.len());
        (terms, documents, (document_terms, self.name_words))
    }
}

/// From the terms of each document to the documents of each term.
fn invert(document_terms: &Lists, term_count: u32) -> Lists {
    let mut starts = vec![0_u32; term_count as usize + 1];
    for posting in &document_terms.postings {
        if let Some(count) = starts.get_mut(posting.number() as usize + 1) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    let mut next = starts.clone();
    let mut postings = vec![Posting(0); document_terms.postings.len()];
    for document in 0..document_terms.starts.len().saturating_sub(1) as u32 {
        for posting in document_terms.get(document) {
            let Some(slot) = next.get_mut(posting.number() as usize) else {
                continue;
            };
            if let Some(place) = postings.get_mut(*slot as usize) {
                *place = Posting::new(document, posting.fields());
            }
            *slot += 1;
        }
    }
    Lists { starts, postings }
}
