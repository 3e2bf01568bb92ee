//! Prints how fast countries are simulated and national days are written.
//!
//! `measure country [days] [threads]` or `measure national [sites] [threads]`.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program to measure with"
)]

use std::{ops::ControlFlow, time::Instant};

use vigie_model::{Day, Tier};
use vigie_simulate::{
    Country, CountrySettings, Inputs, NationalDay, NationalDaySettings, SiteReport, write_csv,
};

/// Ticks of processor time a second, as Linux counts them for programs.
const TICKS_A_SECOND: f64 = 100.0;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let number = |place: usize, default| {
        let word = words.get(place);
        word.map_or(default, |word| word.parse().unwrap())
    };
    match words.first().map(String::as_str) {
        Some("national") => national(number(1, 24_333), number(2, 2) as usize),
        _ => country(number(1, 120), number(2, 1) as usize),
    }
}

/// What the reports of a tier say in total.
#[derive(Default, Clone, Copy)]
struct Sums {
    lines: u64,
    sold: u64,
    missed: u64,
    refused: u64,
    expired: u64,
}

impl Sums {
    fn add(&mut self, report: &SiteReport<'_>) {
        self.lines += report.lines.len() as u64;
        for line in report.lines {
            self.sold += u64::from(line.sold);
            self.missed += u64::from(line.missed);
            self.refused += u64::from(line.ordered_not_delivered);
            self.expired += u64::from(line.expired);
        }
    }
}

fn country(days: u32, threads: usize) {
    let inputs = Inputs::embedded().unwrap();
    println!("inputs read: {:.2} s of processor", processor_seconds());
    let mut settings = CountrySettings::demo(1, Day::from_ymd(2025, 11, 1).unwrap());
    settings.threads = threads;
    let mut country = Country::new(settings, &inputs, &inputs.marketed_packs()).unwrap();
    println!(
        "country made: {:.2} s of processor, {} sites, {} packs, {} cells",
        processor_seconds(),
        country.sites().len(),
        country.packs().len(),
        country.cell_count()
    );
    let (before, clock) = (processor_seconds(), Instant::now());
    let mut tiers = [Sums::default(); Tier::COUNT];
    let (mut csv, mut bytes) = (Vec::new(), 0);
    for _ in 0..days {
        country.next_day(|report| {
            csv.clear();
            write_csv(report, &mut csv);
            bytes += csv.len();
            tiers[report.site.tier.index()].add(report);
        });
    }
    let seconds = processor_seconds() - before;
    let lines: u64 = tiers.iter().map(|sums| sums.lines).sum();
    let site_days = country.sites().len() as f64 * f64::from(days);
    println!(
        "{days} days: {seconds:.2} s of processor, {:.2} s of clock; {:.0} site-days/s, {lines} lines, {:.0} lines/s, {bytes} bytes of CSV",
        clock.elapsed().as_secs_f64(),
        site_days / seconds,
        lines as f64 / seconds
    );
    for (tier, sums) in Tier::ALL.iter().zip(tiers) {
        println!(
            "{tier:>11}: {} lines, {} sold, {} missed, {} refused, {} expired",
            sums.lines, sums.sold, sums.missed, sums.refused, sums.expired
        );
    }
}

fn national(sites: u32, threads: usize) {
    let inputs = Inputs::embedded().unwrap();
    let as_of = Day::from_ymd(2026, 11, 20).unwrap();
    let settings = NationalDaySettings::new(1, as_of).with_sites(sites);
    let packs: Vec<_> = inputs
        .packs
        .iter()
        .map(|volume| volume.pack.clone())
        .collect();
    let day = NationalDay::new(settings, &inputs, &packs).unwrap();
    println!(
        "prepared: {:.2} s of processor, {} sites, {} packs",
        processor_seconds(),
        day.sites().len(),
        day.packs().len()
    );
    let (before, clock) = (processor_seconds(), Instant::now());
    let totals = std::sync::Mutex::new((0, 0, 0));
    let done: ControlFlow<()> = day.for_each(threads, |_, file| {
        let mut totals = totals.lock().unwrap();
        totals.0 += file.lines;
        totals.1 += file.csv_bytes;
        totals.2 += file.gzip.len();
        ControlFlow::Continue(())
    });
    assert!(done.is_continue());
    let (lines, csv, gzip) = totals.into_inner().unwrap();
    let seconds = processor_seconds() - before;
    println!(
        "{lines} lines, {csv} bytes of CSV, {gzip} of gzip: {seconds:.2} s of processor, {:.2} s of clock on {threads} threads, {:.0} lines/s of processor",
        clock.elapsed().as_secs_f64(),
        lines as f64 / seconds
    );
}

/// Processor time of this program so far, all threads (Linux; 0 elsewhere).
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let fields = after_name.split_whitespace().skip(11).take(2);
    let ticks: f64 = fields.filter_map(|field| field.parse::<f64>().ok()).sum();
    ticks / TICKS_A_SECOND
}
