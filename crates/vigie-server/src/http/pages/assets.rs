//! Style sheet and icon, under names that change with their content.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::asked::Asked;
use super::trouble;

/// An embedded file; it may be kept for ever.
pub async fn show(Path(name): Path<String>, asked: Asked) -> Response {
    let Some(asset) = vigie_pages::asset(&name) else {
        return trouble::not_found(&asked, None);
    };
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(asset.content_type),
        ),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ),
    ];
    (headers, asset.bytes).into_response()
}
