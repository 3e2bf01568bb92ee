//! One stage: how much to hold when what is left and what is missing both cost.

use serde::Serialize;

use super::{Demand, finite, not_negative, positive};
use crate::Problem;

/// What a box costs, a period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StockCosts {
    /// For each box that is left.
    pub holding: f64,
    /// For each box that is missing.
    pub stockout: f64,
}

/// A base stock and what it costs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct BaseStock {
    /// The stock to come back to, in boxes.
    pub level: f64,
    /// Mean cost a period.
    pub cost: f64,
    /// stockout ÷ (stockout + holding): the chance with which demand should be covered.
    pub critical_ratio: f64,
    /// Chance that the stock covers the demand until the next delivery.
    pub cycle_service: f64,
    /// Mean of the boxes left.
    pub mean_left: f64,
    /// Mean of the boxes missing.
    pub mean_missing: f64,
}

/// The cheapest base stock for the demand of `lead_time` + 1 periods, or the cost of a given level.
///
/// The smallest S with F(S) ≥ p / (p + h) (Snyder and Shen, *Fundamentals of Supply Chain Theory*, 2nd edition,
/// section 4.3); its cost is h·E[(S - X)⁺] + p·E[(X - S)⁺].
pub fn base_stock(
    costs: StockCosts,
    demand: &Demand,
    lead_time: f64,
    level: Option<f64>,
) -> Result<BaseStock, Problem> {
    positive("holding_cost", costs.holding)?;
    positive("stockout_cost", costs.stockout)?;
    not_negative("lead_time", lead_time)?;
    demand.check()?;
    let demand = demand.over_periods(lead_time + 1.0)?;
    let critical_ratio = costs.stockout / (costs.stockout + costs.holding);
    let level = match level {
        Some(level) => finite("base_stock_level", level)?,
        None => demand.quantile(critical_ratio)?,
    };
    let loss = demand.loss(level)?;
    let cost = costs.holding * loss.complementary + costs.stockout * loss.loss;
    Ok(BaseStock {
        level,
        cost: finite("cost", cost)?,
        critical_ratio,
        cycle_service: demand.below(level)?,
        mean_left: loss.complementary,
        mean_missing: loss.loss,
    })
}

/// What a box brings in and costs when money is written out, and what is left is sold off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SellingPrices {
    /// For each box sold.
    pub revenue: f64,
    /// For each box bought.
    pub purchase: f64,
    /// For each box left, sold off.
    pub salvage: f64,
    /// Extra cost of a box left.
    pub holding: f64,
    /// Extra cost of a box missing.
    pub stockout: f64,
}

/// The level that earns most, and the mean profit a period: the newsvendor with explicit prices.
pub fn newsvendor_profit(
    prices: SellingPrices,
    demand: &Demand,
    lead_time: f64,
    level: Option<f64>,
) -> Result<(f64, f64), Problem> {
    not_negative("holding_cost", prices.holding)?;
    not_negative("stockout_cost", prices.stockout)?;
    not_negative("lead_time", lead_time)?;
    positive("revenue - purchase_cost", prices.revenue - prices.purchase)?;
    positive(
        "purchase_cost - salvage_value",
        prices.purchase - prices.salvage,
    )?;
    demand.check()?;
    let demand = demand.over_periods(lead_time + 1.0)?;
    let missing = prices.stockout + prices.revenue - prices.purchase;
    let left = prices.holding + prices.purchase - prices.salvage;
    let level = match level {
        Some(level) => finite("base_stock_level", level)?,
        None => demand.quantile(missing / (missing + left))?,
    };
    let loss = demand.loss(level)?;
    let profit = (prices.revenue - prices.purchase) * demand.mean()
        - left * loss.complementary
        - missing * loss.loss;
    Ok((level, finite("profit", profit)?))
}
