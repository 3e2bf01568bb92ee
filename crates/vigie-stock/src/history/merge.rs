//! Merges history files of several days into one, pack by pack.

use std::collections::BTreeSet;
use std::io::Write;

use parquet::arrow::arrow_reader::ParquetRecordBatchReader;
use vigie_model::{Day, PackNumber};

use super::batch::HistoryBatch;
use super::history_writer::{HistoryWriter, WrittenHistory};
use super::read::pack_of;
use super::{DayNotes, HistoryError, HistoryFile, HistoryRow};
use crate::PackTable;

/// A file to merge, and the days that are taken from it.
#[derive(Debug)]
pub struct MergePart<'a> {
    /// The file.
    pub file: &'a HistoryFile,
    /// Its days that go into the merged file. No day is taken from two files.
    pub days: BTreeSet<Day>,
}

/// Writes one file with the rows and notes of the days of all parts. Memory holds the rows of one pack, and of each part
/// some thousand rows.
pub fn merge_history<W: Write + Send>(
    parts: &[MergePart<'_>],
    packs: &PackTable,
    file: W,
) -> Result<WrittenHistory, HistoryError> {
    let mut writer = HistoryWriter::new(file)?;
    let streams = parts.iter().map(|part| PackStream::new(part, packs));
    let mut streams: Vec<PackStream<'_>> = streams.collect::<Result<_, _>>()?;
    let mut rows: Vec<HistoryRow> = Vec::new();
    while let Some(pack) = streams.iter().filter_map(|stream| stream.next).min() {
        for stream in &mut streams {
            stream.take(pack, &mut rows)?;
        }
        let code = packs.code(pack).ok_or(HistoryError::Column("cip13"))?;
        rows.sort_unstable_by_key(HistoryRow::place);
        for row in &rows {
            writer.write(code, row)?;
        }
        rows.clear();
    }
    writer.finish(&notes_of(parts)?)
}

fn notes_of(parts: &[MergePart<'_>]) -> Result<Vec<DayNotes>, HistoryError> {
    let mut all = Vec::new();
    for part in parts {
        let notes = part.file.notes()?.into_iter();
        all.extend(notes.filter(|notes| part.days.contains(&notes.day)));
    }
    all.sort_by_key(|notes| notes.day);
    Ok(all)
}

/// The rows of one part, pack by pack.
struct PackStream<'a> {
    days: &'a BTreeSet<Day>,
    packs: &'a PackTable,
    reader: ParquetRecordBatchReader,
    /// Codes and rows that are read, and how many of them are taken.
    codes: Vec<i64>,
    rows: Vec<HistoryRow>,
    taken: usize,
    /// The pack whose rows come next.
    next: Option<PackNumber>,
}

impl<'a> PackStream<'a> {
    fn new(part: &'a MergePart<'_>, packs: &'a PackTable) -> Result<Self, HistoryError> {
        let mut stream = Self {
            days: &part.days,
            packs,
            reader: part.file.read_all()?,
            codes: Vec::new(),
            rows: Vec::new(),
            taken: 0,
            next: None,
        };
        stream.find_next()?;
        Ok(stream)
    }

    /// Takes the rows of a pack, if they come next.
    fn take(&mut self, pack: PackNumber, rows: &mut Vec<HistoryRow>) -> Result<(), HistoryError> {
        while self.next == Some(pack) {
            let waiting = self.codes.get(self.taken..).unwrap_or_default();
            let same = waiting
                .iter()
                .take_while(|code| Some(*code) == waiting.first());
            let end = self.taken + same.count();
            rows.extend_from_slice(self.rows.get(self.taken..end).unwrap_or_default());
            self.taken = end;
            self.find_next()?;
        }
        Ok(())
    }

    fn find_next(&mut self) -> Result<(), HistoryError> {
        while self.taken >= self.codes.len() {
            if !self.read_batch()? {
                self.next = None;
                return Ok(());
            }
        }
        let code = self.codes.get(self.taken).copied().unwrap_or_default();
        let number = self.packs.number(pack_of(code)?);
        self.next = Some(number.ok_or(HistoryError::Column("cip13"))?);
        Ok(())
    }

    /// Reads on; `false` at the end.
    fn read_batch(&mut self) -> Result<bool, HistoryError> {
        self.codes.clear();
        self.rows.clear();
        self.taken = 0;
        let Some(batch) = self.reader.next().transpose()? else {
            return Ok(false);
        };
        let columns = HistoryBatch::of(&batch)?;
        for (index, code) in columns.codes().iter().enumerate() {
            let row = columns.row(index)?;
            if self.days.contains(&row.day) {
                self.codes.push(*code);
                self.rows.push(row);
            }
        }
        Ok(true)
    }
}
