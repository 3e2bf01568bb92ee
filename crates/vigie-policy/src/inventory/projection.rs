//! A stock day by day, when demand and deliveries are known.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{finite, not_negative};
use crate::Problem;

const MOST_DAYS: u32 = 100_000;

/// What comes first on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOrder {
    /// Deliveries, then demand.
    ReceiveFirst,
    /// Demand, then deliveries.
    DemandFirst,
}

/// What becomes of demand that is not met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unmet {
    /// It is lost.
    Lost,
    /// It waits, and the stock is counted below zero.
    Waits,
}

/// How days go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProjectionRule {
    /// What comes first.
    pub order: DayOrder,
    /// What becomes of demand that is not met.
    pub unmet: Unmet,
}

/// A stock over days.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Projection {
    /// First day on which demand is not met in full, from 1; `None` when it always is.
    pub first_stock_out_day: Option<u32>,
    /// Days on which demand is not met in full.
    pub stock_out_days: u32,
    /// Boxes of demand that are lost.
    pub lost_boxes: f64,
    /// Stock at the end of the last day; negative when demand waits.
    pub end_stock: f64,
    /// Stock at the end of each day.
    pub stock_by_day: Vec<f64>,
}

/// Projects a stock over days numbered from 1. Demand is that of each day, the last value holding for the days after.
/// Deliveries of other days are left out.
pub fn project_stock(
    stock: f64,
    demand: &[f64],
    deliveries: &BTreeMap<u32, f64>,
    days: u32,
    rule: ProjectionRule,
) -> Result<Projection, Problem> {
    finite("stock0", stock)?;
    if days > MOST_DAYS {
        return Err(Problem::out_of_range(
            "days",
            "100\u{a0}000 jours au plus",
            "100,000 days at most",
        ));
    }
    for value in demand {
        not_negative("daily_demand", *value)?;
    }
    for value in deliveries.values() {
        not_negative("receipts", *value)?;
    }
    let mut stock = stock;
    let mut lost = 0.0;
    let mut short_days = Vec::new();
    let mut stock_by_day = Vec::with_capacity(days as usize);
    for day in 1..=days {
        let place = (day as usize - 1).min(demand.len().saturating_sub(1));
        let asked = demand.get(place).copied().unwrap_or(0.0);
        let received = deliveries.get(&day).copied().unwrap_or(0.0);
        let (early, late) = match rule.order {
            DayOrder::ReceiveFirst => (received, 0.0),
            DayOrder::DemandFirst => (0.0, received),
        };
        stock += early - asked;
        if stock < 0.0 {
            short_days.push(day);
            if rule.unmet == Unmet::Lost {
                lost -= stock;
                stock = 0.0;
            }
        }
        stock += late;
        stock_by_day.push(finite("end_inventory", stock)?);
    }
    Ok(Projection {
        first_stock_out_day: short_days.first().copied(),
        stock_out_days: short_days.len() as u32,
        lost_boxes: finite("lost_units", lost)?,
        end_stock: stock,
        stock_by_day,
    })
}
