//! History files in memory of their directories: a pack's past is read from a few pages of each.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use parking_lot::RwLock;
use vigie_model::{Cip13, Day};
use vigie_stock::history::{DayNotes, HistoryError, HistoryFile, HistoryRow};

/// The notes of several days.
pub type DayNotesByDay = BTreeMap<Day, Arc<DayNotes>>;

#[derive(Debug)]
struct PastDay {
    notes: Arc<DayNotes>,
    file: HistoryFile,
}

/// The closed days.
#[derive(Debug, Default)]
pub struct Past {
    days: RwLock<BTreeMap<Day, Arc<PastDay>>>,
}

impl Past {
    /// Opens the history file of a day, in place of an earlier version.
    pub fn add(&self, path: &Path) -> Result<Day, HistoryError> {
        let file = HistoryFile::open(path)?;
        let notes = Arc::new(file.notes()?);
        let day = notes.day;
        self.days
            .write()
            .insert(day, Arc::new(PastDay { notes, file }));
        Ok(day)
    }

    /// First and last closed day.
    pub fn bounds(&self) -> Option<(Day, Day)> {
        let days = self.days.read();
        Some((*days.keys().next()?, *days.keys().next_back()?))
    }

    /// The rows of one pack on the days `from` to `to`, both included, with the notes of every closed day among them.
    pub fn rows(
        &self,
        pack: Cip13,
        from: Day,
        to: Day,
    ) -> Result<(Vec<HistoryRow>, DayNotesByDay), HistoryError> {
        let days: Vec<(Day, Arc<PastDay>)> = self.days_between(from, to);
        let mut rows = Vec::new();
        for (_, past) in &days {
            rows.extend(past.file.rows_of(pack)?);
        }
        Ok((
            rows,
            days.into_iter()
                .map(|(day, past)| (day, Arc::clone(&past.notes)))
                .collect(),
        ))
    }

    /// The notes of the closed days `from` to `to`, both included.
    pub fn notes(&self, from: Day, to: Day) -> DayNotesByDay {
        self.days_between(from, to)
            .into_iter()
            .map(|(day, past)| (day, Arc::clone(&past.notes)))
            .collect()
    }

    fn days_between(&self, from: Day, to: Day) -> Vec<(Day, Arc<PastDay>)> {
        if from > to {
            return Vec::new();
        }
        self.days
            .read()
            .range(from..=to)
            .map(|(day, past)| (*day, Arc::clone(past)))
            .collect()
    }
}
