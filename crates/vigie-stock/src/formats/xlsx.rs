//! Excel workbooks: the first sheet that has a header.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::csv::{Statement, same_value, take_text_row};
use super::header::{Column, Header, QUANTITY_SLOTS, SOLD};
use super::quantity;
use crate::Refusal;
use crate::collector::Collector;

/// Rows above the header that may hold a title.
const TITLE_ROWS: usize = 20;

/// Reads a workbook.
pub fn read(
    bytes: &[u8],
    collector: &mut Collector,
    row_limit: usize,
) -> Result<Statement, Refusal> {
    let unreadable = |place: &str| Refusal::Unreadable {
        format: "XLSX",
        place: place.to_owned(),
    };
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable(""))?;
    let mut first_refusal = None;
    for name in workbook.sheet_names() {
        let range = workbook
            .worksheet_range(&name)
            .map_err(|_| unreadable(&name))?;
        if range.height() > row_limit + TITLE_ROWS {
            return Err(Refusal::TooManyRows { limit: row_limit });
        }
        let first_row = range.start().map_or(0, |(row, _)| row);
        let rows: Vec<Vec<String>> = range
            .rows()
            .map(|cells| cells.iter().map(text_of).collect())
            .collect();
        match find_header(&rows) {
            Ok((index, header)) => {
                let body = rows.get(index + 1..).unwrap_or_default();
                return read_rows(&header, body, first_row + index as u32 + 2, collector);
            }
            Err(refusal) => first_refusal = first_refusal.or(Some(refusal)),
        }
    }
    Err(first_refusal.unwrap_or(Refusal::Empty))
}

fn find_header(rows: &[Vec<String>]) -> Result<(usize, Header), Refusal> {
    let mut first_refusal = None;
    for (index, cells) in rows.iter().enumerate().take(TITLE_ROWS) {
        match Header::parse(cells.iter().map(String::as_str)) {
            Ok(header) => return Ok((index, header)),
            Err(refusal) => first_refusal = first_refusal.or(Some(refusal)),
        }
    }
    Err(first_refusal.unwrap_or(Refusal::Empty))
}

fn read_rows(
    header: &Header,
    rows: &[Vec<String>],
    first_row: u32,
    collector: &mut Collector,
) -> Result<Statement, Refusal> {
    if header.has(Column::Quantity(SOLD)) {
        collector.set_states_sold();
    }
    if header.has(Column::Batch) {
        collector.set_sums_batches();
    }
    let (mut site, mut day) = (None, None);
    for (row, cells) in (first_row..)
        .zip(rows)
        .filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()))
    {
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
