//! Lines that could not be used yet, kept with their reasons until they can.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use vigie_model::ReportNumber;

use crate::Store;
use crate::error::StoreError;
use crate::journal::NewEntry;
use crate::sql::{ReadRow, execute_rows, fetch_rows};

/// Why a line is in quarantine, as a small number. `vigie-stock` says what each means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuarantineReason(pub i16);

/// A line of a report to put in quarantine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewQuarantined {
    /// Row of the report, as its sender counts.
    pub row_in_report: u32,
    /// What was written where a pack was expected.
    pub code: String,
    /// Why it could not be used.
    pub reason: QuarantineReason,
}

/// Which quarantined line: a row of a journal entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuarantinedRow {
    /// The entry that brought it.
    pub journal_number: ReportNumber,
    /// Row of the report, as its sender counts.
    pub row_in_report: u32,
}

/// A quarantined line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// Which line it is.
    pub row: QuarantinedRow,
    /// What was written where a pack was expected.
    pub code: String,
    /// Why it could not be used.
    pub reason: QuarantineReason,
    /// The entry that took it out of quarantine, if one did: the release that uses it, or a later report of the same
    /// day that says the same pack again.
    pub released_by: Option<ReportNumber>,
}

impl Store {
    /// The lines that an entry brought into quarantine, released or not, in the order of the report.
    pub async fn list_quarantined(
        &self,
        number: ReportNumber,
    ) -> Result<Vec<Quarantined>, StoreError> {
        let mut connection = self.read().await?;
        let rows = sqlx::query(
            "SELECT * FROM quarantine WHERE journal_number = $1 ORDER BY row_in_report",
        )
        .bind(number.0 as i64)
        .fetch_all(&mut *connection)
        .await?;
        rows.iter().map(read_quarantined).collect()
    }

    /// The different codes that wait in quarantine for this reason, in order.
    pub async fn find_quarantined_codes(
        &self,
        reason: QuarantineReason,
    ) -> Result<Vec<String>, StoreError> {
        let mut connection = self.read().await?;
        let rows = sqlx::query(
            "SELECT DISTINCT code FROM quarantine WHERE released_by IS NULL AND reason = $1 ORDER BY code",
        )
        .bind(i64::from(reason.0))
        .fetch_all(&mut *connection)
        .await?;
        rows.iter().map(|row| row.text("code")).collect()
    }

    /// The lines with one of these codes that wait in quarantine, in the order of the journal.
    pub async fn list_unreleased_with_codes(
        &self,
        codes: &[String],
    ) -> Result<Vec<Quarantined>, StoreError> {
        let mut connection = self.read().await?;
        let query = "SELECT * FROM quarantine WHERE released_by IS NULL AND code IN ({rows})";
        let rows = fetch_rows(&mut connection, query, 1, codes, |query, code| {
            query.bind(code.as_str())
        })
        .await?;
        let mut lines: Vec<Quarantined> = rows
            .iter()
            .map(read_quarantined)
            .collect::<Result<_, _>>()?;
        lines.sort_unstable_by_key(|line| line.row);
        lines.dedup_by_key(|line| line.row);
        Ok(lines)
    }

    /// Takes lines out of quarantine by entries that are already in the journal: later reports that say the same
    /// again. A release that is appended with its lines ([`NewEntry::releases`]) does this by itself.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when a line is unknown or left quarantine before: nothing is marked.
    pub async fn mark_superseded(
        &self,
        lines: &[(QuarantinedRow, ReportNumber)],
    ) -> Result<(), StoreError> {
        if lines.is_empty() {
            return Ok(());
        }
        let released: Vec<(i64, QuarantinedRow)> = lines
            .iter()
            .map(|(line, by)| (by.0 as i64, *line))
            .collect();
        let mut transaction = self.write().await?;
        release_rows(&mut transaction, &released).await?;
        transaction.commit().await
    }
}

/// Writes the quarantined lines of new entries, in the transaction of the entries.
pub(crate) async fn insert_quarantined(
    transaction: &mut AnyConnection,
    entries: &[(i64, &NewEntry)],
) -> Result<(), StoreError> {
    let lines: Vec<(i64, &NewQuarantined)> = entries
        .iter()
        .flat_map(|(number, entry)| entry.quarantined.iter().map(|line| (*number, line)))
        .collect();
    let insert =
        "INSERT INTO quarantine (journal_number, row_in_report, code, reason) VALUES {rows}";
    execute_rows(transaction, insert, 4, &lines, |query, (number, line)| {
        query
            .bind(*number)
            .bind(i64::from(line.row_in_report))
            .bind(line.code.as_str())
            .bind(i64::from(line.reason.0))
    })
    .await
    .map(drop)
}

/// Marks the lines that new entries release, in the transaction of the entries.
pub(crate) async fn release(
    transaction: &mut AnyConnection,
    entries: &[(i64, &NewEntry)],
) -> Result<(), StoreError> {
    let lines: Vec<(i64, QuarantinedRow)> = entries
        .iter()
        .flat_map(|(number, entry)| entry.releases.iter().map(|line| (*number, *line)))
        .collect();
    release_rows(transaction, &lines).await
}

async fn release_rows(
    transaction: &mut AnyConnection,
    lines: &[(i64, QuarantinedRow)],
) -> Result<(), StoreError> {
    let update = "WITH released (number, report, report_row) AS (VALUES {rows}) \
         UPDATE quarantine SET released_by = released.number FROM released \
         WHERE journal_number = released.report AND row_in_report = released.report_row AND released_by IS NULL";
    let marked = execute_rows(transaction, update, 3, lines, |query, (number, line)| {
        query
            .bind(*number)
            .bind(line.journal_number.0 as i64)
            .bind(i64::from(line.row_in_report))
    })
    .await?;
    if marked == lines.len() as u64 {
        Ok(())
    } else {
        Err(StoreError::Conflict(format!(
            "{} lines to release, {marked} of them in quarantine",
            lines.len()
        )))
    }
}

fn read_quarantined(row: &AnyRow) -> Result<Quarantined, StoreError> {
    Ok(Quarantined {
        row: QuarantinedRow {
            journal_number: ReportNumber(row.integer("journal_number")?),
            row_in_report: row.integer("row_in_report")?,
        },
        code: row.text("code")?,
        reason: QuarantineReason(row.integer("reason")?),
        released_by: row.optional_integer("released_by")?.map(ReportNumber),
    })
}
