use std::sync::Arc;

use arrow::datatypes::{Schema, SchemaRef};
use async_trait::async_trait;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::{DFSchema, Statistics, project_schema};
use datafusion::datasource::TableType;
use datafusion::datasource::file_format::FileFormat;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::listing::helpers::{expr_applicable_for_cols, filter_partitioned_file};
use datafusion::datasource::object_store::ObjectStoreUrl;
use datafusion::datasource::physical_plan::{FileGroup, FileScanConfigBuilder};
use datafusion::datasource::table_schema::TableSchema;
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::empty::EmptyExec;

/// A fixed list of Parquet files as a table. DataFusion's own listing table finds the day of a file in the names of
/// its folders; here the table of files says it.
#[derive(Debug)]
pub(crate) struct FileTable {
    store: ObjectStoreUrl,
    files: Vec<PartitionedFile>,
    schema: TableSchema,
    format: Arc<ParquetFormat>,
}

impl FileTable {
    pub(crate) fn new(
        store: ObjectStoreUrl,
        files: Vec<PartitionedFile>,
        schema: TableSchema,
        format: Arc<ParquetFormat>,
    ) -> Self {
        Self {
            store,
            files,
            schema,
            format,
        }
    }

    /// Whether the day of each file alone decides the condition.
    fn is_about_files(&self, condition: &Expr) -> bool {
        let columns = self.schema.table_partition_cols();
        let names: Vec<&str> = columns
            .iter()
            .map(|column| column.name().as_str())
            .collect();
        !names.is_empty() && expr_applicable_for_cols(&names, condition)
    }

    /// The files that the conditions on their day leave.
    fn files_left(&self, conditions: &[Expr]) -> Result<Vec<PartitionedFile>, DataFusionError> {
        let about_files = conditions.iter().filter(|one| self.is_about_files(one));
        let about_files: Vec<Expr> = about_files.cloned().collect();
        let columns = Schema::new(self.schema.table_partition_cols().clone());
        let columns = DFSchema::try_from(columns)?;
        let mut left = Vec::with_capacity(self.files.len());
        for file in self.files.iter().cloned() {
            left.extend(filter_partitioned_file(file, &about_files, &columns)?);
        }
        Ok(left)
    }

    fn statistics_of(&self, files: &[PartitionedFile]) -> Result<Statistics, DataFusionError> {
        let known = files.iter().filter_map(|file| file.statistics.as_deref());
        Statistics::try_merge_iter(known, self.schema.table_schema())
    }
}

#[async_trait]
impl TableProvider for FileTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(self.schema.table_schema())
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(
        &self,
        conditions: &[&Expr],
    ) -> Result<Vec<TableProviderFilterPushDown>, DataFusionError> {
        let kinds = conditions.iter().map(|condition| {
            if self.is_about_files(condition) {
                TableProviderFilterPushDown::Exact
            } else {
                TableProviderFilterPushDown::Inexact
            }
        });
        Ok(kinds.collect())
    }

    async fn scan(
        &self,
        session: &dyn Session,
        projection: Option<&Vec<usize>>,
        conditions: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
        let files = self.files_left(conditions)?;
        if files.is_empty() {
            let schema = project_schema(self.schema.table_schema(), projection)?;
            return Ok(Arc::new(EmptyExec::new(schema)));
        }
        let statistics = self.statistics_of(&files)?;
        let parts = session.config().target_partitions();
        let source = self.format.file_source(self.schema.clone());
        let scan = FileScanConfigBuilder::new(self.store.clone(), source)
            .with_file_groups(FileGroup::new(files).split_files(parts))
            .with_statistics(statistics)
            .with_projection_indices(projection.cloned())?
            .with_limit(limit)
            .build();
        self.format.create_physical_plan(session, scan).await
    }
}
