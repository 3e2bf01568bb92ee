//! Signing in and out by another service, and linking it to an account.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::header::{HeaderName, SET_COOKIE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use vigie_pages::desk::{Continuation, DeparturePage, ProviderProblem, ProviderProblemPage, Seen};
use vigie_pages::links;
use vigie_store::{GrantChanges, PendingSignIn, Person, PersonNumber, SessionProvider};

use super::sign_in::{Shown, provider_names, start};
use super::visit::Visit;
use super::{Page, see_other};
use crate::http::cookie;
use crate::provider::{Arrived, FlowSecret, Provider, ProviderError};
use crate::system::{Admission, NotLinked};

/// How long a person may take at the service.
const LONGEST: SignedDuration = SignedDuration::from_mins(10);
/// Longest code of a service, in bytes.
const LONGEST_CODE: usize = 4_000;
/// Most characters shown of a name that a service tells.
const LONGEST_SHOWN: usize = 100;
/// Most establishments shown of those that a service tells.
const MOST_SHOWN: usize = 10;
/// Browsers go to an address by themselves: a redirection after a form would be stopped by our own policy
/// (`form-action`), which lets forms lead nowhere but here.
const REFRESH: HeaderName = HeaderName::from_static("refresh");

/// `POST /{lang}/sign-in/with/{provider}`
pub async fn begin(Path(code): Path<String>, visit: Visit) -> Response {
    let page = depart(&visit, &code, visit.continuation(), None).await;
    visit.shown(page)
}

/// `POST /{lang}/account/identities`: a person signed in adds a way of signing in.
pub async fn link(visit: Visit) -> Response {
    let continuation = Continuation {
        next: account(&visit),
        pending: String::new(),
    };
    let (code, person) = (visit.sent.text("provider"), visit.principal.person());
    let page = depart(&visit, code, continuation, person).await;
    visit.shown(page)
}

fn account(visit: &Visit) -> String {
    links::page(visit.asked.language, "/account")
}

async fn depart(
    visit: &Visit,
    code: &str,
    continuation: Continuation,
    person: Option<PersonNumber>,
) -> Page {
    let system = &visit.app.system;
    let Some(provider) = system.providers.find(code) else {
        return Ok(visit.absent());
    };
    let secret = FlowSecret::random()?;
    let address = match provider.begin(&secret).await {
        Ok(address) => address,
        Err(error) => {
            let return_trip = Trip {
                provider: &provider,
                is_link: person.is_some(),
                continuation,
            };
            return return_trip.failed(visit, &error).await;
        }
    };
    let now = system.wall().now();
    let pending = PendingSignIn {
        hash: secret.hash(),
        provider: provider.settings.code.clone(),
        language: visit.asked.language,
        next: continuation.next,
        form: continuation.pending,
        person,
        ends_at: now + LONGEST,
    };
    system.store.begin_pending_sign_in(&pending, now).await?;
    let mut page = departure(visit, &provider, address.as_str(), false)?;
    let given = cookie::flow_given(&secret, LONGEST, &system.settings);
    page.headers_mut().append(SET_COOKIE, given);
    Ok(page)
}

fn departure(visit: &Visit, provider: &Provider, address: &str, is_leaving: bool) -> Page {
    let page = DeparturePage {
        shell: visit.shell(),
        provider: provider.settings.name.clone(),
        address: address.to_owned(),
        is_leaving,
    };
    let mut page = visit.written(page.render(visit.asked.language))?;
    if let Ok(refresh) = HeaderValue::from_str(&format!("0; url={address}")) {
        page.headers_mut().insert(REFRESH, refresh);
    }
    let never = HeaderValue::from_static("no-store");
    page.headers_mut()
        .insert(axum::http::header::CACHE_CONTROL, never);
    Ok(page)
}

/// After signing out here: leads to where one signs out there, when there is such a place.
pub async fn leave(visit: &Visit, session: &SessionProvider) -> Page {
    let system = &visit.app.system;
    let home = see_other(&links::board(visit.asked.language));
    let Some(provider) = system.providers.find(&session.code) else {
        return Ok(home);
    };
    let back = format!("{}/", system.settings.origin());
    let address = provider.sign_out_address(&session.identity_token, &back);
    match address.await {
        Some(address) => departure(visit, &provider, address.as_str(), true),
        None => Ok(home),
    }
}

/// `GET /sign-in/return/{provider}`: where services send people back to, whatever their language.
pub async fn arrive(Path(code): Path<String>, mut visit: Visit) -> Response {
    // The code of the service and the state are written into no link of the page.
    "/sign-in".clone_into(&mut visit.asked.path);
    visit.asked.query.clear();
    // The state is looked at before anything is taken up: another site cannot end a sign-in that goes on.
    let secret = cookie::flow_read(&visit.headers, &visit.app.system.settings);
    let state = visit.asked.parameter("state").unwrap_or_default();
    let secret = secret.filter(|secret| secret.has_state(state));
    let is_ours = secret.is_some();
    let page = take_in(&mut visit, &code, secret).await;
    let mut response = visit.shown(page);
    if is_ours {
        let taken = cookie::flow_taken(&visit.app.system.settings);
        response.headers_mut().append(SET_COOKIE, taken);
    }
    response
}

async fn take_in(visit: &mut Visit, code: &str, secret: Option<FlowSecret>) -> Page {
    let system = Arc::clone(&visit.app.system);
    let Some(provider) = system.providers.find(code) else {
        return Ok(visit.absent());
    };
    let mut trip = Trip {
        provider: &provider,
        is_link: false,
        continuation: visit.asked_continuation(),
    };
    let Some(secret) = secret else {
        return trip.ended(visit, ProviderProblem::Stale, "state").await;
    };
    let pending = system.store.take_pending_sign_in(secret.hash()).await?;
    let now = system.wall().now();
    let pending = pending.filter(|one| one.provider == code && now < one.ends_at);
    let Some(pending) = pending else {
        return trip.ended(visit, ProviderProblem::Stale, "replayed").await;
    };
    visit.asked.language = pending.language;
    trip.is_link = pending.person.is_some();
    trip.continuation = Continuation {
        next: pending.next.clone(),
        pending: pending.form.clone(),
    };
    let arrived = match read_answer(visit, &provider) {
        Ok(code) => provider.finish(code, &secret).await,
        Err(Answer::Cancelled) => {
            return trip
                .ended(visit, ProviderProblem::Cancelled, "cancelled")
                .await;
        }
        Err(Answer::Unusable(reason)) => Err(ProviderError::Unusable(reason)),
    };
    match arrived {
        Ok(arrived) => match pending.person {
            Some(person) => trip.link(visit, &arrived, person).await,
            None => trip.admit(visit, &arrived).await,
        },
        Err(error) => trip.failed(visit, &error).await,
    }
}

/// An answer of a service without a code.
enum Answer {
    /// The person did not go through with it.
    Cancelled,
    /// Anything else.
    Unusable(String),
}

/// The code in the address by which a person comes back (RFC 6749, section 4.1.2; RFC 9207 for the issuer).
fn read_answer(visit: &Visit, provider: &Provider) -> Result<String, Answer> {
    let parameter = |name| visit.asked.parameter(name);
    if let Some(issuer) = parameter("iss")
        && issuer.trim_end_matches('/') != provider.issuer().trim_end_matches('/')
    {
        return Err(Answer::Unusable("sent back by another issuer".to_owned()));
    }
    match (parameter("error"), parameter("code")) {
        (Some("access_denied"), _) => Err(Answer::Cancelled),
        (Some(error), _) => {
            let error = vigie_model::shown(error, LONGEST_SHOWN);
            Err(Answer::Unusable(format!("sent back with {error}")))
        }
        (None, Some(code)) if code.len() <= LONGEST_CODE => Ok(code.to_owned()),
        (None, _) => Err(Answer::Unusable("sent back without a code".to_owned())),
    }
}

/// A person on her way back from a service.
struct Trip<'a> {
    provider: &'a Provider,
    /// Whether she is signed in and adds a way of signing in.
    is_link: bool,
    continuation: Continuation,
}

impl Trip<'_> {
    fn code(&self) -> &str {
        &self.provider.settings.code
    }

    /// Somebody whom the service recognises signs in, or is told why not.
    async fn admit(self, visit: &Visit, arrived: &Arrived) -> Page {
        let system = &visit.app.system;
        let (person, linked, changes) = match system.admit(self.provider, arrived).await? {
            Admission::Known {
                person,
                linked,
                changes,
            } => (person, linked, changes),
            Admission::Closed(person) => {
                let object = format!("{} closed", self.code());
                return self
                    .refused(visit, Some(person), &object, ProviderProblem::Closed)
                    .await;
            }
            Admission::Taken(person) => {
                let object = format!("{} other identity", self.code());
                return self
                    .refused(visit, Some(person), &object, ProviderProblem::Stranger)
                    .await;
            }
            Admission::Stranger => {
                let object = format!("{} unknown person", self.code());
                visit.note_of(None, "sign-in-failed", &object).await?;
                let seen = self.seen(arrived);
                return self.page(visit, ProviderProblem::Stranger, seen);
            }
        };
        if let Some(by) = linked {
            let object = format!(
                "person {} {} by {}",
                person.number.0,
                self.code(),
                by.as_str()
            );
            let number = Some(person.number);
            visit.note_of(number, "identity-linked", &object).await?;
        }
        self.note_grants(visit, person.number, &changes).await?;
        let object = format!(
            "{} {}",
            self.code(),
            arrived.acr.as_deref().unwrap_or_default()
        );
        let number = Some(person.number);
        visit.note_of(number, "sign-in", object.trim()).await?;
        let shown = Shown {
            factor_done: self.provider.is_second_factor(arrived.acr.as_deref()),
            provider: Some(SessionProvider {
                code: self.code().to_owned(),
                identity_token: arrived.identity_token.clone(),
            }),
        };
        start(visit, &person, shown, self.continuation).await
    }

    /// Somebody signed in adds the identity to her account.
    async fn link(self, visit: &Visit, arrived: &Arrived, begun_by: PersonNumber) -> Page {
        let own: Option<Person> = visit
            .principal
            .signed_in()
            .map(|signed_in| signed_in.person.clone())
            .filter(|person| person.number == begun_by);
        let Some(person) = own else {
            // She signed out meanwhile, or somebody else signed in.
            return self
                .ended(visit, ProviderProblem::Stale, "other session")
                .await;
        };
        let number = person.number;
        let linked = visit.app.system.link(self.provider, arrived, &person);
        match linked.await? {
            Ok(changes) => {
                let object = format!("person {} {} by herself", number.0, self.code());
                visit.note("identity-linked", &object).await?;
                self.note_grants(visit, number, &changes).await?;
                visit.app.system.forget_person(number);
                Ok(see_other(&format!("{}?saved=yes", self.continuation.next)))
            }
            Err(reason) => {
                let problem = match reason {
                    NotLinked::Taken => ProviderProblem::Taken,
                    NotLinked::OtherRpps => ProviderProblem::Other,
                };
                let object = format!("{} not linked", self.code());
                self.refused(visit, Some(number), &object, problem).await
            }
        }
    }

    async fn note_grants(
        &self,
        visit: &Visit,
        person: PersonNumber,
        changes: &GrantChanges,
    ) -> Result<(), super::Trouble> {
        let given = changes.given.iter().map(|one| ('+', one));
        for (sign, one) in given.chain(changes.taken.iter().map(|one| ('-', one))) {
            let object = format!(
                "person {} {sign} {} {} by {}",
                person.0,
                one.role,
                one.reach,
                self.code()
            );
            visit
                .note_of(Some(person), "rights-changed", &object)
                .await?;
        }
        Ok(())
    }

    /// What the service says of a person, cut and without signs that deceive.
    fn seen(&self, arrived: &Arrived) -> Seen {
        let (claims, paths) = (&arrived.claims, &self.provider.settings.claims);
        let sites = claims.sites(paths).into_iter().take(MOST_SHOWN);
        Seen {
            name: vigie_model::shown(&claims.name(), LONGEST_SHOWN),
            rpps: claims
                .rpps(paths)
                .map(|rpps| rpps.to_string())
                .unwrap_or_default(),
            sites: sites.map(|code| code.to_string()).collect(),
        }
    }

    /// The service failed; what it said goes to the log of this server only.
    async fn failed(self, visit: &Visit, error: &ProviderError) -> Page {
        let (provider, request_id) = (self.code(), &visit.arrival.request_id);
        tracing::warn!(provider, request_id, %error, "A sign-in by {provider} failed");
        let (problem, word) = match error {
            ProviderError::Down(_) => (ProviderProblem::Down, "down"),
            ProviderError::Unusable(_) => (ProviderProblem::Unusable, "unusable answer"),
            ProviderError::CodeRefused(_) => (ProviderProblem::Stale, "code refused"),
            ProviderError::TooWeak(_) => (ProviderProblem::Weak, "too weak"),
        };
        self.ended(visit, problem, word).await
    }

    async fn ended(self, visit: &Visit, problem: ProviderProblem, word: &str) -> Page {
        let object = format!("{} {word}", self.code());
        let person = visit.principal.person().filter(|_| self.is_link);
        self.refused(visit, person, &object, problem).await
    }

    async fn refused(
        self,
        visit: &Visit,
        person: Option<PersonNumber>,
        object: &str,
        problem: ProviderProblem,
    ) -> Page {
        visit.note_of(person, "sign-in-failed", object).await?;
        self.page(visit, problem, Seen::default())
    }

    fn page(self, visit: &Visit, problem: ProviderProblem, seen: Seen) -> Page {
        let status = StatusCode::from_u16(problem.status());
        let page = ProviderProblemPage {
            shell: visit.shell(),
            provider: self.provider.settings.name.clone(),
            problem,
            seen,
            providers: provider_names(&visit.app),
            continuation: (!self.is_link).then_some(self.continuation),
            request_identifier: visit.arrival.request_id.clone(),
        };
        let page = visit.written(page.render(visit.asked.language))?;
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Ok((status, page).into_response())
    }
}
