//! The journal: every accepted report, numbered in one order and never changed. The only truth.

mod append;
mod read;

use jiff::Timestamp;
use sqlx::any::AnyRow;
use uuid::Uuid;
use vigie_model::{Day, ReportNumber, SiteNumber};

use crate::error::StoreError;
use crate::quarantine::{NewQuarantined, QuarantinedRow};
use crate::sql::ReadRow;

/// What an entry of the journal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryKind {
    /// A report of everything the site holds.
    Full,
    /// A report of what has changed.
    Changes,
    /// Lines of earlier reports that left quarantine.
    Release,
}

impl EntryKind {
    pub(crate) const fn code(self) -> i64 {
        match self {
            Self::Full => 1,
            Self::Changes => 2,
            Self::Release => 3,
        }
    }

    fn from_code(code: i64) -> Result<Self, StoreError> {
        match code {
            1 => Ok(Self::Full),
            2 => Ok(Self::Changes),
            3 => Ok(Self::Release),
            _ => Err(StoreError::corrupt(format!(
                "{code} as a kind of journal entry"
            ))),
        }
    }
}

/// An entry to append.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// Its public name, ordered by time (UUID version 7). Made by the caller, who owns clock and chance.
    pub id: Uuid,
    /// The site it speaks of.
    pub site: SiteNumber,
    /// The day it speaks of.
    pub as_of: Day,
    /// When it was received; kept to the microsecond.
    pub received_at: Timestamp,
    /// What it is.
    pub kind: EntryKind,
    /// Accepted lines in the payload.
    pub line_count: u32,
    /// Digest of the content (BLAKE3, 32 bytes). With site, day and kind it decides what a repetition is.
    pub digest: [u8; 32],
    /// What the sender called it, so that it can safely send it again.
    pub idempotency_key: Option<String>,
    /// The accepted lines, as `vigie-stock` encodes them.
    pub payload: Vec<u8>,
    /// Lines that could not be used, whether they wait for the catalogue or for their sender.
    pub quarantined_count: u32,
    /// Those of them that wait for the catalogue, kept with their reasons.
    pub quarantined: Vec<NewQuarantined>,
    /// Quarantined lines that this entry takes out of quarantine ([`EntryKind::Release`]).
    pub releases: Vec<QuarantinedRow>,
}

/// What is known of an entry without its payload: the proof given to the sender.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Place in the journal, from 1, without gaps.
    pub number: ReportNumber,
    /// Its public name.
    pub id: Uuid,
    /// The site it speaks of.
    pub site: SiteNumber,
    /// The day it speaks of.
    pub as_of: Day,
    /// When it was received, to the microsecond.
    pub received_at: Timestamp,
    /// What it is.
    pub kind: EntryKind,
    /// Accepted lines in the payload.
    pub line_count: u32,
    /// Lines that could not be used when it was received, whether released since or not.
    pub quarantined_count: u32,
    /// Digest of the content.
    pub digest: [u8; 32],
    /// What the sender called it.
    pub idempotency_key: Option<String>,
}

/// A journal entry with its payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What is known of it.
    pub receipt: Receipt,
    /// The accepted lines, as `vigie-stock` encoded them.
    pub payload: Vec<u8>,
}

/// What became of one [`NewEntry`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// Its place in the journal, or that of the entry it collides with.
    pub number: ReportNumber,
    /// Whether it was written.
    pub outcome: Outcome,
}

/// Whether an entry was written, and if not, why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Written, and on disk.
    New,
    /// The same content was already there for this site, day and kind: this is its receipt. Nothing was written.
    Repeated(Receipt),
    /// The site has already used this idempotency key for something else: this is its receipt. Nothing was
    /// written, and the sender must be told.
    KeyReused(Receipt),
}

impl NewEntry {
    /// The receipt of this entry once it has a number.
    pub(crate) fn receipt(&self, number: i64) -> Receipt {
        Receipt {
            number: ReportNumber(number as u64),
            id: self.id,
            site: self.site,
            as_of: self.as_of,
            received_at: to_microsecond(self.received_at),
            kind: self.kind,
            line_count: self.line_count,
            quarantined_count: self.quarantined_count,
            digest: self.digest,
            idempotency_key: self.idempotency_key.clone(),
        }
    }
}

/// Columns of [`Receipt`], for `SELECT`.
macro_rules! receipt_columns {
    () => {
        "number, id, site_number, as_of, received_at, kind, line_count, quarantined_count, digest, idempotency_key"
    };
}
pub(crate) use receipt_columns;

pub(crate) fn read_receipt(row: &AnyRow) -> Result<Receipt, StoreError> {
    use sqlx::Row;
    Ok(Receipt {
        number: ReportNumber(row.integer("number")?),
        id: Uuid::from_bytes(row.array("id")?),
        site: SiteNumber(row.integer("site_number")?),
        as_of: row.day("as_of")?,
        received_at: row.instant("received_at")?,
        kind: EntryKind::from_code(row.integer("kind")?)?,
        line_count: row.integer("line_count")?,
        quarantined_count: row.integer("quarantined_count")?,
        digest: row.array("digest")?,
        idempotency_key: row.try_get("idempotency_key")?,
    })
}

/// The instant as the database keeps it.
fn to_microsecond(instant: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(instant.as_microsecond()).unwrap_or(instant)
}
