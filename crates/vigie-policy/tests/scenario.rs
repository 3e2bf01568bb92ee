//! Scenario files: what is read, what is refused, and the same bytes for the same content.

use proptest::prelude::*;
use rstest::rstest;
use rust_decimal::Decimal;
use vigie_policy::{Change, Parameters, Scenario, Unit, compare_scenarios};

use crate::support::decimal;

const HEAD: &str =
    "schema = \"vigie-policy-scenario\"\nversion = 1\nname = \"Essai\"\nbase_year = 2026\n";

fn parse(text: &str) -> Result<Scenario, Vec<vigie_policy::Problem>> {
    Scenario::parse(text, Parameters::shipped())
}

fn with_change(change: &str) -> String {
    format!("{HEAD}\n[[change]]\n{change}")
}

#[test]
fn a_change_is_what_the_parameters_say_then() {
    let file = with_change(
        "key = \"exemption.price_threshold\"\nunit = \"eur_per_box\"\nvalue = \"5.00\"\n",
    );
    let scenario = parse(&file).unwrap();
    let parameters = scenario.apply(Parameters::shipped());
    let row = parameters
        .find("exemption.price_threshold", scenario.day())
        .unwrap();
    assert_eq!(row.value, decimal("5"));
    assert_eq!(row.status.code(), "hypothesis");
}

#[rstest]
#[case(
    "key = \"exemption.price_treshold\"\nunit = \"eur_per_box\"\nvalue = \"5\"",
    "unknown_parameter"
)]
#[case(
    "key = \"exemption.price_threshold\"\nunit = \"ratio\"\nvalue = \"5\"",
    "wrong_unit"
)]
#[case(
    "key = \"exemption.price_threshold\"\nunit = \"parsec\"\nvalue = \"5\"",
    "unknown_unit"
)]
#[case(
    "key = \"exemption.price_threshold\"\nunit = \"eur_per_box\"\nvalue = \"-5\"",
    "bad_value"
)]
#[case(
    "key = \"exemption.price_threshold\"\nunit = \"eur_per_box\"\nvalue = \"5,50\"",
    "bad_value"
)]
#[case(
    "key = \"abatement.european_share.rate\"\nunit = \"ratio\"\nvalue = \"30\"",
    "bad_value"
)]
#[case(
    "key = \"exemption.price_threshold\"\nunit = \"eur_per_box\"",
    "missing_field"
)]
#[case(
    "key = \"exemption.price_threshold\"\nunit = \"eur_per_box\"\nvalue = 5\nwhy = \"x\"",
    "unknown_field"
)]
fn a_bad_change_is_told_with_its_place_in_both_languages(#[case] change: &str, #[case] code: &str) {
    let problems = parse(&with_change(change)).unwrap_err();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].code, code);
    assert!(
        problems[0].place.starts_with("change 1"),
        "{}",
        problems[0].place
    );
    assert!(!problems[0].sentence.french.is_empty() && !problems[0].sentence.english.is_empty());
}

#[test]
fn a_key_changed_twice_is_refused() {
    let change = "key = \"exemption.price_threshold\"\nunit = \"eur_per_box\"\nvalue = 5\n";
    let problems = parse(&format!("{HEAD}[[change]]\n{change}[[change]]\n{change}")).unwrap_err();
    assert_eq!(
        (problems[0].code, problems[0].place.as_str()),
        ("duplicate", "change 2")
    );
}

#[rstest]
#[case("version = 1", "version = 2", "other_version")]
#[case("vigie-policy-scenario", "vigie-list", "not_a_scenario")]
#[case("base_year = 2026", "base_year = 1789", "bad_year")]
#[case("base_year = 2026", "base_year = \"2026\"", "wrong_kind")]
#[case("name = \"Essai\"", "name = \"\"", "missing_field")]
#[case("name = \"Essai\"", "name = Essai", "unreadable")]
fn a_bad_head_is_told(#[case] good: &str, #[case] bad: &str, #[case] code: &str) {
    let problems = parse(&HEAD.replace(good, bad)).unwrap_err();
    assert_eq!(problems[0].code, code, "{problems:?}");
}

#[test]
fn every_problem_of_a_file_is_told_at_once() {
    let bad = "[[change]]\nkey = \"x\"\nunit = \"ratio\"\nvalue = 1\n";
    let problems = parse(&format!("{HEAD}{bad}{bad}")).unwrap_err();
    assert_eq!(problems.len(), 2);
}

#[test]
fn two_scenarios_are_compared_row_by_row() {
    let mut left = Scenario::new("a", "", 2026).unwrap();
    let right = Scenario::new("b", "", 2026).unwrap();
    let change = Change {
        value: decimal("5"),
        unit: Unit::EurosPerBox,
        reason: String::new(),
    };
    left.set(Parameters::shipped(), "exemption.price_threshold", change)
        .unwrap();
    let differences = compare_scenarios(&left, &right, Parameters::shipped());
    assert_eq!(differences.len(), 1);
    assert_eq!(differences[0].left, Some(decimal("5")));
    assert_eq!(differences[0].right, Some(decimal("0")));
}

#[test]
fn the_law_of_two_years_differs_by_what_changed_in_between() {
    let of = |year| Scenario::new("loi", "", year).unwrap();
    let differences = compare_scenarios(&of(2024), &of(2026), Parameters::shipped());
    let of_threshold = differences
        .iter()
        .find(|one| one.key == "safeguard.threshold")
        .unwrap();
    assert_eq!(of_threshold.left, Some(decimal("26400000000")));
    assert!(differences.iter().all(|one| one.left != one.right));
}

#[test]
fn the_same_content_in_another_order_and_form_gives_the_same_bytes() {
    let first = format!(
        "{HEAD}[[change]]\nkey = \"safeguard.rate\"\nunit = \"ratio\"\nvalue = \"0.900\"\n[[change]]\nkey = \
         \"exemption.price_threshold\"\nunit = \"eur_per_box\"\nvalue = 5\n"
    );
    let second = r#"{"change": [
        {"value": "5.00", "unit": "eur_per_box", "key": "exemption.price_threshold"},
        {"value": 0.9, "unit": "ratio", "key": "safeguard.rate"}
    ], "base_year": 2026, "name": "Essai", "version": 1, "schema": "vigie-policy-scenario"}"#;
    let (first, second) = (parse(&first).unwrap(), parse(second).unwrap());
    assert_eq!(first.to_toml(), second.to_toml());
    assert_eq!(first.to_json(), second.to_json());
    assert_eq!(first.digest(), second.digest());
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        name in "[^\\p{C}]{1,40}",
        note in "[^\\p{C}\n]{0,40}",
        year in 2000_i16..=2100,
        values in proptest::collection::btree_map("safeguard\\.rate|viability\\.rebate\\.rate|abatement\\.european_share\\.rate", 0_i64..=100_000, 0..3),
    ) {
        prop_assume!(!name.trim().is_empty());
        let mut scenario = Scenario::new(&name, &note, year).unwrap();
        for (key, value) in values {
            let change = Change { value: Decimal::new(value, 5), unit: Unit::Ratio, reason: note.clone() };
            scenario.set(Parameters::shipped(), &key, change).unwrap();
        }
        prop_assert_eq!(&parse(&scenario.to_toml()).unwrap(), &scenario);
        prop_assert_eq!(&parse(&scenario.to_json()).unwrap(), &scenario);
        prop_assert_eq!(parse(&scenario.to_json()).unwrap().to_json(), scenario.to_json());
    }

    #[test]
    fn no_text_makes_a_panic(text in "\\PC{0,200}") {
        let _ = parse(&text);
        let _ = parse(&format!("{HEAD}{text}"));
        let _ = parse(&format!("{{{text}"));
    }
}
