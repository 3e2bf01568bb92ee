//! Is it alive, is it ready, what does it do: for operators and Prometheus.

use std::sync::OnceLock;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use super::App;
use super::door::Doors;
use crate::access::rights::{Resource, Right};

/// The recorder of the process; there is one, however many routers are made.
#[derive(Clone)]
pub struct Metrics(Option<PrometheusHandle>);

impl Metrics {
    /// Installs the recorder, or finds the one that is there.
    pub fn install() -> Self {
        static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
        Self(
            HANDLE
                .get_or_init(|| PrometheusBuilder::new().install_recorder().ok())
                .clone(),
        )
    }
}

pub fn doors(doors: Doors) -> Doors {
    let right = Right::read(Resource::Service);
    doors
        .get("/healthz", right, || async { "ok\n" })
        .get("/readyz", right, ready)
        .get("/metrics", right, metrics)
}

/// Ready when the store answers and reports are taken.
async fn ready(State(app): State<App>) -> impl IntoResponse {
    if let Some(reason) = app.system.halted() {
        return (StatusCode::SERVICE_UNAVAILABLE, format!("{reason}\n"));
    }
    match app.system.store.journal_head().await {
        Ok(_) => (StatusCode::OK, "ready\n".to_owned()),
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the store does not answer\n".to_owned(),
        ),
    }
}

async fn metrics(State(app): State<App>) -> impl IntoResponse {
    {
        let picture = app.system.picture.read();
        metrics::gauge!("vigie_journal_head").set(picture.journal_head().0 as f64);
        metrics::gauge!("vigie_stock_lines").set(picture.cells() as f64);
    }
    app.metrics
        .0
        .as_ref()
        .map(PrometheusHandle::render)
        .unwrap_or_default()
}
