//! Definitions of every number.

use askama::Template;
use vigie_model::Language;

use crate::Prose;
use crate::frame::{Frame, Place, RenderError, Shell};
use crate::words::Words;

/// Identifiers of the definitions that the pages link to. The list given to [`Definitions`] must hold them all.
pub const LINKED_DEFINITIONS: [&str; 33] = [
    "turnover-contributions",
    "expected-lack",
    "cost-of-holding",
    "expired-boxes",
    "protected-boxes",
    "margin-per-box",
    "break-even-price",
    "withdrawal-risk",
    "gini",
    "jain",
    "stock",
    "demand",
    "cover",
    "median-cover",
    "cover-label",
    "sites-holding",
    "sites-at-zero",
    "share-at-zero",
    "own-demand",
    "own-cover",
    "organisation-demand",
    "organisation-cover",
    "legal-stock",
    "completeness",
    "availability",
    "availability-move",
    "year-listed",
    "episode",
    "thin-episode",
    "severity",
    "price",
    "reimbursement",
    "major-therapeutic-interest",
];

/// The page of definitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definitions {
    /// What surrounds the page.
    pub shell: Shell,
    /// All definitions, in the order shown.
    pub entries: Vec<Definition>,
}

/// The definition of one number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// Identifier, never changed once published: `cover`. The anchor on the page.
    pub identifier: String,
    /// Name.
    pub name: Prose,
    /// What it means, in a sentence.
    pub meaning: Prose,
    /// How it is computed.
    pub formula: Prose,
    /// Its unit.
    pub unit: Prose,
    /// Where the data or the rule come from.
    pub source: Prose,
    /// What to beware of.
    pub note: Option<Prose>,
}

#[derive(Template)]
#[template(path = "definitions.html")]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a Definitions,
}

impl Definitions {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = Words::of(language);
        let title = words.meanings.title.to_owned();
        let description = words.meanings.description.to_owned();
        let frame = Frame::new(
            &self.shell,
            language,
            Place::Definitions,
            title,
            description,
        );
        View {
            frame,
            words,
            page: self,
        }
        .render()
        .map_err(RenderError::of("Definitions"))
    }
}
