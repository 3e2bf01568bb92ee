//! Numbers of health establishments.

use std::{fmt, str::FromStr};

use super::{
    error::{IdentifierError, IdentifierKind, IdentifierReason},
    number::text_serde,
};
use crate::{Department, check::luhn_key};

/// Number of a health establishment or of the entity that owns it (pharmacies, hospitals, depots).
///
/// Nine characters: digits with a Luhn key, where Corsica writes `2A` or `2B` at the start.
/// For the key the letter counts as a digit, A as 1 and B as 2 (found on the 37 Corsican
/// hospitals of the yearly statistics: the rule holds for all of them).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Finess([u8; 9]);

impl Finess {
    /// The nine characters.
    pub fn as_str(&self) -> &str {
        // Always ASCII by construction.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The department whose register gave the number, from its first characters.
    ///
    /// Overseas the fourth character decides: 9701 Guadeloupe, 9702 Martinique, 9703 Guyane,
    /// 9704 La Réunion, 9805 Mayotte. Saint-Martin and Saint-Barthélemy are numbered with
    /// Guadeloupe. `None` for other numbers of the 97 and 98 series.
    pub fn department(self) -> Option<Department> {
        let text = self.as_str();
        let code = match text.get(..4)? {
            "9701" => "971",
            "9702" => "972",
            "9703" => "973",
            "9704" => "974",
            "9805" => "976",
            _ => text.get(..2)?,
        };
        Department::from_code(code)
    }
}

impl FromStr for Finess {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        parse(text.trim()).map_err(|reason| IdentifierError::new(IdentifierKind::Finess, reason))
    }
}

fn parse(text: &str) -> Result<Finess, IdentifierReason> {
    let mut code: [u8; 9] = text
        .as_bytes()
        .try_into()
        .map_err(|_| IdentifierReason::Length {
            expected: 9,
            found: text.chars().count(),
        })?;
    code.make_ascii_uppercase();
    let number = value(code)?;
    super::number::last_digit_is(number, luhn_key(number / 10))?;
    Ok(Finess(code))
}

/// The nine characters as a number, with the letter of Corsica as a digit.
fn value(code: [u8; 9]) -> Result<u64, IdentifierReason> {
    let mut number = 0;
    for (place, byte) in code.into_iter().enumerate() {
        let digit = match (place, byte) {
            (_, b'0'..=b'9') => byte - b'0',
            (1, b'A' | b'B') if code.starts_with(b"2") => byte - b'A' + 1,
            _ => {
                return Err(IdentifierReason::Character {
                    position: place + 1,
                });
            }
        };
        number = number * 10 + u64::from(digit);
    }
    Ok(number)
}

impl fmt::Display for Finess {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl fmt::Debug for Finess {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Finess({self})")
    }
}

text_serde!(Finess);
