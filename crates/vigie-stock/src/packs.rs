//! Dense numbers of packs: the table every hot path looks codes up in.

use vigie_model::{Cip13, PackNumber};

/// All French CIP13 lie in `3400900000000..3401000000000`; keeping the offset makes a table slot 8 bytes.
const OFFSET: u64 = 3_400_000_000_000;
const EMPTY: u64 = u64::MAX;
/// Seeds that a group tries before the table is made larger.
const SEEDS: u16 = u16::MAX;

/// The packs of the catalogue and their dense numbers, which only grow: a withdrawn pack keeps its number.
///
/// Codes come in random order and by the million, so that a guess the processor gets wrong costs more than the
/// reading of a number. Hence a table without collisions: codes that share a group have a seed by which none of them
/// meets another in a slot, and one look settles every question.
#[derive(Debug, Clone)]
pub struct PackTable {
    codes: Vec<Cip13>,
    /// Offset of a code and its number; as many as a power of two.
    slots: Vec<u64>,
    /// Seed of each group of codes; as many as a power of two.
    seeds: Vec<u16>,
}

impl PackTable {
    /// Builds the table; the number of a pack is its place in `codes`.
    pub fn new(codes: Vec<Cip13>) -> Self {
        let mut keys: Vec<(u32, u32)> = codes
            .iter()
            .zip(0..)
            .filter_map(|(code, number)| Some((offset_of(code.as_u64())?, number)))
            .collect();
        keys.sort_unstable();
        keys.dedup_by_key(|(offset, _)| *offset);
        let mut size = keys.len().max(8).next_power_of_two();
        let (slots, seeds) = loop {
            match spread_out(&keys, size) {
                Some(found) => break found,
                None => size *= 2,
            }
        };
        Self {
            codes,
            slots,
            seeds,
        }
    }

    /// The number of a pack by the value of its 13 digits, checked or not.
    #[inline]
    pub fn number_of_digits(&self, digits: u64) -> Option<PackNumber> {
        let offset = offset_of(digits)?;
        let mixed = mix(offset);
        let seed = *self.seeds.get(group_of(mixed, self.seeds.len()))?;
        let entry = *self.slots.get(slot_of(mixed, seed, self.slots.len()))?;
        ((entry >> 32) as u32 == offset && entry != EMPTY).then_some(PackNumber(entry as u32))
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

/// Gives each group of codes a seed so that no two codes share a slot; `None` if the table is too small for that.
/// Large groups are placed first, while there is room.
fn spread_out(keys: &[(u32, u32)], size: usize) -> Option<(Vec<u64>, Vec<u16>)> {
    let groups = (size / 4).max(1);
    let mut members: Vec<Vec<(u64, u64)>> = vec![Vec::new(); groups];
    for &(offset, number) in keys {
        let mixed = mix(offset);
        let entry = (u64::from(offset) << 32) | u64::from(number);
        members
            .get_mut(group_of(mixed, groups))?
            .push((mixed, entry));
    }
    let mut order: Vec<usize> = (0..groups).collect();
    order.sort_by_key(|&group| std::cmp::Reverse(members.get(group).map_or(0, Vec::len)));
    let mut slots = vec![EMPTY; size];
    let mut seeds = vec![0; groups];
    for group in order {
        let members = members.get(group)?;
        *seeds.get_mut(group)? = (0..SEEDS).find(|&seed| place(members, seed, &mut slots))?;
    }
    Some((slots, seeds))
}

/// Puts the codes of a group into the slots their seed leads to, all or none.
fn place(members: &[(u64, u64)], seed: u16, slots: &mut [u64]) -> bool {
    let size = slots.len();
    for (placed, &(mixed, entry)) in members.iter().enumerate() {
        match slots.get_mut(slot_of(mixed, seed, size)) {
            Some(slot) if *slot == EMPTY => *slot = entry,
            _ => {
                for &(mixed, _) in members.iter().take(placed) {
                    if let Some(slot) = slots.get_mut(slot_of(mixed, seed, size)) {
                        *slot = EMPTY;
                    }
                }
                return false;
            }
        }
    }
    true
}

#[inline]
fn offset_of(digits: u64) -> Option<u32> {
    u32::try_from(digits.checked_sub(OFFSET)?).ok()
}

#[inline]
const fn mix(offset: u32) -> u64 {
    (offset as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The group of a code among as many as a power of two.
#[inline]
const fn group_of(mixed: u64, groups: usize) -> usize {
    (mixed >> 44) as usize & (groups - 1)
}

/// The slot of a code among as many as a power of two.
#[inline]
const fn slot_of(mixed: u64, seed: u16, slots: usize) -> usize {
    ((mixed ^ seed as u64).wrapping_mul(0xD6E8_FEB8_6659_FD93) >> 40) as usize & (slots - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Codes as the catalogue has them: runs of neighbours in a few families.
    fn codes(count: u64) -> Vec<Cip13> {
        (0..count)
            .filter_map(|number| {
                let family = [3_000_000, 3_300_000, 4_900_000, 5_500_000][number as usize % 4];
                let body = 340_090_000_000 + family + number / 4 * 3;
                (0..10).find_map(|key| Cip13::from_u64(body * 10 + key).ok())
            })
            .collect()
    }

    #[test]
    fn every_pack_keeps_its_number_and_no_other_code_has_one() {
        let codes = codes(40_000);
        assert_eq!(codes.len(), 40_000);
        let table = PackTable::new(codes.clone());
        for (number, code) in codes.iter().enumerate() {
            assert_eq!(table.number(*code), Some(PackNumber(number as u32)));
            // The next digits are those of no code: its key is another.
            assert_eq!(table.number_of_digits(code.as_u64() ^ 1), None);
        }
        for digits in [0, OFFSET, OFFSET + u64::from(u32::MAX), u64::MAX] {
            assert_eq!(table.number_of_digits(digits), None);
        }
    }

    #[test]
    fn a_pack_listed_twice_has_its_first_number_and_an_empty_table_has_none() {
        let codes = codes(2);
        let twice = PackTable::new(vec![codes[0], codes[1], codes[0]]);
        assert_eq!(twice.number(codes[0]), Some(PackNumber(0)));
        assert_eq!(PackTable::new(Vec::new()).number(codes[0]), None);
    }
}
