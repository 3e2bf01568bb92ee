//! Sites where patients are served: pharmacies and hospitals.

use vigie_model::{Day, Tier};

use crate::{
    assortment::DemandTable,
    country::Place,
    demand::Profile,
    random::Random,
    shelf::{Order, PackTraits, Shelf},
    stocking::Policy,
};

/// A site where patients are served.
#[derive(Debug, Clone)]
pub(crate) struct Outlet {
    pub(crate) shelf: Shelf,
    pub(crate) tables: Vec<DemandTable>,
    pub(crate) random: Random,
    /// First and second depot (pharmacies).
    pub(crate) depots: [u32; 2],
}

/// What outlets need to know of the day.
pub(crate) struct Today<'a> {
    pub(crate) number: u32,
    pub(crate) packs: &'a [PackTraits],
    pub(crate) depot_slots: &'a [Vec<u32>],
    pub(crate) sources: &'a [Place],
    pub(crate) trend: [f32; Profile::COUNT],
}

/// Whether a tier receives and orders on this day.
pub(crate) fn is_open(tier: Tier, day: Day) -> bool {
    tier != Tier::Pharmacy || day.date().weekday().to_monday_zero_offset() != 6
}

/// Lets some of the sites of a tier live through the day; `first` is the place of the first one.
pub(crate) fn serve_part(
    outlets: &mut [Outlet],
    first: usize,
    tier: Tier,
    open: bool,
    today: &Today<'_>,
    multipliers: &[f64; Profile::COUNT],
) {
    for (outlet, turn) in outlets.iter_mut().zip(first..) {
        let day = today.number;
        let life = |pack: u32| day + today.packs[pack as usize].shelf_life_days;
        outlet.shelf.receive_due(day, life);
        if (day as usize + turn).is_multiple_of(7) {
            outlet.shelf.check_dates(day);
        }
        if !open {
            continue;
        }
        for table in &outlet.tables {
            table.sell_day(&mut outlet.shelf, multipliers, &mut outlet.random);
        }
        outlet.write_orders(tier, today);
    }
}

impl Outlet {
    /// Orders what is needed of the packs that moved.
    fn write_orders(&mut self, tier: Tier, today: &Today<'_>) {
        let policy = if tier == Tier::Pharmacy {
            Policy::PHARMACY
        } else {
            Policy::HOSPITAL
        };
        let depot = self.depots[0];
        let slots = &today.depot_slots[depot as usize];
        let orders = &mut self.shelf.orders;
        let mut written = std::mem::take(orders);
        self.shelf.for_each_active(|slot, cell| {
            let boxes = policy.order(cell, &today.trend);
            cell.waiting = boxes > 0;
            cell.refused = 0;
            if boxes > 0 {
                let pack = cell.pack as usize;
                let seller = if tier == Tier::Pharmacy {
                    Place {
                        site: depot,
                        slot: slots[pack],
                    }
                } else {
                    today.sources[pack]
                };
                written.push(Order {
                    slot: slot as u32,
                    supplier: seller.site,
                    supplier_slot: seller.slot,
                    boxes,
                });
            }
            true
        });
        self.shelf.orders = written;
    }

    /// Sends what the first depot refused to the second one, where it holds the pack.
    pub(crate) fn turn_to_second_depot(&mut self, depot_slots: &[Vec<u32>]) {
        let [first, second] = self.depots;
        let slots = &depot_slots[second as usize];
        let cells = &self.shelf.cells;
        self.shelf.orders.retain_mut(|order| {
            let slot = slots[cells[order.slot as usize].pack as usize];
            (order.supplier, order.supplier_slot) = (second, slot);
            first != second && slot != u32::MAX
        });
    }
}
