//! Writes the files of one day: every line, and their sums.

use std::io::{Sink, Write};

use parquet::arrow::ArrowWriter;
use vigie_model::{Cip13, Day, PackNumber};

use super::columns::{DayColumns, DayLine, UNKNOWN};
use super::digest::Digest;
use super::history_writer::HistoryWriter;
use super::notes::{DayNotes, UntoldSites};
use super::schema::{day_properties, day_schema};
use super::turn::Turn;
use super::{HistoryError, HistoryRow};
use crate::PackTable;
use crate::picture::{DayState, department_of_slab, tier_of_slab};

/// Rows handed to the writer of the file at once.
const BATCH_ROWS: usize = 1 << 16;

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DaySummary {
    /// The day.
    pub day: Day,
    /// Lines of the day file.
    pub lines: u64,
    /// Rows of the history file.
    pub rows: u64,
    /// BLAKE3 over all lines (pack, site, stock, sales, orders), which `verify` computes again from the journal.
    pub digest: [u8; 32],
    /// BLAKE3 over all rows of history, which `verify` computes again too.
    pub history_digest: [u8; 32],
}

/// Writes the files of one day.
pub fn write_day<D: Write + Send, H: Write + Send>(
    state: &DayState,
    packs: &PackTable,
    day_file: D,
    history_file: H,
) -> Result<DaySummary, HistoryError> {
    write_state(
        DayWriter::new(state.day, day_file, history_file)?,
        state,
        packs,
    )
}

/// What [`write_day`] would write, without the files: the encoding is most of its time.
pub fn sum_up_day(state: &DayState, packs: &PackTable) -> Result<DaySummary, HistoryError> {
    write_state(
        DayWriter::<Sink, Sink>::without_files(state.day),
        state,
        packs,
    )
}

fn write_state<D: Write + Send, H: Write + Send>(
    mut files: DayWriter<D, H>,
    state: &DayState,
    packs: &PackTable,
) -> Result<DaySummary, HistoryError> {
    let mut turn = Turn::new(state.day, &state.sites, state.packs);
    for pack in (0..state.packs).map(|pack| PackNumber(pack as u32)) {
        files.write_pack(packs, pack, turn.lines_of(pack))?;
    }
    files.finish(&DayNotes::of(state), &UntoldSites::of(state))
}

/// Writes the two files of a day at once. Packs come in rising order, lines of a pack in order of slab and site.
pub(super) struct DayWriter<D: Write + Send, H: Write + Send> {
    day: Day,
    columns: DayColumns,
    /// Absent when only the summary is wanted.
    writer: Option<ArrowWriter<D>>,
    history: HistoryWriter<H>,
    digest: Digest,
    lines: u64,
}

impl<D: Write + Send, H: Write + Send> DayWriter<D, H> {
    pub(super) fn new(day: Day, day_file: D, history_file: H) -> Result<Self, HistoryError> {
        let writer = ArrowWriter::try_new(day_file, day_schema(), Some(day_properties()))?;
        Ok(Self {
            writer: Some(writer),
            history: HistoryWriter::new(history_file)?,
            ..Self::without_files(day)
        })
    }

    fn without_files(day: Day) -> Self {
        Self {
            day,
            columns: DayColumns::default(),
            writer: None,
            history: HistoryWriter::without_file(),
            digest: Digest::default(),
            lines: 0,
        }
    }

    pub(super) fn write_pack(
        &mut self,
        packs: &PackTable,
        pack: PackNumber,
        lines: impl Iterator<Item = DayLine>,
    ) -> Result<(), HistoryError> {
        let Some(code) = packs.code(pack) else {
            return Ok(());
        };
        let mut sums: Option<Sums> = None;
        for line in lines {
            self.add_line(code, pack, line);
            match &mut sums {
                Some(sums) if sums.slab == line.slab => sums.add(line),
                other => {
                    let ended = other.replace(Sums::of(line));
                    self.write_sums(code, ended)?;
                }
            }
        }
        self.write_sums(code, sums)?;
        if self.columns.len() >= BATCH_ROWS {
            self.flush()?;
        }
        Ok(())
    }

    fn add_line(&mut self, code: Cip13, pack: PackNumber, line: DayLine) {
        if self.writer.is_some() {
            self.columns.push(code.as_u64() as i64, line);
        }
        self.lines += 1;
        let mut bytes = [0; 20];
        let values = [pack.0, line.site, line.on_hand, line.sold, line.ordered];
        for (place, value) in bytes.chunks_exact_mut(4).zip(values) {
            place.copy_from_slice(&value.to_le_bytes());
        }
        self.digest.add(&bytes);
    }

    fn write_sums(&mut self, code: Cip13, sums: Option<Sums>) -> Result<(), HistoryError> {
        sums.map_or(Ok(()), |sums| self.history.write(code, &sums.row(self.day)))
    }

    fn flush(&mut self) -> Result<(), HistoryError> {
        let columns = std::mem::take(&mut self.columns);
        if let Some(writer) = &mut self.writer {
            writer.write(&columns.into_batch()?)?;
        }
        Ok(())
    }

    pub(super) fn finish(
        mut self,
        notes: &DayNotes,
        untold: &UntoldSites,
    ) -> Result<DaySummary, HistoryError> {
        self.flush()?;
        if let Some(mut writer) = self.writer {
            writer.append_key_value_metadata(notes.metadata());
            writer.append_key_value_metadata(untold.metadata());
            writer.close()?;
        }
        let history = self.history.finish(std::slice::from_ref(notes))?;
        Ok(DaySummary {
            day: self.day,
            lines: self.lines,
            rows: history.rows,
            digest: self.digest.finish(),
            history_digest: history.digest,
        })
    }
}

/// Sums of a pack over the sites of a slab, while its lines pass.
struct Sums {
    slab: u32,
    on_hand: u64,
    sold: Option<u64>,
    holding: u32,
    at_zero: u32,
    ordered: u64,
}

impl Sums {
    fn of(line: DayLine) -> Self {
        let mut sums = Self {
            slab: line.slab,
            on_hand: 0,
            sold: None,
            holding: 0,
            at_zero: 0,
            ordered: 0,
        };
        sums.add(line);
        sums
    }

    fn add(&mut self, line: DayLine) {
        self.on_hand += u64::from(line.on_hand);
        if line.sold != UNKNOWN {
            *self.sold.get_or_insert(0) += u64::from(line.sold);
        }
        self.holding += u32::from(line.on_hand > 0);
        self.at_zero += u32::from(line.on_hand == 0);
        self.ordered += u64::from(line.ordered);
    }

    fn row(&self, day: Day) -> HistoryRow {
        HistoryRow {
            day,
            tier: tier_of_slab(self.slab as usize),
            department: department_of_slab(self.slab as usize),
            on_hand: self.on_hand,
            sold: self.sold,
            sites_holding: self.holding,
            sites_at_zero: self.at_zero,
            ordered_not_delivered: self.ordered,
        }
    }
}
