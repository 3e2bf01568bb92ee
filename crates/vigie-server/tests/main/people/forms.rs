//! Forms of another site, of another session, of a session that is over.

use crate::harness::Server;
use axum::body::Body;
use axum::http::Request;
use axum::http::StatusCode;
use jiff::SignedDuration;
use vigie_model::Role;

use super::{
    Browser, PASSWORD, Time, add, add_with_factor, form_token, hidden, sign_in_with_factor,
};

#[tokio::test]
async fn a_form_of_another_site_or_without_the_token_of_the_session_changes_nothing() {
    let server = Server::start().await;
    let number = add(&server, "marie@example.org", None).await;
    let mut browser = Browser::new(&server);
    browser.sign_in("marie@example.org").await;
    let name = async || {
        server
            .system
            .store
            .find_person(number)
            .await
            .unwrap()
            .unwrap()
            .name
    };
    let stale = browser
        .post(
            "/fr/account",
            &[
                ("name", "Irène <b>Curie</b>"),
                ("language", "fr"),
                ("form_token", "0"),
            ],
        )
        .await;
    assert_eq!(stale.status, StatusCode::FORBIDDEN);
    assert!(
        stale.text.contains("Irène &#60;b&#62;Curie&#60;/b&#62;"),
        "{}",
        stale.text
    );
    assert!(!stale.text.contains("<b>Curie"));
    assert_eq!(name().await, "Personne marie@example.org");
    let token = form_token(&stale.text);
    for (header, value) in [
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://evil.example"),
    ] {
        let request = Request::post("/fr/account")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cookie", browser.cookie.clone().unwrap())
            .header("host", "vigie.example")
            .header(header, value);
        let body = format!("name=Mallory&language=fr&form_token={token}");
        let reply = server.send(request.body(Body::from(body)).unwrap()).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{header}");
    }
    assert_eq!(name().await, "Personne marie@example.org");
    let fields = [
        ("name", "Irène"),
        ("language", "fr"),
        ("form_token", token.as_str()),
    ];
    assert_eq!(
        browser.post("/fr/account", &fields).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(name().await, "Irène");
}

#[tokio::test]
async fn a_form_sent_after_the_session_ended_comes_back_after_signing_in() {
    let time = Time::new();
    let server = Server::start_with(time.set()).await;
    add_with_factor(&server, "operator@example.org", Role::Operator).await;
    let mut browser = sign_in_with_factor(&server, &time, "operator@example.org").await;
    let token = form_token(&browser.get("/fr/people").await.text);
    time.pass(SignedDuration::from_mins(45));
    let typed = [
        ("name", "Pierre \"Curie\""),
        ("email", "pierre@example.org"),
        ("role", "auditor"),
        ("kind", "nation"),
        ("place", ""),
        ("language", "fr"),
        ("form_token", token.as_str()),
    ];
    let asked = browser.post("/fr/people", &typed).await;
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
    assert!(asked.text.contains("ce que vous avez saisi est conservé"));
    let (next, pending) = (hidden(&asked.text, "next"), hidden(&asked.text, "pending"));
    let pending = pending.replace("&#38;", "&");
    assert!(!pending.contains(&token), "{pending}");
    let again = [
        ("email", "operator@example.org"),
        ("password", PASSWORD),
        ("next", next.as_str()),
        ("pending", pending.as_str()),
    ];
    let factor = browser.post("/fr/sign-in", &again).await;
    let (code, factor_token) = (time.code(), form_token(&factor.text));
    let kept = hidden(&factor.text, "pending").replace("&#38;", "&");
    let fields = [
        ("code", code.as_str()),
        ("form_token", factor_token.as_str()),
        ("next", next.as_str()),
        ("pending", kept.as_str()),
    ];
    let resumed = browser.post("/fr/second-factor", &fields).await;
    assert_eq!(resumed.status, StatusCode::OK);
    assert!(
        resumed.text.contains("action=\"/fr/people\""),
        "{}",
        resumed.text
    );
    assert!(
        resumed.text.contains("value=\"Pierre &#34;Curie&#34;\""),
        "{}",
        resumed.text
    );
    let fresh = form_token(&resumed.text);
    let mut sent: Vec<(&str, &str)> = typed[..6].to_vec();
    sent.push(("form_token", &fresh));
    let added = browser.post("/fr/people", &sent).await;
    assert!(added.text.contains("Lien d’invitation"), "{}", added.text);
    let pierre = server
        .system
        .store
        .find_person_by_email("pierre@example.org")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(pierre.name, "Pierre \"Curie\"");
}
