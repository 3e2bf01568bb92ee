//! Writes rows of history, of one day or of many.

use std::io::Write;

use parquet::arrow::ArrowWriter;
use vigie_model::Cip13;

use super::columns::HistoryColumns;
use super::digest::Digest;
use super::notes::DayNotes;
use super::schema::{history_properties, history_schema};
use super::{HistoryError, HistoryRow};

/// Rows handed to the writer of the file at once.
const BATCH_ROWS: usize = 1 << 16;

/// Writes a history file. Rows come in order of pack number, and those of one pack in order of tier, department and day.
#[derive(Debug)]
pub struct HistoryWriter<W: Write + Send> {
    /// Absent when only the summary is wanted.
    writer: Option<ArrowWriter<W>>,
    columns: HistoryColumns,
    digest: Digest,
    rows: u64,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrittenHistory {
    /// Rows of the file.
    pub rows: u64,
    /// BLAKE3 over all rows in their order.
    pub digest: [u8; 32],
}

impl<W: Write + Send> HistoryWriter<W> {
    /// Begins a file.
    pub fn new(file: W) -> Result<Self, HistoryError> {
        let writer = ArrowWriter::try_new(file, history_schema(), Some(history_properties()))?;
        Ok(Self {
            writer: Some(writer),
            ..Self::without_file()
        })
    }

    /// Counts and digests rows, and writes none.
    pub fn without_file() -> Self {
        Self {
            writer: None,
            columns: HistoryColumns::default(),
            digest: Digest::default(),
            rows: 0,
        }
    }

    /// Adds a row.
    pub fn write(&mut self, pack: Cip13, row: &HistoryRow) -> Result<(), HistoryError> {
        if self.writer.is_some() {
            self.columns.push(pack, row);
        }
        row.add_to(pack, &mut self.digest);
        self.rows += 1;
        if self.columns.len() >= BATCH_ROWS {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), HistoryError> {
        let columns = std::mem::take(&mut self.columns);
        if let Some(writer) = &mut self.writer {
            writer.write(&columns.into_batch()?)?;
        }
        Ok(())
    }

    /// Ends the file with what there is to say of each of its days as a whole.
    pub fn finish(mut self, days: &[DayNotes]) -> Result<WrittenHistory, HistoryError> {
        self.flush()?;
        if let Some(mut writer) = self.writer {
            writer.append_key_value_metadata(DayNotes::metadata_of_days(days));
            writer.close()?;
        }
        Ok(WrittenHistory {
            rows: self.rows,
            digest: self.digest.finish(),
        })
    }
}
