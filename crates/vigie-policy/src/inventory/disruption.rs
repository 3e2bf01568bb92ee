//! A supplier that fails for several periods: the risk that medicines really run.

use serde::Serialize;

use super::{chance, finite, newsvendor::StockCosts, not_negative, positive};
use crate::Problem;

/// Outages longer than what is exceeded with this chance are left out of the cost, as in the reference library
/// (stockpyl 1.0.2); the cost without that cut is given beside it.
const CUT: f64 = 1e-10;
const MOST_PERIODS: f64 = 200_000.0;

/// A supplier that fails and recovers from one period to the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SupplyDisruptions {
    /// Demand a period, always the same, in boxes.
    pub demand: f64,
    /// Chance to fail in the next period.
    pub failure: f64,
    /// Chance to recover in the next period.
    pub recovery: f64,
}

/// The stock against outages and its cost.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct DisruptionPlan {
    /// The stock to come back to, in boxes: whole periods of demand when it is optimal.
    pub level: f64,
    /// Whole periods of outage that it covers.
    pub periods_covered: f64,
    /// Mean cost a period, outages less likely than 1e-10 left out.
    pub cost: f64,
    /// Mean cost a period over all outages.
    pub cost_of_all_outages: f64,
    /// Chance that an outage is not longer than what is covered.
    pub service: f64,
}

impl SupplyDisruptions {
    /// The cheapest stock, or the cost of a given one.
    ///
    /// The chance to be in the n-th period of an outage is π(0) = β / (α + β), π(n) = αβ / (α + β)·(1 - β)ⁿ⁻¹; the
    /// stock covers one period more than the smallest n with F(n) ≥ p / (p + h) (Snyder and Shen, section 9.3).
    pub fn plan(&self, costs: StockCosts, level: Option<f64>) -> Result<DisruptionPlan, Problem> {
        positive("holding_cost", costs.holding)?;
        positive("stockout_cost", costs.stockout)?;
        positive("demand", self.demand)?;
        chance("disruption_prob", self.failure)?;
        chance("recovery_prob", self.recovery)?;
        let ratio = costs.stockout / (costs.stockout + costs.holding);
        let level = match level {
            Some(level) => not_negative("base_stock_level", level)?,
            None => self.demand * (1.0 + self.first_period_reaching(ratio)?),
        };
        let last = self.first_period_reaching(ratio.max(1.0 - CUT))?;
        let covered = (level / self.demand).floor() - 1.0;
        if covered.is_nan() || covered > MOST_PERIODS {
            return Err(Problem::not_a_number("base_stock_level"));
        }
        let cost = self.cost_up_to(costs, level, last);
        // Beyond what the stock covers, costs grow in line and the chances fall geometrically.
        let from = last.max(covered + 1.0).max(0.0) + 1.0;
        let all = self.cost_up_to(costs, level, from - 1.0) + self.cost_after(costs, level, from);
        Ok(DisruptionPlan {
            level,
            periods_covered: (covered + 1.0).max(0.0),
            cost: finite("cost", cost)?,
            cost_of_all_outages: finite("cost", all)?,
            service: if covered < 0.0 {
                0.0
            } else {
                self.at_most(covered)
            },
        })
    }

    /// Chance that an outage has lasted at most `n` periods.
    fn at_most(&self, n: f64) -> f64 {
        1.0 - self.failure / (self.failure + self.recovery) * (1.0 - self.recovery).powf(n)
    }

    fn exactly(&self, n: f64) -> f64 {
        let both = self.failure + self.recovery;
        if n < 0.5 {
            return self.recovery / both;
        }
        self.failure * self.recovery / both * (1.0 - self.recovery).powf(n - 1.0)
    }

    /// The smallest n whose chance is at least this.
    fn first_period_reaching(&self, wanted: f64) -> Result<f64, Problem> {
        let rest = (1.0 - wanted) * (self.failure + self.recovery) / self.failure;
        let estimate = (rest.ln() / (1.0 - self.recovery).ln()).ceil().max(0.0);
        if estimate.is_nan() || estimate > MOST_PERIODS {
            return Err(Problem::not_a_number("base_stock_level"));
        }
        // Rounding may put the estimate one off on either side.
        let mut n = (estimate - 2.0).max(0.0);
        while self.at_most(n) < wanted && n < estimate {
            n += 1.0;
        }
        Ok(n)
    }

    fn cost_up_to(&self, costs: StockCosts, level: f64, last: f64) -> f64 {
        let (mut cost, mut n) = (0.0, 0.0);
        while n <= last {
            let difference = level - (n + 1.0) * self.demand;
            cost += self.exactly(n)
                * (costs.holding * difference.max(0.0) + costs.stockout * (-difference).max(0.0));
            n += 1.0;
        }
        cost
    }

    /// Cost of all outages from `from` on, which are longer than the stock covers.
    fn cost_after(&self, costs: StockCosts, level: f64, from: f64) -> f64 {
        let missing = (from + 1.0) * self.demand - level;
        let stays = 1.0 - self.recovery;
        let chances = self.exactly(from) / self.recovery;
        costs.stockout * chances * (missing + self.demand * stays / self.recovery)
    }
}
