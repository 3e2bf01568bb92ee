//! What people and tokens did and read: rows are added, never changed.

use jiff::Timestamp;
use sqlx::any::AnyRow;

use crate::Store;
use crate::error::StoreError;
use crate::numbering::advance_counter;
use crate::person::PersonNumber;
use crate::sql::{Bound, ReadRow, execute_rows};
use crate::token::TokenNumber;

/// Something done or read, to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAuditEntry {
    /// When.
    pub at: Timestamp,
    /// Who, if a person.
    pub person: Option<PersonNumber>,
    /// Who, if a program.
    pub token: Option<TokenNumber>,
    /// What was done, a word: `sign-in`.
    pub act: String,
    /// To what: an address, a person, a token.
    pub object: String,
    /// Where from: address of the network, shortened.
    pub address: String,
    /// In which request.
    pub request_id: String,
}

/// Something done or read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its place, from 0; grows with time.
    pub number: u64,
    /// What is kept.
    pub entry: NewAuditEntry,
}

/// Which entries are looked for. `None` means any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// By whom.
    pub person: Option<PersonNumber>,
    /// Which act.
    pub act: Option<String>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
    /// Only entries before this number: for the next page.
    pub before: Option<u64>,
}

/// The question about entries that meet a condition: each filter has a statement of its own, and so its index.
macro_rules! question {
    ($condition:literal, $by_person:expr, $by_act:expr) => {
        match ($by_person, $by_act) {
            (false, false) => concat!(
                "SELECT * FROM audit WHERE ",
                $condition,
                " ORDER BY number DESC LIMIT $4"
            ),
            (true, false) => concat!(
                "SELECT * FROM audit WHERE ",
                $condition,
                " AND person_number = $4 ORDER BY number DESC LIMIT $5"
            ),
            (false, true) => concat!(
                "SELECT * FROM audit WHERE ",
                $condition,
                " AND act = $4 ORDER BY number DESC LIMIT $5"
            ),
            (true, true) => concat!(
                "SELECT * FROM audit WHERE ",
                $condition,
                " AND person_number = $4 AND act = $5 ORDER BY number DESC LIMIT $6"
            ),
        }
    };
}

impl Store {
    /// Keeps entries, all or none, in the order given.
    pub async fn append_audit(&self, entries: &[NewAuditEntry]) -> Result<(), StoreError> {
        if entries.is_empty() {
            return Ok(());
        }
        let mut transaction = self.write().await?;
        let count = entries.len() as i64;
        let first = advance_counter(&mut transaction, "audit", count).await? - count;
        let rows: Vec<(i64, &NewAuditEntry)> = (first..).zip(entries).collect();
        execute_rows(&mut transaction, INSERT, 8, &rows, bind_entry).await?;
        transaction.commit().await
    }

    /// Entries, newest first, at most so many.
    pub async fn list_audit(
        &self,
        filter: &AuditFilter,
        most: u32,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        let mut connection = self.read().await?;
        let (by_person, by_act) = (filter.person.is_some(), filter.act.is_some());
        // Without a day, the newest entries are read from the end: the index of instants would be read whole, and
        // sorted. The sign keeps both engines from taking it.
        let text = if filter.from.is_some() || filter.until.is_some() {
            question!("number < $1 AND at >= $2 AND at < $3", by_person, by_act)
        } else {
            question!("number < $1 AND +at >= $2 AND +at < $3", by_person, by_act)
        };
        let mut question = sqlx::query(text)
            .bind(filter.before.map_or(i64::MAX, u64::cast_signed))
            .bind(filter.from.map_or(i64::MIN, Timestamp::as_microsecond))
            .bind(filter.until.map_or(i64::MAX, Timestamp::as_microsecond));
        if let Some(person) = filter.person {
            question = question.bind(i64::from(person.0));
        }
        if let Some(act) = &filter.act {
            question = question.bind(act.as_str());
        }
        let question = question.bind(i64::from(most));
        let rows = question.fetch_all(&mut *connection).await?;
        rows.iter().map(read_entry).collect()
    }
}

const INSERT: &str = "INSERT INTO audit (number, at, person_number, token_number, act, object, address, request_id) \
     VALUES {rows}";

fn bind_entry<'a>(query: Bound<'a>, (number, entry): &'a (i64, &NewAuditEntry)) -> Bound<'a> {
    query
        .bind(*number)
        .bind(entry.at.as_microsecond())
        .bind(entry.person.map(|person| i64::from(person.0)))
        .bind(entry.token.map(|token| i64::from(token.0)))
        .bind(entry.act.as_str())
        .bind(entry.object.as_str())
        .bind(entry.address.as_str())
        .bind(entry.request_id.as_str())
}

fn read_entry(row: &AnyRow) -> Result<AuditEntry, StoreError> {
    Ok(AuditEntry {
        number: row.integer("number")?,
        entry: NewAuditEntry {
            at: row.instant("at")?,
            person: row.optional_integer("person_number")?.map(PersonNumber),
            token: row.optional_integer("token_number")?.map(TokenNumber),
            act: row.text("act")?,
            object: row.text("object")?,
            address: row.text("address")?,
            request_id: row.text("request_id")?,
        },
    })
}
