//! A list as a file: CSV or Parquet, as `Accept` or `format` asks. Both have the same columns.

use std::fmt::Write as _;
use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, Date32Array, Float64Array, StringArray, UInt64Array};
use arrow::record_batch::RecordBatch;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use vigie_model::{Day, Language};
use vigie_stock::picture::Completeness;

use super::place::Place;
use crate::http::problem::Problem;
use crate::system::SystemError;

const CSV: &str = "text/csv";
/// As registered: <https://www.iana.org/assignments/media-types/application/vnd.apache.parquet>.
const PARQUET: &str = "application/vnd.apache.parquet";

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// Text with a header, `;` between columns and UTF-8.
    Csv,
    /// Apache Parquet, with zstd.
    Parquet,
}

/// How a column is read from a row.
pub enum Read<R> {
    /// Text; `None` is written as nothing.
    Text(fn(&R) -> Option<&str>),
    /// A whole number.
    Whole(fn(&R) -> Option<u64>),
    /// A number with decimals.
    Decimal(fn(&R) -> Option<f64>),
    /// Yes or no.
    Truth(fn(&R) -> bool),
    /// A day.
    Day(fn(&R) -> Option<Day>),
}

/// The name of a column, and how it is read.
pub type Column<R> = (&'static str, Read<R>);

/// A row with what a number never travels without. It fills the first columns of every file.
pub struct Dated<R> {
    /// The day at whose end the stock was counted.
    pub day: Option<Day>,
    /// Who was expected for that day and who reported.
    pub completeness: Completeness,
    /// Whether some figures are synthetic.
    pub synthetic: bool,
    /// Which part of the chain and of the country.
    pub place: Place,
    /// The row.
    pub row: R,
}

impl<R> Dated<R> {
    fn columns() -> [Column<Self>; 7] {
        [
            ("day", Read::Day(|dated| dated.day)),
            (
                "expected",
                Read::Whole(|dated| Some(dated.completeness.expected.into())),
            ),
            (
                "received",
                Read::Whole(|dated| Some(dated.completeness.received.into())),
            ),
            ("synthetic", Read::Truth(|dated| dated.synthetic)),
            ("tier", Read::Text(|dated| Some(dated.place.tier))),
            ("region", Read::Text(|dated| dated.place.region)),
            ("department", Read::Text(|dated| dated.place.department)),
        ]
    }
}

impl FileFormat {
    /// The form of file that is asked for by the parameter `format`, else by `Accept`; `None` for JSON.
    pub fn asked(
        format: Option<&str>,
        headers: &HeaderMap,
        language: Language,
    ) -> Result<Option<Self>, Problem> {
        match format {
            Some("csv") => Ok(Some(Self::Csv)),
            Some("parquet") => Ok(Some(Self::Parquet)),
            Some("json") => Ok(None),
            Some(other) => Err(Problem::parameter(
                language,
                "format",
                other,
                "json, csv, parquet",
            )),
            None => Ok(Self::accepted(headers)),
        }
    }

    /// The first form among those accepted that Vigie writes.
    fn accepted(headers: &HeaderMap) -> Option<Self> {
        let accept = headers.get(header::ACCEPT)?.to_str().ok()?;
        accept.split(',').find_map(|choice| {
            match choice.split(';').next().unwrap_or_default().trim() {
                CSV => Some(Some(Self::Csv)),
                PARQUET => Some(Some(Self::Parquet)),
                "application/json" => Some(None),
                _ => None,
            }
        })?
    }

    /// The rows as a file of this form.
    pub fn answer<R>(
        self,
        columns: impl IntoIterator<Item = Column<Dated<R>>>,
        rows: &[Dated<R>],
    ) -> Result<Response, Problem> {
        let columns: Vec<_> = Dated::columns().into_iter().chain(columns).collect();
        self.answer_plain(&columns, rows)
    }

    /// The same for rows that are no sums of a day over sites of the country.
    pub fn answer_plain<R>(self, columns: &[Column<R>], rows: &[R]) -> Result<Response, Problem> {
        Ok(match self {
            Self::Csv => csv(columns, rows),
            Self::Parquet => {
                let file = as_parquet(columns, rows)
                    .map_err(|error| SystemError::Io(std::io::Error::other(error)))?;
                ([(header::CONTENT_TYPE, PARQUET)], file).into_response()
            }
        })
    }
}

/// Rows as CSV.
pub fn csv<R>(columns: &[Column<R>], rows: &[R]) -> Response {
    let kind = [(header::CONTENT_TYPE, "text/csv; charset=utf-8")];
    (kind, as_csv(columns, rows)).into_response()
}

fn as_csv<R>(columns: &[Column<R>], rows: &[R]) -> String {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let mut text = names.join(";");
    text.push('\n');
    for row in rows {
        for (place, (_, read)) in columns.iter().enumerate() {
            if place > 0 {
                text.push(';');
            }
            write_cell(&mut text, read, row);
        }
        text.push('\n');
    }
    text
}

fn write_cell<R>(text: &mut String, read: &Read<R>, row: &R) {
    // Writing to a string cannot fail.
    let _ = match read {
        Read::Text(value) => value(row).map_or(Ok(()), |value| text.write_str(&quoted(value))),
        Read::Whole(value) => value(row).map_or(Ok(()), |value| write!(text, "{value}")),
        Read::Decimal(value) => value(row).map_or(Ok(()), |value| write!(text, "{value}")),
        Read::Truth(value) => write!(text, "{}", value(row)),
        Read::Day(value) => value(row).map_or(Ok(()), |value| write!(text, "{value}")),
    };
}

/// Letters and digits as they are; any other text in quotes, and so that a spreadsheet reads it as text, whatever it
/// begins with.
fn quoted(text: &str) -> String {
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return text.to_owned();
    }
    let guard = if text.starts_with(['=', '+', '-', '@']) {
        "'"
    } else {
        ""
    };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

fn as_parquet<R>(
    columns: &[Column<R>],
    rows: &[R],
) -> Result<Vec<u8>, parquet::errors::ParquetError> {
    let arrays = columns
        .iter()
        .map(|(name, read)| (*name, as_array(read, rows), true));
    let batch = RecordBatch::try_from_iter_with_nullable(arrays)?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .build();
    let mut file = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut file, batch.schema(), Some(properties))?;
    writer.write(&batch)?;
    writer.close()?;
    Ok(file)
}

fn as_array<R>(read: &Read<R>, rows: &[R]) -> ArrayRef {
    match read {
        Read::Text(value) => Arc::new(rows.iter().map(value).collect::<StringArray>()),
        Read::Whole(value) => Arc::new(rows.iter().map(value).collect::<UInt64Array>()),
        Read::Decimal(value) => Arc::new(rows.iter().map(value).collect::<Float64Array>()),
        Read::Truth(value) => Arc::new(
            rows.iter()
                .map(|row| Some(value(row)))
                .collect::<BooleanArray>(),
        ),
        Read::Day(value) => Arc::new(
            rows.iter()
                .map(|row| value(row).map(Day::epoch_days))
                .collect::<Date32Array>(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(None, None)]
    #[case(Some("*/*"), None)]
    #[case(Some("text/csv"), Some(FileFormat::Csv))]
    #[case(Some("application/vnd.apache.parquet"), Some(FileFormat::Parquet))]
    #[case(Some("text/html, text/csv;q=0.9, */*;q=0.1"), Some(FileFormat::Csv))]
    #[case(Some("application/json, text/csv"), None)]
    fn the_first_accepted_form_that_is_written_is_given(
        #[case] accept: Option<&'static str>,
        #[case] format: Option<FileFormat>,
    ) {
        let headers = accept
            .map(|accept| (header::ACCEPT, header::HeaderValue::from_static(accept)))
            .into_iter()
            .collect();
        let asked = FileFormat::asked(None, &headers, Language::English);
        assert_eq!(asked.ok(), Some(format));
    }

    #[rstest]
    #[case("3400935955838", "3400935955838")]
    #[case("DOLIPRANE 1000 mg, comprimé", "\"DOLIPRANE 1000 mg, comprimé\"")]
    #[case("a \"b\"; c", "\"a \"\"b\"\"; c\"")]
    #[case("=1+1", "\"'=1+1\"")]
    fn a_text_stays_one_cell_and_no_formula(#[case] text: &str, #[case] cell: &str) {
        assert_eq!(quoted(text), cell);
    }
}
