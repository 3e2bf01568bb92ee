//! Relief that protects the most: four packs by hand, and what holds for any market.

use proptest::prelude::*;
use rust_decimal::Decimal;
use vigie_policy::{
    Financing, GenericRole, MarketPack, Parameters, Reading, ReliefGrid, ReliefOptimum,
    ReliefPoint, Unit, protect_most,
};

use crate::{
    markets::{compare, pack},
    support::decimal,
};

fn decimals(texts: &[&str]) -> Vec<Decimal> {
    texts.iter().map(|text| decimal(text)).collect()
}

/// All contributions together are 5.81 % of the turnover; the law exempts nothing.
fn protect(packs: &[MarketPack], grid: &ReliefGrid, financing: Financing) -> ReliefOptimum {
    let day = "2026-12-31".parse().unwrap();
    let mut reading = Reading::new(Parameters::shipped(), day);
    protect_most(packs, grid, financing, &mut reading).unwrap()
}

/// They pay 116.20, 116.20, 581.00 and 17.43; the fourth is not mature.
fn four_packs() -> [MarketPack; 4] {
    let european = |pack: MarketPack, share: &str| MarketPack {
        european_share: Some(decimal(share)),
        ..pack
    };
    let recent = MarketPack {
        authorised_on: Some("2025-01-01".parse().unwrap()),
        ..pack(4, "3", 100)
    };
    [
        european(pack(1, "2", 1000), "0.5"),
        european(pack(2, "4", 500), "1"),
        european(pack(3, "10", 1000), "0"),
        european(recent, "1"),
    ]
}

fn small_grid() -> ReliefGrid {
    ReliefGrid {
        thresholds: decimals(&["0", "3", "5"]),
        abatement_rates: decimals(&["0", "0.3"]),
    }
}

fn shown(point: &ReliefPoint) -> [Decimal; 4] {
    [
        point.threshold,
        point.abatement_rate,
        point.cost,
        point.protected_boxes,
    ]
}

#[test]
fn each_cost_protects_what_it_can() {
    let optimum = protect(
        &four_packs(),
        &small_grid(),
        Financing::Budget(decimal("160")),
    );
    let frontier: Vec<[Decimal; 4]> = optimum.frontier.iter().map(shown).collect();
    // 5 with 0.3 costs 237.629 and protects no more mature boxes than 5 alone.
    let expected = [
        ["0", "0", "0", "0"],
        ["0", "0.3", "57.519", "300"],
        ["3", "0", "116.2", "1000"],
        ["3", "0.3", "156.289", "1150"],
        ["5", "0", "232.4", "1500"],
    ];
    assert_eq!(frontier, expected.map(|row| row.map(decimal)));
    assert_eq!(
        shown(&optimum.best),
        ["3", "0.3", "156.289", "1150"].map(decimal)
    );
    assert_eq!(optimum.contributions, decimal("830.83"));
    assert_eq!(optimum.mature_boxes, 2500);
}

#[test]
fn those_who_still_pay_can_pay_for_the_others_up_to_a_bound() {
    let with_bound = |bound| {
        let financing = Financing::RatesOnTheRest(decimal(bound));
        protect(&four_packs(), &small_grid(), financing)
    };
    let optimum = with_bound("1.25");
    assert_eq!(
        shown(&optimum.best),
        ["3", "0.3", "156.289", "1150"].map(decimal)
    );
    // 830.83 / 674.541; the third pack pays 23 % more, the second 14 % less in spite of it.
    assert_eq!(
        optimum.best.neutral_factor.unwrap().round_dp(4),
        decimal("1.2317")
    );
    assert_eq!(optimum.burdened_boxes, 1000);
    assert_eq!(with_bound("1.4").best.threshold, decimal("5"));
    assert_eq!(with_bound("1").best.cost, Decimal::ZERO);
}

#[test]
fn what_is_tried_is_not_among_the_rows_used_and_the_rest_is() {
    let optimum = protect(
        &four_packs(),
        &small_grid(),
        Financing::Budget(Decimal::ZERO),
    );
    let keys: Vec<&str> = optimum
        .evidence
        .rows
        .iter()
        .map(|row| row.key.as_str())
        .collect();
    assert!(keys.contains(&"turnover_contribution.base.rate"));
    assert!(keys.contains(&"mature.authorisation_age"));
    assert!(!keys.contains(&"exemption.price_threshold"));
}

#[test]
fn a_pack_that_cannot_be_counted_is_told_and_one_that_pays_nothing_is_not_protected() {
    let unknown = MarketPack {
        manufacturer_price: None,
        ..pack(1, "2", 1000)
    };
    let pays_nothing = MarketPack {
        reimbursed_rate: Some(Decimal::ZERO),
        generic_role: Some(GenericRole::Generic),
        ..pack(2, "2", 1000)
    };
    let optimum = protect(
        &[unknown, pays_nothing],
        &small_grid(),
        Financing::Budget(decimal("1")),
    );
    assert_eq!(optimum.left_out.len(), 1);
    assert_eq!((optimum.mature_boxes, optimum.best.exempt_packs), (0, 0));
    assert_eq!(optimum.best.neutral_factor, None);
}

#[test]
fn what_cannot_be_asked_is_told() {
    let code = |packs: &[MarketPack], grid: &ReliefGrid, financing| {
        let day = "2026-12-31".parse().unwrap();
        let mut reading = Reading::new(Parameters::shipped(), day);
        protect_most(packs, grid, financing, &mut reading)
            .unwrap_err()
            .code
    };
    let budget = Financing::Budget(Decimal::ONE);
    let packs = four_packs();
    assert_eq!(code(&[], &small_grid(), budget), "empty_market");
    for grid in [
        ReliefGrid {
            thresholds: decimals(&["-1"]),
            ..small_grid()
        },
        ReliefGrid {
            abatement_rates: decimals(&["30"]),
            ..small_grid()
        },
    ] {
        assert_eq!(code(&packs, &grid, budget), "out_of_range");
    }
    let large = ReliefGrid {
        thresholds: vec![Decimal::ONE; 2000],
        abatement_rates: vec![Decimal::ONE; 2000],
    };
    assert_eq!(code(&packs, &large, budget), "too_many_points");
    for financing in [
        Financing::Budget(decimal("-1")),
        Financing::RatesOnTheRest(decimal("0.9")),
    ] {
        assert_eq!(code(&packs, &small_grid(), financing), "out_of_range");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_frontier_rises_and_each_of_its_points_is_what_its_scenario_says(
        rows in proptest::collection::vec((1_i64..2000, 0_u64..100_000, 0_u8..3, proptest::option::of(0_i64..=100), any::<bool>()), 1..30),
        thresholds in proptest::collection::vec(0_i64..2500, 1..6),
        rates in proptest::collection::vec(0_i64..=100, 1..4),
    ) {
        let packs: Vec<MarketPack> = rows.into_iter().zip(1_u64..).map(|((cents, boxes, role, share, is_recent), number)| MarketPack {
            generic_role: [None, Some(GenericRole::Generic), Some(GenericRole::Reference)][role as usize],
            european_share: share.map(|share| Decimal::new(share, 2)),
            manufacturer_price: Some(Decimal::new(cents, 2)),
            authorised_on: Some(if is_recent { "2025-01-01" } else { "1995-01-01" }.parse().unwrap()),
            ..pack(number, "1", boxes)
        }).collect();
        let hundredths = |values: Vec<i64>| values.into_iter().map(|value| Decimal::new(value, 2)).collect();
        let grid = ReliefGrid { thresholds: hundredths(thresholds), abatement_rates: hundredths(rates) };
        let optimum = protect(&packs, &grid, Financing::Budget(Decimal::MAX));
        for pair in optimum.frontier.windows(2) {
            prop_assert!(pair[0].cost < pair[1].cost && pair[0].protected_boxes < pair[1].protected_boxes);
        }
        prop_assert_eq!(optimum.frontier.last(), Some(&optimum.best));
        for point in &optimum.frontier {
            let outcome = compare(&packs, &[
                ("exemption.price_threshold", Unit::EurosPerBox, &point.threshold.to_string()),
                ("abatement.european_share.rate", Unit::Ratio, &point.abatement_rate.to_string()),
            ]);
            let cost = outcome.total.before.contributions - outcome.total.after.contributions;
            let rounding = Decimal::new(packs.len() as i64, 6);
            prop_assert!((cost - point.cost).abs() <= rounding, "{cost} is not {}", point.cost);
            if point.abatement_rate.is_zero() {
                prop_assert_eq!(Decimal::from(outcome.total.after.exempt_boxes), point.protected_boxes);
            }
        }
    }
}
