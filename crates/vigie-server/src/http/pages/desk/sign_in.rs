//! Signing in and out.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use vigie_pages::desk::{
    CodeProblem, Continuation, EnrolPage, FactorPage, InvitationPage, PasswordProblem,
    RecoveryPage, ResumePage, SignInPage, SignInProblem,
};
use vigie_pages::{Problem, links};
use vigie_store::{Person, SecretHash};

use super::account::password_problem;
use super::{
    Page, Trouble, next_of, see_other, shown, sign_in_address, user_agent, with_session, written,
};
use crate::access::{password, second_factor};
use crate::http::App;
use crate::http::arrival::Arrival;
use crate::http::cookie;
use crate::http::form::Sent;
use crate::http::pages::asked::Asked;
use crate::http::pages::shell::shell;
use crate::http::pages::trouble;
use crate::http::principal::Principal;
use crate::system::{CodePresented, Presented, SessionSecret, SignedIn};

fn continuation(sent: &Sent, asked: &Asked) -> Continuation {
    Continuation {
        next: next_of(sent.raw("next"), asked.language),
        pending: sent.raw("pending").to_owned(),
    }
}

fn asked_continuation(asked: &Asked) -> Continuation {
    Continuation {
        next: next_of(asked.parameter("next").unwrap_or_default(), asked.language),
        pending: String::new(),
    }
}

/// `/{lang}/sign-in`
pub async fn show(State(app): State<App>, principal: Principal, asked: Asked) -> Response {
    let continuation = asked_continuation(&asked);
    if principal.signed_in().is_some() {
        return see_other(&continuation.next);
    }
    let needed = asked.parameter("next").map(|_| SignInProblem::Needed);
    let page = sign_in_page(&app, &asked, "", continuation, needed);
    shown(page, &asked)
}

fn sign_in_page(
    app: &App,
    asked: &Asked,
    email: &str,
    continuation: Continuation,
    problem: Option<SignInProblem>,
) -> Page {
    let page = SignInPage {
        shell: shell(&app.system, asked, None),
        email: email.to_owned(),
        continuation,
        problem,
    };
    Ok(written(page.render(asked.language)?, asked))
}

/// `POST /{lang}/sign-in`
pub async fn send(
    State(app): State<App>,
    principal: Principal,
    arrival: Arrival,
    headers: HeaderMap,
    asked: Asked,
    sent: Sent,
) -> Response {
    let page = try_password(&app, &principal, &arrival, &headers, &asked, &sent).await;
    shown(page, &asked)
}

async fn try_password(
    app: &App,
    principal: &Principal,
    arrival: &Arrival,
    headers: &HeaderMap,
    asked: &Asked,
    sent: &Sent,
) -> Page {
    let email = sent.text("email");
    let continuation = continuation(sent, asked);
    let (password, network) = (sent.raw("password").to_owned(), arrival.network());
    let presented = app.system.present_password(email, password, &network);
    let (status, problem) = match presented.await? {
        Presented::Right(person) => {
            let entry = arrival.entry(app, &Principal::Nobody, "sign-in", "password");
            let person_number = Some(person.number);
            app.system
                .note(vigie_store::NewAuditEntry {
                    person: person_number,
                    ..entry
                })
                .await?;
            let old = principal.session().map(|signed_in| signed_in.session.hash);
            return start(app, asked, &person, user_agent(headers), old, continuation).await;
        }
        Presented::Wrong => {
            // What was typed is not kept: people type passwords into the wrong field.
            let known = app.system.store.find_person_by_email(email).await?;
            let entry = arrival.entry(app, &Principal::Nobody, "sign-in-failed", "");
            let person = known.map(|person| person.number);
            app.system
                .note(vigie_store::NewAuditEntry { person, ..entry })
                .await?;
            (StatusCode::UNPROCESSABLE_ENTITY, SignInProblem::Wrong)
        }
        Presented::Wait(wait) => {
            let seconds = wait.as_secs() + 1;
            (StatusCode::TOO_MANY_REQUESTS, SignInProblem::Wait(seconds))
        }
    };
    let email: String = email.chars().take(254).collect();
    let page = sign_in_page(app, asked, &email, continuation, Some(problem))?;
    Ok((status, page).into_response())
}

/// Begins a session after the password; what comes next depends on the second factor.
pub async fn start(
    app: &App,
    asked: &Asked,
    person: &Person,
    user_agent: &str,
    replaced: Option<SecretHash>,
    continuation: Continuation,
) -> Page {
    let system = &app.system;
    let secret = system
        .begin_session(person.number, false, user_agent, replaced)
        .await?;
    let Some(signed_in) = system.find_signed_in(&secret).await? else {
        return Ok(see_other(&sign_in_address(
            asked.language,
            &continuation.next,
        )));
    };
    let page = if signed_in.is_complete() {
        finish(app, asked, &signed_in, continuation)?
    } else if person.totp_secret.is_some() {
        factor_page(app, asked, &signed_in, continuation, None)?
    } else {
        enrolment_page(app, asked, &signed_in, continuation, None)?
    };
    Ok(with_session(app, &secret, page))
}

/// Goes where the person wanted to go, with the form that waited.
fn finish(app: &App, asked: &Asked, signed_in: &SignedIn, continuation: Continuation) -> Page {
    if continuation.pending.is_empty() {
        return Ok(see_other(&continuation.next));
    }
    let fields = Sent::parse(continuation.pending.as_bytes());
    let page = ResumePage {
        shell: shell(&app.system, asked, None),
        form_token: signed_in.form_token.clone(),
        action: continuation.next,
        fields: fields
            .fields()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
    };
    Ok(written(page.render(asked.language)?, asked))
}

/// `POST /{lang}/sign-in/continue`: after the recovery codes.
pub async fn go_on(
    State(app): State<App>,
    principal: Principal,
    asked: Asked,
    sent: Sent,
) -> Response {
    let continuation = continuation(&sent, &asked);
    match principal.signed_in() {
        Some(signed_in) => shown(finish(&app, &asked, signed_in, continuation), &asked),
        None => see_other(&sign_in_address(asked.language, &continuation.next)),
    }
}

/// `POST /{lang}/sign-out`
pub async fn leave(
    State(app): State<App>,
    principal: Principal,
    arrival: Arrival,
    asked: Asked,
    sent: Sent,
) -> Response {
    let board = links::board(asked.language);
    let Some(signed_in) = principal.session() else {
        return see_other(&board);
    };
    if !sent.is_of(signed_in) {
        return trouble::refused(&asked, Problem::Forbidden);
    }
    let ended = end(&app, &principal, &arrival, signed_in).await;
    shown(
        ended.map(|()| without_session(&app, see_other(&board))),
        &asked,
    )
}

async fn end(
    app: &App,
    principal: &Principal,
    arrival: &Arrival,
    signed_in: &SignedIn,
) -> Result<(), Trouble> {
    let person = signed_in.person.number;
    app.system
        .store
        .end_session(person, signed_in.session.hash)
        .await?;
    app.system.forget_person(person);
    app.system
        .note(arrival.entry(app, principal, "sign-out", ""))
        .await?;
    Ok(())
}

/// The answer that takes the cookie away.
pub fn without_session(app: &App, mut response: Response) -> Response {
    let cookie = cookie::taken(&app.system.settings);
    response.headers_mut().insert(SET_COOKIE, cookie);
    response
}

/// `/{lang}/second-factor`
pub async fn show_factor(State(app): State<App>, principal: Principal, asked: Asked) -> Response {
    let continuation = asked_continuation(&asked);
    match &principal {
        Principal::Halfway(signed_in) if signed_in.person.totp_secret.is_some() => shown(
            factor_page(&app, &asked, signed_in, continuation, None),
            &asked,
        ),
        _ => see_other(&sign_in_address(asked.language, &continuation.next)),
    }
}

fn factor_page(
    app: &App,
    asked: &Asked,
    signed_in: &SignedIn,
    continuation: Continuation,
    problem: Option<CodeProblem>,
) -> Page {
    let page = FactorPage {
        shell: shell(&app.system, asked, None),
        form_token: signed_in.form_token.clone(),
        continuation,
        problem,
    };
    Ok(written(page.render(asked.language)?, asked))
}

/// `POST /{lang}/second-factor`
pub async fn send_factor(
    State(app): State<App>,
    principal: Principal,
    arrival: Arrival,
    headers: HeaderMap,
    asked: Asked,
    sent: Sent,
) -> Response {
    let continuation = continuation(&sent, &asked);
    let Some(signed_in) = principal.session() else {
        return see_other(&sign_in_address(asked.language, &continuation.next));
    };
    if !sent.is_of(signed_in) {
        return trouble::refused(&asked, Problem::Forbidden);
    }
    let page = try_code(
        &app, &principal, signed_in, &arrival, &headers, &asked, &sent,
    )
    .await;
    shown(page, &asked)
}

async fn try_code(
    app: &App,
    principal: &Principal,
    signed_in: &Arc<SignedIn>,
    arrival: &Arrival,
    headers: &HeaderMap,
    asked: &Asked,
    sent: &Sent,
) -> Page {
    let continuation = continuation(sent, asked);
    let presented = app
        .system
        .present_code(&signed_in.person, sent.text("code"), &arrival.network())
        .await?;
    let problem = match presented {
        CodePresented::Right | CodePresented::Recovery => {
            if presented == CodePresented::Recovery {
                app.system
                    .note(arrival.entry(app, principal, "recovery-used", ""))
                    .await?;
            }
            let secret = renew(app, signed_in, true, user_agent(headers)).await?;
            let Some(renewed) = app.system.find_signed_in(&secret).await? else {
                return Ok(see_other(&sign_in_address(
                    asked.language,
                    &continuation.next,
                )));
            };
            let page = finish(app, asked, &renewed, continuation)?;
            return Ok(with_session(app, &secret, page));
        }
        CodePresented::Wrong => {
            app.system
                .note(arrival.entry(app, principal, "factor-failed", ""))
                .await?;
            CodeProblem::Wrong
        }
        CodePresented::Wait(wait) => CodeProblem::Wait(wait.as_secs() + 1),
    };
    let status = match problem {
        CodeProblem::Wrong => StatusCode::UNPROCESSABLE_ENTITY,
        CodeProblem::Wait(_) => StatusCode::TOO_MANY_REQUESTS,
    };
    let page = factor_page(app, asked, signed_in, continuation, Some(problem))?;
    Ok((status, page).into_response())
}

/// A new session in place of this one.
pub async fn renew(
    app: &App,
    signed_in: &SignedIn,
    factor_done: bool,
    user_agent: &str,
) -> Result<SessionSecret, Trouble> {
    app.system.forget_person(signed_in.person.number);
    let (person, old) = (signed_in.person.number, signed_in.session.hash);
    let begun = app
        .system
        .begin_session(person, factor_done, user_agent, Some(old));
    Ok(begun.await?)
}

/// `/{lang}/second-factor/new`
pub async fn show_enrolment(
    State(app): State<App>,
    principal: Principal,
    asked: Asked,
) -> Response {
    let continuation = asked_continuation(&asked);
    match may_enrol(&principal) {
        Some(signed_in) => shown(
            enrolment_page(&app, &asked, signed_in, continuation, None),
            &asked,
        ),
        None => see_other(&sign_in_address(asked.language, &continuation.next)),
    }
}

/// Who has one already shows it first.
fn may_enrol(principal: &Principal) -> Option<&Arc<SignedIn>> {
    match principal {
        Principal::Person(signed_in) => Some(signed_in),
        Principal::Halfway(signed_in) if signed_in.person.totp_secret.is_none() => Some(signed_in),
        _ => None,
    }
}

/// With the secret of a form whose code was wrong, or a new one.
fn enrolment_page(
    app: &App,
    asked: &Asked,
    signed_in: &SignedIn,
    continuation: Continuation,
    again: Option<Vec<u8>>,
) -> Page {
    let is_wrong = again.is_some();
    let secret = match again {
        Some(secret) => secret,
        None => second_factor::new_secret()?,
    };
    let page = EnrolPage {
        shell: shell(&app.system, asked, None),
        form_token: signed_in.form_token.clone(),
        continuation,
        drawing: second_factor::square_code(&secret, &signed_in.person.email).unwrap_or_default(),
        secret: second_factor::written(&secret),
        required: signed_in.requires_factor,
        is_wrong,
    };
    Ok(written(page.render(asked.language)?, asked))
}

/// `POST /{lang}/second-factor/new`
pub async fn send_enrolment(
    State(app): State<App>,
    principal: Principal,
    arrival: Arrival,
    headers: HeaderMap,
    asked: Asked,
    sent: Sent,
) -> Response {
    let continuation = continuation(&sent, &asked);
    let Some(signed_in) = may_enrol(&principal) else {
        return see_other(&sign_in_address(asked.language, &continuation.next));
    };
    if !sent.is_of(signed_in) {
        return trouble::refused(&asked, Problem::Forbidden);
    }
    shown(
        enrol(&app, signed_in, &arrival, &headers, &asked, &sent).await,
        &asked,
    )
}

async fn enrol(
    app: &App,
    signed_in: &Arc<SignedIn>,
    arrival: &Arrival,
    headers: &HeaderMap,
    asked: &Asked,
    sent: &Sent,
) -> Page {
    let continuation = continuation(sent, asked);
    let Some(secret) = second_factor::read(sent.raw("secret")) else {
        return enrolment_page(app, asked, signed_in, continuation, None);
    };
    let seconds = app.system.wall().now().as_second().cast_unsigned();
    let Some(step) = second_factor::step_of(&secret, sent.text("code"), seconds) else {
        let page = enrolment_page(app, asked, signed_in, continuation, Some(secret))?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let codes = second_factor::new_recovery_codes()?;
    let hashes: Vec<SecretHash> = codes.iter().map(|(_, hash)| *hash).collect();
    let number = signed_in.person.number;
    app.system
        .store
        .set_second_factor(number, Some(&secret), Some(step), &hashes)
        .await?;
    let principal = Principal::Person(Arc::clone(signed_in));
    app.system
        .note(arrival.entry(app, &principal, "factor-set", ""))
        .await?;
    let session = renew(app, signed_in, true, user_agent(headers)).await?;
    let Some(renewed) = app.system.find_signed_in(&session).await? else {
        return Ok(see_other(&sign_in_address(
            asked.language,
            &continuation.next,
        )));
    };
    let page = RecoveryPage {
        shell: shell(&app.system, asked, None),
        form_token: renewed.form_token.clone(),
        continuation,
        codes: codes.into_iter().map(|(code, _)| code).collect(),
    };
    let page = written(page.render(asked.language)?, asked);
    Ok(with_session(app, &session, page))
}

/// `/{lang}/invitation/{secret}`
pub async fn show_invitation(
    State(app): State<App>,
    Path(secret): Path<String>,
    asked: Asked,
) -> Response {
    shown(invitation_page(&app, &asked, &secret, None).await, &asked)
}

/// The person whose invitation this is, while it can be taken up.
async fn invited(app: &App, secret: &str) -> Result<Option<Person>, Trouble> {
    let Some(secret) = SessionSecret::parse(secret) else {
        return Ok(None);
    };
    let person = app
        .system
        .store
        .find_person_by_invitation(secret.hash())
        .await?;
    let now = app.system.wall().now();
    Ok(person.filter(|person| {
        person.disabled_at.is_none() && person.invited_until.is_some_and(|end| now < end)
    }))
}

async fn invitation_page(
    app: &App,
    asked: &Asked,
    secret: &str,
    problem: Option<PasswordProblem>,
) -> Page {
    let Some(person) = invited(app, secret).await? else {
        return Ok(trouble::not_found(asked, None));
    };
    let mut shell = shell(&app.system, asked, None);
    // The secret is not written into links of the page.
    "/sign-in".clone_into(&mut shell.path);
    let page = InvitationPage {
        shell,
        invitation: secret.to_owned(),
        name: person.name,
        email: person.email,
        problem,
    };
    Ok(written(page.render(asked.language)?, asked))
}

/// `POST /{lang}/invitation`
pub async fn send_invitation(
    State(app): State<App>,
    principal: Principal,
    arrival: Arrival,
    headers: HeaderMap,
    asked: Asked,
    sent: Sent,
) -> Response {
    let page = take_up(&app, &principal, &arrival, &headers, &asked, &sent).await;
    shown(page, &asked)
}

async fn take_up(
    app: &App,
    principal: &Principal,
    arrival: &Arrival,
    headers: &HeaderMap,
    asked: &Asked,
    sent: &Sent,
) -> Page {
    let secret = sent.text("invitation");
    let Some(person) = invited(app, secret).await? else {
        return Ok(trouble::not_found(asked, None));
    };
    if let Some(problem) = password_problem(sent, &person) {
        let page = invitation_page(app, asked, secret, Some(problem)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let hash = password::hash(sent.raw("new_password").to_owned()).await?;
    app.system
        .store
        .set_password(person.number, &hash, false)
        .await?;
    app.system.forget_person(person.number);
    let entry = arrival.entry(app, &Principal::Nobody, "password-changed", "invitation");
    let number = Some(person.number);
    app.system
        .note(vigie_store::NewAuditEntry {
            person: number,
            ..entry
        })
        .await?;
    let old = principal.session().map(|signed_in| signed_in.session.hash);
    let continuation = Continuation {
        next: links::page(asked.language, "/account"),
        pending: String::new(),
    };
    start(app, asked, &person, user_agent(headers), old, continuation).await
}
