//! What must be there after a crash, a late report or a new catalogue.

use std::fs;
use std::sync::Arc;

use axum::http::StatusCode;
use serde_json::json;
use vigie_model::SystemClock;
use vigie_server::system::{System, SystemError};
use vigie_stock::digest_of_positions;

use crate::harness::{DOLIPRANE, LATER_PACK, Server, on_hand, report, three_days};

#[tokio::test]
async fn every_acknowledged_report_is_there_after_a_crash_with_and_without_a_snapshot() {
    let server = Server::start().await;
    three_days(&server).await;
    let before = digest_of_positions(&server.system.picture.read());
    let server = server.restart().await;
    assert_eq!(digest_of_positions(&server.system.picture.read()), before);
    server.system.write_snapshot().await.unwrap();
    report(
        &server,
        0,
        "2026-11-19",
        "changes",
        &format!("{DOLIPRANE};3;9\n"),
    )
    .await;
    let before = digest_of_positions(&server.system.picture.read());
    let cover = server.get_as_agency("/api/v1/cover").await.body;
    let server = server.restart().await;
    assert_eq!(digest_of_positions(&server.system.picture.read()), before);
    assert_eq!(server.get_as_agency("/api/v1/cover").await.body, cover);
    let found = server.system.verify(|_, _| ()).await.unwrap();
    assert_eq!(found.disagreements, []);
    assert_eq!(found.entries, 10);
    assert_eq!(found.day_files, 2);
}

/// The closed days of the window cannot be read: it is not known what was hidden on them.
#[tokio::test]
async fn history_that_cannot_be_read_hides_sums_from_the_public_and_stops_nobody_from_reporting() {
    let server = Server::start().await;
    three_days(&server).await;
    let path = format!("/api/v1/packs/{DOLIPRANE}/stock");
    let national = server.get(&path).await.body["rows"][0].clone();
    assert_eq!(national["on_hand"], 80 + 79 + 78);
    for part in ["hidden", "history"] {
        for entry in fs::read_dir(server.folder.path().join(part)).unwrap() {
            let path = entry.unwrap().path();
            let mut bytes = fs::read(&path).unwrap();
            // The start of the first pages; the directory at the end stays.
            bytes[4..28].fill(0);
            fs::write(path, bytes).unwrap();
        }
    }
    let server = server.restart().await;
    let hidden = server.get(&path).await.body["rows"][0].clone();
    assert_eq!(
        (&hidden["hidden"], &hidden["on_hand"]),
        (&json!(true), &json!(null))
    );
    let whole = server.get_as_agency(&path).await.body["rows"][0].clone();
    assert_eq!(whole["on_hand"], 80 + 79 + 78);
    let rows = format!("{DOLIPRANE};50;1\n");
    report(&server, 0, "2026-11-19", "full", &rows).await;
}

#[tokio::test]
async fn a_data_folder_is_run_by_one_system_at_a_time() {
    let server = Server::start().await;
    let settings = server.system.settings.clone();
    let second = System::open(settings.clone(), Arc::new(SystemClock)).await;
    assert!(
        matches!(second, Err(SystemError::FolderInUse)),
        "{second:?}"
    );
    let server = server.restart().await;
    assert_eq!(server.system.settings.folder, settings.folder);
}

#[tokio::test]
async fn a_past_day_is_answered_from_its_file() {
    let server = Server::start().await;
    three_days(&server).await;
    assert_eq!(
        on_hand(&server, DOLIPRANE, "?at=2026-11-16").await,
        json!(100 + 99 + 98)
    );
    assert_eq!(
        on_hand(&server, DOLIPRANE, "?at=2026-11-17").await,
        json!(90 + 89 + 88)
    );
    assert_eq!(on_hand(&server, DOLIPRANE, "").await, json!(80 + 79 + 78));
    let history = server
        .get_as_agency(&format!("/api/v1/packs/{DOLIPRANE}/history"))
        .await
        .body;
    assert_eq!(history["days"].as_array().unwrap().len(), 2);
    assert_eq!(history["days"][1]["rows"][0]["sold"], json!(6));
    assert_eq!(
        history["days"][1]["completeness"],
        json!({"expected": 8, "received": 3})
    );
}

#[tokio::test]
async fn a_late_report_corrects_the_past_and_leaves_the_present() {
    let server = Server::start().await;
    three_days(&server).await;
    report(
        &server,
        0,
        "2026-11-16",
        "full",
        &format!("{DOLIPRANE};40;5\n"),
    )
    .await;
    server.system.correct_days().await.unwrap();
    assert_eq!(
        on_hand(&server, DOLIPRANE, "?at=2026-11-16").await,
        json!(40 + 99 + 98)
    );
    assert_eq!(
        on_hand(&server, DOLIPRANE, "?at=2026-11-17").await,
        json!(90 + 89 + 88)
    );
    assert_eq!(on_hand(&server, DOLIPRANE, "").await, json!(80 + 79 + 78));
    report(
        &server,
        3,
        "2026-11-16",
        "full",
        &format!("{DOLIPRANE};7;1\n"),
    )
    .await;
    server.system.correct_days().await.unwrap();
    assert_eq!(
        on_hand(&server, DOLIPRANE, "?at=2026-11-17").await,
        json!(90 + 89 + 88 + 7)
    );
    let found = server.system.verify(|_, _| ()).await.unwrap();
    assert_eq!(found.disagreements, []);
    let server = server.restart().await;
    assert_eq!(
        on_hand(&server, DOLIPRANE, "").await,
        json!(80 + 79 + 78 + 7)
    );
    assert_eq!(
        server.system.verify(|_, _| ()).await.unwrap().disagreements,
        []
    );
}

#[tokio::test]
async fn a_pack_that_the_catalogue_learns_leaves_quarantine_without_being_sent_again() {
    let server = Server::start().await;
    report(
        &server,
        0,
        "2026-11-19",
        "full",
        &format!("{DOLIPRANE};10;1\n{LATER_PACK};6;2\n"),
    )
    .await;
    assert_eq!(
        server
            .get(&format!("/api/v1/packs/{LATER_PACK}/stock"))
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(server.import_later_release().await, 1);
    assert_eq!(on_hand(&server, LATER_PACK, "").await, json!(6));
    assert_eq!(on_hand(&server, DOLIPRANE, "").await, json!(10));
    assert_eq!(
        server.system.verify(|_, _| ()).await.unwrap().disagreements,
        []
    );
    let server = server.restart().await;
    assert_eq!(on_hand(&server, LATER_PACK, "").await, json!(6));
}

#[tokio::test]
async fn a_damaged_snapshot_only_makes_the_start_slower() {
    let server = Server::start().await;
    three_days(&server).await;
    let before = digest_of_positions(&server.system.picture.read());
    server.system.write_snapshot().await.unwrap();
    for file in fs::read_dir(server.folder.path().join("snapshot")).unwrap() {
        let path = file.unwrap().path();
        let mut bytes = fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x55;
        fs::write(path, bytes).unwrap();
    }
    let server = server.restart().await;
    assert_eq!(digest_of_positions(&server.system.picture.read()), before);
}

#[tokio::test]
async fn reports_of_one_site_that_arrive_together_in_the_wrong_order_give_the_same_picture() {
    let server = Server::start().await;
    three_days(&server).await;
    let send = |as_of: &'static str, on_hand: u32| {
        let body = format!("cip13;stock;vendu\n{DOLIPRANE};{on_hand};1\n");
        let server = &server;
        async move {
            server
                .report(1, &format!("as_of={as_of}&kind=changes"), body)
                .await
                .status
        }
    };
    let statuses = tokio::join!(
        send("2026-11-20", 5),
        send("2026-11-16", 50),
        send("2026-11-19", 6),
        send("2026-11-17", 40),
        send("2026-11-20", 4),
    );
    assert_eq!(<[StatusCode; 5]>::from(statuses), [StatusCode::CREATED; 5]);
    assert_eq!(
        server.system.verify(|_, _| ()).await.unwrap().disagreements,
        []
    );
    let history = server
        .get_as_agency(&format!("/api/v1/packs/{DOLIPRANE}/history"))
        .await
        .body;
    assert_eq!(
        history["days"][0]["rows"][0]["on_hand"],
        json!(100 + 50 + 98)
    );
    assert_eq!(
        history["days"][1]["rows"][0]["on_hand"],
        json!(90 + 40 + 88)
    );
}
