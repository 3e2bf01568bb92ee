//! The legal test of a stock.

use rstest::rstest;
use vigie_policy::{
    AgencyDecision, ObligationClass, ObligationRule, Parameters, Reading, largest_sanction,
    test_obligation,
};

use crate::support::decimal;

fn on(day: &str) -> Reading<'static> {
    Reading::new(Parameters::shipped(), day.parse().unwrap())
}

// Article R. 5124-49-4, 120,000 boxes sold in twelve months: two months, one month, one week.
#[rstest]
#[case(ObligationClass::MajorInterest, 20_000)]
#[case(ObligationClass::PublicHealthPolicy, 10_000)]
#[case(ObligationClass::Other, 2_302)]
fn the_general_rule_asks_for_months_or_days_of_sales(
    #[case] class: ObligationClass,
    #[case] boxes: u64,
) {
    let test = test_obligation(&mut on("2026-06-30"), class, None, 120_000, 15_000).unwrap();
    assert_eq!(
        (test.rule, test.required_boxes),
        (ObligationRule::General, boxes)
    );
    assert_eq!(test.missing_boxes, boxes.saturating_sub(15_000));
}

#[test]
fn a_raised_rule_holds_six_months_after_its_decision() {
    let raised = Some(AgencyDecision::Raised {
        months: 4.into(),
        decided_on: "2026-01-31".parse().unwrap(),
    });
    let at = |day: &str| {
        test_obligation(
            &mut on(day),
            ObligationClass::MajorInterest,
            raised,
            120_000,
            0,
        )
        .unwrap()
    };
    assert_eq!(
        (at("2026-07-30").rule, at("2026-07-30").required_boxes),
        (ObligationRule::RaisedSoon, 20_000)
    );
    assert_eq!(
        at("2026-07-30").raised_from,
        Some("2026-07-31".parse().unwrap())
    );
    assert_eq!(
        (at("2026-07-31").rule, at("2026-07-31").required_boxes),
        (ObligationRule::Raised, 40_000)
    );
}

#[test]
fn no_decision_asks_for_more_than_the_law_allows() {
    let raised = Some(AgencyDecision::Raised {
        months: 5.into(),
        decided_on: "2026-01-01".parse().unwrap(),
    });
    let test = test_obligation(
        &mut on("2026-12-31"),
        ObligationClass::MajorInterest,
        raised,
        1,
        0,
    );
    assert_eq!(test.unwrap_err().code, "out_of_range");
    let lowered = Some(AgencyDecision::Lowered {
        months: decimal("0.5"),
    });
    let test = test_obligation(
        &mut on("2026-12-31"),
        ObligationClass::MajorInterest,
        lowered,
        120_000,
        0,
    )
    .unwrap();
    assert_eq!(test.required_boxes, 5_000);
}

#[test]
fn before_the_decree_there_is_no_rule() {
    let test = test_obligation(&mut on("2021-08-31"), ObligationClass::Other, None, 1, 0);
    assert_eq!(test.unwrap_err().code, "no_parameter");
}

#[test]
fn a_sanction_is_capped_by_the_law_of_its_day() {
    assert_eq!(
        largest_sanction(&mut on("2024-12-31"), 10_000_000.into()).unwrap(),
        decimal("1000000")
    );
    assert_eq!(
        largest_sanction(&mut on("2026-12-31"), 6_000_000.into()).unwrap(),
        decimal("3000000")
    );
    assert_eq!(
        largest_sanction(&mut on("2026-12-31"), 60_000_000.into()).unwrap(),
        decimal("5000000")
    );
}
