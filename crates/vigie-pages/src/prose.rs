//! Text that exists in both languages, or in one.

use vigie_model::Language;

/// Text given by the caller: in both languages, or in one only (a medicine's name, an operation's summary).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Prose {
    /// The same content in both languages.
    Both {
        /// The French text.
        french: String,
        /// The English text.
        english: String,
    },
    /// One language only; on a page of the other language it is marked with its own `lang`.
    Only(Language, String),
}

impl Prose {
    /// Text in both languages.
    pub fn both(french: impl Into<String>, english: impl Into<String>) -> Self {
        Self::Both {
            french: french.into(),
            english: english.into(),
        }
    }

    /// Text that exists in French only.
    pub fn french(text: impl Into<String>) -> Self {
        Self::Only(Language::French, text.into())
    }

    /// Text that exists in English only.
    pub fn english(text: impl Into<String>) -> Self {
        Self::Only(Language::English, text.into())
    }

    /// The text to show on a page in `language`.
    pub fn text(&self, language: Language) -> &str {
        match (self, language) {
            (Self::Both { french, .. }, Language::French) => french,
            (Self::Both { english, .. }, Language::English) => english,
            (Self::Only(_, text), _) => text,
        }
    }

    /// The language the text is in when shown on a page in `language`.
    pub fn language(&self, language: Language) -> Language {
        match self {
            Self::Both { .. } => language,
            Self::Only(own, _) => *own,
        }
    }
}
