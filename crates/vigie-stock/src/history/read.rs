//! Reads the rows of one pack out of history files: only the pages that may hold it are decoded.

use std::fs::File;
use std::path::Path;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Date32Type, Int32Type, Int64Type, UInt8Type};
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder, RowSelection,
    RowSelector,
};
use parquet::file::metadata::{PageIndexPolicy, ParquetMetaData};
use parquet::file::page_index::column_index::ColumnIndexMetaData;
use vigie_model::{Cip13, Day, Department, Tier};

use super::shared_file::SharedFile;
use super::{DayNotes, HistoryError};

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

/// An open history file: its directory of pages is read once.
#[derive(Debug)]
pub struct HistoryFile {
    file: SharedFile,
    metadata: ArrowReaderMetadata,
}

impl HistoryFile {
    /// Opens a file.
    pub fn open(path: &Path) -> Result<Self, HistoryError> {
        let file = SharedFile::new(File::open(path)?)?;
        let options = ArrowReaderOptions::new().with_page_index_policy(PageIndexPolicy::Optional);
        let metadata = ArrowReaderMetadata::load(&file, options)?;
        Ok(Self { file, metadata })
    }

    /// What the file says of its day as a whole.
    pub fn notes(&self) -> Result<DayNotes, HistoryError> {
        DayNotes::read(self.metadata.metadata())
    }

    /// Rows of the file.
    pub fn rows(&self) -> i64 {
        self.metadata.metadata().file_metadata().num_rows()
    }

    /// The rows of one pack, in order of day, tier and department.
    pub fn rows_of(&self, pack: Cip13) -> Result<Vec<HistoryRow>, HistoryError> {
        let wanted = pack.as_u64() as i64;
        let Some(selection) = select_pages(self.metadata.metadata(), wanted) else {
            return Ok(Vec::new());
        };
        let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(
            self.file.clone(),
            self.metadata.clone(),
        )
        .with_row_selection(selection)
        .build()?;
        let mut rows = Vec::new();
        for batch in reader {
            read_batch(&batch?, wanted, &mut rows)?;
        }
        Ok(rows)
    }
}

/// The rows of pages whose bounds hold the pack; `None` if there is no such page.
fn select_pages(metadata: &ParquetMetaData, wanted: i64) -> Option<RowSelection> {
    let mut selectors: Vec<RowSelector> = Vec::new();
    for (group, row_group) in metadata.row_groups().iter().enumerate() {
        let rows = row_group.num_rows() as usize;
        let pages = metadata
            .column_index()
            .and_then(|index| index.get(group)?.first());
        let offsets = metadata
            .offset_index()
            .and_then(|index| index.get(group)?.first());
        let (Some(ColumnIndexMetaData::INT64(bounds)), Some(offsets)) = (pages, offsets) else {
            selectors.push(RowSelector::select(rows));
            continue;
        };
        let starts: Vec<usize> = offsets
            .page_locations()
            .iter()
            .map(|page| page.first_row_index as usize)
            .collect();
        for (page, &start) in starts.iter().enumerate() {
            let end = starts.get(page + 1).copied().unwrap_or(rows);
            let holds = bounds.min_value(page).is_none_or(|least| *least <= wanted)
                && bounds.max_value(page).is_none_or(|most| wanted <= *most);
            selectors.push(if holds {
                RowSelector::select(end - start)
            } else {
                RowSelector::skip(end - start)
            });
        }
    }
    selectors
        .iter()
        .any(|selector| !selector.skip)
        .then(|| RowSelection::from(selectors))
}

fn read_batch(
    batch: &RecordBatch,
    wanted: i64,
    rows: &mut Vec<HistoryRow>,
) -> Result<(), HistoryError> {
    let column = |index: usize, name| batch.columns().get(index).ok_or(HistoryError::Column(name));
    let cip13 = column(0, "cip13")?
        .as_primitive_opt::<Int64Type>()
        .ok_or(HistoryError::Column("cip13"))?;
    let day = column(1, "day")?
        .as_primitive_opt::<Date32Type>()
        .ok_or(HistoryError::Column("day"))?;
    let tier = column(2, "tier")?
        .as_dictionary_opt::<UInt8Type>()
        .ok_or(HistoryError::Column("tier"))?;
    let department = column(3, "department")?
        .as_dictionary_opt::<UInt8Type>()
        .ok_or(HistoryError::Column("department"))?;
    let on_hand = column(4, "on_hand")?
        .as_primitive_opt::<Int64Type>()
        .ok_or(HistoryError::Column("on_hand"))?;
    let sold = column(5, "sold")?
        .as_primitive_opt::<Int64Type>()
        .ok_or(HistoryError::Column("sold"))?;
    let holding = column(6, "sites_holding")?
        .as_primitive_opt::<Int32Type>()
        .ok_or(HistoryError::Column("sites_holding"))?;
    let at_zero = column(7, "sites_at_zero")?
        .as_primitive_opt::<Int32Type>()
        .ok_or(HistoryError::Column("sites_at_zero"))?;
    let ordered = column(8, "ordered_not_delivered")?
        .as_primitive_opt::<Int64Type>()
        .ok_or(HistoryError::Column("ordered_not_delivered"))?;
    let tiers = words_of(tier.values(), |word| word.parse::<Tier>().ok())?;
    let departments = words_of(department.values(), Department::from_code)?;
    // Not a search: packs stand in the order of their numbers, which is that of their codes only until a release
    // brings new ones.
    let codes = cip13.values().iter().enumerate();
    for (index, _) in codes.filter(|(_, code)| **code == wanted) {
        let word = |key: Option<usize>, name| key.ok_or(HistoryError::Column(name));
        rows.push(HistoryRow {
            day: Day::from_epoch_days(day.value(index)),
            tier: *tiers
                .get(word(tier.key(index), "tier")?)
                .ok_or(HistoryError::Column("tier"))?,
            department: *departments
                .get(word(department.key(index), "department")?)
                .ok_or(HistoryError::Column("department"))?,
            on_hand: on_hand.value(index) as u64,
            sold: sold.is_valid(index).then(|| sold.value(index) as u64),
            sites_holding: holding.value(index) as u32,
            sites_at_zero: at_zero.value(index) as u32,
            ordered_not_delivered: ordered.value(index) as u64,
        });
    }
    Ok(())
}

fn words_of<T>(
    values: &dyn Array,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>, HistoryError> {
    let values = values
        .as_string_opt::<i32>()
        .ok_or(HistoryError::Column("tier or department"))?;
    values
        .iter()
        .flatten()
        .map(|word| read(word).ok_or(HistoryError::Column("tier or department")))
        .collect()
}
