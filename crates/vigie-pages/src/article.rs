//! Pages of text: what Vigie is, what it shows to whom, how it is computed, accessibility, legal notices.

mod texts;

use askama::Template;
use vigie_model::Language;

use crate::frame::{Frame, Place, RenderError, Shell};
use crate::words::Words;

/// A text in French and in English.
type Text = (&'static str, &'static str);

/// A page of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Article {
    /// Path without language: `/about/confidentiality`.
    pub path: &'static str,
    title: Text,
    description: Text,
    sections: &'static [Section],
}

/// A part of an article.
#[derive(Debug, PartialEq, Eq)]
struct Section {
    heading: Text,
    paragraphs: &'static [Text],
    points: &'static [Text],
}

#[derive(Template)]
#[template(path = "article.html")]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    title: &'static str,
    description: &'static str,
    sections: Vec<Written>,
    /// Path and title of all articles, and whether it is this one.
    articles: Vec<(&'static str, &'static str, bool)>,
}

/// A part in one language.
struct Written {
    heading: &'static str,
    paragraphs: Vec<&'static str>,
    points: Vec<&'static str>,
}

impl Article {
    /// All articles, in the order shown.
    pub const ALL: [Self; 5] = texts::ARTICLES;

    /// Path and title of each.
    pub(crate) fn titles(language: Language) -> Vec<(&'static str, &'static str)> {
        let title = |article: Self| (article.path, in_language(language, article.title));
        Self::ALL.map(title).to_vec()
    }

    /// The page as an HTML document.
    pub fn render(&self, shell: &Shell, language: Language) -> Result<String, RenderError> {
        let words = Words::of(language);
        let title = in_language(language, self.title);
        let description = in_language(language, self.description);
        let frame = Frame::new(
            shell,
            language,
            Place::About,
            title.to_owned(),
            description.to_owned(),
        );
        View {
            frame,
            words,
            title,
            description,
            sections: self
                .sections
                .iter()
                .map(|of| of.written(language))
                .collect(),
            articles: Self::titles(language)
                .into_iter()
                .map(|(path, title)| (path, title, path == self.path))
                .collect(),
        }
        .render()
        .map_err(RenderError::of("Article"))
    }
}

impl Section {
    fn written(&self, language: Language) -> Written {
        let all = |texts: &[Text]| {
            texts
                .iter()
                .map(|text| in_language(language, *text))
                .collect()
        };
        Written {
            heading: in_language(language, self.heading),
            paragraphs: all(self.paragraphs),
            points: all(self.points),
        }
    }
}

const fn in_language(language: Language, (french, english): Text) -> &'static str {
    match language {
        Language::French => french,
        Language::English => english,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_texts() -> Vec<Text> {
        let of_section =
            |section: &Section| [&[section.heading], section.paragraphs, section.points].concat();
        Article::ALL
            .iter()
            .flat_map(|article| {
                let sections = article.sections.iter().flat_map(of_section);
                [article.title, article.description]
                    .into_iter()
                    .chain(sections)
            })
            .collect()
    }

    #[test]
    fn every_text_is_there_in_both_languages() {
        for (french, english) in all_texts() {
            assert!(!french.is_empty() && !english.is_empty());
            assert_ne!(french, english);
        }
    }

    #[test]
    fn french_puts_a_no_break_space_before_double_punctuation() {
        for (french, _) in all_texts() {
            for sign in [" :", " ;", " !", " ?", " »", "« "] {
                assert!(!french.contains(sign), "{french}");
            }
        }
    }
}
