//! The anatomical, therapeutic and chemical classification of the WHO.

use std::{fmt, str::FromStr};

use super::{
    error::{IdentifierError, IdentifierKind, IdentifierReason},
    number::text_serde,
};

/// First letters that exist.
const GROUPS: &[u8] = b"ABCDGHJLMNPRSV";
/// Length of a code at levels 1 to 5.
const LENGTHS: [u8; 5] = [1, 3, 4, 5, 7];

/// A class of medicines, at one of five levels: `J`, `J01`, `J01C`, `J01CA`, `J01CA04`.
///
/// Short codes are whole codes: some published lists name a level-4 or level-3 class.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Atc {
    /// The characters, then zeros: a class sorts just before the classes it holds.
    code: [u8; 7],
}

impl Atc {
    /// The level, 1 (anatomical group) to 5 (substance).
    pub fn level(self) -> u8 {
        match self.as_str().len() {
            0..=1 => 1,
            2..=3 => 2,
            4 => 3,
            5 => 4,
            _ => 5,
        }
    }

    /// The class of this level (1 to 5) that holds this one; itself when it is already that broad.
    #[must_use]
    pub fn truncate(self, level: u8) -> Self {
        let place = usize::from(level.clamp(1, 5)) - 1;
        let length = LENGTHS.get(place).copied().unwrap_or(7);
        let mut code = self.code;
        code.iter_mut()
            .skip(length.into())
            .for_each(|byte| *byte = 0);
        Self { code }
    }

    /// Whether this class is `class` or lies inside it.
    pub fn starts_with(self, class: Self) -> bool {
        self.as_str().starts_with(class.as_str())
    }

    /// The characters of the code.
    pub fn as_str(&self) -> &str {
        let length = self.code.iter().take_while(|byte| **byte != 0).count();
        let used = self.code.get(..length).unwrap_or_default();
        // Always ASCII by construction.
        std::str::from_utf8(used).unwrap_or_default()
    }
}

impl FromStr for Atc {
    type Err = IdentifierError;

    /// Reads a code of any level, in either case.
    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        parse(text.trim()).map_err(|reason| IdentifierError::new(IdentifierKind::Atc, reason))
    }
}

fn parse(text: &str) -> Result<Atc, IdentifierReason> {
    let known_length = LENGTHS
        .iter()
        .any(|length| usize::from(*length) == text.len());
    if !known_length {
        return Err(IdentifierReason::Length {
            expected: 7,
            found: text.chars().count(),
        });
    }
    let mut code = [0; 7];
    for (place, (slot, byte)) in code.iter_mut().zip(text.bytes()).enumerate() {
        *slot = byte.to_ascii_uppercase();
        if !stands(place, *slot) {
            return Err(IdentifierReason::Character {
                position: place + 1,
            });
        }
    }
    Ok(Atc { code })
}

/// Whether this character can stand at this place, from 0.
fn stands(place: usize, byte: u8) -> bool {
    match place {
        0 => GROUPS.contains(&byte),
        3 | 4 => byte.is_ascii_uppercase(),
        _ => byte.is_ascii_digit(),
    }
}

impl fmt::Display for Atc {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl fmt::Debug for Atc {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Atc({self})")
    }
}

text_serde!(Atc);
