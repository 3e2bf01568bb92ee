use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use datafusion::catalog::{MemTable, TableProvider};
use datafusion::execution::SendableRecordBatchStream;
use datafusion::execution::context::SQLOptions;
use datafusion::execution::runtime_env::RuntimeEnv;
use datafusion::prelude::SessionContext;
use futures::StreamExt;
use futures::future::BoxFuture;
use object_store::ObjectStore;
use parking_lot::RwLock;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};

use crate::session::{Tables, make_session, make_shared_environment};
use crate::text::check_text;
use crate::{EngineSettings, FileLocation, Limits, ParquetTable, QueryError, QueryResult};

/// Stack of a thread, in bytes: parser and planner walk a question by recursion, as deep as it has parts (see `text`).
/// Only what is used is ever taken from memory.
const THREAD_STACK_BYTES: usize = 64 * 1024 * 1024;

/// Tables, and threads of its own that answer read-only SQL about them. Cheap to share behind an `Arc`.
pub struct SqlEngine {
    core: Arc<Core>,
    /// Present until drop; kept apart from the core so that running questions do not keep it alive.
    threads: Option<Runtime>,
}

struct Core {
    settings: EngineSettings,
    shared: RuntimeEnv,
    tables: RwLock<BTreeMap<String, Arc<dyn TableProvider>>>,
    turns: Semaphore,
}

impl SqlEngine {
    /// An engine without tables.
    pub fn new(settings: &EngineSettings) -> Result<Self, QueryError> {
        let shared = make_shared_environment(settings)
            .map_err(|error| QueryError::Start(error.to_string()))?;
        let threads = Builder::new_multi_thread()
            .worker_threads(settings.threads.get())
            .thread_name("vigie-query")
            .thread_stack_size(THREAD_STACK_BYTES)
            .enable_all()
            .build()
            .map_err(|error| QueryError::Start(error.to_string()))?;
        Ok(Self {
            core: Arc::new(Core {
                settings: settings.clone(),
                shared,
                tables: RwLock::default(),
                turns: Semaphore::new(settings.concurrent_questions.get()),
            }),
            threads: Some(threads),
        })
    }

    /// Answers one question. Dropping the future stops the work.
    ///
    /// # Errors
    /// A text that is not one read-only statement, a name that does not exist, a limit that is reached,
    /// a computation that fails on the data.
    // A boxed future is compiled here; an `async fn` would be compiled again, with all of DataFusion below it, in every
    // crate that awaits it.
    pub fn run<'a>(
        &'a self,
        sql: &'a str,
        limits: Limits,
    ) -> BoxFuture<'a, Result<QueryResult, QueryError>> {
        Box::pin(async move {
            check_text(sql)?;
            let sql = sql.to_owned();
            self.on_own_threads(|core| async move { core.answer_in_time(sql, limits).await })
                .await
        })
    }

    /// [`Self::run`] for a caller outside any asynchronous runtime, such as the command line.
    pub fn run_blocking(&self, sql: &str, limits: Limits) -> Result<QueryResult, QueryError> {
        futures::executor::block_on(self.run(sql, limits))
    }

    /// Adds a table of Parquet files, or replaces it: questions that run keep the files they started with.
    ///
    /// # Errors
    /// Files in several stores, a file that is absent or not Parquet, no file and no schema.
    pub fn set_files(&self, table: ParquetTable) -> BoxFuture<'_, Result<(), QueryError>> {
        Box::pin(self.on_own_threads(|core| async move {
            let session = core.session(Vec::new(), &Limits::default())?;
            let provider = table.provider(&session.state()).await?;
            core.set(&table.name, Arc::new(provider));
            Ok(())
        }))
    }

    /// Adds a small table held in memory (sites, packs, medicines), or replaces it.
    ///
    /// # Errors
    /// A batch whose columns are not those of `schema`.
    pub fn set_rows(
        &self,
        name: &str,
        schema: SchemaRef,
        batches: Vec<RecordBatch>,
    ) -> Result<(), QueryError> {
        let table = MemTable::try_new(schema, vec![batches])
            .map_err(|error| QueryError::from_planning(&error))?;
        self.core.set(name, Arc::new(table));
        Ok(())
    }

    /// Says how files of a store are reached; `root` is any address in it, such as `s3://bucket/`.
    /// Files of this machine need no registration.
    pub fn register_store(&self, root: &FileLocation, store: Arc<dyn ObjectStore>) {
        self.core
            .shared
            .register_object_store(root.url().get_url(), store);
    }

    /// Names of the tables, in alphabetical order.
    pub fn table_names(&self) -> Vec<String> {
        self.core.tables.read().keys().cloned().collect()
    }

    /// Runs work on the engine's threads, and stops it when the returned future is dropped.
    async fn on_own_threads<T, F, W>(&self, work: W) -> Result<T, QueryError>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, QueryError>> + Send + 'static,
        W: FnOnce(Arc<Core>) -> F,
    {
        // A join set aborts its tasks on drop; a bare join handle would let them run on.
        let mut task = JoinSet::new();
        task.spawn_on(work(Arc::clone(&self.core)), &self.handle()?);
        match task.join_next().await {
            Some(Ok(outcome)) => outcome,
            Some(Err(error)) => Err(QueryError::Internal(error.to_string())),
            None => Err(QueryError::Internal("the work was lost".to_owned())),
        }
    }

    fn handle(&self) -> Result<Handle, QueryError> {
        let threads = self.threads.as_ref();
        threads
            .map(|threads| threads.handle().clone())
            .ok_or_else(|| QueryError::Internal("the engine has ended".to_owned()))
    }
}

impl Drop for SqlEngine {
    /// A runtime may not wait for its threads inside another runtime, and need not: nothing it does must be finished.
    fn drop(&mut self) {
        if let Some(threads) = self.threads.take() {
            threads.shutdown_background();
        }
    }
}

impl Core {
    async fn answer_in_time(
        self: Arc<Self>,
        sql: String,
        limits: Limits,
    ) -> Result<QueryResult, QueryError> {
        let deadline = Instant::now() + limits.time;
        let turn = timeout_at(deadline, self.turns.acquire()).await;
        let _turn = turn.map_err(|_| QueryError::Busy { limit: limits.time })?;
        // On a task of its own, so that the deadline is seen while a step that does not pause is running.
        let mut work = JoinSet::new();
        let core = Arc::clone(&self);
        work.spawn(async move { core.answer(&sql, limits).await });
        match timeout_at(deadline, work.join_next()).await {
            Err(_) => Err(QueryError::OutOfTime { limit: limits.time }),
            Ok(Some(Ok(outcome))) => outcome,
            Ok(Some(Err(error))) => Err(QueryError::Internal(error.to_string())),
            Ok(None) => Err(QueryError::Internal("the work was lost".to_owned())),
        }
    }

    async fn answer(&self, sql: &str, limits: Limits) -> Result<QueryResult, QueryError> {
        let session = self.session(self.snapshot(), &limits)?;
        let rows = self.open(&session, sql, limits).await?;
        collect(rows, limits).await
    }

    async fn open(
        &self,
        session: &SessionContext,
        sql: &str,
        limits: Limits,
    ) -> Result<SendableRecordBatchStream, QueryError> {
        let frame = session
            .sql_with_options(sql, read_only())
            .await
            .map_err(|error| self.explain(QueryError::from_planning(&error)))?;
        frame
            .execute_stream()
            .await
            .map_err(|error| QueryError::from_running(&error, limits.memory_bytes))
    }

    /// Adds the names that would have been right, when a table is not found.
    fn explain(&self, error: QueryError) -> QueryError {
        match error {
            QueryError::Meaning { message } if is_unknown_table(&message) => {
                let names: Vec<String> = self.tables.read().keys().cloned().collect();
                QueryError::Meaning {
                    message: format!("{message}; the tables are: {}", names.join(", ")),
                }
            }
            other => other,
        }
    }

    fn session(&self, tables: Tables, limits: &Limits) -> Result<SessionContext, QueryError> {
        make_session(&self.settings, &self.shared, tables, limits)
            .map_err(|error| QueryError::Internal(error.to_string()))
    }

    fn snapshot(&self) -> Tables {
        let tables = self.tables.read();
        tables
            .iter()
            .map(|(name, table)| (name.clone(), Arc::clone(table)))
            .collect()
    }

    fn set(&self, name: &str, table: Arc<dyn TableProvider>) {
        self.tables.write().insert(name.to_owned(), table);
    }
}

/// How DataFusion says it: `table 'vigie.public.stocks' not found`.
fn is_unknown_table(message: &str) -> bool {
    message.starts_with("table '") && message.ends_with("' not found")
}

/// Questions only: no `create`, `insert`, `copy` or `set`, at any depth of the plan (`explain analyze` included).
fn read_only() -> SQLOptions {
    SQLOptions::new()
        .with_allow_ddl(false)
        .with_allow_dml(false)
        .with_allow_statements(false)
}

/// Takes batches until the answer is whole or has as many rows as allowed.
async fn collect(
    mut rows: SendableRecordBatchStream,
    limits: Limits,
) -> Result<QueryResult, QueryError> {
    let schema = rows.schema();
    let mut batches: Vec<RecordBatch> = Vec::new();
    let mut free_rows = limits.rows;
    let mut bytes = 0;
    while let Some(batch) = rows.next().await {
        let batch = batch.map_err(|error| QueryError::from_running(&error, limits.memory_bytes))?;
        if batch.num_rows() > free_rows {
            batches.push(batch.slice(0, free_rows));
            return Ok(QueryResult::new(schema, batches, true));
        }
        free_rows -= batch.num_rows();
        bytes += batch.get_array_memory_size();
        if bytes > limits.memory_bytes {
            return Err(QueryError::OutOfMemory {
                limit_bytes: limits.memory_bytes,
                message: "the answer itself is larger; ask for fewer rows or columns".to_owned(),
            });
        }
        batches.push(batch);
    }
    Ok(QueryResult::new(schema, batches, false))
}
