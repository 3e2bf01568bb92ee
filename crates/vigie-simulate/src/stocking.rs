//! When a site orders and how much: it orders up to a level once it is at its order point.

use crate::{
    demand::Profile,
    random::{Random, between},
    shelf::{Cell, Shelf},
};

/// The levels of a tier: days of demand plus a few boxes (assumed, of the order of the trade's habits).
#[derive(Debug, Clone, Copy)]
pub struct Policy {
    point_days: f32,
    point_boxes: f32,
    up_to_days: f32,
    up_to_boxes: f32,
}

impl Policy {
    /// Community pharmacies, delivered the next open day.
    pub const PHARMACY: Self = Self::new(8.0, 1.0, 20.0, 2.0);
    /// Hospitals, delivered the next day.
    pub const HOSPITAL: Self = Self::new(12.0, 2.0, 25.0, 3.0);
    /// Depots of wholesalers, delivered in 2 to 5 days; the law asks them for 15 days of stock
    /// (Code de la santé publique, article R. 5124-59).
    pub const DEPOT: Self = Self::new(14.0, 2.0, 19.0, 4.0);
    /// Depositaries, delivered in 2 or 3 days.
    pub const DEPOSITARY: Self = Self::new(20.0, 2.0, 28.0, 6.0);

    const fn new(point_days: f32, point_boxes: f32, up_to_days: f32, up_to_boxes: f32) -> Self {
        Self {
            point_days,
            point_boxes,
            up_to_days,
            up_to_boxes,
        }
    }

    /// Days of demand held on average, without the few boxes.
    pub const fn mean_days(self) -> f64 {
        f32::midpoint(self.point_days, self.up_to_days) as f64
    }

    /// Boxes to order this evening; `trend` is recent demand relative to the mean.
    pub fn order(self, cell: &Cell, trend: &[f32; Profile::COUNT]) -> u32 {
        let (point, up_to) = self.levels(cell, trend);
        cell.need(point, up_to)
    }

    /// Fills a shelf at random between its levels, times `part` of the pack.
    pub fn fill(
        self,
        stock: &mut Shelf,
        trend: &[f32; Profile::COUNT],
        random: &mut Random,
        part: impl Fn(usize) -> f64,
    ) {
        for cell in &mut stock.cells {
            let (point, up_to) = self.levels(cell, trend);
            let boxes = between(random, point.into(), up_to.into()) * part(cell.pack as usize);
            let expires = between(random, 30.0, 900.0) as u32;
            cell.stock(boxes as u32, expires);
            cell.on_hand_reported = cell.on_hand;
        }
    }

    fn levels(self, cell: &Cell, trend: &[f32; Profile::COUNT]) -> (f32, f32) {
        let rate = cell.rate * trend[cell.profile as usize];
        let point = rate * self.point_days + self.point_boxes;
        (point, rate * self.up_to_days + self.up_to_boxes)
    }
}
