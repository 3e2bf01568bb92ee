use std::num::NonZeroUsize;
use std::sync::Arc;

use datafusion::catalog::{
    CatalogProvider, CatalogProviderList, MemoryCatalogProvider, MemoryCatalogProviderList,
    MemorySchemaProvider, SchemaProvider, TableProvider,
};
use datafusion::error::DataFusionError;
use datafusion::execution::SessionStateBuilder;
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::{FairSpillPool, TrackConsumersPool};
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::prelude::{SessionConfig, SessionContext};

use crate::{EngineSettings, Limits};

/// Catalogue and schema of every table; they show in `information_schema` and in messages.
const CATALOG: &str = "vigie";
const SCHEMA: &str = "public";

/// How many of the largest users of memory an out-of-memory message names.
const NAMED_MEMORY_USERS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(2);

/// The tables of one question: a snapshot, so that a day that arrives meanwhile changes nothing.
pub(crate) type Tables = Vec<(String, Arc<dyn TableProvider>)>;

/// The one place where a DataFusion session is made: shared caches, a memory pool of its own, a snapshot of tables.
pub(crate) fn make_session(
    settings: &EngineSettings,
    shared: &RuntimeEnv,
    tables: Tables,
    limits: &Limits,
) -> Result<SessionContext, DataFusionError> {
    let state = SessionStateBuilder::new()
        .with_config(session_config(settings))
        .with_runtime_env(Arc::new(with_memory_limit(shared, limits)))
        .with_catalog_list(catalog_of(tables)?)
        .with_default_features()
        .build();
    Ok(SessionContext::new_with_state(state))
}

/// What all sessions share: the registry of stores, the caches of footers and statistics, the spill folder.
pub(crate) fn make_shared_environment(
    settings: &EngineSettings,
) -> Result<RuntimeEnv, DataFusionError> {
    let spill_mode = match &settings.spill_folder {
        Some(folder) => DiskManagerMode::Directories(vec![folder.clone()]),
        None => DiskManagerMode::OsTmpDirectory,
    };
    // Spilling is allowed: a grouping over a year of days ends slowly rather than not at all.
    let disk = DiskManagerBuilder::default()
        .with_mode(spill_mode)
        .with_max_temp_directory_size(settings.spill_bytes);
    RuntimeEnvBuilder::new()
        .with_disk_manager_builder(disk)
        .with_metadata_cache_limit(settings.footer_cache_bytes)
        .build()
}

fn session_config(settings: &EngineSettings) -> SessionConfig {
    let mut config = SessionConfig::new()
        // As many parts as threads: more only adds exchange between them.
        .with_target_partitions(settings.threads.get())
        .with_batch_size(settings.batch_rows.get())
        // `show tables` and `describe` are how a person finds the columns.
        .with_information_schema(true)
        .with_default_catalog_and_schema(CATALOG, SCHEMA)
        .with_create_default_catalog_and_schema(false)
        // Footer statistics skip whole days and order joins well; they are cached between questions.
        .with_collect_statistics(true)
        // A condition on one pack is a few pages of a sorted file: skip the others by their index.
        .with_parquet_page_index_pruning(true);
    let options = config.options_mut();
    // … and decode the other columns only for the rows that are left.
    options.execution.parquet.pushdown_filters = true;
    // Dates of the field are dates of France.
    options.execution.time_zone = Some("Europe/Paris".to_owned());
    config
}

/// Fair between the parts of one plan: each sort or grouping gets its share and spills beyond it, where a greedy
/// pool lets the first one starve the others. The error names the largest users.
fn with_memory_limit(shared: &RuntimeEnv, limits: &Limits) -> RuntimeEnv {
    let pool = TrackConsumersPool::new(FairSpillPool::new(limits.memory_bytes), NAMED_MEMORY_USERS);
    RuntimeEnv {
        memory_pool: Arc::new(pool),
        ..shared.clone()
    }
}

fn catalog_of(tables: Tables) -> Result<Arc<dyn CatalogProviderList>, DataFusionError> {
    let schema = MemorySchemaProvider::new();
    for (name, table) in tables {
        schema.register_table(name, table)?;
    }
    let catalog = MemoryCatalogProvider::new();
    catalog.register_schema(SCHEMA, Arc::new(schema))?;
    let list = MemoryCatalogProviderList::new();
    list.register_catalog(CATALOG.to_owned(), Arc::new(catalog));
    Ok(Arc::new(list))
}
