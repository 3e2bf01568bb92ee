//! The stock of one pack, now or at the end of a past day.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vigie_model::{Cip13, Day, Language, PackNumber, Tier};
use vigie_stock::history::{DayNotes, HistoryRow};
use vigie_stock::picture::{
    Completeness, Demand, Picture, Scope, Sums, Totals, Window, department_of_slab, tier_of_slab,
};

use super::place::Place;
use super::query::{self, By};
use crate::http::confidential::Hidden;
use crate::http::language::Speaks;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::{Answer, App};

/// How the stock is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StockParameters {
    /// `tier` (default), `region` or `department`.
    by: Option<String>,
    /// A past day; now when absent.
    at: Option<String>,
}

/// The stock of one pack.
#[derive(Debug, Serialize, ToSchema)]
pub struct StockAnswer {
    cip13: String,
    /// The day at whose end the stock was counted.
    #[schema(value_type = Option<String>)]
    day: Option<Day>,
    /// Who was expected for that day and who reported.
    #[schema(value_type = Object)]
    completeness: Completeness,
    /// Whether some figures are synthetic.
    synthetic: bool,
    /// Ids of the definitions of the figures.
    definitions: [&'static str; 5],
    rows: Vec<StockRow>,
}

/// Sums over the sites of one tier in one part of the country. A figure that rests on too few sites is null and
/// `hidden` is true.
#[derive(Debug, Serialize, ToSchema)]
pub struct StockRow {
    #[serde(flatten)]
    place: Place,
    hidden: bool,
    /// Boxes on hand.
    on_hand: Option<u64>,
    /// Mean boxes sold a day over 28 days; null when unknown.
    demand_28_days: Option<f64>,
    /// Mean boxes sold a day over 7 days; null when unknown.
    demand_7_days: Option<f64>,
    /// Days that the stock lasts at the demand of 28 days; null when unknown or when nothing is sold.
    cover_days: Option<f64>,
    /// Sites with at least one box.
    sites_holding: Option<u32>,
    /// Sites that carry the pack and have none.
    sites_at_zero: Option<u32>,
    /// Boxes ordered and not delivered.
    ordered_not_delivered: Option<u64>,
    /// Boxes in transit.
    in_transit: Option<u64>,
    /// Boxes that expire within 90 days.
    expiring_90_days: Option<u64>,
    /// Sites whose stock is counted.
    sites: u32,
}

const DEFINITIONS: [&str; 5] = ["stock", "demand", "cover", "sites-holding", "sites-at-zero"];

/// The stock of one pack by tier, region or department.
#[utoipa::path(get, path = "/api/v1/packs/{cip13}/stock", params(("cip13" = String, Path), StockParameters), responses(
    (status = 200, body = StockAnswer), (status = 400, body = ProblemBody), (status = 404, body = ProblemBody)))]
pub async fn stock(
    State(app): State<App>,
    principal: Principal,
    Speaks(language): Speaks,
    Path(cip13): Path<String>,
    Query(parameters): Query<StockParameters>,
) -> Answer {
    let cip13 = query::cip13(&cip13, language)?;
    let by = By::parse(parameters.by.as_deref(), language)?;
    let at = query::day("at", parameters.at.as_deref(), language)?;
    let pack = app
        .system
        .packs()
        .number(cip13)
        .ok_or_else(|| Problem::not_found(language))?;
    let fewest = if principal.is_authority() {
        0
    } else {
        app.system.settings.fewest_sites
    };
    let latest = app.system.picture.read().latest();
    let answer = match at {
        Some(day) if latest.is_none_or(|latest| day < latest) => {
            past_stock(&app, cip13, day, by, fewest, language)?
        }
        _ => present_stock(&app, cip13, pack, by, fewest),
    };
    Ok(Json(answer).into_response())
}

fn present_stock(app: &App, cip13: Cip13, pack: PackNumber, by: By, fewest: u32) -> StockAnswer {
    let scopes = by.scopes();
    let picture = app.system.picture.read();
    let rows = Tier::ALL.into_iter().flat_map(|tier| {
        let hidden = if fewest == 0 {
            Hidden::NOTHING
        } else {
            Hidden::of(&picture, tier, pack, fewest)
        };
        let picture = &picture;
        scopes.iter().filter_map(move |&scope| {
            let sums = picture.sums(tier, scope, pack);
            (sums.sites > 0).then(|| row(tier, scope, &sums, hidden.hides(scope)))
        })
    });
    StockAnswer {
        cip13: cip13.to_string(),
        day: picture.latest(),
        completeness: national_completeness(&picture),
        synthetic: app.system.registry().has_synthetic_sites(),
        definitions: DEFINITIONS,
        rows: rows.collect(),
    }
}

/// Completeness of the latest day, over all tiers.
pub fn national_completeness(picture: &Picture) -> Completeness {
    let of_day = picture
        .latest()
        .and_then(|day| picture.completeness(day))
        .unwrap_or_default();
    of_day
        .into_iter()
        .map(|(_, _, completeness)| completeness)
        .fold(Completeness::default(), Completeness::plus)
}

fn row(tier: Tier, scope: Scope, sums: &Sums, hidden: bool) -> StockRow {
    let shown = !hidden;
    let boxes_a_day = |demand| match demand {
        Demand::Unknown => None,
        Demand::BoxesPerDay(boxes) => Some(boxes),
    };
    let rounded = |value: f64| (value * 100.0).round() / 100.0;
    StockRow {
        place: Place::of(tier, scope),
        hidden,
        on_hand: shown.then_some(sums.totals.on_hand),
        demand_28_days: boxes_a_day(sums.demand(Window::TwentyEightDays))
            .map(rounded)
            .filter(|_| shown),
        demand_7_days: boxes_a_day(sums.demand(Window::SevenDays))
            .map(rounded)
            .filter(|_| shown),
        cover_days: sums
            .cover(Window::TwentyEightDays)
            .days()
            .map(rounded)
            .filter(|_| shown),
        sites_holding: shown.then_some(sums.totals.sites_holding),
        sites_at_zero: shown.then_some(sums.totals.sites_at_zero),
        ordered_not_delivered: shown.then_some(sums.flows.ordered_not_delivered),
        in_transit: shown.then_some(sums.flows.in_transit),
        expiring_90_days: shown.then_some(sums.flows.expiring),
        sites: sums.sites,
    }
}

fn past_stock(
    app: &App,
    cip13: Cip13,
    day: Day,
    by: By,
    fewest: u32,
    language: Language,
) -> Result<StockAnswer, Problem> {
    let (rows, notes) = app.system.past.rows(cip13, day.plus_days(-27), day)?;
    let of_day = notes.get(&day).ok_or_else(|| no_history(day, language))?;
    let sums = past_sums(&rows, &notes, day);
    let scopes = by.scopes();
    let rows = Tier::ALL.into_iter().flat_map(|tier| {
        let of = |scope: Scope| sum_over(&sums, tier, scope);
        let hidden = if fewest == 0 {
            Hidden::NOTHING
        } else {
            Hidden::from_counts(fewest, |department| {
                let sums = of(Scope::Department(department));
                sums.totals.sites_holding + sums.totals.sites_at_zero
            })
        };
        let rows: Vec<StockRow> = scopes
            .iter()
            .map(|&scope| (scope, of(scope)))
            .filter(|(_, sums)| sums.sites > 0)
            .map(|(scope, sums)| row(tier, scope, &sums, hidden.hides(scope)))
            .collect();
        rows
    });
    let completeness = of_day.slabs.iter().map(|slab| Completeness {
        expected: slab.expected,
        received: slab.reported,
    });
    Ok(StockAnswer {
        cip13: cip13.to_string(),
        day: Some(day),
        completeness: completeness.fold(Completeness::default(), Completeness::plus),
        synthetic: app.system.registry().has_synthetic_sites(),
        definitions: DEFINITIONS,
        rows: rows.collect(),
    })
}

/// A day of which there is no history.
pub fn no_history(day: Day, language: Language) -> Problem {
    let detail = match language {
        Language::French => format!(
            "aucun historique n'existe pour le {day} : le jour est encore ouvert, ou antérieur au premier rapport"
        ),
        Language::English => format!(
            "there is no history for {day}: the day is still open, or before the first report"
        ),
    };
    Problem::new(axum::http::StatusCode::NOT_FOUND, "no_history", detail)
}

/// Sums of one pack at the end of a day by slab, from the history of the 28 days up to it.
fn past_sums(
    rows: &[HistoryRow],
    notes: &BTreeMap<Day, std::sync::Arc<DayNotes>>,
    day: Day,
) -> BTreeMap<usize, Sums> {
    let mut sums: BTreeMap<usize, Sums> = BTreeMap::new();
    for (&past, notes) in notes {
        let in_week = day.days_since(past) < 7;
        for slab in &notes.slabs {
            let sums = sums.entry(slab.slab).or_default();
            sums.site_days_28 += slab.stating_sales;
            sums.site_days_7 += if in_week { slab.stating_sales } else { 0 };
            if past == day {
                sums.sites = slab.sites;
            }
        }
    }
    for row in rows {
        let sums = sums
            .entry(vigie_stock::picture::slab_index(row.tier, row.department))
            .or_default();
        let sold = row.sold.unwrap_or(0);
        sums.totals.sold_28_days += sold;
        sums.totals.sold_7_days += if day.days_since(row.day) < 7 { sold } else { 0 };
        if row.day == day {
            sums.totals = Totals {
                on_hand: row.on_hand,
                sites_holding: row.sites_holding,
                sites_at_zero: row.sites_at_zero,
                ..sums.totals
            };
            sums.flows.ordered_not_delivered = row.ordered_not_delivered;
        }
    }
    sums
}

fn sum_over(sums: &BTreeMap<usize, Sums>, tier: Tier, scope: Scope) -> Sums {
    let inside = |slab: usize| match scope {
        Scope::Nation => true,
        Scope::Region(region) => department_of_slab(slab).region() == region,
        Scope::Department(department) => department_of_slab(slab) == department,
    };
    let chosen = sums
        .iter()
        .filter(|(slab, _)| tier_of_slab(**slab) == tier && inside(**slab));
    chosen
        .map(|(_, sums)| *sums)
        .fold(Sums::default(), Sums::plus)
}
