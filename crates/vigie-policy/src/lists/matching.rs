//! Matching a list with medicines, with a level and a reason for each, and two lists side by side.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rapidfuzz::distance::jaro_winkler;
use serde::Serialize;
use vigie_model::{Atc, Cis};

use super::{ListEntry, SubstanceKey};

/// Names this alike are shown to a person.
const ALIKE: f64 = 0.95;
/// Letters of the longest number that is compared as a whole: `xiii`.
const LONGEST_NUMBER: usize = 4;

/// What is known of a medicine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedMedicine {
    /// Its code.
    pub cis: Cis,
    /// ATC classes; often one, sometimes several.
    pub atc: Vec<Atc>,
    /// Its active substances, as written.
    pub substances: Vec<String>,
    /// Its routes of administration, as written.
    pub routes: Vec<String>,
    /// Whether it is on the national list compared with.
    pub is_national: bool,
}

/// How sure a match is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchLevel {
    /// None.
    None,
    /// A person must look at it.
    ToReview,
    /// The class agrees, something else is not known or differs.
    Partial,
    /// The class agrees, and the route (or the substances where no route is given).
    Exact,
}

/// Why a match has its level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchReason {
    /// Same class of level 5, same route.
    SameClassAndRoute,
    /// Same class of level 5, same substances; the list gives no route.
    SameClassAndSubstance,
    /// Same class of level 5, and nothing else to compare.
    SameClassOnly,
    /// Same class of level 5, other substances: names may be written differently.
    SameClassOtherSubstance,
    /// Same class of level 5, another route.
    SameClassOtherRoute,
    /// The list names a broader class that holds the medicine.
    BroaderClass,
    /// Same substances, and no class of the list to compare.
    SameSubstance,
    /// Same substances in another class.
    SameSubstanceOtherClass,
    /// A name that is much alike.
    AlikeSubstance,
    /// Nothing in common.
    NothingInCommon,
}

/// What an entry of a list is among medicines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntryMatch {
    /// Row of the entry.
    pub row: usize,
    /// The best level reached.
    pub level: MatchLevel,
    /// Why.
    pub reason: MatchReason,
    /// Places of the medicines matched at that level, in the slice given.
    pub medicines: Vec<usize>,
    /// Places of other medicines of the same class, whose match is [`MatchLevel::Partial`] where the best is exact.
    pub less_alike: Vec<usize>,
}

/// Medicines by what can be asked about them.
struct Index<'medicines> {
    medicines: &'medicines [ListedMedicine],
    keys: Vec<SubstanceKey>,
    by_class: BTreeMap<Atc, Vec<usize>>,
    by_substance: HashMap<SubstanceKey, Vec<usize>>,
    /// Texts of substances by their first letter.
    by_letter: BTreeMap<char, Vec<(String, SubstanceKey)>>,
}

/// Matches each entry with medicines. Time grows with the entries, and with those that only names can find.
pub fn match_list(entries: &[ListEntry], medicines: &[ListedMedicine]) -> Vec<EntryMatch> {
    let index = Index::new(medicines);
    entries.iter().map(|entry| index.find(entry)).collect()
}

impl<'medicines> Index<'medicines> {
    fn new(medicines: &'medicines [ListedMedicine]) -> Self {
        let mut index = Self {
            medicines,
            keys: Vec::with_capacity(medicines.len()),
            by_class: BTreeMap::new(),
            by_substance: HashMap::new(),
            by_letter: BTreeMap::new(),
        };
        for (place, medicine) in medicines.iter().enumerate() {
            for class in &medicine.atc {
                index.by_class.entry(*class).or_default().push(place);
            }
            let key = SubstanceKey::of_all(medicine.substances.iter().map(String::as_str));
            let same = index.by_substance.entry(key.clone()).or_default();
            if same.is_empty() && !key.is_empty() {
                let text = key.text();
                let letter = text.chars().next().unwrap_or(' ');
                index
                    .by_letter
                    .entry(letter)
                    .or_default()
                    .push((text, key.clone()));
            }
            same.push(place);
            index.keys.push(key);
        }
        index
    }

    fn find(&self, entry: &ListEntry) -> EntryMatch {
        let key = entry
            .substance
            .as_deref()
            .map(SubstanceKey::of)
            .filter(|key| !key.is_empty());
        let mut found: Vec<(MatchLevel, MatchReason, usize)> = Vec::new();
        if let Some(class) = entry.atc {
            // Classes inside another one sort right after it.
            let inside = self
                .by_class
                .range(class..)
                .take_while(|(other, _)| other.starts_with(class));
            for place in inside.flat_map(|(_, places)| places) {
                let (level, reason) = self.compare_in_class(entry, class, key.as_ref(), *place);
                found.push((level, reason, *place));
            }
        }
        if found.is_empty()
            && let Some(key) = &key
        {
            let reason = if entry.atc.is_some() {
                MatchReason::SameSubstanceOtherClass
            } else {
                MatchReason::SameSubstance
            };
            let level = if entry.atc.is_some() {
                MatchLevel::ToReview
            } else {
                MatchLevel::Partial
            };
            let same = self.by_substance.get(key).into_iter().flatten();
            found.extend(same.map(|place| (level, reason, *place)));
        }
        if found.is_empty()
            && let Some(key) = &key
        {
            let alike = self.alike(key);
            found.extend(
                alike.map(|place| (MatchLevel::ToReview, MatchReason::AlikeSubstance, place)),
            );
        }
        let best = found
            .iter()
            .map(|one| one.0)
            .max()
            .unwrap_or(MatchLevel::None);
        let reason = found
            .iter()
            .find(|one| one.0 == best)
            .map_or(MatchReason::NothingInCommon, |one| one.1);
        let places = |is_best: bool| -> Vec<usize> {
            let wanted = found.iter().filter(|one| (one.0 == best) == is_best);
            let places: BTreeSet<usize> = wanted.map(|one| one.2).collect();
            places.into_iter().collect()
        };
        EntryMatch {
            row: entry.row,
            level: best,
            reason,
            medicines: places(true),
            less_alike: places(false),
        }
    }

    fn compare_in_class(
        &self,
        entry: &ListEntry,
        class: Atc,
        key: Option<&SubstanceKey>,
        place: usize,
    ) -> (MatchLevel, MatchReason) {
        use MatchLevel::{Exact, Partial};
        if class.level() < 5 {
            return (Partial, MatchReason::BroaderClass);
        }
        let routes = self
            .medicines
            .get(place)
            .map_or(&[][..], |medicine| &medicine.routes);
        if let Some(route) = &entry.route {
            let wanted = SubstanceKey::of(route);
            let is_same = routes.iter().any(|route| {
                SubstanceKey::of(route)
                    .moieties()
                    .iter()
                    .any(|one| wanted.moieties().contains(one))
            });
            return if is_same {
                (Exact, MatchReason::SameClassAndRoute)
            } else {
                (Partial, MatchReason::SameClassOtherRoute)
            };
        }
        match key {
            None => (Partial, MatchReason::SameClassOnly),
            Some(key) if self.keys.get(place) == Some(key) => {
                (Exact, MatchReason::SameClassAndSubstance)
            }
            Some(_) => (Partial, MatchReason::SameClassOtherSubstance),
        }
    }

    /// Medicines whose substances are written much alike, the first letter and all numbers being the same.
    fn alike(&self, key: &SubstanceKey) -> impl Iterator<Item = usize> {
        let text = key.text();
        let letter = text.chars().next().unwrap_or(' ');
        let near = self.by_letter.get(&letter).into_iter().flatten();
        near.filter(move |(other, _)| {
            jaro_winkler::similarity(text.chars(), other.chars()) >= ALIKE
                && short_words(&text).eq(short_words(other))
        })
        .filter_map(|(_, other)| self.by_substance.get(other))
        .flatten()
        .copied()
    }
}

/// Numbers and other words of a few letters, of which one letter more makes another substance: factor VII, factor VIII.
fn short_words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '+'])
        .filter(|word| word.len() <= LONGEST_NUMBER)
}

/// Two lists side by side, in medicines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListComparison {
    /// Places of medicines on both lists.
    pub both: Vec<usize>,
    /// Places of medicines on the national list only: what a harmonised list would drop.
    pub national_only: Vec<usize>,
    /// Places of medicines on the other list only: what a harmonised list would add.
    pub other_only: Vec<usize>,
    /// Counts of the three by first level of the ATC classification; the letter is absent for medicines without class.
    pub by_group: BTreeMap<Option<char>, [usize; 3]>,
}

/// Sets the national list beside another one, of which matches at least this sure count.
pub fn compare_lists(
    medicines: &[ListedMedicine],
    matches: &[EntryMatch],
    at_least: MatchLevel,
) -> ListComparison {
    let counted = matches
        .iter()
        .filter(|one| one.level >= at_least && one.level > MatchLevel::None);
    let concerned: BTreeSet<usize> = counted
        .flat_map(|one| {
            let also = one.less_alike.iter();
            let also = also.filter(|_| at_least <= MatchLevel::Partial);
            one.medicines.iter().chain(also).copied()
        })
        .collect();
    let mut comparison = ListComparison {
        both: Vec::new(),
        national_only: Vec::new(),
        other_only: Vec::new(),
        by_group: BTreeMap::new(),
    };
    for (place, medicine) in medicines.iter().enumerate() {
        let (list, column) = match (medicine.is_national, concerned.contains(&place)) {
            (true, true) => (&mut comparison.both, 0),
            (true, false) => (&mut comparison.national_only, 1),
            (false, true) => (&mut comparison.other_only, 2),
            (false, false) => continue,
        };
        list.push(place);
        let letter = medicine
            .atc
            .first()
            .and_then(|class| class.as_str().chars().next());
        let counts = comparison.by_group.entry(letter).or_default();
        if let Some(count) = counts.get_mut(column) {
            *count += 1;
        }
    }
    comparison
}
