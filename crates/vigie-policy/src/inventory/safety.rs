//! Safety stock for a level of service.

use serde::Serialize;

use super::{Demand, chance, finite, normal, not_negative, positive};
use crate::Problem;

/// A safety stock.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SafetyStock {
    /// Safety factor.
    pub z: f64,
    /// Safety stock in boxes: z × standard deviation of the demand of the lead time.
    pub boxes: f64,
}

/// The safety stock that covers the demand of the lead time with this chance (service of type alpha), demand normal.
pub fn safety_stock_for_availability(service: f64, deviation: f64) -> Result<SafetyStock, Problem> {
    chance("alpha", service)?;
    not_negative("deviation", deviation)?;
    let z = normal::quantile(service);
    Ok(SafetyStock {
        z,
        boxes: finite("safety_stock", z * deviation)?,
    })
}

/// The safety stock that serves this part of the demand (fill rate, type beta) when orders are of `order_quantity`
/// boxes: G(z) = (1 - β)·Q / σ with G the standard normal loss. It is negative where a large order covers enough.
pub fn safety_stock_for_fill_rate(
    fill_rate: f64,
    order_quantity: f64,
    deviation: f64,
) -> Result<SafetyStock, Problem> {
    chance("beta", fill_rate)?;
    positive("Q", order_quantity)?;
    positive("deviation", deviation)?;
    let wanted = finite("beta", (1.0 - fill_rate) * order_quantity / deviation)?;
    let z = normal::loss_inverse(wanted);
    Ok(SafetyStock {
        z,
        boxes: finite("safety_stock", z * deviation)?,
    })
}

/// Standard deviation of the demand of a lead time that varies too: √(μ_L·σ_d² + μ_d²·σ_L²), in boxes. Demand is a
/// period, the lead time in periods.
pub fn lead_time_deviation(
    demand_mean: f64,
    demand_deviation: f64,
    lead_time_mean: f64,
    lead_time_deviation: f64,
) -> Result<f64, Problem> {
    finite("mu_d", demand_mean)?;
    not_negative("sd_d", demand_deviation)?;
    not_negative("mu_L", lead_time_mean)?;
    not_negative("sd_L", lead_time_deviation)?;
    let of_demand = lead_time_mean * demand_deviation * demand_deviation;
    let of_lead_time = demand_mean * demand_mean * lead_time_deviation * lead_time_deviation;
    finite("sigma_LTD", (of_demand + of_lead_time).sqrt())
}

/// What a base stock does against a demand of the lead time that is negative binomial.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LeadTimeService {
    /// Chance that it covers the demand of the lead time.
    pub cycle_service: f64,
    /// Mean of what is missing.
    pub expected_backorders: f64,
    /// Part of the demand served at once, when a cycle sells the mean.
    pub fill_rate: f64,
    /// Successes of the law.
    pub successes: f64,
    /// Chance of a success of the law.
    pub chance: f64,
}

/// Service of a base stock, in whole boxes, by the mean and the variance of the demand of the lead time.
pub fn negative_binomial_service(
    mean: f64,
    variance: f64,
    base_stock: f64,
) -> Result<LeadTimeService, Problem> {
    let demand = Demand::negative_binomial(mean, variance)?;
    let loss = demand.loss(base_stock)?.loss;
    Ok(LeadTimeService {
        cycle_service: demand.below(base_stock)?,
        expected_backorders: loss,
        fill_rate: finite("fill_rate", 1.0 - loss / mean)?,
        successes: mean * mean / (variance - mean),
        chance: mean / variance,
    })
}
