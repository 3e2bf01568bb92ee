//! A year of one pack from history files, asked in this process.
//!
//! The year is made up: some packs in every department and two to four tiers, whose stocks and sales move from day to
//! day. A file is written for each day, and each month is merged, as a server does when days end. Fewer packs than the
//! country has make this quick, and change nothing for the pack that is asked for: its rows and their pages are as many.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;
use std::time::Instant;

use vigie_model::{Cip13, Day, Department, PackNumber, ReportNumber, Tier};
use vigie_server::system::{Folder, Past};
use vigie_stock::PackTable;
use vigie_stock::history::{
    DayNotes, HistoryFile, HistoryRow, HistoryWriter, MergePart, SlabNotes, merge_history,
};
use vigie_stock::picture::slab_index;

use super::figures::Figures;
use crate::failure::Outcome;
use crate::terminal;

/// Days of a year.
const DAYS: i32 = 365;
/// Packs in the files.
const PACKS: usize = 100;
/// Months of a year.
const MONTHS: f64 = 12.0;
/// Rows of a month of the whole country: about two million a day.
const NATIONAL_MONTH_ROWS: f64 = 60e6;
/// Different packs that are asked for.
const ROUNDS: usize = 50;
/// Tiers that may have a pack; each pack has two to four of them.
const TIERS: [Tier; 4] = [
    Tier::Pharmacy,
    Tier::Hospital,
    Tier::Wholesaler,
    Tier::Depositary,
];

/// Adds the figures.
pub fn measure(
    packs: &PackTable,
    last: Day,
    asked: &[Cip13],
    folder: &Path,
    figures: &mut Figures,
) -> Outcome {
    let mut chosen: Vec<PackNumber> = asked
        .iter()
        .filter_map(|pack| packs.number(*pack))
        .take(PACKS)
        .collect();
    chosen.sort_unstable();
    let year = Year::write(packs, &chosen, last, folder)?;
    let mut milliseconds = Vec::new();
    for pack in chosen
        .iter()
        .filter_map(|pack| packs.code(*pack))
        .take(ROUNDS)
    {
        let started = Instant::now();
        let (rows, notes) = year.past.rows(pack, last.plus_days(1 - DAYS), last)?;
        milliseconds.push(started.elapsed().as_secs_f64() * 1000.0);
        std::hint::black_box((rows, notes));
    }
    // Not part of the data that `--keep` leaves.
    fs::remove_dir_all(folder)?;
    milliseconds.sort_by(f64::total_cmp);
    let median = milliseconds.get(milliseconds.len() / 2).copied();
    figures.at_most(
        "one year of one pack by department, from history",
        "ms",
        20.0,
        median.unwrap_or_default(),
    );
    let rows = year.rows.max(1) as f64;
    figures.at_most(
        "month of history on disk",
        "B/row",
        2.0,
        (year.bytes - year.notes_bytes) as f64 / rows,
    );
    let notes = year.notes_bytes as f64 / MONTHS;
    figures.at_most(
        "directory of a national month of history in memory",
        "MB",
        5.0,
        (year.directory_bytes as f64 / rows * NATIONAL_MONTH_ROWS + notes) / 1e6,
    );
    figures.tell(
        "month of history merged",
        "M rows/s",
        year.rows as f64 / 1e6 / year.merging_seconds,
    );
    Ok(())
}

/// The files of a year.
struct Year {
    past: Past,
    rows: u64,
    bytes: u64,
    /// Without notes.
    directory_bytes: u64,
    notes_bytes: u64,
    merging_seconds: f64,
}

impl Year {
    fn write(packs: &PackTable, chosen: &[PackNumber], last: Day, path: &Path) -> Outcome<Self> {
        let folder = Folder::open(path)?;
        let mut year = Self {
            past: Past::default(),
            rows: 0,
            bytes: 0,
            directory_bytes: 0,
            notes_bytes: 0,
            merging_seconds: 0.0,
        };
        let mut stocks = Stocks::new(chosen);
        let bar = terminal::progress(DAYS as u64, "history files");
        let days: Vec<Day> = (1 - DAYS..=0).map(|back| last.plus_days(back)).collect();
        for month in days.chunk_by(|a, b| a.date().first_of_month() == b.date().first_of_month()) {
            for day in month {
                write_day(&folder, packs, &mut stocks, *day)?;
                bar.inc(1);
            }
            year.merge(&folder, packs, month)?;
        }
        bar.finish_and_clear();
        Ok(year)
    }

    fn merge(&mut self, folder: &Folder, packs: &PackTable, month: &[Day]) -> Outcome {
        let started = Instant::now();
        let keys: Vec<String> = month.iter().map(|day| day_key(*day)).collect();
        let mut files = Vec::new();
        for key in &keys {
            files.push(HistoryFile::open(&folder.path(key))?);
        }
        let parts = files.iter().zip(month).map(|(file, day)| MergePart {
            file,
            days: BTreeSet::from([*day]),
        });
        let parts: Vec<MergePart<'_>> = parts.collect();
        let first = month.first().copied().unwrap_or(Day::MIN);
        let key = Folder::month_key(first, &keys);
        let file = BufWriter::new(File::create(folder.path(&key))?);
        self.rows += merge_history(&parts, packs, file)?.rows;
        self.merging_seconds += started.elapsed().as_secs_f64();
        self.bytes += folder.size(&key)?;
        let merged = HistoryFile::open(&folder.path(&key))?;
        let notes_bytes = merged.notes_bytes() as u64;
        self.directory_bytes += merged.memory_bytes() as u64 - notes_bytes;
        self.notes_bytes += notes_bytes;
        Ok(self.past.add(folder, &key)?)
    }
}

fn day_key(day: Day) -> String {
    Folder::history_key(day, ReportNumber(1))
}

fn write_day(folder: &Folder, packs: &PackTable, stocks: &mut Stocks, day: Day) -> Outcome {
    let file = BufWriter::new(File::create(folder.path(&day_key(day)))?);
    let mut writer = HistoryWriter::new(file)?;
    for stock in &mut stocks.all {
        let row = stock.live(day, &mut stocks.chance);
        if let Some(code) = packs.code(stock.pack) {
            writer.write(code, &row)?;
        }
    }
    writer.finish(&[notes(day)])?;
    Ok(())
}

fn notes(day: Day) -> DayNotes {
    let slabs = TIERS.iter().flat_map(|tier| {
        Department::ALL.iter().map(|department| SlabNotes {
            slab: slab_index(*tier, *department),
            expected: 220,
            reported: 215,
            sites: 219,
            stating_sales: 200,
        })
    });
    DayNotes {
        day,
        journal_head: ReportNumber(1),
        slabs: slabs.collect(),
    }
}

/// A pack in the sites of one tier in one department.
struct Stock {
    pack: PackNumber,
    tier: Tier,
    department: Department,
    sites: u64,
    at_zero: u64,
    daily: u64,
    on_hand: u64,
}

/// All of them, in the order of files.
struct Stocks {
    all: Vec<Stock>,
    chance: Chance,
}

impl Stocks {
    fn new(packs: &[PackNumber]) -> Self {
        let mut chance = Chance(1);
        let mut all = Vec::new();
        for (number, pack) in packs.iter().enumerate() {
            // The country sells seven million boxes a day in two million rows: four in a row, few packs much more.
            let size = 1 << chance.below(6);
            for tier in TIERS.iter().take(2 + number % 3) {
                for department in Department::ALL {
                    let daily = chance.below(size);
                    all.push(Stock {
                        pack: *pack,
                        tier: *tier,
                        department,
                        sites: 20 + chance.below(200),
                        at_zero: chance.below(20),
                        daily,
                        on_hand: daily * 15,
                    });
                }
            }
        }
        Self { all, chance }
    }
}

impl Stock {
    /// Sells and gets deliveries for a day. Some sites run out, some get the pack again.
    fn live(&mut self, day: Day, chance: &mut Chance) -> HistoryRow {
        let is_sunday = day.epoch_days() % 7 == 3;
        let wanted = if is_sunday {
            0
        } else {
            chance.about(self.daily)
        };
        let delivered = if is_sunday {
            0
        } else {
            chance.about(self.daily)
        };
        let sold = wanted.min(self.on_hand);
        self.on_hand = self.on_hand - sold + delivered;
        if chance.below(4) == 0 {
            self.at_zero = (self.at_zero + chance.below(3)).saturating_sub(1).min(20);
        }
        HistoryRow {
            day,
            tier: self.tier,
            department: self.department,
            on_hand: self.on_hand,
            sold: Some(sold),
            sites_holding: (self.sites - self.at_zero) as u32,
            sites_at_zero: self.at_zero as u32,
            ordered_not_delivered: if chance.below(20) == 0 {
                chance.below(30)
            } else {
                0
            },
        }
    }
}

/// Numbers that look like chance, the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound.max(1)
    }

    /// Near a mean, and as far from it as independent buyers make it: about its square root.
    fn about(&mut self, mean: u64) -> u64 {
        let width = mean.isqrt() + 1;
        let draws: u64 = (0..3).map(|_| self.below(width + 1)).sum();
        (mean + draws).saturating_sub(width * 3 / 2)
    }
}
