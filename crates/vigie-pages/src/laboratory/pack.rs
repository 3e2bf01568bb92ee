//! One pack: how its price is made, what it pays, and whether it earns its keep.

use askama::Template;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use vigie_model::{Day, Language};

use super::rules::Rules;
use crate::frame::{Frame, Place, RenderError, Shell};
use crate::notation::Notation;
use crate::words::Words;
use crate::{Island, Prose, links};

/// What may be typed beside the pack. What is left empty is assumed, published or law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PackInput {
    /// Cost of goods, euros a box.
    Cost,
    /// Fixed cost, euros a year.
    Fixed,
    /// Rebate, percent of the price.
    Rebate,
    /// Cost of holding stock for a year, percent of its cost of goods.
    Holding,
    /// Stock held, months of sales.
    Months,
    /// Contributions on turnover, percent of the price.
    Tax,
    /// Boxes a year.
    Boxes,
}

impl PackInput {
    /// All inputs, as the page shows them.
    pub const ALL: [Self; 7] = [
        Self::Cost,
        Self::Fixed,
        Self::Rebate,
        Self::Holding,
        Self::Months,
        Self::Tax,
        Self::Boxes,
    ];

    /// Its word in the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::Fixed => "fixed",
            Self::Rebate => "rebate",
            Self::Holding => "holding",
            Self::Months => "months",
            Self::Tax => "tax",
            Self::Boxes => "boxes",
        }
    }

    /// Whether it is in percent.
    pub const fn is_percent(self) -> bool {
        matches!(self, Self::Rebate | Self::Holding | Self::Tax)
    }
}

/// One input as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct PackInputField {
    /// Which.
    pub input: PackInput,
    /// What was typed; empty for the default.
    pub value: String,
    /// Lowest, middle and highest value assumed, in percent; `None` where the default is no assumption.
    pub assumed: Option<[String; 3]>,
}

/// The page of one pack.
#[derive(Debug, Clone, PartialEq)]
pub struct PackPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The pack as it was typed.
    pub pack: String,
    /// The inputs.
    pub inputs: Vec<PackInputField>,
    /// What is known of the pack.
    pub view: PackView,
}

/// What is known of the pack.
#[derive(Debug, Clone, PartialEq)]
pub enum PackView {
    /// Nothing was asked for.
    Empty,
    /// What is wrong and what to do.
    Wrong(Vec<Prose>),
    /// Several packs are meant by the text.
    Choices(Vec<PackChoice>),
    /// It was computed.
    Computed(Box<PackOutcome>),
}

/// A pack that the text may mean.
#[derive(Debug, Clone, PartialEq)]
pub struct PackChoice {
    /// Address of the page for it.
    pub address: String,
    /// Name of its medicine.
    pub name: String,
    /// Its own name.
    pub pack: String,
    /// Public price without fee, euros.
    pub price: Decimal,
}

/// All that is computed for one pack.
#[derive(Debug, Clone, PartialEq)]
pub struct PackOutcome {
    /// Identifier of its medicine.
    pub cis: String,
    /// Its code.
    pub cip13: String,
    /// Name of its medicine.
    pub name: String,
    /// Its own name.
    pub pack: String,
    /// Published public price without fee, euros.
    pub public_price: Decimal,
    /// Day of the price.
    pub priced_on: Option<Day>,
    /// Manufacturer prices that the public price allows.
    pub manufacturer: ManufacturerView,
    /// How the price is made.
    pub build_up: Vec<BuildUpRow>,
    /// What is sold and paid in a year; `None` when the boxes are not known.
    pub sales: Option<PackSales>,
    /// What a box leaves: from the lowest costs to the highest, or once when nothing is assumed.
    pub columns: Vec<CostColumn>,
    /// What the break-even price would cost the health insurance, euros a year; `None` when the price need not rise.
    pub rise_cost: Option<Decimal>,
    /// The margin when each input is a fifth lower and higher, or why it cannot be said.
    pub sensitivity: Result<Vec<SensitivityRow>, Prose>,
    /// The rules that were read.
    pub rules: Rules,
}

impl PackOutcome {
    fn has_break_even(&self) -> bool {
        let mut rows = self.build_up.iter();
        rows.any(|row| row.at_break_even.is_some())
    }

    /// Whether rebate and contributions take the whole price somewhere.
    fn takes_all(&self) -> bool {
        self.columns.iter().any(|column| column.left.is_none())
    }
}

/// The manufacturer prices that a public price allows, in euros.
#[derive(Debug, Clone, PartialEq)]
pub enum ManufacturerView {
    /// One.
    One(Decimal),
    /// Several; the lowest is used.
    Several(Vec<Decimal>),
    /// None: the nearest below is used, else the one above.
    None {
        /// Nearest below.
        below: Option<Decimal>,
        /// Nearest above.
        above: Option<Decimal>,
    },
}

/// A part of a price.
#[derive(Debug, Clone, PartialEq)]
pub enum PricePart {
    /// Manufacturer price before tax.
    Manufacturer,
    /// Margin of the wholesaler, at this rate.
    Wholesale(Decimal),
    /// Margin of the pharmacy between two manufacturer prices, at this rate.
    Pharmacy {
        /// From this price.
        from: Decimal,
        /// Up to this price.
        up_to: Decimal,
        /// Rate.
        rate: Decimal,
    },
    /// All three together.
    BeforeTax,
    /// VAT at this rate.
    ValueAddedTax(Decimal),
    /// Public price, rounded.
    Public,
    /// Fee of dispensing, as published.
    Fee,
    /// Both together.
    WithFee,
}

/// A part of the price.
#[derive(Debug, Clone, PartialEq)]
pub struct BuildUpRow {
    /// Which.
    pub part: PricePart,
    /// Today, euros a box.
    pub today: Decimal,
    /// At the break-even price, euros a box.
    pub at_break_even: Option<Decimal>,
}

/// What is sold and paid in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct PackSales {
    /// Boxes.
    pub boxes: Decimal,
    /// Where the boxes come from.
    pub source: BoxesSource,
    /// Euros at manufacturer price.
    pub turnover: Decimal,
    /// What is paid on it.
    pub contributions: Vec<ContributionRow>,
    /// What the health insurance reimburses without fees, euros.
    pub public_spend: Decimal,
}

/// Where the boxes of a year come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BoxesSource {
    /// Published.
    Published,
    /// Estimated from published amounts.
    Estimated,
    /// Typed.
    Typed,
}

/// A contribution on turnover.
#[derive(Debug, Clone, PartialEq)]
pub struct ContributionRow {
    /// Which.
    pub contribution: Contribution,
    /// Its rate, as a part of 1; zero when the pack does not pay it.
    pub rate: Decimal,
    /// Euros a year.
    pub amount: Decimal,
}

/// Contributions on turnover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contribution {
    /// The base one.
    Base,
    /// The additional one.
    Additional,
    /// The supplementary one.
    Supplementary,
    /// All of them.
    All,
}

/// Which costs are assumed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CostCase {
    /// The lowest.
    Low,
    /// The middle.
    Middle,
    /// The highest.
    High,
    /// None: all are typed.
    Typed,
}

/// What a box leaves under one set of costs, in euros a box.
#[derive(Debug, Clone, PartialEq)]
pub struct CostColumn {
    /// Which costs.
    pub case: CostCase,
    /// Manufacturer price.
    pub price: Decimal,
    /// Rebate.
    pub rebate: Decimal,
    /// Contributions.
    pub tax: Decimal,
    /// Cost of goods.
    pub unit_cost: Decimal,
    /// What it leaves; `None` when rebate and contributions take the whole price.
    pub left: Option<LeftOfBox>,
}

/// What a box leaves.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOfBox {
    /// Fixed cost, euros.
    pub fixed: Decimal,
    /// Cost of holding stock, euros.
    pub holding: Decimal,
    /// Margin, euros.
    pub margin: Decimal,
    /// Margin as a part of the price.
    pub margin_rate: Option<Decimal>,
    /// Manufacturer price that leaves nothing, euros.
    pub break_even: Decimal,
    /// How far the price is from it, as a part of the price.
    pub required_rise: Option<Decimal>,
    /// Chance of a withdrawal within a year, from 0 to 1; `None` for a price of zero.
    pub withdrawal: Option<f64>,
}

/// An input that is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SensitiveInput {
    /// Manufacturer price.
    Price,
    /// Rebate.
    Rebate,
    /// Cost of goods.
    Cost,
    /// Fixed cost.
    Fixed,
    /// Boxes a year.
    Boxes,
    /// Contributions.
    Tax,
    /// Months of stock.
    Stock,
}

/// The margin when an input is a fifth lower and higher.
#[derive(Debug, Clone, PartialEq)]
pub struct SensitivityRow {
    /// Which input.
    pub input: SensitiveInput,
    /// Its value.
    pub value: Decimal,
    /// Margin with the input lowered and raised, euros a box.
    pub margins: [Decimal; 2],
}

#[derive(Template)]
#[template(path = "laboratory_pack.html", blocks = ["outcome"])]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a PackPage,
    announcement: String,
}

impl PackPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let view = self.view(language);
        view.render().map_err(RenderError::of("PackPage"))
    }

    /// What the inputs change of it.
    pub fn render_outcome(&self, language: Language) -> Result<String, RenderError> {
        let view = self.view(language);
        let outcome = view.as_outcome();
        outcome.render().map_err(RenderError::of("PackPage"))
    }

    fn view(&self, language: Language) -> View<'_> {
        let words = Words::of(language);
        let own = &words.laboratory_pack;
        let state = match &self.view {
            PackView::Empty => None,
            PackView::Wrong(_) => Some(words.laboratory.wrong),
            PackView::Choices(_) => Some(own.choices_title),
            PackView::Computed(outcome) => Some(outcome.name.as_str()),
        };
        let title = state.map_or_else(
            || own.title.to_owned(),
            |state| format!("{} – {state}", own.title),
        );
        let description = own.description.to_owned();
        let frame = Frame::new(&self.shell, language, Place::Laboratory, title, description)
            .with_islands(&[Island::Refresh]);
        View {
            frame,
            words,
            page: self,
            announcement: state.unwrap_or(own.title).to_owned(),
        }
    }
}

/// A line of the table of what a box leaves.
struct LeftRow {
    label: &'static str,
    /// Of a result: its definition.
    definition: Option<&'static str>,
    cells: Vec<String>,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "templates hand over references"
)]
impl View<'_> {
    fn label(&self, input: &PackInput) -> &'static str {
        let own = &self.words.laboratory_pack;
        match input {
            PackInput::Cost => own.cost,
            PackInput::Fixed => own.fixed,
            PackInput::Rebate => own.rebate,
            PackInput::Holding => own.holding,
            PackInput::Months => own.months,
            PackInput::Tax => own.tax,
            PackInput::Boxes => own.boxes,
        }
    }

    fn hint(&self, field: &PackInputField) -> String {
        let own = &self.words.laboratory_pack;
        let of_what = match field.input {
            PackInput::Months => return own.months_hint.to_owned(),
            PackInput::Tax => return own.tax_hint.to_owned(),
            PackInput::Boxes => return own.boxes_hint.to_owned(),
            PackInput::Cost | PackInput::Rebate => own.of_price,
            PackInput::Fixed => own.of_turnover,
            PackInput::Holding => own.of_stock,
        };
        let Some([low, middle, high]) = &field.assumed else {
            return own.no_assumption.to_owned();
        };
        let written = |text: &String| self.words.typed_number(text);
        own.assumed(&written(middle), &written(low), &written(high), of_what)
    }

    /// Euros to a hundredth of a cent, so that the parts of a price add up.
    fn fine(&self, amount: &Decimal) -> String {
        let number = amount.to_f64().unwrap_or_default();
        let text = self.words.language.decimal(number, 4);
        self.words.laboratory_pack.fine_euros(&text)
    }

    /// A part of 1 with two digits: `5,81 %`.
    fn percent(&self, part: &Decimal) -> String {
        let number = part.to_f64().unwrap_or_default() * 100.0;
        let text = self.words.language.decimal(number, 2);
        self.words.laboratory_pack.fine_percent(&text)
    }

    fn manufacturer(&self, view: &ManufacturerView) -> String {
        let own = &self.words.laboratory_pack;
        let price = |price: &Decimal| self.words.euros(price);
        match view {
            ManufacturerView::One(only) => own.one_price(&price(only)),
            ManufacturerView::Several(prices) => {
                let written: Vec<String> = prices.iter().map(price).collect();
                own.several_prices(&written.join(", "))
            }
            ManufacturerView::None { below, above } => {
                let side = |side: &Option<Decimal>| {
                    let known = side.as_ref().map(price);
                    known.unwrap_or_else(|| "–".to_owned())
                };
                own.no_price(&side(below), &side(above))
            }
        }
    }

    fn part(&self, part: &PricePart) -> String {
        let own = &self.words.laboratory_pack;
        match part {
            PricePart::Manufacturer => self.words.laboratory.price.to_owned(),
            PricePart::Wholesale(rate) => own.wholesale(&self.percent(rate)),
            PricePart::Pharmacy { from, up_to, rate } => own.pharmacy(
                &self.words.euros(from),
                &self.words.euros(up_to),
                &self.percent(rate),
            ),
            PricePart::BeforeTax => own.before_tax.to_owned(),
            PricePart::ValueAddedTax(rate) => own.value_added_tax(&self.percent(rate)),
            PricePart::Public => own.public.to_owned(),
            PricePart::Fee => own.fee.to_owned(),
            PricePart::WithFee => own.with_fee.to_owned(),
        }
    }

    fn boxes_of(&self, sales: &PackSales) -> String {
        let own = &self.words.laboratory_pack;
        let boxes = self
            .words
            .integer(&sales.boxes.to_u64().unwrap_or_default());
        match sales.source {
            BoxesSource::Published => own.boxes_published(&boxes),
            BoxesSource::Estimated => own.boxes_estimated(&boxes),
            BoxesSource::Typed => own.boxes_typed(&boxes),
        }
    }

    fn contribution(&self, contribution: &Contribution) -> &'static str {
        let own = &self.words.laboratory_pack;
        match contribution {
            Contribution::Base => own.base,
            Contribution::Additional => own.additional,
            Contribution::Supplementary => own.supplementary,
            Contribution::All => own.all_contributions,
        }
    }

    fn case(&self, case: &CostCase) -> &'static str {
        let own = &self.words.laboratory_pack;
        match case {
            CostCase::Low => own.low,
            CostCase::Middle => own.middle,
            CostCase::High => own.high,
            CostCase::Typed => own.typed,
        }
    }

    fn left(&self, columns: &[CostColumn]) -> Vec<LeftRow> {
        let own = &self.words.laboratory_pack;
        let of = |value: &dyn Fn(&CostColumn) -> String| columns.iter().map(value).collect();
        let of_left = |value: &dyn Fn(&LeftOfBox) -> Option<String>| -> Vec<String> {
            let cell = |column: &CostColumn| column.left.as_ref().and_then(value);
            let cells = columns.iter().map(cell);
            cells
                .map(|cell| cell.unwrap_or_else(|| "–".to_owned()))
                .collect()
        };
        let row = |label, definition, cells| LeftRow {
            label,
            definition,
            cells,
        };
        vec![
            row(
                self.words.laboratory.price,
                None,
                of(&|one| self.fine(&one.price)),
            ),
            row(own.rebate_row, None, of(&|one| self.fine(&-one.rebate))),
            row(own.tax_row, None, of(&|one| self.fine(&-one.tax))),
            row(own.cost_row, None, of(&|one| self.fine(&-one.unit_cost))),
            row(
                own.fixed_row,
                None,
                of_left(&|left| Some(self.fine(&-left.fixed))),
            ),
            row(
                own.holding_row,
                None,
                of_left(&|left| Some(self.fine(&-left.holding))),
            ),
            row(
                own.margin,
                Some("pack-margin"),
                of_left(&|left| Some(self.fine(&left.margin))),
            ),
            row(
                own.margin_rate,
                Some("pack-margin"),
                of_left(&|left| Some(self.percent(&left.margin_rate?))),
            ),
            row(
                own.break_even,
                Some("break-even-price"),
                of_left(&|left| Some(self.fine(&left.break_even))),
            ),
            row(
                own.required_rise,
                Some("break-even-price"),
                of_left(&|left| Some(self.percent(&left.required_rise?))),
            ),
            row(
                own.withdrawal,
                Some("withdrawal-risk"),
                of_left(&|left| Some(self.words.percent(&left.withdrawal?))),
            ),
        ]
    }

    fn input(&self, input: &SensitiveInput) -> &'static str {
        let own = &self.words.laboratory_pack;
        match input {
            SensitiveInput::Price => self.words.laboratory.price,
            SensitiveInput::Rebate => own.rebate_row,
            SensitiveInput::Cost => own.cost_row,
            SensitiveInput::Fixed => own.fixed_year,
            SensitiveInput::Boxes => own.boxes_year,
            SensitiveInput::Tax => own.tax_row,
            SensitiveInput::Stock => own.stock_row,
        }
    }

    fn value(&self, row: &SensitivityRow) -> String {
        match row.input {
            SensitiveInput::Price | SensitiveInput::Cost => self.fine(&row.value),
            SensitiveInput::Rebate | SensitiveInput::Tax => self.percent(&row.value),
            SensitiveInput::Fixed => self.words.millions(&row.value),
            SensitiveInput::Boxes => {
                let boxes = row.value.to_u64().unwrap_or_default();
                self.words.integer(&boxes)
            }
            SensitiveInput::Stock => {
                let months = row.value.to_f64().unwrap_or_default();
                let months = self.words.decimal_2(&months);
                self.words.laboratory_pack.months_of(&months)
            }
        }
    }

    fn pack_address(&self, outcome: &PackOutcome) -> String {
        links::pack(self.frame.language, &outcome.cis, &outcome.cip13)
    }

    fn priced_on(&self, outcome: &PackOutcome) -> String {
        let own = &self.words.laboratory_pack;
        let day = outcome.priced_on.map(|day| self.words.short_date(&day));
        own.published_price(
            &self.words.euros(&outcome.public_price),
            day.as_deref().unwrap_or(self.words.terms.unknown),
        )
    }
}
