//! One's own account.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use vigie_model::minute_in_paris;
use vigie_pages::desk::{
    AccountPage, AccountProblem, IdentityRow, PasswordProblem, ProviderName, SessionRow,
};
use vigie_pages::links;
use vigie_store::{LinkedIdentity, Person, SecretHash, Session};

use super::sign_in::{provider_names, renew, without_session};
use super::visit::Visit;
use super::{Page, Trouble, place, see_other, with_session};
use crate::access::password::{self, Weakness};
use crate::access::rights::{Resource, Right};
use crate::http::App;
use crate::http::form::{Sent, clean_line};
use crate::http::pages::asked::Asked;
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

/// `/{lang}/account`
pub async fn show(visit: Visit) -> Response {
    own(visit, async |visit, signed_in| {
        page(visit, signed_in, None, None).await
    })
    .await
}

/// What is done by and for the one who asks; the door lets nobody else in.
async fn own(visit: Visit, work: impl AsyncFnOnce(&Visit, &Arc<SignedIn>) -> Page) -> Response {
    let Some(signed_in) = visit.principal.signed_in() else {
        return see_other(&links::page(visit.asked.language, "/sign-in"));
    };
    let page = work(&visit, signed_in).await;
    visit.shown(page)
}

async fn page(
    visit: &Visit,
    signed_in: &SignedIn,
    name: Option<&str>,
    problem: Option<AccountProblem>,
) -> Page {
    let (store, person) = (&visit.app.system.store, &signed_in.person);
    let language = visit.asked.language;
    let sessions = store.list_sessions(person.number).await?;
    let identities = store.list_identities(person.number).await?;
    let registry = visit.app.system.registry();
    let roles = signed_in.memberships.iter();
    let places = PLACES
        .iter()
        .filter(|(_, resource)| visit.principal.may(Right::read(*resource)));
    let page = AccountPage {
        shell: visit.shell(),
        form_token: signed_in.form_token.clone(),
        name: name.unwrap_or(&person.name).to_owned(),
        email: person.email.clone(),
        account_language: person.language,
        roles: roles
            .map(|one| place::membership(language, &registry, one))
            .collect(),
        has_factor: person.totp_secret.is_some(),
        needs_factor: signed_in.requires_factor,
        codes_left: store.count_recovery_codes(person.number).await?,
        sessions: sessions
            .iter()
            .map(|session| session_row(session, signed_in.session.hash))
            .collect(),
        providers: unlinked(&visit.app, &identities),
        identities: identity_rows(&visit.app, &identities),
        places: places.map(|(path, _)| *path).collect(),
        is_saved: problem.is_none() && visit.asked.parameter("saved").is_some(),
        problem,
    };
    let html = page.render(language);
    if let Some(AccountProblem::Wait(_)) = problem {
        let page = visit.written(html)?;
        return Ok((StatusCode::TOO_MANY_REQUESTS, page).into_response());
    }
    visit.written_form(html, problem.is_some())
}

/// Identities as pages show them.
pub fn identity_rows(app: &App, identities: &[LinkedIdentity]) -> Vec<IdentityRow> {
    let row = |linked: &LinkedIdentity| {
        let issuer = linked.identity.issuer.clone();
        let provider = app.system.providers.find_issuer(&issuer);
        IdentityRow {
            name: provider.map_or_else(|| issuer.clone(), |one| one.settings.name.clone()),
            issuer,
            linked_at: minute_in_paris(linked.linked_at),
        }
    };
    identities.iter().map(row).collect()
}

/// Services at which the person has no identity yet.
fn unlinked(app: &App, identities: &[LinkedIdentity]) -> Vec<ProviderName> {
    let mut names = provider_names(app);
    names.retain(|name| {
        let provider = app.system.providers.find(&name.code);
        provider.is_none_or(|provider| {
            let mut issuers = identities.iter().map(|one| one.identity.issuer.as_str());
            !issuers.any(|issuer| issuer == provider.issuer())
        })
    });
    names
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
pub async fn save_profile(visit: Visit) -> Response {
    own(visit, async |visit, signed_in| {
        let typed = visit.sent.text("name");
        let Some(name) = clean_line(typed, LONGEST_NAME) else {
            let problem = Some(AccountProblem::Name);
            return page(visit, signed_in, Some(typed), problem).await;
        };
        let language = visit.sent.text("language").parse();
        let language = language.unwrap_or(signed_in.person.language);
        let (system, number) = (&visit.app.system, signed_in.person.number);
        system.store.set_profile(number, &name, language).await?;
        system.forget_person(number);
        Ok(saved(&visit.asked))
    })
    .await
}

/// `POST /{lang}/account/password`
pub async fn save_password(visit: Visit) -> Response {
    own(visit, async |visit, signed_in| {
        change_password(visit, signed_in).await
    })
    .await
}

async fn change_password(visit: &Visit, signed_in: &SignedIn) -> Page {
    let (system, person) = (&visit.app.system, &signed_in.person);
    let current = visit.sent.raw("password").to_owned();
    let network = visit.arrival.network();
    let presented = system.present_password(&person.email, current, &network);
    let problem = match presented.await? {
        Presented::Right(_) => password_problem(&visit.sent, person).map(AccountProblem::Password),
        Presented::Wrong => Some(AccountProblem::Password(PasswordProblem::Current)),
        Presented::Wait(wait) => Some(AccountProblem::Wait(wait.as_secs() + 1)),
    };
    if problem.is_some() {
        return page(visit, signed_in, None, problem).await;
    }
    let hash = password::hash(visit.sent.raw("new_password").to_owned()).await?;
    system
        .store
        .set_password(person.number, &hash, false)
        .await?;
    visit.note("password-changed", "").await?;
    let secret = renew(visit, signed_in, signed_in.session.factor_done).await?;
    Ok(with_session(&visit.app, &secret, saved(&visit.asked)))
}

/// `POST /{lang}/account/factor/remove`
pub async fn remove_factor(visit: Visit) -> Response {
    own(visit, async |visit, signed_in| {
        let account = links::page(visit.asked.language, "/account");
        if signed_in.requires_factor {
            return Ok(see_other(&account));
        }
        let (system, person) = (&visit.app.system, &signed_in.person);
        let (code, network) = (visit.sent.text("code"), visit.arrival.network());
        match system.present_code(person, code, &network).await? {
            CodePresented::Right | CodePresented::Recovery => {}
            CodePresented::Wrong => {
                visit.note("factor-failed", "").await?;
                return Ok(see_other(&account));
            }
            CodePresented::Wait(wait) => {
                let problem = AccountProblem::Wait(wait.as_secs() + 1);
                return page(visit, signed_in, None, Some(problem)).await;
            }
        }
        system
            .store
            .set_second_factor(person.number, None, None, &[])
            .await?;
        visit.note("factor-removed", "").await?;
        let secret = renew(visit, signed_in, false).await?;
        Ok(with_session(&visit.app, &secret, saved(&visit.asked)))
    })
    .await
}

/// `POST /{lang}/account/identities/remove`
pub async fn remove_identity(visit: Visit) -> Response {
    own(visit, async |visit, signed_in| {
        let (system, person) = (&visit.app.system, &signed_in.person);
        let identities = system.store.list_identities(person.number).await?;
        // Nobody locks herself out.
        if person.password_hash.is_none() && identities.len() < 2 {
            let problem = Some(AccountProblem::LastWay);
            return page(visit, signed_in, None, problem).await;
        }
        let issuer = visit.sent.raw("issuer");
        if system.store.unlink_identity(person.number, issuer).await? {
            note_unlinked(visit, person, issuer).await?;
        }
        let secret = renew(visit, signed_in, signed_in.session.factor_done).await?;
        Ok(with_session(&visit.app, &secret, saved(&visit.asked)))
    })
    .await
}

/// Notes that an identity leads to an account no more.
pub async fn note_unlinked(visit: &Visit, person: &Person, issuer: &str) -> Result<(), Trouble> {
    let object = format!("person {} {issuer}", person.number.0);
    visit.note("identity-removed", &object).await
}

/// `POST /{lang}/account/sessions/end`
pub async fn end_session(visit: Visit) -> Response {
    own(visit, async |visit, signed_in| {
        if let Ok(hash) = blake3::Hash::from_hex(visit.sent.text("session")) {
            let (system, person) = (&visit.app.system, signed_in.person.number);
            let hash = SecretHash(hash.into());
            system.store.end_session(person, hash).await?;
            system.forget_person(person);
        }
        Ok(saved(&visit.asked))
    })
    .await
}

/// `POST /{lang}/account/sessions/end-all`
pub async fn end_sessions(visit: Visit) -> Response {
    own(visit, async |visit, signed_in| {
        let (system, person) = (&visit.app.system, signed_in.person.number);
        system.store.end_sessions(person).await?;
        system.forget_person(person);
        visit.note("sign-out", "everywhere").await?;
        let home = see_other(&links::board(visit.asked.language));
        Ok(without_session(&visit.app, home))
    })
    .await
}
