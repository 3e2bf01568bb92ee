//! Excel workbooks: the first sheet that has a header.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx, XlsxError};

use super::ReadLimits;
use super::csv::{Statement, same_value, take_text_row};
use super::header::{Column, Header, QUANTITY_SLOTS, SOLD};
use super::quantity;
use super::unpacked::check_workbook;
use crate::Refusal;
use crate::collector::Collector;

/// Rows above the header that may hold a title.
const TITLE_ROWS: usize = 20;

/// Columns beyond this one are not read.
const MOST_COLUMNS: usize = 256;
/// Cells of one sheet, empty ones within rows included: bounds memory, as a file of a few bytes may name a cell in the
/// last column of row one million.
const MOST_CELLS: usize = 8 << 20;

/// A row of a sheet, by its number from 1.
pub type Rows = BTreeMap<u32, Vec<String>>;

/// Reads a workbook.
pub fn read(
    bytes: &[u8],
    collector: &mut Collector,
    limits: ReadLimits,
) -> Result<Statement, Refusal> {
    let mut workbook = open(bytes, limits.plain_bytes)?;
    let mut first_refusal = None;
    for name in workbook.sheet_names() {
        let rows = read_sheet(&mut workbook, &name, limits.rows)?;
        match find_header(&rows) {
            Ok((row, header)) => return read_rows(&header, rows.range(row + 1..), collector),
            Err(refusal) => first_refusal = first_refusal.or(Some(refusal)),
        }
    }
    Err(first_refusal.unwrap_or(Refusal::Empty))
}

/// The rows of the sheet that has the most, with their numbers from 1: others hold titles and explanations.
pub fn read_longest_sheet(
    bytes: &[u8],
    limit_bytes: u64,
    row_limit: usize,
) -> Result<Rows, Refusal> {
    let mut workbook = open(bytes, limit_bytes)?;
    let mut longest = Rows::new();
    for name in workbook.sheet_names() {
        let rows = read_sheet(&mut workbook, &name, row_limit)?;
        if rows.len() > longest.len() {
            longest = rows;
        }
    }
    Ok(longest)
}

fn open(bytes: &[u8], limit_bytes: u64) -> Result<Xlsx<Cursor<&[u8]>>, Refusal> {
    check_workbook(bytes, limit_bytes)?;
    Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable(String::new()))
}

fn read_sheet(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    row_limit: usize,
) -> Result<Rows, Refusal> {
    let mut rows = Rows::new();
    let mut cells = match workbook.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        // A sheet that holds a chart.
        Err(XlsxError::NotAWorksheet(_)) => return Ok(rows),
        Err(_) => return Err(unreadable(name.to_owned())),
    };
    let mut cell_count = 0;
    while let Some(cell) = cells.next_cell().map_err(|_| unreadable(name.to_owned()))? {
        let text = text_of(&cell.get_value().clone().into());
        let (row, column) = cell.get_position();
        let column = column as usize;
        if text.is_empty() || column >= MOST_COLUMNS {
            continue;
        }
        let texts = rows.entry(row.saturating_add(1)).or_default();
        cell_count += (column + 1).saturating_sub(texts.len());
        texts.resize(texts.len().max(column + 1), String::new());
        if let Some(place) = texts.get_mut(column) {
            *place = text;
        }
        if rows.len() > row_limit + TITLE_ROWS || cell_count > MOST_CELLS {
            return Err(Refusal::TooManyRows { limit: row_limit });
        }
    }
    Ok(rows)
}

fn unreadable(place: String) -> Refusal {
    Refusal::Unreadable {
        format: "XLSX",
        place,
    }
}

/// The header and its row.
fn find_header(rows: &Rows) -> Result<(u32, Header), Refusal> {
    let mut first_refusal = None;
    for (&row, cells) in rows.iter().take(TITLE_ROWS) {
        match Header::parse(cells.iter().map(String::as_str)) {
            Ok(header) => return Ok((row, header)),
            Err(refusal) => first_refusal = first_refusal.or(Some(refusal)),
        }
    }
    Err(first_refusal.unwrap_or(Refusal::Empty))
}

fn read_rows<'a>(
    header: &Header,
    rows: impl Iterator<Item = (&'a u32, &'a Vec<String>)>,
    collector: &mut Collector,
) -> Result<Statement, Refusal> {
    if header.has(Column::Quantity(SOLD)) {
        collector.set_states_sold();
    }
    if header.has(Column::Batch) {
        collector.set_sums_batches();
    }
    let (mut site, mut day) = (None, None);
    for (&row, cells) in rows {
        let mut code = "";
        let mut slots = [""; QUANTITY_SLOTS];
        for (column, cell) in header.columns.iter().zip(cells) {
            match *column {
                Column::Pack => code = cell,
                Column::Quantity(slot) => {
                    if let Some(place) = slots.get_mut(slot) {
                        *place = cell;
                    }
                }
                Column::Site => same_value("site", &mut site, cell, row)?,
                Column::Day => same_value("date", &mut day, cell, row)?,
                Column::Batch | Column::Ignored => {}
            }
        }
        take_text_row(collector, row, code, &slots);
    }
    Ok(Statement {
        site,
        day: day.as_deref().map(quantity::parse_day).transpose()?,
        ignored_columns: header.ignored.clone(),
    })
}

/// A cell as its sender sees it. A code stored as a number is whole again, since 13 digits fit a double exactly.
fn text_of(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(text) => text.trim().to_owned(),
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            format!("{number:.0}")
        }
        Data::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        other => other.to_string(),
    }
}
