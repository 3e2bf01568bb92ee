//! Turns positions, which are ordered by site, into lines ordered by pack number.

use vigie_model::{Day, PackNumber};

use super::columns::{DayLine, UNKNOWN};
use crate::picture::{Cell, SitePosition};

/// Lines that are turned at once: bounds memory to about 100 MB.
const LINES_AT_ONCE: usize = 6 << 20;

/// One line while it is turned.
#[derive(Debug, Clone, Copy, Default)]
struct Line {
    place: u32,
    on_hand: u32,
    sold: u32,
    ordered: u32,
}

/// The lines of sites by pack, each pack in order of slab and site. Packs are asked for in rising order.
#[derive(Debug)]
pub struct Turn<'a> {
    sites: &'a [SitePosition],
    day: Day,
    packs: usize,
    packs_a_pass: usize,
    /// The packs at hand are `first..end`.
    first: usize,
    end: usize,
    cursors: Vec<Cursors>,
    starts: Vec<usize>,
    lines: Vec<Line>,
}

impl<'a> Turn<'a> {
    /// `sites` are in order of slab and site; packs have numbers below `packs`.
    pub fn new(day: Day, sites: &'a [SitePosition], packs: usize) -> Self {
        let lines: usize = sites.iter().map(|site| site.position.cells.len()).sum();
        let passes = lines.div_ceil(LINES_AT_ONCE).max(1);
        Self {
            sites,
            day,
            packs,
            packs_a_pass: packs.div_ceil(passes).max(1),
            first: 0,
            end: 0,
            cursors: vec![Cursors::default(); sites.len()],
            starts: Vec::new(),
            lines: Vec::new(),
        }
    }

    /// The lines of a pack.
    pub fn lines_of(&mut self, pack: PackNumber) -> impl Iterator<Item = DayLine> {
        while pack.index() >= self.end && self.end < self.packs {
            self.first = self.end;
            self.end = (self.first + self.packs_a_pass).min(self.packs);
            self.gather();
        }
        let place = pack.index().checked_sub(self.first);
        let range = place.and_then(|place| {
            let (start, end) = (self.starts.get(place)?, self.starts.get(place + 1)?);
            self.lines.get(*start..*end)
        });
        let sites = self.sites;
        let lines = range.unwrap_or_default().iter();
        lines.filter_map(move |line| {
            let site = sites.get(line.place as usize)?;
            Some(DayLine {
                slab: site.slab as u32,
                site: site.site.0,
                on_hand: line.on_hand,
                sold: line.sold,
                ordered: line.ordered,
            })
        })
    }

    fn gather(&mut self) {
        let (first, end) = (self.first, self.end);
        self.count();
        let mut next = self.starts.clone();
        let total = self.starts.last().copied().unwrap_or(0);
        self.lines.clear();
        self.lines.resize(total, Line::default());
        for (place, site) in self.sites.iter().enumerate() {
            let Some(cursors) = self.cursors.get_mut(place) else {
                continue;
            };
            for cell in cells_before(site, cursors.cell, end) {
                cursors.cell += 1;
                let line = Line {
                    place: place as u32,
                    on_hand: cell.on_hand,
                    sold: cursors.sold(site, self.day, cell.pack),
                    ordered: cursors.ordered(site, cell.pack),
                };
                let slot = next.get_mut(cell.pack.index() - first);
                if let Some(target) = slot.and_then(|slot| {
                    *slot += 1;
                    self.lines.get_mut(*slot - 1)
                }) {
                    *target = line;
                }
            }
        }
    }

    fn count(&mut self) {
        let (first, end) = (self.first, self.end);
        self.starts.clear();
        self.starts.resize(end - first + 1, 0);
        for (site, cursors) in self.sites.iter().zip(&self.cursors) {
            for cell in cells_before(site, cursors.cell, end) {
                if let Some(count) = self.starts.get_mut(cell.pack.index() - first + 1) {
                    *count += 1;
                }
            }
        }
        let mut sum = 0;
        for start in &mut self.starts {
            sum += *start;
            *start = sum;
        }
    }
}

fn cells_before(site: &SitePosition, from: usize, end: usize) -> impl Iterator<Item = &Cell> {
    let cells = site.position.cells.get(from..).unwrap_or_default();
    cells.iter().take_while(move |cell| cell.pack.index() < end)
}

/// How far the lists of a site are read; they only move forward, as packs do.
#[derive(Debug, Clone, Copy, Default)]
struct Cursors {
    cell: usize,
    sale: usize,
    flow: usize,
}

impl Cursors {
    fn sold(&mut self, site: &SitePosition, day: Day, pack: PackNumber) -> u32 {
        let Some(sales) = site
            .position
            .sales
            .as_ref()
            .filter(|_| site.position.day == day)
        else {
            return UNKNOWN;
        };
        while sales.get(self.sale).is_some_and(|sale| sale.pack < pack) {
            self.sale += 1;
        }
        sales
            .get(self.sale)
            .filter(|sale| sale.pack == pack)
            .map_or(0, |sale| sale.boxes)
    }

    fn ordered(&mut self, site: &SitePosition, pack: PackNumber) -> u32 {
        let flows = &site.position.flows;
        while flows.get(self.flow).is_some_and(|line| line.pack < pack) {
            self.flow += 1;
        }
        flows
            .get(self.flow)
            .filter(|line| line.pack == pack)
            .map_or(0, |line| line.flows.ordered_not_delivered)
    }
}
