//! Pages that say what went wrong and what to do.

use askama::Template;
use vigie_model::Language;

use crate::frame::{Frame, Place, RenderError, Shell};
use crate::words::Words;

/// What went wrong, for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Problem {
    /// 404.
    NotFound,
    /// 400: a parameter is wrong.
    BadRequest,
    /// 403.
    Forbidden,
    /// 429.
    TooManyRequests,
    /// 500: our fault.
    Failed,
    /// 503: not ready yet.
    Unavailable,
}

impl Problem {
    /// All problems.
    pub const ALL: [Self; 6] = [
        Self::NotFound,
        Self::BadRequest,
        Self::Forbidden,
        Self::TooManyRequests,
        Self::Failed,
        Self::Unavailable,
    ];

    /// The HTTP status it answers.
    pub const fn status(self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::BadRequest => 400,
            Self::Forbidden => 403,
            Self::TooManyRequests => 429,
            Self::Failed => 500,
            Self::Unavailable => 503,
        }
    }

    /// The problem of an HTTP status; other client errors are bad requests, other server errors failures.
    pub fn of_status(status: u16) -> Self {
        let exact = Self::ALL
            .into_iter()
            .find(|problem| problem.status() == status);
        exact.unwrap_or(if status >= 500 {
            Self::Failed
        } else {
            Self::BadRequest
        })
    }
}

/// A page for a problem. It tells the request's identifier and nothing of the inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// What went wrong.
    pub problem: Problem,
    /// Identifier of the request, as in the logs.
    pub request_identifier: String,
    /// A sentence that is safe to show and says more: which parameter, which value.
    pub detail: Option<String>,
}

#[derive(Template)]
#[template(path = "problem.html")]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a ProblemPage,
    text: &'static str,
    advice: &'static str,
}

impl ProblemPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = Words::of(language);
        let [heading, text, advice] = words.problem(&self.problem);
        let frame = Frame::new(
            &self.shell,
            language,
            Place::Problem,
            heading.to_owned(),
            text.to_owned(),
        );
        View {
            frame,
            words,
            page: self,
            text,
            advice,
        }
        .render()
        .map_err(RenderError::of("ProblemPage"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(404, Problem::NotFound)]
    #[case(418, Problem::BadRequest)]
    #[case(503, Problem::Unavailable)]
    #[case(504, Problem::Failed)]
    fn every_status_has_a_page(#[case] status: u16, #[case] problem: Problem) {
        assert_eq!(Problem::of_status(status), problem);
    }
}
