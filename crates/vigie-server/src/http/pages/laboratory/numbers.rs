//! Numbers that levers of stocks take, and their defaults.

use rust_decimal::{Decimal, prelude::ToPrimitive};
use vigie_policy::{Problem, Reading, Sentence, Unit};

/// Largest number that a lever takes.
const LARGEST_NUMBER: f64 = 10_000.0;

/// The number typed in a lever.
///
/// # Errors
/// What is no number from zero to ten thousand.
pub fn read_number(name: &str, text: &str) -> Result<f64, Problem> {
    let number = text.trim().replace(',', ".").parse::<f64>().ok();
    let number = number.filter(|number| (0.0..=LARGEST_NUMBER).contains(number));
    number.ok_or_else(|| {
        let shown = vigie_model::shown(text, 30);
        bad_lever(
            name,
            &format!("«\u{a0}{shown}\u{a0}» n’est pas un nombre de 0 à 10\u{202f}000\u{a0}: écrivez par exemple 2,5."),
            &format!("“{shown}” is not a number from 0 to 10,000: write 2.5, for example."),
        )
    })
}

/// What is wrong with a lever.
pub fn bad_lever(name: &str, french: &str, english: &str) -> Problem {
    Problem::new("bad_lever", name, Sentence::new(french, english))
}

/// A parameter as its lever shows it: a part of a whole in percent.
pub fn default_text(reading: &mut Reading<'_>, key: &str, unit: Unit) -> String {
    let value = reading.get(key, unit);
    value.map_or_else(
        |_| String::new(),
        |value| {
            let shown = match unit {
                Unit::Ratio => value * Decimal::ONE_HUNDRED,
                _ => value,
            };
            shown.normalize().to_string()
        },
    )
}

/// A parameter as a number.
///
/// # Errors
/// A parameter that the law in force has not.
pub fn get(reading: &mut Reading<'_>, key: &str, unit: Unit) -> Result<f64, Problem> {
    Ok(reading.get(key, unit)?.to_f64().unwrap_or_default())
}
