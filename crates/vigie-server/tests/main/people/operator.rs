//! What operators do: invite, give rights, close accounts.

use crate::harness::Server;
use axum::http::StatusCode;
use jiff::SignedDuration;
use vigie_model::Role;

use super::{Browser, PASSWORD, Time, add, add_with_factor, location, sign_in_with_factor};

#[tokio::test]
async fn an_invited_person_chooses_a_password_once() {
    let time = Time::new();
    let server = Server::start_with(time.set()).await;
    add_with_factor(&server, "operator@example.org", Role::Operator).await;
    let mut operator = sign_in_with_factor(&server, &time, "operator@example.org").await;
    let fields = [
        ("name", "Marie"),
        ("email", "marie@example.org"),
        ("language", "en"),
        ("role", "pharmacy"),
        ("kind", "site"),
        ("place", "750000010"),
    ];
    let added = operator.submit("/fr/people", "/fr/people", &fields).await;
    let link = added
        .text
        .split("<code>")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap()
        .to_owned();
    let secret = link.rsplit('/').next().unwrap().to_owned();
    let mut marie = Browser::new(&server);
    let page = marie.get(&link).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("Bienvenue, Marie."));
    let choose = async |marie: &mut Browser<'_>, password: &str, repeated: &str| {
        let fields = [
            ("invitation", secret.as_str()),
            ("new_password", password),
            ("repeated_password", repeated),
        ];
        marie.post("/fr/invitation", &fields).await
    };
    for (password, repeated, said) in [
        ("court", "court", "Il faut 12 signes"),
        (PASSWORD, "autre chose", "diffèrent"),
        ("motdepasse123", "motdepasse123", "parmi les premiers"),
    ] {
        let refused = choose(&mut marie, password, repeated).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains(said), "{said}");
    }
    let opened = choose(&mut marie, PASSWORD, PASSWORD).await;
    assert_eq!(
        (opened.status, location(&opened)),
        (StatusCode::SEE_OTHER, "/fr/account")
    );
    assert_eq!(marie.get("/fr/account").await.status, StatusCode::OK);
    assert_eq!(marie.get(&link).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        choose(&mut marie, PASSWORD, PASSWORD).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn an_invitation_ends_after_seven_days() {
    let time = Time::new();
    let server = Server::start_with(time.set()).await;
    add_with_factor(&server, "operator@example.org", Role::Operator).await;
    let number = add(&server, "marie@example.org", None).await;
    let mut operator = sign_in_with_factor(&server, &time, "operator@example.org").await;
    let page = format!("/fr/people/{}", number.0);
    let invited = operator
        .submit(&page, &format!("{page}/invitation"), &[])
        .await;
    let link = invited
        .text
        .split("<code>")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap()
        .to_owned();
    time.pass(SignedDuration::from_hours(24 * 7 - 1));
    assert_eq!(server.get(&link).await.status, StatusCode::OK);
    time.pass(SignedDuration::from_hours(2));
    assert_eq!(server.get(&link).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_person_whose_rights_change_or_whose_account_is_closed_is_signed_out_at_once() {
    let time = Time::new();
    let server = Server::start_with(time.set()).await;
    add_with_factor(&server, "operator@example.org", Role::Operator).await;
    let number = add(&server, "marie@example.org", None).await;
    let mut operator = sign_in_with_factor(&server, &time, "operator@example.org").await;
    let mut marie = Browser::new(&server);
    let page = format!("/fr/people/{}", number.0);
    marie.sign_in("marie@example.org").await;
    assert_eq!(marie.get("/fr/account").await.status, StatusCode::OK);
    let role = [
        ("role", "hospital"),
        ("kind", "department"),
        ("place", "29"),
    ];
    let done = operator
        .submit(&page, &format!("{page}/roles"), &role)
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert_eq!(marie.get("/fr/account").await.status, StatusCode::SEE_OTHER);
    marie.sign_in("marie@example.org").await;
    assert!(
        marie
            .get("/fr/account")
            .await
            .text
            .contains("Pharmacie hospitalière (PUI) – département 29")
    );
    operator
        .submit(&page, &format!("{page}/disable"), &[])
        .await;
    assert_eq!(marie.get("/fr/account").await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        marie.sign_in("marie@example.org").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    for (path, fields) in [
        ("disable", &[][..]),
        (
            "roles/remove",
            &[("role", "operator"), ("reach", "nation")][..],
        ),
    ] {
        let own = operator
            .submit("/fr/people/0", &format!("/fr/people/0/{path}"), fields)
            .await;
        assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
    }
}

#[tokio::test]
async fn hostile_values_in_the_form_of_a_person_are_refused_or_shown_harmless() {
    let time = Time::new();
    let server = Server::start_with(time.set()).await;
    add_with_factor(&server, "operator@example.org", Role::Operator).await;
    let mut operator = sign_in_with_factor(&server, &time, "operator@example.org").await;
    let long = "a".repeat(300);
    for (name, email, role, kind, place) in [
        ("Marie\u{202e}", "a@example.org", "auditor", "nation", ""),
        ("Marie\0", "a@example.org", "auditor", "nation", ""),
        (long.as_str(), "a@example.org", "auditor", "nation", ""),
        (
            "Marie",
            "<script>alert(1)</script>",
            "auditor",
            "nation",
            "",
        ),
        ("Marie", "OPERATOR@example.org", "auditor", "nation", ""),
        ("Marie", "a@example.org", "king", "nation", ""),
        ("Marie", "a@example.org", "auditor", "nation", "75"),
        (
            "Marie",
            "a@example.org",
            "auditor",
            "site",
            "'; DROP TABLE person;--",
        ),
        ("Marie", "a@example.org", "auditor", "world", ""),
        ("", "", "", "", ""),
    ] {
        let fields = [
            ("name", name),
            ("email", email),
            ("role", role),
            ("kind", kind),
            ("place", place),
        ];
        let refused = operator.submit("/fr/people", "/fr/people", &fields).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{name} {email} {role} {kind}"
        );
        assert!(!refused.text.contains("<script>"));
    }
    let fields = [
        ("name", "Robert'); DROP TABLE person;-- <script>"),
        ("email", "robert@example.org"),
        ("role", "auditor"),
        ("kind", "nation"),
    ];
    let added = operator.submit("/fr/people", "/fr/people", &fields).await;
    assert_eq!(added.status, StatusCode::OK);
    assert!(
        added
            .text
            .contains("Robert&#39;); DROP TABLE person;-- &#60;script&#62;")
    );
    let huge = "x".repeat(70_000);
    let refused = operator
        .submit("/fr/people", "/fr/people", &[("name", &huge)])
        .await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    for number in ["99", "-1", "abc", "4294967296", "0%20OR%201=1"] {
        let reply = operator.get(&format!("/fr/people/{number}")).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{number}");
    }
    assert_eq!(
        server
            .system
            .store
            .list_people(None, 10)
            .await
            .unwrap()
            .len(),
        2
    );
}
