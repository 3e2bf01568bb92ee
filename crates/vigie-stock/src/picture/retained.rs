//! What a snapshot keeps: everything that sums are made from.

use std::collections::BTreeMap;

use vigie_model::{Day, ReportNumber, SiteNumber};

use super::closed::ClosedDay;
use super::slab::Windows;
use super::{Corrections, LONGEST_WINDOW_DAYS, Picture, Position, SHORT_WINDOW_DAYS, tier_of_slab};

/// The parts of a picture that are not sums of other parts.
#[derive(Debug)]
pub struct Retained<'a> {
    /// The latest day reported.
    pub latest: Option<Day>,
    /// The last day closed.
    pub last_closed: Option<Day>,
    /// The last report included.
    pub journal_head: ReportNumber,
    /// Sales of the closed days of the windows.
    pub closed: &'a BTreeMap<Day, ClosedDay>,
    /// Sites that reported, by day and slab.
    pub reported: &'a BTreeMap<Day, Vec<u32>>,
    /// What the files of closed days lack.
    pub corrections: &'a Corrections,
    /// Positions of every site that has any.
    pub sites: Vec<(SiteNumber, &'a [Position])>,
}

impl Picture {
    /// What a snapshot keeps.
    pub fn retained(&self) -> Retained<'_> {
        let with_positions = (0..)
            .map(SiteNumber)
            .zip(&self.sites)
            .filter_map(|(number, site)| {
                let positions = site.as_ref()?.timeline.positions();
                (!positions.is_empty()).then_some((number, positions))
            });
        Retained {
            latest: self.latest,
            last_closed: self.last_closed,
            journal_head: self.journal_head,
            closed: &self.closed,
            reported: &self.reported,
            corrections: &self.corrections,
            sites: with_positions.collect(),
        }
    }

    /// Takes back the days of a snapshot.
    pub fn restore_days(
        &mut self,
        latest: Option<Day>,
        last_closed: Option<Day>,
        journal_head: ReportNumber,
        closed: Vec<(Day, ClosedDay)>,
        reported: Vec<(Day, Vec<u32>)>,
    ) {
        self.latest = latest;
        self.last_closed = last_closed;
        self.journal_head = journal_head;
        self.closed = closed.into_iter().collect();
        self.reported = reported.into_iter().collect();
    }

    /// Takes back what the files of closed days lack.
    pub fn restore_corrections(&mut self, corrections: Corrections) {
        self.corrections = corrections;
    }

    /// Takes back one site of a snapshot.
    pub fn restore_site(&mut self, number: SiteNumber, positions: Vec<Position>) {
        let Some(known) = self.known(number) else {
            return;
        };
        let (slab, tier) = (known.slab, known.tier);
        self.move_sums(slab, tier, None, positions.last());
        let last_closed = self.last_closed;
        for position in positions
            .iter()
            .filter(|position| last_closed.is_none_or(|closed| position.day > closed))
        {
            let windows = self.windows(position.day);
            if let Some(sales) = &position.sales {
                self.both(slab, tier, |slab| slab.add_sales(sales, windows));
            }
        }
        if let Some(Some(known)) = self.sites.get_mut(number.index()) {
            known.timeline.replace(positions, last_closed);
        }
    }

    /// Adds the sales of the closed days to the windows of demand.
    pub fn restore_windows(&mut self) {
        let Some(latest) = self.latest else { return };
        for (day, closed) in self.closed.clone() {
            let age = latest.days_since(day);
            let windows = Windows {
                seven: age < SHORT_WINDOW_DAYS,
                twenty_eight: age < LONGEST_WINDOW_DAYS,
            };
            for (slab, sales) in closed.slabs() {
                self.both(slab, tier_of_slab(slab), |slab| {
                    slab.add_closed(sales, windows);
                });
            }
        }
    }
}
