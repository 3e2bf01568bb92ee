//! One arena for every text of a catalogue: each distinct text is stored once.
//!
//! A release repeats itself (367 forms for 15,848 medicines, 7,555 labels for 20,903 packs), so 14 MB of
//! files hold about 2.5 MB of distinct text.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Number of a text in a [`Texts`]. Equal numbers of one arena mean equal texts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TextId(u32);

impl TextId {
    /// The empty text, in every arena.
    pub(crate) const EMPTY: Self = Self(0);

    pub(crate) fn is_empty(self) -> bool {
        self == Self::EMPTY
    }

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// The arena.
#[derive(Debug, Clone)]
pub(crate) struct Texts {
    bytes: String,
    /// End of text `i` in `bytes`; it starts where `i - 1` ends.
    ends: Vec<u32>,
    numbers: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Default for Texts {
    fn default() -> Self {
        let mut texts = Self {
            bytes: String::new(),
            ends: Vec::new(),
            numbers: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
        };
        texts.intern("");
        texts
    }
}

impl Texts {
    /// Stores `text` unless it is there already, and gives its number.
    pub(crate) fn intern(&mut self, text: &str) -> TextId {
        let hash = self.hasher.hash_one(text);
        let (bytes, ends) = (&self.bytes, &self.ends);
        if let Some(number) = self
            .numbers
            .find(hash, |number| get(bytes, ends, *number) == text)
        {
            return TextId(*number);
        }
        self.push(text, hash)
    }

    fn push(&mut self, text: &str, hash: u64) -> TextId {
        let number = self.ends.len() as u32;
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len() as u32);
        let (bytes, ends, hasher) = (&self.bytes, &self.ends, &self.hasher);
        self.numbers.insert_unique(hash, number, |other| {
            hasher.hash_one(get(bytes, ends, *other))
        });
        TextId(number)
    }

    /// The text of this number; empty for a number of another arena.
    pub(crate) fn get(&self, id: TextId) -> &str {
        get(&self.bytes, &self.ends, id.0)
    }

    /// How many distinct texts there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Makes a frozen arena ready for interning again.
    pub(crate) fn thaw(&mut self) {
        if self.numbers.is_empty() {
            let (bytes, ends, hasher) = (&self.bytes, &self.ends, &self.hasher);
            let hash = |number: u32| hasher.hash_one(get(bytes, ends, number));
            for number in 0..ends.len() as u32 {
                self.numbers
                    .insert_unique(hash(number), number, |other| hash(*other));
            }
        }
    }

    /// Gives back the memory that only interning needs. Interning afterwards may store a text twice.
    pub(crate) fn freeze(&mut self) {
        self.numbers = HashTable::new();
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_has_the_same_number() {
        let mut texts = Texts::default();
        let first = texts.intern("comprimé");
        let second = texts.intern("gélule");
        assert_eq!(texts.intern("comprimé"), first);
        assert_eq!(
            (texts.get(first), texts.get(second)),
            ("comprimé", "gélule")
        );
        assert_eq!(texts.intern(""), TextId::EMPTY);
        assert_eq!(texts.len(), 3);
    }
}
