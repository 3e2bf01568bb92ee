//! Rows on their way into a file, column by column.

use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Int32Array, Int64Array, RecordBatch};
use vigie_model::{Cip13, Department};

use super::schema::{day_schema, department_column, history_schema, tier_column};
use super::{HistoryError, HistoryRow};

/// Sales that are not stated, in a [`DayLine`].
pub const UNKNOWN: u32 = u32::MAX;

/// One pack at one site at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayLine {
    /// Slab of the site.
    pub slab: u32,
    /// Number of the site.
    pub site: u32,
    /// Boxes on hand.
    pub on_hand: u32,
    /// Boxes sold on the day, or [`UNKNOWN`].
    pub sold: u32,
    /// Boxes ordered and not delivered.
    pub ordered: u32,
}

/// Lines of a day file.
#[derive(Debug, Default)]
pub struct DayColumns {
    cip13: Vec<i64>,
    tier: Vec<u8>,
    department: Vec<u8>,
    site: Vec<i32>,
    on_hand: Vec<i32>,
    sold: Vec<Option<i32>>,
    ordered: Vec<i32>,
}

impl DayColumns {
    pub fn len(&self) -> usize {
        self.cip13.len()
    }

    pub fn push(&mut self, cip13: i64, line: DayLine) {
        let departments = Department::COUNT as u32;
        self.cip13.push(cip13);
        self.tier.push((line.slab / departments) as u8);
        self.department.push((line.slab % departments) as u8);
        self.site.push(line.site as i32);
        self.on_hand.push(line.on_hand as i32);
        self.sold
            .push((line.sold != UNKNOWN).then_some(line.sold as i32));
        self.ordered.push(line.ordered as i32);
    }

    pub fn into_batch(self) -> Result<RecordBatch, HistoryError> {
        let columns: Vec<ArrayRef> = vec![
            Arc::new(Int64Array::from(self.cip13)),
            tier_column(self.tier)?,
            department_column(self.department)?,
            Arc::new(Int32Array::from(self.site)),
            Arc::new(Int32Array::from(self.on_hand)),
            Arc::new(Int32Array::from(self.sold)),
            Arc::new(Int32Array::from(self.ordered)),
        ];
        Ok(RecordBatch::try_new(day_schema(), columns)?)
    }
}

/// Rows of a history file.
#[derive(Debug, Default)]
pub struct HistoryColumns {
    cip13: Vec<i64>,
    day: Vec<i32>,
    tier: Vec<u8>,
    department: Vec<u8>,
    on_hand: Vec<i64>,
    sold: Vec<Option<i64>>,
    sites_holding: Vec<i32>,
    sites_at_zero: Vec<i32>,
    ordered_not_delivered: Vec<i64>,
}

impl HistoryColumns {
    pub fn len(&self) -> usize {
        self.cip13.len()
    }

    pub fn push(&mut self, pack: Cip13, row: &HistoryRow) {
        self.cip13.push(pack.as_u64() as i64);
        self.day.push(row.day.epoch_days());
        self.tier.push(row.tier.index() as u8);
        self.department.push(row.department.index() as u8);
        self.on_hand.push(row.on_hand as i64);
        self.sold.push(row.sold.map(|boxes| boxes as i64));
        self.sites_holding.push(row.sites_holding as i32);
        self.sites_at_zero.push(row.sites_at_zero as i32);
        self.ordered_not_delivered
            .push(row.ordered_not_delivered as i64);
    }

    pub fn into_batch(self) -> Result<RecordBatch, HistoryError> {
        let columns: Vec<ArrayRef> = vec![
            Arc::new(Int64Array::from(self.cip13)),
            Arc::new(Date32Array::from(self.day)),
            tier_column(self.tier)?,
            department_column(self.department)?,
            Arc::new(Int64Array::from(self.on_hand)),
            Arc::new(Int64Array::from(self.sold)),
            Arc::new(Int32Array::from(self.sites_holding)),
            Arc::new(Int32Array::from(self.sites_at_zero)),
            Arc::new(Int64Array::from(self.ordered_not_delivered)),
        ];
        Ok(RecordBatch::try_new(history_schema(), columns)?)
    }
}
