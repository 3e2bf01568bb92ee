//! A year of one pack from history files, asked in this process.
//!
//! The files are written from the day that was measured, once for each day of a year. They hold sums by pack, tier and
//! department; a part of the sites is enough to have nearly all of these, and the rest would only make the writing slow.

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::Path;
use std::time::Instant;

use vigie_model::{Cip13, Day};
use vigie_server::system::{Past, System};
use vigie_stock::history::write_day;
use vigie_stock::picture::DayState;

use super::figures::Figures;
use crate::failure::{Failure, Outcome};
use crate::terminal;

/// Days of a year.
const DAYS: i32 = 365;
/// At most so many sites are in the files: several of each department.
const MOST_SITES: usize = 500;
/// Different packs that are asked for.
const ROUNDS: usize = 50;

/// Adds the figure.
pub fn measure(
    system: &System,
    last: Day,
    packs: &[Cip13],
    folder: &Path,
    figures: &mut Figures,
) -> Outcome {
    let past = write_year(system, last, folder)?;
    let step = (packs.len() / ROUNDS).max(1);
    let mut milliseconds = Vec::new();
    for pack in packs.iter().step_by(step) {
        let started = Instant::now();
        let (rows, notes) = past.rows(*pack, last.plus_days(1 - DAYS), last)?;
        milliseconds.push(started.elapsed().as_secs_f64() * 1000.0);
        std::hint::black_box((rows, notes));
    }
    // Not part of the data that `--keep` leaves.
    fs::remove_dir_all(folder)?;
    milliseconds.sort_by(f64::total_cmp);
    let median = milliseconds
        .get(milliseconds.len() / 2)
        .copied()
        .unwrap_or_default();
    figures.at_most(
        "one year of one pack by department, from history",
        "ms",
        20.0,
        median,
    );
    Ok(())
}

fn write_year(system: &System, last: Day, folder: &Path) -> Outcome<Past> {
    fs::create_dir_all(folder)?;
    let state = system.picture.read().day_state(last);
    let mut state = state.ok_or_else(|| Failure::internal("the measured day is closed already"))?;
    thin_out(&mut state);
    let (past, packs) = (Past::default(), system.packs());
    let bar = terminal::progress(DAYS as u64, "history files");
    for back in 0..DAYS {
        let day = last.plus_days(-back);
        set_day(&mut state, day);
        let path = folder.join(format!("{day}.parquet"));
        write_day(
            &state,
            &packs,
            io::sink(),
            BufWriter::new(File::create(&path)?),
        )?;
        past.add(&path)?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(past)
}

fn thin_out(state: &mut DayState) {
    let step = state.sites.len().div_ceil(MOST_SITES).max(1);
    let mut place = 0;
    state.sites.retain(|_| {
        place += 1;
        place % step == 0
    });
}

fn set_day(state: &mut DayState, day: Day) {
    state.day = day;
    for site in &mut state.sites {
        site.position.day = day;
    }
}
