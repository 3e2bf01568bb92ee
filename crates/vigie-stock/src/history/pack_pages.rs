//! The pages of one pack in a file of the past: the directory of pages says where they are.

use std::fs::File;
use std::path::Path;

use arrow::array::RecordBatch;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
    ParquetRecordBatchReaderBuilder, RowSelection, RowSelector,
};
use parquet::file::metadata::{PageIndexPolicy, ParquetMetaData};
use parquet::file::page_index::column_index::ColumnIndexMetaData;
use vigie_model::Cip13;

use super::HistoryError;
use super::batch::codes_of;
use super::shared_file::SharedFile;

/// Rows decoded at once when a file is read from end to end: many are read side by side when they are merged.
const BATCH_ROWS: usize = 8192;

/// An open file whose rows stand by pack: its directory of pages is read once.
#[derive(Debug)]
pub struct PackPages {
    file: SharedFile,
    metadata: ArrowReaderMetadata,
    /// Smallest and largest code of each row group.
    bounds: Vec<(i64, i64)>,
}

impl PackPages {
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

    /// What the file says of itself.
    pub fn metadata(&self) -> &ParquetMetaData {
        self.metadata.metadata()
    }

    /// Reads the file from end to end.
    pub fn read_all(&self) -> Result<ParquetRecordBatchReader, HistoryError> {
        Ok(self.builder().with_batch_size(BATCH_ROWS).build()?)
    }

    /// Hands over the batches that hold a pack, each with the places of its rows.
    pub fn for_each_of(
        &self,
        pack: Cip13,
        mut take: impl FnMut(&RecordBatch, Vec<usize>) -> Result<(), HistoryError>,
    ) -> Result<(), HistoryError> {
        let wanted = pack.as_u64() as i64;
        let (groups, selection) = self.select_pages(wanted);
        let selected = selection.row_count();
        if selected == 0 {
            return Ok(());
        }
        let reader = self
            .builder()
            .with_row_groups(groups)
            .with_row_selection(selection)
            .with_batch_size(selected)
            .build()?;
        for batch in reader {
            let batch = batch?;
            // Not a search: packs stand in the order of their numbers, which is that of their codes only until a
            // release brings new ones.
            let places = codes_of(&batch)?
                .iter()
                .enumerate()
                .filter(|(_, code)| **code == wanted)
                .map(|(row, _)| row)
                .collect();
            take(&batch, places)?;
        }
        Ok(())
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
