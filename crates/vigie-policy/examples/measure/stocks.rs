//! Stocks of a country: one budget, and several limits.

use std::fmt::Write;

use serde_json::json;
use vigie_policy::{
    AllocationProblem, LevelProblem, LevelledMedicine, StockResource, StockedMedicine,
};

use crate::{Bench, draws::Draws};

pub fn measure(bench: &mut Bench) {
    frontier(bench, "frontier", bench.size(10_000, 2_000), 50);
    frontier(bench, "frontier_small", bench.size(200, 50), 3);
    levels(bench);
}

fn medicine(number: usize, draws: &mut Draws) -> StockedMedicine {
    StockedMedicine {
        name: number.to_string(),
        demand_per_month: (9.0 * draws.part()).exp(),
        weight: 1.0 + 9.0 * draws.part(),
        failures_per_year: 0.2 * draws.part(),
        mean_duration_months: 0.5 + 9.0 * draws.part(),
        cost_per_box: (6.0 * draws.part()).exp(),
        floor_months: draws.below(2) as f64,
        cap_months: Some(6.0 + draws.below(18) as f64),
    }
}

fn frontier(bench: &mut Bench, key: &str, size: usize, budgets: u32) {
    let mut draws = Draws(2);
    let medicines: Vec<StockedMedicine> = (0..size)
        .map(|number| medicine(number, &mut draws))
        .collect();
    let least = AllocationProblem::new(&medicines).unwrap().cost_range().0;
    let budgets: Vec<f64> = (1..=budgets)
        .map(|step| least * (1.0 + 0.1 * f64::from(step)))
        .collect();
    bench.instance(&format!("{key}.csv"), || {
        let mut text = "demand,weight,failures,duration,cost,floor,cap\n".to_owned();
        for one in &medicines {
            let cap = one.cap_months.unwrap();
            writeln!(
                text,
                "{},{},{},{},{},{},{cap}",
                one.demand_per_month,
                one.weight,
                one.failures_per_year,
                one.mean_duration_months,
                one.cost_per_box,
                one.floor_months
            )
            .unwrap();
        }
        text
    });
    bench.instance(&format!("{key}.json"), || json!(budgets).to_string());
    let name = format!("frontier of {} budgets, {size} medicines", budgets.len());
    let points = || {
        let problem = AllocationProblem::new(&medicines).unwrap();
        problem.frontier(&budgets).unwrap()
    };
    let target = (key == "frontier").then_some(1_000.0);
    bench.measure(key, &name, target, points, |points| {
        let losses: Vec<f64> = points.iter().map(|point| point.loss).collect();
        json!({ "objectives": losses })
    });
}

/// 0 to 12 months of each medicine; a budget, a volume, and places in the cold chain that a tenth needs: what two
/// months of all would take.
fn levels(bench: &mut Bench) {
    let size = bench.size(10_000, 1_000);
    let mut draws = Draws(5);
    let months: Vec<f64> = (0..=12).map(f64::from).collect();
    let (mut medicines, mut limits) = (Vec::new(), [0.0; 3]);
    for number in 0..size {
        let medicine = medicine(number, &mut draws);
        let volume = 1e-4 * (3.0 * draws.part()).exp();
        let needs_cold = draws.below(10) == 0;
        let places = if needs_cold { volume / 0.5 } else { 0.0 };
        let per_box = [medicine.cost_per_box, volume, places, 0.0];
        for (limit, used) in limits.iter_mut().zip(per_box) {
            *limit += 2.0 * used * medicine.demand_per_month;
        }
        medicines.push(LevelledMedicine::of(&medicine, &months, per_box).unwrap());
    }
    bench.instance("levels.csv", || rows_of(&medicines));
    bench.instance("levels.json", || json!(limits).to_string());
    let names = ["€", "m³", "cold-chain places"];
    let resources: Vec<StockResource> = names
        .into_iter()
        .zip(limits)
        .map(|(name, limit)| StockResource {
            name: name.to_owned(),
            limit,
        })
        .collect();
    let name = format!("{size} medicines x 13 levels x 3 resources, proven gap");
    let solve = || {
        let problem = LevelProblem::new(&medicines, &resources).unwrap();
        problem.solve().unwrap()
    };
    bench.measure("levels", &name, Some(10_000.0), solve, |plan| {
        json!({ "objectives": [plan.loss], "bound": plan.bound, "gap": plan.gap, "uses": plan.uses, "prices": plan.prices })
    });
}

/// The levels that floors and caps leave.
fn rows_of(medicines: &[LevelledMedicine]) -> String {
    let mut text = "medicine,loss,euros,volume,places\n".to_owned();
    for (number, medicine) in medicines.iter().enumerate() {
        let cap = medicine.cap_months.unwrap();
        let allowed = |months: f64| months >= medicine.floor_months && months <= cap;
        for level in medicine.levels.iter().filter(|one| allowed(one.months)) {
            let [euros, volume, places, _] = level.uses;
            writeln!(text, "{number},{},{euros},{volume},{places}", level.loss).unwrap();
        }
    }
    text
}
