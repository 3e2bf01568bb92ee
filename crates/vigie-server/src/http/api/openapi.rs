//! The description of the API for programs, made from the handlers.

use axum::Json;
use utoipa::OpenApi;

use super::{areas, catalogue, cover, history, lists, reports, stock};

/// The API of Vigie.
#[derive(Debug, OpenApi)]
#[openapi(
    info(
        title = "Vigie",
        description = "Stocks and shortages of medicines in France",
        license(name = "EUPL-1.2", identifier = "EUPL-1.2")
    ),
    paths(
        reports::receive,
        reports::receipt,
        catalogue::search,
        catalogue::medicine,
        catalogue::pack,
        stock::stock,
        history::history,
        cover::cover,
        areas::areas,
        areas::area_history,
        lists::availability,
        lists::completeness,
    )
)]
pub struct Document;

/// The document.
pub async fn document() -> Json<utoipa::openapi::OpenApi> {
    Json(Document::openapi())
}
