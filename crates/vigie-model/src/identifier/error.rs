//! Why a text is not an identifier.

use std::fmt;

/// A text or number that is not the identifier it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {kind}: {reason}")]
pub struct IdentifierError {
    /// Which identifier was expected.
    pub kind: IdentifierKind,
    /// What is wrong.
    pub reason: IdentifierReason,
}

/// The identifiers of this crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is described at its own type")]
pub enum IdentifierKind {
    Atc,
    Cip7,
    Cip13,
    Cis,
    Finess,
    Gln,
    Gtin14,
    Rpps,
    Siren,
    Siret,
    Sscc,
    Ucd7,
    Ucd13,
}

/// What is wrong with an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdentifierReason {
    /// Wrong number of characters.
    #[error("it has {found} characters instead of {expected}")]
    Length {
        /// Characters it should have.
        expected: u8,
        /// Characters it has.
        found: usize,
    },
    /// A character that cannot stand there.
    #[error("the character at position {position} cannot stand there")]
    Character {
        /// Place of the character, from 1.
        position: usize,
    },
    /// The first digits are not those of this code.
    #[error("it does not start with {expected}")]
    Prefix {
        /// What it should start with.
        expected: &'static str,
    },
    /// A UCD (starts with 34008) where a CIP13 is expected.
    #[error("it is a UCD code (starts with 34008), not a pack")]
    DispensingUnit,
    /// The check digit disagrees: a digit was mistyped.
    #[error("its check digit should be {expected}")]
    CheckDigit {
        /// The last digit that the others ask for.
        expected: u8,
    },
}

impl IdentifierError {
    pub(crate) const fn new(kind: IdentifierKind, reason: IdentifierReason) -> Self {
        Self { kind, reason }
    }

    /// The same message in French.
    pub fn french(&self) -> String {
        format!("{} non valable : {}", self.kind, self.reason.french())
    }
}

impl IdentifierReason {
    /// The same message in French.
    pub fn french(&self) -> String {
        match self {
            Self::Length { expected, found } => {
                format!("il compte {found} caractères au lieu de {expected}")
            }
            Self::Character { position } => {
                format!("le caractère n° {position} n'est pas admis à cette place")
            }
            Self::Prefix { expected } => format!("il ne commence pas par {expected}"),
            Self::DispensingUnit => {
                "c'est un code UCD (il commence par 34008), pas une présentation".to_owned()
            }
            Self::CheckDigit { expected } => format!("sa clé de contrôle devrait être {expected}"),
        }
    }
}

impl IdentifierKind {
    /// The name of the code, the same in French and English.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Atc => "ATC",
            Self::Cip7 => "CIP7",
            Self::Cip13 => "CIP13",
            Self::Cis => "CIS",
            Self::Finess => "FINESS",
            Self::Gln => "GLN",
            Self::Gtin14 => "GTIN-14",
            Self::Rpps => "RPPS",
            Self::Siren => "SIREN",
            Self::Siret => "SIRET",
            Self::Sscc => "SSCC",
            Self::Ucd7 => "UCD7",
            Self::Ucd13 => "UCD13",
        }
    }
}

impl fmt::Display for IdentifierKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}
