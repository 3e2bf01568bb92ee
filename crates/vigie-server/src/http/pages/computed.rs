//! Answers of computations that people set the terms of: a page, a file, or what is wrong with the terms.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use vigie_pages::{Prose, RenderError};
use vigie_policy::{Problem, Sentence};

use super::asked::Asked;
use super::{answer, trouble};

/// A sentence of the policy crate, as pages show it.
pub fn prose(sentence: &Sentence) -> Prose {
    Prose::both(sentence.french.clone(), sentence.english.clone())
}

/// A refusal that names the parameter.
pub fn refused(asked: &Asked, problem: &Problem) -> Response {
    let sentence = &problem.sentence;
    let expected = [sentence.french.as_str(), sentence.english.as_str()];
    trouble::bad_parameter(asked, &problem.place, "", expected)
}

/// The page, as a refusal when the scenario cannot be computed as it is.
pub fn computed_or_wrong(
    html: Result<String, RenderError>,
    is_wrong: bool,
    asked: &Asked,
) -> Response {
    let page = answer(html, asked);
    if is_wrong && page.status().is_success() {
        (StatusCode::BAD_REQUEST, page).into_response()
    } else {
        page
    }
}

/// A file to keep.
pub fn file(kind: &'static str, name: &str, content: impl IntoResponse) -> Response {
    let mut response = content.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let disposition = format!("attachment; filename=\"{name}\"");
    if let Ok(disposition) = HeaderValue::try_from(disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}
