//! Pages that say what went wrong.

use std::fmt::Display;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;
use vigie_model::{Language, shown};
use vigie_pages::{Problem, ProblemPage, Shell};

use super::asked::Asked;
use super::document;
use crate::http::{policy, problem};

/// Most characters of a value that are shown back.
const SHOWN_CHARACTERS: usize = 64;

/// Nothing is at this address: a page for people, a problem document under `/api`.
pub async fn unknown_address(asked: Asked) -> Response {
    if asked.path == "/api" || asked.path.starts_with("/api/") {
        return problem::Problem::not_found(asked.language).into_response();
    }
    not_found(&asked, None)
}

/// Nothing is at this address, with a sentence that says what was looked for.
pub fn not_found(asked: &Asked, detail: Option<String>) -> Response {
    page(Problem::NotFound, asked, detail, new_identifier())
}

/// The asker may not do this, or not so often.
pub fn refused(asked: &Asked, problem: Problem) -> Response {
    page(problem, asked, None, new_identifier())
}

/// A parameter has a value that the page does not know.
pub fn bad_parameter(asked: &Asked, name: &str, value: &str, expected: [&str; 2]) -> Response {
    page(
        Problem::BadRequest,
        asked,
        Some(sentence(asked.language, name, value, expected)),
        new_identifier(),
    )
}

/// The page could not be made, for a reason of ours that goes to the log only.
pub fn failed(error: &impl Display, asked: &Asked) -> Response {
    let identifier = new_identifier();
    tracing::error!(%error, request_id = identifier, "Page failed");
    page(Problem::Failed, asked, None, identifier)
}

/// What is wrong with a parameter, and what was expected in French and in English.
fn sentence(language: Language, name: &str, value: &str, [french, english]: [&str; 2]) -> String {
    let shown = shown(value, SHOWN_CHARACTERS);
    match language {
        Language::French => format!("{name} : « {shown} ». Attendu : {french}."),
        Language::English => format!("{name}: “{shown}”. Expected: {english}."),
    }
}

/// The server ends; another one answers in a moment.
pub fn stopping(asked: &Asked) -> Response {
    page(Problem::Unavailable, asked, None, new_identifier())
}

fn page(
    problem: Problem,
    asked: &Asked,
    detail: Option<String>,
    request_identifier: String,
) -> Response {
    let shell = Shell {
        path: asked.path.clone(),
        query: asked.query.clone(),
        nonce: policy::nonce_place().to_owned(),
        visitor: asked.visitor.clone(),
        workplace: asked.workplace,
        ..Shell::default()
    };
    let page = ProblemPage {
        shell,
        problem,
        request_identifier,
        detail,
    };
    match page.render(asked.language) {
        Ok(html) => {
            let status =
                StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, document(&html, asked)).into_response()
        }
        Err(_) => problem::internal("problem page"),
    }
}

fn new_identifier() -> String {
    Uuid::now_v7().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_value_is_shown_back_in_part() {
        let text = sentence(
            Language::English,
            "q",
            &"é".repeat(1000),
            ["un texte", "a text"],
        );
        assert!(text.starts_with("q: “éé"));
        assert!(text.ends_with("é…”. Expected: a text."));
        assert!(text.chars().count() < 100);
    }
}
