//! The stock of one site: what comes in, what goes out, what expires.

use vigie_model::Cip13;

use crate::demand::Profile;

/// Boxes that expire within this many days are reported as expiring.
pub const EXPIRING_DAYS: u32 = 90;

/// One pack at one site, in one cache line. Quantities are boxes; days count from the start of the
/// country.
#[derive(Debug, Clone, Default)]
#[repr(align(64))]
pub struct Cell {
    /// Place of the pack in the country's list.
    pub pack: u32,
    /// Mean boxes a day that leave.
    pub rate: f32,
    /// Boxes in the house.
    pub on_hand: u32,
    /// `on_hand` at the last report.
    pub on_hand_reported: u32,
    /// Sold (pharmacies, hospitals) or shipped (the others) since the last report.
    pub sold: u32,
    /// Wanted by patients and not there, since the last report.
    pub missed: u32,
    /// Came in since the last report.
    pub received: u32,
    /// Thrown away since the last report.
    pub expired: u32,
    /// Ordered and refused by all suppliers, this evening.
    pub refused: u32,
    /// Shipped to this site and not there yet; at a company, in production.
    pub in_transit: u32,
    /// Part of `on_hand` that expires within [`EXPIRING_DAYS`].
    pub expiring: u32,
    /// Boxes of the oldest lot.
    oldest: u32,
    /// First day on which the oldest lot is no good.
    oldest_expires: u16,
    /// The same for all other boxes, the earliest of them.
    others_expire: u16,
    /// How its demand moves.
    pub profile: Profile,
    /// Held back: on hand, not shipped.
    pub blocked: bool,
    /// Whether it was refused boxes and will ask again, on the next day that orders are written.
    pub waiting: bool,
    /// Whether the last report showed open orders.
    pub open_reported: bool,
}

/// This evening's orders for one cell of a supplier, boxes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Queue {
    /// Asked for by all customers.
    pub asked: u32,
    /// Asked for by those who had their turn.
    served: u32,
    /// Given to them.
    given: u32,
}

impl Cell {
    /// An empty cell.
    pub fn new(pack: u32, profile: Profile, rate: f32) -> Self {
        Self {
            pack,
            rate,
            profile,
            ..Self::default()
        }
    }

    /// Puts boxes that are good until `expires` on the shelf, without counting them as received.
    pub fn stock(&mut self, boxes: u32, expires: u32) {
        let expires = u16::try_from(expires).unwrap_or(u16::MAX);
        if self.on_hand == 0 {
            (self.oldest, self.oldest_expires) = (boxes, expires);
        } else if self.oldest == self.on_hand {
            self.others_expire = expires;
        } else {
            self.others_expire = self.others_expire.min(expires);
        }
        self.on_hand += boxes;
    }

    /// Receives boxes that were in transit.
    pub fn receive(&mut self, boxes: u32, expires: u32) {
        self.in_transit -= boxes;
        self.received += boxes;
        self.stock(boxes, expires);
    }

    /// Takes boxes off the shelf, first those that expire first.
    fn take(&mut self, boxes: u32) {
        self.on_hand -= boxes;
        self.expiring = self.expiring.saturating_sub(boxes);
        if boxes < self.oldest {
            self.oldest -= boxes;
        } else {
            (self.oldest, self.oldest_expires) = (self.on_hand, self.others_expire);
        }
    }

    /// Sells what there is of `wanted`.
    pub fn sell(&mut self, wanted: u32) {
        let boxes = wanted.min(self.on_hand);
        self.missed += wanted - boxes;
        self.sold += boxes;
        self.take(boxes);
    }

    /// Throws away what is no good any more and counts what soon will be; whether anything changed.
    pub fn check_dates(&mut self, today: u32) -> bool {
        let before = (self.on_hand, self.expiring);
        while self.on_hand > 0 && u32::from(self.oldest_expires) <= today {
            let boxes = self.oldest;
            self.expired += boxes;
            self.take(boxes);
        }
        let soon = today + EXPIRING_DAYS;
        let is_soon = |day: u16| u32::from(day) <= soon;
        self.expiring = match (is_soon(self.oldest_expires), is_soon(self.others_expire)) {
            _ if self.on_hand == 0 => 0,
            (true, true) => self.on_hand,
            (true, false) => self.oldest,
            (false, _) => 0,
        };
        before != (self.on_hand, self.expiring)
    }

    /// Serves one of this evening's orders: all of it when there is enough for everybody,
    /// else its fair part.
    ///
    /// Fair is in proportion to what was asked. Parts are cut from the running sum of the orders,
    /// so that they are whole boxes, sum to exactly what there is, and no order comes first.
    pub fn serve(&mut self, queue: &mut Queue, boxes: u32) -> u32 {
        let available = if self.blocked {
            0
        } else {
            self.on_hand + queue.given
        };
        queue.served += boxes;
        let part = if queue.asked <= available {
            boxes
        } else {
            let target = u64::from(queue.served) * u64::from(available) / u64::from(queue.asked);
            target as u32 - queue.given
        };
        queue.given += part;
        self.sold += part;
        self.take(part);
        part
    }

    /// What a customer must order to have `up_to` boxes, once it has `order_point` or fewer.
    pub fn need(&self, order_point: f32, up_to: f32) -> u32 {
        let position = self.on_hand + self.in_transit;
        if position as f32 > order_point {
            0
        } else {
            (up_to.ceil() as u32).saturating_sub(position)
        }
    }

    /// Whether a report of changes shows this cell.
    pub fn is_changed(&self) -> bool {
        self.on_hand != self.on_hand_reported
            || self.is_moving()
            || self.open_reported
            || self.expired > 0
    }

    /// Whether something happened or is on its way.
    fn is_moving(&self) -> bool {
        self.sold | self.missed | self.refused | self.in_transit | self.received > 0
    }

    /// Starts the next day, after a report; whether the cell must be looked at again.
    pub fn close_day(&mut self) -> bool {
        let again = self.is_moving() || self.waiting;
        self.open_reported = self.refused | self.in_transit > 0;
        self.on_hand_reported = self.on_hand;
        (self.sold, self.missed, self.received) = (0, 0, 0);
        (self.expired, self.refused) = (0, 0);
        again
    }
}

/// One wish of a customer for one pack.
#[derive(Debug, Clone, Copy)]
pub struct Order {
    /// Which of the customer's cells.
    pub slot: u32,
    /// Which supplier, by place in its tier.
    pub supplier: u32,
    /// Which of the supplier's cells.
    pub supplier_slot: u32,
    /// How many boxes.
    pub boxes: u32,
}

/// The stock of a site, and which cells are worth a look.
#[derive(Debug, Clone)]
pub struct Shelf {
    /// Cells in the order of the country's packs, which is that of their CIP13.
    pub cells: Vec<Cell>,
    /// Of each cell, when other sites buy here; else empty.
    pub queues: Vec<Queue>,
    /// One bit a cell: something happened to it.
    active: Vec<u64>,
    /// This evening's orders.
    pub orders: Vec<Order>,
    /// Shipments by day of arrival modulo the length: slot and boxes.
    arrivals: [Vec<(u32, u32)>; 8],
}

impl Shelf {
    /// A shelf with these cells.
    pub fn new(cells: Vec<Cell>) -> Self {
        Self {
            active: vec![0; cells.len().div_ceil(64)],
            cells,
            queues: Vec::new(),
            orders: Vec::new(),
            arrivals: std::array::from_fn(|_| Vec::new()),
        }
    }

    /// The same shelf, where other sites buy.
    pub fn into_supplier(mut self) -> Self {
        self.queues = vec![Queue::default(); self.cells.len()];
        self
    }

    /// Says that something happened to a cell.
    pub fn touch(&mut self, slot: usize) {
        self.active[slot / 64] |= 1 << (slot % 64);
    }

    /// Calls `look` for every cell where something happened, in order.
    /// A cell stays so while `look` answers true.
    pub fn for_each_active(&mut self, mut look: impl FnMut(usize, &mut Cell) -> bool) {
        for (word, bits) in self.active.iter_mut().enumerate() {
            let mut rest = *bits;
            while rest != 0 {
                let slot = word * 64 + rest.trailing_zeros() as usize;
                if !look(slot, &mut self.cells[slot]) {
                    *bits &= !(1 << (slot % 64));
                }
                rest &= rest - 1;
            }
        }
    }

    /// Puts boxes on the road, due on this day (at most 7 days ahead).
    pub fn ship(&mut self, slot: u32, boxes: u32, due: u32) {
        self.cells[slot as usize].in_transit += boxes;
        self.arrivals[due as usize % 8].push((slot, boxes));
        self.touch(slot as usize);
    }

    /// Receives what is due today; `expires` gives the last good day of a pack's boxes.
    pub fn receive_due(&mut self, today: u32, expires: impl Fn(u32) -> u32) {
        let mut due = std::mem::take(&mut self.arrivals[today as usize % 8]);
        for (slot, boxes) in due.drain(..) {
            let cell = &mut self.cells[slot as usize];
            cell.receive(boxes, expires(cell.pack));
            self.touch(slot as usize);
        }
        self.arrivals[today as usize % 8] = due;
    }

    /// Checks the dates of all boxes.
    pub fn check_dates(&mut self, today: u32) {
        for slot in 0..self.cells.len() {
            if self.cells[slot].check_dates(today) {
                self.touch(slot);
            }
        }
    }
}

/// A pack as the running country needs it.
#[derive(Debug, Clone)]
pub struct PackTraits {
    /// The pack.
    pub cip13: Cip13,
    /// How its demand moves.
    pub profile: Profile,
    /// Which company makes it, by place in its tier.
    pub company: u32,
    /// How long boxes are good when they reach a customer, days.
    pub shelf_life_days: u32,
    /// Boxes a day that pharmacies of this country sell.
    pub pharmacy_rate: f64,
    /// Boxes a day that hospitals of this country use.
    pub hospital_rate: f64,
}
