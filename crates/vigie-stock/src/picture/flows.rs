//! Orders, transit and expiry, summed by pack and slab. Few lines state them, so only what is not zero is kept.

use vigie_model::{PackNumber, Tier};

use super::tier_of_slab;
use crate::line::{FlowLine, Flows};

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

/// The flows of one pack in one slab.
#[derive(Debug, Clone, Copy)]
struct OfSlab {
    slab: u32,
    totals: FlowTotals,
}

/// Sums of flows: for each pack the slabs that have any, in order.
#[derive(Debug, Clone, Default)]
pub struct FlowTable {
    packs: Vec<Vec<OfSlab>>,
}

impl FlowTable {
    /// Makes room for more packs.
    pub fn grow(&mut self, packs: usize) {
        if self.packs.len() < packs {
            self.packs.resize_with(packs, Vec::new);
        }
    }

    /// The flows of one pack in one slab.
    pub fn of_slab(&self, pack: PackNumber, slab: usize) -> FlowTotals {
        let slabs = self.of_pack(pack);
        slabs
            .binary_search_by_key(&(slab as u32), |of| of.slab)
            .ok()
            .and_then(|place| slabs.get(place))
            .map(|of| of.totals)
            .unwrap_or_default()
    }

    /// The flows of one pack over all departments of a tier.
    pub fn of_tier(&self, pack: PackNumber, tier: Tier) -> FlowTotals {
        self.of_pack(pack)
            .iter()
            .filter(|of| tier_of_slab(of.slab as usize) == tier)
            .map(|of| of.totals)
            .fold(FlowTotals::default(), FlowTotals::plus)
    }

    fn of_pack(&self, pack: PackNumber) -> &[OfSlab] {
        self.packs
            .get(pack.index())
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// Replaces a site's old flows with its new ones.
    pub fn replace(&mut self, slab: usize, old: &[FlowLine], new: &[FlowLine]) {
        let mut old = old.iter().peekable();
        for line in new {
            while let Some(gone) = old.next_if(|gone| gone.pack < line.pack) {
                self.move_sums(slab, gone.pack, gone.flows, Flows::default());
            }
            let before = old.next_if(|same| same.pack == line.pack);
            self.move_sums(
                slab,
                line.pack,
                before.map(|same| same.flows).unwrap_or_default(),
                line.flows,
            );
        }
        for gone in old {
            self.move_sums(slab, gone.pack, gone.flows, Flows::default());
        }
    }

    /// Most flows stay as they are from one day to the next, and cost nothing then.
    fn move_sums(&mut self, slab: usize, pack: PackNumber, old: Flows, new: Flows) {
        let Some(slabs) = self.packs.get_mut(pack.index()) else {
            return;
        };
        if old == new {
            return;
        }
        let slab = slab as u32;
        let place = slabs.partition_point(|of| of.slab < slab);
        if slabs.get(place).is_none_or(|of| of.slab != slab) {
            let totals = FlowTotals::default();
            slabs.insert(place, OfSlab { slab, totals });
        }
        let Some(OfSlab { totals, .. }) = slabs.get_mut(place) else {
            return;
        };
        let moved = |sum: u64, old: u32, new: u32| sum + u64::from(new) - u64::from(old);
        totals.ordered_not_delivered = moved(
            totals.ordered_not_delivered,
            old.ordered_not_delivered,
            new.ordered_not_delivered,
        );
        totals.in_transit = moved(totals.in_transit, old.in_transit, new.in_transit);
        totals.expiring = moved(totals.expiring, old.expiring, new.expiring);
        if *totals == FlowTotals::default() {
            slabs.remove(place);
        }
    }
}
