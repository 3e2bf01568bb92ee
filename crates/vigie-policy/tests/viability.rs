//! Viability against worked examples.

use proptest::prelude::*;
use rstest::rstest;
use rust_decimal::Decimal;
use vigie_policy::{
    AssumedCosts, PackEconomics, Parameters, PriceRules, Reading, WithdrawalHazard,
    price_rise_budget, weigh_revision,
};

use crate::support::decimal;

fn pack() -> PackEconomics {
    PackEconomics {
        manufacturer_price: decimal("1.50"),
        rebate_rate: Decimal::ZERO,
        unit_cost: decimal("1.10"),
        fixed_cost_per_year: decimal("200000"),
        boxes_per_year: decimal("1000000"),
        tax_rate: decimal("0.0581"),
        holding_cost_rate: decimal("0.10"),
        stock_months: decimal("2"),
    }
}

fn reading() -> Reading<'static> {
    Reading::new(Parameters::shipped(), "2026-12-31".parse().unwrap())
}

// By hand: 1.50 - 1.10 - 0.20 - 0.08715 - 0.018333 = 0.094517.
#[rstest]
#[case("1.10", "0.0581", "2", "0.094517", "1.39965")]
#[case("1.10", "0.0581", "4", "0.076183", "1.41912")]
#[case("1.10", "0", "2", "0.181667", "1.31833")]
#[case("1.32", "0.0581", "2", "-0.129150", "1.63712")]
fn a_box_leaves_what_is_worked_by_hand(
    #[case] cost: &str,
    #[case] tax: &str,
    #[case] months: &str,
    #[case] margin: &str,
    #[case] break_even: &str,
) {
    let pack = PackEconomics {
        unit_cost: decimal(cost),
        tax_rate: decimal(tax),
        stock_months: decimal(months),
        ..pack()
    };
    let viability = pack.viability().unwrap();
    assert_eq!(viability.margin_per_box.round_dp(6), decimal(margin));
    assert_eq!(viability.break_even_price.round_dp(5), decimal(break_even));
}

#[test]
fn without_boxes_or_with_all_taken_there_is_no_answer() {
    let none = PackEconomics {
        boxes_per_year: Decimal::ZERO,
        ..pack()
    };
    assert_eq!(none.viability().unwrap_err().code, "out_of_range");
    let taken = PackEconomics {
        rebate_rate: decimal("0.95"),
        tax_rate: decimal("0.05"),
        ..pack()
    };
    assert_eq!(taken.viability().unwrap_err().code, "no_break_even");
}

#[test]
fn a_rise_of_ten_cents_on_a_million_boxes_costs_seventy_one_thousand_euros() {
    let cost = price_rise_budget(
        1_000_000.into(),
        decimal("0.1"),
        decimal("0.0693"),
        decimal("0.021"),
        decimal("0.65"),
    );
    assert_eq!(cost.unwrap(), decimal("70964.0945"));
}

#[test]
fn the_less_a_pack_leaves_the_likelier_its_withdrawal() {
    let hazard = WithdrawalHazard::read(&mut reading()).unwrap();
    let at = |margin: &str| hazard.yearly_rate(decimal(margin));
    assert!((at("0") - 0.05).abs() < 1e-12);
    assert!(at("-0.3") > at("0") && at("0") > at("0.3"));
}

#[test]
fn a_revision_weighs_its_cost_against_the_shortage_it_spares() {
    let loses = PackEconomics {
        unit_cost: decimal("1.32"),
        ..pack()
    };
    let rules = PriceRules::read(&mut reading()).unwrap();
    let hazard = WithdrawalHazard::read(&mut reading()).unwrap();
    let revision = weigh_revision(
        &loses,
        decimal("1.70"),
        &rules,
        decimal("0.65"),
        &hazard,
        20.into(),
    )
    .unwrap();
    assert!(revision.withdrawal_after < revision.withdrawal_before);
    assert!(revision.public_cost > Decimal::ZERO);
    assert_eq!(
        revision.net_benefit,
        revision.shortage_cost_before - revision.shortage_cost_after - revision.public_cost
    );
}

#[test]
fn what_is_not_public_is_an_assumption_with_a_range() {
    let mut reading = reading();
    let costs = AssumedCosts::read(&mut reading).unwrap();
    let margin = |rates: vigie_policy::CostRates| {
        let pack = rates
            .economics(
                10.into(),
                10.into(),
                1000.into(),
                decimal("0.0581"),
                2.into(),
            )
            .unwrap();
        pack.viability().unwrap().margin_per_box
    };
    assert!(
        margin(costs.worst) < margin(costs.middle) && margin(costs.middle) < margin(costs.best)
    );
    assert_eq!(reading.evidence().warnings.len(), 12);
}

proptest! {
    #[test]
    fn at_the_break_even_price_nothing_is_left(price in 1_i64..100_000, cost in 0_i64..100_000, boxes in 1_i64..1_000_000, months in 0_i64..12) {
        let pack = PackEconomics {
            manufacturer_price: Decimal::new(price, 2),
            unit_cost: Decimal::new(cost, 2),
            boxes_per_year: boxes.into(),
            stock_months: months.into(),
            ..pack()
        };
        let price = pack.viability().unwrap().break_even_price;
        let at_price = PackEconomics { manufacturer_price: price, ..pack };
        prop_assert_eq!(at_price.viability().unwrap().margin_per_box.round_dp(12), Decimal::ZERO);
    }
}
