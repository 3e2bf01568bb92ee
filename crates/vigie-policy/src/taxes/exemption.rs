//! What it costs to exempt medicines below a price.

use rust_decimal::Decimal;
use serde::Serialize;

use super::{not_negative, part_of_one};
use crate::{Problem, Sentence, exact::exact};

/// A product with its manufacturer price in euros a box and its boxes a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PricedVolume {
    /// Manufacturer price in euros a box.
    pub price: Decimal,
    /// Boxes a year.
    pub boxes: Decimal,
}

/// What an exemption moves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExemptionCost {
    /// Products below the threshold.
    pub exempt_products: usize,
    /// Their turnover in euros a year.
    pub exempt_turnover: Decimal,
    /// What is no longer paid, in euros a year.
    pub lost_revenue: Decimal,
    /// Their part of all boxes; `None` without a box.
    pub volume_share: Option<Decimal>,
    /// Their part of the turnover; `None` without a turnover.
    pub value_share: Option<Decimal>,
    /// The rate on the rest that brings in as much as before; `None` when nothing is left to tax.
    pub revenue_neutral_rate_on_rest: Option<Decimal>,
}

/// Exempts what costs strictly less than the threshold from a contribution on turnover.
pub fn exemption_cost(
    products: &[PricedVolume],
    threshold: Decimal,
    rate: Decimal,
) -> Result<ExemptionCost, Problem> {
    not_negative("threshold", threshold)?;
    part_of_one("rate", rate)?;
    if products.is_empty() {
        let sentence = Sentence::new(
            "Le marché est vide\u{a0}: donnez au moins un produit avec son prix et ses boîtes.",
            "The market is empty: give at least one product with its price and boxes.",
        );
        return Err(Problem::new("empty_market", "products", sentence));
    }
    let mut exempt_products = 0;
    let zero = exact(Decimal::ZERO);
    let (mut boxes, mut exempt_boxes, mut turnover, mut exempt_turnover) = (zero, zero, zero, zero);
    for product in products {
        not_negative("price", product.price)?;
        not_negative("boxes", product.boxes)?;
        let value = exact(product.price) * product.boxes;
        boxes = boxes + product.boxes;
        turnover = turnover + value;
        if product.price < threshold {
            exempt_products += 1;
            exempt_boxes = exempt_boxes + product.boxes;
            exempt_turnover = exempt_turnover + value;
        }
    }
    let rest = turnover - exempt_turnover;
    // An overflow is a problem here; below, only a division by zero can be left.
    boxes.get("boxes")?;
    turnover.get("turnover")?;
    Ok(ExemptionCost {
        exempt_products,
        exempt_turnover: exempt_turnover.get("exempt_turnover")?,
        lost_revenue: (exempt_turnover * rate).get("lost_revenue")?,
        volume_share: (exempt_boxes / boxes).value(),
        value_share: (exempt_turnover / turnover).value(),
        revenue_neutral_rate_on_rest: (turnover * rate / rest).value(),
    })
}
