//! One's own account.

use vigie_model::Language;

use super::part::{Alert, Cell, Choice, Desk, Field, FieldKind, Form, Part, Table};
use super::provider::{IdentityRow, ProviderName, identity_table};
use super::render;
use crate::frame::{RenderError, Shell};
use crate::links;
use crate::words::Words;

/// What is wrong with a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordProblem {
    /// Too few characters.
    Short,
    /// Too many.
    Long,
    /// Among those that everybody tries.
    Common,
    /// Made of the person's own name or address.
    Personal,
    /// The second one typed is another.
    Different,
    /// The present password is not the one typed.
    Current,
}

/// What could not be changed, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountProblem {
    /// The name.
    Name,
    /// The password.
    Password(PasswordProblem),
    /// So many seconds to wait before another password is looked at.
    Wait(u64),
    /// The identity to be taken away is the only way to sign in.
    LastWay,
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// How it is named in the form that ends it: not its secret.
    pub identifier: String,
    /// Whether it is the one in which the page is read.
    pub is_this: bool,
    /// What the browser says it is.
    pub user_agent: String,
    /// When it began, written.
    pub created_at: String,
    /// When it was last used, written.
    pub seen_at: String,
}

/// The page of one's own account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Token of the session's forms.
    pub form_token: String,
    /// Name, as typed when it was refused.
    pub name: String,
    /// Address of mail.
    pub email: String,
    /// Language of the account.
    pub account_language: Language,
    /// Roles with their reach, written.
    pub roles: Vec<String>,
    /// Whether there is a second factor.
    pub has_factor: bool,
    /// Whether a role asks for it.
    pub needs_factor: bool,
    /// Recovery codes left.
    pub codes_left: u64,
    /// Sessions, newest first.
    pub sessions: Vec<SessionRow>,
    /// Services by which the account is signed in to.
    pub identities: Vec<IdentityRow>,
    /// Services that may be added.
    pub providers: Vec<ProviderName>,
    /// Paths, without language, of the pages that the person may open: `/people`.
    pub places: Vec<&'static str>,
    /// What was changed.
    pub is_saved: bool,
    /// What could not be changed.
    pub problem: Option<AccountProblem>,
}

/// The two fields of a new password.
pub(super) fn new_password_fields(
    language: Language,
    problem: Option<PasswordProblem>,
) -> Vec<Field> {
    let words = &Words::of(language).account;
    let (first, second) = match problem {
        Some(PasswordProblem::Different) => (None, Some(words.password_different.to_owned())),
        Some(PasswordProblem::Short) => (Some(words.password_short.to_owned()), None),
        Some(PasswordProblem::Long) => (Some(words.password_long.to_owned()), None),
        Some(PasswordProblem::Common) => (Some(words.password_common.to_owned()), None),
        Some(PasswordProblem::Personal) => (Some(words.password_personal.to_owned()), None),
        Some(PasswordProblem::Current) | None => (None, None),
    };
    vec![
        Field::new(FieldKind::Password, "new_password", words.new_password, "")
            .hint(words.new_password_hint)
            .autocomplete("new-password")
            .error(first),
        Field::new(
            FieldKind::Password,
            "repeated_password",
            words.repeated_password,
            "",
        )
        .autocomplete("new-password")
        .error(second),
    ]
}

/// A choice of the languages.
pub(super) fn language_field(language: Language, value: Language) -> Field {
    let words = &Words::of(language).account;
    let choices = Language::ALL.map(|one| Choice {
        value: one.code().to_owned(),
        label: match one {
            Language::French => "Français",
            Language::English => "English",
        }
        .to_owned(),
    });
    Field::new(FieldKind::Choice, "language", words.language, value.code())
        .choices(choices.to_vec())
}

impl AccountPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        render(&self.shell, language, "AccountPage", self.desk(language))
    }

    fn desk(&self, language: Language) -> Desk {
        let words = &Words::of(language).account;
        let mut parts = vec![Part::Facts(self.facts(language))];
        if !self.places.is_empty() {
            let links = self.places.iter().map(|path| {
                (
                    links::page(language, path),
                    place_name(language, path).to_owned(),
                )
            });
            parts.push(Part::Heading(words.places.to_owned()));
            parts.push(Part::Links(links.collect()));
        }
        parts.push(Part::Heading(words.profile.to_owned()));
        parts.push(Part::Form(self.profile_form(language)));
        parts.push(Part::Heading(words.password.to_owned()));
        parts.push(Part::Form(self.password_form(language)));
        parts.push(Part::Heading(words.factor.to_owned()));
        parts.extend(self.factor_parts(language));
        parts.extend(self.identity_parts(language));
        parts.push(Part::Heading(words.sessions.to_owned()));
        parts.push(Part::Table(self.session_table(language)));
        let everywhere = links::page(language, "/account/sessions/end-all");
        parts.push(Part::Form(
            Form::post(everywhere, &self.form_token, words.end_all).quiet(),
        ));
        parts.push(Part::Form(Form::post(
            links::page(language, "/sign-out"),
            &self.form_token,
            words.sign_out,
        )));
        let alert = self.alert(language);
        Desk {
            title: words.title.to_owned(),
            lead: words.lead.to_owned(),
            live: alert
                .as_ref()
                .map(|alert| alert.heading.clone())
                .unwrap_or_default(),
            alerts: alert.into_iter().collect(),
            parts,
        }
    }

    fn alert(&self, language: Language) -> Option<Alert> {
        let words = Words::of(language);
        let (kind, heading, text) = match self.problem {
            Some(AccountProblem::Wait(seconds)) => {
                let words = &words.sign_in;
                ("tension", words.wait(seconds), words.wait_do)
            }
            Some(AccountProblem::LastWay) => {
                let words = &words.provider;
                ("shortage", words.last_way.to_owned(), words.last_way_do)
            }
            _ if self.is_saved => {
                let words = &words.account;
                ("return", words.saved.to_owned(), words.saved_text)
            }
            _ => return None,
        };
        let text = text.to_owned();
        Some(Alert {
            kind,
            heading,
            text,
        })
    }

    /// Nothing where no service is named and none is linked.
    fn identity_parts(&self, language: Language) -> Vec<Part> {
        let words = &Words::of(language).provider;
        if self.identities.is_empty() && self.providers.is_empty() {
            return Vec::new();
        }
        let remove = links::page(language, "/account/identities/remove");
        let table = identity_table(language, &self.identities, &self.form_token, &remove);
        let mut parts = vec![
            Part::Heading(words.identities.to_owned()),
            Part::Text(words.identities_lead.to_owned()),
            Part::Table(table),
        ];
        let add = links::page(language, "/account/identities");
        parts.extend(self.providers.iter().map(|provider| {
            let form = Form::post(add.clone(), &self.form_token, &words.link(&provider.name));
            Part::Form(form.carrying("provider", &provider.code).quiet())
        }));
        parts
    }

    fn facts(&self, language: Language) -> Vec<(String, String)> {
        let words = &Words::of(language).account;
        let roles = if self.roles.is_empty() {
            words.no_role.to_owned()
        } else {
            self.roles.join(" ; ")
        };
        vec![
            (words.email.to_owned(), self.email.clone()),
            (words.roles.to_owned(), roles),
        ]
    }

    fn profile_form(&self, language: Language) -> Form {
        let words = &Words::of(language).account;
        let is_wrong = self.problem == Some(AccountProblem::Name);
        Form::post(
            links::page(language, "/account"),
            &self.form_token,
            words.save,
        )
        .with(
            Field::new(FieldKind::Text, "name", words.name, &self.name)
                .autocomplete("name")
                .error(is_wrong.then(|| words.name_wrong.to_owned())),
        )
        .with(language_field(language, self.account_language))
    }

    fn password_form(&self, language: Language) -> Form {
        let words = &Words::of(language).account;
        let problem = match self.problem {
            Some(AccountProblem::Password(problem)) => Some(problem),
            _ => None,
        };
        let is_wrong = problem == Some(PasswordProblem::Current);
        let mut form = Form::post(
            links::page(language, "/account/password"),
            &self.form_token,
            words.change_password,
        )
        .with(
            Field::new(FieldKind::Password, "password", words.current_password, "")
                .autocomplete("current-password")
                .error(is_wrong.then(|| words.current_wrong.to_owned())),
        );
        form.fields.extend(new_password_fields(language, problem));
        form
    }

    fn factor_parts(&self, language: Language) -> Vec<Part> {
        let words = &Words::of(language).account;
        let new = (
            links::page(language, "/second-factor/new"),
            words.factor_new.to_owned(),
        );
        if !self.has_factor {
            return vec![
                Part::Text(words.factor_none.to_owned()),
                Part::Links(vec![new]),
            ];
        }
        let mut parts = vec![
            Part::Text(words.factor_there(self.codes_left)),
            Part::Links(vec![(new.0, words.factor_again.to_owned())]),
        ];
        if !self.needs_factor {
            let action = links::page(language, "/account/factor/remove");
            let form = Form::post(action, &self.form_token, words.factor_remove).with(
                Field::new(FieldKind::Code, "code", words.factor_code, "")
                    .autocomplete("one-time-code"),
            );
            parts.push(Part::Form(form.quiet()));
        }
        parts
    }

    fn session_table(&self, language: Language) -> Table {
        let words = &Words::of(language).account;
        let action = links::page(language, "/account/sessions/end");
        let rows = self.sessions.iter().map(|session| {
            let last = if session.is_this {
                Cell::text(words.this_session)
            } else {
                let form = Form::post(action.clone(), &self.form_token, words.end_session)
                    .carrying("session", &session.identifier)
                    .about(&session.user_agent);
                Cell::Form(form.quiet())
            };
            vec![
                Cell::text(session.user_agent.clone()),
                Cell::text(session.created_at.clone()),
                Cell::text(session.seen_at.clone()),
                last,
            ]
        });
        Table {
            identifier: "sessions",
            caption: words.sessions_caption.to_owned(),
            headers: [words.browser, words.began, words.last_used, words.action]
                .map(str::to_owned)
                .to_vec(),
            rows: rows.collect(),
            nothing: String::new(),
        }
    }
}

/// The name of a place of the desk.
pub(super) fn place_name(language: Language, path: &str) -> &'static str {
    let words = &Words::of(language).operator;
    match path {
        "/people" => words.people_title,
        "/organisations" => words.organisations_title,
        "/sites" => words.sites_title,
        "/tokens" => words.tokens_title,
        "/audit" => words.audit_title,
        _ => words.other_place,
    }
}
