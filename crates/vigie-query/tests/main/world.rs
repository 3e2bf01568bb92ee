//! Two days of four lines each, their history, and three sites: small enough to add up by hand.
//!
//! The day files do not say their day: the table of files does.
//!
//! | day        | site 1 (75) | site 2 (75) | site 3 (2A) |
//! |------------|-------------|-------------|-------------|
//! | 2026-11-19 | 10 boxes    | 0 boxes     | 5 boxes     |
//! | 2026-11-20 | 7 boxes     | 4 boxes     | unknown     |
//!
//! All of pack 3400935955838, plus 2 boxes of pack 3400936351110 at site 1 on each day.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, Int64Array, StringArray, UInt32Array};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::record_batch::RecordBatch;
use futures::executor::block_on;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use tempfile::TempDir;
use vigie_query::{
    EngineSettings, FileLocation, Limits, ParquetTable, QueryError, SqlEngine, TableFiles,
};

pub const PARACETAMOL: i64 = 3_400_935_955_838;
pub const OTHER_PACK: i64 = 3_400_936_351_110;

/// Days since 1970-01-01 of 2026-11-19: 56 years (20,454 days with 14 leap days), then 322 days.
pub const NOVEMBER_19: i32 = 20_776;

pub struct World {
    pub engine: SqlEngine,
    pub folder: TempDir,
}

impl World {
    pub fn answer(&self, sql: &str) -> String {
        let outcome = self.run(sql, Limits::default());
        outcome.unwrap().to_csv().unwrap()
    }

    pub fn refusal(&self, sql: &str) -> QueryError {
        self.run(sql, Limits::default()).unwrap_err()
    }

    pub fn run(&self, sql: &str, limits: Limits) -> Result<vigie_query::QueryResult, QueryError> {
        self.engine.run_blocking(sql, limits)
    }

    pub fn set_days(&self, files: &[(i32, PathBuf)]) -> Result<(), QueryError> {
        let files = files.iter().map(|(day, path)| (*day, location(path)));
        block_on(self.engine.set_files(ParquetTable {
            name: "stock_day".to_owned(),
            files: TableFiles::OneDayEach(files.collect()),
            schema: Some(day_schema()),
        }))
    }
}

pub fn world() -> World {
    let folder = TempDir::new().unwrap();
    let engine = SqlEngine::new(&EngineSettings::default()).unwrap();
    let world = World { engine, folder };
    let first = write_first_day(world.folder.path());
    let second = write_second_day(world.folder.path());
    world
        .set_days(&[(NOVEMBER_19, first), (NOVEMBER_19 + 1, second)])
        .unwrap();
    world
        .engine
        .set_rows("sites", sites().schema(), vec![sites()])
        .unwrap();
    world
}

pub fn write_first_day(folder: &Path) -> PathBuf {
    let lines = day([Some(10), Some(0), Some(5), Some(2)]);
    write(folder, "2026-11-19.parquet", &lines)
}

pub fn write_second_day(folder: &Path) -> PathBuf {
    let lines = day([Some(7), Some(4), None, Some(2)]);
    write(folder, "2026-11-20.parquet", &lines)
}

pub fn day_schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("cip13", DataType::Int64, false),
        Field::new("site", DataType::UInt32, false),
        Field::new("on_hand", DataType::Int64, true),
    ]))
}

pub fn day(on_hand: [Option<i64>; 4]) -> RecordBatch {
    let packs = vec![PARACETAMOL, PARACETAMOL, PARACETAMOL, OTHER_PACK];
    let columns: Vec<ArrayRef> = vec![
        Arc::new(Int64Array::from(packs)),
        Arc::new(UInt32Array::from(vec![1, 2, 3, 1])),
        Arc::new(Int64Array::from(on_hand.to_vec())),
    ];
    RecordBatch::try_new(day_schema(), columns).unwrap()
}

pub fn sites() -> RecordBatch {
    let numbers: ArrayRef = Arc::new(UInt32Array::from(vec![1, 2, 3]));
    let departments: ArrayRef = Arc::new(StringArray::from(vec!["75", "75", "2A"]));
    assert_eq!(numbers.len(), departments.len());
    RecordBatch::try_from_iter([("site", numbers), ("department", departments)]).unwrap()
}

pub fn write(folder: &Path, name: &str, lines: &RecordBatch) -> PathBuf {
    let path = folder.join(name);
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3).unwrap()))
        .build();
    let file = File::create(&path).unwrap();
    let mut writer = ArrowWriter::try_new(file, lines.schema(), Some(properties)).unwrap();
    writer.write(lines).unwrap();
    writer.close().unwrap();
    path
}

pub fn location(path: &Path) -> FileLocation {
    FileLocation::from_path(path).unwrap()
}

pub fn plain(paths: &[PathBuf]) -> TableFiles {
    TableFiles::Plain(paths.iter().map(|path| location(path)).collect())
}
