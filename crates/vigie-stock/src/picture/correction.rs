//! Entries about a day before the site's last report: late reports, and lines released from quarantine.
//!
//! The site is folded again from its journal entries, in order of day and number, and the picture takes the
//! difference; so the order in which reports arrive never changes the picture.

use std::collections::BTreeMap;

use vigie_model::{Day, ReportNumber, SiteNumber, Tier};

use super::Picture;
use super::site::{Position, Sale};

/// Closed days whose files lack reports: by day the sites concerned, with the last report that changed each.
pub type Corrections = BTreeMap<Day, BTreeMap<SiteNumber, ReportNumber>>;

/// The position at the end of a day among positions in order of day.
pub fn positions_at(positions: &[Position], day: Day) -> Option<&Position> {
    positions.iter().rev().find(|position| position.day <= day)
}

impl Picture {
    /// Replaces what is known of a site. `before` and `after` are its positions without and with the new entry, both
    /// folded over the same days from the journal up to that entry. Both must be whole from the first open day on.
    /// The closed days whose files have to be written again are noted ([`Picture::corrections`]).
    pub fn rebuild_site(&mut self, number: SiteNumber, before: &[Position], after: &[Position]) {
        if let Some(included) = self.awaited.take() {
            self.journal_head = self.journal_head.max(included);
        }
        let Some(known) = self.known(number) else {
            return;
        };
        let (slab, tier) = (known.slab, known.tier);
        self.move_sums(slab, tier, before.last(), after.last());
        let mut days: Vec<Day> = before
            .iter()
            .chain(after)
            .map(|position| position.day)
            .collect();
        days.sort_unstable();
        days.dedup();
        for &day in &days {
            self.correct_day(slab, tier, on(before, day), on(after, day), day);
        }
        let last_closed = self.last_closed;
        if let Some(Some(known)) = self.sites.get_mut(number.index()) {
            known.timeline.replace(after.to_vec(), last_closed);
        }
        for day in self.changed_closed_days(before, after) {
            let sites = self.corrections.entry(day).or_default();
            sites.insert(number, self.journal_head);
        }
    }

    /// What the files of closed days lack. A snapshot keeps it, so that a restart finds it again.
    pub const fn corrections(&self) -> &Corrections {
        &self.corrections
    }

    /// Takes note that the files of a day include the journal up to an entry.
    pub fn settle_corrections(&mut self, day: Day, included: ReportNumber) {
        if let Some(sites) = self.corrections.get_mut(&day) {
            sites.retain(|_, last| *last > included);
            if sites.is_empty() {
                self.corrections.remove(&day);
            }
        }
    }

    fn correct_day(
        &mut self,
        slab: usize,
        tier: Tier,
        before: Option<&Position>,
        after: Option<&Position>,
        day: Day,
    ) {
        let windows = self.windows(day);
        let (old, new) = (before.and_then(sales_of), after.and_then(sales_of));
        if old == new && before.is_some() == after.is_some() {
            return;
        }
        self.both(slab, tier, |slab| {
            if let Some(sales) = old {
                slab.remove_sales(sales, windows);
            }
            if let Some(sales) = new {
                slab.add_sales(sales, windows);
            }
        });
        // A day before the first one closed has no entry yet.
        if windows.twenty_eight && self.last_closed.is_some_and(|closed| day <= closed) {
            self.closed.entry(day).or_default().correct(slab, old, new);
        }
        if before.is_none() {
            self.count_report(day, slab);
        }
    }

    fn changed_closed_days(&self, before: &[Position], after: &[Position]) -> Vec<Day> {
        let (Some(last_closed), Some(first)) = (self.last_closed, after.first()) else {
            return Vec::new();
        };
        (first.day.epoch_days()..=last_closed.epoch_days())
            .map(Day::from_epoch_days)
            .filter(|&day| positions_at(before, day) != positions_at(after, day))
            .collect()
    }
}

fn on(positions: &[Position], day: Day) -> Option<&Position> {
    positions.iter().find(|position| position.day == day)
}

fn sales_of(position: &Position) -> Option<&[Sale]> {
    position.sales.as_ref().map(|sales| sales.as_slice())
}
