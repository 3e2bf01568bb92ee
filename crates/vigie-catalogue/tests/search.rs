//! Queries as people type them.

use proptest::prelude::*;
use rstest::rstest;
use vigie_catalogue::Field;

use crate::support::catalogue;

fn names(query: &str) -> Vec<&'static str> {
    let hits = catalogue().search(query, 10).hits;
    hits.iter()
        .map(|hit| catalogue().medicine(hit.cis).unwrap().name())
        .collect()
}

#[rstest]
#[case("doliprane 1g cpr", "DOLIPRANE 1000 mg, comprimé")]
#[case("doliprane 1 000 mg comprimé", "DOLIPRANE 1000 mg, comprimé")]
#[case("DOLIPRANE 1000 MG, COMPRIME", "DOLIPRANE 1000 mg, comprimé")]
#[case(
    "kardegic 75",
    "KARDEGIC 75 mg, poudre pour solution buvable en sachet-dose"
)]
#[case("levotyrox 50", "LEVOTHYROX 50 microgrammes, comprimé sécable")]
#[case(
    "vitamine d",
    "VITAMINE D3 BON 200 000 U.I./1 ml, solution injectable IM en ampoule"
)]
#[case("3400935955838", "DOLIPRANE 1000 mg, comprimé")]
#[case("03400935955838", "DOLIPRANE 1000 mg, comprimé")]
#[case("3595583", "DOLIPRANE 1000 mg, comprimé")]
#[case("60234100", "DOLIPRANE 1000 mg, comprimé")]
fn what_is_meant_comes_first(#[case] query: &str, #[case] name: &str) {
    assert_eq!(names(query).first(), Some(&name));
}

#[rstest]
#[case("paracétamol", "PARACETAMOL")]
#[case("amoxiciline", "AMOXICILLINE")]
#[case("dolirpane", "DOLIPRANE")]
#[case("parasetamol", "PARACETAMOL")]
#[case("atorvastatyne", "ATORVASTATINE")]
#[case("dolip", "DOLIPRANE")]
#[case("spasfon lp", "SPASFON")]
#[case("amoxicilline enf", "AMOXICILLINE")]
fn every_first_result_has_this_word(#[case] query: &str, #[case] word: &str) {
    let found = names(query);
    assert!(!found.is_empty());
    assert!(found.iter().all(|name| name.contains(word)), "{found:?}");
}

#[rstest]
#[case("doliprane", Field::Brand)]
#[case("N02BE01", Field::Atc)]
#[case("antidépresseurs", Field::Atc)]
#[case("60234100", Field::Code)]
fn the_field_that_matched_is_said(#[case] query: &str, #[case] field: Field) {
    assert_eq!(catalogue().search(query, 1).hits[0].field, field);
}

#[rstest]
#[case("statines", "C10AA")]
#[case("antidiabétiques", "A10")]
#[case("antibiotique", "J01")]
#[case("ipp", "A02BC")]
#[case("sartans", "C09")]
fn what_people_call_a_class_finds_it(#[case] query: &str, #[case] class: &str) {
    let results = catalogue().search(query, 20);
    assert!(results.total >= 20);
    for hit in &results.hits {
        let (atc, _) = catalogue().medicine(hit.cis).unwrap().atc().unwrap();
        assert!(atc.as_str().starts_with(class), "{atc}");
    }
}

#[test]
fn an_accent_changes_nothing() {
    assert_eq!(
        catalogue().search("paracétamol", 50),
        catalogue().search("PARACETAMOL", 50)
    );
}

#[test]
fn amounts_are_compared_by_value() {
    let grams = catalogue().search("amoxicilline 1 g", 100);
    let milligrams = catalogue().search("amoxicilline 1 000 mg", 100);
    assert!(grams.total > 20);
    assert_eq!(grams.total, milligrams.total);
    assert_eq!(
        catalogue().search("morphine 5 mg/ml", 9).total,
        catalogue().search("morphine 25 mg/5 ml", 9).total
    );
}

#[test]
fn more_than_six_words_are_welcome() {
    let name = "AMOXICILLINE ACIDE CLAVULANIQUE SANDOZ 100 mg/12,5 mg par mL ENFANTS poudre pour suspension buvable en flacon";
    assert!(
        names(name)[0]
            .starts_with("AMOXICILLINE ACIDE CLAVULANIQUE SANDOZ 100 mg/12,5 mg par mL ENFANTS")
    );
}

#[test]
fn words_that_match_nothing_are_left_out_and_said() {
    let results = catalogue().search("doliprane zzzqqqxx", 5);
    assert_eq!(results.ignored, ["zzzqqqxx"]);
    assert!(results.total > 0);
}

#[test]
fn the_total_counts_beyond_the_limit() {
    let results = catalogue().search("paracetamol", 3);
    assert_eq!(results.hits.len(), 3);
    assert!(results.total > 200);
    assert_eq!(catalogue().search("paracetamol", 0).total, results.total);
}

#[test]
fn every_medicine_is_found_by_its_own_name() {
    for medicine in catalogue().medicines().step_by(37) {
        let hits = catalogue().search(medicine.name(), 60).hits;
        let twin = |cis| catalogue().medicine(cis).unwrap().name() == medicine.name();
        assert!(hits.iter().any(|hit| twin(hit.cis)), "{}", medicine.name());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_can_be_searched(query in "\\PC{0,60}", limit in 0_usize..30) {
        let results = catalogue().search(&query, limit);
        prop_assert!(results.hits.len() <= limit.min(results.total));
    }

    #[test]
    fn any_words_of_the_field_can_be_searched(query in "([a-zéèœ]{1,12}[ ,/.'%0-9µ]{0,4}){0,12}") {
        let results = catalogue().search(&query, 20);
        prop_assert!(results.hits.len() <= 20);
    }
}
