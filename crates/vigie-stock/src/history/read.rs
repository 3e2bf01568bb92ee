//! Reads the rows of one pack out of history files: only the pages that may hold it are decoded.

use std::collections::BTreeMap;
use std::path::Path;

use parquet::arrow::arrow_reader::ParquetRecordBatchReader;
use vigie_model::{Cip13, Day, Department, SiteNumber, Tier};

use super::batch::{DayBatch, HistoryBatch};
use super::columns::UNKNOWN;
use super::digest::Digest;
use super::pack_pages::PackPages;
use super::{DayNotes, HistoryError};
use crate::picture::slab_index;

/// Sums of one pack over the sites of one tier in one department at the end of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HistoryRow {
    /// The day.
    pub day: Day,
    /// The tier.
    pub tier: Tier,
    /// The department.
    pub department: Department,
    /// Boxes on hand.
    pub on_hand: u64,
    /// Boxes sold on the day by the sites that stated sales; `None` if none did.
    pub sold: Option<u64>,
    /// Sites with at least one box.
    pub sites_holding: u32,
    /// Sites that carry the pack and have none.
    pub sites_at_zero: u32,
    /// Boxes ordered and not delivered.
    pub ordered_not_delivered: u64,
}

impl HistoryRow {
    /// The order of the rows of one pack in a file: days last, since stocks move little from one to the next, and what
    /// is alike takes little space side by side.
    pub(super) const fn place(&self) -> (usize, i32) {
        (
            slab_index(self.tier, self.department),
            self.day.epoch_days(),
        )
    }

    pub(super) fn add_to(&self, pack: Cip13, digest: &mut Digest) {
        let (slab, day) = self.place();
        let values = [
            pack.as_u64(),
            u64::from(day as u32) << 32 | slab as u64,
            self.on_hand,
            self.sold.unwrap_or(u64::MAX),
            u64::from(self.sites_holding) << 32 | u64::from(self.sites_at_zero),
            self.ordered_not_delivered,
        ];
        let mut bytes = [0; 48];
        for (place, value) in bytes.chunks_exact_mut(8).zip(values) {
            place.copy_from_slice(&value.to_le_bytes());
        }
        digest.add(&bytes);
    }
}

/// An open history file: its directory of pages is read once.
#[derive(Debug)]
pub struct HistoryFile(PackPages);

impl HistoryFile {
    /// Opens a file.
    pub fn open(path: &Path) -> Result<Self, HistoryError> {
        PackPages::open(path).map(Self)
    }

    /// What the file says of each of its days as a whole, in order of day.
    pub fn notes(&self) -> Result<Vec<DayNotes>, HistoryError> {
        DayNotes::read_days(self.0.metadata())
    }

    /// Rows of the file.
    pub fn rows(&self) -> i64 {
        self.0.metadata().file_metadata().num_rows()
    }

    /// Memory that its directory takes, with the notes of its days, in bytes.
    pub fn memory_bytes(&self) -> usize {
        self.0.metadata().memory_size()
    }

    /// Bytes of the notes of its days: a file has as many for few packs as for all.
    pub fn notes_bytes(&self) -> usize {
        let pairs = self.0.metadata().file_metadata().key_value_metadata();
        let texts = pairs
            .into_iter()
            .flatten()
            .filter_map(|pair| pair.value.as_ref());
        texts.map(String::len).sum()
    }

    /// The rows of one pack, in order of day, tier and department.
    pub fn rows_of(&self, pack: Cip13) -> Result<Vec<HistoryRow>, HistoryError> {
        let mut rows = Vec::new();
        self.0.for_each_of(pack, |batch, places| {
            let columns = HistoryBatch::of(batch)?;
            rows.reserve(places.len());
            for row in places {
                rows.push(columns.row(row)?);
            }
            Ok(())
        })?;
        Ok(in_order_of_day(rows))
    }

    /// BLAKE3 over the rows of each day, as [`super::DaySummary::history_digest`].
    pub fn digests(&self) -> Result<BTreeMap<Day, [u8; 32]>, HistoryError> {
        let mut digests: BTreeMap<Day, Digest> = BTreeMap::new();
        for notes in self.notes()? {
            digests.insert(notes.day, Digest::default());
        }
        for batch in self.read_all()? {
            let batch = batch?;
            let columns = HistoryBatch::of(&batch)?;
            for (index, code) in columns.codes().iter().enumerate() {
                let row = columns.row(index)?;
                row.add_to(pack_of(*code)?, digests.entry(row.day).or_default());
            }
        }
        let digests = digests.into_iter();
        Ok(digests
            .map(|(day, digest)| (day, digest.finish()))
            .collect())
    }

    pub(super) fn read_all(&self) -> Result<ParquetRecordBatchReader, HistoryError> {
        self.0.read_all()
    }
}

/// What one site had and sold of one pack on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SiteLine {
    /// The site.
    pub site: SiteNumber,
    /// Boxes on hand at the end of the day.
    pub on_hand: u32,
    /// Boxes sold on the day; `None` if the site did not state it.
    pub sold: Option<u32>,
}

/// An open day file.
#[derive(Debug)]
pub struct DayFile(PackPages);

impl DayFile {
    /// Opens a file.
    pub fn open(path: &Path) -> Result<Self, HistoryError> {
        PackPages::open(path).map(Self)
    }

    /// What each site had of one pack.
    pub fn lines_of(&self, pack: Cip13) -> Result<Vec<SiteLine>, HistoryError> {
        let mut lines = Vec::new();
        self.0.for_each_of(pack, |batch, places| {
            let columns = DayBatch::of(batch)?;
            for row in places {
                let line = columns.line(row)?;
                lines.push(SiteLine {
                    site: SiteNumber(line.site),
                    on_hand: line.on_hand,
                    sold: (line.sold != UNKNOWN).then_some(line.sold),
                });
            }
            Ok(())
        })?;
        Ok(lines)
    }
}

/// Rows of one pack, which stand by tier and department, in order of day.
fn in_order_of_day(mut rows: Vec<HistoryRow>) -> Vec<HistoryRow> {
    // The rows are large, and so are moved once only.
    rows.sort_by_cached_key(|row| row.day);
    rows
}

/// The code of a pack, as files have it.
pub(super) fn pack_of(code: i64) -> Result<Cip13, HistoryError> {
    Cip13::from_u64(code as u64).map_err(|_| HistoryError::Column("cip13"))
}
