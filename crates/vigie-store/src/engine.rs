//! The two engines and how connections to them are made. Nothing else in the crate asks which one it is.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, Connection, Executor};

use crate::error::StoreError;
use crate::store::StoreOptions;

/// The database that holds the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    /// One file, one machine. The default.
    Sqlite,
    /// A server shared by several machines.
    Postgres,
}

impl Engine {
    /// The engine that an address names by its scheme.
    pub(crate) fn of_address(address: &str) -> Result<Self, StoreError> {
        match address.split_once(':') {
            Some(("sqlite", _)) => Ok(Self::Sqlite),
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres),
            _ => Err(StoreError::Address(
                "it must start with sqlite:// or postgres://".to_owned(),
            )),
        }
    }
}

/// The address of a SQLite file, for [`crate::Store::open`].
pub fn sqlite_address(file: &Path) -> String {
    let escaped: String = file.to_string_lossy().chars().map(escaped).collect();
    format!("sqlite://{escaped}")
}

/// Characters that mean something in an address are written as their code.
fn escaped(letter: char) -> String {
    match letter {
        '%' | '?' | '#' | ' ' | '"' | '<' | '>' | '`' | '{' | '}' | '[' | ']' | '\\' | '^'
        | '|' => {
            format!("%{:02X}", u32::from(letter))
        }
        _ => letter.to_string(),
    }
}

/// The file lock that keeps two processes from creating the same SQLite tables at once.
pub(crate) fn lock_file(address: &str) -> Result<PathBuf, StoreError> {
    let options: sqlx::sqlite::SqliteConnectOptions = address.parse()?;
    let in_memory = address.contains(":memory:") || address.contains("mode=memory");
    let mut name = options.get_filename().as_os_str().to_owned();
    if in_memory || name.is_empty() {
        return Err(StoreError::Address(
            "SQLite needs a file: sqlite://folder/vigie.db".to_owned(),
        ));
    }
    name.push(".lock");
    Ok(name.into())
}

/// Connections that write, and connections that read.
#[derive(Debug, Clone)]
pub(crate) struct Pools {
    pub(crate) writer: AnyPool,
    pub(crate) reader: AnyPool,
}

pub(crate) async fn connect(
    engine: Engine,
    address: &str,
    options: &StoreOptions,
) -> Result<Pools, StoreError> {
    sqlx::any::install_default_drivers();
    match engine {
        Engine::Sqlite => connect_sqlite(address, options).await,
        Engine::Postgres => connect_postgres(address, options).await,
    }
}

/// One writer, because SQLite has one; readers never wait for it (write-ahead log).
async fn connect_sqlite(address: &str, options: &StoreOptions) -> Result<Pools, StoreError> {
    let address = AnyConnectOptions::from_str(&with_creation(address))?;
    let pragmas = writer_pragmas(options);
    create_sqlite(&address, &pragmas).await?;
    let writer = sqlite_pool(1, pragmas).connect_lazy_with(address.clone());
    let reader = sqlite_pool(options.readers, READER_PRAGMAS.to_owned()).connect_lazy_with(address);
    Ok(Pools { writer, reader })
}

/// Creates the file, or shows what is wrong with it: a pool would only try again until its time is over.
async fn create_sqlite(address: &AnyConnectOptions, pragmas: &str) -> Result<(), StoreError> {
    let mut connection = AnyConnection::connect_with(address).await?;
    run_pragmas(&mut connection, pragmas.to_owned()).await?;
    Ok(connection.close().await?)
}

async fn connect_postgres(address: &str, options: &StoreOptions) -> Result<Pools, StoreError> {
    let pool = AnyPoolOptions::new()
        .max_connections(options.readers + options.postgres_writers)
        .acquire_timeout(options.patience)
        .after_connect(|connection, _| {
            Box::pin(run_pragmas(connection, POSTGRES_SETTINGS.to_owned()))
        })
        .connect_with(AnyConnectOptions::from_str(address)?)
        .await?;
    Ok(Pools {
        writer: pool.clone(),
        reader: pool,
    })
}

fn sqlite_pool(connections: u32, pragmas: String) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(connections)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(Duration::from_mins(1))
        .after_connect(move |connection, _| {
            let pragmas = pragmas.clone();
            Box::pin(async move { run_pragmas(connection, pragmas).await })
        })
}

async fn run_pragmas(connection: &mut AnyConnection, pragmas: String) -> Result<(), sqlx::Error> {
    connection.execute(AssertSqlSafe(pragmas)).await.map(drop)
}

fn with_creation(address: &str) -> String {
    match address.split_once('?') {
        Some((_, parameters)) if parameters.contains("mode=") => address.to_owned(),
        Some(_) => format!("{address}&mode=rwc"),
        None => format!("{address}?mode=rwc"),
    }
}

/// Why each line is there:
/// - `page_size` first, it only counts before the file has pages;
/// - `synchronous = FULL` in write-ahead mode syncs the log at every commit: acknowledged means durable;
/// - `wal_autocheckpoint` in pages, larger than the default, so that an index page changed by many
///   batches is copied to the main file once;
/// - `journal_size_limit` gives the disk back after a burst;
/// - `cache_size` (negative: KiB) holds the inner and recent pages of the indexes.
fn writer_pragmas(options: &StoreOptions) -> String {
    let page_bytes = options.sqlite_page_bytes;
    let limit = options.sqlite_max_bytes.map_or(String::new(), |bytes| {
        format!(
            "PRAGMA max_page_count = {};",
            (bytes / u64::from(page_bytes)).max(1)
        )
    });
    format!(
        "PRAGMA page_size = {page_bytes}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
         PRAGMA busy_timeout = 10000; PRAGMA wal_autocheckpoint = {}; PRAGMA journal_size_limit = 67108864; \
         PRAGMA cache_size = -65536; PRAGMA mmap_size = 1073741824; PRAGMA temp_store = MEMORY; {limit}",
        CHECKPOINT_BYTES / page_bytes
    )
}

/// The write-ahead log is copied into the main file each time it has grown by this much.
const CHECKPOINT_BYTES: u32 = 32 << 20;

/// Every question of this crate has its index. PostgreSQL keeps the plan of a prepared statement, and one
/// made while the journal was small reads all of it each time: once per batch, ever longer.
const POSTGRES_SETTINGS: &str =
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;";

const READER_PRAGMAS: &str = "PRAGMA busy_timeout = 10000; PRAGMA query_only = ON; PRAGMA cache_size = -8192; \
     PRAGMA mmap_size = 1073741824; PRAGMA temp_store = MEMORY;";
