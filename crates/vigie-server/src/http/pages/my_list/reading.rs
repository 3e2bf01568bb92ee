//! What the lines of a list mean.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;

use vigie_catalogue::{Catalogue, FormularyColumns, Meaning, Puzzle};
use vigie_model::FormularyItem;
use vigie_pages::{Matter, TypedLine, UnsettledLine};
use vigie_stock::TableRow;

/// Begins the name of a field with the answer to a line.
const ANSWER: &str = "answer-";
/// Longest text of a line that is shown again, in characters.
const SHOWN_CHARACTERS: usize = 120;
/// Lines shown of one entry.
const SHOWN_LINES: usize = 3;

/// A list as it was understood.
#[derive(Debug, Default)]
pub struct Reading {
    /// The list as text, answers put in front of their lines.
    pub text: String,
    /// Lines with something in them, without one of titles.
    pub lines: u64,
    /// Lines that may mean several medicines.
    pub ambiguous: u64,
    /// Lines that mean nothing.
    pub unknown: u64,
    /// Entries, each with the lines that name it.
    pub entries: BTreeMap<FormularyItem, Vec<TypedLine>>,
    /// Lines that wait for an answer, each text once.
    pub unsettled: Vec<UnsettledLine>,
    /// Their fields.
    fields: HashSet<String>,
}

impl Reading {
    /// Reads the lines of a list; `answers` are the fields of a form, of which those of unsettled lines count.
    pub fn of<'a>(
        catalogue: &Catalogue,
        rows: &[TableRow],
        answers: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let answers: HashMap<&str, FormularyItem> = answers
            .filter(|(name, _)| name.starts_with(ANSWER))
            .filter_map(|(name, code)| Some((name, known_item(catalogue, code)?)))
            .collect();
        let header = rows.first().and_then(|first| header_of(catalogue, first));
        let mut reading = Self::default();
        let mut asked: HashMap<&str, Meaning> = HashMap::new();
        for (place, row) in rows.iter().enumerate() {
            if place == 0 && header.is_some() {
                reading.keep(&row.text);
                continue;
            }
            reading.lines += 1;
            let field = field_of(&row.text);
            if let Some(item) = answers.get(field.as_str()) {
                reading.keep(&answered(*item, &row.text));
                reading.enter(*item, row);
                continue;
            }
            reading.keep(&row.text);
            let understand =
                || catalogue.understand(&row.text, &row.cells, header.unwrap_or_default());
            let meaning = asked.entry(&row.text).or_insert_with(understand);
            reading.take(catalogue, row, field, meaning);
        }
        reading
    }

    /// A list that is known by its entries: each as a line.
    pub fn of_items(catalogue: &Catalogue, items: &BTreeSet<FormularyItem>) -> Self {
        let mut reading = Self::default();
        for (number, item) in (1..).zip(items) {
            let text = format!("{item} {}", name_of(catalogue, *item).unwrap_or_default());
            let text = text.trim_end();
            reading.keep(text);
            if known(catalogue, *item) {
                reading.entries.entry(*item).or_default();
            } else {
                reading.unknown += 1;
                reading.unsettled.push(UnsettledLine {
                    number,
                    text: text.to_owned(),
                    field: field_of(text),
                    matter: Matter::UnknownCode,
                });
            }
        }
        reading
    }

    fn keep(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn enter(&mut self, item: FormularyItem, row: &TableRow) {
        let lines = self.entries.entry(item).or_default();
        if lines.len() < SHOWN_LINES {
            lines.push(TypedLine {
                number: row.number,
                text: shown(&row.text),
            });
        }
    }

    fn take(&mut self, catalogue: &Catalogue, row: &TableRow, field: String, meaning: &Meaning) {
        let matter = match meaning {
            Meaning::ByCode(item) => return self.enter(*item, row),
            Meaning::ByName(cis) => return self.enter(FormularyItem::Medicine(*cis), row),
            Meaning::OneOf { medicines, total } => {
                self.ambiguous += 1;
                let choice = |item| Some((item_code(item), name_of(catalogue, item)?));
                let items = medicines.iter().map(|cis| FormularyItem::Medicine(*cis));
                Matter::Choose {
                    choices: items.filter_map(choice).collect(),
                    total: *total as u64,
                }
            }
            Meaning::Nothing(puzzle) => {
                self.unknown += 1;
                matter_of(puzzle)
            }
        };
        if self.fields.insert(field.clone()) {
            self.unsettled.push(UnsettledLine {
                number: row.number,
                text: shown(&row.text),
                field,
                matter,
            });
        }
    }
}

fn item_code(item: FormularyItem) -> String {
    item.to_string()
}

fn matter_of(puzzle: &Puzzle) -> Matter {
    match puzzle {
        Puzzle::Empty => Matter::Nothing,
        Puzzle::UnknownCode(_) => Matter::UnknownCode,
        Puzzle::WrongCode(_) => Matter::WrongCode,
        Puzzle::DamagedCode(_) => Matter::DamagedCode,
        Puzzle::DispensingUnit(_) => Matter::DispensingUnit,
        Puzzle::UnknownName => Matter::UnknownName,
    }
}

/// A first line of titles holds no code that the catalogue knows.
fn header_of(catalogue: &Catalogue, first: &TableRow) -> Option<FormularyColumns> {
    let columns = FormularyColumns::of_header(&first.cells)?;
    let meaning = catalogue.understand(&first.text, &first.cells, FormularyColumns::default());
    (!matches!(meaning, Meaning::ByCode(_))).then_some(columns)
}

fn known(catalogue: &Catalogue, item: FormularyItem) -> bool {
    name_of(catalogue, item).is_some()
}

/// The name of a medicine, or of that of a pack; `None` when the catalogue does not have it.
fn name_of(catalogue: &Catalogue, item: FormularyItem) -> Option<String> {
    let cis = match item {
        FormularyItem::Medicine(cis) => cis,
        FormularyItem::Pack(cip13) => catalogue.pack(cip13)?.cis(),
    };
    Some(catalogue.medicine(cis)?.name().to_owned())
}

fn known_item(catalogue: &Catalogue, code: &str) -> Option<FormularyItem> {
    let item = FormularyItem::from_code(code.trim().parse().ok()?)?;
    known(catalogue, item).then_some(item)
}

/// The name of the field that holds the answer to a line: of its text, so that it stays when lines are added above.
fn field_of(text: &str) -> String {
    let digest = blake3::hash(text.as_bytes());
    let mut field = ANSWER.to_owned();
    for byte in digest.as_bytes().iter().take(8) {
        // Writing to a string cannot fail.
        let _ = write!(field, "{byte:02x}");
    }
    field
}

/// A line with its answer, in a cell of its own where the line has cells.
fn answered(item: FormularyItem, text: &str) -> String {
    let separator = ['\t', ';', '|']
        .into_iter()
        .find(|sign| text.contains(*sign));
    format!("{item}{}{text}", separator.unwrap_or(' '))
}

fn shown(text: &str) -> String {
    vigie_model::shown(&text.replace('\t', " "), SHOWN_CHARACTERS)
}
