//! Files of closed days: corrected together, merged by month, and the same after a crash at any moment.

use std::collections::BTreeMap;
use std::fs;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use axum::http::StatusCode;
use serde_json::json;
use uuid::Uuid;
use vigie_model::{Cip13, Day, ReportNumber, SiteNumber};
use vigie_store::{EntryKind, FileKind, NewEntry};

use crate::harness::{ANASTROZOLE, DOLIPRANE, Server, day, on_hand, report, three_days};

async fn keys(server: &Server, kind: FileKind) -> Vec<String> {
    let files = server
        .system
        .store
        .list_files(kind, Day::MIN, Day::MAX)
        .await;
    files
        .unwrap()
        .into_iter()
        .map(|file| file.file.key)
        .collect()
}

async fn correct(server: &Server) -> Vec<String> {
    let days = server.system.correct_days().await.unwrap();
    days.iter().map(Day::to_string).collect()
}

async fn agrees(server: &Server, day_files: u64) {
    let found = server.system.verify(|_, _| ()).await.unwrap();
    assert_eq!(found.disagreements, []);
    assert_eq!(found.day_files, day_files);
}

/// A full report of one pack.
async fn late(server: &Server, site: usize, as_of: &str, on_hand: u32) {
    report(
        server,
        site,
        as_of,
        "full",
        &format!("{DOLIPRANE};{on_hand};1\n"),
    )
    .await;
}

/// Boxes of Doliprane in the country on each day of history.
fn boxes_by_day(server: &Server) -> BTreeMap<Day, u64> {
    let pack: Cip13 = DOLIPRANE.parse().unwrap();
    let (rows, notes) = server.system.past.rows(pack, Day::MIN, Day::MAX).unwrap();
    assert!(rows.is_sorted_by_key(|row| row.day));
    let mut boxes: BTreeMap<Day, u64> = notes.keys().map(|day| (*day, 0)).collect();
    for row in rows {
        *boxes.get_mut(&row.day).unwrap() += row.on_hand;
    }
    boxes
}

#[tokio::test]
async fn late_reports_of_a_day_write_its_files_once_and_together() {
    let server = Server::start().await;
    three_days(&server).await;
    let before = keys(&server, FileKind::Day).await;
    late(&server, 0, "2026-11-16", 1).await;
    late(&server, 1, "2026-11-16", 2).await;
    late(&server, 4, "2026-11-16", 4).await;
    late(&server, 4, "2026-11-16", 8).await;
    // The picture has them at once, the files do not.
    assert_eq!(
        on_hand(&server, DOLIPRANE, "").await,
        json!(80 + 79 + 78 + 8)
    );
    let present = server.system.picture.read().cells();
    assert_eq!(present, 3 * 2 + 1);
    assert_eq!(keys(&server, FileKind::Day).await, before);
    assert_eq!(server.system.correct_due_days().await.unwrap(), []);
    // Site 4 had said nothing, so that its report is carried into the next day too.
    assert_eq!(correct(&server).await, ["2026-11-16", "2026-11-17"]);
    let after = keys(&server, FileKind::Day).await;
    assert_eq!(
        after,
        ["day/2026-11-16.13.parquet", "day/2026-11-17.13.parquet"]
    );
    let boxes: Vec<u64> = boxes_by_day(&server).into_values().collect();
    assert_eq!(boxes, [1 + 2 + 98 + 8, 90 + 89 + 88 + 8]);
    assert_eq!(correct(&server).await, [""; 0]);
    assert_eq!(
        fs::read_dir(server.folder.path().join("day"))
            .unwrap()
            .count(),
        2
    );
    agrees(&server, 2).await;
}

#[tokio::test]
async fn changes_are_gathered_for_as_long_as_the_settings_say() {
    let server = Server::start().await;
    three_days(&server).await;
    late(&server, 0, "2026-11-16", 1).await;
    assert_eq!(server.system.correct_due_days().await.unwrap(), []);
    let at_once = |settings: &mut vigie_server::system::SystemSettings| {
        settings.correction_wait = Duration::ZERO;
    };
    let server = server.restart_with(at_once).await;
    let corrected = server.system.correct_due_days().await.unwrap();
    assert_eq!(corrected, [day("2026-11-16")]);
    assert_eq!(server.system.correct_due_days().await.unwrap(), []);
}

#[tokio::test]
async fn a_replaced_file_stays_while_a_question_may_read_it() {
    let server = Server::start().await;
    three_days(&server).await;
    let server = server
        .restart_with(|settings| settings.removal_wait = Duration::from_mins(15))
        .await;
    late(&server, 0, "2026-11-16", 1).await;
    correct(&server).await;
    let is_there = |server: &Server| {
        server
            .folder
            .path()
            .join("day/2026-11-16.9.parquet")
            .exists()
    };
    assert!(is_there(&server));
    agrees(&server, 2).await;
    let server = server.restart().await;
    server.system.close_due_days().await.unwrap();
    assert!(!is_there(&server));
}

#[tokio::test]
async fn changes_that_wait_are_found_again_after_a_crash() {
    let server = Server::start().await;
    three_days(&server).await;
    server.system.write_snapshot().await.unwrap();
    late(&server, 0, "2026-11-17", 1).await;
    let server = server.restart().await;
    late(&server, 1, "2026-11-17", 2).await;
    // This snapshot includes both reports, and the file of the day neither.
    server.system.write_snapshot().await.unwrap();
    late(&server, 2, "2026-11-16", 3).await;
    let server = server.restart().await;
    assert_eq!(correct(&server).await, ["2026-11-16", "2026-11-17"]);
    let boxes: Vec<u64> = boxes_by_day(&server).into_values().collect();
    assert_eq!(boxes, [100 + 99 + 3, 1 + 2 + 88]);
    agrees(&server, 2).await;
    // Now the files include what the snapshot still notes.
    let server = server.restart().await;
    assert_eq!(correct(&server).await, [""; 0]);
    agrees(&server, 2).await;
}

#[tokio::test]
async fn a_day_that_was_closed_stays_closed_after_a_crash() {
    let server = Server::start().await;
    three_days(&server).await;
    // Nobody has reported for the 19th: a start that looked at the reports alone would take the 17th for open.
    let server = server.restart().await;
    assert_eq!(
        server.system.picture.read().last_closed(),
        Some(day("2026-11-17"))
    );
    let closed = server
        .system
        .close_days_through(day("2026-11-18"))
        .await
        .unwrap();
    assert_eq!(closed, [day("2026-11-18")]);
    agrees(&server, 3).await;
}

#[tokio::test]
async fn days_before_the_first_closed_one_get_files_when_they_are_reported_late() {
    let server = Server::start().await;
    three_days(&server).await;
    late(&server, 5, "2026-11-10", 50).await;
    let changed = correct(&server).await;
    assert_eq!(changed.len(), 8);
    assert_eq!(
        on_hand(&server, DOLIPRANE, "?at=2026-11-12").await,
        json!(50)
    );
    late(&server, 0, "2026-11-12", 7).await;
    late(&server, 0, "2026-11-08", 6).await;
    correct(&server).await;
    let boxes: Vec<u64> = boxes_by_day(&server).into_values().collect();
    let expected = [
        6,
        6,
        56,
        56,
        57,
        57,
        57,
        57,
        50 + 100 + 99 + 98,
        50 + 90 + 89 + 88,
    ];
    assert_eq!(boxes, expected);
    agrees(&server, 10).await;
    let history = server
        .get_as_agency(&format!(
            "/api/v1/packs/{DOLIPRANE}/history?from=2026-11-08"
        ))
        .await
        .body;
    assert_eq!(
        history["days"][2]["completeness"],
        json!({"expected": 8, "received": 1})
    );
    assert_eq!(
        history["days"][3]["completeness"],
        json!({"expected": 8, "received": 0})
    );
    let server = server.restart().await;
    assert_eq!(correct(&server).await, [""; 0]);
    agrees(&server, 10).await;
}

/// Two sites report from 20 October to 18 November.
async fn two_months(server: &Server) {
    for offset in 0..30 {
        let as_of = day("2026-10-20").plus_days(offset);
        for site in 0..2 {
            let rows = format!("{DOLIPRANE};{};2\n{ANASTROZOLE};5;1\n", 100 - offset);
            report(server, site, &as_of.to_string(), "full", &rows).await;
        }
    }
}

fn expected_boxes() -> BTreeMap<Day, u64> {
    let days = (0..30).map(|offset| {
        (
            day("2026-10-20").plus_days(offset),
            2 * (100 - offset as u64),
        )
    });
    days.collect()
}

#[tokio::test]
async fn few_history_files_are_open_and_together_tell_of_each_day_once() {
    let server = Server::start().await;
    two_months(&server).await;
    for offset in 0..30 {
        let last = day("2026-10-20").plus_days(offset);
        server.system.close_days_through(last).await.unwrap();
        let history = keys(&server, FileKind::History).await;
        let merged = history
            .iter()
            .filter(|key| key.starts_with("history/2026-10."))
            .count();
        assert!(merged <= 1 && history.len() <= 17, "{history:?}");
        let files = fs::read_dir(server.folder.path().join("history")).unwrap();
        assert_eq!(files.count(), history.len());
    }
    // One for October, one for 1 to 16 November, two for the days since.
    assert_eq!(keys(&server, FileKind::History).await.len(), 4);
    assert_eq!(boxes_by_day(&server), expected_boxes());
    agrees(&server, 30).await;
    let server = server.restart().await;
    assert_eq!(boxes_by_day(&server), expected_boxes());
    agrees(&server, 30).await;
}

#[tokio::test]
async fn a_late_report_corrects_days_that_are_merged_already() {
    let server = Server::start().await;
    two_months(&server).await;
    server
        .system
        .close_days_through(day("2026-11-17"))
        .await
        .unwrap();
    assert_eq!(keys(&server, FileKind::History).await.len(), 2);
    late(&server, 0, "2026-10-25", 1).await;
    late(&server, 0, "2026-11-03", 2).await;
    late(&server, 3, "2026-10-31", 1000).await;
    correct(&server).await;
    let mut expected = expected_boxes();
    expected.remove(&day("2026-11-18"));
    for (day, boxes) in &mut expected {
        *boxes += if *day >= crate::harness::day("2026-10-31") {
            1000
        } else {
            0
        };
    }
    *expected.get_mut(&day("2026-10-25")).unwrap() = 1 + 95;
    *expected.get_mut(&day("2026-11-03")).unwrap() = 2 + 86 + 1000;
    assert_eq!(boxes_by_day(&server), expected);
    assert_eq!(keys(&server, FileKind::History).await.len(), 2);
    agrees(&server, 29).await;
    let server = server.restart().await;
    assert_eq!(boxes_by_day(&server), expected);
    agrees(&server, 29).await;
}

/// Follows a future for so many steps, then drops it as a crash would.
async fn give_up_after<T>(steps: usize, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut taken = 0;
    std::future::poll_fn(move |context| match future.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending if taken == steps => Poll::Ready(None),
        Poll::Pending => {
            taken += 1;
            Poll::Pending
        }
    })
    .await
}

/// Closing, merging and correcting days of two months, one of them merged before.
async fn write_all_files(server: &Server) {
    server.system.correct_days().await.unwrap();
    server
        .system
        .close_days_through(day("2026-11-17"))
        .await
        .unwrap();
    server.system.write_snapshot().await.unwrap();
    server.system.correct_days().await.unwrap();
}

#[tokio::test]
async fn files_left_half_done_at_any_step_are_finished_by_the_next_start() {
    let base = Server::start().await;
    two_months(&base).await;
    base.system
        .close_days_through(day("2026-11-09"))
        .await
        .unwrap();
    late(&base, 3, "2026-10-30", 1000).await;
    late(&base, 4, "2026-11-09", 1).await;
    let mut expected = None;
    for steps in (0..).step_by(4) {
        let server = base.copied().await;
        let done = give_up_after(steps, write_all_files(&server)).await;
        // What a thread still writes is let finish: after a crash it would not be there to disturb.
        while Arc::strong_count(&server.system) > 1 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let server = server.restart().await;
        let found = server.system.verify(|_, _| ()).await.unwrap();
        assert_eq!(found.disagreements, [], "after {steps} steps");
        write_all_files(&server).await;
        agrees(&server, 29).await;
        let boxes = boxes_by_day(&server);
        assert_eq!(&boxes, expected.get_or_insert_with(|| boxes.clone()));
        assert_eq!(server.system.store.list_replaced_files().await.unwrap(), []);
        if done.is_some() {
            assert!(steps > 50, "only {steps} steps");
            return;
        }
    }
}

#[tokio::test]
async fn a_day_whose_files_cannot_be_written_is_written_later() {
    let server = Server::start().await;
    three_days(&server).await;
    let (folder, aside) = (
        server.folder.path().join("day"),
        server.folder.path().join("aside"),
    );
    fs::rename(&folder, &aside).unwrap();
    let last = day("2026-11-18");
    server.system.close_days_through(last).await.unwrap_err();
    server.system.write_snapshot().await.unwrap_err();
    late(&server, 1, "2026-11-18", 2).await;
    server.system.correct_days().await.unwrap_err();
    fs::rename(&aside, &folder).unwrap();
    assert_eq!(server.system.close_days_through(last).await.unwrap(), []);
    agrees(&server, 3).await;
}

#[tokio::test]
async fn a_report_that_the_picture_cannot_take_stops_intake_until_a_restart() {
    let server = Server::start().await;
    three_days(&server).await;
    let damaged = NewEntry {
        id: Uuid::now_v7(),
        site: SiteNumber(1),
        as_of: day("2026-11-15"),
        received_at: jiff::Timestamp::now(),
        kind: EntryKind::Changes,
        line_count: 1,
        digest: [7; 32],
        idempotency_key: None,
        payload: b"damaged".to_vec(),
        quarantined_count: 0,
        quarantined: Vec::new(),
        releases: Vec::new(),
    };
    server.system.store.append(&[damaged]).await.unwrap();
    let ready = server.get("/readyz").await;
    assert_eq!(
        (ready.status, ready.text.as_str()),
        (StatusCode::OK, "ready\n")
    );
    // It is in the journal, so that its receipt is good.
    late(&server, 1, "2026-11-16", 5).await;
    for as_of in ["2026-11-16", "2026-11-20"] {
        let body = format!("cip13;stock\n{DOLIPRANE};4\n");
        let reply = server
            .report(0, &format!("as_of={as_of}&kind=full"), body)
            .await;
        assert_eq!(
            reply.status,
            StatusCode::SERVICE_UNAVAILABLE,
            "{}",
            reply.text
        );
        assert_eq!(reply.body["code"], "unavailable");
    }
    let ready = server.get("/readyz").await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(
        ready.text.contains("report 11 is in the journal"),
        "{}",
        ready.text
    );
    assert_eq!(server.system.picture.read().journal_head(), ReportNumber(9));
    assert_eq!(
        server.system.store.journal_head().await.unwrap(),
        ReportNumber(11)
    );
}
