//! Tokens of programs, issued and revoked by people.

use crate::harness::Server;
use axum::body::Body;
use axum::http::Request;
use axum::http::StatusCode;
use jiff::SignedDuration;
use jiff::Timestamp;
use vigie_model::Role;
use vigie_store::PersonNumber;

use super::{Browser, SITE, acts, add};

#[tokio::test]
async fn a_pharmacist_issues_a_token_for_her_site_only_and_it_works_until_she_revokes_it() {
    let server = Server::start().await;
    add(&server, "marie@example.org", Some((Role::Pharmacy, SITE))).await;
    let mut browser = Browser::new(&server);
    browser.sign_in("marie@example.org").await;
    let until = (Timestamp::now() + SignedDuration::from_hours(24 * 30)).to_string();
    let form = |code: &'static str, verb: &'static str, until: String| {
        [
            ("label", "Logiciel".to_owned()),
            ("kind", "site".to_owned()),
            ("holder", code.to_owned()),
            ("verb", verb.to_owned()),
            ("until", until),
        ]
    };
    let until = until[..10].to_owned();
    for (code, verb, day) in [
        ("750000028", "report", until.clone()),
        ("nonsense", "report", until.clone()),
        ("750000010", "authority", until.clone()),
        ("750000010", "report", "2020-01-01".to_owned()),
        ("750000010", "report", "2099-01-01".to_owned()),
    ] {
        let fields = form(code, verb, day);
        let fields = fields
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        let refused = browser.submit("/fr/tokens", "/fr/tokens", &fields).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{code} {verb}"
        );
    }
    let fields = form("750000010", "report", until);
    let fields = fields
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let issued = browser.submit("/fr/tokens", "/fr/tokens", &fields).await;
    let secret = issued
        .text
        .split("<code>vigie_")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap()
        .to_owned();
    assert!(!browser.get("/fr/tokens").await.text.contains(&secret));
    let report = async |as_of: &str| {
        let request = Request::post(format!("/api/v1/reports?as_of={as_of}"))
            .header("authorization", format!("Bearer vigie_{secret}"));
        let body = format!("cip13;stock;vendu\n{};3;1\n", crate::harness::DOLIPRANE);
        server
            .send(request.body(Body::from(body)).unwrap())
            .await
            .status
    };
    assert_eq!(report("2026-11-19").await, StatusCode::CREATED);
    server.system.write_token_uses().await.unwrap();
    let tokens = server
        .system
        .store
        .list_tokens(SITE, None, 9)
        .await
        .unwrap();
    let own = tokens.first().unwrap();
    assert!(own.last_used.is_some() && own.created_by == Some(PersonNumber(0)));
    let another = browser
        .submit("/fr/tokens", "/fr/tokens/revoke", &[("token", "1")])
        .await;
    assert_eq!(another.status, StatusCode::NOT_FOUND);
    let number = own.number.0.to_string();
    browser
        .submit("/fr/tokens", "/fr/tokens/revoke", &[("token", &number)])
        .await;
    assert_eq!(report("2026-11-18").await, StatusCode::UNAUTHORIZED);
    assert_eq!(
        acts(&server).await,
        ["sign-in", "token-issued", "token-revoked"]
    );
}
