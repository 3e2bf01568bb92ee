//! What a medicine is, for substitution: its active moieties with their doses, its form, its routes.

use hashbrown::HashMap;

use super::form::{FormFamily, family, routes};
use super::moiety::moiety;
use super::strength::{Strength, strength};
use crate::catalogue::Parts;
use crate::release::{ComponentRow, MedicineRow, Nature, rows_of};
use crate::text::TextId;

/// Equal keys mean equivalent medicines.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct ActiveKey {
    /// Numbers of the active moieties, sorted: the order of a combination does not count.
    moieties: Vec<u32>,
    routes: u16,
    family: FormFamily,
    /// With the moiety of each, in the order of the numbers.
    strengths: Vec<(u32, Strength)>,
}

impl ActiveKey {
    /// The active moieties and the routes: what level 2 compares.
    pub(super) fn substances(&self) -> (&[u32], u16) {
        (&self.moieties, self.routes)
    }
}

/// The key of every medicine, by place; `None` when its composition is not known.
pub(super) fn active_keys(parts: &Parts) -> Vec<Option<ActiveKey>> {
    let mut reader = KeyReader::new(parts);
    parts
        .medicines
        .current()
        .iter()
        .map(|row| reader.key(row))
        .collect()
}

/// Reads keys, each distinct text once.
struct KeyReader<'a> {
    parts: &'a Parts,
    moiety_numbers: HashMap<String, u32>,
    moieties: HashMap<TextId, u32>,
    strengths: HashMap<(TextId, TextId), Strength>,
    families: HashMap<TextId, FormFamily>,
    routes: HashMap<TextId, u16>,
}

impl<'a> KeyReader<'a> {
    fn new(parts: &'a Parts) -> Self {
        Self {
            parts,
            moiety_numbers: HashMap::new(),
            moieties: HashMap::new(),
            strengths: HashMap::new(),
            families: HashMap::new(),
            routes: HashMap::new(),
        }
    }

    fn key(&mut self, row: &MedicineRow) -> Option<ActiveKey> {
        let texts = &self.parts.texts;
        let components = rows_of(&self.parts.components, row.cis);
        let mut strengths: Vec<(u32, Strength)> = active(components)
            .map(|component| (self.moiety(component.name), self.strength(component)))
            .collect();
        if strengths.is_empty() {
            return None;
        }
        strengths.sort_unstable();
        strengths.dedup();
        let mut moieties: Vec<u32> = strengths.iter().map(|(moiety, _)| *moiety).collect();
        moieties.dedup();
        Some(ActiveKey {
            moieties,
            strengths,
            routes: *self
                .routes
                .entry(row.routes)
                .or_insert_with(|| routes(texts.get(row.routes))),
            family: *self
                .families
                .entry(row.form)
                .or_insert_with(|| family(texts.get(row.form))),
        })
    }

    fn moiety(&mut self, name: TextId) -> u32 {
        let (numbers, texts) = (&mut self.moiety_numbers, &self.parts.texts);
        *self.moieties.entry(name).or_insert_with(|| {
            let next = numbers.len() as u32;
            *numbers.entry(moiety(texts.get(name))).or_insert(next)
        })
    }

    fn strength(&mut self, component: &ComponentRow) -> Strength {
        let texts = &self.parts.texts;
        let read = || strength(texts.get(component.dose), texts.get(component.reference));
        self.strengths
            .entry((component.dose, component.reference))
            .or_insert_with(read)
            .clone()
    }
}

/// The moiety where the database gives one, else the substance.
pub(super) fn active(components: &[ComponentRow]) -> impl Iterator<Item = &ComponentRow> {
    let has_moiety = |component: &ComponentRow| {
        let is_moiety = |other: &ComponentRow| {
            other.nature == Some(Nature::Moiety)
                && other.link == component.link
                && other.element == component.element
        };
        component.link.is_some() && components.iter().any(is_moiety)
    };
    components
        .iter()
        .filter(move |component| component.nature == Some(Nature::Moiety) || !has_moiety(component))
}
