//! Search results.

use askama::Template;
use vigie_model::Language;

use crate::Island;
use crate::frame::{Frame, Place, RenderError, Shell};
use crate::shared::{Availability, CoverLabel, CoverThresholds, Known, UnknownReason};
use crate::words::Words;

/// The results of a search. The search box keeps what was typed.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchResults {
    /// What surrounds the page.
    pub shell: Shell,
    /// What was typed, as typed; empty shows how to search.
    pub query: String,
    /// Medicines found in all, not only on this page.
    pub total: u64,
    /// Position of the first result shown, from 1.
    pub first: u64,
    /// Results of this page, best first.
    pub results: Vec<SearchResult>,
    /// Address of the next page, with language.
    pub next: Option<String>,
    /// A better spelling, when there is one.
    pub suggestion: Option<String>,
    /// Days from which cover is labelled.
    pub thresholds: CoverThresholds,
}

/// A medicine found.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchResult {
    /// Identifier of the medicine, 8 digits.
    pub cis: String,
    /// Name of the medicine, in French as published.
    pub name: String,
    /// Substances, joined, in French as published.
    pub substances: String,
    /// Holder of the authorisation; `None` when the source names none.
    pub company: Option<String>,
    /// The field that matched best.
    pub matched: MatchedField,
    /// The text of that field, when it is neither the name nor the substances: `J01CA04`, a CIP.
    pub matched_text: Option<String>,
    /// Number of packs.
    pub packs: u64,
    /// Of major therapeutic interest (MITM).
    pub major_therapeutic_interest: bool,
    /// What the availability list says; `None` inside when it is not on it, unknown when no list was imported.
    pub availability: Known<Option<Availability>>,
    /// National cover of the pack with the highest demand, days.
    pub cover_days: Known<f64>,
}

/// The field in which a search found a medicine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MatchedField {
    /// Name of the medicine or of a pack.
    Name,
    /// Active substance.
    Substance,
    /// CIS, CIP7, CIP13, UCD or GTIN.
    Code,
    /// ATC code or the name of its class.
    Atc,
    /// Company.
    Company,
}

#[derive(Template)]
#[template(path = "search.html", blocks = ["results"])]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a SearchResults,
    rows: Vec<(&'a SearchResult, CoverLabel)>,
    count: String,
    announcement: String,
    range: String,
}

impl SearchResults {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        self.view(language)
            .render()
            .map_err(RenderError::of("SearchResults"))
    }

    /// The results alone, for a page that is open already.
    pub fn render_results(&self, language: Language) -> Result<String, RenderError> {
        self.view(language)
            .as_results()
            .render()
            .map_err(RenderError::of("SearchResults"))
    }

    fn view(&self, language: Language) -> View<'_> {
        let words = Words::of(language);
        let title = if self.is_empty() {
            words.search.title.to_owned()
        } else {
            words.search.title_for(&self.query)
        };
        let frame = Frame::new(
            &self.shell,
            language,
            Place::Search,
            title,
            words.search.description.to_owned(),
        )
        .with_search(&self.query)
        .with_islands(&[Island::Refresh]);
        let count = words.search.count_for(self.total, &self.query);
        View {
            announcement: if self.is_empty() {
                String::new()
            } else {
                count.clone()
            },
            count,
            rows: self
                .results
                .iter()
                .map(|result| (result, CoverLabel::of(&result.cover_days, &self.thresholds)))
                .collect(),
            range: words.search.shown(self.first, self.last()),
            page: self,
            words,
            frame,
        }
    }

    /// Nothing was asked.
    fn is_empty(&self) -> bool {
        self.query.trim().is_empty()
    }

    fn last(&self) -> u64 {
        self.first + (self.results.len() as u64).saturating_sub(1)
    }
}
