//! Days end: their files are written and published. A snapshot makes the next start quick.

use std::collections::BTreeMap;
use std::io::BufWriter;
use std::sync::Arc;
use std::time::Instant;

use vigie_model::{Day, ReportNumber};
use vigie_stock::history::{DaySummary, write_day};
use vigie_stock::picture::DayState;
use vigie_stock::write_snapshot;
use vigie_store::{FileKind, NewFile};

use super::{Folder, System, SystemError};

/// A day that the picture has closed and whose files are not published yet. Whoever holds the lock on files publishes
/// them first: what was frozen is nowhere else.
pub(super) type UnwrittenDay = Option<Arc<DayState>>;

/// The two files of a day, not published yet.
pub(super) struct DayFiles {
    pub day: NewFile,
    pub history: NewFile,
}

impl System {
    /// Closes every day that ended long enough ago. Returns the days closed.
    pub async fn close_due_days(self: &Arc<Self>) -> Result<Vec<Day>, SystemError> {
        let last = self.clock.today().plus_days(-1 - self.settings.open_days);
        self.close_days_through(last).await
    }

    /// Closes every open day up to one, in order, and merges the history of months that are due.
    pub async fn close_days_through(self: &Arc<Self>, last: Day) -> Result<Vec<Day>, SystemError> {
        let closed = self.close_days_unmerged(last).await?;
        self.remember_hidden().await?;
        self.merge_months().await?;
        Ok(closed)
    }

    /// The same without merging, for whoever closes many days in a row and merges when there is time.
    pub async fn close_days_unmerged(self: &Arc<Self>, last: Day) -> Result<Vec<Day>, SystemError> {
        let mut unwritten = self.files.lock().await;
        self.publish_unwritten(&mut unwritten).await?;
        let mut closed = Vec::new();
        while let Some(state) = self.close_next_day(last) {
            closed.push(state.day);
            *unwritten = Some(Arc::new(state));
            self.publish_unwritten(&mut unwritten).await?;
        }
        Ok(closed)
    }

    /// Merges the history of months that are due.
    pub async fn merge_months(self: &Arc<Self>) -> Result<(), SystemError> {
        let mut unwritten = self.files.lock().await;
        self.publish_unwritten(&mut unwritten).await?;
        self.merge_due_months().await
    }

    fn close_next_day(&self, last: Day) -> Option<DayState> {
        let mut picture = self.picture.write();
        let next = match picture.last_closed() {
            Some(closed) => closed.plus_days(1),
            None => picture.first_reported()?,
        };
        if next > last {
            None
        } else {
            picture.close_day(next)
        }
    }

    /// Publishes the files of the day that is closed and not published, if there is one.
    pub(super) async fn publish_unwritten(
        self: &Arc<Self>,
        unwritten: &mut UnwrittenDay,
    ) -> Result<(), SystemError> {
        let Some(state) = unwritten.clone() else {
            return Ok(());
        };
        let head = state.journal_head;
        let keys = (
            Folder::day_key(state.day, head),
            Folder::history_key(state.day, head),
        );
        let live = self
            .store
            .list_files(FileKind::Day, state.day, state.day)
            .await?;
        // They may be published although the answer of the store was lost.
        if live.iter().all(|file| file.file.key != keys.0) {
            let system = Arc::clone(self);
            let write = move || system.write_day_now(&state, &keys.0, &keys.1);
            let files = tokio::task::spawn_blocking(write)
                .await
                .map_err(|_| SystemError::Stopping)??;
            let key = files.history.key.clone();
            self.store
                .publish_files(&[files.day, files.history], &[])
                .await?;
            self.past.add(&self.folder, &key)?;
        } else {
            self.past.add(&self.folder, &keys.1)?;
        }
        *unwritten = None;
        Ok(())
    }

    fn write_day_now(
        &self,
        state: &DayState,
        day_key: &str,
        history_key: &str,
    ) -> Result<DayFiles, SystemError> {
        let packs = self.packs();
        let summary = self
            .folder
            .write_two(day_key, history_key, |day_file, history_file| {
                let day_file = BufWriter::new(day_file);
                let history_file = BufWriter::new(history_file);
                Ok::<_, SystemError>(write_day(state, &packs, day_file, history_file)?)
            })?;
        let (closed_at, head) = (state.journal_head, state.journal_head);
        self.new_day_files(day_key, history_key, closed_at, head, &summary)
    }

    /// What the table of files says of the two files of a day. `closed_at` is the last entry of the journal when the day
    /// was closed, `head` the last one that the files include.
    pub(super) fn new_day_files(
        &self,
        day_key: &str,
        history_key: &str,
        closed_at: ReportNumber,
        head: ReportNumber,
        summary: &DaySummary,
    ) -> Result<DayFiles, SystemError> {
        let file = |kind, key: &str, row_count, digest| -> Result<NewFile, SystemError> {
            Ok(NewFile {
                kind,
                day: summary.day,
                from_number: closed_at,
                to_number: head,
                byte_count: self.folder.size(key)?,
                row_count,
                digest,
                created_at: self.clock.now(),
                key: key.to_owned(),
            })
        };
        Ok(DayFiles {
            day: file(FileKind::Day, day_key, summary.lines, summary.digest)?,
            history: file(
                FileKind::History,
                history_key,
                summary.rows,
                summary.history_digest,
            )?,
        })
    }

    /// Removes files that others have replaced some time ago.
    pub(super) async fn remove_replaced(&self) -> Result<(), SystemError> {
        let replaced = self.store.list_replaced_files().await?;
        let keys = self.replaced_long_ago(replaced.into_iter().map(|file| file.file.key));
        if keys.is_empty() {
            return Ok(());
        }
        for key in &keys {
            self.folder.remove(key)?;
        }
        Ok(self.store.forget_files(&keys).await?)
    }

    /// Takes note of the replaced files, and gives those that no question can be reading any more.
    fn replaced_long_ago(&self, replaced: impl Iterator<Item = String>) -> Vec<String> {
        let now = Instant::now();
        let mut known = self.replaced_since.lock();
        let since = |key: String| {
            let since = known.get(&key).copied().unwrap_or(now);
            (key, since)
        };
        let all: BTreeMap<String, Instant> = replaced.map(since).collect();
        let is_due = |since: Instant| since.elapsed() >= self.settings.removal_wait;
        let (leaving, staying) = all.into_iter().partition(|(_, since)| is_due(*since));
        *known = staying;
        let leaving: BTreeMap<String, Instant> = leaving;
        leaving.into_keys().collect()
    }

    /// Writes a snapshot of the picture, so that a restart replays less; removes the one before.
    pub async fn write_snapshot(self: &Arc<Self>) -> Result<(), SystemError> {
        let mut unwritten = self.files.lock().await;
        // The picture has closed the day; a snapshot that says so must find its files.
        self.publish_unwritten(&mut unwritten).await?;
        let system = Arc::clone(self);
        let (key, day, head) = tokio::task::spawn_blocking(move || system.write_snapshot_now())
            .await
            .map_err(|_| SystemError::Stopping)??;
        let old = self
            .store
            .list_files(FileKind::Snapshot, Day::MIN, Day::MAX)
            .await?;
        let replaced: Vec<String> = old
            .into_iter()
            .map(|file| file.file.key)
            .filter(|old| *old != key)
            .collect();
        let file = NewFile {
            kind: FileKind::Snapshot,
            byte_count: self.folder.size(&key)?,
            key,
            day,
            from_number: head,
            to_number: head,
            row_count: 0,
            digest: [0; 32],
            created_at: self.clock.now(),
        };
        match self.store.publish_files(&[file], &replaced).await {
            Ok(()) => self.remove_replaced().await,
            // A picture with the same reports was saved before, and this one has taken its place under its name.
            Err(vigie_store::StoreError::Conflict(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn write_snapshot_now(&self) -> Result<(String, Day, ReportNumber), SystemError> {
        let picture = self.picture.read();
        let head = picture.journal_head();
        let key = Folder::snapshot_key(head);
        self.folder.write(&key, |file| {
            let mut file = BufWriter::new(file);
            write_snapshot(&picture, &mut file)
                .map_err(|error| std::io::Error::other(error.to_string()))?;
            std::io::Write::flush(&mut file)
        })?;
        Ok((key, picture.latest().unwrap_or(Day::MIN), head))
    }
}
