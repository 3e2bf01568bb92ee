//! What several modules need: packs with valid codes, sites, readers.

use std::sync::Arc;

use proptest::prelude::ProptestConfig;
use proptest::test_runner::RngSeed;
use vigie_model::{Cip13, Day, Department, OrganisationNumber, PackNumber, Site, SiteNumber, Tier};
use vigie_stock::{PackTable, ReadLimits, ReadReport, Refusal, ReportReader};

/// DOLIPRANE 1000 mg, 8 tablets: the most sold French pack.
pub const DOLIPRANE: &str = "3400935955838";
/// Another real pack of the published list.
pub const SECOND: &str = "3400949497294";
/// Packs of a small test catalogue, in order of their numbers. The first two are real codes.
pub const PACKS: usize = 40;

/// The code of a made-up pack: 34009, seven digits, and the GS1 key computed as the standard says.
pub fn made_up_code(serial: u64) -> u64 {
    let body = 340_090_000_000 + serial;
    let digits = format!("{body}");
    let sum: u64 = digits
        .bytes()
        .rev()
        .zip([3, 1].into_iter().cycle())
        .map(|(digit, weight)| u64::from(digit - b'0') * weight)
        .sum();
    body * 10 + (10 - sum % 10) % 10
}

pub fn codes() -> Vec<Cip13> {
    let real = [DOLIPRANE, SECOND].map(|code| code.parse().unwrap());
    let made_up = (0..PACKS as u64 - 2)
        .map(|serial| Cip13::from_u64(made_up_code(serial * 7_919 + 1)).unwrap());
    real.into_iter().chain(made_up).collect()
}

pub fn table() -> Arc<PackTable> {
    Arc::new(PackTable::new(codes()))
}

pub fn code(pack: u32) -> Cip13 {
    codes()[pack as usize]
}

pub fn reader() -> ReportReader {
    ReportReader::new(table(), ReadLimits::default())
}

pub fn read(body: &[u8]) -> Result<ReadReport, Refusal> {
    reader().read(body)
}

/// Pack, stock and sales of each line.
pub fn lines(report: &ReadReport) -> Vec<(u32, u32, u32)> {
    let lines = report.content.lines.iter();
    lines
        .map(|line| (line.pack.0, line.on_hand, line.sold))
        .collect()
}

pub fn pack(number: u32) -> PackNumber {
    PackNumber(number)
}

pub fn day(offset: i32) -> Day {
    Day::from_ymd(2026, 9, 1).unwrap().plus_days(offset)
}

pub fn department(code: &str) -> Department {
    Department::from_code(code).unwrap()
}

pub fn site(number: u32, tier: Tier, department_code: &str) -> Site {
    Site {
        number: SiteNumber(number),
        code: "750712184".parse().unwrap(),
        name: format!("site {number}"),
        tier,
        department: department(department_code),
        municipality: String::new(),
        organisation: OrganisationNumber(0),
        expected_from: day(-1000),
        expected_until: None,
        synthetic: true,
    }
}

/// As many cases, the same in every run. With `PROPTEST_CASES` in the environment, as many others as it says: a hunt.
pub fn cases(count: u32) -> ProptestConfig {
    let default = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    if std::env::var_os("PROPTEST_CASES").is_some() {
        return default;
    }
    ProptestConfig {
        cases: count,
        rng_seed: RngSeed::Fixed(20_261_120),
        ..default
    }
}
