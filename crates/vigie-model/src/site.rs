//! Who reports: sites, their codes, and the dense numbers that stand for things in memory and files.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{Day, Department, Finess, Gln, IdentifierError, Siret, Tier};

macro_rules! dense_number {
    ($(#[$documentation:meta])* $name:ident($inner:ty)) => {
        $(#[$documentation])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl $name {
            /// The number as a place in an array.
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, formatter)
            }
        }
    };
}

dense_number!(
    /// A site, numbered from 0 in the order of registration; never reused.
    SiteNumber(u32)
);
dense_number!(
    /// A pack, numbered from 0 in the order the catalogue learnt it; never reused.
    PackNumber(u32)
);
dense_number!(
    /// An organisation that owns sites, numbered from 0; never reused.
    OrganisationNumber(u32)
);
dense_number!(
    /// Place of an accepted report in the journal's one order.
    ReportNumber(u64)
);

/// A place that holds stock and reports it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Its dense number.
    pub number: SiteNumber,
    /// How the outside world names it.
    pub code: SiteCode,
    /// Name on its door.
    pub name: String,
    /// Its level in the chain.
    pub tier: Tier,
    /// Where it stands.
    pub department: Department,
    /// Name of its municipality; empty when its source does not say.
    pub municipality: String,
    /// Who owns it.
    pub organisation: OrganisationNumber,
    /// First day a report is expected.
    pub expected_from: Day,
    /// Last day a report is expected; `None` while it is open.
    pub expected_until: Option<Day>,
    /// Whether it was made up by the simulator.
    pub synthetic: bool,
}

impl Site {
    /// Whether a report is expected from this site on this day.
    pub fn is_expected_on(&self, day: Day) -> bool {
        self.expected_from <= day && self.expected_until.is_none_or(|last| day <= last)
    }
}

/// The code by which a site is known outside: what it is follows from its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SiteCode {
    /// Nine characters: a health establishment (pharmacy, hospital).
    Finess(Finess),
    /// Fourteen digits: an establishment of a company.
    Siret(Siret),
    /// Thirteen digits: a GS1 location.
    Gln(Gln),
}

/// A text that is no site code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SiteCodeError {
    /// The shape is known, the content is not valid.
    #[error(transparent)]
    Invalid(#[from] IdentifierError),
    /// Neither 9, 13 nor 14 characters.
    #[error(
        "`{text}` is neither a FINESS (9 characters), a GLN (13 digits) nor a SIRET (14 digits)"
    )]
    Shape {
        /// What was written.
        text: String,
    },
}

impl fmt::Display for SiteCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Finess(code) => code.fmt(formatter),
            Self::Siret(code) => code.fmt(formatter),
            Self::Gln(code) => code.fmt(formatter),
        }
    }
}

impl FromStr for SiteCode {
    type Err = SiteCodeError;

    fn from_str(text: &str) -> Result<Self, SiteCodeError> {
        match text.trim().len() {
            9 => Ok(Self::Finess(text.parse()?)),
            13 => Ok(Self::Gln(text.parse()?)),
            14 => Ok(Self::Siret(text.parse()?)),
            _ => Err(SiteCodeError::Shape {
                text: text.to_owned(),
            }),
        }
    }
}

impl Serialize for SiteCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SiteCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
