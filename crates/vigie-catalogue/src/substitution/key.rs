//! What a medicine is, for substitution: its active moieties with their doses, its form, its routes.

use super::form::{FormFamily, family, routes};
use super::strength::{Strength, strength};
use crate::catalogue::Parts;
use crate::release::{ComponentRow, MedicineRow, Nature, rows_of};

/// Equal keys mean equivalent medicines.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct ActiveKey {
    /// Codes of the active moieties, sorted: the order of a combination does not count.
    pub(super) moieties: Vec<u32>,
    pub(super) routes: u16,
    family: FormFamily,
    /// With the moiety of each, in the order of the codes.
    strengths: Vec<(u32, Strength)>,
}

impl ActiveKey {
    /// The active moieties and the routes: what level 2 compares.
    pub(super) fn substances(&self) -> (&[u32], u16) {
        (&self.moieties, self.routes)
    }
}

/// `None` when the composition is not known.
pub(super) fn active_key(parts: &Parts, row: &MedicineRow) -> Option<ActiveKey> {
    let components = rows_of(&parts.components, row.cis);
    let mut strengths: Vec<(u32, Strength)> = active(components)
        .map(|component| {
            let text = |id| parts.texts.get(id);
            (
                component.substance,
                strength(text(component.dose), text(component.reference)),
            )
        })
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
        routes: routes(parts.texts.get(row.routes)),
        family: family(parts.texts.get(row.form)),
        strengths,
    })
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
