//! Form of the data of an identifier.

use super::{
    ApplicationIdentifier, ValueReason,
    expiry::{two_digit_groups, two_digits},
    rule::{Check, Part},
};
use crate::check::gs1_key;

/// Checks length, characters, keys, dates and times.
///
/// Code lists of the dictionary (countries, currencies, media types, …) are not checked:
/// they do not occur on packs of medicines.
pub(super) fn check(identifier: ApplicationIdentifier, data: &str) -> Result<(), ValueReason> {
    let parts = identifier.rule().map_or(&[][..], |rule| rule.parts);
    let mut rest = data.as_bytes();
    let mut position = 1;
    for part in parts {
        if part.is_optional && rest.is_empty() {
            break;
        }
        let (taken, after) = rest.split_at(part.most.min(rest.len()));
        check_part(*part, taken, position)?;
        position += taken.len();
        rest = after;
    }
    if rest.is_empty() {
        Ok(())
    } else {
        Err(ValueReason::TooLong)
    }
}

fn check_part(part: Part, data: &[u8], position: usize) -> Result<(), ValueReason> {
    let wrong = data.iter().position(|byte| !part.characters.hold(*byte));
    if let Some(place) = wrong {
        return Err(ValueReason::Character {
            position: position + place,
        });
    }
    if data.len() < part.least {
        return Err(ValueReason::TooShort);
    }
    match part.check {
        Check::Nothing => Ok(()),
        Check::Key => check_key(data),
        Check::Date => check_date(data, 1),
        Check::DateOrMonth => check_date(data, 0),
        Check::Time => check_time(data),
    }
}

fn check_key(data: &[u8]) -> Result<(), ValueReason> {
    let number = data
        .iter()
        .fold(0, |number, digit| number * 10 + u64::from(digit - b'0'));
    let expected = gs1_key(number / 10);
    if number % 10 == u64::from(expected) {
        Ok(())
    } else {
        Err(ValueReason::CheckDigit { expected })
    }
}

/// YYMMDD; a year that is a multiple of four has a 29 February (true of 1901 to 2099).
fn check_date(data: &[u8], first_day: i8) -> Result<(), ValueReason> {
    let text = std::str::from_utf8(data).unwrap_or_default();
    let [year, month, day] = two_digit_groups(text).ok_or(ValueReason::Date)?;
    let days = match month {
        2 if year % 4 == 0 => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return Err(ValueReason::Date),
    };
    if (first_day..=days).contains(&day) {
        Ok(())
    } else {
        Err(ValueReason::Date)
    }
}

fn check_time(data: &[u8]) -> Result<(), ValueReason> {
    let [a, b, c, d] = data else {
        return Err(ValueReason::Time);
    };
    match (two_digits(*a, *b), two_digits(*c, *d)) {
        (Some(0..24), Some(0..60)) => Ok(()),
        _ => Err(ValueReason::Time),
    }
}
