//! What those are told who are not let in: where to sign in, that there is nothing, or that it is not for them.

use axum::extract::Request;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use vigie_pages::Problem as PageProblem;
use vigie_pages::desk::{Continuation, ResumePage, SignInPage, SignInProblem};

use super::asked::Asked;
use super::desk::{provider_names, see_other, sign_in_address};
use super::shell::shell;
use super::{answer as page_answer, trouble};
use crate::http::App;
use crate::http::arrival::Arrival;
use crate::http::form::Sent;
use crate::http::principal::Principal;
use crate::http::problem::Problem;

/// Why somebody is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody knows who asks.
    SignIn,
    /// The asker may not do this.
    Forbidden,
    /// The asker may not even know that it exists.
    Absent,
    /// Another site made the browser send this.
    Foreign,
    /// The form comes from a page of another session.
    Stale,
    /// The form is too long.
    Large,
    /// The form ends in the middle, or is none.
    Damaged,
    /// Too many tries.
    TooMany,
}

/// The answer: a page for people, a problem document under `/api`.
pub fn answer(app: &App, request: &Request, refusal: Refusal) -> Response {
    let mut response = page_or_problem(app, request, refusal);
    if refusal == Refusal::TooMany {
        let minute = HeaderValue::from_static("60");
        response.headers_mut().insert(RETRY_AFTER, minute);
    }
    response
}

fn page_or_problem(app: &App, request: &Request, refusal: Refusal) -> Response {
    let asked = Asked::read(uri(request), request.headers(), request.extensions());
    if asked.path.starts_with("/api/v1") {
        return problem(refusal, &asked).into_response();
    }
    let sent = request.extensions().get::<Sent>();
    match refusal {
        Refusal::SignIn => sign_in(app, request, &asked, sent),
        Refusal::Stale => stale(app, request, &asked, sent),
        Refusal::Absent => trouble::not_found(&asked, None),
        Refusal::Forbidden | Refusal::Foreign => trouble::refused(&asked, PageProblem::Forbidden),
        Refusal::TooMany => trouble::refused(&asked, PageProblem::TooManyRequests),
        Refusal::Damaged => trouble::refused(&asked, PageProblem::BadRequest),
        Refusal::Large => {
            let status = StatusCode::PAYLOAD_TOO_LARGE;
            (status, trouble::refused(&asked, PageProblem::BadRequest)).into_response()
        }
    }
}

/// What was asked for, whole.
fn uri(request: &Request) -> &Uri {
    let arrival = request.extensions().get::<Arrival>();
    arrival.map_or(request.uri(), |arrival| &arrival.uri)
}

fn problem(refusal: Refusal, asked: &Asked) -> Problem {
    let language = asked.language;
    match refusal {
        Refusal::SignIn => Problem::unauthorised(language),
        Refusal::Absent => Problem::not_found(language),
        Refusal::Forbidden | Refusal::Foreign | Refusal::Stale => {
            Problem::refused(StatusCode::FORBIDDEN, language)
        }
        Refusal::Large => Problem::refused(StatusCode::PAYLOAD_TOO_LARGE, language),
        Refusal::Damaged => Problem::refused(StatusCode::BAD_REQUEST, language),
        Refusal::TooMany => Problem::refused(StatusCode::TOO_MANY_REQUESTS, language),
    }
}

/// Somebody who wanted a page is sent to sign in and back. What somebody sent is kept meanwhile.
fn sign_in(app: &App, request: &Request, asked: &Asked, sent: Option<&Sent>) -> Response {
    let address = uri(request).path_and_query();
    let next = address.map_or("/", axum::http::uri::PathAndQuery::as_str);
    if request.method() != Method::POST {
        return see_other(&sign_in_address(asked.language, next));
    }
    let pending = sent.map(Sent::carried).unwrap_or_default();
    let problem = if pending.is_empty() {
        SignInProblem::Needed
    } else {
        SignInProblem::FormKept
    };
    let page = SignInPage {
        shell: shell(&app.system, asked, None),
        email: String::new(),
        continuation: Continuation {
            next: next.to_owned(),
            pending,
        },
        providers: provider_names(app),
        problem: Some(problem),
    };
    let page = page.render(asked.language);
    (StatusCode::UNAUTHORIZED, page_answer(page, asked)).into_response()
}

/// The form of another session is shown again, with the token of this one.
fn stale(app: &App, request: &Request, asked: &Asked, sent: Option<&Sent>) -> Response {
    let principal = request.extensions().get::<Principal>();
    let Some((signed_in, sent)) = principal.and_then(Principal::signed_in).zip(sent) else {
        return trouble::refused(asked, PageProblem::Forbidden);
    };
    let page = ResumePage {
        shell: shell(&app.system, asked, None),
        form_token: signed_in.form_token.clone(),
        action: uri(request).path().to_owned(),
        fields: sent
            .fields()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
    };
    let page = page.render(asked.language);
    (StatusCode::FORBIDDEN, page_answer(page, asked)).into_response()
}
