//! What `vigie verify` finds, and what it misses nothing of.

use uuid::Uuid;
use vigie_model::{ReportNumber, SiteNumber};
use vigie_server::system::Disagreement;
use vigie_stock::{PayloadWriter, ReportContent, StockLine};
use vigie_store::{EntryKind, FileKind, NewEntry, NewFile};

use crate::harness::{ANASTROZOLE, DOLIPRANE, Server, day};

/// Three sites report for three days, and a late report comes for the first; two days are closed.
async fn three_days() -> Server {
    let server = Server::start().await;
    for as_of in ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-16"] {
        for site in 0..3 {
            let stock = server.system.picture.read().journal_head().0;
            let rows = format!("{DOLIPRANE};{stock};2\n{ANASTROZOLE};9;1\n");
            let body = format!("cip13;stock;vendu\n{rows}");
            server.report(site, &format!("as_of={as_of}"), body).await;
        }
    }
    let closed = day("2026-11-17");
    server.system.close_days_through(closed).await.unwrap();
    server
}

/// An entry that reaches the journal without passing through the system.
fn smuggled(payload: Vec<u8>, digest: [u8; 32]) -> NewEntry {
    NewEntry {
        id: Uuid::now_v7(),
        site: SiteNumber(5),
        as_of: day("2026-11-18"),
        received_at: jiff::Timestamp::now(),
        kind: EntryKind::Full,
        line_count: 1,
        digest,
        idempotency_key: None,
        payload,
        quarantined_count: 0,
        quarantined: Vec::new(),
        releases: Vec::new(),
    }
}

#[tokio::test]
async fn a_sound_system_agrees_and_progress_ends_at_the_number_of_entries() {
    let server = three_days().await;
    let mut told = Vec::new();
    let found = server
        .system
        .verify(|done, total| told.push((done, total)))
        .await
        .unwrap();
    assert_eq!(found.disagreements, []);
    assert_eq!((found.entries, found.lines, found.day_files), (12, 24, 2));
    assert_eq!(told, [(6, 12), (9, 12), (12, 12)]);
}

#[tokio::test]
async fn a_payload_that_cannot_be_read_is_named() {
    let server = three_days().await;
    let damaged = smuggled(vec![1, 2, 3], [7; 32]);
    server.system.store.append(&[damaged]).await.unwrap();
    let found = server.system.verify(|_, _| ()).await.unwrap();
    assert_eq!(found.disagreements, [Disagreement::Payload { number: 13 }]);
}

#[tokio::test]
async fn a_picture_that_lacks_an_entry_differs() {
    let server = three_days().await;
    let content = ReportContent {
        lines: vec![StockLine {
            pack: vigie_model::PackNumber(0),
            on_hand: 3,
            sold: 0,
        }],
        ..ReportContent::default()
    };
    let (payload, digest) = PayloadWriter::new().unwrap().write(&content).unwrap();
    let entry = smuggled(payload, digest);
    server.system.store.append(&[entry]).await.unwrap();
    let found = server.system.verify(|_, _| ()).await.unwrap();
    assert_eq!(found.disagreements, [Disagreement::Positions]);
}

#[tokio::test]
async fn a_day_file_that_says_something_else_is_named() {
    let server = three_days().await;
    let store = &server.system.store;
    let second = day("2026-11-17");
    let files = store.list_files(FileKind::Day, second, second).await;
    let published = files.unwrap().remove(0).file;
    let other = NewFile {
        key: "day/other.parquet".to_owned(),
        digest: [9; 32],
        from_number: ReportNumber(1),
        ..published.clone()
    };
    store
        .publish_files(&[other], &[published.key])
        .await
        .unwrap();
    let found = server.system.verify(|_, _| ()).await.unwrap();
    assert_eq!(found.disagreements, [Disagreement::DayFile { day: second }]);
}
