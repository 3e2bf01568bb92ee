//! One row of the parameters.

use std::{fmt, str::FromStr};

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use vigie_model::{Day, DayError};

use crate::Sentence;

/// What a value is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A part of a whole, from 0 to 1.
    Ratio,
    /// Euros.
    Euros,
    /// Euros a box.
    EurosPerBox,
    /// Days.
    Days,
    /// Months of the sales of a year.
    Months,
    /// Years.
    Years,
    /// Litres.
    Litres,
    /// Euros a cubic metre a month.
    EurosPerCubicMetreMonth,
    /// Things counted.
    Count,
    /// A number without unit.
    Coefficient,
    /// 1 for yes, 0 for no.
    Flag,
}

impl Unit {
    /// All units.
    pub const ALL: [Self; 11] = [
        Self::Ratio,
        Self::Euros,
        Self::EurosPerBox,
        Self::Days,
        Self::Months,
        Self::Years,
        Self::Litres,
        Self::EurosPerCubicMetreMonth,
        Self::Count,
        Self::Coefficient,
        Self::Flag,
    ];

    /// As it is written in files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ratio => "ratio",
            Self::Euros => "eur",
            Self::EurosPerBox => "eur_per_box",
            Self::Days => "days",
            Self::Months => "months",
            Self::Years => "years",
            Self::Litres => "litres",
            Self::EurosPerCubicMetreMonth => "eur_per_m3_month",
            Self::Count => "count",
            Self::Coefficient => "coefficient",
            Self::Flag => "flag",
        }
    }

    /// What is wrong with a value of this unit, if something is. Nothing of the parameters is ever negative.
    pub fn objection(self, value: Decimal) -> Option<Sentence> {
        let is_flag = value == Decimal::ZERO || value == Decimal::ONE;
        match self {
            _ if value.is_sign_negative() && !value.is_zero() => Some(Sentence::new(
                "La valeur est négative\u{a0}: écrivez zéro ou un nombre positif.",
                "The value is negative: write zero or a positive number.",
            )),
            Self::Ratio if value > Decimal::ONE => Some(Sentence::new(
                "La valeur dépasse 1\u{a0}: un taux s’écrit comme une part de 1 (0,05 pour 5\u{a0}%).",
                "The value is above 1: a rate is written as a part of 1 (0.05 for 5 %).",
            )),
            Self::Flag if !is_flag => Some(Sentence::new(
                "La valeur doit être 1 (oui) ou 0 (non).",
                "The value must be 1 (yes) or 0 (no).",
            )),
            _ => None,
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.code())
    }
}

impl Serialize for Unit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

/// A text that is not one of the words asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a known word here")]
pub struct UnknownWord {
    /// What was written.
    pub text: String,
}

impl FromStr for Unit {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        one_of(&Self::ALL, Self::code, text)
    }
}

/// How sure a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// In force, as read in the source named.
    Promulgated,
    /// Of a bill or an amendment: may not be law, or not this figure.
    Draft,
    /// Remembered, and not read in a source.
    Memory,
    /// Assumed by Vigie, or by a scenario, for want of a public figure.
    Hypothesis,
}

impl Status {
    /// All of them, the surest first.
    pub const ALL: [Self; 4] = [
        Self::Promulgated,
        Self::Draft,
        Self::Memory,
        Self::Hypothesis,
    ];

    /// As it is written in files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Promulgated => "promulgated",
            Self::Draft => "draft",
            Self::Memory => "memory",
            Self::Hypothesis => "hypothesis",
        }
    }

    pub(super) fn in_french(self) -> &'static str {
        match self {
            Self::Promulgated => "en vigueur",
            Self::Draft => "un projet de texte",
            Self::Memory => "un souvenir non vérifié",
            Self::Hypothesis => "une hypothèse",
        }
    }

    pub(super) fn in_english(self) -> &'static str {
        match self {
            Self::Promulgated => "in force",
            Self::Draft => "a draft",
            Self::Memory => "remembered and not verified",
            Self::Hypothesis => "an assumption",
        }
    }
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl FromStr for Status {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        one_of(&Self::ALL, Self::code, text)
    }
}

fn one_of<T: Copy>(all: &[T], code: fn(T) -> &'static str, text: &str) -> Result<T, UnknownWord> {
    let found = all.iter().find(|word| code(**word) == text);
    found.copied().ok_or_else(|| UnknownWord {
        text: text.to_owned(),
    })
}

/// A value and the time in which it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// What it is: `price.wholesale_margin.rate`. Dots go from the whole to its parts.
    pub key: String,
    /// The value, exact.
    pub value: Decimal,
    /// What it is counted in.
    pub unit: Unit,
    /// First day in force; `None` when it is not known, so that the row holds for any earlier day.
    pub valid_from: Option<Day>,
    /// Last day in force, when it ended.
    pub valid_to: Option<Day>,
    /// Article, report or other source.
    pub reference: String,
    /// How sure it is.
    pub status: Status,
    /// What else to know; often empty.
    pub note: String,
}

impl Row {
    /// Whether the row holds on a day.
    pub fn holds_on(&self, day: Day) -> bool {
        self.valid_from.is_none_or(|first| first <= day)
            && self.valid_to.is_none_or(|last| day <= last)
    }

    /// Reads a line of the table: key, value, unit, valid from, valid to, reference, status, note, between tabulators.
    pub(super) fn read(line: &str) -> Option<Self> {
        let [key, value, unit, from, to, reference, status, note] =
            <[&str; 8]>::try_from(line.split('\t').collect::<Vec<_>>()).ok()?;
        let row = Self {
            key: key.to_owned(),
            value: Decimal::from_str_exact(value).ok()?,
            unit: unit.parse().ok()?,
            valid_from: read_day(from).ok()?,
            valid_to: read_day(to).ok()?,
            reference: reference.to_owned(),
            status: status.parse().ok()?,
            note: note.to_owned(),
        };
        row.unit.objection(row.value).is_none().then_some(row)
    }
}

/// An empty text is no day.
fn read_day(text: &str) -> Result<Option<Day>, DayError> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some)
}
