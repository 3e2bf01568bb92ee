//! The typed rows of one release.

use rust_decimal::Decimal;
use vigie_model::{Atc, Cip7, Cip13, Cis, Day};

use crate::Table;
use crate::availability::AvailabilitySnapshot;
use crate::text::{TextId, Texts};

/// One release of the public medicines database, read and checked, before it joins a catalogue.
///
/// Made by [`crate::read_release`] and the functions beside it.
#[derive(Debug, Clone, Default)]
pub struct Release {
    pub(crate) texts: Texts,
    pub(crate) tables: Tables,
    pub(crate) availability: Option<AvailabilitySnapshot>,
    /// The tables that this release has; an absent one is unknown, not empty.
    pub(crate) present: Vec<Table>,
}

impl Release {
    /// Whether the release has this table.
    pub fn has(&self, table: Table) -> bool {
        self.present.contains(&table)
    }

    /// How many medicines it has.
    pub fn medicine_count(&self) -> usize {
        self.tables.medicines.len()
    }

    /// How many packs it has.
    pub fn pack_count(&self) -> usize {
        self.tables.packs.len()
    }

    /// The availability list that came with it, if it did.
    pub fn availability(&self) -> Option<&AvailabilitySnapshot> {
        self.availability.as_ref()
    }
}

/// The rows, each table sorted by its key.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tables {
    pub(crate) medicines: Vec<MedicineRow>,
    pub(crate) packs: Vec<PackRow>,
    pub(crate) components: Vec<ComponentRow>,
    pub(crate) generics: Vec<GenericRow>,
    pub(crate) conditions: Vec<ConditionRow>,
    pub(crate) interests: Vec<InterestRow>,
}

/// A row with a key, and texts that move to another arena.
pub(crate) trait Keyed: Clone + PartialEq {
    type Key: Ord + Copy;

    fn key(&self) -> Self::Key;

    fn texts(&mut self) -> impl Iterator<Item = &mut TextId>;
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MedicineRow {
    pub(crate) cis: Cis,
    pub(crate) name: TextId,
    pub(crate) form: TextId,
    pub(crate) routes: TextId,
    pub(crate) status: TextId,
    pub(crate) procedure: TextId,
    pub(crate) marketing: TextId,
    pub(crate) alert: TextId,
    pub(crate) european_number: TextId,
    pub(crate) holders: TextId,
    pub(crate) authorised_on: Option<Day>,
    pub(crate) reinforced_surveillance: Option<bool>,
}

impl Keyed for MedicineRow {
    type Key = Cis;

    fn key(&self) -> Cis {
        self.cis
    }

    fn texts(&mut self) -> impl Iterator<Item = &mut TextId> {
        [
            &mut self.name,
            &mut self.form,
            &mut self.routes,
            &mut self.status,
            &mut self.procedure,
            &mut self.marketing,
            &mut self.alert,
            &mut self.european_number,
            &mut self.holders,
        ]
        .into_iter()
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PackRow {
    pub(crate) cip13: Cip13,
    pub(crate) cip7: Option<Cip7>,
    pub(crate) cis: Cis,
    pub(crate) label: TextId,
    pub(crate) status: TextId,
    pub(crate) marketing: TextId,
    pub(crate) indications: TextId,
    pub(crate) declared_on: Option<Day>,
    pub(crate) collectivities: Option<bool>,
    pub(crate) rate: Option<u8>,
    pub(crate) price_without_fee: Option<Decimal>,
    pub(crate) public_price: Option<Decimal>,
    pub(crate) fee: Option<Decimal>,
}

impl Keyed for PackRow {
    type Key = Cip13;

    fn key(&self) -> Cip13 {
        self.cip13
    }

    fn texts(&mut self) -> impl Iterator<Item = &mut TextId> {
        [
            &mut self.label,
            &mut self.status,
            &mut self.marketing,
            &mut self.indications,
        ]
        .into_iter()
    }
}

/// Nature of a component, in the words of the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Nature {
    /// `SA`: the substance as it is in the product, often a salt.
    Substance,
    /// `FT`, "fraction thérapeutique": the part that acts.
    Moiety,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ComponentRow {
    pub(crate) cis: Cis,
    pub(crate) element: TextId,
    pub(crate) substance: u32,
    pub(crate) name: TextId,
    pub(crate) dose: TextId,
    pub(crate) reference: TextId,
    pub(crate) nature: Option<Nature>,
    /// Rows of one medicine with the same number are one substance and its moiety.
    pub(crate) link: Option<u16>,
}

impl Keyed for ComponentRow {
    type Key = Cis;

    fn key(&self) -> Cis {
        self.cis
    }

    fn texts(&mut self) -> impl Iterator<Item = &mut TextId> {
        [
            &mut self.element,
            &mut self.name,
            &mut self.dose,
            &mut self.reference,
        ]
        .into_iter()
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct GenericRow {
    pub(crate) cis: Cis,
    pub(crate) group: u32,
    pub(crate) label: TextId,
    pub(crate) kind: Option<u8>,
    pub(crate) rank: Option<u16>,
}

impl Keyed for GenericRow {
    type Key = Cis;

    fn key(&self) -> Cis {
        self.cis
    }

    fn texts(&mut self) -> impl Iterator<Item = &mut TextId> {
        std::iter::once(&mut self.label)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ConditionRow {
    pub(crate) cis: Cis,
    pub(crate) condition: TextId,
}

impl Keyed for ConditionRow {
    type Key = Cis;

    fn key(&self) -> Cis {
        self.cis
    }

    fn texts(&mut self) -> impl Iterator<Item = &mut TextId> {
        std::iter::once(&mut self.condition)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct InterestRow {
    pub(crate) cis: Cis,
    pub(crate) atc: Option<Atc>,
}

impl Keyed for InterestRow {
    type Key = Cis;

    fn key(&self) -> Cis {
        self.cis
    }

    fn texts(&mut self) -> impl Iterator<Item = &mut TextId> {
        std::iter::empty()
    }
}

/// The rows of `key` in a table sorted by it.
pub(crate) fn rows_of<R: Keyed>(rows: &[R], key: R::Key) -> &[R] {
    let start = rows.partition_point(|row| row.key() < key);
    let rest = rows.get(start..).unwrap_or_default();
    let count = rest.iter().take_while(|row| row.key() == key).count();
    rest.get(..count).unwrap_or_default()
}
