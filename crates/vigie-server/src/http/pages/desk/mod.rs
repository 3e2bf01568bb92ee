//! Account pages and pages of the operator: each changes one thing and notes it in the audit log.

mod account;
mod audit;
mod factor;
mod installation;
mod invitation;
mod people;
mod place;
mod provider;
mod registration;
mod registry;
mod sign_in;
mod tokens;
mod visit;

use axum::extract::Path;
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use vigie_model::Language;
use vigie_pages::{RenderError, links};

pub use sign_in::provider_names;

use super::asked::Asked;
use super::{answer, trouble};
use crate::access::rights::{Resource, Right};
use crate::http::door::Doors;
use crate::http::{App, cookie};
use crate::system::{SessionSecret, SystemError};

/// Longest address to go back to.
const LONGEST_NEXT: usize = 1_000;

/// A page, or why there is none.
pub(super) type Page = Result<Response, Trouble>;

/// What went wrong inside; it becomes a page once it is known who asked.
#[derive(Debug, thiserror::Error)]
pub(super) enum Trouble {
    #[error(transparent)]
    System(#[from] SystemError),
    #[error(transparent)]
    Store(#[from] vigie_store::StoreError),
    #[error(transparent)]
    Io(#[from] std::io::Error),
    #[error(transparent)]
    Render(#[from] RenderError),
}

impl From<crate::access::password::HashError> for Trouble {
    fn from(error: crate::access::password::HashError) -> Self {
        Self::System(error.into())
    }
}

/// The page, or the one that says that it failed.
pub(super) fn shown(page: Page, asked: &Asked) -> Response {
    page.unwrap_or_else(|error| trouble::failed(&error, asked))
}

/// A written page.
pub(super) fn written(html: String, asked: &Asked) -> Response {
    answer(Ok(html), asked)
}

/// The door that has no language: services know one address to send people back to.
pub fn add_neutral(doors: Doors) -> Doors {
    let right = Right::send(Resource::SignIn);
    doors.get("/sign-in/return/{provider}", right, provider::arrive)
}

/// The doors in one language.
pub fn add_language(doors: Doors, language: Language) -> Doors {
    let at = |path| links::page(language, path);
    let (look, send) = (Right::read(Resource::SignIn), Right::send(Resource::SignIn));
    let (own, change) = (
        Right::read(Resource::Account),
        Right::change(Resource::Account),
    );
    let doors = doors
        .get(&at("/sign-in"), look, sign_in::show)
        .post(&at("/sign-in"), send, sign_in::send)
        .post(&at("/sign-in/continue"), send, sign_in::go_on)
        .post(&at("/sign-in/with/{provider}"), send, provider::begin)
        .post(&at("/sign-out"), send, sign_in::leave)
        .get(&at("/second-factor"), look, factor::show)
        .post(&at("/second-factor"), send, factor::send)
        .get(&at("/second-factor/new"), look, factor::show_enrolment)
        .post(&at("/second-factor/new"), send, factor::send_enrolment)
        .get(&at("/invitation/{secret}"), look, invitation::show)
        .post(&at("/invitation"), send, invitation::send)
        .get(&at("/account"), own, account::show)
        .post(&at("/account"), change, account::save_profile)
        .post(&at("/account/password"), change, account::save_password)
        .post(
            &at("/account/factor/remove"),
            change,
            account::remove_factor,
        )
        .post(&at("/account/identities"), change, provider::link)
        .post(
            &at("/account/identities/remove"),
            change,
            account::remove_identity,
        )
        .post(&at("/account/sessions/end"), change, account::end_session)
        .post(
            &at("/account/sessions/end-all"),
            change,
            account::end_sessions,
        );
    add_operator(doors, language)
}

fn add_operator(doors: Doors, language: Language) -> Doors {
    let at = |path| links::page(language, path);
    let (see, change) = (
        Right::read(Resource::People),
        Right::change(Resource::People),
    );
    let (tokens, issue) = (
        Right::read(Resource::Tokens),
        Right::change(Resource::Tokens),
    );
    let doors = doors
        .get(&at("/people"), see, people::list)
        .post(&at("/people"), change, people::add)
        .get(&at("/people/{number}"), see, people::show);
    let deeds = people::DeedPath::ALL.into_iter();
    let doors = deeds.fold(doors, |doors, (path, deed)| {
        let act =
            async move |Path(number): Path<String>, visit| people::act(deed, &number, visit).await;
        doors.post(&at(path), change, act)
    });
    doors
        .get(
            &at("/organisations"),
            Right::read(Resource::Organisations),
            registry::organisations,
        )
        .get(&at("/sites"), Right::read(Resource::Sites), registry::sites)
        .post(
            &at("/registry/organisations"),
            Right::change(Resource::Organisations),
            registration::add_organisation,
        )
        .get(
            &at("/registry/organisations/{number}"),
            Right::read(Resource::Organisations),
            registration::show_organisation,
        )
        .post(
            &at("/registry/organisations/{number}"),
            Right::change(Resource::Organisations),
            registration::change_organisation,
        )
        .post(
            &at("/registry/sites"),
            Right::change(Resource::Sites),
            registration::add_site,
        )
        .get(
            &at("/registry/sites/{number}"),
            Right::read(Resource::Sites),
            registration::show_site,
        )
        .post(
            &at("/registry/sites/{number}"),
            Right::change(Resource::Sites),
            registration::change_site,
        )
        .get(&at("/tokens"), tokens, tokens::list)
        .post(&at("/tokens"), issue, tokens::issue)
        .post(&at("/tokens/revoke"), issue, tokens::revoke)
        .get(&at("/audit"), Right::read(Resource::Audit), audit::list)
        .get(
            &at("/installation"),
            Right::read(Resource::Installation),
            installation::show,
        )
}

/// Goes to another page, which is then asked for.
pub fn see_other(address: &str) -> Response {
    let location = HeaderValue::from_str(address).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response()
}

/// Where to sign in and what comes after.
pub fn sign_in_address(language: Language, next: &str) -> String {
    let next = links::percent_encode(next);
    format!("{}?next={next}", links::page(language, "/sign-in"))
}

/// An address of this server that a form or a link asks to go to; the account otherwise.
fn next_of(text: &str, language: Language) -> String {
    let is_ours = text.starts_with('/')
        && !text.starts_with("//")
        && text.len() <= LONGEST_NEXT
        && text
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if is_ours {
        text.to_owned()
    } else {
        links::page(language, "/account")
    }
}

/// The answer with the cookie of a session.
fn with_session(app: &App, secret: &SessionSecret, mut response: Response) -> Response {
    let cookie = cookie::given(secret, &app.system.settings);
    response.headers_mut().append(SET_COOKIE, cookie);
    let never = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(axum::http::header::CACHE_CONTROL, never);
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("/fr/people?after=3", "/fr/people?after=3")]
    #[case("//evil.example/", "/fr/account")]
    #[case("/\\evil.example", "/fr/account")]
    #[case("https://evil.example/", "/fr/account")]
    #[case("javascript:alert(1)", "/fr/account")]
    #[case("/fr\r\nset-cookie: a=b", "/fr/account")]
    #[case("", "/fr/account")]
    fn one_is_sent_on_within_this_server_only(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(next_of(text, Language::French), expected);
    }
}
