//! What was hidden on the days that present demand rests on: counted from their history, and now and then from the
//! picture for days that are still open.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::{Mutex, RwLock};
use vigie_model::{Day, Department, PackNumber, ReportNumber, Tier};
use vigie_stock::PackTable;
use vigie_stock::history::{HistoryError, HistoryRow, PATIENT_TIERS};
use vigie_stock::picture::LONGEST_WINDOW_DAYS;

use super::past::FileDays;
use super::{Folder, System, SystemError};
use crate::confidential::{Discretion, Hidden, HiddenLately, HiddenPacks};

/// How often the present is noted, beside once on every day.
const NOTED_EVERY: Duration = Duration::from_mins(10);

/// What was hidden on each day of the window, in one.
#[derive(Debug, Default)]
pub struct HiddenDays {
    lately: RwLock<Arc<HiddenLately>>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The closed days that it was made from, with the newest report of each.
    closed: BTreeMap<Day, ReportNumber>,
    /// When the present was noted last, and its last day.
    noted: Option<(Instant, Day)>,
}

impl System {
    /// What those may see of the present who see sums of at least so many sites; `fewest_sites` is 0 for those who may
    /// see all.
    pub fn discretion(&self, fewest_sites: u32) -> Discretion {
        Discretion::new(fewest_sites, Arc::clone(&self.hidden_days.lately.read()))
    }

    /// What the public may see of the present.
    pub fn public_discretion(&self) -> Discretion {
        self.discretion(self.settings.fewest_sites)
    }

    /// Takes note of what is hidden now and was on the days that closed.
    pub async fn remember_hidden(self: &Arc<Self>) -> Result<(), SystemError> {
        let system = Arc::clone(self);
        let note = move || system.note_hidden_now();
        tokio::task::spawn_blocking(note)
            .await
            .map_err(|_| SystemError::Stopping)??;
        self.recall_hidden().await
    }

    /// Takes note of what was hidden on the days that closed.
    pub(super) async fn recall_hidden(self: &Arc<Self>) -> Result<(), SystemError> {
        let system = Arc::clone(self);
        let read = move || system.read_hidden_days();
        tokio::task::spawn_blocking(read)
            .await
            .map_err(|_| SystemError::Stopping)?
    }

    /// The same at the start. History that cannot be read must not keep the country from reporting: then the public sees
    /// no sums, until it can be read.
    pub(super) async fn recall_hidden_or_hide_all(self: &Arc<Self>) {
        if let Err(error) = self.recall_hidden().await {
            tracing::error!(%error, "It cannot be read what was hidden lately: the public sees no sums");
            *self.hidden_days.lately.write() = Arc::new(HiddenLately::unknown());
        }
    }

    /// Reads what was hidden on the closed days of the window, when they have changed. What was not counted yet is
    /// counted from history, in a second for a day of a whole country.
    fn read_hidden_days(&self) -> Result<(), SystemError> {
        let mut state = self.hidden_days.state.lock();
        let Some(last) = self.picture.read().latest() else {
            return Ok(());
        };
        let first = last.plus_days(1 - LONGEST_WINDOW_DAYS);
        let notes = self.past.notes(first, last);
        let closed: BTreeMap<Day, ReportNumber> = notes
            .iter()
            .map(|(day, notes)| (*day, notes.journal_head))
            .collect();
        if state.closed == closed {
            return Ok(());
        }
        self.count_missing(&closed, self.past.files(first, last))?;
        let mut lately = HiddenLately::default();
        for day in (first.epoch_days()..=last.epoch_days()).map(Day::from_epoch_days) {
            let keys = [
                closed.get(&day).map(|head| self.hidden_key(day, *head)),
                Some(self.hidden_then_key(day)),
            ];
            for packs in keys
                .into_iter()
                .flatten()
                .filter_map(|key| self.read_hidden(&key))
            {
                lately.add(&packs);
            }
        }
        *self.hidden_days.lately.write() = Arc::new(lately);
        state.closed = closed;
        Ok(self.folder.remove_hidden_before(first)?)
    }

    fn count_missing(
        &self,
        closed: &BTreeMap<Day, ReportNumber>,
        files: Vec<FileDays>,
    ) -> Result<(), SystemError> {
        let table = self.packs();
        for (file, days) in files {
            let is_missing = |day: &Day| {
                let key = closed.get(day).map(|head| self.hidden_key(*day, *head));
                key.is_some_and(|key| self.read_hidden(&key).is_none())
            };
            let missing: BTreeSet<Day> = days.into_iter().filter(is_missing).collect();
            if missing.is_empty() {
                continue;
            }
            let mut counted: BTreeMap<Day, HiddenPacks> = missing
                .into_iter()
                .map(|day| (day, HiddenPacks::default()))
                .collect();
            self.count_hidden(&file.file, &table, &mut counted)?;
            for (day, packs) in counted {
                if let Some(head) = closed.get(&day) {
                    self.write_hidden(&self.hidden_key(day, *head), &packs)?;
                }
            }
        }
        Ok(())
    }

    fn count_hidden(
        &self,
        file: &vigie_stock::history::HistoryFile,
        table: &PackTable,
        days: &mut BTreeMap<Day, HiddenPacks>,
    ) -> Result<(), HistoryError> {
        let fewest_sites = self.settings.fewest_sites;
        file.for_each_pack(table, |pack, rows| {
            for ((day, tier), counts) in carrying(rows) {
                if let Some(packs) = days.get_mut(&day) {
                    let hidden = Hidden::from_counts(fewest_sites, |department| {
                        counts.get(department.index()).copied().unwrap_or_default()
                    });
                    packs.add(tier, pack, hidden);
                }
            }
        })
    }

    /// Notes what is hidden of the last day, which is still open, unless that was done a little while ago.
    fn note_hidden_now(&self) -> Result<(), SystemError> {
        let mut state = self.hidden_days.state.lock();
        let Some(last) = self.picture.read().latest() else {
            return Ok(());
        };
        let is_noted = |(at, day): (Instant, Day)| day == last && at.elapsed() < NOTED_EVERY;
        if state.noted.is_some_and(is_noted) {
            return Ok(());
        }
        let key = self.hidden_then_key(last);
        let mut packs = self.read_hidden(&key).unwrap_or_default();
        for tier in PATIENT_TIERS {
            for pack in (0..self.packs().len() as u32).map(PackNumber) {
                let hidden =
                    Hidden::of(&self.picture.read(), tier, pack, self.settings.fewest_sites);
                packs.add(tier, pack, hidden);
            }
        }
        self.write_hidden(&key, &packs)?;
        Arc::make_mut(&mut self.hidden_days.lately.write()).add(&packs);
        state.noted = Some((Instant::now(), last));
        Ok(())
    }

    fn hidden_key(&self, day: Day, head: ReportNumber) -> String {
        Folder::hidden_key(day, head, self.settings.fewest_sites)
    }

    fn hidden_then_key(&self, day: Day) -> String {
        Folder::hidden_then_key(day, self.settings.fewest_sites)
    }

    /// A file that is not there or is damaged is counted again.
    fn read_hidden(&self, key: &str) -> Option<HiddenPacks> {
        let bytes = std::fs::read(self.folder.path(key)).ok()?;
        HiddenPacks::from_bytes(&bytes)
    }

    fn write_hidden(&self, key: &str, packs: &HiddenPacks) -> std::io::Result<()> {
        self.folder.write(key, |file| {
            std::io::Write::write_all(file, &packs.to_bytes())
        })
    }
}

/// Sites that carry a pack, by number of department, of each day and tier of its rows.
fn carrying(rows: &[HistoryRow]) -> BTreeMap<(Day, Tier), [u32; Department::COUNT]> {
    let mut days: BTreeMap<(Day, Tier), [u32; Department::COUNT]> = BTreeMap::new();
    for row in rows.iter().filter(|row| PATIENT_TIERS.contains(&row.tier)) {
        let counts = days
            .entry((row.day, row.tier))
            .or_insert([0; Department::COUNT]);
        if let Some(count) = counts.get_mut(row.department.index()) {
            *count = row.sites_holding + row.sites_at_zero;
        }
    }
    days
}
