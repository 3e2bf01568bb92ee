//! Statistics by year.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use parking_lot::Mutex;
use vigie_catalogue::{AvailabilityStatus, Catalogue};
use vigie_model::{Cis, Day};
use vigie_pages::{Known, TransitionKind, UnknownReason, YearRow};
use vigie_stock::history::DayNotes;
use vigie_stock::trend::ThinEpisode;

use super::ranking;
use super::trends::Trends;
use crate::http::pages::listing::{known_days, moves};
use crate::system::System;

/// The years as last computed.
#[derive(Debug, Default)]
pub struct YearMemory(Mutex<Option<Computed>>);

#[derive(Debug)]
struct Computed {
    catalogue: Arc<Catalogue>,
    trends: Arc<Trends>,
    today: Day,
    rows: Vec<YearRow>,
}

impl YearMemory {
    /// The years, the newest first; computed anew when catalogue, history or day have changed.
    pub fn get(&self, system: &System, trends: &Arc<Trends>) -> Vec<YearRow> {
        let (catalogue, today) = (system.catalogue(), system.clock.today());
        let mut kept = self.0.lock();
        let is_of = |of: &&Computed| {
            Arc::ptr_eq(&of.catalogue, &catalogue)
                && Arc::ptr_eq(&of.trends, trends)
                && of.today == today
        };
        if let Some(computed) = kept.as_ref().filter(is_of) {
            return computed.rows.clone();
        }
        let rows = years(system, &catalogue, trends, today);
        *kept = Some(Computed {
            catalogue,
            trends: Arc::clone(trends),
            today,
            rows: rows.clone(),
        });
        rows
    }
}

fn years(system: &System, catalogue: &Catalogue, trends: &Trends, today: Day) -> Vec<YearRow> {
    let lists = known_days(catalogue, today);
    let stock_days = system.past.bounds();
    let bounds = stock_days
        .into_iter()
        .flat_map(|(first, last)| [first, last]);
    let known: Vec<i16> = lists.iter().copied().chain(bounds).map(year_of).collect();
    let (Some(first), Some(last)) = (known.iter().min(), known.iter().max()) else {
        return Vec::new();
    };
    let year = |year| {
        let (from, to) = days_of(year);
        let stock = Stock::of(system, trends, from, to);
        let listed = Listed::of(catalogue, lists, year);
        YearRow {
            year,
            lists: listed.lists,
            shortages: listed.known(listed.shortages),
            tensions: listed.known(listed.tensions),
            appeared: listed.moved(&[TransitionKind::Appeared, TransitionKind::Reappeared]),
            returned: listed.moved(&[TransitionKind::Returned]),
            vanished: listed.moved(&[TransitionKind::Vanished]),
            stock_days: stock.days,
            completeness: Known::from_option(stock.completeness, UnknownReason::NoHistory),
            episodes_begun: Known::from_option(stock.episodes_begun, UnknownReason::NoHistory),
            median_days: Known::from_option(stock.median_days, UnknownReason::NoHistory),
        }
    };
    (*first..=*last).rev().map(year).collect()
}

fn year_of(day: Day) -> i16 {
    day.date().year()
}

fn days_of(year: i16) -> (Day, Day) {
    let day = |text: String| text.parse().unwrap_or(Day::MIN);
    (
        day(format!("{year:04}-01-01")),
        day(format!("{year:04}-12-31")),
    )
}

/// What the lists of one year said.
struct Listed {
    lists: u64,
    shortages: u64,
    tensions: u64,
    /// Medicines that moved; `None` when no list of the year has one before it.
    moved: Option<BTreeMap<u8, BTreeSet<String>>>,
}

impl Listed {
    fn of(catalogue: &Catalogue, lists: &[Day], year: i16) -> Self {
        let of_year: Vec<Day> = lists
            .iter()
            .copied()
            .filter(|day| year_of(*day) == year)
            .collect();
        let mut by_status: [BTreeSet<Cis>; 2] = Default::default();
        let statuses = [AvailabilityStatus::Shortage, AvailabilityStatus::Tension];
        for (_, rows) in of_year.iter().filter_map(|day| catalogue.list_at(*day)) {
            for row in rows {
                let sets = statuses.iter().zip(&mut by_status);
                for (_, set) in sets.filter(|(status, _)| **status == row.status()) {
                    set.insert(row.cis());
                }
            }
        }
        let [shortages, tensions] = by_status.map(|set| set.len() as u64);
        Self {
            lists: of_year.len() as u64,
            shortages,
            tensions,
            moved: moved(catalogue, lists, year),
        }
    }

    fn known(&self, count: u64) -> Known<u64> {
        Known::from_option(
            (self.lists > 0).then_some(count),
            UnknownReason::NotImported,
        )
    }

    fn moved(&self, kinds: &[TransitionKind]) -> Known<u64> {
        let count = self.moved.as_ref().map(|moved| {
            let sets = kinds.iter().filter_map(|kind| moved.get(&(*kind as u8)));
            sets.map(|set| set.len() as u64).sum()
        });
        Known::from_option(count, UnknownReason::NoHistory)
    }
}

/// Medicines by kind of move, over the pairs of lists of which the later one is of the year.
fn moved(
    catalogue: &Catalogue,
    lists: &[Day],
    year: i16,
) -> Option<BTreeMap<u8, BTreeSet<String>>> {
    let mut pairs = lists
        .windows(2)
        .filter_map(|pair| Some((*pair.first()?, *pair.last()?)))
        .filter(|(_, to)| year_of(*to) == year)
        .peekable();
    pairs.peek()?;
    let mut moved: BTreeMap<u8, BTreeSet<String>> = BTreeMap::new();
    for (from, to) in pairs {
        for (transition, _) in moves(catalogue, from, to, |_| true) {
            let medicines = moved.entry(transition.kind as u8).or_default();
            medicines.insert(transition.cis);
        }
    }
    Some(moved)
}

/// What the stocks of one year said.
struct Stock {
    days: Option<(Day, Day)>,
    completeness: Option<f64>,
    episodes_begun: Option<u64>,
    median_days: Option<f64>,
}

impl Stock {
    fn of(system: &System, trends: &Trends, from: Day, to: Day) -> Self {
        let notes = system.past.notes(from, to);
        let days = notes
            .keys()
            .next()
            .copied()
            .zip(notes.keys().next_back().copied());
        let ratios: Vec<f64> = notes
            .values()
            .filter_map(|notes| completeness(notes))
            .collect();
        let has_trends = trends.from().is_some_and(|first| first <= to) && days.is_some();
        let begun = trends
            .all_episodes()
            .filter(|episode| (from..=to).contains(&episode.from));
        let ended = trends
            .all_episodes()
            .filter(|episode| !episode.is_open && (from..=to).contains(&episode.to));
        Self {
            days,
            completeness: (!ratios.is_empty())
                .then(|| ratios.iter().sum::<f64>() / ratios.len() as f64),
            episodes_begun: has_trends.then(|| begun.count() as u64),
            median_days: ranking::median(ended.map(ThinEpisode::days).map(f64::from).collect()),
        }
    }
}

fn completeness(notes: &DayNotes) -> Option<f64> {
    let sum = |count: fn(&vigie_stock::history::SlabNotes) -> u32| -> u32 {
        notes.slabs.iter().map(count).sum()
    };
    let expected = sum(|slab| slab.expected);
    (expected > 0).then(|| f64::from(sum(|slab| slab.reported)) / f64::from(expected))
}
