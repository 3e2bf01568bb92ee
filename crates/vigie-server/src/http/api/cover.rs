//! The cover of all packs: the list that everything thin is found in.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vigie_model::{Atc, Day, Department, Language, PackNumber, Tier};
use vigie_stock::picture::{Completeness, Demand, Picture, Scope, Window};

use super::query;
use crate::http::confidential::Hidden;
use crate::http::language::Speaks;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::{Answer, App};

/// Rows of a page when no number is asked for.
const PAGE_ROWS: usize = 50;
/// Most rows of a page.
const MOST_ROWS: usize = 1_000;

/// Which packs, in which order.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CoverParameters {
    /// The tier whose stock and sales are compared; pharmacies when absent.
    tier: Option<String>,
    /// One department instead of the nation.
    department: Option<String>,
    /// Only medicines of major therapeutic interest (`true`), or only others (`false`).
    mitm: Option<bool>,
    /// Only packs whose medicine is in this ATC class.
    atc: Option<String>,
    /// Only packs of this official generic group.
    group: Option<u32>,
    /// Only packs with less than so many days of cover.
    below: Option<f64>,
    /// Only packs with at least so many boxes sold a day.
    demand_from: Option<f64>,
    /// `cover` (default), `demand`, `at_zero`, `on_hand` or `cip13`; with `-` before it from the largest.
    sort: Option<String>,
    /// Rows of a page, 50 when absent, 1,000 at most.
    limit: Option<usize>,
    /// Where the page starts: the `next` of the page before.
    after: Option<usize>,
    /// `csv` for the whole list as a file; otherwise what `Accept` asks for.
    format: Option<String>,
}

/// A page of the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoverAnswer {
    #[schema(value_type = Option<String>)]
    day: Option<Day>,
    #[schema(value_type = Object)]
    completeness: Completeness,
    synthetic: bool,
    tier: &'static str,
    department: Option<&'static str>,
    /// Packs that fit.
    total: usize,
    /// Where the next page starts.
    next: Option<usize>,
    rows: Vec<CoverRow>,
}

/// One pack.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CoverRow {
    cip13: String,
    cis: String,
    name: String,
    label: String,
    major_therapeutic_interest: bool,
    atc: Option<String>,
    on_hand: u64,
    demand_28_days: Option<f64>,
    cover_days: Option<f64>,
    sites_holding: u32,
    sites_at_zero: u32,
}

struct Thin {
    pack: PackNumber,
    on_hand: u64,
    demand: Option<f64>,
    cover: Option<f64>,
    holding: u32,
    at_zero: u32,
}

/// The cover of all packs, filtered and sorted; CSV with `Accept: text/csv`.
#[utoipa::path(get, path = "/api/v1/cover", params(CoverParameters), responses(
    (status = 200, body = CoverAnswer), (status = 400, body = ProblemBody)))]
pub async fn cover(
    State(app): State<App>,
    principal: Principal,
    Speaks(language): Speaks,
    Query(parameters): Query<CoverParameters>,
    headers: HeaderMap,
) -> Answer {
    let tier = query::tier(parameters.tier.as_deref(), language)?.unwrap_or(Tier::Pharmacy);
    let department = query::department(parameters.department.as_deref(), language)?;
    let atc = read_atc(parameters.atc.as_deref(), language)?;
    let sort = parameters.sort.as_deref().unwrap_or("cover");
    let fewest = if principal.is_authority() {
        0
    } else {
        app.system.settings.fewest_sites
    };
    let (day, completeness, mut thin) = {
        let picture = app.system.picture.read();
        (
            picture.latest(),
            picture.national_completeness(),
            list(&picture, tier, department, fewest),
        )
    };
    thin.retain(|pack| fits(pack, &parameters));
    let catalogue = app.system.catalogue();
    let packs = app.system.packs();
    thin.retain(|pack| {
        let found = packs
            .code(pack.pack)
            .and_then(|code| catalogue.pack(code))
            .and_then(vigie_catalogue::Pack::medicine);
        found.is_some_and(|medicine| {
            parameters
                .mitm
                .is_none_or(|wanted| medicine.is_major_therapeutic_interest() == wanted)
                && atc.is_none_or(|class| {
                    medicine
                        .atc()
                        .is_some_and(|(code, _)| code.starts_with(class))
                })
                && parameters.group.is_none_or(|wanted| {
                    medicine
                        .generic_groups()
                        .any(|group| group.group() == wanted)
                })
        })
    });
    order(&mut thin, sort, language)?;
    let total = thin.len();
    let start = parameters.after.unwrap_or(0).min(total);
    let rows_asked = parameters.limit.unwrap_or(PAGE_ROWS).clamp(1, MOST_ROWS);
    let accepts_csv = headers
        .get(header::ACCEPT)
        .is_some_and(|accept| accept.as_bytes().starts_with(b"text/csv"));
    let csv = accepts_csv || parameters.format.as_deref() == Some("csv");
    let end = if csv {
        total
    } else {
        (start + rows_asked).min(total)
    };
    let rows: Vec<CoverRow> = thin
        .get(start..end)
        .unwrap_or_default()
        .iter()
        .filter_map(|thin| {
            let pack = catalogue.pack(packs.code(thin.pack)?)?;
            let medicine = pack.medicine()?;
            Some(CoverRow {
                cip13: pack.cip13().to_string(),
                cis: pack.cis().to_string(),
                name: medicine.name().to_owned(),
                label: pack.label().to_owned(),
                major_therapeutic_interest: medicine.is_major_therapeutic_interest(),
                atc: medicine.atc().map(|(code, _)| code.to_string()),
                on_hand: thin.on_hand,
                demand_28_days: thin.demand.map(rounded),
                cover_days: thin.cover.map(rounded),
                sites_holding: thin.holding,
                sites_at_zero: thin.at_zero,
            })
        })
        .collect();
    if csv {
        return Ok((
            [(header::CONTENT_TYPE, "text/csv; charset=utf-8")],
            as_csv(&rows),
        )
            .into_response());
    }
    let answer = CoverAnswer {
        day,
        completeness,
        synthetic: app.system.registry().has_synthetic_sites(),
        tier: tier.as_str(),
        department: department.map(Department::code),
        total,
        next: (end < total).then_some(end),
        rows,
    };
    Ok(Json(answer).into_response())
}

fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

fn read_atc(text: Option<&str>, language: Language) -> Result<Option<Atc>, Problem> {
    text.map(|text| {
        text.parse()
            .map_err(|_| Problem::parameter(language, "atc", text, "J01, J01CA04"))
    })
    .transpose()
}

/// Packs that some site carries, without those whose sums are hidden.
fn list(picture: &Picture, tier: Tier, department: Option<Department>, fewest: u32) -> Vec<Thin> {
    let packs = (0..picture.national(tier).len() as u32).map(PackNumber);
    let scope = department.map_or(Scope::Nation, Scope::Department);
    packs
        .filter_map(|pack| {
            let sums = picture.sums(tier, scope, pack);
            let carrying = sums.carrying();
            if carrying == 0
                || (fewest > 0 && is_hidden(picture, tier, scope, pack, carrying, fewest))
            {
                return None;
            }
            Some(Thin {
                pack,
                on_hand: sums.totals.on_hand,
                demand: match sums.demand(Window::TwentyEightDays) {
                    Demand::Unknown => None,
                    Demand::BoxesPerDay(boxes) => Some(boxes),
                },
                cover: sums.cover(Window::TwentyEightDays).days(),
                holding: sums.totals.sites_holding,
                at_zero: sums.totals.sites_at_zero,
            })
        })
        .collect()
}

fn is_hidden(
    picture: &Picture,
    tier: Tier,
    scope: Scope,
    pack: PackNumber,
    carrying: u32,
    fewest: u32,
) -> bool {
    match scope {
        Scope::Nation => carrying < fewest,
        _ => Hidden::of(picture, tier, pack, fewest).hides(scope),
    }
}

fn fits(pack: &Thin, parameters: &CoverParameters) -> bool {
    let thin_enough = parameters
        .below
        .is_none_or(|below| pack.cover.is_some_and(|days| days < below));
    let sold_enough = parameters
        .demand_from
        .is_none_or(|least| pack.demand.is_some_and(|boxes| boxes >= least));
    thin_enough && sold_enough
}

/// Unknown covers come last, whatever the direction.
fn order(packs: &mut [Thin], sort: &str, language: Language) -> Result<(), Problem> {
    let (key, descending) = sort
        .strip_prefix('-')
        .map_or((sort, false), |key| (key, true));
    let value: fn(&Thin) -> Option<f64> = match key {
        "cover" => |pack| pack.cover,
        "demand" => |pack| pack.demand,
        "at_zero" => |pack| Some(f64::from(pack.at_zero)),
        "on_hand" => |pack| Some(pack.on_hand as f64),
        "cip13" => |pack| Some(f64::from(pack.pack.0)),
        _ => {
            return Err(Problem::parameter(
                language,
                "sort",
                sort,
                "cover, demand, at_zero, on_hand, cip13",
            ));
        }
    };
    packs.sort_by(|a, b| match (value(a), value(b)) {
        (Some(a), Some(b)) if descending => b.total_cmp(&a),
        (Some(a), Some(b)) => a.total_cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    Ok(())
}

fn as_csv(rows: &[CoverRow]) -> String {
    let mut text = String::from(
        "cip13;cis;name;label;major_therapeutic_interest;atc;on_hand;demand_28_days;cover_days;sites_holding;sites_at_zero\n",
    );
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    for row in rows {
        let fields = [
            row.cip13.clone(),
            row.cis.clone(),
            quoted(&row.name),
            quoted(&row.label),
            row.major_therapeutic_interest.to_string(),
            row.atc.clone().unwrap_or_default(),
            row.on_hand.to_string(),
            number(row.demand_28_days),
            number(row.cover_days),
            row.sites_holding.to_string(),
            row.sites_at_zero.to_string(),
        ];
        text.push_str(&fields.join(";"));
        text.push('\n');
    }
    text
}

/// A text that a spreadsheet reads as text, whatever it begins with.
fn quoted(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@']) {
        "'"
    } else {
        ""
    };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}
