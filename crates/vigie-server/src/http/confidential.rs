//! What may be shown to whom: sums over too few sites are shown to the authority only, and so are those that one
//! could compute from the others.
//!
//! The rule: a sum rests on at least k sites that carry the pack (k is a setting). When exactly one department of a
//! region is hidden, the smallest other one is hidden with it, since the region's sum would give it away; likewise
//! for regions in the nation.

use vigie_model::{Department, PackNumber, Region, Tier};
use vigie_stock::picture::{Picture, Scope};

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

    /// What is hidden of one pack and tier from those who may only see sums.
    pub fn of(picture: &Picture, tier: Tier, pack: PackNumber, fewest_sites: u32) -> Self {
        Self::from_counts(fewest_sites, |department| {
            picture
                .sums(tier, Scope::Department(department), pack)
                .carrying()
        })
    }

    /// The same from the numbers of sites that carry the pack, by department.
    pub fn from_counts(fewest_sites: u32, carrying: impl Fn(Department) -> u32) -> Self {
        let mut hidden = Self::NOTHING;
        let few = |count: u32| count > 0 && count < fewest_sites;
        let counts = Department::ALL.map(carrying);
        let region_of = |department: Department| department.region().index();
        let region_of = |place: usize| Department::from_index(place).map_or(0, region_of);
        hide(&mut hidden.departments, &counts, few, region_of);
        let mut regional = [0; Region::COUNT];
        for (place, count) in counts.iter().enumerate() {
            if let Some(sum) = regional.get_mut(region_of(place)) {
                *sum += count;
            }
        }
        hide(&mut hidden.regions, &regional, few, |_| 0);
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

/// Hides the parts with few sites; where that is a single one of its group, also the smallest other part that has any.
fn hide(
    hidden: &mut [bool],
    counts: &[u32],
    few: impl Fn(u32) -> bool,
    group_of: impl Fn(usize) -> usize,
) {
    /// How many parts have few sites; the part that has the least of the others.
    #[derive(Clone, Copy, Default)]
    struct Group {
        few: usize,
        smallest: Option<(u32, usize)>,
    }
    let mut groups = [Group::default(); Region::COUNT];
    for (place, (&count, hidden)) in counts.iter().zip(hidden.iter_mut()).enumerate() {
        let Some(group) = groups.get_mut(group_of(place)) else {
            continue;
        };
        if few(count) {
            *hidden = true;
            group.few += 1;
        } else if count > 0 && group.smallest.is_none_or(|(least, _)| count < least) {
            group.smallest = Some((count, place));
        }
    }
    for (_, place) in groups
        .iter()
        .filter(|group| group.few == 1)
        .filter_map(|group| group.smallest)
    {
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
