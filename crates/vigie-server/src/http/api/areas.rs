//! A set of packs over the parts of the country: the numbers of the map.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vigie_model::{Day, Language, Tier};
use vigie_stock::picture::{Completeness, Cover, Demand, Scope};

use super::file::{Column, Dated, FileFormat, Read};
use super::place::Place;
use super::query::{self, By};
use crate::http::language::Speaks;
use crate::http::pack_set::{AreaSums, MOST_PACKS_OF_PAST, Measured, PackSet};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::{Answer, App};

/// What is asked.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AreaParameters {
    /// A CIP13 or CIP7, a CIS, an ATC class of any level, `mitm`, `all`, or `equivalents-` and a CIS: the medicines of
    /// the same substances and route.
    of: Option<String>,
    /// `department` (default), `region` or `nation`.
    by: Option<String>,
    /// `pharmacy` (default) or `hospital`: the tiers where patients get their medicines.
    tier: Option<String>,
    /// `json` (default), `csv` or `parquet`; else as `Accept` says.
    format: Option<String>,
}

/// A set of packs over the parts of the country.
#[derive(Debug, Serialize, ToSchema)]
pub struct AreaAnswer {
    /// The set, as it was asked for.
    of: String,
    /// Packs of the set.
    packs: u64,
    /// The day at whose end the stock was counted.
    #[schema(value_type = Option<String>)]
    day: Option<Day>,
    /// Who was expected for that day and who reported.
    #[schema(value_type = Object)]
    completeness: Completeness,
    /// Whether some figures are synthetic.
    synthetic: bool,
    /// Ids of the definitions of the figures.
    definitions: [&'static str; 4],
    rows: Vec<AreaAnswerRow>,
}

/// Sums over the sites of one part of the country; null where they are hidden or not known.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct AreaAnswerRow {
    #[serde(flatten)]
    place: Place,
    /// Packs that are not counted because too few sites carry them here.
    hidden_packs: u32,
    /// Boxes on hand.
    on_hand: Option<u64>,
    /// Mean boxes sold a day over 28 days.
    demand_28_days: Option<f64>,
    /// Days that the stock lasts at that demand.
    cover_days: Option<f64>,
    /// Share of the pairs of pack and site that carries it in which the site has none, from 0 to 1.
    share_at_zero: Option<f64>,
}

const DEFINITIONS: [&str; 4] = ["stock", "demand", "cover", "share-at-zero"];

/// Stock, cover and sites at zero of a set of packs by department or region.
#[utoipa::path(get, path = "/api/v1/areas", params(AreaParameters), responses(
    (status = 200, body = AreaAnswer), (status = 400, body = ProblemBody)))]
pub async fn areas(
    State(app): State<App>,
    principal: Principal,
    Speaks(language): Speaks,
    headers: HeaderMap,
    Query(parameters): Query<AreaParameters>,
) -> Answer {
    let format = FileFormat::asked(parameters.format.as_deref(), &headers, language)?;
    let scopes = read_scopes(parameters.by.as_deref(), language)?;
    let tier = read_tier(parameters.tier.as_deref(), language)?;
    let set = find(&app, parameters.of.as_deref().unwrap_or_default(), language)?;
    let fewest_sites = app.fewest_sites(&principal);
    let measured = app.sums.get(&app.system, &set, tier, fewest_sites).await?;
    let (day, sums) = (measured.latest, &measured.sums);
    let completeness = measured.whole_completeness();
    let rows = scopes
        .into_iter()
        .filter_map(|scope| row(tier, scope, &sums.at(scope)));
    let synthetic = app.system.registry().has_synthetic_sites();
    let Some(format) = format else {
        return Ok(Json(AreaAnswer {
            of: set.subject.code.clone(),
            packs: set.subject.packs,
            day,
            completeness,
            synthetic,
            definitions: DEFINITIONS,
            rows: rows.collect(),
        })
        .into_response());
    };
    let rows: Vec<_> = rows
        .map(|row| Dated {
            day,
            completeness,
            synthetic,
            place: row.place,
            row,
        })
        .collect();
    format.answer(columns(), &rows)
}

/// Which days.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AreaHistoryParameters {
    /// As for the present: a CIP13 or CIP7, a CIS, an ATC class of any level or `equivalents-` and a CIS; sets of at most
    /// 1,000 packs.
    of: Option<String>,
    /// `department` (default), `region` or `nation`.
    by: Option<String>,
    /// `pharmacy` (default) or `hospital`: the tiers where patients get their medicines.
    tier: Option<String>,
    /// First day; 30 days before the last when absent.
    from: Option<String>,
    /// Last day; the last closed one when absent. At most 92 days at once.
    to: Option<String>,
    /// `json` (default), `csv` or `parquet`; else as `Accept` says.
    format: Option<String>,
}

/// A set of packs over the parts of the country, day by day.
#[derive(Debug, Serialize, ToSchema)]
pub struct AreaHistoryAnswer {
    /// The set, as it was asked for.
    of: String,
    /// Packs of the set.
    packs: u64,
    /// Whether some figures are synthetic.
    synthetic: bool,
    /// Ids of the definitions of the figures.
    definitions: [&'static str; 4],
    /// Closed days in order. A day that is missing has no history.
    days: Vec<AreaDay>,
}

/// One closed day.
#[derive(Debug, Serialize, ToSchema)]
pub struct AreaDay {
    #[schema(value_type = String)]
    day: Day,
    /// Who was expected for that day and who reported.
    #[schema(value_type = Object)]
    completeness: Completeness,
    rows: Vec<AreaAnswerRow>,
}

/// Days given when no start is asked for.
const DEFAULT_DAYS: i32 = 31;
/// Most days of one answer.
const MOST_DAYS: i32 = 92;

/// The past of a set of packs by department or region. A pack counts only where it may be shown on the day, on each of
/// the 28 days before, and today.
#[utoipa::path(get, path = "/api/v1/areas/history", params(AreaHistoryParameters), responses(
    (status = 200, content((AreaHistoryAnswer = "application/json"), (String = "text/csv"), (Vec<u8> = "application/vnd.apache.parquet"))), (status = 400, body = ProblemBody)))]
pub async fn area_history(
    State(app): State<App>,
    principal: Principal,
    Speaks(language): Speaks,
    headers: HeaderMap,
    Query(parameters): Query<AreaHistoryParameters>,
) -> Answer {
    let format = FileFormat::asked(parameters.format.as_deref(), &headers, language)?;
    let scopes = read_scopes(parameters.by.as_deref(), language)?;
    let tier = read_tier(parameters.tier.as_deref(), language)?;
    let text = parameters.of.as_deref().unwrap_or_default();
    let set = find(&app, text, language)?;
    if set.packs.len() > MOST_PACKS_OF_PAST {
        let expected = format!("≤ {MOST_PACKS_OF_PAST} packs");
        return Err(Problem::parameter(language, "of", text, &expected));
    }
    let (from, to) = read_days(&app, &parameters, language)?;
    let fewest_sites = app.fewest_sites(&principal);
    let mut days = Vec::new();
    for day in (from.epoch_days()..=to.epoch_days()).map(Day::from_epoch_days) {
        let sums = &app.past_sums;
        if let Some(measured) = sums.get(&app.system, &set, tier, fewest_sites, day).await? {
            days.push(area_day(day, tier, &scopes, &measured));
        }
    }
    let answer = AreaHistoryAnswer {
        of: set.subject.code.clone(),
        packs: set.subject.packs,
        synthetic: app.system.registry().has_synthetic_sites(),
        definitions: DEFINITIONS,
        days,
    };
    match format {
        Some(format) => format.answer(columns(), &file_rows(answer)),
        None => Ok(Json(answer).into_response()),
    }
}

fn read_days(
    app: &App,
    parameters: &AreaHistoryParameters,
    language: Language,
) -> Result<(Day, Day), Problem> {
    let Some((first, last)) = app.system.past.bounds() else {
        // No day is closed yet: a span without days.
        return Ok((Day::MIN.plus_days(1), Day::MIN));
    };
    let to = query::day("to", parameters.to.as_deref(), language)?.unwrap_or(last);
    let from = query::day("from", parameters.from.as_deref(), language)?
        .unwrap_or(to.plus_days(1 - DEFAULT_DAYS));
    if to.days_since(from) >= MOST_DAYS {
        let expected = format!("≤ {MOST_DAYS} days");
        return Err(Problem::parameter(
            language,
            "from",
            &from.to_string(),
            &expected,
        ));
    }
    Ok((from.max(first), to.min(last)))
}

fn area_day(day: Day, tier: Tier, scopes: &[Scope], measured: &Measured) -> AreaDay {
    let rows = scopes
        .iter()
        .filter_map(|scope| row(tier, *scope, &measured.sums.at(*scope)));
    AreaDay {
        day,
        completeness: measured.whole_completeness(),
        rows: rows.collect(),
    }
}

fn file_rows(answer: AreaHistoryAnswer) -> Vec<Dated<AreaAnswerRow>> {
    let of_day = |day: AreaDay| {
        day.rows.into_iter().map(move |row| Dated {
            day: Some(day.day),
            completeness: day.completeness,
            synthetic: answer.synthetic,
            place: row.place,
            row,
        })
    };
    answer.days.into_iter().flat_map(of_day).collect()
}

fn columns() -> [Column<Dated<AreaAnswerRow>>; 5] {
    [
        (
            "hidden_packs",
            Read::Whole(|of| Some(of.row.hidden_packs.into())),
        ),
        ("on_hand", Read::Whole(|of| of.row.on_hand)),
        ("demand_28_days", Read::Decimal(|of| of.row.demand_28_days)),
        ("cover_days", Read::Decimal(|of| of.row.cover_days)),
        ("share_at_zero", Read::Decimal(|of| of.row.share_at_zero)),
    ]
}

fn read_scopes(text: Option<&str>, language: Language) -> Result<Vec<Scope>, Problem> {
    match text.unwrap_or("department") {
        "department" => Ok(By::Department.scopes()),
        "region" => Ok(By::Region.scopes()),
        "nation" => Ok(vec![Scope::Nation]),
        other => Err(Problem::parameter(
            language,
            "by",
            other,
            "department, region, nation",
        )),
    }
}

fn read_tier(text: Option<&str>, language: Language) -> Result<Tier, Problem> {
    match query::tier(text, language)? {
        None => Ok(Tier::Pharmacy),
        Some(tier @ (Tier::Pharmacy | Tier::Hospital)) => Ok(tier),
        Some(other) => Err(Problem::parameter(
            language,
            "tier",
            other.as_str(),
            "pharmacy, hospital",
        )),
    }
}

fn find(app: &App, text: &str, language: Language) -> Result<Arc<PackSet>, Problem> {
    let expected = "CIP13, CIP7, CIS, ATC, mitm, all, equivalents-CIS";
    let found = app.sets.find(&app.system, text);
    found.ok_or_else(|| Problem::parameter(language, "of", text, expected))
}

/// `None` for a part of the country where nobody carries any of the packs.
fn row(tier: Tier, scope: Scope, area: &AreaSums) -> Option<AreaAnswerRow> {
    let is_shown = area.carrying > 0 && !area.is_hidden();
    (is_shown || area.is_hidden()).then(|| AreaAnswerRow {
        place: Place::of(tier, scope),
        hidden_packs: area.hidden_packs,
        on_hand: is_shown.then_some(area.totals.on_hand),
        demand_28_days: match area.demand() {
            Demand::BoxesPerDay(boxes) if is_shown => Some(boxes),
            _ => None,
        },
        cover_days: match area.cover() {
            Cover::Days(days) if is_shown => Some(days),
            _ => None,
        },
        share_at_zero: area.share_at_zero().filter(|_| is_shown),
    })
}
