//! Which medicines may stand in for which, on four levels.
//!
//! The levels follow what may be done with them: a pharmacist may replace within the first, a prescriber within
//! the second, the third and fourth need clinical judgement.

mod agreement;
mod form;
mod inference;
mod key;
mod moiety;
mod strength;

use std::hash::Hash;

use hashbrown::HashMap;
use vigie_model::{Atc, Cis};

use crate::catalogue::Parts;
use crate::release::{Keyed, MedicineRow, rows_of};

pub use agreement::GenericAgreement;
pub use inference::AtcOrigin;
use key::{ActiveKey, active_keys};

/// How near two medicines are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// L1: same official generic group, or same active moieties, form, route and strength.
    Equivalent,
    /// L2: same active moieties by the same route; the dose may have to be converted.
    SameSubstances,
    /// L3: same ATC class of level 5.
    SameAtcSubstance,
    /// L4: same ATC class of level 4, the pharmacological or chemical group.
    SameAtcGroup,
}

impl Level {
    /// From the nearest to the farthest.
    pub const ALL: [Self; 4] = [
        Self::Equivalent,
        Self::SameSubstances,
        Self::SameAtcSubstance,
        Self::SameAtcGroup,
    ];

    /// The stable name: `l1` to `l4`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Equivalent => "l1",
            Self::SameSubstances => "l2",
            Self::SameAtcSubstance => "l3",
            Self::SameAtcGroup => "l4",
        }
    }
}

/// Number of a substitution group, within its level and this catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GroupNumber(pub(crate) u32);

impl GroupNumber {
    /// The number, from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Groups of all levels.
#[derive(Debug, Default)]
pub(crate) struct Substitution {
    levels: [Groups; 4],
    atc: Vec<Option<(Atc, AtcOrigin)>>,
}

/// Which medicine is in which group, both ways. Medicines are places in their table.
#[derive(Debug, Default)]
struct Groups {
    group_of: Vec<Option<GroupNumber>>,
    /// Further groups of some medicines.
    also: Vec<(u32, GroupNumber)>,
    /// Start of each group in `members`.
    starts: Vec<u32>,
    members: Vec<u32>,
}

impl Substitution {
    pub(crate) fn new(parts: &Parts) -> Self {
        let keys = active_keys(parts);
        let atc = inference::atc_of_all(parts, &keys);
        let class = |level: u8| {
            let of_level = |found: &Option<(Atc, AtcOrigin)>| {
                found
                    .map(|(atc, _)| atc)
                    .filter(|atc| atc.level() >= level)
                    .map(|atc| atc.truncate(level))
            };
            Groups::new(atc.iter().map(of_level), Vec::new())
        };
        let levels = [
            Groups::new(
                equivalence_keys(parts, &keys).into_iter(),
                further_groups(parts),
            ),
            Groups::new(
                keys.iter()
                    .map(|key| key.as_ref().map(ActiveKey::substances)),
                Vec::new(),
            ),
            class(5),
            class(4),
        ];
        Self { levels, atc }
    }

    pub(crate) fn atc(&self, place: u32) -> Option<(Atc, AtcOrigin)> {
        self.atc.get(place as usize).copied().flatten()
    }

    fn groups(&self, level: Level) -> Option<&Groups> {
        self.levels.get(level as usize)
    }

    pub(crate) fn group(&self, place: u32, level: Level) -> Option<GroupNumber> {
        self.groups(level)?
            .group_of
            .get(place as usize)
            .copied()
            .flatten()
    }

    /// Places of the medicines in the groups of this one, itself included, by CIS. A medicine can be in
    /// several official groups.
    pub(crate) fn members_with(
        &self,
        parts: &Parts,
        cis: Cis,
        level: Level,
    ) -> impl Iterator<Item = u32> {
        let place = parts.medicines.place(cis).map(|place| place as u32);
        let groups = place.and_then(|place| Some((place, self.groups(level)?)));
        let mut members = groups
            .map(|(place, groups)| groups.members_with(place))
            .unwrap_or_default();
        members.sort_unstable();
        members.dedup();
        members.into_iter()
    }
}

impl Groups {
    /// Groups the medicines with equal keys; groups are numbered as they are met. `second` holds further keys of
    /// some medicines.
    fn new<K: Hash + Eq>(keys: impl Iterator<Item = Option<K>>, second: Vec<(u32, K)>) -> Self {
        let mut numbers: HashMap<K, GroupNumber> = HashMap::new();
        let mut number = |key: K| {
            let next = GroupNumber(numbers.len() as u32);
            *numbers.entry(key).or_insert(next)
        };
        let group_of: Vec<Option<GroupNumber>> = keys.map(|key| key.map(&mut number)).collect();
        let also: Vec<(u32, GroupNumber)> = second
            .into_iter()
            .map(|(place, key)| (place, number(key)))
            .collect();
        let (starts, members) = by_group(&group_of, &also, numbers.len());
        Self {
            group_of,
            also,
            starts,
            members,
        }
    }

    fn members(&self, group: GroupNumber) -> &[u32] {
        let bound = |at: usize| self.starts.get(at).map(|start| *start as usize);
        match (bound(group.index()), bound(group.index() + 1)) {
            (Some(start), Some(end)) => self.members.get(start..end).unwrap_or_default(),
            _ => &[],
        }
    }

    fn members_with(&self, place: u32) -> Vec<u32> {
        let first = self.group_of.get(place as usize).copied().flatten();
        let others = self
            .also
            .iter()
            .filter(|(other, _)| *other == place)
            .map(|(_, group)| *group);
        first
            .into_iter()
            .chain(others)
            .flat_map(|group| self.members(group))
            .copied()
            .collect()
    }
}

fn by_group(
    group_of: &[Option<GroupNumber>],
    also: &[(u32, GroupNumber)],
    count: usize,
) -> (Vec<u32>, Vec<u32>) {
    let first = (0_u32..)
        .zip(group_of)
        .filter_map(|(place, group)| Some(((*group)?, place)));
    let mut pairs: Vec<(GroupNumber, u32)> = first
        .chain(also.iter().map(|(place, group)| (*group, *place)))
        .collect();
    pairs.sort_unstable();
    let start = |number: usize| pairs.partition_point(|(group, _)| group.index() < number) as u32;
    (
        (0..=count).map(start).collect(),
        pairs.iter().map(|(_, place)| *place).collect(),
    )
}

/// What makes two medicines equivalent.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum EquivalenceKey<'a> {
    /// An official generic group.
    Official(u32),
    /// What they are made of.
    Made(&'a ActiveKey),
}

/// The official group where there is one. A medicine without joins the group of those made alike, when these
/// are all of one group.
fn equivalence_keys<'a>(
    parts: &Parts,
    keys: &'a [Option<ActiveKey>],
) -> Vec<Option<EquivalenceKey<'a>>> {
    let rows = parts.medicines.current();
    let official: Vec<Option<u32>> = rows
        .iter()
        .map(|row| official_group(parts, row.key()))
        .collect();
    let mut group_of_key: HashMap<&ActiveKey, Option<u32>> = HashMap::new();
    for (key, group) in keys.iter().zip(&official) {
        if let (Some(key), Some(group)) = (key, group) {
            let known = group_of_key.entry(key).or_insert(Some(*group));
            *known = known.filter(|known| known == group);
        }
    }
    let joined = |key: &'a ActiveKey| match group_of_key.get(key) {
        Some(Some(group)) => EquivalenceKey::Official(*group),
        _ => EquivalenceKey::Made(key),
    };
    keys.iter()
        .zip(official)
        .map(|(key, group)| {
            group
                .map(EquivalenceKey::Official)
                .or_else(|| key.as_ref().map(joined))
        })
        .collect()
}

/// The first official generic group of a medicine.
fn official_group(parts: &Parts, cis: Cis) -> Option<u32> {
    rows_of(&parts.generics, cis).first().map(|row| row.group)
}

/// The further official groups of the medicines that have several, by place.
fn further_groups<'a>(parts: &Parts) -> Vec<(u32, EquivalenceKey<'a>)> {
    let medicines = (0_u32..).zip(parts.medicines.current());
    let further = |(place, row): (u32, &MedicineRow)| {
        let groups = rows_of(&parts.generics, row.cis)
            .iter()
            .skip(1)
            .map(|row| row.group);
        groups
            .map(|group| (place, EquivalenceKey::Official(group)))
            .collect::<Vec<_>>()
    };
    medicines.flat_map(further).collect()
}
