//! Appending: one transaction for a batch, numbers without gaps, repetitions recognised.

use std::collections::HashMap;

use sqlx::AnyConnection;
use vigie_model::ReportNumber;

use super::{Appended, NewEntry, Outcome, Receipt, read_receipt, receipt_columns};
use crate::Store;
use crate::error::StoreError;
use crate::numbering::advance_counter;
use crate::quarantine::{insert_quarantined, release};
use crate::sql::{Bound, execute_rows, fetch_rows};

impl Store {
    /// Appends a batch in one transaction and answers, for each entry, its number and whether it is new.
    /// When this returns, the entries are on disk. All or none.
    ///
    /// New entries are numbered in the order of the batch. Writers of several processes take turns by
    /// the counter of the journal, so numbers have no gap and a reader who sees one sees all before it.
    ///
    /// # Errors
    /// [`StoreError::Full`] or [`StoreError::Unavailable`]: nothing was written, try again.
    /// [`StoreError::Conflict`]: a line to release had left quarantine already, or an `id` is not new.
    pub async fn append(&self, entries: &[NewEntry]) -> Result<Vec<Appended>, StoreError> {
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let mut transaction = self.write().await?;
        let expected = entries.len() as i64;
        let last = advance_counter(&mut transaction, "journal", expected).await?;
        let known = Known::read(&mut transaction, entries).await?;
        let (appended, fresh) = decide(entries, known, last - expected);
        insert(&mut transaction, &fresh).await?;
        let unused = expected - fresh.len() as i64;
        if unused > 0 {
            advance_counter(&mut transaction, "journal", -unused).await?;
        }
        transaction.commit().await?;
        Ok(appended)
    }
}

/// A new entry and the number it was given.
pub(crate) type Numbered<'a> = (i64, &'a NewEntry);

/// Earlier entries that those of the batch may collide with, and then the batch's own.
struct Known {
    by_content: HashMap<Content, Receipt>,
    by_key: HashMap<(u32, String), Receipt>,
}

/// What makes two entries the same.
type Content = (u32, i32, i64, [u8; 32]);

fn content(entry: &NewEntry) -> Content {
    (
        entry.site.0,
        entry.as_of.epoch_days(),
        entry.kind.code(),
        entry.digest,
    )
}

impl Known {
    async fn read(
        transaction: &mut AnyConnection,
        entries: &[NewEntry],
    ) -> Result<Self, StoreError> {
        let mut known = Self {
            by_content: HashMap::new(),
            by_key: HashMap::new(),
        };
        for row in fetch_rows(transaction, SAME_CONTENT, 4, entries, bind_content).await? {
            known.remember(read_receipt(&row)?);
        }
        let keyed: Vec<&NewEntry> = entries
            .iter()
            .filter(|entry| entry.idempotency_key.is_some())
            .collect();
        for row in fetch_rows(transaction, SAME_KEY, 2, &keyed, bind_key).await? {
            known.remember(read_receipt(&row)?);
        }
        Ok(known)
    }

    fn remember(&mut self, receipt: Receipt) {
        if let Some(key) = &receipt.idempotency_key {
            self.by_key
                .insert((receipt.site.0, key.clone()), receipt.clone());
        }
        let content = (
            receipt.site.0,
            receipt.as_of.epoch_days(),
            receipt.kind.code(),
            receipt.digest,
        );
        self.by_content.insert(content, receipt);
    }

    fn collision(&self, entry: &NewEntry) -> Option<Appended> {
        if let Some(receipt) = self.by_content.get(&content(entry)) {
            return Some(Appended::not_written(receipt, Outcome::Repeated));
        }
        let key = entry.idempotency_key.clone()?;
        let receipt = self.by_key.get(&(entry.site.0, key))?;
        Some(Appended::not_written(receipt, Outcome::KeyReused))
    }
}

/// Numbers the entries that collide with nothing, from `last` on, in the order of the batch.
fn decide(
    entries: &[NewEntry],
    mut known: Known,
    mut last: i64,
) -> (Vec<Appended>, Vec<Numbered<'_>>) {
    let mut fresh = Vec::with_capacity(entries.len());
    let mut appended = Vec::with_capacity(entries.len());
    for entry in entries {
        let collision = known.collision(entry);
        if collision.is_none() {
            last += 1;
            fresh.push((last, entry));
            known.remember(entry.receipt(last));
        }
        appended.push(collision.unwrap_or_else(|| Appended::new(last)));
    }
    (appended, fresh)
}

impl Appended {
    fn new(number: i64) -> Self {
        Self {
            number: ReportNumber(number as u64),
            outcome: Outcome::New,
        }
    }

    fn not_written(receipt: &Receipt, outcome: fn(Receipt) -> Outcome) -> Self {
        Self {
            number: receipt.number,
            outcome: outcome(receipt.clone()),
        }
    }
}

async fn insert(transaction: &mut AnyConnection, fresh: &[Numbered<'_>]) -> Result<(), StoreError> {
    execute_rows(transaction, INSERT, 11, fresh, bind_entry).await?;
    insert_quarantined(transaction, fresh).await?;
    release(transaction, fresh).await
}

const INSERT: &str = concat!(
    "INSERT INTO journal (",
    receipt_columns!(),
    ", payload) VALUES {rows}"
);

/// The values come first, so that the index is asked once for each of them.
const SAME_CONTENT: &str = concat!(
    "WITH wanted (wanted_site, wanted_day, wanted_digest, wanted_kind) AS (VALUES {rows}) SELECT ",
    receipt_columns!(),
    " FROM wanted CROSS JOIN journal WHERE site_number = wanted_site AND as_of = wanted_day \
     AND digest = wanted_digest AND kind = wanted_kind"
);

const SAME_KEY: &str = concat!(
    "WITH wanted (wanted_site, wanted_key) AS (VALUES {rows}) SELECT ",
    receipt_columns!(),
    " FROM wanted CROSS JOIN journal WHERE site_number = wanted_site AND idempotency_key = wanted_key"
);

fn bind_content<'a>(query: Bound<'a>, entry: &'a NewEntry) -> Bound<'a> {
    query
        .bind(i64::from(entry.site.0))
        .bind(i64::from(entry.as_of.epoch_days()))
        .bind(entry.digest.as_slice())
        .bind(entry.kind.code())
}

fn bind_key<'a>(query: Bound<'a>, entry: &'a &NewEntry) -> Bound<'a> {
    query
        .bind(i64::from(entry.site.0))
        .bind(entry.idempotency_key.as_deref())
}

fn bind_entry<'a>(query: Bound<'a>, (number, entry): &'a Numbered<'_>) -> Bound<'a> {
    query
        .bind(*number)
        .bind(entry.id.as_bytes().as_slice())
        .bind(i64::from(entry.site.0))
        .bind(i64::from(entry.as_of.epoch_days()))
        .bind(entry.received_at.as_microsecond())
        .bind(entry.kind.code())
        .bind(i64::from(entry.line_count))
        .bind(i64::from(entry.quarantined_count))
        .bind(entry.digest.as_slice())
        .bind(entry.idempotency_key.as_deref())
        .bind(entry.payload.as_slice())
}
