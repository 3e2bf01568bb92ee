//! Where in France.

mod postal;
mod table;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use table::{DEPARTMENTS, REGIONS};

/// One of the 101 departments, or one of the 8 overseas collectivities after them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Department(u8);

/// One of the 18 regions, or one of the 8 overseas collectivities after them (they belong to no region).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(u8);

/// A code that names no department or no region.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TerritoryError {
    /// No department or collectivity has this code.
    #[error("`{0}` is not the code of a department (01 to 95, 2A, 2B, 971 to 989)")]
    Department(String),
    /// No region or collectivity has this code.
    #[error("`{0}` is not the INSEE code of a region")]
    Region(String),
}

impl Department {
    /// How many there are, collectivities included.
    pub const COUNT: usize = 109;
    /// How many are departments in the strict sense; these come first.
    pub const DEPARTMENT_COUNT: usize = 101;
    /// All of them; `ALL[department.index()] == department`.
    pub const ALL: [Self; Self::COUNT] = {
        let mut all = [Self(0); Self::COUNT];
        let mut index = 0;
        while index < Self::COUNT {
            all[index] = Self(index as u8);
            index += 1;
        }
        all
    };

    /// Place in [`Department::ALL`].
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// The department at this place of [`Department::ALL`].
    pub const fn from_index(index: usize) -> Option<Self> {
        if index < Self::COUNT {
            Some(Self(index as u8))
        } else {
            None
        }
    }

    /// The department with this INSEE code, in either case: `01`, `2A`, `974`.
    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.trim();
        let found = DEPARTMENTS
            .iter()
            .position(|(known, ..)| known.eq_ignore_ascii_case(code));
        found.and_then(Self::from_index)
    }

    /// The department with this code of the health registers, which write the overseas
    /// departments `9A` (Guadeloupe), `9B`, `9C`, `9D` and `9F` (Mayotte); else its INSEE code.
    pub fn from_health_code(code: &str) -> Option<Self> {
        let code = match code.trim() {
            "9A" | "9a" => "971",
            "9B" | "9b" => "972",
            "9C" | "9c" => "973",
            "9D" | "9d" => "974",
            "9F" | "9f" => "976",
            other => other,
        };
        Self::from_code(code)
    }

    /// The department of a postal code; `None` if it is none, or when it does not tell.
    ///
    /// A postal code names a post office, not a place: a few villages are served from the
    /// next department, so this is a good guess for a site without a better source.
    pub fn from_postal_code(code: &str) -> Option<Self> {
        let code = code.trim();
        if code.len() != 5 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        Self::from_code(postal::department_code(code)?)
    }

    /// INSEE code: two characters, three overseas.
    pub const fn code(self) -> &'static str {
        DEPARTMENTS[self.index()].0
    }

    /// French name.
    pub const fn name(self) -> &'static str {
        DEPARTMENTS[self.index()].1
    }

    /// Whether the FINESS register numbers its sites under a department: its own, and Guadeloupe for Saint-Barthélemy and
    /// Saint-Martin.
    pub fn is_numbered_in(self, of_code: Self) -> bool {
        self == of_code || (of_code.code() == "971" && matches!(self.code(), "977" | "978"))
    }

    /// The region it belongs to; a collectivity is its own.
    pub const fn region(self) -> Region {
        Region(DEPARTMENTS[self.index()].2)
    }

    /// Whether it is an overseas collectivity and not one of the 101 departments.
    pub const fn is_collectivity(self) -> bool {
        self.index() >= Self::DEPARTMENT_COUNT
    }
}

impl Region {
    /// How many there are, collectivities included.
    pub const COUNT: usize = 26;
    /// How many are regions in the strict sense; these come first.
    pub const REGION_COUNT: usize = 18;
    /// All of them; `ALL[region.index()] == region`.
    pub const ALL: [Self; Self::COUNT] = {
        let mut all = [Self(0); Self::COUNT];
        let mut index = 0;
        while index < Self::COUNT {
            all[index] = Self(index as u8);
            index += 1;
        }
        all
    };

    /// Place in [`Region::ALL`].
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// The region at this place of [`Region::ALL`].
    pub const fn from_index(index: usize) -> Option<Self> {
        if index < Self::COUNT {
            Some(Self(index as u8))
        } else {
            None
        }
    }

    /// The region with this INSEE code: `11` is Île-de-France.
    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.trim();
        let found = REGIONS.iter().position(|(known, _)| *known == code);
        found.and_then(Self::from_index)
    }

    /// INSEE code: two digits, three for a collectivity.
    pub const fn code(self) -> &'static str {
        REGIONS[self.index()].0
    }

    /// French name.
    pub const fn name(self) -> &'static str {
        REGIONS[self.index()].1
    }

    /// The departments of this region, in the order of [`Department::ALL`].
    pub fn departments(self) -> impl Iterator<Item = Department> {
        Department::ALL
            .into_iter()
            .filter(move |department| department.region() == self)
    }
}

macro_rules! as_code {
    ($name:ident, $error:path) => {
        impl fmt::Display for $name {
            /// Writes the code.
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.pad(self.code())
            }
        }

        impl FromStr for $name {
            type Err = TerritoryError;

            fn from_str(text: &str) -> Result<Self, TerritoryError> {
                Self::from_code(text).ok_or_else(|| $error(text.to_owned()))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    };
}

as_code!(Department, TerritoryError::Department);
as_code!(Region, TerritoryError::Region);
