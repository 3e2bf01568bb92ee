//! The sorted dictionary of an index.

use std::ops::Range;

use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

use super::token::{Amount, Concentration, Kind, Number};

/// Terms in the order they were met, while the index is built.
#[derive(Default)]
pub(super) struct TermCollector {
    bytes: String,
    ends: Vec<u32>,
    numbers: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl TermCollector {
    /// The number of this term, new or not.
    pub(super) fn number(&mut self, term: &str) -> u32 {
        let hash = self.hasher.hash_one(term);
        let (bytes, ends, hasher) = (&self.bytes, &self.ends, &self.hasher);
        if let Some(number) = self
            .numbers
            .find(hash, |number| get(bytes, ends, *number) == term)
        {
            return *number;
        }
        let number = self.ends.len() as u32;
        self.bytes.push_str(term);
        self.ends.push(self.bytes.len() as u32);
        let (bytes, ends) = (&self.bytes, &self.ends);
        self.numbers.insert_unique(hash, number, |other| {
            hasher.hash_one(get(bytes, ends, *other))
        });
        number
    }

    /// The sorted dictionary, and for each collected number its number there.
    pub(super) fn sort(self) -> (Terms, Vec<u32>) {
        let count = self.ends.len() as u32;
        let mut order: Vec<u32> = (0..count).collect();
        order.sort_unstable_by(|a, b| {
            get(&self.bytes, &self.ends, *a).cmp(get(&self.bytes, &self.ends, *b))
        });
        let mut terms = Terms::default();
        let mut sorted_number = vec![0; order.len()];
        for (sorted, collected) in (0..).zip(order) {
            terms
                .bytes
                .push_str(get(&self.bytes, &self.ends, collected));
            terms.ends.push(terms.bytes.len() as u32);
            if let Some(slot) = sorted_number.get_mut(collected as usize) {
                *slot = sorted;
            }
        }
        (terms, sorted_number)
    }
}

fn get<'a>(bytes: &'a str, ends: &[u32], number: u32) -> &'a str {
    let index = number as usize;
    let start = index
        .checked_sub(1)
        .and_then(|before| ends.get(before))
        .map_or(0, |end| *end as usize);
    let end = ends.get(index).map_or(start, |end| *end as usize);
    bytes.get(start..end).unwrap_or_default()
}

/// All terms, sorted; a term is known by its place.
#[derive(Debug, Default)]
pub(super) struct Terms {
    bytes: String,
    ends: Vec<u32>,
}

impl Terms {
    pub(super) fn len(&self) -> u32 {
        self.ends.len() as u32
    }

    pub(super) fn get(&self, number: u32) -> &str {
        get(&self.bytes, &self.ends, number)
    }

    /// The place of exactly this term.
    pub(super) fn find(&self, term: &str) -> Option<u32> {
        let place = self.first_from(term, 0);
        (self.get(place) == term && place < self.len()).then_some(place)
    }

    /// The places of the terms that begin so, itself included.
    pub(super) fn with_prefix(&self, prefix: &str) -> Range<u32> {
        let start = self.first_from(prefix, 0);
        let end = self.first(start, |term| !term.starts_with(prefix));
        start..end
    }

    fn first_from(&self, term: &str, start: u32) -> u32 {
        self.first(start, |known| known >= term)
    }

    /// The first place from `start` for which `holds`, which is then true for all after it.
    fn first(&self, start: u32, holds: impl Fn(&str) -> bool) -> u32 {
        let (mut low, mut high) = (start, self.len());
        while low < high {
            let middle = low.midpoint(high);
            if holds(self.get(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }
}

/// How amounts are written in the dictionary: no word begins with their signs.
pub(super) fn amount_term(amount: Amount) -> String {
    format!("={}{}", letter(amount.kind), significant(amount.value))
}

pub(super) fn concentration_term(concentration: Concentration) -> String {
    let (of, per) = (letter(concentration.of), letter(concentration.per));
    format!("={of}/{per}{}", significant(concentration.value))
}

/// Four significant digits: 126.83 and 126.830 are one value, 1/3 has no last digit.
fn significant(value: f64) -> String {
    format!("{value:.3e}")
}

/// A number without its spaces, with a point.
pub(super) fn number_term(number: Number<'_>) -> String {
    number
        .written
        .chars()
        .filter(|letter| *letter != ' ')
        .map(|letter| if letter == ',' { '.' } else { letter })
        .collect()
}

/// The number in which people write this amount: milligrams, millilitres, units.
pub(super) fn usual_number(amount: Amount) -> f64 {
    match amount.kind {
        Kind::Mass | Kind::Volume | Kind::Moles => amount.value / 1e3,
        Kind::Units | Kind::Percent => amount.value,
        Kind::Activity => amount.value / 1e6,
    }
}

fn letter(kind: Kind) -> char {
    match kind {
        Kind::Mass => 'm',
        Kind::Volume => 'v',
        Kind::Units => 'u',
        Kind::Moles => 'n',
        Kind::Percent => 'p',
        Kind::Activity => 'a',
    }
}
