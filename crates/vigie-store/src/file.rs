//! The table of data files: which objects of the object store make up the data, day by day.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use vigie_model::{Day, ReportNumber};

use crate::Store;
use crate::error::StoreError;
use crate::sql::{Bound, ReadRow, execute_rows};

/// What a data file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// All stock lines of a day.
    Day,
    /// Daily history by pack and department.
    History,
    /// Positions at a place in the journal, for a quick restart.
    Snapshot,
    /// A release of the catalogue.
    Catalogue,
}

impl FileKind {
    /// The word used in the table and in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::History => "history",
            Self::Snapshot => "snapshot",
            Self::Catalogue => "catalogue",
        }
    }
}

impl fmt::Display for FileKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// A word that names no kind of file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a kind of file: day, history, snapshot or catalogue")]
pub struct FileKindError(pub String);

impl FromStr for FileKind {
    type Err = FileKindError;

    fn from_str(text: &str) -> Result<Self, FileKindError> {
        match text {
            "day" => Ok(Self::Day),
            "history" => Ok(Self::History),
            "snapshot" => Ok(Self::Snapshot),
            "catalogue" => Ok(Self::Catalogue),
            _ => Err(FileKindError(text.to_owned())),
        }
    }
}

/// Whether a file is part of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileState {
    /// Part of the data.
    Live,
    /// Another file took its place; its object may be deleted once nobody reads it any more.
    Replaced,
}

/// A file to publish; it is in the object store already, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// What it holds.
    pub kind: FileKind,
    /// Its path in the object store. Never used twice.
    pub key: String,
    /// The day it speaks of (the last one, for a file of many days).
    pub day: Day,
    /// First journal entry it takes into account; for the files of one day, the last one when the day was closed.
    pub from_number: ReportNumber,
    /// Last journal entry it takes into account.
    pub to_number: ReportNumber,
    /// Its size in bytes.
    pub byte_count: u64,
    /// Its rows.
    pub row_count: u64,
    /// BLAKE3 digest of its bytes.
    pub digest: [u8; 32],
    /// When it was made; kept to the microsecond.
    pub created_at: Timestamp,
}

/// A published file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// What was published.
    pub file: NewFile,
    /// Whether it is still part of the data.
    pub state: FileState,
}

impl Store {
    /// Publishes files and withdraws those they replace, in one step: a reader sees the old ones or the
    /// new ones, never a part of either.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when a key was used before, or one to replace is not live any more
    /// (someone else replaced it): nothing is changed.
    pub async fn publish_files(
        &self,
        files: &[NewFile],
        replaces: &[String],
    ) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        withdraw(&mut transaction, replaces).await?;
        execute_rows(&mut transaction, INSERT, 10, files, bind_file).await?;
        transaction.commit().await
    }

    /// The live files of a kind for the days `from` to `to`, both included, by day then key.
    pub async fn list_files(
        &self,
        kind: FileKind,
        from: Day,
        to: Day,
    ) -> Result<Vec<File>, StoreError> {
        let mut connection = self.read().await?;
        let rows = sqlx::query(
            "SELECT * FROM file WHERE kind = $1 AND day >= $2 AND day <= $3 AND state = 'live' ORDER BY day, key",
        )
        .bind(kind.as_str())
        .bind(i64::from(from.epoch_days()))
        .bind(i64::from(to.epoch_days()))
        .fetch_all(&mut *connection)
        .await?;
        rows.iter().map(read_file).collect()
    }

    /// Files that others have replaced, by key: their objects may be deleted, then [`Store::forget_files`].
    pub async fn list_replaced_files(&self) -> Result<Vec<File>, StoreError> {
        let mut connection = self.read().await?;
        let rows = sqlx::query("SELECT * FROM file WHERE state = 'replaced' ORDER BY key")
            .fetch_all(&mut *connection)
            .await?;
        rows.iter().map(read_file).collect()
    }

    /// Forgets replaced files whose objects were deleted. Live ones stay.
    pub async fn forget_files(&self, keys: &[String]) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        let delete = "DELETE FROM file WHERE state = 'replaced' AND key IN ({rows})";
        execute_rows(&mut transaction, delete, 1, keys, |query, key| {
            query.bind(key.as_str())
        })
        .await?;
        transaction.commit().await
    }
}

async fn withdraw(transaction: &mut AnyConnection, keys: &[String]) -> Result<(), StoreError> {
    let update = "UPDATE file SET state = 'replaced' WHERE state = 'live' AND key IN ({rows})";
    let withdrawn = execute_rows(transaction, update, 1, keys, |query, key| {
        query.bind(key.as_str())
    })
    .await?;
    if withdrawn == keys.len() as u64 {
        Ok(())
    } else {
        Err(StoreError::Conflict(format!(
            "{} files to replace, {withdrawn} of them live",
            keys.len()
        )))
    }
}

const INSERT: &str = "INSERT INTO file (key, kind, day, from_number, to_number, byte_count, row_count, digest, \
     created_at, state) VALUES {rows}";

fn bind_file<'a>(query: Bound<'a>, file: &'a NewFile) -> Bound<'a> {
    query
        .bind(file.key.as_str())
        .bind(file.kind.as_str())
        .bind(i64::from(file.day.epoch_days()))
        .bind(file.from_number.0 as i64)
        .bind(file.to_number.0 as i64)
        .bind(file.byte_count as i64)
        .bind(file.row_count as i64)
        .bind(file.digest.as_slice())
        .bind(file.created_at.as_microsecond())
        .bind("live")
}

fn read_file(row: &AnyRow) -> Result<File, StoreError> {
    let file = NewFile {
        kind: row.parsed("kind")?,
        key: row.text("key")?,
        day: row.day("day")?,
        from_number: ReportNumber(row.integer("from_number")?),
        to_number: ReportNumber(row.integer("to_number")?),
        byte_count: row.integer("byte_count")?,
        row_count: row.integer("row_count")?,
        digest: row.array("digest")?,
        created_at: row.instant("created_at")?,
    };
    let state = match row.text("state")?.as_str() {
        "live" => FileState::Live,
        "replaced" => FileState::Replaced,
        other => return Err(StoreError::corrupt(format!("`{other}` as state of a file"))),
    };
    Ok(File { file, state })
}
