//! Taking up an invitation: the first password.

use axum::extract::Path;
use axum::response::Response;
use vigie_pages::desk::{Continuation, InvitationPage, PasswordProblem};
use vigie_pages::links;
use vigie_store::Person;

use super::account::password_problem;
use super::sign_in::{Shown, start};
use super::visit::Visit;
use super::{Page, Trouble};
use crate::access::password;
use crate::http::App;
use crate::system::SessionSecret;

/// `/{lang}/invitation/{secret}`
pub async fn show(Path(secret): Path<String>, visit: Visit) -> Response {
    let page = invitation_page(&visit, &secret, None).await;
    visit.shown(page)
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

async fn invitation_page(visit: &Visit, secret: &str, problem: Option<PasswordProblem>) -> Page {
    let Some(person) = invited(&visit.app, secret).await? else {
        return Ok(visit.absent());
    };
    let mut shell = visit.shell();
    // The secret is not written into links of the page.
    "/sign-in".clone_into(&mut shell.path);
    let page = InvitationPage {
        shell,
        invitation: secret.to_owned(),
        name: person.name,
        email: person.email,
        problem,
    };
    visit.written_form(page.render(visit.asked.language), problem.is_some())
}

/// `POST /{lang}/invitation`
pub async fn send(visit: Visit) -> Response {
    let page = take_up(&visit).await;
    visit.shown(page)
}

async fn take_up(visit: &Visit) -> Page {
    let (system, secret) = (&visit.app.system, visit.sent.text("invitation"));
    let Some(person) = invited(&visit.app, secret).await? else {
        return Ok(visit.absent());
    };
    if let Some(problem) = password_problem(&visit.sent, &person) {
        return invitation_page(visit, secret, Some(problem)).await;
    }
    let hash = password::hash(visit.sent.raw("new_password").to_owned()).await?;
    system
        .store
        .set_password(person.number, &hash, false)
        .await?;
    system.forget_person(person.number);
    let number = Some(person.number);
    visit
        .note_of(number, "password-changed", "invitation")
        .await?;
    let continuation = Continuation {
        next: links::page(visit.asked.language, "/account"),
        pending: String::new(),
    };
    start(visit, &person, Shown::default(), continuation).await
}
