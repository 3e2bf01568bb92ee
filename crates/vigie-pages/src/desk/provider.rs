//! Signing in and out by another service: on the way there, and what came of it.

use vigie_model::Language;

use super::part::{Alert, Cell, Desk, Form, Part, Table, headers};
use super::render;
use super::sign_in::{Continuation, ways};
use crate::frame::{RenderError, Shell};
use crate::links;
use crate::words::Words;

/// A service by which one may sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderName {
    /// Its name in addresses.
    pub code: String,
    /// Its name on pages.
    pub name: String,
}

/// The page that leads to another service, to sign in or out there. Browsers go on by themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeparturePage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Name of the service.
    pub provider: String,
    /// Address there.
    pub address: String,
    /// Whether the person is to sign out there, having done so here.
    pub is_leaving: bool,
}

/// Why signing in by another service came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProviderProblem {
    /// The service does not answer.
    Down,
    /// Its answer cannot be used.
    Unusable,
    /// The person did not go through with it.
    Cancelled,
    /// Begun elsewhere, too long ago, or ended already.
    Stale,
    /// The person did not show enough.
    Weak,
    /// Her account is closed.
    Closed,
    /// She has no account.
    Stranger,
    /// The identity leads to another account, or the account has another one.
    Taken,
    /// The identity is another person's.
    Other,
}

impl ProviderProblem {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Down,
        Self::Unusable,
        Self::Cancelled,
        Self::Stale,
        Self::Weak,
        Self::Closed,
        Self::Stranger,
        Self::Taken,
        Self::Other,
    ];

    /// The HTTP status it answers.
    pub const fn status(self) -> u16 {
        match self {
            Self::Down => 503,
            Self::Unusable => 502,
            Self::Stale => 400,
            Self::Cancelled | Self::Weak | Self::Closed | Self::Stranger => 403,
            Self::Taken | Self::Other => 409,
        }
    }
}

/// What a service says of a person, shown to her so that she can pass it on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seen {
    /// Her name; empty when it says none.
    pub name: String,
    /// Her number in the directory of health professionals; empty when it says none.
    pub rpps: String,
    /// Codes of the establishments where she works.
    pub sites: Vec<String>,
}

/// The page that says why signing in by another service came to nothing, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderProblemPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Name of the service.
    pub provider: String,
    /// Why.
    pub problem: ProviderProblem,
    /// What the service says of the person, for a stranger.
    pub seen: Seen,
    /// Services by which one may sign in.
    pub providers: Vec<ProviderName>,
    /// What comes after another try; `None` for those who are signed in and wanted to add a way.
    pub continuation: Option<Continuation>,
    /// Identifier of the request, as in the logs.
    pub request_identifier: String,
}

/// An identity that leads to an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityRow {
    /// Address of the service, as it calls itself.
    pub issuer: String,
    /// Name of the service; its address when the settings do not name it any more.
    pub name: String,
    /// Since when, written.
    pub linked_at: String,
}

/// A table of identities, each with the form that takes it away.
pub(super) fn identity_table(
    language: Language,
    identities: &[IdentityRow],
    form_token: &str,
    action: &str,
) -> Table {
    let words = &Words::of(language).provider;
    let rows = identities.iter().map(|identity| {
        let form = Form::post(action.to_owned(), form_token, words.unlink)
            .carrying("issuer", &identity.issuer)
            .about(&identity.name);
        vec![
            Cell::text(identity.name.clone()),
            Cell::text(identity.linked_at.clone()),
            Cell::Form(form.quiet()),
        ]
    });
    Table {
        identifier: "identities",
        caption: words.identities_caption.to_owned(),
        headers: headers([words.service, words.since, words.action]),
        rows: rows.collect(),
        nothing: words.no_identity.to_owned(),
    }
}

impl DeparturePage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = &Words::of(language).provider;
        let name = self.provider.as_str();
        let (title, lead, link) = if self.is_leaving {
            (words.leaving(name), words.leaving_lead, words.leave(name))
        } else {
            (words.going(name), words.going_lead, words.go(name))
        };
        let mut links = vec![(self.address.clone(), link)];
        if self.is_leaving {
            links.push((links::board(language), words.home.to_owned()));
        }
        let desk = Desk {
            live: title.clone(),
            title,
            lead: lead.to_owned(),
            parts: vec![Part::Links(links)],
            ..Desk::default()
        };
        render(&self.shell, language, "DeparturePage", desk)
    }
}

impl ProviderProblemPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = &Words::of(language).provider;
        let name = self.provider.as_str();
        let (kind, title, advice) = match self.problem {
            ProviderProblem::Down => ("tension", words.down(name), words.down_do),
            ProviderProblem::Unusable => ("shortage", words.unusable.to_owned(), words.unusable_do),
            ProviderProblem::Cancelled => ("none", words.cancelled(name), words.cancelled_do),
            ProviderProblem::Stale => ("tension", words.stale.to_owned(), words.stale_do),
            ProviderProblem::Weak => ("tension", words.weak(name), words.weak_do),
            ProviderProblem::Closed => ("shortage", words.closed.to_owned(), words.closed_do),
            ProviderProblem::Stranger => ("none", words.stranger.to_owned(), words.stranger_do),
            ProviderProblem::Taken => ("shortage", words.taken.to_owned(), words.taken_do),
            ProviderProblem::Other => ("shortage", words.other(name), words.other_do),
        };
        let alert = Alert {
            kind,
            heading: title.clone(),
            text: advice.to_owned(),
        };
        let mut parts = vec![Part::Facts(self.facts(language))];
        if self.problem == ProviderProblem::Stranger {
            parts.push(Part::Text(words.stranger_way(name)));
        }
        if let Some(continuation) = &self.continuation {
            parts.extend(ways(language, &self.providers, continuation, ""));
        } else {
            let account = links::page(language, "/account");
            parts.push(Part::Links(vec![(account, words.back.to_owned())]));
        }
        let desk = Desk {
            live: title.clone(),
            title,
            alerts: vec![alert],
            parts,
            ..Desk::default()
        };
        render(&self.shell, language, "ProviderProblemPage", desk)
    }

    fn facts(&self, language: Language) -> Vec<(String, String)> {
        let words = &Words::of(language).provider;
        let facts = [
            (words.service, self.provider.clone()),
            (words.who, self.seen.name.clone()),
            (words.operator_rpps, self.seen.rpps.clone()),
            (words.sites, self.seen.sites.join(", ")),
            (words.request, self.request_identifier.clone()),
        ];
        let known = facts.into_iter().filter(|(_, value)| !value.is_empty());
        known
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }
}
