//! Writing scenario files: the same scenario gives the same bytes.

use std::fmt::Write;

use serde::Serialize;

use super::{SCENARIO_SCHEMA, SCENARIO_VERSION, Scenario};
use crate::Unit;

#[derive(Serialize)]
struct File<'scenario> {
    schema: &'static str,
    version: i64,
    name: &'scenario str,
    note: &'scenario str,
    base_year: i16,
    change: Vec<FileChange<'scenario>>,
}

#[derive(Serialize)]
struct FileChange<'scenario> {
    key: &'scenario str,
    value: String,
    unit: Unit,
    reason: &'scenario str,
}

impl Scenario {
    /// The canonical file in TOML: changes in the order of their keys, values without useless zeros.
    pub fn to_toml(&self) -> String {
        let mut text = String::new();
        // Writing into a String cannot fail.
        let _ = self.write_toml(&mut text);
        text
    }

    /// The canonical file in JSON, with the same content.
    pub fn to_json(&self) -> String {
        let change = self.changes.iter().map(|(key, change)| FileChange {
            key,
            value: change.value.normalize().to_string(),
            unit: change.unit,
            reason: &change.reason,
        });
        let file = File {
            schema: SCENARIO_SCHEMA,
            version: SCENARIO_VERSION,
            name: &self.name,
            note: &self.note,
            base_year: self.base_year,
            change: change.collect(),
        };
        // Texts and numbers alone always become JSON.
        let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
        text.push('\n');
        text
    }

    /// BLAKE3 of the canonical TOML, in hexadecimal: two scenarios with the same digest give the same numbers.
    pub fn digest(&self) -> String {
        blake3::hash(self.to_toml().as_bytes()).to_hex().to_string()
    }

    fn write_toml(&self, text: &mut String) -> std::fmt::Result {
        writeln!(text, "schema = {}", quoted(SCENARIO_SCHEMA))?;
        writeln!(text, "version = {SCENARIO_VERSION}")?;
        writeln!(text, "name = {}", quoted(&self.name))?;
        writeln!(text, "note = {}", quoted(&self.note))?;
        writeln!(text, "base_year = {}", self.base_year)?;
        for (key, change) in &self.changes {
            writeln!(text, "\n[[change]]")?;
            writeln!(text, "key = {}", quoted(key))?;
            writeln!(text, "value = \"{}\"", change.value.normalize())?;
            writeln!(text, "unit = \"{}\"", change.unit)?;
            writeln!(text, "reason = {}", quoted(&change.reason))?;
        }
        Ok(())
    }
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}
