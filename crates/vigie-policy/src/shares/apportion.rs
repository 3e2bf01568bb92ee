//! Whole boxes out of parts.

use std::{cmp::Ordering, collections::BinaryHeap};

use super::not_negative;
use crate::Problem;

/// A quota this close to a whole number is one: it differs by rounding only.
const WHOLE: f64 = 1e-9;
const MOST_UNITS: u64 = 1_000_000_000;

/// Largest remainder (Hamilton): each gets the whole part of its quota, and what is left goes to the largest remainders,
/// the first of equal ones. Nobody is more than one box from its quota.
pub fn largest_remainder(weights: &[f64], units: u64) -> Result<Vec<u64>, Problem> {
    let total = total_of(weights, units)?;
    if total <= 0.0 {
        return Ok(vec![0; weights.len()]);
    }
    let quotas: Vec<f64> = weights
        .iter()
        .map(|weight| snapped(weight / total * units as f64))
        .collect();
    let mut shares: Vec<u64> = quotas.iter().map(|quota| quota.floor() as u64).collect();
    let given: u64 = shares.iter().sum();
    let mut order: Vec<usize> = (0..quotas.len()).collect();
    let remainder = |index: usize| quotas.get(index).map_or(0.0, |quota| quota.fract());
    order.sort_by(|left, right| {
        remainder(*right)
            .total_cmp(&remainder(*left))
            .then(left.cmp(right))
    });
    for index in order.into_iter().take(units.saturating_sub(given) as usize) {
        if let Some(share) = shares.get_mut(index) {
            *share += 1;
        }
    }
    Ok(shares)
}

/// Sainte-Laguë: boxes one by one to the largest weight ÷ (2 × boxes + 1), the first of equal ones. One box more never
/// takes a box from anybody.
pub fn sainte_lague(weights: &[f64], units: u64) -> Result<Vec<u64>, Problem> {
    let total = total_of(weights, units)?;
    if total <= 0.0 {
        return Ok(vec![0; weights.len()]);
    }
    let mut shares = head_start(weights, total, units);
    let given: u64 = shares.iter().sum();
    let places = weights.iter().zip(&shares).enumerate();
    let mut heap: BinaryHeap<Turn> = places
        .filter(|(_, (weight, _))| **weight > 0.0)
        .map(|(index, (weight, share))| Turn {
            average: weight / (2 * share + 1) as f64,
            index,
        })
        .collect();
    for _ in given..units {
        let Some(turn) = heap.pop() else { break };
        let (Some(share), Some(weight)) = (shares.get_mut(turn.index), weights.get(turn.index))
        else {
            break;
        };
        *share += 1;
        heap.push(Turn {
            average: weight / (2 * *share + 1) as f64,
            index: turn.index,
        });
    }
    Ok(shares)
}

/// What everybody has after some turns that need not be taken one by one: by one divisor, each weight is rounded to the
/// nearest box. The divisor is such that no more than the boxes there are is given, and at most two a claim are left.
fn head_start(weights: &[f64], total: f64, units: u64) -> Vec<u64> {
    let boxes = (units as f64 - weights.len() as f64).max(0.0);
    // Just below a half: a box that two claims deserve alike is left to the turns.
    let shares = weights
        .iter()
        .map(|weight| (weight / total * boxes + 0.5 - WHOLE).max(0.0) as u64);
    shares.collect()
}

fn total_of(weights: &[f64], units: u64) -> Result<f64, Problem> {
    not_negative("weights", weights)?;
    if units > MOST_UNITS {
        return Err(Problem::out_of_range(
            "units",
            "un milliard au plus",
            "one billion at most",
        ));
    }
    super::super::inventory::finite("weights", weights.iter().sum())
}

fn snapped(quota: f64) -> f64 {
    if (quota - quota.round()).abs() < WHOLE {
        quota.round()
    } else {
        quota
    }
}

/// Whose turn it is: the largest average first, then the first in the list.
#[derive(PartialEq)]
struct Turn {
    average: f64,
    index: usize,
}

impl Eq for Turn {}

impl PartialOrd for Turn {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Turn {
    fn cmp(&self, other: &Self) -> Ordering {
        self.average
            .total_cmp(&other.average)
            .then(other.index.cmp(&self.index))
    }
}
