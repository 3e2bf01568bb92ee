//! What is known of a pack.

use rust_decimal::Decimal;
use serde::Serialize;
use vigie_model::{Atc, Cip13, Day};

/// A pack as a scenario sees it. What is not known is `None`, and is never read as zero.
#[derive(Debug, Clone, PartialEq)]
pub struct MarketPack {
    /// Its code.
    pub code: Cip13,
    /// The number that the caller gave to its holder, from 0.
    pub holder: usize,
    /// The class of its holder, supplied by file.
    pub company_class: Option<CompanyClass>,
    /// Manufacturer price before tax, in euros a box.
    pub manufacturer_price: Option<Decimal>,
    /// Part of the public price that the health insurance pays, from 0 (not reimbursed) to 1.
    pub reimbursed_rate: Option<Decimal>,
    /// Boxes sold a year in France.
    pub boxes_per_year: Option<u64>,
    /// Its place in a group of generics.
    pub generic_role: Option<GenericRole>,
    /// Whether it is of major therapeutic interest.
    pub is_of_major_interest: bool,
    /// Whether it is on the critical list of the scenario.
    pub is_on_critical_list: bool,
    /// Day of the marketing authorisation.
    pub authorised_on: Option<Day>,
    /// Part of its production that is European, from 0 to 1.
    pub european_share: Option<Decimal>,
    /// Its anatomical group.
    pub anatomical_group: AnatomicalGroup,
}

/// The size of a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CompanyClass {
    /// Small or medium enterprise.
    Small,
    /// Mid-size enterprise (ETI).
    Middle,
    /// Large.
    Large,
}

/// The place of a medicine in a group of generics; a medicine in no group has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GenericRole {
    /// The reference.
    Reference,
    /// A generic.
    Generic,
}

/// Whether a medicine is mature by the rules of a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Maturity {
    /// It is.
    Mature,
    /// It is not.
    Recent,
    /// The day of its authorisation is not known, and no generic settles it.
    Unknown,
}

/// First level of the ATC classification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AnatomicalGroup {
    /// One letter: `J`.
    One(char),
    /// Classes of several groups.
    Several,
    /// No class is known.
    Unknown,
}

impl AnatomicalGroup {
    /// The group of all classes of a medicine.
    pub fn of(classes: &[Atc]) -> Self {
        let letter = |class: &Atc| class.as_str().chars().next();
        let mut letters = classes.iter().filter_map(letter);
        match letters.next() {
            None => Self::Unknown,
            Some(first) if letters.all(|letter| letter == first) => Self::One(first),
            Some(_) => Self::Several,
        }
    }
}
