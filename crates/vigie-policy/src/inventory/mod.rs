//! Safety stocks: laws of demand, one stage, many stages, and one budget for a whole country.
//!
//! Unlike money, these numbers are floating-point: every function answers with finite numbers or a [`Problem`].

mod compound;
mod demand;
mod disruption;
mod guaranteed_service;
mod holding;
mod national;
mod newsvendor;
mod normal;
mod projection;
mod room;
mod safety;
mod several;
mod stock_out;

pub use compound::{CompoundPoisson, SizeLaw};
pub use demand::{Demand, Loss};
pub use disruption::{DisruptionPlan, SupplyDisruptions};
pub use guaranteed_service::{ServicePlan, ServiceTimes, Stage, StagePlan, place_safety_stock};
pub use holding::{HoldingCost, HoldingTerms, holding_cost};
pub use national::{Allocation, AllocationProblem, FrontierPoint, StockedMedicine};
pub use newsvendor::{BaseStock, SellingPrices, StockCosts, base_stock, newsvendor_profit};
pub use projection::{DayOrder, Projection, ProjectionRule, Unmet, project_stock};
pub use room::{RoomLimits, RoomMedicine, RoomPlan, RoomPrices, RoomProblem, RoomTerms, RoomUse};
pub use safety::{
    LeadTimeService, SafetyStock, lead_time_deviation, negative_binomial_service,
    safety_stock_for_availability, safety_stock_for_fill_rate,
};
pub use several::{
    LevelPlan, LevelProblem, LevelledMedicine, MOST_RESOURCES, StockLevel, StockResource,
};
pub use stock_out::{FirstPassage, first_passage, stock_out_at_end};

use crate::Problem;

/// Refuses what is not a finite number.
pub(crate) fn finite(place: &str, value: f64) -> Result<f64, Problem> {
    if value.is_finite() {
        return Ok(value);
    }
    Err(Problem::not_a_number(place))
}

/// Refuses what is not finite and above zero.
pub(crate) fn positive(place: &str, value: f64) -> Result<f64, Problem> {
    if value.is_finite() && value > 0.0 {
        return Ok(value);
    }
    Err(Problem::out_of_range(
        place,
        "un nombre au-dessus de zéro",
        "a number above zero",
    ))
}

/// Refuses what is not finite and zero or more.
pub(crate) fn not_negative(place: &str, value: f64) -> Result<f64, Problem> {
    if value.is_finite() && value >= 0.0 {
        return Ok(value);
    }
    Err(Problem::out_of_range(place, "zéro ou plus", "zero or more"))
}

/// Refuses what is not strictly between 0 and 1.
pub(crate) fn chance(place: &str, value: f64) -> Result<f64, Problem> {
    if value > 0.0 && value < 1.0 {
        return Ok(value);
    }
    Err(Problem::out_of_range(
        place,
        "entre 0 et 1, bornes exclues",
        "between 0 and 1, bounds excluded",
    ))
}
