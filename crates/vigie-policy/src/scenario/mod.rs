//! A scenario: a base year and changes to rows of the parameters, as one small file.

mod compare;
mod read;
mod write;

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use vigie_model::Day;

pub use compare::{Difference, compare_scenarios};

use crate::{Parameters, Problem, Row, Sentence, Status, Unit};

/// The word that begins every scenario file.
pub const SCENARIO_SCHEMA: &str = "vigie-policy-scenario";
/// The version of the form of scenario files that this program reads and writes.
pub const SCENARIO_VERSION: i64 = 1;

const FIRST_YEAR: i16 = 2000;
const LAST_YEAR: i16 = 2100;
const LONGEST_NAME_LETTERS: usize = 200;
const LONGEST_NOTE_LETTERS: usize = 10_000;

/// A base year, whose law holds as it stands on its last day, and what is changed of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    name: String,
    note: String,
    base_year: i16,
    changes: BTreeMap<String, Change>,
}

/// The value that a key has in a scenario, for all time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The value, exact.
    pub value: Decimal,
    /// What it is counted in: the unit of the key.
    pub unit: Unit,
    /// Why; may be empty.
    pub reason: String,
}

impl Scenario {
    /// The law of a year, with nothing changed.
    pub fn new(name: &str, note: &str, base_year: i16) -> Result<Self, Problem> {
        check_text("name", name, LONGEST_NAME_LETTERS)?;
        check_text("note", note, LONGEST_NOTE_LETTERS)?;
        check_year(base_year)?;
        Ok(Self {
            name: name.to_owned(),
            note: note.to_owned(),
            base_year,
            changes: BTreeMap::new(),
        })
    }

    /// Changes a key; the parameters say whether it exists and in which unit.
    pub fn set(
        &mut self,
        parameters: &Parameters,
        key: &str,
        change: Change,
    ) -> Result<(), Problem> {
        check_change(parameters, key, &change)?;
        let change = Change {
            value: change.value.normalize(),
            ..change
        };
        self.changes.insert(key.to_owned(), change);
        Ok(())
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What else its author says of it.
    pub fn note(&self) -> &str {
        &self.note
    }

    /// The year whose law it starts from.
    pub fn base_year(&self) -> i16 {
        self.base_year
    }

    /// What it changes, by key.
    pub fn changes(&self) -> impl Iterator<Item = (&str, &Change)> {
        self.changes
            .iter()
            .map(|(key, change)| (key.as_str(), change))
    }

    /// The day whose rows it starts from: the last one of the base year.
    pub fn day(&self) -> Day {
        Day::from_ymd(self.base_year, 12, 31).unwrap_or(Day::MAX)
    }

    /// The parameters as the scenario would have them. A changed row is a hypothesis.
    pub fn apply(&self, parameters: &Parameters) -> Parameters {
        let changed = self.changes.iter().map(|(key, change)| Row {
            key: key.clone(),
            value: change.value,
            unit: change.unit,
            valid_from: None,
            valid_to: None,
            reference: format!("scénario «\u{a0}{}\u{a0}»", self.name),
            status: Status::Hypothesis,
            note: change.reason.clone(),
        });
        parameters.with_changes(changed)
    }
}

fn check_year(year: i16) -> Result<(), Problem> {
    if (FIRST_YEAR..=LAST_YEAR).contains(&year) {
        return Ok(());
    }
    let sentence = Sentence::new(
        format!(
            "L’année {year} n’est pas possible\u{a0}: donnez une année entre {FIRST_YEAR} et {LAST_YEAR}."
        ),
        format!(
            "The year {year} is not possible: give a year between {FIRST_YEAR} and {LAST_YEAR}."
        ),
    );
    Err(Problem::new("bad_year", "base_year", sentence))
}

fn check_text(place: &str, text: &str, longest_letters: usize) -> Result<(), Problem> {
    let is_readable = |letter: char| !letter.is_control() || letter == '\n';
    if text.chars().count() <= longest_letters && text.chars().all(is_readable) {
        return Ok(());
    }
    let sentence = Sentence::new(
        format!(
            "«\u{a0}{place}\u{a0}» dépasse {longest_letters} caractères ou contient un caractère invisible\u{a0}: \
             raccourcissez-le ou ôtez ce caractère."
        ),
        format!(
            "“{place}” has more than {longest_letters} characters or an invisible one: shorten it or remove that one."
        ),
    );
    Err(Problem::new("bad_text", place, sentence))
}

fn check_change(parameters: &Parameters, key: &str, change: &Change) -> Result<(), Problem> {
    let Some(row) = parameters.history(key).last() else {
        return Err(unknown_parameter(parameters, key));
    };
    if row.unit != change.unit {
        let sentence = Sentence::new(
            format!(
                "«\u{a0}{key}\u{a0}» est en «\u{a0}{}\u{a0}», pas en «\u{a0}{}\u{a0}»\u{a0}: corrigez l’unité et la valeur.",
                row.unit, change.unit
            ),
            format!(
                "“{key}” is in “{}”, not in “{}”: correct the unit and the value.",
                row.unit, change.unit
            ),
        );
        return Err(Problem::new("wrong_unit", key, sentence));
    }
    if let Some(sentence) = change.unit.objection(change.value) {
        return Err(Problem::new("bad_value", key, sentence));
    }
    check_text("reason", &change.reason, LONGEST_NOTE_LETTERS)
}

fn unknown_parameter(parameters: &Parameters, key: &str) -> Problem {
    let nearest = parameters
        .keys()
        .max_by_key(|known| common_letters(known, key));
    let nearest = nearest.unwrap_or_default();
    let key = vigie_model::shown(key, 80);
    let sentence = Sentence::new(
        format!(
            "«\u{a0}{key}\u{a0}» n’est pas un paramètre connu. Le plus proche est «\u{a0}{nearest}\u{a0}»."
        ),
        format!("“{key}” is not a known parameter. The nearest is “{nearest}”."),
    );
    Problem::new("unknown_parameter", key, sentence)
}

/// Letters that two keys have in common at their beginning.
fn common_letters(left: &str, right: &str) -> usize {
    let pairs = left.chars().zip(right.chars());
    pairs.take_while(|(left, right)| left == right).count()
}
