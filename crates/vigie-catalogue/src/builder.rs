//! Joins releases and availability lists into one catalogue.

use std::collections::BTreeMap;
use std::sync::Arc;

use hashbrown::HashMap;
use vigie_model::{Cis, Day};

use crate::Table;
use crate::atc::AtcNames;
use crate::availability::{AvailabilityHistory, AvailabilitySnapshot};
use crate::catalogue::{Catalogue, Parts};
use crate::history::{Layers, ReleaseDays};
use crate::release::{Keyed, Release, Tables};
use crate::text::{TextId, Texts};

/// Collects what a catalogue is made of, in any order, and makes it.
#[derive(Debug, Default)]
pub struct CatalogueBuilder {
    releases: BTreeMap<Day, Release>,
    availability: BTreeMap<Day, AvailabilitySnapshot>,
    atc_names: AtcNames,
    weights: HashMap<Cis, f32>,
}

impl CatalogueBuilder {
    /// Adds a release as it was published on `day`; it replaces another one of that day. The availability list
    /// inside is added too, unless one of that day is there already.
    #[must_use]
    pub fn add_release(mut self, day: Day, mut release: Release) -> Self {
        if let Some(snapshot) = release.availability.take() {
            self.availability.entry(day).or_insert(snapshot);
        }
        self.releases.insert(day, release);
        self
    }

    /// Adds the availability list as it was published on `day`; it replaces another one of that day.
    #[must_use]
    pub fn add_availability(mut self, day: Day, snapshot: AvailabilitySnapshot) -> Self {
        self.availability.insert(day, snapshot);
        self
    }

    /// Gives the names of ATC classes.
    #[must_use]
    pub fn atc_names(mut self, names: AtcNames) -> Self {
        self.atc_names = names;
        self
    }

    /// Says how much each medicine is used (boxes a year, for example), so that search shows the more used
    /// first. Only the order of magnitude counts; medicines without a weight come last among equals.
    #[must_use]
    pub fn weights(mut self, weights: impl IntoIterator<Item = (Cis, f32)>) -> Self {
        self.weights.extend(weights);
        self
    }

    /// Makes the catalogue: history, substitution groups and search index. Without a release it is empty.
    pub fn build(self) -> Arc<Catalogue> {
        let mut parts = Parts::default();
        let mut latest = Tables::default();
        let mut days = Vec::with_capacity(self.releases.len());
        for (number, (day, release)) in (0_u16..).zip(self.releases) {
            days.push(day);
            append(&mut parts, &mut latest, number, release);
        }
        parts.medicines.finish();
        parts.packs.finish();
        parts.interests.finish();
        parts.texts.freeze();
        parts.components = latest.components;
        parts.generics = latest.generics;
        parts.conditions = latest.conditions;
        parts.days = ReleaseDays(days);
        parts.availability = AvailabilityHistory::new(self.availability);
        parts.atc_names = self.atc_names;
        Arc::new(Catalogue::new(parts, &self.weights))
    }
}

/// Adds a release to the history. A table that it lacks stays as it was in the release before.
fn append(parts: &mut Parts, latest: &mut Tables, number: u16, mut release: Release) {
    if number == 0 {
        parts.texts = std::mem::take(&mut release.texts);
    } else {
        move_texts(&mut parts.texts, &mut release);
    }
    let has = |table: Table| release.present.contains(&table);
    let tables = std::mem::take(&mut release.tables);
    parts.medicines.append(number, tables.medicines);
    parts.packs.append(number, tables.packs);
    append_if(
        has(Table::MajorInterest),
        &mut parts.interests,
        number,
        tables.interests,
    );
    replace_if(
        has(Table::Compositions),
        &mut latest.components,
        tables.components,
    );
    replace_if(
        has(Table::GenericGroups),
        &mut latest.generics,
        tables.generics,
    );
    replace_if(
        has(Table::Conditions),
        &mut latest.conditions,
        tables.conditions,
    );
}

fn append_if<R: Keyed>(is_present: bool, layers: &mut Layers<R>, number: u16, rows: Vec<R>) {
    if is_present {
        layers.append(number, rows);
    }
}

fn replace_if<R>(is_present: bool, old: &mut Vec<R>, new: Vec<R>) {
    if is_present {
        *old = new;
    }
}

/// Moves the texts of a release into the arena of the catalogue, where equal texts have equal numbers.
fn move_texts(texts: &mut Texts, release: &mut Release) {
    texts.thaw();
    let from = std::mem::take(&mut release.texts);
    let mut mover = Mover {
        new: vec![None; from.len()],
        from,
        to: texts,
    };
    let tables = &mut release.tables;
    mover.rows(&mut tables.medicines);
    mover.rows(&mut tables.packs);
    mover.rows(&mut tables.components);
    mover.rows(&mut tables.generics);
    mover.rows(&mut tables.conditions);
    mover.rows(&mut tables.interests);
}

struct Mover<'a> {
    new: Vec<Option<TextId>>,
    from: Texts,
    to: &'a mut Texts,
}

impl Mover<'_> {
    fn rows<R: Keyed>(&mut self, rows: &mut [R]) {
        for text in rows.iter_mut().flat_map(Keyed::texts) {
            *text = self.moved(*text);
        }
    }

    fn moved(&mut self, old: TextId) -> TextId {
        let Some(slot) = self.new.get_mut(old.index()) else {
            return TextId::EMPTY;
        };
        *slot.get_or_insert_with(|| self.to.intern(self.from.get(old)))
    }
}
