//! The ATC class of every medicine for which the data tell one.
//!
//! The database publishes classes only for medicines of major therapeutic interest. The others take the class
//! that medicines with the same moieties and routes have, when these agree; else the class whose French name
//! is that of their only substance, when there is one such class. Each class says where it is from.

use hashbrown::HashMap;
use vigie_model::Atc;

use super::key::{ActiveKey, active};
use super::moiety::moiety;
use crate::catalogue::Parts;
use crate::release::{MedicineRow, rows_of};

/// Where the ATC class of a medicine is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AtcOrigin {
    /// The list of medicines of major therapeutic interest.
    Published,
    /// All medicines with the same moieties and routes that have a published class have this one.
    SameSubstances,
    /// It is the only class of level 5 with the name of the only substance.
    SubstanceName,
}

type Found = Option<(Atc, AtcOrigin)>;

pub(super) fn atc_of_all(parts: &Parts, keys: &[Option<ActiveKey>]) -> Vec<Found> {
    let rows = parts.medicines.current();
    let published: Vec<Option<Atc>> = rows
        .iter()
        .map(|row| {
            parts
                .interests
                .get(row.cis)
                .and_then(|interest| interest.atc)
        })
        .collect();
    let by_substances = agreed(keys, &published);
    let by_name = unique_names(parts);
    let of_name = |row: &MedicineRow| by_name.get(&substance_name(parts, row)?).copied().flatten();
    let of_key = |key: &Option<ActiveKey>| {
        let key = key.as_ref()?;
        by_substances.get(&key.substances()).copied().flatten()
    };
    rows.iter()
        .zip(keys)
        .zip(published)
        .map(|((row, key), published)| {
            published
                .map(|atc| (atc, AtcOrigin::Published))
                .or_else(|| of_key(key).map(|atc| (atc, AtcOrigin::SameSubstances)))
                .or_else(|| of_name(row).map(|atc| (atc, AtcOrigin::SubstanceName)))
        })
        .collect()
}

type Substances<'a> = (&'a [u32], u16);

/// The one class of level 5 that medicines of the same substances and routes have; `None` when they differ.
fn agreed<'a>(
    keys: &'a [Option<ActiveKey>],
    published: &[Option<Atc>],
) -> HashMap<Substances<'a>, Option<Atc>> {
    let mut classes: HashMap<Substances<'a>, Option<Atc>> = HashMap::new();
    for (key, atc) in keys.iter().zip(published) {
        if let (Some(key), Some(atc)) = (key, atc.filter(|atc| atc.level() == 5)) {
            let known = classes.entry(key.substances()).or_insert(Some(atc));
            *known = known.filter(|known| *known == atc);
        }
    }
    classes
}

/// Moieties that exactly one class of level 5 has for its name.
fn unique_names(parts: &Parts) -> HashMap<String, Option<Atc>> {
    let mut names: HashMap<String, Option<Atc>> = HashMap::new();
    for (atc, name) in parts
        .atc_names
        .classes()
        .filter(|(atc, _)| atc.level() == 5)
    {
        names
            .entry(moiety(name))
            .and_modify(|known| *known = None)
            .or_insert(Some(atc));
    }
    names
}

/// The active moiety, when there is only one.
fn substance_name(parts: &Parts, row: &MedicineRow) -> Option<String> {
    let components = rows_of(&parts.components, row.cis);
    let mut names: Vec<_> = active(components).map(|component| component.name).collect();
    names.sort_unstable();
    names.dedup();
    match names.as_slice() {
        [one] => Some(moiety(parts.texts.get(*one))),
        _ => None,
    }
}
