//! Simulates a demo country and prints how fast it goes.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::time::Instant;
use vigie_model::{Day, Tier};
use vigie_simulate::{Country, CountrySettings, Inputs, write_csv};

fn main() {
    let days: u32 = std::env::args()
        .nth(1)
        .map_or(120, |days| days.parse().unwrap());
    let start = Instant::now();
    let inputs = Inputs::embedded().unwrap();
    println!("inputs {:?}", start.elapsed());
    let mut settings = CountrySettings::demo(1, Day::from_ymd(2025, 11, 1).unwrap());
    if let Some(days) = std::env::args().nth(2) {
        settings.days_between_failures = days.parse().unwrap();
    }
    let packs = inputs.marketed_packs();
    let mut country = Country::new(settings, &inputs, &packs).unwrap();
    println!(
        "country {:?}: {} sites, {} packs, {} cells",
        start.elapsed(),
        country.sites().len(),
        country.packs().len(),
        country.cell_count()
    );
    let run = Instant::now();
    let mut buffer = Vec::new();
    let (mut reports, mut lines, mut bytes) = (0_u64, 0_u64, 0_u64);
    let mut by_tier = [[0_u64; 5]; 5];
    for _ in 0..days {
        country.next_day(|report| {
            buffer.clear();
            write_csv(report, &mut buffer);
            reports += 1;
            lines += report.lines.len() as u64;
            bytes += buffer.len() as u64;
            let tier = &mut by_tier[report.site.tier.index()];
            tier[0] += report.lines.len() as u64;
            for line in report.lines {
                tier[1] += u64::from(line.sold);
                tier[2] += u64::from(line.missed);
                tier[3] += u64::from(line.ordered_not_delivered);
                tier[4] += u64::from(line.expired);
            }
        });
    }
    let seconds = run.elapsed().as_secs_f64();
    println!(
        "{days} days in {seconds:.2} s: {reports} reports ({:.0}/s), {lines} lines ({:.0}/s), {bytes} bytes",
        reports as f64 / seconds,
        lines as f64 / seconds
    );
    for tier in Tier::ALL {
        let [lines, sold, missed, refused, expired] = by_tier[tier.index()];
        println!(
            "{tier:>11}: {lines} lines, sold {sold}, missed {missed}, refused {refused}, expired {expired}"
        );
    }
}
