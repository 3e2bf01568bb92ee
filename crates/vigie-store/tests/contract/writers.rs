use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Stdio};

use futures::future::try_join_all;
use vigie_model::{Cip13, ReportNumber, SiteNumber};
use vigie_store::{NewEntry, Outcome, Store};

use super::on_both_engines;
use crate::harness::{ean13, entry, entry_of, store_with_sites};

/// Tells a copy of this test program that it is the one to be killed, and which database to write to.
const VICTIM: &str = "VIGIE_STORE_TEST_VICTIM";

on_both_engines! {
    async fn two_handles_appending_at_once_share_one_order_without_gaps(database) {
        let handles = [store_with_sites(database).await, database.open().await];
        let writers = (0..8_u32).map(|writer| append_batches(handles[writer as usize % 2].clone(), SiteNumber(writer)));
        let given = try_join_all(writers.map(tokio::spawn)).await.unwrap().concat();
        let all: BTreeSet<u64> = given.iter().copied().collect();
        assert_eq!(given.len(), 8 * 10 * 7);
        assert_eq!(all, (1..=560).collect());
        let read = handles[0].read_journal(ReportNumber(1), u64::MAX).await.unwrap();
        assert!(read.iter().map(|entry| entry.receipt.number.0).eq(1..=560));
    }

    async fn the_same_report_sent_to_two_handles_at_once_is_written_once(database) {
        let handles = [store_with_sites(database).await, database.open().await];
        let sends = (0..8_u128).map(|sender| {
            let store = handles[sender as usize % 2].clone();
            let report = NewEntry { id: uuid::Uuid::from_u128(5_000 + sender), ..entry(1) };
            tokio::spawn(async move { store.append(&[report]).await.unwrap() })
        });
        let appended = try_join_all(sends).await.unwrap().concat();
        assert!(appended.iter().all(|appended| appended.number == ReportNumber(1)));
        assert_eq!(appended.iter().filter(|appended| appended.outcome == Outcome::New).count(), 1);
    }

    async fn a_reader_who_sees_an_entry_sees_all_before_it(database) {
        let handles = [store_with_sites(database).await, database.open().await];
        let writers: Vec<_> = (0..4_u32)
            .map(|writer| tokio::spawn(append_batches(handles[writer as usize % 2].clone(), SiteNumber(writer))))
            .collect();
        let reader = database.open().await;
        while reader.journal_head().await.unwrap() < ReportNumber(280) {
            let read = reader.read_journal(ReportNumber(1), u64::MAX).await.unwrap();
            let count = read.len() as u64;
            assert!(read.iter().map(|entry| entry.receipt.number.0).eq(1..=count));
        }
        try_join_all(writers).await.unwrap();
    }

    async fn concurrent_callers_never_give_one_pack_number_twice(database) {
        let handles = [database.open().await, database.open().await];
        let pack = |place: u64| Cip13::from_u64(ean13(340_093_600_000 + place)).unwrap();
        let calls = (0..8_u64).map(|caller| {
            let store = handles[caller as usize % 2].clone();
            let packs: Vec<Cip13> = (caller * 20..caller * 20 + 40).map(pack).collect();
            tokio::spawn(async move { store.assign_pack_numbers(&packs).await.unwrap() })
        });
        try_join_all(calls).await.unwrap();
        let listed = handles[0].list_pack_numbers().await.unwrap();
        assert!(listed.iter().map(|(number, _)| number.0).eq(0..180));
        assert_eq!(listed.iter().map(|(_, pack)| *pack).collect::<BTreeSet<_>>().len(), 180);
    }

    async fn every_acknowledged_entry_is_there_after_the_writer_was_killed(database) {
        if let Ok(address) = std::env::var(VICTIM) {
            return append_until_killed(&address).await;
        }
        let store = store_with_sites(database).await;
        for round in 1..=3_usize {
            let acknowledged = kill_a_writer_after(database, 40 * round);
            let head = store.journal_head().await.unwrap().0;
            let read = store.read_journal(ReportNumber(1), u64::MAX).await.unwrap();
            assert!(read.iter().map(|entry| entry.receipt.number.0).eq(1..=head));
            assert!(acknowledged.len() >= 40 * round);
            for number in acknowledged {
                assert_eq!(read[number - 1].payload.len(), 6_000);
            }
        }
    }
}

/// Ten batches of seven entries; answers their numbers.
async fn append_batches(store: Store, site: SiteNumber) -> Vec<u64> {
    let mut numbers = Vec::new();
    for batch in 0..10 {
        let entries: Vec<NewEntry> = (0..7)
            .map(|place| entry_of(site, batch * 7 + place))
            .collect();
        let appended = store.append(&entries).await.unwrap();
        numbers.extend(appended.iter().map(|appended| appended.number.0));
    }
    numbers
}

/// Starts this test again in a process of its own, kills it (SIGKILL) once it has acknowledged so many
/// entries, and answers the numbers it acknowledged.
fn kill_a_writer_after(database: &crate::harness::Database, count: usize) -> Vec<usize> {
    use std::io::{BufRead, BufReader};
    let mut victim = Command::new(std::env::current_exe().unwrap())
        .args([
            "every_acknowledged_entry_is_there_after_the_writer_was_killed::case_1_sqlite",
            "--nocapture",
        ])
        .env(VICTIM, &database.address)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut numbers = Vec::new();
    let mut lines = BufReader::new(victim.stdout.take().unwrap()).lines();
    let mut read = |lines: &mut std::io::Lines<_>| -> Option<()> {
        let line: String = lines.next()?.ok()?;
        numbers.extend(
            line.strip_prefix("acknowledged ")
                .map(|number| number.parse::<usize>().unwrap()),
        );
        (numbers.len() < count).then_some(())
    };
    while read(&mut lines).is_some() {}
    victim.kill().unwrap();
    // What it had said before it died counts too.
    for line in lines.map_while(Result::ok) {
        numbers.extend(
            line.strip_prefix("acknowledged ")
                .and_then(|number| number.parse::<usize>().ok()),
        );
    }
    victim.wait().unwrap();
    numbers
}

async fn append_until_killed(address: &str) {
    let store = Store::open_with(address, &crate::harness::options())
        .await
        .unwrap();
    let start = u64::from(std::process::id()) << 32;
    let mut output = std::io::stdout();
    for place in 0.. {
        let entries: Vec<NewEntry> = (0..3)
            .map(|part| NewEntry {
                payload: vec![1; 6_000],
                ..entry(start + place * 3 + part)
            })
            .collect();
        for appended in store.append(&entries).await.unwrap() {
            output
                .write_all(format!("\nacknowledged {}\n", appended.number).as_bytes())
                .unwrap();
        }
        output.flush().unwrap();
    }
}
