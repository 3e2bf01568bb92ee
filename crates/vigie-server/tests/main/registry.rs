//! Sites that another process registers while the server runs.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use vigie_model::{Department, OrganisationNumber, SiteNumber, Tier};
use vigie_store::{NewSite, TokenScope};

use crate::harness::{DOLIPRANE, Server, day};

#[tokio::test]
async fn a_site_that_another_process_registers_may_report_once_the_registry_is_followed() {
    let server = Server::start().await;
    assert!(!server.system.follow_registry().await.unwrap());
    let site = NewSite {
        code: "690000013".parse().unwrap(),
        name: "Pharmacie des Terreaux".to_owned(),
        tier: Tier::Pharmacy,
        department: Department::from_code("69").unwrap(),
        municipality: "Lyon".to_owned(),
        organisation: OrganisationNumber(0),
        expected_from: day("2026-01-01"),
        expected_until: None,
        synthetic: false,
    };
    let numbers = server.system.store.upsert_sites(&[site]).await.unwrap();
    assert_eq!(numbers, [SiteNumber(8)]);
    let token = server
        .issue(TokenScope::Site(SiteNumber(8)), "report")
        .await;
    assert!(server.system.follow_registry().await.unwrap());
    assert!(!server.system.follow_registry().await.unwrap());
    let report = Request::post("/api/v1/reports?site=690000013&as_of=2026-11-19")
        .header("authorization", format!("Bearer {token}"))
        .body(Body::from(format!("cip13;stock\n{DOLIPRANE};4\n")))
        .unwrap();
    assert_eq!(server.send(report).await.status, StatusCode::CREATED);
    let completeness = server.get("/api/v1/completeness").await.body;
    assert_eq!(completeness["nation"]["expected"], 9);
}
