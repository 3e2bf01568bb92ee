//! The linear programme of the cutting planes: which mix of the choices seen yet loses least within the limits.
//!
//! Least Σ λ·loss with Σ λ·use ≤ 1 for each resource, Σ λ = 1, λ ≥ 0. Its prices are those at which all planes together
//! bound the loss. A revised simplex method with five rows, of which those of absent resources do nothing.

use super::{MOST_RESOURCES, Uses, dot};

/// One more column takes a few; more than this are rounding that goes round in circles. Any prices give a bound.
const MOST_PIVOTS: usize = 100;
const TOLERANCE: f64 = 1e-13;

/// What stands in the rows of the resources, and in the row Σ λ = 1.
#[derive(Debug, Clone, Copy)]
struct Column {
    cost: f64,
    uses: Uses,
    count: f64,
}

/// A row of the inverse of the basis.
#[derive(Debug, Clone, Copy)]
struct Row {
    uses: Uses,
    count: f64,
    /// Cost of the column that is basic here.
    cost: f64,
    value: f64,
}

/// The columns known and the basis.
#[derive(Debug, Clone)]
pub(super) struct Master {
    columns: Vec<Column>,
    rows: [Row; MOST_RESOURCES + 1],
}

impl Master {
    /// Without a choice yet. No resource will be priced above `largest_prices`, and choosing nothing costs
    /// `cost_of_nothing`.
    pub(super) fn new(largest_prices: &Uses, cost_of_nothing: f64) -> Self {
        let unit = |place: usize| {
            let mut uses = Uses::default();
            if let Some(one) = uses.get_mut(place) {
                *one = 1.0;
            }
            uses
        };
        let mut columns = Vec::new();
        for (place, price) in largest_prices.iter().enumerate() {
            columns.push(Column {
                cost: 0.0,
                uses: unit(place),
                count: 0.0,
            });
            columns.push(Column {
                cost: *price,
                uses: unit(place).map(|one| -one),
                count: 0.0,
            });
        }
        let rows = std::array::from_fn(|place| {
            let is_last = place == MOST_RESOURCES;
            Row {
                uses: unit(place),
                count: f64::from(u8::from(is_last)),
                cost: if is_last { cost_of_nothing } else { 0.0 },
                value: 1.0,
            }
        });
        Self { columns, rows }
    }

    /// Adds a choice of levels for all medicines.
    pub(super) fn add(&mut self, loss: f64, uses: Uses) {
        self.columns.push(Column {
            cost: loss,
            uses,
            count: 1.0,
        });
    }

    /// The prices of the best mix, and what it loses.
    pub(super) fn solve(&mut self) -> (Uses, f64) {
        for _ in 0..MOST_PIVOTS {
            let (prices, value) = self.prices();
            let reduced =
                |column: &Column| column.cost + dot(&prices, &column.uses) - value * column.count;
            let entering = self
                .columns
                .iter()
                .min_by(|left, right| reduced(left).total_cmp(&reduced(right)));
            match entering.copied() {
                Some(column) if reduced(&column) < -TOLERANCE => {
                    if !self.pivot(&column) {
                        break;
                    }
                }
                _ => break,
            }
        }
        let loss = self.rows.iter().map(|row| row.cost * row.value).sum();
        (self.prices().0.map(|price| price.max(0.0)), loss)
    }

    /// Prices of the resources, and the value of one choice.
    fn prices(&self) -> (Uses, f64) {
        let mut prices = Uses::default();
        let mut value = 0.0;
        for row in &self.rows {
            for (price, part) in prices.iter_mut().zip(row.uses) {
                *price -= row.cost * part;
            }
            value += row.cost * row.count;
        }
        (prices, value)
    }

    /// Brings a column into the basis; false where no row limits it, which rounding alone can cause.
    fn pivot(&mut self, column: &Column) -> bool {
        let entry = |row: &Row| dot(&row.uses, &column.uses) + row.count * column.count;
        let limiting = self
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| entry(row) > TOLERANCE)
            .min_by(|(_, left), (_, right)| {
                let ratio = |row: &Row| row.value / entry(row);
                ratio(left).total_cmp(&ratio(right))
            });
        let Some((place, leaving)) = limiting else {
            return false;
        };
        let scale = 1.0 / entry(leaving);
        let entered = Row {
            uses: leaving.uses.map(|part| part * scale),
            count: leaving.count * scale,
            cost: column.cost,
            value: leaving.value * scale,
        };
        for (other, row) in self.rows.iter_mut().enumerate() {
            if other == place {
                *row = entered;
                continue;
            }
            let times = dot(&row.uses, &column.uses) + row.count * column.count;
            for (part, of_entered) in row.uses.iter_mut().zip(entered.uses) {
                *part -= times * of_entered;
            }
            row.count -= times * entered.count;
            row.value = (row.value - times * entered.value).max(0.0);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two choices lose 1 and 0 and use 0.5 and 1.5 of the one limit: half of each, so that one limit more spares 1.
    #[test]
    fn the_best_mix_uses_the_limit_and_prices_it() {
        let mut master = Master::new(&[100.0, 0.0, 0.0, 0.0], 1000.0);
        master.add(1.0, [0.5, 0.0, 0.0, 0.0]);
        master.add(0.0, [1.5, 0.0, 0.0, 0.0]);
        let (prices, loss) = master.solve();
        assert!((loss - 0.5).abs() < 1e-12);
        assert!((prices[0] - 1.0).abs() < 1e-12);
    }

    #[test]
    fn what_fits_nowhere_buys_room_at_the_largest_price() {
        let mut master = Master::new(&[3.0, 0.0, 0.0, 0.0], 1000.0);
        master.add(0.0, [2.0, 0.0, 0.0, 0.0]);
        let (prices, loss) = master.solve();
        assert!((loss - 3.0).abs() < 1e-12);
        assert!((prices[0] - 3.0).abs() < 1e-12);
    }
}
