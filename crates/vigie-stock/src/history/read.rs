//! Reads the rows of one pack out of history files: only the pages that may hold it are decoded.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
    ParquetRecordBatchReaderBuilder, RowSelection, RowSelector,
};
use parquet::file::metadata::{PageIndexPolicy, ParquetMetaData};
use parquet::file::page_index::column_index::ColumnIndexMetaData;
use vigie_model::{Cip13, Day, Department, Tier};

use super::batch::HistoryBatch;
use super::digest::Digest;
use super::shared_file::SharedFile;
use super::{DayNotes, HistoryError};
use crate::picture::slab_index;

/// Rows decoded at once when a file is read from end to end: many are read side by side when they are merged.
const BATCH_ROWS: usize = 8192;

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
pub struct HistoryFile {
    file: SharedFile,
    metadata: ArrowReaderMetadata,
    /// Smallest and largest code of each row group.
    bounds: Vec<(i64, i64)>,
}

impl HistoryFile {
    /// Opens a file.
    pub fn open(path: &Path) -> Result<Self, HistoryError> {
        let file = SharedFile::new(File::open(path)?)?;
        let options = ArrowReaderOptions::new().with_page_index_policy(PageIndexPolicy::Optional);
        let metadata = ArrowReaderMetadata::load(&file, options)?;
        let groups = 0..metadata.metadata().num_row_groups();
        let bounds = groups.map(|group| bounds_of(metadata.metadata(), group));
        Ok(Self {
            bounds: bounds.collect(),
            file,
            metadata,
        })
    }

    /// What the file says of each of its days as a whole, in order of day.
    pub fn notes(&self) -> Result<Vec<DayNotes>, HistoryError> {
        DayNotes::read_days(self.metadata.metadata())
    }

    /// Rows of the file.
    pub fn rows(&self) -> i64 {
        self.metadata.metadata().file_metadata().num_rows()
    }

    /// Memory that its directory takes, with the notes of its days, in bytes.
    pub fn memory_bytes(&self) -> usize {
        self.metadata.metadata().memory_size()
    }

    /// Bytes of the notes of its days: a file has as many for few packs as for all.
    pub fn notes_bytes(&self) -> usize {
        let pairs = self
            .metadata
            .metadata()
            .file_metadata()
            .key_value_metadata();
        let texts = pairs
            .into_iter()
            .flatten()
            .filter_map(|pair| pair.value.as_ref());
        texts.map(String::len).sum()
    }

    /// The rows of one pack, in order of day, tier and department.
    pub fn rows_of(&self, pack: Cip13) -> Result<Vec<HistoryRow>, HistoryError> {
        let wanted = pack.as_u64() as i64;
        let (groups, selection) = self.select_pages(wanted);
        let selected = selection.row_count();
        if selected == 0 {
            return Ok(Vec::new());
        }
        let reader = self
            .builder()
            .with_row_groups(groups)
            .with_row_selection(selection)
            .with_batch_size(selected)
            .build()?;
        let mut rows = Vec::with_capacity(selected);
        for batch in reader {
            let batch = batch?;
            let columns = HistoryBatch::of(&batch)?;
            // Not a search: packs stand in the order of their numbers, which is that of their codes only until a
            // release brings new ones.
            for (row, _) in columns
                .codes()
                .iter()
                .enumerate()
                .filter(|(_, code)| **code == wanted)
            {
                rows.push(columns.row(row)?);
            }
        }
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
        Ok(self.builder().with_batch_size(BATCH_ROWS).build()?)
    }

    fn builder(&self) -> ParquetRecordBatchReaderBuilder<SharedFile> {
        ParquetRecordBatchReaderBuilder::new_with_metadata(self.file.clone(), self.metadata.clone())
    }

    /// The row groups that may hold a pack, and among their rows those of the pages that may.
    fn select_pages(&self, wanted: i64) -> (Vec<usize>, RowSelection) {
        let holds = |(_, (least, most)): &(usize, &(i64, i64))| *least <= wanted && wanted <= *most;
        let groups = self.bounds.iter().enumerate().filter(holds);
        let groups: Vec<usize> = groups.map(|(group, _)| group).collect();
        let mut selectors = Vec::new();
        for group in &groups {
            select_pages_of_group(self.metadata.metadata(), *group, wanted, &mut selectors);
        }
        (groups, RowSelection::from(selectors))
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

/// First row, smallest and largest code of each page; `None` when the file has no index of pages.
fn pages_of_group(
    metadata: &ParquetMetaData,
    group: usize,
) -> Option<impl Iterator<Item = (usize, i64, i64)>> {
    let bounds = metadata.column_index()?.get(group)?.first()?;
    let ColumnIndexMetaData::INT64(bounds) = bounds else {
        return None;
    };
    let pages = metadata.offset_index()?.get(group)?.first()?;
    let pages = pages.page_locations().iter().enumerate();
    Some(pages.map(|(page, location)| {
        (
            location.first_row_index as usize,
            bounds.min_value(page).copied().unwrap_or(i64::MIN),
            bounds.max_value(page).copied().unwrap_or(i64::MAX),
        )
    }))
}

fn bounds_of(metadata: &ParquetMetaData, group: usize) -> (i64, i64) {
    let Some(pages) = pages_of_group(metadata, group) else {
        return (i64::MIN, i64::MAX);
    };
    pages.fold((i64::MAX, i64::MIN), |(least, most), (_, min, max)| {
        (least.min(min), most.max(max))
    })
}

fn select_pages_of_group(
    metadata: &ParquetMetaData,
    group: usize,
    wanted: i64,
    selectors: &mut Vec<RowSelector>,
) {
    let rows = metadata.row_group(group).num_rows() as usize;
    let Some(pages) = pages_of_group(metadata, group) else {
        selectors.push(RowSelector::select(rows));
        return;
    };
    let mut pages = pages.peekable();
    while let Some((start, least, most)) = pages.next() {
        let end = pages.peek().map_or(rows, |(next, _, _)| *next);
        selectors.push(if least <= wanted && wanted <= most {
            RowSelector::select(end - start)
        } else {
            RowSelector::skip(end - start)
        });
    }
}
