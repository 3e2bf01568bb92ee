//! What someone may write to name a pack.

use crate::{Cip7, Cip13, Gtin14, IdentifierError, Ucd7, Ucd13};

/// A pack code as people and programs write it, told apart by its shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackCode {
    /// A French pack.
    Cip13(Cip13),
    /// A French pack by its code before 2009.
    Cip7(Cip7),
    /// A French hospital dispensing unit.
    Ucd13(Ucd13),
    /// A French hospital dispensing unit by its short code.
    Ucd7(Ucd7),
    /// An article that is no French pack: foreign, or not a medicine.
    Gtin14(Gtin14),
}

/// Why a text names no pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PackCodeError {
    /// Nothing was written.
    #[error("the pack code is empty")]
    Empty,
    /// The code was there and was spoilt on its way.
    #[error("the pack code was damaged: {0}")]
    Damaged(Damage),
    /// The shape is that of a known code, the content is not valid.
    #[error(transparent)]
    Invalid(#[from] IdentifierError),
    /// No code of a pack has this shape.
    #[error("not a pack code: a CIP13 has 13 digits and starts with 3400")]
    Shape,
}

/// What happened to a damaged code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Damage {
    /// A spreadsheet rounded the number and wrote it like `3.40095E+12`.
    #[error(
        "a spreadsheet turned it into a rounded number; format the column as text and export again"
    )]
    ScientificNotation,
}

impl PackCode {
    /// Reads a pack code leniently.
    pub fn parse(text: &str) -> Result<Self, PackCodeError> {
        if let Some(code) = Cip13::from_ascii_digits(text.as_bytes()) {
            return Ok(Self::Cip13(code));
        }
        let digits: String = text
            .chars()
            .filter(|letter| !letter.is_whitespace() && !matches!(letter, '.' | '\'' | '\u{2019}'))
            .collect();
        match digits.len() {
            0 => Err(PackCodeError::Empty),
            7 if digits.starts_with('9') => Ok(Self::Ucd7(digits.parse()?)),
            7 => Ok(Self::Cip7(digits.parse()?)),
            13 if digits.starts_with("34008") => Ok(Self::Ucd13(digits.parse()?)),
            13 => Ok(Self::Cip13(digits.parse()?)),
            14 => Ok(Self::from_gtin14(digits.parse()?)),
            _ if digits.contains(['E', 'e']) => {
                Err(PackCodeError::Damaged(Damage::ScientificNotation))
            }
            _ => Err(PackCodeError::Shape),
        }
    }

    fn from_gtin14(gtin: Gtin14) -> Self {
        match (gtin.cip13(), gtin.ucd13()) {
            (Some(code), _) => Self::Cip13(code),
            (None, Some(code)) => Self::Ucd13(code),
            (None, None) => Self::Gtin14(gtin),
        }
    }
}
