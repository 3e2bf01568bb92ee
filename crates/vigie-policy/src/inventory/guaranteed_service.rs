//! Where to put safety stock in a supply chain: the guaranteed-service model on a tree (Graves and Willems, 2000; Snyder
//! and Shen, section 6.3).
//!
//! Each stage promises its customers a service time S and is promised SI by its suppliers; it holds stock for
//! SI + T - S periods, at the cost h·z·σ·√(SI + T - S). The promises that cost least are found by dynamic programming
//! from the leaves of the tree to its last stage. The square root grows ever slower while what suppliers save falls in
//! steps, so that only the bounds of those steps need to be looked at.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{finite, not_negative};
use crate::{Problem, Sentence};

/// Longest chain of processing times, in periods.
const LONGEST_PERIODS: u64 = 200_000;
/// Times that one bound speaks for.
const BLOCK: usize = 32;
/// Values kept for all stages together.
const MOST_VALUES: u64 = 100_000_000;

/// A stage of a supply chain: a place or a step that may hold stock.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// Its number, as the caller names it.
    pub number: i64,
    /// Numbers of the stages that it is supplied by.
    pub suppliers: Vec<i64>,
    /// Processing time, in periods.
    pub processing_periods: u32,
    /// Service time that suppliers from outside promise; `None` is zero.
    pub inbound_service: Option<u32>,
    /// Longest service time that customers from outside accept; `None` when there are none, or any is accepted.
    pub outbound_service: Option<u32>,
    /// Cost of holding a unit for a period.
    pub holding_cost: f64,
    /// How many standard deviations of demand are guarded against; `None` is that of the customers.
    pub safety_factor: Option<f64>,
    /// Standard deviation of the demand from outside in a period.
    pub demand_deviation: Option<f64>,
    /// Mean of the demand from outside in a period; only the base stock needs it.
    pub demand_mean: Option<f64>,
}

/// The promises of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ServiceTimes {
    /// What it is promised, in periods.
    pub inbound: u32,
    /// What it promises, in periods.
    pub outbound: u32,
}

/// What a stage does.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct StagePlan {
    /// Its number.
    pub number: i64,
    /// Its promises.
    pub service: ServiceTimes,
    /// Periods of demand that it guards against: inbound + processing - outbound.
    pub net_periods: u32,
    /// Safety stock.
    pub safety_stock: f64,
    /// Safety stock and mean demand of the net periods; `None` when no mean demand was given.
    pub base_stock: Option<f64>,
    /// Cost of the safety stock for a period.
    pub cost: f64,
}

/// The whole chain.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ServicePlan {
    /// Cost of all safety stock for a period.
    pub cost: f64,
    /// The stages, in the order given.
    pub stages: Vec<StagePlan>,
}

/// Places safety stock at the least cost. Every stage must be linked with the others by one path only.
pub fn place_safety_stock(stages: &[Stage]) -> Result<ServicePlan, Problem> {
    let chain = Chain::new(stages)?;
    let solutions = chain.solve()?;
    let services = chain.trace_back(&solutions)?;
    chain.plan(&services)
}

/// The stages as numbers from 0, with all that follows from the shape of the chain.
struct Chain<'stages> {
    stages: &'stages [Stage],
    suppliers: Vec<Vec<usize>>,
    customers: Vec<Vec<usize>>,
    /// In this order every stage comes before the one that it hangs from.
    order: Vec<usize>,
    /// The stage that each hangs from, and whether that one is its customer; `None` for the last of a tree.
    parent: Vec<Option<(usize, bool)>>,
    /// Standard deviation of the demand that passes, times the safety factor.
    guarded: Vec<f64>,
    /// Mean of the demand that passes, if any mean was given.
    mean: Option<Vec<f64>>,
    /// Longest replenishment time.
    longest: Vec<u32>,
}

/// The costs of a subtree by one promise of its last stage, and which other promises they come from.
struct Solution {
    /// Least cost by the promise towards the parent: outbound when the parent is a customer, else inbound.
    costs: Vec<f64>,
    /// The other promise of the same stage.
    other: Vec<u32>,
}

/// A sum of least costs by a service time, and the bounds between which it does not change.
struct Steps {
    values: Vec<f64>,
}

impl<'stages> Chain<'stages> {
    fn new(stages: &'stages [Stage]) -> Result<Self, Problem> {
        check_stages(stages)?;
        let numbers: BTreeMap<i64, usize> = stages
            .iter()
            .enumerate()
            .map(|(index, stage)| (stage.number, index))
            .collect();
        if numbers.len() != stages.len() {
            return Err(bad_chain(
                "deux étapes ont le même numéro",
                "two stages have the same number",
            ));
        }
        let mut suppliers = vec![Vec::new(); stages.len()];
        let mut customers = vec![Vec::new(); stages.len()];
        let mut links = BTreeSet::new();
        for (index, stage) in stages.iter().enumerate() {
            for number in &stage.suppliers {
                let Some(supplier) = numbers.get(number) else {
                    return Err(bad_chain(
                        "un fournisseur n’est pas une étape de la chaîne",
                        "a supplier is not a stage of the chain",
                    ));
                };
                if links.insert((index.min(*supplier), index.max(*supplier))) && *supplier != index
                {
                    push(&mut suppliers, index, *supplier);
                    push(&mut customers, *supplier, index);
                } else {
                    return Err(bad_chain(
                        "deux étapes sont liées deux fois",
                        "two stages are linked twice",
                    ));
                }
            }
        }
        let neighbours: Vec<Vec<usize>> = suppliers
            .iter()
            .zip(&customers)
            .map(|(left, right)| [left.as_slice(), right].concat())
            .collect();
        let order = peel(&neighbours)?;
        let upstream_first = flow_order(&suppliers, &customers);
        let parent = parents(&order, &neighbours, &customers);
        let longest = longest_times(stages, &suppliers, &upstream_first)?;
        let guarded = guarded_demand(stages, &customers, &upstream_first)?;
        let mean = mean_demand(stages, &customers, &upstream_first);
        Ok(Self {
            stages,
            suppliers,
            customers,
            order,
            parent,
            guarded,
            mean,
            longest,
        })
    }

    fn stage(&self, index: usize) -> Result<&Stage, Problem> {
        self.stages
            .get(index)
            .ok_or_else(|| Problem::not_a_number("nodes"))
    }

    fn longest_of(&self, index: usize) -> u32 {
        self.longest.get(index).copied().unwrap_or(0)
    }

    fn rate_of(&self, index: usize) -> f64 {
        let cost = self
            .stages
            .get(index)
            .map_or(0.0, |stage| stage.holding_cost);
        cost * self.guarded.get(index).copied().unwrap_or(0.0)
    }

    /// One solution a stage, leaves first.
    fn solve(&self) -> Result<Vec<Option<Solution>>, Problem> {
        let roots: Vec<f64> = (0..=self.longest.iter().copied().max().unwrap_or(0))
            .map(|periods| f64::from(periods).sqrt())
            .collect();
        let mut solutions: Vec<Option<Solution>> = Vec::new();
        solutions.resize_with(self.stages.len(), || None);
        for index in &self.order {
            let solution = self.solve_stage(*index, &solutions, &roots)?;
            if let Some(place) = solutions.get_mut(*index) {
                *place = Some(solution);
            }
        }
        Ok(solutions)
    }

    fn solve_stage(
        &self,
        index: usize,
        solutions: &[Option<Solution>],
        roots: &[f64],
    ) -> Result<Solution, Problem> {
        let stage = self.stage(index)?;
        let longest = self.longest_of(index);
        let latest_inbound = longest - stage.processing_periods;
        let below = |indices: &[usize]| -> Vec<&Solution> {
            let solved = indices.iter().filter_map(|other| solutions.get(*other));
            solved.filter_map(Option::as_ref).collect()
        };
        let suppliers = Steps::of_suppliers(&below(list(&self.suppliers, index)), latest_inbound);
        let customers = Steps::of_customers(&below(list(&self.customers, index)), longest);
        let hangs_from_customer = matches!(self.parent.get(index), Some(Some((_, true))));
        let search = Search {
            stage,
            roots,
            rate: self.rate_of(index),
            latest_inbound,
            suppliers: &suppliers,
            customers: &customers,
        };
        let (costs, other) = if hangs_from_customer {
            let starts = suppliers.starts();
            (0..=longest)
                .map(|outbound| search.best_inbound(outbound, &starts))
                .unzip()
        } else {
            let ends = customers.ends(search.rate > 0.0);
            (0..=latest_inbound)
                .map(|inbound| search.best_outbound(inbound, &ends))
                .unzip()
        };
        Ok(Solution { costs, other })
    }

    /// The promises of each stage, from the last one of each tree back to the leaves.
    fn trace_back(&self, solutions: &[Option<Solution>]) -> Result<Vec<ServiceTimes>, Problem> {
        let mut services = vec![
            ServiceTimes {
                inbound: 0,
                outbound: 0
            };
            self.stages.len()
        ];
        for index in self.order.iter().rev() {
            let stage = self.stage(*index)?;
            let Some(Some(solution)) = solutions.get(*index) else {
                continue;
            };
            let place = |time: u32| (time as usize).min(solution.costs.len().saturating_sub(1));
            let other = |place: usize| solution.other.get(place).copied().unwrap_or(0);
            let floor = stage.inbound_service.unwrap_or(0);
            let service = match self.parent.get(*index).copied().flatten() {
                None => {
                    let best = first_least(&solution.costs, 0, solution.costs.len());
                    ServiceTimes {
                        inbound: (best as u32).max(floor),
                        outbound: other(best),
                    }
                }
                Some((parent, true)) => {
                    let promised = services.get(parent).map_or(0, |service| service.inbound);
                    let outbound = first_least(&solution.costs, 0, place(promised) + 1);
                    ServiceTimes {
                        inbound: other(outbound),
                        outbound: outbound as u32,
                    }
                }
                Some((parent, false)) => {
                    let promised = services.get(parent).map_or(0, |service| service.outbound);
                    let inbound =
                        first_least(&solution.costs, place(promised), solution.costs.len());
                    ServiceTimes {
                        inbound: (inbound as u32).max(floor),
                        outbound: other(inbound),
                    }
                }
            };
            if let Some(place) = services.get_mut(*index) {
                *place = service;
            }
        }
        Ok(services)
    }

    fn plan(&self, services: &[ServiceTimes]) -> Result<ServicePlan, Problem> {
        let mut stages = Vec::with_capacity(self.stages.len());
        for (index, (stage, service)) in self.stages.iter().zip(services).enumerate() {
            // What a stage is promised is the slowest of its suppliers, not what it could live with.
            let promises = list(&self.suppliers, index)
                .iter()
                .filter_map(|supplier| services.get(*supplier));
            let slowest = promises.map(|service| service.outbound).max().unwrap_or(0);
            let inbound = slowest.max(stage.inbound_service.unwrap_or(0));
            let net = (inbound + stage.processing_periods).checked_sub(service.outbound);
            let Some(net_periods) = net else {
                return Err(no_promise());
            };
            let guarded = self.guarded.get(index).copied().unwrap_or(0.0);
            let safety_stock = guarded * f64::from(net_periods).sqrt();
            let mean = self.mean.as_ref().and_then(|means| means.get(index));
            stages.push(StagePlan {
                number: stage.number,
                service: ServiceTimes {
                    inbound,
                    outbound: service.outbound,
                },
                net_periods,
                safety_stock: finite("safety_stock", safety_stock)?,
                base_stock: mean.map(|mean| mean * f64::from(net_periods) + safety_stock),
                cost: finite("cost", stage.holding_cost * safety_stock)?,
            });
        }
        let cost = finite("cost", stages.iter().map(|stage| stage.cost).sum())?;
        Ok(ServicePlan { cost, stages })
    }
}

/// The search for the best other promise of one stage.
struct Search<'search> {
    stage: &'search Stage,
    roots: &'search [f64],
    rate: f64,
    latest_inbound: u32,
    suppliers: &'search Steps,
    customers: &'search Steps,
}

impl Search<'_> {
    fn cost(&self, inbound: u32, outbound: u32) -> f64 {
        self.held(inbound, outbound) + self.suppliers.at(inbound) + self.customers.at(outbound)
    }

    /// Cost of the stock of the stage itself.
    fn held(&self, inbound: u32, outbound: u32) -> f64 {
        let net = (inbound + self.stage.processing_periods).saturating_sub(outbound);
        let root = self.roots.get(net as usize).copied();
        self.rate * root.unwrap_or(f64::INFINITY)
    }

    /// The least cost when this outbound time is promised, and the inbound time that it takes.
    fn best_inbound(&self, outbound: u32, starts: &[u32]) -> (f64, u32) {
        if self
            .stage
            .outbound_service
            .is_some_and(|longest| outbound > longest)
        {
            return (f64::INFINITY, 0);
        }
        let lowest = self
            .stage
            .inbound_service
            .unwrap_or(0)
            .max(outbound.saturating_sub(self.stage.processing_periods));
        let first_later = starts.partition_point(|start| *start <= lowest);
        let end = starts.partition_point(|start| *start <= self.latest_inbound);
        let later = starts.get(first_later..end).unwrap_or_default();
        let mut best = Least::default();
        if lowest <= self.latest_inbound {
            best.offer(self.cost(lowest, outbound), lowest);
        }
        for block in later.chunks(BLOCK) {
            let (Some(first), Some(last)) = (block.first(), block.last()) else {
                continue;
            };
            // The stock of the first and what suppliers take off at the last: no time of the block costs less.
            let bound = self.held(*first, outbound) + self.suppliers.at(*last);
            if bound + self.customers.at(outbound) > best.cost {
                continue;
            }
            for inbound in block {
                best.offer(self.cost(*inbound, outbound), *inbound);
            }
        }
        best.told()
    }

    /// The least cost when this inbound time is promised to the stage, and the outbound time that it promises.
    fn best_outbound(&self, inbound: u32, ends: &[u32]) -> (f64, u32) {
        let inbound = inbound.max(self.stage.inbound_service.unwrap_or(0));
        let reach = inbound + self.stage.processing_periods;
        let highest = self
            .stage
            .outbound_service
            .map_or(reach, |longest| longest.min(reach));
        let end = ends.partition_point(|end| *end < highest);
        let earlier = ends.get(..end).unwrap_or_default();
        let mut best = Least::default();
        best.offer(self.cost(inbound, highest), highest);
        for block in earlier.chunks(BLOCK) {
            let (Some(first), Some(last)) = (block.first(), block.last()) else {
                continue;
            };
            // The stock of the last and what customers ask at the first: no time of the block costs less.
            let bound = self.held(inbound, *last) + self.suppliers.at(inbound);
            if bound + self.customers.at(*first) > best.cost {
                continue;
            }
            for outbound in block {
                best.offer(self.cost(inbound, *outbound), *outbound);
            }
        }
        best.told()
    }
}

/// The least cost offered, and the first time of several that cost the same.
struct Least {
    cost: f64,
    time: u32,
}

impl Default for Least {
    fn default() -> Self {
        Self {
            cost: f64::INFINITY,
            time: 0,
        }
    }
}

impl Least {
    fn offer(&mut self, cost: f64, time: u32) {
        if cost < self.cost || (cost <= self.cost && time < self.time) {
            *self = Self { cost, time };
        }
    }

    fn told(&self) -> (f64, u32) {
        (self.cost, self.time)
    }
}

fn first_least(costs: &[f64], from: usize, to: usize) -> usize {
    let mut best = from;
    for place in from..to.min(costs.len()) {
        if costs.get(place) < costs.get(best) {
            best = place;
        }
    }
    best
}

impl Steps {
    /// By inbound time: each supplier promises the best time up to it.
    fn of_suppliers(solutions: &[&Solution], latest: u32) -> Self {
        let mut values = vec![0.0; latest as usize + 1];
        for solution in solutions {
            let mut best = f64::INFINITY;
            for (time, value) in values.iter_mut().enumerate() {
                best = best.min(solution.costs.get(time).copied().unwrap_or(f64::INFINITY));
                *value += best;
            }
        }
        Self { values }
    }

    /// By outbound time: each customer counts on the best time from it on.
    fn of_customers(solutions: &[&Solution], latest: u32) -> Self {
        let mut values = vec![0.0; latest as usize + 1];
        for solution in solutions {
            let mut best = f64::INFINITY;
            let beyond = solution.costs.iter().skip(values.len());
            best = beyond.fold(best, |best, cost| best.min(*cost));
            for (time, value) in values.iter_mut().enumerate().rev() {
                best = best.min(solution.costs.get(time).copied().unwrap_or(f64::INFINITY));
                *value += best;
            }
        }
        Self { values }
    }

    fn at(&self, time: u32) -> f64 {
        self.values
            .get(time as usize)
            .copied()
            .unwrap_or(f64::INFINITY)
    }

    /// Times at which the sum changes from the time before.
    fn starts(&self) -> Vec<u32> {
        let pairs = self.values.windows(2).zip(1_u32..);
        let changes = pairs.filter(|(pair, _)| pair.first() != pair.last());
        std::iter::once(0)
            .chain(changes.map(|(_, time)| time))
            .collect()
    }

    /// Times after which the sum changes; where stock costs nothing, the first times of each step instead.
    fn ends(&self, stock_costs: bool) -> Vec<u32> {
        let starts = self.starts();
        if stock_costs {
            return starts.iter().skip(1).map(|start| start - 1).collect();
        }
        starts
    }
}

/// Takes away, again and again, the first stage that is linked with at most one other that is left. The last stages of
/// separate trees are taken like any other.
fn peel(neighbours: &[Vec<usize>]) -> Result<Vec<usize>, Problem> {
    let mut links: Vec<usize> = neighbours.iter().map(Vec::len).collect();
    let mut is_taken = vec![false; neighbours.len()];
    let ready = links.iter().enumerate().filter(|(_, links)| **links <= 1);
    let mut ready: BTreeSet<usize> = ready.map(|(index, _)| index).collect();
    let mut order = Vec::with_capacity(neighbours.len());
    while let Some(index) = ready.pop_first() {
        order.push(index);
        if let Some(taken) = is_taken.get_mut(index) {
            *taken = true;
        }
        for other in list(neighbours, index) {
            let Some(left) = links.get_mut(*other) else {
                continue;
            };
            *left = left.saturating_sub(1);
            if *left <= 1 && is_taken.get(*other) == Some(&false) {
                ready.insert(*other);
            }
        }
    }
    if order.len() == neighbours.len() {
        return Ok(order);
    }
    Err(bad_chain(
        "deux étapes sont liées par plusieurs chemins\u{a0}: ce calcul est pour des arbres",
        "two stages are linked by several paths: this computation is for trees",
    ))
}

fn parents(
    order: &[usize],
    neighbours: &[Vec<usize>],
    customers: &[Vec<usize>],
) -> Vec<Option<(usize, bool)>> {
    let mut rank = vec![0; order.len()];
    for (place, index) in order.iter().enumerate() {
        if let Some(rank) = rank.get_mut(*index) {
            *rank = place;
        }
    }
    let rank_of = |index: usize| rank.get(index).copied().unwrap_or(0);
    let parent_of = |index: usize| {
        let parent = list(neighbours, index)
            .iter()
            .find(|other| rank_of(**other) > rank_of(index))?;
        Some((*parent, list(customers, index).contains(parent)))
    };
    (0..order.len()).map(parent_of).collect()
}

/// Suppliers before customers. A tree has no cycle, so that every stage is reached.
fn flow_order(suppliers: &[Vec<usize>], customers: &[Vec<usize>]) -> Vec<usize> {
    let mut missing: Vec<usize> = suppliers.iter().map(Vec::len).collect();
    let first = missing
        .iter()
        .enumerate()
        .filter(|(_, missing)| **missing == 0);
    let mut order: Vec<usize> = first.map(|(index, _)| index).collect();
    let mut next = 0;
    while let Some(index) = order.get(next).copied() {
        next += 1;
        for customer in list(customers, index) {
            if let Some(missing) = missing.get_mut(*customer) {
                *missing -= 1;
                if *missing == 0 {
                    order.push(*customer);
                }
            }
        }
    }
    order
}

fn longest_times(
    stages: &[Stage],
    suppliers: &[Vec<usize>],
    upstream_first: &[usize],
) -> Result<Vec<u32>, Problem> {
    let mut longest = vec![0_u64; stages.len()];
    for index in upstream_first {
        let Some(stage) = stages.get(*index) else {
            continue;
        };
        let upstream = list(suppliers, *index)
            .iter()
            .filter_map(|other| longest.get(*other))
            .max();
        let inbound = upstream
            .copied()
            .unwrap_or(0)
            .max(stage.inbound_service.unwrap_or(0).into());
        if let Some(place) = longest.get_mut(*index) {
            *place = inbound + u64::from(stage.processing_periods);
        }
    }
    let total: u64 = longest.iter().sum();
    if longest.iter().any(|periods| *periods > LONGEST_PERIODS) || total > MOST_VALUES {
        return Err(bad_chain(
            "les délais sont trop longs en périodes\u{a0}: comptez en semaines plutôt qu’en jours",
            "times are too long in periods: count in weeks rather than days",
        ));
    }
    Ok(longest
        .into_iter()
        .map(|periods| u32::try_from(periods).unwrap_or(u32::MAX))
        .collect())
}

/// Standard deviation of the demand from outside and from all customers, times the safety factor: that of the stage,
/// else the first one given by a stage without customers, else 1.
fn guarded_demand(
    stages: &[Stage],
    customers: &[Vec<usize>],
    upstream_first: &[usize],
) -> Result<Vec<f64>, Problem> {
    let own = |stage: &Stage| stage.demand_deviation.unwrap_or(0.0).powi(2);
    let variances = add_downstream(stages.iter().map(own).collect(), customers, upstream_first);
    let mut ends = stages
        .iter()
        .zip(customers)
        .filter(|(_, customers)| customers.is_empty());
    let factor = ends
        .find_map(|(stage, _)| stage.safety_factor)
        .unwrap_or(1.0);
    let guarded = stages.iter().zip(variances);
    guarded
        .map(|(stage, variance)| {
            finite(
                "demand_sd",
                stage.safety_factor.unwrap_or(factor) * variance.sqrt(),
            )
        })
        .collect()
}

/// Mean of the demand from outside and from all customers; `None` when a stage with a demand has no mean.
fn mean_demand(
    stages: &[Stage],
    customers: &[Vec<usize>],
    upstream_first: &[usize],
) -> Option<Vec<f64>> {
    let has_demand =
        |stage: &Stage| stage.demand_deviation.is_some() || stage.demand_mean.is_some();
    let is_known = |stage: &Stage| stage.demand_mean.is_some() || !has_demand(stage);
    if !stages.iter().all(is_known) || !stages.iter().any(has_demand) {
        return None;
    }
    let own = stages.iter().map(|stage| stage.demand_mean.unwrap_or(0.0));
    Some(add_downstream(own.collect(), customers, upstream_first))
}

fn add_downstream(
    mut values: Vec<f64>,
    customers: &[Vec<usize>],
    upstream_first: &[usize],
) -> Vec<f64> {
    for index in upstream_first.iter().rev() {
        let more: f64 = list(customers, *index)
            .iter()
            .filter_map(|customer| values.get(*customer))
            .sum();
        if let Some(value) = values.get_mut(*index) {
            *value += more;
        }
    }
    values
}

fn list(lists: &[Vec<usize>], index: usize) -> &[usize] {
    lists.get(index).map_or(&[], Vec::as_slice)
}

fn push(lists: &mut [Vec<usize>], index: usize, value: usize) {
    if let Some(list) = lists.get_mut(index) {
        list.push(value);
    }
}

fn check_stages(stages: &[Stage]) -> Result<(), Problem> {
    if stages.is_empty() {
        return Err(bad_chain("il n’y a aucune étape", "there is no stage"));
    }
    for stage in stages {
        not_negative("holding_cost", stage.holding_cost)?;
        not_negative("safety_factor", stage.safety_factor.unwrap_or(0.0))?;
        not_negative("demand_sd", stage.demand_deviation.unwrap_or(0.0))?;
        finite("demand_mean", stage.demand_mean.unwrap_or(0.0))?;
    }
    Ok(())
}

fn bad_chain(french: &str, english: &str) -> Problem {
    let sentence = Sentence::new(
        format!("Cette chaîne ne peut pas être calculée\u{a0}: {french}."),
        format!("This chain cannot be computed: {english}."),
    );
    Problem::new("bad_chain", "nodes", sentence)
}

fn no_promise() -> Problem {
    let sentence = Sentence::new(
        "Aucune promesse de délai ne convient à toutes les étapes\u{a0}: relâchez un délai demandé par un client.",
        "No service times suit all stages: relax one that a customer asks for.",
    );
    Problem::new("infeasible", "nodes", sentence)
}
