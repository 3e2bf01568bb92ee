//! Signing in and out, waits, and what an encrypted address changes.

use crate::harness::Server;
use axum::http::StatusCode;
use jiff::SignedDuration;
use jiff::Timestamp;
use vigie_model::Role;
use vigie_store::NewSite;

use super::{Browser, PASSWORD, SITE, Time, acts, add, location, without_nonces};

#[tokio::test]
async fn a_person_signs_in_sees_her_account_and_signs_out() {
    let server = Server::start().await;
    add(&server, "marie@example.org", Some((Role::Pharmacy, SITE))).await;
    let mut browser = Browser::new(&server);
    let sent_away = browser.get("/fr/account").await;
    assert_eq!(sent_away.status, StatusCode::SEE_OTHER);
    assert_eq!(location(&sent_away), "/fr/sign-in?next=%2Ffr%2Faccount");
    let signed_in = browser.sign_in(" Marie@Example.org").await;
    assert_eq!(
        (signed_in.status, location(&signed_in)),
        (StatusCode::SEE_OTHER, "/fr/account")
    );
    let given = signed_in.headers["set-cookie"].to_str().unwrap();
    assert!(
        given.starts_with("vigie=") && given.ends_with("; Path=/; HttpOnly; SameSite=Lax"),
        "{given}"
    );
    let account = browser.get("/fr/account").await;
    assert_eq!(account.status, StatusCode::OK);
    assert!(
        account
            .text
            .contains("Officine – Pharmacie 750000010 (750000010)")
    );
    assert_eq!(account.headers["cache-control"], "no-store");
    for page in ["/fr/", "/en/definitions", "/fr/nothing-here"] {
        let text = browser.get(page).await.text;
        assert!(text.contains(">Personne marie@example.org</a>"), "{page}");
    }
    assert!(
        server
            .get("/fr/")
            .await
            .text
            .contains("href=\"/fr/sign-in\">Se connecter</a>")
    );
    let stolen = browser.cookie.clone();
    let left = browser.submit("/fr/account", "/fr/sign-out", &[]).await;
    assert_eq!(
        (left.status, location(&left)),
        (StatusCode::SEE_OTHER, "/fr/")
    );
    assert_eq!(browser.cookie, None);
    browser.cookie = stolen;
    assert_eq!(
        browser.get("/fr/account").await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(acts(&server).await, ["sign-in", "sign-out"]);
}

#[tokio::test]
async fn an_unknown_account_a_wrong_password_and_a_closed_account_are_answered_alike() {
    let server = Server::start().await;
    add(&server, "marie@example.org", None).await;
    let closed = add(&server, "closed@example.org", None).await;
    let store = &server.system.store;
    store
        .set_disabled(closed, Some(Timestamp::now()))
        .await
        .unwrap();
    let mut pages = Vec::new();
    for (email, password) in [
        ("nobody@example.org", PASSWORD),
        ("marie@example.org", "quatre chevaux verts"),
        ("closed@example.org", PASSWORD),
    ] {
        let mut browser = Browser::new(&server);
        let reply = browser
            .post("/fr/sign-in", &[("email", email), ("password", password)])
            .await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(browser.cookie, None);
        pages.push(without_nonces(&reply.text.replace(email, "")));
    }
    assert!(pages[0] == pages[1] && pages[1] == pages[2]);
    assert!(pages[0].contains("ne correspondent pas"));
}

#[tokio::test]
async fn wrong_passwords_are_waited_for_by_network_and_a_stranger_locks_nobody_out() {
    let time = Time::new();
    let server = Server::start_with(time.set()).await;
    add(&server, "marie@example.org", None).await;
    let mut stranger = Browser::new(&server);
    let wrong = [
        ("email", "marie@example.org"),
        ("password", "wrong wrong wrong"),
    ];
    for _ in 0..5 {
        let status = stranger.post("/fr/sign-in", &wrong).await.status;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let waited = stranger.post("/fr/sign-in", &wrong).await;
    assert_eq!(waited.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(
        waited.text.contains("Prochain essai dans 2 secondes"),
        "{}",
        waited.text
    );
    let here = server
        .system
        .present_password("marie@example.org", PASSWORD.to_owned(), "")
        .await;
    assert!(matches!(here, Ok(vigie_server::system::Presented::Wait(_))));
    let elsewhere = server
        .system
        .present_password("marie@example.org", PASSWORD.to_owned(), "192.0.2.0/24")
        .await;
    assert!(matches!(
        elsewhere,
        Ok(vigie_server::system::Presented::Right(_))
    ));
    time.pass(SignedDuration::from_secs(2));
    assert_eq!(
        stranger.sign_in("marie@example.org").await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_cookie_chosen_by_somebody_else_never_becomes_a_session() {
    let server = Server::start().await;
    add(&server, "marie@example.org", None).await;
    let mut browser = Browser::new(&server);
    let planted = format!("vigie={}", "ab".repeat(32));
    browser.cookie = Some(planted.clone());
    browser.sign_in("marie@example.org").await;
    assert!(browser.cookie.is_some() && browser.cookie.as_ref() != Some(&planted));
    let first = browser.cookie.clone();
    browser.sign_in("marie@example.org").await;
    assert_ne!(browser.cookie, first);
    let mut old = Browser::new(&server);
    for cookie in [Some(planted), first] {
        old.cookie = cookie;
        assert_eq!(old.get("/fr/account").await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn on_an_encrypted_address_cookie_and_headers_say_so_and_links_are_whole() {
    let server = Server::start_with(|settings| {
        settings.public_url = "https://vigie.example".parse().ok();
    })
    .await;
    add(&server, "marie@example.org", None).await;
    let mut browser = Browser::new(&server);
    let given = browser.sign_in("marie@example.org").await;
    let cookie = given.headers["set-cookie"].to_str().unwrap();
    assert!(
        cookie.starts_with("__Host-vigie=") && cookie.ends_with("SameSite=Lax; Secure"),
        "{cookie}"
    );
    assert_eq!(browser.get("/fr/account").await.status, StatusCode::OK);
    let page = server.get("/fr/definitions").await;
    assert!(
        page.text
            .contains("<link rel=\"canonical\" href=\"https://vigie.example/fr/definitions\">")
    );
    for (name, value) in [
        (
            "strict-transport-security",
            "max-age=63072000; includeSubDomains",
        ),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-frame-options", "DENY"),
    ] {
        assert_eq!(page.headers[name], value, "{name}");
    }
    assert!(page.headers.contains_key("permissions-policy"));
    let plain = Server::start().await;
    assert!(
        !plain
            .get("/fr/definitions")
            .await
            .headers
            .contains_key("strict-transport-security")
    );
}

#[tokio::test]
async fn made_up_people_with_known_passwords_are_none_beside_real_sites() {
    let server = Server::start().await;
    add(&server, "demo@example.org", None).await;
    let first = Browser::new(&server).sign_in("demo@example.org").await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let site = server.system.registry().sites()[0].clone();
    let real = NewSite {
        code: site.code,
        name: site.name,
        tier: site.tier,
        department: site.department,
        municipality: site.municipality,
        organisation: site.organisation,
        expected_from: site.expected_from,
        expected_until: site.expected_until,
        synthetic: false,
    };
    server.system.store.upsert_sites(&[real]).await.unwrap();
    server.system.reload_registry().await.unwrap();
    let second = Browser::new(&server).sign_in("demo@example.org").await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_wait_is_told_in_the_same_words_whether_the_account_exists_or_not() {
    let time = Time::new();
    let server = Server::start_with(time.set()).await;
    add(&server, "marie@example.org", None).await;
    let mut pages = Vec::new();
    for email in ["marie@example.org", "nobody@example.org"] {
        let mut browser = Browser::new(&server);
        let wrong = [("email", email), ("password", "wrong wrong wrong")];
        for _ in 0..5 {
            browser.post("/fr/sign-in", &wrong).await;
        }
        let waited = browser.post("/fr/sign-in", &wrong).await;
        assert_eq!(waited.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(waited.text.contains("Prochain essai dans 2 secondes"));
        pages.push(without_nonces(&waited.text.replace(email, "")));
    }
    assert!(pages[0] == pages[1]);
}

#[tokio::test]
async fn a_password_changed_while_a_wait_runs_says_how_long() {
    let time = Time::new();
    let server = Server::start_with(time.set()).await;
    add(&server, "marie@example.org", None).await;
    let mut browser = Browser::new(&server);
    browser.sign_in("marie@example.org").await;
    let change = async |browser: &mut Browser<'_>, current: &'static str| {
        let fields = [
            ("password", current),
            ("new_password", "cinq vaches vertes"),
            ("repeated_password", "cinq vaches vertes"),
        ];
        browser
            .submit("/fr/account", "/fr/account/password", &fields)
            .await
    };
    for _ in 0..5 {
        let refused = change(&mut browser, "wrong").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    // Also with the right one: it is not looked at.
    let waited = change(&mut browser, PASSWORD).await;
    assert_eq!(waited.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(
        waited.text.contains("Prochain essai dans 2 secondes"),
        "{}",
        waited.text
    );
}
