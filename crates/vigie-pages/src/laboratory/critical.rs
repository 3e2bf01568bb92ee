//! Lists of critical medicines side by side: the country's, and the Union's.

use askama::Template;
use vigie_model::{Day, Language};

use crate::Island;
use crate::frame::{Frame, Place, RenderError, Shell};
use crate::shared::Known;
use crate::words::Words;

/// Where a substance is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CriticalSide {
    /// Critical for the Union, and no medicine that matches is on the national list.
    EuropeanOnly,
    /// On the national list, and not critical for the Union.
    NationalOnly,
    /// On both.
    Both,
    /// Critical for the Union, and nothing here matches.
    NotMarketed,
}

impl CriticalSide {
    /// All of them, as the page shows them.
    pub const ALL: [Self; 4] = [
        Self::EuropeanOnly,
        Self::NationalOnly,
        Self::Both,
        Self::NotMarketed,
    ];

    /// Its word in the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EuropeanOnly => "european",
            Self::NationalOnly => "national",
            Self::Both => "both",
            Self::NotMarketed => "absent",
        }
    }

    /// From the word of an address.
    pub fn from_query(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.as_str() == text)
    }
}

/// How many substances and medicines are on one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SideCount {
    /// Which.
    pub side: CriticalSide,
    /// Substances (ATC classes of level 5).
    pub substances: u64,
    /// Marketed medicines.
    pub medicines: u64,
    /// Medicines of which only the substance is alike: to be reviewed.
    pub to_review: u64,
    /// Of the marketed medicines, in shortage on the published list.
    pub in_shortage: u64,
}

/// A class of the first level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriticalClassRow {
    /// Its letter.
    pub letter: String,
    /// Its name in French; empty when the classification has none.
    pub name: String,
    /// Substances on each side, in the order of [`CriticalSide::ALL`].
    pub substances: [u64; 4],
}

/// A substance.
#[derive(Debug, Clone, PartialEq)]
pub struct CriticalRow {
    /// Its class of level 5; empty for medicines without a class.
    pub atc: String,
    /// Its name in French; empty when the classification has none.
    pub name: String,
    /// Marketed medicines.
    pub medicines: u64,
    /// Of these, on the national list.
    pub national: u64,
    /// Matched by class, with substances that are written otherwise.
    pub partial: u64,
    /// Medicines whose substance has this name in another class: to be reviewed.
    pub to_review: u64,
    /// In shortage on the published list.
    pub in_shortage: u64,
    /// Days that the stock of pharmacies lasts.
    pub cover_days: Known<f64>,
}

/// The page.
#[derive(Debug, Clone, PartialEq)]
pub struct CriticalPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Classes of the Union list that is shipped.
    pub listed: u64,
    /// Day of the availability list.
    pub listed_on: Option<Day>,
    /// The side that is shown.
    pub side: CriticalSide,
    /// All sides.
    pub counts: Vec<SideCount>,
    /// Classes of the first level.
    pub classes: Vec<CriticalClassRow>,
    /// A page of the substances of the side.
    pub rows: Vec<CriticalRow>,
    /// Addresses of the substances before and after these.
    pub around: [Option<String>; 2],
    /// Address of all substances as a file.
    pub file: String,
}

#[derive(Template)]
#[template(path = "laboratory_critical.html", blocks = ["substances"])]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a CriticalPage,
}

impl CriticalPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        self.view(language)
            .render()
            .map_err(RenderError::of("CriticalPage"))
    }

    /// What the choice of a side changes of it.
    pub fn render_substances(&self, language: Language) -> Result<String, RenderError> {
        self.view(language)
            .as_substances()
            .render()
            .map_err(RenderError::of("CriticalPage"))
    }

    fn view(&self, language: Language) -> View<'_> {
        let words = Words::of(language);
        let title = words.critical.title.to_owned();
        let description = words.critical.description.to_owned();
        let frame = Frame::new(&self.shell, language, Place::Laboratory, title, description)
            .with_islands(&[Island::Refresh]);
        View {
            frame,
            words,
            page: self,
        }
    }
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "templates hand over references"
)]
impl View<'_> {
    fn side(&self, side: &CriticalSide) -> &'static str {
        let words = &self.words.critical;
        match side {
            CriticalSide::EuropeanOnly => words.european_only,
            CriticalSide::NationalOnly => words.national_only,
            CriticalSide::Both => words.both,
            CriticalSide::NotMarketed => words.not_marketed,
        }
    }

    fn address(&self, side: &CriticalSide) -> String {
        let path = format!(
            "/laboratory/critical-list?show={}#substances",
            side.as_str()
        );
        self.frame.link(&path)
    }

    fn class_address(&self, atc: &str) -> String {
        self.frame.link(&format!("/observatory?of={atc}"))
    }

    fn basis(&self) -> String {
        let words = self.words;
        let day = self.page.listed_on.map(|day| words.short_date(&day));
        words.critical.basis(
            &words.integer(&self.page.listed),
            day.as_deref().unwrap_or(words.terms.unknown),
        )
    }
}
