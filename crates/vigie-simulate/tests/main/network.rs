//! The sites.

use std::collections::HashSet;

use rstest::rstest;
use vigie_model::{Department, SiteCode, Tier};
use vigie_simulate::{
    CountryError, CountrySettings, NationalDay, NationalDaySettings, reserved_finess,
};

use crate::{INPUTS, PACKS, country, day, small};

fn national() -> NationalDay {
    let settings = NationalDaySettings::new(1, day("2026-11-20"));
    NationalDay::new(settings, &INPUTS, &PACKS).unwrap()
}

#[test]
fn the_whole_country_has_its_sites_each_with_a_code_of_its_own() {
    let national = national();
    let codes: HashSet<_> = national.sites().iter().map(|site| site.code).collect();
    assert_eq!(codes.len(), national.sites().len());
    let count = |tier| {
        national
            .sites()
            .iter()
            .filter(|site| site.tier == tier)
            .count()
    };
    assert_eq!(count(Tier::Pharmacy), 20_900);
    assert_eq!(count(Tier::Hospital), 2_500);
    assert_eq!(count(Tier::Wholesaler), 200);
    assert_eq!(count(Tier::Depositary), 60);
    assert!(count(Tier::Company) > 400);
    assert!(national.sites().iter().all(|site| site.synthetic));
}

#[test]
fn pharmacies_follow_inhabitants_and_real_ones_come_first() {
    let national = national();
    let pharmacies = || {
        national
            .sites()
            .iter()
            .filter(|site| site.tier == Tier::Pharmacy)
    };
    // Paris: 2,103,778 of the 68.3 million inhabitants of the 101 departments (INSEE 2026).
    let paris = pharmacies()
        .filter(|site| site.department.code() == "75")
        .count();
    assert!((640..=646).contains(&paris), "{paris}");
    let real: HashSet<_> = INPUTS
        .pharmacies
        .iter()
        .filter_map(|place| place.finess)
        .collect();
    let used = pharmacies()
        .filter(|site| matches!(site.code, SiteCode::Finess(code) if real.contains(&code)));
    assert_eq!(real.len(), 3_757);
    assert_eq!(used.count(), 3_757);
}

#[rstest]
#[case("01", Tier::Pharmacy, 0, "0199000")]
#[case("2A", Tier::Hospital, 3, "2A99800")]
#[case("974", Tier::Pharmacy, 12, "9704901")]
#[case("976", Tier::Hospital, 0, "9805980")]
fn a_reserved_number_is_valid_marked_and_of_its_department(
    #[case] department: &str,
    #[case] tier: Tier,
    #[case] counter: u32,
    #[case] start: &str,
) {
    let department = Department::from_code(department).unwrap();
    let code = reserved_finess(department, tier, counter).unwrap();
    assert!(code.as_str().starts_with(start), "{code}");
    assert_eq!(code.department(), Some(department));
}

#[test]
fn no_real_place_is_in_the_reserved_range() {
    let pharmacies = INPUTS.pharmacies.iter().filter_map(|place| place.finess);
    let hospitals = INPUTS.hospitals.iter().map(|place| place.finess);
    for code in pharmacies.chain(hospitals) {
        let text = code.as_str();
        let overseas = text.starts_with("97") || text.starts_with("98");
        let marked = if overseas {
            &text[4..5] == "9"
        } else {
            &text[2..4] == "99"
        };
        assert!(!marked, "{code}");
    }
}

#[test]
fn what_is_short_of_a_pharmacy_is_no_country() {
    let settings = CountrySettings {
        pharmacies: 0,
        ..small(1)
    };
    let refused = vigie_simulate::Country::new(settings, &INPUTS, &PACKS);
    assert_eq!(refused.err(), Some(CountryError::None { what: "pharmacy" }));
}

#[test]
fn a_small_country_holds_what_its_settings_say() {
    let country = country(small(1));
    assert_eq!(country.packs().len(), 400);
    assert_eq!(country.sites().len(), 30 + 4 + 4 + 3 + 12);
    let cells = country.cell_count();
    // 30 x 120 + 4 x 60 outlets, and the packs of those above.
    assert!((3_800..8_000).contains(&cells), "{cells}");
}
