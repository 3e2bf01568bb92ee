//! The parts of the country that an agency may see.

use vigie_model::{Department, Reach, Region};
use vigie_stock::picture::Scope;

use crate::access::rights::{Range, Resource, Right};
use crate::http::principal::Principal;

/// What a reader may see, in order: the country first, when she may.
pub fn visible(principal: &Principal) -> Vec<Scope> {
    let ranges = principal.ranges(Right::read(Resource::IdentifiedFigures));
    let sees_all = ranges
        .iter()
        .any(|range| matches!(range, Range::All | Range::Reach(Reach::Nation)));
    if sees_all {
        let regions = Region::ALL.into_iter().map(Scope::Region);
        return [Scope::Nation].into_iter().chain(regions).collect();
    }
    let own = ranges.iter().filter_map(|range| match range {
        Range::Reach(Reach::Region(region)) => Some(Scope::Region(*region)),
        Range::Reach(Reach::Department(department)) => Some(Scope::Department(*department)),
        _ => None,
    });
    own.collect()
}

/// Whether a part of the country lies in what may be seen.
pub fn covers(visible: &[Scope], asked: Scope) -> bool {
    visible.iter().any(|scope| match (scope, asked) {
        (Scope::Nation, _) => true,
        (Scope::Region(region), Scope::Department(department)) => department.region() == *region,
        (own, asked) => *own == asked,
    })
}

/// The departments of a part of the country.
pub fn departments(scope: Scope) -> Vec<Department> {
    match scope {
        Scope::Nation => Department::ALL.to_vec(),
        Scope::Region(region) => region.departments().collect(),
        Scope::Department(department) => vec![department],
    }
}

/// The parts that a part is made of.
pub fn parts(scope: Scope) -> Vec<Scope> {
    match scope {
        Scope::Nation => Region::ALL.into_iter().map(Scope::Region).collect(),
        Scope::Region(region) => region.departments().map(Scope::Department).collect(),
        Scope::Department(_) => Vec::new(),
    }
}

/// How addresses name it: `region:53`.
pub fn written(scope: Scope) -> String {
    reach(scope).to_string()
}

/// The part of the country that an address names.
pub fn read(text: &str) -> Option<Scope> {
    match text.parse().ok()? {
        Reach::Nation => Some(Scope::Nation),
        Reach::Region(region) => Some(Scope::Region(region)),
        Reach::Department(department) => Some(Scope::Department(department)),
        Reach::Organisation(_) | Reach::Site(_) => None,
    }
}

/// Its name, in French as published; none for the country.
pub const fn name(scope: Scope) -> Option<&'static str> {
    match scope {
        Scope::Nation => None,
        Scope::Region(region) => Some(region.name()),
        Scope::Department(department) => Some(department.name()),
    }
}

const fn reach(scope: Scope) -> Reach {
    match scope {
        Scope::Nation => Reach::Nation,
        Scope::Region(region) => Reach::Region(region),
        Scope::Department(department) => Reach::Department(department),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_covers_its_departments_and_no_other() {
        let brittany = read("region:53").unwrap();
        let finistere = read("department:29").unwrap();
        let paris = read("department:75").unwrap();
        assert!(covers(&[brittany], finistere));
        assert!(!covers(&[brittany], paris));
        assert!(!covers(&[brittany], Scope::Nation));
        assert!(!covers(&[finistere], brittany));
        assert!(covers(&[Scope::Nation], paris));
    }

    #[test]
    fn addresses_name_parts_of_the_country_only() {
        assert_eq!(read("site:4"), None);
        assert_eq!(read("region:999"), None);
        assert_eq!(read("nation"), Some(Scope::Nation));
    }
}
