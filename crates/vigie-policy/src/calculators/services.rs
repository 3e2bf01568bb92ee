//! Calculators of whole systems: a supply chain, a country.

use serde_json::{Map, Value, json};

use super::{
    Answer, Calculator, answer,
    input::{Input, missing, number_of, whole_of, wrong},
};
use crate::{
    Allocation, AllocationProblem, LevelProblem, LevelledMedicine, MOST_RESOURCES, Problem,
    Sentence, Stage, StagePlan, StockResource, StockedMedicine, place_safety_stock,
};

/// The worked example that is taken when no medicines are given.
const FIVE_MEDICINES: [(&str, [f64; 6]); 5] = [
    ("A", [1000.0, 3.0, 0.2, 2.0, 1.0, 6.0]),
    ("B", [500.0, 1.0, 0.4, 1.0, 4.0, 6.0]),
    ("C", [2000.0, 1.0, 0.1, 3.0, 0.5, 4.0]),
    ("D", [100.0, 10.0, 0.3, 4.0, 20.0, 12.0]),
    ("E", [3000.0, 0.5, 0.05, 1.5, 0.3, 6.0]),
];

pub(super) fn calculators() -> Vec<Calculator> {
    vec![
        guaranteed_service(),
        national_allocation(),
        cheapest_allocation(),
        levels(),
    ]
}

fn guaranteed_service() -> Calculator {
    Calculator::new(
        "gsm",
        "Où placer le stock de sécurité dans une chaîne en arbre, à service garanti.",
        "Where to place safety stock in a chain that is a tree, with guaranteed service.",
    )
    .inputs(&[(
        "nodes",
        "stages: index, pred and succ (indices), processing_time, external_inbound_cst, external_outbound_cst (whole \
         periods), local_holding_cost, demand_bound_constant, demand_sd, demand_mean",
    )])
    .outputs(&[
        ("cost", "cost of all safety stock a period"),
        ("outbound_cst", "service time that each stage promises, in periods"),
        ("net_lead_time", "periods of demand that each stage guards against"),
        ("safety_stock", "safety stock of each stage"),
        ("base_stock", "safety stock and mean demand; unknown without demand_mean"),
    ])
    .from(
        "least Σ h·z·σ·√(SI + T - S), by dynamic programming on the tree",
        "Graves and Willems, Optimizing Strategic Safety Stock Placement in Supply Chains, 2000 and erratum 2003",
    )
    .ties("cost", &["outbound_cst", "net_lead_time", "safety_stock", "base_stock"])
    .run_by(run_guaranteed_service)
}

fn run_guaranteed_service(input: Input<'_>) -> Result<Answer, Problem> {
    let rows = input.rows("nodes")?;
    let mut stages = rows
        .iter()
        .copied()
        .map(stage_of)
        .collect::<Result<Vec<_>, _>>()?;
    // A link may be told by either of its ends.
    for (row, from) in rows
        .iter()
        .zip(stages.iter().map(|stage| stage.number).collect::<Vec<_>>())
    {
        for to in numbers_in(*row, "succ")? {
            let Some(customer) = stages.iter_mut().find(|stage| stage.number == to) else {
                return Err(wrong(
                    "succ",
                    "fait d’indices d’étapes",
                    "made of indices of stages",
                ));
            };
            if !customer.suppliers.contains(&from) {
                customer.suppliers.push(from);
            }
        }
    }
    let plan = place_safety_stock(&stages)?;
    let by_stage = |value: fn(&StagePlan) -> Value| {
        let fields = plan
            .stages
            .iter()
            .map(|stage| (stage.number.to_string(), value(stage)));
        Value::Object(fields.collect::<Map<_, _>>())
    };
    let mut outputs = answer([
        ("cost", json!(plan.cost)),
        (
            "outbound_cst",
            by_stage(|stage| json!(stage.service.outbound)),
        ),
        ("net_lead_time", by_stage(|stage| json!(stage.net_periods))),
        ("safety_stock", by_stage(|stage| json!(stage.safety_stock))),
    ]);
    if plan.stages.iter().all(|stage| stage.base_stock.is_some()) {
        outputs.insert(
            "base_stock".to_owned(),
            by_stage(|stage| json!(stage.base_stock)),
        );
    } else {
        outputs.insert(
            "unknown".to_owned(),
            json!({"base_stock": "needs demand_mean of the stages with a demand"}),
        );
    }
    Ok(outputs)
}

fn stage_of(row: Input<'_>) -> Result<Stage, Problem> {
    let periods = |name: &str| {
        let value = row
            .find(name)
            .map(|value| whole_of(value).and_then(|periods| u32::try_from(periods).ok()));
        match value {
            Some(None) => Err(wrong(
                name,
                "un nombre entier de périodes",
                "a whole number of periods",
            )),
            Some(known) => Ok(known),
            None => Ok(None),
        }
    };
    let number = row
        .find("index")
        .and_then(index_of)
        .ok_or_else(|| missing("index"))?;
    Ok(Stage {
        number,
        suppliers: numbers_in(row, "pred")?,
        processing_periods: periods("processing_time")?.unwrap_or(0),
        inbound_service: periods("external_inbound_cst")?,
        outbound_service: periods("external_outbound_cst")?,
        holding_cost: row.find_number("local_holding_cost")?.unwrap_or(0.0),
        safety_factor: row.find_number("demand_bound_constant")?,
        demand_deviation: row.find_number("demand_sd")?,
        demand_mean: row.find_number("demand_mean")?,
    })
}

fn index_of(value: &Value) -> Option<i64> {
    let number = number_of(value)?;
    (number.fract() == 0.0 && number.abs() < 9e15).then_some(number as i64)
}

fn numbers_in(row: Input<'_>, name: &str) -> Result<Vec<i64>, Problem> {
    if row.find(name).is_none() {
        return Ok(Vec::new());
    }
    let index = |value: &Value| {
        index_of(value).ok_or_else(|| wrong(name, "une liste d’indices", "a list of indices"))
    };
    row.list(name)?.iter().map(index).collect()
}

const MEDICINES: (&str, &str) = (
    "meds?",
    "medicines: name, d boxes a month, w weight, lam failures a year, tau mean duration in months, c euros a box, cap and \
     floor in months; the five of the worked example if left out",
);

fn national_allocation() -> Calculator {
    Calculator::new(
        "national_allocation",
        "Les mois de stock de chaque médicament qui perdent le moins pour un budget, à côté des règles uniformes.",
        "The months of stock of each medicine that lose least for a budget, beside uniform rules.",
    )
    .inputs(&[
        MEDICINES,
        ("budget_eur", "budget, in euros"),
        ("outputs?", "names of the outputs wanted: optimal, uniform_N_months, greedy_step_X, reduction_vs_uniform_pct"),
    ])
    .outputs(&[
        ("optimal", "s months of stock, loss in weighted patient-months a year, cost in euros, theta loss spared by a euro more"),
        ("uniform_2_months", "the same for 2 months of each, any number; held between floor and cap"),
        ("greedy_step_0.5", "the same by steps of half a month, any number, where a euro spares most"),
        ("reduction_vs_uniform_pct", "loss spared, in percent of that of the uniform rule of the same cost"),
    ])
    .from("least Σ w·λ·d·τ·e^(-s/τ) with Σ c·d·s ≤ B: s = τ·ln(wλ / (cθ)) held between floor and cap", "convex optimisation with one resource: Karush-Kuhn-Tucker conditions")
    .run_by(run_national)
}

fn cheapest_allocation() -> Calculator {
    Calculator::new(
        "national_allocation_min_budget",
        "Les stocks les moins chers qui ne perdent pas plus qu’un objectif.",
        "The cheapest stocks that lose no more than a target.",
    )
    .inputs(&[
        MEDICINES,
        ("target_loss", "weighted patient-months a year"),
        (
            "budget_eur?",
            "a budget to compare with; that of the uniform rule of the same loss if left out",
        ),
    ])
    .outputs(&[
        ("s", "months of stock of each"),
        ("cost", "euros"),
        ("loss", "weighted patient-months a year"),
        ("theta", "loss spared by a euro more"),
        (
            "saving_pct",
            "what is spared of the budget compared with, in percent",
        ),
    ])
    .from(
        "as national_allocation, the price of the budget found from the loss",
        "convex optimisation with one resource",
    )
    .run_by(run_cheapest)
}

fn levels() -> Calculator {
    Calculator::new(
        "national_levels",
        "Le niveau de stock de chaque médicament, parmi quelques-uns, qui perd le moins sous plusieurs limites à la fois.",
        "The level of stock of each medicine, out of a few, that loses least under several limits at once.",
    )
    .inputs(&[
        MEDICINES,
        ("uses?", "what a box of each medicine takes of each resource beside its cost, in the order of the limits: a list a medicine"),
        ("months", "months of stock that a medicine may have"),
        ("limits", "the most of each resource, euros first; four at most"),
    ])
    .outputs(&[
        ("s", "months of stock of each"),
        ("loss", "weighted patient-months a year"),
        ("bound", "no levels within the limits lose less: proven"),
        ("gap", "(loss − bound) / loss"),
        ("uses", "what is used of each resource"),
        ("prices", "loss spared by one unit more of each resource"),
    ])
    .from(
        "least Σ loss with Σ uses ≤ limits, one level a medicine; bound by Lagrangian prices of the limits",
        "Everett 1963, Fisher 1981: Lagrangian relaxation of the multiple-choice knapsack",
    )
    .run_by(run_levels)
}

fn run_levels(input: Input<'_>) -> Result<Answer, Problem> {
    let medicines = medicines(input)?;
    let (months, limits) = (input.numbers("months")?, input.numbers("limits")?);
    let uses = match input.find("uses") {
        Some(_) => {
            let known =
                |row: Vec<Option<f64>>| row.into_iter().map(Option::unwrap_or_default).collect();
            input.table("uses")?.into_iter().map(known).collect()
        }
        None => vec![Vec::new(); medicines.len()],
    };
    if uses.len() != medicines.len() {
        return Err(wrong(
            "uses",
            "une liste par médicament",
            "a list a medicine",
        ));
    }
    let level = |(medicine, uses): (&StockedMedicine, &Vec<f64>)| {
        let mut per_box = [0.0; MOST_RESOURCES];
        let all = std::iter::once(&medicine.cost_per_box).chain(uses);
        for (place, used) in per_box.iter_mut().zip(all) {
            *place = *used;
        }
        LevelledMedicine::of(medicine, &months, per_box)
    };
    let levelled = medicines
        .iter()
        .zip(&uses)
        .map(level)
        .collect::<Result<Vec<_>, _>>()?;
    let resource = |(place, limit): (usize, &f64)| StockResource {
        name: if place == 0 {
            "€".to_owned()
        } else {
            format!("limits[{place}]")
        },
        limit: *limit,
    };
    let resources: Vec<StockResource> = limits.iter().enumerate().map(resource).collect();
    let plan = LevelProblem::new(&levelled, &resources)?.solve()?;
    let outputs = answer([
        ("s", json!(plan.months)),
        ("loss", json!(plan.loss)),
        ("bound", json!(plan.bound)),
        ("gap", json!(plan.gap)),
        ("uses", json!(plan.uses)),
        ("prices", json!(plan.prices)),
    ]);
    Ok(with_origin(input, outputs))
}

fn medicines(input: Input<'_>) -> Result<Vec<StockedMedicine>, Problem> {
    if input.find("meds").is_none() {
        let medicine =
            |(name, [demand, weight, failures, duration, cost, cap]): (&str, [f64; 6])| {
                StockedMedicine {
                    name: name.to_owned(),
                    demand_per_month: demand,
                    weight,
                    failures_per_year: failures,
                    mean_duration_months: duration,
                    cost_per_box: cost,
                    floor_months: 0.0,
                    cap_months: Some(cap),
                }
            };
        return Ok(FIVE_MEDICINES.into_iter().map(medicine).collect());
    }
    let medicine = |row: Input<'_>| {
        Ok(StockedMedicine {
            name: row.text("name").unwrap_or_default().to_owned(),
            demand_per_month: row.number("d")?,
            weight: row.find_number("w")?.unwrap_or(1.0),
            failures_per_year: row.number_of(&["lam", "lambda"])?,
            mean_duration_months: row.number("tau")?,
            cost_per_box: row.number("c")?,
            floor_months: row
                .find_number_of(&["floor", "s_min", "min"])?
                .unwrap_or(0.0),
            cap_months: row.find_number_of(&["cap", "s_max"])?,
        })
    };
    input.rows("meds")?.into_iter().map(medicine).collect()
}

/// Says when the medicines are those of the example.
fn with_origin(input: Input<'_>, mut outputs: Answer) -> Answer {
    if input.find("meds").is_none() {
        let sentence = Sentence::new(
            "Aucun médicament n’est donné\u{a0}: ce sont les cinq de l’exemple.",
            "No medicines are given: these are the five of the worked example.",
        );
        outputs.insert(
            "warnings".to_owned(),
            json!([{"code": "example_data", "sentence": sentence}]),
        );
    }
    outputs
}

fn told(allocation: &Allocation) -> Value {
    json!({
        "s": allocation.months,
        "loss": allocation.loss,
        "cost": allocation.cost,
        "theta": allocation.price_of_budget,
    })
}

fn run_national(input: Input<'_>) -> Result<Answer, Problem> {
    let problem = AllocationProblem::new(&medicines(input)?)?;
    let budget = input.number("budget_eur")?;
    let optimum = problem.optimum(budget)?;
    let mut outputs = Answer::new();
    let by_default = [
        "optimal",
        "uniform_2_months",
        "uniform_4_months",
        "greedy_step_0.5",
        "reduction_vs_uniform_pct",
    ];
    for name in input.wanted(&by_default) {
        let number_after = |start: &str| {
            let rest = name.strip_prefix(start)?;
            rest.split('_').next()?.parse::<f64>().ok()
        };
        let value = if let Some(months) = number_after("uniform_") {
            told(&problem.uniform(months)?)
        } else if let Some(step) = number_after("greedy_step_") {
            told(&problem.greedy(budget, step)?)
        } else if name == "optimal" {
            told(&optimum)
        } else if name == "reduction_vs_uniform_pct" {
            let uniform = problem.uniform(problem.uniform_months_for_cost(budget))?;
            json!(100.0 * (1.0 - optimum.loss / uniform.loss))
        } else {
            continue;
        };
        outputs.insert(name, value);
    }
    Ok(with_origin(input, outputs))
}

fn run_cheapest(input: Input<'_>) -> Result<Answer, Problem> {
    let problem = AllocationProblem::new(&medicines(input)?)?;
    let target = input.number("target_loss")?;
    let cheapest = problem.cheapest(target)?;
    let compared = match input.find_number("budget_eur")? {
        Some(budget) => Some(budget),
        None => uniform_cost(&problem, target)?,
    };
    let saving = compared
        .filter(|cost| *cost > 0.0)
        .map(|cost| 100.0 * (1.0 - cheapest.cost / cost));
    let outputs = answer([
        ("s", json!(cheapest.months)),
        ("cost", json!(cheapest.cost)),
        ("loss", json!(cheapest.loss)),
        ("theta", json!(cheapest.price_of_budget)),
        ("saving_pct", json!(saving)),
    ]);
    Ok(with_origin(input, outputs))
}

/// What the uniform rule of the same loss costs, if there is one.
fn uniform_cost(problem: &AllocationProblem, loss: f64) -> Result<Option<f64>, Problem> {
    let months = problem.uniform_months_for_loss(loss);
    let uniform = months.map(|months| problem.uniform(months)).transpose()?;
    Ok(uniform.map(|uniform| uniform.cost))
}
