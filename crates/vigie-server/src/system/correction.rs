//! Entries about the past: the site is folded again from its journal entries.

use vigie_model::Day;
use vigie_stock::picture::{Accepted, Position, positions_after};
use vigie_stock::{ReportContent, ReportKind, read_payload};
use vigie_store::Entry;

use super::intake::report_kind;
use super::{System, SystemError};

/// Days before the entry in which a full report is looked for first.
const NEAR_DAYS: i32 = 35;

/// One entry of a site, read.
pub(super) struct SiteEntry {
    pub number: u64,
    pub as_of: Day,
    pub kind: ReportKind,
    pub content: ReportContent,
}

impl System {
    /// Takes an entry about the past into the picture, and into the files of the days it changes.
    pub(super) async fn rebuild(&self, late: &Accepted) -> Result<(), SystemError> {
        let number = late.number.0;
        let entries = self.entries_since_full_report(late).await?;
        let after = fold(entries.iter());
        let before = fold(entries.iter().filter(|entry| entry.number != number));
        let days = self
            .picture
            .write()
            .rebuild_site(late.site, &before, &after);
        for day in days {
            self.correct_files(day, late.site, &after).await?;
        }
        Ok(())
    }

    /// The entries of a site up to one, from the last full report on or before its day and before the first open day;
    /// in order of day, then of number. The store may hold later entries, which come in their turn.
    async fn entries_since_full_report(
        &self,
        late: &Accepted,
    ) -> Result<Vec<SiteEntry>, SystemError> {
        let last_closed = self.picture.read().last_closed();
        if let Some(closed) = last_closed {
            let wanted = late.as_of.min(closed.plus_days(1));
            let near = self
                .read_entries(late, wanted.plus_days(-NEAR_DAYS))
                .await?;
            if near
                .iter()
                .any(|entry| entry.kind == ReportKind::Full && entry.as_of < wanted)
            {
                return Ok(near);
            }
        }
        self.read_entries(late, Day::MIN).await
    }

    async fn read_entries(
        &self,
        late: &Accepted,
        from: Day,
    ) -> Result<Vec<SiteEntry>, SystemError> {
        let mut entries = self.store.entries_of_site(late.site, from).await?;
        entries.retain(|entry| entry.receipt.number <= late.number);
        let mut entries = entries
            .iter()
            .map(read_entry)
            .collect::<Result<Vec<_>, _>>()?;
        entries.sort_by_key(|entry| (entry.as_of, entry.number));
        Ok(entries)
    }
}

fn fold<'a>(entries: impl Iterator<Item = &'a SiteEntry>) -> Vec<Position> {
    positions_after(entries.map(|entry| (entry.as_of, entry.kind, &entry.content)))
}

/// Reads an entry of the journal.
pub(super) fn read_entry(entry: &Entry) -> Result<SiteEntry, SystemError> {
    let number = entry.receipt.number.0;
    Ok(SiteEntry {
        number,
        as_of: entry.receipt.as_of,
        kind: report_kind(entry.receipt.kind),
        content: read_payload(&entry.payload)
            .map_err(|error| SystemError::Payload { number, error })?,
    })
}
