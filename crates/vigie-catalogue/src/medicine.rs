//! A medicine and what belongs to it, seen in a catalogue.

use vigie_model::{Atc, Cis, Day};

use crate::catalogue::Catalogue;
use crate::pack::Pack;
use crate::release::{ComponentRow, GenericRow, MedicineRow, Nature, rows_of};
use crate::substitution::{AtcOrigin, GroupNumber, Level};
use crate::text::TextId;

/// A medicine ("spécialité"): what is authorised.
#[derive(Debug, Clone, Copy)]
pub struct Medicine<'a> {
    catalogue: &'a Catalogue,
    row: &'a MedicineRow,
}

impl<'a> Medicine<'a> {
    pub(crate) fn new(catalogue: &'a Catalogue, row: &'a MedicineRow) -> Self {
        Self { catalogue, row }
    }

    fn text(self, id: TextId) -> &'a str {
        self.catalogue.parts.texts.get(id)
    }

    /// Its code.
    pub fn cis(self) -> Cis {
        self.row.cis
    }

    /// Its full name: "DOLIPRANE 1000 mg, comprimé".
    pub fn name(self) -> &'a str {
        self.text(self.row.name)
    }

    /// Its pharmaceutical form: "comprimé pelliculé".
    pub fn form(self) -> &'a str {
        self.text(self.row.form)
    }

    /// The ways it is given: "orale".
    pub fn routes(self) -> impl Iterator<Item = &'a str> {
        self.text(self.row.routes)
            .split(';')
            .map(str::trim)
            .filter(|route| !route.is_empty())
    }

    /// The status of its authorisation, as published.
    pub fn authorisation_status(self) -> &'a str {
        self.text(self.row.status)
    }

    /// The procedure of its authorisation, as published.
    pub fn procedure(self) -> &'a str {
        self.text(self.row.procedure)
    }

    /// Whether it is sold.
    pub fn is_marketed(self) -> bool {
        is_marketed(self.marketing_label())
    }

    /// Whether it is sold, as published.
    pub fn marketing_label(self) -> &'a str {
        self.text(self.row.marketing)
    }

    /// The alert shown by the database ("Alerte", "Warning disponibilité"); mostly empty.
    pub fn alert(self) -> &'a str {
        self.text(self.row.alert)
    }

    /// The number of its European authorisation; mostly empty.
    pub fn european_number(self) -> &'a str {
        self.text(self.row.european_number)
    }

    /// The day of its authorisation.
    pub fn authorised_on(self) -> Option<Day> {
        self.row.authorised_on
    }

    /// The companies that hold its authorisation.
    pub fn holders(self) -> impl Iterator<Item = &'a str> {
        crate::holder::names(self.text(self.row.holders))
    }

    /// Whether it is under reinforced surveillance (the black triangle).
    pub fn reinforced_surveillance(self) -> Option<bool> {
        self.row.reinforced_surveillance
    }

    /// What it is made of, in the order of the database.
    pub fn components(self) -> impl Iterator<Item = Component<'a>> {
        let rows = rows_of(&self.catalogue.parts.components, self.row.cis);
        rows.iter().map(move |row| Component {
            catalogue: self.catalogue,
            row,
            siblings: rows,
        })
    }

    /// The components that act: the moiety where one is known, else the substance itself.
    pub fn active_components(self) -> impl Iterator<Item = Component<'a>> {
        self.components()
            .filter(|component| component.is_moiety() || component.moiety().is_none())
    }

    /// Conditions of prescription and delivery.
    pub fn conditions(self) -> impl Iterator<Item = &'a str> {
        rows_of(&self.catalogue.parts.conditions, self.row.cis)
            .iter()
            .map(move |row| self.text(row.condition))
    }

    /// The official generic groups it is in.
    pub fn generic_groups(self) -> impl Iterator<Item = GenericMembership<'a>> {
        let rows = rows_of(&self.catalogue.parts.generics, self.row.cis);
        rows.iter().map(move |row| GenericMembership {
            catalogue: self.catalogue,
            row,
        })
    }

    /// Whether it is of major therapeutic interest (MITM).
    pub fn is_major_therapeutic_interest(self) -> bool {
        self.catalogue.is_major_therapeutic_interest(self.row.cis)
    }

    /// Its ATC class and where it is known from. Some published classes are broader than a substance.
    pub fn atc(self) -> Option<(Atc, AtcOrigin)> {
        self.catalogue.substitution.atc(self.place()?)
    }

    /// Its substitution group at a level.
    pub fn substitution_group(self, level: Level) -> Option<GroupNumber> {
        self.catalogue.substitution.group(self.place()?, level)
    }

    fn place(self) -> Option<u32> {
        self.catalogue
            .parts
            .medicines
            .place(self.row.cis)
            .map(|place| place as u32)
    }

    /// Its packs, by CIP13.
    pub fn packs(self) -> impl Iterator<Item = Pack<'a>> {
        self.catalogue.packs_of(self.row.cis)
    }
}

/// Reads the words of the database: "Commercialisée", "Non commercialisée".
pub(crate) fn is_marketed(text: &str) -> bool {
    text.get(..6)
        .is_some_and(|start| start.eq_ignore_ascii_case("commer"))
}

/// One component of a medicine: a substance, often a salt, or the moiety that acts in it.
#[derive(Debug, Clone, Copy)]
pub struct Component<'a> {
    catalogue: &'a Catalogue,
    row: &'a ComponentRow,
    siblings: &'a [ComponentRow],
}

impl<'a> Component<'a> {
    fn text(self, id: TextId) -> &'a str {
        self.catalogue.parts.texts.get(id)
    }

    /// The part of the medicine it is in: "comprimé", "solvant".
    pub fn element(self) -> &'a str {
        self.text(self.row.element)
    }

    /// Code of the substance in the database.
    pub fn substance_code(self) -> u32 {
        self.row.substance
    }

    /// Name of the substance.
    pub fn name(self) -> &'a str {
        self.text(self.row.name)
    }

    /// How much of it: "500 mg".
    pub fn dose(self) -> &'a str {
        self.text(self.row.dose)
    }

    /// In how much of the medicine: "un comprimé".
    pub fn dose_reference(self) -> &'a str {
        self.text(self.row.reference)
    }

    /// Whether it is the moiety that acts ("fraction thérapeutique", FT), not the substance as it is in the
    /// product ("substance active", SA).
    pub fn is_moiety(self) -> bool {
        self.row.nature == Some(Nature::Moiety)
    }

    /// For a salt, the moiety that acts in it.
    pub fn moiety(self) -> Option<Component<'a>> {
        self.linked(Nature::Moiety)
    }

    /// For a moiety, the substance that holds it.
    pub fn salt(self) -> Option<Component<'a>> {
        self.linked(Nature::Substance)
    }

    fn linked(self, nature: Nature) -> Option<Component<'a>> {
        let is_linked = |other: &&ComponentRow| {
            other.nature == Some(nature)
                && other.link == self.row.link
                && other.element == self.row.element
        };
        let other = self.siblings.iter().find(is_linked)?;
        (self.row.nature != Some(nature) && self.row.link.is_some())
            .then_some(Component { row: other, ..self })
    }
}

/// A medicine in an official generic group.
#[derive(Debug, Clone, Copy)]
pub struct GenericMembership<'a> {
    catalogue: &'a Catalogue,
    row: &'a GenericRow,
}

impl<'a> GenericMembership<'a> {
    /// Number of the group.
    pub fn group(self) -> u32 {
        self.row.group
    }

    /// Label of the group.
    pub fn label(self) -> &'a str {
        self.catalogue.parts.texts.get(self.row.label)
    }

    /// What the medicine is in it.
    pub fn kind(self) -> GenericKind {
        GenericKind::from_code(self.row.kind)
    }
}

/// What a medicine is in a generic group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GenericKind {
    /// Code 0, "princeps".
    Reference,
    /// Code 1, "générique".
    Generic,
    /// Code 2, "générique par complémentarité posologique".
    ComplementaryDose,
    /// Code 4, "générique substituable".
    Substitutable,
    /// Another code, or none.
    Unknown,
}

impl GenericKind {
    fn from_code(code: Option<u8>) -> Self {
        match code {
            Some(0) => Self::Reference,
            Some(1) => Self::Generic,
            Some(2) => Self::ComplementaryDose,
            Some(4) => Self::Substitutable,
            _ => Self::Unknown,
        }
    }
}
