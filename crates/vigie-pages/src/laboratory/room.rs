//! Safety stocks under three limits at once: money, room, and room in the cold.

use askama::Template;
use vigie_model::{Day, Language};

use super::rules::Rules;
use crate::chart::{CurveChart, CurvePoint};
use crate::frame::{Frame, Place, RenderError, Shell};
use crate::notation::Notation;
use crate::words::Words;
use crate::{Island, Prose, links};

/// What can be moved on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RoomLever {
    /// Months of the uniform rule, which sets the money and the room that there are.
    Months,
    /// Room, in percent of what the uniform rule takes.
    Room,
    /// Room in the cold, in percent of what the uniform rule takes.
    ColdRoom,
    /// Litres a box takes.
    Litres,
    /// Months in which a box may be sold.
    Sellable,
    /// Part of the stock that expires in a year whatever its age, in percent.
    Lost,
    /// What the money in a stock costs a year, in percent.
    Capital,
    /// Euros a m³ a month.
    Price,
    /// The same in the cold.
    ColdPrice,
}

impl RoomLever {
    /// All levers, as the page shows them.
    pub const ALL: [Self; 9] = [
        Self::Months,
        Self::Room,
        Self::ColdRoom,
        Self::Litres,
        Self::Sellable,
        Self::Lost,
        Self::Capital,
        Self::Price,
        Self::ColdPrice,
    ];

    /// Its word in the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Months => "months",
            Self::Room => "room",
            Self::ColdRoom => "cold-room",
            Self::Litres => "litres",
            Self::Sellable => "sellable",
            Self::Lost => "lost",
            Self::Capital => "capital",
            Self::Price => "price",
            Self::ColdPrice => "cold-price",
        }
    }

    /// Where its slider ends.
    pub const fn slider_end(self) -> u32 {
        match self {
            Self::Months => 6,
            Self::Room | Self::ColdRoom => 200,
            Self::Litres => 2,
            Self::Sellable => 36,
            Self::Lost | Self::Capital => 20,
            Self::Price | Self::ColdPrice => 100,
        }
    }

    /// The step of its slider.
    pub const fn slider_step(self) -> &'static str {
        match self {
            Self::Months | Self::Lost | Self::Capital => "0.5",
            Self::Room | Self::ColdRoom => "5",
            Self::Litres => "0.05",
            Self::Sellable | Self::Price | Self::ColdPrice => "1",
        }
    }
}

/// One lever as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct RoomField {
    /// Which.
    pub lever: RoomLever,
    /// What was typed, or the default.
    pub value: String,
}

/// The page.
#[derive(Debug, Clone, PartialEq)]
pub struct RoomPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The levers.
    pub levers: Vec<RoomField>,
    /// Classes that are kept in the cold, as typed.
    pub cold_classes: String,
    /// What the limits do, or why it cannot be said.
    pub view: RoomView,
}

/// What the limits do, or why it cannot be said.
#[derive(Debug, Clone, PartialEq)]
pub enum RoomView {
    /// It was computed.
    Computed(Box<RoomOutcome>),
    /// What is wrong and what to do.
    Wrong(Vec<Prose>),
}

/// A way to choose the stocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoomRule {
    /// The months of the lever for all.
    Uniform,
    /// The best use of the money of the uniform rule, whatever the room.
    BestForMoney,
    /// The best within the money, the room and the room in the cold.
    BestWithin,
}

/// What stocks are worth, take, cost and lose.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RoomRow {
    /// How they were chosen.
    pub rule: RoomRule,
    /// Boxes that patients lack in a year, weighted.
    pub loss: f64,
    /// Value, euros.
    pub value: f64,
    /// Interest, expiry and space, euros a year.
    pub euros_per_year: f64,
    /// Boxes that expire in a year.
    pub expired_boxes: f64,
    /// What they are worth, euros a year.
    pub expired_euros: f64,
    /// What the space costs, euros a year.
    pub space_euros: f64,
    /// Room outside the cold, m³.
    pub room: f64,
    /// Room in the cold, m³.
    pub cold_room: f64,
}

/// Weighted boxes a year that one unit more would spare.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RoomWorth {
    /// A thousand euros a year more.
    pub thousand_euros: f64,
    /// A m³ more outside the cold.
    pub room: f64,
    /// A m³ more in the cold.
    pub cold_room: f64,
}

/// What the limits do.
#[derive(Debug, Clone, PartialEq)]
pub struct RoomOutcome {
    /// Medicines counted.
    pub medicines: u64,
    /// Of them, kept in the cold.
    pub cold: u64,
    /// Medicines of major interest without price or volume.
    pub left_out: u64,
    /// Day of the availability list that failure rates come from.
    pub listed_on: Option<Day>,
    /// Months of the uniform rule.
    pub months: f64,
    /// The rules compared.
    pub rules: Vec<RoomRow>,
    /// How much more than the least possible the best may lose: a part of it, proven.
    pub gap: f64,
    /// What more of each limit is worth.
    pub worth: RoomWorth,
    /// Room, as a part of what the uniform rule takes, and what nothing loses less than with it.
    pub curve: Vec<(f64, f64)>,
    /// Medicines that would hold more and less, the largest change of room first.
    pub moved: [Vec<RoomMovedRow>; 2],
    /// The parameters that were read.
    pub read: Rules,
    /// Address of all medicines as a file.
    pub file: String,
}

/// A medicine whose stock would change.
#[derive(Debug, Clone, PartialEq)]
pub struct RoomMovedRow {
    /// Its identifier.
    pub cis: String,
    /// Its name.
    pub name: String,
    /// Months within the limits.
    pub months: f64,
    /// Manufacturer price of a box, euros.
    pub price: f64,
    /// Failures a year.
    pub failures: f64,
    /// Whether it is kept in the cold.
    pub is_cold: bool,
    /// Change of the room it takes, m³.
    pub room: f64,
}

impl RoomOutcome {
    fn uniform(&self) -> Option<&RoomRow> {
        let mut rules = self.rules.iter();
        rules.find(|row| row.rule == RoomRule::Uniform)
    }
}

#[derive(Template)]
#[template(path = "laboratory_room.html", blocks = ["outcome"])]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a RoomPage,
    announcement: String,
    chart: String,
}

impl RoomPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        self.view(language)?
            .render()
            .map_err(RenderError::of("RoomPage"))
    }

    /// What the levers change of it.
    pub fn render_outcome(&self, language: Language) -> Result<String, RenderError> {
        self.view(language)?
            .as_outcome()
            .render()
            .map_err(RenderError::of("RoomPage"))
    }

    fn view(&self, language: Language) -> Result<View<'_>, RenderError> {
        let words = Words::of(language);
        let own = &words.laboratory_room;
        let (title, announcement, chart) = match &self.view {
            RoomView::Computed(outcome) => (
                own.title.to_owned(),
                found(outcome, words),
                chart(outcome, words)
                    .render()
                    .map_err(RenderError::of("RoomPage"))?,
            ),
            RoomView::Wrong(_) => (
                format!("{} – {}", own.title, words.laboratory.wrong),
                words.laboratory.wrong.to_owned(),
                String::new(),
            ),
        };
        let description = own.description.to_owned();
        let frame = Frame::new(&self.shell, language, Place::Laboratory, title, description)
            .with_islands(&[Island::Refresh, Island::Slider]);
        Ok(View {
            frame,
            words,
            page: self,
            announcement,
            chart,
        })
    }
}

/// What is found in a sentence: what the best loses against the uniform rule, with and without limits of room.
fn found(outcome: &RoomOutcome, words: &Words) -> String {
    let against = |rule: RoomRule| {
        let mut rows = outcome.rules.iter();
        let row = rows.find(|row| row.rule == rule).zip(outcome.uniform());
        row.map_or_else(
            || words.terms.unknown.to_owned(),
            |(row, uniform)| words.relative_change(row.loss, uniform.loss),
        )
    };
    words.laboratory_room.found(
        &against(RoomRule::BestWithin),
        &against(RoomRule::BestForMoney),
    )
}

/// Boxes to millions.
const MILLION: f64 = 1e6;
/// A part to percent.
const PERCENT: f64 = 100.0;

fn chart(outcome: &RoomOutcome, words: &Words) -> CurveChart {
    let own = &words.laboratory_room;
    let uniform = outcome.uniform().map(|row| CurvePoint {
        label: words
            .laboratory_stock
            .uniform(&words.typed_number(&outcome.months.to_string())),
        class: "rule",
        across: PERCENT,
        up: row.loss / MILLION,
    });
    let place = |(part, loss): &(f64, f64)| (part * PERCENT, loss / MILLION);
    CurveChart {
        identifier: "room-curve".to_owned(),
        title: own.curve_title.to_owned(),
        description: own.curve_lead.to_owned(),
        across_label: own.room_axis.to_owned(),
        up_label: words.laboratory_stock.loss_axis.to_owned(),
        curve: outcome.curve.iter().map(place).collect(),
        points: uniform.into_iter().collect(),
        language: words.language,
    }
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "templates hand over references"
)]
impl View<'_> {
    fn label(&self, lever: &RoomLever) -> [&'static str; 2] {
        let own = &self.words.laboratory_room;
        match lever {
            RoomLever::Months => [own.months, own.months_hint],
            RoomLever::Room => [own.room, own.room_hint],
            RoomLever::ColdRoom => [own.cold_room, own.cold_room_hint],
            RoomLever::Litres => [own.litres, own.litres_hint],
            RoomLever::Sellable => [own.sellable, own.sellable_hint],
            RoomLever::Lost => [own.lost, own.lost_hint],
            RoomLever::Capital => [own.capital, own.capital_hint],
            RoomLever::Price => [own.price, own.price_hint],
            RoomLever::ColdPrice => [own.cold_price, own.cold_price_hint],
        }
    }

    fn rule(&self, outcome: &RoomOutcome, row: &RoomRow) -> String {
        let words = self.words;
        match row.rule {
            RoomRule::Uniform => words
                .laboratory_stock
                .uniform(&words.typed_number(&outcome.months.to_string())),
            RoomRule::BestForMoney => words.laboratory_stock.best_for_money.to_owned(),
            RoomRule::BestWithin => words.laboratory_room.best_within.to_owned(),
        }
    }

    fn found(&self, outcome: &RoomOutcome) -> String {
        found(outcome, self.words)
    }

    /// The loss of a row beside that of the uniform rule: `−38,2 %`.
    fn against(&self, outcome: &RoomOutcome, row: &RoomRow) -> String {
        let uniform = outcome.uniform();
        uniform.map_or_else(String::new, |uniform| {
            self.words.relative_change(row.loss, uniform.loss)
        })
    }

    fn proven(&self, outcome: &RoomOutcome) -> String {
        let words = self.words;
        // Rounded up: what is said to be proven is.
        let thousandths = (outcome.gap * PERCENT * 1_000.0).ceil().max(1.0);
        let gap = words.language.decimal(thousandths / 1_000.0, 3);
        words.laboratory_room.proven(&gap)
    }

    fn volume(&self, cubic_metres: &f64) -> String {
        self.words.integer(&(cubic_metres.round() as u64))
    }

    fn boxes(&self, boxes: &f64) -> String {
        self.words.integer(&(boxes.round() as u64))
    }

    fn basis(&self, outcome: &RoomOutcome) -> String {
        let words = self.words;
        let day = outcome.listed_on.map(|day| words.short_date(&day));
        let basis = words.laboratory_stock.basis_text(
            &words.integer(&outcome.medicines),
            &words.integer(&outcome.left_out),
            day.as_deref().unwrap_or(words.terms.unknown),
        );
        let cold = words.laboratory_room.cold_text(
            &words.integer(&outcome.cold),
            &words.integer(&outcome.medicines),
        );
        format!("{basis} {cold}")
    }

    fn moved<'b>(
        &self,
        outcome: &'b RoomOutcome,
    ) -> [(&'static str, &'static str, &'b [RoomMovedRow]); 2] {
        let own = &self.words.laboratory_stock;
        let [more, less] = &outcome.moved;
        [("more", own.more, more), ("less", own.less, less)]
    }

    fn medicine_address(&self, row: &RoomMovedRow) -> String {
        links::medicine(self.frame.language, &row.cis)
    }
}
