//! The second factor: set up, shown, replaced by a recovery code.

use crate::harness::Server;
use axum::http::StatusCode;
use vigie_model::Reach;
use vigie_model::Role;
use vigie_server::access::second_factor;

use super::{Browser, Time, acts, add, add_with_factor, form_token, hidden};

#[tokio::test]
async fn a_role_that_needs_it_sets_up_the_second_factor_before_anything_else() {
    let time = Time::new();
    let server = Server::start_with(time.set()).await;
    add(
        &server,
        "auditor@example.org",
        Some((Role::Auditor, Reach::Nation)),
    )
    .await;
    let mut browser = Browser::new(&server);
    let page = browser.sign_in("auditor@example.org").await;
    assert!(page.text.contains("Mettre en place le second facteur") && page.text.contains("<svg "));
    assert_eq!(browser.get("/fr/audit").await.status, StatusCode::SEE_OTHER);
    let (secret, token) = (hidden(&page.text, "secret"), form_token(&page.text));
    let raw = second_factor::read(&secret).unwrap();
    let code = second_factor::code_at(&raw, time.now().as_second().cast_unsigned()).unwrap();
    let before = browser.cookie.clone();
    let wrong = [
        ("code", "000000"),
        ("secret", secret.as_str()),
        ("form_token", token.as_str()),
    ];
    let refused = browser.post("/fr/second-factor/new", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(hidden(&refused.text, "secret"), secret);
    let right = [
        ("code", code.as_str()),
        ("secret", secret.as_str()),
        ("form_token", token.as_str()),
    ];
    let done = browser.post("/fr/second-factor/new", &right).await;
    assert_eq!(done.status, StatusCode::OK);
    assert_ne!(browser.cookie, before);
    let codes: Vec<&str> = done
        .text
        .split("<li><code>")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap())
        .collect();
    assert_eq!(codes.len(), 10);
    assert_eq!(browser.get("/fr/audit").await.status, StatusCode::OK);
    // The code that set it up is used up; a recovery code works once.
    let mut second = Browser::new(&server);
    let asked = second.sign_in("auditor@example.org").await;
    let token = form_token(&asked.text);
    let replayed = [("code", code.as_str()), ("form_token", token.as_str())];
    let status = second.post("/fr/second-factor", &replayed).await.status;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let recovery = [("code", codes[0]), ("form_token", token.as_str())];
    assert_eq!(
        second.post("/fr/second-factor", &recovery).await.status,
        StatusCode::SEE_OTHER
    );
    let mut third = Browser::new(&server);
    let token = form_token(&third.sign_in("auditor@example.org").await.text);
    let recovery = [("code", codes[0]), ("form_token", token.as_str())];
    let status = third.post("/fr/second-factor", &recovery).await.status;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let expected = [
        "sign-in",
        "factor-set",
        "read",
        "sign-in",
        "factor-failed",
        "recovery-used",
        "sign-in",
        "factor-failed",
    ];
    assert_eq!(acts(&server).await, expected);
}

#[tokio::test]
async fn the_password_alone_opens_nothing_where_a_second_factor_is_set() {
    let time = Time::new();
    let server = Server::start_with(time.set()).await;
    add_with_factor(&server, "operator@example.org", Role::Operator).await;
    let mut browser = Browser::new(&server);
    browser.sign_in("operator@example.org").await;
    for page in [
        "/fr/account",
        "/fr/people",
        "/fr/audit",
        "/fr/second-factor/new",
    ] {
        let reply = browser.get(page).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{page}");
    }
    let api = browser
        .get("/api/v1/reports/00000000-0000-0000-0000-000000000000")
        .await;
    assert_eq!(api.status, StatusCode::UNAUTHORIZED);
}
