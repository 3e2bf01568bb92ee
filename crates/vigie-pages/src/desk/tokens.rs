//! Tokens of programs.

use vigie_model::Language;

use super::part::{Cell, Choice, Desk, Field, FieldKind, Form, Part, Table, headers, next_link};
use super::reach::ReachKind;
use super::render;
use crate::frame::{RenderError, Shell};
use crate::links;
use crate::words::{Operator, Words};

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
