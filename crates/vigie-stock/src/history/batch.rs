//! Columns of a piece of a file, as they are read.

use arrow::array::{Array, ArrayRef, AsArray, Int32Array, Int64Array, RecordBatch};
use arrow::datatypes::{Date32Type, Int32Type, Int64Type, UInt8Type};
use vigie_model::{Day, Department, Tier};

use super::columns::{DayLine, UNKNOWN};
use super::{HistoryError, HistoryRow};
use crate::picture::slab_index;

/// Words by their keys in a column.
struct Words<'a, T> {
    keys: &'a [u8],
    values: Vec<T>,
    name: &'static str,
}

impl<'a, T: Copy> Words<'a, T> {
    fn of(
        column: &'a ArrayRef,
        name: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Self, HistoryError> {
        let missing = || HistoryError::Column(name);
        let column = column
            .as_dictionary_opt::<UInt8Type>()
            .ok_or_else(missing)?;
        let words = column.values().as_string_opt::<i32>().ok_or_else(missing)?;
        let values = words
            .iter()
            .flatten()
            .map(|word| read(word).ok_or_else(missing));
        Ok(Self {
            keys: column.keys().values(),
            values: values.collect::<Result<_, _>>()?,
            name,
        })
    }

    fn at(&self, row: usize) -> Result<T, HistoryError> {
        let key = self.keys.get(row).map(|key| usize::from(*key));
        let word = key.and_then(|key| self.values.get(key).copied());
        word.ok_or(HistoryError::Column(self.name))
    }
}

fn column<'a>(batch: &'a RecordBatch, name: &'static str) -> Result<&'a ArrayRef, HistoryError> {
    batch.column_by_name(name).ok_or(HistoryError::Column(name))
}

fn small<'a>(batch: &'a RecordBatch, name: &'static str) -> Result<&'a Int32Array, HistoryError> {
    column(batch, name)?
        .as_primitive_opt::<Int32Type>()
        .ok_or(HistoryError::Column(name))
}

fn large<'a>(batch: &'a RecordBatch, name: &'static str) -> Result<&'a Int64Array, HistoryError> {
    column(batch, name)?
        .as_primitive_opt::<Int64Type>()
        .ok_or(HistoryError::Column(name))
}

/// Codes of the packs of a batch of any file of the past, row by row.
pub fn codes_of(batch: &RecordBatch) -> Result<&[i64], HistoryError> {
    Ok(large(batch, "cip13")?.values())
}

/// Rows of history.
pub struct HistoryBatch<'a> {
    codes: &'a [i64],
    days: &'a [i32],
    tiers: Words<'a, Tier>,
    departments: Words<'a, Department>,
    on_hand: &'a [i64],
    sold: &'a Int64Array,
    holding: &'a [i32],
    at_zero: &'a [i32],
    ordered: &'a [i64],
}

impl<'a> HistoryBatch<'a> {
    pub fn of(batch: &'a RecordBatch) -> Result<Self, HistoryError> {
        let days = column(batch, "day")?
            .as_primitive_opt::<Date32Type>()
            .ok_or(HistoryError::Column("day"))?;
        Ok(Self {
            codes: codes_of(batch)?,
            days: days.values(),
            tiers: Words::of(column(batch, "tier")?, "tier", |word| word.parse().ok())?,
            departments: Words::of(
                column(batch, "department")?,
                "department",
                Department::from_code,
            )?,
            on_hand: large(batch, "on_hand")?.values(),
            sold: large(batch, "sold")?,
            holding: small(batch, "sites_holding")?.values(),
            at_zero: small(batch, "sites_at_zero")?.values(),
            ordered: large(batch, "ordered_not_delivered")?.values(),
        })
    }

    /// Codes of the packs, row by row.
    pub const fn codes(&self) -> &'a [i64] {
        self.codes
    }

    /// One row.
    pub fn row(&self, row: usize) -> Result<HistoryRow, HistoryError> {
        let large = |values: &[i64]| values.get(row).copied().unwrap_or_default() as u64;
        let small = |values: &[i32]| values.get(row).copied().unwrap_or_default();
        Ok(HistoryRow {
            day: Day::from_epoch_days(small(self.days)),
            tier: self.tiers.at(row)?,
            department: self.departments.at(row)?,
            on_hand: large(self.on_hand),
            sold: self.sold.is_valid(row).then(|| large(self.sold.values())),
            sites_holding: small(self.holding) as u32,
            sites_at_zero: small(self.at_zero) as u32,
            ordered_not_delivered: large(self.ordered),
        })
    }
}

/// Lines of a day.
pub struct DayBatch<'a> {
    codes: &'a [i64],
    tiers: Words<'a, Tier>,
    departments: Words<'a, Department>,
    sites: &'a [i32],
    on_hand: &'a [i32],
    sold: &'a Int32Array,
    ordered: &'a [i32],
}

impl<'a> DayBatch<'a> {
    pub fn of(batch: &'a RecordBatch) -> Result<Self, HistoryError> {
        Ok(Self {
            codes: codes_of(batch)?,
            tiers: Words::of(column(batch, "tier")?, "tier", |word| word.parse().ok())?,
            departments: Words::of(
                column(batch, "department")?,
                "department",
                Department::from_code,
            )?,
            sites: small(batch, "site")?.values(),
            on_hand: small(batch, "on_hand")?.values(),
            sold: small(batch, "sold")?,
            ordered: small(batch, "ordered_not_delivered")?.values(),
        })
    }

    /// Codes of the packs, line by line.
    pub const fn codes(&self) -> &'a [i64] {
        self.codes
    }

    /// One line.
    pub fn line(&self, row: usize) -> Result<DayLine, HistoryError> {
        let value = |values: &[i32]| values.get(row).copied().unwrap_or_default() as u32;
        let sold = self.sold.is_valid(row).then(|| value(self.sold.values()));
        Ok(DayLine {
            slab: slab_index(self.tiers.at(row)?, self.departments.at(row)?) as u32,
            site: value(self.sites),
            on_hand: value(self.on_hand),
            sold: sold.unwrap_or(UNKNOWN),
            ordered: value(self.ordered),
        })
    }
}
