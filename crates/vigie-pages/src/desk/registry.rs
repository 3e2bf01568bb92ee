//! Organisations and sites, as registered.

use vigie_model::{Language, Tier};

use super::part::{Cell, Desk, Field, FieldKind, Form, Part, Table, headers, next_link};
use super::render;
use crate::frame::{RenderError, Shell};
use crate::links;
use crate::words::Words;

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
