//! People sign in, stay signed in, and do what they may: as browsers see it.

mod audit;
mod factor;
mod forms;
mod operator;

mod sessions;
mod sign_in;
mod tokens;

use std::sync::{Arc, LazyLock};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use jiff::{SignedDuration, Timestamp};
use vigie_model::{Clock, FixedClock, Language, Reach, Role, SiteNumber};
use vigie_server::access::{password, second_factor};
use vigie_server::system::{SystemSettings, Wall};
use vigie_store::{AuditFilter, Membership, NewPerson, PersonNumber};

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

/// A page without what each answer has anew for its scripts.
fn without_nonces(html: &str) -> String {
    let mut pieces = html.split(" nonce=\"");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| {
        text + piece.split_once('"').map_or("", |(_, rest)| rest)
    })
}
