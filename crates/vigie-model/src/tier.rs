//! The levels of the supply chain.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The level of the chain where a site stands. A site has one tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// Community pharmacy (officine).
    Pharmacy,
    /// Pharmacy inside a hospital (pharmacie à usage intérieur, PUI).
    Hospital,
    /// Wholesaler-distributor (grossiste-répartiteur).
    Wholesaler,
    /// Stores and ships on behalf of companies (dépositaire).
    Depositary,
    /// Company that markets the medicine (exploitant).
    Company,
}

/// A text that names no tier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a tier: pharmacy, hospital, wholesaler, depositary or company")]
pub struct TierError {
    /// What was written.
    pub text: String,
}

impl Tier {
    /// How many tiers there are.
    pub const COUNT: usize = 5;

    /// All tiers, from the patient up; `ALL[tier.index()] == tier`.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Pharmacy,
        Self::Hospital,
        Self::Wholesaler,
        Self::Depositary,
        Self::Company,
    ];

    /// Place in [`Tier::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The word used in files and addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pharmacy => "pharmacy",
            Self::Hospital => "hospital",
            Self::Wholesaler => "wholesaler",
            Self::Depositary => "depositary",
            Self::Company => "company",
        }
    }

    /// The French word of the trade.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Pharmacy => "officine",
            Self::Hospital => "pharmacie à usage intérieur",
            Self::Wholesaler => "grossiste-répartiteur",
            Self::Depositary => "dépositaire",
            Self::Company => "exploitant",
        }
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl FromStr for Tier {
    type Err = TierError;

    /// Reads the English or the French word, in any case.
    fn from_str(text: &str) -> Result<Self, TierError> {
        match text.trim().to_lowercase().as_str() {
            "pharmacy" | "officine" | "pharmacie" => Ok(Self::Pharmacy),
            "hospital" | "pui" | "pharmacie à usage intérieur" => Ok(Self::Hospital),
            "wholesaler" | "grossiste" | "grossiste-répartiteur" | "répartiteur" => {
                Ok(Self::Wholesaler)
            }
            "depositary" | "dépositaire" | "depositaire" => Ok(Self::Depositary),
            "company" | "exploitant" => Ok(Self::Company),
            _ => Err(TierError {
                text: text.to_owned(),
            }),
        }
    }
}
