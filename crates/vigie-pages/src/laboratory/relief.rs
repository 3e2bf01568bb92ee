//! The threshold and the abatement that relieve the most boxes for what may be paid.

use askama::Template;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use vigie_model::{Day, Language};

use super::rules::Rules;
use crate::chart::{CurveChart, CurvePoint};
use crate::frame::{Frame, Place, RenderError, Shell};
use crate::words::Words;
use crate::{Island, Prose};

/// Who pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payer {
    /// The public purse, up to a budget.
    Budget,
    /// Those who still pay contributions, at no public cost.
    Rest,
}

impl Payer {
    /// Both, as the page shows them.
    pub const ALL: [Self; 2] = [Self::Rest, Self::Budget];

    /// Its word in the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Budget => "budget",
            Self::Rest => "rest",
        }
    }
}

/// The page.
#[derive(Debug, Clone, PartialEq)]
pub struct ReliefPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Whose law it starts from.
    pub year: i16,
    /// Years that may be chosen.
    pub years: Vec<i16>,
    /// Who pays.
    pub payer: Payer,
    /// Millions of euros a year, as typed.
    pub budget: String,
    /// By how many percent the rates on the rest may rise, as typed.
    pub rise: String,
    /// European share that is assumed where it is not known, in percent, as typed.
    pub european: String,
    /// What was found.
    pub view: ReliefView,
}

/// What was found, or why nothing was.
#[derive(Debug, Clone, PartialEq)]
pub enum ReliefView {
    /// It was computed.
    Computed(Box<ReliefOutcome>),
    /// What is wrong and what to do.
    Wrong(Vec<Prose>),
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct ReliefOutcome {
    /// The point that relieves the most boxes.
    pub best: ReliefRow,
    /// Boxes of mature medicines that would pay more.
    pub burdened_boxes: u64,
    /// Contributions without relief, euros a year.
    pub contributions: Decimal,
    /// Boxes of mature medicines that pay, a year: the most that can be relieved.
    pub mature_boxes: u64,
    /// Costs, euros a year, and the most boxes that each could relieve, the cheapest first.
    pub curve: Vec<(f64, f64)>,
    /// Some points of the curve.
    pub rows: Vec<ReliefRow>,
    /// Points tried.
    pub tried: u64,
    /// Packs counted, day of the prices.
    pub packs: u64,
    /// Day of the prices.
    pub priced_on: Option<Day>,
    /// The rules that were read.
    pub rules: Rules,
}

/// A threshold and an abatement.
#[derive(Debug, Clone, PartialEq)]
pub struct ReliefRow {
    /// Threshold, euros a box; zero exempts nothing.
    pub threshold: Decimal,
    /// Abatement on the European share, from 0 to 1.
    pub abatement: Decimal,
    /// Contributions no longer paid, euros a year.
    pub cost: Decimal,
    /// Packs that are exempt.
    pub exempt_packs: u64,
    /// Boxes relieved a year.
    pub boxes: Decimal,
    /// By how much the rates on the rest are multiplied to bring in as much.
    pub factor: Option<Decimal>,
    /// Address of the scenario.
    pub address: String,
}

#[derive(Template)]
#[template(path = "laboratory_relief.html", blocks = ["outcome"])]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a ReliefPage,
    announcement: String,
    chart: String,
}

impl ReliefPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        self.view(language)?
            .render()
            .map_err(RenderError::of("ReliefPage"))
    }

    /// What the levers change of it.
    pub fn render_outcome(&self, language: Language) -> Result<String, RenderError> {
        self.view(language)?
            .as_outcome()
            .render()
            .map_err(RenderError::of("ReliefPage"))
    }

    fn view(&self, language: Language) -> Result<View<'_>, RenderError> {
        let words = Words::of(language);
        let own = &words.relief;
        let title = match &self.view {
            ReliefView::Computed(_) => own.title.to_owned(),
            ReliefView::Wrong(_) => format!("{} – {}", own.title, words.laboratory.wrong),
        };
        let description = own.description.to_owned();
        let frame = Frame::new(&self.shell, language, Place::Laboratory, title, description)
            .with_islands(&[Island::Refresh]);
        let (announcement, chart) = match &self.view {
            ReliefView::Computed(outcome) => (
                found(outcome, words),
                chart(outcome, words)
                    .render()
                    .map_err(RenderError::of("ReliefPage"))?,
            ),
            ReliefView::Wrong(_) => (words.laboratory.wrong.to_owned(), String::new()),
        };
        Ok(View {
            frame,
            words,
            page: self,
            announcement,
            chart,
        })
    }
}

fn found(outcome: &ReliefOutcome, words: &Words) -> String {
    let best = &outcome.best;
    words.relief.found(
        &words.euros(&best.threshold),
        &words.percent(&best.abatement.to_f64().unwrap_or_default()),
        &words.percent(&share(best, outcome)),
        &words.millions(&best.cost),
    )
}

/// Part of the boxes of mature medicines that is relieved, from 0 to 1.
fn share(row: &ReliefRow, outcome: &ReliefOutcome) -> f64 {
    row.boxes.to_f64().unwrap_or_default() / outcome.mature_boxes.max(1) as f64
}

/// Units to millions.
const MILLION: f64 = 1e6;

fn chart(outcome: &ReliefOutcome, words: &Words) -> CurveChart {
    let own = &words.relief;
    let millions = |amount: f64| amount / MILLION;
    let of_best = |amount: Decimal| millions(amount.to_f64().unwrap_or_default());
    CurveChart {
        identifier: "frontier".to_owned(),
        title: own.frontier_title.to_owned(),
        description: own.frontier_lead.to_owned(),
        across_label: own.cost_axis.to_owned(),
        up_label: own.boxes_axis.to_owned(),
        curve: outcome
            .curve
            .iter()
            .map(|(cost, boxes)| (millions(*cost), millions(*boxes)))
            .collect(),
        points: vec![CurvePoint {
            label: own.best.to_owned(),
            class: "best",
            across: of_best(outcome.best.cost),
            up: of_best(outcome.best.boxes),
        }],
        language: words.language,
    }
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "templates hand over references"
)]
impl View<'_> {
    fn payer(&self, payer: &Payer) -> &'static str {
        match payer {
            Payer::Budget => self.words.relief.by_budget,
            Payer::Rest => self.words.relief.by_rest,
        }
    }

    fn found(&self, outcome: &ReliefOutcome) -> String {
        found(outcome, self.words)
    }

    fn boxes(&self, row: &ReliefRow) -> String {
        self.words
            .integer(&row.boxes.round().to_u64().unwrap_or_default())
    }

    fn rate(&self, row: &ReliefRow) -> String {
        self.words
            .percent(&row.abatement.to_f64().unwrap_or_default())
    }

    fn share(&self, row: &ReliefRow, outcome: &ReliefOutcome) -> String {
        self.words.percent(&share(row, outcome))
    }

    fn factor(&self, row: &ReliefRow) -> String {
        let factor = row.factor.as_ref();
        factor.map_or_else(
            || self.words.terms.unknown.to_owned(),
            |factor| self.words.factor(factor),
        )
    }

    fn basis(&self, outcome: &ReliefOutcome) -> String {
        let words = self.words;
        let day = outcome.priced_on.map(|day| words.short_date(&day));
        words.relief.basis(
            &words.integer(&outcome.tried),
            &words.integer(&outcome.packs),
            day.as_deref().unwrap_or(words.terms.unknown),
        )
    }
}
