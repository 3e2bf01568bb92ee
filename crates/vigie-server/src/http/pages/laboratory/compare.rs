//! Up to four scenarios of prices and taxes side by side, as an address says them: `scenario=…&scenario=…`, each the
//! query of its own page.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use vigie_pages::laboratory::{
    Addition, ComparePage, ComparedRule, ComparedScenario, ComparedSums, OfferedClaim,
};
use vigie_pages::links;
use vigie_policy::{Parameters, Problem, Scenario};

use super::market::{self, Computed};
use super::{levers, market_view, own_shell, prose};
use crate::http::App;
use crate::http::pages::asked::Asked;
use crate::http::pages::{Memory, answer, trouble};
use crate::system::SystemError;

/// Most scenarios side by side.
const MOST: usize = 4;
/// Longest query of a scenario, in bytes.
const LONGEST_QUERY: usize = 2_000;

/// A scenario of the address.
struct Asking {
    /// As its own page has it.
    query: String,
    scenario: Result<Scenario, Vec<Problem>>,
}

impl Asking {
    fn read(query: &str) -> Self {
        let scenario = match levers::read(query) {
            Ok(asking) if asking.problems.is_empty() => Ok(asking.scenario),
            Ok(asking) => Err(asking.problems),
            Err(problem) => Err(vec![problem]),
        };
        let query = match &scenario {
            Ok(scenario) => levers::query_of(scenario),
            Err(_) => query.to_owned(),
        };
        Self { query, scenario }
    }
}

/// The scenarios that a parameter names, as queries.
pub fn queries(asked: &Asked, name: &str) -> Vec<String> {
    url::form_urlencoded::parse(asked.query.as_bytes())
        .filter(|(key, query)| key == name && query.len() <= LONGEST_QUERY)
        .map(|(_, query)| query.into_owned())
        .take(MOST)
        .collect()
}

/// Address of the comparison of some scenarios.
pub fn address<'a>(asked: &Asked, queries: impl Iterator<Item = &'a str>) -> String {
    with_queries(asked, "/laboratory/compare", "", "scenario", queries)
}

/// Address of the page of a scenario, from which one comes back to the others.
fn page_address<'a>(asked: &Asked, query: &str, others: impl Iterator<Item = &'a str>) -> String {
    with_queries(asked, "/laboratory/prices", query, "with", others)
}

fn with_queries<'a>(
    asked: &Asked,
    path: &str,
    query: &str,
    name: &str,
    queries: impl Iterator<Item = &'a str>,
) -> String {
    let mut written = url::form_urlencoded::Serializer::new(String::new());
    written.extend_pairs(url::form_urlencoded::parse(query.as_bytes()));
    for query in queries {
        written.append_pair(name, query);
    }
    let path = links::page(asked.language, path);
    match written.finish().as_str() {
        "" => path,
        query => format!("{path}?{query}"),
    }
}

/// `/{lang}/laboratory/compare?scenario=…`
pub async fn show(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    asked: Asked,
) -> Response {
    let asking: Vec<Asking> = queries(&asked, "scenario")
        .iter()
        .map(|query| Asking::read(query))
        .collect();
    let all: Vec<&str> = asking.iter().map(|one| one.query.as_str()).collect();
    let mut scenarios = Vec::with_capacity(asking.len());
    for (place, one) in asking.iter().enumerate() {
        let Ok(outcome) = outcome(&app, &memory, one).await else {
            return trouble::stopping(&asked);
        };
        let others = || {
            let all = all.iter().enumerate();
            all.filter(move |(other, _)| *other != place)
                .map(|(_, query)| *query)
        };
        let scenario = one.scenario.as_ref().ok();
        scenarios.push(ComparedScenario {
            year: scenario.map_or(levers::DEFAULT_YEAR, Scenario::base_year),
            edit: page_address(&asked, &one.query, others()),
            remove: address(&asked, others()),
            is_law: scenario.is_some_and(|scenario| scenario.changes().next().is_none()),
            outcome,
        });
    }
    let has_room = all.len() < MOST;
    let page = ComparePage {
        shell: own_shell(&app, &asked),
        rules: rules(&asking),
        additions: OfferedClaim::ALL
            .into_iter()
            .filter(|_| has_room)
            .map(|claim| Addition {
                claim,
                address: address(&asked, all.iter().copied().chain([claim.query()])),
            })
            .collect(),
        another: has_room.then(|| page_address(&asked, "", all.iter().copied())),
        scenarios,
    };
    answer(page.render(asked.language), &asked)
}

async fn outcome(
    app: &App,
    memory: &Arc<Memory>,
    asking: &Asking,
) -> Result<Result<ComparedSums, Vec<vigie_pages::Prose>>, SystemError> {
    let said = |problems: &[Problem]| {
        let problems = problems.iter();
        Err(problems.map(|problem| prose(&problem.sentence)).collect())
    };
    let scenario = match &asking.scenario {
        Ok(scenario) => scenario,
        Err(problems) => return Ok(said(problems)),
    };
    let computed = market::compute(app, memory, scenario).await?;
    Ok(match computed.as_ref() {
        Ok(computed) => Ok(sums(computed)),
        Err(problem) => said(std::slice::from_ref(problem)),
    })
}

fn sums(computed: &Computed) -> ComparedSums {
    let outcome = &computed.outcome;
    let [before, after] = market_view::before_and_after(outcome);
    ComparedSums {
        before,
        after,
        boxes: outcome.total.after.boxes,
        companies_moved: market_view::companies_moved(outcome),
        neutral_factor: outcome.revenue_neutral_factor,
    }
}

/// The parameters that one of the scenarios changes, with their values in all of them.
fn rules(asking: &[Asking]) -> Vec<ComparedRule> {
    let scenarios: Vec<Option<&Scenario>> = asking
        .iter()
        .map(|one| one.scenario.as_ref().ok())
        .collect();
    let changed: BTreeSet<&str> = scenarios
        .iter()
        .flatten()
        .flat_map(|scenario| scenario.changes().map(|(key, _)| key))
        .collect();
    changed
        .into_iter()
        .map(|key| ComparedRule {
            key: key.to_owned(),
            unit: unit_of(key),
            values: scenarios
                .iter()
                .map(|scenario| value_in((*scenario)?, key))
                .collect(),
        })
        .collect()
}

/// What a scenario changes in the law of its year: the value of the law, and its own.
pub fn changes(scenario: &Scenario) -> Vec<ComparedRule> {
    let law = |key: &str| Parameters::shipped().find(key, scenario.day());
    scenario
        .changes()
        .map(|(key, _)| ComparedRule {
            key: key.to_owned(),
            unit: unit_of(key),
            values: vec![
                law(key).map(|row| (row.value.normalize().to_string(), false)),
                value_in(scenario, key),
            ],
        })
        .collect()
}

fn unit_of(key: &str) -> String {
    let history = Parameters::shipped().history(key);
    history
        .last()
        .map_or_else(String::new, |row| row.unit.to_string())
}

/// The value of a parameter in a scenario, and whether the scenario changes it.
fn value_in(scenario: &Scenario, key: &str) -> Option<(String, bool)> {
    let rules = scenario.apply(Parameters::shipped());
    let row = rules.find(key, scenario.day())?;
    let is_changed = scenario.changes().any(|(changed, _)| changed == key);
    Some((row.value.normalize().to_string(), is_changed))
}
