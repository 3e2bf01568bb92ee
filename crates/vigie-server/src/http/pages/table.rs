//! Tables as files: CSV, and a spreadsheet for people who work in one.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use vigie_model::Day;

/// Rows as CSV, with `;` between columns.
pub fn csv_text<const COLUMNS: usize>(
    header: [&str; COLUMNS],
    rows: impl Iterator<Item = [String; COLUMNS]>,
) -> Result<String, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .from_writer(Vec::new());
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(row)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The same as a spreadsheet of one sheet: what is a number is one there, but for the `texts` first columns, which are
/// codes and names. `day` is what the file says it was made on, so that the same rows give the same bytes.
///
/// # Errors
/// More rows than a sheet can hold.
pub fn spreadsheet<const COLUMNS: usize>(
    header: [&str; COLUMNS],
    rows: impl Iterator<Item = [String; COLUMNS]>,
    texts: u16,
    day: Day,
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let date = day.date();
    let made_on = ExcelDateTime::from_ymd(
        date.year().unsigned_abs(),
        date.month().unsigned_abs(),
        date.day().unsigned_abs(),
    )?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made_on));
    let sheet = workbook.add_worksheet();
    let bold = Format::new().set_bold();
    for (column, name) in (0..).zip(header) {
        sheet.write_with_format(0, column, name, &bold)?;
    }
    for (place, row) in (1..).zip(rows) {
        for (column, text) in (0..).zip(row) {
            match text.parse::<f64>() {
                Ok(number) if column >= texts && number.is_finite() => {
                    sheet.write_number(place, column, number)?
                }
                _ => sheet.write_string(place, column, text)?,
            };
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    workbook.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;

    fn sheet() -> Vec<u8> {
        let row = ["3400935955838", "Doliprane", "0.76", "inf", ""].map(str::to_owned);
        let header = ["cip13", "medicine", "price", "edge", "boxes"];
        let day = "2026-05-26".parse().unwrap();
        spreadsheet(header, std::iter::once(row), 2, day).unwrap()
    }

    #[test]
    fn codes_stay_texts_and_prices_are_numbers() {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(sheet())).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        let rows: Vec<&[Data]> = sheet.rows().collect();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0][2], Data::String("price".to_owned()));
        assert_eq!(rows[1][0], Data::String("3400935955838".to_owned()));
        assert_eq!(rows[1][2], Data::Float(0.76));
        // No number that a spreadsheet could hold.
        assert_eq!(rows[1][3], Data::String("inf".to_owned()));
    }

    #[test]
    fn the_same_rows_give_the_same_bytes() {
        assert_eq!(sheet(), sheet());
    }
}
