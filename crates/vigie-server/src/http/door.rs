//! Doors: each address with the right that it needs. The router is built from them, so that no address is without one.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::handler::Handler;
use axum::http::header::{CONTENT_TYPE, HOST, HeaderName, ORIGIN};
use axum::http::{HeaderMap, Method};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use futures::StreamExt;

use super::App;
use super::arrival::Arrival;
use super::form::{self, Sent, UnreadForm};
use super::pages::refusal::{self, Refusal};
use super::principal::Principal;
use super::problem::Problem;
use crate::access::rights::{self, Range, Resource, Right, Verb};
use crate::access::throttle::Limited;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
/// Shows that a request other than a form comes from a page of the session.
const TOKEN_HEADER: HeaderName = HeaderName::from_static("x-form-token");

/// One address, what is done there and the right it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    /// `GET` or `POST`.
    pub method: Method,
    /// As the router has it: `/fr/medicines/{cis}`.
    pub path: String,
    /// What is needed.
    pub right: Right,
}

/// Doors that become a router.
pub struct Doors {
    app: App,
    router: Router<App>,
    list: Vec<Door>,
}

impl Doors {
    /// No door yet.
    pub fn new(app: App) -> Self {
        Self {
            app,
            router: Router::new(),
            list: Vec::new(),
        }
    }

    /// A door to look through.
    #[must_use]
    pub fn get<H, T>(self, path: &str, right: Right, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::GET, path, right, get(handler))
    }

    /// A door to hand something in.
    #[must_use]
    pub fn post<H, T>(self, path: &str, right: Right, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::POST, path, right, post(handler))
    }

    fn add(mut self, method: Method, path: &str, right: Right, way: MethodRouter<App>) -> Self {
        let guarded = way.route_layer(from_fn_with_state((self.app.clone(), right), guard));
        self.router = self.router.route(path, guarded);
        let path = path.to_owned();
        self.list.push(Door {
            method,
            path,
            right,
        });
        self
    }

    /// Changes the router under the doors.
    #[must_use]
    pub fn map_router(mut self, change: impl FnOnce(Router<App>) -> Router<App>) -> Self {
        self.router = change(self.router);
        self
    }

    /// Doors of a part of the server, under a path.
    #[must_use]
    pub fn nest(mut self, prefix: &str, part: Self) -> Self {
        self.router = self.router.nest(prefix, part.router);
        self.list.extend(part.list.into_iter().map(|door| Door {
            path: format!("{prefix}{}", door.path),
            ..door
        }));
        self
    }

    /// Doors of another part of the server.
    #[must_use]
    pub fn merge(mut self, part: Self) -> Self {
        self.router = self.router.merge(part.router);
        self.list.extend(part.list);
        self
    }

    /// No door yet, for a part of the server.
    pub fn part(&self) -> Self {
        Self::new(self.app.clone())
    }

    /// The router, and the list of its doors.
    pub fn finish(self) -> (Router, Vec<Door>) {
        (self.router.with_state(self.app), self.list)
    }
}

/// The list as `docs/rights.md` shows it, a row for each door, in order of address. Languages share a row.
pub fn document(doors: &[Door]) -> String {
    let mut rows: Vec<String> = doors
        .iter()
        .filter(|door| !door.path.starts_with("/en/") && door.path != "/en")
        .map(|door| {
            let path = door.path.replacen("/fr", "/{language}", 1);
            let (resource, verb) = (door.right.resource, door.right.verb);
            let noted = match door.right {
                right if right.is_identified() => "yes",
                right if right.resource == Resource::Figures => "for those who see all figures",
                _ => "",
            };
            let (resource, verb) = (rights::resource_name(resource), rights::verb_name(verb));
            format!(
                "| `{path}` | {} | {resource} | {verb} | {noted} |\n",
                door.method
            )
        })
        .collect();
    rows.sort_unstable();
    rows.concat()
}

/// Lets in whom the table lets in.
async fn guard(State((app, right)): State<(App, Right)>, request: Request, next: Next) -> Response {
    match admit(&app, right, request).await {
        Ok(request) => {
            let note = noted(&app, right, &request);
            let response = next.run(request).await;
            if let Some(entry) = note.filter(|_| response.status().is_success())
                && let Err(error) = app.system.note(entry).await
            {
                // What is not noted is not read.
                return Problem::from(error).into_response();
            }
            response
        }
        Err(refused) => *refused,
    }
}

/// The entry of the audit log for reading what is identified.
fn noted(app: &App, right: Right, request: &Request) -> Option<vigie_store::NewAuditEntry> {
    let principal = request.extensions().get::<Principal>()?;
    // Figures are identified for those who may see all of them.
    let sees_all = right.resource == Resource::Figures && principal.is_authority();
    if !right.is_identified() && !sees_all {
        return None;
    }
    let arrival = request.extensions().get::<Arrival>()?;
    let address = arrival.uri.path_and_query()?.as_str();
    Some(arrival.entry(app, principal, "read", address))
}

async fn admit(app: &App, right: Right, request: Request) -> Result<Request, Box<Response>> {
    let found = request.extensions().get::<Principal>().cloned();
    let principal = found.unwrap_or(Principal::Nobody);
    let address = request
        .extensions()
        .get::<Arrival>()
        .and_then(|arrival| arrival.address);
    if limited(right).is_some_and(|limited| !app.throttle.allows(limited, address)) {
        return Err(Box::new(refusal::answer(app, &request, Refusal::TooMany)));
    }
    let is_change = request.method() == Method::POST;
    let by_browser = !matches!(principal, Principal::Token(_));
    if is_change && by_browser && is_foreign(app, request.headers()) {
        return Err(Box::new(refusal::answer(app, &request, Refusal::Foreign)));
    }
    let ranges: Vec<Range> = principal.ranges(right);
    let kind = form_kind(request.headers()).filter(|_| is_change && is_for_page(&request));
    let request = match kind {
        Some(FormKind::Fields) => read_form(app, request, form::most_bytes(right)).await?,
        // A file is kept in memory for those only who may send one.
        Some(FormKind::WithFile) if ranges.is_empty() => read_to_nothing(app, request).await,
        Some(FormKind::WithFile) => read_form_with_file(app, request, right).await?,
        None => request,
    };
    if ranges.is_empty() {
        let refusal = refusal_of(&principal, right);
        return Err(Box::new(refusal::answer(app, &request, refusal)));
    }
    if is_change
        && right.resource != Resource::SignIn
        && let Some(signed_in) = principal.signed_in()
    {
        let sent = request.extensions().get::<Sent>();
        let header = request.headers().get(&TOKEN_HEADER);
        let shown = match (sent, header) {
            (Some(sent), _) => sent.is_of(signed_in),
            (None, Some(header)) => header.as_bytes() == signed_in.form_token.as_bytes(),
            (None, None) => false,
        };
        if !shown {
            return Err(Box::new(refusal::answer(app, &request, Refusal::Stale)));
        }
    }
    Ok(request)
}

fn refusal_of(principal: &Principal, right: Right) -> Refusal {
    match principal {
        Principal::Nobody | Principal::Halfway(_) => Refusal::SignIn,
        _ if right.is_secret() => Refusal::Absent,
        _ => Refusal::Forbidden,
    }
}

fn limited(right: Right) -> Option<Limited> {
    match (right.resource, right.verb) {
        (Resource::SignIn, Verb::Send) => Some(Limited::SignIn),
        // Each line of a list is a search; a scenario costs about as much as twenty.
        (Resource::Search | Resource::Laboratory, _) | (Resource::Lists, Verb::Send) => {
            Some(Limited::Search)
        }
        (Resource::Reports, Verb::Send) => Some(Limited::Report),
        _ => None,
    }
}

/// Whether a page is asked for, and not the API, whose bodies are read by those who expect them.
fn is_for_page(request: &Request) -> bool {
    let arrival = request.extensions().get::<Arrival>();
    !arrival.is_some_and(|arrival| arrival.uri.path().starts_with("/api/"))
}

/// How a browser sends what was typed and chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FormKind {
    Fields,
    WithFile,
}

fn form_kind(headers: &HeaderMap) -> Option<FormKind> {
    let kind = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    if kind.starts_with("application/x-www-form-urlencoded") {
        Some(FormKind::Fields)
    } else {
        let has_file = kind.starts_with("multipart/form-data");
        has_file.then_some(FormKind::WithFile)
    }
}

async fn read_form(
    app: &App,
    request: Request,
    most_bytes: usize,
) -> Result<Request, Box<Response>> {
    let (mut parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, most_bytes).await else {
        let request = Request::from_parts(parts, Body::empty());
        return Err(Box::new(refusal::answer(app, &request, Refusal::Large)));
    };
    parts.extensions.insert(Sent::parse(&bytes));
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

async fn read_form_with_file(
    app: &App,
    request: Request,
    right: Right,
) -> Result<Request, Box<Response>> {
    let (mut parts, body) = request.into_parts();
    let mut form = Request::from_parts(parts.clone(), body);
    let most_text_bytes = form::most_bytes(right);
    let most_file_bytes = form::most_file_bytes(right, &app.system.settings);
    DefaultBodyLimit::max(most_file_bytes + 2 * most_text_bytes).apply(&mut form);
    match form::read_multipart(form, most_text_bytes, most_file_bytes).await {
        Ok((sent, file)) => {
            parts.extensions.insert(sent);
            if let Some(file) = file {
                parts.extensions.insert(file);
            }
            Ok(Request::from_parts(parts, Body::empty()))
        }
        Err(unread) => {
            let refusal = match unread {
                UnreadForm::Large => Refusal::Large,
                UnreadForm::Damaged => Refusal::Damaged,
            };
            let request = Request::from_parts(parts, Body::empty());
            Err(Box::new(refusal::answer(app, &request, refusal)))
        }
    }
}

/// Takes a form in and forgets it: a browser that still sends does not read the answer.
async fn read_to_nothing(app: &App, request: Request) -> Request {
    let (parts, body) = request.into_parts();
    let mut chunks = body.into_data_stream();
    let mut rest = app.system.settings.body_bytes;
    while let Some(Ok(chunk)) = chunks.next().await {
        match rest.checked_sub(chunk.len()) {
            Some(left) => rest = left,
            None => break,
        }
    }
    Request::from_parts(parts, Body::empty())
}

/// Whether the browser says that another site made it send this.
fn is_foreign(app: &App, headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get(FETCH_SITE) {
        return site != "same-origin" && site != "none";
    }
    let Some(origin) = headers.get(ORIGIN).and_then(|origin| origin.to_str().ok()) else {
        return false;
    };
    let own = app.system.settings.origin();
    if !own.is_empty() {
        return origin != own;
    }
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let named = origin.split_once("://").map(|(_, host)| host);
    host.is_none() || named != host
}
