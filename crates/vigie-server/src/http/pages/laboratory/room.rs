//! Safety stocks of a country under limits of money, room and cold.

use std::sync::Arc;
use std::thread;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use vigie_model::Day;
use vigie_pages::laboratory::{
    RoomField, RoomLever, RoomMovedRow, RoomOutcome, RoomPage, RoomRow, RoomRule, RoomView,
    RoomWorth,
};
use vigie_policy::{
    Evidence, Parameters, Problem, Reading, RoomLimits, RoomMedicine, RoomPlan, RoomProblem,
    RoomTerms, Unit,
};

use super::numbers::{bad_lever, default_text, get, read_number};
use super::stock_medicines::{Assumptions, HeldMedicines};
use super::{OUTCOME, computed_or_wrong, csv_text, file, market_view, own_shell, prose, refused};
use crate::http::App;
use crate::http::pages::asked::Asked;
use crate::http::pages::{Memory, trouble};
use crate::system::SystemError;

/// Months that a medicine may hold, beside its floor and its cap.
const LEVELS: [f64; 12] = [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 12.0];
/// Room of the points of the curve, as parts of what the uniform rule takes.
const PARTS: [f64; 6] = [0.5, 0.625, 0.75, 1.0, 1.5, 2.0];
/// Medicines shown that would hold more, and less.
const MOVED_SHOWN: usize = 15;
/// Classes that are kept between 2 and 8 °C as a rule, an assumption of Vigie: vaccines, sera and immunoglobulins,
/// insulins and their kin, growth hormones, gonadotropins, erythropoietins, granulocyte factors, interferons and biological
/// immunosuppressants.
const COLD_CLASSES: &str = "J07 J06 A10A A10BJ H01AC G03G B03XA L03A L04AB L04AC";
/// Longest list of classes, and most of them.
const LONGEST_CLASSES: usize = 500;
const MOST_CLASSES: usize = 60;
/// Letters and digits of the shortest and of the longest start of a class.
const CLASS_LENGTHS: std::ops::RangeInclusive<usize> = 1..=7;
const THOUSAND: f64 = 1000.0;
const PERCENT: f64 = 100.0;

/// The stocks under one set of levers.
#[derive(Debug)]
pub struct ComputedRoom {
    held: HeldMedicines,
    problem: RoomProblem,
    months: f64,
    uniform: RoomPlan,
    best_for_money: RoomPlan,
    best_within: RoomPlan,
    curve: Vec<(f64, f64)>,
    evidence: Evidence,
}

/// The levers of an address.
struct Levers {
    key: String,
    months: f64,
    /// Room and cold room, as parts of what the uniform rule takes.
    room: f64,
    cold_room: f64,
    terms: RoomTerms,
    cold_classes: Vec<String>,
    assumed: Assumptions,
    prior: f64,
    evidence: Evidence,
}

/// `/{lang}/laboratory/room?months=…`
pub async fn show(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    asked: Asked,
) -> Response {
    let mut reading = Reading::new(Parameters::shipped(), app.system.clock.today());
    let fields = fields(&asked, &mut reading);
    let cold_classes = typed_classes(&asked);
    let view = match levers(&mut reading, &fields, &cold_classes) {
        Ok(levers) => match compute(&app, &memory, levers).await {
            Ok(computed) => view(&computed, &app, &asked),
            Err(_) => return trouble::stopping(&asked),
        },
        Err(problem) => RoomView::Wrong(vec![prose(&problem.sentence)]),
    };
    let is_wrong = matches!(view, RoomView::Wrong(_));
    let page = RoomPage {
        shell: own_shell(&app, &asked),
        levers: fields,
        cold_classes,
        view,
    };
    let html = if asked.is_for_region(OUTCOME) {
        page.render_outcome(asked.language)
    } else {
        page.render(asked.language)
    };
    computed_or_wrong(html, is_wrong, &asked)
}

fn view(computed: &Result<ComputedRoom, Problem>, app: &App, asked: &Asked) -> RoomView {
    match computed {
        Ok(computed) => RoomView::Computed(Box::new(outcome(computed, app, asked))),
        Err(problem) => RoomView::Wrong(vec![prose(&problem.sentence)]),
    }
}

/// The parameter that a lever starts from; what is there of room is what the uniform rule takes.
const fn parameter(lever: RoomLever) -> Option<(&'static str, Unit)> {
    Some(match lever {
        RoomLever::Room | RoomLever::ColdRoom => return None,
        RoomLever::Months => ("safety_stock.major_interest", Unit::Months),
        RoomLever::Litres => ("stock_room.box_volume", Unit::Litres),
        RoomLever::Sellable => ("stock_room.sellable", Unit::Months),
        RoomLever::Lost => ("stock_room.lost_share", Unit::Ratio),
        RoomLever::Capital => ("stock_room.capital_rate", Unit::Ratio),
        RoomLever::Price => ("stock_room.price", Unit::EurosPerCubicMetreMonth),
        RoomLever::ColdPrice => ("stock_room.cold_price", Unit::EurosPerCubicMetreMonth),
    })
}

fn fields(asked: &Asked, reading: &mut Reading<'_>) -> Vec<RoomField> {
    let field = |lever: RoomLever| {
        let value = match (asked.parameter(lever.as_str()), parameter(lever)) {
            (Some(typed), _) => vigie_model::shown(typed, 30),
            (None, Some((key, unit))) => default_text(reading, key, unit),
            (None, None) => PERCENT.to_string(),
        };
        RoomField { lever, value }
    };
    RoomLever::ALL.into_iter().map(field).collect()
}

fn typed_classes(asked: &Asked) -> String {
    let typed = asked.parameter("cold").unwrap_or(COLD_CLASSES);
    vigie_model::shown(typed, LONGEST_CLASSES)
}

fn levers(
    reading: &mut Reading<'_>,
    fields: &[RoomField],
    cold_classes: &str,
) -> Result<Levers, Problem> {
    let number = |lever: RoomLever| {
        let field = fields.iter().find(|field| field.lever == lever);
        read_number(
            lever.as_str(),
            field.map_or("", |field| field.value.as_str()),
        )
    };
    let part = |lever: RoomLever| number(lever).map(|percent| percent / PERCENT);
    let terms = RoomTerms {
        capital_rate: part(RoomLever::Capital)?,
        box_litres: number(RoomLever::Litres)?,
        sellable_months: number(RoomLever::Sellable)?,
        lost_share_per_year: part(RoomLever::Lost)?,
        space_price: number(RoomLever::Price)?,
        cold_space_price: number(RoomLever::ColdPrice)?,
    };
    if terms.sellable_months <= 0.0 {
        return Err(bad_lever(
            RoomLever::Sellable.as_str(),
            "Une boîte qui ne se vend aucun mois ne se stocke pas\u{a0}: écrivez un nombre au-dessus de zéro.",
            "A box that can be sold in no month is not held: write a number above zero.",
        ));
    }
    let values: Vec<&str> = fields.iter().map(|field| field.value.as_str()).collect();
    let assumed = Assumptions {
        floor_months: get(reading, "stock_policy.floor", Unit::Months)?,
        cap_months: get(reading, "stock_policy.cap", Unit::Months)?,
        mean_failure_days: get(reading, "stock_policy.mean_failure", Unit::Days)?,
        weight_without_equivalent: get(
            reading,
            "stock_policy.weight_without_equivalent",
            Unit::Coefficient,
        )?,
    };
    Ok(Levers {
        key: format!("{};{cold_classes}", values.join(";")),
        months: number(RoomLever::Months)?,
        room: part(RoomLever::Room)?,
        cold_room: part(RoomLever::ColdRoom)?,
        terms,
        cold_classes: read_classes(cold_classes)?,
        assumed,
        prior: get(reading, "stock_policy.class_prior", Unit::Count)?,
        evidence: reading.evidence(),
    })
}

fn read_classes(text: &str) -> Result<Vec<String>, Problem> {
    let words = text.split(|sign: char| sign.is_whitespace() || matches!(sign, ',' | ';'));
    let classes: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_uppercase)
        .collect();
    if classes.len() > MOST_CLASSES {
        return Err(bad_lever(
            "cold",
            &format!("La liste a plus de {MOST_CLASSES} classes\u{a0}: raccourcissez-la."),
            &format!("The list has more than {MOST_CLASSES} classes: shorten it."),
        ));
    }
    let is_start = |class: &String| {
        let mut signs = class.chars();
        CLASS_LENGTHS.contains(&class.len())
            && signs.next().is_some_and(|first| first.is_ascii_uppercase())
            && signs.all(|sign| sign.is_ascii_alphanumeric())
    };
    if let Some(wrong) = classes.iter().find(|class| !is_start(class)) {
        let wrong = vigie_model::shown(wrong, 30);
        return Err(bad_lever(
            "cold",
            &format!(
                "«\u{a0}{wrong}\u{a0}» n’est pas le début d’un code ATC\u{a0}: écrivez par exemple J07 A10A."
            ),
            &format!("“{wrong}” is not the start of an ATC code: write J07 A10A, for example."),
        ));
    }
    Ok(classes)
}

async fn compute(
    app: &App,
    memory: &Arc<Memory>,
    levers: Levers,
) -> Result<Arc<Result<ComputedRoom, Problem>>, SystemError> {
    let key = levers.key.clone();
    let today: Day = app.system.clock.today();
    let (app, memory_of_work) = (app.clone(), Arc::clone(memory));
    let work = move || {
        let catalogue = app.system.catalogue();
        let market = memory_of_work.laboratory.market.of(&catalogue)?;
        let held = HeldMedicines::of(&catalogue, &market, today, levers.prior);
        ComputedRoom::of(held, levers)
    };
    memory.laboratory.rooms.get(key, work).await
}

impl ComputedRoom {
    fn of(held: HeldMedicines, levers: Levers) -> Result<Self, Problem> {
        let stocked = held.stocked(&levers.assumed).into_iter();
        let medicines: Vec<RoomMedicine> = stocked
            .zip(&held.medicines)
            .map(|(stocked, medicine)| RoomMedicine {
                stocked,
                is_cold: is_cold(&medicine.atc, &levers.cold_classes),
            })
            .collect();
        let problem = RoomProblem::new(medicines, levers.terms, &steps(&levers))?;
        let uniform = problem.uniform(levers.months)?;
        let within = |room: f64, cold_room: f64| RoomLimits {
            euros_per_year: uniform.uses.euros_per_year(),
            room: Some(room * uniform.uses.room),
            cold_room: Some(cold_room * uniform.uses.cold_room),
        };
        // Where the floors alone take more room, there is no point.
        let point = |part: f64| Some((part, problem.least_loss(&within(part, part)).ok()?));
        let ((best_for_money, best_within), curve) = thread::scope(|scope| {
            let curve = scope.spawn(|| PARTS.into_iter().filter_map(point).collect());
            let for_money = problem.best(&RoomLimits {
                room: None,
                cold_room: None,
                ..within(1.0, 1.0)
            });
            let within = problem.best(&within(levers.room, levers.cold_room));
            ((for_money, within), curve.join().unwrap_or_default())
        });
        Ok(Self {
            held,
            months: levers.months,
            uniform,
            best_for_money: best_for_money?,
            best_within: best_within?,
            curve,
            problem,
            evidence: levers.evidence,
        })
    }
}

fn is_cold(atc: &str, classes: &[String]) -> bool {
    classes.iter().any(|class| atc.starts_with(class.as_str()))
}

/// The months that a medicine may hold; the uniform rule's is one of them, so that the best is never worse.
fn steps(levers: &Levers) -> Vec<f64> {
    let (floor, cap) = (levers.assumed.floor_months, levers.assumed.cap_months);
    let bounds = [floor, cap, levers.months.min(cap).max(floor)];
    let mut steps: Vec<f64> = LEVELS.into_iter().chain(bounds).collect();
    steps.sort_by(f64::total_cmp);
    steps.dedup();
    steps
}

fn outcome(computed: &ComputedRoom, app: &App, asked: &Asked) -> RoomOutcome {
    let rows = [
        (RoomRule::Uniform, &computed.uniform),
        (RoomRule::BestForMoney, &computed.best_for_money),
        (RoomRule::BestWithin, &computed.best_within),
    ];
    let best = &computed.best_within;
    let medicines = computed.problem.medicines();
    let cold = medicines.iter().filter(|medicine| medicine.is_cold).count();
    RoomOutcome {
        medicines: medicines.len() as u64,
        cold: cold as u64,
        left_out: computed.held.left_out as u64,
        listed_on: computed.held.listed_on,
        months: computed.months,
        rules: rows
            .into_iter()
            .map(|(rule, plan)| row(rule, plan))
            .collect(),
        gap: best.gap.unwrap_or_default(),
        worth: RoomWorth {
            thousand_euros: best.prices.euro * THOUSAND,
            room: best.prices.room,
            cold_room: best.prices.cold_room,
        },
        curve: computed.curve.clone(),
        moved: most_moved(moved(computed, app)),
        read: market_view::rules(&computed.evidence),
        file: market_view::address(asked, "/laboratory/room.csv", None),
    }
}

const fn row(rule: RoomRule, plan: &RoomPlan) -> RoomRow {
    let uses = &plan.uses;
    RoomRow {
        rule,
        loss: plan.loss,
        value: uses.value,
        euros_per_year: uses.capital_euros + uses.expired_euros + uses.space_euros,
        expired_boxes: uses.expired_boxes,
        expired_euros: uses.expired_euros,
        space_euros: uses.space_euros,
        room: uses.room,
        cold_room: uses.cold_room,
    }
}

/// Medicines that take more room than under the uniform rule, and less, the largest change first.
fn most_moved(mut rows: Vec<RoomMovedRow>) -> [Vec<RoomMovedRow>; 2] {
    rows.sort_by(|left, right| {
        let by_room = right.room.total_cmp(&left.room);
        by_room.then(left.cis.cmp(&right.cis))
    });
    let more = rows.iter().take_while(|row| row.room > 0.0);
    let less = rows.iter().rev().take_while(|row| row.room < 0.0);
    [
        more.take(MOVED_SHOWN).cloned().collect(),
        less.take(MOVED_SHOWN).cloned().collect(),
    ]
}

fn moved(computed: &ComputedRoom, app: &App) -> Vec<RoomMovedRow> {
    let catalogue = app.system.catalogue();
    let problem = &computed.problem;
    let held = computed.held.medicines.iter().zip(problem.medicines());
    let months = computed.best_within.months.iter();
    let months = months.zip(&computed.uniform.months);
    let rows = held
        .zip(months)
        .map(|((held, medicine), (best, uniform))| RoomMovedRow {
            cis: held.cis.to_string(),
            name: catalogue
                .medicine(held.cis)
                .map_or_else(String::new, |of| of.name().to_owned()),
            months: *best,
            price: held.price,
            failures: medicine.stocked.failures_per_year,
            is_cold: medicine.is_cold,
            room: problem
                .room_between(medicine, [*best, *uniform])
                .unwrap_or_default(),
        });
    rows.collect()
}

/// `/{lang}/laboratory/room.csv?…`: every medicine with its stock.
pub async fn medicines_file(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    asked: Asked,
) -> Response {
    let mut reading = Reading::new(Parameters::shipped(), app.system.clock.today());
    let fields = fields(&asked, &mut reading);
    let levers = match levers(&mut reading, &fields, &typed_classes(&asked)) {
        Ok(levers) => levers,
        Err(problem) => return refused(&asked, &problem),
    };
    let Ok(computed) = compute(&app, &memory, levers).await else {
        return trouble::stopping(&asked);
    };
    match computed.as_ref() {
        Ok(computed) => match csv(computed, &app) {
            Ok(text) => file("text/csv; charset=utf-8", "room.csv", text),
            Err(error) => trouble::failed(&error, &asked),
        },
        Err(problem) => refused(&asked, problem),
    }
}

fn csv(computed: &ComputedRoom, app: &App) -> Result<String, csv::Error> {
    let header = [
        "cis",
        "medicine",
        "months_within",
        "months_for_money",
        "months_uniform",
        "manufacturer_price",
        "failures_per_year",
        "cold",
        "room_change_m3",
    ];
    let others = computed.best_for_money.months.iter();
    let others = others.zip(&computed.uniform.months);
    let rows = moved(computed, app).into_iter().zip(others);
    let rows = rows.map(|(row, (for_money, uniform))| {
        [
            row.cis,
            row.name,
            format!("{:.3}", row.months),
            format!("{for_money:.3}"),
            format!("{uniform:.3}"),
            format!("{:.4}", row.price),
            format!("{:.4}", row.failures),
            row.is_cold.to_string(),
            format!("{:.4}", row.room),
        ]
    });
    csv_text(header, rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("j07, A10A;l04ab", &["J07", "A10A", "L04AB"])]
    #[case("  ", &[])]
    fn classes_are_read_whatever_separates_them(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(read_classes(text).unwrap(), expected);
    }

    #[rstest]
    #[case("07")]
    #[case("J07BB01X")]
    #[case("<b>")]
    fn what_is_no_start_of_a_class_is_refused_by_name(#[case] text: &str) {
        let problem = read_classes(text).unwrap_err();
        assert_eq!(problem.place, "cold");
        assert!(problem.sentence.english.contains("is not the start"));
    }
}
