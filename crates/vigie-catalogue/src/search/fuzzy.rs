//! Words with typing errors.
//!
//! All 10,000 words are gone through: the set of letters of each, as bits, shows at once that nearly all of
//! them are too far away, and `rapidfuzz` measures the few others. That takes 5 to 30 µs. Levenshtein automata
//! over an `fst` dictionary took 40 µs for one error and 1,000 µs for two, most of it to build the automaton.

use rapidfuzz::distance::osa::BatchComparator;

use super::terms::Terms;

/// Words that a word with errors may stand for.
#[derive(Debug, Default)]
pub(super) struct FuzzyWords {
    words: Vec<WordShape>,
}

/// What can be said of a word without reading it.
#[derive(Debug, Clone, Copy)]
struct WordShape {
    letters: Letters,
    length: u8,
    number: u32,
}

/// The set of letters of a word, one bit each.
#[derive(Debug, Clone, Copy)]
struct Letters(u32);

impl Letters {
    fn of(word: &str) -> Self {
        Self(word.bytes().fold(0, |bits, byte| bits | 1 << (byte & 31)))
    }

    /// One error changes at most two letters of the set.
    fn may_be_within(self, other: Self, errors: u8) -> bool {
        (self.0 ^ other.0).count_ones() <= 2 * u32::from(errors)
    }

    /// Letters that `other` lacks.
    fn lacking_in(self, other: Self) -> u32 {
        (self.0 & !other.0).count_ones()
    }
}

/// How many errors a word of this many letters may have.
pub(super) fn errors_allowed(word: &str) -> u8 {
    match word.len() {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// Only words of plain letters are corrected.
pub(super) fn is_correctable(word: &str) -> bool {
    errors_allowed(word) > 0
        && word.len() <= 64
        && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

impl FuzzyWords {
    pub(super) fn new(terms: &Terms) -> Self {
        let shape = |number: u32| {
            let word = terms.get(number);
            let is_word = (3..=64).contains(&word.len())
                && word.bytes().all(|byte| byte.is_ascii_lowercase());
            is_word.then(|| WordShape {
                letters: Letters::of(word),
                length: word.len() as u8,
                number,
            })
        };
        Self {
            words: (0..terms.len()).filter_map(shape).collect(),
        }
    }

    /// The dictionary words with exactly this many errors; a swap of neighbours is one error.
    pub(super) fn words(&self, terms: &Terms, word: &str, errors: u8) -> Vec<u32> {
        let (letters, length) = (Letters::of(word), word.len() as u8);
        let measure = BatchComparator::new(word.bytes());
        let may_match = |shape: &&WordShape| {
            shape.length.abs_diff(length) <= errors && shape.letters.may_be_within(letters, errors)
        };
        let near = self.words.iter().filter(may_match);
        near.filter(|shape| {
            measure.distance(terms.get(shape.number).bytes()) == usize::from(errors)
        })
        .map(|shape| shape.number)
        .collect()
    }

    /// The dictionary words that begin with this word but for one error, for a word still being typed. Its
    /// first two letters are taken as right.
    pub(super) fn beginnings(&self, terms: &Terms, word: &str) -> Vec<u32> {
        let letters = Letters::of(word);
        let measure = BatchComparator::new(word.bytes());
        let same_start = terms.with_prefix(word.get(..2).unwrap_or_default());
        let start = self
            .words
            .partition_point(|shape| shape.number < same_start.start);
        let from = self.words.get(start..).unwrap_or_default().iter();
        let begins_so = |shape: &&WordShape| {
            let whole = terms.get(shape.number);
            let lengths = word.len() - 1..=word.len() + 1;
            lengths
                .filter_map(|length| whole.get(..length))
                .any(|start| measure.distance(start.bytes()) <= 1)
        };
        from.take_while(|shape| shape.number < same_start.end)
            .filter(|shape| {
                letters.lacking_in(shape.letters) <= 1 && usize::from(shape.length) > word.len()
            })
            .filter(begins_so)
            .map(|shape| shape.number)
            .collect()
    }
}
