//! What a request for a page asks for: language, address, parameters.

use std::collections::HashMap;
use std::convert::Infallible;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, Uri};
use vigie_model::Language;
use vigie_pages::Workplace;

use crate::access::rights::{Resource, Right};
use crate::http::language;
use crate::http::policy::Nonce;
use crate::http::principal::Principal;

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
    /// Name of the person who is signed in.
    pub visitor: Option<String>,
    /// Where that person works.
    pub workplace: Option<Workplace>,
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

impl Asked {
    /// The same for another page, by its path without language.
    #[must_use]
    pub fn at(&self, path: String) -> Self {
        Self {
            path,
            query: String::new(),
            parameters: HashMap::new(),
            ..self.clone()
        }
    }

    /// What a request with this address, these headers and what is known of it asks for.
    pub fn read(uri: &Uri, headers: &HeaderMap, known: &Extensions) -> Self {
        let (named, path) = split_path(uri.path());
        let parameters = Query::<HashMap<String, String>>::try_from_uri(uri);
        let principal = known.get::<Principal>();
        Self {
            language: named.unwrap_or_else(|| language::of_headers(headers)),
            path: path.to_owned(),
            query: uri.query().unwrap_or_default().to_owned(),
            nonce: known.get().cloned().unwrap_or_default(),
            region: region(headers),
            visitor: principal
                .and_then(Principal::session)
                .map(|signed_in| signed_in.person.name.clone()),
            workplace: principal.and_then(workplace),
            parameters: parameters.map(|Query(pairs)| pairs).unwrap_or_default(),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::read(&parts.uri, &parts.headers, &parts.extensions))
    }
}

/// Where a person who has signed in works.
fn workplace(principal: &Principal) -> Option<Workplace> {
    principal.signed_in()?;
    if principal.may(Right::read(Resource::IdentifiedFigures)) {
        return Some(Workplace::WorkList);
    }
    let may_see = principal.may(Right::read(Resource::Reports));
    may_see.then_some(Workplace::Reporting)
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
