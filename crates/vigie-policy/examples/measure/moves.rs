//! Boxes moved between sites.

use std::fmt::Write;

use serde_json::json;
use vigie_policy::{RedistributionSite, redistribute};

use crate::{Bench, draws::Draws};

const PLACES: usize = 101;

/// 2,800 hospitals and 200 depots in 101 departments, 400 medicines.
pub fn measure(bench: &mut Bench) {
    let mut draws = Draws(4);
    let places: Vec<(f64, f64)> = (0..PLACES)
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
    let count = bench.size(400, 40);
    let medicines: Vec<Vec<RedistributionSite>> = (0..count)
        .map(|_| {
            (0..3_000_u64)
                .map(|number| RedistributionSite {
                    place: draws.below(PLACES as u64) as usize,
                    stock: draws.below(if number < 200 { 400 } else { 30 }),
                    protected: draws.below(10),
                    wanted: 5 + draws.below(25),
                    penalty: [300.0, 600.0, 5_000.0][draws.below(3) as usize],
                })
                .collect()
        })
        .collect();
    bench.instance("moves.csv", || rows_of(&medicines));
    bench.instance("moves.json", || json!(costs).to_string());
    let name = format!("redistribution, 3,000 sites, {count} medicines");
    let move_all = || {
        let plans = medicines
            .iter()
            .map(|sites| redistribute(sites, &costs).unwrap());
        plans.collect::<Vec<_>>()
    };
    bench.measure("moves", &name, Some(5_000.0), move_all, |plans| {
        let costs = plans
            .iter()
            .map(|plan| plan.transport_cost + plan.penalty_cost);
        json!({
            "objectives": costs.collect::<Vec<f64>>(),
            "proven": plans.iter().filter(|plan| plan.is_proven_least).count(),
            "moves": plans.iter().map(|plan| plan.moves.len()).sum::<usize>(),
        })
    });
}

fn rows_of(medicines: &[Vec<RedistributionSite>]) -> String {
    let mut text = "medicine,place,stock,protected,wanted,penalty\n".to_owned();
    for (number, sites) in medicines.iter().enumerate() {
        for site in sites {
            writeln!(
                text,
                "{number},{},{},{},{},{}",
                site.place, site.stock, site.protected, site.wanted, site.penalty
            )
            .unwrap();
        }
    }
    text
}
