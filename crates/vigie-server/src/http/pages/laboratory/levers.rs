//! A scenario as an address says it: `year=2026&threshold=5&abatement=30&set=KEY:VALUE`.

use std::str::FromStr;

use rust_decimal::Decimal;
use vigie_model::Day;
use vigie_pages::laboratory::{Lever, LeverField, OtherChange};
use vigie_policy::{Change, Parameters, Problem, Scenario, Sentence, Unit};

/// The year whose law is shown when none is asked for.
pub const DEFAULT_YEAR: i16 = 2026;
/// Years whose law is known well enough to start from.
pub const YEARS: [i16; 3] = [2026, 2025, 2024];
const MATURE_ONLY: &str = "exemption.mature_only";
/// Longest text of a number.
const LONGEST_NUMBER: usize = 30;
/// Most changes that an address may name beside the levers.
const MOST_OTHERS: usize = 50;

/// What an address asks for.
pub struct Asking {
    /// The scenario.
    pub scenario: Scenario,
    /// The levers as they stand.
    pub levers: Vec<LeverField>,
    /// Whether the threshold concerns mature medicines only.
    pub is_mature_only: bool,
    /// Changes that are no levers.
    pub others: Vec<OtherChange>,
    /// What could not be read. The scenario is the law, with what could.
    pub problems: Vec<Problem>,
}

/// Key of the parameter that a lever moves.
pub const fn key(lever: Lever) -> &'static str {
    match lever {
        Lever::Threshold => "exemption.price_threshold",
        Lever::Abatement => "abatement.european_share.rate",
        Lever::European => "production.european_share.assumed",
        Lever::Supplementary => "turnover_contribution.supplementary.rate",
        Lever::Rise => "price_revision.rise.rate",
        Lever::RiseBelow => "price_revision.price_below",
    }
}

const fn unit(lever: Lever) -> Unit {
    if lever.is_percent() {
        Unit::Ratio
    } else {
        Unit::EurosPerBox
    }
}

/// Reads the query of an address.
///
/// # Errors
/// When not even the law of the year can be read.
pub fn read(query: &str) -> Result<Asking, Problem> {
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let find = |name: &str| {
        let found = pairs.iter().find(|(key, _)| key == name);
        found
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    };
    let mut problems = Vec::new();
    let year = find("year").map_or(Ok(DEFAULT_YEAR), read_year);
    let year = year.unwrap_or_else(|problem| {
        problems.push(problem);
        DEFAULT_YEAR
    });
    let scenario = Scenario::new("Vigie", "", year)?;
    let mut draft = Draft {
        day: scenario.day(),
        scenario,
        problems,
    };
    let levers = Lever::ALL
        .into_iter()
        .map(|lever| draft.lever(lever, find(lever.as_str())))
        .collect();
    let is_mature_only = find("mature") != Some("no");
    if !is_mature_only {
        draft.set(MATURE_ONLY, Decimal::ZERO, Unit::Flag);
    }
    let sets = pairs.iter().filter(|(key, _)| key == "set");
    let others = sets
        .take(MOST_OTHERS)
        .filter_map(|(_, text)| draft.other(text))
        .collect();
    Ok(Asking {
        scenario: draft.scenario,
        levers,
        is_mature_only,
        others,
        problems: draft.problems,
    })
}

/// The query that says what a scenario says.
pub fn query_of(scenario: &Scenario) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("year", &scenario.base_year().to_string());
    for (key_of_change, change) in scenario.changes() {
        let lever = Lever::ALL
            .into_iter()
            .find(|lever| key(*lever) == key_of_change);
        match lever {
            Some(lever) => query.append_pair(lever.as_str(), &written(lever, change.value)),
            None if key_of_change == MATURE_ONLY && change.value.is_zero() => {
                query.append_pair("mature", "no")
            }
            None => query.append_pair("set", &format!("{key_of_change}:{}", change.value)),
        };
    }
    query.finish()
}

/// A year of those offered.
///
/// # Errors
/// Any other.
pub fn read_year(text: &str) -> Result<i16, Problem> {
    let year = text.parse().ok().filter(|year| YEARS.contains(year));
    year.ok_or_else(|| {
        let sentence = Sentence::new(
            format!(
                "L’année «\u{a0}{}\u{a0}» n’est pas proposée\u{a0}: choisissez-en une de la liste.",
                shown(text)
            ),
            format!(
                "The year “{}” is not offered: choose one of the list.",
                shown(text)
            ),
        );
        Problem::new("bad_year", "year", sentence)
    })
}

fn shown(text: &str) -> String {
    vigie_model::shown(text, LONGEST_NUMBER)
}

/// A scenario while the address is read.
struct Draft {
    scenario: Scenario,
    day: Day,
    problems: Vec<Problem>,
}

impl Draft {
    fn lever(&mut self, lever: Lever, typed: Option<&str>) -> LeverField {
        let row = Parameters::shipped().find(key(lever), self.day);
        let law = row.map_or(Decimal::ZERO, |row| row.value);
        let law_text = written(lever, law);
        let Some(typed) = typed.filter(|typed| *typed != law_text) else {
            return LeverField {
                lever,
                value: law_text.clone(),
                law: law_text,
            };
        };
        match read_number(typed) {
            Ok(number) => {
                let value = if lever.is_percent() {
                    number / Decimal::ONE_HUNDRED
                } else {
                    number
                };
                self.set(key(lever), value, unit(lever));
            }
            Err(sentence) => {
                let problem = Problem::new("not_a_number", lever.as_str(), sentence);
                self.problems.push(problem);
            }
        }
        LeverField {
            lever,
            value: shown(typed),
            law: law_text,
        }
    }

    /// A change of any parameter: `key:value`, in the unit of the parameter.
    fn other(&mut self, text: &str) -> Option<OtherChange> {
        let (key, value) = text.split_once(':').unwrap_or((text, ""));
        let history = Parameters::shipped().history(key);
        let unit = history.last().map_or(Unit::Coefficient, |row| row.unit);
        match read_number(value) {
            Ok(number) => self.set(key, number, unit),
            Err(sentence) => {
                self.problems
                    .push(Problem::new("not_a_number", shown(key), sentence));
                return None;
            }
        }
        Some(OtherChange {
            key: vigie_model::shown(key, 80),
            value: format!("{} ({unit})", shown(value)),
            sent: vigie_model::shown(text, 120),
        })
    }

    fn set(&mut self, key: &str, value: Decimal, unit: Unit) {
        let change = Change {
            value,
            unit,
            reason: String::new(),
        };
        if let Err(problem) = self.scenario.set(Parameters::shipped(), key, change) {
            self.problems.push(problem);
        }
    }
}

/// A value of the law in the unit of its lever.
fn written(lever: Lever, value: Decimal) -> String {
    let shown = if lever.is_percent() {
        value * Decimal::ONE_HUNDRED
    } else {
        value
    };
    shown.normalize().to_string()
}

/// A number with a point or a comma.
///
/// # Errors
/// Anything else.
pub fn read_number(text: &str) -> Result<Decimal, Sentence> {
    let is_short = text.len() <= LONGEST_NUMBER;
    let number = is_short.then(|| Decimal::from_str(&text.trim().replace(',', ".")));
    number.and_then(Result::ok).ok_or_else(|| {
        Sentence::new(
            format!(
                "«\u{a0}{}\u{a0}» n’est pas un nombre\u{a0}: écrivez par exemple 4,5.",
                shown(text)
            ),
            format!("“{}” is not a number: write 4.5, for example.", shown(text)),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(query: &str) -> Vec<(String, String)> {
        let asking = read(query).unwrap();
        assert!(asking.problems.is_empty(), "{:?}", asking.problems);
        let changes = asking.scenario.changes();
        changes
            .map(|(key, change)| (key.to_owned(), change.value.to_string()))
            .collect()
    }

    #[test]
    fn levers_in_percent_and_in_euros_become_rows() {
        assert_eq!(
            changes("threshold=5&abatement=30&mature=no"),
            [
                ("abatement.european_share.rate".to_owned(), "0.3".to_owned()),
                ("exemption.mature_only".to_owned(), "0".to_owned()),
                ("exemption.price_threshold".to_owned(), "5".to_owned()),
            ]
        );
    }

    #[test]
    fn what_the_law_says_already_is_no_change() {
        let law = read("year=2026").unwrap();
        let query: Vec<String> = law
            .levers
            .iter()
            .map(|field| format!("{}={}", field.lever.as_str(), field.value))
            .collect();
        assert!(changes(&query.join("&")).is_empty());
    }

    #[test]
    fn a_scenario_and_its_query_say_the_same() {
        let query =
            "year=2025&threshold=4.5&mature=no&rise=2.5&set=turnover_contribution.base.rate:0.003";
        let scenario = read(query).unwrap().scenario;
        let again = read(&query_of(&scenario)).unwrap();
        assert!(again.problems.is_empty(), "{:?}", again.problems);
        assert_eq!(again.scenario, scenario);
    }

    #[test]
    fn any_other_parameter_may_be_set() {
        assert_eq!(
            changes("set=turnover_contribution.base.rate:0.003"),
            [(
                "turnover_contribution.base.rate".to_owned(),
                "0.003".to_owned()
            )]
        );
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_place() {
        let asking =
            read("threshold=cinq&abatement=-3&year=1812&set=price.unknown:1&rise=1e99").unwrap();
        let told: Vec<(&str, &str)> = asking
            .problems
            .iter()
            .map(|problem| (problem.code, problem.place.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("bad_year", "year"),
                ("not_a_number", "threshold"),
                ("bad_value", "abatement.european_share.rate"),
                ("not_a_number", "rise"),
                ("unknown_parameter", "price.unknown"),
            ]
        );
    }
}
