//! Safety stock along supply chains.

use serde_json::{Value, json};
use vigie_policy::{Stage, place_safety_stock};

use crate::{Bench, draws::Draws};

/// Trees that other programs can do too.
const SMALL: [usize; 5] = [10, 20, 40, 80, 160];

pub fn measure(bench: &mut Bench) {
    for size in SMALL.into_iter().take(bench.size(5, 3)) {
        let stages = tree(size, 4, 3);
        bench.instance(&format!("chain_{size}.json"), || {
            stages.iter().map(told).collect::<Value>().to_string()
        });
        let key = format!("chain_{size}");
        let name = format!("guaranteed service, tree of {size} stages");
        measure_one(bench, &key, &name, None, &stages);
    }
    let size = bench.size(2_000, 500);
    for (key, shape, width, patience) in [
        ("chain_line", "a line", 1, 400),
        ("chain_deep", "deep tree", 3, 4),
        ("chain_wide", "wide tree", 40, 4),
        ("chain_patient", "wide tree, patient customers", 40, 40),
    ] {
        let name = format!("guaranteed service, {size} stages, {shape}");
        let stages = tree(size, width, patience);
        measure_one(bench, key, &name, Some(1_000.0), &stages);
    }
}

fn measure_one(bench: &mut Bench, key: &str, name: &str, target: Option<f64>, stages: &[Stage]) {
    let place = || place_safety_stock(stages).unwrap();
    bench.measure(
        key,
        name,
        target,
        place,
        |plan| json!({ "objectives": [plan.cost] }),
    );
}

/// Each stage hangs from one of the last `width` before it; stages that nobody hangs from, and each tenth, have
/// customers from outside.
fn tree(size: usize, width: u64, patience: u64) -> Vec<Stage> {
    let mut draws = Draws(3);
    let mut suppliers: Vec<Option<usize>> = vec![None];
    for number in 1..size {
        let back = 1 + draws.below(width.min(number as u64)) as usize;
        suppliers.push(Some(number - back));
    }
    let stage = |number: usize| {
        let is_last = !suppliers.contains(&Some(number));
        let has_customers = is_last || number % 10 == 9;
        Stage {
            number: number as i64,
            suppliers: suppliers
                .get(number)
                .copied()
                .flatten()
                .map(|one| one as i64)
                .into_iter()
                .collect(),
            processing_periods: draws.below(6) as u32,
            inbound_service: None,
            outbound_service: has_customers.then(|| draws.below(patience) as u32),
            holding_cost: 0.1 + draws.part() + number as f64 / 500.0,
            safety_factor: Some(1.645),
            demand_deviation: has_customers.then(|| 1.0 + 20.0 * draws.part()),
            demand_mean: None,
        }
    };
    (0..size).map(stage).collect()
}

fn told(stage: &Stage) -> Value {
    json!({
        "number": stage.number,
        "suppliers": stage.suppliers,
        "processing_periods": stage.processing_periods,
        "outbound_service": stage.outbound_service,
        "holding_cost": stage.holding_cost,
        "safety_factor": stage.safety_factor,
        "demand_deviation": stage.demand_deviation,
    })
}
