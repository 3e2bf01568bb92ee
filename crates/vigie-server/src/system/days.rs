//! Days end: their files are written, published and, when a late report changes them, written again.

use std::sync::Arc;

use vigie_model::{Day, SiteNumber};
use vigie_stock::history::{DaySummary, read_day, write_day};
use vigie_stock::picture::{DayState, Position, SitePosition, positions_at};
use vigie_stock::write_snapshot;
use vigie_store::{FileKind, NewFile};

use super::{Folder, System, SystemError};

impl System {
    /// Closes every day that ended long enough ago. Returns the days closed.
    pub async fn close_due_days(self: &Arc<Self>) -> Result<Vec<Day>, SystemError> {
        let last = self.clock.today().plus_days(-1 - self.settings.open_days);
        self.close_days_through(last).await
    }

    /// Closes every open day up to one, in order.
    pub async fn close_days_through(self: &Arc<Self>, last: Day) -> Result<Vec<Day>, SystemError> {
        let _files = self.files.lock().await;
        let mut closed = Vec::new();
        while let Some(state) = self.close_next_day(last) {
            closed.push(state.day);
            self.write_files(Arc::new(state), &[]).await?;
        }
        Ok(closed)
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

    async fn write_files(
        self: &Arc<Self>,
        state: Arc<DayState>,
        replaces: &[String],
    ) -> Result<(), SystemError> {
        let head = self.picture.read().journal_head().0;
        let keys = (
            Folder::day_key(state.day, head),
            Folder::history_key(state.day, head),
        );
        let system = Arc::clone(self);
        let (day_key, history_key) = keys.clone();
        let frozen = Arc::clone(&state);
        let summary = tokio::task::spawn_blocking(move || {
            system.write_files_now(&frozen, &day_key, &history_key)
        })
        .await
        .map_err(|_| SystemError::Stopping)??;
        let files = [
            self.new_file(FileKind::Day, keys.0, &state, summary.lines, &summary)?,
            self.new_file(
                FileKind::History,
                keys.1.clone(),
                &state,
                summary.rows,
                &summary,
            )?,
        ];
        self.store.publish_files(&files, replaces).await?;
        self.past.add(&self.folder.path(&keys.1))?;
        Ok(())
    }

    fn write_files_now(
        &self,
        state: &DayState,
        day_key: &str,
        history_key: &str,
    ) -> Result<DaySummary, SystemError> {
        let packs = self.packs();
        self.folder.write(day_key, |day_file| {
            self.folder.write(history_key, |history_file| {
                let day_file = std::io::BufWriter::new(day_file);
                let history_file = std::io::BufWriter::new(history_file);
                Ok(write_day(state, &packs, day_file, history_file)?)
            })
        })
    }

    fn new_file(
        &self,
        kind: FileKind,
        key: String,
        state: &DayState,
        row_count: u64,
        summary: &DaySummary,
    ) -> Result<NewFile, SystemError> {
        Ok(NewFile {
            kind,
            day: state.day,
            from_number: state.journal_head,
            to_number: state.journal_head,
            byte_count: self.folder.size(&key)?,
            row_count,
            digest: summary.digest,
            created_at: self.clock.now(),
            key,
        })
    }

    /// Writes the files of a closed day again with another position of one site.
    pub(super) async fn correct_files(
        &self,
        day: Day,
        site: SiteNumber,
        after: &[Position],
    ) -> Result<(), SystemError> {
        let _files = self.files.lock().await;
        let live = self.store.list_files(FileKind::Day, day, day).await?;
        let Some(file) = live.first() else {
            return Ok(());
        };
        let history = self.store.list_files(FileKind::History, day, day).await?;
        let replaced: Vec<String> = live
            .iter()
            .chain(&history)
            .map(|file| file.file.key.clone())
            .collect();
        let packs = self.packs();
        let slab_of = |site| self.picture.read().slab_of(site);
        let mut state = read_day(&self.folder.path(&file.file.key), &packs, slab_of)?;
        self.replace_site(&mut state, site, after);
        let head = self.picture.read().journal_head().0;
        let keys = (Folder::day_key(day, head), Folder::history_key(day, head));
        if replaced.contains(&keys.0) {
            return Ok(());
        }
        let summary = self.write_files_now(&state, &keys.0, &keys.1)?;
        let files = [
            self.new_file(FileKind::Day, keys.0, &state, summary.lines, &summary)?,
            self.new_file(
                FileKind::History,
                keys.1.clone(),
                &state,
                summary.rows,
                &summary,
            )?,
        ];
        self.store.publish_files(&files, &replaced).await?;
        self.past.add(&self.folder.path(&keys.1))?;
        self.remove_replaced().await
    }

    fn replace_site(&self, state: &mut DayState, site: SiteNumber, after: &[Position]) {
        let was_there = state
            .sites
            .iter()
            .any(|other| other.site == site && other.position.day == state.day);
        state.sites.retain(|other| other.site != site);
        let picture = self.picture.read();
        state.journal_head = picture.journal_head();
        let (Some(position), Some(slab)) = (positions_at(after, state.day), picture.slab_of(site))
        else {
            return;
        };
        if position.day == state.day
            && !was_there
            && let Some(count) = state.reported.get_mut(slab)
        {
            *count += 1;
        }
        state.sites.push(SitePosition {
            site,
            slab,
            position: position.clone(),
        });
        state.sites.sort_by_key(|other| (other.slab, other.site));
    }

    async fn remove_replaced(&self) -> Result<(), SystemError> {
        let replaced = self.store.list_replaced_files().await?;
        let keys: Vec<String> = replaced.into_iter().map(|file| file.file.key).collect();
        for key in &keys {
            self.folder.remove(key)?;
        }
        Ok(self.store.forget_files(&keys).await?)
    }

    /// Writes a snapshot of the picture, so that a restart replays less; removes the one before.
    pub async fn write_snapshot(self: &Arc<Self>) -> Result<(), SystemError> {
        let _files = self.files.lock().await;
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
            // The same picture was saved before: nothing to do.
            Err(vigie_store::StoreError::Conflict(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn write_snapshot_now(&self) -> Result<(String, Day, vigie_model::ReportNumber), SystemError> {
        let picture = self.picture.read();
        let head = picture.journal_head();
        let key = Folder::snapshot_key(head.0);
        self.folder.write(&key, |file| {
            let mut file = std::io::BufWriter::new(file);
            write_snapshot(&picture, &mut file)
                .map_err(|error| std::io::Error::other(error.to_string()))?;
            std::io::Write::flush(&mut file)
        })?;
        Ok((key, picture.latest().unwrap_or(Day::MIN), head))
    }
}
