//! Calculators against files of worked examples: textbooks, reference libraries, figures worked by hand. Each file says
//! where its figures come from.

use proptest::prelude::*;
use rstest::rstest;
use serde_json::{Value, json};
use vigie_policy::{Outcome, check_cases, find_calculator, list_calculators, run_calculator};

#[rstest]
#[case::stocks(include_str!("cases/stocks.json"))]
#[case::methods(include_str!("cases/methods.json"))]
#[case::prices_and_taxes(include_str!("cases/prices_and_taxes.json"))]
fn every_worked_example_passes(#[case] file: &str) {
    let cases = check_cases(&serde_json::from_str(file).unwrap()).unwrap();
    assert!(!cases.is_empty());
    for case in cases {
        assert!(
            matches!(case.outcome, Outcome::Pass { .. }),
            "{}: {:#?}",
            case.name,
            case.outcome
        );
    }
}

#[test]
fn a_wrong_figure_fails_with_its_place_and_an_unknown_family_is_said_to_be() {
    let file = json!({"cases": [
        {"name": "proportional", "input": {"demands": [1, 3], "supply": 2}, "expected": {"alloc": [0.5, 1.6]}, "abs_tol": 1e-6},
        {"name": "wagner_whitin/example_3_9", "input": {}, "expected": {"cost": 1380}},
        {"name": "hhi", "input": {}, "expected": {"HHI": 1}},
        {"name": "hhi", "input": {"shares_pct": [50, 50]}, "expected": {"HHI": 5001}, "rel_tol": 1e-3},
    ]});
    let cases = check_cases(&file).unwrap();
    let Outcome::Fail { mismatches } = &cases[0].outcome else {
        panic!("{:?}", cases[0])
    };
    assert_eq!(mismatches[0].output, "alloc[1]");
    assert_eq!(cases[1].outcome, Outcome::Unknown);
    let Outcome::Error { problem } = &cases[2].outcome else {
        panic!("{:?}", cases[2])
    };
    assert_eq!(
        (problem.code, problem.place.as_str()),
        ("missing_input", "shares_pct")
    );
    assert_eq!(cases[3].outcome, Outcome::Pass { notes: Vec::new() });
    assert_eq!(
        check_cases(&json!({"case": 1})).unwrap_err().code,
        "no_cases"
    );
}

#[test]
fn a_family_is_the_longest_name_that_begins_it() {
    let name = |family| find_calculator(family).map(|one| one.name.as_str());
    assert_eq!(name("newsvendor_normal"), Some("newsvendor_normal"));
    assert_eq!(
        name("newsvendor_normal_explicit"),
        Some("newsvendor_normal_explicit")
    );
    assert_eq!(
        name("base_stock_normal_leadtime"),
        Some("base_stock_normal")
    );
    assert_eq!(name("viability_S=4"), Some("viability"));
    assert_eq!(name("clause_new_90pct"), Some("clause_new"));
    assert_eq!(
        name("national_allocation_min_budget_same_loss"),
        Some("national_allocation_min_budget")
    );
    assert_eq!(name("viabilityx"), None);
    assert_eq!(name("sS_poisson_exact"), None);
}

#[test]
fn every_calculator_says_what_it_needs_gives_and_rests_on() {
    for calculator in list_calculators() {
        let name = &calculator.name;
        assert!(
            !calculator.formula.is_empty() && !calculator.source.is_empty(),
            "{name}"
        );
        assert!(!calculator.outputs.is_empty(), "{name}");
        assert!(
            !calculator.inputs.is_empty() || name == "headlines",
            "{name}"
        );
        assert!(
            !calculator.summary.french.is_empty() && !calculator.summary.english.is_empty(),
            "{name}"
        );
    }
    let mut names: Vec<&str> = list_calculators()
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    names.dedup();
    assert_eq!(names.len(), list_calculators().len());
}

#[test]
fn rules_that_are_not_given_are_those_of_the_year_and_said_to_be_used() {
    let price = run_calculator("price_build", &json!({"PFHT": 5.0, "year": 2026})).unwrap();
    assert_eq!(price["public_price_rounded"], json!(5.87));
    assert!(price["rows"].as_array().unwrap().len() > 8);
    assert_eq!(price["warnings"][0]["code"], "not_promulgated");
    let back = run_calculator("price_back", &json!({"public_price": 5.87})).unwrap();
    assert_eq!(back["PFHT"], json!(5.0));
}

#[test]
fn an_input_that_is_not_known_is_said_to_be_unused() {
    let found = run_calculator("hhi", &json!({"shares_pct": [100], "share": 3})).unwrap();
    assert_eq!(found["not_used"], json!(["share"]));
}

#[test]
fn the_chain_of_a_case_may_have_promises_that_are_as_good_as_others() {
    let file = json!({"cases": [{
        "name": "transport/two_ways",
        "input": {"cost": [[1, 1], [1, 1]], "supply": [5, 5], "demand": [5, 5]},
        "expected": {"min_cost": 10, "flow": [[2, 3], [3, 2]]},
    }]});
    let Outcome::Pass { notes } = &check_cases(&file).unwrap()[0].outcome else {
        panic!()
    };
    assert_eq!(notes, &["flow: another answer of the same min_cost"]);
}

#[rstest]
#[case("newsvendor_normal", json!({"holding_cost": 0, "stockout_cost": 1, "demand_mean": 5, "demand_sd": 1}), "out_of_range")]
#[case("newsvendor_normal", json!({"holding_cost": 1, "stockout_cost": 1, "demand_mean": 5, "demand_sd": "x"}), "wrong_kind")]
#[case("poisson_loss", json!({"x": 1.5, "mean": 3}), "out_of_range")]
#[case("negbin_leadtime", json!({"mean": 5, "var": 5, "base_stock": 3}), "out_of_range")]
#[case("ss_alpha", json!({"alpha": 1, "sigma_L": 3}), "out_of_range")]
#[case("viability", json!({"P": 1, "c": 1, "q": 0}), "out_of_range")]
#[case("exemption_cost", json!({"products_price_boxes": [], "threshold": 5}), "empty_market")]
#[case("transport", json!({"cost": [[1]], "supply": [1], "demand": [2]}), "infeasible")]
#[case("transport", json!({"cost": [[1, 2]], "supply": [1], "demand": [2]}), "wrong_length")]
#[case("national_allocation", json!({"budget_eur": -1}), "out_of_range")]
#[case("lot_sizing", json!({}), "unknown_calculator")]
#[case("hhi", json!([1]), "not_an_object")]
fn what_cannot_be_computed_says_why(#[case] name: &str, #[case] input: Value, #[case] code: &str) {
    assert_eq!(run_calculator(name, &input).unwrap_err().code, code);
}

/// Any JSON value, with the numbers and shapes that inputs have.
fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<f64>().prop_map(|number| json!(number)),
        (-5_i64..50).prop_map(|number| json!(number)),
        (0.0_f64..1.0).prop_map(|number| json!(number)),
        "\\PC{0,8}".prop_map(Value::String),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            proptest::collection::btree_map("[a-z0-9]{1,4}", inner, 0..4)
                .prop_map(|fields| json!(fields)),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_input_makes_a_panic_or_a_number_that_is_none(place in any::<proptest::sample::Index>(), values in proptest::collection::vec(values(), 12)) {
        let calculators = list_calculators();
        let calculator = &calculators[place.index(calculators.len())];
        let fields = calculator.inputs.iter().zip(&values);
        let input: serde_json::Map<String, Value> = fields.map(|(field, value)| (field.name.to_owned(), value.clone())).collect();
        let _ = calculator.run(&Value::Object(input));
    }

    #[test]
    fn no_number_makes_a_panic(place in any::<proptest::sample::Index>(), numbers in proptest::collection::vec(prop_oneof![any::<f64>(), 0.0_f64..1.0, 0.0_f64..1000.0], 12)) {
        let calculators = list_calculators();
        let calculator = &calculators[place.index(calculators.len())];
        let fields = calculator.inputs.iter().zip(&numbers);
        let input: serde_json::Map<String, Value> = fields.map(|(field, number)| (field.name.to_owned(), json!(number))).collect();
        let _ = calculator.run(&Value::Object(input));
    }
}
