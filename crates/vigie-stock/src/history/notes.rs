//! What a file of the past says of its day as a whole: who was expected, who reported. Kept in the file itself, so
//! that a number read from it can be shown with its completeness.

use parquet::file::metadata::{KeyValue, ParquetMetaData};
use serde::{Deserialize, Serialize};
use vigie_model::{Day, ReportNumber, SiteNumber};

use super::HistoryError;
use crate::picture::{DayState, SLABS, SitePosition};

const KEY: &str = "vigie.day";
const SITES_KEY: &str = "vigie.sites";

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

    pub(super) fn metadata(&self) -> KeyValue {
        KeyValue::new(KEY.to_owned(), text_of(self))
    }

    pub(super) fn read(metadata: &ParquetMetaData) -> Result<Self, HistoryError> {
        find(metadata, KEY)
            .and_then(|text| serde_json::from_str(text).ok())
            .ok_or(HistoryError::Column(KEY))
    }
}

/// Sites of which the lines of a day file do not tell whether they reported for the day. Kept in day files only.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct UntoldSites {
    /// Reported for the day and did not state sales.
    pub without_sales: Vec<SiteNumber>,
    /// Reported for the day, stated sales, and list no pack.
    pub without_lines: Vec<SiteNumber>,
    /// Did not report for the day, and list no pack since an earlier one.
    pub carried_without_lines: Vec<SiteNumber>,
}

impl UntoldSites {
    pub(super) fn of(state: &DayState) -> Self {
        let mut untold = Self::default();
        for SitePosition { site, position, .. } in &state.sites {
            let reported = position.day == state.day;
            let has_lines = !position.cells.is_empty();
            match (reported, position.sales.is_some(), has_lines) {
                (true, false, _) => untold.without_sales.push(*site),
                (true, true, false) => untold.without_lines.push(*site),
                (false, _, false) => untold.carried_without_lines.push(*site),
                (_, _, true) => {}
            }
        }
        untold
    }

    pub(super) fn metadata(&self) -> KeyValue {
        KeyValue::new(SITES_KEY.to_owned(), text_of(self))
    }

    /// None are named in files of before they were.
    pub(super) fn read(metadata: &ParquetMetaData) -> Self {
        find(metadata, SITES_KEY)
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default()
    }
}

fn text_of(notes: &impl Serialize) -> String {
    serde_json::to_string(notes).unwrap_or_default()
}

fn find<'a>(metadata: &'a ParquetMetaData, key: &str) -> Option<&'a str> {
    let pairs = metadata.file_metadata().key_value_metadata()?;
    pairs.iter().find(|pair| pair.key == key)?.value.as_deref()
}
