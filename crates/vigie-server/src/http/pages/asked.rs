//! What a request for a page asks for: language, address, parameters.

use std::collections::HashMap;
use std::convert::Infallible;

use axum::extract::{FromRequestParts, Query};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use vigie_model::Language;

use crate::http::language::Speaks;
use crate::http::policy::Nonce;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Language of the address; of the asker where the address has none.
    pub language: Language,
    /// Path without language, from the first slash.
    pub path: String,
    /// Query without `?`, as sent.
    pub query: String,
    /// What the scripts of the page carry.
    pub nonce: Nonce,
    region: Option<String>,
    parameters: HashMap<String, String>,
}

impl Asked {
    /// Whether one region is asked for instead of the page, by a page that is open already: headers `HX-Request` and
    /// `HX-Target`, as htmx sends them.
    pub fn is_for_region(&self, identifier: &str) -> bool {
        self.region.as_deref() == Some(identifier)
    }

    /// A parameter of the query; one that is sent empty counts as absent.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters
            .get(name)
            .map(|value| value.trim())
            .filter(|value| !value.is_empty())
    }
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let Speaks(spoken) = Speaks::from_request_parts(parts, state).await?;
        let (language, path) = split_path(parts.uri.path());
        let parameters = Query::<HashMap<String, String>>::try_from_uri(&parts.uri);
        Ok(Self {
            language: language.unwrap_or(spoken),
            path: path.to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            nonce: parts.extensions.get().cloned().unwrap_or_default(),
            region: region(&parts.headers),
            parameters: parameters.map(|Query(pairs)| pairs).unwrap_or_default(),
        })
    }
}

fn region(headers: &HeaderMap) -> Option<String> {
    let header = |name| headers.get(name)?.to_str().ok();
    let target = header("hx-target").filter(|_| header("hx-request") == Some("true"));
    target.map(str::to_owned)
}

/// The language that a path begins with, and the rest of it.
fn split_path(path: &str) -> (Option<Language>, &str) {
    let found = Language::ALL.into_iter().find_map(|language| {
        let rest = path.strip_prefix('/')?.strip_prefix(language.code())?;
        (rest.is_empty() || rest.starts_with('/')).then_some((language, rest))
    });
    match found {
        Some((language, "")) => (Some(language), "/"),
        Some((language, rest)) => (Some(language), rest),
        None => (None, path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(
        "/fr/medicines/60234100",
        Some(Language::French),
        "/medicines/60234100"
    )]
    #[case("/en", Some(Language::English), "/")]
    #[case("/en/", Some(Language::English), "/")]
    #[case("/francais", None, "/francais")]
    #[case("/", None, "/")]
    fn the_language_is_the_first_part_of_the_path(
        #[case] path: &str,
        #[case] language: Option<Language>,
        #[case] rest: &str,
    ) {
        assert_eq!(split_path(path), (language, rest));
    }
}
