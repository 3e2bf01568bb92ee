//! Reading the journal: receipts for senders, entries in order for those who follow it.

use sqlx::any::AnyRow;
use uuid::Uuid;
use vigie_model::{Day, ReportNumber, SiteNumber};

use super::{Entry, Receipt, read_receipt, receipt_columns};
use crate::Store;
use crate::error::StoreError;
use crate::numbering::read_counter;
use crate::sql::{ReadRow, fetch_rows};

/// Most entries in a page, however small they are.
const ENTRIES_IN_PAGE: i64 = 16_384;
/// Most entries in a page of one day, which looks up the length of each before it answers some of them.
const ENTRIES_IN_PAGE_OF_DAY: i64 = 4_096;

// The index of the journal begins with the day, for the sake of writing. The questions about one site
// therefore walk the days that have reports (`reported`) and look the site up in each: some
// microseconds a day.
impl Store {
    /// The number of the last entry; 0 when the journal is empty.
    pub async fn journal_head(&self) -> Result<ReportNumber, StoreError> {
        Ok(ReportNumber(read_counter(self, "journal").await? as u64))
    }

    /// The receipt with this public name.
    ///
    /// # Errors
    /// [`StoreError::Absent`] when there is none.
    pub async fn get_receipt(&self, id: Uuid) -> Result<Receipt, StoreError> {
        let mut connection = self.read().await?;
        let query = concat!("SELECT ", receipt_columns!(), " FROM journal WHERE id = $1");
        let row = sqlx::query(query)
            .bind(id.as_bytes().as_slice())
            .fetch_optional(&mut *connection)
            .await?;
        let row = row.ok_or_else(|| StoreError::Absent(format!("receipt {id}")))?;
        read_receipt(&row)
    }

    /// The receipt of what this site sent under this idempotency key.
    pub async fn find_receipt_by_idempotency_key(
        &self,
        site: SiteNumber,
        key: &str,
    ) -> Result<Option<Receipt>, StoreError> {
        let mut connection = self.read().await?;
        let query = concat!(
            "SELECT ",
            receipt_columns!(),
            " FROM journal WHERE site_number = $1 AND idempotency_key = $2"
        );
        let row = sqlx::query(query)
            .bind(i64::from(site.0))
            .bind(key)
            .fetch_optional(&mut *connection)
            .await?;
        row.as_ref().map(read_receipt).transpose()
    }

    /// The last receipts of a site, latest day first, at most `limit`.
    pub async fn list_receipts(
        &self,
        site: SiteNumber,
        limit: u32,
    ) -> Result<Vec<Receipt>, StoreError> {
        let mut connection = self.read().await?;
        let query = concat!(
            "WITH RECURSIVE reported (day) AS (SELECT MAX(as_of) FROM journal UNION ALL \
             SELECT (SELECT MAX(as_of) FROM journal WHERE as_of < day) FROM reported WHERE day IS NOT NULL) SELECT ",
            receipt_columns!(),
            " FROM reported CROSS JOIN journal WHERE as_of = day AND site_number = $1 \
             ORDER BY as_of DESC, number DESC LIMIT $2"
        );
        let rows = sqlx::query(query)
            .bind(i64::from(site.0))
            .bind(i64::from(limit))
            .fetch_all(&mut *connection)
            .await?;
        rows.iter().map(read_receipt).collect()
    }

    /// The days from `from` on for which a site has reported, in order, each with how many entries it has.
    pub async fn list_reported_days(
        &self,
        site: SiteNumber,
        from: Day,
    ) -> Result<Vec<(Day, u32)>, StoreError> {
        let mut connection = self.read().await?;
        let rows = sqlx::query(
            "WITH RECURSIVE reported (day) AS (SELECT MAX(as_of) FROM journal UNION ALL \
             SELECT (SELECT MAX(as_of) FROM journal WHERE as_of < day) FROM reported WHERE day > $2) \
             SELECT as_of, COUNT(*) AS entries FROM reported CROSS JOIN journal \
             WHERE as_of = day AND day >= $2 AND site_number = $1 GROUP BY as_of ORDER BY as_of",
        )
        .bind(i64::from(site.0))
        .bind(i64::from(from.epoch_days()))
        .fetch_all(&mut *connection)
        .await?;
        rows.iter()
            .map(|row| Ok((row.day("as_of")?, row.integer("entries")?)))
            .collect()
    }

    /// How many entries some sites have together, each for the days from one on. The journal only grows: as long as the
    /// answer is the same for the same sites and days, none of them has reported.
    pub async fn count_entries_since(
        &self,
        sites: &[(SiteNumber, Day)],
    ) -> Result<u64, StoreError> {
        let mut connection = self.read().await?;
        let query = "WITH RECURSIVE asked (site, first) AS (VALUES {rows}), \
             reported (day) AS (SELECT MAX(as_of) FROM journal UNION ALL \
             SELECT (SELECT MAX(as_of) FROM journal WHERE as_of < day) FROM reported \
             WHERE day > (SELECT MIN(first) FROM asked)) \
             SELECT COUNT(*) AS entries FROM asked CROSS JOIN reported CROSS JOIN journal \
             WHERE day >= first AND as_of = day AND site_number = site";
        let rows = fetch_rows(&mut connection, query, 2, sites, |query, (site, from)| {
            query
                .bind(i64::from(site.0))
                .bind(i64::from(from.epoch_days()))
        })
        .await?;
        let counts = rows.iter().map(|row| row.integer::<u64>("entries"));
        counts.sum()
    }

    /// Everything a site reported for `from` and later days, in the order of the journal.
    pub async fn entries_of_site(
        &self,
        site: SiteNumber,
        from: Day,
    ) -> Result<Vec<Entry>, StoreError> {
        let mut connection = self.read().await?;
        let query = concat!(
            "WITH RECURSIVE reported (day) AS (SELECT MAX(as_of) FROM journal UNION ALL \
             SELECT (SELECT MAX(as_of) FROM journal WHERE as_of < day) FROM reported WHERE day > $2) SELECT ",
            receipt_columns!(),
            ", payload FROM reported CROSS JOIN journal WHERE as_of = day AND day >= $2 AND site_number = $1 \
             ORDER BY number"
        );
        let rows = sqlx::query(query)
            .bind(i64::from(site.0))
            .bind(i64::from(from.epoch_days()))
            .fetch_all(&mut *connection)
            .await?;
        rows.iter().map(read_entry).collect()
    }

    /// The entries of one day after a number, in order of number, until their payloads reach `limit_bytes`: one
    /// page. At least one entry when there is one; empty at the end. The next page begins after the last.
    pub async fn entries_of_day(
        &self,
        day: Day,
        after: ReportNumber,
        limit_bytes: u64,
    ) -> Result<Vec<Entry>, StoreError> {
        let mut connection = self.read().await?;
        // The numbers of the day first, from the index that begins with the day; lengths and payloads of a few.
        let query = concat!(
            "WITH of_day AS MATERIALIZED (SELECT number AS place FROM journal WHERE as_of = $1), \
             page AS MATERIALIZED (SELECT place FROM of_day WHERE place > $2 ORDER BY place LIMIT $3), \
             sized AS MATERIALIZED (SELECT place, SUM(LENGTH(payload)) OVER (ORDER BY place) AS total, \
             MIN(place) OVER () AS first FROM page CROSS JOIN journal WHERE number = place) SELECT ",
            receipt_columns!(),
            ", payload FROM sized CROSS JOIN journal WHERE number = place AND (total <= $4 OR place = first) \
             ORDER BY number"
        );
        let rows = sqlx::query(query)
            .bind(i64::from(day.epoch_days()))
            .bind(after.0 as i64)
            .bind(ENTRIES_IN_PAGE_OF_DAY)
            .bind(i64::try_from(limit_bytes).unwrap_or(i64::MAX))
            .fetch_all(&mut *connection)
            .await?;
        rows.iter().map(read_entry).collect()
    }

    /// An entry, followed by what its site reported later for the same day, in the order of the journal. Empty when
    /// the journal has no such entry.
    pub async fn entry_with_later_of_its_day(
        &self,
        number: ReportNumber,
    ) -> Result<Vec<Entry>, StoreError> {
        let mut connection = self.read().await?;
        let query = concat!(
            "WITH own AS (SELECT as_of AS own_day, site_number AS own_site FROM journal WHERE number = $1) SELECT ",
            receipt_columns!(),
            ", payload FROM own CROSS JOIN journal WHERE as_of = own_day AND site_number = own_site \
             AND number >= $1 ORDER BY number"
        );
        let rows = sqlx::query(query)
            .bind(number.0 as i64)
            .fetch_all(&mut *connection)
            .await?;
        rows.iter().map(read_entry).collect()
    }

    /// The entry with this number, if the journal has it.
    pub async fn find_entry(&self, number: ReportNumber) -> Result<Option<Entry>, StoreError> {
        let mut connection = self.read().await?;
        let query = concat!(
            "SELECT ",
            receipt_columns!(),
            ", payload FROM journal WHERE number = $1"
        );
        let row = sqlx::query(query)
            .bind(number.0 as i64)
            .fetch_optional(&mut *connection)
            .await?;
        row.as_ref().map(read_entry).transpose()
    }

    /// The receipts from a number on, in order, without reading a payload: one page of some thousands. Empty at
    /// the end. The next page begins after the last.
    pub async fn receipts_from(&self, from: ReportNumber) -> Result<Vec<Receipt>, StoreError> {
        let mut connection = self.read().await?;
        let query = concat!(
            "SELECT ",
            receipt_columns!(),
            " FROM journal WHERE number >= $1 ORDER BY number LIMIT $2"
        );
        let rows = sqlx::query(query)
            .bind(from.0 as i64)
            .bind(ENTRIES_IN_PAGE)
            .fetch_all(&mut *connection)
            .await?;
        rows.iter().map(read_receipt).collect()
    }

    /// The entries from a number on, in order, until their payloads reach `limit_bytes`: one page of the
    /// journal. At least one entry when there is one; empty at the end. The next page begins after the last.
    pub async fn read_journal(
        &self,
        from: ReportNumber,
        limit_bytes: u64,
    ) -> Result<Vec<Entry>, StoreError> {
        let from = from.0 as i64;
        let mut connection = self.read().await?;
        // Lengths are read without the payloads. Entries never change, so the two statements agree.
        let last = sqlx::query(
            "SELECT MAX(number) AS last FROM (SELECT number, SUM(LENGTH(payload)) OVER (ORDER BY number) AS total \
             FROM journal WHERE number >= $1 AND number < $2) AS page WHERE total <= $3",
        )
        .bind(from)
        .bind(from.saturating_add(ENTRIES_IN_PAGE))
        .bind(i64::try_from(limit_bytes).unwrap_or(i64::MAX))
        .fetch_one(&mut *connection)
        .await?
        .optional_integer("last")?;
        let query = concat!(
            "SELECT ",
            receipt_columns!(),
            ", payload FROM journal WHERE number >= $1 AND number <= $2 ORDER BY number"
        );
        let rows = sqlx::query(query)
            .bind(from)
            .bind(last.unwrap_or(from))
            .fetch_all(&mut *connection)
            .await?;
        rows.iter().map(read_entry).collect()
    }
}

fn read_entry(row: &AnyRow) -> Result<Entry, StoreError> {
    Ok(Entry {
        receipt: read_receipt(row)?,
        payload: row.bytes("payload")?.to_vec(),
    })
}
