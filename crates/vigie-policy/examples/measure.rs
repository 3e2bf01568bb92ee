//! Prints how long the large computations take: `cargo run --release -p vigie-policy --example measure`.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program to measure with"
)]

use std::time::Instant;

use rust_decimal::Decimal;
use vigie_policy::{
    AllocationProblem, AnatomicalGroup, Change, CompanyClass, GenericRole, LevelProblem,
    LevelledMedicine, MarketPack, Parameters, Reading, RedistributionSite, Scenario, Stage,
    StockResource, StockedMedicine, Unit, compare_market, place_safety_stock, redistribute,
};

/// A small generator of numbers, always the same.
struct Draws(u64);

impl Draws {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn part(&mut self) -> f64 {
        self.below(1_000_000) as f64 / 1e6
    }
}

fn main() {
    market();
    frontier();
    levels();
    chain("a line", 1, 400);
    chain("deep tree", 3, 4);
    chain("wide tree", 40, 4);
    chain("wide tree, patient customers", 40, 40);
    moves();
}

fn measured<T>(what: &str, run: impl Fn() -> T) -> T {
    let mut best = f64::INFINITY;
    let mut answer = None;
    for _ in 0..3 {
        let start = Instant::now();
        answer = Some(run());
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!("{what}: {:.1} ms", 1e3 * best);
    answer.unwrap()
}

fn market() {
    let mut draws = Draws(1);
    let packs: Vec<MarketPack> = (0..15_000_u64)
        .map(|number| MarketPack {
            code: code(number),
            holder: draws.below(700) as usize,
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
        })
        .collect();
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
    let outcome = measured("scenario on 15,000 packs", || {
        let mut before = Reading::new(Parameters::shipped(), scenario.day());
        let mut after = Reading::new(&changed, scenario.day());
        compare_market(&packs, 700, &mut before, &mut after).unwrap()
    });
    println!(
        "  {} packs concerned, {} left out",
        outcome.packs.len(),
        outcome.left_out.len()
    );
}

fn code(number: u64) -> vigie_model::Cip13 {
    let head = format!("34009{number:07}");
    let weighted = head.bytes().zip([1_u32, 3].into_iter().cycle());
    let sum: u32 = weighted
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    format!("{head}{}", (10 - sum % 10) % 10).parse().unwrap()
}

fn frontier() {
    let mut draws = Draws(2);
    let medicines: Vec<StockedMedicine> = (0..10_000)
        .map(|number| StockedMedicine {
            name: number.to_string(),
            demand_per_month: (9.0 * draws.part()).exp(),
            weight: 1.0 + 9.0 * draws.part(),
            failures_per_year: 0.2 * draws.part(),
            mean_duration_months: 0.5 + 9.0 * draws.part(),
            cost_per_box: (6.0 * draws.part()).exp(),
            floor_months: draws.below(2) as f64,
            cap_months: Some(6.0 + draws.below(18) as f64),
        })
        .collect();
    let least = AllocationProblem::new(&medicines).unwrap().cost_range().0;
    let budgets: Vec<f64> = (1..=50)
        .map(|step| least * (1.0 + 0.1 * f64::from(step)))
        .collect();
    measured("frontier of 50 budgets, 10,000 medicines", || {
        let problem = AllocationProblem::new(&medicines).unwrap();
        problem.frontier(&budgets).unwrap()
    });
}

/// 10,000 medicines, 0 to 12 months of each, a budget, a volume and places in the cold chain that a tenth needs.
fn levels() {
    let mut draws = Draws(5);
    let months: Vec<f64> = (0..=12).map(f64::from).collect();
    let (mut medicines, mut limits) = (Vec::new(), [0.0; 3]);
    for number in 0..10_000 {
        let medicine = StockedMedicine {
            name: number.to_string(),
            demand_per_month: (9.0 * draws.part()).exp(),
            weight: 1.0 + 9.0 * draws.part(),
            failures_per_year: 0.2 * draws.part(),
            mean_duration_months: 0.5 + 9.0 * draws.part(),
            cost_per_box: (6.0 * draws.part()).exp(),
            floor_months: draws.below(2) as f64,
            cap_months: Some(6.0 + draws.below(18) as f64),
        };
        let volume = 1e-4 * (3.0 * draws.part()).exp();
        let cold = if draws.below(10) == 0 {
            volume / 0.5
        } else {
            0.0
        };
        let per_box = [medicine.cost_per_box, volume, cold, 0.0];
        for (limit, used) in limits.iter_mut().zip(per_box) {
            *limit += 2.0 * used * medicine.demand_per_month;
        }
        medicines.push(LevelledMedicine::of(&medicine, &months, per_box).unwrap());
    }
    let names = ["€", "m³", "cold-chain places"];
    let resources: Vec<StockResource> = names
        .into_iter()
        .zip(limits)
        .map(|(name, limit)| StockResource {
            name: name.to_owned(),
            limit,
        })
        .collect();
    let plan = measured("10,000 medicines x 13 levels x 3 resources", || {
        LevelProblem::new(&medicines, &resources)
            .unwrap()
            .solve()
            .unwrap()
    });
    println!(
        "  loss {:.6}, gap {:.2e}, uses {:?}, limits {limits:?}, prices {:?}",
        plan.loss, plan.gap, plan.uses, plan.prices
    );
}

/// Each stage hangs from one of the last `width` before it; each tenth has customers from outside.
fn chain(name: &str, width: u64, patience: u64) {
    let mut draws = Draws(3);
    let mut stages: Vec<Stage> = Vec::new();
    for number in 0..2_000_u64 {
        let supplier = number.checked_sub(1 + draws.below(width.min(number.max(1))));
        let supplier = supplier.filter(|_| number > 0);
        stages.push(Stage {
            number: number as i64,
            suppliers: supplier
                .map(|supplier| supplier as i64)
                .into_iter()
                .collect(),
            processing_periods: draws.below(6) as u32,
            inbound_service: None,
            outbound_service: (number % 10 == 9).then(|| draws.below(patience) as u32),
            holding_cost: 0.1 + draws.part() + number as f64 / 500.0,
            safety_factor: Some(1.645),
            demand_deviation: (number % 10 == 9).then(|| 1.0 + 20.0 * draws.part()),
            demand_mean: None,
        });
    }
    let plan = measured(&format!("guaranteed service, 2,000 stages, {name}"), || {
        place_safety_stock(&stages).unwrap()
    });
    let longest = plan
        .stages
        .iter()
        .map(|stage| stage.net_periods + stage.service.outbound)
        .max();
    println!("  cost {:.3}, longest time {longest:?}", plan.cost);
}

/// 2,800 hospitals and 200 depots in 101 departments, 400 medicines.
fn moves() {
    let mut draws = Draws(4);
    let places: Vec<(f64, f64)> = (0..101)
        .map(|_| (1000.0 * draws.part(), 1000.0 * draws.part()))
        .collect();
    let distance =
        |left: &(f64, f64), right: &(f64, f64)| (left.0 - right.0).hypot(left.1 - right.1).round();
    let costs: Vec<Vec<Option<f64>>> = places
        .iter()
        .map(|from| {
            places
                .iter()
                .map(|to| Some(1.0 + distance(from, to)))
                .collect()
        })
        .collect();
    let medicines: Vec<Vec<RedistributionSite>> = (0..400)
        .map(|_| {
            (0..3_000_u64)
                .map(|number| RedistributionSite {
                    place: draws.below(101) as usize,
                    stock: draws.below(if number < 200 { 400 } else { 30 }),
                    protected: draws.below(10),
                    wanted: 5 + draws.below(25),
                    penalty: [300.0, 600.0, 5_000.0][draws.below(3) as usize],
                })
                .collect()
        })
        .collect();
    let plans = measured("redistribution, 3,000 sites, 400 medicines", || {
        let plans = medicines
            .iter()
            .map(|sites| redistribute(sites, &costs).unwrap());
        plans.collect::<Vec<_>>()
    });
    let proven = plans.iter().filter(|plan| plan.is_proven_least).count();
    println!(
        "  {proven} of 400 proven to cost least, {} moves",
        plans.iter().map(|plan| plan.moves.len()).sum::<usize>()
    );
}
