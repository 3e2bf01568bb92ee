//! Sums over the sites of one tier in one territory, pack by pack.

use std::collections::BTreeMap;

use vigie_model::PackNumber;

use super::closed::SlabSales;
use super::site::{Cell, Sale};
use crate::line::{FlowLine, Flows};

/// Sums of one pack over the sites of a slab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Boxes on hand.
    pub on_hand: u64,
    /// Boxes sold on the reported days of the last 7 days.
    pub sold_7_days: u64,
    /// Boxes sold on the reported days of the last 28 days.
    pub sold_28_days: u64,
    /// Sites that have at least one box.
    pub sites_holding: u32,
    /// Sites that carry the pack and have none.
    pub sites_at_zero: u32,
}

impl Totals {
    /// The sum over two sets of sites.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            on_hand: self.on_hand + other.on_hand,
            sold_7_days: self.sold_7_days + other.sold_7_days,
            sold_28_days: self.sold_28_days + other.sold_28_days,
            sites_holding: self.sites_holding + other.sites_holding,
            sites_at_zero: self.sites_at_zero + other.sites_at_zero,
        }
    }

    #[inline]
    fn add(&mut self, on_hand: u32) {
        self.on_hand += u64::from(on_hand);
        self.sites_holding += u32::from(on_hand > 0);
        self.sites_at_zero += u32::from(on_hand == 0);
    }

    #[inline]
    fn remove(&mut self, on_hand: u32) {
        self.on_hand -= u64::from(on_hand);
        self.sites_holding -= u32::from(on_hand > 0);
        self.sites_at_zero -= u32::from(on_hand == 0);
    }
}

/// Sums of the flows of one pack over the sites of a slab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FlowTotals {
    /// Boxes ordered and not delivered.
    pub ordered_not_delivered: u64,
    /// Boxes in transit.
    pub in_transit: u64,
    /// Boxes that expire within 90 days.
    pub expiring: u64,
}

impl FlowTotals {
    /// The sum over two sets of sites.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            ordered_not_delivered: self.ordered_not_delivered + other.ordered_not_delivered,
            in_transit: self.in_transit + other.in_transit,
            expiring: self.expiring + other.expiring,
        }
    }
}

/// Which windows of days a day's sales fall into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Windows {
    /// The last 7 days.
    pub seven: bool,
    /// The last 28 days.
    pub twenty_eight: bool,
}

/// Sums over the sites of one tier in one territory.
#[derive(Debug, Clone, Default)]
pub struct Slab {
    totals: Vec<Totals>,
    flows: BTreeMap<PackNumber, FlowTotals>,
    /// Sites with a known position.
    pub sites: u32,
    /// Site-days that stated sales in the last 7 days.
    pub site_days_7: u32,
    /// Site-days that stated sales in the last 28 days.
    pub site_days_28: u32,
}

impl Slab {
    /// Makes room for more packs.
    pub fn grow(&mut self, packs: usize) {
        if self.totals.len() < packs {
            self.totals.resize(packs, Totals::default());
        }
    }

    /// The sums of one pack.
    pub fn totals(&self, pack: PackNumber) -> Totals {
        self.totals.get(pack.index()).copied().unwrap_or_default()
    }

    /// The sums of every pack, in order of number.
    pub fn all(&self) -> &[Totals] {
        &self.totals
    }

    /// The flows of one pack.
    pub fn flows(&self, pack: PackNumber) -> FlowTotals {
        self.flows.get(&pack).copied().unwrap_or_default()
    }

    /// Replaces a site's old cells with its new ones. Both are in order of pack, so the slab is walked once.
    pub fn replace_cells(&mut self, old: &[Cell], new: &[Cell]) {
        let mut old = old.iter().peekable();
        for cell in new {
            while let Some(gone) = old.next_if(|gone| gone.pack < cell.pack) {
                self.with(gone.pack, |totals| totals.remove(gone.on_hand));
            }
            match old.next_if(|same| same.pack == cell.pack) {
                Some(same) if same.on_hand == cell.on_hand => {}
                Some(same) => self.with(cell.pack, |totals| {
                    totals.remove(same.on_hand);
                    totals.add(cell.on_hand);
                }),
                None => self.with(cell.pack, |totals| totals.add(cell.on_hand)),
            }
        }
        for gone in old {
            self.with(gone.pack, |totals| totals.remove(gone.on_hand));
        }
    }

    /// Adds the sales of a site's day.
    pub fn add_sales(&mut self, sales: &[Sale], windows: Windows) {
        for sale in sales {
            self.with(sale.pack, |totals| {
                totals.sold_28_days += u64::from(sale.boxes) * u64::from(windows.twenty_eight);
                totals.sold_7_days += u64::from(sale.boxes) * u64::from(windows.seven);
            });
        }
        self.site_days_7 += u32::from(windows.seven);
        self.site_days_28 += u32::from(windows.twenty_eight);
    }

    /// Adds the sales of a closed day.
    pub fn add_closed(&mut self, sales: &SlabSales, windows: Windows) {
        for (pack, boxes) in sales.sold() {
            self.with(pack, |totals| {
                totals.sold_28_days += boxes * u64::from(windows.twenty_eight);
                totals.sold_7_days += boxes * u64::from(windows.seven);
            });
        }
        self.site_days_7 += sales.site_days * u32::from(windows.seven);
        self.site_days_28 += sales.site_days * u32::from(windows.twenty_eight);
    }

    /// Takes a closed day out of windows.
    pub fn remove_closed(&mut self, sales: &SlabSales, windows: Windows) {
        for (pack, boxes) in sales.sold() {
            self.remove_sold(pack, boxes, windows);
        }
        self.remove_site_days(sales.site_days, windows);
    }

    /// Takes the sales of a site's day back.
    pub fn remove_sales(&mut self, sales: &[Sale], windows: Windows) {
        for sale in sales {
            self.remove_sold(sale.pack, sale.boxes.into(), windows);
        }
        self.remove_site_days(1, windows);
    }

    fn remove_sold(&mut self, pack: PackNumber, boxes: u64, windows: Windows) {
        self.with(pack, |totals| {
            totals.sold_28_days -= boxes * u64::from(windows.twenty_eight);
            totals.sold_7_days -= boxes * u64::from(windows.seven);
        });
    }

    fn remove_site_days(&mut self, site_days: u32, windows: Windows) {
        self.site_days_7 -= site_days * u32::from(windows.seven);
        self.site_days_28 -= site_days * u32::from(windows.twenty_eight);
    }

    /// Replaces a site's old flows with its new ones.
    pub fn replace_flows(&mut self, old: &[FlowLine], new: &[FlowLine]) {
        let mut old = old.iter().peekable();
        for line in new {
            while let Some(gone) = old.next_if(|gone| gone.pack < line.pack) {
                self.move_flows(gone.pack, gone.flows, Flows::default());
            }
            let before = old.next_if(|same| same.pack == line.pack);
            self.move_flows(
                line.pack,
                before.map(|same| same.flows).unwrap_or_default(),
                line.flows,
            );
        }
        for gone in old {
            self.move_flows(gone.pack, gone.flows, Flows::default());
        }
    }

    /// Most flows stay as they are from one day to the next, and cost nothing then.
    fn move_flows(&mut self, pack: PackNumber, old: Flows, new: Flows) {
        if old == new {
            return;
        }
        let totals = self.flows.entry(pack).or_default();
        let moved = |sum: u64, old: u32, new: u32| sum + u64::from(new) - u64::from(old);
        totals.ordered_not_delivered = moved(
            totals.ordered_not_delivered,
            old.ordered_not_delivered,
            new.ordered_not_delivered,
        );
        totals.in_transit = moved(totals.in_transit, old.in_transit, new.in_transit);
        totals.expiring = moved(totals.expiring, old.expiring, new.expiring);
        if *totals == FlowTotals::default() {
            self.flows.remove(&pack);
        }
    }

    #[inline]
    fn with(&mut self, pack: PackNumber, change: impl FnOnce(&mut Totals)) {
        if let Some(totals) = self.totals.get_mut(pack.index()) {
            change(totals);
        }
    }
}
