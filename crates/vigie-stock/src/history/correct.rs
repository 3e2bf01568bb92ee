//! Writes the files of a closed day again, with other positions of some sites.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use vigie_model::{Day, PackNumber, ReportNumber, SiteNumber};

use super::batch::DayBatch;
use super::columns::{DayLine, UNKNOWN};
use super::notes::{DayNotes, SiteStatus, UntoldSites};
use super::read::pack_of;
use super::turn::Turn;
use super::write::DayWriter;
use super::{DaySummary, HistoryError};
use crate::PackTable;
use crate::picture::{Position, SitePosition};

/// Lines decoded at once.
const BATCH_ROWS: usize = 1 << 15;

/// What is to be changed in the files of a day.
#[derive(Debug, Clone)]
pub struct Correction {
    /// The day.
    pub day: Day,
    /// Last report of the journal that the files include then.
    pub journal_head: ReportNumber,
    /// Sites that were expected on the day, by slab. Used when the day has no files yet.
    pub expected: Vec<u32>,
    /// The sites that are changed, each once.
    pub sites: Vec<ChangedSite>,
}

/// One site, as the files shall have it.
#[derive(Debug, Clone)]
pub struct ChangedSite {
    /// The site.
    pub site: SiteNumber,
    /// Its slab.
    pub slab: usize,
    /// Its position at the end of the day; `None` if it has reported nothing until then.
    pub position: Option<Position>,
}

/// Writes the files of one day: the lines of its day file until now (none if there is no file), without those of the
/// changed sites, and these as they shall be. The old file is read as it is copied: memory holds the changed sites only.
pub fn correct_day<D: Write + Send, H: Write + Send>(
    old: Option<&Path>,
    correction: &Correction,
    packs: &PackTable,
    day_file: D,
    history_file: H,
) -> Result<DaySummary, HistoryError> {
    let day = correction.day;
    let mut old = OldDay::open(old, correction)?;
    let sites = positions_in_order(correction);
    let mut files = DayWriter::new(day, day_file, history_file)?;
    let mut turn = Turn::new(day, &sites, packs.len());
    let (mut kept, mut lines) = (Vec::new(), Vec::new());
    for pack in (0..packs.len()).map(|pack| PackNumber(pack as u32)) {
        old.read_pack(pack, packs, &mut kept)?;
        lines.clear();
        merge(&kept, turn.lines_of(pack), &mut lines);
        files.write_pack(packs, pack, lines.iter().copied())?;
    }
    let (notes, untold) = old.finish(correction);
    files.finish(&notes, &untold)
}

fn positions_in_order(correction: &Correction) -> Vec<SitePosition> {
    let positions = correction.sites.iter().filter_map(|changed| {
        Some(SitePosition {
            site: changed.site,
            slab: changed.slab,
            position: changed.position.clone()?,
        })
    });
    let mut positions: Vec<SitePosition> = positions.collect();
    positions.sort_by_key(|position| (position.slab, position.site));
    positions
}

/// Both are in order of slab and site.
fn merge(kept: &[DayLine], changed: impl Iterator<Item = DayLine>, lines: &mut Vec<DayLine>) {
    let mut kept = kept.iter().copied().peekable();
    for line in changed {
        while let Some(before) =
            kept.next_if(|kept| (kept.slab, kept.site) < (line.slab, line.site))
        {
            lines.push(before);
        }
        lines.push(line);
    }
    lines.extend(kept);
}

/// What the lines of a site in the old file told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// Its lines are kept: it is not changed.
    Kept,
    /// It is changed, and has no lines so far.
    Nothing,
    /// It is changed, and its lines so far told this.
    Lines(SiteStatus),
}

impl Told {
    fn with(self, line: DayLine) -> Self {
        let before = match self {
            Self::Lines(status) => Some(status),
            Self::Kept | Self::Nothing => None,
        };
        Self::Lines(SiteStatus::of_line(before, line.sold != UNKNOWN))
    }
}

/// The day as its file has it until now.
struct OldDay {
    reader: Option<ParquetRecordBatchReader>,
    notes: DayNotes,
    untold: UntoldSites,
    /// By site; those beyond the end are kept.
    told: Vec<Told>,
    /// Lines that are read and not asked for yet, in order of pack.
    waiting: Vec<(PackNumber, DayLine)>,
    place: usize,
}

impl OldDay {
    fn open(path: Option<&Path>, correction: &Correction) -> Result<Self, HistoryError> {
        let numbers = correction.sites.iter().map(|changed| changed.site.index());
        let mut told = vec![Told::Kept; numbers.max().map_or(0, |most| most + 1)];
        for site in &correction.sites {
            if let Some(place) = told.get_mut(site.site.index()) {
                *place = Told::Nothing;
            }
        }
        let mut old = Self {
            reader: None,
            notes: DayNotes::expecting(correction.day, &correction.expected),
            untold: UntoldSites::default(),
            told,
            waiting: Vec::new(),
            place: 0,
        };
        if let Some(path) = path {
            let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)?;
            old.notes = DayNotes::read(builder.metadata())?;
            old.untold = UntoldSites::read(builder.metadata())?;
            old.reader = Some(builder.with_batch_size(BATCH_ROWS).build()?);
        }
        Ok(old)
    }

    /// The lines of a pack at sites that are not changed. Packs are asked for in rising order, and none is left out.
    fn read_pack(
        &mut self,
        pack: PackNumber,
        packs: &PackTable,
        lines: &mut Vec<DayLine>,
    ) -> Result<(), HistoryError> {
        lines.clear();
        loop {
            while let Some((_, line)) = self
                .waiting
                .get(self.place)
                .filter(|(waiting, _)| *waiting <= pack)
            {
                lines.push(*line);
                self.place += 1;
            }
            if self.place < self.waiting.len() || !self.read_batch(packs)? {
                return Ok(());
            }
        }
    }

    /// Reads on; `false` at the end.
    fn read_batch(&mut self, packs: &PackTable) -> Result<bool, HistoryError> {
        self.waiting.clear();
        self.place = 0;
        let Some(batch) = self.reader.as_mut().and_then(Iterator::next).transpose()? else {
            return Ok(false);
        };
        let columns = DayBatch::of(&batch)?;
        let (mut last, mut number) = (0, PackNumber(0));
        for (row, &code) in columns.codes().iter().enumerate() {
            if code != last {
                let known = packs.number(pack_of(code)?);
                (last, number) = (code, known.ok_or(HistoryError::Column("cip13"))?);
            }
            let line = columns.line(row)?;
            match self.told.get_mut(line.site as usize) {
                None | Some(Told::Kept) => self.waiting.push((number, line)),
                Some(told) => *told = told.with(line),
            }
        }
        Ok(true)
    }

    /// What the files say of the day as a whole then.
    fn finish(mut self, correction: &Correction) -> (DayNotes, UntoldSites) {
        self.notes.journal_head = correction.journal_head;
        for site in &correction.sites {
            let told = match self.told.get(site.site.index()) {
                Some(Told::Lines(status)) => Some(*status),
                _ => None,
            };
            if let Some(before) = self.untold.take(site.site).or(told) {
                self.notes.remove(site.slab, before);
            }
            if let Some(position) = &site.position {
                self.notes
                    .add(site.slab, SiteStatus::of(position, correction.day));
                self.untold.add(site.site, position, correction.day);
            }
        }
        self.notes.forget_empty_slabs();
        (self.notes, self.untold)
    }
}
