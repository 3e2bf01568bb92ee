//! People: who they are and what they may do.

use vigie_model::Language;

use super::account::language_field;
use super::part::{Alert, Cell, Desk, Field, FieldKind, Form, Part, Table, headers, next_link};
use super::provider::{IdentityRow, identity_table};
use super::reach::{ReachForm, reach_fields};
use super::render;
use crate::frame::{RenderError, Shell};
use crate::links;
use crate::words::Words;

/// A person to add, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonForm {
    /// Name.
    pub name: String,
    /// Address of mail.
    pub email: String,
    /// Number in the directory of health professionals.
    pub rpps: String,
    /// First role.
    pub reach: ReachForm,
}

/// What cannot be used in a form about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonProblem {
    /// The name is empty, too long or has hidden signs.
    Name,
    /// The address is none.
    Email,
    /// The address is another person's.
    Taken,
    /// The role is none.
    Role,
    /// The place does not exist.
    Reach,
    /// A person cannot take her own right to manage people away.
    Own,
    /// The number of the directory is none.
    Rpps,
    /// The number of the directory is another person's.
    RppsTaken,
}

/// A person in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// Number.
    pub number: u32,
    /// Name.
    pub name: String,
    /// Address of mail.
    pub email: String,
    /// Roles with their reach, written.
    pub roles: Vec<String>,
    /// Whether signing in is refused.
    pub is_disabled: bool,
    /// Whether the invitation was not taken up yet.
    pub is_invited: bool,
    /// Whether there is a second factor.
    pub has_factor: bool,
}

/// The list of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeoplePage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Token of the session's forms; empty for those who may only look.
    pub form_token: String,
    /// People, in order of number.
    pub people: Vec<PersonRow>,
    /// Address of the next page.
    pub next: Option<String>,
    /// The form, as typed.
    pub form: PersonForm,
    /// What is wrong with it.
    pub problem: Option<PersonProblem>,
}

/// One person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Token of the session's forms.
    pub form_token: String,
    /// The person.
    pub person: PersonRow,
    /// Roles as forms name them, in the order of those written in the row: `site:17`.
    pub memberships: Vec<(String, String)>,
    /// When she was added, written.
    pub created_at: String,
    /// Number in the directory of health professionals, or what was typed; empty for none.
    pub rpps: String,
    /// Services by which she signs in.
    pub identities: Vec<IdentityRow>,
    /// The link of an invitation, shown once.
    pub invitation: Option<String>,
    /// The form for another role, as typed.
    pub form: ReachForm,
    /// What is wrong with it.
    pub problem: Option<PersonProblem>,
    /// Whether something was changed.
    pub is_saved: bool,
}

fn rpps_field(language: Language, value: &str, problem: Option<PersonProblem>) -> Field {
    let words = &Words::of(language).provider;
    let error = match problem {
        Some(PersonProblem::Rpps) => Some(words.rpps_wrong.to_owned()),
        Some(PersonProblem::RppsTaken) => Some(words.rpps_taken.to_owned()),
        _ => None,
    };
    Field::new(FieldKind::Text, "rpps", words.operator_rpps, value)
        .hint(words.rpps_hint)
        .optional()
        .error(error)
}

fn state(language: Language, person: &PersonRow) -> String {
    let words = &Words::of(language).operator;
    let mut states = Vec::new();
    if person.is_disabled {
        states.push(words.disabled);
    } else if person.is_invited {
        states.push(words.invited);
    } else {
        states.push(words.active);
    }
    if person.has_factor {
        states.push(words.with_factor);
    }
    states.join(", ")
}

impl PeoplePage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = &Words::of(language).operator;
        let rows = self.people.iter().map(|person| {
            let address = links::page(language, &format!("/people/{}", person.number));
            vec![
                Cell::Link {
                    address,
                    text: person.name.clone(),
                },
                Cell::text(person.email.clone()),
                Cell::text(person.roles.join(" ; ")),
                Cell::text(state(language, person)),
            ]
        });
        let table = Table {
            identifier: "people",
            caption: words.people_caption.to_owned(),
            headers: headers([words.name, words.email, words.roles, words.state]),
            rows: rows.collect(),
            nothing: words.nothing.to_owned(),
        };
        let mut parts = vec![Part::Table(table)];
        parts.extend(next_link(language, self.next.as_ref()));
        parts.push(Part::Heading(words.add_person.to_owned()));
        parts.push(Part::Form(self.add_form(language)));
        let desk = Desk {
            title: words.people_title.to_owned(),
            lead: words.people_lead.to_owned(),
            parts,
            ..Desk::default()
        };
        render(&self.shell, language, "PeoplePage", desk)
    }

    fn add_form(&self, language: Language) -> Form {
        let words = &Words::of(language).operator;
        let email_error = match self.problem {
            Some(PersonProblem::Email) => Some(words.email_wrong.to_owned()),
            Some(PersonProblem::Taken) => Some(words.email_taken.to_owned()),
            _ => None,
        };
        let name_error =
            (self.problem == Some(PersonProblem::Name)).then(|| words.name_wrong.to_owned());
        let mut form = Form::post(
            links::page(language, "/people"),
            &self.form_token,
            words.invite,
        )
        .with(Field::new(FieldKind::Text, "name", words.name, &self.form.name).error(name_error))
        .with(
            Field::new(FieldKind::Email, "email", words.email, &self.form.email).error(email_error),
        )
        .with(rpps_field(language, &self.form.rpps, self.problem))
        .with(language_field(language, language));
        form.fields
            .extend(reach_fields(language, &self.form.reach, self.problem));
        form
    }
}

impl PersonPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = &Words::of(language).operator;
        let mut parts = Vec::new();
        if let Some(link) = &self.invitation {
            parts.push(Part::Secret {
                label: words.invitation_link.to_owned(),
                value: link.clone(),
            });
        }
        parts.push(Part::Facts(vec![
            (words.email.to_owned(), self.person.email.clone()),
            (words.state.to_owned(), state(language, &self.person)),
            (words.added.to_owned(), self.created_at.clone()),
        ]));
        parts.push(Part::Heading(words.roles.to_owned()));
        parts.push(Part::Table(self.role_table(language)));
        let at =
            |path: &str| links::page(language, &format!("/people/{}{path}", self.person.number));
        let mut form = Form::post(at("/roles"), &self.form_token, words.add_role);
        form.fields = reach_fields(language, &self.form, self.problem);
        parts.push(Part::Form(form));
        parts.extend(self.identity_parts(language));
        parts.push(Part::Heading(words.standing.to_owned()));
        parts.push(Part::Form(
            Form::post(at("/invitation"), &self.form_token, words.invite_again).quiet(),
        ));
        parts.push(Part::Form(
            Form::post(at("/factor"), &self.form_token, words.remove_factor).quiet(),
        ));
        let (path, button) = if self.person.is_disabled {
            ("/enable", words.enable)
        } else {
            ("/disable", words.disable)
        };
        parts.push(Part::Form(
            Form::post(at(path), &self.form_token, button).quiet(),
        ));
        let desk = Desk {
            title: self.person.name.clone(),
            live: if self.is_saved {
                words.saved.to_owned()
            } else {
                String::new()
            },
            alerts: self.alerts(language),
            parts,
            ..Desk::default()
        };
        render(&self.shell, language, "PersonPage", desk)
    }

    fn identity_parts(&self, language: Language) -> Vec<Part> {
        let words = &Words::of(language).provider;
        let at =
            |path: &str| links::page(language, &format!("/people/{}{path}", self.person.number));
        let remove = at("/identities/remove");
        let table = identity_table(language, &self.identities, &self.form_token, &remove);
        let form = Form::post(at("/rpps"), &self.form_token, words.save_rpps).with(rpps_field(
            language,
            &self.rpps,
            self.problem,
        ));
        vec![
            Part::Heading(words.identities.to_owned()),
            Part::Table(table),
            Part::Form(form.quiet()),
        ]
    }

    fn alerts(&self, language: Language) -> Vec<Alert> {
        let words = &Words::of(language).operator;
        let alert = |kind, heading: &str, text: &str| Alert {
            kind,
            heading: heading.to_owned(),
            text: text.to_owned(),
        };
        let mut alerts = Vec::new();
        if self.is_saved {
            alerts.push(alert("return", words.saved, words.saved_text));
        }
        if self.problem == Some(PersonProblem::Own) {
            alerts.push(alert("shortage", words.own_right, words.own_right_text));
        }
        alerts
    }

    fn role_table(&self, language: Language) -> Table {
        let words = &Words::of(language).operator;
        let action = links::page(
            language,
            &format!("/people/{}/roles/remove", self.person.number),
        );
        let named = self.person.roles.iter().zip(&self.memberships);
        let rows = named.map(|(text, (role, reach))| {
            let form = Form::post(action.clone(), &self.form_token, words.remove_role)
                .carrying("role", role)
                .carrying("reach", reach)
                .about(text);
            vec![Cell::text(text.clone()), Cell::Form(form.quiet())]
        });
        Table {
            identifier: "roles",
            caption: words.roles_caption.to_owned(),
            headers: headers([words.role, words.action]),
            rows: rows.collect(),
            nothing: words.no_role.to_owned(),
        }
    }
}
