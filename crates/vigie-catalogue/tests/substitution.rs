//! Substitution groups over the real release.

use rstest::rstest;
use vigie_catalogue::{AtcOrigin, Level};

use crate::support::catalogue;

fn substitutes(cis: &str, level: Level) -> Vec<&'static str> {
    catalogue()
        .substitutes(cis.parse().unwrap(), level)
        .map(vigie_catalogue::Medicine::name)
        .collect()
}

#[test]
fn replacing_within_a_computed_group_stays_within_the_official_one() {
    let agreement = catalogue().generic_agreement();
    assert!(agreement.medicines > 8_000);
    assert!(
        agreement.same_group * 100 >= agreement.medicines * 97,
        "{agreement:?}"
    );
    assert!(
        agreement.same_substances * 100 >= agreement.medicines * 99,
        "{agreement:?}"
    );
}

#[test]
fn members_of_an_official_group_replace_each_other() {
    // Group 1659 of July 2025 and later: anastrozole 1 mg; ACCORD and the reference ARIMIDEX.
    let found = substitutes("60002283", Level::Equivalent);
    assert!(
        found.iter().any(|name| name.starts_with("ARIMIDEX")),
        "{found:?}"
    );
    assert!(
        found
            .iter()
            .all(|name| name.contains("ANASTROZOLE") || name.starts_with("ARIMIDEX")),
        "{found:?}"
    );
}

#[rstest]
#[case(Level::Equivalent, "DAFALGAN 1000 mg, gélule")]
#[case(Level::SameSubstances, "DAFALGAN 500 mg, gélule")]
#[case(Level::SameAtcSubstance, "DOLIPRANE 150 mg, suppositoire")]
fn each_level_is_wider(#[case] level: Level, #[case] name: &str) {
    // DOLIPRANE 1000 mg, comprimé.
    assert!(substitutes("60234100", level).contains(&name));
}

#[test]
fn a_medicine_is_not_its_own_substitute() {
    for medicine in catalogue().medicines().step_by(101) {
        for level in Level::ALL {
            assert!(
                catalogue()
                    .substitutes(medicine.cis(), level)
                    .all(|other| other.cis() != medicine.cis())
            );
        }
    }
}

#[test]
fn every_medicine_with_a_composition_is_in_a_group() {
    let without = catalogue()
        .medicines()
        .filter(|medicine| medicine.substitution_group(Level::SameSubstances).is_none());
    // 15,846 of 15,848 medicines have a composition.
    assert_eq!(without.count(), 2);
}

#[test]
fn a_class_says_where_it_is_from() {
    let atc = |cis: &str| catalogue().medicine(cis.parse().unwrap()).unwrap().atc();
    // FENOFIBRATE TEVA is on the list of major therapeutic interest, ANASTROZOLE ACCORD is not.
    let class = |code: &str| code.parse().unwrap();
    assert_eq!(
        atc("60004277"),
        Some((class("C10AB05"), AtcOrigin::Published))
    );
    assert_eq!(
        atc("60002283"),
        Some((class("L02BG03"), AtcOrigin::SameSubstances))
    );
}

#[test]
fn a_medicine_of_two_official_groups_has_the_substitutes_of_both() {
    let several = catalogue()
        .medicines()
        .find(|medicine| medicine.generic_groups().count() > 1)
        .unwrap();
    let found: Vec<_> = catalogue()
        .substitutes(several.cis(), Level::Equivalent)
        .collect();
    for group in several.generic_groups() {
        let others = catalogue().medicines().filter(|other| {
            other.cis() != several.cis()
                && other
                    .generic_groups()
                    .any(|own| own.group() == group.group())
        });
        for other in others {
            assert!(found.iter().any(|medicine| medicine.cis() == other.cis()));
        }
    }
}
