//! The API: `/api/v1`, and the document that describes it.

#![allow(
    unused_qualifications,
    reason = "the macro that describes handlers writes whole paths"
)]

mod answers;
mod areas;
mod catalogue;
mod cover;
mod file;
mod history;
mod lists;
mod openapi;
mod place;
mod query;
mod reports;
mod stock;

use axum::Router;
use axum::routing::{get, post};

pub use answers::Answers;
#[cfg(test)]
pub use openapi::Document;

use super::App;

/// Everything under `/api/v1`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/reports", post(reports::receive))
        .route("/reports/{id}", get(reports::receipt))
        .route("/medicines", get(catalogue::search))
        .route("/medicines/{cis}", get(catalogue::medicine))
        .route("/packs/{cip13}", get(catalogue::pack))
        .route("/packs/{cip13}/stock", get(stock::stock))
        .route("/packs/{cip13}/history", get(history::history))
        .route("/areas", get(areas::areas))
        .route("/cover", get(cover::cover))
        .route("/availability", get(lists::availability))
        .route("/completeness", get(lists::completeness))
        .fallback(query::unknown_address)
}

/// The documents beside the API.
pub fn documents() -> Router<App> {
    Router::new().route("/api/openapi.json", get(openapi::document))
}
