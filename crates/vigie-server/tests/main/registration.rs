//! Operators register organisations and sites on pages, and change them.

use axum::http::StatusCode;
use vigie_model::Role;
use vigie_store::AuditFilter;

use crate::harness::{DOLIPRANE, Server, day};
use crate::people::{Browser, Time, add_with_factor, location, sign_in_with_factor};

/// A pharmacy of Brest that is not registered; the last digit is the Luhn key.
const NEW: &str = "290000041";

async fn start() -> (Server, Time) {
    let time = Time::new();
    let server = Server::start_with(time.set()).await;
    add_with_factor(&server, "operator@example.org", Role::Operator).await;
    (server, time)
}

async fn operator<'a>(server: &'a Server, time: &Time) -> Browser<'a> {
    sign_in_with_factor(server, time, "operator@example.org").await
}

/// Fields of a site, some of them others.
fn site<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("site_code", NEW),
        ("site_name", "Pharmacie de l'Étoile <b>"),
        ("tier", "pharmacy"),
        ("department", ""),
        ("municipality", "Brest"),
        ("organisation", "TEST"),
        ("from", "2026-11-01"),
        ("until", ""),
    ];
    for (name, value) in changes {
        fields.retain(|(other, _)| other != name);
        fields.push((name, value));
    }
    fields
}

fn hidden(html: &str, name: &str) -> String {
    let rest = html.split(&format!("name=\"{name}\" value=\"")).nth(1);
    rest.unwrap().split('"').next().unwrap().to_owned()
}

async fn log(server: &Server) -> Vec<String> {
    let filter = AuditFilter::default();
    let entries = server.system.store.list_audit(&filter, 100).await.unwrap();
    let entries = entries.into_iter().rev().map(|entry| entry.entry);
    entries
        .filter(|entry| entry.act.ends_with("-changed"))
        .map(|entry| format!("{} {}", entry.act, entry.object))
        .collect()
}

#[tokio::test]
async fn a_site_is_registered_reports_and_is_changed() {
    let (server, time) = start().await;
    let mut browser = operator(&server, &time).await;
    let added = browser
        .submit("/fr/sites", "/fr/registry/sites", &site(&[]))
        .await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    assert_eq!(location(&added), "/fr/registry/sites/8?saved=yes");
    let page = browser.get("/fr/registry/sites/8").await.text;
    assert!(page.contains("Pharmacie de l&#39;Étoile &#60;b&#62;") && page.contains("29 Brest"));
    let registered = server.system.registry().sites()[8].clone();
    assert_eq!(registered.department.code(), "29");
    assert_eq!(registered.expected_from, day("2026-11-01"));
    // Beside simulated sites it is simulated too.
    assert!(registered.synthetic);
    let scope = vigie_store::TokenScope::Site(registered.number);
    let token = server.issue(scope, "report").await;
    let body = format!("cip13;stock;vendu\n{DOLIPRANE};3;1\n");
    let sent = server
        .report_as(NEW, &token, "as_of=2026-11-19", body)
        .await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text);
    let seen = hidden(&page, "seen");
    let fields = site(&[
        ("seen", &seen),
        ("site_name", "Pharmacie du Port"),
        ("organisation", ""),
        ("until", "2027-01-31"),
        // These do not change, whatever is sent.
        ("tier", "hospital"),
        ("department", "75"),
    ]);
    let changed = browser
        .submit("/fr/registry/sites/8", "/fr/registry/sites/8", &fields)
        .await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text);
    let registry = server.system.registry();
    let now = &registry.sites()[8];
    assert_eq!(
        (now.name.as_str(), now.tier),
        ("Pharmacie du Port", registered.tier)
    );
    assert_eq!(now.department, registered.department);
    assert_eq!(now.expected_until, Some(day("2027-01-31")));
    assert_eq!(registry.organisation(now.organisation).unwrap().code, NEW);
    assert_eq!(
        log(&server).await,
        [
            format!("site-changed site 8 {NEW} added"),
            format!("site-changed site 8 {NEW} name, organisation, last day"),
        ]
    );
}

#[tokio::test]
async fn what_cannot_be_registered_is_said_beside_its_field_and_what_was_typed_is_kept() {
    let (server, time) = start().await;
    let mut browser = operator(&server, &time).await;
    let long = "a".repeat(101);
    for (name, value, said) in [
        ("site_code", "290000042", "la longueur ou la clé ne va pas"),
        ("site_code", "", "la longueur ou la clé ne va pas"),
        ("site_code", "' OR 1=1", "la longueur ou la clé ne va pas"),
        ("site_code", "290000017", "déjà inscrit"),
        ("site_name", "", "Un nom de 1 à 100 signes"),
        ("site_name", "a\u{202e}b", "Un nom de 1 à 100 signes"),
        ("site_name", long.as_str(), "Un nom de 1 à 100 signes"),
        ("tier", "king", "Ce niveau n’existe pas"),
        ("department", "75", "d’un autre département"),
        ("department", "XX", "Aucun département"),
        ("municipality", long.as_str(), "Une commune de 100 signes"),
        ("organisation", "NOBODY", "Aucune organisation"),
        ("from", "yesterday", "Une date comme"),
        ("until", "31/12/2026", "Une date comme"),
        ("until", "2026-10-31", "vient avant le premier"),
    ] {
        let fields = site(&[(name, value)]);
        let refused = browser
            .submit("/fr/sites", "/fr/registry/sites", &fields)
            .await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{name} {value}"
        );
        assert!(
            refused.text.contains(said),
            "{name} {value}: {}",
            refused.text
        );
        assert!(refused.text.contains("value=\"Brest\"") || name == "municipality");
        assert!(!refused.text.contains("<b>"));
    }
    // A SIRET does not say its department.
    let fields = site(&[("site_code", "26010004500012"), ("department", "")]);
    let refused = browser
        .submit("/fr/sites", "/fr/registry/sites", &fields)
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = site(&[("site_code", "26010004500012"), ("department", "69")]);
    let added = browser
        .submit("/fr/sites", "/fr/registry/sites", &fields)
        .await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    assert_eq!(server.system.registry().sites().len(), 9);
    for path in [
        "sites/9",
        "sites/-1",
        "sites/abc",
        "organisations/99",
        "organisations/1'--",
    ] {
        let absent = browser.get(&format!("/fr/registry/{path}")).await;
        assert_eq!(absent.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_change_on_what_somebody_changed_meanwhile_is_shown_and_not_made() {
    let (server, time) = start().await;
    let mut first = operator(&server, &time).await;
    let mut second = operator(&server, &time).await;
    for (path, field, acts) in [
        ("/fr/registry/sites/0", "site_name", "site-changed"),
        (
            "/fr/registry/organisations/0",
            "organisation_name",
            "organisation-changed",
        ),
    ] {
        let seen = hidden(&first.get(path).await.text, "seen");
        let change = async |browser: &mut Browser<'_>, seen: &str, name: &str| {
            let mut fields = site(&[("seen", seen), ("organisation", "TEST")]);
            fields.retain(|(other, _)| *other != field);
            fields.push((field, name));
            browser.submit(path, path, &fields).await
        };
        let done = change(&mut second, &seen, "Le premier").await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        let stale = change(&mut first, &seen, "Le second").await;
        assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.text);
        assert!(stale.text.contains("entre-temps"));
        assert!(
            stale.text.contains("<dd>Le premier</dd>")
                && stale.text.contains("value=\"Le second\"")
        );
        let again = change(&mut first, &hidden(&stale.text, "seen"), "Le second").await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text);
        let acts = log(&server)
            .await
            .iter()
            .filter(|act| act.starts_with(acts))
            .count();
        assert_eq!(acts, 2, "{path}");
    }
    let registry = server.system.registry();
    assert_eq!(registry.sites()[0].name, "Le second");
    assert_eq!(registry.organisations()[0].name, "Le second");
}

#[tokio::test]
async fn an_organisation_is_registered_once_by_a_code_with_its_key() {
    let (server, time) = start().await;
    let mut browser = operator(&server, &time).await;
    for (code, name, status) in [
        ("356000001", "La Poste", 422),
        ("", "La Poste", 422),
        ("<b>", "La Poste", 422),
        ("356000000", "", 422),
        ("356000000", "La Poste", 303),
        ("356000000", "Une autre", 422),
        ("TEST", "Une autre", 422),
    ] {
        let fields = [("organisation_code", code), ("organisation_name", name)];
        let reply = browser
            .submit("/fr/organisations", "/fr/registry/organisations", &fields)
            .await;
        assert_eq!(
            reply.status.as_u16(),
            status,
            "{code} {name}: {}",
            reply.text
        );
    }
    let registry = server.system.registry();
    let names: Vec<&str> = registry
        .organisations()
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(names, ["Test", "La Poste"]);
    assert_eq!(
        log(&server).await,
        ["organisation-changed organisation 1 356000000 added"]
    );
}
