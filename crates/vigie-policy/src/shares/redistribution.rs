//! Boxes of one medicine moved between sites, own stock protected.
//!
//! The cost of a way depends on the places of its ends (departments, regions), not on the sites themselves: sites of a
//! place are solved as one, by how much an unmet box costs there. What comes out is taken from those that have most, so
//! that few are asked, and shared between those in need in proportion. That is still the least cost, and thousands of
//! sites take milliseconds.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{TransportProblem, largest_remainder};
use crate::{Problem, Sentence};

/// A site that has or needs boxes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RedistributionSite {
    /// Where it is: a row of the costs.
    pub place: usize,
    /// Boxes that it has.
    pub stock: u64,
    /// Boxes that stay with it whatever happens: it gives only what it has above them.
    pub protected: u64,
    /// Boxes that it should have: it needs what it lacks of them.
    pub wanted: u64,
    /// Cost of a box that it goes without.
    pub penalty: f64,
}

/// Boxes from one site to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SiteMove {
    /// Number of the giving site, in the order given.
    pub from: usize,
    /// Number of the receiving site.
    pub to: usize,
    /// Boxes.
    pub boxes: u64,
}

/// What becomes of the need of a site, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SiteNeed {
    /// Number of the site, in the order given.
    pub site: usize,
    /// Boxes that it lacked.
    pub need: u64,
    /// Boxes that it gets.
    pub received: u64,
    /// Why, for people.
    pub sentence: Sentence,
}

/// All moves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RedistributionPlan {
    /// The moves, by receiving site.
    pub moves: Vec<SiteMove>,
    /// The needs, in the order of sites.
    pub needs: Vec<SiteNeed>,
    /// Cost of all moves.
    pub transport_cost: f64,
    /// Cost of all boxes that are still missing.
    pub penalty_cost: f64,
    /// Whether the plan is proven to cost least.
    pub is_proven_least: bool,
}

/// Sites of a place that need boxes at the same penalty, or that can give some.
#[derive(Debug, Default)]
struct Pool {
    sites: Vec<usize>,
    boxes: Vec<u64>,
}

impl Pool {
    fn add(&mut self, site: usize, boxes: u64) {
        self.sites.push(site);
        self.boxes.push(boxes);
    }

    fn total(&self) -> u64 {
        self.boxes.iter().sum()
    }

    /// Some of the boxes from those that have most: the fewest sites are asked to give.
    fn taken_from_largest(&self, boxes: u64) -> Vec<(usize, u64)> {
        let mut order: Vec<(usize, u64)> = self
            .sites
            .iter()
            .copied()
            .zip(self.boxes.iter().copied())
            .collect();
        order.sort_by_key(|(site, boxes)| (std::cmp::Reverse(*boxes), *site));
        let mut rest = boxes;
        for (_, given) in &mut order {
            *given = rest.min(*given);
            rest -= *given;
        }
        order
    }

    /// Some of the boxes, in proportion to those of each site.
    fn split(&self, boxes: u64) -> Result<Vec<(usize, u64)>, Problem> {
        let weights: Vec<f64> = self.boxes.iter().map(|boxes| *boxes as f64).collect();
        let parts = largest_remainder(&weights, boxes)?;
        Ok(self.sites.iter().copied().zip(parts).collect())
    }
}

/// Moves boxes between sites at the least cost of ways and of what stays missing. `costs` has a row and a column for
/// each place; `None` where nothing may go.
pub fn redistribute(
    sites: &[RedistributionSite],
    costs: &[Vec<Option<f64>>],
) -> Result<RedistributionPlan, Problem> {
    if costs.iter().any(|row| row.len() != costs.len()) {
        return Err(not_square());
    }
    let mut givers: BTreeMap<usize, Pool> = BTreeMap::new();
    let mut takers: BTreeMap<(usize, u64), Pool> = BTreeMap::new();
    for (index, site) in sites.iter().enumerate() {
        check(site, index, costs)?;
        let surplus = site.stock.saturating_sub(site.protected.max(site.wanted));
        let need = site.wanted.saturating_sub(site.stock);
        if surplus > 0 {
            givers.entry(site.place).or_default().add(index, surplus);
        }
        if need > 0 {
            // The bits of numbers that are not negative sort as the numbers do.
            takers
                .entry((site.place, site.penalty.to_bits()))
                .or_default()
                .add(index, need);
        }
    }
    let way = |from: &usize, to: &(usize, u64)| {
        costs
            .get(*from)
            .and_then(|row| row.get(to.0))
            .copied()
            .flatten()
    };
    let problem = TransportProblem {
        supply: givers.values().map(|pool| pool.total() as f64).collect(),
        need: takers.values().map(|pool| pool.total() as f64).collect(),
        cost: givers
            .keys()
            .map(|from| takers.keys().map(|to| way(from, to)).collect())
            .collect(),
        penalty: Some(takers.keys().map(|to| f64::from_bits(to.1)).collect()),
    };
    let plan = problem.solve()?;
    let left: f64 = plan.kept.iter().sum();
    let (moves, received) = split_between_sites(&plan.flow, &givers, &takers)?;
    let missing = |index: usize| received.get(&index).copied().unwrap_or(0);
    let needs = sites
        .iter()
        .enumerate()
        .filter(|(_, site)| site.wanted > site.stock);
    Ok(RedistributionPlan {
        needs: needs
            .map(|(index, site)| told(index, site.wanted - site.stock, missing(index), left > 0.0))
            .collect(),
        moves,
        transport_cost: plan.transport_cost,
        penalty_cost: plan.penalty_cost,
        is_proven_least: plan.is_proven_least,
    })
}

/// Tells which sites of each pool give and take how much, then pairs them in order.
fn split_between_sites(
    flow: &[Vec<f64>],
    givers: &BTreeMap<usize, Pool>,
    takers: &BTreeMap<(usize, u64), Pool>,
) -> Result<(Vec<SiteMove>, BTreeMap<usize, u64>), Problem> {
    let given = |row: &Vec<f64>| row.iter().sum::<f64>().round() as u64;
    let mut giving = Vec::with_capacity(givers.len());
    for (pool, row) in givers.values().zip(flow) {
        giving.push(pool.taken_from_largest(given(row)));
    }
    let mut received = BTreeMap::new();
    let mut moves = Vec::new();
    for (column, pool) in takers.values().enumerate() {
        let from_each = flow
            .iter()
            .map(|row| row.get(column).map_or(0, |sent| sent.round() as u64));
        let from_each: Vec<u64> = from_each.collect();
        let mut taking = pool.split(from_each.iter().sum())?;
        for (site, boxes) in &taking {
            received.insert(*site, *boxes);
        }
        let sent = giving.iter_mut().zip(from_each);
        for (from, boxes) in sent.filter(|(_, boxes)| *boxes > 0) {
            pair(from, &mut taking, boxes, &mut moves);
        }
    }
    moves.sort_by_key(|one| (one.to, one.from));
    Ok((moves, received))
}

/// Takes boxes from the first sites that still give and hands them to the first that still take.
fn pair(
    giving: &mut [(usize, u64)],
    taking: &mut [(usize, u64)],
    boxes: u64,
    moves: &mut Vec<SiteMove>,
) {
    let mut rest = boxes;
    let mut sources = giving.iter_mut().filter(|(_, boxes)| *boxes > 0);
    let mut targets = taking.iter_mut().filter(|(_, boxes)| *boxes > 0);
    let (mut source, mut target) = (sources.next(), targets.next());
    while let (Some(from), Some(to)) = (&mut source, &mut target) {
        let units = rest.min(from.1).min(to.1);
        if units == 0 {
            return;
        }
        moves.push(SiteMove {
            from: from.0,
            to: to.0,
            boxes: units,
        });
        rest -= units;
        from.1 -= units;
        to.1 -= units;
        let (is_empty, is_full) = (from.1 == 0, to.1 == 0);
        if is_empty {
            source = sources.next();
        }
        if is_full {
            target = targets.next();
        }
    }
}

fn told(site: usize, need: u64, received: u64, is_some_left: bool) -> SiteNeed {
    let sentence = if received == need {
        Sentence::new("Tout le besoin est servi.", "The whole need is met.")
    } else if is_some_left {
        Sentence::new(
            format!(
                "{received} boîtes sur {need}\u{a0}: aucun autre site à portée n’a de boîtes à céder à un coût moindre que le manque."
            ),
            format!(
                "{received} boxes of {need}: no other site within reach has boxes to give at a cost below that of the lack."
            ),
        )
    } else {
        Sentence::new(
            format!(
                "{received} boîtes sur {need}\u{a0}: tout le surplus est distribué là où une boîte manquante coûte plus, ou moins loin."
            ),
            format!(
                "{received} boxes of {need}: all surplus goes to where a missing box costs more, or closer by."
            ),
        )
    };
    SiteNeed {
        site,
        need,
        received,
        sentence,
    }
}

fn not_square() -> Problem {
    let sentence = Sentence::new(
        "Les coûts doivent avoir autant de colonnes que de lignes, une par lieu.",
        "Costs must have as many columns as rows, one for each place.",
    );
    Problem::new("wrong_length", "costs", sentence)
}

fn check(
    site: &RedistributionSite,
    index: usize,
    costs: &[Vec<Option<f64>>],
) -> Result<(), Problem> {
    let is_placed = site.place < costs.len();
    let is_penalty = site.penalty.is_finite() && site.penalty.is_sign_positive();
    if is_placed && is_penalty {
        return Ok(());
    }
    let sentence = Sentence::new(
        format!(
            "Le site {index} n’est à aucun des lieux dont les coûts sont donnés, ou sa pénalité n’est pas un nombre positif."
        ),
        format!(
            "Site {index} is at none of the places whose costs are given, or its penalty is not a positive number."
        ),
    );
    Err(Problem::new("bad_site", format!("site {index}"), sentence))
}
