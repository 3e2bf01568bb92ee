//! The tables and how they came to be: each migration is written once, for PostgreSQL.

use sqlx::AnyConnection;
use sqlx::SqlStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, SqlSafeStr};

use crate::engine::Engine;
use crate::error::StoreError;

/// Version, name and text of every migration, oldest first. A published one is never edited.
const MIGRATIONS: [(i64, &str, &str); 4] = [
    (
        1,
        "first tables",
        include_str!("../migrations/0001_first_tables.sql"),
    ),
    (2, "people", include_str!("../migrations/0002_people.sql")),
    (
        3,
        "medicine lists",
        include_str!("../migrations/0003_medicine_lists.sql"),
    ),
    (
        4,
        "identities",
        include_str!("../migrations/0004_identities.sql"),
    ),
];

/// Brings the tables to the newest version, or refuses when they are newer than this program.
///
/// On PostgreSQL several servers may start at once: the migrator takes an advisory lock. SQLite has
/// none; [`crate::Store::open`] holds a lock file around this call.
pub(crate) async fn migrate(
    connection: &mut AnyConnection,
    engine: Engine,
) -> Result<(), StoreError> {
    let migrations = MIGRATIONS
        .iter()
        .map(|(version, name, text)| migration(*version, name, text, engine))
        .collect();
    Ok(Migrator::with_migrations(migrations)
        .run_direct(None, connection, false)
        .await?)
}

/// Version of the newest migration in this program.
pub(crate) fn newest_version() -> i64 {
    MIGRATIONS
        .iter()
        .map(|(version, _, _)| *version)
        .max()
        .unwrap_or(0)
}

fn migration(version: i64, name: &'static str, text: &str, engine: Engine) -> Migration {
    Migration::new(
        version,
        name.into(),
        MigrationType::Simple,
        spelled_for(engine, text),
        false,
    )
}

/// The only two words that differ. `BIGINT PRIMARY KEY` is a second index in SQLite, while
/// `INTEGER PRIMARY KEY` is the key of the table itself and holds 64 bits as well.
fn spelled_for(engine: Engine, text: &str) -> SqlStr {
    let spelled = match engine {
        Engine::Postgres => text.to_owned(),
        Engine::Sqlite => text
            .replace("BIGINT PRIMARY KEY", "INTEGER PRIMARY KEY")
            .replace("BYTEA", "BLOB"),
    };
    AssertSqlSafe(spelled).into_sql_str()
}
