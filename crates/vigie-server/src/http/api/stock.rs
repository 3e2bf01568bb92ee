//! The stock of one pack, now or at the end of a past day.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vigie_model::{Cip13, Day, Department, Language, PackNumber, Tier};
use vigie_stock::history::{DayNotes, HistoryRow};
use vigie_stock::picture::{
    Completeness, Demand, Picture, Scope, Sums, Totals, Window, slab_index,
};

use super::place::Place;
use super::query::{self, By};
use crate::confidential::{Hidden, Secrecy};
use crate::http::json::Row;
use crate::http::language::Speaks;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::{Answer, App};
use crate::system::SystemError;

/// How the stock is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StockParameters {
    /// `tier` (default), `region` or `department`.
    by: Option<String>,
    /// The tier, or `all`. By region or department: pharmacies when absent; by tier: all when absent.
    tier: Option<String>,
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
    /// Written apart, see [`StockRow::write`].
    #[serde(skip)]
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

/// About what a row takes as JSON.
const ROW_BYTES: usize = 256;

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
    let tiers = by.tiers(parameters.tier.as_deref(), language)?;
    let at = query::day("at", parameters.at.as_deref(), language)?;
    let pack = app
        .system
        .packs()
        .number(cip13)
        .ok_or_else(|| Problem::not_found(language))?;
    let discretion = app.discretion(&principal);
    let secrecy = Secrecy::of(
        &app.system.picture.read(),
        &app.system.registry(),
        pack,
        tiers,
        &discretion,
    );
    let asked = Asked {
        cip13,
        by,
        tiers,
        secrecy,
        synthetic: app.system.registry().has_synthetic_sites(),
    };
    let latest = app.system.picture.read().latest();
    let answer = match at {
        Some(day) if latest != Some(day) => past_stock(&app, &asked, day, language)?,
        _ => present_stock(&app.system.picture.read(), &asked, pack),
    };
    let body = answer.write()?;
    Ok(([(CONTENT_TYPE, "application/json")], body).into_response())
}

impl StockAnswer {
    fn write(&self) -> Result<Vec<u8>, Problem> {
        let mut body = Vec::with_capacity(512 + self.rows.len() * ROW_BYTES);
        serde_json::to_writer(&mut body, self).map_err(|error| SystemError::Io(error.into()))?;
        // The rows follow the other fields.
        body.pop();
        body.extend_from_slice(b",\"rows\":[");
        for (place, row) in self.rows.iter().enumerate() {
            if place > 0 {
                body.push(b',');
            }
            row.write(&mut body);
        }
        body.extend_from_slice(b"]}");
        Ok(body)
    }
}

impl StockRow {
    /// Writes what the general serializer would, in a fraction of its time.
    fn write(&self, body: &mut Vec<u8>) {
        let mut row = Row::begin(body);
        row.word("tier", self.place.tier);
        if let Some(region) = self.place.region {
            row.word("region", region);
        }
        if let Some(department) = self.place.department {
            row.word("department", department);
        }
        row.flag("hidden", self.hidden);
        row.integer("on_hand", self.on_hand);
        row.hundredths("demand_28_days", self.demand_28_days);
        row.hundredths("demand_7_days", self.demand_7_days);
        row.hundredths("cover_days", self.cover_days);
        row.integer("sites_holding", self.sites_holding.map(u64::from));
        row.integer("sites_at_zero", self.sites_at_zero.map(u64::from));
        row.integer("ordered_not_delivered", self.ordered_not_delivered);
        row.integer("in_transit", self.in_transit);
        row.integer("expiring_90_days", self.expiring_90_days);
        row.integer("sites", Some(self.sites.into()));
        row.end();
    }
}

/// What is asked, and what the asker may see.
struct Asked {
    cip13: Cip13,
    by: By,
    tiers: &'static [Tier],
    /// What is secret of the pack. Of a past day as of now: who owned what is not in its history.
    secrecy: Secrecy,
    synthetic: bool,
}

impl Asked {
    /// The answer from sums by department of each tier.
    fn answer(
        &self,
        day: Option<Day>,
        completeness: Completeness,
        departments_of: impl Fn(Tier) -> (Departments, Hidden),
    ) -> StockAnswer {
        let scopes = self.by.scopes();
        let mut rows = Vec::with_capacity(scopes.len() * self.tiers.len());
        for &tier in self.tiers {
            let (departments, hidden) = departments_of(tier);
            let sums = scopes
                .iter()
                .map(|&scope| (scope, departments.sum_over(scope)));
            rows.extend(
                sums.filter(|(_, sums)| sums.base.sites > 0)
                    .map(|(scope, sums)| row(tier, scope, &sums, hidden.hides(scope))),
            );
        }
        StockAnswer {
            cip13: self.cip13.to_string(),
            day,
            completeness,
            synthetic: self.synthetic,
            definitions: DEFINITIONS,
            rows,
        }
    }
}

/// Sums of one pack in one tier, by department.
struct Departments([Sums; Department::COUNT]);

impl Departments {
    /// Sites that carry the pack.
    fn carrying(&self, department: Department) -> u32 {
        self.sum_over(Scope::Department(department)).carrying()
    }

    fn sum_over(&self, scope: Scope) -> Sums {
        let of =
            |department: Department| self.0.get(department.index()).copied().unwrap_or_default();
        match scope {
            Scope::Department(department) => of(department),
            Scope::Region(region) => region
                .departments()
                .map(of)
                .fold(Sums::default(), Sums::plus),
            Scope::Nation => self.0.iter().copied().fold(Sums::default(), Sums::plus),
        }
    }
}

fn present_stock(picture: &Picture, asked: &Asked, pack: PackNumber) -> StockAnswer {
    asked.answer(picture.latest(), picture.national_completeness(), |tier| {
        let departments = Departments(
            Department::ALL
                .map(|department| picture.sums(tier, Scope::Department(department), pack)),
        );
        let hidden = asked
            .secrecy
            .hidden_now(tier, |department| departments.carrying(department));
        (departments, hidden)
    })
}

fn row(tier: Tier, scope: Scope, sums: &Sums, hidden: bool) -> StockRow {
    let shown = !hidden;
    let boxes_a_day = |demand| match demand {
        Demand::Unknown => None,
        Demand::BoxesPerDay(boxes) => Some(boxes),
    };
    StockRow {
        place: Place::of(tier, scope),
        hidden,
        on_hand: shown.then_some(sums.totals.on_hand),
        demand_28_days: boxes_a_day(sums.demand(Window::TwentyEightDays)).filter(|_| shown),
        demand_7_days: boxes_a_day(sums.demand(Window::SevenDays)).filter(|_| shown),
        cover_days: sums.cover(Window::TwentyEightDays).days().filter(|_| shown),
        sites_holding: shown.then_some(sums.totals.sites_holding),
        sites_at_zero: shown.then_some(sums.totals.sites_at_zero),
        ordered_not_delivered: shown.then_some(sums.flows.ordered_not_delivered),
        in_transit: shown.then_some(sums.flows.in_transit),
        expiring_90_days: shown.then_some(sums.flows.expiring),
        sites: sums.base.sites,
    }
}

fn past_stock(
    app: &App,
    asked: &Asked,
    day: Day,
    language: Language,
) -> Result<StockAnswer, Problem> {
    let (rows, notes) = app.system.past.rows(asked.cip13, day.plus_days(-27), day)?;
    let of_day = notes.get(&day).ok_or_else(|| no_history(day, language))?;
    let completeness = of_day.slabs.iter().map(|slab| Completeness {
        expected: slab.expected,
        received: slab.reported,
    });
    let sums = past_sums(&rows, &notes, day);
    Ok(asked.answer(
        Some(day),
        completeness.fold(Completeness::default(), Completeness::plus),
        |tier| {
            let departments = Departments(Department::ALL.map(|department| {
                let slab = slab_index(tier, department);
                sums.get(&slab).copied().unwrap_or_default()
            }));
            let hidden = hidden_on_a_day(&asked.secrecy, tier, &rows);
            (departments, hidden)
        },
    ))
}

/// What is hidden of a tier on one of the days of some rows: the demand of the last one rests on all of them.
fn hidden_on_a_day(secrecy: &Secrecy, tier: Tier, rows: &[HistoryRow]) -> Hidden {
    let of_tier: Vec<&HistoryRow> = rows.iter().filter(|row| row.tier == tier).collect();
    let days = of_tier.chunk_by(|left, right| left.day == right.day);
    let nowhere = secrecy.hidden(tier, |_| 0);
    days.fold(nowhere, |hidden, rows| {
        let of_day = secrecy.hidden(tier, |department| {
            let mut rows = rows.iter().filter(|row| row.department == department);
            rows.next()
                .map_or(0, |row| row.sites_holding + row.sites_at_zero)
        });
        hidden.or(of_day)
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
            sums.base.site_days_28 += slab.stating_sales;
            sums.base.site_days_7 += if in_week { slab.stating_sales } else { 0 };
            if past == day {
                sums.base.sites = slab.sites;
            }
        }
    }
    for row in rows {
        let sums = sums
            .entry(slab_index(row.tier, row.department))
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

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn a_written_row_is_the_described_one() {
        let sums = Sums {
            totals: Totals {
                on_hand: 46,
                sold_7_days: 12,
                sold_28_days: 12,
                sites_holding: 4,
                sites_at_zero: 1,
            },
            base: vigie_stock::picture::Base {
                sites: 8,
                site_days_7: 8,
                site_days_28: 8,
            },
            ..Sums::default()
        };
        let department = Scope::Department(Department::ALL[4]);
        let region = Scope::Region(Department::ALL[4].region());
        for (scope, hidden) in [(department, false), (region, true), (Scope::Nation, false)] {
            let mut row = row(Tier::Hospital, scope, &sums, hidden);
            row.cover_days = row.cover_days.map(|days| (days * 100.0).round() / 100.0);
            let mut written = Vec::new();
            row.write(&mut written);
            let written: Value = serde_json::from_slice(&written).unwrap_or_default();
            assert_eq!(written, serde_json::to_value(&row).unwrap_or_default());
        }
    }
}
