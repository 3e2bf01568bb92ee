//! Months of history: the files of single days are merged, so that a year of a pack is a few files.

use std::collections::BTreeSet;
use std::io::BufWriter;
use std::sync::Arc;

use vigie_model::{Day, ReportNumber};
use vigie_stock::history::{MergePart, WrittenHistory, merge_history};
use vigie_store::{FileKind, NewFile};

use super::past::FileDays;
use super::{Folder, System, SystemError};

/// So many files of single days of one month are merged before the month ends: half a month, so that a row is written
/// again once or twice, and a year of a pack is still read from few files.
const MOST_DAY_FILES: usize = 16;

/// First and last day of the month of a day.
pub(super) fn month_of(day: Day) -> (Day, Day) {
    let date = day.date();
    (
        Day::from(date.first_of_month()),
        Day::from(date.last_of_month()),
    )
}

/// The months from the first to the last of two days, each as its first and last day.
fn months_between(first: Day, last: Day) -> impl Iterator<Item = (Day, Day)> {
    let first = month_of(first);
    std::iter::successors(Some(first), |(_, end)| Some(month_of(end.plus_days(1))))
        .take_while(move |(start, _)| *start <= last)
}

/// Whether the files of a month are to be merged now: it is over, or there are many.
fn is_due(files: &[FileDays], is_over: bool) -> bool {
    let day_files = files.iter().filter(|(file, _)| file.days == 1).count();
    files.len() > 1 && (day_files >= MOST_DAY_FILES || is_over)
}

impl System {
    /// Merges the history files of every month that is over, or has many. The caller holds the lock on files.
    pub(super) async fn merge_due_months(self: &Arc<Self>) -> Result<(), SystemError> {
        let Some((first, last)) = self.past.bounds() else {
            return Ok(());
        };
        for (start, end) in months_between(first, last) {
            let files = self.past.files(start, end);
            if is_due(&files, end <= last) {
                self.merge_month(files).await?;
            }
        }
        self.remove_replaced().await
    }

    async fn merge_month(self: &Arc<Self>, files: Vec<FileDays>) -> Result<(), SystemError> {
        let replaced = keys_of(&files);
        let Some(merged) = self.write_month(files).await? else {
            return Ok(());
        };
        let key = merged.key.clone();
        self.store.publish_files(&[merged], &replaced).await?;
        Ok(self.past.add(&self.folder, &key)?)
    }

    /// Writes one file with the days of several; it is not published yet. `None` if there is none.
    pub(super) async fn write_month(
        self: &Arc<Self>,
        files: Vec<FileDays>,
    ) -> Result<Option<NewFile>, SystemError> {
        let days: BTreeSet<Day> = files.iter().flat_map(|(_, days)| days).copied().collect();
        let (Some(&first), Some(&last)) = (days.first(), days.last()) else {
            return Ok(None);
        };
        let key = Folder::month_key(first, &keys_of(&files));
        let (system, written_key) = (Arc::clone(self), key.clone());
        let write = move || system.write_month_now(&files, &written_key);
        let (written, heads) = tokio::task::spawn_blocking(write)
            .await
            .map_err(|_| SystemError::Stopping)??;
        Ok(Some(NewFile {
            kind: FileKind::History,
            day: last,
            from_number: heads.first().copied().unwrap_or(ReportNumber(0)),
            to_number: heads.last().copied().unwrap_or(ReportNumber(0)),
            byte_count: self.folder.size(&key)?,
            row_count: written.rows,
            digest: written.digest,
            created_at: self.clock.now(),
            key,
        }))
    }

    /// Also gives the journal numbers that the days include, in order.
    fn write_month_now(
        &self,
        files: &[FileDays],
        key: &str,
    ) -> Result<(WrittenHistory, Vec<ReportNumber>), SystemError> {
        let packs = self.packs();
        let parts: Vec<MergePart<'_>> = files
            .iter()
            .map(|(file, days)| MergePart {
                file: &file.file,
                days: days.clone(),
            })
            .collect();
        let mut heads = Vec::new();
        for part in &parts {
            let notes = part.file.notes()?.into_iter();
            let wanted = notes.filter(|notes| part.days.contains(&notes.day));
            heads.extend(wanted.map(|notes| notes.journal_head));
        }
        heads.sort_unstable();
        let written = self.folder.write(key, |file| {
            Ok::<_, SystemError>(merge_history(&parts, &packs, BufWriter::new(file))?)
        })?;
        Ok((written, heads))
    }
}

pub(super) fn keys_of(files: &[FileDays]) -> Vec<String> {
    files.iter().map(|(file, _)| file.key.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_follow_each_other_across_a_year() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let months: Vec<_> = months_between(day("2027-12-31"), day("2028-02-01")).collect();
        let expected = [
            (day("2027-12-01"), day("2027-12-31")),
            (day("2028-01-01"), day("2028-01-31")),
            (day("2028-02-01"), day("2028-02-29")),
        ];
        assert_eq!(months, expected);
    }
}
