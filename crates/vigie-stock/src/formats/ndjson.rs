//! JSON reports: one object a line, or an array of objects.

use serde_json::{Map, Value};

use super::csv::{Statement, same_value, take_text_row};
use super::header::{Column, Header, QUANTITY_SLOTS, SOLD, columns_of};
use super::quantity;
use crate::Refusal;
use crate::collector::Collector;

/// Longest object.
const LONGEST_OBJECT: usize = 64 << 10;

/// Reads JSON objects that arrive in pieces of any size. Objects are found by counting braces outside strings, so
/// that lines, arrays and pretty-printed files are read alike.
#[derive(Debug, Default)]
pub struct NdjsonReader {
    object: Vec<u8>,
    depth: u32,
    in_string: bool,
    escaped: bool,
    row: u32,
    header: Option<Header>,
    site: Option<String>,
    day_text: Option<String>,
}

impl NdjsonReader {
    /// Reads one more piece.
    pub fn push(&mut self, piece: &[u8], collector: &mut Collector) -> Result<(), Refusal> {
        for &byte in piece {
            self.push_byte(byte, collector)?;
        }
        Ok(())
    }

    fn push_byte(&mut self, byte: u8, collector: &mut Collector) -> Result<(), Refusal> {
        if self.depth == 0 {
            match byte {
                b'{' => {}
                b'[' | b']' | b',' | b' ' | b'\t' | b'\r' | b'\n' | 0xEF | 0xBB | 0xBF => {
                    return Ok(());
                }
                _ => return Err(self.unreadable()),
            }
        }
        self.object.push(byte);
        if self.object.len() > LONGEST_OBJECT {
            return Err(self.unreadable());
        }
        self.follow(byte);
        if self.depth == 0 {
            self.read_object(collector)
        } else {
            Ok(())
        }
    }

    fn follow(&mut self, byte: u8) {
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' if self.in_string => self.escaped = true,
            b'"' => self.in_string = !self.in_string,
            b'{' if !self.in_string => self.depth += 1,
            b'}' if !self.in_string => self.depth -= 1,
            _ => {}
        }
    }

    fn read_object(&mut self, collector: &mut Collector) -> Result<(), Refusal> {
        self.row += 1;
        let object: Map<String, Value> =
            serde_json::from_slice(&self.object).map_err(|_| self.unreadable())?;
        self.object.clear();
        let names: Vec<&str> = object.keys().map(String::as_str).collect();
        if self.header.is_none() {
            self.header = Some(Header::parse(names.iter().copied())?);
        }
        let mut code = String::new();
        let mut texts: [String; QUANTITY_SLOTS] = Default::default();
        for (column, value) in columns_of(&names).into_iter().zip(object.values()) {
            let text = text_of(value);
            match column {
                Column::Pack => code = text,
                Column::Quantity(slot) => {
                    if slot == SOLD {
                        collector.set_states_sold();
                    }
                    if let Some(place) = texts.get_mut(slot) {
                        *place = text;
                    }
                }
                Column::Site => same_value("site", &mut self.site, &text, self.row)?,
                Column::Day => same_value("date", &mut self.day_text, &text, self.row)?,
                Column::Batch => collector.set_sums_batches(),
                Column::Ignored => {}
            }
        }
        take_text_row(
            collector,
            self.row,
            &code,
            &texts.each_ref().map(String::as_str),
        );
        Ok(())
    }

    fn unreadable(&self) -> Refusal {
        Refusal::Unreadable {
            format: "JSON",
            place: format!("object {}", self.row.max(1)),
        }
    }

    /// Says what the file says of itself.
    pub fn finish(self, _collector: &mut Collector) -> Result<Statement, Refusal> {
        if self.depth != 0 {
            return Err(Refusal::Unreadable {
                format: "JSON",
                place: format!("object {}", self.row + 1),
            });
        }
        Ok(Statement {
            site: self.site,
            day: self
                .day_text
                .as_deref()
                .map(quantity::parse_day)
                .transpose()?,
            ignored_columns: self.header.map(|header| header.ignored).unwrap_or_default(),
        })
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    }
}
