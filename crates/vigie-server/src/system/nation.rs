//! The country as a whole on every closed day, in memory: about half a megabyte a day.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use parking_lot::{Mutex, RwLock};
use vigie_model::Day;
use vigie_stock::history::{HistoryError, NationalDay};

use super::System;

/// Days that are kept: a year, and the window before it.
const KEPT_DAYS: i32 = 400;

/// Closed days, as far as they have been read.
#[derive(Debug, Default)]
pub struct Nation {
    days: RwLock<BTreeMap<Day, Arc<NationalDay>>>,
    /// One reader at a time.
    reading: Mutex<()>,
}

impl Nation {
    /// The days that have been read, in order.
    pub fn days(&self) -> Vec<(Day, Arc<NationalDay>)> {
        let days = self.days.read();
        days.iter()
            .map(|(day, national)| (*day, Arc::clone(national)))
            .collect()
    }
}

impl System {
    /// Reads the closed days that are not in memory in their latest version, the newest first. Each file is read from
    /// end to end, which takes a second a day for a whole country: not for the threads that answer requests.
    pub fn read_nation(&self) -> Result<(), HistoryError> {
        let _reading = self.nation.reading.lock();
        let Some((_, last)) = self.past.bounds() else {
            return Ok(());
        };
        let first = last.plus_days(1 - KEPT_DAYS);
        let missing = self.missing_days(first, last);
        let table = self.packs();
        for (file, days) in self.past.files(first, last).into_iter().rev() {
            let wanted: BTreeSet<Day> = days.intersection(&missing).copied().collect();
            if wanted.is_empty() {
                continue;
            }
            let read = file.file.national_days(&wanted, &table)?;
            let read = read
                .into_iter()
                .map(|(day, national)| (day, Arc::new(national)));
            self.nation.days.write().extend(read);
        }
        self.nation.days.write().retain(|day, _| *day >= first);
        Ok(())
    }

    fn missing_days(&self, first: Day, last: Day) -> BTreeSet<Day> {
        let kept = self.nation.days.read();
        let notes = self.past.notes(first, last);
        let is_missing =
            |day: &Day, head| kept.get(day).is_none_or(|kept| kept.journal_head < head);
        notes
            .iter()
            .filter(|(day, notes)| is_missing(day, notes.journal_head))
            .map(|(day, _)| *day)
            .collect()
    }
}
