//! How long sessions last, and what ends them.

use crate::harness::Server;
use axum::http::StatusCode;
use jiff::SignedDuration;
use vigie_model::Role;
use vigie_store::PersonNumber;

use super::{Browser, PASSWORD, SITE, Time, add, add_with_factor, hidden, sign_in_with_factor};

#[tokio::test]
async fn a_session_ends_after_thirty_minutes_or_twelve_hours_without_use_and_after_its_whole_time()
{
    let time = Time::new();
    let server = Server::start_with(time.set()).await;
    add(&server, "marie@example.org", Some((Role::Pharmacy, SITE))).await;
    add_with_factor(&server, "agent@example.org", Role::Assessor).await;
    let mut agent = sign_in_with_factor(&server, &time, "agent@example.org").await;
    let mut marie = Browser::new(&server);
    marie.sign_in("marie@example.org").await;
    for _ in 0..4 {
        time.pass(SignedDuration::from_mins(29));
        assert_eq!(agent.get("/fr/account").await.status, StatusCode::OK);
    }
    time.pass(SignedDuration::from_mins(31));
    assert_eq!(agent.get("/fr/account").await.status, StatusCode::SEE_OTHER);
    assert_eq!(marie.get("/fr/account").await.status, StatusCode::OK);
    time.pass(SignedDuration::from_hours(12));
    assert_eq!(marie.get("/fr/account").await.status, StatusCode::SEE_OTHER);
    marie.sign_in("marie@example.org").await;
    for _ in 0..65 {
        time.pass(SignedDuration::from_hours(11));
        assert_eq!(marie.get("/fr/account").await.status, StatusCode::OK);
    }
    time.pass(SignedDuration::from_hours(11));
    assert_eq!(marie.get("/fr/account").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_password_is_changed_by_who_knows_it_and_other_sessions_end() {
    let server = Server::start().await;
    add(&server, "marie@example.org", None).await;
    let (mut here, mut there) = (Browser::new(&server), Browser::new(&server));
    here.sign_in("marie@example.org").await;
    there.sign_in("marie@example.org").await;
    let fields = |current: &'static str| {
        [
            ("password", current),
            ("new_password", "cinq vaches vertes"),
            ("repeated_password", "cinq vaches vertes"),
        ]
    };
    let refused = here
        .submit("/fr/account", "/fr/account/password", &fields("wrong"))
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let before = here.cookie.clone();
    let done = here
        .submit("/fr/account", "/fr/account/password", &fields(PASSWORD))
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_ne!(here.cookie, before);
    assert_eq!(here.get("/fr/account").await.status, StatusCode::OK);
    assert_eq!(there.get("/fr/account").await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        there.sign_in("marie@example.org").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn one_of_several_sessions_is_ended_from_another_and_then_all() {
    let server = Server::start().await;
    add(&server, "marie@example.org", None).await;
    let (mut here, mut there) = (Browser::new(&server), Browser::new(&server));
    there.sign_in("marie@example.org").await;
    here.sign_in("marie@example.org").await;
    let page = here.get("/fr/account").await.text;
    let other = hidden(&page, "session");
    here.submit(
        "/fr/account",
        "/fr/account/sessions/end",
        &[("session", &other)],
    )
    .await;
    assert_eq!(there.get("/fr/account").await.status, StatusCode::SEE_OTHER);
    assert_eq!(here.get("/fr/account").await.status, StatusCode::OK);
    here.submit("/fr/account", "/fr/account/sessions/end-all", &[])
        .await;
    assert_eq!(here.cookie, None);
    assert_eq!(
        server
            .system
            .store
            .list_sessions(PersonNumber(0))
            .await
            .unwrap(),
        []
    );
}
