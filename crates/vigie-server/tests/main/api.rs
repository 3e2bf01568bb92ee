//! What is asked for, and what is answered.

use axum::http::StatusCode;
use rstest::rstest;
use serde_json::json;

use crate::harness::{ANASTROZOLE, DOLIPRANE, Server};

async fn four_reports(server: &Server) {
    for site in 0..4 {
        let body = format!(
            "cip13;stock;vendu\n{DOLIPRANE};{};3\n{ANASTROZOLE};0;1\n",
            10 + site
        );
        assert_eq!(
            server.report(site, "as_of=2026-11-20", body).await.status,
            StatusCode::CREATED
        );
    }
}

#[tokio::test]
async fn stock_and_cover_are_those_computed_by_hand() {
    let server = Server::start().await;
    four_reports(&server).await;
    let reply = server
        .get(&format!("/api/v1/packs/{DOLIPRANE}/stock?by=department"))
        .await;
    let row = &reply.body["rows"][0];
    assert_eq!(row["department"], "75");
    assert_eq!(row["on_hand"], json!(10 + 11 + 12 + 13));
    // 12 boxes sold by 4 sites on 1 day, 4 sites counted: 12 a day.
    assert_eq!(row["demand_28_days"], json!(12.0));
    assert_eq!(row["cover_days"], json!(3.83));
    assert_eq!(
        reply.body["completeness"],
        json!({"expected": 8, "received": 4})
    );
    assert_eq!(reply.body["synthetic"], true);
}

#[tokio::test]
async fn the_cover_list_is_filtered_sorted_and_given_as_csv() {
    let server = Server::start().await;
    four_reports(&server).await;
    let all = server.get("/api/v1/cover").await.body;
    assert_eq!(all["total"], 2);
    assert_eq!(
        all["rows"][0]["cip13"], ANASTROZOLE,
        "nothing left comes first"
    );
    assert_eq!(
        server.get("/api/v1/cover?sort=-cover").await.body["rows"][0]["cip13"],
        DOLIPRANE
    );
    assert_eq!(server.get("/api/v1/cover?below=1").await.body["total"], 1);
    let request = axum::http::Request::get("/api/v1/cover").header("accept", "text/csv");
    let csv = server
        .send(request.body(axum::body::Body::empty()).unwrap())
        .await;
    assert_eq!(csv.text.lines().count(), 3);
}

#[rstest]
#[case("/api/v1/medicines?q=Dolipr%C3%A2ne", StatusCode::OK)]
#[case("/api/v1/medicines/60234100", StatusCode::OK)]
#[case("/api/v1/medicines/69999999", StatusCode::NOT_FOUND)]
#[case("/api/v1/medicines/abc", StatusCode::NOT_FOUND)]
#[case("/api/v1/packs/3400935955838", StatusCode::OK)]
#[case("/api/v1/packs/3400935955839", StatusCode::NOT_FOUND)]
#[case("/api/v1/packs/3400935955838/stock?by=planet", StatusCode::BAD_REQUEST)]
#[case("/api/v1/packs/3400935955838/stock?tier=moon", StatusCode::BAD_REQUEST)]
#[case(
    "/api/v1/packs/3400935955838/stock?at=2099-01-01",
    StatusCode::NOT_FOUND
)]
#[case(
    "/api/v1/packs/3400935955838/stock?at=yesterday",
    StatusCode::BAD_REQUEST
)]
#[case(
    "/api/v1/packs/3400935955838/stock?at=2020-01-01",
    StatusCode::NOT_FOUND
)]
#[case(
    "/api/v1/packs/3400935955838/history?from=1900-01-01&to=2026-01-01",
    StatusCode::BAD_REQUEST
)]
#[case("/api/v1/cover?sort=colour", StatusCode::BAD_REQUEST)]
#[case("/api/v1/cover?atc=%00%F0%9F%92%8A", StatusCode::BAD_REQUEST)]
#[case("/api/v1/availability", StatusCode::OK)]
#[case("/api/v1/completeness", StatusCode::OK)]
#[case("/api/v1/nothing", StatusCode::NOT_FOUND)]
#[case("/api/openapi.json", StatusCode::OK)]
#[case("/healthz", StatusCode::OK)]
#[case("/readyz", StatusCode::OK)]
#[case("/metrics", StatusCode::OK)]
#[tokio::test]
async fn every_address_answers_with_the_right_status(
    #[case] path: &str,
    #[case] status: StatusCode,
) {
    let server = Server::start().await;
    let reply = server.get(path).await;
    assert_eq!(reply.status, status, "{}", reply.text);
}

#[tokio::test]
async fn a_search_with_accents_and_a_typing_error_finds_the_medicine() {
    let server = Server::start().await;
    for query in [
        "dolipr%C3%A2ne",
        "doliprnae",
        "DOLIPRANE%201g",
        "anastrozol",
    ] {
        let reply = server.get(&format!("/api/v1/medicines?q={query}")).await;
        assert_eq!(reply.body["total"], 1, "{query}: {}", reply.text);
    }
}

#[tokio::test]
async fn the_description_names_every_operation() {
    let server = Server::start().await;
    let document = server.get("/api/openapi.json").await.body;
    let mut paths: Vec<&String> = document["paths"].as_object().unwrap().keys().collect();
    paths.sort();
    let expected = [
        "/api/v1/areas",
        "/api/v1/areas/history",
        "/api/v1/availability",
        "/api/v1/completeness",
        "/api/v1/cover",
        "/api/v1/medicines",
        "/api/v1/medicines/{cis}",
        "/api/v1/packs/{cip13}",
        "/api/v1/packs/{cip13}/history",
        "/api/v1/packs/{cip13}/stock",
        "/api/v1/reports",
        "/api/v1/reports/{id}",
    ];
    assert_eq!(paths, expected);
}
