//! What can go wrong in the store, sorted by what a caller can do about it.

use sqlx::error::{DatabaseError, ErrorKind};
use sqlx::migrate::MigrateError;

/// Why the store could not do what it was asked.
///
/// The variants say what to do next; the sentence and its source say what happened, for a log.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database does not answer, or another process holds it. Trying again later can succeed.
    #[error("the database does not answer")]
    Unavailable(#[source] sqlx::Error),
    /// Nothing has this name.
    #[error("{0} does not exist")]
    Absent(String),
    /// Another writer was first, or the value is already there. Read again, then decide.
    #[error("the database already holds something else here: {0}")]
    Conflict(String),
    /// No room left on the disk, or the store has reached the size it was allowed. Nothing was written.
    #[error("no room left to write in the database")]
    Full(#[source] sqlx::Error),
    /// What was read cannot be what this program wrote. Stop, and restore or verify.
    #[error("the database holds something that Vigie did not write: {0}")]
    Corrupt(String),
    /// A newer program has changed the tables; this one must not touch them.
    #[error(
        "the database has schema version {found}, newer than this program, which knows {known}"
    )]
    TooNew {
        /// Version of the newest migration found in the database.
        found: i64,
        /// Version of the newest migration that this program knows.
        known: i64,
    },
    /// The address of the database is not one that this program can use.
    #[error("cannot use this database address: {0}")]
    Address(String),
    /// The request was refused by the database: a defect of this program or a missing right.
    #[error("the database refused a request")]
    Refused(#[source] sqlx::Error),
}

impl StoreError {
    pub(crate) fn corrupt(what: impl std::fmt::Display) -> Self {
        Self::Corrupt(what.to_string())
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(refusal) => match meaning(refusal.as_ref()) {
                Meaning::Full => Self::Full(error),
                Meaning::Unavailable => Self::Unavailable(error),
                Meaning::Conflict => Self::Conflict(refusal.message().to_owned()),
                Meaning::Corrupt => Self::Corrupt(refusal.message().to_owned()),
                Meaning::Refused => Self::Refused(error),
            },
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::BeginFailed => Self::Unavailable(error),
            sqlx::Error::Configuration(reason) => Self::Address(reason.to_string()),
            sqlx::Error::ColumnDecode { .. }
            | sqlx::Error::Decode(_)
            | sqlx::Error::RowNotFound
            | sqlx::Error::AnyDriverError(_) => Self::corrupt(&error),
            _ => Self::Refused(error),
        }
    }
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(inner) | MigrateError::ExecuteMigration(inner, _) => inner.into(),
            MigrateError::VersionMissing(found) => Self::TooNew {
                found,
                known: crate::migration::newest_version(),
            },
            other => Self::corrupt(other),
        }
    }
}

enum Meaning {
    Full,
    Unavailable,
    Conflict,
    Corrupt,
    Refused,
}

/// SQLite result codes are numbers (<https://www.sqlite.org/rescode.html>), PostgreSQL's are five
/// characters (appendix A of its manual), so one look at the text tells which list applies.
fn meaning(refusal: &dyn DatabaseError) -> Meaning {
    match refusal.code() {
        Some(code) if code.len() == 5 => postgres_meaning(&code),
        Some(code) => code.parse().map_or(Meaning::Refused, sqlite_meaning),
        None if matches!(refusal.kind(), ErrorKind::UniqueViolation) => Meaning::Conflict,
        None => Meaning::Refused,
    }
}

fn postgres_meaning(code: &str) -> Meaning {
    match code {
        // disk_full
        "53100" => Meaning::Full,
        // data_corrupted, index_corrupted
        "XX001" | "XX002" => Meaning::Corrupt,
        // serialization_failure, deadlock_detected, lock_not_available, read_only_sql_transaction
        "40001" | "40P01" | "55P03" | "25006" => Meaning::Unavailable,
        _ => match code.get(..2) {
            // integrity_constraint_violation
            Some("23") => Meaning::Conflict,
            // connection_exception, insufficient_resources, operator_intervention, system_error
            Some("08" | "53" | "57" | "58") => Meaning::Unavailable,
            _ => Meaning::Refused,
        },
    }
}

fn sqlite_meaning(extended_code: i32) -> Meaning {
    match extended_code & 0xff {
        // SQLITE_FULL
        13 => Meaning::Full,
        // SQLITE_CORRUPT, SQLITE_NOTADB
        11 | 26 => Meaning::Corrupt,
        // SQLITE_CONSTRAINT
        19 => Meaning::Conflict,
        // SQLITE_BUSY, SQLITE_LOCKED, SQLITE_READONLY, SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_PROTOCOL
        5 | 6 | 8 | 10 | 14 | 15 => Meaning::Unavailable,
        _ => Meaning::Refused,
    }
}
