//! Pages of the operator and the auditor: people, organisations, sites, tokens, audit log.

use vigie_model::{Language, Role, Tier};

use super::account::language_field;
use super::part::{Alert, Cell, Choice, Desk, Field, FieldKind, Form, Part, Table};
use super::render;
use crate::frame::{RenderError, Shell};
use crate::links;
use crate::words::{Operator, Words};

/// Over what a role reaches, by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReachKind {
    /// The country.
    Nation,
    /// A region by its code.
    Region,
    /// A department by its code.
    Department,
    /// An organisation by its code.
    Organisation,
    /// A site by its code.
    Site,
}

impl ReachKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [
        Self::Nation,
        Self::Region,
        Self::Department,
        Self::Organisation,
        Self::Site,
    ];

    /// Its name in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nation => "nation",
            Self::Region => "region",
            Self::Department => "department",
            Self::Organisation => "organisation",
            Self::Site => "site",
        }
    }

    fn name(self, language: Language) -> &'static str {
        let words = &Words::of(language).operator;
        match self {
            Self::Nation => words.nation,
            Self::Region => words.region,
            Self::Department => words.department,
            Self::Organisation => words.organisation,
            Self::Site => words.site,
        }
    }
}

/// A role over a reach, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReachForm {
    /// Name of the role.
    pub role: String,
    /// Name of the kind of reach.
    pub kind: String,
    /// Code of the place.
    pub code: String,
}

/// A person to add, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonForm {
    /// Name.
    pub name: String,
    /// Address of mail.
    pub email: String,
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
    /// The link of an invitation, shown once.
    pub invitation: Option<String>,
    /// The form for another role, as typed.
    pub form: ReachForm,
    /// What is wrong with it.
    pub problem: Option<PersonProblem>,
    /// Whether something was changed.
    pub is_saved: bool,
}

/// An organisation in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationRow {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// How many sites it has.
    pub sites: u64,
}

/// The list of organisations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationsPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// What was looked for.
    pub query: String,
    /// Organisations.
    pub organisations: Vec<OrganisationRow>,
    /// Address of the next page.
    pub next: Option<String>,
}

/// A site in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteRow {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Tier.
    pub tier: Tier,
    /// Department and municipality.
    pub place: String,
    /// Who owns it.
    pub organisation: String,
}

/// The list of sites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SitesPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// What was looked for.
    pub query: String,
    /// Sites.
    pub sites: Vec<SiteRow>,
    /// Address of the next page.
    pub next: Option<String>,
}

/// A token in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// Number.
    pub number: u32,
    /// What its owner calls it.
    pub label: String,
    /// Site or organisation.
    pub holder: String,
    /// Its verbs, as words.
    pub verbs: Vec<String>,
    /// When it was last used, written.
    pub last_used: Option<String>,
    /// When it stops working, written.
    pub expires_at: Option<String>,
    /// Whether it was withdrawn or has expired.
    pub is_over: bool,
}

/// A token to issue, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TokenForm {
    /// What its owner calls it.
    pub label: String,
    /// Kind of holder, `site` or `organisation`.
    pub kind: String,
    /// Code of the holder.
    pub code: String,
    /// Its verb.
    pub verb: String,
    /// Last day it works.
    pub until: String,
}

/// What cannot be used in the form of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenProblem {
    /// The name.
    Label,
    /// The site or organisation does not exist, or is not the asker's.
    Holder,
    /// The verb is none that the asker may give.
    Verb,
    /// The day has passed, or is further than tokens live.
    Until,
}

/// Tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokensPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Token of the session's forms.
    pub form_token: String,
    /// Tokens, newest first.
    pub tokens: Vec<TokenRow>,
    /// Address of the next page.
    pub next: Option<String>,
    /// Verbs that may be given.
    pub verbs: Vec<&'static str>,
    /// The secret of a token just issued, shown once.
    pub secret: Option<String>,
    /// The form, as typed.
    pub form: TokenForm,
    /// What is wrong with it.
    pub problem: Option<TokenProblem>,
}

/// An entry of the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// When, written.
    pub at: String,
    /// Person or token.
    pub who: String,
    /// What was done: its word in the log.
    pub act: String,
    /// To what.
    pub object: String,
    /// Where from.
    pub address: String,
    /// Name of the request.
    pub request_id: String,
}

/// The audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Entries, newest first.
    pub entries: Vec<AuditRow>,
    /// Address of the next page.
    pub next: Option<String>,
    /// Address of mail of the person looked for.
    pub person: String,
    /// Act looked for.
    pub act: String,
    /// Day looked for.
    pub day: String,
    /// Acts that may be chosen.
    pub acts: Vec<&'static str>,
    /// Whether nobody has the address looked for.
    pub is_unknown_person: bool,
}

fn headers<const COUNT: usize>(texts: [&'static str; COUNT]) -> Vec<String> {
    texts.map(str::to_owned).to_vec()
}

fn next_link(language: Language, next: Option<&String>) -> Option<Part> {
    let text = Words::of(language).operator.next.to_owned();
    next.map(|address| Part::Links(vec![(address.clone(), text)]))
}

fn reach_fields(
    language: Language,
    form: &ReachForm,
    problem: Option<PersonProblem>,
) -> Vec<Field> {
    let words = &Words::of(language).operator;
    let roles = Role::ALL.map(|role| Choice {
        value: role.as_str().to_owned(),
        label: Words::of(language).role(&role).to_owned(),
    });
    let kinds = ReachKind::ALL.map(|kind| Choice {
        value: kind.as_str().to_owned(),
        label: kind.name(language).to_owned(),
    });
    let wrong = |is: PersonProblem, text: &str| (problem == Some(is)).then(|| text.to_owned());
    vec![
        Field::new(FieldKind::Choice, "role", words.role, &form.role)
            .choices(roles.to_vec())
            .error(wrong(PersonProblem::Role, words.role_wrong)),
        Field::new(FieldKind::Choice, "kind", words.reach, &form.kind).choices(kinds.to_vec()),
        Field::new(FieldKind::Text, "place", words.place_code, &form.code)
            .hint(words.place_hint)
            .optional()
            .error(wrong(PersonProblem::Reach, words.reach_wrong)),
    ]
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

fn search_form(language: Language, path: &str, query: &str) -> Form {
    let words = &Words::of(language).operator;
    let field = Field::new(FieldKind::Text, "name", words.find, query)
        .hint(words.find_hint)
        .optional();
    Form::get(links::page(language, path), words.find_button).with(field)
}

impl OrganisationsPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = Words::of(language);
        let rows = self.organisations.iter().map(|one| {
            vec![
                Cell::text(one.name.clone()),
                Cell::Code(one.code.clone()),
                Cell::text(words.integer(&one.sites)),
            ]
        });
        let words = &words.operator;
        let table = Table {
            identifier: "organisations",
            caption: words.organisations_caption.to_owned(),
            headers: headers([words.name, words.code, words.sites_title]),
            rows: rows.collect(),
            nothing: words.nothing.to_owned(),
        };
        let mut parts = vec![
            Part::Form(search_form(language, "/organisations", &self.query)),
            Part::Table(table),
        ];
        parts.extend(next_link(language, self.next.as_ref()));
        let desk = Desk {
            title: words.organisations_title.to_owned(),
            lead: words.organisations_lead.to_owned(),
            parts,
            ..Desk::default()
        };
        render(&self.shell, language, "OrganisationsPage", desk)
    }
}

impl SitesPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = Words::of(language);
        let rows = self.sites.iter().map(|site| {
            vec![
                Cell::text(site.name.clone()),
                Cell::Code(site.code.clone()),
                Cell::text(words.tier(&site.tier)),
                Cell::text(site.place.clone()),
                Cell::text(site.organisation.clone()),
            ]
        });
        let words = &words.operator;
        let table = Table {
            identifier: "sites",
            caption: words.sites_caption.to_owned(),
            headers: headers([
                words.name,
                words.code,
                words.tier,
                words.place,
                words.organisation,
            ]),
            rows: rows.collect(),
            nothing: words.nothing.to_owned(),
        };
        let mut parts = vec![
            Part::Form(search_form(language, "/sites", &self.query)),
            Part::Table(table),
        ];
        parts.extend(next_link(language, self.next.as_ref()));
        let desk = Desk {
            title: words.sites_title.to_owned(),
            lead: words.sites_lead.to_owned(),
            parts,
            ..Desk::default()
        };
        render(&self.shell, language, "SitesPage", desk)
    }
}

fn verb_names(words: &Operator, verbs: &[String]) -> String {
    let name = |verb: &String| match verb.as_str() {
        "report" => words.short_report,
        "read" => words.short_read,
        _ => words.short_authority,
    };
    verbs.iter().map(name).collect::<Vec<_>>().join(", ")
}

impl TokensPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = &Words::of(language).operator;
        let mut parts = Vec::new();
        if let Some(secret) = &self.secret {
            parts.push(Part::Secret {
                label: words.token_secret.to_owned(),
                value: secret.clone(),
            });
        }
        parts.push(Part::Table(self.table(language)));
        parts.extend(next_link(language, self.next.as_ref()));
        if !self.verbs.is_empty() {
            parts.push(Part::Heading(words.new_token.to_owned()));
            parts.push(Part::Form(self.issue_form(language)));
        }
        let desk = Desk {
            title: words.tokens_title.to_owned(),
            lead: words.tokens_lead.to_owned(),
            live: if self.secret.is_some() {
                words.token_secret.to_owned()
            } else {
                String::new()
            },
            parts,
            ..Desk::default()
        };
        render(&self.shell, language, "TokensPage", desk)
    }

    fn table(&self, language: Language) -> Table {
        let words = &Words::of(language).operator;
        let action = links::page(language, "/tokens/revoke");
        let rows = self.tokens.iter().map(|token| {
            let last = if token.is_over {
                Cell::text(words.over)
            } else {
                let form = Form::post(action.clone(), &self.form_token, words.revoke)
                    .carrying("token", &token.number.to_string())
                    .about(&token.label);
                Cell::Form(form.quiet())
            };
            vec![
                Cell::text(format!("{} – {}", token.number, token.label)),
                Cell::text(token.holder.clone()),
                Cell::text(verb_names(words, &token.verbs)),
                Cell::text(
                    token
                        .last_used
                        .clone()
                        .unwrap_or_else(|| words.never.to_owned()),
                ),
                Cell::text(
                    token
                        .expires_at
                        .clone()
                        .unwrap_or_else(|| words.no_end.to_owned()),
                ),
                last,
            ]
        });
        Table {
            identifier: "tokens",
            caption: words.tokens_caption.to_owned(),
            headers: headers([
                words.token,
                words.holder,
                words.verbs,
                words.last_used,
                words.expires,
                words.action,
            ]),
            rows: rows.collect(),
            nothing: words.no_token.to_owned(),
        }
    }

    fn issue_form(&self, language: Language) -> Form {
        let words = &Words::of(language).operator;
        let wrong =
            |is: TokenProblem, text: &str| (self.problem == Some(is)).then(|| text.to_owned());
        let kinds = [ReachKind::Site, ReachKind::Organisation].map(|kind| Choice {
            value: kind.as_str().to_owned(),
            label: kind.name(language).to_owned(),
        });
        let verbs = self.verbs.iter().map(|verb| Choice {
            value: (*verb).to_owned(),
            label: match *verb {
                "report" => words.verb_report,
                "read" => words.verb_read,
                _ => words.verb_authority,
            }
            .to_owned(),
        });
        Form::post(
            links::page(language, "/tokens"),
            &self.form_token,
            words.issue,
        )
        .with(
            Field::new(FieldKind::Text, "label", words.label, &self.form.label)
                .hint(words.label_hint)
                .error(wrong(TokenProblem::Label, words.name_wrong)),
        )
        .with(
            Field::new(
                FieldKind::Choice,
                "kind",
                words.holder_kind,
                &self.form.kind,
            )
            .choices(kinds.to_vec()),
        )
        .with(
            Field::new(
                FieldKind::Text,
                "holder",
                words.holder_code,
                &self.form.code,
            )
            .hint(words.holder_hint)
            .error(wrong(TokenProblem::Holder, words.holder_wrong)),
        )
        .with(
            Field::new(FieldKind::Choice, "verb", words.verbs, &self.form.verb)
                .choices(verbs.collect())
                .error(wrong(TokenProblem::Verb, words.verb_wrong)),
        )
        .with(
            Field::new(FieldKind::Day, "until", words.until, &self.form.until)
                .hint(words.until_hint)
                .error(wrong(TokenProblem::Until, words.until_wrong)),
        )
    }
}

impl AuditPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = Words::of(language);
        let rows = self.entries.iter().map(|entry| {
            vec![
                Cell::text(entry.at.clone()),
                Cell::text(entry.who.clone()),
                Cell::text(words.act(&entry.act)),
                Cell::text(entry.object.clone()),
                Cell::text(entry.address.clone()),
                Cell::Code(entry.request_id.clone()),
            ]
        });
        let rows = rows.collect();
        let operator = &words.operator;
        let table = Table {
            identifier: "audit",
            caption: operator.audit_caption.to_owned(),
            headers: headers([
                operator.at,
                operator.who,
                operator.act,
                operator.object,
                operator.network,
                operator.request,
            ]),
            rows,
            nothing: operator.nothing.to_owned(),
        };
        let any = Choice {
            value: String::new(),
            label: operator.any_act.to_owned(),
        };
        let acts = self.acts.iter().map(|act| Choice {
            value: (*act).to_owned(),
            label: words.act(act).to_owned(),
        });
        let unknown = self.is_unknown_person.then(|| operator.nobody.to_owned());
        let form = Form::get(links::page(language, "/audit"), operator.find_button)
            .with(
                Field::new(FieldKind::Text, "person", operator.email, &self.person)
                    .optional()
                    .error(unknown),
            )
            .with(
                Field::new(FieldKind::Choice, "act", operator.act, &self.act)
                    .choices(std::iter::once(any).chain(acts).collect()),
            )
            .with(Field::new(FieldKind::Day, "day", operator.day, &self.day).optional());
        let mut parts = vec![Part::Form(form), Part::Table(table)];
        parts.extend(next_link(language, self.next.as_ref()));
        let desk = Desk {
            title: operator.audit_title.to_owned(),
            lead: operator.audit_lead.to_owned(),
            parts,
            ..Desk::default()
        };
        render(&self.shell, language, "AuditPage", desk)
    }
}
