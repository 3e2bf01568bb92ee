//! A scenario of prices and taxes: computed away from the threads that answer, and kept for some seconds.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use rust_decimal::Decimal;
use vigie_model::Day;
use vigie_pages::laboratory::{FrontierRow, MarketPage, MarketView};
use vigie_policy::{
    Change, MarketOutcome, MarketPack, PackChange, Parameters, Problem, Reading, ReliefOptimum,
    Scenario, Unit, compare_market,
};

use super::compare;
use super::critical::Compared;
use super::levers::{self, Asking};
use super::market_files::{self, Numbers};
use super::room::ComputedRoom;
use super::stock::ComputedStocks;
use super::{OUTCOME, computed_or_wrong, file, market_view, own_shell, prose, refused};
use crate::http::App;
use crate::http::kept::Kept;
use crate::http::pages::asked::Asked;
use crate::http::pages::{Memory, trouble};
use crate::system::SystemError;
use crate::system::market::{KeptMarket, Market};

/// Thresholds that are shown beside the one that is asked for, in tenths of a euro.
const THRESHOLDS: [i64; 12] = [10, 20, 30, 40, 50, 75, 100, 150, 200, 300, 500, 1_000];
/// Above every price: all mature medicines are exempt.
const ABOVE_ALL_EUROS: i64 = 1_000_000_000;
const THRESHOLD: &str = "exemption.price_threshold";
pub const EUROPEAN_SHARE: &str = "production.european_share.assumed";
const ABATEMENT: &str = "abatement.european_share.rate";

/// Kind of a spreadsheet.
const SPREADSHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Scenarios kept: each is some megabytes.
const FEW: usize = 12;

/// What the laboratory remembers between requests.
#[derive(Debug, Default)]
pub struct LaboratoryMemory {
    pub(super) market: KeptMarket,
    pub(super) lists: Kept<(Option<Day>, Day), Compared>,
    pub(super) stocks: Kept<String, Result<ComputedStocks, Problem>, FEW>,
    pub(super) rooms: Kept<String, Result<ComputedRoom, Problem>, FEW>,
    pub(super) reliefs: Kept<String, Result<ReliefOptimum, Problem>, FEW>,
    /// Held by the one who compares a list that was handed in.
    pub(super) comparing: tokio::sync::Mutex<()>,
    computed: Kept<String, Result<Computed, Problem>, FEW>,
    frontiers: Kept<String, Result<Vec<FrontierRow>, Problem>>,
}

/// A scenario over the market.
#[derive(Debug)]
pub struct Computed {
    /// The market.
    pub market: Arc<Market>,
    /// What the scenario does to it; its packs are beside.
    pub outcome: MarketOutcome,
    /// The packs it changes, the largest gain first.
    pub packs: Vec<PackChange>,
    /// Contributions if all production is European, and if none is; `None` without an abatement.
    pub european_range: Option<[Decimal; 2]>,
}

/// `/{lang}/laboratory/prices?threshold=…`
pub async fn show(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    asked: Asked,
) -> Response {
    let asking = match levers::read(&asked.query) {
        Ok(asking) => asking,
        Err(problem) => return refused(&asked, &problem),
    };
    let Ok(page) = page(&app, &memory, &asked, asking).await else {
        return trouble::stopping(&asked);
    };
    let is_wrong = matches!(page.view, MarketView::Wrong(_));
    let html = if asked.is_for_region(OUTCOME) {
        page.render_outcome(asked.language)
    } else {
        page.render(asked.language)
    };
    computed_or_wrong(html, is_wrong, &asked)
}

/// The page of a scenario.
///
/// # Errors
/// When the server stops meanwhile.
pub async fn page(
    app: &App,
    memory: &Arc<Memory>,
    asked: &Asked,
    asking: Asking,
) -> Result<MarketPage, SystemError> {
    let view = view(app, memory, asked, &asking).await?;
    Ok(MarketPage {
        shell: own_shell(app, asked),
        year: asking.scenario.base_year(),
        years: levers::YEARS.to_vec(),
        levers: asking.levers,
        is_mature_only: asking.is_mature_only,
        others: asking.others,
        with: compare::queries(asked, "with"),
        view,
    })
}

async fn view(
    app: &App,
    memory: &Arc<Memory>,
    asked: &Asked,
    asking: &Asking,
) -> Result<MarketView, SystemError> {
    if !asking.problems.is_empty() {
        let problems = asking.problems.iter();
        let sentences = problems.map(|problem| prose(&problem.sentence));
        return Ok(MarketView::Wrong(sentences.collect()));
    }
    let computed = compute(app, memory, &asking.scenario).await?;
    let frontier = frontier(app, memory, &asking.scenario).await?;
    Ok(match (computed.as_ref(), frontier.as_ref()) {
        (Ok(computed), Ok(frontier)) => {
            let catalogue = app.system.catalogue();
            let outcome = market_view::outcome(computed, frontier, &catalogue, asked);
            MarketView::Computed(Box::new(outcome))
        }
        (Err(problem), _) | (_, Err(problem)) => MarketView::Wrong(vec![prose(&problem.sentence)]),
    })
}

/// A scenario over the market, of the last seconds or computed now.
///
/// # Errors
/// When the server stops meanwhile.
pub async fn compute(
    app: &App,
    memory: &Arc<Memory>,
    scenario: &Scenario,
) -> Result<Arc<Result<Computed, Problem>>, SystemError> {
    let work = Work::new(app, memory, scenario);
    let computed = &memory.laboratory.computed;
    computed
        .get(scenario.digest(), move || {
            Computed::of(&work.market()?, &work.scenario)
        })
        .await
}

async fn frontier(
    app: &App,
    memory: &Arc<Memory>,
    scenario: &Scenario,
) -> Result<Arc<Result<Vec<FrontierRow>, Problem>>, SystemError> {
    let mut free = scenario.clone();
    if let Err(problem) = set(&mut free, THRESHOLD, Decimal::ZERO, Unit::EurosPerBox) {
        return Ok(Arc::new(Err(problem)));
    }
    let key = free.digest();
    let work = Work::new(app, memory, &free);
    let frontiers = &memory.laboratory.frontiers;
    frontiers
        .get(key, move || {
            frontier_of(work.market()?.as_ref(), &work.scenario)
        })
        .await
}

/// What a computation takes along to another thread.
pub struct Work {
    app: App,
    memory: Arc<Memory>,
    /// The scenario.
    pub scenario: Scenario,
}

impl Work {
    /// For a scenario.
    pub fn new(app: &App, memory: &Arc<Memory>, scenario: &Scenario) -> Self {
        Self {
            app: app.clone(),
            memory: Arc::clone(memory),
            scenario: scenario.clone(),
        }
    }

    /// The market of the catalogue in use.
    ///
    /// # Errors
    /// When the shipped rules of prices have no row for the day of the release.
    pub fn market(&self) -> Result<Arc<Market>, Problem> {
        self.memory
            .laboratory
            .market
            .of(&self.app.system.catalogue())
    }
}

impl Computed {
    fn of(market: &Arc<Market>, scenario: &Scenario) -> Result<Self, Problem> {
        let packs = packs_with_share(market, scenario, None)?;
        let mut outcome = compare(&packs, market, &law_of(scenario), scenario)?;
        let mut changed = std::mem::take(&mut outcome.packs);
        changed.sort_by_key(|pack| (std::cmp::Reverse(gain(pack)), pack.index));
        Ok(Self {
            market: Arc::clone(market),
            european_range: european_range(market, scenario)?,
            outcome,
            packs: changed,
        })
    }
}

/// What a pack brings more to who sells it: turnover less contributions.
fn gain(pack: &PackChange) -> Decimal {
    let kept = |turnover: Decimal, paid: Decimal| turnover.saturating_sub(paid);
    kept(pack.after.turnover, pack.after.contributions)
        .saturating_sub(kept(pack.before.turnover, pack.before.contributions))
}

/// The same year with nothing changed.
fn law_of(scenario: &Scenario) -> Result<Scenario, Problem> {
    Scenario::new("", "", scenario.base_year())
}

fn compare(
    packs: &[MarketPack],
    market: &Market,
    before: &Result<Scenario, Problem>,
    after: &Scenario,
) -> Result<MarketOutcome, Problem> {
    let before = before.as_ref().map_err(Problem::clone)?;
    let shipped = Parameters::shipped();
    let [rules_before, rules_after] = [before, after].map(|scenario| scenario.apply(shipped));
    let mut before = Reading::new(&rules_before, before.day());
    let mut after = Reading::new(&rules_after, after.day());
    // Read for the evidence: the packs carry it.
    after.get(EUROPEAN_SHARE, Unit::Ratio)?;
    compare_market(packs, market.holders.len(), &mut before, &mut after)
}

/// The packs with the European share that the scenario assumes, or another.
pub fn packs_with_share(
    market: &Market,
    scenario: &Scenario,
    share: Option<Decimal>,
) -> Result<Vec<MarketPack>, Problem> {
    let rules = scenario.apply(Parameters::shipped());
    let assumed = Reading::new(&rules, scenario.day()).get(EUROPEAN_SHARE, Unit::Ratio)?;
    let share = share.unwrap_or(assumed);
    let with_share = |pack: &MarketPack| MarketPack {
        european_share: pack.european_share.or(Some(share)),
        ..pack.clone()
    };
    Ok(market.packs.iter().map(with_share).collect())
}

fn european_range(market: &Market, scenario: &Scenario) -> Result<Option<[Decimal; 2]>, Problem> {
    let rules = scenario.apply(Parameters::shipped());
    let abatement = Reading::new(&rules, scenario.day()).get(ABATEMENT, Unit::Ratio)?;
    if abatement.is_zero() {
        return Ok(None);
    }
    let contributions = |share: Decimal| {
        let packs = packs_with_share(market, scenario, Some(share))?;
        let outcome = compare(&packs, market, &law_of(scenario), scenario)?;
        Ok(outcome.total.after.contributions)
    };
    Ok(Some([
        contributions(Decimal::ONE)?,
        contributions(Decimal::ZERO)?,
    ]))
}

/// What other thresholds would exempt and cost: all packs that a threshold may exempt, added up by price.
fn frontier_of(market: &Market, free: &Scenario) -> Result<Vec<FrontierRow>, Problem> {
    let mut all = free.clone();
    set(
        &mut all,
        THRESHOLD,
        ABOVE_ALL_EUROS.into(),
        Unit::EurosPerBox,
    )?;
    let packs = packs_with_share(market, free, None)?;
    let outcome = compare(&packs, market, &Ok(free.clone()), &all)?;
    let mut by_price: BTreeMap<Decimal, (u64, Decimal)> = BTreeMap::new();
    for pack in outcome.packs.iter().filter(|pack| pack.after.is_exempt) {
        let boxes = packs.get(pack.index).and_then(|of| of.boxes_per_year);
        let sums = by_price.entry(pack.after.manufacturer_price).or_default();
        sums.0 += boxes.unwrap_or_default();
        sums.1 = sums.1.saturating_add(pack.before.contributions);
    }
    let all_boxes = outcome.total.before.boxes.max(1);
    let row = |tenths: i64| {
        let threshold = Decimal::new(tenths, 1);
        let below = by_price.range(..threshold).map(|(_, sums)| *sums);
        let (boxes, lost) = below.fold((0, Decimal::ZERO), |(boxes, lost), sums| {
            (boxes + sums.0, lost.saturating_add(sums.1))
        });
        FrontierRow {
            threshold,
            exempt_share: boxes as f64 / all_boxes as f64,
            lost,
        }
    };
    Ok(THRESHOLDS.map(row).to_vec())
}

/// Changes a parameter of a scenario.
///
/// # Errors
/// When the parameter does not take the value.
pub fn set(scenario: &mut Scenario, key: &str, value: Decimal, unit: Unit) -> Result<(), Problem> {
    let change = Change {
        value,
        unit,
        reason: String::new(),
    };
    scenario.set(Parameters::shipped(), key, change)
}

/// `/{lang}/laboratory/prices.toml?…`: the scenario as a file.
pub async fn scenario_file(asked: Asked) -> Response {
    match levers::read(&asked.query) {
        Ok(asking) if asking.problems.is_empty() => file(
            "application/toml",
            "scenario.toml",
            asking.scenario.to_toml(),
        ),
        Ok(asking) => match asking.problems.first() {
            Some(problem) => refused(&asked, problem),
            None => trouble::not_found(&asked, None),
        },
        Err(problem) => refused(&asked, &problem),
    }
}

/// `/{lang}/laboratory/prices.csv?…`: all packs that the scenario changes.
pub async fn packs_file(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    asked: Asked,
) -> Response {
    let (catalogue, request) = (app.system.catalogue(), asked.clone());
    with_computed(
        &app,
        &memory,
        &asked,
        move |_, computed| match market_files::csv(computed, &catalogue) {
            Ok(text) => file("text/csv; charset=utf-8", "packs.csv", text),
            Err(error) => trouble::failed(&error, &request),
        },
    )
    .await
}

/// `/{lang}/laboratory/prices.xlsx?…`: the same as a spreadsheet.
pub async fn packs_spreadsheet(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    asked: Asked,
) -> Response {
    let (catalogue, request) = (app.system.catalogue(), asked.clone());
    with_computed(
        &app,
        &memory,
        &asked,
        move |_, computed| match market_files::spreadsheet(computed, &catalogue) {
            Ok(bytes) => file(SPREADSHEET, "packs.xlsx", bytes),
            Err(error) => trouble::failed(&error, &request),
        },
    )
    .await
}

/// `/{lang}/laboratory/prices.json?…`: the sums, for programs.
pub async fn numbers(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    asked: Asked,
) -> Response {
    let scenario = levers::read(&asked.query).map(|asking| asking.scenario);
    let thresholds = match &scenario {
        Ok(scenario) => frontier(&app, &memory, scenario).await,
        Err(problem) => return refused(&asked, problem),
    };
    let Ok(thresholds) = thresholds else {
        return trouble::stopping(&asked);
    };
    with_computed(&app, &memory, &asked, move |scenario, computed| {
        let thresholds = thresholds.as_ref().as_deref().unwrap_or_default();
        axum::Json(Numbers::of(scenario, computed, thresholds)).into_response()
    })
    .await
}

/// An answer made from the scenario of the address, or why it cannot be computed. A file of thousands of packs takes a
/// tenth of a second: it is written away from the threads that answer.
async fn with_computed(
    app: &App,
    memory: &Arc<Memory>,
    asked: &Asked,
    respond: impl FnOnce(&Scenario, &Computed) -> Response + Send + 'static,
) -> Response {
    let asking = match levers::read(&asked.query) {
        Ok(asking) => asking,
        Err(problem) => return refused(asked, &problem),
    };
    if let Some(problem) = asking.problems.first() {
        return refused(asked, problem);
    }
    let Ok(computed) = compute(app, memory, &asking.scenario).await else {
        return trouble::stopping(asked);
    };
    let request = asked.clone();
    let respond = move || match computed.as_ref() {
        Ok(computed) => respond(&asking.scenario, computed),
        Err(problem) => refused(&request, problem),
    };
    let response = tokio::task::spawn_blocking(respond).await;
    response.unwrap_or_else(|_| trouble::stopping(asked))
}
