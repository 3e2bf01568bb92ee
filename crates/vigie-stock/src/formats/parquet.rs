//! Parquet reports: columns by the same names as in text; integers of any width, decimals without fraction, or text.

use arrow::array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use bytes::Bytes;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};

use super::ReadLimits;
use super::csv::{Statement, same_value, take_text_row};
use super::header::{Column, Header, QUANTITY_SLOTS, SOLD};
use super::pages::check_pages;
use super::quantity;
use crate::Refusal;
use crate::collector::Collector;

const BATCH_ROWS: usize = 8192;
/// Most bytes of one column decoded at once.
const BATCH_BYTES: u64 = 256 << 20;

/// Reads a file held in memory.
pub fn read(
    bytes: Vec<u8>,
    collector: &mut Collector,
    limits: ReadLimits,
) -> Result<Statement, Refusal> {
    // The schema that Arrow writers add says nothing that is needed here, and panics when it is damaged.
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let bytes = Bytes::from(bytes);
    let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(bytes.clone(), options)
        .map_err(|_| unreadable(String::new()))?;
    let header = Header::parse(
        builder
            .schema()
            .fields()
            .iter()
            .map(|field| field.name().as_str()),
    )?;
    let rows = builder.metadata().file_metadata().num_rows();
    if usize::try_from(rows).is_ok_and(|rows| rows > limits.rows) {
        return Err(Refusal::TooManyRows { limit: limits.rows });
    }
    let largest_page = check_pages(&bytes, builder.metadata(), limits.plain_bytes)?;
    if header.has(Column::Quantity(SOLD)) {
        collector.set_states_sold();
    }
    if header.has(Column::Batch) {
        collector.set_sums_batches();
    }
    let reader = builder
        .with_batch_size(batch_rows(largest_page))
        .build()
        .map_err(|_| unreadable(String::new()))?;
    let mut state = State {
        row: 0,
        site: None,
        day: None,
    };
    for batch in reader {
        let batch = batch.map_err(|_| unreadable(format!("row {}", state.row + 1)))?;
        state.read_batch(&header, &batch, collector)?;
    }
    Ok(Statement {
        site: state.site,
        day: state.day.as_deref().map(quantity::parse_day).transpose()?,
        ignored_columns: header.ignored,
    })
}

/// Rows decoded at once: a text of a dictionary may stand in each of them, and is no longer than its page.
fn batch_rows(largest_page: u64) -> usize {
    let rows = BATCH_BYTES / largest_page.max(1);
    usize::try_from(rows)
        .unwrap_or(BATCH_ROWS)
        .clamp(1, BATCH_ROWS)
}

struct State {
    row: u32,
    site: Option<String>,
    day: Option<String>,
}

impl State {
    fn read_batch(
        &mut self,
        header: &Header,
        batch: &RecordBatch,
        collector: &mut Collector,
    ) -> Result<(), Refusal> {
        let texts = header
            .columns
            .iter()
            .zip(batch.columns())
            .filter(|(column, _)| !matches!(column, Column::Ignored | Column::Batch))
            .map(|(column, array)| Ok((*column, as_text(array)?)))
            .collect::<Result<Vec<_>, Refusal>>()?;
        for index in 0..batch.num_rows() {
            self.row += 1;
            let mut code = "";
            let mut slots = [""; QUANTITY_SLOTS];
            for (column, array) in &texts {
                let text = if array.is_null(index) {
                    ""
                } else {
                    array.value(index).trim()
                };
                match *column {
                    Column::Pack => code = text,
                    Column::Quantity(slot) => {
                        if let Some(place) = slots.get_mut(slot) {
                            *place = text;
                        }
                    }
                    Column::Site => same_value("site", &mut self.site, text, self.row)?,
                    Column::Day => same_value("date", &mut self.day, text, self.row)?,
                    Column::Batch | Column::Ignored => {}
                }
            }
            take_text_row(collector, self.row, code, &slots);
        }
        Ok(())
    }
}

fn as_text(array: &ArrayRef) -> Result<StringArray, Refusal> {
    let text = cast(array, &DataType::Utf8)
        .map_err(|_| unreadable(format!("{} column", array.data_type())))?;
    let text = text
        .as_any()
        .downcast_ref::<StringArray>()
        .ok_or_else(|| unreadable(String::new()))?;
    Ok(if array.data_type().is_decimal() {
        text.iter()
            .map(|value| value.map(without_last_zeros))
            .collect()
    } else {
        text.clone()
    })
}

/// A decimal of a typed column, such as `12.000`, is not the text of a person who may mean thousands.
fn without_last_zeros(decimal: &str) -> &str {
    if decimal.contains('.') {
        decimal.trim_end_matches('0')
    } else {
        decimal
    }
}

fn unreadable(place: String) -> Refusal {
    Refusal::Unreadable {
        format: "Parquet",
        place,
    }
}
