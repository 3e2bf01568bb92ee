//! The cover of all packs: the list that everything thin is found in.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vigie_catalogue::{Medicine, Pack};
use vigie_model::{Atc, Day, Department, Language, PackNumber, Tier};
use vigie_stock::history::PATIENT_TIERS;
use vigie_stock::picture::{Completeness, Demand, Picture, Scope, Window};

use super::file::{Column, Dated, FileFormat, Read};
use super::place::Place;
use super::query;
use crate::confidential::{Discretion, Owners};
use crate::http::language::Speaks;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::{Answer, App};
use crate::system::Registry;

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
    /// `csv` or `parquet` for the whole list as a file, or `json`; what `Accept` asks for when absent.
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

/// The cover of all packs, filtered and sorted; the whole list as a file with `Accept: text/csv` or
/// `application/vnd.apache.parquet`.
#[utoipa::path(get, path = "/api/v1/cover", params(CoverParameters), responses(
    (status = 200, content((CoverAnswer = "application/json"), (String = "text/csv"), (Vec<u8> = "application/vnd.apache.parquet"))), (status = 400, body = ProblemBody)))]
pub async fn cover(
    State(app): State<App>,
    principal: Principal,
    Speaks(language): Speaks,
    Query(parameters): Query<CoverParameters>,
    headers: HeaderMap,
) -> Answer {
    let tier = query::tier(parameters.tier.as_deref(), language)?.unwrap_or(Tier::Pharmacy);
    let department = query::department(parameters.department.as_deref(), language)?;
    let scope = department.map_or(Scope::Nation, Scope::Department);
    let atc = read_atc(parameters.atc.as_deref(), language)?;
    let sort = parameters.sort.as_deref().unwrap_or("cover");
    let discretion = app.discretion(&principal);
    let (day, completeness, mut thin) = {
        let picture = app.system.picture.read();
        (
            picture.latest(),
            picture.national_completeness(),
            list(&picture, &app.system.registry(), tier, scope, discretion),
        )
    };
    thin.retain(|pack| fits(pack, &parameters));
    let catalogue = app.system.catalogue();
    let packs = app.system.packs();
    thin.retain(|pack| {
        let medicine = packs
            .code(pack.pack)
            .and_then(|code| catalogue.pack(code))
            .and_then(Pack::medicine);
        medicine.is_some_and(|medicine| is_chosen(medicine, &parameters, atc))
    });
    order(&mut thin, sort, language)?;
    let total = thin.len();
    let start = parameters.after.unwrap_or(0).min(total);
    let rows_asked = parameters.limit.unwrap_or(PAGE_ROWS).clamp(1, MOST_ROWS);
    let format = FileFormat::asked(parameters.format.as_deref(), &headers, language)?;
    let end = if format.is_some() {
        total
    } else {
        (start + rows_asked).min(total)
    };
    let rows: Vec<CoverRow> = thin
        .get(start..end)
        .unwrap_or_default()
        .iter()
        .filter_map(|thin| row_of(thin, catalogue.pack(packs.code(thin.pack)?)?))
        .collect();
    let synthetic = app.system.registry().has_synthetic_sites();
    if let Some(format) = format {
        let dated = |row| Dated {
            day,
            completeness,
            synthetic,
            place: Place::of(tier, scope),
            row,
        };
        let rows: Vec<_> = rows.into_iter().map(dated).collect();
        return format.answer(columns(), &rows);
    }
    let answer = CoverAnswer {
        day,
        completeness,
        synthetic,
        tier: tier.as_str(),
        department: department.map(Department::code),
        total,
        next: (end < total).then_some(end),
        rows,
    };
    Ok(Json(answer).into_response())
}

/// Whether a medicine is among those asked for.
fn is_chosen(medicine: Medicine<'_>, parameters: &CoverParameters, class: Option<Atc>) -> bool {
    let major = medicine.is_major_therapeutic_interest();
    let in_class = |class| {
        let own = medicine.atc();
        own.is_some_and(|(code, _)| code.starts_with(class))
    };
    let in_group = |wanted| {
        medicine
            .generic_groups()
            .any(|group| group.group() == wanted)
    };
    parameters.mitm.is_none_or(|wanted| major == wanted)
        && class.is_none_or(in_class)
        && parameters.group.is_none_or(in_group)
}

fn row_of(thin: &Thin, pack: Pack<'_>) -> Option<CoverRow> {
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
fn list(
    picture: &Picture,
    registry: &Registry,
    tier: Tier,
    scope: Scope,
    discretion: Discretion,
) -> Vec<Thin> {
    let count = picture.national(tier).len();
    let secrets = Secrets::of(picture, registry, tier, count, discretion);
    let packs = (0..count as u32).map(PackNumber);
    packs
        .filter_map(|pack| {
            let sums = picture.sums(tier, scope, pack);
            let carrying = sums.carrying();
            if carrying == 0 || secrets.hide(picture, scope, pack, carrying) {
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

/// What is secret of the packs of one tier.
struct Secrets {
    tier: Tier,
    discretion: Discretion,
    /// Above patients: who owns the boxes, by pack.
    owners: Option<Vec<Owners>>,
}

impl Secrets {
    fn of(
        picture: &Picture,
        registry: &Registry,
        tier: Tier,
        packs: usize,
        discretion: Discretion,
    ) -> Self {
        let is_above = discretion.fewest_sites > 0 && !PATIENT_TIERS.contains(&tier);
        Self {
            tier,
            discretion,
            owners: is_above.then(|| Owners::of_all(picture, registry, tier, packs)),
        }
    }

    fn hide(&self, picture: &Picture, scope: Scope, pack: PackNumber, carrying: u32) -> bool {
        match (&self.owners, scope) {
            _ if self.discretion.fewest_sites == 0 => false,
            (Some(owners), Scope::Nation) => {
                let owners = owners.get(pack.0 as usize).copied();
                !owners.is_some_and(|owners| owners.may_be_shown(self.discretion.fewest_sites))
            }
            (Some(_), _) => true,
            (None, Scope::Nation) => self.discretion.hides_nation(self.tier, pack, carrying),
            (None, _) => self
                .discretion
                .hidden(picture, self.tier, pack)
                .hides(scope),
        }
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

/// The columns of a file, after those of every file.
fn columns() -> [Column<Dated<CoverRow>>; 11] {
    [
        ("cip13", Read::Text(|dated| Some(&dated.row.cip13))),
        ("cis", Read::Text(|dated| Some(&dated.row.cis))),
        ("name", Read::Text(|dated| Some(&dated.row.name))),
        ("label", Read::Text(|dated| Some(&dated.row.label))),
        (
            "major_therapeutic_interest",
            Read::Truth(|dated| dated.row.major_therapeutic_interest),
        ),
        ("atc", Read::Text(|dated| dated.row.atc.as_deref())),
        ("on_hand", Read::Whole(|dated| Some(dated.row.on_hand))),
        (
            "demand_28_days",
            Read::Decimal(|dated| dated.row.demand_28_days),
        ),
        ("cover_days", Read::Decimal(|dated| dated.row.cover_days)),
        (
            "sites_holding",
            Read::Whole(|dated| Some(dated.row.sites_holding.into())),
        ),
        (
            "sites_at_zero",
            Read::Whole(|dated| Some(dated.row.sites_at_zero.into())),
        ),
    ]
}
