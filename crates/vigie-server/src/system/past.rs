//! History files in memory of their directories: a pack's past is read from a few pages of each.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use parking_lot::RwLock;
use vigie_model::{Cip13, Day};
use vigie_stock::history::{DayNotes, HistoryError, HistoryFile, HistoryRow};

use super::Folder;

/// The notes of several days.
pub type DayNotesByDay = BTreeMap<Day, Arc<DayNotes>>;

/// A file of one day, or of several days of a month.
#[derive(Debug)]
pub(super) struct PastFile {
    pub key: String,
    pub file: HistoryFile,
    /// How many days it was written with; another file may tell of some of them by now.
    pub days: usize,
}

/// A file and the days that it tells of.
pub(super) type FileDays = (Arc<PastFile>, BTreeSet<Day>);

#[derive(Debug, Clone)]
struct PastDay {
    notes: Arc<DayNotes>,
    file: Arc<PastFile>,
}

/// The closed days, each with the one file that tells of it.
#[derive(Debug, Default)]
pub struct Past {
    days: RwLock<BTreeMap<Day, PastDay>>,
}

impl Past {
    /// Opens a history file; it tells of its days from now on, in place of the files that did.
    pub fn add(&self, folder: &Folder, key: &str) -> Result<(), HistoryError> {
        let file = HistoryFile::open(&folder.path(key))?;
        let notes = file.notes()?;
        let file = Arc::new(PastFile {
            key: key.to_owned(),
            file,
            days: notes.len(),
        });
        let mut days = self.days.write();
        for notes in notes {
            let (day, notes) = (notes.day, Arc::new(notes));
            let file = Arc::clone(&file);
            days.insert(day, PastDay { notes, file });
        }
        Ok(())
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
        let days = self.days_between(from, to);
        let mut rows = Vec::new();
        for (file, days) in by_file(&days) {
            let mut of_file = file.file.rows_of(pack)?;
            if days.len() < file.days {
                of_file.retain(|row| days.contains(&row.day));
            }
            rows.append(&mut of_file);
        }
        // A file that tells of a day before another one's last may come after it.
        if !rows.is_sorted_by_key(|row| row.day) {
            rows.sort_by_key(|row| row.day);
        }
        Ok((rows, notes_of(days)))
    }

    /// The notes of the closed days `from` to `to`, both included.
    pub fn notes(&self, from: Day, to: Day) -> DayNotesByDay {
        notes_of(self.days_between(from, to))
    }

    /// The files that tell of the closed days `from` to `to`, both included, in order of their first day.
    pub(super) fn files(&self, from: Day, to: Day) -> Vec<FileDays> {
        by_file(&self.days_between(from, to))
    }

    fn days_between(&self, from: Day, to: Day) -> Vec<(Day, PastDay)> {
        if from > to {
            return Vec::new();
        }
        self.days
            .read()
            .range(from..=to)
            .map(|(day, past)| (*day, past.clone()))
            .collect()
    }
}

fn by_file(days: &[(Day, PastDay)]) -> Vec<FileDays> {
    let mut files: Vec<FileDays> = Vec::new();
    for (day, past) in days {
        let same = |(file, _): &&mut FileDays| Arc::ptr_eq(file, &past.file);
        match files.iter_mut().rev().find(same) {
            Some((_, days)) => {
                days.insert(*day);
            }
            None => files.push((Arc::clone(&past.file), BTreeSet::from([*day]))),
        }
    }
    files
}

fn notes_of(days: Vec<(Day, PastDay)>) -> DayNotesByDay {
    let days = days.into_iter();
    days.map(|(day, past)| (day, past.notes)).collect()
}
