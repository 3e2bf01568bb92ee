//! What it costs to hold a medicine for some months: boxes that expire, and space.
//!
//! A stock of S boxes is kept full and sold oldest first, d boxes a month. By Little's law a box then stays S/d months.
//! Where that is more than the a months in which it may still be sold, boxes leave at that age at the latest, sold or
//! not: S = (d + waste) × a, so that the waste is d × (s/a − 1) boxes a month for a stock of s = S/d months, and none up
//! to a months. Demand is taken as steady; what expires all the same (demand that moves, returns, boxes that are not
//! taken in order) is a share of the stock a year, given as data.

use serde::Serialize;

use super::{finite, not_negative, positive};
use crate::Problem;

const MONTHS_PER_YEAR: f64 = 12.0;

/// What holding a medicine rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HoldingTerms {
    /// Demand, in boxes a month.
    pub demand_per_month: f64,
    /// What a box that expires is worth, with what its destruction costs, in euros.
    pub value_per_box: f64,
    /// Months between the arrival of a box and the last day on which it may be sold: shelf life left at arrival, less
    /// what customers ask for; `None` for what does not expire.
    pub sellable_months: Option<f64>,
    /// Part of the stock that expires in a year whatever its age: an assumption.
    pub lost_share_per_year: f64,
    /// Volume of a box as it is stored, in m³.
    pub volume_per_box: f64,
    /// Cost of a m³ for a month, in euros; that of the cold chain where the medicine needs it.
    pub space_price_per_month: f64,
}

/// What a level of stock costs a year.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct HoldingCost {
    /// Boxes that expire in a year.
    pub expired_boxes: f64,
    /// What they are worth, in euros a year.
    pub expired_euros: f64,
    /// Space that the stock takes, in m³.
    pub volume: f64,
    /// What the space costs, in euros a year.
    pub space_euros: f64,
}

/// What it costs a year to hold so many months of the demand of a medicine.
pub fn holding_cost(terms: &HoldingTerms, months: f64) -> Result<HoldingCost, Problem> {
    not_negative("months", months)?;
    let demand = not_negative("d", terms.demand_per_month)?;
    let value = not_negative("value_per_box", terms.value_per_box)?;
    let lost_share = not_negative("lost_share_per_year", terms.lost_share_per_year)?;
    let volume_per_box = not_negative("volume_per_box", terms.volume_per_box)?;
    let space_price = not_negative("space_price_per_month", terms.space_price_per_month)?;
    let too_old_per_month = match terms.sellable_months {
        Some(sellable) => {
            let sellable = positive("sellable_months", sellable)?;
            demand * (months / sellable - 1.0).max(0.0)
        }
        None => 0.0,
    };
    let stock = finite("stock", demand * months)?;
    let expired_boxes = finite(
        "expired_boxes",
        too_old_per_month * MONTHS_PER_YEAR + stock * lost_share,
    )?;
    let volume = finite("volume", stock * volume_per_box)?;
    Ok(HoldingCost {
        expired_boxes,
        expired_euros: finite("expired_euros", expired_boxes * value)?,
        volume,
        space_euros: finite("space_euros", volume * space_price * MONTHS_PER_YEAR)?,
    })
}
