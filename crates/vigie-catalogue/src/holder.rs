//! Companies that hold authorisations.

use std::collections::BTreeMap;

use crate::catalogue::{Catalogue, Parts};
use crate::medicine::Medicine;

/// Holders by name, with their medicines.
#[derive(Debug, Default)]
pub(crate) struct HolderIndex {
    holders: Vec<HolderEntry>,
}

#[derive(Debug)]
struct HolderEntry {
    name: Box<str>,
    /// Places in the table of medicines.
    medicines: Vec<u32>,
}

impl HolderIndex {
    pub(crate) fn new(parts: &Parts) -> Self {
        let mut by_name: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (place, row) in (0_u32..).zip(parts.medicines.current()) {
            for name in names(parts.texts.get(row.holders)) {
                by_name.entry(name).or_default().push(place);
            }
        }
        let entry = |(name, medicines): (&str, _)| HolderEntry {
            name: name.into(),
            medicines,
        };
        Self {
            holders: by_name.into_iter().map(entry).collect(),
        }
    }
}

/// The names in one field: a medicine can have several holders.
pub(crate) fn names(field: &str) -> impl Iterator<Item = &str> {
    field
        .split(';')
        .map(str::trim)
        .filter(|name| !name.is_empty())
}

/// A company that holds authorisations.
#[derive(Debug, Clone, Copy)]
pub struct Holder<'a> {
    catalogue: &'a Catalogue,
    entry: &'a HolderEntry,
}

impl<'a> Holder<'a> {
    /// Its name, as published.
    pub fn name(self) -> &'a str {
        &self.entry.name
    }

    /// How many medicines it holds.
    pub fn medicine_count(self) -> usize {
        self.entry.medicines.len()
    }

    /// Its medicines, by CIS.
    pub fn medicines(self) -> impl Iterator<Item = Medicine<'a>> {
        self.entry
            .medicines
            .iter()
            .filter_map(move |place| self.catalogue.medicine_at_place(*place))
    }
}

impl Catalogue {
    /// The companies that hold a medicine of the latest release, by name.
    pub fn holders(&self) -> impl ExactSizeIterator<Item = Holder<'_>> {
        self.holders.holders.iter().map(|entry| Holder {
            catalogue: self,
            entry,
        })
    }

    /// A holder by its exact name.
    pub fn holder(&self, name: &str) -> Option<Holder<'_>> {
        let holders = &self.holders.holders;
        let place = holders
            .binary_search_by(|entry| (*entry.name).cmp(name))
            .ok()?;
        holders.get(place).map(|entry| Holder {
            catalogue: self,
            entry,
        })
    }
}
