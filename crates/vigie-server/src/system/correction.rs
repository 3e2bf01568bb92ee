//! Entries about the past: the site is folded again from its journal entries.

use vigie_model::{Day, SiteNumber};
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
        let mut entries = self
            .entries_since_full_report(late.site, late.as_of)
            .await?;
        // The store may hold entries that the picture has not taken yet: they come in their turn.
        entries.retain(|entry| entry.number <= number);
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

    /// The entries of a site from its last full report on or before a day, and before the first open day; in order of
    /// day, then of number.
    async fn entries_since_full_report(
        &self,
        site: SiteNumber,
        day: Day,
    ) -> Result<Vec<SiteEntry>, SystemError> {
        let first_open = self
            .picture
            .read()
            .last_closed()
            .map_or(day, |closed| closed.plus_days(1));
        let wanted = day.min(first_open);
        let near = self
            .read_entries(site, wanted.plus_days(-NEAR_DAYS))
            .await?;
        if near
            .iter()
            .any(|entry| entry.kind == ReportKind::Full && entry.as_of < wanted)
        {
            return Ok(near);
        }
        self.read_entries(site, Day::MIN).await
    }

    async fn read_entries(
        &self,
        site: SiteNumber,
        from: Day,
    ) -> Result<Vec<SiteEntry>, SystemError> {
        let entries = self.store.entries_of_site(site, from).await?;
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
