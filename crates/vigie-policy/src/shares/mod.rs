//! Scarce boxes shared fairly, and moved between sites at the least cost.

mod apportion;
mod flow;
mod level;
mod redistribution;
mod rules;
mod share_out;
mod transport;

pub use apportion::{largest_remainder, sainte_lague};
pub use redistribution::{
    RedistributionPlan, RedistributionSite, SiteMove, SiteNeed, redistribute,
};
pub use rules::{
    Concentration, CoverSite, alpha_fair, concentration, equal_awards, equal_cover, equal_losses,
    proportional, talmud,
};
pub use share_out::{
    Claim, Equity, Rounding, Share, ShareReason, ShareRule, SharedOut, equity, share_out,
    verified_claim,
};
pub use transport::{TransportPlan, TransportProblem};

use crate::Problem;

/// Refuses a number that is negative or not finite.
fn not_negative(place: &str, values: &[f64]) -> Result<(), Problem> {
    if values
        .iter()
        .all(|value| value.is_finite() && *value >= 0.0)
    {
        return Ok(());
    }
    Err(Problem::out_of_range(
        place,
        "fait de nombres positifs ou nuls",
        "made of numbers of zero or more",
    ))
}
