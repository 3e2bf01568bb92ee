//! Scenarios of prices and taxes side by side.

use askama::Template;
use rust_decimal::Decimal;
use vigie_model::Language;

use super::market::MarketSums;
use crate::Prose;
use crate::frame::{Frame, Place, RenderError, Shell};
use crate::words::Words;

/// The page.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparePage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The scenarios, at most as many as there are letters on the page.
    pub scenarios: Vec<ComparedScenario>,
    /// The parameters that one of them changes.
    pub rules: Vec<ComparedRule>,
    /// What may be added, and the address that does; nothing when there are as many as may be.
    pub additions: Vec<Addition>,
    /// Address of the page where another scenario is set, to be added; `None` when there are as many as may be.
    pub another: Option<String>,
}

/// A scenario that is offered.
#[derive(Debug, Clone, PartialEq)]
pub struct Addition {
    /// Which claim it opens.
    pub claim: OfferedClaim,
    /// Address of the comparison with it.
    pub address: String,
}

/// The claims on prices and taxes that open as a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfferedClaim {
    /// Mature medicines below a threshold are exempt.
    Threshold,
    /// An abatement on the European share.
    Abatement,
    /// Prices of cheap medicines rise.
    Revision,
}

impl OfferedClaim {
    /// All, as the first page of the laboratory lists them.
    pub const ALL: [Self; 3] = [Self::Threshold, Self::Abatement, Self::Revision];

    /// The scenario as a query.
    pub const fn query(self) -> &'static str {
        match self {
            Self::Threshold => "threshold=5",
            Self::Abatement => "abatement=30&european=50",
            Self::Revision => "rise=10&rise-below=2",
        }
    }
}

/// One scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedScenario {
    /// Whose law it starts from.
    pub year: i16,
    /// Address of its own page.
    pub edit: String,
    /// Address of the comparison without it.
    pub remove: String,
    /// Whether it changes nothing.
    pub is_law: bool,
    /// What it does, or why it cannot be said.
    pub outcome: Result<ComparedSums, Vec<Prose>>,
}

/// What a scenario does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ComparedSums {
    /// Under the law of its year.
    pub before: MarketSums,
    /// Under the scenario.
    pub after: MarketSums,
    /// Boxes of the year, of all packs counted.
    pub boxes: u64,
    /// Companies that gain and that lose.
    pub companies_moved: [u64; 2],
    /// By what the rates would be multiplied to bring in as much; `None` when nothing pays any more.
    pub neutral_factor: Option<Decimal>,
}

/// A parameter that a scenario changes.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedRule {
    /// Its key.
    pub key: String,
    /// What its values are counted in, as text.
    pub unit: String,
    /// Its value in each scenario, and whether the scenario changes it; `None` when the year has no row.
    pub values: Vec<Option<(String, bool)>>,
}

impl ComparedRule {
    /// What its values are counted in, in words where they are known.
    pub(super) fn unit(&self, words: &Words) -> String {
        match self.unit.as_str() {
            "eur_per_box" => words.comparison.unit_box.to_owned(),
            "ratio" => words.comparison.unit_ratio.to_owned(),
            other => other.to_owned(),
        }
    }
}

#[derive(Template)]
#[template(path = "laboratory_compare.html")]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a ComparePage,
}

/// A figure of each scenario.
struct FigureRow {
    label: &'static str,
    /// The figure, and its difference from the law.
    cells: Vec<Option<(String, String)>>,
}

impl ComparePage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = Words::of(language);
        let title = words.comparison.title.to_owned();
        let description = words.comparison.description.to_owned();
        let view = View {
            frame: Frame::new(&self.shell, language, Place::Laboratory, title, description),
            words,
            page: self,
        };
        view.render().map_err(RenderError::of("ComparePage"))
    }
}

/// The letter of a scenario by its place.
fn letter(place: usize) -> char {
    char::from(b'A' + place.min(25) as u8)
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "templates hand over references"
)]
impl View<'_> {
    fn letter(place: &usize) -> char {
        letter(*place)
    }

    fn wrong_heading(&self, place: &usize) -> String {
        let own = &self.words.comparison;
        format!("{} {} {}", own.scenario, letter(*place), own.wrong)
    }

    fn claim(&self, claim: &OfferedClaim) -> &'static str {
        let own = &self.words.laboratory;
        match claim {
            OfferedClaim::Threshold => own.threshold_claim,
            OfferedClaim::Abatement => own.abatement_claim,
            OfferedClaim::Revision => own.revision_claim,
        }
    }

    fn figures(&self) -> Vec<FigureRow> {
        let (own, words) = (&self.words.laboratory, self.words);
        let money = |label, of: fn(&MarketSums) -> Decimal| {
            self.row(label, |sums| {
                let (before, after) = (of(&sums.before), of(&sums.after));
                (
                    words.millions(&after),
                    words.millions_change(&(after - before)),
                )
            })
        };
        let count = |label, of: fn(&MarketSums) -> u64| {
            self.row(label, |sums| {
                let (before, after) = (of(&sums.before), of(&sums.after));
                (words.integer(&after), words.change_between(&after, &before))
            })
        };
        let plain = |label, text: &dyn Fn(&ComparedSums) -> String| {
            self.row(label, |sums| (text(sums), String::new()))
        };
        vec![
            money(own.contributions, |sums| sums.contributions),
            money(own.public_spend, |sums| sums.public_spend),
            money(own.turnover, |sums| sums.turnover),
            money(own.safeguard, |sums| sums.safeguard),
            count(own.exempt_packs, |sums| sums.exempt_packs),
            plain(words.comparison.boxes_share, &|sums| {
                let share = sums.after.exempt_boxes as f64 / sums.boxes.max(1) as f64;
                words.percent(&share)
            }),
            money(own.exempt_turnover, |sums| sums.exempt_turnover),
            plain(words.comparison.gaining, &|sums| {
                words.integer(&sums.companies_moved[0])
            }),
            plain(words.comparison.losing, &|sums| {
                words.integer(&sums.companies_moved[1])
            }),
            plain(words.comparison.factor, &|sums| {
                let factor = sums.neutral_factor.as_ref();
                factor.map_or_else(
                    || words.terms.unknown.to_owned(),
                    |factor| words.factor(factor),
                )
            }),
        ]
    }

    fn row(
        &self,
        label: &'static str,
        cell: impl Fn(&ComparedSums) -> (String, String),
    ) -> FigureRow {
        let cells = self.page.scenarios.iter();
        FigureRow {
            label,
            cells: cells
                .map(|scenario| scenario.outcome.as_ref().ok().map(&cell))
                .collect(),
        }
    }
}
