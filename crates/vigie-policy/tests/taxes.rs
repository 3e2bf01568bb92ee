//! Taxes against worked examples.

use proptest::prelude::*;
use rstest::rstest;
use rust_decimal::Decimal;
use vigie_policy::{
    CompanyBase, Parameters, PricedVolume, Reading, RebateKind, SafeguardRules, SplitShares,
    TurnoverRates, WholesaleContributionRates, exemption_cost, rebate_cap, split_contribution,
    stacked_contribution,
};

use crate::support::decimal;

fn on(day: &str) -> Reading<'static> {
    Reading::new(Parameters::shipped(), day.parse().unwrap())
}

// By hand, threshold 26.4 billion: 0.132 at 50 %, 0.132 at 60 %, 0.336 at 70 %; then 0.132 at 50 % and 0.068 at 60 %.
#[rstest]
#[case("2024-12-31", "27000000000", "380400000")]
#[case("2024-12-31", "26600000000", "106800000")]
#[case("2024-12-31", "26400000000", "0")]
// From 2026: 90 % of what exceeds 22.1 billion.
#[case("2026-12-31", "24000000000", "1710000000")]
#[case("2026-12-31", "21900000000", "0")]
fn the_safeguard_contribution_is_that_of_its_year(
    #[case] day: &str,
    #[case] amount: &str,
    #[case] due: &str,
) {
    let rules = SafeguardRules::read(&mut on(day)).unwrap();
    assert_eq!(rules.contribution(decimal(amount)).unwrap(), decimal(due));
}

fn company(
    name: &str,
    reimbursed: i64,
    before: i64,
    turnover: i64,
    coefficient: i64,
) -> CompanyBase {
    CompanyBase {
        name: name.to_owned(),
        reimbursed: reimbursed.into(),
        reimbursed_before: before.into(),
        net_turnover: turnover.into(),
        location_coefficient: Some(coefficient.into()),
    }
}

fn four_companies() -> Vec<CompanyBase> {
    vec![
        company("innovative, elsewhere", 1000, 900, 1100, 4),
        company("middle, half in Europe", 500, 500, 520, 2),
        company("small, mature, in Europe", 100, 105, 100, 0),
        company("small, mature, elsewhere", 20, 20, 20, 4),
    ]
}

fn shares(amount: &str, growth: &str, location: &str) -> SplitShares {
    SplitShares {
        amount: decimal(amount),
        growth: decimal(growth),
        location: decimal(location),
    }
}

// Worked by hand: 68.86, 19.43, 3.09, and 8.62 that the cap of 10 % of a turnover of 20 brings down to 2.
#[test]
fn by_place_of_production_a_small_company_pays_as_much_as_a_giant_and_only_the_cap_saves_it() {
    let split = split_contribution(
        100.into(),
        &four_companies(),
        &shares("0.5", "0.3", "0.2"),
        decimal("0.1"),
    )
    .unwrap();
    let uncapped: Vec<Decimal> = split
        .companies
        .iter()
        .map(|one| one.uncapped.round_dp(2))
        .collect();
    assert_eq!(uncapped, ["68.86", "19.43", "3.09", "8.62"].map(decimal));
    assert_eq!(
        split.companies[3].by_location,
        split.companies[0].by_location
    );
    assert_eq!(split.companies[3].capped, decimal("2"));
    assert_eq!(split.spared_by_caps.round_dp(2), decimal("6.62"));
    assert_eq!(split.sum_redistributed.round_dp(9), decimal("100"));
}

#[test]
fn a_part_that_nobody_can_bear_is_told_and_not_split() {
    let flat = [
        company("a", 100, 100, 1000, 0),
        company("b", 50, 60, 1000, 0),
    ];
    let split =
        split_contribution(100.into(), &flat, &shares("0.7", "0.3", "0"), Decimal::ONE).unwrap();
    assert_eq!(split.not_assigned, decimal("30"));
    assert_eq!(split.warnings[0].code, "part_not_assigned");
    assert_eq!(split.sum_capped.round_dp(9), decimal("70"));
}

#[test]
fn a_split_by_place_needs_the_place_of_all() {
    let mut companies = four_companies();
    companies[1].location_coefficient = None;
    let by_place = split_contribution(
        100.into(),
        &companies,
        &shares("0.5", "0.3", "0.2"),
        decimal("0.1"),
    );
    assert_eq!(by_place.unwrap_err().code, "unknown_location");
    assert!(
        split_contribution(
            100.into(),
            &companies,
            &shares("0.7", "0.3", "0"),
            decimal("0.1")
        )
        .is_ok()
    );
}

#[test]
fn parts_that_are_not_the_whole_are_refused() {
    let split = split_contribution(
        100.into(),
        &four_companies(),
        &shares("0.7", "0.2", "0"),
        decimal("0.1"),
    );
    assert_eq!(split.unwrap_err().code, "shares_not_one");
}

#[rstest]
#[case("0", "4")]
#[case("0.20", "4")]
#[case("0.21", "3")]
#[case("0.80", "1")]
#[case("0.81", "0")]
#[case("1", "0")]
fn the_coefficient_falls_with_the_european_share(#[case] share: &str, #[case] coefficient: &str) {
    let rules = SafeguardRules::read(&mut on("2026-12-31")).unwrap();
    assert_eq!(
        rules.location_coefficient(decimal(share)).unwrap(),
        Some(decimal(coefficient))
    );
}

// 5.81 % of 100 M€; an abatement of 30 % on a European share of 80 %; 60 % exempt; both.
#[rstest]
#[case("0", "0", "0", "5.81")]
#[case("0.8", "0.3", "0", "4.4156")]
#[case("0", "0", "0.6", "2.324")]
#[case("0.8", "0.3", "0.6", "1.76624")]
fn contributions_on_turnover_stack(
    #[case] european: &str,
    #[case] abatement: &str,
    #[case] exempt: &str,
    #[case] due: &str,
) {
    let rates = TurnoverRates::read(&mut on("2026-12-31")).unwrap();
    let due_there = stacked_contribution(
        &rates,
        100.into(),
        decimal(european),
        decimal(abatement),
        decimal(exempt),
    );
    assert_eq!(due_there.unwrap().contribution, decimal(due));
}

fn toy_market() -> Vec<PricedVolume> {
    [("1.5", 40), ("3", 60), ("8", 50), ("25", 10), ("300", 1)]
        .map(|(price, millions)| PricedVolume {
            price: decimal(price),
            boxes: (millions * 1_000_000).into(),
        })
        .to_vec()
}

#[test]
fn below_five_euros_are_many_boxes_and_little_money() {
    let cost = exemption_cost(&toy_market(), 5.into(), decimal("0.0581")).unwrap();
    assert_eq!(cost.volume_share.unwrap().round_dp(2), decimal("0.62"));
    assert_eq!(cost.value_share.unwrap().round_dp(2), decimal("0.20"));
    assert_eq!(cost.lost_revenue, decimal("13944000"));
    assert_eq!(
        cost.revenue_neutral_rate_on_rest.unwrap().round_dp(4),
        decimal("0.0728")
    );
}

#[test]
fn a_threshold_above_all_prices_leaves_nothing_to_tax() {
    let cost = exemption_cost(&toy_market(), 1000.into(), decimal("0.0581")).unwrap();
    assert_eq!(cost.exempt_products, 5);
    assert_eq!(cost.revenue_neutral_rate_on_rest, None);
    assert_eq!(
        exemption_cost(&[], 5.into(), decimal("0.05"))
            .unwrap_err()
            .code,
        "empty_market"
    );
}

#[test]
fn wholesalers_pay_on_sales_on_growth_and_on_what_they_give_back() {
    let rates = WholesaleContributionRates::read(&mut on("2026-12-31")).unwrap();
    // 1.5 % of 1,000, 2.25 % of 100, 20 % of 10.
    assert_eq!(
        rates
            .contribution(1000.into(), 900.into(), 10.into())
            .unwrap(),
        decimal("19.25")
    );
    assert_eq!(
        rates
            .contribution(1000.into(), 1100.into(), 0.into())
            .unwrap(),
        decimal("15")
    );
    assert_eq!(
        rates.counted_price(1000.into(), decimal("32.50")).unwrap(),
        decimal("182.50")
    );
}

#[test]
fn rebates_on_generics_may_be_larger() {
    let cap = |kind| rebate_cap(&mut on("2026-12-31"), kind, 10.into()).unwrap();
    assert_eq!(cap(RebateKind::Generic), decimal("4"));
    assert_eq!(cap(RebateKind::Other), decimal("0.25"));
}

proptest! {
    #[test]
    fn caps_and_parts_conserve_the_total(
        bases in proptest::collection::vec((1_i64..100_000, 0_i64..100_000, 0_i64..100_000, 0_i64..5), 1..12),
        total in 0_i64..10_000,
    ) {
        let companies: Vec<CompanyBase> = bases.iter().map(|(now, before, turnover, coefficient)| company("x", *now, *before, *turnover, *coefficient)).collect();
        let split = split_contribution(total.into(), &companies, &shares("0.5", "0.3", "0.2"), decimal("0.1")).unwrap();
        let told = split.sum_capped + split.spared_by_caps + split.not_assigned;
        prop_assert_eq!(told.round_dp(6), Decimal::from(total));
        for one in &split.companies {
            prop_assert!(one.capped <= one.redistributed && one.redistributed <= one.cap.max(one.capped));
        }
        prop_assert!(split.sum_redistributed.round_dp(6) <= Decimal::from(total));
    }

    #[test]
    fn a_higher_threshold_never_exempts_less(prices in proptest::collection::vec((1_i64..10_000, 0_i64..1_000), 1..30), low in 0_i64..5_000, more in 0_i64..5_000) {
        let products: Vec<PricedVolume> = prices.iter().map(|(price, boxes)| PricedVolume { price: Decimal::new(*price, 2), boxes: (*boxes).into() }).collect();
        let cost = |cents: i64| exemption_cost(&products, Decimal::new(cents, 2), decimal("0.05")).unwrap().lost_revenue;
        prop_assert!(cost(low) <= cost(low + more));
    }
}
