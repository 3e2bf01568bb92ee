//! Entries about the past: the site is folded again from its journal entries.
//!
//! The picture takes such an entry at once. The files of the days it changes are written again later, once for all that
//! came meanwhile ([`System::correct_days`]).

use vigie_model::{Day, ReportNumber, SiteNumber};
use vigie_stock::picture::{Accepted, Position, positions_after};
use vigie_stock::{ReportContent, ReportKind, read_payload};
use vigie_store::{Entry, EntryKind};

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
    /// Takes an entry about the past into the picture, which notes the days whose files it changes.
    pub(super) async fn rebuild(&self, late: &Accepted) -> Result<(), SystemError> {
        let number = late.number.0;
        let entries = self.entries_since_full_report(late).await?;
        let after = fold(entries.iter());
        let before = fold(entries.iter().filter(|entry| entry.number != number));
        let mut picture = self.picture.write();
        picture.rebuild_site(late.site, &before, &after);
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
                .entries_from(late.site, late.number, wanted.plus_days(-NEAR_DAYS))
                .await?;
            if near
                .iter()
                .any(|entry| entry.receipt.kind == EntryKind::Full && entry.receipt.as_of < wanted)
            {
                return read_entries(&near);
            }
        }
        read_entries(&self.entries_from(late.site, late.number, Day::MIN).await?)
    }

    /// Where a site stood at the end of a day, as the journal up to an entry tells; `None` if it had not reported yet.
    pub(super) async fn position_at(
        &self,
        site: SiteNumber,
        day: Day,
        last: ReportNumber,
    ) -> Result<Option<Position>, SystemError> {
        let from = day.plus_days(-NEAR_DAYS);
        let mut entries = self.entries_from(site, last, from).await?;
        entries.retain(|entry| entry.receipt.as_of <= day);
        if last_full_day(&entries).is_none() {
            entries = self.entries_from(site, last, Day::MIN).await?;
            entries.retain(|entry| entry.receipt.as_of <= day);
        }
        // A full report says all that counts of earlier days.
        if let Some(full) = last_full_day(&entries) {
            entries.retain(|entry| entry.receipt.as_of >= full);
        }
        Ok(fold(read_entries(&entries)?.iter()).pop())
    }

    /// The entries of a site about `from` and later days, up to a number; in order of day, then of number.
    async fn entries_from(
        &self,
        site: SiteNumber,
        last: ReportNumber,
        from: Day,
    ) -> Result<Vec<Entry>, SystemError> {
        let mut entries = self.store.entries_of_site(site, from).await?;
        entries.retain(|entry| entry.receipt.number <= last);
        entries.sort_by_key(|entry| (entry.receipt.as_of, entry.receipt.number));
        Ok(entries)
    }
}

fn last_full_day(entries: &[Entry]) -> Option<Day> {
    let full = |entry: &&Entry| entry.receipt.kind == EntryKind::Full;
    Some(entries.iter().rfind(full)?.receipt.as_of)
}

fn fold<'a>(entries: impl Iterator<Item = &'a SiteEntry>) -> Vec<Position> {
    positions_after(entries.map(|entry| (entry.as_of, entry.kind, &entry.content)))
}

fn read_entries(entries: &[Entry]) -> Result<Vec<SiteEntry>, SystemError> {
    entries.iter().map(read_entry).collect()
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
