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

use std::collections::HashMap;

use vigie_model::{Department, OrganisationNumber, PackNumber, Region, Site, Tier};
use vigie_stock::history::PATIENT_TIERS;
use vigie_stock::picture::{Picture, Scope, Totals};

use crate::system::Registry;

/// Largest share of the boxes of a sum above patients that one organisation may have.
pub const DOMINANT_SHARE: f64 = 0.85;

/// What is secret of one pack for one asker.
#[derive(Debug, Clone, Copy)]
pub struct Secrecy {
    fewest_sites: u32,
    owners: [Owners; Tier::COUNT],
}

impl Secrecy {
    /// Nothing is secret: for the authority.
    pub const NONE: Self = Self {
        fewest_sites: 0,
        owners: [Owners::NOBODY; Tier::COUNT],
    };

    /// What is secret of a pack in some tiers; in the others, everything above patients. `fewest_sites` is 0 for the
    /// authority.
    pub fn of(
        picture: &Picture,
        registry: &Registry,
        pack: PackNumber,
        tiers: &[Tier],
        fewest_sites: u32,
    ) -> Self {
        if fewest_sites == 0 {
            return Self::NONE;
        }
        let owners = |tier| {
            let is_asked = tiers.contains(&tier);
            is_asked.then(|| Owners::of(picture, registry, tier, pack))
        };
        Self {
            fewest_sites,
            owners: Tier::ALL.map(|tier| owners(tier).unwrap_or(Owners::NOBODY)),
        }
    }

    /// Which sums of a tier are hidden, from the numbers of sites that carry the pack, by department.
    pub fn hidden(&self, tier: Tier, carrying: impl Fn(Department) -> u32) -> Hidden {
        if self.fewest_sites == 0 {
            Hidden::NOTHING
        } else if PATIENT_TIERS.contains(&tier) {
            Hidden::from_counts(self.fewest_sites, carrying)
        } else {
            Hidden {
                departments: [true; Department::COUNT],
                regions: [true; Region::COUNT],
                nation: self.hides_nation(tier, 0),
            }
        }
    }

    /// Whether the sum of the nation is hidden in a tier of which so many sites carry the pack.
    pub fn hides_nation(&self, tier: Tier, carrying: u32) -> bool {
        if PATIENT_TIERS.contains(&tier) {
            carrying < self.fewest_sites
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

/// Which sums of one pack and tier are hidden.
#[derive(Debug, Clone)]
pub struct Hidden {
    departments: [bool; Department::COUNT],
    regions: [bool; Region::COUNT],
    nation: bool,
}

impl Hidden {
    /// Nothing is hidden: for the authority.
    pub const NOTHING: Self = Self {
        departments: [false; Department::COUNT],
        regions: [false; Region::COUNT],
        nation: false,
    };

    /// What is hidden of one pack where patients get it, from those who may only see sums.
    pub fn of(picture: &Picture, tier: Tier, pack: PackNumber, fewest_sites: u32) -> Self {
        Self::from_counts(fewest_sites, |department| {
            let totals = picture.totals(tier, department, pack);
            totals.sites_holding + totals.sites_at_zero
        })
    }

    /// The same from the sums of the pack by number of department; nothing for those who may see all (`fewest_sites` 0).
    pub fn of_row(row: &[Totals; Department::COUNT], fewest_sites: u32) -> Self {
        if fewest_sites == 0 {
            return Self::NOTHING;
        }
        Self::from_counts(fewest_sites, |department| {
            row.get(department.index())
                .map_or(0, |totals| totals.sites_holding + totals.sites_at_zero)
        })
    }

    /// The same from the numbers of sites that carry the pack, by department.
    ///
    /// What can be computed from what is shown are the sums over the hidden departments of each region that is shown,
    /// and over those of all regions that are hidden: each of them must be enough to be shown itself.
    pub fn from_counts(fewest_sites: u32, carrying: impl Fn(Department) -> u32) -> Self {
        let counts = Department::ALL.map(carrying);
        let mut parts = Parts {
            hidden: Self::NOTHING,
            counts,
            fewest_sites,
        };
        for (count, hidden) in counts.iter().zip(&mut parts.hidden.departments) {
            *hidden = *count > 0 && *count < fewest_sites;
        }
        // Asked of every pack of a list: most have nothing to hide.
        if !parts.hidden.departments.contains(&true) {
            return parts.hidden;
        }
        for region in Region::ALL {
            parts.close_region(region);
        }
        parts.close_nation();
        parts.hidden
    }

    /// Whether the sum of a part of the country is hidden.
    pub fn hides(&self, scope: Scope) -> bool {
        match scope {
            Scope::Nation => self.nation,
            Scope::Region(region) => self.regions.get(region.index()).copied().unwrap_or(true),
            Scope::Department(department) => self
                .departments
                .get(department.index())
                .copied()
                .unwrap_or(true),
        }
    }
}

/// The parts of the country while it is being decided which are hidden.
struct Parts {
    hidden: Hidden,
    /// Sites that carry the pack, by department.
    counts: [u32; Department::COUNT],
    fewest_sites: u32,
}

/// Hidden departments: how many, and how many sites they have together.
#[derive(Debug, Clone, Copy, Default)]
struct Remainder {
    departments: u32,
    sites: u32,
}

impl Remainder {
    const fn plus(self, other: Self) -> Self {
        Self {
            departments: self.departments + other.departments,
            sites: self.sites + other.sites,
        }
    }

    /// Whether its sum may be known: there is none, or it is one over enough sites of several departments.
    const fn may_be_known(self, fewest_sites: u32) -> bool {
        self.departments == 0 || (self.departments > 1 && self.sites >= fewest_sites)
    }
}

impl Parts {
    /// Hides more departments of a region until the rest may be known; when there are no more, the region too.
    fn close_region(&mut self, region: Region) {
        while !self.rest_of(region).may_be_known(self.fewest_sites) {
            if !self.hide_smallest(region) {
                self.hide_region(region);
                return;
            }
        }
    }

    /// Hides more regions, each with a department, until the rest of all hidden regions may be known; when there are
    /// no more, the nation too.
    fn close_nation(&mut self) {
        let is_hidden = |hidden: &Hidden, region: Region| hidden.hides(Scope::Region(region));
        loop {
            let hidden = Region::ALL
                .into_iter()
                .filter(|region| is_hidden(&self.hidden, *region));
            let rest = hidden
                .map(|region| self.rest_of(region))
                .fold(Remainder::default(), Remainder::plus);
            if rest.may_be_known(self.fewest_sites) {
                return;
            }
            let others = Region::ALL
                .into_iter()
                .filter(|region| !is_hidden(&self.hidden, *region) && self.sites_of(*region) > 0);
            let Some(smallest) = others.min_by_key(|region| self.sites_of(*region)) else {
                self.hidden.nation = true;
                return;
            };
            if self.rest_of(smallest).departments == 0 {
                self.hide_smallest(smallest);
            }
            self.hide_region(smallest);
        }
    }

    fn count(&self, department: Department) -> u32 {
        let count = self.counts.get(department.index());
        count.copied().unwrap_or_default()
    }

    fn sites_of(&self, region: Region) -> u32 {
        region
            .departments()
            .map(|department| self.count(department))
            .sum()
    }

    /// The hidden departments of a region.
    fn rest_of(&self, region: Region) -> Remainder {
        region
            .departments()
            .filter(|department| self.hidden.hides(Scope::Department(*department)))
            .map(|department| Remainder {
                departments: 1,
                sites: self.count(department),
            })
            .fold(Remainder::default(), Remainder::plus)
    }

    /// Hides the department of a region that has the fewest sites of those shown; false when there is none.
    fn hide_smallest(&mut self, region: Region) -> bool {
        let shown = region.departments().filter(|department| {
            self.count(*department) > 0 && !self.hidden.hides(Scope::Department(*department))
        });
        let smallest = shown.min_by_key(|department| self.count(*department));
        let place = smallest.and_then(|of| self.hidden.departments.get_mut(of.index()));
        place.map(|hidden| *hidden = true).is_some()
    }

    fn hide_region(&mut self, region: Region) {
        if let Some(hidden) = self.hidden.regions.get_mut(region.index()) {
            *hidden = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn department(code: &str) -> Department {
        Department::from_code(code).unwrap_or(Department::ALL[0])
    }

    #[test]
    fn a_department_with_two_sites_is_hidden_and_so_is_the_smallest_of_its_region() {
        // Bretagne: 22, 29, 35, 56.
        let counts = |asked: Department| match asked.code() {
            "22" => 2,
            "29" => 40,
            "35" => 50,
            "56" => 30,
            _ => 10,
        };
        let hidden = Hidden::from_counts(3, counts);
        assert!(hidden.hides(Scope::Department(department("22"))));
        assert!(hidden.hides(Scope::Department(department("56"))));
        assert!(!hidden.hides(Scope::Department(department("29"))));
        assert!(!hidden.hides(Scope::Nation));
    }

    #[test]
    fn two_departments_with_one_site_each_are_hidden_with_a_third() {
        // Bretagne: the region without 29 and 35 would be the sum of two sites.
        let counts = |asked: Department| match asked.code() {
            "22" | "56" => 1,
            "29" => 40,
            "35" => 50,
            _ => 10,
        };
        let hidden = Hidden::from_counts(3, counts);
        assert!(hidden.hides(Scope::Department(department("29"))));
        assert!(!hidden.hides(Scope::Department(department("35"))));
    }

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

    #[test]
    fn a_department_where_nobody_carries_the_pack_hides_nothing() {
        let hidden = Hidden::from_counts(3, |asked| if asked.code() == "75" { 0 } else { 10 });
        assert!(!hidden.hides(Scope::Department(department("75"))));
    }

    #[test]
    fn an_overseas_department_that_is_a_region_is_hidden_as_both() {
        let hidden = Hidden::from_counts(3, |asked| if asked.code() == "971" { 1 } else { 10 });
        assert!(hidden.hides(Scope::Department(department("971"))));
        assert!(hidden.hides(Scope::Region(department("971").region())));
    }
}
