//! Reading the inputs of a calculator.

use rust_decimal::{Decimal, prelude::ToPrimitive};
use serde_json::{Map, Value};
use vigie_model::Day;

use crate::{Parameters, Problem, Reading, Sentence};

/// The year whose rules hold when an input names none.
const YEAR_BY_DEFAULT: i16 = 2026;

/// The inputs of one run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Input<'json> {
    fields: &'json Map<String, Value>,
}

impl<'json> Input<'json> {
    pub(super) fn new(fields: &'json Map<String, Value>) -> Self {
        Self { fields }
    }

    /// The value of an input; null is as good as absent.
    pub(super) fn find(self, name: &str) -> Option<&'json Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn find_number(self, name: &str) -> Result<Option<f64>, Problem> {
        self.find(name)
            .map(|value| number_of(value).ok_or_else(|| wrong(name, "un nombre", "a number")))
            .transpose()
    }

    pub(super) fn number(self, name: &str) -> Result<f64, Problem> {
        self.find_number(name)?.ok_or_else(|| missing(name))
    }

    /// The first of several names that is there.
    pub(super) fn find_number_of(self, names: &[&str]) -> Result<Option<f64>, Problem> {
        let name = names.iter().find(|name| self.find(name).is_some());
        name.map_or(Ok(None), |name| self.find_number(name))
    }

    pub(super) fn number_of(self, names: &[&str]) -> Result<f64, Problem> {
        let found = self.find_number_of(names)?;
        found.ok_or_else(|| missing(names.first().copied().unwrap_or_default()))
    }

    pub(super) fn find_decimal(self, name: &str) -> Result<Option<Decimal>, Problem> {
        self.find(name)
            .map(|value| decimal_of(value).ok_or_else(|| wrong(name, "un nombre", "a number")))
            .transpose()
    }

    pub(super) fn decimal(self, name: &str) -> Result<Decimal, Problem> {
        self.find_decimal(name)?.ok_or_else(|| missing(name))
    }

    pub(super) fn whole(self, name: &str) -> Result<u64, Problem> {
        let value = self.find(name).ok_or_else(|| missing(name))?;
        whole_of(value)
            .ok_or_else(|| wrong(name, "un nombre entier positif", "a positive whole number"))
    }

    pub(super) fn list(self, name: &str) -> Result<&'json [Value], Problem> {
        let value = self.find(name).ok_or_else(|| missing(name))?;
        let list = value.as_array().map(Vec::as_slice);
        list.ok_or_else(|| wrong(name, "une liste", "a list"))
    }

    pub(super) fn numbers(self, name: &str) -> Result<Vec<f64>, Problem> {
        numbers_of(self.list(name)?, name)
    }

    pub(super) fn find_numbers(self, name: &str) -> Result<Option<Vec<f64>>, Problem> {
        self.find(name).map(|_| self.numbers(name)).transpose()
    }

    pub(super) fn decimals(self, name: &str) -> Result<Vec<Decimal>, Problem> {
        decimals_of(self.list(name)?, name)
    }

    /// Rows of numbers; null is `None`.
    pub(super) fn table(self, name: &str) -> Result<Vec<Vec<Option<f64>>>, Problem> {
        let cell = |value: &Value| {
            if value.is_null() {
                return Ok(None);
            }
            number_of(value)
                .map(Some)
                .ok_or_else(|| wrong(name, "une table de nombres", "a table of numbers"))
        };
        let row = |value: &Value| {
            let row = value
                .as_array()
                .ok_or_else(|| wrong(name, "une table de nombres", "a table of numbers"))?;
            row.iter().map(cell).collect()
        };
        self.list(name)?.iter().map(row).collect()
    }

    /// A list of objects.
    pub(super) fn rows(self, name: &str) -> Result<Vec<Input<'json>>, Problem> {
        let row = |value: &'json Value| {
            let fields = value
                .as_object()
                .ok_or_else(|| wrong(name, "une liste d’objets", "a list of objects"))?;
            Ok(Input::new(fields))
        };
        self.list(name)?.iter().map(row).collect()
    }

    pub(super) fn text(self, name: &str) -> Option<&'json str> {
        self.find(name).and_then(Value::as_str)
    }

    /// The outputs asked for by name; those of a default when none are.
    pub(super) fn wanted(self, by_default: &[&str]) -> Vec<String> {
        let wanted = self.find("outputs").and_then(Value::as_array);
        match wanted {
            Some(names) => names
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            None => by_default.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    /// The rules of the last day of the year that the input names.
    pub(super) fn reading(self) -> Result<Reading<'static>, Problem> {
        let year = match self.find("year") {
            None => Some(YEAR_BY_DEFAULT),
            Some(value) => whole_of(value).and_then(|year| i16::try_from(year).ok()),
        };
        let day = year.and_then(|year| Day::from_ymd(year, 12, 31));
        let day = day.ok_or_else(|| wrong("year", "une année comme 2026", "a year like 2026"))?;
        Ok(Reading::new(Parameters::shipped(), day))
    }
}

/// A number, or a text that is one.
pub(super) fn number_of(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number| number.is_finite())
}

/// The number by the digits that it is written with.
pub(super) fn decimal_of(value: &Value) -> Option<Decimal> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        _ => return None,
    };
    let read = text.parse().or_else(|_| Decimal::from_scientific(&text));
    read.ok()
}

pub(super) fn whole_of(value: &Value) -> Option<u64> {
    let number = number_of(value)?;
    let is_whole = number.fract() == 0.0 && (0.0..=9e15).contains(&number);
    is_whole.then_some(number as u64)
}

pub(super) fn numbers_of(values: &[Value], name: &str) -> Result<Vec<f64>, Problem> {
    let number = |value: &Value| {
        number_of(value).ok_or_else(|| wrong(name, "une liste de nombres", "a list of numbers"))
    };
    values.iter().map(number).collect()
}

pub(super) fn decimals_of(values: &[Value], name: &str) -> Result<Vec<Decimal>, Problem> {
    let number = |value: &Value| {
        decimal_of(value).ok_or_else(|| wrong(name, "une liste de nombres", "a list of numbers"))
    };
    values.iter().map(number).collect()
}

/// A decimal as a JSON number; null for one that is not known.
pub(super) fn json(value: impl Into<Option<Decimal>>) -> Value {
    let number = value.into().and_then(|value| value.to_f64());
    number.map_or(Value::Null, Value::from)
}

pub(super) fn missing(name: &str) -> Problem {
    let sentence = Sentence::new(
        format!("L’entrée «\u{a0}{name}\u{a0}» manque\u{a0}: ajoutez-la."),
        format!("The input “{name}” is missing: add it."),
    );
    Problem::new("missing_input", name, sentence)
}

pub(super) fn wrong(name: &str, french: &str, english: &str) -> Problem {
    let sentence = Sentence::new(
        format!("L’entrée «\u{a0}{name}\u{a0}» doit être {french}."),
        format!("The input “{name}” must be {english}."),
    );
    Problem::new("wrong_kind", name, sentence)
}
