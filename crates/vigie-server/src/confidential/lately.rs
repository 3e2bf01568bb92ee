//! Which sums were hidden on the days that present demand rests on.
//!
//! Demand counts the sales of 28 days. Who writes down its sums every day knows the sales of one day by subtraction, also
//! of a day on which they were hidden. So a sum that was hidden on one of these days is hidden until that day has left
//! the window.

use vigie_model::{PackNumber, Tier};
use vigie_stock::history::PATIENT_TIERS;

use super::hidden::Hidden;

/// What was hidden on some days, of the packs of which something was, in each tier where patients get their medicines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HiddenPacks {
    /// In order of pack.
    tiers: [Vec<(PackNumber, Hidden)>; PATIENT_TIERS.len()],
}

impl HiddenPacks {
    /// Adds what is hidden of a pack. Tiers above patients have no sums of places at all.
    pub fn add(&mut self, tier: Tier, pack: PackNumber, hidden: Hidden) {
        let Some(packs) = place_of(tier).and_then(|place| self.tiers.get_mut(place)) else {
            return;
        };
        if hidden.is_nothing() {
            return;
        }
        match packs.binary_search_by_key(&pack, |(known, _)| *known) {
            Ok(found) => {
                if let Some((_, known)) = packs.get_mut(found) {
                    *known = known.or(hidden);
                }
            }
            Err(place) => packs.insert(place, (pack, hidden)),
        }
    }

    /// Everything that is hidden.
    pub fn iter(&self) -> impl Iterator<Item = (Tier, PackNumber, Hidden)> {
        let tiers = PATIENT_TIERS.into_iter().zip(&self.tiers);
        tiers.flat_map(|(tier, packs)| {
            packs
                .iter()
                .map(move |(pack, hidden)| (tier, *pack, *hidden))
        })
    }

    /// Bytes of a file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (tier, pack, hidden) in self.iter() {
            let ([low, high], regions) = hidden.to_words();
            bytes.push(tier.index() as u8);
            bytes.extend_from_slice(&pack.0.to_le_bytes());
            bytes.extend_from_slice(&low.to_le_bytes());
            bytes.extend_from_slice(&high.to_le_bytes());
            bytes.extend_from_slice(&regions.to_le_bytes());
        }
        let digest = blake3::hash(&bytes);
        bytes.extend_from_slice(digest.as_bytes());
        bytes
    }

    /// What [`Self::to_bytes`] wrote; `None` for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (entries, digest) = bytes.split_last_chunk::<{ blake3::OUT_LEN }>()?;
        if blake3::hash(entries).as_bytes() != digest {
            return None;
        }
        let mut packs = Self::default();
        for entry in entries.chunks(ENTRY_BYTES) {
            let (tier, rest) = entry.split_first()?;
            let (pack, rest) = rest.split_first_chunk()?;
            let (low, rest) = rest.split_first_chunk()?;
            let (high, rest) = rest.split_first_chunk()?;
            let words = [low, high].map(|word| u64::from_le_bytes(*word));
            let hidden = Hidden::from_words(words, u32::from_le_bytes(*rest.first_chunk()?));
            let tier = *Tier::ALL.get(usize::from(*tier))?;
            packs.add(tier, PackNumber(u32::from_le_bytes(*pack)), hidden);
        }
        Some(packs)
    }
}

/// Tier, pack, departments, regions and nation.
const ENTRY_BYTES: usize = 1 + 4 + 16 + 4;

/// What was hidden on the days of the window, ready to be asked pack by pack.
#[derive(Debug, Clone, Default)]
pub struct HiddenLately {
    /// By pack number.
    tiers: [Vec<Hidden>; PATIENT_TIERS.len()],
    /// Whether it is not known what was hidden: then all is.
    is_unknown: bool,
}

impl HiddenLately {
    /// It is not known what was hidden.
    pub fn unknown() -> Self {
        Self {
            is_unknown: true,
            ..Self::default()
        }
    }

    /// Adds what was hidden on a day.
    pub fn add(&mut self, packs: &HiddenPacks) {
        for (tier, pack, hidden) in packs.iter() {
            let Some(all) = place_of(tier).and_then(|place| self.tiers.get_mut(place)) else {
                continue;
            };
            if all.len() <= pack.index() {
                all.resize(pack.index() + 1, Hidden::NOTHING);
            }
            if let Some(known) = all.get_mut(pack.index()) {
                *known = known.or(hidden);
            }
        }
    }

    /// What was hidden of a pack; nothing above patients.
    pub fn of(&self, tier: Tier, pack: PackNumber) -> Hidden {
        let all = place_of(tier).and_then(|place| self.tiers.get(place));
        if self.is_unknown && all.is_some() {
            return Hidden::everything();
        }
        all.and_then(|all| all.get(pack.index()))
            .copied()
            .unwrap_or_default()
    }
}

fn place_of(tier: Tier) -> Option<usize> {
    PATIENT_TIERS.iter().position(|known| *known == tier)
}

#[cfg(test)]
mod tests {
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;
    use vigie_model::Department;
    use vigie_stock::picture::Scope;

    use super::*;

    fn hidden(places: &[usize]) -> Hidden {
        let mut hidden = Hidden::NOTHING;
        for place in places {
            hidden.hide(Scope::Department(Department::ALL[*place]));
        }
        hidden
    }

    #[test]
    fn what_was_hidden_on_one_of_two_days_is_hidden_after_both() {
        let (first, second) = (hidden(&[0, 3]), hidden(&[108]));
        let pack = PackNumber(7);
        let mut days = [HiddenPacks::default(), HiddenPacks::default()];
        days[0].add(Tier::Pharmacy, pack, first);
        days[1].add(Tier::Pharmacy, pack, second);
        days[1].add(Tier::Hospital, PackNumber(2), first);
        let mut lately = HiddenLately::default();
        for day in &days {
            lately.add(day);
        }
        assert_eq!(lately.of(Tier::Pharmacy, pack), hidden(&[0, 3, 108]));
        assert_eq!(lately.of(Tier::Hospital, PackNumber(2)), first);
        assert!(lately.of(Tier::Hospital, pack).is_nothing());
        assert!(lately.of(Tier::Company, pack).is_nothing());
    }

    #[test]
    fn a_file_gives_back_what_was_written_and_a_damaged_one_nothing() {
        let mut random = ChaCha8Rng::seed_from_u64(7);
        for count in 0..60 {
            let mut packs = HiddenPacks::default();
            for _ in 0..count {
                let tier = PATIENT_TIERS[random.random_range(0..2)];
                let pack = PackNumber(random.random_range(0..50));
                packs.add(
                    tier,
                    pack,
                    hidden(&[random.random_range(0..Department::COUNT)]),
                );
            }
            let mut bytes = packs.to_bytes();
            assert_eq!(HiddenPacks::from_bytes(&bytes), Some(packs));
            let place = random.random_range(0..bytes.len());
            bytes[place] ^= 1;
            assert_eq!(HiddenPacks::from_bytes(&bytes), None);
            bytes.truncate(place);
            assert_eq!(HiddenPacks::from_bytes(&bytes), None);
        }
    }
}
