//! A set of packs over the parts of the country: the numbers of the map.

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
use crate::http::pack_set::{AreaSums, Library, PackSet};
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
    let fewest_sites = if principal.is_authority() {
        0
    } else {
        app.system.settings.fewest_sites
    };
    let measured = app.sums.get(&app.system, &set, tier, fewest_sites).await?;
    let (day, sums) = (measured.latest, &measured.sums);
    let completeness = measured
        .completeness
        .iter()
        .map(|(_, _, of_place)| *of_place)
        .fold(Completeness::default(), Completeness::plus);
    let rows = scopes
        .into_iter()
        .filter_map(|scope| row(tier, scope, &sums.at(scope)));
    let synthetic = app.system.registry().has_synthetic_sites();
    let Some(format) = format else {
        return Ok(Json(AreaAnswer {
            of: set.subject.code,
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

fn find(app: &App, text: &str, language: Language) -> Result<PackSet, Problem> {
    let (catalogue, table) = (app.system.catalogue(), app.system.packs());
    let library = Library {
        catalogue: &catalogue,
        table: &table,
    };
    let expected = "CIP13, CIP7, CIS, ATC, mitm, all, equivalents-CIS";
    library
        .find(text)
        .ok_or_else(|| Problem::parameter(language, "of", text, expected))
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
