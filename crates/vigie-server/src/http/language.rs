//! The language of the asker, from `Accept-Language`.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use vigie_model::Language;

/// The language of the asker.
#[derive(Debug, Clone, Copy)]
pub struct Speaks(pub Language);

/// The language of the asker, by the headers of a request.
pub fn of_headers(headers: &HeaderMap) -> Language {
    let header = headers
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    header.map_or(Language::French, preferred)
}

impl<S: Sync> FromRequestParts<S> for Speaks {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(of_headers(&parts.headers)))
    }
}

/// The first of our languages by the weights of the header; French when none is named.
fn preferred(header: &str) -> Language {
    let weighted = header.split(',').filter_map(|choice| {
        let mut parts = choice.trim().split(';');
        let code = parts.next()?.trim().get(..2)?.to_ascii_lowercase();
        let weight = parts
            .find_map(|part| part.trim().strip_prefix("q=")?.parse::<f32>().ok())
            .unwrap_or(1.0);
        Some((code.parse::<Language>().ok()?, weight))
    });
    let best = weighted.reduce(|best, next| if next.1 > best.1 { next } else { best });
    best.map_or(Language::French, |(language, _)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_with_the_highest_weight_is_spoken_and_french_otherwise() {
        assert_eq!(preferred("en-GB,en;q=0.9,fr;q=0.8"), Language::English);
        assert_eq!(preferred("de,fr;q=0.5,en;q=0.7"), Language::English);
        assert_eq!(preferred("de, *"), Language::French);
        assert_eq!(preferred("é"), Language::French);
    }
}
