//! One's own account.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use vigie_model::minute_in_paris;
use vigie_pages::desk::{AccountPage, AccountProblem, PasswordProblem, SessionRow};
use vigie_pages::links;
use vigie_store::{Person, SecretHash, Session};

use super::sign_in::{renew, without_session};
use super::{Page, Trouble, place, see_other, shown, user_agent, with_session, written};
use crate::access::password::{self, Weakness};
use crate::access::rights::{Resource, Right};
use crate::http::App;
use crate::http::arrival::Arrival;
use crate::http::form::{Sent, clean_line};
use crate::http::pages::asked::Asked;
use crate::http::pages::shell::shell;
use crate::http::principal::Principal;
use crate::system::{CodePresented, Presented, SignedIn};

/// Most characters of a name.
pub const LONGEST_NAME: usize = 100;

/// Pages that need a right, in the order shown.
const PLACES: [(&str, Resource); 5] = [
    ("/people", Resource::People),
    ("/organisations", Resource::Organisations),
    ("/sites", Resource::Sites),
    ("/tokens", Resource::Tokens),
    ("/audit", Resource::Audit),
];

/// What is wrong with the new password of a form.
pub fn password_problem(sent: &Sent, person: &Person) -> Option<PasswordProblem> {
    let chosen = sent.raw("new_password");
    if chosen != sent.raw("repeated_password") {
        return Some(PasswordProblem::Different);
    }
    let weakness = password::weakness(chosen, &person.email, &person.name)?;
    Some(match weakness {
        Weakness::Short => PasswordProblem::Short,
        Weakness::Long => PasswordProblem::Long,
        Weakness::Common => PasswordProblem::Common,
        Weakness::Personal => PasswordProblem::Personal,
    })
}

/// The one who asks; the door lets nobody else in.
fn signed_in(principal: &Principal) -> Option<Arc<SignedIn>> {
    principal.signed_in().cloned()
}

/// `/{lang}/account`
pub async fn show(State(app): State<App>, principal: Principal, asked: Asked) -> Response {
    shown(page(&app, &principal, &asked, None, None).await, &asked)
}

async fn page(
    app: &App,
    principal: &Principal,
    asked: &Asked,
    name: Option<&str>,
    problem: Option<AccountProblem>,
) -> Page {
    let Some(signed_in) = signed_in(principal) else {
        return Ok(see_other(&links::page(asked.language, "/sign-in")));
    };
    let (store, person) = (&app.system.store, &signed_in.person);
    let sessions = store.list_sessions(person.number).await?;
    let registry = app.system.registry();
    let roles = signed_in.memberships.iter();
    let places = PLACES
        .iter()
        .filter(|(_, resource)| principal.may(Right::read(*resource)));
    let page = AccountPage {
        shell: shell(&app.system, asked, None),
        form_token: signed_in.form_token.clone(),
        name: name.unwrap_or(&person.name).to_owned(),
        email: person.email.clone(),
        account_language: person.language,
        roles: roles
            .map(|one| place::membership(asked.language, &registry, one))
            .collect(),
        has_factor: person.totp_secret.is_some(),
        needs_factor: signed_in.requires_factor,
        codes_left: store.count_recovery_codes(person.number).await?,
        sessions: sessions
            .iter()
            .map(|session| session_row(session, signed_in.session.hash))
            .collect(),
        places: places.map(|(path, _)| *path).collect(),
        is_saved: asked.parameter("saved").is_some(),
        problem,
    };
    let html = written(page.render(asked.language)?, asked);
    Ok(match problem {
        Some(_) => (StatusCode::UNPROCESSABLE_ENTITY, html).into_response(),
        None => html,
    })
}

fn session_row(session: &Session, this: SecretHash) -> SessionRow {
    SessionRow {
        identifier: blake3::Hash::from_bytes(session.hash.0)
            .to_hex()
            .to_string(),
        is_this: session.hash == this,
        user_agent: session.user_agent.clone(),
        created_at: minute_in_paris(session.created_at),
        seen_at: minute_in_paris(session.seen_at),
    }
}

fn saved(asked: &Asked) -> Response {
    see_other(&format!(
        "{}?saved=yes",
        links::page(asked.language, "/account")
    ))
}

/// `POST /{lang}/account`
pub async fn save_profile(
    State(app): State<App>,
    principal: Principal,
    asked: Asked,
    sent: Sent,
) -> Response {
    let typed = sent.text("name");
    let Some(name) = clean_line(typed, LONGEST_NAME) else {
        let again = page(
            &app,
            &principal,
            &asked,
            Some(typed),
            Some(AccountProblem::Name),
        )
        .await;
        return shown(again, &asked);
    };
    let done: Result<Response, Trouble> = async {
        if let Some(signed_in) = signed_in(&principal) {
            let language = sent
                .text("language")
                .parse()
                .unwrap_or(signed_in.person.language);
            let number = signed_in.person.number;
            app.system
                .store
                .set_profile(number, &name, language)
                .await?;
            app.system.forget_person(number);
        }
        Ok(saved(&asked))
    }
    .await;
    shown(done, &asked)
}

/// `POST /{lang}/account/password`
pub async fn save_password(
    State(app): State<App>,
    principal: Principal,
    arrival: Arrival,
    headers: HeaderMap,
    asked: Asked,
    sent: Sent,
) -> Response {
    let done = change_password(&app, &principal, &arrival, &headers, &asked, &sent).await;
    shown(done, &asked)
}

async fn change_password(
    app: &App,
    principal: &Principal,
    arrival: &Arrival,
    headers: &HeaderMap,
    asked: &Asked,
    sent: &Sent,
) -> Page {
    let Some(signed_in) = signed_in(principal) else {
        return Ok(see_other(&links::page(asked.language, "/sign-in")));
    };
    let person = &signed_in.person;
    let (current, network) = (sent.raw("password").to_owned(), arrival.network());
    let presented = app
        .system
        .present_password(&person.email, current, &network);
    let problem = match presented.await? {
        Presented::Right(_) => password_problem(sent, person),
        Presented::Wrong | Presented::Wait(_) => Some(PasswordProblem::Current),
    };
    if let Some(problem) = problem {
        let problem = Some(AccountProblem::Password(problem));
        return page(app, principal, asked, None, problem).await;
    }
    let hash = password::hash(sent.raw("new_password").to_owned()).await?;
    app.system
        .store
        .set_password(person.number, &hash, false)
        .await?;
    app.system
        .note(arrival.entry(app, principal, "password-changed", ""))
        .await?;
    let secret = renew(
        app,
        &signed_in,
        signed_in.session.factor_done,
        user_agent(headers),
    )
    .await?;
    Ok(with_session(app, &secret, saved(asked)))
}

/// `POST /{lang}/account/factor/remove`
pub async fn remove_factor(
    State(app): State<App>,
    principal: Principal,
    arrival: Arrival,
    headers: HeaderMap,
    asked: Asked,
    sent: Sent,
) -> Response {
    let done: Page = async {
        let Some(signed_in) = signed_in(&principal).filter(|one| !one.requires_factor) else {
            return Ok(see_other(&links::page(asked.language, "/account")));
        };
        let (system, person, network) = (&app.system, &signed_in.person, arrival.network());
        let presented = system.present_code(person, sent.text("code"), &network);
        if !matches!(
            presented.await?,
            CodePresented::Right | CodePresented::Recovery
        ) {
            system
                .note(arrival.entry(&app, &principal, "factor-failed", ""))
                .await?;
            return Ok(see_other(&links::page(asked.language, "/account")));
        }
        system
            .store
            .set_second_factor(person.number, None, None, &[])
            .await?;
        system
            .note(arrival.entry(&app, &principal, "factor-removed", ""))
            .await?;
        let secret = renew(&app, &signed_in, false, user_agent(&headers)).await?;
        Ok(with_session(&app, &secret, saved(&asked)))
    }
    .await;
    shown(done, &asked)
}

/// `POST /{lang}/account/sessions/end`
pub async fn end_session(
    State(app): State<App>,
    principal: Principal,
    asked: Asked,
    sent: Sent,
) -> Response {
    let done: Page = async {
        let hash = blake3::Hash::from_hex(sent.text("session")).ok();
        if let Some((signed_in, hash)) = signed_in(&principal).zip(hash) {
            let person = signed_in.person.number;
            app.system
                .store
                .end_session(person, SecretHash(hash.into()))
                .await?;
            app.system.forget_person(person);
        }
        Ok(saved(&asked))
    }
    .await;
    shown(done, &asked)
}

/// `POST /{lang}/account/sessions/end-all`
pub async fn end_sessions(
    State(app): State<App>,
    principal: Principal,
    arrival: Arrival,
    asked: Asked,
) -> Response {
    let done: Page = async {
        if let Some(signed_in) = signed_in(&principal) {
            let person = signed_in.person.number;
            app.system.store.end_sessions(person).await?;
            app.system.forget_person(person);
            app.system
                .note(arrival.entry(&app, &principal, "sign-out", "everywhere"))
                .await?;
        }
        Ok(without_session(
            &app,
            see_other(&links::board(asked.language)),
        ))
    }
    .await;
    shown(done, &asked)
}
