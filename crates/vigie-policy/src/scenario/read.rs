//! Reading scenario files. All problems of a file are told at once.

use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::{Change, SCENARIO_SCHEMA, SCENARIO_VERSION, Scenario};
use crate::{Parameters, Problem, Sentence, Unit};

const FIELDS: [&str; 6] = ["schema", "version", "name", "note", "base_year", "change"];
const CHANGE_FIELDS: [&str; 4] = ["key", "value", "unit", "reason"];
const MOST_CHANGES: usize = 10_000;

impl Scenario {
    /// Reads a scenario written in TOML.
    ///
    /// ```
    /// use vigie_policy::{Parameters, Scenario};
    ///
    /// let file = r#"
    /// schema = "vigie-policy-scenario"
    /// version = 1
    /// name = "Seuil à 5 €"
    /// base_year = 2026
    ///
    /// [[change]]
    /// key = "exemption.price_threshold"
    /// unit = "eur_per_box"
    /// value = "5.00"
    /// "#;
    /// let scenario = Scenario::parse_toml(file, Parameters::shipped()).unwrap();
    /// assert_eq!(scenario.changes().count(), 1);
    /// ```
    pub fn parse_toml(text: &str, parameters: &Parameters) -> Result<Self, Vec<Problem>> {
        let parsed = basic_toml::from_str::<Value>(text);
        let value = parsed.map_err(|error| vec![unreadable("TOML", &error.to_string())])?;
        read(&value, parameters)
    }

    /// Reads a scenario written in JSON, with the same fields as in TOML.
    pub fn parse_json(text: &str, parameters: &Parameters) -> Result<Self, Vec<Problem>> {
        let parsed = serde_json::from_str::<Value>(text);
        let value = parsed.map_err(|error| vec![unreadable("JSON", &error.to_string())])?;
        read(&value, parameters)
    }

    /// Reads a scenario in either form: JSON begins with a brace.
    pub fn parse(text: &str, parameters: &Parameters) -> Result<Self, Vec<Problem>> {
        if text.trim_start().starts_with('{') {
            Self::parse_json(text, parameters)
        } else {
            Self::parse_toml(text, parameters)
        }
    }
}

fn read(value: &Value, parameters: &Parameters) -> Result<Scenario, Vec<Problem>> {
    let Some(file) = value.as_object() else {
        return Err(vec![wrong_kind("file", "un objet", "an object")]);
    };
    // A file of another schema or version has other fields: nothing else is worth saying about it.
    check_version(file).map_err(|problem| vec![problem])?;
    let mut problems = unknown_fields(file, &FIELDS, "");
    let name = text_of(file, "name", "name").unwrap_or_else(|problem| note(&mut problems, problem));
    let remark =
        optional_text(file, "note", "note").unwrap_or_else(|problem| note(&mut problems, problem));
    let year = year_of(file).unwrap_or_else(|problem| note(&mut problems, problem));
    // With a problem of its own already told, the year is replaced so that the changes can still be checked.
    let year = if problems.is_empty() {
        year
    } else {
        super::FIRST_YEAR
    };
    let mut scenario = Scenario::new(&name, &remark, year).map_err(|problem| {
        problems.push(problem);
        problems.clone()
    })?;
    for (index, change) in changes_of(file)
        .map_err(|problem| vec![problem])?
        .iter()
        .enumerate()
    {
        let place = format!("change {}", index + 1);
        if let Err(problem) = add_change(&mut scenario, parameters, change, &place, &mut problems) {
            problems.push(problem);
        }
    }
    if problems.is_empty() {
        Ok(scenario)
    } else {
        Err(problems)
    }
}

/// Keeps a problem and goes on with an empty value.
fn note<T: Default>(problems: &mut Vec<Problem>, problem: Problem) -> T {
    problems.push(problem);
    T::default()
}

fn check_version(file: &Map<String, Value>) -> Result<(), Problem> {
    if file.get("schema").and_then(Value::as_str) != Some(SCENARIO_SCHEMA) {
        let sentence = Sentence::new(
            format!(
                "Ce fichier n’est pas un scénario\u{a0}: il doit commencer par schema = \"{SCENARIO_SCHEMA}\"."
            ),
            format!(
                "This file is not a scenario: it must begin with schema = \"{SCENARIO_SCHEMA}\"."
            ),
        );
        return Err(Problem::new("not_a_scenario", "schema", sentence));
    }
    if file.get("version").and_then(Value::as_i64) != Some(SCENARIO_VERSION) {
        let sentence = Sentence::new(
            format!(
                "Ce scénario est d’une autre version\u{a0}; cette version de Vigie lit la version {SCENARIO_VERSION}."
            ),
            format!(
                "This scenario is of another version; this version of Vigie reads version {SCENARIO_VERSION}."
            ),
        );
        return Err(Problem::new("other_version", "version", sentence));
    }
    Ok(())
}

fn year_of(file: &Map<String, Value>) -> Result<i16, Problem> {
    let year = file.get("base_year").and_then(Value::as_i64);
    let year = year.and_then(|year| i16::try_from(year).ok());
    year.ok_or_else(|| wrong_kind("base_year", "une année comme 2026", "a year like 2026"))
}

fn changes_of(file: &Map<String, Value>) -> Result<&[Value], Problem> {
    let Some(changes) = file.get("change") else {
        return Ok(&[]);
    };
    let changes = changes
        .as_array()
        .filter(|changes| changes.len() <= MOST_CHANGES);
    let changes = changes.map(Vec::as_slice);
    changes.ok_or_else(|| wrong_kind("change", "une liste de modifications", "a list of changes"))
}

fn add_change(
    scenario: &mut Scenario,
    parameters: &Parameters,
    change: &Value,
    place: &str,
    problems: &mut Vec<Problem>,
) -> Result<(), Problem> {
    let fields = change
        .as_object()
        .ok_or_else(|| wrong_kind(place, "un objet", "an object"))?;
    problems.extend(unknown_fields(fields, &CHANGE_FIELDS, place));
    let key = text_of(fields, "key", place)?;
    let unit = text_of(fields, "unit", place)?;
    let unit = unit
        .parse::<Unit>()
        .map_err(|_| unknown_unit(place, &unit))?;
    let change = Change {
        value: decimal_of(fields, place)?,
        unit,
        reason: optional_text(fields, "reason", place)?,
    };
    if scenario.changes.contains_key(&key) {
        let sentence = Sentence::new(
            format!(
                "«\u{a0}{key}\u{a0}» est modifié deux fois\u{a0}: ne gardez qu’une modification."
            ),
            format!("“{key}” is changed twice: keep one change only."),
        );
        return Err(Problem::new("duplicate", place, sentence));
    }
    let set = scenario.set(parameters, &key, change);
    set.map_err(|problem| Problem {
        place: format!("{place}, {}", problem.place),
        ..problem
    })
}

fn unknown_fields(fields: &Map<String, Value>, known: &[&str], place: &str) -> Vec<Problem> {
    let unknown = fields.keys().filter(|name| !known.contains(&name.as_str()));
    unknown
        .map(|name| {
            let name = vigie_model::shown_name(name);
            let known = known.join(", ");
            let sentence = Sentence::new(
                format!(
                    "Le champ «\u{a0}{name}\u{a0}» n’existe pas ici\u{a0}: les champs sont {known}."
                ),
                format!("There is no field “{name}” here: the fields are {known}."),
            );
            let place = if place.is_empty() {
                name
            } else {
                place.to_owned()
            };
            Problem::new("unknown_field", place, sentence)
        })
        .collect()
}

fn text_of(fields: &Map<String, Value>, name: &str, place: &str) -> Result<String, Problem> {
    let text = fields.get(name).and_then(Value::as_str);
    let text = text.filter(|text| !text.trim().is_empty());
    text.map(str::to_owned).ok_or_else(|| missing(name, place))
}

fn optional_text(fields: &Map<String, Value>, name: &str, place: &str) -> Result<String, Problem> {
    match fields.get(name) {
        None => Ok(String::new()),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(_) => Err(missing(name, place)),
    }
}

/// A value between quotes is exact; a bare number is read by the digits it is written with.
fn decimal_of(fields: &Map<String, Value>, place: &str) -> Result<Decimal, Problem> {
    let text = match fields.get("value") {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => return Err(missing("value", place)),
    };
    let read = Decimal::from_str_exact(&text).or_else(|_| Decimal::from_scientific(&text));
    read.map_err(|_| {
        let text = vigie_model::shown_name(&text);
        let sentence = Sentence::new(
            format!("«\u{a0}{text}\u{a0}» n’est pas un nombre\u{a0}: écrivez-le avec un point, comme \"5.50\"."),
            format!("“{text}” is not a number: write it with a point, like \"5.50\"."),
        );
        Problem::new("bad_value", place, sentence)
    })
}

fn missing(name: &str, place: &str) -> Problem {
    let sentence = Sentence::new(
        format!("Le champ «\u{a0}{name}\u{a0}» manque ou n’est pas un texte\u{a0}: complétez-le."),
        format!("The field “{name}” is missing or not a text: fill it in."),
    );
    Problem::new("missing_field", place, sentence)
}

fn wrong_kind(place: &str, french: &str, english: &str) -> Problem {
    let sentence = Sentence::new(
        format!("«\u{a0}{place}\u{a0}» doit être {french}."),
        format!("“{place}” must be {english}."),
    );
    Problem::new("wrong_kind", place, sentence)
}

fn unknown_unit(place: &str, unit: &str) -> Problem {
    let unit = vigie_model::shown_name(unit);
    let known = Unit::ALL.map(Unit::code).join(", ");
    let sentence = Sentence::new(
        format!("«\u{a0}{unit}\u{a0}» n’est pas une unité\u{a0}: les unités sont {known}."),
        format!("“{unit}” is not a unit: the units are {known}."),
    );
    Problem::new("unknown_unit", place, sentence)
}

fn unreadable(form: &str, error: &str) -> Problem {
    let error = vigie_model::shown(error, 200);
    let sentence = Sentence::new(
        format!(
            "Ce fichier n’est pas du {form} lisible ({error})\u{a0}: corrigez la ligne indiquée."
        ),
        format!("This file is not readable {form} ({error}): correct the line named."),
    );
    Problem::new("unreadable", "file", sentence)
}
