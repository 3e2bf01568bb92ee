//! From the manufacturer price to the public price, and back to the cent.

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};
use serde::Serialize;

use super::{Bracket, PriceRules, WholesaleMargin};
use crate::{
    Problem,
    exact::{Exact, exact},
};

/// Manufacturer prices are whole numbers of cents.
const CENT: Decimal = Decimal::from_parts(1, 0, 0, false, 2);
/// No medicine costs a hundred million euros a box: the search for a manufacturer price ends there.
const MOST_CENTS: u64 = 10_000_000_000;
/// More manufacturer prices than this for one public price are not listed one by one.
const MOST_LISTED: u64 = 1_000;

/// The parts of a price, in euros a box. Only the public price is rounded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PriceBuildUp {
    /// Manufacturer price, before tax.
    pub manufacturer_price: Decimal,
    /// Margin of the wholesaler.
    pub wholesale_margin: Decimal,
    /// Margin of the pharmacy.
    pub pharmacy_margin: Decimal,
    /// The three together.
    pub price_before_tax: Decimal,
    /// VAT on them.
    pub value_added_tax: Decimal,
    /// Public price with VAT and without fee, not rounded.
    pub public_price: Decimal,
    /// The same rounded, as it is published.
    pub public_price_rounded: Decimal,
    /// Fee of dispensing, VAT included.
    pub dispensing_fee: Decimal,
    /// Rounded public price and fee: what is paid at the counter.
    pub price_with_fee: Decimal,
}

/// The manufacturer prices, in whole cents, that give a public price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum ManufacturerPrices {
    /// Exactly one.
    One {
        /// The manufacturer price in euros a box.
        price: Decimal,
    },
    /// Several neighbours, all of which round to the same public price.
    Several {
        /// The lowest, in euros a box.
        lowest: Decimal,
        /// The highest, in euros a box.
        highest: Decimal,
    },
    /// None: no manufacturer price gives this public price under these rules.
    None {
        /// The highest manufacturer price that gives a lower public price, if there is one.
        below: Option<Decimal>,
        /// The lowest manufacturer price that gives a higher public price, if there is one.
        above: Option<Decimal>,
    },
}

impl ManufacturerPrices {
    /// The price where there is exactly one; the lowest of several; the nearest one below (else above) where none fits.
    pub fn nearest(&self) -> Option<Decimal> {
        match *self {
            Self::One { price } => Some(price),
            Self::Several { lowest, .. } => Some(lowest),
            Self::None { below, above } => below.or(above),
        }
    }
}

impl WholesaleMargin {
    /// The margin on a manufacturer price, in euros a box.
    pub fn of(&self, manufacturer_price: Decimal) -> Result<Decimal, Problem> {
        self.computed(manufacturer_price).get("wholesale_margin")
    }

    fn computed(&self, manufacturer_price: Decimal) -> Exact {
        let counted = exact(manufacturer_price).at_most(self.ceiling);
        (counted * self.rate)
            .at_least(self.minimum)
            .at_most(self.maximum)
    }
}

/// The sum over brackets of rate × part of the price inside the bracket.
fn pharmacy_margin(brackets: &[Bracket], manufacturer_price: Decimal) -> Exact {
    let mut margin = exact(Decimal::ZERO);
    let mut from = Decimal::ZERO;
    for bracket in brackets {
        if manufacturer_price <= from {
            break;
        }
        let inside = exact(manufacturer_price.min(bracket.up_to)) - from;
        margin = margin + inside * bracket.rate;
        from = bracket.up_to;
    }
    margin
}

impl PriceRules {
    /// The parts of the price of a pack, from its manufacturer price in euros.
    pub fn build_up(&self, manufacturer_price: Decimal) -> Result<PriceBuildUp, Problem> {
        if manufacturer_price < Decimal::ZERO {
            return Err(Problem::out_of_range(
                "manufacturer_price",
                "zéro ou plus",
                "zero or more",
            ));
        }
        let wholesale_margin = self.wholesale.of(manufacturer_price)?;
        let pharmacy_margin =
            pharmacy_margin(&self.pharmacy, manufacturer_price).get("pharmacy_margin")?;
        let before_tax = exact(manufacturer_price) + wholesale_margin + pharmacy_margin;
        let price_before_tax = before_tax.get("price_before_tax")?;
        let value_added_tax = (before_tax * self.value_added_tax_rate).get("value_added_tax")?;
        let public_price = (before_tax + value_added_tax).get("public_price")?;
        let public_price_rounded = self.rounded(public_price)?;
        let with_fee = exact(public_price_rounded) + self.dispensing_fee;
        Ok(PriceBuildUp {
            manufacturer_price,
            wholesale_margin,
            pharmacy_margin,
            price_before_tax,
            value_added_tax,
            public_price,
            public_price_rounded,
            dispensing_fee: self.dispensing_fee,
            price_with_fee: with_fee.get("price_with_fee")?,
        })
    }

    /// The manufacturer prices in whole cents whose rounded public price is this one (with VAT, without fee).
    ///
    /// Margins never fall as the manufacturer price rises, so that those that fit are neighbours, found by halving.
    pub fn manufacturer_prices(
        &self,
        public_price: Decimal,
    ) -> Result<ManufacturerPrices, Problem> {
        if public_price < Decimal::ZERO {
            return Err(Problem::out_of_range(
                "public_price",
                "zéro ou plus",
                "zero or more",
            ));
        }
        let most = (exact(public_price) / CENT)
            .at_least(Decimal::ZERO)
            .get("public_price")?;
        // A manufacturer price is never above the public price.
        let most = most
            .to_u64()
            .map_or(MOST_CENTS, |cents| cents.saturating_add(2).min(MOST_CENTS));
        let first = self.first_cents(most, |price| price >= public_price)?;
        let after = self.first_cents(most, |price| price > public_price)?;
        Ok(match after.saturating_sub(first) {
            0 => ManufacturerPrices::None {
                below: first.checked_sub(1).map(euros),
                above: (first < most).then(|| euros(first)),
            },
            1 => ManufacturerPrices::One {
                price: euros(first),
            },
            _ => ManufacturerPrices::Several {
                lowest: euros(first),
                highest: euros(after - 1),
            },
        })
    }

    /// Each manufacturer price that fits, lowest first; at most a thousand.
    pub fn list_manufacturer_prices(&self, public_price: Decimal) -> Result<Vec<Decimal>, Problem> {
        Ok(match self.manufacturer_prices(public_price)? {
            ManufacturerPrices::None { .. } => Vec::new(),
            ManufacturerPrices::One { price } => vec![price],
            ManufacturerPrices::Several { lowest, highest } => {
                let cents = |price: Decimal| {
                    (exact(price) / CENT)
                        .value()
                        .and_then(|cents| cents.to_u64())
                };
                let (first, last) = (cents(lowest).unwrap_or(0), cents(highest).unwrap_or(0));
                (first..=last.min(first + MOST_LISTED - 1))
                    .map(euros)
                    .collect()
            }
        })
    }

    /// The lowest number of cents in `0..most` whose rounded public price answers yes, else `most`.
    fn first_cents(
        &self,
        most: u64,
        answers_yes: impl Fn(Decimal) -> bool,
    ) -> Result<u64, Problem> {
        let (mut low, mut high) = (0, most);
        while low < high {
            let middle = low + (high - low) / 2;
            if answers_yes(self.build_up(euros(middle))?.public_price_rounded) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Ok(low)
    }

    /// The nearest whole number of rounding steps, halves away from zero.
    fn rounded(&self, price: Decimal) -> Result<Decimal, Problem> {
        let step = self.rounding_step.normalize();
        if step.mantissa() == 1 {
            // A tenth, a hundredth...: no division is needed.
            return Ok(
                price.round_dp_with_strategy(step.scale(), RoundingStrategy::MidpointAwayFromZero)
            );
        }
        let steps = (exact(price) / self.rounding_step).get("public_price_rounded")?;
        let whole = steps.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        (exact(whole) * self.rounding_step).get("public_price_rounded")
    }
}

fn euros(cents: u64) -> Decimal {
    let cents = i64::try_from(cents).unwrap_or(i64::MAX);
    Decimal::new(cents, 2)
}
