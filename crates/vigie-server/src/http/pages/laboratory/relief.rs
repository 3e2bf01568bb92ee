//! The threshold and the abatement that relieve the most boxes for what may be paid.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use vigie_pages::laboratory::{Lever, Payer, ReliefOutcome, ReliefPage, ReliefRow, ReliefView};
use vigie_pages::links;
use vigie_policy::{
    Financing, Parameters, Problem, Reading, ReliefGrid, ReliefOptimum, ReliefPoint, Scenario,
    Sentence, Unit, protect_most,
};

use super::market::{EUROPEAN_SHARE, Work, packs_with_share, set};
use super::{OUTCOME, computed_or_wrong, levers, market_view, own_shell, prose};
use crate::http::App;
use crate::http::pages::asked::Asked;
use crate::http::pages::{Memory, trouble};
use crate::system::SystemError;
use crate::system::market::Market;

/// Thresholds tried: every tenth of a euro up to here, in tenths.
const LAST_TENTH: i64 = 200;
/// And these, in euros.
const LARGE_THRESHOLDS: [i64; 4] = [25, 30, 50, 100];
/// Steps of abatement tried between nothing and all.
const STEPS: i64 = 20;
/// Points of the frontier that stand in the table.
const MOST_ROWS: usize = 24;
const DEFAULT_RISE: &str = "10";
const DEFAULT_BUDGET: &str = "100";
/// Largest rise, in percent, and budget, in millions: beyond, nothing changes any more.
const LARGEST_NUMBER: i64 = 1_000_000;

/// What an address asks for.
struct Asking {
    scenario: Scenario,
    financing: Financing,
}

/// `/{lang}/laboratory/relief?payer=…`
pub async fn show(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    asked: Asked,
) -> Response {
    let typed = |name, default: &str| {
        let text = asked.parameter(name).unwrap_or(default);
        vigie_model::shown(text, 30)
    };
    let payer = match asked.parameter("payer") {
        Some("budget") => Payer::Budget,
        _ => Payer::Rest,
    };
    let view = match read(&asked, payer) {
        Ok(asking) => match view(&app, &memory, &asked, asking).await {
            Ok(view) => view,
            Err(_) => return trouble::stopping(&asked),
        },
        Err(problem) => ReliefView::Wrong(vec![prose(&problem.sentence)]),
    };
    let page = ReliefPage {
        shell: own_shell(&app, &asked),
        year: read_year(&asked).unwrap_or(levers::DEFAULT_YEAR),
        years: levers::YEARS.to_vec(),
        payer,
        budget: typed("budget", DEFAULT_BUDGET),
        rise: typed("rise", DEFAULT_RISE),
        european: typed("european", &assumed_european()),
        view,
    };
    let is_wrong = matches!(page.view, ReliefView::Wrong(_));
    let html = if asked.is_for_region(OUTCOME) {
        page.render_outcome(asked.language)
    } else {
        page.render(asked.language)
    };
    computed_or_wrong(html, is_wrong, &asked)
}

fn read_year(asked: &Asked) -> Result<i16, Problem> {
    let year = asked.parameter("year");
    year.map_or(Ok(levers::DEFAULT_YEAR), levers::read_year)
}

fn read(asked: &Asked, payer: Payer) -> Result<Asking, Problem> {
    let mut scenario = Scenario::new("Vigie", "", read_year(asked)?)?;
    let assumed = assumed_european();
    let european = number(asked, "european", &assumed)? / Decimal::ONE_HUNDRED;
    if asked
        .parameter("european")
        .is_some_and(|typed| typed != assumed)
    {
        set(&mut scenario, EUROPEAN_SHARE, european, Unit::Ratio)?;
    }
    // Both are read, so that what is wrong in the field that does not count is told too.
    let budget = number(asked, "budget", DEFAULT_BUDGET)?;
    let rise = number(asked, "rise", DEFAULT_RISE)?;
    let financing = match payer {
        Payer::Budget => Financing::Budget(budget * Decimal::from(1_000_000)),
        Payer::Rest => Financing::RatesOnTheRest(Decimal::ONE + rise / Decimal::ONE_HUNDRED),
    };
    Ok(Asking {
        scenario,
        financing,
    })
}

/// The European share that is assumed when nothing else is said, in percent.
fn assumed_european() -> String {
    let history = Parameters::shipped().history(EUROPEAN_SHARE);
    let share = history.last().map_or(Decimal::ZERO, |row| row.value);
    (share * Decimal::ONE_HUNDRED).normalize().to_string()
}

fn number(asked: &Asked, name: &str, default: &str) -> Result<Decimal, Problem> {
    let text = asked.parameter(name).unwrap_or(default);
    let wrong = |sentence| Problem::new("not_a_number", name, sentence);
    let number = levers::read_number(text).map_err(wrong)?;
    let largest = Decimal::from(LARGEST_NUMBER);
    if number.is_sign_negative() || number > largest {
        let sentence = Sentence::new(
            format!("Écrivez un nombre de 0 à {LARGEST_NUMBER}."),
            format!("Write a number from 0 to {LARGEST_NUMBER}."),
        );
        return Err(Problem::new("bad_value", name, sentence));
    }
    Ok(number)
}

async fn view(
    app: &App,
    memory: &Arc<Memory>,
    asked: &Asked,
    asking: Asking,
) -> Result<ReliefView, SystemError> {
    let work = Work::new(app, memory, &asking.scenario);
    let financing = asking.financing;
    let key = format!("{} {financing:?}", asking.scenario.digest());
    let search = move || optimum(work.market()?.as_ref(), &work.scenario, financing);
    let found = memory.laboratory.reliefs.get(key, search).await?;
    Ok(match found.as_ref() {
        Ok(optimum) => {
            let market = Work::new(app, memory, &asking.scenario).market();
            let priced = market.ok();
            let outcome = outcome(optimum, priced.as_deref(), &asking.scenario, asked);
            ReliefView::Computed(Box::new(outcome))
        }
        Err(problem) => ReliefView::Wrong(vec![prose(&problem.sentence)]),
    })
}

fn optimum(
    market: &Market,
    scenario: &Scenario,
    financing: Financing,
) -> Result<ReliefOptimum, Problem> {
    let packs = packs_with_share(market, scenario, None)?;
    let rules = scenario.apply(Parameters::shipped());
    let mut reading = Reading::new(&rules, scenario.day());
    // Read for the evidence: the packs carry it.
    reading.get(EUROPEAN_SHARE, Unit::Ratio)?;
    protect_most(&packs, &grid(), financing, &mut reading)
}

fn grid() -> ReliefGrid {
    let tenths = (1..=LAST_TENTH).map(|tenths| Decimal::new(tenths, 1));
    let large = LARGE_THRESHOLDS.into_iter().map(Decimal::from);
    ReliefGrid {
        thresholds: std::iter::once(Decimal::ZERO)
            .chain(tenths)
            .chain(large)
            .collect(),
        abatement_rates: (0..=STEPS)
            .map(|step| Decimal::from(step) / Decimal::from(STEPS))
            .collect(),
    }
}

fn outcome(
    optimum: &ReliefOptimum,
    market: Option<&Market>,
    scenario: &Scenario,
    asked: &Asked,
) -> ReliefOutcome {
    let grid = grid();
    let row = |point: &ReliefPoint| row(point, scenario, asked);
    let step = optimum.frontier.len().div_ceil(MOST_ROWS).max(1);
    let counted = market
        .map_or(0, |market| market.packs.len())
        .saturating_sub(optimum.left_out.len());
    ReliefOutcome {
        best: row(&optimum.best),
        burdened_boxes: optimum.burdened_boxes,
        contributions: optimum.contributions,
        mature_boxes: optimum.mature_boxes,
        curve: optimum.frontier.iter().map(place).collect(),
        rows: optimum.frontier.iter().step_by(step).map(row).collect(),
        tried: (grid.thresholds.len() * grid.abatement_rates.len()) as u64,
        packs: counted as u64,
        priced_on: market.and_then(|market| market.priced_on),
        rules: market_view::rules(&optimum.evidence),
    }
}

/// Cost and boxes of a point.
fn place(point: &ReliefPoint) -> (f64, f64) {
    let number = |amount: Decimal| amount.to_f64().unwrap_or_default();
    (number(point.cost), number(point.protected_boxes))
}

fn row(point: &ReliefPoint, scenario: &Scenario, asked: &Asked) -> ReliefRow {
    ReliefRow {
        threshold: point.threshold,
        abatement: point.abatement_rate,
        cost: point.cost,
        exempt_packs: point.exempt_packs,
        boxes: point.protected_boxes,
        factor: point.neutral_factor,
        address: address(point, scenario, asked),
    }
}

/// The page of the scenario with the threshold and the abatement of a point.
fn address(point: &ReliefPoint, scenario: &Scenario, asked: &Asked) -> String {
    let mut own = scenario.clone();
    let changes = [
        (
            levers::key(Lever::Threshold),
            point.threshold,
            Unit::EurosPerBox,
        ),
        (
            levers::key(Lever::Abatement),
            point.abatement_rate,
            Unit::Ratio,
        ),
    ];
    for (key, value, unit) in changes {
        // A point was computed with these values: the scenario takes them.
        let _ = set(&mut own, key, value, unit);
    }
    let path = links::page(asked.language, "/laboratory/prices");
    format!("{path}?{}", levers::query_of(&own))
}
