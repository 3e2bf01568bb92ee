//! What a scenario does to a market.

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use vigie_model::Cip13;

use super::{AnatomicalGroup, CompanyClass, Maturity};
use crate::Evidence;

/// Sums over packs, a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Amounts {
    /// Packs counted.
    pub packs: u64,
    /// Boxes sold.
    pub boxes: u64,
    /// Packs exempt from contributions on turnover.
    pub exempt_packs: u64,
    /// Boxes of exempt packs.
    pub exempt_boxes: u64,
    /// Manufacturer price × boxes, in euros, gross of rebates.
    pub turnover: Decimal,
    /// Turnover of exempt packs, in euros.
    pub exempt_turnover: Decimal,
    /// Contributions on turnover, in euros.
    pub contributions: Decimal,
    /// What the health insurance reimburses, fees left out, in euros.
    pub public_spend: Decimal,
}

/// The sums before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct MarketSide {
    /// Under the rules compared with.
    pub before: Amounts,
    /// Under the scenario.
    pub after: Amounts,
}

/// By what a market is split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "by", content = "value", rename_all = "snake_case")]
pub enum Dimension {
    /// Class of the company; `None` when it is unknown.
    CompanyClass(Option<CompanyClass>),
    /// Maturity, by the rules of the scenario.
    Maturity(Maturity),
    /// Of major therapeutic interest, or not.
    MajorInterest(bool),
    /// On the critical list, or not.
    CriticalList(bool),
    /// First level of the ATC classification.
    Anatomical(AnatomicalGroup),
    /// European share of production: 1 for up to 20 %, 2 up to 40 %, 3 up to 60 %, 4 up to 80 %, 5 above; `None` when
    /// it is unknown.
    EuropeanFifth(Option<u8>),
}

impl Serialize for AnatomicalGroup {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(letter) => serializer.serialize_char(*letter),
            Self::Several => serializer.serialize_str("several"),
            Self::Unknown => serializer.serialize_none(),
        }
    }
}

/// One part of the market.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Which part.
    #[serde(flatten)]
    pub dimension: Dimension,
    /// Its sums.
    #[serde(flatten)]
    pub sums: MarketSide,
}

/// What one company gains or loses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct HolderChange {
    /// The number of the company that the caller gave.
    pub holder: usize,
    /// Its sums.
    #[serde(flatten)]
    pub sums: MarketSide,
    /// Change of turnover minus contributions, in euros a year: positive for one that gains.
    pub gain: Decimal,
}

/// Which side of the threshold a pack close to it is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Edge {
    /// Just below: exempt, if mature where that is asked.
    Below,
    /// On the threshold or just above: not exempt.
    Above,
}

/// A pack under one set of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PackState {
    /// Manufacturer price, in euros a box.
    pub manufacturer_price: Decimal,
    /// Public price with VAT and without fee, rounded, in euros a box.
    pub public_price: Decimal,
    /// Turnover in euros a year.
    pub turnover: Decimal,
    /// Contributions on turnover in euros a year.
    pub contributions: Decimal,
    /// What the health insurance reimburses, in euros a year.
    pub public_spend: Decimal,
    /// Whether it is exempt from contributions on turnover.
    pub is_exempt: bool,
}

/// A pack that the scenario changes, or that is on the edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PackChange {
    /// Its place in the slice that was given.
    pub index: usize,
    /// Its code.
    pub code: Cip13,
    /// Under the rules compared with.
    pub before: PackState,
    /// Under the scenario.
    pub after: PackState,
    /// Its side of the threshold, when it is on the edge.
    pub edge: Option<Edge>,
}

/// Why a pack is in no sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOutReason {
    /// Its manufacturer price is not known.
    NoPrice,
    /// Its manufacturer price is negative.
    NegativePrice,
    /// Its boxes are not known.
    NoVolume,
    /// Whether it is reimbursed is not known.
    NoReimbursedRate,
    /// A rate of it is not between 0 and 1.
    BadRate,
    /// The number of its holder is not one of those announced.
    BadHolder,
    /// A number is too large to be computed.
    TooLarge,
}

/// A pack that is in no sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Its place in the slice that was given.
    pub index: usize,
    /// Its code.
    pub code: Cip13,
    /// Why.
    pub reason: LeftOutReason,
}

/// The whole answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MarketOutcome {
    /// Sums over all packs that could be counted.
    pub total: MarketSide,
    /// Sums over parts of the market that have a pack.
    pub groups: Vec<Group>,
    /// Companies that gain or lose, those that gain most first.
    pub holders: Vec<HolderChange>,
    /// Companies that gain.
    pub holders_that_gain: usize,
    /// Companies that lose.
    pub holders_that_lose: usize,
    /// Packs that the scenario changes or that are on the edge, in the order given.
    pub packs: Vec<PackChange>,
    /// Packs that could not be counted, in the order given.
    pub left_out: Vec<LeftOut>,
    /// Packs without a known European share, which an abatement leaves as they are.
    pub unknown_european_share: u64,
    /// Packs below the threshold that are not exempt because their maturity is not known.
    pub unknown_maturity_below_threshold: u64,
    /// By how much the rates on what still pays would be multiplied to bring in as much as before; `None` when nothing
    /// pays any more.
    pub revenue_neutral_factor: Option<Decimal>,
    /// Safeguard contribution in euros a year on what these packs have reimbursed: before, after. What is not in the
    /// packs (hospitals, packs left out) is missing from it.
    pub safeguard: [Decimal; 2],
    /// Rows used on either side, and what to know.
    pub evidence: Evidence,
}
