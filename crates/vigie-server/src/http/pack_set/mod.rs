//! Sets of packs that may be asked about: a pack, a medicine, a class, a list; and their sums over the country.

mod hidden;
mod kept;
mod named;
mod past;
mod sums;

use vigie_catalogue::{Catalogue, Level, Medicine};
use vigie_model::{Atc, Cip7, Cip13, Cis, PackNumber};
use vigie_pages::{Subject, SubjectKind};
use vigie_stock::PackTable;

pub use hidden::{HiddenByPack, KeptHidden};
pub use kept::{KeptSums, Measured};
pub use named::{NamedSets, candidates};
pub use past::{KeptPast, MOST_PACKS as MOST_PACKS_OF_PAST};
pub use sums::{AreaSums, SetSums};

/// The packs of medicines of major therapeutic interest.
const MAJOR_INTEREST: &str = "mitm";
/// Begins the code of the medicines that substitute a medicine.
const EQUIVALENTS: &str = "equivalents-";
/// Medicines that a text may mean, of which each gives itself and its class.
const CANDIDATES: usize = 6;

/// What is asked about, and its packs.
#[derive(Debug, Clone)]
pub struct PackSet {
    /// Its name and code.
    pub subject: Subject,
    /// The packs that have a number: those that may be in a report.
    pub packs: Vec<PackNumber>,
}

/// The catalogue with the numbers of its packs.
#[derive(Clone, Copy)]
struct Library<'a> {
    catalogue: &'a Catalogue,
    table: &'a PackTable,
}

impl Library<'_> {
    /// The set that a code names: `all`, `mitm`, a CIP13 or CIP7, a CIS, an ATC class, or `equivalents-` and a CIS.
    fn find(self, text: &str) -> Option<PackSet> {
        let text = text.trim();
        match text {
            "all" => return Some(self.list(SubjectKind::All, "all", |_| true)),
            MAJOR_INTEREST => return Some(self.major_interest()),
            _ => {}
        }
        if let Some(cis) = text.strip_prefix(EQUIVALENTS) {
            return self.equivalents(cis.parse().ok()?);
        }
        if let Ok(cip13) = text.parse::<Cip13>() {
            return self.pack(cip13);
        }
        if let Ok(cis) = text.parse::<Cis>() {
            return self.medicine(cis);
        }
        if let Ok(cip7) = text.parse::<Cip7>() {
            return self.pack(self.catalogue.pack_by_cip7(cip7)?.cip13());
        }
        self.class(text.to_uppercase().parse().ok()?)
    }

    /// The packs of medicines of major therapeutic interest.
    fn major_interest(self) -> PackSet {
        let is_major =
            |medicine: Medicine<'_>| self.catalogue.is_major_therapeutic_interest(medicine.cis());
        self.list(SubjectKind::MajorInterest, MAJOR_INTEREST, is_major)
    }

    /// What a text may mean that is no code: the medicines found, and their classes.
    fn candidates(self, text: &str) -> Vec<Subject> {
        let found = self.catalogue.search(text, CANDIDATES);
        let mut subjects: Vec<Subject> = Vec::new();
        for hit in found.hits {
            let class = self
                .catalogue
                .medicine(hit.cis)
                .and_then(|medicine| Some(self.class(medicine.atc()?.0)?.subject));
            let medicine = self.medicine(hit.cis).map(|set| set.subject);
            for subject in [class, medicine].into_iter().flatten() {
                if !subjects.contains(&subject) {
                    subjects.push(subject);
                }
            }
        }
        // Classes first: who types a substance means all of it.
        subjects.sort_by_key(|subject| subject.kind != SubjectKind::AtcClass);
        subjects
    }

    /// The packs of an ATC class of any level; none when no medicine is of it.
    fn class(self, atc: Atc) -> Option<PackSet> {
        let is_of_class = |medicine: Medicine<'_>| {
            medicine
                .atc()
                .is_some_and(|(of_medicine, _)| of_medicine.starts_with(atc))
        };
        let name = self.catalogue.atc_name(atc).unwrap_or_default();
        let set = self.list(SubjectKind::AtcClass, atc.as_str(), is_of_class);
        let is_known = !set.packs.is_empty() || !name.is_empty();
        is_known.then(|| named(set, name))
    }

    fn pack(self, cip13: Cip13) -> Option<PackSet> {
        let pack = self.catalogue.pack(cip13)?;
        let medicine = pack.medicine()?;
        let name = format!("{}, {}", medicine.name(), pack.label());
        let packs = self.table.number(cip13).into_iter().collect();
        let set = set(SubjectKind::Pack, cip13.to_string(), packs);
        Some(named(of_medicine(set, medicine.cis()), &name))
    }

    fn medicine(self, cis: Cis) -> Option<PackSet> {
        let medicine = self.catalogue.medicine(cis)?;
        let set = set(
            SubjectKind::Medicine,
            cis.to_string(),
            self.packs_of(medicine).collect(),
        );
        Some(named(of_medicine(set, cis), medicine.name()))
    }

    /// A medicine and those of the same substances and route.
    fn equivalents(self, cis: Cis) -> Option<PackSet> {
        let medicine = self.catalogue.medicine(cis)?;
        let substitutes = self.catalogue.substitutes(cis, Level::SameSubstances);
        let packs = std::iter::once(medicine)
            .chain(substitutes)
            .flat_map(|medicine| self.packs_of(medicine))
            .collect();
        let code = format!("{EQUIVALENTS}{cis}");
        Some(named(
            of_medicine(set(SubjectKind::Group, code, packs), cis),
            medicine.name(),
        ))
    }

    fn list(self, kind: SubjectKind, code: &str, is_in: impl Fn(Medicine<'_>) -> bool) -> PackSet {
        let medicines = self
            .catalogue
            .medicines()
            .filter(|medicine| is_in(*medicine));
        let packs = medicines.flat_map(|medicine| self.packs_of(medicine));
        set(kind, code.to_owned(), packs.collect())
    }

    fn packs_of<'b>(&'b self, medicine: Medicine<'b>) -> impl Iterator<Item = PackNumber> + 'b {
        medicine
            .packs()
            .filter_map(|pack| self.table.number(pack.cip13()))
    }
}

fn set(kind: SubjectKind, code: String, packs: Vec<PackNumber>) -> PackSet {
    PackSet {
        subject: Subject {
            kind,
            code,
            published_name: String::new(),
            cis: None,
            packs: packs.len() as u64,
        },
        packs,
    }
}

fn named(mut set: PackSet, name: &str) -> PackSet {
    name.clone_into(&mut set.subject.published_name);
    set
}

fn of_medicine(mut set: PackSet, cis: Cis) -> PackSet {
    set.subject.cis = Some(cis.to_string());
    set
}
