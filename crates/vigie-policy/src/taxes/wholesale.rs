//! The contribution of wholesalers (CSS, articles L. 138-1 and L. 138-2) and caps of rebates (L. 138-9).

use rust_decimal::Decimal;

use super::not_negative;
use crate::{Problem, Reading, Unit, exact::exact};

/// The rates of the contribution of wholesalers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WholesaleContributionRates {
    /// On sales to pharmacies.
    pub sales: Decimal,
    /// On what sales grew by; sales that fell pay nothing of this part.
    pub growth: Decimal,
    /// On the part of the margin given back to pharmacies.
    pub retroceded_margin: Decimal,
    /// Price above which a box counts no more, in euros.
    pub price_counted_up_to: Decimal,
}

impl WholesaleContributionRates {
    /// The rates on the day of the reading.
    pub fn read(reading: &mut Reading) -> Result<Self, Problem> {
        Ok(Self {
            sales: reading.get("wholesale_contribution.rate", Unit::Ratio)?,
            growth: reading.get("wholesale_contribution.growth.rate", Unit::Ratio)?,
            retroceded_margin: reading
                .get("wholesale_contribution.retroceded_margin.rate", Unit::Ratio)?,
            price_counted_up_to: reading.get(
                "wholesale_contribution.price_counted_up_to",
                Unit::EurosPerBox,
            )?,
        })
    }

    /// What is due on the sales of a year, those of the year before, and the margin given back, in euros.
    pub fn contribution(
        &self,
        sales: Decimal,
        sales_before: Decimal,
        retroceded: Decimal,
    ) -> Result<Decimal, Problem> {
        not_negative("sales", sales)?;
        not_negative("sales_before", sales_before)?;
        not_negative("retroceded_margin", retroceded)?;
        let growth = (exact(sales) - sales_before).at_least(Decimal::ZERO);
        let due = exact(sales) * self.sales
            + growth * self.growth
            + exact(retroceded) * self.retroceded_margin;
        due.get("contribution")
    }

    /// The price of a box that counts in the sales, with the largest wholesale margin beside it for dear boxes.
    pub fn counted_price(
        &self,
        price_to_pharmacies: Decimal,
        largest_margin: Decimal,
    ) -> Result<Decimal, Problem> {
        not_negative("price", price_to_pharmacies)?;
        let most = (exact(self.price_counted_up_to) + largest_margin).get("price")?;
        Ok(price_to_pharmacies.min(most))
    }
}

/// What a medicine is for the cap of rebates to pharmacies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RebateKind {
    /// A generic, or a reference priced as its generics.
    Generic,
    /// A hybrid.
    Hybrid,
    /// A biosimilar.
    Biosimilar,
    /// Any other medicine.
    Other,
}

impl RebateKind {
    const fn key(self) -> &'static str {
        match self {
            Self::Generic => "rebate.pharmacy_cap.generic",
            Self::Hybrid => "rebate.pharmacy_cap.hybrid",
            Self::Biosimilar => "rebate.pharmacy_cap.biosimilar",
            Self::Other => "rebate.pharmacy_cap.other",
        }
    }
}

/// The largest rebate to pharmacies a box, in euros, on a manufacturer price.
pub fn rebate_cap(
    reading: &mut Reading,
    kind: RebateKind,
    manufacturer_price: Decimal,
) -> Result<Decimal, Problem> {
    not_negative("manufacturer_price", manufacturer_price)?;
    let rate = reading.get(kind.key(), Unit::Ratio)?;
    (exact(manufacturer_price) * rate).get("rebate")
}
