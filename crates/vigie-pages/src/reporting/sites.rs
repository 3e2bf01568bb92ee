//! The sites that one may see.

use askama::Template;
use vigie_model::{Day, Language, Tier};

use crate::frame::{Frame, Place, RenderError, Shell};
use crate::shared::UnknownReason;
use crate::words::Words;

/// Whether a site reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SiteState {
    /// Its stock is of the latest day, or of the day before.
    OnTime,
    /// Its stock is so many days behind the country's.
    Late(u64),
    /// Nothing was ever received.
    Never,
}

impl SiteState {
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::OnTime => "return",
            Self::Late(_) => "tension",
            Self::Never => "none",
        }
    }

    pub(crate) fn label(self, words: &Words) -> &'static str {
        match self {
            Self::OnTime => words.reporting.on_time,
            Self::Late(_) => words.reporting.late_short,
            Self::Never => words.reporting.never_short,
        }
    }
}

/// One of the sites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnSiteRow {
    /// FINESS, SIRET or GLN.
    pub code: String,
    /// Name.
    pub name: String,
    /// Place in the chain.
    pub tier: Tier,
    /// Department and municipality.
    pub place: String,
    /// Day of the last stock.
    pub last_day: Option<Day>,
    /// Whether it reports.
    pub state: SiteState,
    /// Packs that it carries.
    pub packs: u64,
    /// Those of which it has none.
    pub at_zero: u64,
}

/// The list of the sites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnSites {
    /// What surrounds the page.
    pub shell: Shell,
    /// What was looked for.
    pub query: String,
    /// Sites of this page.
    pub sites: Vec<OwnSiteRow>,
    /// Address of the next page.
    pub next: Option<String>,
}

#[derive(Template)]
#[template(path = "reporting/sites.html")]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a OwnSites,
}

impl OwnSites {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = Words::of(language);
        let title = words.reporting.title.to_owned();
        let description = words.reporting.lead.to_owned();
        let frame = Frame::new(&self.shell, language, Place::Reporting, title, description);
        let page = self;
        let view = View { frame, words, page };
        view.render().map_err(RenderError::of("OwnSites"))
    }
}
