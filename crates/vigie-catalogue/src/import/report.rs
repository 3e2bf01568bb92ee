//! What happened to each file: rows read, kept, quarantined with reasons, oddities noted.

use vigie_model::Language;

use super::columns::{Column, Table};
use super::decode::{Encoding, Refusal};

/// The report of an import, one part per file, in the order they were read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// One part per file.
    pub files: Vec<FileReport>,
}

impl ImportReport {
    /// The part about the file that holds `table`, if there was one.
    pub fn table(&self, table: Table) -> Option<&FileReport> {
        self.files
            .iter()
            .find(|file| file.usage == FileUse::Read(table))
    }

    /// Rows read, over all files.
    pub fn rows_read(&self) -> u64 {
        self.files.iter().map(|file| file.rows_read).sum()
    }

    /// Rows quarantined, over all files.
    pub fn rows_quarantined(&self) -> u64 {
        self.files.iter().map(FileReport::rows_quarantined).sum()
    }
}

/// What was done with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileUse {
    /// It holds this table and was read.
    Read(Table),
    /// It holds no table that is used here; it was left alone.
    NotUsed,
    /// It should hold this table, but a file read before already does; it was left alone.
    SecondFile(Table),
    /// It should hold this table but was refused as a whole.
    Refused(Table, Refusal),
}

/// What happened to one file. `rows_kept + rows_quarantined() == rows_read`, always.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReport {
    /// Its name, as given.
    pub name: String,
    /// What was done with it.
    pub usage: FileUse,
    /// How its bytes were read; `None` when it was not.
    pub encoding: Option<Encoding>,
    /// Number of fields of most of its rows.
    pub width: usize,
    /// Rows with at least one character. Blank lines and a header are not rows.
    pub rows_read: u64,
    /// Rows that are now in the release.
    pub rows_kept: u64,
    /// Lines without any character but a carriage return or spaces.
    pub blank_lines: u64,
    /// Rows that could not be used, each with its reason, in file order.
    pub quarantined: Vec<Quarantined>,
    /// Oddities of rows that were kept.
    pub notes: Vec<Note>,
}

impl FileReport {
    pub(super) fn new(name: &str, usage: FileUse) -> Self {
        Self {
            name: name.to_owned(),
            usage,
            encoding: None,
            width: 0,
            rows_read: 0,
            rows_kept: 0,
            blank_lines: 0,
            quarantined: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// How many rows were quarantined.
    pub fn rows_quarantined(&self) -> u64 {
        self.quarantined.len() as u64
    }

    /// How many rows have this oddity, over all columns.
    pub fn noted(&self, code: NoteCode) -> u64 {
        self.notes
            .iter()
            .filter(|note| note.code == code)
            .map(|note| note.count)
            .sum()
    }

    pub(super) fn note(&mut self, code: NoteCode, column: Option<Column>, row: u64, value: &str) {
        let known = self
            .notes
            .iter_mut()
            .find(|note| note.code == code && note.column == column);
        if let Some(note) = known {
            note.count += 1;
        } else {
            self.notes.push(Note {
                code,
                column,
                count: 1,
                first_row: row,
                first_value: value.to_owned(),
            });
        }
    }
}

/// A row that could not be used, with all it said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// Number of the row in the file, from 1; blank lines count.
    pub row: u64,
    /// The column at fault, when it is one.
    pub column: Option<Column>,
    /// Why.
    pub code: QuarantineCode,
    /// The value at fault, or the whole row when it is all of it.
    pub value: String,
}

impl Quarantined {
    /// Where, what and why, in plain words.
    pub fn message(&self, language: Language) -> String {
        let column = self
            .column
            .map(|column| column.name(language))
            .unwrap_or_default();
        let reason = self.code.message(language);
        match language {
            Language::French if column.is_empty() => format!("ligne {} : {reason}", self.row),
            Language::French => {
                format!("ligne {}, {column} « {} » : {reason}", self.row, self.value)
            }
            Language::English if column.is_empty() => format!("row {}: {reason}", self.row),
            Language::English => format!("row {}, {column} \"{}\": {reason}", self.row, self.value),
        }
    }
}

/// Why a row could not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QuarantineCode {
    /// It has fewer fields than are needed.
    TooFewFields,
    /// It has more fields than the other rows, which are not empty: a tabulation inside a value.
    TooManyFields,
    /// Its key is not one: wrong length, letters, wrong first digits, wrong check digit.
    InvalidIdentifier,
    /// A required value is empty or not one of the known codes.
    InvalidValue,
    /// Exactly the same row was read before.
    ExactDuplicate,
    /// A row with the same key and another content was read before.
    DuplicateKey,
}

impl QuarantineCode {
    /// The stable code, for machines.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TooFewFields => "too_few_fields",
            Self::TooManyFields => "too_many_fields",
            Self::InvalidIdentifier => "invalid_identifier",
            Self::InvalidValue => "invalid_value",
            Self::ExactDuplicate => "exact_duplicate",
            Self::DuplicateKey => "duplicate_key",
        }
    }

    fn message(self, language: Language) -> &'static str {
        let (french, english) = match self {
            Self::TooFewFields => (
                "il manque des colonnes à cette ligne",
                "the row lacks columns",
            ),
            Self::TooManyFields => (
                "cette ligne a plus de colonnes que les autres ; une valeur contient une tabulation",
                "the row has more columns than the others; a value holds a tabulation",
            ),
            Self::InvalidIdentifier => (
                "ce n'est pas un code valide ; corrigez le code",
                "this is not a valid code; correct the code",
            ),
            Self::InvalidValue => (
                "cette valeur est vide ou inconnue",
                "this value is empty or unknown",
            ),
            Self::ExactDuplicate => (
                "la même ligne existe déjà ; elle n'est comptée qu'une fois",
                "the same row exists already; it counts once",
            ),
            Self::DuplicateKey => (
                "ce code existe déjà avec un autre contenu ; la première ligne est gardée",
                "this code exists already with another content; the first row is kept",
            ),
        };
        match language {
            Language::French => french,
            Language::English => english,
        }
    }
}

/// An oddity of rows that were kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What is odd.
    pub code: NoteCode,
    /// Where, when it is in one column.
    pub column: Option<Column>,
    /// How many rows have it.
    pub count: u64,
    /// The first of them.
    pub first_row: u64,
    /// What it says.
    pub first_value: String,
}

impl Note {
    /// What is odd, how often, and where first, in plain words.
    pub fn message(&self, language: Language) -> String {
        let column = self
            .column
            .map(|column| column.name(language))
            .unwrap_or_default();
        let (count, row, value, reason) = (
            self.count,
            self.first_row,
            &self.first_value,
            self.code.message(language),
        );
        match language {
            Language::French => {
                format!(
                    "{count} lignes, {column} : {reason} (la première est la ligne {row}, « {value} »)"
                )
            }
            Language::English => {
                format!("{count} rows, {column}: {reason} (the first is row {row}, \"{value}\")")
            }
        }
    }
}

/// What can be odd in a row that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NoteCode {
    /// Spaces before or after a value.
    StraySpaces,
    /// A carriage return or another control character inside a value; read as a space.
    ControlCharacter,
    /// Markup inside a value; kept as it is.
    Markup,
    /// A date that is not one; unknown.
    UnreadableDate,
    /// A date whose year cannot be true; kept.
    ImplausibleYear,
    /// A price, rate or yes/no that is not one; unknown.
    UnreadableValue,
    /// Price without fee plus fee is not the public price; all three kept.
    PriceSum,
    /// The CIP7 is not in the CIP13; both kept.
    Cip7Mismatch,
    /// The medicine is not in the release; kept.
    UnknownMedicine,
    /// The medicine has no pack.
    MedicineWithoutPack,
    /// A value that is normally there is empty.
    Missing,
    /// The ATC class is shorter than a substance.
    ShortAtc,
    /// The ATC class is not one; unknown.
    InvalidAtc,
    /// The update is older than the start.
    UpdateBeforeStart,
    /// The label differs from the usual one of its code; the code counts.
    LabelDiffers,
    /// A group of generics without its reference medicine.
    GroupWithoutReference,
    /// The same medicine is in several generic groups.
    SeveralGroups,
    /// A column of the known layouts is not in this file; its values are unknown.
    ColumnAbsent,
    /// Fields after the last known column; not used.
    ExtraColumns,
}

impl NoteCode {
    /// The stable code, for machines.
    pub fn as_str(self) -> &'static str {
        self.parts().0
    }

    fn message(self, language: Language) -> &'static str {
        match language {
            Language::French => self.parts().1,
            Language::English => self.parts().2,
        }
    }

    /// Stable code, French, English.
    fn parts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::StraySpaces => (
                "stray_spaces",
                "espaces en trop, retirés",
                "stray spaces, removed",
            ),
            Self::ControlCharacter => (
                "control_character",
                "caractère de contrôle dans une valeur, lu comme une espace",
                "control character inside a value, read as a space",
            ),
            Self::Markup => (
                "markup",
                "balises HTML dans une valeur",
                "HTML markup inside a value",
            ),
            Self::UnreadableDate => (
                "unreadable_date",
                "date illisible, inconnue",
                "unreadable date, unknown",
            ),
            Self::ImplausibleYear => (
                "implausible_year",
                "année invraisemblable, gardée",
                "implausible year, kept",
            ),
            Self::UnreadableValue => (
                "unreadable_value",
                "valeur illisible, inconnue",
                "unreadable value, unknown",
            ),
            Self::PriceSum => (
                "price_sum",
                "le prix hors honoraire et l'honoraire ne font pas le prix public",
                "price without fee and fee do not make the public price",
            ),
            Self::Cip7Mismatch => (
                "cip7_mismatch",
                "le CIP7 n'est pas dans le CIP13",
                "the CIP7 is not in the CIP13",
            ),
            Self::UnknownMedicine => (
                "unknown_medicine",
                "médicament absent de cette version",
                "medicine absent from this release",
            ),
            Self::MedicineWithoutPack => (
                "medicine_without_pack",
                "médicament sans présentation",
                "medicine without a pack",
            ),
            Self::Missing => ("missing", "valeur absente", "missing value"),
            Self::ShortAtc => (
                "short_atc",
                "classe ATC moins précise qu'une substance",
                "ATC class broader than a substance",
            ),
            Self::InvalidAtc => (
                "invalid_atc",
                "classe ATC illisible, inconnue",
                "unreadable ATC class, unknown",
            ),
            Self::UpdateBeforeStart => (
                "update_before_start",
                "mise à jour antérieure au début",
                "update older than the start",
            ),
            Self::LabelDiffers => (
                "label_differs",
                "libellé différent du libellé habituel de ce code ; le code compte",
                "label other than the usual one of its code; the code counts",
            ),
            Self::GroupWithoutReference => (
                "group_without_reference",
                "groupe générique sans médicament de référence",
                "generic group without a reference medicine",
            ),
            Self::SeveralGroups => (
                "several_groups",
                "médicament de plusieurs groupes",
                "medicine of several groups",
            ),
            Self::ColumnAbsent => (
                "column_absent",
                "colonne absente de ce fichier, valeurs inconnues",
                "column absent from this file, values unknown",
            ),
            Self::ExtraColumns => (
                "extra_columns",
                "colonnes inconnues, non utilisées",
                "unknown columns, not used",
            ),
        }
    }
}
