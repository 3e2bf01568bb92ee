//! The second factor: showing it, and setting it up.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use vigie_pages::Problem;
use vigie_pages::desk::{CodeProblem, Continuation, EnrolPage, FactorPage, RecoveryPage};
use vigie_store::SecretHash;

use super::sign_in::{finish, renew, sign_in_again};
use super::visit::Visit;
use super::{Page, with_session};
use crate::access::second_factor;
use crate::http::pages::trouble;
use crate::http::principal::Principal;
use crate::system::{CodePresented, SignedIn};

/// `/{lang}/second-factor`
pub async fn show(visit: Visit) -> Response {
    let continuation = visit.asked_continuation();
    match &visit.principal {
        Principal::Halfway(signed_in) if signed_in.person.totp_secret.is_some() => {
            visit.shown(factor_page(&visit, signed_in, continuation, None))
        }
        _ => sign_in_again(&visit, &continuation),
    }
}

/// The page that asks for a code.
pub fn factor_page(
    visit: &Visit,
    signed_in: &SignedIn,
    continuation: Continuation,
    problem: Option<CodeProblem>,
) -> Page {
    let page = FactorPage {
        shell: visit.shell(),
        form_token: signed_in.form_token.clone(),
        continuation,
        problem,
    };
    visit.written(page.render(visit.asked.language))
}

/// `POST /{lang}/second-factor`
pub async fn send(visit: Visit) -> Response {
    let Some(signed_in) = visit.principal.session() else {
        return sign_in_again(&visit, &visit.continuation());
    };
    if !visit.sent.is_of(signed_in) {
        return trouble::refused(&visit.asked, Problem::Forbidden);
    }
    let page = try_code(&visit, signed_in).await;
    visit.shown(page)
}

async fn try_code(visit: &Visit, signed_in: &SignedIn) -> Page {
    let (system, network) = (&visit.app.system, visit.arrival.network());
    let code = visit.sent.text("code");
    let presented = system
        .present_code(&signed_in.person, code, &network)
        .await?;
    let (status, problem) = match presented {
        CodePresented::Right => return pass(visit, signed_in).await,
        CodePresented::Recovery => {
            visit.note("recovery-used", "").await?;
            return pass(visit, signed_in).await;
        }
        CodePresented::Wrong => {
            visit.note("factor-failed", "").await?;
            (StatusCode::UNPROCESSABLE_ENTITY, CodeProblem::Wrong)
        }
        CodePresented::Wait(wait) => {
            let problem = CodeProblem::Wait(wait.as_secs() + 1);
            (StatusCode::TOO_MANY_REQUESTS, problem)
        }
    };
    let page = factor_page(visit, signed_in, visit.continuation(), Some(problem))?;
    Ok((status, page).into_response())
}

async fn pass(visit: &Visit, signed_in: &SignedIn) -> Page {
    let continuation = visit.continuation();
    let secret = renew(visit, signed_in, true).await?;
    let Some(renewed) = visit.app.system.find_signed_in(&secret).await? else {
        return Ok(sign_in_again(visit, &continuation));
    };
    let page = finish(visit, &renewed, continuation)?;
    Ok(with_session(&visit.app, &secret, page))
}

/// `/{lang}/second-factor/new`
pub async fn show_enrolment(visit: Visit) -> Response {
    let continuation = visit.asked_continuation();
    match may_enrol(&visit.principal) {
        Some(signed_in) => visit.shown(enrolment_page(&visit, signed_in, continuation, None)),
        None => sign_in_again(&visit, &continuation),
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

/// The page to set up the second factor, with the secret of a form whose code was wrong, or a new one.
pub fn enrolment_page(
    visit: &Visit,
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
        shell: visit.shell(),
        form_token: signed_in.form_token.clone(),
        continuation,
        drawing: second_factor::square_code(&secret, &signed_in.person.email).unwrap_or_default(),
        secret: second_factor::written(&secret),
        required: signed_in.requires_factor,
        is_wrong,
    };
    visit.written_form(page.render(visit.asked.language), is_wrong)
}

/// `POST /{lang}/second-factor/new`
pub async fn send_enrolment(visit: Visit) -> Response {
    let Some(signed_in) = may_enrol(&visit.principal) else {
        return sign_in_again(&visit, &visit.continuation());
    };
    if !visit.sent.is_of(signed_in) {
        return trouble::refused(&visit.asked, Problem::Forbidden);
    }
    let page = enrol(&visit, signed_in).await;
    visit.shown(page)
}

async fn enrol(visit: &Visit, signed_in: &SignedIn) -> Page {
    let (system, continuation) = (&visit.app.system, visit.continuation());
    let Some(secret) = second_factor::read(visit.sent.raw("secret")) else {
        return enrolment_page(visit, signed_in, continuation, None);
    };
    let seconds = system.wall().now().as_second().cast_unsigned();
    let Some(step) = second_factor::step_of(&secret, visit.sent.text("code"), seconds) else {
        return enrolment_page(visit, signed_in, continuation, Some(secret));
    };
    let codes = second_factor::new_recovery_codes()?;
    let hashes: Vec<SecretHash> = codes.iter().map(|(_, hash)| *hash).collect();
    let number = signed_in.person.number;
    system
        .store
        .set_second_factor(number, Some(&secret), Some(step), &hashes)
        .await?;
    visit.note_of(Some(number), "factor-set", "").await?;
    let session = renew(visit, signed_in, true).await?;
    let Some(renewed) = system.find_signed_in(&session).await? else {
        return Ok(sign_in_again(visit, &continuation));
    };
    let page = RecoveryPage {
        shell: visit.shell(),
        form_token: renewed.form_token.clone(),
        continuation,
        codes: codes.into_iter().map(|(code, _)| code).collect(),
    };
    let page = visit.written(page.render(visit.asked.language))?;
    Ok(with_session(&visit.app, &session, page))
}
