//! Days whose history is written: what leaves memory, and the sales that stay for the windows of demand.

use std::collections::BTreeMap;
use std::sync::Arc;

use vigie_model::{Day, PackNumber, ReportNumber, SiteNumber};

use super::site::{Position, Sale};
use super::{Picture, SLABS};

/// Where a site stood at the end of a day.
#[derive(Debug, Clone)]
pub struct SitePosition {
    /// The site.
    pub site: SiteNumber,
    /// Its slab.
    pub slab: usize,
    /// Its position, from this day's report or carried from an earlier one.
    pub position: Position,
}

/// The country at the end of a day, frozen: cheap to take, safe to write while reports go on.
#[derive(Debug, Clone)]
pub struct DayState {
    /// The day.
    pub day: Day,
    /// Last report included.
    pub journal_head: ReportNumber,
    /// Number of packs that have a number.
    pub packs: usize,
    /// All sites with a position, in order of slab, then of site.
    pub sites: Vec<SitePosition>,
    /// Sites that were expected on this day, by slab.
    pub expected: Vec<u32>,
}

/// The sales of one slab on a closed day, packed: pairs of differences of pack numbers and boxes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SlabSales {
    /// Sites that stated sales.
    pub site_days: u32,
    bytes: Box<[u8]>,
}

/// The sales of a closed day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClosedDay {
    slabs: Vec<(usize, SlabSales)>,
}

impl DayState {
    /// What the windows of demand need of the day.
    pub fn closed_day(&self) -> ClosedDay {
        let mut closed = ClosedDay::default();
        let mut sold = vec![0u64; self.packs];
        for sites in self.sites.chunk_by(|a, b| a.slab == b.slab) {
            let mut site_days = 0;
            for sales in sites.iter().filter_map(|site| self.sales_of_the_day(site)) {
                site_days += 1;
                for sale in sales {
                    if let Some(sum) = sold.get_mut(sale.pack.index()) {
                        *sum += u64::from(sale.boxes);
                    }
                }
            }
            if let (Some(first), true) = (sites.first(), site_days > 0) {
                closed
                    .slabs
                    .push((first.slab, SlabSales::pack(site_days, &mut sold)));
            }
        }
        closed
    }

    fn sales_of_the_day<'a>(&self, site: &'a SitePosition) -> Option<&'a [Sale]> {
        (site.position.day == self.day).then_some(site.position.sales.as_ref()?.as_slice())
    }
}

impl SlabSales {
    /// Packs sums by pack, and empties them.
    fn pack(site_days: u32, sold: &mut [u64]) -> Self {
        let nonzero = (0..)
            .map(PackNumber)
            .zip(sold.iter_mut())
            .filter(|(_, boxes)| **boxes > 0);
        Self::of(
            site_days,
            nonzero.map(|(pack, boxes)| (pack, std::mem::take(boxes))),
        )
    }

    fn of(site_days: u32, sold: impl Iterator<Item = (PackNumber, u64)>) -> Self {
        let mut bytes = Vec::new();
        let mut last = 0;
        for (pack, boxes) in sold {
            put(&mut bytes, (pack.0 - last).into());
            put(&mut bytes, boxes);
            last = pack.0;
        }
        Self {
            site_days,
            bytes: bytes.into_boxed_slice(),
        }
    }

    /// Boxes sold, in order of pack.
    pub fn sold(&self) -> impl Iterator<Item = (PackNumber, u64)> {
        let mut rest = &*self.bytes;
        let mut pack = 0;
        std::iter::from_fn(move || {
            pack += get(&mut rest)?;
            Some((PackNumber(pack as u32), get(&mut rest)?))
        })
    }
}

impl ClosedDay {
    /// The sales of each slab that stated any.
    pub fn slabs(&self) -> impl Iterator<Item = (usize, &SlabSales)> {
        self.slabs.iter().map(|(slab, sales)| (*slab, sales))
    }

    /// Corrects the sales of one slab by those of one site, before and after.
    pub fn correct(&mut self, slab: usize, before: Option<&[Sale]>, after: Option<&[Sale]>) {
        let place = self.slabs.partition_point(|(other, _)| *other < slab);
        if self
            .slabs
            .get(place)
            .is_none_or(|(other, _)| *other != slab)
        {
            self.slabs.insert(place, (slab, SlabSales::default()));
        }
        let Some((_, sales)) = self.slabs.get_mut(place) else {
            return;
        };
        let mut sold: BTreeMap<PackNumber, u64> = sales.sold().collect();
        for sale in before.unwrap_or_default() {
            let boxes = sold.entry(sale.pack).or_default();
            *boxes = boxes.saturating_sub(sale.boxes.into());
        }
        for sale in after.unwrap_or_default() {
            *sold.entry(sale.pack).or_default() += u64::from(sale.boxes);
        }
        let site_days = sales.site_days + u32::from(after.is_some()) - u32::from(before.is_some());
        *sales = SlabSales::of(site_days, sold.into_iter().filter(|(_, boxes)| *boxes > 0));
    }

    /// Writes it for a snapshot.
    pub fn write(&self, out: &mut Vec<u8>) {
        put(out, self.slabs.len() as u64);
        for (slab, sales) in &self.slabs {
            put(out, *slab as u64);
            put(out, sales.site_days.into());
            put(out, sales.bytes.len() as u64);
            out.extend_from_slice(&sales.bytes);
        }
    }

    /// Reads it back; `None` when damaged.
    pub fn read(rest: &mut &[u8]) -> Option<Self> {
        let count = get(rest)?;
        let mut slabs = Vec::new();
        for _ in 0..count {
            let slab = usize::try_from(get(rest)?)
                .ok()
                .filter(|&slab| slab < SLABS)?;
            let site_days = u32::try_from(get(rest)?).ok()?;
            let length = usize::try_from(get(rest)?).ok()?;
            let (bytes, tail) = rest.split_at_checked(length)?;
            *rest = tail;
            slabs.push((
                slab,
                SlabSales {
                    site_days,
                    bytes: bytes.into(),
                },
            ));
        }
        Some(Self { slabs })
    }
}

fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn get(rest: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, tail) = rest.split_first()?;
        *rest = tail;
        value |= u64::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

impl Picture {
    /// An open day as it is now; `None` if it is closed or has not begun.
    pub fn day_state(&self, day: Day) -> Option<DayState> {
        let begun = self.latest.is_some_and(|latest| day <= latest);
        if !begun || self.last_closed.is_some_and(|closed| day <= closed) {
            return None;
        }
        let mut sites: Vec<SitePosition> = (0..)
            .map(SiteNumber)
            .zip(&self.sites)
            .filter_map(|(site, known)| {
                let known = known.as_ref()?;
                Some(SitePosition {
                    site,
                    slab: known.slab,
                    position: known.timeline.at(day)?.clone(),
                })
            })
            .collect();
        sites.sort_by_key(|site| site.slab);
        Some(DayState {
            day,
            journal_head: self.journal_head,
            packs: self.packs,
            sites,
            expected: self.expected(day).to_vec(),
        })
    }

    /// Lets a day begin for which nobody has reported yet.
    pub fn begin_day(&mut self, day: Day) {
        if self.latest.is_some_and(|latest| latest < day) {
            self.advance_to(day);
        }
    }

    /// Closes a day and gives it frozen, to be written while reports go on; later ones about it are corrections.
    /// `None` if it is closed already or has not begun.
    pub fn close_day(&mut self, day: Day) -> Option<DayState> {
        let state = self.day_state(day)?;
        self.close(day, state.closed_day());
        Some(state)
    }

    /// Forgets positions that no open day needs.
    fn close(&mut self, day: Day, closed: ClosedDay) {
        self.last_closed = Some(day);
        self.closed.insert(day, closed);
        for site in self.sites.iter_mut().flatten() {
            site.timeline.forget_before(Some(day));
        }
    }

    /// Sites expected on a day, by slab.
    pub fn expected(&self, day: Day) -> Arc<[u32]> {
        let mut kept = self.expected.lock();
        match kept.as_ref() {
            Some((of, counts)) if *of == day => Arc::clone(counts),
            _ => {
                let counts: Arc<[u32]> = self.count_expected(day).into();
                *kept = Some((day, Arc::clone(&counts)));
                counts
            }
        }
    }

    fn count_expected(&self, day: Day) -> Vec<u32> {
        let mut counts = vec![0; SLABS];
        let expected = |site: &&super::KnownSite| {
            site.expected_from <= day && site.expected_until.is_none_or(|last| day <= last)
        };
        for site in self.sites.iter().flatten().filter(expected) {
            if let Some(count) = counts.get_mut(site.slab) {
                *count += 1;
            }
        }
        counts
    }
}
