//! What became of one report.

use axum::extract::{Path, State};
use axum::response::Response;
use vigie_model::minute_in_paris;
use vigie_pages::reporting::{ReceiptKind, ReceiptPage, SetAsideRow};
use vigie_store::EntryKind;

use super::Found;
use crate::http::App;
use crate::http::api::find_report;
use crate::http::pages::asked::Asked;
use crate::http::pages::desk::{Page, shown, written};
use crate::http::pages::shell::shell;
use crate::http::pages::trouble;
use crate::http::principal::Principal;

/// Lines set aside that are shown; all of them are in the API.
const LINES_SHOWN: usize = 1_000;

/// `/{lang}/reporting/{code}/receipts/{id}`
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path((code, id)): Path<(String, String)>,
    asked: Asked,
) -> Response {
    shown(page(&app, &principal, &asked, &code, &id).await, &asked)
}

async fn page(app: &App, principal: &Principal, asked: &Asked, code: &str, id: &str) -> Page {
    let found = Found::find(app, principal, code);
    let report = find_report(app, id).await?;
    let of_site = found.zip(report);
    let Some((found, report)) = of_site.filter(|(found, of)| of.receipt.site == found.site.number)
    else {
        return Ok(trouble::not_found(asked, None));
    };
    let receipt = &report.receipt;
    let lines = report.content.quarantined.iter();
    let page = ReceiptPage {
        shell: shell(&app.system, asked, None),
        site: found.head(),
        identifier: receipt.id.to_string(),
        number: receipt.number.0,
        day: receipt.as_of,
        received_at: minute_in_paris(receipt.received_at),
        kind: kind(receipt.kind),
        lines: receipt.line_count.into(),
        set_aside_count: receipt.quarantined_count.into(),
        set_aside: lines
            .take(LINES_SHOWN)
            .map(|line| SetAsideRow {
                row: line.row,
                code: line.code.clone(),
                value: line.value.clone(),
                reason: line.reason.message(asked.language),
            })
            .collect(),
    };
    Ok(written(page.render(asked.language)?, asked))
}

/// What was sent, as pages call it.
pub const fn kind(kind: EntryKind) -> ReceiptKind {
    match kind {
        EntryKind::Full => ReceiptKind::Full,
        EntryKind::Changes => ReceiptKind::Changes,
        EntryKind::Release => ReceiptKind::Release,
    }
}
