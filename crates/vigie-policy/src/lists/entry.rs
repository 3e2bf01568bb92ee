//! Reading a list of medicines by substance or ATC class, with route and form where they are given.

use serde::Serialize;
use vigie_model::Atc;

use crate::{Problem, Sentence};

const UNION_LIST: &str = include_str!("../../../../data/union-list/union_list_atc.csv");
const MOST_ROWS: usize = 200_000;

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListEntry {
    /// Its row in the file, the header being row 1.
    pub row: usize,
    /// ATC class, of any level.
    pub atc: Option<Atc>,
    /// Substance or substances, as written.
    pub substance: Option<String>,
    /// Route of administration, as written.
    pub route: Option<String>,
    /// Form, as written.
    pub form: Option<String>,
}

/// A row that could not be read, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnreadRow {
    /// Its row in the file, the header being row 1.
    pub row: usize,
    /// Why, for people.
    pub sentence: Sentence,
}

/// Reads a list in CSV, between commas, semicolons or tabulators, as [`read_list_rows`] reads its rows.
pub fn read_list(text: &str) -> Result<(Vec<ListEntry>, Vec<UnreadRow>), Problem> {
    let text = text.trim_start_matches('\u{feff}');
    let lines = text
        .lines()
        .zip(1_usize..)
        .filter(|(line, _)| !line.trim().is_empty());
    let header = lines.clone().next().map_or("", |(line, _)| line);
    let separator = [';', '\t', ',']
        .into_iter()
        .max_by_key(|separator| header.matches(*separator).count())
        .unwrap_or(',');
    read_list_rows(lines.map(|(line, row)| (row, fields_of(line, separator))))
}

/// Reads the rows of a list, each with its place in the file; the first one names the columns, in any order: `atc` (or
/// `atc_code`, `code atc`), `substance` (or `inn`, `dci`, `who_name`, `name`), `route` (or `voie`), `form` (or `forme`).
/// Rows that cannot be read are told, and the rest is read.
pub fn read_list_rows(
    mut rows: impl Iterator<Item = (usize, Vec<String>)>,
) -> Result<(Vec<ListEntry>, Vec<UnreadRow>), Problem> {
    let header = rows.next().map_or_else(Vec::new, |(_, fields)| fields);
    let names: Vec<String> = header
        .iter()
        .map(|name| name.trim().to_lowercase())
        .collect();
    let column = |known: &[&str]| names.iter().position(|name| known.contains(&name.as_str()));
    let atc = column(&["atc", "atc_code", "code atc", "code_atc", "atc code"]);
    let substance = column(&[
        "substance",
        "inn",
        "dci",
        "who_name",
        "name",
        "nom",
        "active substance",
    ]);
    let route = column(&["route", "voie", "route of administration"]);
    let form = column(&["form", "forme", "pharmaceutical form"]);
    if atc.is_none() && substance.is_none() {
        return Err(no_column());
    }
    let (mut entries, mut unread) = (Vec::new(), Vec::new());
    for (row, fields) in rows.take(MOST_ROWS) {
        let field = |place: Option<usize>| {
            let value = place
                .and_then(|place| fields.get(place))
                .map(|value| value.trim());
            value.filter(|value| !value.is_empty()).map(str::to_owned)
        };
        let code = field(atc);
        let class = code
            .as_deref()
            .map(|code| code.to_uppercase().parse::<Atc>());
        match (class, field(substance)) {
            (Some(Err(_)), _) => unread.push(bad_code(row, code.as_deref().unwrap_or_default())),
            (None, None) => unread.push(empty(row)),
            (class, substance) => entries.push(ListEntry {
                row,
                atc: class.and_then(Result::ok),
                substance,
                route: field(route),
                form: field(form),
            }),
        }
    }
    Ok((entries, unread))
}

/// The Union list of critical medicines that Vigie ships: 299 ATC codes without route or form.
pub fn union_list() -> Vec<ListEntry> {
    read_list(UNION_LIST).map_or_else(|_| Vec::new(), |(entries, _)| entries)
}

/// Fields of a line, quotes around a field taken away; a separator inside quotes belongs to the field.
fn fields_of(line: &str, separator: char) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut is_quoted = false;
    for letter in line.chars() {
        if letter == '"' {
            is_quoted = !is_quoted;
        } else if letter == separator && !is_quoted {
            fields.push(String::new());
        } else if let Some(field) = fields.last_mut() {
            field.push(letter);
        }
    }
    fields
}

fn no_column() -> Problem {
    let sentence = Sentence::new(
        "Cette liste n’a ni colonne «\u{a0}atc\u{a0}» ni colonne «\u{a0}substance\u{a0}»\u{a0}: nommez-les sur la première ligne.",
        "This list has neither a column “atc” nor a column “substance”: name them on the first line.",
    );
    Problem::new("no_column", "row 1", sentence)
}

fn bad_code(row: usize, code: &str) -> UnreadRow {
    let code = vigie_model::shown_name(code);
    UnreadRow {
        row,
        sentence: Sentence::new(
            format!(
                "«\u{a0}{code}\u{a0}» n’est pas un code ATC\u{a0}: corrigez-le, ou videz la case et donnez la substance."
            ),
            format!(
                "“{code}” is not an ATC code: correct it, or empty the field and give the substance."
            ),
        ),
    }
}

fn empty(row: usize) -> UnreadRow {
    UnreadRow {
        row,
        sentence: Sentence::new(
            "Cette ligne n’a ni code ATC ni substance\u{a0}: donnez l’un ou l’autre.",
            "This row has neither an ATC code nor a substance: give one or the other.",
        ),
    }
}
