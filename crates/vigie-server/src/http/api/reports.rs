//! Reports in, receipts out.

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use vigie_model::{Day, Language, Site, SiteCode};
use vigie_stock::{QuarantinedLine, ReportContent, ReportKind, read_payload};
use vigie_store::{EntryKind, Receipt, StoreError};

use super::query;
use crate::http::language::Speaks;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::{Answer, App};
use crate::system::{IntakeError, ReceivedReport, ReportMeta, SystemError};

/// Quarantined lines shown in the answer to a report; all of them are at its own address.
const LINES_SHOWN: usize = 100;
/// Longest idempotency key.
const LONGEST_KEY: usize = 200;

/// What a sender says beside the file.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReportParameters {
    /// Code of the site (FINESS, SIRET or GLN); may be left out with a token of one site.
    site: Option<String>,
    /// Day at whose end the stock was counted; may stand in a column of the file.
    as_of: Option<String>,
    /// `full` (default) or `changes`.
    kind: Option<String>,
}

/// What became of a report.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceiptAnswer {
    /// Name of the report.
    id: Uuid,
    /// Its place in the journal.
    number: u64,
    /// Code of the site.
    site: String,
    /// Day of the stock.
    #[schema(value_type = String)]
    as_of: Day,
    /// When it was received.
    received_at: String,
    /// `full`, `changes` or `release`.
    kind: &'static str,
    /// Lines in use.
    lines: u32,
    /// Lines in quarantine.
    quarantined: u32,
    /// Whether the same report was received before; then nothing changed.
    repeated: bool,
    /// The first quarantined lines; all of them are at the address of the report.
    quarantined_lines: Vec<LineAnswer>,
    /// Columns that were not read.
    ignored_columns: Vec<String>,
}

/// A line that could not be used yet.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineAnswer {
    /// Row in the file, the header being row 1.
    row: u32,
    /// What stood in the column of codes.
    code: String,
    /// The value at fault.
    value: String,
    /// Word for programs.
    reason: &'static str,
    /// What is wrong and what to do.
    message: &'static str,
}

/// Receives a stock report: CSV, NDJSON, XLSX or Parquet, plain, gzip or zstd. Answers when it is on disk.
#[utoipa::path(post, path = "/api/v1/reports", params(ReportParameters), responses(
    (status = 201, description = "Kept", body = ReceiptAnswer),
    (status = 200, description = "Received before; nothing changed", body = ReceiptAnswer),
    (status = 401, body = ProblemBody), (status = 403, body = ProblemBody), (status = 413, body = ProblemBody),
    (status = 422, body = ProblemBody), (status = 429, body = ProblemBody), (status = 507, body = ProblemBody)))]
pub async fn receive(
    State(app): State<App>,
    principal: Principal,
    Speaks(language): Speaks,
    Query(parameters): Query<ReportParameters>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    if !principal.is_known() {
        return Err(Problem::unauthorised(language));
    }
    let registry = app.system.registry();
    let site = find_site(&registry, &principal, parameters.site.as_deref(), language)?;
    let meta = ReportMeta {
        as_of: query::day("as_of", parameters.as_of.as_deref(), language)?,
        kind: read_kind(parameters.kind.as_deref(), language)?,
        idempotency_key: read_key(&headers, language)?,
    };
    let limit = app.system.settings.body_bytes;
    let body = to_bytes(body, limit)
        .await
        .map_err(|_| too_large(limit, language))?;
    let received = hand_in(&app, site, meta, body).await;
    let received = received.map_err(|error| Problem::intake(&error, language))?;
    let status = if received.repeated {
        StatusCode::OK
    } else {
        StatusCode::CREATED
    };
    let quarantined = received.read.content.quarantined.iter().take(LINES_SHOWN);
    let answer = answer(
        &received.receipt,
        site,
        received.repeated,
        quarantined
            .map(|line| line_answer(line, language))
            .collect(),
        received.read.statement.ignored_columns,
    );
    Ok((status, Json(answer)).into_response())
}

/// Hands a report in, and counts it.
pub async fn hand_in(
    app: &App,
    site: &Site,
    meta: ReportMeta,
    body: Bytes,
) -> Result<ReceivedReport, IntakeError> {
    let received = app.system.receive(site, meta, body).await;
    match &received {
        Ok(received) => {
            let lines = received.receipt.line_count.into();
            metrics::counter!("vigie_reports_total").increment(1);
            metrics::counter!("vigie_report_lines_total").increment(lines);
        }
        Err(error) => {
            metrics::counter!("vigie_reports_refused_total").increment(1);
            if let IntakeError::Unavailable(reason) = error {
                tracing::error!(reason, "Report could not be kept");
            }
        }
    }
    received
}

fn find_site<'a>(
    registry: &'a crate::system::Registry,
    principal: &Principal,
    code: Option<&str>,
    language: Language,
) -> Result<&'a Site, Problem> {
    let site = match code {
        Some(text) => {
            let code = text.parse::<SiteCode>();
            let code =
                code.map_err(|_| Problem::parameter(language, "site", text, "FINESS, SIRET, GLN"))?;
            registry.find(code)
        }
        None => principal
            .only_site()
            .and_then(|number| registry.site(number)),
    };
    // A site that does not exist and one that is another's are the same to the sender.
    site.filter(|site| principal.may_report_for(site))
        .ok_or_else(|| Problem::forbidden(language))
}

fn read_kind(text: Option<&str>, language: Language) -> Result<Option<ReportKind>, Problem> {
    match text {
        None => Ok(None),
        Some("full") => Ok(Some(ReportKind::Full)),
        Some("changes") => Ok(Some(ReportKind::Changes)),
        Some(other) => Err(Problem::parameter(language, "kind", other, "full, changes")),
    }
}

fn read_key(headers: &HeaderMap, language: Language) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let key = value
        .to_str()
        .ok()
        .filter(|key| !key.is_empty() && key.len() <= LONGEST_KEY);
    key.map(|key| Some(key.to_owned()))
        .ok_or_else(|| Problem::parameter(language, "Idempotency-Key", "…", "1-200 ASCII"))
}

fn too_large(limit: usize, language: Language) -> Problem {
    let detail = match language {
        Language::French => format!(
            "le fichier dépasse {} Mo ; compressez-le ou envoyez un fichier par site",
            limit >> 20
        ),
        Language::English => format!(
            "the file is larger than {} MB; compress it or send one file a site",
            limit >> 20
        ),
    };
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", detail)
}

/// The receipt of a report and all its quarantined lines; for its sender and the authority.
#[utoipa::path(get, path = "/api/v1/reports/{id}", params(("id" = Uuid, Path)), responses(
    (status = 200, body = ReceiptAnswer), (status = 401, body = ProblemBody), (status = 404, body = ProblemBody)))]
pub async fn receipt(
    State(app): State<App>,
    principal: Principal,
    Speaks(language): Speaks,
    Path(id): Path<String>,
) -> Answer {
    let not_found = || Problem::not_found(language);
    let report = find_report(&app, &id).await?.ok_or_else(not_found)?;
    let registry = app.system.registry();
    let site = registry
        .site(report.receipt.site)
        .filter(|site| principal.may_read_reports_of(site))
        .ok_or_else(not_found)?;
    let lines = report.content.quarantined.iter();
    let lines = lines.map(|line| line_answer(line, language)).collect();
    Ok(Json(answer(&report.receipt, site, false, lines, Vec::new())).into_response())
}

/// A report that is in the journal.
pub struct FoundReport {
    /// Its receipt.
    pub receipt: Receipt,
    /// Its lines.
    pub content: ReportContent,
}

/// The report of this name, whoever sent it; none for what is no name.
pub async fn find_report(app: &App, id: &str) -> Result<Option<FoundReport>, SystemError> {
    let Ok(id) = id.parse::<Uuid>() else {
        return Ok(None);
    };
    let receipt = match app.system.store.get_receipt(id).await {
        Ok(receipt) => receipt,
        Err(StoreError::Absent(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let Some(entry) = app.system.store.find_entry(receipt.number).await? else {
        return Ok(None);
    };
    let number = receipt.number.0;
    let content =
        read_payload(&entry.payload).map_err(|error| SystemError::Payload { number, error })?;
    Ok(Some(FoundReport { receipt, content }))
}

fn answer(
    receipt: &Receipt,
    site: &Site,
    repeated: bool,
    quarantined_lines: Vec<LineAnswer>,
    ignored_columns: Vec<String>,
) -> ReceiptAnswer {
    ReceiptAnswer {
        id: receipt.id,
        number: receipt.number.0,
        site: site.code.to_string(),
        as_of: receipt.as_of,
        received_at: receipt.received_at.to_string(),
        kind: match receipt.kind {
            EntryKind::Full => "full",
            EntryKind::Changes => "changes",
            EntryKind::Release => "release",
        },
        lines: receipt.line_count,
        quarantined: receipt.quarantined_count,
        repeated,
        quarantined_lines,
        ignored_columns,
    }
}

fn line_answer(line: &QuarantinedLine, language: Language) -> LineAnswer {
    LineAnswer {
        row: line.row,
        code: line.code.clone(),
        value: line.value.clone(),
        reason: line.reason.as_str(),
        message: line.reason.message(language),
    }
}
