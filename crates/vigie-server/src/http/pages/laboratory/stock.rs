//! Safety stocks of a country: rules compared with the best use of the same money.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use vigie_model::{Cis, Day};
use vigie_pages::laboratory::{
    MovedRow, RobustnessRow, RuleOutcome, StockError, StockField, StockLever, StockOutcome,
    StockPage, StockRule, StockView,
};
use vigie_policy::{
    Allocation, AllocationProblem, Evidence, Parameters, Problem, Reading, StockedMedicine, Unit,
};

use super::numbers::{bad_lever, default_text, get, read_number};
use super::stock_medicines::{Assumptions, HeldMedicines};
use super::{OUTCOME, computed_or_wrong, csv_text, file, market_view, own_shell, prose, refused};
use crate::http::App;
use crate::http::pages::asked::Asked;
use crate::http::pages::{Memory, trouble};
use crate::system::SystemError;

/// Budgets of the curve.
const BUDGETS: u32 = 50;
/// The curve ends at the cost of so many months for all.
const LARGEST_MONTHS: f64 = 6.0;
/// Medicines shown that would hold more, and less.
const MOVED_SHOWN: usize = 15;

/// The stocks under one set of levers.
#[derive(Debug)]
pub struct ComputedStocks {
    held: Arc<HeldMedicines>,
    stocked: Vec<StockedMedicine>,
    months: f64,
    rules: Vec<RuleOutcome>,
    frontier: Vec<(f64, f64)>,
    robustness: Vec<RobustnessRow>,
    best: Allocation,
    uniform: Allocation,
    evidence: Evidence,
}

/// Months for all that are law: read as parameters.
struct LegalMonths {
    ordinary: f64,
    raised: f64,
}

/// The levers of an address.
struct Levers {
    fields: Vec<StockField>,
    months: f64,
    assumed: Assumptions,
    prior: f64,
    listed_part: f64,
    legal: LegalMonths,
    evidence: Evidence,
}

/// `/{lang}/laboratory/safety-stock?months=…`
pub async fn show(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    asked: Asked,
) -> Response {
    let (levers, view) = match read(&asked, app.system.clock.today()) {
        Ok(levers) => {
            let fields = levers.fields.clone();
            match compute(&app, &memory, levers).await {
                Ok(computed) => (fields, view(&computed, &app, &asked)),
                Err(_) => return trouble::stopping(&asked),
            }
        }
        Err((fields, problem)) => (fields, StockView::Wrong(vec![prose(&problem.sentence)])),
    };
    let page = StockPage {
        shell: own_shell(&app, &asked),
        levers,
        view,
    };
    let is_wrong = matches!(page.view, StockView::Wrong(_));
    let html = if asked.is_for_region(OUTCOME) {
        page.render_outcome(asked.language)
    } else {
        page.render(asked.language)
    };
    computed_or_wrong(html, is_wrong, &asked)
}

fn view(computed: &Result<ComputedStocks, Problem>, app: &App, asked: &Asked) -> StockView {
    match computed {
        Ok(computed) => StockView::Computed(Box::new(outcome(computed, app, asked))),
        Err(problem) => StockView::Wrong(vec![prose(&problem.sentence)]),
    }
}

const fn key(lever: StockLever) -> &'static str {
    match lever {
        StockLever::Months => "safety_stock.major_interest",
        StockLever::Floor => "stock_policy.floor",
        StockLever::Cap => "stock_policy.cap",
        StockLever::Duration => "stock_policy.mean_failure",
        StockLever::Weight => "stock_policy.weight_without_equivalent",
    }
}

const fn unit(lever: StockLever) -> Unit {
    match lever {
        StockLever::Months | StockLever::Floor | StockLever::Cap => Unit::Months,
        StockLever::Duration => Unit::Days,
        StockLever::Weight => Unit::Coefficient,
    }
}

/// The levers, or what is wrong with them; the fields are shown in both cases.
fn read(asked: &Asked, today: Day) -> Result<Levers, (Vec<StockField>, Problem)> {
    let mut reading = Reading::new(Parameters::shipped(), today);
    let fields: Vec<StockField> = StockLever::ALL
        .into_iter()
        .map(|lever| {
            let typed = asked.parameter(lever.as_str());
            let value = typed.map_or_else(
                || default_text(&mut reading, key(lever), unit(lever)),
                |typed| vigie_model::shown(typed, 30),
            );
            StockField { lever, value }
        })
        .collect();
    let levers = levers(&mut reading, &fields);
    levers.map_err(|problem| (fields, problem))
}

fn levers(reading: &mut Reading<'_>, fields: &[StockField]) -> Result<Levers, Problem> {
    let number = |lever: StockLever| {
        let field = fields.iter().find(|field| field.lever == lever);
        let text = field.map_or("", |field| field.value.as_str());
        read_number(lever.as_str(), text)
    };
    let assumed = Assumptions {
        floor_months: number(StockLever::Floor)?,
        cap_months: number(StockLever::Cap)?,
        mean_failure_days: number(StockLever::Duration)?,
        weight_without_equivalent: number(StockLever::Weight)?,
    };
    if assumed.mean_failure_days < 1.0 {
        return Err(bad_lever(
            StockLever::Duration.as_str(),
            "Une défaillance dure au moins un jour\u{a0}: écrivez un nombre d’au moins 1.",
            "A failure lasts a day at least: write a number of at least 1.",
        ));
    }
    if assumed.cap_months < assumed.floor_months {
        return Err(bad_lever(
            StockLever::Cap.as_str(),
            "Le plafond est sous le plancher\u{a0}: aucun stock ne convient. Relevez le plafond ou baissez le plancher.",
            "The cap is below the floor: no stock fits. Raise the cap or lower the floor.",
        ));
    }
    let mut get = |key, unit| get(reading, key, unit);
    let legal = LegalMonths {
        ordinary: get("safety_stock.major_interest", Unit::Months)?,
        raised: get("safety_stock.raised", Unit::Months)?,
    };
    let prior = get("stock_policy.class_prior", Unit::Count)?;
    let listed_part = get("stock_policy.listed_part", Unit::Ratio)?;
    Ok(Levers {
        months: number(StockLever::Months)?,
        fields: fields.to_vec(),
        assumed,
        prior,
        listed_part,
        legal,
        evidence: reading.evidence(),
    })
}

async fn compute(
    app: &App,
    memory: &Arc<Memory>,
    levers: Levers,
) -> Result<Arc<Result<ComputedStocks, Problem>>, SystemError> {
    let key: Vec<&str> = levers
        .fields
        .iter()
        .map(|field| field.value.as_str())
        .collect();
    let key = key.join(";");
    let today = app.system.clock.today();
    let (app, memory_of_work) = (app.clone(), Arc::clone(memory));
    let work = move || {
        let catalogue = app.system.catalogue();
        let market = memory_of_work.laboratory.market.of(&catalogue)?;
        let held = HeldMedicines::of(&catalogue, &market, today, levers.prior);
        ComputedStocks::of(Arc::new(held), levers)
    };
    memory.laboratory.stocks.get(key, work).await
}

impl ComputedStocks {
    fn of(held: Arc<HeldMedicines>, levers: Levers) -> Result<Self, Problem> {
        let (assumed, months) = (levers.assumed, levers.months);
        let stocked = held.stocked(&assumed);
        let problem = AllocationProblem::new(&stocked)?;
        let uniform = problem.uniform(months)?;
        let best = problem.optimum(uniform.cost)?;
        let cheapest = problem.cheapest(uniform.loss)?;
        let listed = two_and_four(&stocked, &levers);
        let rules = [
            (StockRule::Uniform, uniform.clone()),
            (
                StockRule::TwoMonths,
                problem.uniform(levers.legal.ordinary)?,
            ),
            (StockRule::FourMonths, problem.uniform(levers.legal.raised)?),
            (StockRule::TwoAndFour, problem.evaluate(&listed)?),
            (StockRule::BestForMoney, best.clone()),
            (StockRule::CheapestForProtection, cheapest),
        ];
        let is_twice = (months - levers.legal.ordinary).abs() < 1e-9;
        let shown = rules
            .iter()
            .filter(|(rule, _)| *rule != StockRule::TwoMonths || !is_twice);
        let rules = shown.map(|(rule, allocation)| RuleOutcome {
            rule: *rule,
            cost: allocation.cost,
            loss: allocation.loss,
        });
        Ok(Self {
            rules: rules.collect(),
            frontier: frontier(&problem)?,
            robustness: robustness(&held, &assumed, &best, &uniform)?,
            held,
            stocked,
            months,
            best,
            uniform,
            evidence: levers.evidence,
        })
    }
}

/// Two months, and four for the part of the medicines that fail most often; of those that fail alike, those sold most.
fn two_and_four(stocked: &[StockedMedicine], levers: &Levers) -> Vec<f64> {
    let mut order: Vec<usize> = (0..stocked.len()).collect();
    let need = |place: usize| {
        let medicine = stocked.get(place);
        medicine.map_or((0.0, 0.0), |one| {
            (one.failures_per_year, one.demand_per_month)
        })
    };
    order.sort_by(|left, right| {
        let ((left_fails, left_sold), (right_fails, right_sold)) = (need(*left), need(*right));
        right_fails
            .total_cmp(&left_fails)
            .then(right_sold.total_cmp(&left_sold))
            .then(left.cmp(right))
    });
    let listed = (stocked.len() as f64 * levers.listed_part).round() as usize;
    let within = |months: f64| months.clamp(levers.assumed.floor_months, levers.assumed.cap_months);
    let mut months = vec![within(levers.legal.ordinary); stocked.len()];
    for place in order.into_iter().take(listed) {
        if let Some(months) = months.get_mut(place) {
            *months = within(levers.legal.raised);
        }
    }
    months
}

fn frontier(problem: &AllocationProblem) -> Result<Vec<(f64, f64)>, Problem> {
    let (least, _) = problem.cost_range();
    let most = problem.uniform(LARGEST_MONTHS)?.cost.max(least);
    let budgets: Vec<f64> = (0..=BUDGETS)
        .map(|step| least + (most - least) * f64::from(step) / f64::from(BUDGETS))
        .collect();
    let points = problem.frontier(&budgets)?;
    Ok(points
        .iter()
        .map(|point| (point.cost, point.loss))
        .collect())
}

/// What the stocks that were computed lose when the truth is another.
fn robustness(
    held: &HeldMedicines,
    assumed: &Assumptions,
    best: &Allocation,
    uniform: &Allocation,
) -> Result<Vec<RobustnessRow>, Problem> {
    let errors = [
        StockError::None,
        StockError::HalfAsLong,
        StockError::TwiceAsLong,
        StockError::RatesMixed,
    ];
    let row = |error| {
        let mut truth = held.stocked(assumed);
        for (medicine, of) in truth.iter_mut().zip(&held.medicines) {
            match error {
                StockError::None => {}
                StockError::HalfAsLong => medicine.mean_duration_months /= 2.0,
                StockError::TwiceAsLong => medicine.mean_duration_months *= 2.0,
                StockError::RatesMixed => {
                    medicine.failures_per_year *= if is_drawn(of.cis) { 2.0 } else { 0.5 };
                }
            }
        }
        let problem = AllocationProblem::new(&truth)?;
        Ok(RobustnessRow {
            error,
            best: problem.evaluate(&best.months)?.loss,
            uniform: problem.evaluate(&uniform.months)?.loss,
        })
    };
    errors.into_iter().map(row).collect()
}

/// One medicine of two, the same ones each time.
fn is_drawn(cis: Cis) -> bool {
    let digest = blake3::hash(cis.to_string().as_bytes());
    digest.as_bytes().first().is_some_and(|byte| byte % 2 == 0)
}

fn outcome(computed: &ComputedStocks, app: &App, asked: &Asked) -> StockOutcome {
    let mut rows = moved(computed, app);
    rows.sort_by(|left, right| {
        right
            .value
            .total_cmp(&left.value)
            .then(left.cis.cmp(&right.cis))
    });
    let more = rows.iter().take_while(|row| row.value > 0.0);
    let less = rows.iter().rev().take_while(|row| row.value < 0.0);
    StockOutcome {
        medicines: computed.held.medicines.len() as u64,
        left_out: computed.held.left_out as u64,
        listed_on: computed.held.listed_on,
        months: computed.months,
        rules: computed.rules.clone(),
        frontier: computed.frontier.clone(),
        robustness: computed.robustness.clone(),
        moved: [
            more.take(MOVED_SHOWN).cloned().collect(),
            less.take(MOVED_SHOWN).cloned().collect(),
        ],
        read: market_view::rules(&computed.evidence),
        file: market_view::address(asked, "/laboratory/safety-stock.csv", None),
    }
}

fn moved(computed: &ComputedStocks, app: &App) -> Vec<MovedRow> {
    let catalogue = app.system.catalogue();
    let held = computed.held.medicines.iter().zip(&computed.stocked);
    let months = computed.best.months.iter().zip(&computed.uniform.months);
    let rows = held
        .zip(months)
        .map(|((medicine, stocked), (best, uniform))| MovedRow {
            cis: medicine.cis.to_string(),
            name: catalogue
                .medicine(medicine.cis)
                .map_or_else(String::new, |of| of.name().to_owned()),
            months: *best,
            price: medicine.price,
            failures: stocked.failures_per_year,
            is_alone: medicine.is_alone,
            value: (best - uniform) * stocked.demand_per_month * stocked.cost_per_box,
        });
    rows.collect()
}

/// `/{lang}/laboratory/safety-stock.csv?…`: every medicine with its stock.
pub async fn medicines_file(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    asked: Asked,
) -> Response {
    let levers = match read(&asked, app.system.clock.today()) {
        Ok(levers) => levers,
        Err((_, problem)) => return refused(&asked, &problem),
    };
    let Ok(computed) = compute(&app, &memory, levers).await else {
        return trouble::stopping(&asked);
    };
    match computed.as_ref() {
        Ok(computed) => match csv(computed, &app) {
            Ok(text) => file("text/csv; charset=utf-8", "safety-stock.csv", text),
            Err(error) => trouble::failed(&error, &asked),
        },
        Err(problem) => refused(&asked, problem),
    }
}

fn csv(computed: &ComputedStocks, app: &App) -> Result<String, csv::Error> {
    let header = [
        "cis",
        "medicine",
        "months_best",
        "months_uniform",
        "manufacturer_price",
        "failures_per_year",
        "without_equivalent",
        "value_change_euros",
    ];
    let rows = moved(computed, app)
        .into_iter()
        .zip(&computed.uniform.months);
    let rows = rows.map(|(row, uniform)| {
        [
            row.cis,
            row.name,
            format!("{:.3}", row.months),
            format!("{uniform:.3}"),
            format!("{:.4}", row.price),
            format!("{:.4}", row.failures),
            row.is_alone.to_string(),
            format!("{:.2}", row.value),
        ]
    });
    csv_text(header, rows)
}
