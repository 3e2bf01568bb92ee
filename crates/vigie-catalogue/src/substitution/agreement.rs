//! How well composition, form, route and strength alone reproduce the official generic groups.
//!
//! Where they do not, it is mostly the official side that tells apart what is alike: two groups for one product
//! with two reference brands (silodosin, lansoprazole), or one group per size of vial.

use std::hash::Hash;

use hashbrown::HashMap;
use vigie_model::Cis;

use super::key::{ActiveKey, active_keys};
use crate::catalogue::{Catalogue, Parts};
use crate::release::rows_of;

/// Agreement of the computed groups with the official ones, over medicines that have both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GenericAgreement {
    /// Medicines in an official group whose composition is known.
    pub medicines: usize,
    /// Those whose computed equivalents (level 1, official groups not looked at) are mostly of their own
    /// official group: replacing within the computed group stays within the official one.
    pub same_group: usize,
    /// Those whose substances and route (level 2) are those of most of their official group.
    pub same_substances: usize,
    /// Those whose strength, form, substances and route are those of most of their official group.
    pub same_strength: usize,
}

impl Catalogue {
    /// Compares the computed groups with the official ones.
    pub fn generic_agreement(&self) -> GenericAgreement {
        agreement(&self.parts)
    }
}

/// A medicine in an official group.
struct Member<'a> {
    cis: Cis,
    key: &'a ActiveKey,
    group: u32,
}

fn agreement(parts: &Parts) -> GenericAgreement {
    let keys = active_keys(parts);
    let rows = parts.medicines.current().iter().zip(&keys);
    let known = rows.filter_map(|(row, key)| Some((row.cis, key.as_ref()?)));
    let members: Vec<Member<'_>> = known
        .flat_map(|(cis, key)| members_of(parts, cis, key))
        .collect();
    let pairs = || members.iter();
    let group_of_key = most_common(pairs().map(|member| (member.key, member.group)));
    let key_of_group = most_common(pairs().map(|member| (member.group, member.key)));
    let substances_of_group =
        most_common(pairs().map(|member| (member.group, member.key.substances())));
    let mut total = GenericAgreement::default();
    for of_medicine in members.chunk_by(|left, right| left.cis == right.cis) {
        let any = |holds: &dyn Fn(&Member<'_>) -> bool| usize::from(of_medicine.iter().any(holds));
        total.medicines += 1;
        total.same_group += any(&|member| group_of_key.get(&member.key) == Some(&member.group));
        total.same_strength += any(&|member| key_of_group.get(&member.group) == Some(&member.key));
        total.same_substances +=
            any(&|member| substances_of_group.get(&member.group) == Some(&member.key.substances()));
    }
    total
}

fn members_of<'a>(parts: &Parts, cis: Cis, key: &'a ActiveKey) -> impl Iterator<Item = Member<'a>> {
    rows_of(&parts.generics, cis).iter().map(move |row| Member {
        cis,
        key,
        group: row.group,
    })
}

/// For each left side, the right side it is met with most often; of equals the first met.
fn most_common<K: Hash + Eq + Copy, V: Hash + Eq + Copy>(
    pairs: impl Iterator<Item = (K, V)>,
) -> HashMap<K, V> {
    let mut counts: HashMap<(K, V), u32> = HashMap::new();
    let mut best: HashMap<K, (V, u32)> = HashMap::new();
    for (key, value) in pairs {
        let count = counts.entry((key, value)).or_default();
        *count += 1;
        let known = best.entry(key).or_insert((value, 0));
        if *count > known.1 {
            *known = (value, *count);
        }
    }
    best.into_iter()
        .map(|(key, (value, _))| (key, value))
        .collect()
}
