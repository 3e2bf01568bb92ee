//! HTTP: who asks, what is answered. No rule of the field lives here.

mod api;
mod confidential;
mod health;
mod json;
mod language;
mod pack_set;
mod pages;
mod policy;
mod principal;
mod problem;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, Request, StatusCode};
use axum::response::Response;
use futures::FutureExt;
use futures::future::BoxFuture;
use tower::ServiceExt;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

use crate::system::System;

/// Longest time between the first byte of a request and its answer: a slow client does not hold a place for ever.
const REQUEST_TIMEOUT: Duration = Duration::from_mins(2);

/// What handlers share.
#[derive(Clone)]
pub struct App {
    /// The running system.
    pub system: Arc<System>,
    answers: Arc<api::Answers>,
    metrics: health::Metrics,
}

/// All addresses.
pub fn router(system: Arc<System>) -> Router {
    let body_limit = DefaultBodyLimit::max(system.settings.body_bytes);
    let app = App {
        system,
        answers: Arc::default(),
        metrics: health::Metrics::install(),
    };
    let header = |name: &'static str, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        )
    };
    Router::new()
        .nest("/api/v1", api::routes())
        .merge(api::documents())
        .merge(health::routes())
        .merge(pages::routes())
        .with_state(app)
        .layer(body_limit)
        .layer(CompressionLayer::new())
        .layer(header("x-content-type-options", "nosniff"))
        .layer(header("referrer-policy", "same-origin"))
        .layer(header("x-frame-options", "DENY"))
        .layer(axum::middleware::from_fn(policy::protect))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            REQUEST_TIMEOUT,
        ))
        .layer(CatchPanicLayer::custom(|_| problem::internal("panic")))
}

/// Serves until `shutdown` ends; requests under way are answered first.
// Boxes, so that the whole web server is compiled here and not again in the program.
pub fn serve(
    system: Arc<System>,
    listener: tokio::net::TcpListener,
    shutdown: BoxFuture<'static, ()>,
) -> BoxFuture<'static, std::io::Result<()>> {
    let router = router(system);
    async move {
        tokio::spawn(warm(router.clone()));
        axum::serve(listener, router)
            .with_graceful_shutdown(shutdown)
            .await
    }
    .boxed()
}

/// The first board reads the past of the thinnest packs, which takes seconds: better before anybody asks for it.
async fn warm(router: Router) {
    let Ok(board) = Request::get(FIRST_PAGE).body(Body::empty()) else {
        return;
    };
    let Ok(answer) = router.oneshot(board).await;
    tracing::debug!(status = answer.status().as_u16(), "First board made");
}

/// The national board.
const FIRST_PAGE: &str = "/fr/";

/// An answer of a handler.
type Answer = Result<Response, problem::Problem>;
