//! People sign in, stay signed in, and do what they may: as browsers see it.

use std::sync::{Arc, LazyLock};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use jiff::{SignedDuration, Timestamp};
use vigie_model::{Clock, FixedClock, Language, Reach, Role, SiteNumber};
use vigie_server::access::{password, second_factor};
use vigie_server::system::{SystemSettings, Wall};
use vigie_store::{AuditFilter, Membership, NewPerson, NewSite, PersonNumber};

use crate::harness::{Reply, Server};

pub const PASSWORD: &str = "quatre chevaux bleus";
const SECRET: [u8; 20] = *b"12345678901234567890";

/// Hashed once for all tests.
static HASH: LazyLock<String> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    std::thread::spawn(move || runtime.block_on(password::hash(PASSWORD.to_owned())))
        .join()
        .unwrap()
        .unwrap()
});

/// Real time as the tests set it.
pub struct Time(FixedClock);

impl Time {
    pub fn new() -> Self {
        Self(FixedClock::new("2026-11-20T09:00:00Z".parse().unwrap()))
    }

    pub fn set(&self) -> impl FnOnce(&mut SystemSettings) + use<> {
        let clock = Arc::new(self.0.clone());
        move |settings| settings.wall = Wall::new(clock)
    }

    fn now(&self) -> Timestamp {
        self.0.now()
    }

    pub fn pass(&self, time: SignedDuration) {
        self.0.set(self.now() + time);
    }

    /// What the device of the second factor shows.
    fn code(&self) -> String {
        second_factor::code_at(&SECRET, self.now().as_second().cast_unsigned()).unwrap()
    }
}

/// A browser with the cookies of Vigie.
pub struct Browser<'a> {
    server: &'a Server,
    /// Of the session.
    pub cookie: Option<String>,
    /// Of a sign-in under way at another service.
    pub flow: Option<String>,
}

impl<'a> Browser<'a> {
    pub fn new(server: &'a Server) -> Self {
        Self {
            server,
            cookie: None,
            flow: None,
        }
    }

    pub async fn get(&mut self, path: &str) -> Reply {
        self.send(Request::get(path), String::new()).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header("user-agent", "Firefox");
        self.send(request, body).await
    }

    /// Sends a form with the token of the page where it stands.
    pub async fn submit(&mut self, page: &str, path: &str, fields: &[(&str, &str)]) -> Reply {
        let token = form_token(&self.get(page).await.text);
        let mut fields = fields.to_vec();
        fields.push(("form_token", &token));
        self.post(path, &fields).await
    }

    pub async fn sign_in(&mut self, email: &str) -> Reply {
        self.post("/fr/sign-in", &[("email", email), ("password", PASSWORD)])
            .await
    }

    async fn send(&mut self, request: axum::http::request::Builder, body: String) -> Reply {
        let cookies = [self.cookie.as_deref(), self.flow.as_deref()];
        let cookies: Vec<&str> = cookies.into_iter().flatten().collect();
        let request = if cookies.is_empty() {
            request
        } else {
            request.header("cookie", cookies.join("; "))
        };
        let reply = self
            .server
            .send(request.body(Body::from(body)).unwrap())
            .await;
        for given in reply.headers.get_all("set-cookie") {
            let given = given.to_str().unwrap().split(';').next().unwrap();
            let kept = (!given.ends_with('=')).then(|| given.to_owned());
            if given.contains("vigie-sign-in=") {
                self.flow = kept;
            } else {
                self.cookie = kept;
            }
        }
        reply
    }
}

pub fn form_token(html: &str) -> String {
    let rest = html.split("name=\"form_token\" value=\"").nth(1);
    rest.unwrap_or_else(|| panic!("no form: {html}"))
        .split('"')
        .next()
        .unwrap()
        .to_owned()
}

fn hidden(html: &str, name: &str) -> String {
    let rest = html
        .split(&format!("name=\"{name}\" value=\""))
        .nth(1)
        .unwrap();
    rest.split('"').next().unwrap().to_owned()
}

pub fn location(reply: &Reply) -> &str {
    reply
        .headers
        .get("location")
        .map_or("", |value| value.to_str().unwrap())
}

pub async fn add(server: &Server, email: &str, role: Option<(Role, Reach)>) -> PersonNumber {
    let hash = tokio::task::spawn_blocking(|| HASH.clone()).await.unwrap();
    let person = NewPerson {
        email: email.to_owned(),
        name: format!("Personne {email}"),
        language: Language::French,
        password_hash: Some(hash),
        invitation: None,
        rpps: None,
        created_at: server.system.wall().now(),
        synthetic: true,
    };
    let memberships: Vec<Membership> = role
        .map(|(role, reach)| Membership { role, reach })
        .into_iter()
        .collect();
    server
        .system
        .store
        .add_person(&person, &memberships)
        .await
        .unwrap()
}

/// A person with a second factor.
pub async fn add_with_factor(server: &Server, email: &str, role: Role) -> PersonNumber {
    let number = add(server, email, Some((role, Reach::Nation))).await;
    give_factor(server, number).await;
    number
}

/// Gives a person a second factor.
pub async fn give_factor(server: &Server, number: PersonNumber) {
    let store = &server.system.store;
    store
        .set_second_factor(number, Some(&SECRET), None, &[])
        .await
        .unwrap();
}

/// Signs a person with a second factor in.
pub async fn sign_in_with_factor<'a>(server: &'a Server, time: &Time, email: &str) -> Browser<'a> {
    time.pass(SignedDuration::from_secs(60));
    let mut browser = Browser::new(server);
    let page = browser.sign_in(email).await;
    let token = form_token(&page.text);
    let fields = [("code", time.code()), ("form_token", token)];
    let fields = fields
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let done = browser.post("/fr/second-factor", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    browser
}

async fn acts(server: &Server) -> Vec<String> {
    let entries = server
        .system
        .store
        .list_audit(&AuditFilter::default(), 100)
        .await
        .unwrap();
    entries
        .into_iter()
        .rev()
        .map(|entry| entry.entry.act)
        .collect()
}

const SITE: Reach = Reach::Site(SiteNumber(0));

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

/// A page without what each answer has anew for its scripts.
fn without_nonces(html: &str) -> String {
    let mut pieces = html.split(" nonce=\"");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| {
        text + piece.split_once('"').map_or("", |(_, rest)| rest)
    })
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
