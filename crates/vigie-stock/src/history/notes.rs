//! What a file of the past says of its day as a whole: who was expected, who reported. Kept in the file itself, so
//! that a number read from it can be shown with its completeness.

use parquet::file::metadata::{KeyValue, ParquetMetaData};
use serde::{Deserialize, Serialize};
use vigie_model::{Day, ReportNumber};

use super::HistoryError;
use crate::picture::{DayState, SLABS};

const KEY: &str = "vigie.day";

/// One day, as its files describe it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayNotes {
    /// The day.
    pub day: Day,
    /// Last report of the journal that is included.
    pub journal_head: ReportNumber,
    /// Tiers and departments that have sites.
    pub slabs: Vec<SlabNotes>,
}

/// One tier in one department on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlabNotes {
    /// Its number ([`crate::picture::slab_index`]).
    pub slab: usize,
    /// Sites that were to report.
    pub expected: u32,
    /// Sites that reported for the day.
    pub reported: u32,
    /// Sites whose stock is counted, from this day or an earlier one.
    pub sites: u32,
    /// Sites that stated sales for the day.
    pub stating_sales: u32,
}

impl DayNotes {
    /// The notes of a frozen day.
    pub fn of(state: &DayState) -> Self {
        let mut slabs: Vec<SlabNotes> = (0..SLABS)
            .map(|slab| SlabNotes {
                slab,
                expected: state.expected.get(slab).copied().unwrap_or_default(),
                reported: state.reported.get(slab).copied().unwrap_or_default(),
                sites: 0,
                stating_sales: 0,
            })
            .collect();
        for site in &state.sites {
            if let Some(notes) = slabs.get_mut(site.slab) {
                notes.sites += 1;
                notes.stating_sales +=
                    u32::from(site.position.day == state.day && site.position.sales.is_some());
            }
        }
        slabs.retain(|notes| notes.expected > 0 || notes.sites > 0);
        Self {
            day: state.day,
            journal_head: state.journal_head,
            slabs,
        }
    }

    pub(super) fn metadata(&self) -> Vec<KeyValue> {
        let text = serde_json::to_string(self).unwrap_or_default();
        vec![KeyValue::new(KEY.to_owned(), text)]
    }

    pub(super) fn read(metadata: &ParquetMetaData) -> Result<Self, HistoryError> {
        let pairs = metadata.file_metadata().key_value_metadata();
        let text =
            pairs.and_then(|pairs| pairs.iter().find(|pair| pair.key == KEY)?.value.as_deref());
        text.and_then(|text| serde_json::from_str(text).ok())
            .ok_or(HistoryError::Column(KEY))
    }
}
