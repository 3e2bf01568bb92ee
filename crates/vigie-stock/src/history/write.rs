//! Turns a frozen day, which is ordered by site, into files ordered by pack number.

use std::io::Write;
use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Int32Array, Int64Array, RecordBatch};
use parquet::arrow::ArrowWriter;
use vigie_model::{Day, Department, PackNumber};

use super::HistoryError;
use super::notes::{DayNotes, UntoldSites};
use super::schema::{day_schema, department_column, history_schema, properties, tier_column};
use crate::PackTable;
use crate::picture::{Cell, DayState, SitePosition};

/// Lines that are turned at once: bounds memory to about 100 MB.
const LINES_AT_ONCE: usize = 6 << 20;
/// Rows handed to a writer at once.
const BATCH_ROWS: usize = 1 << 16;
/// Bytes handed to the digest at once: it is several times as fast on large pieces.
const HASHED_AT_ONCE: usize = 256 << 10;
/// A sale that is not known.
const UNKNOWN: u32 = u32::MAX;

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DaySummary {
    /// The day.
    pub day: Day,
    /// Lines of the day file.
    pub lines: u64,
    /// Rows of the history file.
    pub rows: u64,
    /// BLAKE3 over all lines (pack, site, stock, sales), which `verify` computes again from the journal.
    pub digest: [u8; 32],
}

/// Writes the files of one day.
pub fn write_day<D: Write + Send, H: Write + Send>(
    state: &DayState,
    packs: &PackTable,
    day_file: D,
    history_file: H,
) -> Result<DaySummary, HistoryError> {
    let mut files = Files::new(state, packs, day_file, history_file)?;
    let mut turn = Turn::new(state);
    let lines: usize = state
        .sites
        .iter()
        .map(|site| site.position.cells.len())
        .sum();
    let passes = lines.div_ceil(LINES_AT_ONCE).max(1);
    let packs_a_pass = state.packs.div_ceil(passes).max(1);
    for first in (0..state.packs).step_by(packs_a_pass) {
        let end = (first + packs_a_pass).min(state.packs);
        turn.gather(first, end);
        for pack in first..end {
            files.write_pack(PackNumber(pack as u32), turn.lines_of(pack - first))?;
        }
    }
    files.finish()
}

/// One line while it is turned.
#[derive(Debug, Clone, Copy, Default)]
struct Line {
    place: u32,
    on_hand: u32,
    sold: u32,
    ordered: u32,
}

/// Lines of a range of packs, grouped by pack, in order of slab and site.
struct Turn<'a> {
    sites: &'a [SitePosition],
    day: Day,
    cursors: Vec<Cursors>,
    starts: Vec<usize>,
    lines: Vec<Line>,
}

impl<'a> Turn<'a> {
    fn new(state: &'a DayState) -> Self {
        Self {
            sites: &state.sites,
            day: state.day,
            cursors: vec![Cursors::default(); state.sites.len()],
            starts: Vec::new(),
            lines: Vec::new(),
        }
    }

    fn gather(&mut self, first: usize, end: usize) {
        self.count(first, end);
        let mut next = self.starts.clone();
        let total = self.starts.last().copied().unwrap_or(0);
        self.lines.clear();
        self.lines.resize(total, Line::default());
        for (place, site) in self.sites.iter().enumerate() {
            let Some(cursors) = self.cursors.get_mut(place) else {
                continue;
            };
            for cell in cells_before(site, cursors.cell, end) {
                cursors.cell += 1;
                let line = Line {
                    place: place as u32,
                    on_hand: cell.on_hand,
                    sold: cursors.sold(site, self.day, cell.pack),
                    ordered: cursors.ordered(site, cell.pack),
                };
                let slot = next.get_mut(cell.pack.index() - first);
                if let Some(target) = slot.and_then(|slot| {
                    *slot += 1;
                    self.lines.get_mut(*slot - 1)
                }) {
                    *target = line;
                }
            }
        }
    }

    fn count(&mut self, first: usize, end: usize) {
        self.starts.clear();
        self.starts.resize(end - first + 1, 0);
        for (site, cursors) in self.sites.iter().zip(&self.cursors) {
            for cell in cells_before(site, cursors.cell, end) {
                if let Some(count) = self.starts.get_mut(cell.pack.index() - first + 1) {
                    *count += 1;
                }
            }
        }
        let mut sum = 0;
        for start in &mut self.starts {
            sum += *start;
            *start = sum;
        }
    }

    fn lines_of(&self, pack: usize) -> &[Line] {
        let start = self.starts.get(pack).copied().unwrap_or(0);
        let end = self.starts.get(pack + 1).copied().unwrap_or(start);
        self.lines.get(start..end).unwrap_or_default()
    }
}

fn cells_before(site: &SitePosition, from: usize, end: usize) -> impl Iterator<Item = &Cell> {
    let cells = site.position.cells.get(from..).unwrap_or_default();
    cells.iter().take_while(move |cell| cell.pack.index() < end)
}

/// How far the lists of a site are read; they only move forward, as packs do.
#[derive(Debug, Clone, Copy, Default)]
struct Cursors {
    cell: usize,
    sale: usize,
    flow: usize,
}

impl Cursors {
    fn sold(&mut self, site: &SitePosition, day: Day, pack: PackNumber) -> u32 {
        let Some(sales) = site
            .position
            .sales
            .as_ref()
            .filter(|_| site.position.day == day)
        else {
            return UNKNOWN;
        };
        while sales.get(self.sale).is_some_and(|sale| sale.pack < pack) {
            self.sale += 1;
        }
        sales
            .get(self.sale)
            .filter(|sale| sale.pack == pack)
            .map_or(0, |sale| sale.boxes)
    }

    fn ordered(&mut self, site: &SitePosition, pack: PackNumber) -> u32 {
        let flows = &site.position.flows;
        while flows.get(self.flow).is_some_and(|line| line.pack < pack) {
            self.flow += 1;
        }
        flows
            .get(self.flow)
            .filter(|line| line.pack == pack)
            .map_or(0, |line| line.flows.ordered_not_delivered)
    }
}

#[derive(Default)]
struct DayColumns {
    cip13: Vec<i64>,
    tier: Vec<u8>,
    department: Vec<u8>,
    site: Vec<i32>,
    on_hand: Vec<i32>,
    sold: Vec<Option<i32>>,
    ordered: Vec<i32>,
}

#[derive(Default)]
struct HistoryColumns {
    cip13: Vec<i64>,
    tier: Vec<u8>,
    department: Vec<u8>,
    on_hand: Vec<i64>,
    sold: Vec<Option<i64>>,
    sites_holding: Vec<i32>,
    sites_at_zero: Vec<i32>,
    ordered_not_delivered: Vec<i64>,
}

struct Files<'a, D: Write + Send, H: Write + Send> {
    state: &'a DayState,
    packs: &'a PackTable,
    day: DayColumns,
    history: HistoryColumns,
    day_writer: ArrowWriter<D>,
    history_writer: ArrowWriter<H>,
    hasher: blake3::Hasher,
    hashed: Vec<u8>,
    summary: DaySummary,
}

impl<'a, D: Write + Send, H: Write + Send> Files<'a, D, H> {
    fn new(
        state: &'a DayState,
        packs: &'a PackTable,
        day_file: D,
        history_file: H,
    ) -> Result<Self, HistoryError> {
        let notes = DayNotes::of(state);
        let day_notes = vec![notes.metadata(), UntoldSites::of(state).metadata()];
        let day_properties = properties(&["cip13", "site"], day_notes);
        let history_properties = properties(&["cip13"], vec![notes.metadata()]);
        Ok(Self {
            state,
            packs,
            day: DayColumns::default(),
            history: HistoryColumns::default(),
            day_writer: ArrowWriter::try_new(day_file, day_schema(), Some(day_properties))?,
            history_writer: ArrowWriter::try_new(
                history_file,
                history_schema(),
                Some(history_properties),
            )?,
            hasher: blake3::Hasher::new(),
            hashed: Vec::new(),
            summary: DaySummary {
                day: state.day,
                lines: 0,
                rows: 0,
                digest: [0; 32],
            },
        })
    }

    fn write_pack(&mut self, pack: PackNumber, lines: &[Line]) -> Result<(), HistoryError> {
        let Some(code) = self.packs.code(pack) else {
            return Ok(());
        };
        let cip13 = code.as_u64() as i64;
        let state = self.state;
        let slab_of = |line: &Line| {
            state
                .sites
                .get(line.place as usize)
                .map_or(0, |site| site.slab)
        };
        for lines in lines.chunk_by(|a, b| slab_of(a) == slab_of(b)) {
            let slab = lines.first().map_or(0, slab_of);
            self.add_lines(cip13, pack, slab, lines);
            self.add_sums(cip13, slab, lines);
        }
        self.flush(BATCH_ROWS)
    }

    fn add_lines(&mut self, cip13: i64, pack: PackNumber, slab: usize, lines: &[Line]) {
        let (tier, department) = (
            (slab / Department::COUNT) as u8,
            (slab % Department::COUNT) as u8,
        );
        for line in lines {
            let site = self
                .state
                .sites
                .get(line.place as usize)
                .map_or(0, |site| site.site.0);
            self.day.cip13.push(cip13);
            self.day.tier.push(tier);
            self.day.department.push(department);
            self.day.site.push(site as i32);
            self.day.on_hand.push(line.on_hand as i32);
            self.day
                .sold
                .push((line.sold != UNKNOWN).then_some(line.sold as i32));
            self.day.ordered.push(line.ordered as i32);
            for value in [pack.0, site, line.on_hand, line.sold, line.ordered] {
                self.hashed.extend_from_slice(&value.to_le_bytes());
            }
        }
        if self.hashed.len() >= HASHED_AT_ONCE {
            self.hasher.update(&self.hashed);
            self.hashed.clear();
        }
        self.summary.lines += lines.len() as u64;
    }

    fn add_sums(&mut self, cip13: i64, slab: usize, lines: &[Line]) {
        let stated: Vec<u64> = lines
            .iter()
            .filter(|line| line.sold != UNKNOWN)
            .map(|line| line.sold.into())
            .collect();
        let at_zero = lines.iter().filter(|line| line.on_hand == 0).count();
        self.history.cip13.push(cip13);
        self.history.tier.push((slab / Department::COUNT) as u8);
        self.history
            .department
            .push((slab % Department::COUNT) as u8);
        self.history
            .on_hand
            .push(lines.iter().map(|line| i64::from(line.on_hand)).sum());
        self.history
            .sold
            .push((!stated.is_empty()).then(|| stated.iter().sum::<u64>() as i64));
        self.history
            .sites_holding
            .push((lines.len() - at_zero) as i32);
        self.history.sites_at_zero.push(at_zero as i32);
        self.history
            .ordered_not_delivered
            .push(lines.iter().map(|line| i64::from(line.ordered)).sum());
        self.summary.rows += 1;
    }

    fn flush(&mut self, threshold: usize) -> Result<(), HistoryError> {
        if self.day.cip13.len() >= threshold {
            let columns = std::mem::take(&mut self.day);
            self.day_writer.write(&columns.into_batch()?)?;
        }
        if self.history.cip13.len() >= threshold {
            let columns = std::mem::take(&mut self.history);
            self.history_writer
                .write(&columns.into_batch(self.state.day)?)?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<DaySummary, HistoryError> {
        self.flush(1)?;
        self.day_writer.close()?;
        self.history_writer.close()?;
        self.hasher.update(&self.hashed);
        self.summary.digest = self.hasher.finalize().into();
        Ok(self.summary)
    }
}

impl DayColumns {
    fn into_batch(self) -> Result<RecordBatch, HistoryError> {
        let columns: Vec<ArrayRef> = vec![
            Arc::new(Int64Array::from(self.cip13)),
            tier_column(self.tier)?,
            department_column(self.department)?,
            Arc::new(Int32Array::from(self.site)),
            Arc::new(Int32Array::from(self.on_hand)),
            Arc::new(Int32Array::from(self.sold)),
            Arc::new(Int32Array::from(self.ordered)),
        ];
        Ok(RecordBatch::try_new(day_schema(), columns)?)
    }
}

impl HistoryColumns {
    fn into_batch(self, day: Day) -> Result<RecordBatch, HistoryError> {
        let days = vec![day.epoch_days(); self.cip13.len()];
        let columns: Vec<ArrayRef> = vec![
            Arc::new(Int64Array::from(self.cip13)),
            Arc::new(Date32Array::from(days)),
            tier_column(self.tier)?,
            department_column(self.department)?,
            Arc::new(Int64Array::from(self.on_hand)),
            Arc::new(Int64Array::from(self.sold)),
            Arc::new(Int32Array::from(self.sites_holding)),
            Arc::new(Int32Array::from(self.sites_at_zero)),
            Arc::new(Int64Array::from(self.ordered_not_delivered)),
        ];
        Ok(RecordBatch::try_new(history_schema(), columns)?)
    }
}
