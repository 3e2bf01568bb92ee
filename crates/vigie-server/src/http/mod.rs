//! HTTP: who asks, what is answered. No rule of the field lives here.

mod api;
mod arrival;
mod cookie;
mod door;
mod form;
mod health;
mod json;
mod kept;
mod language;
mod pack_set;
mod pages;
mod policy;
mod principal;
mod problem;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use axum::http::{Request, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use futures::FutureExt;
use futures::future::BoxFuture;
use tower::{ServiceBuilder, ServiceExt};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use crate::access::rights;
use crate::access::throttle::Throttle;
use crate::confidential::Discretion;
use crate::system::System;
use door::Doors;
use principal::Principal;

/// Longest time between the first byte of a request and its answer: a slow client does not hold a place for ever.
const REQUEST_TIMEOUT: Duration = Duration::from_mins(2);

/// Levels above take three times as long for a twentieth less.
const COMPRESSION: CompressionLevel = CompressionLevel::Precise(4);

/// What handlers share. Each layer of an address clones it for each request: one count of one owner.
#[derive(Clone)]
pub struct App(Arc<Shared>);

impl std::ops::Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

/// What there is once in a server.
pub struct Shared {
    /// The running system.
    pub system: Arc<System>,
    answers: api::Answers,
    sets: pack_set::NamedSets,
    sums: pack_set::KeptSums,
    hidden: pack_set::KeptHidden,
    past_sums: pack_set::KeptPast,
    metrics: health::Metrics,
    throttle: Throttle,
}

impl Shared {
    /// Fewest sites of a sum that the asker may see; 0 for the authority, which may see all.
    fn fewest_sites(&self, principal: &Principal) -> u32 {
        if principal.is_authority() {
            0
        } else {
            self.system.settings.fewest_sites
        }
    }

    /// What the asker may see of the present.
    fn discretion(&self, principal: &Principal) -> Discretion {
        self.system.discretion(self.fewest_sites(principal))
    }
}

/// All doors of the server with the right that each needs, as `docs/rights.md` lists them.
pub fn rights_document(system: Arc<System>) -> String {
    let (_, doors) = doors(app(system)).finish();
    format!("{}{}", rights::document(), door::document(&doors))
}

/// Method, path and right of every door.
pub fn list_doors(system: Arc<System>) -> Vec<(axum::http::Method, String, rights::Right)> {
    let (_, doors) = doors(app(system)).finish();
    doors
        .into_iter()
        .map(|door| (door.method, door.path, door.right))
        .collect()
}

fn app(system: Arc<System>) -> App {
    App(Arc::new(Shared {
        throttle: Throttle::new(&system.settings.tries),
        system,
        answers: api::Answers::default(),
        sets: pack_set::NamedSets::default(),
        sums: pack_set::KeptSums::default(),
        hidden: pack_set::KeptHidden::default(),
        past_sums: pack_set::KeptPast::default(),
        metrics: health::Metrics::install(),
    }))
}

fn doors(app: App) -> Doors {
    let doors = Doors::new(app);
    let (api, documents) = (api::doors(doors.part()), api::documents(doors.part()));
    let (health, pages) = (health::doors(doors.part()), pages::doors(doors.part()));
    doors
        .nest("/api/v1", api)
        .merge(documents)
        .merge(health)
        .merge(pages)
}

/// All addresses.
pub fn router(system: Arc<System>) -> Router {
    let body_limit = DefaultBodyLimit::max(system.settings.body_bytes);
    let app = app(system);
    let headers = policy::FixedHeaders::of(&app.system.settings);
    let (router, _) = doors(app.clone()).finish();
    // One stack: each call of `Router::layer` would box every address once more, and clone all boxes at each request.
    let layers = ServiceBuilder::new()
        .layer(CatchPanicLayer::custom(|_| problem::internal("panic")))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            REQUEST_TIMEOUT,
        ))
        .layer(from_fn_with_state(headers, policy::protect))
        .layer(CompressionLayer::new().quality(COMPRESSION))
        .layer(body_limit)
        .layer(from_fn_with_state(app, arrival::greet));
    router.layer(layers)
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
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(listener, service)
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
