//! Calculators for people who script: each a name, inputs, outputs, a formula and its source; JSON in, JSON out.
//!
//! A name is a family: `viability` also answers to `viability_rebate`, unless a calculator has the longer name itself.

mod check;
mod economics;
mod fairness;
mod input;
mod laws;
mod prices;
mod services;
mod stocks;

use std::sync::LazyLock;

use serde::Serialize;
use serde_json::{Map, Value};

pub use check::{CheckedCase, Mismatch, Outcome, check_cases};
use input::Input;

use crate::{Problem, Sentence};

/// What a run answers: outputs by name.
type Answer = Map<String, Value>;
type Run = Box<dyn Fn(Input<'_>) -> Result<Answer, Problem> + Send + Sync>;

/// An input or an output of a calculator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Its name in JSON.
    pub name: &'static str,
    /// What it is, with its unit.
    pub meaning: &'static str,
    /// Whether an input may be left out.
    pub is_optional: bool,
}

/// One calculator.
#[derive(Serialize)]
pub struct Calculator {
    /// Its name.
    pub name: String,
    /// What it answers.
    pub summary: Sentence,
    /// What it needs.
    pub inputs: Vec<Field>,
    /// What it gives.
    pub outputs: Vec<Field>,
    /// The formula.
    pub formula: &'static str,
    /// Where the formula comes from.
    pub source: &'static str,
    /// Outputs that may differ between answers that are equally good, and the output that tells how good.
    #[serde(skip)]
    pub(crate) ties: Option<Ties>,
    #[serde(skip)]
    run: Run,
}

/// Outputs of which there may be several that are equally good.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ties {
    /// The output that they agree in.
    pub decided_by: &'static str,
    /// Those that may differ.
    pub may_differ: &'static [&'static str],
}

impl Calculator {
    fn new(name: impl Into<String>, french: &str, english: &str) -> Self {
        Self {
            name: name.into(),
            summary: Sentence::new(french, english),
            inputs: Vec::new(),
            outputs: Vec::new(),
            formula: "",
            source: "",
            ties: None,
            run: Box::new(|_| Ok(Answer::new())),
        }
    }

    fn inputs(mut self, fields: &[(&'static str, &'static str)]) -> Self {
        self.inputs
            .extend(fields.iter().map(|(name, meaning)| Field {
                name: name.trim_end_matches('?'),
                meaning,
                is_optional: name.ends_with('?'),
            }));
        self
    }

    fn outputs(mut self, fields: &[(&'static str, &'static str)]) -> Self {
        self.outputs
            .extend(fields.iter().map(|(name, meaning)| Field {
                name,
                meaning,
                is_optional: false,
            }));
        self
    }

    fn from(mut self, formula: &'static str, source: &'static str) -> Self {
        self.formula = formula;
        self.source = source;
        self
    }

    fn ties(mut self, decided_by: &'static str, may_differ: &'static [&'static str]) -> Self {
        self.ties = Some(Ties {
            decided_by,
            may_differ,
        });
        self
    }

    fn run_by(
        mut self,
        run: impl Fn(Input<'_>) -> Result<Answer, Problem> + Send + Sync + 'static,
    ) -> Self {
        self.run = Box::new(run);
        self
    }

    /// Whether it has an input of this name.
    pub(crate) fn has_input(&self, name: &str) -> bool {
        self.inputs.iter().any(|field| field.name == name)
    }

    /// The answer to an input, which must be a JSON object. Inputs that it does not know are named in `not_used`.
    pub fn run(&self, input: &Value) -> Result<Value, Problem> {
        let fields = input.as_object().ok_or_else(not_an_object)?;
        let known: Vec<&str> = self.inputs.iter().map(|field| field.name).collect();
        let mut answer = (self.run)(Input::new(fields))?;
        let unused = fields.keys().filter(|name| !known.contains(&name.as_str()));
        let unused: Vec<Value> = unused
            .map(|name| Value::from(vigie_model::shown_name(name)))
            .collect();
        if !unused.is_empty() {
            answer.insert("not_used".to_owned(), Value::Array(unused));
        }
        Ok(Value::Object(answer))
    }
}

static CALCULATORS: LazyLock<Vec<Calculator>> = LazyLock::new(|| {
    let mut all = laws::calculators();
    all.extend(stocks::calculators());
    all.extend(services::calculators());
    all.extend(fairness::calculators());
    all.extend(prices::calculators());
    all.extend(economics::calculators());
    all.sort_by(|left, right| left.name.cmp(&right.name));
    all
});

/// All calculators, by name.
pub fn list_calculators() -> &'static [Calculator] {
    &CALCULATORS
}

/// The calculator of a family: the one of this name, else the one with the longest name that begins it.
pub fn find_calculator(family: &str) -> Option<&'static Calculator> {
    let begins = |calculator: &&Calculator| {
        let rest = family.strip_prefix(calculator.name.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
    };
    let found = CALCULATORS.iter().filter(begins);
    found.max_by_key(|calculator| calculator.name.len())
}

/// Runs the calculator of a family on an input.
pub fn run_calculator(family: &str, input: &Value) -> Result<Value, Problem> {
    match find_calculator(family) {
        Some(calculator) => calculator.run(input),
        None => Err(unknown_calculator(family)),
    }
}

fn unknown_calculator(family: &str) -> Problem {
    let family = vigie_model::shown_name(family);
    let sentence = Sentence::new(
        format!(
            "Il n’y a pas de calcul «\u{a0}{family}\u{a0}»\u{a0}: consultez la liste des calculs."
        ),
        format!("There is no calculator “{family}”: see the list of calculators."),
    );
    Problem::new("unknown_calculator", family, sentence)
}

fn not_an_object() -> Problem {
    let sentence = Sentence::new(
        "L’entrée doit être un objet JSON\u{a0}: {\"nom\": valeur, ...}.",
        "The input must be a JSON object: {\"name\": value, ...}.",
    );
    Problem::new("not_an_object", "input", sentence)
}

/// An answer of these outputs.
fn answer<const COUNT: usize>(outputs: [(&str, Value); COUNT]) -> Answer {
    outputs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}
