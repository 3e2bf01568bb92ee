//! Orders between two tiers.

use std::ops::RangeInclusive;

use rand::RngExt as _;

use crate::{
    country::Place,
    demand::Profile,
    random::Random,
    shelf::{Order, Queue, Shelf},
    stocking::Policy,
};

/// When shipments arrive.
pub(crate) enum Lead<'a> {
    /// All on this day.
    Fixed(u32),
    /// Each after a random number of days.
    Random {
        random: &'a mut Random,
        today: u32,
        days: RangeInclusive<u32>,
    },
}

impl<'a> Lead<'a> {
    pub(crate) const fn fixed(due: u32) -> Self {
        Self::Fixed(due)
    }

    pub(crate) const fn random(
        random: &'a mut Random,
        today: u32,
        days: RangeInclusive<u32>,
    ) -> Self {
        Self::Random {
            random,
            today,
            days,
        }
    }

    fn due(&mut self) -> u32 {
        match self {
            Self::Fixed(due) => *due,
            Self::Random {
                random,
                today,
                days,
            } => *today + random.random_range(days.clone()),
        }
    }
}

/// Serves the orders of all customers; each supplier shares what is short in proportion to orders.
///
/// What is shipped leaves the supplier and is in transit to the customer. What is not served stays
/// among the customer's orders, and in its cell as refused.
pub(crate) fn settle(customers: &mut [&mut Shelf], suppliers: &mut [Shelf], lead: &mut Lead<'_>) {
    for order in customers.iter().flat_map(|customer| &customer.orders) {
        let supplier = &mut suppliers[order.supplier as usize];
        supplier.queues[order.supplier_slot as usize].asked += order.boxes;
        supplier.touch(order.supplier_slot as usize);
    }
    for customer in customers {
        let mut orders = std::mem::take(&mut customer.orders);
        orders.retain_mut(|order| {
            let supplier = &mut suppliers[order.supplier as usize];
            let slot = order.supplier_slot as usize;
            let given = supplier.cells[slot].serve(&mut supplier.queues[slot], order.boxes);
            if given > 0 {
                customer.ship(order.slot, given, lead.due());
            }
            order.boxes -= given;
            let cell = &mut customer.cells[order.slot as usize];
            cell.refused = order.boxes;
            cell.waiting = order.boxes > 0;
            customer.touch(order.slot as usize);
            order.boxes > 0
        });
        customer.orders = orders;
    }
    for supplier in suppliers {
        supplier.queues.fill(Queue::default());
    }
}

/// Forgets the orders that were not served: they are written anew when still needed.
pub(crate) fn clear_orders(customers: &mut [&mut Shelf]) {
    for customer in customers {
        customer.orders.clear();
    }
}

/// Writes the orders of a tier to where each pack is sold.
pub(crate) fn order_all(
    shelves: &mut [Shelf],
    policy: Policy,
    trend: &[f32; Profile::COUNT],
    sources: &[Place],
) {
    for shelf in shelves {
        let mut orders = std::mem::take(&mut shelf.orders);
        shelf.for_each_active(|slot, cell| {
            let boxes = policy.order(cell, trend);
            cell.waiting = boxes > 0;
            let source = sources[cell.pack as usize];
            if boxes > 0 {
                orders.push(Order {
                    slot: slot as u32,
                    supplier: source.site,
                    supplier_slot: source.slot,
                    boxes,
                });
            }
            true
        });
        shelf.orders = orders;
    }
}
