//! The published availability list: dated snapshots, and what changed between them.
//!
//! The agency publishes the present state only. A product that leaves the list has *vanished*; that is not the
//! end of its shortage, which only a "return" says.

use std::collections::BTreeMap;

use vigie_model::{Cip13, Cis, Day, Language};

use crate::text::{TextId, Texts};

/// What the list says about a product. The code counts, not the label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AvailabilityStatus {
    /// Code 1, "rupture de stock".
    Shortage,
    /// Code 2, "tension d'approvisionnement".
    Tension,
    /// Code 3, "arrêt de commercialisation".
    Cessation,
    /// Code 4, "remise à disposition".
    Return,
}

impl AvailabilityStatus {
    /// All of them, in the order of their codes.
    pub const ALL: [Self; 4] = [Self::Shortage, Self::Tension, Self::Cessation, Self::Return];

    /// From the code of the list, 1 to 4.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// The code of the list.
    pub fn code(self) -> u8 {
        match self {
            Self::Shortage => 1,
            Self::Tension => 2,
            Self::Cessation => 3,
            Self::Return => 4,
        }
    }

    /// What people call it; in French the words of the list.
    pub fn label(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Shortage, Language::French) => "Rupture de stock",
            (Self::Shortage, Language::English) => "Shortage",
            (Self::Tension, Language::French) => "Tension d'approvisionnement",
            (Self::Tension, Language::English) => "Supply tension",
            (Self::Cessation, Language::French) => "Arrêt de commercialisation",
            (Self::Cessation, Language::English) => "Marketing ceased",
            (Self::Return, Language::French) => "Remise à disposition",
            (Self::Return, Language::English) => "Available again",
        }
    }
}

/// One row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct AvailabilityRow {
    pub(crate) cis: Cis,
    pub(crate) cip13: Option<Cip13>,
    pub(crate) status: AvailabilityStatus,
    pub(crate) started_on: Option<Day>,
    pub(crate) updated_on: Option<Day>,
    pub(crate) returned_on: Option<Day>,
    pub(crate) link: TextId,
}

/// What a row is about: a pack, or every pack of a medicine.
type Subject = (Cis, Option<Cip13>);

impl AvailabilityRow {
    fn subject(&self) -> Subject {
        (self.cis, self.cip13)
    }
}

/// The list of one day, exact duplicates removed. Made by [`crate::read_availability`].
#[derive(Debug, Clone, Default)]
pub struct AvailabilitySnapshot {
    pub(crate) texts: Texts,
    /// In the order of the file.
    pub(crate) rows: Vec<AvailabilityRow>,
}

impl AvailabilitySnapshot {
    /// How many distinct rows it has.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many distinct rows have this status.
    pub fn count(&self, status: AvailabilityStatus) -> usize {
        self.rows.iter().filter(|row| row.status == status).count()
    }

    pub(crate) fn medicines(&self) -> impl Iterator<Item = Cis> + '_ {
        self.rows.iter().map(|row| row.cis)
    }
}

/// One row of the list, seen in a catalogue.
#[derive(Debug, Clone, Copy)]
pub struct Availability<'a> {
    texts: &'a Texts,
    row: &'a AvailabilityRow,
}

impl<'a> Availability<'a> {
    /// The medicine.
    pub fn cis(self) -> Cis {
        self.row.cis
    }

    /// The pack, or `None` when every pack of the medicine is concerned.
    pub fn cip13(self) -> Option<Cip13> {
        self.row.cip13
    }

    /// Its status.
    pub fn status(self) -> AvailabilityStatus {
        self.row.status
    }

    /// When it began, as published. For rows before 2023-10-06 this is the day of an update.
    pub fn started_on(self) -> Option<Day> {
        self.row.started_on
    }

    /// When it was last updated, as published: it can be before the start.
    pub fn updated_on(self) -> Option<Day> {
        self.row.updated_on
    }

    /// When the product is available again, if that is published.
    pub fn returned_on(self) -> Option<Day> {
        self.row.returned_on
    }

    /// The page of the agency about it; empty when there is none.
    pub fn link(self) -> &'a str {
        self.texts.get(self.row.link)
    }
}

/// What happened to a product between two snapshots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TransitionKind {
    /// It is on the second list only.
    Appeared(AvailabilityStatus),
    /// It is on both, with another status.
    Changed {
        /// On the first list.
        from: AvailabilityStatus,
        /// On the second.
        to: AvailabilityStatus,
    },
    /// It is on both with the same status.
    Unchanged(AvailabilityStatus),
    /// It is on the first list only, which does not mean that its shortage is over.
    Vanished(AvailabilityStatus),
}

/// A product and what happened to it between two snapshots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    /// The medicine.
    pub cis: Cis,
    /// The pack, or `None` for the whole medicine.
    pub cip13: Option<Cip13>,
    /// What happened.
    pub kind: TransitionKind,
}

/// All rows of one subject, as they were on consecutive snapshots `from..until`.
#[derive(Debug, Clone)]
struct Version {
    subject: Subject,
    from: u32,
    until: u32,
    rows: Vec<AvailabilityRow>,
}

const STILL: u32 = u32::MAX;

/// Snapshots, stored as differences.
#[derive(Debug, Clone, Default)]
pub(crate) struct AvailabilityHistory {
    texts: Texts,
    days: Vec<Day>,
    /// Sorted by subject, then time.
    versions: Vec<Version>,
}

impl AvailabilityHistory {
    /// From snapshots by day; of two of one day the caller keeps one.
    pub(crate) fn new(snapshots: BTreeMap<Day, AvailabilitySnapshot>) -> Self {
        let mut history = Self::default();
        for (day, snapshot) in snapshots {
            history.append(day, &snapshot);
        }
        history.texts.freeze();
        history
            .versions
            .sort_by_key(|version| (version.subject, version.from));
        history.versions.shrink_to_fit();
        history
    }

    fn append(&mut self, day: Day, snapshot: &AvailabilitySnapshot) {
        let number = self.days.len() as u32;
        self.days.push(day);
        let mut states = self.states_of(snapshot);
        for version in self
            .versions
            .iter_mut()
            .filter(|version| version.until == STILL)
        {
            if states.get(&version.subject) == Some(&version.rows) {
                states.remove(&version.subject);
            } else {
                version.until = number;
            }
        }
        let new = |(subject, rows)| Version {
            subject,
            from: number,
            until: STILL,
            rows,
        };
        self.versions.extend(states.into_iter().map(new));
    }

    fn states_of(
        &mut self,
        snapshot: &AvailabilitySnapshot,
    ) -> BTreeMap<Subject, Vec<AvailabilityRow>> {
        let mut states: BTreeMap<Subject, Vec<AvailabilityRow>> = BTreeMap::new();
        for row in &snapshot.rows {
            let link = self.texts.intern(snapshot.texts.get(row.link));
            let row = AvailabilityRow {
                link,
                ..row.clone()
            };
            states.entry(row.subject()).or_default().push(row);
        }
        states
    }

    /// The days of the snapshots, oldest first.
    pub(crate) fn days(&self) -> &[Day] {
        &self.days
    }

    /// The number of the last snapshot not after `day`.
    fn number_at(&self, day: Day) -> Option<u32> {
        let after = self.days.partition_point(|known| *known <= day);
        after.checked_sub(1).map(|number| number as u32)
    }

    /// The snapshot that counts on `day`: its own day, and its rows by medicine and pack.
    pub(crate) fn list_at(
        &self,
        day: Day,
    ) -> Option<(Day, impl Iterator<Item = Availability<'_>>)> {
        let number = self.number_at(day)?;
        let day = self.days.get(number as usize).copied()?;
        Some((day, self.rows_at(&self.versions, number)))
    }

    /// The rows of one medicine on `day`.
    pub(crate) fn of_medicine(&self, cis: Cis, day: Day) -> impl Iterator<Item = Availability<'_>> {
        let start = self
            .versions
            .partition_point(|version| version.subject.0 < cis);
        let rest = self.versions.get(start..).unwrap_or_default();
        let count = rest.partition_point(|version| version.subject.0 == cis);
        let versions = rest.get(..count).unwrap_or_default();
        self.number_at(day)
            .into_iter()
            .flat_map(move |number| self.rows_at(versions, number))
    }

    fn rows_at<'a>(
        &'a self,
        versions: &'a [Version],
        number: u32,
    ) -> impl Iterator<Item = Availability<'a>> {
        let current = versions.iter().filter(move |version| version.holds(number));
        current
            .flat_map(|version| &version.rows)
            .map(|row| Availability {
                texts: &self.texts,
                row,
            })
    }

    /// What happened between the snapshots that count on two days, by medicine and pack. Empty before the
    /// first snapshot.
    pub(crate) fn transitions(&self, from: Day, to: Day) -> Vec<Transition> {
        let (Some(from), Some(to)) = (self.number_at(from), self.number_at(to)) else {
            return Vec::new();
        };
        let of_subject = |versions: &[Version]| {
            let subject = versions.first()?.subject;
            let kind = TransitionKind::between(status_at(versions, from), status_at(versions, to))?;
            Some(Transition {
                cis: subject.0,
                cip13: subject.1,
                kind,
            })
        };
        self.versions
            .chunk_by(|a, b| a.subject == b.subject)
            .filter_map(of_subject)
            .collect()
    }
}

impl Version {
    fn holds(&self, number: u32) -> bool {
        (self.from..self.until).contains(&number)
    }
}

/// When a subject has several rows, the last one of the file counts.
fn status_at(versions: &[Version], number: u32) -> Option<AvailabilityStatus> {
    let current = versions.iter().find(|version| version.holds(number))?;
    current.rows.last().map(|row| row.status)
}

impl TransitionKind {
    fn between(
        before: Option<AvailabilityStatus>,
        after: Option<AvailabilityStatus>,
    ) -> Option<Self> {
        match (before, after) {
            (None, None) => None,
            (None, Some(status)) => Some(Self::Appeared(status)),
            (Some(status), None) => Some(Self::Vanished(status)),
            (Some(from), Some(to)) if from == to => Some(Self::Unchanged(from)),
            (Some(from), Some(to)) => Some(Self::Changed { from, to }),
        }
    }
}
