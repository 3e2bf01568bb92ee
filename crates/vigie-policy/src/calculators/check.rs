//! Running a file of worked examples.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Calculator, find_calculator};
use crate::{Problem, Sentence};

const TOLERANCE_BY_DEFAULT: f64 = 1e-9;

/// One case of a file and what came out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckedCase {
    /// Its name.
    pub name: String,
    /// The part of the name before the first slash or space.
    pub family: String,
    /// What came out.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What came out of a case.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// All that could be compared agrees within the tolerance.
    Pass {
        /// Outputs that were not compared, and why.
        notes: Vec<String>,
    },
    /// Something differs.
    Fail {
        /// What, at most twenty of it.
        mismatches: Vec<Mismatch>,
    },
    /// It could not be computed.
    Error {
        /// Why.
        problem: Problem,
    },
    /// No calculator has this family.
    Unknown,
}

/// An output that is not what was expected.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mismatch {
    /// Where: `flow[0][2]`.
    pub output: String,
    /// What was expected.
    pub expected: Value,
    /// What came out; null when there is no such output.
    pub found: Value,
}

const MOST_MISMATCHES: usize = 20;

/// Runs the cases of a file: an object with a list `cases`, or that list, each case with a `name` (`family/…`), an
/// `input`, what is `expected`, and a tolerance `abs_tol` or `rel_tol`. One outcome a case, in their order.
///
/// An input that stands only in the name (`exemption_cost threshold=5`) is taken from there. Texts among what is
/// expected are remarks, and are compared only with texts.
pub fn check_cases(file: &Value) -> Result<Vec<CheckedCase>, Problem> {
    let cases = file
        .get("cases")
        .unwrap_or(file)
        .as_array()
        .ok_or_else(no_cases)?;
    Ok(cases.iter().map(check_case).collect())
}

fn check_case(case: &Value) -> CheckedCase {
    let name = case
        .get("name")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let family = name.split(['/', ' ']).next().unwrap_or_default().to_owned();
    let outcome = match find_calculator(&family) {
        None => Outcome::Unknown,
        Some(calculator) => outcome_of(calculator, &name, case),
    };
    CheckedCase {
        name,
        family,
        outcome,
    }
}

fn outcome_of(calculator: &Calculator, name: &str, case: &Value) -> Outcome {
    let nothing = Map::new();
    let expected = case
        .get("expected")
        .and_then(Value::as_object)
        .unwrap_or(&nothing);
    let mut input = case
        .get("input")
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    for (key, value) in named_inputs(name) {
        if calculator.has_input(&key) && !input.contains_key(&key) {
            input.insert(key, value);
        }
    }
    if calculator.has_input("outputs") && !input.contains_key("outputs") {
        input.insert("outputs".to_owned(), expected.keys().cloned().collect());
    }
    match calculator.run(&Value::Object(input)) {
        Err(problem) => Outcome::Error { problem },
        Ok(found) => compared(calculator, expected, &found, Tolerance::of(case)),
    }
}

/// `key=number` in a name, after slashes, spaces or commas.
fn named_inputs(name: &str) -> Vec<(String, Value)> {
    let words = name.split(['/', ' ', ',', ';']).skip(1);
    let pairs = words.filter_map(|word| word.split_once('='));
    let numbers = pairs
        .filter_map(|(key, value)| Some((key.to_owned(), Value::from(value.parse::<f64>().ok()?))));
    numbers.collect()
}

fn compared(
    calculator: &Calculator,
    expected: &Map<String, Value>,
    found: &Value,
    tolerance: Tolerance,
) -> Outcome {
    let mut comparison = Comparison {
        tolerance,
        mismatches: Vec::new(),
        notes: Vec::new(),
    };
    let cannot_be_known = found.get("unknown").and_then(Value::as_object);
    for (name, wanted) in expected {
        match found.get(name) {
            Some(value) => comparison.compare(name, wanted, value),
            None if wanted.is_string() => comparison.notes.push(format!("{name}: a remark")),
            None => match cannot_be_known.and_then(|unknown| unknown.get(name)) {
                Some(reason) => comparison
                    .notes
                    .push(format!("{name}: {}", reason.as_str().unwrap_or_default())),
                None => comparison.compare(name, wanted, &Value::Null),
            },
        }
    }
    comparison.settle_ties(calculator, expected);
    let Comparison {
        mut mismatches,
        notes,
        ..
    } = comparison;
    mismatches.truncate(MOST_MISMATCHES);
    if mismatches.is_empty() {
        Outcome::Pass { notes }
    } else {
        Outcome::Fail { mismatches }
    }
}

#[derive(Debug, Clone, Copy)]
struct Tolerance {
    absolute: f64,
    relative: f64,
}

impl Tolerance {
    fn of(case: &Value) -> Self {
        let number = |name: &str| case.get(name).and_then(Value::as_f64);
        let absolute = number("abs_tol").or_else(|| number("tol"));
        let relative = number("rel_tol");
        Self {
            absolute: absolute.unwrap_or(if relative.is_some() {
                0.0
            } else {
                TOLERANCE_BY_DEFAULT
            }),
            relative: relative.unwrap_or(0.0),
        }
    }

    fn allows(self, expected: f64, found: f64) -> bool {
        (expected - found).abs() <= self.absolute.max(self.relative * expected.abs())
    }
}

struct Comparison {
    tolerance: Tolerance,
    mismatches: Vec<Mismatch>,
    notes: Vec<String>,
}

impl Comparison {
    /// Fields that are expected, and no others; lists of the same length.
    fn compare(&mut self, place: &str, expected: &Value, found: &Value) {
        match (expected, found) {
            (Value::Object(wanted), Value::Object(fields)) => {
                for (name, wanted) in wanted {
                    self.compare(
                        &format!("{place}.{name}"),
                        wanted,
                        fields.get(name).unwrap_or(&Value::Null),
                    );
                }
            }
            (Value::Array(wanted), Value::Array(values)) if wanted.len() == values.len() => {
                for (index, (wanted, value)) in wanted.iter().zip(values).enumerate() {
                    self.compare(&format!("{place}[{index}]"), wanted, value);
                }
            }
            _ => {
                let agrees = match (expected.as_f64(), found.as_f64()) {
                    (Some(wanted), Some(value)) => self.tolerance.allows(wanted, value),
                    _ => expected == found,
                };
                if !agrees {
                    self.mismatches.push(Mismatch {
                        output: place.to_owned(),
                        expected: expected.clone(),
                        found: found.clone(),
                    });
                }
            }
        }
    }

    /// Forgives what may differ between answers that are equally good, when the output that decides agrees.
    fn settle_ties(&mut self, calculator: &Calculator, expected: &Map<String, Value>) {
        let Some(ties) = calculator.ties else {
            return;
        };
        let output_of = |mismatch: &Mismatch| {
            let end = mismatch
                .output
                .find(['.', '['])
                .unwrap_or(mismatch.output.len());
            mismatch.output.get(..end).unwrap_or_default().to_owned()
        };
        let differs = |name: &str| {
            self.mismatches
                .iter()
                .any(|mismatch| output_of(mismatch) == name)
        };
        if !expected.contains_key(ties.decided_by) || differs(ties.decided_by) {
            return;
        }
        let forgiven: Vec<&str> = ties
            .may_differ
            .iter()
            .copied()
            .filter(|name| differs(name))
            .collect();
        self.mismatches
            .retain(|mismatch| !forgiven.contains(&output_of(mismatch).as_str()));
        let notes = forgiven
            .iter()
            .map(|name| format!("{name}: another answer of the same {}", ties.decided_by));
        self.notes.extend(notes);
    }
}

fn no_cases() -> Problem {
    let sentence = Sentence::new(
        "Ce fichier n’a pas de liste «\u{a0}cases\u{a0}»\u{a0}: donnez un objet {\"cases\": [...]}.",
        "This file has no list “cases”: give an object {\"cases\": [...]}.",
    );
    Problem::new("no_cases", "cases", sentence)
}
