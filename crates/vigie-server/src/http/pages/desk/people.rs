//! People: who they are, what they may do, whether they may sign in.

use axum::extract::Path;
use axum::response::Response;
use jiff::SignedDuration;
use vigie_model::{Reach, Role, Rpps, minute_in_paris};
use vigie_pages::desk::{PeoplePage, PersonForm, PersonPage, PersonProblem, PersonRow, ReachForm};
use vigie_pages::links;
use vigie_store::{
    Invitation, Membership, NewPerson, Person, PersonNumber, SecretHash, StoreError,
};

use super::account::{LONGEST_NAME, identity_rows, note_unlinked};
use super::visit::Visit;
use super::{Page, Trouble, place, see_other};
use crate::access::random_bytes;
use crate::http::form::{Sent, clean_email, clean_line};

/// People on one page.
const ON_A_PAGE: u32 = 50;
/// How long an invitation can be taken up.
const INVITED_FOR: SignedDuration = SignedDuration::from_hours(24 * 7);

fn row(visit: &Visit, person: &Person, memberships: &[Membership]) -> PersonRow {
    let registry = visit.app.system.registry();
    PersonRow {
        number: person.number.0,
        name: person.name.clone(),
        email: person.email.clone(),
        roles: memberships
            .iter()
            .map(|one| place::membership(visit.asked.language, &registry, one))
            .collect(),
        is_disabled: person.disabled_at.is_some(),
        is_invited: person.password_hash.is_none() && !person.has_identity,
        has_factor: person.totp_secret.is_some(),
    }
}

/// `/{lang}/people`
pub async fn list(visit: Visit) -> Response {
    let page = list_page(&visit, PersonForm::default(), None).await;
    visit.shown(page)
}

async fn list_page(visit: &Visit, form: PersonForm, problem: Option<PersonProblem>) -> Page {
    let (store, language) = (&visit.app.system.store, visit.asked.language);
    let after = visit.asked.parameter("after");
    let after = after.and_then(|text| text.parse().ok()).map(PersonNumber);
    let people = store.list_people(after, ON_A_PAGE).await?;
    let memberships = store.list_all_memberships().await?;
    let rows = people.iter().map(|person| {
        let own = memberships.get(&person.number);
        row(visit, person, own.map_or(&[][..], Vec::as_slice))
    });
    let is_full = people.len() == ON_A_PAGE as usize;
    let last = people.last().filter(|_| is_full);
    let page = PeoplePage {
        shell: visit.shell(),
        form_token: visit.form_token(),
        people: rows.collect(),
        next: last.map(|person| {
            let path = links::page(language, "/people");
            format!("{path}?after={}", person.number.0)
        }),
        form,
        problem,
    };
    visit.written_form(page.render(language), problem.is_some())
}

fn reach_form(sent: &Sent) -> ReachForm {
    ReachForm {
        role: sent.text("role").to_owned(),
        kind: sent.text("kind").to_owned(),
        code: sent.text("place").to_owned(),
    }
}

/// `POST /{lang}/people`
pub async fn add(visit: Visit) -> Response {
    let form = PersonForm {
        name: visit.sent.text("name").to_owned(),
        email: visit.sent.text("email").to_owned(),
        rpps: visit.sent.text("rpps").to_owned(),
        reach: reach_form(&visit.sent),
    };
    let added = match add_person(&visit, &form).await {
        Ok(Ok(page)) => Ok(page),
        Ok(Err(problem)) => list_page(&visit, form, Some(problem)).await,
        Err(error) => Err(error),
    };
    visit.shown(added)
}

async fn add_person(
    visit: &Visit,
    form: &PersonForm,
) -> Result<Result<Response, PersonProblem>, Trouble> {
    let system = &visit.app.system;
    let Some(name) = clean_line(&form.name, LONGEST_NAME) else {
        return Ok(Err(PersonProblem::Name));
    };
    let Some(email) = clean_email(&form.email) else {
        return Ok(Err(PersonProblem::Email));
    };
    let rpps = match read_rpps(visit, &form.rpps, None).await? {
        Ok(rpps) => rpps,
        Err(problem) => return Ok(Err(problem)),
    };
    let membership = match place::read(&system.registry(), &form.reach) {
        Ok(membership) => membership,
        Err(problem) => return Ok(Err(problem)),
    };
    let (secret, invitation) = new_invitation(visit)?;
    let language = visit.sent.text("language").parse();
    let person = NewPerson {
        email,
        name,
        language: language.unwrap_or(visit.asked.language),
        password_hash: None,
        invitation: Some(invitation),
        rpps,
        created_at: system.wall().now(),
        synthetic: false,
    };
    let number = match system.store.add_person(&person, &[membership]).await {
        Ok(number) => number,
        Err(StoreError::Conflict(_)) => return Ok(Err(PersonProblem::Taken)),
        Err(error) => return Err(error.into()),
    };
    let object = format!(
        "person {} {} {}",
        number.0, membership.role, membership.reach
    );
    visit.note("person-added", &object).await?;
    let link = Some(invitation_link(visit, &secret));
    Ok(Ok(person_page(visit, number, link, None).await?))
}

/// A number of the directory, or none, that nobody else has.
async fn read_rpps(
    visit: &Visit,
    text: &str,
    own: Option<PersonNumber>,
) -> Result<Result<Option<Rpps>, PersonProblem>, Trouble> {
    if text.is_empty() {
        return Ok(Ok(None));
    }
    let Ok(rpps) = text.parse::<Rpps>() else {
        return Ok(Err(PersonProblem::Rpps));
    };
    let holders = visit.app.system.store.find_people_by_rpps(rpps).await?;
    let is_free = holders.iter().all(|person| Some(person.number) == own);
    Ok(is_free
        .then_some(Some(rpps))
        .ok_or(PersonProblem::RppsTaken))
}

fn new_invitation(visit: &Visit) -> Result<([u8; 32], Invitation), Trouble> {
    let secret: [u8; 32] = random_bytes()?;
    let invitation = Invitation {
        hash: SecretHash(blake3::hash(&secret).into()),
        ends_at: visit.app.system.wall().now() + INVITED_FOR,
    };
    Ok((secret, invitation))
}

fn invitation_link(visit: &Visit, secret: &[u8; 32]) -> String {
    let secret = blake3::Hash::from_bytes(*secret).to_hex();
    let path = links::page(visit.asked.language, &format!("/invitation/{secret}"));
    format!("{}{path}", visit.app.system.settings.origin())
}

/// `/{lang}/people/{number}`
pub async fn show(Path(number): Path<String>, visit: Visit) -> Response {
    let page = match find(&visit, &number).await {
        Ok(Some(person)) => person_page(&visit, person.number, None, None).await,
        Ok(None) => Ok(visit.absent()),
        Err(error) => Err(error),
    };
    visit.shown(page)
}

async fn find(visit: &Visit, number: &str) -> Result<Option<Person>, Trouble> {
    match number.parse() {
        Ok(number) => {
            let store = &visit.app.system.store;
            Ok(store.find_person(PersonNumber(number)).await?)
        }
        Err(_) => Ok(None),
    }
}

/// What could not be used in a form about a person, as typed.
enum Refused {
    Reach(ReachForm, PersonProblem),
    Rpps(String, PersonProblem),
}

async fn person_page(
    visit: &Visit,
    number: PersonNumber,
    invitation: Option<String>,
    refused: Option<Refused>,
) -> Page {
    let (store, language) = (&visit.app.system.store, visit.asked.language);
    let Some(person) = store.find_person(number).await? else {
        return Ok(visit.absent());
    };
    let memberships = store.list_memberships(number).await?;
    let identities = store.list_identities(number).await?;
    let written_memberships = memberships
        .iter()
        .map(|one| (one.role.to_string(), one.reach.to_string()));
    let known = person.rpps.map(|rpps| rpps.to_string()).unwrap_or_default();
    let (form, rpps, problem) = match refused {
        Some(Refused::Reach(form, problem)) => (form, known, Some(problem)),
        Some(Refused::Rpps(typed, problem)) => (ReachForm::default(), typed, Some(problem)),
        None => (ReachForm::default(), known, None),
    };
    let page = PersonPage {
        shell: visit.shell(),
        form_token: visit.form_token(),
        person: row(visit, &person, &memberships),
        memberships: written_memberships.collect(),
        created_at: minute_in_paris(person.created_at),
        rpps,
        identities: identity_rows(&visit.app, &identities),
        invitation,
        form,
        problem,
        is_saved: problem.is_none() && visit.asked.parameter("saved").is_some(),
    };
    visit.written_form(page.render(language), problem.is_some())
}

/// What is done to a person.
enum Deed {
    Give(Membership),
    Take(Membership),
    RemoveFactor,
    RemoveIdentity(String),
    SetRpps(String),
    Invite,
    Disable,
    Enable,
}

impl Deed {
    /// What a form asks for.
    fn read(visit: &Visit, path: DeedPath) -> Result<Self, Option<Refused>> {
        Ok(match path {
            DeedPath::AddRole => {
                let form = reach_form(&visit.sent);
                match place::read(&visit.app.system.registry(), &form) {
                    Ok(one) => Self::Give(one),
                    Err(problem) => return Err(Some(Refused::Reach(form, problem))),
                }
            }
            DeedPath::RemoveRole => {
                let role = visit.sent.text("role").parse::<Role>();
                let reach = visit.sent.text("reach").parse::<Reach>();
                let (Ok(role), Ok(reach)) = (role, reach) else {
                    return Err(None);
                };
                Self::Take(Membership { role, reach })
            }
            DeedPath::RemoveFactor => Self::RemoveFactor,
            DeedPath::RemoveIdentity => Self::RemoveIdentity(visit.sent.raw("issuer").to_owned()),
            DeedPath::SetRpps => Self::SetRpps(visit.sent.text("rpps").to_owned()),
            DeedPath::Invite => Self::Invite,
            DeedPath::Disable => Self::Disable,
            DeedPath::Enable => Self::Enable,
        })
    }

    /// Operators do not lock themselves out.
    fn is_against_oneself(&self, visit: &Visit, person: &Person) -> bool {
        let is_own = visit.principal.person() == Some(person.number);
        is_own
            && match self {
                Self::Take(one) => one.role == Role::Operator,
                Self::Disable => true,
                _ => false,
            }
    }
}

/// What an address does to a person.
#[derive(Debug, Clone, Copy)]
pub enum DeedPath {
    /// `POST /{lang}/people/{number}/roles`
    AddRole,
    /// `POST /{lang}/people/{number}/roles/remove`
    RemoveRole,
    /// `POST /{lang}/people/{number}/factor`
    RemoveFactor,
    /// `POST /{lang}/people/{number}/identities/remove`
    RemoveIdentity,
    /// `POST /{lang}/people/{number}/rpps`
    SetRpps,
    /// `POST /{lang}/people/{number}/invitation`
    Invite,
    /// `POST /{lang}/people/{number}/disable`
    Disable,
    /// `POST /{lang}/people/{number}/enable`
    Enable,
}

impl DeedPath {
    /// All of them, with their paths.
    pub const ALL: [(&'static str, Self); 8] = [
        ("/people/{number}/roles", Self::AddRole),
        ("/people/{number}/roles/remove", Self::RemoveRole),
        ("/people/{number}/factor", Self::RemoveFactor),
        ("/people/{number}/identities/remove", Self::RemoveIdentity),
        ("/people/{number}/rpps", Self::SetRpps),
        ("/people/{number}/invitation", Self::Invite),
        ("/people/{number}/disable", Self::Disable),
        ("/people/{number}/enable", Self::Enable),
    ];
}

/// Does to a person what an address and its form say.
pub async fn act(path: DeedPath, number: &str, visit: Visit) -> Response {
    let page = match find(&visit, number).await {
        Ok(Some(person)) => apply(&visit, &person, path).await,
        Ok(None) => Ok(visit.absent()),
        Err(error) => Err(error),
    };
    visit.shown(page)
}

async fn apply(visit: &Visit, person: &Person, path: DeedPath) -> Page {
    let number = person.number;
    let deed = match Deed::read(visit, path) {
        Ok(deed) => deed,
        Err(Some(refused)) => return person_page(visit, number, None, Some(refused)).await,
        Err(None) => return Ok(visit.absent()),
    };
    if deed.is_against_oneself(visit, person) {
        let refused = Refused::Reach(ReachForm::default(), PersonProblem::Own);
        return person_page(visit, number, None, Some(refused)).await;
    }
    let (system, store) = (&visit.app.system, &visit.app.system.store);
    let object = format!("person {}", number.0);
    match deed {
        Deed::Give(one) => {
            store.give_membership(number, one).await?;
            let object = format!("{object} + {} {}", one.role, one.reach);
            visit.note("rights-changed", &object).await?;
        }
        Deed::Take(one) => {
            store.take_membership(number, one).await?;
            let object = format!("{object} - {} {}", one.role, one.reach);
            visit.note("rights-changed", &object).await?;
        }
        Deed::RemoveFactor => {
            store.set_second_factor(number, None, None, &[]).await?;
            visit.note("factor-removed", &object).await?;
        }
        Deed::RemoveIdentity(issuer) => {
            if store.unlink_identity(number, &issuer).await? {
                note_unlinked(visit, person, &issuer).await?;
            }
        }
        Deed::SetRpps(typed) => {
            let rpps = match read_rpps(visit, &typed, Some(number)).await? {
                Ok(rpps) => rpps,
                Err(problem) => {
                    let refused = Refused::Rpps(typed, problem);
                    return person_page(visit, number, None, Some(refused)).await;
                }
            };
            store.set_rpps(number, rpps).await?;
            let written = rpps.map_or_else(|| "none".to_owned(), |rpps| rpps.to_string());
            let object = format!("{object} rpps {written}");
            visit.note("person-changed", &object).await?;
        }
        Deed::Invite => {
            let (secret, invitation) = new_invitation(visit)?;
            store.set_invitation(number, invitation).await?;
            visit.note("person-invited", &object).await?;
            let link = Some(invitation_link(visit, &secret));
            return person_page(visit, number, link, None).await;
        }
        Deed::Disable => {
            let now = system.wall().now();
            store.set_disabled(number, Some(now)).await?;
            visit.note("person-disabled", &object).await?;
        }
        Deed::Enable => {
            store.set_disabled(number, None).await?;
            visit.note("person-enabled", &object).await?;
        }
    }
    system.forget_person(number);
    let address = links::page(visit.asked.language, &format!("/people/{}", number.0));
    Ok(see_other(&format!("{address}?saved=yes")))
}
