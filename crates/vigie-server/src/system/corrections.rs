//! The files of closed days that late reports have changed are written again: once for all the reports that came
//! meanwhile, and not while they are received.
//!
//! Nothing is lost on the way. The picture notes what the files lack, a snapshot keeps these notes, and a replay of the
//! journal finds them again; the table of files says which entries a file includes.

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufWriter;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use vigie_model::{Day, ReportNumber, SiteNumber};
use vigie_stock::history::{ChangedSite, Correction, DaySummary, HistoryFile, correct_day};
use vigie_stock::picture::Corrections;
use vigie_store::{File, FileKind, NewFile};

use super::days::{DayFiles, UnwrittenDay};
use super::months::{keys_of, month_of};
use super::past::{FileDays, PastFile};
use super::{Folder, System, SystemError};

/// Sites that are changed in one pass over a day file: bounds memory to about 150 MB.
const SITES_AT_ONCE: usize = 2000;

/// Days of one month to write again.
type MonthCorrections = Vec<(Day, BTreeMap<SiteNumber, ReportNumber>)>;

/// A day that is written again and not published yet.
struct CorrectedDay {
    files: DayFiles,
    replaced: Option<String>,
}

impl System {
    /// Writes the files of changed days again when changes have waited for as long as the settings say. Returns the days.
    pub async fn correct_due_days(self: &Arc<Self>) -> Result<Vec<Day>, SystemError> {
        let is_due = {
            let mut since = self.corrections_since.lock();
            if self.picture.read().corrections().is_empty() {
                *since = None;
            } else {
                since.get_or_insert_with(Instant::now);
            }
            since.is_some_and(|since| since.elapsed() >= self.settings.correction_wait)
        };
        if is_due {
            self.correct_days().await
        } else {
            Ok(Vec::new())
        }
    }

    /// Writes the files of changed days again now. Returns the days.
    pub async fn correct_days(self: &Arc<Self>) -> Result<Vec<Day>, SystemError> {
        let mut unwritten = self.files.lock().await;
        self.correct_days_holding(&mut unwritten).await
    }

    /// The same for a caller that holds the lock on files.
    pub(super) async fn correct_days_holding(
        self: &Arc<Self>,
        unwritten: &mut UnwrittenDay,
    ) -> Result<Vec<Day>, SystemError> {
        self.publish_unwritten(unwritten).await?;
        *self.corrections_since.lock() = None;
        let (head, corrections) = self.take_stock_of_corrections();
        let mut corrected = Vec::new();
        for days in by_month(corrections) {
            corrected.extend(self.correct_month(head, days).await?);
        }
        Ok(corrected)
    }

    /// What the files lack, and the last entry that is counted in it.
    fn take_stock_of_corrections(&self) -> (ReportNumber, Corrections) {
        let picture = self.picture.read();
        (picture.journal_head(), picture.corrections().clone())
    }

    /// Writes changed days of one month again and publishes them in one step, so that each day is always told by exactly
    /// one history file.
    async fn correct_month(
        self: &Arc<Self>,
        head: ReportNumber,
        days: MonthCorrections,
    ) -> Result<Vec<Day>, SystemError> {
        let (mut files, mut replaced, mut history) = (Vec::new(), Vec::new(), Vec::new());
        let all: Vec<Day> = days.iter().map(|(day, _)| *day).collect();
        for (day, sites) in days {
            if let Some(corrected) = self.correct_day(head, day, sites).await? {
                files.push(corrected.files.day);
                replaced.extend(corrected.replaced);
                history.push(corrected.files.history);
            }
        }
        if !history.is_empty() {
            self.publish_corrections(files, replaced, history).await?;
        }
        let mut picture = self.picture.write();
        for day in &all {
            picture.settle_corrections(*day, head);
        }
        Ok(all)
    }

    /// Writes the files of one day again; `None` if they include all that is asked for.
    async fn correct_day(
        self: &Arc<Self>,
        head: ReportNumber,
        day: Day,
        mut sites: BTreeMap<SiteNumber, ReportNumber>,
    ) -> Result<Option<CorrectedDay>, SystemError> {
        let live = self.store.list_files(FileKind::Day, day, day).await?;
        let old = live.into_iter().next();
        if let Some(File { file, .. }) = &old {
            sites.retain(|_, last| *last > file.to_number);
            if sites.is_empty() {
                return Ok(None);
            }
        }
        let keys = (Folder::day_key(day, head), Folder::history_key(day, head));
        let mut path = old.as_ref().map(|old| self.folder.path(&old.file.key));
        let mut summary = None;
        let sites: Vec<SiteNumber> = sites.into_keys().collect();
        for sites in sites.chunks(SITES_AT_ONCE) {
            let correction = self.read_correction(head, day, sites).await?;
            let (system, written) = (Arc::clone(self), keys.clone());
            let from = path.replace(self.folder.path(&keys.0));
            let write = move || system.correct_day_now(from.as_deref(), &correction, &written);
            let corrected = tokio::task::spawn_blocking(write).await;
            summary = Some(corrected.map_err(|_| SystemError::Stopping)??);
        }
        let Some(summary) = summary else {
            return Ok(None);
        };
        let closed_at = old.as_ref().map_or(head, |old| old.file.from_number);
        Ok(Some(CorrectedDay {
            files: self.new_day_files(&keys.0, &keys.1, closed_at, head, &summary)?,
            replaced: old.map(|old| old.file.key),
        }))
    }

    async fn read_correction(
        &self,
        head: ReportNumber,
        day: Day,
        sites: &[SiteNumber],
    ) -> Result<Correction, SystemError> {
        let mut changed = Vec::with_capacity(sites.len());
        for &site in sites {
            let position = self.position_at(site, day, head).await?;
            let slab = self.picture.read().slab_of(site);
            changed.extend(slab.map(|slab| ChangedSite {
                site,
                slab,
                position,
            }));
        }
        Ok(Correction {
            day,
            journal_head: head,
            expected: self.picture.read().expected(day).to_vec(),
            sites: changed,
        })
    }

    fn correct_day_now(
        &self,
        old: Option<&Path>,
        correction: &Correction,
        keys: &(String, String),
    ) -> Result<DaySummary, SystemError> {
        let packs = self.packs();
        self.folder
            .write_two(&keys.0, &keys.1, |day_file, history_file| {
                let day_file = BufWriter::new(day_file);
                let history_file = BufWriter::new(history_file);
                Ok(correct_day(
                    old,
                    correction,
                    &packs,
                    day_file,
                    history_file,
                )?)
            })
    }

    /// Publishes day files with their history: as they are, or in the file of their month if that tells of one of them.
    async fn publish_corrections(
        self: &Arc<Self>,
        mut files: Vec<NewFile>,
        mut replaced: Vec<String>,
        history: Vec<NewFile>,
    ) -> Result<(), SystemError> {
        let days: BTreeSet<Day> = history.iter().map(|file| file.day).collect();
        let (start, end) = month_of(days.first().copied().unwrap_or(Day::MIN));
        let month = self.past.files(start, end);
        let tells = |(_, told): &&FileDays| !told.is_disjoint(&days);
        let told: Vec<FileDays> = month.iter().filter(tells).cloned().collect();
        let drafts: Vec<String> = history.iter().map(|file| file.key.clone()).collect();
        let new_keys = if told.iter().all(|(file, _)| file.days == 1) {
            replaced.extend(keys_of(&told));
            files.extend(history);
            drafts
        } else {
            replaced.extend(keys_of(&month));
            let parts = self.with_drafts(month, &drafts, &days)?;
            let merged = self.write_month(parts).await?;
            let merged_keys = merged.iter().map(|file| file.key.clone()).collect();
            files.extend(merged);
            for draft in &drafts {
                self.folder.remove(draft)?;
            }
            merged_keys
        };
        self.store.publish_files(&files, &replaced).await?;
        for key in &new_keys {
            self.past.add(&self.folder, key)?;
        }
        self.remove_replaced().await
    }

    /// The files of a month, each without the days that drafts tell of, and the drafts.
    fn with_drafts(
        &self,
        mut month: Vec<FileDays>,
        drafts: &[String],
        days: &BTreeSet<Day>,
    ) -> Result<Vec<FileDays>, SystemError> {
        for (_, told) in &mut month {
            told.retain(|day| !days.contains(day));
        }
        for key in drafts {
            let file = HistoryFile::open(&self.folder.path(key))?;
            let told: BTreeSet<Day> = file.notes()?.iter().map(|notes| notes.day).collect();
            let draft = PastFile {
                key: key.clone(),
                days: told.len(),
                file,
            };
            month.push((Arc::new(draft), told));
        }
        Ok(month)
    }
}

fn by_month(corrections: Corrections) -> Vec<MonthCorrections> {
    let mut months: BTreeMap<(Day, Day), MonthCorrections> = BTreeMap::new();
    for (day, sites) in corrections {
        months.entry(month_of(day)).or_default().push((day, sites));
    }
    months.into_values().collect()
}
