//! Safety stocks of a country: one rule for all beside the best use of the same money.

use askama::Template;
use vigie_model::{Day, Language};

use super::rules::Rules;
use crate::chart::{CurveChart, CurvePoint};
use crate::frame::{Frame, Place, RenderError, Shell};
use crate::words::Words;
use crate::{Island, Prose, links};

/// What can be moved on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StockLever {
    /// Months of the uniform rule.
    Months,
    /// Least months of every medicine.
    Floor,
    /// Largest months of every medicine.
    Cap,
    /// Mean length of a failure of supply, in days.
    Duration,
    /// Weight of a medicine without equivalent; 1 for the others.
    Weight,
}

impl StockLever {
    /// All levers, as the page shows them.
    pub const ALL: [Self; 5] = [
        Self::Months,
        Self::Floor,
        Self::Cap,
        Self::Duration,
        Self::Weight,
    ];

    /// Its word in the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Months => "months",
            Self::Floor => "floor",
            Self::Cap => "cap",
            Self::Duration => "duration",
            Self::Weight => "weight",
        }
    }

    /// Where its slider ends.
    pub const fn slider_end(self) -> u32 {
        match self {
            Self::Months | Self::Floor => 6,
            Self::Cap => 24,
            Self::Duration => 365,
            Self::Weight => 10,
        }
    }

    /// The step of its slider.
    pub const fn slider_step(self) -> &'static str {
        match self {
            Self::Months | Self::Floor => "0.1",
            Self::Cap | Self::Duration => "1",
            Self::Weight => "0.5",
        }
    }
}

/// One lever as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct StockField {
    /// Which.
    pub lever: StockLever,
    /// What was typed, or the default.
    pub value: String,
}

/// The page.
#[derive(Debug, Clone, PartialEq)]
pub struct StockPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The levers.
    pub levers: Vec<StockField>,
    /// What the rules do, or why it cannot be said.
    pub view: StockView,
}

/// What the rules do, or why it cannot be said.
#[derive(Debug, Clone, PartialEq)]
pub enum StockView {
    /// It was computed.
    Computed(Box<StockOutcome>),
    /// What is wrong and what to do.
    Wrong(Vec<Prose>),
}

/// A rule about stocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StockRule {
    /// The months of the lever for all.
    Uniform,
    /// Two months for all.
    TwoMonths,
    /// Four months for all.
    FourMonths,
    /// Two months, and four for the medicines that fail most often.
    TwoAndFour,
    /// The best use of the money of the uniform rule.
    BestForMoney,
    /// The cheapest stocks that protect as the uniform rule does.
    CheapestForProtection,
}

/// What a rule costs and loses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RuleOutcome {
    /// Which.
    pub rule: StockRule,
    /// Value of the stocks, euros.
    pub cost: f64,
    /// Boxes that patients lack in a year, weighted.
    pub loss: f64,
}

/// What the rules do.
#[derive(Debug, Clone, PartialEq)]
pub struct StockOutcome {
    /// Medicines counted.
    pub medicines: u64,
    /// Medicines of major interest without price or volume.
    pub left_out: u64,
    /// Day of the availability list that failure rates come from.
    pub listed_on: Option<Day>,
    /// Months of the uniform rule.
    pub months: f64,
    /// The rules compared.
    pub rules: Vec<RuleOutcome>,
    /// Cost and loss of the best use of each budget.
    pub frontier: Vec<(f64, f64)>,
    /// Loss of the best stocks for assumed rates, and of the uniform rule, when the truth is another.
    pub robustness: Vec<RobustnessRow>,
    /// Medicines that would hold more and less, largest value first.
    pub moved: [Vec<MovedRow>; 2],
    /// The parameters that were read.
    pub read: Rules,
    /// Address of all medicines as a file.
    pub file: String,
}

impl StockOutcome {
    fn uniform(&self) -> Option<&RuleOutcome> {
        let mut rules = self.rules.iter();
        rules.find(|rule| rule.rule == StockRule::Uniform)
    }
}

/// Stocks that were the best for wrong rates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RobustnessRow {
    /// Which error.
    pub error: StockError,
    /// What the best stocks lose when it is made.
    pub best: f64,
    /// What the uniform rule loses then.
    pub uniform: f64,
}

/// How the truth differs from what was assumed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StockError {
    /// As assumed.
    None,
    /// Failures last half as long.
    HalfAsLong,
    /// Failures last twice as long.
    TwiceAsLong,
    /// Each medicine fails half or twice as often, at random.
    RatesMixed,
}

/// A medicine whose stock would change.
#[derive(Debug, Clone, PartialEq)]
pub struct MovedRow {
    /// Its identifier.
    pub cis: String,
    /// Its name.
    pub name: String,
    /// Months at the best.
    pub months: f64,
    /// Manufacturer price of a box, euros.
    pub price: f64,
    /// Failures a year.
    pub failures: f64,
    /// Whether nothing equivalent is marketed.
    pub is_alone: bool,
    /// Change of the value held, euros.
    pub value: f64,
}

#[derive(Template)]
#[template(path = "laboratory_stock.html", blocks = ["outcome"])]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a StockPage,
    announcement: String,
    chart: String,
}

impl StockPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        self.view(language)?
            .render()
            .map_err(RenderError::of("StockPage"))
    }

    /// What the levers change of it.
    pub fn render_outcome(&self, language: Language) -> Result<String, RenderError> {
        self.view(language)?
            .as_outcome()
            .render()
            .map_err(RenderError::of("StockPage"))
    }

    fn view(&self, language: Language) -> Result<View<'_>, RenderError> {
        let words = Words::of(language);
        let title = words.laboratory_stock.title.to_owned();
        let description = words.laboratory_stock.description.to_owned();
        let frame = Frame::new(&self.shell, language, Place::Laboratory, title, description)
            .with_islands(&[Island::Refresh, Island::Slider]);
        let (announcement, chart) = match &self.view {
            StockView::Computed(outcome) => (
                words.laboratory_stock.title.to_owned(),
                chart(outcome, words)
                    .render()
                    .map_err(RenderError::of("StockPage"))?,
            ),
            StockView::Wrong(_) => (words.laboratory.wrong.to_owned(), String::new()),
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

/// Euros to millions.
const MILLION: f64 = 1e6;

fn chart(outcome: &StockOutcome, words: &Words) -> CurveChart {
    let own = &words.laboratory_stock;
    let millions = |(cost, loss): (f64, f64)| (cost / MILLION, loss / MILLION);
    CurveChart {
        identifier: "frontier".to_owned(),
        title: own.frontier_title.to_owned(),
        description: own.frontier_lead.to_owned(),
        across_label: own.cost_axis.to_owned(),
        up_label: own.loss_axis.to_owned(),
        curve: outcome.frontier.iter().copied().map(millions).collect(),
        points: outcome
            .rules
            .iter()
            .map(|rule| {
                let (across, up) = millions((rule.cost, rule.loss));
                CurvePoint {
                    label: rule_name(rule.rule, outcome.months, words),
                    class: match rule.rule {
                        StockRule::BestForMoney | StockRule::CheapestForProtection => "best",
                        _ => "rule",
                    },
                    across,
                    up,
                }
            })
            .collect(),
        language: words.language,
    }
}

fn rule_name(rule: StockRule, months: f64, words: &Words) -> String {
    let own = &words.laboratory_stock;
    match rule {
        StockRule::Uniform => own.uniform(&words.typed_number(&months.to_string())),
        StockRule::TwoMonths => own.two_months.to_owned(),
        StockRule::FourMonths => own.four_months.to_owned(),
        StockRule::TwoAndFour => own.two_and_four.to_owned(),
        StockRule::BestForMoney => own.best_for_money.to_owned(),
        StockRule::CheapestForProtection => own.cheapest.to_owned(),
    }
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "templates hand over references"
)]
impl View<'_> {
    fn label(&self, lever: &StockLever) -> [&'static str; 2] {
        let own = &self.words.laboratory_stock;
        match lever {
            StockLever::Months => [own.months, own.months_hint],
            StockLever::Floor => [own.floor, own.floor_hint],
            StockLever::Cap => [own.cap, own.cap_hint],
            StockLever::Duration => [own.duration, own.duration_hint],
            StockLever::Weight => [own.weight, own.weight_hint],
        }
    }

    fn rule(&self, outcome: &StockOutcome, rule: &RuleOutcome) -> String {
        rule_name(rule.rule, outcome.months, self.words)
    }

    /// A number beside that of the uniform rule: `−38,2 %`.
    fn against(&self, value: &f64, uniform: &f64) -> String {
        self.words.relative_change(*value, *uniform)
    }

    fn error(&self, error: &StockError) -> &'static str {
        let own = &self.words.laboratory_stock;
        match error {
            StockError::None => own.as_assumed,
            StockError::HalfAsLong => own.half_as_long,
            StockError::TwiceAsLong => own.twice_as_long,
            StockError::RatesMixed => own.rates_mixed,
        }
    }

    fn basis(&self, outcome: &StockOutcome) -> String {
        let words = self.words;
        let day = outcome.listed_on.map(|day| words.short_date(&day));
        words.laboratory_stock.basis_text(
            &words.integer(&outcome.medicines),
            &words.integer(&outcome.left_out),
            day.as_deref().unwrap_or(words.terms.unknown),
        )
    }

    fn moved<'b>(
        &self,
        outcome: &'b StockOutcome,
    ) -> Vec<(&'static str, &'static str, &'b [MovedRow])> {
        let own = &self.words.laboratory_stock;
        let [more, less] = &outcome.moved;
        vec![
            ("more", own.more, more.as_slice()),
            ("less", own.less, less.as_slice()),
        ]
    }

    fn medicine_address(&self, row: &MovedRow) -> String {
        links::medicine(self.frame.language, &row.cis)
    }
}
