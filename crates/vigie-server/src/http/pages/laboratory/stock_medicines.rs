//! The medicines of major therapeutic interest as the safety stocks of a country see them.

use std::collections::HashMap;

use rust_decimal::prelude::ToPrimitive;
use vigie_catalogue::{Catalogue, Level, Medicine};
use vigie_model::{Cis, Day};
use vigie_policy::StockedMedicine;

use super::shortages;
use crate::system::market::Market;

/// Letters of the class whose medicines fail alike: the therapeutic group.
const CLASS_LETTERS: usize = 3;
const MONTHS_OF_A_YEAR: f64 = 12.0;
const DAYS_OF_A_YEAR: f64 = 365.25;

/// A medicine with a price and a volume.
#[derive(Debug, Clone)]
pub struct HeldMedicine {
    /// Its identifier.
    pub cis: Cis,
    /// Boxes sold a month.
    pub demand_per_month: f64,
    /// Mean manufacturer price of a box sold, euros.
    pub price: f64,
    /// Its class, as deep as it is known; empty when none is.
    pub atc: String,
    /// Its therapeutic group: the medicines that fail alike.
    class: String,
    /// Whether nothing equivalent is marketed.
    pub is_alone: bool,
}

/// All of them.
#[derive(Debug)]
pub struct HeldMedicines {
    /// Those with a price and a volume.
    pub medicines: Vec<HeldMedicine>,
    /// How many others are of major interest and marketed.
    pub left_out: usize,
    /// Day of the availability list.
    pub listed_on: Option<Day>,
    /// Part of each class that is in shortage, from 0 to 1.
    in_shortage: HashMap<String, f64>,
}

/// What is assumed of failures of supply.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assumptions {
    /// Least stock, months.
    pub floor_months: f64,
    /// Largest stock, months.
    pub cap_months: f64,
    /// Mean length of a failure, days.
    pub mean_failure_days: f64,
    /// Weight of a box of a medicine without equivalent.
    pub weight_without_equivalent: f64,
}

impl HeldMedicines {
    /// The medicines of a catalogue, as of a day. `prior` is how many medicines of the whole country count beside those
    /// of a class when its part in shortage is estimated: small classes are not taken at their word.
    pub fn of(catalogue: &Catalogue, market: &Market, today: Day, prior: f64) -> Self {
        let (listed_on, in_shortage) = shortages(catalogue, today);
        let sold = sold_by_medicine(market, catalogue);
        let major = catalogue
            .medicines()
            .filter(|medicine| medicine.is_major_therapeutic_interest() && medicine.is_marketed());
        let mut counts: HashMap<String, (f64, f64)> = HashMap::new();
        let (mut medicines, mut left_out) = (Vec::new(), 0);
        for medicine in major {
            let atc = atc_of(medicine);
            let class: String = atc.chars().take(CLASS_LETTERS).collect();
            let count = counts.entry(class.clone()).or_default();
            count.0 += 1.0;
            count.1 += f64::from(u8::from(in_shortage.contains(&medicine.cis())));
            match sold.get(&medicine.cis()) {
                Some((boxes, turnover)) if *boxes > 0.0 => medicines.push(HeldMedicine {
                    cis: medicine.cis(),
                    demand_per_month: boxes / MONTHS_OF_A_YEAR,
                    price: turnover / boxes,
                    atc,
                    class,
                    is_alone: is_alone(catalogue, medicine),
                }),
                _ => left_out += 1,
            }
        }
        Self {
            medicines,
            left_out,
            listed_on,
            in_shortage: parts_in_shortage(&counts, prior),
        }
    }

    /// Failures of supply of a medicine a year: the part of its class that is in shortage, by the length of a failure
    /// (Little's law).
    pub fn failures_per_year(&self, medicine: &HeldMedicine, mean_failure_days: f64) -> f64 {
        let part = self.in_shortage.get(&medicine.class);
        part.copied().unwrap_or_default() * DAYS_OF_A_YEAR / mean_failure_days
    }

    /// The medicines as the budget sees them.
    pub fn stocked(&self, assumed: &Assumptions) -> Vec<StockedMedicine> {
        let duration = assumed.mean_failure_days / DAYS_OF_A_YEAR * MONTHS_OF_A_YEAR;
        let stocked = |medicine: &HeldMedicine| StockedMedicine {
            name: medicine.cis.to_string(),
            demand_per_month: medicine.demand_per_month,
            weight: if medicine.is_alone {
                assumed.weight_without_equivalent
            } else {
                1.0
            },
            failures_per_year: self.failures_per_year(medicine, assumed.mean_failure_days),
            mean_duration_months: duration,
            cost_per_box: medicine.price,
            floor_months: assumed.floor_months,
            cap_months: Some(assumed.cap_months),
        };
        self.medicines.iter().map(stocked).collect()
    }
}

/// Boxes a year and turnover in euros, by medicine.
fn sold_by_medicine(market: &Market, catalogue: &Catalogue) -> HashMap<Cis, (f64, f64)> {
    let mut sold: HashMap<Cis, (f64, f64)> = HashMap::new();
    for pack in &market.packs {
        let price = pack.manufacturer_price.and_then(|price| price.to_f64());
        let known = catalogue
            .pack(pack.code)
            .zip(pack.boxes_per_year)
            .zip(price);
        if let Some(((of, boxes), price)) = known {
            let sums = sold.entry(of.cis()).or_default();
            sums.0 += boxes as f64;
            sums.1 += boxes as f64 * price;
        }
    }
    sold
}

fn atc_of(medicine: Medicine<'_>) -> String {
    let atc = medicine.atc();
    atc.map_or_else(String::new, |(atc, _)| atc.as_str().to_owned())
}

fn is_alone(catalogue: &Catalogue, medicine: Medicine<'_>) -> bool {
    let mut others = catalogue.substitutes(medicine.cis(), Level::SameSubstances);
    !others.any(|other| other.cis() != medicine.cis() && other.is_marketed())
}

/// Each class with `prior` medicines of the country as a whole beside its own.
fn parts_in_shortage(counts: &HashMap<String, (f64, f64)>, prior: f64) -> HashMap<String, f64> {
    // In order of class, so that the sums are the same each time.
    let mut classes: Vec<_> = counts.iter().collect();
    classes.sort_by_key(|(class, _)| class.as_str());
    let (all, short) = classes.iter().fold((0.0, 0.0), |sums, (_, count)| {
        (sums.0 + count.0, sums.1 + count.1)
    });
    let national = if all > 0.0 { short / all } else { 0.0 };
    let part = |(medicines, in_shortage): &(f64, f64)| {
        (in_shortage + prior * national) / (medicines + prior).max(1.0)
    };
    classes
        .into_iter()
        .map(|(class, count)| (class.clone(), part(count)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_class_is_read_beside_the_whole_country() {
        // 10 of 100 are in shortage; 1 of the 2 of a class beside 20 of the country: (1 + 2) / 22.
        let counts = HashMap::from([("A".to_owned(), (98.0, 9.0)), ("B".to_owned(), (2.0, 1.0))]);
        let parts = parts_in_shortage(&counts, 20.0);
        assert!((parts["B"] - 3.0 / 22.0).abs() < 1e-12);
        assert!((parts["A"] - 11.0 / 118.0).abs() < 1e-12);
    }
}
