//! Prices of the resources whose bound of the loss is largest.

use super::{Item, Uses, dot, master::Master, minus, plus};

/// Far more planes than a few resources ever need.
const MOST_PLANES: usize = 200;
/// The prices are found when the bound is this close to the value of the planes; losses are parts of the largest one.
const CLOSE: f64 = 1e-10;

/// The largest bound found and where.
#[derive(Debug, Clone)]
pub(super) struct Dual {
    /// Price of a whole limit of each resource.
    pub prices: Uses,
    /// No levels within the limits lose less.
    pub bound: f64,
    /// The level of each medicine that is best at these prices.
    pub chosen: Vec<usize>,
    /// What these levels lose.
    pub loss: f64,
    /// What they use.
    pub uses: Uses,
}

/// Finds the prices by cutting planes.
pub(super) fn largest_bound(items: &[Item]) -> Dual {
    let least = at_uses_alone(items);
    let mut best = at_prices(items, &Uses::default());
    let largest_prices = largest_prices(items);
    let cost_of_nothing = 2.0 + dot(&largest_prices, &plus(&least.uses, &best.uses));
    let mut master = Master::new(&largest_prices, cost_of_nothing);
    master.add(least.loss, least.uses);
    master.add(best.loss, best.uses);
    for _ in 0..MOST_PLANES {
        let (prices, value) = master.solve();
        if value - best.bound <= CLOSE {
            break;
        }
        // Half way from the best prices to those of the planes, which alone jump from end to end.
        let prices = plus(&best.prices, &prices).map(|price| 0.5 * price);
        let point = at_prices(items, &prices);
        master.add(point.loss, point.uses);
        if point.bound > best.bound {
            best = point;
        }
    }
    best
}

/// Every medicine takes the level that loses least, resources paid.
fn at_prices(items: &[Item], prices: &Uses) -> Dual {
    let mut chosen = Vec::with_capacity(items.len());
    let (mut bound, mut loss, mut uses) = (-prices.iter().sum::<f64>(), 0.0, Uses::default());
    for (place, choice, value) in items.iter().filter_map(|item| item.best(prices)) {
        chosen.push(place);
        bound += value;
        loss += choice.loss;
        uses = plus(&uses, &choice.uses);
    }
    Dual {
        prices: *prices,
        bound,
        chosen,
        loss,
        uses,
    }
}

/// Every medicine takes the level that uses least: within the limits, if one level uses least of all resources.
pub(super) fn at_uses_alone(items: &[Item]) -> Dual {
    at_prices(items, &[1e9; super::MOST_RESOURCES])
}

/// Where the least uses leave room, no price is above the largest loss by that room: the levels of least use would
/// disprove it. Any prices give a bound that holds, so that a limit on them does no harm.
fn largest_prices(items: &[Item]) -> Uses {
    let mut room = [1.0; super::MOST_RESOURCES];
    for item in items {
        let mut least = [f64::INFINITY; super::MOST_RESOURCES];
        for choice in &item.choices {
            for (least, used) in least.iter_mut().zip(choice.uses) {
                *least = used.min(*least);
            }
        }
        room = minus(&room, &least);
    }
    room.map(|room| 2.0 / room.max(1e-9))
}
