//! A scenario on two printed pages.

use askama::Template;
use rust_decimal::Decimal;
use vigie_model::{Day, Language};

use super::compare::ComparedRule;
use super::market::{MarketOutcome, MarketPage, MarketView, PackRow, PartRow, View as MarketParts};
use super::rules::RuleStatus;
use crate::frame::{Frame, Place, RenderError};
use crate::shared::Known;
use crate::words::Words;

/// Parts of the market that are told.
const MOST_PARTS: usize = 6;
/// Packs that are told.
const MOST_PACKS: usize = 6;
/// Companies that are told.
const MOST_COMPANIES: usize = 5;

/// What a note has beside the page of its scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// The page of the scenario, computed.
    pub page: MarketPage,
    /// What the scenario changes: the value of the law, and its own.
    pub changes: Vec<ComparedRule>,
    /// Digest of the scenario.
    pub digest: String,
    /// Address of the page of the scenario, with the name of the server when that is known.
    pub address: String,
    /// Day of the note.
    pub made_on: Day,
}

#[derive(Template)]
#[template(path = "laboratory_note.html")]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    note: &'a Note,
    outcome: &'a MarketOutcome,
    parts: MarketParts<'a>,
}

impl Note {
    /// The note as an HTML document; the page of the scenario when it could not be computed.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let MarketView::Computed(outcome) = &self.page.view else {
            return self.page.render(language);
        };
        let words = Words::of(language);
        let title = words.comparison.note_title.to_owned();
        let description = words.comparison.note_lead.to_owned();
        let view = View {
            frame: Frame::new(
                &self.page.shell,
                language,
                Place::Laboratory,
                title,
                description,
            ),
            words,
            note: self,
            outcome,
            parts: self.page.view(language),
        };
        view.render().map_err(RenderError::of("Note"))
    }
}

impl View<'_> {
    /// The parts that gain most, of those that gain or lose, each with the name of its split.
    fn moved_parts(&self) -> Vec<(&'static str, &PartRow)> {
        let splits = self.parts.splits(&self.outcome.parts).into_iter();
        let all = splits.flat_map(|(_, split, rows)| rows.into_iter().map(move |row| (split, row)));
        let mut moved: Vec<_> = all.filter(|(_, part)| !part.gain.is_zero()).collect();
        moved.sort_by_key(|(_, part)| std::cmp::Reverse(part.gain));
        moved.truncate(MOST_PARTS);
        moved
    }

    /// The packs whose contribution changes most.
    fn moved_packs(&self) -> Vec<&PackRow> {
        let change =
            |pack: &PackRow| -> Decimal { (pack.contributions[0] - pack.contributions[1]).abs() };
        let mut packs: Vec<&PackRow> = self.outcome.packs.iter().collect();
        packs.sort_by_key(|pack| std::cmp::Reverse(change(pack)));
        packs.truncate(MOST_PACKS);
        packs
    }

    fn companies(&self) -> &[super::CompanyRow] {
        let companies = &self.outcome.companies;
        companies.get(..MOST_COMPANIES).unwrap_or(companies)
    }

    /// Keys of the rows read that are not law, by how sure they are.
    fn unsure_rules(&self) -> Vec<(&'static str, String)> {
        let mut by_status: Vec<(&'static str, String)> = Vec::new();
        let rows = self.outcome.rules.rows.iter();
        for row in rows.filter(|row| row.status != RuleStatus::Promulgated) {
            let status = row.status(self.words);
            match by_status.iter_mut().find(|(known, _)| *known == status) {
                Some((_, keys)) => {
                    keys.push_str(", ");
                    keys.push_str(&row.key);
                }
                None => by_status.push((status, row.key.clone())),
            }
        }
        by_status
    }
}
