//! The list of availability and who reported.

use axum::Json;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vigie_model::Day;
use vigie_stock::picture::{Completeness, department_of_slab, tier_of_slab};

use super::catalogue::{AvailabilityAnswer, availability_answer};
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
}

/// The list of availability.
#[derive(Debug, Serialize, ToSchema)]
pub struct AvailabilityList<'a> {
    /// The day the list was published.
    #[schema(value_type = Option<String>)]
    published_on: Option<Day>,
    rows: Vec<AvailabilityAnswer<'a>>,
}

/// The list of shortages and tensions as the agency published it.
#[utoipa::path(get, path = "/api/v1/availability", params(AvailabilityParameters), responses(
    (status = 200, body = AvailabilityList), (status = 400, body = ProblemBody)))]
pub async fn availability(
    State(app): State<App>,
    Speaks(language): Speaks,
    Query(parameters): Query<AvailabilityParameters>,
) -> Answer {
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
    Ok(Json(answer).into_response())
}

/// Which day.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CompletenessParameters {
    /// The day; the latest when absent.
    day: Option<String>,
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

/// Sites expected and sites that reported, by tier and department.
#[utoipa::path(get, path = "/api/v1/completeness", params(CompletenessParameters), responses(
    (status = 200, body = CompletenessAnswer), (status = 404, body = ProblemBody)))]
pub async fn completeness(
    State(app): State<App>,
    Speaks(language): Speaks,
    Query(parameters): Query<CompletenessParameters>,
) -> Answer {
    let asked = query::day("day", parameters.day.as_deref(), language)?;
    let (day, present) = {
        let picture = app.system.picture.read();
        let day = asked.or(picture.latest());
        (day, day.and_then(|day| picture.completeness(day)))
    };
    let Some(day) = day else {
        return Ok(Json(CompletenessAnswer {
            day: None,
            nation: Completeness::default(),
            rows: Vec::new(),
        })
        .into_response());
    };
    let rows = if let Some(present) = present {
        present
    } else {
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
    Ok(Json(CompletenessAnswer {
        day: Some(day),
        nation,
        rows: rows.collect(),
    })
    .into_response())
}
