use std::io::Write;

use arrow::csv::WriterBuilder as CsvBuilder;
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::json::writer::{JsonArray, WriterBuilder as JsonBuilder};
use arrow::record_batch::RecordBatch;
use arrow::util::pretty::pretty_format_batches;

use crate::QueryError;

/// The answer to a question: columns, rows, and whether rows were cut.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryResult {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
    truncated: bool,
}

impl QueryResult {
    pub(crate) fn new(schema: SchemaRef, batches: Vec<RecordBatch>, truncated: bool) -> Self {
        Self {
            schema,
            batches,
            truncated,
        }
    }

    /// Names and types of the columns, also when there is no row.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The rows, in the order of the answer.
    pub fn batches(&self) -> &[RecordBatch] {
        &self.batches
    }

    /// Rows kept.
    pub fn row_count(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// Whether there were more rows than the limit allows.
    pub fn is_truncated(&self) -> bool {
        self.truncated
    }

    /// A table in plain text, for a terminal.
    ///
    /// # Errors
    /// A column whose type has no text.
    pub fn to_text(&self) -> Result<String, QueryError> {
        // Without a batch the column names would be lost.
        let table = if self.batches.is_empty() {
            let header = RecordBatch::new_empty(self.schema.clone());
            pretty_format_batches(&[header])
        } else {
            pretty_format_batches(&self.batches)
        };
        let table = table.map_err(|error| QueryError::from_rendering(&error))?;
        Ok(format!("{table}\n"))
    }

    /// An array of objects, one for each row; unknown values are `null`, dates ISO 8601.
    ///
    /// # Errors
    /// A writer that fails, a column whose type has no JSON.
    pub fn write_json<W: Write>(&self, writer: W) -> Result<(), QueryError> {
        let mut json = JsonBuilder::new()
            .with_explicit_nulls(true)
            .build::<_, JsonArray>(writer);
        let all: Vec<&RecordBatch> = self.batches.iter().collect();
        json.write_batches(&all)
            .and_then(|()| json.finish())
            .map_err(|error| QueryError::from_rendering(&error))
    }

    /// Comma-separated text with a header (RFC 4180 quoting, line feeds); unknown values are empty.
    ///
    /// # Errors
    /// A writer that fails, a column whose type has no text (lists, structures).
    pub fn write_csv<W: Write>(&self, mut writer: W) -> Result<(), QueryError> {
        let mut csv = CsvBuilder::new().with_header(true).build(&mut writer);
        // The header is written with the first batch, so an answer without rows needs an empty one.
        let header = RecordBatch::new_empty(self.schema.clone());
        std::iter::once(&header)
            .chain(&self.batches)
            .try_for_each(|batch| csv.write(batch))
            .map_err(|error: ArrowError| QueryError::from_rendering(&error))
    }

    /// [`QueryResult::write_json`] as text.
    pub fn to_json(&self) -> Result<String, QueryError> {
        let mut bytes = Vec::new();
        self.write_json(&mut bytes)?;
        into_text(bytes)
    }

    /// [`QueryResult::write_csv`] as text.
    pub fn to_csv(&self) -> Result<String, QueryError> {
        let mut bytes = Vec::new();
        self.write_csv(&mut bytes)?;
        into_text(bytes)
    }
}

fn into_text(bytes: Vec<u8>) -> Result<String, QueryError> {
    String::from_utf8(bytes).map_err(|error| QueryError::Rendering {
        message: error.to_string(),
    })
}
