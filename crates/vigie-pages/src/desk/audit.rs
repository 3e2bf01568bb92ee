//! The audit log.

use vigie_model::Language;

use super::part::{Cell, Choice, Desk, Field, FieldKind, Form, Part, Table, headers, next_link};
use super::render;
use crate::frame::{RenderError, Shell};
use crate::links;
use crate::words::Words;

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
