//! Signing in with a password, and out.

use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use vigie_pages::desk::{Continuation, ProviderName, ResumePage, SignInPage, SignInProblem};
use vigie_pages::{Problem, links};
use vigie_store::{Person, SecretHash, SessionProvider};

use super::factor::{enrolment_page, factor_page};
use super::visit::Visit;
use super::{Page, Trouble, provider, see_other, sign_in_address, with_session};
use crate::http::App;
use crate::http::cookie;
use crate::http::form::Sent;
use crate::http::pages::trouble;
use crate::system::{NewSession, Presented, SessionSecret, SignedIn};

/// `/{lang}/sign-in`
pub async fn show(visit: Visit) -> Response {
    let continuation = visit.asked_continuation();
    if visit.principal.signed_in().is_some() {
        return see_other(&continuation.next);
    }
    let needed = visit.asked.parameter("next").map(|_| SignInProblem::Needed);
    visit.shown(sign_in_page(&visit, "", continuation, needed))
}

fn sign_in_page(
    visit: &Visit,
    email: &str,
    continuation: Continuation,
    problem: Option<SignInProblem>,
) -> Page {
    let page = SignInPage {
        shell: visit.shell(),
        email: email.to_owned(),
        continuation,
        providers: provider_names(&visit.app),
        problem,
    };
    visit.written(page.render(visit.asked.language))
}

/// The services by which one may sign in.
pub fn provider_names(app: &App) -> Vec<ProviderName> {
    let all = app.system.providers.all().iter();
    all.map(|provider| ProviderName {
        code: provider.settings.code.clone(),
        name: provider.settings.name.clone(),
    })
    .collect()
}

/// `POST /{lang}/sign-in`
pub async fn send(visit: Visit) -> Response {
    let page = try_password(&visit).await;
    visit.shown(page)
}

async fn try_password(visit: &Visit) -> Page {
    let system = &visit.app.system;
    let email = visit.sent.text("email");
    let password = visit.sent.raw("password").to_owned();
    let network = visit.arrival.network();
    let (status, problem) = match system.present_password(email, password, &network).await? {
        Presented::Right(person) => {
            let number = Some(person.number);
            visit.note_of(number, "sign-in", "password").await?;
            return start(visit, &person, Shown::default(), visit.continuation()).await;
        }
        Presented::Wrong => {
            // What was typed is not kept: people type passwords into the wrong field.
            let known = system.store.find_person_by_email(email).await?;
            let person = known.map(|person| person.number);
            visit.note_of(person, "sign-in-failed", "").await?;
            (StatusCode::UNPROCESSABLE_ENTITY, SignInProblem::Wrong)
        }
        Presented::Wait(wait) => {
            let seconds = wait.as_secs() + 1;
            (StatusCode::TOO_MANY_REQUESTS, SignInProblem::Wait(seconds))
        }
    };
    let email: String = email.chars().take(254).collect();
    let page = sign_in_page(visit, &email, visit.continuation(), Some(problem))?;
    Ok((status, page).into_response())
}

/// What a person showed beside who she is.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    /// Whether it counts as the second factor.
    pub factor_done: bool,
    /// The service that she came by.
    pub provider: Option<SessionProvider>,
}

/// Begins a session, in place of the one there was; what comes next depends on the second factor.
pub async fn start(
    visit: &Visit,
    person: &Person,
    shown: Shown,
    continuation: Continuation,
) -> Page {
    let system = &visit.app.system;
    let old = visit.principal.session();
    let secret = system
        .begin_session(NewSession {
            person: person.number,
            factor_done: shown.factor_done,
            provider: shown.provider,
            user_agent: visit.user_agent(),
            replaced: old.map(|signed_in| signed_in.session.hash),
        })
        .await?;
    let Some(signed_in) = system.find_signed_in(&secret).await? else {
        return Ok(sign_in_again(visit, &continuation));
    };
    let page = if signed_in.is_complete() {
        finish(visit, &signed_in, continuation)?
    } else if person.totp_secret.is_some() {
        factor_page(visit, &signed_in, continuation, None)?
    } else {
        enrolment_page(visit, &signed_in, continuation, None)?
    };
    Ok(with_session(&visit.app, &secret, page))
}

/// The page to sign in, and then what was wanted.
pub fn sign_in_again(visit: &Visit, continuation: &Continuation) -> Response {
    see_other(&sign_in_address(visit.asked.language, &continuation.next))
}

/// Goes where the person wanted to go, with the form that waited.
pub fn finish(visit: &Visit, signed_in: &SignedIn, continuation: Continuation) -> Page {
    if continuation.pending.is_empty() {
        return Ok(see_other(&continuation.next));
    }
    let fields = Sent::parse(continuation.pending.as_bytes());
    let page = ResumePage {
        shell: visit.shell(),
        form_token: signed_in.form_token.clone(),
        action: continuation.next,
        fields: fields
            .fields()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
    };
    visit.written(page.render(visit.asked.language))
}

/// `POST /{lang}/sign-in/continue`: after the recovery codes.
pub async fn go_on(visit: Visit) -> Response {
    let continuation = visit.continuation();
    match visit.principal.signed_in() {
        Some(signed_in) => visit.shown(finish(&visit, signed_in, continuation)),
        None => sign_in_again(&visit, &continuation),
    }
}

/// A new session in place of this one, with a second factor or without.
pub async fn renew(
    visit: &Visit,
    signed_in: &SignedIn,
    factor_done: bool,
) -> Result<SessionSecret, Trouble> {
    let system = &visit.app.system;
    system.forget_person(signed_in.person.number);
    let begun = system.begin_session(NewSession {
        person: signed_in.person.number,
        factor_done,
        provider: signed_in.session.provider.clone(),
        user_agent: visit.user_agent(),
        replaced: Some(signed_in.session.hash),
    });
    Ok(begun.await?)
}

/// `POST /{lang}/sign-out`
pub async fn leave(visit: Visit) -> Response {
    let Some(signed_in) = visit.principal.session() else {
        return see_other(&links::board(visit.asked.language));
    };
    if !visit.sent.is_of(signed_in) {
        return trouble::refused(&visit.asked, Problem::Forbidden);
    }
    let left = end(&visit, signed_in, signed_in.session.hash).await;
    visit.shown(left)
}

async fn end(visit: &Visit, signed_in: &SignedIn, session: SecretHash) -> Page {
    let person = signed_in.person.number;
    visit.app.system.store.end_session(person, session).await?;
    visit.app.system.forget_person(person);
    visit.note("sign-out", "").await?;
    let page = match &signed_in.session.provider {
        Some(provider) => provider::leave(visit, provider).await?,
        None => see_other(&links::board(visit.asked.language)),
    };
    Ok(without_session(&visit.app, page))
}

/// The answer that takes the cookie away.
pub fn without_session(app: &App, mut response: Response) -> Response {
    let cookie = cookie::taken(&app.system.settings);
    response.headers_mut().append(SET_COOKIE, cookie);
    response
}
