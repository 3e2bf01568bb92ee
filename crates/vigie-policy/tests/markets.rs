//! A market by hand, and what holds for any.

use proptest::prelude::*;
use rust_decimal::Decimal;
use vigie_model::Cip13;
use vigie_policy::{
    AnatomicalGroup, Change, CompanyClass, Dimension, Edge, GenericRole, LeftOutReason as R,
    MarketOutcome, MarketPack, Parameters, Reading, Scenario, Unit, compare_market,
};

use crate::support::decimal;

pub fn pack(number: u64, price: &str, boxes: u64) -> MarketPack {
    MarketPack {
        code: code(number),
        holder: (number % 3) as usize,
        company_class: Some(CompanyClass::Small),
        manufacturer_price: Some(decimal(price)),
        reimbursed_rate: Some(decimal("0.65")),
        boxes_per_year: Some(boxes),
        generic_role: None,
        is_of_major_interest: true,
        is_on_critical_list: false,
        authorised_on: Some("1995-01-01".parse().unwrap()),
        european_share: Some(decimal("0.5")),
        anatomical_group: AnatomicalGroup::One('J'),
    }
}

/// A code with its check digit.
fn code(number: u64) -> Cip13 {
    let head = format!("34009{number:07}");
    let sum: u32 = head
        .bytes()
        .enumerate()
        .map(|(place, digit)| u32::from(digit - b'0') * if place % 2 == 0 { 1 } else { 3 })
        .sum();
    format!("{head}{}", (10 - sum % 10) % 10).parse().unwrap()
}

fn scenario(changes: &[(&str, Unit, &str)]) -> Parameters {
    let mut scenario = Scenario::new("essai", "", 2026).unwrap();
    for (key, unit, value) in changes {
        let change = Change {
            value: decimal(value),
            unit: *unit,
            reason: String::new(),
        };
        scenario.set(Parameters::shipped(), key, change).unwrap();
    }
    scenario.apply(Parameters::shipped())
}

pub fn compare(packs: &[MarketPack], changes: &[(&str, Unit, &str)]) -> MarketOutcome {
    let day = "2026-12-31".parse().unwrap();
    let parameters = scenario(changes);
    let (mut before, mut after) = (
        Reading::new(Parameters::shipped(), day),
        Reading::new(&parameters, day),
    );
    compare_market(packs, 3, &mut before, &mut after).unwrap()
}

const THRESHOLD: (&str, Unit, &str) = ("exemption.price_threshold", Unit::EurosPerBox, "5");

#[test]
fn a_threshold_exempts_what_costs_less_and_what_is_close_is_on_the_edge() {
    let packs = [
        pack(1, "4.99", 1000),
        pack(2, "5.00", 1000),
        pack(3, "9.00", 1000),
    ];
    let outcome = compare(&packs, &[THRESHOLD]);
    // 5.81 % of 4,990 is no longer paid; 14,000 are still taxed.
    assert_eq!(outcome.total.before.contributions, decimal("1103.319"));
    assert_eq!(outcome.total.after.contributions, decimal("813.4"));
    assert_eq!(outcome.total.after.exempt_packs, 1);
    let edges: Vec<Option<Edge>> = outcome.packs.iter().map(|one| one.edge).collect();
    assert_eq!(edges, [Some(Edge::Below), Some(Edge::Above)]);
    assert_eq!(
        outcome.revenue_neutral_factor.unwrap().round_dp(4),
        decimal("1.3564")
    );
    assert_eq!(
        (outcome.holders_that_gain, outcome.holders_that_lose),
        (1, 0)
    );
    assert_eq!(outcome.holders[0].gain, decimal("289.919"));
}

#[test]
fn what_is_recent_or_of_unknown_age_is_not_exempt_and_the_unknown_are_counted() {
    let recent = MarketPack {
        authorised_on: Some("2025-01-01".parse().unwrap()),
        ..pack(1, "2", 10)
    };
    let unknown = MarketPack {
        authorised_on: None,
        ..pack(2, "2", 10)
    };
    let generic = MarketPack {
        authorised_on: None,
        generic_role: Some(GenericRole::Generic),
        ..pack(3, "2", 10)
    };
    let outcome = compare(&[recent, unknown, generic], &[THRESHOLD]);
    assert_eq!(outcome.total.after.exempt_packs, 1);
    assert_eq!(outcome.unknown_maturity_below_threshold, 1);
}

#[test]
fn an_abatement_leaves_the_part_that_is_not_european() {
    let unknown = MarketPack {
        european_share: None,
        ..pack(2, "10", 100)
    };
    let outcome = compare(
        &[pack(1, "10", 100), unknown],
        &[("abatement.european_share.rate", Unit::Ratio, "0.3")],
    );
    // 58.10 twice; then once 85 % of it.
    assert_eq!(outcome.total.before.contributions, decimal("116.2"));
    assert_eq!(outcome.total.after.contributions, decimal("107.485"));
    assert_eq!(outcome.unknown_european_share, 1);
}

#[test]
fn a_rise_of_prices_costs_the_health_insurance_and_serves_the_holder() {
    let rise = [
        ("price_revision.rise.rate", Unit::Ratio, "0.1"),
        ("price_revision.price_below", Unit::EurosPerBox, "3"),
    ];
    let outcome = compare(&[pack(1, "2.00", 1000), pack(2, "8.00", 1000)], &rise);
    assert_eq!(outcome.packs.len(), 1);
    assert_eq!(outcome.packs[0].after.manufacturer_price, decimal("2.2"));
    assert!(outcome.total.after.public_spend > outcome.total.before.public_spend);
}

#[test]
fn what_cannot_be_counted_is_listed_with_its_reason() {
    let packs = [
        MarketPack {
            manufacturer_price: None,
            ..pack(1, "1", 1)
        },
        MarketPack {
            boxes_per_year: None,
            ..pack(2, "1", 1)
        },
        MarketPack {
            reimbursed_rate: None,
            ..pack(3, "1", 1)
        },
        MarketPack {
            holder: 3,
            ..pack(4, "1", 1)
        },
        MarketPack {
            reimbursed_rate: Some(decimal("65")),
            ..pack(5, "1", 1)
        },
        pack(6, "-1", 1),
        pack(7, "79228162514264337593543950335", u64::MAX),
        pack(8, "1000000000000", 1_000_000_000_000_000),
        pack(9, "1", 0),
    ];
    let outcome = compare(&packs, &[THRESHOLD]);
    let reasons: Vec<R> = outcome.left_out.iter().map(|one| one.reason).collect();
    assert_eq!(
        reasons,
        [
            R::NoPrice,
            R::NoVolume,
            R::NoReimbursedRate,
            R::BadHolder,
            R::BadRate,
            R::NegativePrice,
            R::TooLarge,
            R::TooLarge
        ]
    );
    assert_eq!(outcome.total.before.packs, 1);
    assert_eq!(outcome.revenue_neutral_factor, None);
}

#[test]
fn an_empty_market_is_told() {
    let day = "2026-12-31".parse().unwrap();
    let reading = || Reading::new(Parameters::shipped(), day);
    assert_eq!(
        compare_market(&[], 3, &mut reading(), &mut reading())
            .unwrap_err()
            .code,
        "empty_market"
    );
}

#[test]
fn the_law_against_itself_changes_nothing() {
    let packs: Vec<MarketPack> = (1..200)
        .map(|number| pack(number, "3.21", number))
        .collect();
    let outcome = compare(&packs, &[]);
    assert_eq!(outcome.total.before, outcome.total.after);
    assert!(outcome.packs.is_empty() && outcome.holders.is_empty());
}

proptest! {
    #[test]
    fn every_way_to_split_a_market_adds_up_to_the_whole(
        packs in proptest::collection::vec((1_u64..1000, 1_i64..100_000, 0_u64..100_000, 0_u8..4, 0_u8..3, proptest::option::of(0_i64..=100)), 1..40),
    ) {
        let packs: Vec<MarketPack> = packs.into_iter().map(|(number, cents, boxes, class, role, share)| MarketPack {
            company_class: [None, Some(CompanyClass::Small), Some(CompanyClass::Middle), Some(CompanyClass::Large)][class as usize],
            generic_role: [None, Some(GenericRole::Generic), Some(GenericRole::Reference)][role as usize],
            european_share: share.map(|share| Decimal::new(share, 2)),
            manufacturer_price: Some(Decimal::new(cents, 2)),
            ..pack(number, "1", boxes)
        }).collect();
        let outcome = compare(&packs, &[THRESHOLD, ("abatement.european_share.rate", Unit::Ratio, "0.3")]);
        let same_way = |one: &Dimension, other: &Dimension| std::mem::discriminant(one) == std::mem::discriminant(other);
        for first in &outcome.groups {
            let parts = outcome.groups.iter().filter(|group| same_way(&group.dimension, &first.dimension));
            let (packs, paid): (u64, Decimal) = parts.fold((0, Decimal::ZERO), |(packs, paid), group| (packs + group.sums.after.packs, paid + group.sums.after.contributions));
            prop_assert_eq!(packs, outcome.total.after.packs);
            prop_assert_eq!(paid, outcome.total.after.contributions);
        }
        prop_assert!(outcome.total.after.contributions <= outcome.total.before.contributions);
        let gains: Decimal = outcome.holders.iter().map(|one| one.gain).sum();
        prop_assert_eq!(gains, outcome.total.before.contributions - outcome.total.after.contributions);
    }
}
