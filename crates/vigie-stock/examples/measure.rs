//! Measures the heart alone: reading, journal payloads, positions and day files, in lines a second of one core.
//!
//! `cargo run --release -p vigie-stock --example measure -- 2000`
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

use std::fmt::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use vigie_model::{
    Cip13, Day, Department, OrganisationNumber, PackNumber, ReportNumber, Site, SiteCode,
    SiteNumber, Tier,
};
use vigie_stock::picture::{Accepted, DayState, Picture, Window};
use vigie_stock::{
    PackTable, PayloadWriter, ReadLimits, ReportKind, ReportReader, history, read_payload,
};

const PACKS: u64 = 15_000;
const LINES: usize = 3_580;

fn code(number: u64) -> Cip13 {
    let body = 340_093_000_000 + number * 7;
    (0..10)
        .find_map(|key| Cip13::from_u64(body * 10 + key).ok())
        .unwrap()
}

struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

fn report(packs: &PackTable, random: &mut Random) -> Vec<u8> {
    let mut numbers: Vec<u32> = (0..PACKS as u32).collect();
    for place in (1..numbers.len()).rev() {
        numbers.swap(place, random.below(place as u64 + 1) as usize);
    }
    let mut text = String::from("cip13;on_hand;sold\n");
    for &number in numbers.iter().take(LINES) {
        let on_hand = random.below(4) * random.below(5) + random.below(2) * random.below(20);
        let sold = random.below(10).saturating_sub(7);
        let code = packs.code(PackNumber(number)).unwrap();
        writeln!(text, "{code};{on_hand};{sold}").unwrap();
    }
    let mut compressor = libdeflater::Compressor::new(libdeflater::CompressionLvl::default());
    let mut body = vec![0; compressor.gzip_compress_bound(text.len())];
    let length = compressor
        .gzip_compress(text.as_bytes(), &mut body)
        .unwrap();
    body.truncate(length);
    body
}

fn site(number: u32) -> Site {
    Site {
        number: SiteNumber(number),
        code: "010000024".parse::<SiteCode>().unwrap(),
        name: String::new(),
        tier: Tier::Pharmacy,
        department: Department::from_index(number as usize % 101).unwrap(),
        municipality: String::new(),
        organisation: OrganisationNumber(0),
        expected_from: Day::from_epoch_days(0),
        expected_until: None,
        synthetic: true,
    }
}

fn show(name: &str, lines: usize, spent: Duration) {
    println!(
        "{name:<28} {:>8.1} M lines/s",
        lines as f64 / spent.as_secs_f64() / 1e6
    );
}

/// Every hundredth site reports late.
fn correct(state: &DayState, packs: &PackTable, day_file: &[u8], lines: usize) {
    let path = std::env::temp_dir().join(format!("vigie-measure-{}", std::process::id()));
    std::fs::write(&path, day_file).unwrap();
    let sites = state.sites.iter().step_by(100);
    let correction = history::Correction {
        day: state.day,
        journal_head: state.journal_head,
        expected: state.expected.clone(),
        sites: sites
            .map(|site| history::ChangedSite {
                site: site.site,
                slab: site.slab,
                position: Some(site.position.clone()),
            })
            .collect(),
    };
    let start = Instant::now();
    let (day_sink, history_sink) = (std::io::sink(), std::io::sink());
    history::correct_day(Some(&path), &correction, packs, day_sink, history_sink).unwrap();
    show("day and history corrected", lines, start.elapsed());
    std::fs::remove_file(path).unwrap();
}

fn main() {
    let count: u32 = std::env::args()
        .nth(1)
        .map_or(2000, |text| text.parse().unwrap());
    let packs = Arc::new(PackTable::new((0..PACKS).map(code).collect()));
    let mut random = Random(7);
    let bodies: Vec<Vec<u8>> = (0..200).map(|_| report(&packs, &mut random)).collect();
    let lines = LINES * count as usize;
    let mut reader = ReportReader::new(packs.clone(), ReadLimits::default());
    let mut writer = PayloadWriter::new().unwrap();
    let sites: Vec<Site> = (0..count).map(site).collect();
    let mut picture = Picture::new(packs.len(), &sites);
    let (mut reading, mut writing, mut applying, mut unpacking) =
        <(Duration, Duration, Duration, Duration)>::default();
    let mut payload_bytes = 0;
    let day = Day::from_ymd(2026, 11, 20).unwrap();
    for number in 0..count {
        let start = Instant::now();
        let read = reader
            .read(&bodies[number as usize % bodies.len()])
            .unwrap();
        reading += start.elapsed();
        let start = Instant::now();
        let (payload, _) = writer.write(&read.content).unwrap();
        writing += start.elapsed();
        payload_bytes += payload.len();
        let start = Instant::now();
        let content = read_payload(&payload).unwrap();
        unpacking += start.elapsed();
        assert_eq!(content, read.content);
        let start = Instant::now();
        let accepted = Accepted {
            number: ReportNumber(u64::from(number) + 1),
            site: SiteNumber(number),
            as_of: day,
            kind: ReportKind::Full,
        };
        picture.apply(&accepted, &content).unwrap();
        applying += start.elapsed();
    }
    show("gunzip, parse, check, order", lines, reading);
    show("journal payload", lines, writing);
    show("payload read back", lines, unpacking);
    show("positions and aggregates", lines, applying);
    println!(
        "journal payload              {:>8.2} B/line",
        payload_bytes as f64 / lines as f64
    );
    let mut cover = Vec::new();
    let start = Instant::now();
    for _ in 0..1000 {
        picture.national_cover(Tier::Pharmacy, Window::TwentyEightDays, &mut cover);
    }
    println!(
        "national cover               {:>8.4} ms",
        start.elapsed().as_secs_f64()
    );
    let state = picture.day_state(day).unwrap();
    let (mut day_file, mut history_file) = (Vec::new(), Vec::new());
    let start = Instant::now();
    let summary = history::write_day(&state, &packs, &mut day_file, &mut history_file).unwrap();
    show("day and history files", lines, start.elapsed());
    correct(&state, &packs, &day_file, lines);
    println!(
        "day file                     {:>8.2} B/line",
        day_file.len() as f64 / summary.lines as f64
    );
    println!(
        "history file                 {:>8.2} B/row",
        history_file.len() as f64 / summary.rows as f64
    );
}
