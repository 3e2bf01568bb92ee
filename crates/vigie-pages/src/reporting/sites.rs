//! The sites that one may see.

use askama::Template;
use vigie_model::{Day, Language, Tier};

use crate::frame::{Frame, Place, RenderError, Shell};
use crate::links;
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

    /// The same with the days by which it is late.
    pub(crate) fn text(self, words: &Words) -> String {
        match self {
            Self::Late(days) => words.reporting.late_days(days),
            Self::OnTime | Self::Never => self.label(words).to_owned(),
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

/// An organisation of several sites that one may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationLink {
    /// SIREN, or the code that it has instead.
    pub identifier: String,
    /// Name.
    pub name: String,
    /// Those sites.
    pub sites: u64,
}

impl OrganisationLink {
    pub(crate) fn path(&self) -> String {
        organisation_path(&self.identifier)
    }

    pub(crate) fn sites_text(&self, words: &Words) -> String {
        words.reporting.sites_count(self.sites)
    }
}

/// Path of the page of an organisation, without language.
pub fn organisation_path(identifier: &str) -> String {
    let identifier = links::percent_encode(identifier);
    format!("/reporting/organisations/{identifier}")
}

/// The list of the sites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnSites {
    /// What surrounds the page.
    pub shell: Shell,
    /// What was looked for.
    pub query: String,
    /// Organisations with several of the sites, by name.
    pub organisations: Vec<OrganisationLink>,
    /// How many more there are.
    pub organisations_left: u64,
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

impl View<'_> {
    const fn caption_of_sites(&self) -> &'static str {
        self.words.reporting.sites_caption
    }

    fn organisations_left(&self) -> Option<String> {
        let left = self.page.organisations_left;
        (left > 0).then(|| self.words.reporting.more_organisations(left))
    }
}
