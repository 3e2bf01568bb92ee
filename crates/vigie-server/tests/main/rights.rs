//! Every address against the permission table.

use std::path::PathBuf;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use vigie_model::{Reach, Role};
use vigie_server::access::rights::{self, Right};
use vigie_store::Membership;

use crate::harness::{DOLIPRANE, Reply, SITES, Server};
use crate::people::{
    Browser, Time, add, add_with_factor, form_token, give_factor, location, sign_in_with_factor,
};

/// An address of a door where something is.
fn at(path: &str) -> String {
    path.replace("{cis}", "60234100")
        .replace("{cip13}", DOLIPRANE)
        .replace("{id}", "00000000-0000-0000-0000-000000000000")
        .replace("{code}", SITES[0].0)
        .replace("{identifier}", "TEST")
        .replace("{number}", "0")
        .replace("{secret}", &"ab".repeat(32))
        .replace("{name}", "nothing")
        .replace("{provider}", "nobody")
}

fn is_refused(reply: &Reply) -> bool {
    reply.status == StatusCode::UNAUTHORIZED
        || reply.status == StatusCode::FORBIDDEN
        || location(reply).contains("/sign-in?next=")
}

/// Doors where those who have no right see that nothing is there.
fn is_hidden(reply: &Reply) -> bool {
    is_refused(reply) || reply.status == StatusCode::NOT_FOUND
}

#[tokio::test]
async fn the_document_of_rights_is_the_table_and_the_doors_of_the_server() {
    let server = Server::start().await;
    let written = vigie_server::http::rights_document(Arc::clone(&server.system));
    let folder = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap());
    let file = folder.join("../../docs/rights.md");
    if std::env::var_os("VIGIE_WRITE_DOCUMENTS").is_some() {
        std::fs::write(&file, &written).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == written,
        "docs/rights.md is not current: run this test once with VIGIE_WRITE_DOCUMENTS=1"
    );
}

#[tokio::test]
async fn nobody_passes_a_door_that_is_not_for_the_public() {
    let server = Server::start().await;
    let doors = vigie_server::http::list_doors(Arc::clone(&server.system));
    assert!(doors.len() > 50, "{}", doors.len());
    for (method, path, right) in doors {
        let request = Request::builder().method(&method).uri(at(&path));
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let reply = server.send(request.body(Body::empty()).unwrap()).await;
        let is_public = rights::of_public(right).is_some();
        // Steps of signing in that begin with a session send those without to the first step.
        let is_step = ["/second-factor", "/continue"]
            .iter()
            .any(|step| path.contains(step));
        if !is_step {
            assert_eq!(
                !is_refused(&reply),
                is_public,
                "{method} {path}: {}",
                reply.status
            );
        }
    }
}

#[tokio::test]
async fn each_role_passes_the_doors_of_its_rows_and_no_other() {
    let time = Time::new();
    let server = Server::start_with(time.set()).await;
    let doors = vigie_server::http::list_doors(Arc::clone(&server.system));
    let french: Vec<(Method, String, Right)> = doors
        .into_iter()
        .filter(|(_, path, _)| !path.starts_with("/en"))
        .collect();
    for role in Role::ALL {
        let email = format!("{role}@example.org");
        let mut browser = if role.is_sensitive() {
            add_with_factor(&server, &email, role).await;
            sign_in_with_factor(&server, &time, &email).await
        } else {
            add(&server, &email, Some((role, Reach::Nation))).await;
            let mut browser = Browser::new(&server);
            browser.sign_in(&email).await;
            browser
        };
        let token = form_token(&browser.get("/fr/account").await.text);
        let reach = Reach::Nation;
        let membership = Membership { role, reach };
        for (method, path, right) in &french {
            let may = !rights::of_person(&[membership], *right).is_empty();
            if method == Method::GET {
                let reply = browser.get(&at(path)).await;
                let places = ["{id}", "{secret}", "{name}", "{provider}"];
                let known_absent = places.iter().any(|place| path.contains(place));
                let refused = if known_absent {
                    is_refused(&reply)
                } else {
                    is_hidden(&reply)
                };
                assert!(
                    refused != may || path.contains("second-factor"),
                    "{role} {path}: {}",
                    reply.status
                );
            } else if !may {
                let reply = browser.post(&at(path), &[("form_token", &token)]).await;
                assert!(is_hidden(&reply), "{role} {path}: {}", reply.status);
            }
        }
    }
}

#[tokio::test]
async fn what_a_site_sent_does_not_exist_for_the_others() {
    let time = Time::new();
    let server = Server::start_with(time.set()).await;
    let sent = server
        .report(
            0,
            "as_of=2026-11-19",
            format!("cip13;stock;vendu\n{DOLIPRANE};3;1\n"),
        )
        .await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text);
    let path = format!("/api/v1/reports/{}", sent.body["id"].as_str().unwrap());
    let site = |number| Reach::Site(vigie_model::SiteNumber(number));
    let mut seen = Vec::new();
    for (email, reach) in [
        ("own@example.org", site(0)),
        ("other@example.org", site(1)),
        ("region@example.org", "region:11".parse().unwrap()),
        ("far@example.org", "region:53".parse().unwrap()),
    ] {
        let mut browser = if email.starts_with('o') {
            add(&server, email, Some((Role::Pharmacy, reach))).await;
            let mut browser = Browser::new(&server);
            browser.sign_in(email).await;
            browser
        } else {
            let number = add(&server, email, Some((Role::RegionalAgency, reach))).await;
            give_factor(&server, number).await;
            sign_in_with_factor(&server, &time, email).await
        };
        seen.push(browser.get(&path).await.status.as_u16());
    }
    assert_eq!(seen, [200, 404, 200, 404]);
    assert_eq!(server.get(&path).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(SITES[0].1, "75");
}

#[tokio::test]
async fn too_many_tries_from_one_address_are_refused() {
    let server = Server::start_with(|settings| {
        settings.tries.sign_ins_per_minute = std::num::NonZeroU32::new(3);
    })
    .await;
    let router = vigie_server::router(Arc::clone(&server.system));
    let mut statuses = Vec::new();
    for _ in 0..5 {
        let request = Request::post("/fr/sign-in").body(Body::empty()).unwrap();
        let reply = tower::ServiceExt::oneshot(router.clone(), request)
            .await
            .unwrap();
        statuses.push(reply.status().as_u16());
    }
    assert_eq!(statuses, [422, 422, 422, 429, 429]);
}
