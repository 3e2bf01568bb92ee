//! The catalogue: look-ups over medicines, packs and what belongs to them.

use hashbrown::HashMap;
use vigie_model::{Atc, Cip7, Cip13, Cis, Day};

use crate::atc::AtcNames;
use crate::availability::{Availability, AvailabilityHistory, Transition};
use crate::history::{Layers, ReleaseDays};
use crate::holder::HolderIndex;
use crate::medicine::Medicine;
use crate::pack::Pack;
use crate::release::{
    ComponentRow, ConditionRow, GenericRow, InterestRow, Keyed, MedicineRow, PackRow,
};
use crate::search::{SearchIndex, SearchResults};
use crate::substitution::{Level, Substitution};
use crate::text::Texts;

/// Medicines and packs of the latest release, their history, the availability list, and search.
///
/// Immutable: a new release makes a new catalogue. Made by [`crate::CatalogueBuilder`].
#[derive(Debug)]
pub struct Catalogue {
    pub(crate) parts: Parts,
    /// Places of packs, by medicine then CIP13.
    packs_by_medicine: Vec<u32>,
    /// CIP7 and place of the pack, sorted.
    packs_by_cip7: Vec<(Cip7, u32)>,
    pub(crate) holders: HolderIndex,
    pub(crate) substitution: Substitution,
    search: SearchIndex,
}

/// What a catalogue is made of, before its indexes.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub(crate) texts: Texts,
    pub(crate) days: ReleaseDays,
    pub(crate) medicines: Layers<MedicineRow>,
    pub(crate) packs: Layers<PackRow>,
    pub(crate) interests: Layers<InterestRow>,
    pub(crate) components: Vec<ComponentRow>,
    pub(crate) generics: Vec<GenericRow>,
    pub(crate) conditions: Vec<ConditionRow>,
    pub(crate) availability: AvailabilityHistory,
    pub(crate) atc_names: AtcNames,
}

impl Catalogue {
    pub(crate) fn new(parts: Parts, weights: &HashMap<Cis, f32>) -> Self {
        let substitution = Substitution::new(&parts);
        let packs_by_medicine = packs_by_medicine(parts.packs.current());
        let search = SearchIndex::new(&parts, &substitution, &packs_by_medicine, weights);
        Self {
            packs_by_cip7: packs_by_cip7(parts.packs.current()),
            packs_by_medicine,
            holders: HolderIndex::new(&parts),
            substitution,
            search,
            parts,
        }
    }

    /// The day of the latest release.
    pub fn release_day(&self) -> Option<Day> {
        self.parts.days.0.last().copied()
    }

    /// The days of all releases, oldest first.
    pub fn release_days(&self) -> &[Day] {
        &self.parts.days.0
    }

    /// A medicine of the latest release.
    pub fn medicine(&self, cis: Cis) -> Option<Medicine<'_>> {
        self.parts
            .medicines
            .get(cis)
            .map(|row| Medicine::new(self, row))
    }

    /// The medicines of the latest release, by CIS.
    pub fn medicines(&self) -> impl ExactSizeIterator<Item = Medicine<'_>> + Clone {
        self.parts
            .medicines
            .current()
            .iter()
            .map(|row| Medicine::new(self, row))
    }

    /// A pack of the latest release.
    pub fn pack(&self, cip13: Cip13) -> Option<Pack<'_>> {
        self.parts.packs.get(cip13).map(|row| Pack::new(self, row))
    }

    /// A pack of the latest release, by its short code.
    pub fn pack_by_cip7(&self, cip7: Cip7) -> Option<Pack<'_>> {
        let place = self
            .packs_by_cip7
            .binary_search_by_key(&cip7, |(known, _)| *known)
            .ok()?;
        self.pack_at_place(self.packs_by_cip7.get(place)?.1)
    }

    fn pack_at_place(&self, place: u32) -> Option<Pack<'_>> {
        self.parts
            .packs
            .current()
            .get(place as usize)
            .map(|row| Pack::new(self, row))
    }

    /// The packs of the latest release, by CIP13.
    pub fn packs(&self) -> impl ExactSizeIterator<Item = Pack<'_>> + Clone {
        self.parts
            .packs
            .current()
            .iter()
            .map(|row| Pack::new(self, row))
    }

    /// The packs of a medicine, by CIP13.
    pub fn packs_of(&self, cis: Cis) -> impl Iterator<Item = Pack<'_>> {
        let packs = self.parts.packs.current();
        let cis_of = move |place: &u32| packs.get(*place as usize).map(|row| row.cis);
        let start = self
            .packs_by_medicine
            .partition_point(|place| cis_of(place) < Some(cis));
        let places = self.packs_by_medicine.iter().skip(start);
        let own = places.take_while(move |place| cis_of(place) == Some(cis));
        own.filter_map(|place| self.pack_at_place(*place))
    }

    /// Whether a medicine is of major therapeutic interest (MITM) in the latest release.
    pub fn is_major_therapeutic_interest(&self, cis: Cis) -> bool {
        self.parts.interests.get(cis).is_some()
    }

    /// The French name of an ATC class.
    pub fn atc_name(&self, atc: Atc) -> Option<&str> {
        self.parts.atc_names.name(atc)
    }

    /// The medicines that may replace this one at a level, this one excluded, by CIS.
    pub fn substitutes(&self, cis: Cis, level: Level) -> impl Iterator<Item = Medicine<'_>> {
        let members = self.substitution.members_with(&self.parts, cis, level);
        members
            .filter_map(|place| self.medicine_at_place(place))
            .filter(move |medicine| medicine.cis() != cis)
    }

    pub(crate) fn medicine_at_place(&self, place: u32) -> Option<Medicine<'_>> {
        self.parts
            .medicines
            .current()
            .get(place as usize)
            .map(|row| Medicine::new(self, row))
    }

    /// What the availability list said about a medicine and its packs on a day.
    pub fn availability(&self, cis: Cis, at: Day) -> impl Iterator<Item = Availability<'_>> {
        self.parts.availability.of_medicine(cis, at)
    }

    /// The availability list that counts on a day, and the day it was published; `None` before the first.
    pub fn list_at(&self, day: Day) -> Option<(Day, impl Iterator<Item = Availability<'_>>)> {
        self.parts.availability.list_at(day)
    }

    /// The days of the availability lists, oldest first.
    pub fn availability_days(&self) -> &[Day] {
        self.parts.availability.days()
    }

    /// What happened to each product between the availability lists that count on two days.
    pub fn transitions(&self, from: Day, to: Day) -> Vec<Transition> {
        self.parts.availability.transitions(from, to)
    }

    /// Medicines that match a text as people type it, best first, at most `limit` of them.
    ///
    /// Never fails: what means nothing gives no result.
    pub fn search(&self, query: &str, limit: usize) -> SearchResults {
        self.search.search(query, limit)
    }
}

fn packs_by_medicine(packs: &[PackRow]) -> Vec<u32> {
    let mut places: Vec<u32> = (0..packs.len() as u32).collect();
    places.sort_by_key(|place| packs.get(*place as usize).map(|row| (row.cis, row.key())));
    places
}

fn packs_by_cip7(packs: &[PackRow]) -> Vec<(Cip7, u32)> {
    let mut places: Vec<(Cip7, u32)> = (0..)
        .zip(packs)
        .map(|(place, row)| (row.cip7.unwrap_or_else(|| row.cip13.cip7()), place))
        .collect();
    places.sort_unstable();
    places
}
