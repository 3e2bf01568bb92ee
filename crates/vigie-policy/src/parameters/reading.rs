//! Reading rows on a day, and keeping which were read.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;
use vigie_model::Day;

use super::{Parameters, Row, Status, Unit};
use crate::{Problem, Sentence, Warning, sentence::french_number};

/// A row as a result names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowReference {
    /// The key of the row.
    pub key: String,
    /// First day in force, when it is known.
    pub valid_from: Option<Day>,
    /// The value that was used.
    pub value: Decimal,
    /// What it is counted in.
    pub unit: Unit,
    /// How sure it is.
    pub status: Status,
    /// Article, report or other source.
    pub reference: String,
}

impl From<&Row> for RowReference {
    fn from(row: &Row) -> Self {
        Self {
            key: row.key.clone(),
            valid_from: row.valid_from,
            value: row.value,
            unit: row.unit,
            status: row.status,
            reference: row.reference.clone(),
        }
    }
}

/// What a result rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Evidence {
    /// Rows that were used, by key.
    pub rows: Vec<RowReference>,
    /// One warning for each row that is not law, and what else a reader must know.
    pub warnings: Vec<Warning>,
}

/// Reads the parameters of one day and remembers which rows were used.
#[derive(Debug, Clone)]
pub struct Reading<'parameters> {
    parameters: &'parameters Parameters,
    day: Day,
    used: BTreeMap<&'parameters str, &'parameters Row>,
    warnings: Vec<Warning>,
}

impl<'parameters> Reading<'parameters> {
    /// Begins to read the rows of a day.
    pub fn new(parameters: &'parameters Parameters, day: Day) -> Self {
        Self {
            parameters,
            day,
            used: BTreeMap::new(),
            warnings: Vec::new(),
        }
    }

    /// The day whose rows are read.
    pub fn day(&self) -> Day {
        self.day
    }

    /// The value of a key on the day, in this unit.
    pub fn get(&mut self, key: &str, unit: Unit) -> Result<Decimal, Problem> {
        let found = self.find(key, unit)?;
        found.ok_or_else(|| no_row(key, self.day))
    }

    /// The value of a key on the day, if it has one.
    pub fn find(&mut self, key: &str, unit: Unit) -> Result<Option<Decimal>, Problem> {
        let Some(row) = self.parameters.find(key, self.day) else {
            return Ok(None);
        };
        if row.unit != unit {
            return Err(other_unit(key, unit, row.unit));
        }
        self.used.insert(&row.key, row);
        Ok(Some(row.value))
    }

    /// Whether a key is 1 on the day.
    pub fn is_set(&mut self, key: &str) -> Result<bool, Problem> {
        Ok(self.get(key, Unit::Flag)? == Decimal::ONE)
    }

    /// The rows `KEY.1.PART`, `KEY.2.PART`... until one is absent.
    pub fn list(&mut self, key: &str, part: &str, unit: Unit) -> Result<Vec<Decimal>, Problem> {
        let mut values = Vec::new();
        while let Some(value) = self.find(&format!("{key}.{}.{part}", values.len() + 1), unit)? {
            values.push(value);
        }
        Ok(values)
    }

    /// Adds something that a reader of the result must know.
    pub fn warn(&mut self, warning: Warning) {
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }

    /// The rows used up to now and what to know about them.
    pub fn evidence(&self) -> Evidence {
        let used = self.used.values();
        let unsure = used.clone().filter_map(|row| warning_of(row));
        Evidence {
            warnings: unsure.chain(self.warnings.iter().cloned()).collect(),
            rows: used.map(|row| RowReference::from(*row)).collect(),
        }
    }
}

fn warning_of(row: &Row) -> Option<Warning> {
    if row.status == Status::Promulgated {
        return None;
    }
    let key = &row.key;
    let sentence = Sentence::new(
        format!(
            "«\u{a0}{key}\u{a0}» = {} n’est pas un texte en vigueur mais {} ({}).",
            french_number(row.value),
            row.status.in_french(),
            row.reference
        ),
        format!(
            "“{key}” = {} is not law but {} ({}).",
            row.value,
            row.status.in_english(),
            row.reference
        ),
    );
    Some(Warning::new("not_promulgated", key, sentence))
}

fn no_row(key: &str, day: Day) -> Problem {
    let sentence = Sentence::new(
        format!(
            "Aucune valeur de «\u{a0}{key}\u{a0}» n’est connue au {day}\u{a0}: choisissez une autre année, ou donnez la \
             valeur dans le scénario."
        ),
        format!(
            "No value of “{key}” is known on {day}: choose another year, or give the value in the scenario."
        ),
    );
    Problem::new("no_parameter", key, sentence)
}

fn other_unit(key: &str, expected: Unit, found: Unit) -> Problem {
    let sentence = Sentence::new(
        format!("«\u{a0}{key}\u{a0}» est en {found}, alors que le calcul attend {expected}."),
        format!("“{key}” is in {found}, while the computation expects {expected}."),
    );
    Problem::new("wrong_unit", key, sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> Reading<'static> {
        Reading::new(Parameters::shipped(), text.parse().unwrap())
    }

    #[test]
    fn a_result_names_the_rows_it_used_and_warns_of_those_that_are_not_law() {
        let mut reading = on("2026-06-30");
        reading
            .get("turnover_contribution.base.rate", Unit::Ratio)
            .unwrap();
        reading
            .get("turnover_contribution.supplementary.rate", Unit::Ratio)
            .unwrap();
        let evidence = reading.evidence();
        assert_eq!(evidence.rows.len(), 2);
        assert_eq!(evidence.warnings.len(), 1);
        assert_eq!(
            evidence.warnings[0].place,
            "turnover_contribution.supplementary.rate"
        );
        assert!(evidence.warnings[0].sentence.french.contains("0,0401"));
    }

    #[test]
    fn a_key_without_a_row_on_the_day_says_what_to_do() {
        let problem = on("2018-01-01").get("price.pharmacy_margin.bracket.1.rate", Unit::Ratio);
        assert_eq!(problem.unwrap_err().code, "no_parameter");
    }

    #[test]
    fn a_value_is_never_read_in_another_unit() {
        let problem = on("2026-01-01").get("safeguard.rate", Unit::Euros);
        assert_eq!(problem.unwrap_err().code, "wrong_unit");
    }

    #[test]
    fn brackets_are_read_until_one_is_absent() {
        let rates = on("2026-01-01").list("price.pharmacy_margin.bracket", "rate", Unit::Ratio);
        assert_eq!(rates.unwrap().len(), 4);
    }
}
