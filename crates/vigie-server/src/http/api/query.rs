//! Parameters of addresses, read with care.

use axum::http::Uri;
use vigie_model::{Cip13, Cis, Day, Department, Language, Tier};
use vigie_stock::picture::Scope;

use crate::http::language::Speaks;
use crate::http::problem::Problem;

/// How figures are split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// One figure a tier, nation-wide.
    Tier,
    /// One a tier and region.
    Region,
    /// One a tier and department.
    Department,
}

impl By {
    /// Reads `tier`, `region` or `department`; `tier` when absent.
    pub fn parse(text: Option<&str>, language: Language) -> Result<Self, Problem> {
        match text.unwrap_or("tier") {
            "tier" => Ok(Self::Tier),
            "region" => Ok(Self::Region),
            "department" => Ok(Self::Department),
            other => Err(Problem::parameter(
                language,
                "by",
                other,
                "tier, region, department",
            )),
        }
    }

    /// The tiers that are shown: one, as its name says, or all of them.
    pub fn tiers(self, text: Option<&str>, language: Language) -> Result<&'static [Tier], Problem> {
        match (text, self) {
            (Some("all"), _) | (None, Self::Tier) => Ok(&Tier::ALL),
            (text, _) => {
                let tier = tier(text, language)?.unwrap_or(Tier::Pharmacy);
                let place = tier.index();
                Ok(Tier::ALL.get(place..=place).unwrap_or(&Tier::ALL))
            }
        }
    }

    /// The parts of the country.
    pub fn scopes(self) -> Vec<Scope> {
        match self {
            Self::Tier => vec![Scope::Nation],
            Self::Region => vigie_model::Region::ALL
                .into_iter()
                .map(Scope::Region)
                .collect(),
            Self::Department => Department::ALL.into_iter().map(Scope::Department).collect(),
        }
    }
}

/// Reads a day.
pub fn day(name: &str, text: Option<&str>, language: Language) -> Result<Option<Day>, Problem> {
    text.map(|text| {
        text.parse()
            .map_err(|_| Problem::parameter(language, name, text, "2026-11-20"))
    })
    .transpose()
}

/// Reads a tier.
pub fn tier(text: Option<&str>, language: Language) -> Result<Option<Tier>, Problem> {
    let expected = "pharmacy, hospital, wholesaler, depositary, company";
    text.map(|text| {
        text.parse()
            .map_err(|_| Problem::parameter(language, "tier", text, expected))
    })
    .transpose()
}

/// Reads a department.
pub fn department(text: Option<&str>, language: Language) -> Result<Option<Department>, Problem> {
    let read = |text| {
        Department::from_code(text)
            .ok_or_else(|| Problem::parameter(language, "department", text, "01 … 976, 2A, 2B"))
    };
    text.map(read).transpose()
}

/// Reads the code of a pack in an address; an impossible one is an address where nothing is.
pub fn cip13(text: &str, language: Language) -> Result<Cip13, Problem> {
    text.parse().map_err(|_| Problem::not_found(language))
}

/// Reads the code of a medicine in an address.
pub fn cis(text: &str, language: Language) -> Result<Cis, Problem> {
    text.parse().map_err(|_| Problem::not_found(language))
}

/// Nothing is at this address of the API.
pub async fn unknown_address(Speaks(language): Speaks, _: Uri) -> Problem {
    Problem::not_found(language)
}
