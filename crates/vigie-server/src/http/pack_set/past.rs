//! Sums of a set of packs over the parts of the country on closed days, read from history files.
//!
//! A pack counts in a part of the country on a day only where that part may be shown on that day, on each of the 28 days
//! whose sales its demand rests on, and today: what is shown of one day is then a sum of numbers that are shown of
//! packs and days one by one, and tells nothing that those do not.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use parking_lot::Mutex;
use vigie_model::{Cip13, Day, Department, PackNumber, ReportNumber, Tier};
use vigie_stock::history::{DayNotes, HistoryError, HistoryRow};
use vigie_stock::picture::{
    Base, Completeness, LONGEST_WINDOW_DAYS as WINDOW_DAYS, Totals, department_of_slab,
    tier_of_slab,
};

use super::{Measured, PackSet, SetSums};
use crate::confidential::Hidden;
use crate::system::{System, SystemError};

/// Largest set of which the past is told: each pack is looked up in two or three files for a month.
pub const MOST_PACKS: usize = 1_000;
/// Most months kept, each of about half a megabyte.
const MOST_KEPT: usize = 64;

/// A month of a set.
#[derive(Debug)]
struct Month {
    /// The closed days that it was computed from: how many, and the newest report in them.
    source: (usize, ReportNumber),
    days: BTreeMap<Day, Arc<Measured>>,
}

/// Code of a set, the tier, the fewest sites of a sum that the asker may see, and the first day of the month.
type Key = (String, Tier, u32, Day);

/// Months of sets, the way [`super::KeptSums`] keeps the present.
#[derive(Debug, Default)]
pub struct KeptPast {
    kept: Mutex<HashMap<Key, Arc<Month>>>,
    computing: tokio::sync::Mutex<()>,
}

/// Which days of which set.
#[derive(Clone)]
struct Question {
    packs: Vec<(Cip13, PackNumber)>,
    tier: Tier,
    fewest_sites: u32,
    from: Day,
    to: Day,
}

impl KeptPast {
    /// A set on a closed day; `None` when nothing is known of that day, or the set is too large. `fewest_sites` is 0
    /// for those who may see all.
    pub async fn get(
        &self,
        system: &Arc<System>,
        set: &PackSet,
        tier: Tier,
        fewest_sites: u32,
        day: Day,
    ) -> Result<Option<Arc<Measured>>, SystemError> {
        if set.packs.len() > MOST_PACKS {
            return Ok(None);
        }
        let (from, to) = month_of(day);
        let key = (set.subject.code.clone(), tier, fewest_sites, from);
        let source = source(system, from, to);
        let found = match self.find(&key, source) {
            Some(month) => month,
            None => self.compute(system, set, key, to).await?,
        };
        Ok(found.days.get(&day).cloned())
    }

    fn find(&self, key: &Key, source: (usize, ReportNumber)) -> Option<Arc<Month>> {
        let kept = self.kept.lock();
        kept.get(key)
            .filter(|month| month.source == source)
            .cloned()
    }

    /// One asker at a time reads files.
    async fn compute(
        &self,
        system: &Arc<System>,
        set: &PackSet,
        key: Key,
        to: Day,
    ) -> Result<Arc<Month>, SystemError> {
        let _computing = self.computing.lock().await;
        let (_, tier, fewest_sites, from) = key;
        let source = source(system, from, to);
        if let Some(month) = self.find(&key, source) {
            return Ok(month);
        }
        let table = system.packs();
        let code = |number: &PackNumber| Some((*table.codes().get(number.0 as usize)?, *number));
        let question = Question {
            packs: set.packs.iter().filter_map(code).collect(),
            tier,
            fewest_sites,
            from,
            to,
        };
        let system = Arc::clone(system);
        let read = move || question.answer(&system);
        let days = tokio::task::spawn_blocking(read)
            .await
            .map_err(|_| SystemError::Stopping)??;
        let month = Arc::new(Month { source, days });
        let mut kept = self.kept.lock();
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(key, Arc::clone(&month));
        Ok(month)
    }
}

/// First and last day of the month of a day.
fn month_of(day: Day) -> (Day, Day) {
    let date = day.date();
    let first = day.plus_days(1 - i32::from(date.day()));
    (first, first.plus_days(i32::from(date.days_in_month()) - 1))
}

fn source(system: &System, from: Day, to: Day) -> (usize, ReportNumber) {
    let notes = system.past.notes(from.plus_days(1 - WINDOW_DAYS), to);
    let newest = notes.values().map(|notes| notes.journal_head).max();
    (notes.len(), newest.unwrap_or(ReportNumber(0)))
}

impl Question {
    fn answer(&self, system: &System) -> Result<BTreeMap<Day, Arc<Measured>>, HistoryError> {
        let first = self.from.plus_days(1 - WINDOW_DAYS);
        let notes = system.past.notes(first, self.to);
        let mut sums: BTreeMap<Day, SetSums> = notes
            .range(self.from..)
            .map(|(day, _)| {
                (
                    *day,
                    SetSums::with(&|department| self.base(&notes, *day, department)),
                )
            })
            .collect();
        for (cip13, number) in &self.packs {
            let (rows, _) = system.past.rows(*cip13, first, self.to)?;
            let rows = rows.into_iter().filter(|row| row.tier == self.tier);
            let now = self.hidden_now(system, *number);
            self.add_pack(rows, &now, &mut sums);
        }
        let measured = sums.into_iter().map(|(day, sums)| {
            let completeness = notes.get(&day).map(|notes| completeness(notes));
            let measured = Measured {
                latest: Some(day),
                completeness: completeness.unwrap_or_default(),
                sums,
            };
            (day, Arc::new(measured))
        });
        Ok(measured.collect())
    }

    fn hidden_now(&self, system: &System, pack: PackNumber) -> Hidden {
        if self.fewest_sites == 0 {
            Hidden::NOTHING
        } else {
            Hidden::of(&system.picture.read(), self.tier, pack, self.fewest_sites)
        }
    }

    /// Sites and site-days of one department that the demand of a day rests on.
    fn base(&self, notes: &BTreeMap<Day, Arc<DayNotes>>, day: Day, department: Department) -> Base {
        let of_day = |notes: &Arc<DayNotes>| {
            let mut slabs = notes.slabs.iter();
            slabs
                .find(|slab| {
                    tier_of_slab(slab.slab) == self.tier
                        && department_of_slab(slab.slab) == department
                })
                .copied()
        };
        let window = notes.range(day.plus_days(1 - WINDOW_DAYS)..=day);
        let stating = window.filter_map(|(_, notes)| of_day(notes));
        Base {
            sites: notes
                .get(&day)
                .and_then(of_day)
                .map_or(0, |slab| slab.sites),
            site_days_28: stating.map(|slab| slab.stating_sales).sum(),
            ..Base::default()
        }
    }

    fn add_pack(
        &self,
        rows: impl Iterator<Item = HistoryRow>,
        now: &Hidden,
        sums: &mut BTreeMap<Day, SetSums>,
    ) {
        let mut days: BTreeMap<Day, PackDay> = BTreeMap::new();
        for row in rows {
            days.entry(row.day).or_default().add(&row);
        }
        for day in days.values_mut() {
            day.hide(self.fewest_sites);
        }
        for (day, sums) in sums.iter_mut().filter(|(day, _)| days.contains_key(*day)) {
            let window: Vec<&PackDay> = days
                .range(day.plus_days(1 - WINDOW_DAYS)..=*day)
                .map(|(_, of_day)| of_day)
                .collect();
            let is_hidden =
                |scope| now.hides(scope) || window.iter().any(|of_day| of_day.hidden.hides(scope));
            sums.add(&row_of(&window), &is_hidden);
        }
    }
}

/// Sums of one pack by department on one day.
#[derive(Debug)]
struct PackDay {
    departments: [Totals; Department::COUNT],
    hidden: Hidden,
}

impl Default for PackDay {
    fn default() -> Self {
        Self {
            departments: [Totals::default(); Department::COUNT],
            hidden: Hidden::NOTHING,
        }
    }
}

impl PackDay {
    fn add(&mut self, row: &HistoryRow) {
        if let Some(totals) = self.departments.get_mut(row.department.index()) {
            totals.on_hand += row.on_hand;
            totals.sold_28_days += row.sold.unwrap_or_default();
            totals.sites_holding += row.sites_holding;
            totals.sites_at_zero += row.sites_at_zero;
        }
    }

    fn hide(&mut self, fewest_sites: u32) {
        if fewest_sites > 0 {
            self.hidden = Hidden::from_counts(fewest_sites, |department| {
                let totals = self.departments.get(department.index());
                totals.map_or(0, |totals| totals.sites_holding + totals.sites_at_zero)
            });
        }
    }
}

/// Stock of the last day of a window, with the sales of all of it.
fn row_of(window: &[&PackDay]) -> [Totals; Department::COUNT] {
    let mut row = window
        .last()
        .map_or([Totals::default(); Department::COUNT], |last| {
            last.departments
        });
    for (place, totals) in row.iter_mut().enumerate() {
        let sold = window.iter().filter_map(|day| day.departments.get(place));
        totals.sold_28_days = sold.map(|totals| totals.sold_28_days).sum();
    }
    row
}

fn completeness(notes: &DayNotes) -> Vec<(Tier, Department, Completeness)> {
    let slab = |slab: &vigie_stock::history::SlabNotes| {
        let counts = Completeness {
            expected: slab.expected,
            received: slab.reported,
        };
        (
            tier_of_slab(slab.slab),
            department_of_slab(slab.slab),
            counts,
        )
    };
    notes.slabs.iter().map(slab).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_begins_with_its_first_and_ends_with_its_last_day() {
        assert_eq!(
            month_of(day("2024-02-29")),
            (day("2024-02-01"), day("2024-02-29"))
        );
        assert_eq!(
            month_of(day("2026-11-01")),
            (day("2026-11-01"), day("2026-11-30"))
        );
    }

    #[test]
    fn the_sales_of_a_window_are_added_and_the_stock_is_that_of_its_last_day() {
        let of = |on_hand, sold_28_days| {
            let mut day = PackDay::default();
            day.departments[0] = Totals {
                on_hand,
                sold_28_days,
                ..Totals::default()
            };
            day
        };
        let (before, last) = (of(50, 3), of(40, 4));
        let row = row_of(&[&before, &last]);
        assert_eq!((row[0].on_hand, row[0].sold_28_days), (40, 7));
    }
}
