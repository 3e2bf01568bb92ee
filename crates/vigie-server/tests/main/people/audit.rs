//! What is noted of who read what.

use crate::harness::Server;
use vigie_model::Role;

use super::{Time, acts, add_with_factor, sign_in_with_factor};

#[tokio::test]
async fn reads_of_identified_data_are_noted_with_who_what_and_request() {
    let time = Time::new();
    let server = Server::start_with(time.set()).await;
    add_with_factor(&server, "agent@example.org", Role::Assessor).await;
    add_with_factor(&server, "auditor@example.org", Role::Auditor).await;
    let path = format!(
        "/api/v1/packs/{}/stock?by=department",
        crate::harness::DOLIPRANE
    );
    server.get(&path).await;
    server.get_as_agency(&path).await;
    let mut agent = sign_in_with_factor(&server, &time, "agent@example.org").await;
    let read = agent.get(&path).await;
    let mut auditor = sign_in_with_factor(&server, &time, "auditor@example.org").await;
    let log = auditor.get("/fr/audit?act=read").await;
    let request = read.headers["x-request-id"].to_str().unwrap();
    assert!(log.text.contains(request) && log.text.contains("agent@example.org"));
    assert_eq!(
        log.text.matches("/stock?by=department").count(),
        2,
        "{}",
        log.text
    );
    let unknown = auditor
        .get("/fr/audit?person=nobody%40example.org&day=2026-11-20")
        .await;
    assert!(unknown.text.contains("Personne n’a cette adresse."));
}

#[tokio::test]
async fn what_was_answered_is_in_the_audit_log_after_a_crash_however_many_asked_at_once() {
    let server = Server::start().await;
    let path = format!("/api/v1/packs/{}/stock", crate::harness::DOLIPRANE);
    let reads = (0..20).map(|_| server.get_as_agency(&path));
    for reply in futures::future::join_all(reads).await {
        assert_eq!(reply.status.as_u16(), 200);
    }
    // Nothing is closed: what was in memory only is gone.
    let server = server.restart().await;
    assert_eq!(acts(&server).await, ["read"; 20]);
}
