//! What is said to people, in both languages, and what does not work.

use rust_decimal::Decimal;
use serde::Serialize;
use vigie_model::Language;

/// The same sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sentence {
    /// French, with no-break spaces before `: ; ? ! %`.
    #[serde(rename = "fr")]
    pub french: String,
    /// English.
    #[serde(rename = "en")]
    pub english: String,
}

impl Sentence {
    /// The same thing in French and in English.
    pub fn new(french: impl Into<String>, english: impl Into<String>) -> Self {
        Self {
            french: french.into(),
            english: english.into(),
        }
    }

    /// The sentence in one language.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::French => &self.french,
            Language::English => &self.english,
        }
    }
}

/// Why something cannot be computed or read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{place}: {}", sentence.english)]
pub struct Problem {
    /// Stable code, in English, for programs: `unknown_parameter`.
    pub code: &'static str,
    /// Where: the name of an input, a row of a file, a key.
    pub place: String,
    /// What is wrong and what to do.
    pub sentence: Sentence,
}

impl Problem {
    /// A problem at a place.
    pub fn new(code: &'static str, place: impl Into<String>, sentence: Sentence) -> Self {
        let place = place.into();
        Self {
            code,
            place,
            sentence,
        }
    }

    /// A number too large to be written exactly, or a division by zero.
    pub(crate) fn not_a_number(place: &str) -> Self {
        let sentence = Sentence::new(
            "Ce résultat ne peut pas être calculé\u{a0}: un nombre est trop grand, ou un diviseur est nul.",
            "This result cannot be computed: a number is too large, or a divisor is zero.",
        );
        Self::new("not_a_number", place, sentence)
    }

    /// An input outside what its meaning allows.
    pub(crate) fn out_of_range(place: &str, french: &str, english: &str) -> Self {
        let sentence = Sentence::new(
            format!("«\u{a0}{place}\u{a0}» doit être {french}."),
            format!("“{place}” must be {english}."),
        );
        Self::new("out_of_range", place, sentence)
    }
}

/// What a reader of a result must know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// Stable code, in English, for programs: `not_promulgated`.
    pub code: &'static str,
    /// What it is about: a key, a pack, a company.
    pub place: String,
    /// What to know.
    pub sentence: Sentence,
}

impl Warning {
    /// A warning about a place.
    pub fn new(code: &'static str, place: impl Into<String>, sentence: Sentence) -> Self {
        let place = place.into();
        Self {
            code,
            place,
            sentence,
        }
    }
}

/// A number as French writes it: `1234,5`.
pub(crate) fn french_number(number: Decimal) -> String {
    number.normalize().to_string().replace('.', ",")
}
