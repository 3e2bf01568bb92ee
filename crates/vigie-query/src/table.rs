use std::sync::Arc;

use arrow::datatypes::{DataType, Field, SchemaRef};
use datafusion::catalog::Session;
use datafusion::common::ScalarValue;
use datafusion::common::config::TableParquetOptions;
use datafusion::datasource::file_format::FileFormat;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::object_store::ObjectStoreUrl;
use datafusion::datasource::table_schema::TableSchema;
use datafusion::error::DataFusionError;
use futures::{StreamExt, TryStreamExt, stream};
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt};

use crate::scan::FileTable;
use crate::{FileLocation, QueryError};

/// Files whose footers are fetched at the same time: enough to hide the latency of an object store.
const FOOTERS_AT_ONCE: usize = 32;

/// Name of the column that tells the day of a file.
const DAY: &str = "day";

/// A table made of Parquet files that share one schema and lie in one store.
#[derive(Debug, Clone)]
pub struct ParquetTable {
    /// Name in SQL, such as `stock_day` or `stock_history`.
    pub name: String,
    /// Exactly the files to read, whole days only; folders are not listed. A file never changes once named.
    pub files: TableFiles,
    /// Columns of the files. Needed when there may be no file yet; otherwise read from the first file.
    pub schema: Option<SchemaRef>,
}

/// The files of a table, and whether their rows say their day.
#[derive(Debug, Clone)]
pub enum TableFiles {
    /// Whatever there is to say stands in the rows.
    Plain(Vec<FileLocation>),
    /// All rows of a file are of one day, given here in days since 1970-01-01. The table gets a column `day`
    /// after those of the files, and a condition on it alone decides which files are opened.
    OneDayEach(Vec<(i32, FileLocation)>),
}

impl TableFiles {
    fn locations(&self) -> Vec<&FileLocation> {
        match self {
            Self::Plain(files) => files.iter().collect(),
            Self::OneDayEach(files) => files.iter().map(|(_, file)| file).collect(),
        }
    }

    /// Each file with the values of the columns that are not in it.
    fn with_values(&self) -> Vec<(FileLocation, Vec<ScalarValue>)> {
        match self {
            Self::Plain(files) => files
                .iter()
                .map(|file| (file.clone(), Vec::new()))
                .collect(),
            Self::OneDayEach(files) => files
                .iter()
                .map(|(day, file)| (file.clone(), vec![ScalarValue::Date32(Some(*day))]))
                .collect(),
        }
    }

    fn columns_not_in_files(&self) -> Vec<Arc<Field>> {
        match self {
            Self::Plain(_) => Vec::new(),
            Self::OneDayEach(_) => vec![Arc::new(Field::new(DAY, DataType::Date32, false))],
        }
    }
}

/// What is needed to read the files of one store.
struct Reading<'a> {
    session: &'a dyn Session,
    store: Arc<dyn ObjectStore>,
    format: Arc<ParquetFormat>,
}

impl ParquetTable {
    /// What DataFusion scans. Reads the footer of each file: a file that is absent or not Parquet is found here, and
    /// the number of rows is known when joins are ordered.
    pub(crate) async fn provider(&self, session: &dyn Session) -> Result<FileTable, QueryError> {
        let address = self.store_address()?;
        let reading = Reading {
            session,
            store: session
                .runtime_env()
                .object_store(&address)
                .map_err(|error| self.refuse(&error))?,
            format: Arc::new(ParquetFormat::default().with_options(options_of(session))),
        };
        let file_schema = self.file_schema(&reading).await?;
        let files = self.files(&reading, &file_schema).await?;
        let schema = TableSchema::builder(file_schema)
            .with_table_partition_cols(self.files.columns_not_in_files())
            .build();
        Ok(FileTable::new(address, files, schema, reading.format))
    }

    fn store_address(&self) -> Result<ObjectStoreUrl, QueryError> {
        let files = self.files.locations();
        let Some(first) = files.first().map(|file| file.url().object_store()) else {
            return Ok(ObjectStoreUrl::local_filesystem());
        };
        let stores = files.iter().map(|file| file.url().object_store());
        match stores.into_iter().find(|store| *store != first) {
            None => Ok(first),
            Some(other) => Err(QueryError::SeveralStores {
                table: self.name.clone(),
                first: first.to_string(),
                other: other.to_string(),
            }),
        }
    }

    async fn file_schema(&self, reading: &Reading<'_>) -> Result<SchemaRef, QueryError> {
        if let Some(schema) = &self.schema {
            return Ok(Arc::clone(schema));
        }
        let files = self.files.locations();
        let first = files
            .first()
            .ok_or_else(|| self.refuse(&"there is no file and no schema"))?;
        let object = reading.find(first).await;
        let object = object.map_err(|error| self.refuse_file(first, &error))?;
        reading
            .format
            .infer_schema(reading.session, &reading.store, &[object])
            .await
            .map_err(|error| self.refuse_file(first, &error))
    }

    async fn files(
        &self,
        reading: &Reading<'_>,
        schema: &SchemaRef,
    ) -> Result<Vec<PartitionedFile>, QueryError> {
        stream::iter(self.files.with_values())
            .map(|(location, values)| async move {
                let file = reading.describe(&location, values, schema).await;
                file.map_err(|error| self.refuse_file(&location, &error))
            })
            .buffered(FOOTERS_AT_ONCE)
            .try_collect()
            .await
    }

    fn refuse_file(&self, file: &FileLocation, error: &DataFusionError) -> QueryError {
        self.refuse(&format!("{file}: {}", error.find_root()))
    }

    fn refuse(&self, message: &impl ToString) -> QueryError {
        QueryError::File {
            table: self.name.clone(),
            message: message.to_string(),
        }
    }
}

impl Reading<'_> {
    async fn find(&self, location: &FileLocation) -> Result<ObjectMeta, DataFusionError> {
        Ok(self.store.head(location.url().prefix()).await?)
    }

    /// The file with its size, rows and bounds, as its footer tells.
    async fn describe(
        &self,
        location: &FileLocation,
        values: Vec<ScalarValue>,
        schema: &SchemaRef,
    ) -> Result<PartitionedFile, DataFusionError> {
        let object = self.find(location).await?;
        let footer = self
            .format
            .infer_stats_and_ordering(self.session, &self.store, Arc::clone(schema), &object)
            .await?;
        let file = PartitionedFile::new_from_meta(object).with_partition_values(values);
        Ok(file.with_statistics(Arc::new(footer.statistics)))
    }
}

/// The reading options of the session; a format made by hand would ignore them.
fn options_of(session: &dyn Session) -> TableParquetOptions {
    TableParquetOptions {
        global: session.config_options().execution.parquet.clone(),
        ..TableParquetOptions::default()
    }
}
