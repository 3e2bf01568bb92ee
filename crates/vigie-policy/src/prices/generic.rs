//! How the first generic moves prices.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::{Problem, Reading, Unit, exact::exact};

/// The rules of prices around the arrival of generics, as parts of 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GenericRules {
    /// How far below the reference (before it is cut) a generic begins.
    pub generic_discount_at_entry: Decimal,
    /// How much the reference is cut when the first generic arrives.
    pub reference_cut_at_entry: Decimal,
    /// The later cut of the generic.
    pub generic_later_cut: Decimal,
    /// The later cut of the reference.
    pub reference_later_cut: Decimal,
}

/// Manufacturer prices in euros a box around the arrival of generics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct EntryPrices {
    /// The reference once the first generic is there.
    pub reference_at_entry: Decimal,
    /// The first generic.
    pub generic_at_entry: Decimal,
    /// The reference after the later cut.
    pub reference_later: Decimal,
    /// Generics after the later cut.
    pub generic_later: Decimal,
}

impl GenericRules {
    /// The rules on the day of the reading.
    pub fn read(reading: &mut Reading) -> Result<Self, Problem> {
        Ok(Self {
            generic_discount_at_entry: reading
                .get("price.generic_discount_at_entry", Unit::Ratio)?,
            reference_cut_at_entry: reading.get("price.reference_cut_at_entry", Unit::Ratio)?,
            generic_later_cut: reading.get("price.generic_later_cut", Unit::Ratio)?,
            reference_later_cut: reading.get("price.reference_later_cut", Unit::Ratio)?,
        })
    }

    /// The prices that follow from the manufacturer price of the reference before any generic.
    pub fn entry_prices(&self, reference_price: Decimal) -> Result<EntryPrices, Problem> {
        if reference_price < Decimal::ZERO {
            return Err(Problem::out_of_range(
                "reference_price",
                "zéro ou plus",
                "zero or more",
            ));
        }
        let cut = |price: Decimal, rate: Decimal| exact(price) * (exact(Decimal::ONE) - rate);
        let reference_at_entry =
            cut(reference_price, self.reference_cut_at_entry).get("reference_at_entry")?;
        let generic_at_entry =
            cut(reference_price, self.generic_discount_at_entry).get("generic_at_entry")?;
        Ok(EntryPrices {
            reference_at_entry,
            generic_at_entry,
            reference_later: cut(reference_at_entry, self.reference_later_cut)
                .get("reference_later")?,
            generic_later: cut(generic_at_entry, self.generic_later_cut).get("generic_later")?,
        })
    }
}
