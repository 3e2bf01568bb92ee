//! A scenario on two pages to print.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use vigie_pages::laboratory::{MarketView, Note};

use super::{compare, computed_or_wrong, market, market_view, refused};
use crate::http::App;
use crate::http::pages::asked::Asked;
use crate::http::pages::{Memory, trouble};

/// `/{lang}/laboratory/prices/note?threshold=…`
pub async fn show(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    asked: Asked,
) -> Response {
    let asking = match super::levers::read(&asked.query) {
        Ok(asking) => asking,
        Err(problem) => return refused(&asked, &problem),
    };
    let scenario = asking.scenario.clone();
    let Ok(page) = market::page(&app, &memory, &asked, asking).await else {
        return trouble::stopping(&asked);
    };
    let is_wrong = matches!(page.view, MarketView::Wrong(_));
    let path = market_view::address(&asked, "/laboratory/prices", None);
    let note = Note {
        page,
        changes: compare::changes(&scenario),
        digest: scenario.digest(),
        address: format!("{}{path}", app.system.settings.origin()),
        made_on: app.system.clock.today(),
    };
    computed_or_wrong(note.render(asked.language), is_wrong, &asked)
}
