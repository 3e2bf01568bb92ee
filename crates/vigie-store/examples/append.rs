//! Measures appending to the journal, on both engines: rows a second, CPU a row, bytes a row.
//!
//! ```text
//! cargo run --release -p vigie-store --example append [-- sqlite|postgres|--pages|--grown]
//! ```
//!
//! A row stands for the full report of a pharmacy: 3,580 lines at about 1.5 bytes once encoded, so 5,400 bytes
//! that cannot be compressed further. The CPU is that of this process, with SQLite inside; PostgreSQL's own is
//! counted apart. A PostgreSQL server is started for the measure, with its durability as in production.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a measure for developers"
)]

#[path = "../tests/harness/postgres.rs"]
mod postgres;

use std::path::Path;
use std::time::{Duration, Instant};

use uuid::Uuid;
use vigie_model::{Day, OrganisationNumber, SiteNumber};
use vigie_store::{EntryKind, NewEntry, NewOrganisation, Store, StoreOptions};

/// One measure: how many rows of which size, in batches of which length.
struct Case {
    name: &'static str,
    rows: usize,
    payload_bytes: usize,
    batch: usize,
}

const CASES: [Case; 4] = [
    Case {
        name: "full reports, 64 at a time",
        rows: 23_680,
        payload_bytes: 5_400,
        batch: 64,
    },
    Case {
        name: "full reports, 8 at a time",
        rows: 4_000,
        payload_bytes: 5_400,
        batch: 8,
    },
    Case {
        name: "changes of 50 lines, 64 at a time",
        rows: 50_048,
        payload_bytes: 150,
        batch: 64,
    },
    Case {
        name: "changes of 50 lines, 1,024 at a time",
        rows: 102_400,
        payload_bytes: 150,
        batch: 1_024,
    },
];

/// Lines in a full report of a pharmacy, to tell bytes a line.
const LINES: f64 = 3_580.0;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let asked =
        |name: &str| arguments.is_empty() || arguments.iter().any(|argument| argument == name);
    if asked("--pages") {
        for page_bytes in [1_024, 2_048, 4_096, 8_192, 16_384, 32_768] {
            measure_sqlite(page_bytes, &CASES[..1]).await?;
        }
    }
    if asked("sqlite") {
        measure_sqlite(StoreOptions::default().sqlite_page_bytes, &CASES).await?;
    }
    if asked("--grown") {
        measure_grown().await?;
    }
    if asked("postgres") {
        measure_postgres().await?;
    }
    Ok(())
}

async fn measure_sqlite(page_bytes: u32, cases: &[Case]) -> anyhow::Result<()> {
    println!("SQLite, pages of {page_bytes} bytes");
    for case in cases {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("vigie.db");
        let options = StoreOptions {
            sqlite_page_bytes: page_bytes,
            ..StoreOptions::default()
        };
        let store = Store::open_with(&vigie_store::sqlite_address(&file), &options).await?;
        let figures = measure(&store, case).await?;
        store.close().await?;
        figures.print(case, file.metadata()?.len());
    }
    Ok(())
}

/// A day of full reports after 60 days of small ones: does a journal of 1.4 million rows cost more?
async fn measure_grown() -> anyhow::Result<()> {
    println!("SQLite, after 60 days");
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("vigie.db");
    let store = Store::open(&vigie_store::sqlite_address(&file)).await?;
    let past = Case {
        name: "small rows, 1,024 at a time",
        rows: 60 * 23_552,
        payload_bytes: 150,
        batch: 1_024,
    };
    let figures = append_all(&store, &past, 0).await?;
    figures.print(&past, file.metadata()?.len());
    let before = file.metadata()?.len();
    let figures = append_all(&store, &CASES[0], past.rows).await?;
    let start = Instant::now();
    let receipts = store.list_receipts(SiteNumber(7), 20).await?.len();
    println!(
        "  the last {receipts} receipts of a site in {:?}",
        start.elapsed()
    );
    store.close().await?;
    figures.print(&CASES[0], file.metadata()?.len() - before);
    Ok(())
}

async fn measure_postgres() -> anyhow::Result<()> {
    println!("PostgreSQL, fsync on");
    let server = postgres::PostgresServer::start(true)?;
    for case in &CASES {
        let address = server.create_database()?;
        let store = Store::open(&address).await?;
        let before = children_cpu(&server.data_folder());
        let figures = measure(&store, case).await?;
        let server_cpu = children_cpu(&server.data_folder()).saturating_sub(before);
        let size = server
            .execute(&address, "SELECT pg_total_relation_size('journal')")?
            .trim()
            .parse()?;
        figures.print(case, size);
        println!(
            "    {:8.1} µs CPU a row in the server",
            micros(server_cpu) / case.rows as f64
        );
        store.close().await?;
    }
    Ok(())
}

struct Figures {
    elapsed: Duration,
    cpu: Duration,
}

impl Figures {
    fn print(&self, case: &Case, size: u64) {
        let rows = case.rows as f64;
        let bytes = size as f64 / rows;
        println!("  {}", case.name);
        println!("    {:8.0} rows/s", rows / self.elapsed.as_secs_f64());
        println!("    {:8.1} µs CPU a row", micros(self.cpu) / rows);
        println!(
            "    {bytes:8.0} bytes a row, {:.2} a line of a full report",
            bytes / LINES
        );
    }
}

async fn measure(store: &Store, case: &Case) -> anyhow::Result<Figures> {
    let organisation = NewOrganisation {
        code: "1".to_owned(),
        name: "Un".to_owned(),
    };
    assert_eq!(
        store.upsert_organisations(&[organisation]).await?,
        [OrganisationNumber(0)]
    );
    append_all(store, case, 0).await
}

/// Appends the rows of a case, made before the clock starts, as many at once as memory should hold.
async fn append_all(store: &Store, case: &Case, first: usize) -> anyhow::Result<Figures> {
    let mut figures = Figures {
        elapsed: Duration::ZERO,
        cpu: Duration::ZERO,
    };
    let batches: Vec<usize> = (0..case.rows / case.batch).collect();
    for part in batches.chunks(512) {
        let rows = |batch: &usize| {
            (0..case.batch)
                .map(|place| entry(case, first + batch * case.batch + place))
                .collect()
        };
        let part: Vec<Vec<NewEntry>> = part.iter().map(rows).collect();
        let (start, cpu) = (Instant::now(), own_cpu());
        for batch in &part {
            assert_eq!(store.append(batch).await?.len(), batch.len());
        }
        figures.elapsed += start.elapsed();
        figures.cpu += own_cpu().saturating_sub(cpu);
    }
    Ok(figures)
}

/// A report whose bytes are as random as compressed ones, from a site as random as they arrive.
fn entry(case: &Case, place: usize) -> NewEntry {
    let digest = blake3::hash(&place.to_le_bytes());
    let mut payload = vec![0; case.payload_bytes];
    blake3::Hasher::new()
        .update(&place.to_le_bytes())
        .finalize_xof()
        .fill(&mut payload);
    NewEntry {
        id: Uuid::from_u128((0x0193_0000_0000_7000_8000_u128 << 48) | ((place as u128) << 20) | 7),
        site: SiteNumber((place * 15_485_863 % 23_700) as u32),
        as_of: Day::from_epoch_days(20_777 + (place / 23_700) as i32),
        received_at: jiff::Timestamp::UNIX_EPOCH,
        kind: EntryKind::Full,
        line_count: 3_580,
        digest: digest.into(),
        idempotency_key: None,
        payload,
        quarantined_count: 0,
        quarantined: Vec::new(),
        releases: Vec::new(),
    }
}

fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}

/// CPU time of this process, all threads.
fn own_cpu() -> Duration {
    cpu_of(Path::new("/proc/self/stat")).expect("this measure reads /proc")
}

/// CPU time of the processes whose working folder is this one: the server and its helpers.
fn children_cpu(folder: &Path) -> Duration {
    let processes = std::fs::read_dir("/proc")
        .expect("this measure reads /proc")
        .flatten();
    let of_server = processes.filter(|process| {
        std::fs::read_link(process.path().join("cwd")).is_ok_and(|cwd| cwd == folder)
    });
    of_server
        .filter_map(|process| cpu_of(&process.path().join("stat")))
        .sum()
}

/// Fields 14 and 15 of `proc(5)` stat: user and system time, in ticks of 10 ms.
fn cpu_of(stat: &Path) -> Option<Duration> {
    let text = std::fs::read_to_string(stat).ok()?;
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: u64 = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    Some(Duration::from_millis(ticks * 10))
}
