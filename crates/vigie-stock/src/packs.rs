//! Dense numbers of packs: the table every hot path looks codes up in.

use vigie_model::{Cip13, PackNumber};

/// All French CIP13 lie in `3400900000000..3401000000000`; keeping the offset makes a table slot 8 bytes.
const OFFSET: u64 = 3_400_000_000_000;
const EMPTY: u64 = u64::MAX;

/// The packs of the catalogue and their dense numbers, which only grow: a withdrawn pack keeps its number.
#[derive(Debug, Clone)]
pub struct PackTable {
    codes: Vec<Cip13>,
    slots: Vec<u64>,
    mask: usize,
}

impl PackTable {
    /// Builds the table; the number of a pack is its place in `codes`.
    pub fn new(codes: Vec<Cip13>) -> Self {
        let capacity = (codes.len().max(8) * 2).next_power_of_two();
        let mut table = Self {
            slots: vec![EMPTY; capacity],
            mask: capacity - 1,
            codes,
        };
        for number in 0..table.codes.len() {
            table.insert(number);
        }
        table
    }

    fn insert(&mut self, number: usize) {
        let Some(code) = self.codes.get(number) else {
            return;
        };
        let key = offset_of(code.as_u64());
        let mut slot = spread(key) & self.mask;
        while let Some(entry) = self.slots.get_mut(slot) {
            if *entry == EMPTY {
                *entry = (u64::from(key) << 32) | number as u64;
                return;
            }
            slot = (slot + 1) & self.mask;
        }
    }

    /// The number of a pack by the value of its 13 digits, checked or not.
    #[inline]
    pub fn number_of_digits(&self, digits: u64) -> Option<PackNumber> {
        let key = u32::try_from(digits.checked_sub(OFFSET)?).ok()?;
        let mut slot = spread(key) & self.mask;
        loop {
            let entry = *self.slots.get(slot)?;
            if entry == EMPTY {
                return None;
            }
            if (entry >> 32) as u32 == key {
                return Some(PackNumber(entry as u32));
            }
            slot = (slot + 1) & self.mask;
        }
    }

    /// The number of a pack.
    pub fn number(&self, code: Cip13) -> Option<PackNumber> {
        self.number_of_digits(code.as_u64())
    }

    /// The code of a pack.
    pub fn code(&self, number: PackNumber) -> Option<Cip13> {
        self.codes.get(number.0 as usize).copied()
    }

    /// How many packs have a number.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether no pack has a number.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// All codes, in order of number.
    pub fn codes(&self) -> &[Cip13] {
        &self.codes
    }
}

fn offset_of(digits: u64) -> u32 {
    u32::try_from(digits.saturating_sub(OFFSET)).unwrap_or(u32::MAX)
}

#[inline]
fn spread(key: u32) -> usize {
    (key.wrapping_mul(0x9E37_79B1) >> 11) as usize
}
