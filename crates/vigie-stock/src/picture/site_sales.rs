//! What one site sells: the demand that its own stock has to meet. Its owner and the authority may see it.

use vigie_model::{Day, PackNumber};

use super::question::{Cover, Demand};
use super::site::Position;

/// Boxes that one site sold in a window of days, by pack.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SiteSales {
    /// Days of the window whose sales the site stated.
    pub days_stated: u32,
    /// In order of pack; those that were not sold are not in it.
    sold: Vec<(PackNumber, u64)>,
}

impl SiteSales {
    /// The sales of the last `days` days up to `last`, from the positions of the site at the end of each day.
    pub fn of(positions: &[Position], last: Day, days: i32) -> Self {
        let of_window = positions
            .iter()
            .filter(|position| (0..days).contains(&last.days_since(position.day)));
        let mut days_stated = 0;
        let mut by_number: Vec<u64> = Vec::new();
        for of_day in of_window.filter_map(|position| position.sales.as_ref()) {
            days_stated += 1;
            for sale in of_day.iter() {
                let place = sale.pack.0 as usize;
                if by_number.len() <= place {
                    by_number.resize(place + 1, 0);
                }
                if let Some(sum) = by_number.get_mut(place) {
                    *sum += u64::from(sale.boxes);
                }
            }
        }
        let sums = (0..).map(PackNumber).zip(by_number);
        Self {
            days_stated,
            sold: sums.filter(|(_, boxes)| *boxes > 0).collect(),
        }
    }

    /// Boxes sold of a pack in the window.
    pub fn sold(&self, pack: PackNumber) -> u64 {
        let place = self.sold.binary_search_by_key(&pack, |(pack, _)| *pack);
        let found = place.ok().and_then(|place| self.sold.get(place));
        found.map_or(0, |(_, boxes)| *boxes)
    }

    /// Mean daily demand: boxes sold, divided by the days that state sales; unknown without such a day.
    pub fn demand(&self, pack: PackNumber) -> Demand {
        match self.days_stated {
            0 => Demand::Unknown,
            days => Demand::BoxesPerDay(self.sold(pack) as f64 / f64::from(days)),
        }
    }

    /// Days that some boxes of a pack last at that demand.
    pub fn cover(&self, pack: PackNumber, on_hand: u64) -> Cover {
        Cover::of(on_hand, self.demand(pack))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::picture::Sale;

    fn position(day: &str, sales: Option<&[(u32, u32)]>) -> Position {
        let sales = sales.map(|sales| {
            let sale = |&(pack, boxes): &(u32, u32)| Sale {
                pack: PackNumber(pack),
                boxes,
            };
            Arc::new(sales.iter().map(sale).collect())
        });
        Position {
            sales,
            ..Position::empty(day.parse().unwrap())
        }
    }

    #[test]
    fn fourteen_boxes_in_seven_stated_days_are_two_a_day_and_thirty_boxes_last_fifteen_days() {
        let days = [
            position("2026-10-01", Some(&[(5, 1_000)])),
            position("2026-11-14", Some(&[(5, 8)])),
            position("2026-11-15", None),
            position("2026-11-16", Some(&[])),
            position("2026-11-17", Some(&[(5, 6)])),
            position("2026-11-18", Some(&[(9, 1)])),
            position("2026-11-19", Some(&[])),
            position("2026-11-20", Some(&[])),
            position("2026-11-21", Some(&[])),
        ];
        let sales = SiteSales::of(&days, "2026-11-21".parse().unwrap(), 28);
        assert_eq!(sales.days_stated, 7);
        assert_eq!(sales.demand(PackNumber(5)), Demand::BoxesPerDay(2.0));
        assert_eq!(sales.cover(PackNumber(5), 30), Cover::Days(15.0));
        assert_eq!(sales.cover(PackNumber(7), 30), Cover::NoDemand);
    }

    #[test]
    fn without_a_day_that_states_sales_demand_is_unknown_and_not_zero() {
        let days = [position("2026-11-20", None)];
        let sales = SiteSales::of(&days, "2026-11-21".parse().unwrap(), 28);
        assert_eq!(sales.demand(PackNumber(5)), Demand::Unknown);
        assert_eq!(sales.cover(PackNumber(5), 30), Cover::Unknown);
    }

    #[test]
    fn a_day_after_the_last_one_asked_does_not_count() {
        let days = [position("2026-11-22", Some(&[(5, 8)]))];
        let sales = SiteSales::of(&days, "2026-11-21".parse().unwrap(), 28);
        assert_eq!(sales.days_stated, 0);
    }
}
