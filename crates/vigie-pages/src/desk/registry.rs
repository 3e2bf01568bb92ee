//! Organisations and sites, as registered.

use vigie_model::{Language, Tier};

use super::part::{
    Alert, Cell, Choice, Desk, Field, FieldKind, Form, Part, Table, headers, next_link,
};
use super::render;
use crate::frame::{RenderError, Shell};
use crate::links;
use crate::words::Words;

/// An organisation in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationRow {
    /// Number.
    pub number: u32,
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
    /// Token of the session's forms.
    pub form_token: String,
    /// An organisation to register, as typed.
    pub form: OrganisationForm,
    /// What is wrong with it.
    pub problem: Option<OrganisationProblem>,
}

/// An organisation to register or to change, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OrganisationForm {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
}

/// What cannot be used in the form of an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrganisationProblem {
    /// The code is none.
    Code,
    /// The code is registered.
    Known,
    /// The name is empty, too long or has hidden signs.
    Name,
    /// Somebody changed it meanwhile.
    Stale,
}

/// One organisation, to be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Token of the session's forms.
    pub form_token: String,
    /// As it is registered.
    pub organisation: OrganisationRow,
    /// What stands for what is registered now, in the form: a change counts on nothing else.
    pub seen: String,
    /// As typed.
    pub form: OrganisationForm,
    /// What is wrong with it.
    pub problem: Option<OrganisationProblem>,
    /// Whether something was changed.
    pub is_saved: bool,
}

/// A site to register or to change, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SiteForm {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Name of the tier in the API.
    pub tier: String,
    /// Code of the department.
    pub department: String,
    /// Municipality.
    pub municipality: String,
    /// Code of the organisation.
    pub organisation: String,
    /// First day of reports.
    pub from: String,
    /// Last day of reports.
    pub until: String,
}

/// What cannot be used in the form of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SiteProblem {
    /// The code is none.
    Code,
    /// The code is registered.
    Known,
    /// The name is empty, too long or has hidden signs.
    Name,
    /// There is no such tier.
    Tier,
    /// There is no such department.
    Department,
    /// The code is of another department.
    OtherDepartment,
    /// The municipality is too long or has hidden signs.
    Municipality,
    /// The organisation is not registered.
    Organisation,
    /// The first day is none.
    From,
    /// The last day is none.
    Until,
    /// The last day is before the first.
    Order,
    /// Somebody changed it meanwhile.
    Stale,
}

/// One site, to be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SitePage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Token of the session's forms.
    pub form_token: String,
    /// As it is registered.
    pub site: SiteRow,
    /// First and last day of reports, written.
    pub expected: (String, String),
    /// Whether it is simulated.
    pub is_synthetic: bool,
    /// What stands for what is registered now, in the form: a change counts on nothing else.
    pub seen: String,
    /// As typed.
    pub form: SiteForm,
    /// What is wrong with it.
    pub problem: Option<SiteProblem>,
    /// Whether something was changed.
    pub is_saved: bool,
}

/// A site in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteRow {
    /// Number.
    pub number: u32,
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
    /// Token of the session's forms.
    pub form_token: String,
    /// A site to register, as typed.
    pub form: SiteForm,
    /// What is wrong with it.
    pub problem: Option<SiteProblem>,
}

fn when<P: PartialEq + Copy>(problem: Option<P>, is: P, text: &str) -> Option<String> {
    (problem == Some(is)).then(|| text.to_owned())
}

fn organisation_name(
    language: Language,
    form: &OrganisationForm,
    problem: Option<OrganisationProblem>,
) -> Field {
    let words = Words::of(language);
    let error = when(
        problem,
        OrganisationProblem::Name,
        words.registry.name_wrong,
    );
    Field::new(
        FieldKind::Text,
        "organisation_name",
        words.operator.name,
        &form.name,
    )
    .error(error)
}

/// Fields of a site that can change.
fn site_fields(language: Language, form: &SiteForm, problem: Option<SiteProblem>) -> Vec<Field> {
    let words = Words::of(language);
    let (operator, words) = (&words.operator, &words.registry);
    let is = |one, text| when(problem, one, text);
    let from = is(SiteProblem::From, words.day_wrong);
    let until = is(SiteProblem::Until, words.day_wrong)
        .or_else(|| is(SiteProblem::Order, words.until_wrong));
    let text = |name, label, value: &String| Field::new(FieldKind::Text, name, label, value);
    let day = |name, label, value: &String| Field::new(FieldKind::Day, name, label, value);
    vec![
        text("site_name", operator.name, &form.name).error(is(SiteProblem::Name, words.name_wrong)),
        text("municipality", words.municipality, &form.municipality)
            .hint(words.municipality_hint)
            .optional()
            .error(is(SiteProblem::Municipality, words.municipality_wrong)),
        text("organisation", words.organisation, &form.organisation)
            .hint(words.organisation_hint)
            .optional()
            .error(is(SiteProblem::Organisation, words.no_organisation)),
        day("from", words.from, &form.from)
            .hint(words.from_hint)
            .optional()
            .error(from),
        day("until", words.until, &form.until)
            .hint(words.until_hint)
            .optional()
            .error(until),
    ]
}

/// Said first on the page of something that was changed, or could not be.
fn change_alert(language: Language, is_saved: bool, is_stale: bool) -> Option<Alert> {
    let words = Words::of(language);
    let (kind, heading, text) = if is_stale {
        ("tension", words.registry.stale, words.registry.stale_do)
    } else if is_saved {
        ("return", words.operator.saved, words.operator.saved_text)
    } else {
        return None;
    };
    Some(Alert {
        kind,
        heading: heading.to_owned(),
        text: text.to_owned(),
    })
}

fn change_desk(title: String, alert: Option<Alert>, parts: Vec<Part>) -> Desk {
    Desk {
        live: alert
            .as_ref()
            .map(|alert| alert.heading.clone())
            .unwrap_or_default(),
        title,
        alerts: alert.into_iter().collect(),
        parts,
        ..Desk::default()
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
                Cell::Link {
                    address: links::page(
                        language,
                        &format!("/registry/organisations/{}", one.number),
                    ),
                    text: one.name.clone(),
                },
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
        let registry = &Words::of(language).registry;
        parts.push(Part::Heading(registry.add_organisation.to_owned()));
        parts.push(Part::Form(self.add_form(language)));
        let desk = Desk {
            title: words.organisations_title.to_owned(),
            lead: words.organisations_lead.to_owned(),
            parts,
            ..Desk::default()
        };
        render(&self.shell, language, "OrganisationsPage", desk)
    }

    fn add_form(&self, language: Language) -> Form {
        let words = &Words::of(language).registry;
        let error = when(self.problem, OrganisationProblem::Known, words.known).or_else(|| {
            let wrong = words.organisation_code_wrong;
            when(self.problem, OrganisationProblem::Code, wrong)
        });
        let action = links::page(language, "/registry/organisations");
        Form::post(action, &self.form_token, words.register)
            .with(
                Field::new(
                    FieldKind::Text,
                    "organisation_code",
                    words.code_of_organisation,
                    &self.form.code,
                )
                .hint(words.organisation_code_hint)
                .error(error),
            )
            .with(organisation_name(language, &self.form, self.problem))
    }
}

impl OrganisationPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = Words::of(language);
        let path = format!("/registry/organisations/{}", self.organisation.number);
        let form = Form::post(
            links::page(language, &path),
            &self.form_token,
            words.registry.save,
        )
        .carrying("seen", &self.seen)
        .with(organisation_name(language, &self.form, self.problem));
        let sites = words.integer(&self.organisation.sites);
        let parts = vec![
            Part::Facts(vec![
                (
                    words.operator.code.to_owned(),
                    self.organisation.code.clone(),
                ),
                (
                    words.operator.name.to_owned(),
                    self.organisation.name.clone(),
                ),
                (words.registry.whose_sites.to_owned(), sites),
            ]),
            Part::Heading(words.registry.change.to_owned()),
            Part::Form(form),
        ];
        let is_stale = self.problem == Some(OrganisationProblem::Stale);
        let alert = change_alert(language, self.is_saved, is_stale);
        let title = words.registry.organisation_title.to_owned();
        let desk = change_desk(title, alert, parts);
        render(&self.shell, language, "OrganisationPage", desk)
    }
}

impl SitesPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = Words::of(language);
        let rows = self.sites.iter().map(|site| {
            vec![
                Cell::Link {
                    address: links::page(language, &format!("/registry/sites/{}", site.number)),
                    text: site.name.clone(),
                },
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
        let registry = &Words::of(language).registry;
        parts.push(Part::Heading(registry.add_site.to_owned()));
        parts.push(Part::Form(self.add_form(language)));
        let desk = Desk {
            title: words.sites_title.to_owned(),
            lead: words.sites_lead.to_owned(),
            parts,
            ..Desk::default()
        };
        render(&self.shell, language, "SitesPage", desk)
    }

    fn add_form(&self, language: Language) -> Form {
        let all = Words::of(language);
        let words = &all.registry;
        let is = |one, text| when(self.problem, one, text);
        let code_error = is(SiteProblem::Known, words.known)
            .or_else(|| is(SiteProblem::Code, words.site_code_wrong));
        let department_error = is(SiteProblem::Department, words.department_wrong)
            .or_else(|| is(SiteProblem::OtherDepartment, words.other_department));
        let tiers = Tier::ALL.map(|tier| Choice {
            value: tier.as_str().to_owned(),
            label: all.tier(&tier).to_owned(),
        });
        let action = links::page(language, "/registry/sites");
        let mut form = Form::post(action, &self.form_token, words.register)
            .with(
                Field::new(
                    FieldKind::Text,
                    "site_code",
                    words.code_of_site,
                    &self.form.code,
                )
                .hint(words.site_code_hint)
                .error(code_error),
            )
            .with(
                Field::new(
                    FieldKind::Choice,
                    "tier",
                    all.operator.tier,
                    &self.form.tier,
                )
                .choices(tiers.to_vec())
                .error(is(SiteProblem::Tier, words.tier_wrong)),
            )
            .with(
                Field::new(
                    FieldKind::Text,
                    "department",
                    words.department,
                    &self.form.department,
                )
                .hint(words.department_hint)
                .optional()
                .error(department_error),
            );
        form.fields
            .extend(site_fields(language, &self.form, self.problem));
        form
    }
}

impl SitePage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = Words::of(language);
        let path = format!("/registry/sites/{}", self.site.number);
        let mut form = Form::post(
            links::page(language, &path),
            &self.form_token,
            words.registry.save,
        )
        .carrying("seen", &self.seen);
        form.fields = site_fields(language, &self.form, self.problem);
        let parts = vec![
            Part::Facts(self.facts(language)),
            Part::Heading(words.registry.change.to_owned()),
            Part::Text(words.registry.fixed.to_owned()),
            Part::Form(form),
        ];
        let is_stale = self.problem == Some(SiteProblem::Stale);
        let alert = change_alert(language, self.is_saved, is_stale);
        let title = words.registry.site_title.to_owned();
        let desk = change_desk(title, alert, parts);
        render(&self.shell, language, "SitePage", desk)
    }

    fn facts(&self, language: Language) -> Vec<(String, String)> {
        let all = Words::of(language);
        let (operator, words) = (&all.operator, &all.registry);
        let kind = if self.is_synthetic {
            words.synthetic
        } else {
            words.real
        };
        let (from, until) = self.expected.clone();
        let facts = [
            (operator.code, self.site.code.clone()),
            (operator.name, self.site.name.clone()),
            (operator.tier, all.tier(&self.site.tier).to_owned()),
            (operator.place, self.site.place.clone()),
            (words.organisation, self.site.organisation.clone()),
            (words.from, from),
            (words.until, until),
            (words.kind, kind.to_owned()),
        ];
        let known = facts.into_iter().filter(|(_, value)| !value.is_empty());
        known
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }
}
