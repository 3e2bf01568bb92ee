use std::fmt;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableProvider};
use datafusion::datasource::empty::EmptyTable;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{
    ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl,
};
use datafusion::error::DataFusionError;
use url::Url;

use crate::QueryError;

/// Where one file lies: a local path, or an address such as `s3://bucket/days/2026-11-20.parquet`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileLocation(Url);

impl FileLocation {
    /// A file on this machine. A relative path starts from the current folder.
    pub fn from_path(path: &Path) -> Result<Self, QueryError> {
        let absolute = std::path::absolute(path)
            .map_err(|error| refuse(path.display(), &error.to_string()))?;
        Url::from_file_path(&absolute)
            .map(Self)
            .map_err(|()| refuse(path.display(), "not an absolute path"))
    }

    pub(crate) fn address(&self) -> &Url {
        &self.0
    }

    /// The store the file lies in, `file:///` or `s3://bucket/`.
    fn store(&self) -> String {
        ListingTableUrl::try_new(self.0.clone(), None).map_or_else(
            |_| self.0.to_string(),
            |url| url.object_store().as_str().to_owned(),
        )
    }
}

impl FromStr for FileLocation {
    type Err = QueryError;

    /// Text with `://` is an address, any other text a path of this machine.
    fn from_str(text: &str) -> Result<Self, QueryError> {
        if !text.contains("://") {
            return Self::from_path(Path::new(text));
        }
        Url::parse(text)
            .map(Self)
            .map_err(|error| refuse(text, &error.to_string()))
    }
}

impl fmt::Display for FileLocation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

fn refuse(location: impl fmt::Display, reason: &str) -> QueryError {
    QueryError::Location {
        location: location.to_string(),
        reason: reason.to_owned(),
    }
}

/// A table made of Parquet files that share one schema and lie in one store.
#[derive(Debug, Clone)]
pub struct ParquetTable {
    /// Name in SQL, such as `stock_day` or `stock_history`.
    pub name: String,
    /// Exactly the files to read, whole days only; folders are not listed.
    pub files: Vec<FileLocation>,
    /// Columns of the files. Needed when there may be no file yet; otherwise read from the first file.
    pub schema: Option<SchemaRef>,
}

impl ParquetTable {
    /// What DataFusion scans; reads one footer when the schema is not given.
    pub(crate) async fn provider(
        &self,
        session: &dyn Session,
    ) -> Result<Arc<dyn TableProvider>, QueryError> {
        match self.files.first() {
            Some(first) => self.listing(session, first).await,
            None => self.empty(),
        }
    }

    fn empty(&self) -> Result<Arc<dyn TableProvider>, QueryError> {
        let schema = self
            .schema
            .clone()
            .ok_or_else(|| self.refuse(&"there is no file and no schema"))?;
        Ok(Arc::new(EmptyTable::new(schema)))
    }

    async fn listing(
        &self,
        session: &dyn Session,
        first: &FileLocation,
    ) -> Result<Arc<dyn TableProvider>, QueryError> {
        self.check_one_store(first)?;
        let urls = self.urls()?;
        // Exact files are given, so their names may end as they like.
        let options =
            ListingOptions::new(Arc::new(ParquetFormat::default())).with_file_extension("");
        let schema = match (&self.schema, urls.first()) {
            (None, Some(url)) => {
                let inferred = options.infer_schema(session, url).await;
                inferred.map_err(|error| self.refuse_file(first, &error))?
            }
            (Some(schema), _) => Arc::clone(schema),
            (None, None) => return self.empty(),
        };
        let config = ListingTableConfig::new_with_multi_paths(urls)
            .with_listing_options(options)
            .with_schema(schema);
        let statistics = session
            .runtime_env()
            .cache_manager
            .get_file_statistic_cache();
        let table = ListingTable::try_new(config).map_err(|error| self.refuse(&error))?;
        Ok(Arc::new(table.with_cache(statistics)))
    }

    fn urls(&self) -> Result<Vec<ListingTableUrl>, QueryError> {
        self.files
            .iter()
            .map(|file| ListingTableUrl::try_new(file.0.clone(), None))
            .collect::<Result<_, _>>()
            .map_err(|error| self.refuse(&error))
    }

    fn check_one_store(&self, first: &FileLocation) -> Result<(), QueryError> {
        let store = first.store();
        match self.files.iter().find(|file| file.store() != store) {
            None => Ok(()),
            Some(other) => Err(QueryError::SeveralStores {
                table: self.name.clone(),
                first: store,
                other: other.store(),
            }),
        }
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
