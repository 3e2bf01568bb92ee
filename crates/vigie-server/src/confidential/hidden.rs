//! Which sums of one pack are hidden.

use vigie_model::{Department, PackNumber, Region, Tier};
use vigie_stock::picture::{Picture, Scope, Totals};

/// Which sums of one pack and tier are hidden: a bit for each part of the country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hidden {
    departments: [u64; 2],
    regions: u32,
}

/// The bit of the nation, after those of the regions.
const NATION: usize = Region::COUNT;

impl Hidden {
    /// Nothing is hidden: for the authority.
    pub const NOTHING: Self = Self {
        departments: [0; 2],
        regions: 0,
    };

    /// All but the nation is hidden: above patients.
    pub fn all_below_nation() -> Self {
        let mut hidden = Self::NOTHING;
        for department in Department::ALL {
            hidden.hide(Scope::Department(department));
        }
        for region in Region::ALL {
            hidden.hide(Scope::Region(region));
        }
        hidden
    }

    /// All is hidden.
    pub fn everything() -> Self {
        let mut hidden = Self::all_below_nation();
        hidden.hide(Scope::Nation);
        hidden
    }

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
        for (department, count) in Department::ALL.into_iter().zip(counts) {
            if count > 0 && count < fewest_sites {
                parts.hidden.hide(Scope::Department(department));
            }
        }
        // Asked of every pack of a list: most have nothing to hide.
        if parts.hidden.is_nothing() {
            return parts.hidden;
        }
        for region in Region::ALL {
            parts.close_region(region);
        }
        parts.close_nation();
        parts.hidden
    }

    /// Whether the sum of a part of the country is hidden.
    pub const fn hides(&self, scope: Scope) -> bool {
        match scope {
            Scope::Department(department) => {
                let index = department.index();
                let [low, high] = self.departments;
                let word = if index < 64 { low } else { high };
                word >> (index % 64) & 1 == 1
            }
            Scope::Region(region) => self.regions >> region.index() & 1 == 1,
            Scope::Nation => self.regions >> NATION & 1 == 1,
        }
    }

    /// Hides the sum of a part of the country.
    pub const fn hide(&mut self, scope: Scope) {
        match scope {
            Scope::Department(department) => {
                let index = department.index();
                let [low, high] = &mut self.departments;
                let word = if index < 64 { low } else { high };
                *word |= 1 << (index % 64);
            }
            Scope::Region(region) => self.regions |= 1 << region.index(),
            Scope::Nation => self.regions |= 1 << NATION,
        }
    }

    /// Whether nothing is hidden.
    pub fn is_nothing(&self) -> bool {
        *self == Self::NOTHING
    }

    /// What one of both hides. Of days one after the other that is enough for all of them: a rest of several departments
    /// stays one when more are hidden.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        let ([low, high], [other_low, other_high]) = (self.departments, other.departments);
        Self {
            departments: [low | other_low, high | other_high],
            regions: self.regions | other.regions,
        }
    }

    /// As numbers, to be kept in a file.
    pub const fn to_words(self) -> ([u64; 2], u32) {
        (self.departments, self.regions)
    }

    /// From numbers of a file.
    pub const fn from_words(departments: [u64; 2], regions: u32) -> Self {
        Self {
            departments,
            regions,
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
                self.hidden.hide(Scope::Nation);
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
        if let Some(department) = smallest {
            self.hidden.hide(Scope::Department(department));
        }
        smallest.is_some()
    }

    const fn hide_region(&mut self, region: Region) {
        self.hidden.hide(Scope::Region(region));
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
