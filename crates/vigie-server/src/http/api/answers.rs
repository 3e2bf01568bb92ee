//! Answers that only a new release changes, written once.

use std::collections::HashMap;
use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use parking_lot::RwLock;
use serde::Serialize;
use vigie_catalogue::Catalogue;
use vigie_model::Cis;

/// Most answers kept: every medicine of the country.
const MOST: usize = 20_000;

#[derive(Debug, Clone)]
pub struct Written {
    body: Bytes,
    tag: HeaderValue,
}

/// Written answers about medicines, for one catalogue.
#[derive(Debug, Default)]
pub struct Answers(RwLock<Kept>);

#[derive(Debug, Default)]
struct Kept {
    catalogue: Option<Arc<Catalogue>>,
    medicines: HashMap<Cis, Written>,
}

impl Answers {
    /// The answer about a medicine, made by `make` the first time.
    pub fn get<T: Serialize>(
        &self,
        catalogue: &Arc<Catalogue>,
        cis: Cis,
        make: impl FnOnce() -> Option<T>,
    ) -> Option<Written> {
        {
            let kept = self.0.read();
            if kept
                .catalogue
                .as_ref()
                .is_some_and(|of| Arc::ptr_eq(of, catalogue))
                && let Some(written) = kept.medicines.get(&cis)
            {
                return Some(written.clone());
            }
        }
        let written = Written::of(&make()?);
        let mut kept = self.0.write();
        if kept.medicines.len() >= MOST
            || kept
                .catalogue
                .as_ref()
                .is_none_or(|of| !Arc::ptr_eq(of, catalogue))
        {
            *kept = Kept {
                catalogue: Some(Arc::clone(catalogue)),
                medicines: HashMap::new(),
            };
        }
        kept.medicines.insert(cis, written.clone());
        Some(written)
    }
}

impl Written {
    /// Writes an answer.
    pub fn of(answer: &impl Serialize) -> Self {
        let body = Bytes::from(serde_json::to_vec(answer).unwrap_or_default());
        let digest = blake3::hash(&body).to_hex();
        let tag = format!("\"{}\"", digest.get(..16).unwrap_or_default());
        Self {
            body,
            tag: HeaderValue::from_str(&tag).unwrap_or(HeaderValue::from_static("\"\"")),
        }
    }

    /// The answer, or 304 when the asker has it.
    pub fn respond(self, asked: &HeaderMap) -> Response {
        let headers = [
            (
                header::CONTENT_TYPE,
                HeaderValue::from_static("application/json"),
            ),
            (header::ETAG, self.tag.clone()),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        ];
        if asked
            .get(header::IF_NONE_MATCH)
            .is_some_and(|known| *known == self.tag)
        {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        (headers, self.body).into_response()
    }
}
