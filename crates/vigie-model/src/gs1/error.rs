//! Why a scan cannot be used.

use super::ApplicationIdentifier;

/// A text that is no usable GS1 element string.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScanError {
    /// There is nothing in it.
    #[error("the scan is empty")]
    Empty,
    /// The prefix names no kind of barcode known here.
    #[error("`{prefix}` is not the prefix of a GS1 barcode")]
    Symbology {
        /// The first characters.
        prefix: String,
    },
    /// The barcode is not in GS1 mode: its content is free text.
    #[error("the barcode carries free text (`{prefix}`), not GS1 data")]
    FreeText {
        /// The symbology prefix.
        prefix: String,
    },
    /// No application identifier is defined that starts like this; often a lost separator.
    #[error("`{found}` starts with no GS1 application identifier; a separator may have been lost")]
    UnknownIdentifier {
        /// What stands where an identifier should be.
        found: String,
    },
    /// A bracket is missing or out of place in typed text.
    #[error("a bracket is missing or misplaced at `{found}`")]
    Bracket {
        /// What stands where a bracketed identifier should be.
        found: String,
    },
    /// The data of an identifier has not the form it must have.
    #[error("the data of ({identifier}) is not valid: {reason}")]
    Value {
        /// Whose data.
        identifier: ApplicationIdentifier,
        /// What is wrong.
        reason: ValueReason,
    },
    /// An identifier makes no sense without another.
    #[error("({identifier}) needs one of {requires} beside it")]
    Missing {
        /// Which one.
        identifier: ApplicationIdentifier,
        /// What it needs: alternatives between commas, `+` for together, `n` for any digit.
        requires: &'static str,
    },
    /// Two identifiers contradict each other.
    #[error("({identifier}) must not stand beside ({other})")]
    Excluded {
        /// Which one.
        identifier: ApplicationIdentifier,
        /// The other.
        other: ApplicationIdentifier,
    },
    /// An identifier stands twice with different data.
    #[error("({identifier}) stands twice with different data")]
    Repeated {
        /// Which one.
        identifier: ApplicationIdentifier,
    },
}

/// What is wrong with the data of an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ValueReason {
    /// Data ends too early.
    #[error("it is too short")]
    TooShort,
    /// Data goes on after its greatest length; often a lost separator.
    #[error("it is too long; a separator may have been lost")]
    TooLong,
    /// A character that cannot stand there.
    #[error("the character at position {position} cannot stand there")]
    Character {
        /// Place in the data, from 1.
        position: usize,
    },
    /// The check digit disagrees.
    #[error("its check digit should be {expected}")]
    CheckDigit {
        /// The last digit that the others ask for.
        expected: u8,
    },
    /// No such day.
    #[error("it is not a date written YYMMDD")]
    Date,
    /// No such time.
    #[error("it is not a time written HHMM")]
    Time,
}

impl ScanError {
    /// The same message in French.
    pub fn french(&self) -> String {
        match self {
            Self::Empty => "la lecture est vide".to_owned(),
            Self::Symbology { prefix } => {
                format!("« {prefix} » n'est pas le préfixe d'un code-barres GS1")
            }
            Self::FreeText { prefix } => {
                format!(
                    "le code-barres contient du texte libre (« {prefix} »), pas des données GS1"
                )
            }
            Self::UnknownIdentifier { found } => format!(
                "« {found} » ne commence par aucun identifiant GS1 ; un séparateur a pu être perdu"
            ),
            Self::Bracket { found } => {
                format!("une parenthèse manque ou est mal placée à « {found} »")
            }
            Self::Value { identifier, reason } => format!(
                "la donnée de ({identifier}) n'est pas valable : {}",
                reason.french()
            ),
            Self::Missing {
                identifier,
                requires,
            } => format!("({identifier}) doit être accompagné de l'un de {requires}"),
            Self::Excluded { identifier, other } => {
                format!("({identifier}) ne peut pas accompagner ({other})")
            }
            Self::Repeated { identifier } => {
                format!("({identifier}) figure deux fois avec des données différentes")
            }
        }
    }
}

impl ValueReason {
    /// The same message in French.
    pub fn french(self) -> String {
        match self {
            Self::TooShort => "elle est trop courte".to_owned(),
            Self::TooLong => "elle est trop longue ; un séparateur a pu être perdu".to_owned(),
            Self::Character { position } => {
                format!("le caractère n° {position} n'est pas admis à cette place")
            }
            Self::CheckDigit { expected } => {
                format!("sa clé de contrôle devrait être {expected}")
            }
            Self::Date => "ce n'est pas une date écrite AAMMJJ".to_owned(),
            Self::Time => "ce n'est pas une heure écrite HHMM".to_owned(),
        }
    }
}
