//! No line of stock leaves its owner and the authority.

use axum::http::StatusCode;
use serde_json::Value;

use crate::harness::{DOLIPRANE, Server};

async fn reports(server: &Server, sites: std::ops::Range<usize>) {
    for site in sites {
        let body = format!("cip13;stock;vendu\n{DOLIPRANE};{};1\n", 1000 + site);
        assert_eq!(
            server.report(site, "as_of=2026-11-20", body).await.status,
            StatusCode::CREATED
        );
    }
}

#[tokio::test]
async fn a_sum_over_fewer_than_three_sites_is_for_the_authority_only() {
    let server = Server::start().await;
    reports(&server, 0..2).await;
    let path = format!("/api/v1/packs/{DOLIPRANE}/stock?by=department");
    let row = server.get(&path).await.body["rows"][0].clone();
    assert_eq!(row["hidden"], true);
    assert_eq!(row["on_hand"], Value::Null);
    assert_eq!(row["cover_days"], Value::Null);
    assert_eq!(
        server.get_as_agency(&path).await.body["rows"][0]["on_hand"],
        2001
    );
    assert_eq!(server.get("/api/v1/cover").await.body["total"], 0);
}

#[tokio::test]
async fn a_hidden_department_cannot_be_computed_from_its_region_and_its_neighbours() {
    let server = Server::start().await;
    // Three sites in Finistère and one in Ille-et-Vilaine, both in Bretagne; four in Paris.
    reports(&server, 0..8).await;
    let path = format!("/api/v1/packs/{DOLIPRANE}/stock?by=department");
    let rows = server.get(&path).await.body["rows"].clone();
    let shown: Vec<&str> = rows
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["hidden"] == false && row["on_hand"].as_u64() > Some(0))
        .map(|row| row["department"].as_str().unwrap())
        .collect();
    assert_eq!(shown, ["75"], "Finistère is hidden with Ille-et-Vilaine");
}
