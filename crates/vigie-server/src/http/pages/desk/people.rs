//! People: who they are, what they may do, whether they may sign in.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use vigie_model::{Reach, Role, minute_in_paris};
use vigie_pages::desk::{PeoplePage, PersonForm, PersonPage, PersonProblem, PersonRow, ReachForm};
use vigie_pages::links;
use vigie_store::{
    Invitation, Membership, NewPerson, Person, PersonNumber, SecretHash, StoreError,
};

use super::account::LONGEST_NAME;
use super::{Page, Trouble, place, see_other, shown, written};
use crate::access::random_bytes;
use crate::http::App;
use crate::http::arrival::Arrival;
use crate::http::form::{Sent, clean_email, clean_line};
use crate::http::pages::asked::Asked;
use crate::http::pages::shell::shell;
use crate::http::pages::trouble;
use crate::http::principal::Principal;

/// People on one page.
const ON_A_PAGE: u32 = 50;
/// How long an invitation can be taken up.
const INVITED_FOR: SignedDuration = SignedDuration::from_hours(24 * 7);

fn form_token(principal: &Principal) -> String {
    let signed_in = principal.signed_in();
    signed_in.map_or_else(String::new, |signed_in| signed_in.form_token.clone())
}

fn row(app: &App, asked: &Asked, person: &Person, memberships: &[Membership]) -> PersonRow {
    let registry = app.system.registry();
    PersonRow {
        number: person.number.0,
        name: person.name.clone(),
        email: person.email.clone(),
        roles: memberships
            .iter()
            .map(|one| place::membership(asked.language, &registry, one))
            .collect(),
        is_disabled: person.disabled_at.is_some(),
        is_invited: person.password_hash.is_none() && person.identity.is_none(),
        has_factor: person.totp_secret.is_some(),
    }
}

/// `/{lang}/people`
pub async fn list(State(app): State<App>, principal: Principal, asked: Asked) -> Response {
    let page = list_page(&app, &principal, &asked, PersonForm::default(), None).await;
    shown(page, &asked)
}

async fn list_page(
    app: &App,
    principal: &Principal,
    asked: &Asked,
    form: PersonForm,
    problem: Option<PersonProblem>,
) -> Page {
    let after = asked.parameter("after").and_then(|text| text.parse().ok());
    let people = app
        .system
        .store
        .list_people(after.map(PersonNumber), ON_A_PAGE)
        .await?;
    let memberships = app.system.store.list_all_memberships().await?;
    let rows = people.iter().map(|person| {
        let own = memberships
            .get(&person.number)
            .map_or(&[][..], Vec::as_slice);
        row(app, asked, person, own)
    });
    let is_full = people.len() == ON_A_PAGE as usize;
    let last = people.last().filter(|_| is_full);
    let page = PeoplePage {
        shell: shell(&app.system, asked, None),
        form_token: form_token(principal),
        people: rows.collect(),
        next: last.map(|person| {
            format!(
                "{}?after={}",
                links::page(asked.language, "/people"),
                person.number.0
            )
        }),
        form,
        problem,
    };
    let html = written(page.render(asked.language)?, asked);
    Ok(match problem {
        Some(_) => (StatusCode::UNPROCESSABLE_ENTITY, html).into_response(),
        None => html,
    })
}

fn reach_form(sent: &Sent) -> ReachForm {
    ReachForm {
        role: sent.text("role").to_owned(),
        kind: sent.text("kind").to_owned(),
        code: sent.text("place").to_owned(),
    }
}

/// `POST /{lang}/people`
pub async fn add(
    State(app): State<App>,
    principal: Principal,
    arrival: Arrival,
    asked: Asked,
    sent: Sent,
) -> Response {
    let form = PersonForm {
        name: sent.text("name").to_owned(),
        email: sent.text("email").to_owned(),
        reach: reach_form(&sent),
    };
    let added = match add_person(&app, &principal, &arrival, &asked, &sent, &form).await {
        Ok(Ok(page)) => Ok(page),
        Ok(Err(problem)) => list_page(&app, &principal, &asked, form, Some(problem)).await,
        Err(error) => Err(error),
    };
    shown(added, &asked)
}

async fn add_person(
    app: &App,
    principal: &Principal,
    arrival: &Arrival,
    asked: &Asked,
    sent: &Sent,
    form: &PersonForm,
) -> Result<Result<Response, PersonProblem>, Trouble> {
    let Some(name) = clean_line(&form.name, LONGEST_NAME) else {
        return Ok(Err(PersonProblem::Name));
    };
    let Some(email) = clean_email(&form.email) else {
        return Ok(Err(PersonProblem::Email));
    };
    let membership = match place::read(&app.system.registry(), &form.reach) {
        Ok(membership) => membership,
        Err(problem) => return Ok(Err(problem)),
    };
    let now = app.system.wall().now();
    let secret = random_bytes()?;
    let person = NewPerson {
        email,
        name,
        language: sent.text("language").parse().unwrap_or(asked.language),
        password_hash: None,
        invitation: Some(Invitation {
            hash: hash_of(&secret),
            ends_at: now + INVITED_FOR,
        }),
        rpps: None,
        identity: None,
        created_at: now,
        synthetic: false,
    };
    let added = app.system.store.add_person(&person, &[membership]).await;
    let number = match added {
        Ok(number) => number,
        Err(StoreError::Conflict(_)) => return Ok(Err(PersonProblem::Taken)),
        Err(error) => return Err(error.into()),
    };
    let object = format!(
        "person {} {} {}",
        number.0, membership.role, membership.reach
    );
    app.system
        .note(arrival.entry(app, principal, "person-added", &object))
        .await?;
    let invitation = Some(invitation_link(app, asked, &secret));
    let page = person_page(app, principal, asked, number, invitation, None).await?;
    Ok(Ok(page))
}

fn hash_of(secret: &[u8; 32]) -> SecretHash {
    SecretHash(blake3::hash(secret).into())
}

fn invitation_link(app: &App, asked: &Asked, secret: &[u8; 32]) -> String {
    let secret = blake3::Hash::from_bytes(*secret).to_hex();
    let path = links::page(asked.language, &format!("/invitation/{secret}"));
    format!("{}{path}", app.system.settings.origin())
}

/// `/{lang}/people/{number}`
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(number): Path<String>,
    asked: Asked,
) -> Response {
    let Some(number) = read_number(&number) else {
        return trouble::not_found(&asked, None);
    };
    shown(
        person_page(&app, &principal, &asked, number, None, None).await,
        &asked,
    )
}

fn read_number(text: &str) -> Option<PersonNumber> {
    text.parse().ok().map(PersonNumber)
}

async fn person_page(
    app: &App,
    principal: &Principal,
    asked: &Asked,
    number: PersonNumber,
    invitation: Option<String>,
    refused: Option<(ReachForm, PersonProblem)>,
) -> Page {
    let Some(person) = app.system.store.find_person(number).await? else {
        return Ok(trouble::not_found(asked, None));
    };
    let memberships = app.system.store.list_memberships(number).await?;
    let written_memberships = memberships
        .iter()
        .map(|one| (one.role.to_string(), one.reach.to_string()));
    let (form, problem) = refused.unzip();
    let page = PersonPage {
        shell: shell(&app.system, asked, None),
        form_token: form_token(principal),
        person: row(app, asked, &person, &memberships),
        memberships: written_memberships.collect(),
        created_at: minute_in_paris(person.created_at),
        invitation,
        form: form.unwrap_or_default(),
        problem,
        is_saved: asked.parameter("saved").is_some(),
    };
    let html = written(page.render(asked.language)?, asked);
    Ok(match problem {
        Some(_) => (StatusCode::UNPROCESSABLE_ENTITY, html).into_response(),
        None => html,
    })
}

/// What is done to a person.
enum Deed {
    Give(Membership),
    Take(Membership),
    RemoveFactor,
    Disable,
    Enable,
}

impl Deed {
    const fn act(&self) -> &'static str {
        match self {
            Self::Give(_) | Self::Take(_) => "rights-changed",
            Self::RemoveFactor => "factor-removed",
            Self::Disable => "person-disabled",
            Self::Enable => "person-enabled",
        }
    }

    fn object(&self, number: PersonNumber) -> String {
        match self {
            Self::Give(one) => format!("person {} + {} {}", number.0, one.role, one.reach),
            Self::Take(one) => format!("person {} - {} {}", number.0, one.role, one.reach),
            _ => format!("person {}", number.0),
        }
    }

    /// Operators do not lock themselves out.
    fn is_against_oneself(&self, principal: &Principal, number: PersonNumber) -> bool {
        let is_own = principal.person() == Some(number);
        is_own
            && match self {
                Self::Take(one) => one.role == Role::Operator,
                Self::Disable => true,
                _ => false,
            }
    }
}

async fn apply(
    app: &App,
    principal: &Principal,
    arrival: &Arrival,
    asked: &Asked,
    number: &str,
    deed: Deed,
) -> Page {
    let Some(number) = read_number(number) else {
        return Ok(trouble::not_found(asked, None));
    };
    let (system, store) = (&app.system, &app.system.store);
    if store.find_person(number).await?.is_none() {
        return Ok(trouble::not_found(asked, None));
    }
    if deed.is_against_oneself(principal, number) {
        let refused = Some((ReachForm::default(), PersonProblem::Own));
        return person_page(app, principal, asked, number, None, refused).await;
    }
    let mut memberships = store.list_memberships(number).await?;
    match &deed {
        Deed::Give(one) => {
            memberships.push(*one);
            store.set_memberships(number, &memberships).await?;
        }
        Deed::Take(one) => {
            memberships.retain(|other| other != one);
            store.set_memberships(number, &memberships).await?;
        }
        Deed::RemoveFactor => store.set_second_factor(number, None, None, &[]).await?,
        Deed::Disable => {
            let now = system.wall().now();
            store.set_disabled(number, Some(now)).await?;
        }
        Deed::Enable => store.set_disabled(number, None).await?,
    }
    system.forget_person(number);
    let entry = arrival.entry(app, principal, deed.act(), &deed.object(number));
    system.note(entry).await?;
    let address = links::page(asked.language, &format!("/people/{}", number.0));
    Ok(see_other(&format!("{address}?saved=yes")))
}

/// `POST /{lang}/people/{number}/roles`
pub async fn add_role(
    State(app): State<App>,
    principal: Principal,
    arrival: Arrival,
    Path(number): Path<String>,
    asked: Asked,
    sent: Sent,
) -> Response {
    let form = reach_form(&sent);
    let registry = app.system.registry();
    let page = match (place::read(&registry, &form), read_number(&number)) {
        (Ok(one), _) => apply(&app, &principal, &arrival, &asked, &number, Deed::Give(one)).await,
        (Err(problem), Some(number)) => {
            let refused = Some((form, problem));
            person_page(&app, &principal, &asked, number, None, refused).await
        }
        (Err(_), None) => Ok(trouble::not_found(&asked, None)),
    };
    shown(page, &asked)
}

/// `POST /{lang}/people/{number}/roles/remove`
pub async fn remove_role(
    State(app): State<App>,
    principal: Principal,
    arrival: Arrival,
    Path(number): Path<String>,
    asked: Asked,
    sent: Sent,
) -> Response {
    let role = sent.text("role").parse::<Role>();
    let reach = sent.text("reach").parse::<Reach>();
    let (Ok(role), Ok(reach)) = (role, reach) else {
        return trouble::not_found(&asked, None);
    };
    let deed = Deed::Take(Membership { role, reach });
    shown(
        apply(&app, &principal, &arrival, &asked, &number, deed).await,
        &asked,
    )
}

/// `POST /{lang}/people/{number}/factor`
pub async fn remove_factor(
    State(app): State<App>,
    principal: Principal,
    arrival: Arrival,
    Path(number): Path<String>,
    asked: Asked,
) -> Response {
    let done = apply(
        &app,
        &principal,
        &arrival,
        &asked,
        &number,
        Deed::RemoveFactor,
    )
    .await;
    shown(done, &asked)
}

/// `POST /{lang}/people/{number}/disable`
pub async fn disable(
    State(app): State<App>,
    principal: Principal,
    arrival: Arrival,
    Path(number): Path<String>,
    asked: Asked,
) -> Response {
    let done = apply(&app, &principal, &arrival, &asked, &number, Deed::Disable).await;
    shown(done, &asked)
}

/// `POST /{lang}/people/{number}/enable`
pub async fn enable(
    State(app): State<App>,
    principal: Principal,
    arrival: Arrival,
    Path(number): Path<String>,
    asked: Asked,
) -> Response {
    let done = apply(&app, &principal, &arrival, &asked, &number, Deed::Enable).await;
    shown(done, &asked)
}

/// `POST /{lang}/people/{number}/invitation`
pub async fn invite(
    State(app): State<App>,
    principal: Principal,
    arrival: Arrival,
    Path(number): Path<String>,
    asked: Asked,
) -> Response {
    let done: Page = async {
        let found = match read_number(&number) {
            Some(number) => app.system.store.find_person(number).await?,
            None => None,
        };
        let Some(person) = found else {
            return Ok(trouble::not_found(&asked, None));
        };
        let secret = random_bytes()?;
        let invitation = Invitation {
            hash: hash_of(&secret),
            ends_at: app.system.wall().now() + INVITED_FOR,
        };
        app.system
            .store
            .set_invitation(person.number, invitation)
            .await?;
        let object = format!("person {}", person.number.0);
        app.system
            .note(arrival.entry(&app, &principal, "person-invited", &object))
            .await?;
        let link = Some(invitation_link(&app, &asked, &secret));
        person_page(&app, &principal, &asked, person.number, link, None).await
    }
    .await;
    shown(done, &asked)
}
