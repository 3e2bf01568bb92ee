//! Columns of the files of the past.

use std::sync::Arc;

use arrow::array::{ArrayRef, DictionaryArray, StringArray, UInt8Array};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, UInt8Type};
use arrow::error::ArrowError;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use parquet::schema::types::ColumnPath;
use vigie_model::{Department, Tier};

/// Rows of a row group: bounds the memory of writer and reader.
const ROW_GROUP_ROWS: usize = 1 << 20;
/// Rows of a page. One pack is a page or two of a month of history: some thousands of rows, and what is decoded beside
/// them. Larger pages take less space on disk and in the directory of pages, which a server keeps in memory.
const PAGE_ROWS: usize = 8192;

fn words() -> DataType {
    DataType::Dictionary(Box::new(DataType::UInt8), Box::new(DataType::Utf8))
}

/// One row a pack and site.
pub fn day_schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("cip13", DataType::Int64, false),
        Field::new("tier", words(), false),
        Field::new("department", words(), false),
        Field::new("site", DataType::Int32, false),
        Field::new("on_hand", DataType::Int32, false),
        Field::new("sold", DataType::Int32, true),
        Field::new("ordered_not_delivered", DataType::Int32, false),
    ]))
}

/// One row a pack, tier and department.
pub fn history_schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("cip13", DataType::Int64, false),
        Field::new("day", DataType::Date32, false),
        Field::new("tier", words(), false),
        Field::new("department", words(), false),
        Field::new("on_hand", DataType::Int64, false),
        Field::new("sold", DataType::Int64, true),
        Field::new("sites_holding", DataType::Int32, false),
        Field::new("sites_at_zero", DataType::Int32, false),
        Field::new("ordered_not_delivered", DataType::Int64, false),
    ]))
}

/// Tiers by their number.
pub fn tier_column(tiers: Vec<u8>) -> Result<ArrayRef, ArrowError> {
    words_column(tiers, Tier::ALL.iter().map(|tier| tier.as_str()).collect())
}

/// Departments by their number.
pub fn department_column(departments: Vec<u8>) -> Result<ArrayRef, ArrowError> {
    words_column(
        departments,
        Department::ALL
            .iter()
            .map(|department| department.code())
            .collect(),
    )
}

fn words_column(keys: Vec<u8>, values: Vec<&str>) -> Result<ArrayRef, ArrowError> {
    let values = Arc::new(StringArray::from(values));
    Ok(Arc::new(DictionaryArray::<UInt8Type>::try_new(
        UInt8Array::from(keys),
        values,
    )?))
}

/// How day files are written.
pub fn day_properties() -> WriterProperties {
    with_deltas(properties(), &["cip13", "site"]).build()
}

/// How history files are written. Measured: stocks that move a little every day are smallest as differences; sales and
/// counts of sites, which have few values, with a dictionary.
pub fn history_properties() -> WriterProperties {
    with_deltas(properties(), &["cip13", "on_hand"]).build()
}

fn properties() -> WriterPropertiesBuilder {
    WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3).unwrap_or_default()))
        .set_max_row_group_row_count(Some(ROW_GROUP_ROWS))
        .set_data_page_row_count_limit(PAGE_ROWS)
        .set_write_batch_size(PAGE_ROWS)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_column_statistics_enabled(ColumnPath::from("cip13"), EnabledStatistics::Page)
}

/// Columns of integers that are near their neighbours are written as differences.
fn with_deltas(
    mut builder: WriterPropertiesBuilder,
    names: &[&'static str],
) -> WriterPropertiesBuilder {
    for name in names {
        builder = builder
            .set_column_dictionary_enabled(ColumnPath::from(*name), false)
            .set_column_encoding(ColumnPath::from(*name), Encoding::DELTA_BINARY_PACKED);
    }
    builder
}
