//! The observatory: any medicine, class or list on the map of the country.

mod areas;
mod subject;
mod time;

use askama::Template;
use vigie_model::{Day, Language, Tier};

use crate::chart::{Area, DepartmentMap};
use crate::frame::{Frame, Place, RenderError, Shell};
use crate::links;
use crate::notation::Notation;
use crate::shared::{CoverThresholds, Figure, Known, UnknownReason, ZeroThresholds};
use crate::words::Words;
use crate::{FigureName, Island};

pub use areas::{AreaRow, AreaValue};
pub use subject::{Subject, SubjectKind};

/// Tiers where patients get their medicines: the others have no days of cover of their own.
const PATIENT_TIERS: [Tier; 2] = [Tier::Pharmacy, Tier::Hospital];

/// What the map shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Measure {
    /// Days of cover.
    #[default]
    Cover,
    /// Share of the sites that carry a pack and have none.
    AtZero,
}

impl Measure {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Cover, Self::AtZero];

    /// The word in the address: `?show=at-zero`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cover => "cover",
            Self::AtZero => "at-zero",
        }
    }

    /// From the word in the address.
    pub fn from_query(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|measure| measure.as_str() == text)
    }
}

/// Parts of the country that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Division {
    /// Departments.
    #[default]
    Department,
    /// Regions.
    Region,
}

impl Division {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Department, Self::Region];

    /// The word in the address: `?by=region`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Department => "department",
            Self::Region => "region",
        }
    }

    /// From the word in the address.
    pub fn from_query(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|division| division.as_str() == text)
    }
}

/// The map of one subject, with the same numbers as a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Observatory {
    /// What surrounds the page.
    pub shell: Shell,
    /// What is shown on the map.
    pub subject: Subject,
    /// What was typed and matches nothing.
    pub unmatched: Option<String>,
    /// Other things that were meant perhaps, when the text is not clear.
    pub candidates: Vec<Subject>,
    /// Subjects to begin with.
    pub examples: Vec<Subject>,
    /// What is measured.
    pub measure: Measure,
    /// Which parts of the country are told apart.
    pub division: Division,
    /// At which tier.
    pub tier: Tier,
    /// Day of the stocks shown.
    pub as_of: Day,
    /// First and last day that can be shown; `None` when the past of the subject is not told.
    pub span: Option<(Day, Day)>,
    /// Whether a day was chosen: the newest one is shown otherwise.
    pub is_day_chosen: bool,
    /// The country as a whole.
    pub figures: Vec<(FigureName, Figure)>,
    /// The parts of the country, in no order.
    pub areas: Vec<AreaRow>,
    /// Days from which cover is labelled.
    pub thresholds: CoverThresholds,
    /// Shares from which sites at zero are labelled.
    pub zero_thresholds: ZeroThresholds,
    /// The same numbers for programs: name of the format and address.
    pub data: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "observatory.html")]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a Observatory,
    map: String,
    map_title: String,
    legend: Vec<(&'static str, String)>,
    rows: Vec<areas::ShownArea<'a>>,
    time: Option<time::Time>,
}

impl Observatory {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        self.view(language)
            .and_then(|view| view.render())
            .map_err(RenderError::of("Observatory"))
    }

    fn view(&self, language: Language) -> Result<View<'_>, askama::Error> {
        let words = Words::of(language);
        let name = self.subject.name(words);
        let frame = Frame::new(
            &self.shell,
            language,
            Place::Observatory,
            words.observatory.title_of(&name),
            words.observatory.description_of(&name),
        )
        .with_islands(&[Island::Map]);
        Ok(View {
            map: self.map(words)?,
            map_title: self.map_title(words),
            legend: self.legend(words),
            rows: self.shown_areas(words),
            time: self.time(language),
            page: self,
            words,
            frame,
        })
    }

    fn map(&self, words: &Words) -> Result<String, askama::Error> {
        let shown = self.shown_areas(words);
        let areas = shown.iter().flat_map(|shown| {
            shown.row.departments.iter().map(|code| Area {
                code: code.clone(),
                label: words
                    .observatory
                    .area_label(&shown.row.name, &shown.value_text),
                class: shown.class,
                address: format!("#area-{}", shown.row.code),
            })
        });
        DepartmentMap {
            identifier: "map".to_owned(),
            title: self.map_title(words),
            description: words.observatory.map_description.to_owned(),
            areas: areas.collect(),
        }
        .render()
    }

    /// What stands in the field: the subject, or what was typed in its place.
    fn typed(&self) -> &str {
        self.unmatched.as_deref().unwrap_or(&self.subject.code)
    }

    fn labelled_figures(&self, words: &Words) -> Vec<(&'static str, &Figure)> {
        let figures = self.figures.iter();
        figures
            .map(|(name, figure)| (words.figure(name), figure))
            .collect()
    }

    fn map_title(&self, words: &Words) -> String {
        let measure = words.measure(&self.measure);
        let day = words.language.date(self.as_of);
        words
            .observatory
            .map_title(measure, &self.subject.name(words), &day)
    }

    /// Class and meaning of each colour, the most serious first.
    fn legend(&self, words: &Words) -> Vec<(&'static str, String)> {
        let text = &words.observatory;
        let [serious, watch, good] = match self.measure {
            Measure::Cover => {
                let watch = words
                    .language
                    .integer(self.thresholds.watch_from_days as u64);
                let good = words
                    .language
                    .integer(self.thresholds.satisfactory_from_days as u64);
                [
                    text.days_below(&watch),
                    text.days_between(&watch, &good),
                    text.days_from(&good),
                ]
            }
            Measure::AtZero => {
                let watch = words
                    .language
                    .percent(self.zero_thresholds.watch_from_share);
                let serious = words
                    .language
                    .percent(self.zero_thresholds.insufficient_from_share);
                [
                    text.share_from(&serious),
                    text.share_between(&watch, &serious),
                    text.share_below(&watch),
                ]
            }
        };
        vec![
            ("insufficient", serious),
            ("watch", watch),
            ("satisfactory", good),
            ("not-relevant", text.not_known.to_owned()),
        ]
    }

    /// This page about another subject.
    fn address_of(&self, frame: &Frame<'_>, subject: &Subject) -> String {
        format!("{}?{}", frame.link("/observatory"), self.query(subject))
    }

    /// The choices of this page about a subject, without the day.
    fn query(&self, subject: &Subject) -> String {
        let choices = [
            ("of", subject.code.as_str()),
            ("show", self.measure.as_str()),
            ("by", self.division.as_str()),
            ("tier", self.tier.as_str()),
        ];
        let query: Vec<String> = choices
            .into_iter()
            .map(|(key, value)| format!("{key}={}", links::percent_encode(value)))
            .collect();
        query.join("&")
    }
}
