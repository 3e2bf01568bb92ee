//! What may be shown to whom: sums over too few sites are shown to the authority only, and so are those that one
//! could compute from the others.
//!
//! Where patients get their medicines, a sum rests on at least k sites that carry the pack (k is a setting). What is
//! hidden must not be known from the sum above it and the parts that are shown: so more parts are hidden, the smallest
//! first, until what can be computed is a sum over at least two departments and k sites again.
//!
//! Above patients, where few companies own all there is, only the sum of the nation is shown, and only when at least k
//! organisations carry the pack and none of them has more than [`DOMINANT_SHARE`] of the boxes: another large one could
//! compute it from the sum and its own stock.
//!
//! Demand rests on the sales of 28 days, so that a sum stays hidden as long as a day on which it was hidden is among
//! them ([`lately`]).

mod hidden;
mod lately;

use std::collections::HashMap;
use std::sync::Arc;

use vigie_model::{Department, OrganisationNumber, PackNumber, Site, Tier};
use vigie_stock::history::PATIENT_TIERS;
use vigie_stock::picture::{Picture, Scope, Totals};

use crate::system::Registry;
pub use hidden::Hidden;
pub use lately::{HiddenLately, HiddenPacks};

/// Largest share of the boxes of a sum above patients that one organisation may have.
pub const DOMINANT_SHARE: f64 = 0.85;

/// What an asker may see of the present.
#[derive(Debug, Clone)]
pub struct Discretion {
    /// Fewest sites of a sum; 0 for those who may see all.
    pub fewest_sites: u32,
    /// What was hidden lately.
    lately: Arc<HiddenLately>,
}

impl Discretion {
    /// For those who may see all.
    pub fn everything() -> Self {
        Self::new(0, Arc::default())
    }

    /// For those who may see sums of at least so many sites, and not those that were hidden lately; `fewest_sites` is 0
    /// for those who may see all.
    pub fn new(fewest_sites: u32, lately: Arc<HiddenLately>) -> Self {
        let lately = if fewest_sites == 0 {
            Arc::default()
        } else {
            lately
        };
        Self {
            fewest_sites,
            lately,
        }
    }

    /// What is hidden of one pack where patients get it.
    pub fn hidden(&self, picture: &Picture, tier: Tier, pack: PackNumber) -> Hidden {
        let now = Hidden::of(picture, tier, pack, self.fewest_sites);
        now.or(self.lately.of(tier, pack))
    }

    /// The same by its sums by number of department.
    pub fn hidden_of_row(
        &self,
        tier: Tier,
        pack: PackNumber,
        row: &[Totals; Department::COUNT],
    ) -> Hidden {
        let now = Hidden::of_row(row, self.fewest_sites);
        now.or(self.lately.of(tier, pack))
    }

    /// Whether the national sum of a pack is hidden where patients get it, when so many sites carry it.
    pub fn hides_nation(&self, tier: Tier, pack: PackNumber, carrying: u32) -> bool {
        let is_few = carrying > 0 && carrying < self.fewest_sites;
        is_few || self.lately.of(tier, pack).hides(Scope::Nation)
    }
}

/// What is secret of one pack for one asker.
#[derive(Debug, Clone, Copy)]
pub struct Secrecy {
    fewest_sites: u32,
    owners: [Owners; Tier::COUNT],
    lately: [Hidden; Tier::COUNT],
}

impl Secrecy {
    /// Nothing is secret: for the authority.
    pub const NONE: Self = Self {
        fewest_sites: 0,
        owners: [Owners::NOBODY; Tier::COUNT],
        lately: [Hidden::NOTHING; Tier::COUNT],
    };

    /// What is secret of a pack in some tiers; in the others, everything above patients.
    pub fn of(
        picture: &Picture,
        registry: &Registry,
        pack: PackNumber,
        tiers: &[Tier],
        discretion: &Discretion,
    ) -> Self {
        if discretion.fewest_sites == 0 {
            return Self::NONE;
        }
        let owners = |tier| {
            let is_asked = tiers.contains(&tier);
            is_asked.then(|| Owners::of(picture, registry, tier, pack))
        };
        Self {
            fewest_sites: discretion.fewest_sites,
            owners: Tier::ALL.map(|tier| owners(tier).unwrap_or(Owners::NOBODY)),
            lately: Tier::ALL.map(|tier| discretion.lately.of(tier, pack)),
        }
    }

    /// Which sums of the present are hidden in a tier, from the numbers of sites that carry the pack, by department.
    pub fn hidden_now(&self, tier: Tier, carrying: impl Fn(Department) -> u32) -> Hidden {
        let lately = self.lately.get(tier.index()).copied().unwrap_or_default();
        self.hidden(tier, carrying).or(lately)
    }

    /// Which sums of a day are hidden in a tier, from the numbers of sites that carried the pack, by department.
    pub fn hidden(&self, tier: Tier, carrying: impl Fn(Department) -> u32) -> Hidden {
        if self.fewest_sites == 0 {
            return Hidden::NOTHING;
        }
        if PATIENT_TIERS.contains(&tier) {
            return Hidden::from_counts(self.fewest_sites, carrying);
        }
        let mut hidden = Hidden::all_below_nation();
        if !self.owners_of(tier).may_be_shown(self.fewest_sites) {
            hidden.hide(Scope::Nation);
        }
        hidden
    }

    /// Whether the sum of the nation is hidden in a tier of which so many sites carry the pack.
    pub fn hides_nation(&self, tier: Tier, carrying: u32) -> bool {
        if PATIENT_TIERS.contains(&tier) {
            let lately = self.lately.get(tier.index()).copied().unwrap_or_default();
            carrying < self.fewest_sites || lately.hides(Scope::Nation)
        } else {
            self.fewest_sites > 0 && !self.owners_of(tier).may_be_shown(self.fewest_sites)
        }
    }

    /// Who owns the boxes of a tier; nobody where patients get their medicines.
    pub fn owners_of(&self, tier: Tier) -> Owners {
        let owners = self.owners.get(tier.index());
        owners.copied().unwrap_or(Owners::NOBODY)
    }
}

/// Who owns the boxes behind a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owners {
    organisations: u32,
    boxes: u64,
    largest: u64,
}

impl Owners {
    /// No organisation at all.
    pub const NOBODY: Self = Self {
        organisations: 0,
        boxes: 0,
        largest: 0,
    };

    /// The organisations that carry a pack in a tier above patients.
    pub fn of(picture: &Picture, registry: &Registry, tier: Tier, pack: PackNumber) -> Self {
        let mut boxes: Vec<(OrganisationNumber, u64)> = Vec::new();
        for site in registry.above_patients(tier) {
            let cells = picture
                .position(site.number)
                .map(|position| &position.cells);
            let found = cells.and_then(|cells| {
                let place = cells.binary_search_by_key(&pack, |cell| cell.pack).ok()?;
                cells.get(place)
            });
            let Some(cell) = found else { continue };
            match boxes
                .iter_mut()
                .find(|(owner, _)| *owner == site.organisation)
            {
                Some((_, sum)) => *sum += u64::from(cell.on_hand),
                None => boxes.push((site.organisation, cell.on_hand.into())),
            }
        }
        Self {
            organisations: boxes.len() as u32,
            boxes: boxes.iter().map(|(_, sum)| sum).sum(),
            largest: boxes.iter().map(|(_, sum)| *sum).max().unwrap_or_default(),
        }
    }

    /// The same for all packs at once, by pack number: each organisation's sites are read once.
    pub fn of_all(picture: &Picture, registry: &Registry, tier: Tier, packs: usize) -> Vec<Self> {
        let mut sites: Vec<&Site> = registry.above_patients(tier).collect();
        sites.sort_by_key(|site| site.organisation);
        let mut all = vec![Self::NOBODY; packs];
        for of_one in sites.chunk_by(|left, right| left.organisation == right.organisation) {
            let mut boxes: HashMap<PackNumber, u64> = HashMap::new();
            let positions = of_one
                .iter()
                .filter_map(|site| picture.position(site.number));
            for cell in positions.flat_map(|position| position.cells.iter()) {
                *boxes.entry(cell.pack).or_default() += u64::from(cell.on_hand);
            }
            for (pack, boxes) in boxes {
                if let Some(owners) = all.get_mut(pack.0 as usize) {
                    *owners = owners.plus(Self::sites(1, boxes));
                }
            }
        }
        all
    }

    /// Some sites of which nothing more is known: as if one of them had all.
    pub const fn sites(count: u32, boxes: u64) -> Self {
        Self {
            organisations: count,
            boxes,
            largest: boxes,
        }
    }

    /// Of two tiers together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            organisations: self.organisations + other.organisations,
            boxes: self.boxes + other.boxes,
            largest: self.largest.max(other.largest),
        }
    }

    /// Whether their sum may be shown to others than the authority.
    pub fn may_be_shown(self, fewest: u32) -> bool {
        let share = self.largest as f64 / self.boxes.max(1) as f64;
        self.organisations >= fewest && share <= DOMINANT_SHARE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn above_patients_three_organisations_are_shown_unless_one_has_nearly_all() {
        let owners = |organisations, boxes, largest| Owners {
            organisations,
            boxes,
            largest,
        };
        assert!(owners(3, 1_000, 850).may_be_shown(3));
        assert!(!owners(3, 1_000, 851).may_be_shown(3));
        assert!(!owners(2, 1_000, 500).may_be_shown(3));
        assert!(!Owners::sites(5, 1_000).may_be_shown(3));
    }
}
