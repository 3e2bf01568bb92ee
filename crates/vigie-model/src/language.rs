use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A language in which Vigie speaks to people; French is the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Language {
    /// French.
    #[default]
    #[serde(rename = "fr")]
    French,
    /// English.
    #[serde(rename = "en")]
    English,
}

/// A code that is not one of a language of Vigie.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a language of Vigie: fr or en")]
pub struct LanguageError {
    /// What was given.
    pub text: String,
}

impl Language {
    /// Both languages, the default one first.
    pub const ALL: [Self; 2] = [Self::French, Self::English];

    /// ISO 639-1 code, as in addresses and `lang` attributes.
    pub const fn code(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }

    /// The other language.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::French => Self::English,
            Self::English => Self::French,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.code())
    }
}

impl FromStr for Language {
    type Err = LanguageError;

    fn from_str(text: &str) -> Result<Self, LanguageError> {
        Self::ALL
            .into_iter()
            .find(|language| language.code() == text)
            .ok_or_else(|| LanguageError {
                text: text.to_owned(),
            })
    }
}
