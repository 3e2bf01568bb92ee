//! The past of one pack, day by day.

use std::collections::{BTreeMap, HashMap};

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vigie_model::{Day, Department, Region, Tier};
use vigie_stock::history::HistoryRow;
use vigie_stock::picture::{Completeness, LONGEST_WINDOW_DAYS, Scope};

use super::file::{Column, Dated, FileFormat, Read};
use super::place::Place;
use super::query::{self, By};
use crate::confidential::Secrecy;
use crate::http::language::Speaks;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::{Answer, App};

/// Days given when no start is asked for.
const DEFAULT_DAYS: i32 = 120;
/// Most days of one answer.
const MOST_DAYS: i32 = 3 * 366;

/// Which days.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryParameters {
    /// First day; 120 days before the last when absent.
    from: Option<String>,
    /// Last day; the last closed one when absent.
    to: Option<String>,
    /// `tier` (default), `region` or `department`.
    by: Option<String>,
    /// `json`, `csv` or `parquet`; what `Accept` asks for when absent.
    format: Option<String>,
}

/// The past of one pack.
#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryAnswer {
    cip13: String,
    /// Whether some figures are synthetic.
    synthetic: bool,
    days: Vec<DayAnswer>,
}

/// One closed day. A day that is missing has no history.
#[derive(Debug, Serialize, ToSchema)]
pub struct DayAnswer {
    #[schema(value_type = String)]
    day: Day,
    #[schema(value_type = Object)]
    completeness: Completeness,
    rows: Vec<HistoryRowAnswer>,
}

/// Sums of one tier in one part of the country at the end of one day.
#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryRowAnswer {
    #[serde(flatten)]
    place: Place,
    /// Whether the day rests on too few sites to be shown.
    hidden: bool,
    /// Whether sales only are not shown: a day of the 27 before or after is hidden, and its sales could be computed from
    /// the demand of 28 days and the sales of the other days.
    sales_hidden: bool,
    on_hand: Option<u64>,
    /// Boxes sold on the day; null when nobody stated sales, or when they are hidden.
    sold: Option<u64>,
    sites_holding: Option<u32>,
    sites_at_zero: Option<u32>,
    ordered_not_delivered: Option<u64>,
}

/// The past of one pack by tier, region or department; as a file with `Accept: text/csv` or
/// `application/vnd.apache.parquet`.
#[utoipa::path(get, path = "/api/v1/packs/{cip13}/history", params(("cip13" = String, Path), HistoryParameters), responses(
    (status = 200, content((HistoryAnswer = "application/json"), (String = "text/csv"), (Vec<u8> = "application/vnd.apache.parquet"))), (status = 400, body = ProblemBody), (status = 404, body = ProblemBody)))]
pub async fn history(
    State(app): State<App>,
    principal: Principal,
    Speaks(language): Speaks,
    Path(cip13): Path<String>,
    Query(parameters): Query<HistoryParameters>,
    headers: HeaderMap,
) -> Answer {
    let format = FileFormat::asked(parameters.format.as_deref(), &headers, language)?;
    let cip13 = query::cip13(&cip13, language)?;
    let by = By::parse(parameters.by.as_deref(), language)?;
    let pack = app
        .system
        .packs()
        .number(cip13)
        .ok_or_else(|| Problem::not_found(language))?;
    let last_closed = app.system.past.bounds().map(|(_, last)| last);
    let to = query::day("to", parameters.to.as_deref(), language)?
        .or(last_closed)
        .unwrap_or(Day::MIN);
    let from = query::day("from", parameters.from.as_deref(), language)?
        .unwrap_or(to.plus_days(1 - DEFAULT_DAYS));
    if to.days_since(from) >= MOST_DAYS {
        return Err(Problem::parameter(
            language,
            "from",
            &from.to_string(),
            "≤ 1098 days",
        ));
    }
    let discretion = app.discretion(&principal);
    // Who owned what is not in the history: what is secret now was so then.
    let secrecy = Secrecy::of(
        &app.system.picture.read(),
        &app.system.registry(),
        pack,
        &Tier::ALL,
        &discretion,
    );
    let margin = LONGEST_WINDOW_DAYS - 1;
    let (rows, notes) =
        app.system
            .past
            .rows(cip13, from.plus_days(-margin), to.plus_days(margin))?;
    let mut by_day: BTreeMap<Day, Vec<HistoryRow>> = BTreeMap::new();
    for row in rows {
        by_day.entry(row.day).or_default().push(row);
    }
    let days = notes.range(..=to.plus_days(margin));
    let days = days.map(|(day, notes)| DayAnswer {
        day: *day,
        completeness: notes
            .slabs
            .iter()
            .map(|slab| Completeness {
                expected: slab.expected,
                received: slab.reported,
            })
            .fold(Completeness::default(), Completeness::plus),
        rows: day_rows(
            by_day.get(day).map(Vec::as_slice).unwrap_or_default(),
            by,
            &secrecy,
        ),
    });
    let mut days: Vec<DayAnswer> = days.collect();
    hide_sales_near_hidden_days(&mut days);
    days.retain(|answer| (from..=to).contains(&answer.day));
    let answer = HistoryAnswer {
        cip13: cip13.to_string(),
        synthetic: app.system.registry().has_synthetic_sites(),
        days,
    };
    match format {
        Some(format) => format.answer(columns(), &file_rows(answer)),
        None => Ok(Json(answer).into_response()),
    }
}

/// A sum of 28 days less the sales of 27 of them is those of the 28th.
fn hide_sales_near_hidden_days(days: &mut [DayAnswer]) {
    let mut hidden: HashMap<Place, Vec<Day>> = HashMap::new();
    for answer in days.iter() {
        for row in answer.rows.iter().filter(|row| row.hidden) {
            hidden.entry(row.place).or_default().push(answer.day);
        }
    }
    for answer in days {
        let day = answer.day;
        let is_near = |other: &Day| day.days_since(*other).abs() < LONGEST_WINDOW_DAYS;
        for row in &mut answer.rows {
            if hidden
                .get(&row.place)
                .is_some_and(|days| days.iter().any(is_near))
            {
                row.sales_hidden = true;
                row.sold = None;
            }
        }
    }
}

fn file_rows(answer: HistoryAnswer) -> Vec<Dated<HistoryRowAnswer>> {
    let of_day = |day: DayAnswer| {
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

/// The columns of a file, after those of every file.
fn columns() -> [Column<Dated<HistoryRowAnswer>>; 7] {
    [
        ("hidden", Read::Truth(|dated| dated.row.hidden)),
        ("sales_hidden", Read::Truth(|dated| dated.row.sales_hidden)),
        ("on_hand", Read::Whole(|dated| dated.row.on_hand)),
        ("sold", Read::Whole(|dated| dated.row.sold)),
        (
            "sites_holding",
            Read::Whole(|dated| dated.row.sites_holding.map(u64::from)),
        ),
        (
            "sites_at_zero",
            Read::Whole(|dated| dated.row.sites_at_zero.map(u64::from)),
        ),
        (
            "ordered_not_delivered",
            Read::Whole(|dated| dated.row.ordered_not_delivered),
        ),
    ]
}

#[derive(Default)]
struct DaySums {
    on_hand: u64,
    sold: Option<u64>,
    sites_holding: u32,
    sites_at_zero: u32,
    ordered_not_delivered: u64,
}

impl DaySums {
    fn add(&mut self, row: &HistoryRow) {
        self.on_hand += row.on_hand;
        self.sold = row
            .sold
            .map(|sold| sold + self.sold.unwrap_or(0))
            .or(self.sold);
        self.sites_holding += row.sites_holding;
        self.sites_at_zero += row.sites_at_zero;
        self.ordered_not_delivered += row.ordered_not_delivered;
    }
}

fn day_rows(rows: &[HistoryRow], by: By, secrecy: &Secrecy) -> Vec<HistoryRowAnswer> {
    Tier::ALL
        .into_iter()
        .flat_map(|tier| {
            tier_rows(
                rows.iter().filter(|row| row.tier == tier),
                tier,
                by,
                secrecy,
            )
        })
        .collect()
}

fn tier_rows<'a>(
    rows: impl Iterator<Item = &'a HistoryRow>,
    tier: Tier,
    by: By,
    secrecy: &Secrecy,
) -> Vec<HistoryRowAnswer> {
    let mut carrying = [0; Department::COUNT];
    let mut sums: BTreeMap<(usize, usize), (Scope, DaySums)> = BTreeMap::new();
    for row in rows {
        if let Some(count) = carrying.get_mut(row.department.index()) {
            *count = row.sites_holding + row.sites_at_zero;
        }
        let region: Region = row.department.region();
        let (key, scope) = match by {
            By::Tier => ((0, 0), Scope::Nation),
            By::Region => ((region.index(), 0), Scope::Region(region)),
            By::Department => (
                (0, row.department.index()),
                Scope::Department(row.department),
            ),
        };
        sums.entry(key)
            .or_insert_with(|| (scope, DaySums::default()))
            .1
            .add(row);
    }
    let hidden = secrecy.hidden(tier, |department| {
        carrying.get(department.index()).copied().unwrap_or(0)
    });
    sums.into_values()
        .map(|(scope, sums)| answer(tier, scope, &sums, hidden.hides(scope)))
        .collect()
}

fn answer(tier: Tier, scope: Scope, sums: &DaySums, hidden: bool) -> HistoryRowAnswer {
    let shown = !hidden;
    HistoryRowAnswer {
        place: Place::of(tier, scope),
        hidden,
        sales_hidden: hidden,
        on_hand: shown.then_some(sums.on_hand),
        sold: sums.sold.filter(|_| shown),
        sites_holding: shown.then_some(sums.sites_holding),
        sites_at_zero: shown.then_some(sums.sites_at_zero),
        ordered_not_delivered: shown.then_some(sums.ordered_not_delivered),
    }
}
