//! From those that have to those that need, at the least cost.

use serde::Serialize;

use super::{
    flow::{Arc, Flow, least_cost_flow},
    not_negative,
};
use crate::{Problem, Sentence};

/// Numbers that are not whole are counted in millionths.
const MILLIONTHS: f64 = 1e6;
/// Largest quantity, and largest cost of a unit.
const LARGEST: f64 = 1e9;
const MOST_LANES: usize = 20_000_000;

/// Suppliers, needs, and the cost of each way between them.
#[derive(Debug, Clone, PartialEq)]
pub struct TransportProblem {
    /// What each supplier has.
    pub supply: Vec<f64>,
    /// What each needs.
    pub need: Vec<f64>,
    /// Cost of a unit, a row for each supplier and a column for each need; `None` where nothing may go.
    pub cost: Vec<Vec<Option<f64>>>,
    /// Cost of a unit of each need that stays unmet; `None` when all needs must be met.
    pub penalty: Option<Vec<f64>>,
}

/// What goes where.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TransportPlan {
    /// Units from each supplier (rows) to each need (columns): whole when supplies and needs are.
    pub flow: Vec<Vec<f64>>,
    /// Units of each need that stay unmet.
    pub unmet: Vec<f64>,
    /// Units that each supplier keeps.
    pub kept: Vec<f64>,
    /// Cost of all ways.
    pub transport_cost: f64,
    /// Cost of all that stays unmet.
    pub penalty_cost: f64,
    /// Both together: the least possible.
    pub cost: f64,
    /// Whether the prices at both ends prove that nothing costs less.
    pub is_proven_least: bool,
}

impl TransportProblem {
    /// The plan that costs least.
    pub fn solve(&self) -> Result<TransportPlan, Problem> {
        self.check()?;
        let (suppliers, needs) = (self.supply.len(), self.need.len());
        let units = scale_of(self.supply.iter().chain(&self.need));
        let all_costs = self
            .cost
            .iter()
            .flatten()
            .flatten()
            .chain(self.penalty.iter().flatten());
        let cost_units = scale_of(all_costs);
        let scaled = |values: &[f64], scale: f64| -> Vec<i64> {
            values
                .iter()
                .map(|value| (value * scale).round() as i64)
                .collect()
        };
        let supply = scaled(&self.supply, units);
        let need = scaled(&self.need, units);
        let (total_supply, total_need): (i64, i64) = (supply.iter().sum(), need.iter().sum());
        let unmet_source = if self.penalty.is_some() {
            total_need
        } else {
            0
        };
        let kept_total = total_supply + unmet_source - total_need;
        if kept_total < 0 {
            return Err(infeasible());
        }
        // Nodes: suppliers, needs, what is kept, what stays unmet.
        let keeper = (suppliers + needs) as u32;
        let mut balance = supply;
        balance.extend(need.iter().map(|need| -need));
        balance.extend([-kept_total, unmet_source]);
        let mut arcs = Vec::with_capacity(suppliers * (needs + 1) + needs + 1);
        for (row, from) in self.cost.iter().zip(0_u32..) {
            let lanes = row.iter().zip(suppliers as u32..);
            arcs.extend(lanes.filter_map(|(cost, to)| {
                cost.map(|cost| Arc {
                    from,
                    to,
                    cost: (cost * cost_units).round() as i64,
                })
            }));
        }
        let lanes = arcs.len();
        // At first every supplier keeps all, and every need stays unmet where that is allowed.
        let mut starts: Vec<(u32, u32)> = Vec::with_capacity(suppliers + needs);
        starts.extend((0..suppliers as u32).zip(arcs.len() as u32..));
        arcs.extend((0..suppliers as u32).map(|from| Arc {
            from,
            to: keeper,
            cost: 0,
        }));
        if let Some(penalty) = &self.penalty {
            starts.extend((suppliers as u32..keeper).zip(arcs.len() as u32..));
            let penalties = scaled(penalty, cost_units)
                .into_iter()
                .zip(suppliers as u32..);
            arcs.extend(penalties.map(|(cost, to)| Arc {
                from: keeper + 1,
                to,
                cost,
            }));
            arcs.push(Arc {
                from: keeper + 1,
                to: keeper,
                cost: 0,
            });
        }
        let flow = least_cost_flow(&balance, &arcs, &starts);
        if !flow.is_feasible {
            return Err(infeasible());
        }
        Ok(self.plan(&flow, &arcs, lanes, units))
    }

    fn plan(&self, flow: &Flow, arcs: &[Arc], lanes: usize, units: f64) -> TransportPlan {
        let (suppliers, needs) = (self.supply.len(), self.need.len());
        let mut plan = TransportPlan {
            flow: vec![vec![0.0; needs]; suppliers],
            unmet: vec![0.0; needs],
            kept: vec![0.0; suppliers],
            transport_cost: 0.0,
            penalty_cost: 0.0,
            cost: 0.0,
            is_proven_least: flow.cost == flow.bound,
        };
        for (index, (arc, sent)) in arcs.iter().zip(&flow.units).enumerate() {
            let sent = *sent as f64 / units;
            let (from, to) = (arc.from as usize, (arc.to as usize).wrapping_sub(suppliers));
            let place = if index < lanes {
                plan.flow.get_mut(from).and_then(|row| row.get_mut(to))
            } else if from < suppliers {
                plan.kept.get_mut(from)
            } else {
                plan.unmet.get_mut(to)
            };
            if let Some(place) = place {
                *place = sent;
            }
        }
        let rows = plan.flow.iter().zip(&self.cost);
        let of_row = |(flow, cost): (&Vec<f64>, &Vec<Option<f64>>)| -> f64 {
            flow.iter()
                .zip(cost)
                .map(|(sent, cost)| sent * cost.unwrap_or(0.0))
                .sum()
        };
        plan.transport_cost = rows.map(of_row).sum();
        let penalties = self.penalty.iter().flatten().zip(&plan.unmet);
        plan.penalty_cost = penalties.map(|(penalty, unmet)| penalty * unmet).sum();
        plan.cost = plan.transport_cost + plan.penalty_cost;
        plan
    }

    fn check(&self) -> Result<(), Problem> {
        not_negative("supply", &self.supply)?;
        not_negative("need", &self.need)?;
        let penalties: &[f64] = self.penalty.as_deref().unwrap_or_default();
        let costs: Vec<f64> = self.cost.iter().flatten().copied().flatten().collect();
        not_negative("cost", &costs)?;
        not_negative("penalty", penalties)?;
        let is_square = self.cost.len() == self.supply.len()
            && self.cost.iter().all(|row| row.len() == self.need.len());
        let has_penalties = self
            .penalty
            .as_ref()
            .is_none_or(|penalty| penalty.len() == self.need.len());
        if !is_square || !has_penalties {
            let sentence = Sentence::new(
                "Les coûts doivent avoir une ligne par fournisseur et une colonne par besoin, et les pénalités une valeur par besoin.",
                "Costs must have a row for each supplier and a column for each need, penalties a value for each need.",
            );
            return Err(Problem::new("wrong_length", "cost", sentence));
        }
        let is_large = |values: &[f64]| values.iter().any(|value| *value > LARGEST);
        let lanes = self.supply.len().saturating_mul(self.need.len());
        if [&costs, &self.supply, &self.need]
            .into_iter()
            .any(|values| is_large(values))
            || is_large(penalties)
            || lanes > MOST_LANES
        {
            return Err(Problem::out_of_range(
                "cost",
                "d’un milliard au plus, sur vingt millions de voies au plus",
                "one billion at most, on twenty million ways at most",
            ));
        }
        Ok(())
    }
}

/// 1 when all are whole numbers, else a million.
fn scale_of<'values>(mut values: impl Iterator<Item = &'values f64>) -> f64 {
    if values.all(|value| value.fract() == 0.0) {
        1.0
    } else {
        MILLIONTHS
    }
}

fn infeasible() -> Problem {
    let sentence = Sentence::new(
        "Les besoins ne peuvent pas tous être servis\u{a0}: ajoutez de l’offre, ouvrez des voies, ou donnez une pénalité à ce qui \
         manque.",
        "Not all needs can be met: add supply, open ways, or give a penalty to what is missing.",
    );
    Problem::new("infeasible", "need", sentence)
}
