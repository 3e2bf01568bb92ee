//! Taxes of the sector: the safeguard contribution, those on turnover, that of wholesalers, and rebates.
//!
//! All amounts are euros, or any other unit of money as long as it is the same in one call; rates are parts of 1.

mod exemption;
mod safeguard;
mod split;
mod turnover;
mod wholesale;

pub use exemption::{ExemptionCost, PricedVolume, exemption_cost};
pub use safeguard::{LocationBracket, SafeguardRate, SafeguardRules, SafeguardStep};
pub use split::{CompanyBase, CompanyShare, SafeguardSplit, SplitShares, split_contribution};
pub use turnover::{StackedContribution, TurnoverRates, stacked_contribution};
pub use wholesale::{RebateKind, WholesaleContributionRates, rebate_cap};

use rust_decimal::Decimal;

use crate::Problem;

/// Refuses a negative amount.
fn not_negative(place: &str, value: Decimal) -> Result<Decimal, Problem> {
    if value < Decimal::ZERO {
        return Err(Problem::out_of_range(place, "zéro ou plus", "zero or more"));
    }
    Ok(value)
}

/// Refuses what is not a part of 1.
fn part_of_one(place: &str, value: Decimal) -> Result<Decimal, Problem> {
    if (Decimal::ZERO..=Decimal::ONE).contains(&value) {
        return Ok(value);
    }
    Err(Problem::out_of_range(
        place,
        "une part de 1, comme 0,05 pour 5\u{a0}%",
        "a part of 1, like 0.05 for 5 %",
    ))
}
