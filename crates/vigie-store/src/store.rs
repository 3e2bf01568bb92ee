//! The store itself: opened by an address, shared by cloning, closed at the end.

use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, Executor};

use crate::engine::{self, Engine, Pools};
use crate::error::StoreError;
use crate::migration;

/// Sites, organisations, pack numbers, tokens, the journal, quarantine, data files and settings, in
/// SQLite or PostgreSQL.
///
/// Cloning is cheap and shares the connections. Every function may be called from many tasks at once.
#[derive(Debug, Clone)]
pub struct Store {
    engine: Engine,
    pools: Pools,
}

/// What may be chosen when a store is opened. The defaults are right for a national server.
#[derive(Debug, Clone)]
pub struct StoreOptions {
    /// Connections that read at once.
    pub readers: u32,
    /// Connections added for writing, PostgreSQL only; SQLite has one writer.
    pub postgres_writers: u32,
    /// How long to wait for a free connection or for a server that does not answer.
    pub patience: Duration,
    /// Bytes of a page of a new SQLite file: a power of two from 512 to 65536. Decides the size of the
    /// journal; see `examples/append.rs` for the measure behind the default.
    pub sqlite_page_bytes: u32,
    /// Largest size of the SQLite file in bytes; beyond it writing answers [`StoreError::Full`].
    pub sqlite_max_bytes: Option<u64>,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self {
            readers: 8,
            postgres_writers: 4,
            patience: Duration::from_secs(30),
            sqlite_page_bytes: 4096,
            sqlite_max_bytes: None,
        }
    }
}

impl Store {
    /// Opens the store at an address and brings its tables to the version of this program.
    ///
    /// `sqlite://folder/vigie.db` (three slashes for an absolute path; see [`crate::sqlite_address`]) creates
    /// the file when missing, not the folder. `postgres://user:password@host/database` needs the database.
    ///
    /// # Errors
    /// [`StoreError::Address`], [`StoreError::Unavailable`], [`StoreError::TooNew`] when a newer program
    /// has changed the tables, [`StoreError::Corrupt`] when it is no database or not ours.
    pub async fn open(address: &str) -> Result<Self, StoreError> {
        Self::open_with(address, &StoreOptions::default()).await
    }

    /// Like [`Store::open`], with other options.
    pub async fn open_with(address: &str, options: &StoreOptions) -> Result<Self, StoreError> {
        let engine = Engine::of_address(address)?;
        // Held until the tables are there, then released by the drop.
        let _lock = match engine {
            Engine::Sqlite => Some(lock(engine::lock_file(address)?).await?),
            Engine::Postgres => None,
        };
        let pools = engine::connect(engine, address, options).await?;
        let mut connection = pools.writer.acquire().await?;
        migration::migrate(&mut connection, engine).await?;
        drop(connection);
        Ok(Self { engine, pools })
    }

    /// Which database holds this store.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Closes all connections, after giving SQLite the chance to refresh its statistics. Tasks that
    /// still use the store get [`StoreError::Unavailable`].
    pub async fn close(&self) -> Result<(), StoreError> {
        if self.engine == Engine::Sqlite {
            self.pools
                .writer
                .acquire()
                .await?
                .execute("PRAGMA optimize")
                .await?;
        }
        self.pools.reader.close().await;
        self.pools.writer.close().await;
        Ok(())
    }

    /// A connection for reading.
    pub(crate) async fn read(&self) -> Result<PoolConnection<Any>, StoreError> {
        Ok(self.pools.reader.acquire().await?)
    }

    /// A transaction for writing. Its first statement must write: on SQLite a transaction that reads
    /// first can lose its place to another process and fail.
    pub(crate) async fn write(&self) -> Result<WriteTransaction, StoreError> {
        let mut connection = self.pools.writer.acquire().await?;
        connection.execute("BEGIN").await?;
        Ok(WriteTransaction {
            connection,
            committed: false,
        })
    }
}

/// A transaction that closes its connection unless it was committed, whatever went wrong: SQLite may or
/// may not have rolled back by itself after a full disk, and a closed connection has, in both engines.
pub(crate) struct WriteTransaction {
    connection: PoolConnection<Any>,
    committed: bool,
}

impl WriteTransaction {
    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        self.connection.execute("COMMIT").await?;
        self.committed = true;
        Ok(())
    }
}

impl Drop for WriteTransaction {
    fn drop(&mut self) {
        if !self.committed {
            self.connection.close_on_drop();
        }
    }
}

impl Deref for WriteTransaction {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        &self.connection
    }
}

impl DerefMut for WriteTransaction {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        &mut self.connection
    }
}

/// Waits for the lock file beside the database; dropping the handle releases it.
async fn lock(path: PathBuf) -> Result<std::fs::File, StoreError> {
    let waiting = tokio::task::spawn_blocking(move || {
        let file = std::fs::File::create(path)?;
        file.lock()?;
        Ok(file)
    });
    let locked: std::io::Result<_> = waiting.await.map_err(std::io::Error::other).flatten();
    locked.map_err(|error| StoreError::Unavailable(sqlx::Error::Io(error)))
}
