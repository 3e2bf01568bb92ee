//! What a file of the past says of its days as a whole: who was expected, who reported. Kept in the file itself, so
//! that a number read from it can be shown with its completeness.

use parquet::file::metadata::{KeyValue, ParquetMetaData};
use serde::{Deserialize, Serialize};
use vigie_model::{Day, ReportNumber, SiteNumber};

use super::HistoryError;
use crate::picture::{DayState, Position, SLABS, SitePosition};

const KEY: &str = "vigie.day";
const DAYS_KEY: &str = "vigie.days";
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

/// One tier in one department on one day. Written as a list of its numbers, since a month has thousands of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "SlabNumbers", into = "SlabNumbers")]
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

/// The fields of [`SlabNotes`] in their order.
type SlabNumbers = (usize, u32, u32, u32, u32);

impl From<SlabNumbers> for SlabNotes {
    fn from((slab, expected, reported, sites, stating_sales): SlabNumbers) -> Self {
        Self {
            slab,
            expected,
            reported,
            sites,
            stating_sales,
        }
    }
}

impl From<SlabNotes> for SlabNumbers {
    fn from(notes: SlabNotes) -> Self {
        let SlabNotes {
            slab,
            expected,
            reported,
            sites,
            stating_sales,
        } = notes;
        (slab, expected, reported, sites, stating_sales)
    }
}

impl DayNotes {
    /// The notes of a frozen day.
    pub fn of(state: &DayState) -> Self {
        let mut notes = Self::expecting(state.day, &state.expected);
        notes.journal_head = state.journal_head;
        for SitePosition { slab, position, .. } in &state.sites {
            notes.add(*slab, SiteStatus::of(position, state.day));
        }
        notes.forget_empty_slabs();
        notes
    }

    /// A day for which nobody has reported; `expected` are the sites that were to report, by slab.
    pub(super) fn expecting(day: Day, expected: &[u32]) -> Self {
        let slabs = (0..SLABS).map(|slab| SlabNotes {
            slab,
            expected: expected.get(slab).copied().unwrap_or_default(),
            reported: 0,
            sites: 0,
            stating_sales: 0,
        });
        Self {
            day,
            journal_head: ReportNumber(0),
            slabs: slabs.collect(),
        }
    }

    /// Counts a site.
    pub(super) fn add(&mut self, slab: usize, status: SiteStatus) {
        let place = self.slabs.partition_point(|notes| notes.slab < slab);
        if self.slabs.get(place).is_none_or(|notes| notes.slab != slab) {
            let nobody = SlabNotes {
                slab,
                expected: 0,
                reported: 0,
                sites: 0,
                stating_sales: 0,
            };
            self.slabs.insert(place, nobody);
        }
        if let Some(notes) = self.slabs.get_mut(place) {
            notes.sites += 1;
            notes.reported += u32::from(status.reported);
            notes.stating_sales += u32::from(status.stating_sales);
        }
    }

    /// Counts a site no longer.
    pub(super) fn remove(&mut self, slab: usize, status: SiteStatus) {
        if let Some(notes) = self.slabs.iter_mut().find(|notes| notes.slab == slab) {
            notes.sites -= 1;
            notes.reported -= u32::from(status.reported);
            notes.stating_sales -= u32::from(status.stating_sales);
        }
    }

    pub(super) fn forget_empty_slabs(&mut self) {
        self.slabs
            .retain(|notes| notes.expected > 0 || notes.sites > 0);
    }

    pub(super) fn metadata(&self) -> KeyValue {
        KeyValue::new(KEY.to_owned(), text_of(self))
    }

    pub(super) fn metadata_of_days(days: &[Self]) -> KeyValue {
        KeyValue::new(DAYS_KEY.to_owned(), text_of(&days))
    }

    pub(super) fn read(metadata: &ParquetMetaData) -> Result<Self, HistoryError> {
        find(metadata, KEY)
            .and_then(|text| serde_json::from_str(text).ok())
            .ok_or(HistoryError::Column(KEY))
    }

    pub(super) fn read_days(metadata: &ParquetMetaData) -> Result<Vec<Self>, HistoryError> {
        find(metadata, DAYS_KEY)
            .and_then(|text| serde_json::from_str(text).ok())
            .ok_or(HistoryError::Column(DAYS_KEY))
    }
}

/// What a counted site did for a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SiteStatus {
    reported: bool,
    stating_sales: bool,
}

impl SiteStatus {
    pub(super) fn of(position: &Position, day: Day) -> Self {
        let reported = position.day == day;
        Self {
            reported,
            stating_sales: reported && position.sales.is_some(),
        }
    }

    /// What the lines of a site tell: only those of a site that reported for the day may state sales.
    pub(super) fn of_line(lines_before: Option<Self>, states_sales: bool) -> Self {
        let stating_sales = states_sales || lines_before.is_some_and(|before| before.stating_sales);
        Self {
            reported: stating_sales,
            stating_sales,
        }
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
            untold.add(*site, position, state.day);
        }
        untold
    }

    pub(super) fn add(&mut self, site: SiteNumber, position: &Position, day: Day) {
        let status = SiteStatus::of(position, day);
        let has_lines = !position.cells.is_empty();
        match (status.reported, status.stating_sales, has_lines) {
            (true, false, _) => self.without_sales.push(site),
            (true, true, false) => self.without_lines.push(site),
            (false, _, false) => self.carried_without_lines.push(site),
            (_, _, true) => {}
        }
    }

    /// Forgets a site, and says what was known of it.
    pub(super) fn take(&mut self, site: SiteNumber) -> Option<SiteStatus> {
        let lists = [
            (&mut self.without_sales, true, false),
            (&mut self.without_lines, true, true),
            (&mut self.carried_without_lines, false, false),
        ];
        for (sites, reported, stating_sales) in lists {
            if let Some(place) = sites.iter().position(|other| *other == site) {
                sites.swap_remove(place);
                return Some(SiteStatus {
                    reported,
                    stating_sales,
                });
            }
        }
        None
    }

    pub(super) fn metadata(&self) -> KeyValue {
        KeyValue::new(SITES_KEY.to_owned(), text_of(self))
    }

    pub(super) fn read(metadata: &ParquetMetaData) -> Result<Self, HistoryError> {
        find(metadata, SITES_KEY)
            .and_then(|text| serde_json::from_str(text).ok())
            .ok_or(HistoryError::Column(SITES_KEY))
    }
}

fn text_of(notes: &impl Serialize) -> String {
    serde_json::to_string(notes).unwrap_or_default()
}

fn find<'a>(metadata: &'a ParquetMetaData, key: &str) -> Option<&'a str> {
    let pairs = metadata.file_metadata().key_value_metadata()?;
    pairs.iter().find(|pair| pair.key == key)?.value.as_deref()
}
