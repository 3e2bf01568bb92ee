//! The rules of prices, read from the parameters or given by hand.

use rust_decimal::Decimal;

use crate::{Problem, Reading, Sentence, Unit};

/// A part of a schedule: the rate holds from the bound of the bracket before up to its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bracket {
    /// Upper bound, in euros of manufacturer price.
    pub up_to: Decimal,
    /// Margin on the part of the price inside the bracket, as a part of 1.
    pub rate: Decimal,
}

/// The margin of wholesalers: a rate of the manufacturer price up to a ceiling, held between two bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WholesaleMargin {
    /// Part of the manufacturer price.
    pub rate: Decimal,
    /// Manufacturer price above which the margin no longer grows, in euros.
    pub ceiling: Decimal,
    /// Smallest margin a box, in euros.
    pub minimum: Decimal,
    /// Largest margin a box, in euros.
    pub maximum: Decimal,
}

/// How a public price is made from a manufacturer price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceRules {
    /// Margin of wholesalers.
    pub wholesale: WholesaleMargin,
    /// Margin of pharmacies, brackets in rising order; nothing is earned above the last.
    pub pharmacy: Vec<Bracket>,
    /// VAT, as a part of 1.
    pub value_added_tax_rate: Decimal,
    /// Fee of dispensing a box, VAT included, in euros.
    pub dispensing_fee: Decimal,
    /// The public price is a whole number of these, in euros.
    pub rounding_step: Decimal,
}

impl PriceRules {
    /// The rules for reimbursed medicines on the day of the reading.
    pub fn read(reading: &mut Reading) -> Result<Self, Problem> {
        let key = "price.pharmacy_margin.bracket";
        let bounds = reading.list(key, "up_to", Unit::EurosPerBox)?;
        let rates = reading.list(key, "rate", Unit::Ratio)?;
        if bounds.is_empty() {
            // Asks again for the first row, which tells that it is missing.
            reading.get(&format!("{key}.1.up_to"), Unit::EurosPerBox)?;
        }
        let brackets = bounds.into_iter().zip(rates);
        let rules = Self {
            wholesale: WholesaleMargin {
                rate: reading.get("price.wholesale_margin.rate", Unit::Ratio)?,
                ceiling: reading.get("price.wholesale_margin.ceiling", Unit::EurosPerBox)?,
                minimum: reading.get("price.wholesale_margin.minimum", Unit::EurosPerBox)?,
                maximum: reading.get("price.wholesale_margin.maximum", Unit::EurosPerBox)?,
            },
            pharmacy: brackets
                .map(|(up_to, rate)| Bracket { up_to, rate })
                .collect(),
            value_added_tax_rate: reading
                .get("price.value_added_tax.reimbursed.rate", Unit::Ratio)?,
            dispensing_fee: reading.get("price.dispensing_fee", Unit::EurosPerBox)?,
            rounding_step: reading.get("price.rounding_step", Unit::EurosPerBox)?,
        };
        rules.check()?;
        Ok(rules)
    }

    /// Refuses rules that contradict themselves.
    pub fn check(&self) -> Result<(), Problem> {
        let rising = self.pharmacy.windows(2).all(|pair| match pair {
            [lower, upper] => lower.up_to < upper.up_to,
            _ => true,
        });
        if !rising {
            return Err(contradiction(
                "price.pharmacy_margin.bracket",
                "les bornes des tranches doivent croître",
                "the bounds of brackets must rise",
            ));
        }
        if self.wholesale.minimum > self.wholesale.maximum {
            return Err(contradiction(
                "price.wholesale_margin.minimum",
                "la marge minimale dépasse la marge maximale",
                "the smallest margin is above the largest",
            ));
        }
        if self.rounding_step <= Decimal::ZERO {
            return Err(contradiction(
                "price.rounding_step",
                "le pas d’arrondi doit être positif",
                "the rounding step must be positive",
            ));
        }
        let rates = self.pharmacy.iter().map(|bracket| bracket.rate);
        let values = rates.chain([
            self.wholesale.rate,
            self.wholesale.minimum,
            self.value_added_tax_rate,
            self.dispensing_fee,
        ]);
        if values.into_iter().any(|value| value < Decimal::ZERO) {
            return Err(contradiction(
                "price",
                "aucun taux ni montant ne peut être négatif",
                "no rate and no amount can be negative",
            ));
        }
        Ok(())
    }
}

fn contradiction(place: &str, french: &str, english: &str) -> Problem {
    let sentence = Sentence::new(
        format!("Ces règles se contredisent\u{a0}: {french}. Corrigez «\u{a0}{place}\u{a0}»."),
        format!("These rules contradict themselves: {english}. Correct “{place}”."),
    );
    Problem::new("contradiction", place, sentence)
}
