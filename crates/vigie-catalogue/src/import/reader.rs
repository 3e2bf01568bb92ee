//! Reads the files of a release one after the other.

use hashbrown::HashMap;
use hashbrown::hash_map::Entry;
use vigie_model::Language;

use super::columns::{Column, Table};
use super::decode::Refusal;
use super::report::{FileReport, FileUse, ImportReport, QuarantineCode};
use super::rows::{Rejected, Row, read_rows};
use super::{availability, tables, tidy};
use crate::release::Release;

/// Why a release could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Files without which there is no catalogue were refused or are absent. The report says what happened to
    /// each file.
    #[error("cannot make a release: {}", describe(missing, report))]
    MissingTables {
        /// The tables that are required and could not be read.
        missing: Vec<Table>,
        /// What happened to each file.
        report: Box<ImportReport>,
    },
    /// The folder or the archive cannot be read.
    #[error("cannot read the files of the release: {0}")]
    Files(#[from] std::io::Error),
}

impl ReadError {
    /// What is wrong and what to do.
    pub fn message(&self, language: Language) -> String {
        match (self, language) {
            (Self::MissingTables { missing, report }, Language::French) => {
                let parts = missing.iter().map(|table| match refusal(*table, report) {
                    Some((name, refusal)) => format!("{name} : {}", refusal.message(language)),
                    None => format!("{} : fichier absent ; ajoutez-le", table.file_name()),
                });
                format!(
                    "version inutilisable : {}",
                    parts.collect::<Vec<_>>().join(" ; ")
                )
            }
            (Self::Files(error), Language::French) => format!("fichiers illisibles : {error}"),
            (_, Language::English) => self.to_string(),
        }
    }
}

fn describe(missing: &[Table], report: &ImportReport) -> String {
    let part = |table: &Table| match refusal(*table, report) {
        Some((name, refusal)) => format!("{name}: {refusal}"),
        None => format!("{}: the file is absent; add it", table.file_name()),
    };
    missing.iter().map(part).collect::<Vec<_>>().join("; ")
}

fn refusal(table: Table, report: &ImportReport) -> Option<(&str, &Refusal)> {
    report.files.iter().find_map(|file| match &file.usage {
        FileUse::Refused(refused, refusal) if *refused == table => {
            Some((file.name.as_str(), refusal))
        }
        _ => None,
    })
}

/// Reads a release from files given as (name, bytes), in any order.
pub fn read_release(files: &[(&str, &[u8])]) -> Result<(Release, ImportReport), ReadError> {
    let mut reader = ReleaseReader::default();
    for (name, bytes) in files {
        reader.add_file(name, bytes);
    }
    reader.finish()
}

/// Reads a release one file at a time, so that only one is in memory.
#[derive(Debug, Default)]
pub struct ReleaseReader {
    release: Release,
    report: ImportReport,
}

impl ReleaseReader {
    /// Reads one file, by its name and its bytes. What happened to it is in the report of [`Self::finish`].
    pub fn add_file(&mut self, name: &str, bytes: &[u8]) {
        let report = match Table::of_file(name) {
            None => FileReport::new(name, FileUse::NotUsed),
            Some(table) if self.release.has(table) => {
                FileReport::new(name, FileUse::SecondFile(table))
            }
            Some(table) => self.add_table(name, table, bytes),
        };
        self.report.files.push(report);
    }

    /// Notes that a file could not even be decompressed.
    pub(super) fn add_damaged(&mut self, name: &str, reason: String) {
        let usage = Table::of_file(name).map_or(FileUse::NotUsed, |table| {
            FileUse::Refused(table, Refusal::Damaged(reason))
        });
        self.report.files.push(FileReport::new(name, usage));
    }

    fn add_table(&mut self, name: &str, table: Table, bytes: &[u8]) -> FileReport {
        let report = self.read_table(name, table, bytes);
        if report.usage == FileUse::Read(table) {
            self.release.present.push(table);
        }
        report
    }

    fn read_table(&mut self, name: &str, table: Table, bytes: &[u8]) -> FileReport {
        let Release {
            texts,
            tables: rows,
            availability: list,
            ..
        } = &mut self.release;
        match table {
            Table::Medicines => read_unique(
                name,
                table,
                bytes,
                Column::Cis,
                &mut rows.medicines,
                |row| tables::medicine(row, texts),
            ),
            Table::Packs => {
                read_unique(name, table, bytes, Column::Cip13, &mut rows.packs, |row| {
                    tables::pack(row, texts)
                })
            }
            Table::MajorInterest => read_unique(
                name,
                table,
                bytes,
                Column::Cis,
                &mut rows.interests,
                tables::interest,
            ),
            Table::Compositions => read_all(name, table, bytes, &mut rows.components, |row| {
                tables::component(row, texts)
            }),
            Table::GenericGroups => read_all(name, table, bytes, &mut rows.generics, |row| {
                tables::generic(row, texts)
            }),
            Table::Conditions => read_all(name, table, bytes, &mut rows.conditions, |row| {
                tables::condition(row, texts)
            }),
            Table::Availability => {
                let (snapshot, report) = availability::read_named(name, bytes);
                *list = Some(snapshot);
                report
            }
        }
    }

    /// The release and its report, once all files were added.
    pub fn finish(mut self) -> Result<(Release, ImportReport), ReadError> {
        let is_missing = |table: &Table| table.is_required() && !self.release.has(*table);
        let missing: Vec<Table> = Table::ALL.into_iter().filter(is_missing).collect();
        if !missing.is_empty() {
            return Err(ReadError::MissingTables {
                missing,
                report: Box::new(self.report),
            });
        }
        tidy::tidy(&mut self.release, &mut self.report);
        Ok((self.release, self.report))
    }
}

fn read_all<R>(
    name: &str,
    table: Table,
    bytes: &[u8],
    rows: &mut Vec<R>,
    mut read: impl FnMut(&mut Row<'_>) -> Result<R, Rejected>,
) -> FileReport {
    read_rows(name, table, bytes, |row| {
        rows.push(read(row)?);
        Ok(())
    })
}

/// Reads a table whose key occurs once: the first row of a key is kept.
fn read_unique<R: crate::release::Keyed<Key: std::hash::Hash>>(
    name: &str,
    table: Table,
    bytes: &[u8],
    key_column: Column,
    rows: &mut Vec<R>,
    mut read: impl FnMut(&mut Row<'_>) -> Result<R, Rejected>,
) -> FileReport {
    let mut places: HashMap<R::Key, usize> = HashMap::new();
    read_rows(name, table, bytes, |row| {
        let new = read(row)?;
        match places.entry(new.key()) {
            Entry::Vacant(place) => {
                place.insert(rows.len());
                rows.push(new);
                Ok(())
            }
            Entry::Occupied(place) if rows.get(*place.get()) == Some(&new) => {
                Err(Rejected::new(QuarantineCode::ExactDuplicate, key_column))
            }
            Entry::Occupied(_) => Err(Rejected::new(QuarantineCode::DuplicateKey, key_column)),
        }
    })
}
