//! One pack: how its price is made, what it pays, and whether it earns its keep.

use rust_decimal::Decimal;
use vigie_model::Day;

use super::rules::Rules;
use crate::Prose;
use crate::frame::Shell;

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
    pub(super) fn has_break_even(&self) -> bool {
        let mut rows = self.build_up.iter();
        rows.any(|row| row.at_break_even.is_some())
    }

    /// Whether rebate and contributions take the whole price somewhere.
    pub(super) fn takes_all(&self) -> bool {
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
