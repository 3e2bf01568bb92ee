//! What to deal with first.

use askama::Template;
use vigie_model::{Day, Language, Tier};

use crate::country::{PackRow, SeverityParts};
use crate::frame::{Frame, Place, RenderError, Shell};
use crate::links;
use crate::notation::Notation;
use crate::shared::{Completeness, CoverLabel, CoverThresholds, Known, UnknownReason};
use crate::words::Words;

/// What is remarkable of a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WorkFlags {
    /// Its cover is insufficient and the published list says nothing of it.
    pub is_unlisted: bool,
    /// There are weeks of it upstream.
    pub is_stranded: bool,
    /// No company tells of it.
    pub is_silent: bool,
}

/// Which packs are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WorkFilter {
    /// All whose cover is thin.
    #[default]
    All,
    /// Those that the published list does not have.
    Unlisted,
    /// Those that are upstream.
    Stranded,
    /// Those of which no company tells.
    Silent,
}

impl WorkFilter {
    /// All filters.
    pub const ALL: [Self; 4] = [Self::All, Self::Unlisted, Self::Stranded, Self::Silent];

    /// The value in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Unlisted => "unlisted",
            Self::Stranded => "stranded",
            Self::Silent => "silent",
        }
    }

    /// The filter of a value in an address.
    pub fn from_query(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filter| filter.as_str() == text)
    }

    /// Whether a pack with these flags is shown.
    pub const fn lets(self, flags: WorkFlags) -> bool {
        match self {
            Self::All => true,
            Self::Unlisted => flags.is_unlisted,
            Self::Stranded => flags.is_stranded,
            Self::Silent => flags.is_silent,
        }
    }

    const fn label(self, words: &Words) -> &'static str {
        match self {
            Self::All => words.agency.filter_all,
            Self::Unlisted => words.agency.filter_unlisted,
            Self::Stranded => words.agency.filter_stranded,
            Self::Silent => words.agency.filter_silent,
        }
    }
}

/// A pack to deal with.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkRow {
    /// The pack where patients get it.
    pub pack: PackRow,
    /// How severe it is.
    pub severity: SeverityParts,
    /// Boxes at companies, depositaries and wholesalers of the country.
    pub upstream_boxes: u64,
    /// Days that these would last at the country's sales to patients.
    pub upstream_days: Known<f64>,
    /// What is remarkable.
    pub flags: WorkFlags,
}

/// A part of the territory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// How addresses name it: `region:53`, `department:29`.
    pub territory: String,
    /// Name, in French as published.
    pub name: &'static str,
    /// Packs of major interest whose cover is insufficient there.
    pub insufficient: u64,
    /// Packs of major interest whose cover could be judged.
    pub judged: u64,
    /// Who was expected and who reported.
    pub completeness: Completeness,
}

/// How the sites of a tier report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LateTier {
    /// The tier.
    pub tier: Tier,
    /// Sites whose stock is of the latest day, or of the day before.
    pub on_time: u64,
    /// Sites whose stock is older.
    pub late: u64,
    /// Sites of which nothing was ever received.
    pub never: u64,
}

/// The work list of an agency.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkList {
    /// What surrounds the page.
    pub shell: Shell,
    /// Day of the stocks shown.
    pub as_of: Day,
    /// How addresses name the territory, and its name; `None` for the country.
    pub territory: Option<(String, &'static str)>,
    /// Territories that may be chosen, with their names.
    pub territories: Vec<(String, &'static str)>,
    /// Whether the country may be chosen.
    pub may_choose_country: bool,
    /// Which packs.
    pub filter: WorkFilter,
    /// How many packs each filter has.
    pub counts: Vec<(WorkFilter, u64)>,
    /// Rows of this page.
    pub rows: Vec<WorkRow>,
    /// Place of the first row, from 0.
    pub first: u64,
    /// Rows of all pages.
    pub total: u64,
    /// Rows on a full page.
    pub on_a_page: u64,
    /// Parts of the territory, the worst first.
    pub boards: Vec<Board>,
    /// How sites report.
    pub late: Vec<LateTier>,
    /// Days from which cover is labelled.
    pub thresholds: CoverThresholds,
}

#[derive(Template)]
#[template(path = "agency/work_list.html", blocks = ["work_region"])]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a WorkList,
}

impl WorkList {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        self.view(language)
            .render()
            .map_err(RenderError::of("WorkList"))
    }

    /// The list alone, as the page has it.
    pub fn render_work(&self, language: Language) -> Result<String, RenderError> {
        let view = self.view(language);
        view.as_work_region()
            .render()
            .map_err(RenderError::of("WorkList"))
    }

    fn view(&self, language: Language) -> View<'_> {
        let words = Words::of(language);
        let title = match &self.territory {
            Some((_, name)) => words.agency.work_of(name),
            None => words.agency.title.to_owned(),
        };
        let description = words.agency.lead.to_owned();
        let frame = Frame::new(&self.shell, language, Place::WorkList, title, description)
            .with_islands(&[crate::Island::Refresh]);
        let page = self;
        View { frame, words, page }
    }
}

impl View<'_> {
    fn address(&self, filter: WorkFilter, from: u64) -> String {
        let mut parts = vec![format!("show={}", filter.as_str())];
        if let Some((territory, _)) = &self.page.territory {
            parts.push(format!("territory={territory}"));
        }
        if from > 0 {
            parts.push(format!("from={from}"));
        }
        format!("{}?{}#work", self.frame.link("/work-list"), parts.join("&"))
    }

    fn filters(&self) -> Vec<(String, String, bool)> {
        let counts = self.page.counts.iter();
        counts
            .map(|&(filter, count)| {
                let label = self.words.agency.flagged(filter.label(self.words), count);
                (self.address(filter, 0), label, filter == self.page.filter)
            })
            .collect()
    }

    fn previous(&self) -> Option<String> {
        let before = self.page.first.saturating_sub(self.page.on_a_page);
        (self.page.first > 0).then(|| self.address(self.page.filter, before))
    }

    fn next(&self) -> Option<String> {
        let after = self.page.first + self.page.rows.len() as u64;
        (after < self.page.total).then(|| self.address(self.page.filter, after))
    }

    fn shown(&self) -> String {
        let last = self.page.first + self.page.rows.len() as u64;
        let number = |value: u64| self.words.language.integer(value);
        let first = self.page.first + u64::from(self.page.total > 0);
        let text = &self.words.reporting;
        text.rows_shown(&number(first), &number(last), &number(self.page.total))
    }

    fn score(&self, row: &WorkRow) -> String {
        let total = row.severity.total().round() as u64;
        self.words.language.integer(total)
    }

    fn label(&self, row: &WorkRow) -> CoverLabel {
        CoverLabel::of(&row.pack.cover_days, &self.page.thresholds)
    }

    fn flags(&self, row: &WorkRow) -> Vec<&'static str> {
        let text = &self.words.agency;
        let flags = [
            (row.flags.is_unlisted, text.flag_unlisted),
            (row.flags.is_stranded, text.flag_stranded),
            (row.flags.is_silent, text.flag_silent),
        ];
        let shown = flags.into_iter().filter(|(is_set, _)| *is_set);
        shown.map(|(_, label)| label).collect()
    }

    fn upstream(&self, row: &WorkRow) -> Option<String> {
        let days = self.words.language.days(row.upstream_days.value()?);
        Some(self.words.agency.upstream_days(&days))
    }

    fn pack_address(&self, row: &WorkRow) -> String {
        let cip13 = links::percent_encode(&row.pack.cip13);
        self.frame.link(&format!("/work-list/packs/{cip13}"))
    }

    fn board_address(&self, board: &Board) -> String {
        let path = self.frame.link("/work-list");
        format!("{path}?territory={}", board.territory)
    }

    fn share(&self, board: &Board) -> Option<String> {
        let judged = board.judged;
        (judged > 0).then(|| {
            let share = board.insufficient as f64 / judged as f64;
            self.words.language.percent(share)
        })
    }

    fn is_chosen(&self, territory: &str) -> bool {
        let chosen = self.page.territory.as_ref();
        chosen.is_some_and(|(chosen, _)| chosen == territory)
    }
}
