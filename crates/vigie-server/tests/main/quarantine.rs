//! Lines that wait for a pack, and what becomes of them when the catalogue learns it.

use axum::http::StatusCode;
use serde_json::json;
use vigie_model::ReportNumber;

use crate::harness::{DOLIPRANE, LATER_PACK, Server};

const DAY: &str = "as_of=2026-11-19";

async fn report(server: &Server, site: usize, kind: &str, rows: &str) {
    let body = format!("cip13;stock;vendu\n{rows}");
    let reply = server
        .report(site, &format!("{DAY}&kind={kind}"), body)
        .await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text);
}

async fn on_hand_by_department(server: &Server) -> serde_json::Value {
    let path = format!("/api/v1/packs/{LATER_PACK}/stock?by=department");
    let reply = server.get_as_agency(&path).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    reply.body["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| json!([row["department"], row["on_hand"]]))
        .collect()
}

async fn released_by(server: &Server, number: u64) -> Vec<Option<ReportNumber>> {
    let store = &server.system.store;
    let lines = store.list_quarantined(ReportNumber(number)).await.unwrap();
    lines.iter().map(|line| line.released_by).collect()
}

async fn waiting(server: &Server) -> usize {
    let store = &server.system.store;
    let codes = [LATER_PACK.to_owned(), LATER_PACK[5..12].to_owned()];
    store
        .list_unreleased_with_codes(&codes)
        .await
        .unwrap()
        .len()
}

#[tokio::test]
async fn of_two_reports_that_wait_for_a_pack_on_one_day_the_later_is_used_and_the_earlier_settled()
{
    let server = Server::start().await;
    let earlier = format!("{DOLIPRANE};10;1\n{LATER_PACK};6;2\n");
    let later = format!("{LATER_PACK};8;3\n");
    report(&server, 0, "full", &earlier).await;
    report(&server, 0, "changes", &later).await;
    assert_eq!(waiting(&server).await, 2);
    assert_eq!(server.import_later_release().await, 1);
    assert_eq!(on_hand_by_department(&server).await, json!([["75", 8]]));
    assert_eq!(waiting(&server).await, 0);
    assert_eq!(released_by(&server, 1).await, [Some(ReportNumber(2))]);
    assert_eq!(released_by(&server, 2).await, [Some(ReportNumber(3))]);
    let found = server.system.verify(|_, _| ()).await.unwrap();
    assert_eq!(found.disagreements, []);
}

#[tokio::test]
async fn a_line_that_a_later_full_report_of_the_day_no_longer_has_is_settled_and_not_used() {
    let server = Server::start().await;
    let with_pack = format!("{DOLIPRANE};10;1\n{LATER_PACK};6;2\n");
    report(&server, 0, "full", &with_pack).await;
    report(&server, 0, "full", &format!("{DOLIPRANE};9;1\n")).await;
    report(&server, 4, "full", &with_pack).await;
    report(&server, 4, "changes", &format!("{DOLIPRANE};9;1\n")).await;
    assert_eq!(server.import_later_release().await, 1);
    assert_eq!(
        on_hand_by_department(&server).await,
        json!([["29", 6], ["75", 0]])
    );
    assert_eq!(waiting(&server).await, 0);
    assert_eq!(released_by(&server, 1).await, [Some(ReportNumber(2))]);
    assert_eq!(released_by(&server, 3).await, [Some(ReportNumber(5))]);
}

#[tokio::test]
async fn two_rows_of_a_report_about_one_pack_leave_quarantine_together() {
    let server = Server::start().await;
    let cip7 = &LATER_PACK[5..12];
    report(
        &server,
        0,
        "full",
        &format!("{LATER_PACK};6;2\n{cip7};4;1\n"),
    )
    .await;
    assert_eq!(waiting(&server).await, 2);
    assert_eq!(server.import_later_release().await, 1);
    assert_eq!(on_hand_by_department(&server).await, json!([["75", 6]]));
    assert_eq!(waiting(&server).await, 0);
}
