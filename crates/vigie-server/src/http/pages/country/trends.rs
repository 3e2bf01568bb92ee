//! How the cover of every pack went, computed once for each state of the past.

use std::sync::Arc;

use parking_lot::Mutex;
use vigie_model::{Day, PackNumber, ReportNumber};
use vigie_stock::trend::{NationalSeries, ThinEpisode, thin_episodes};

use super::thresholds;
use crate::system::System;

/// Days whose covers are kept: four weeks, and the days that are not closed yet.
const RECENT_DAYS: i32 = 36;

/// How the cover of each pack went.
#[derive(Debug, Default)]
pub struct Trends {
    /// What they were computed from.
    source: Vec<(Day, ReportNumber)>,
    packs: Vec<PackTrend>,
}

#[derive(Debug, Default)]
struct PackTrend {
    /// The cover on each of the last days of the history; days may be missing.
    recent: Vec<(Day, f32)>,
    episodes: Vec<ThinEpisode>,
}

impl Trends {
    /// First day of the history they were computed from.
    pub fn from(&self) -> Option<Day> {
        self.source.first().map(|(day, _)| *day)
    }

    /// The cover of a pack at the end of a past day, days.
    pub fn cover_on(&self, pack: PackNumber, day: Day) -> Option<f64> {
        let recent = &self.packs.get(pack.0 as usize)?.recent;
        let place = recent.binary_search_by_key(&day, |(day, _)| *day).ok()?;
        recent.get(place).map(|(_, cover)| f64::from(*cover))
    }

    /// When the cover of a pack was thin.
    pub fn episodes(&self, pack: PackNumber) -> &[ThinEpisode] {
        self.packs
            .get(pack.0 as usize)
            .map_or(&[], |trend| &trend.episodes)
    }
}

/// The trends of the latest state of the past.
#[derive(Debug, Default)]
pub struct TrendMemory(Mutex<Arc<Trends>>);

impl TrendMemory {
    /// The trends, made anew when more of the past has been read.
    pub fn get(&self, system: &System) -> Arc<Trends> {
        let days = system.nation.days();
        let source: Vec<_> = days
            .iter()
            .map(|(day, national)| (*day, national.journal_head))
            .collect();
        let mut kept = self.0.lock();
        if kept.source != source {
            let series =
                NationalSeries::new(days.iter().map(|(day, national)| (*day, &**national)));
            let packs = days.last().map_or(0, |(_, national)| national.packs());
            let last = source.last().map(|(day, _)| *day);
            let trend = |number| {
                let fewest_sites = system.settings.fewest_sites;
                PackTrend::of(&series.covers(PackNumber(number), fewest_sites), last)
            };
            let packs = (0..packs as u32).map(trend).collect();
            *kept = Arc::new(Trends { source, packs });
        }
        Arc::clone(&kept)
    }
}

impl PackTrend {
    fn of(covers: &[(Day, Option<f64>)], last: Option<Day>) -> Self {
        let first = last.map(|last| last.plus_days(1 - RECENT_DAYS));
        let known = covers
            .iter()
            .filter(|(day, _)| first.is_some_and(|first| *day >= first))
            .filter_map(|(day, cover)| Some((*day, (*cover)? as f32)));
        Self {
            recent: known.collect(),
            episodes: thin_episodes(covers, thresholds().watch_from_days),
        }
    }
}
