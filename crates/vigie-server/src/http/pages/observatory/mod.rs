//! The observatory: the map of any medicine, class or list.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use vigie_model::{Day, Department, Region, Tier};
use vigie_pages::{
    AreaRow, AreaValue, Completeness, CoverThresholds, Division, Figure, FigureName, Known,
    Measure, Observatory, Quantity, Subject, UnknownReason, ZeroThresholds, links,
};
use vigie_stock::picture::{Demand, Scope};

use super::asked::Asked;
use super::shell::shell;
use super::stock::{PATIENT_TIERS, Reporting, known_cover};
use super::{answer, trouble};
use crate::http::App;
use crate::http::pack_set::{AreaSums, MOST_PACKS_OF_PAST, Measured, PackSet, candidates};
use crate::system::{System, SystemError};

/// What the map is of when nothing is asked for, or nothing that is known.
const DEFAULT_SET: &str = "mitm";
/// Longest text that is looked up.
const LONGEST_TEXT: usize = 200;
/// What to begin with: the lists, and classes that are much used or often short.
const EXAMPLES: [&str; 10] = [
    "mitm", "all", "J01CA04", "J01CR02", "N02BE01", "H02AB06", "N05AH04", "R03AC02", "A10BA02",
    "C09AA05",
];

/// What is taken of the picture for one set and tier.
#[derive(Debug)]
struct Taken {
    measured: Arc<Measured>,
    reporting: Reporting,
}

/// `/{lang}/observatory?of=…&show=…&by=…&tier=…&day=…`
pub async fn show(State(app): State<App>, asked: Asked) -> Response {
    match made(&app, &asked).await {
        Ok(page) => answer(page.render(asked.language), &asked),
        Err(problem) => *problem,
    }
}

/// What the map says of each department on one day.
#[derive(Debug, Serialize)]
struct Values {
    day: Day,
    values: BTreeMap<String, Value>,
}

/// Class of the colour of a department, and what stands behind its name.
#[derive(Debug, Serialize)]
struct Value {
    class: &'static str,
    text: String,
}

/// `/{lang}/observatory/values?…`: what the slider of the map asks for, with the choices of the page.
pub async fn values(State(app): State<App>, asked: Asked) -> Response {
    let page = match made(&app, &asked).await {
        Ok(page) => page,
        Err(problem) => return *problem,
    };
    let value = |of: AreaValue| {
        let (class, text) = (of.class, of.text);
        (of.department, Value { class, text })
    };
    let values = Values {
        day: page.as_of,
        values: page.values(asked.language).into_iter().map(value).collect(),
    };
    Json(values).into_response()
}

async fn made(app: &App, asked: &Asked) -> Result<Observatory, Box<Response>> {
    let choice = Choice::read(app, asked)?;
    let taken = match Taken::of(app, &choice).await {
        Ok(Some(taken)) => taken,
        Ok(None) => return Err(Box::new(unknown_day(&choice, asked))),
        Err(SystemError::History(error)) => {
            return Err(Box::new(trouble::failed(&error, asked)));
        }
        Err(_) => return Err(Box::new(trouble::stopping(asked))),
    };
    Ok(page(&app.system, asked, choice, &taken, examples(app)))
}

/// Nothing is known of the day that was asked for, or not of so large a set.
fn unknown_day(choice: &Choice, asked: &Asked) -> Response {
    let day = choice.day.map(|day| day.to_string()).unwrap_or_default();
    let expected = if choice.is_past_told() {
        [
            "un jour dont les stocks sont connus".to_owned(),
            "a day of which stocks are known".to_owned(),
        ]
    } else {
        [
            format!(
                "le passé n’est montré que pour {MOST_PACKS_OF_PAST} présentations au plus ; choisissez une classe ou un médicament"
            ),
            format!(
                "the past is shown for {MOST_PACKS_OF_PAST} packs at most; choose a class or a medicine"
            ),
        ]
    };
    let expected = expected.each_ref().map(String::as_str);
    let page = trouble::bad_parameter(asked, "day", &day, expected);
    (StatusCode::NOT_FOUND, page).into_response()
}

/// What the address chooses.
struct Choice {
    set: Arc<PackSet>,
    unmatched: Option<String>,
    candidates: Vec<Subject>,
    measure: Measure,
    division: Division,
    tier: Tier,
    day: Option<Day>,
}

impl Choice {
    /// Whether the set is small enough for its past to be read.
    fn is_past_told(&self) -> bool {
        self.set.packs.len() <= MOST_PACKS_OF_PAST
    }

    fn read(app: &App, asked: &Asked) -> Result<Self, Box<Response>> {
        let wrong = |name: &str, value: &str, expected| {
            Box::new(trouble::bad_parameter(
                asked,
                name,
                value,
                [expected, expected],
            ))
        };
        let measure = asked.parameter("show").map(|text| {
            Measure::from_query(text).ok_or_else(|| wrong("show", text, "cover, at-zero"))
        });
        let division = asked.parameter("by").map(|text| {
            Division::from_query(text).ok_or_else(|| wrong("by", text, "department, region"))
        });
        let tier = asked.parameter("tier").map(|text| {
            let tier = text
                .parse()
                .ok()
                .filter(|tier| PATIENT_TIERS.contains(tier));
            tier.ok_or_else(|| wrong("tier", text, "pharmacy, hospital"))
        });
        let day = asked.parameter("day").map(|text| {
            let expected = "2026-11-20";
            text.parse::<Day>()
                .map_err(|_| wrong("day", text, expected))
        });
        let text = asked.parameter("of").unwrap_or(DEFAULT_SET);
        if text.chars().count() > LONGEST_TEXT {
            let expected = ["200 caractères au plus", "200 characters at most"];
            return Err(Box::new(trouble::bad_parameter(
                asked, "of", text, expected,
            )));
        }
        let (system, sets) = (&app.system, &app.sets);
        let found = sets.find(system, text);
        Ok(Self {
            unmatched: found.is_none().then(|| text.to_owned()),
            candidates: if found.is_none() {
                candidates(system, text)
            } else {
                Vec::new()
            },
            set: found.unwrap_or_else(|| sets.major_interest(system)),
            measure: measure.transpose()?.unwrap_or_default(),
            division: division.transpose()?.unwrap_or_default(),
            tier: tier.transpose()?.unwrap_or(Tier::Pharmacy),
            day: day.transpose()?,
        })
    }
}

impl Taken {
    /// `None` when nothing is known of the day that is asked for.
    async fn of(app: &App, choice: &Choice) -> Result<Option<Self>, SystemError> {
        let fewest_sites = app.system.settings.fewest_sites;
        let latest = app.system.picture.read().latest();
        let past = choice.day.filter(|day| Some(*day) != latest);
        let (set, tier) = (&choice.set, choice.tier);
        let measured = match past {
            None => Some(app.sums.get(&app.system, set, tier, fewest_sites).await?),
            Some(day) => {
                app.past_sums
                    .get(&app.system, set, tier, fewest_sites, day)
                    .await?
            }
        };
        Ok(measured.map(|measured| Self {
            reporting: Reporting::from_rows(&measured.completeness),
            measured,
        }))
    }
}

fn page(
    system: &System,
    asked: &Asked,
    choice: Choice,
    taken: &Taken,
    examples: Vec<Subject>,
) -> Observatory {
    Observatory {
        shell: shell(system, asked, taken.measured.latest),
        examples,
        as_of: taken
            .measured
            .latest
            .unwrap_or_else(|| system.clock.today()),
        span: span(system, &choice),
        is_day_chosen: choice.day.is_some(),
        figures: figures(&choice, taken),
        areas: areas(&choice, taken),
        thresholds: CoverThresholds::default(),
        zero_thresholds: ZeroThresholds::default(),
        data: data_addresses(&choice),
        subject: choice.set.subject.clone(),
        unmatched: choice.unmatched,
        candidates: choice.candidates,
        measure: choice.measure,
        division: choice.division,
        tier: choice.tier,
    }
}

/// The days from the first one of the history to the latest.
fn span(system: &System, choice: &Choice) -> Option<(Day, Day)> {
    let (first, last) = system.past.bounds().filter(|_| choice.is_past_told())?;
    let latest = system.picture.read().latest();
    Some((first, latest.map_or(last, |latest| latest.max(last))))
}

fn examples(app: &App) -> Vec<Subject> {
    let sets = EXAMPLES
        .iter()
        .filter_map(|code| app.sets.find(&app.system, code));
    sets.map(|set| set.subject.clone()).collect()
}

fn figures(choice: &Choice, taken: &Taken) -> Vec<(FigureName, Figure)> {
    let area = taken.measured.sums.at(Scope::Nation);
    let figure = |quantity, definition| Figure {
        quantity,
        a_week_ago: None,
        definition,
        as_of: taken.measured.latest,
        completeness: taken
            .measured
            .latest
            .map(|_| taken.reporting.of_tier(choice.tier)),
    };
    vec![
        (
            FigureName::Cover,
            figure(cover(&area).map(Quantity::Days), "cover"),
        ),
        (
            FigureName::Stock,
            figure(stock(&area).map(Quantity::Boxes), "stock"),
        ),
        (
            FigureName::Demand,
            figure(demand(&area).map(Quantity::BoxesPerDay), "demand"),
        ),
        (
            FigureName::SitesAtZero,
            figure(share_at_zero(&area).map(Quantity::Ratio), "share-at-zero"),
        ),
    ]
}

/// The parts of the country where some site is expected or carries one of the packs.
fn areas(choice: &Choice, taken: &Taken) -> Vec<AreaRow> {
    if taken.measured.sums.at(Scope::Nation).carrying == 0 {
        return Vec::new();
    }
    let row = |code: &str, name: &str, scope, departments: Vec<Department>| {
        let area = taken.measured.sums.at(scope);
        let completeness = departments
            .iter()
            .map(|department| taken.reporting.at(choice.tier, *department))
            .fold(Completeness::default(), |sum, of| Completeness {
                received: sum.received + of.received,
                expected: sum.expected + of.expected,
            });
        let is_shown =
            area.carrying > 0 || area.is_hidden() || completeness != Completeness::default();
        is_shown.then(|| AreaRow {
            code: code.to_owned(),
            name: name.to_owned(),
            departments: departments
                .iter()
                .map(|department| department.code().to_owned())
                .collect(),
            stock_boxes: stock(&area),
            cover_days: cover(&area),
            share_at_zero: share_at_zero(&area),
            completeness,
        })
    };
    match choice.division {
        Division::Department => Department::ALL
            .into_iter()
            .filter_map(|of| row(of.code(), of.name(), Scope::Department(of), vec![of]))
            .collect(),
        Division::Region => Region::ALL
            .into_iter()
            .filter_map(|of| {
                row(
                    of.code(),
                    of.name(),
                    Scope::Region(of),
                    of.departments().collect(),
                )
            })
            .collect(),
    }
}

fn known<T: Copy>(area: &AreaSums, value: impl FnOnce() -> Known<T>) -> Known<T> {
    if area.is_hidden() {
        Known::Unknown(UnknownReason::Confidential)
    } else if area.carrying == 0 {
        Known::Unknown(UnknownReason::NotReported)
    } else {
        value()
    }
}

fn stock(area: &AreaSums) -> Known<u64> {
    known(area, || Known::Value(area.totals.on_hand))
}

fn cover(area: &AreaSums) -> Known<f64> {
    known(area, || known_cover(area.cover()))
}

fn demand(area: &AreaSums) -> Known<f64> {
    known(area, || match area.demand() {
        Demand::BoxesPerDay(boxes) => Known::Value(boxes),
        Demand::Unknown => Known::Unknown(UnknownReason::NotReported),
    })
}

fn share_at_zero(area: &AreaSums) -> Known<f64> {
    known(area, || {
        Known::from_option(area.share_at_zero(), UnknownReason::NotReported)
    })
}

fn data_addresses(choice: &Choice) -> Vec<(&'static str, String)> {
    let days = choice.day.map(|day| format!("&from={day}&to={day}"));
    let address = format!(
        "/api/v1/areas{}?of={}&by={}&tier={}{}",
        if days.is_some() { "/history" } else { "" },
        links::percent_encode(&choice.set.subject.code),
        choice.division.as_str(),
        choice.tier.as_str(),
        days.unwrap_or_default()
    );
    vec![
        ("CSV", format!("{address}&format=csv")),
        ("Parquet", format!("{address}&format=parquet")),
        ("JSON", address),
    ]
}
