//! The list of availability and who reported.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vigie_model::Day;
use vigie_stock::picture::{Completeness, department_of_slab, tier_of_slab};

use super::catalogue::{AvailabilityAnswer, availability_answer};
use super::file::{Column, FileFormat, Read};
use super::query;
use super::stock::no_history;
use crate::http::language::Speaks;
use crate::http::problem::ProblemBody;
use crate::http::{Answer, App};

/// Which list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AvailabilityParameters {
    /// The list as it was on this day; the newest when absent.
    at: Option<String>,
    /// `json` (default), `csv` or `parquet`; else as `Accept` says.
    format: Option<String>,
}

/// The list of availability.
#[derive(Debug, Serialize, ToSchema)]
pub struct AvailabilityList<'a> {
    /// The day the list was published.
    #[schema(value_type = Option<String>)]
    published_on: Option<Day>,
    rows: Vec<AvailabilityAnswer<'a>>,
}

/// The list of shortages and tensions as the agency published it; as a file with `Accept: text/csv` or
/// `application/vnd.apache.parquet`.
#[utoipa::path(get, path = "/api/v1/availability", params(AvailabilityParameters), responses(
    (status = 200, content((AvailabilityList = "application/json"), (String = "text/csv"), (Vec<u8> = "application/vnd.apache.parquet"))), (status = 400, body = ProblemBody)))]
pub async fn availability(
    State(app): State<App>,
    Speaks(language): Speaks,
    headers: HeaderMap,
    Query(parameters): Query<AvailabilityParameters>,
) -> Answer {
    let format = FileFormat::asked(parameters.format.as_deref(), &headers, language)?;
    let at = query::day("at", parameters.at.as_deref(), language)?.unwrap_or(Day::MAX);
    let catalogue = app.system.catalogue();
    let answer = match catalogue.list_at(at) {
        Some((day, rows)) => AvailabilityList {
            published_on: Some(day),
            rows: rows.map(availability_answer).collect(),
        },
        None => AvailabilityList {
            published_on: None,
            rows: Vec::new(),
        },
    };
    let Some(format) = format else {
        return Ok(Json(answer).into_response());
    };
    let published_on = answer.published_on;
    let row = |row| ListedRow { published_on, row };
    let rows: Vec<ListedRow<'_>> = answer.rows.into_iter().map(row).collect();
    format.answer_plain(&listed_columns(), &rows)
}

/// A row of the list in a file.
struct ListedRow<'a> {
    published_on: Option<Day>,
    row: AvailabilityAnswer<'a>,
}

fn listed_columns<'a>() -> [Column<ListedRow<'a>>; 8] {
    [
        ("published_on", Read::Day(|listed| listed.published_on)),
        ("cis", Read::Text(|listed| Some(&listed.row.cis))),
        ("cip13", Read::Text(|listed| listed.row.cip13.as_deref())),
        ("status", Read::Text(|listed| Some(listed.row.status))),
        ("started_on", Read::Day(|listed| listed.row.started_on)),
        ("updated_on", Read::Day(|listed| listed.row.updated_on)),
        ("returned_on", Read::Day(|listed| listed.row.returned_on)),
        ("link", Read::Text(|listed| Some(listed.row.link))),
    ]
}

/// Which day.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CompletenessParameters {
    /// The day; the latest when absent.
    day: Option<String>,
    /// `json` (default), `csv` or `parquet`; else as `Accept` says.
    format: Option<String>,
}

/// Who reported for a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct CompletenessAnswer {
    #[schema(value_type = Option<String>)]
    day: Option<Day>,
    #[schema(value_type = Object)]
    nation: Completeness,
    rows: Vec<CompletenessRow>,
}

/// One tier in one department.
#[derive(Debug, Serialize, ToSchema)]
pub struct CompletenessRow {
    tier: &'static str,
    department: &'static str,
    expected: u32,
    received: u32,
}

/// Sites expected and sites that reported, by tier and department; as a file with `Accept: text/csv` or
/// `application/vnd.apache.parquet`.
#[utoipa::path(get, path = "/api/v1/completeness", params(CompletenessParameters), responses(
    (status = 200, content((CompletenessAnswer = "application/json"), (String = "text/csv"), (Vec<u8> = "application/vnd.apache.parquet"))), (status = 400, body = ProblemBody), (status = 404, body = ProblemBody)))]
pub async fn completeness(
    State(app): State<App>,
    Speaks(language): Speaks,
    headers: HeaderMap,
    Query(parameters): Query<CompletenessParameters>,
) -> Answer {
    let format = FileFormat::asked(parameters.format.as_deref(), &headers, language)?;
    let asked = query::day("day", parameters.day.as_deref(), language)?;
    let (day, present) = {
        let picture = app.system.picture.read();
        let day = asked.or(picture.latest());
        (day, day.and_then(|day| picture.completeness(day)))
    };
    let rows = if let Some(present) = present {
        present
    } else if let Some(day) = day {
        let notes = app.system.past.notes(day, day);
        let notes = notes.get(&day).ok_or_else(|| no_history(day, language))?;
        let of_slab = |slab: &vigie_stock::history::SlabNotes| {
            let completeness = Completeness {
                expected: slab.expected,
                received: slab.reported,
            };
            (
                tier_of_slab(slab.slab),
                department_of_slab(slab.slab),
                completeness,
            )
        };
        notes.slabs.iter().map(of_slab).collect()
    } else {
        Vec::new()
    };
    let nation = rows
        .iter()
        .map(|(_, _, completeness)| *completeness)
        .fold(Completeness::default(), Completeness::plus);
    let rows = rows
        .into_iter()
        .map(|(tier, department, completeness)| CompletenessRow {
            tier: tier.as_str(),
            department: department.code(),
            expected: completeness.expected,
            received: completeness.received,
        });
    let Some(format) = format else {
        let rows = rows.collect();
        return Ok(Json(CompletenessAnswer { day, nation, rows }).into_response());
    };
    let rows: Vec<(Option<Day>, CompletenessRow)> = rows.map(|row| (day, row)).collect();
    format.answer_plain(&completeness_columns(), &rows)
}

fn completeness_columns() -> [Column<(Option<Day>, CompletenessRow)>; 5] {
    [
        ("day", Read::Day(|(day, _)| *day)),
        ("tier", Read::Text(|(_, row)| Some(row.tier))),
        ("department", Read::Text(|(_, row)| Some(row.department))),
        (
            "expected",
            Read::Whole(|(_, row)| Some(row.expected.into())),
        ),
        (
            "received",
            Read::Whole(|(_, row)| Some(row.received.into())),
        ),
    ]
}
