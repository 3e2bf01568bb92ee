//! How likely a stock is to run out.

use serde::Serialize;

use super::{finite, normal, not_negative, positive};
use crate::Problem;

/// The first day on which a stock is gone, when demand wanders like a Brownian motion: an inverse Gaussian law.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FirstPassage {
    /// Chance that the stock is gone within the days asked about.
    pub chance_within: f64,
    /// Mean of the day, in days.
    pub mean_days: f64,
    /// Variance of the day, in days squared.
    pub variance_days: f64,
}

/// Chance that the demand of `days` days exceeds the stock, daily demand independent and normal:
/// Φ((μH - S) / (σ√H)). It says nothing of a stock that is refilled or gone before the last day.
pub fn stock_out_at_end(
    stock: f64,
    daily_mean: f64,
    daily_deviation: f64,
    days: f64,
) -> Result<f64, Problem> {
    finite("stock", stock)?;
    finite("mean_daily", daily_mean)?;
    not_negative("sd_daily", daily_deviation)?;
    not_negative("H", days)?;
    let spread = finite("sd_daily", daily_deviation * days.sqrt())?;
    let excess = finite("mean_daily", daily_mean * days - stock)?;
    if spread > 0.0 {
        return Ok(normal::below(excess / spread));
    }
    Ok(if excess > 0.0 { 1.0 } else { 0.0 })
}

/// Chance that the stock is gone at some time within `days` days:
/// Φ((μH - S) / (σ√H)) + e^(2μS/σ²)·Φ((-μH - S) / (σ√H)), the last term by logarithms so that it never overflows.
pub fn first_passage(
    stock: f64,
    daily_mean: f64,
    daily_deviation: f64,
    days: f64,
) -> Result<FirstPassage, Problem> {
    not_negative("stock", stock)?;
    positive("mean_daily", daily_mean)?;
    not_negative("sd_daily", daily_deviation)?;
    not_negative("H", days)?;
    let mean_days = finite("mean_T", stock / daily_mean)?;
    let variance_days = stock * daily_deviation * daily_deviation / daily_mean.powi(3);
    let spread = finite("sd_daily", daily_deviation * days.sqrt())?;
    let chance_within = if stock <= 0.0 {
        1.0
    } else if spread <= 0.0 {
        if days >= mean_days && days > 0.0 {
            1.0
        } else {
            0.0
        }
    } else {
        let reached = normal::below((daily_mean * days - stock) / spread);
        let log_factor = 2.0 * daily_mean * stock / (daily_deviation * daily_deviation);
        let log_reflected = normal::log_below((-daily_mean * days - stock) / spread);
        (reached + (log_factor + log_reflected).exp()).min(1.0)
    };
    Ok(FirstPassage {
        chance_within: finite("p_T_le_H", chance_within)?,
        mean_days,
        variance_days: finite("var_T", variance_days)?,
    })
}
