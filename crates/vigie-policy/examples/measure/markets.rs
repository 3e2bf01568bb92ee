//! Prices and taxes over all packs.

use rust_decimal::Decimal;
use serde_json::json;
use vigie_policy::{
    AnatomicalGroup, Change, CompanyClass, Financing, GenericRole, MarketPack, Parameters, Reading,
    ReliefGrid, Scenario, Unit, compare_market, protect_most,
};

use crate::{Bench, draws::Draws};

const HOLDERS: u64 = 700;

pub fn measure(bench: &mut Bench) {
    let packs = packs();
    let mut scenario = Scenario::new("measure", "", 2026).unwrap();
    for (key, unit, value) in [
        ("exemption.price_threshold", Unit::EurosPerBox, "5"),
        ("abatement.european_share.rate", Unit::Ratio, "0.3"),
    ] {
        let change = Change {
            value: value.parse().unwrap(),
            unit,
            reason: String::new(),
        };
        scenario.set(Parameters::shipped(), key, change).unwrap();
    }
    let changed = scenario.apply(Parameters::shipped());
    let compare = || {
        let mut before = Reading::new(Parameters::shipped(), scenario.day());
        let mut after = Reading::new(&changed, scenario.day());
        compare_market(&packs, HOLDERS as usize, &mut before, &mut after).unwrap()
    };
    let name = "scenario of prices and taxes, 15,000 packs";
    bench.measure(
        "market",
        name,
        Some(50.0),
        compare,
        |outcome| json!({ "concerned": outcome.packs.len(), "left_out": outcome.left_out.len() }),
    );
    relief(bench, &packs);
}

/// Each threshold up to 30 € by steps of ten cents, each abatement up to 100 % by steps of 2.5 %.
fn relief(bench: &mut Bench, packs: &[MarketPack]) {
    let grid = ReliefGrid {
        thresholds: (0..300).map(|tenths| Decimal::new(tenths, 1)).collect(),
        abatement_rates: (0..=40).map(|step| Decimal::new(25 * step, 3)).collect(),
    };
    let financing = Financing::RatesOnTheRest(Decimal::new(11, 1));
    let day = "2026-12-31".parse().unwrap();
    let protect = || {
        let mut reading = Reading::new(Parameters::shipped(), day);
        protect_most(packs, &grid, financing, &mut reading).unwrap()
    };
    let name = "relief that protects most, 300 thresholds x 41 abatements, 15,000 packs";
    bench.measure(
        "relief",
        name,
        Some(50.0),
        protect,
        |optimum| json!({ "best": optimum.best, "frontier": optimum.frontier.len() }),
    );
}

fn packs() -> Vec<MarketPack> {
    let mut draws = Draws(1);
    let pack = |number: u64| MarketPack {
        code: code(number),
        holder: draws.below(HOLDERS) as usize,
        company_class: [None, Some(CompanyClass::Small), Some(CompanyClass::Large)]
            [draws.below(3) as usize],
        manufacturer_price: (draws.below(10) > 0)
            .then(|| Decimal::new(50 + draws.below(5_000) as i64, 2)),
        reimbursed_rate: Some(Decimal::new(65, 2)),
        boxes_per_year: Some(draws.below(2_000_000)),
        generic_role: (draws.below(2) == 0).then_some(GenericRole::Generic),
        is_of_major_interest: draws.below(2) == 0,
        is_on_critical_list: draws.below(5) == 0,
        authorised_on: Some("1999-05-05".parse().unwrap()),
        european_share: (draws.below(3) > 0).then(|| Decimal::new(draws.below(101) as i64, 2)),
        anatomical_group: AnatomicalGroup::One('N'),
    };
    (0..15_000).map(pack).collect()
}

fn code(number: u64) -> vigie_model::Cip13 {
    let head = format!("34009{number:07}");
    let weighted = head.bytes().zip([1_u32, 3].into_iter().cycle());
    let sum: u32 = weighted
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    format!("{head}{}", (10 - sum % 10) % 10).parse().unwrap()
}
