//! The national picture: a pure function of the journal, kept in memory and moved by each report.

mod closed;
mod correction;
mod flows;
mod question;
mod retained;
mod site;
mod site_sales;
mod slab;

use std::collections::BTreeMap;
use std::sync::Arc;

use parking_lot::Mutex;
use vigie_model::{Day, Department, ReportNumber, Site, SiteNumber, Tier};

pub use closed::{ClosedDay, DayState, SitePosition};
pub use correction::{Corrections, positions_at};
use flows::FlowTable;
pub use flows::FlowTotals;
pub use question::{Base, Completeness, Cover, Demand, Scope, Sums, Window};
pub use retained::Retained;
use site::SiteTimeline;
pub use site::{Cell, Position, Sale, positions_after};
pub use site_sales::SiteSales;
pub use slab::Totals;
use slab::{Slab, Windows};

use crate::line::{ReportContent, ReportKind};

/// Number of slabs: one a tier and department.
pub const SLABS: usize = Tier::COUNT * Department::COUNT;
/// Days over which demand is averaged, at most.
pub const LONGEST_WINDOW_DAYS: i32 = 28;
const SHORT_WINDOW_DAYS: i32 = 7;

/// One accepted report, as the journal has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Its place in the one order of the journal.
    pub number: ReportNumber,
    /// Who reports.
    pub site: SiteNumber,
    /// The day at whose end the stock was counted.
    pub as_of: Day,
    /// Whether it lists everything or changes.
    pub kind: ReportKind,
}

/// What became of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applied {
    /// The picture includes it.
    Present,
    /// It is about a closed day, or a day before the site's last report: the site must be rebuilt from its journal
    /// entries ([`Picture::rebuild_site`]). Until then the picture does not include it, nor says that it does.
    OutOfOrder,
}

/// The picture does not know the site of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("site number {0} is not registered")]
pub struct UnknownSite(pub SiteNumber);

/// A site as the picture needs it.
#[derive(Debug, Clone)]
struct KnownSite {
    slab: usize,
    tier: Tier,
    expected_from: Day,
    expected_until: Option<Day>,
    timeline: SiteTimeline,
}

/// The national picture.
#[derive(Debug)]
pub struct Picture {
    packs: usize,
    sites: Vec<Option<KnownSite>>,
    slabs: Vec<Option<Box<Slab>>>,
    national: [Slab; Tier::COUNT],
    flows: FlowTable,
    latest: Option<Day>,
    last_closed: Option<Day>,
    closed: BTreeMap<Day, ClosedDay>,
    reported: BTreeMap<Day, Vec<u32>>,
    corrections: Corrections,
    journal_head: ReportNumber,
    /// A report that was told to be out of order and is not included yet.
    awaited: Option<ReportNumber>,
    /// Sites expected on the day last asked about: counting them walks all sites, and every answer shows them.
    expected: Mutex<Option<(Day, Arc<[u32]>)>>,
}

impl Picture {
    /// A picture without any report.
    pub fn new(packs: usize, sites: &[Site]) -> Self {
        let mut picture = Self {
            packs: 0,
            sites: Vec::new(),
            slabs: vec![None; SLABS],
            national: Default::default(),
            flows: FlowTable::default(),
            latest: None,
            last_closed: None,
            closed: BTreeMap::new(),
            reported: BTreeMap::new(),
            corrections: Corrections::new(),
            journal_head: ReportNumber(0),
            awaited: None,
            expected: Mutex::new(None),
        };
        picture.grow_packs(packs);
        for site in sites {
            picture.register(site);
        }
        picture
    }

    /// Makes room for packs that the catalogue learned.
    pub fn grow_packs(&mut self, packs: usize) {
        self.packs = self.packs.max(packs);
        self.national.iter_mut().for_each(|slab| slab.grow(packs));
        self.flows.grow(packs);
        self.slabs
            .iter_mut()
            .flatten()
            .for_each(|slab| slab.grow(packs));
    }

    /// Adds a site, or takes note of a new date until which it is expected. A site keeps its tier and department.
    pub fn register(&mut self, site: &Site) {
        *self.expected.get_mut() = None;
        let index = site.number.index();
        if self.sites.len() <= index {
            self.sites.resize_with(index + 1, || None);
        }
        let slab = slab_index(site.tier, site.department);
        if let Some(place) = self.slabs.get_mut(slab) {
            let packs = self.packs;
            place.get_or_insert_with(Box::default).grow(packs);
        }
        if let Some(place) = self.sites.get_mut(index) {
            let timeline = place.take().map(|known| known.timeline).unwrap_or_default();
            *place = Some(KnownSite {
                slab,
                tier: site.tier,
                expected_from: site.expected_from,
                expected_until: site.expected_until,
                timeline,
            });
        }
    }

    /// Number of the last report that the picture includes.
    pub const fn journal_head(&self) -> ReportNumber {
        self.journal_head
    }

    /// The latest day that any site has reported.
    pub const fn latest(&self) -> Option<Day> {
        self.latest
    }

    /// The last day whose history is written.
    pub const fn last_closed(&self) -> Option<Day> {
        self.last_closed
    }

    /// How many packs have a number.
    pub const fn packs(&self) -> usize {
        self.packs
    }

    /// Lines of stock known at present.
    pub fn cells(&self) -> usize {
        self.positions()
            .map(|(_, position)| position.cells.len())
            .sum()
    }

    /// The first day that any site has reported among those kept in memory.
    pub fn first_reported(&self) -> Option<Day> {
        self.reported.keys().next().copied()
    }

    /// The slab of a registered site.
    pub fn slab_of(&self, site: SiteNumber) -> Option<usize> {
        Some(self.known(site)?.slab)
    }

    /// The present position of a site.
    pub fn position(&self, site: SiteNumber) -> Option<&Position> {
        self.known(site)?.timeline.present()
    }

    /// The present position of every site that has one, in order of number.
    pub fn positions(&self) -> impl Iterator<Item = (SiteNumber, &Position)> {
        (0..)
            .map(SiteNumber)
            .zip(&self.sites)
            .filter_map(|(number, site)| Some((number, site.as_ref()?.timeline.present()?)))
    }

    fn known(&self, site: SiteNumber) -> Option<&KnownSite> {
        self.sites.get(site.index())?.as_ref()
    }

    /// Takes one report, in the order of the journal. `content` must be about packs the picture has room for.
    pub fn apply(
        &mut self,
        report: &Accepted,
        content: &ReportContent,
    ) -> Result<Applied, UnknownSite> {
        let known = self.known(report.site).ok_or(UnknownSite(report.site))?;
        let present = known.timeline.present();
        let is_closed = self
            .last_closed
            .is_some_and(|closed| report.as_of <= closed);
        if is_closed || present.is_some_and(|present| report.as_of < present.day) {
            self.awaited = Some(report.number);
            return Ok(Applied::OutOfOrder);
        }
        let empty = Position::empty(report.as_of);
        let next = present
            .unwrap_or(&empty)
            .after(report.as_of, report.kind, content);
        self.advance_to(report.as_of);
        self.set_present(report.site, &next);
        self.journal_head = self.journal_head.max(report.number);
        Ok(Applied::Present)
    }

    fn set_present(&mut self, number: SiteNumber, next: &Position) {
        let day = next.day;
        let windows = self.windows(day);
        let last_closed = self.last_closed;
        let Some(Some(known)) = self.sites.get_mut(number.index()) else {
            return;
        };
        let (slab_number, tier) = (known.slab, known.tier);
        let before = known.timeline.present().cloned();
        known.timeline.push(next.clone(), last_closed);
        let same_day = before.as_ref().filter(|before| before.day == day);
        self.move_sums(slab_number, tier, before.as_ref(), Some(next));
        if let Some(sales) = same_day.and_then(|before| before.sales.as_ref()) {
            self.both(slab_number, tier, |slab| slab.remove_sales(sales, windows));
        }
        if let Some(sales) = &next.sales {
            self.both(slab_number, tier, |slab| slab.add_sales(sales, windows));
        }
        if same_day.is_none() {
            self.count_report(day, slab_number);
        }
    }

    /// Moves stocks and flows (not sales) of a site from one position to another.
    fn move_sums(
        &mut self,
        slab: usize,
        tier: Tier,
        before: Option<&Position>,
        after: Option<&Position>,
    ) {
        let cells = |position: Option<&Position>| {
            position
                .map(|position| position.cells.clone())
                .unwrap_or_default()
        };
        let flows = |position: Option<&Position>| {
            position
                .map(|position| position.flows.clone())
                .unwrap_or_default()
        };
        let (old_cells, new_cells) = (cells(before), cells(after));
        let (old_flows, new_flows) = (flows(before), flows(after));
        self.both(slab, tier, |slab| {
            slab.replace_cells(&old_cells, &new_cells);
            slab.sites += u32::from(after.is_some());
            slab.sites -= u32::from(before.is_some());
        });
        self.flows.replace(slab, &old_flows, &new_flows);
    }

    fn both(&mut self, slab: usize, tier: Tier, mut change: impl FnMut(&mut Slab)) {
        if let Some(Some(slab)) = self.slabs.get_mut(slab) {
            change(slab);
        }
        if let Some(national) = self.national.get_mut(tier.index()) {
            change(national);
        }
    }

    /// Counts a site that reported for a day, unless the day is both closed and out of the windows: its file has the
    /// count then.
    fn count_report(&mut self, day: Day, slab: usize) {
        let is_open = self.last_closed.is_none_or(|closed| day > closed);
        if !is_open && !self.windows(day).twenty_eight {
            return;
        }
        let counts = self.reported.entry(day).or_insert_with(|| vec![0; SLABS]);
        if let Some(count) = counts.get_mut(slab) {
            *count += 1;
        }
    }

    fn windows(&self, day: Day) -> Windows {
        let age = self.latest.map_or(0, |latest| latest.days_since(day));
        Windows {
            seven: age < SHORT_WINDOW_DAYS,
            twenty_eight: age < LONGEST_WINDOW_DAYS,
        }
    }

    /// Slides the windows of demand when a new day begins.
    fn advance_to(&mut self, day: Day) {
        let Some(latest) = self.latest else {
            self.latest = Some(day);
            return;
        };
        for next in (latest.epoch_days() + 1)..=day.epoch_days() {
            let next = Day::from_epoch_days(next);
            let leaves_seven = Windows {
                seven: true,
                twenty_eight: false,
            };
            let leaves_twenty_eight = Windows {
                seven: false,
                twenty_eight: true,
            };
            self.take_day_out(next.plus_days(-SHORT_WINDOW_DAYS), leaves_seven);
            self.take_day_out(next.plus_days(-LONGEST_WINDOW_DAYS), leaves_twenty_eight);
            self.latest = Some(next);
        }
        self.forget_old_days(day.max(latest));
    }

    /// Forgets the sales of days out of the windows, and who reported for those of them that are closed.
    fn forget_old_days(&mut self, latest: Day) {
        let oldest = latest.plus_days(1 - LONGEST_WINDOW_DAYS);
        self.closed = self.closed.split_off(&oldest);
        if let Some(last_closed) = self.last_closed {
            self.reported = self
                .reported
                .split_off(&oldest.min(last_closed.plus_days(1)));
        }
    }

    fn take_day_out(&mut self, day: Day, windows: Windows) {
        if self.last_closed.is_none_or(|closed| day > closed) {
            self.take_open_day_out(day, windows);
        } else if let Some(closed) = self.closed.get(&day).cloned() {
            for (slab, sales) in closed.slabs() {
                self.both(slab, tier_of_slab(slab), |slab| {
                    slab.remove_closed(sales, windows);
                });
            }
        }
    }

    fn take_open_day_out(&mut self, day: Day, windows: Windows) {
        let of_day = |site: &KnownSite| {
            let position = site
                .timeline
                .at(day)
                .filter(|position| position.day == day)?;
            Some((site.slab, site.tier, position.sales.clone()?))
        };
        let leaving: Vec<_> = self.sites.iter().flatten().filter_map(of_day).collect();
        for (slab, tier, sales) in leaving {
            self.both(slab, tier, |slab| slab.remove_sales(&sales, windows));
        }
    }
}

/// The slab of a tier in a department.
pub const fn slab_index(tier: Tier, department: Department) -> usize {
    tier.index() * Department::COUNT + department.index()
}

/// The tier of a slab.
pub fn tier_of_slab(slab: usize) -> Tier {
    Tier::ALL
        .get(slab / Department::COUNT)
        .copied()
        .unwrap_or(Tier::Company)
}

/// The department of a slab.
pub fn department_of_slab(slab: usize) -> Department {
    Department::from_index(slab % Department::COUNT).unwrap_or(Department::ALL[0])
}
