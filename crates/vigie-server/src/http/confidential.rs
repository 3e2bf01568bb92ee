//! What may be shown to whom: sums over too few sites are shown to the authority only, and so are those that one
//! could compute from the others.
//!
//! The rule: a sum rests on at least k sites that carry the pack (k is a setting). When exactly one department of a
//! region is hidden, the smallest other one is hidden with it, since the region's sum would give it away; likewise
//! for regions in the nation.

use vigie_model::{Department, PackNumber, Region, Tier};
use vigie_stock::picture::{Picture, Scope, Sums};

/// Which sums of one pack and tier are hidden.
#[derive(Debug, Clone)]
pub struct Hidden {
    departments: [bool; Department::COUNT],
    regions: [bool; Region::COUNT],
    nation: bool,
}

/// Sites that carry the pack.
const fn carrying(sums: &Sums) -> u32 {
    sums.totals.sites_holding + sums.totals.sites_at_zero
}

impl Hidden {
    /// Nothing is hidden: for the authority.
    pub const NOTHING: Self = Self {
        departments: [false; Department::COUNT],
        regions: [false; Region::COUNT],
        nation: false,
    };

    /// What is hidden of one pack and tier from those who may only see sums.
    pub fn of(picture: &Picture, tier: Tier, pack: PackNumber, fewest_sites: u32) -> Self {
        Self::from_counts(fewest_sites, |department| {
            carrying(&picture.sums(tier, Scope::Department(department), pack))
        })
    }

    /// The same from the numbers of sites that carry the pack, by department.
    pub fn from_counts(fewest_sites: u32, carrying: impl Fn(Department) -> u32) -> Self {
        let mut hidden = Self::NOTHING;
        let few = |count: u32| count > 0 && count < fewest_sites;
        let mut regional = [0; Region::COUNT];
        for region in Region::ALL {
            let counts: Vec<(usize, u32)> = region
                .departments()
                .map(|department| (department.index(), carrying(department)))
                .collect();
            let sum: u32 = counts.iter().map(|(_, count)| count).sum();
            if let Some(place) = regional.get_mut(region.index()) {
                *place = sum;
            }
            hide(&mut hidden.departments, &counts, few);
        }
        let counts: Vec<(usize, u32)> = regional.iter().copied().enumerate().collect();
        hide(&mut hidden.regions, &counts, few);
        hidden.nation = few(regional.iter().sum());
        hidden.hide_lonely_departments(&regional);
        hidden
    }

    /// A region of one department says the same as the department.
    fn hide_lonely_departments(&mut self, regional: &[u32; Region::COUNT]) {
        for region in Region::ALL
            .into_iter()
            .filter(|region| regional.get(region.index()).is_some_and(|&sum| sum > 0))
        {
            let mut departments = region.departments();
            let (Some(only), None) = (departments.next(), departments.next()) else {
                continue;
            };
            let hide = self.regions.get(region.index()).copied().unwrap_or(true)
                || self.departments.get(only.index()).copied().unwrap_or(true);
            if let (Some(department), Some(region)) = (
                self.departments.get_mut(only.index()),
                self.regions.get_mut(region.index()),
            ) {
                (*department, *region) = (hide, hide);
            }
        }
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

/// Hides the parts with few sites, and with a single one the smallest other part that has any.
fn hide(hidden: &mut [bool], counts: &[(usize, u32)], few: impl Fn(u32) -> bool) {
    let mut places: Vec<usize> = counts
        .iter()
        .filter(|(_, count)| few(*count))
        .map(|(place, _)| *place)
        .collect();
    if places.len() == 1 {
        let others = counts
            .iter()
            .filter(|(place, count)| *count > 0 && !places.contains(place));
        places.extend(
            others
                .min_by_key(|(_, count)| count)
                .map(|(place, _)| *place),
        );
    }
    for place in places {
        if let Some(hidden) = hidden.get_mut(place) {
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
