//! The past of packs, nation-wide, as pages need it: read from history files once, then kept.
//!
//! A closed day hardly ever changes, so what was read of a pack stays good until the notes of the day name a later
//! journal number.

use std::collections::{BTreeMap, HashMap};

use parking_lot::Mutex;
use vigie_model::{Cip13, Day, ReportNumber, Tier};
use vigie_pages::{Known, UnknownReason};
use vigie_stock::history::{DayNotes, HistoryError, HistoryRow, TierSites};
use vigie_stock::picture::{Cover, Demand, LONGEST_WINDOW_DAYS as WINDOW_DAYS, tier_of_slab};

use super::stock::{PATIENT_TIERS, is_few, known_cover};
use crate::system::{DayNotesByDay, Past};

/// Most packs whose past is kept; a year of one is about 35 kB.
const MOST_PACKS: usize = 2_000;

/// Sums of one pack over one tier in the country, at the end of a closed day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct TierDay {
    on_hand: u64,
    sold: Option<u64>,
    holding: u32,
    at_zero: u32,
}

impl TierDay {
    fn add(&mut self, row: &HistoryRow) {
        self.on_hand += row.on_hand;
        self.holding += row.sites_holding;
        self.at_zero += row.sites_at_zero;
        self.sold = match (self.sold, row.sold) {
            (None, None) => None,
            (sum, more) => Some(sum.unwrap_or_default() + more.unwrap_or_default()),
        };
    }
}

#[derive(Debug, Clone, Copy)]
struct PackDay {
    journal_head: ReportNumber,
    tiers: [TierDay; PATIENT_TIERS.len()],
}

/// What was read of the past.
#[derive(Debug, Default)]
pub struct PastMemory {
    packs: Mutex<HashMap<Cip13, BTreeMap<Day, PackDay>>>,
    /// One reader at a time: two askers of one pack read its files once.
    reading: Mutex<()>,
}

impl PastMemory {
    /// Whether the days of a pack are all kept in their latest version.
    pub fn holds(&self, pack: Cip13, frame: &Frame) -> bool {
        self.missing(pack, frame).is_empty()
    }

    /// Reads the days of packs that are not kept yet. Reads files: not for the threads that answer requests.
    pub fn read(&self, past: &Past, packs: &[Cip13], frame: &Frame) -> Result<(), HistoryError> {
        for &pack in packs {
            let _reading = self.reading.lock();
            for (from, to) in self.missing(pack, frame) {
                let (rows, notes) = past.rows(pack, from, to)?;
                self.keep(pack, &rows, &notes);
            }
        }
        Ok(())
    }

    /// What is kept of a pack in one tier, day by day; days that are not kept are unknown.
    pub fn days(&self, pack: Cip13, tier: Tier, frame: &Frame, fewest_sites: u32) -> Vec<PastDay> {
        let Some(place) = PATIENT_TIERS.iter().position(|known| *known == tier) else {
            return Vec::new();
        };
        let packs = self.packs.lock();
        let kept = packs.get(&pack);
        let of_day = |day: &FrameDay| {
            let closed = day.closed?;
            let pack = kept?.get(&day.day)?;
            Some((*pack.tiers.get(place)?, *closed.tiers.get(place)?))
        };
        let days: Vec<_> = frame
            .days
            .iter()
            .map(|day| (day.day, of_day(day)))
            .collect();
        drop(packs);
        measure(&days, fewest_sites)
    }

    /// Runs of closed days of which nothing, or an earlier version, is kept.
    fn missing(&self, pack: Cip13, frame: &Frame) -> Vec<(Day, Day)> {
        let packs = self.packs.lock();
        let kept = packs.get(&pack);
        let is_missing = |day: &&FrameDay| {
            let known = kept
                .and_then(|kept| kept.get(&day.day))
                .map(|kept| kept.journal_head);
            day.closed
                .is_some_and(|closed| known.is_none_or(|known| known < closed.journal_head))
        };
        let mut runs: Vec<(Day, Day)> = Vec::new();
        for day in frame.days.iter().filter(is_missing).map(|day| day.day) {
            match runs.last_mut() {
                Some((_, last)) if last.plus_days(1) == day => *last = day,
                _ => runs.push((day, day)),
            }
        }
        runs
    }

    fn keep(&self, pack: Cip13, rows: &[HistoryRow], notes: &DayNotesByDay) {
        let empty = |notes: &DayNotes| PackDay {
            journal_head: notes.journal_head,
            tiers: Default::default(),
        };
        let mut days: BTreeMap<Day, PackDay> = notes
            .iter()
            .map(|(day, notes)| (*day, empty(notes)))
            .collect();
        for row in rows {
            let place = PATIENT_TIERS.iter().position(|tier| *tier == row.tier);
            let tiers = days.get_mut(&row.day).map(|day| &mut day.tiers);
            if let (Some(place), Some(tiers)) = (place, tiers)
                && let Some(tier) = tiers.get_mut(place)
            {
                tier.add(row);
            }
        }
        let mut packs = self.packs.lock();
        if packs.len() >= MOST_PACKS && !packs.contains_key(&pack) {
            packs.clear();
        }
        packs.entry(pack).or_default().extend(days);
    }
}

#[derive(Debug, Clone, Copy)]
struct Closed {
    journal_head: ReportNumber,
    tiers: [TierSites; PATIENT_TIERS.len()],
}

#[derive(Debug, Clone, Copy)]
struct FrameDay {
    day: Day,
    /// `None` when no file of that day is there.
    closed: Option<Closed>,
}

/// Days without holes, each with its sites.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    days: Vec<FrameDay>,
}

impl Frame {
    /// The days that end with the last closed one: `days` of them, and those before whose sales the first one needs.
    /// Begins with the first closed day when there are fewer.
    pub fn ending(past: &Past, days: i32) -> Self {
        past.bounds().map_or_else(Self::default, |(_, last)| {
            Self::between(past, last.plus_days(1 - days), last)
        })
    }

    /// The same for the days `from` to `to`.
    pub fn between(past: &Past, from: Day, to: Day) -> Self {
        let Some((first, last)) = past.bounds() else {
            return Self::default();
        };
        let from = from.plus_days(1 - WINDOW_DAYS).max(first);
        let to = to.min(last);
        let notes = past.notes(from, to);
        let day = |number| {
            let day = Day::from_epoch_days(number);
            FrameDay {
                day,
                closed: notes.get(&day).map(|notes| Closed::of(notes)),
            }
        };
        Self {
            days: (from.epoch_days()..=to.epoch_days()).map(day).collect(),
        }
    }
}

impl Closed {
    fn of(notes: &DayNotes) -> Self {
        let mut tiers = [TierSites::default(); PATIENT_TIERS.len()];
        for slab in &notes.slabs {
            let tier = tier_of_slab(slab.slab);
            let place = PATIENT_TIERS.iter().position(|known| *known == tier);
            if let Some(sites) = place.and_then(|place| tiers.get_mut(place)) {
                sites.counted += slab.sites;
                sites.stating_sales += slab.stating_sales;
            }
        }
        Self {
            journal_head: notes.journal_head,
            tiers,
        }
    }
}

/// One pack in one tier of the country on a past day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PastDay {
    /// The day.
    pub day: Day,
    /// Boxes at its end.
    pub stock: Known<u64>,
    /// Boxes sold on it.
    pub sold: Known<f64>,
    /// Boxes a day over the 28 days that end with it.
    pub demand: Known<f64>,
    /// Days.
    pub cover: Known<f64>,
    /// Sites that carry the pack and have none.
    pub at_zero: Known<u64>,
}

impl PastDay {
    const fn unknown(day: Day, reason: UnknownReason) -> Self {
        Self {
            day,
            stock: Known::Unknown(reason),
            sold: Known::Unknown(reason),
            demand: Known::Unknown(reason),
            cover: Known::Unknown(reason),
            at_zero: Known::Unknown(reason),
        }
    }
}

type DaySums = (Day, Option<(TierDay, TierSites)>);

fn measure(days: &[DaySums], fewest_sites: u32) -> Vec<PastDay> {
    (1..=days.len())
        .filter_map(|end| {
            let window = days.get(end.saturating_sub(WINDOW_DAYS as usize)..end)?;
            Some(measure_last(window, fewest_sites))
        })
        .collect()
}

/// The last day of a window. Demand: boxes sold in the window, divided by the site-days that stated sales, times the
/// sites counted on the last day (definition `demand`).
fn measure_last(window: &[DaySums], fewest_sites: u32) -> PastDay {
    let Some((day, last)) = window.last().copied() else {
        return PastDay::unknown(Day::MIN, UnknownReason::NoHistory);
    };
    let Some((pack, sites)) = last else {
        return PastDay::unknown(day, UnknownReason::NoHistory);
    };
    let carrying = pack.holding + pack.at_zero;
    // Demand less the sales of the other days would be those of a day on which few sites carried the pack.
    let is_of_few = |(_, sums): &DaySums| {
        sums.is_some_and(|(pack, _)| is_few(pack.holding + pack.at_zero, fewest_sites))
    };
    if window.iter().any(is_of_few) {
        return PastDay::unknown(day, UnknownReason::Confidential);
    }
    if carrying == 0 {
        return PastDay::unknown(day, UnknownReason::NotReported);
    }
    let demand = mean_demand(window, sites.counted);
    let boxes = match demand {
        Demand::Unknown => Known::Unknown(UnknownReason::NotReported),
        Demand::BoxesPerDay(boxes) => Known::Value(boxes),
    };
    // The pack's rows may say nothing of sales on a day when other packs of the same sites were sold.
    let sold = if sites.stating_sales > 0 {
        Some(pack.sold.unwrap_or_default() as f64)
    } else {
        None
    };
    PastDay {
        day,
        stock: Known::Value(pack.on_hand),
        sold: Known::from_option(sold, UnknownReason::NotReported),
        demand: boxes,
        cover: known_cover(Cover::of(pack.on_hand, demand)),
        at_zero: Known::Value(pack.at_zero.into()),
    }
}

fn mean_demand(window: &[DaySums], counted: u32) -> Demand {
    let known = window.iter().filter_map(|(_, sums)| *sums);
    let (sold, site_days) = known.fold((0, 0), |(sold, site_days), (pack, sites)| {
        (
            sold + pack.sold.unwrap_or_default(),
            site_days + sites.stating_sales,
        )
    });
    if site_days == 0 {
        return Demand::Unknown;
    }
    Demand::BoxesPerDay(sold as f64 / f64::from(site_days) * f64::from(counted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: i32, on_hand: u64, sold: u64, stating_sales: u32) -> DaySums {
        let pack = TierDay {
            on_hand,
            sold: Some(sold),
            holding: 8,
            at_zero: 2,
        };
        (
            Day::from_epoch_days(number),
            Some((
                pack,
                TierSites {
                    counted: 10,
                    stating_sales,
                },
            )),
        )
    }

    #[test]
    fn with_all_sites_reporting_demand_is_boxes_sold_by_day() {
        // 28 days of 30 boxes; 600 boxes left: 20 days.
        let days: Vec<_> = (0..28).map(|number| day(number, 600, 30, 10)).collect();
        let last = measure(&days, 3).pop().unwrap();
        assert_eq!(
            (last.demand, last.cover),
            (Known::Value(30.0), Known::Value(20.0))
        );
    }

    #[test]
    fn silent_sites_are_not_read_as_zero() {
        // Two days: 10 sites sell 30, then 5 of them state 15: 45 boxes in 15 site-days is 3 a site, 30 for the ten.
        let last = measure(&[day(0, 300, 30, 10), day(1, 300, 15, 5)], 3)
            .pop()
            .unwrap();
        assert_eq!(
            (last.demand, last.cover),
            (Known::Value(30.0), Known::Value(10.0))
        );
    }

    #[test]
    fn sales_older_than_28_days_do_not_count() {
        let mut days = vec![day(0, 100, 9_999, 10)];
        days.extend((1..=28).map(|number| day(number, 100, 10, 10)));
        assert_eq!(measure(&days, 3).pop().unwrap().demand, Known::Value(10.0));
    }

    #[test]
    fn a_day_without_file_is_unknown_and_the_next_ones_are_not() {
        let days = [
            day(0, 100, 10, 10),
            (Day::from_epoch_days(1), None),
            day(2, 80, 10, 10),
        ];
        let measured = measure(&days, 3);
        assert_eq!(measured[1].stock, Known::Unknown(UnknownReason::NoHistory));
        assert_eq!(measured[2].cover, Known::Value(8.0));
    }

    #[test]
    fn a_past_day_with_two_sites_is_hidden() {
        let pack = TierDay {
            on_hand: 5,
            sold: Some(1),
            holding: 1,
            at_zero: 1,
        };
        let days = [(
            Day::from_epoch_days(0),
            Some((
                pack,
                TierSites {
                    counted: 10,
                    stating_sales: 10,
                },
            )),
        )];
        assert_eq!(
            measure(&days, 3)[0].stock,
            Known::Unknown(UnknownReason::Confidential)
        );
    }
}
