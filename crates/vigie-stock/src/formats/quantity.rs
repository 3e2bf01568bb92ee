//! Quantities and days as people write them.

use vigie_model::{Day, shown};

use super::header::{
    EXPIRING, FORECAST_DEMAND, FORECAST_SUPPLY, IN_TRANSIT, ON_HAND, ORDERED_NOT_DELIVERED,
    QUANTITY_SLOTS, SOLD,
};
use crate::line::{FORECAST_MONTHS, Flows, Forecast, Quantities};
use crate::reason::LARGEST_QUANTITY;
use crate::{QuarantineReason, Refusal};

/// One value a slot.
pub type Slots = [u32; QUANTITY_SLOTS];

/// The flows among the values of a row.
pub fn flows_of(values: &Slots) -> Flows {
    Flows {
        ordered_not_delivered: values[ORDERED_NOT_DELIVERED],
        in_transit: values[IN_TRANSIT],
        expiring: values[EXPIRING],
    }
}

/// All quantities of a row; an empty cell states nothing, which for stock is refused earlier and for the others is 0.
pub fn parse_all<'a>(
    slots: &[&'a str; QUANTITY_SLOTS],
) -> Result<Quantities, (QuarantineReason, &'a str)> {
    let boxes = |slot: usize| {
        let text = slots.get(slot).copied().unwrap_or_default();
        if text.is_empty() {
            Ok(0)
        } else {
            parse(text).map_err(|reason| (reason, text))
        }
    };
    Ok(Quantities {
        on_hand: boxes(ON_HAND)?,
        sold: boxes(SOLD)?,
        flows: Flows {
            ordered_not_delivered: boxes(ORDERED_NOT_DELIVERED)?,
            in_transit: boxes(IN_TRANSIT)?,
            expiring: boxes(EXPIRING)?,
        },
        forecast: Forecast {
            demand: months(slots, FORECAST_DEMAND)?,
            supply: months(slots, FORECAST_SUPPLY)?,
        },
    })
}

fn months<'a>(
    slots: &[&'a str; QUANTITY_SLOTS],
    first: usize,
) -> Result<[Option<u32>; FORECAST_MONTHS], (QuarantineReason, &'a str)> {
    let mut months = [None; FORECAST_MONTHS];
    for (month, text) in months.iter_mut().zip(slots.iter().skip(first)) {
        if !text.is_empty() {
            *month = Some(parse(text).map_err(|reason| (reason, *text))?);
        }
    }
    Ok(months)
}

/// A whole number of boxes, as people write it: `1 234`, `12.0`, `+3`. `1,000` may be one box or a thousand, so it is
/// neither.
pub fn parse(text: &str) -> Result<u32, QuarantineReason> {
    let compact: String = text
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '\'')
        .collect();
    let (negative, digits) = match compact.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, compact.strip_prefix('+').unwrap_or(&compact)),
    };
    let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(fraction) {
        return Err(QuarantineReason::UnreadableQuantity);
    }
    if fraction.bytes().any(|byte| byte != b'0') {
        return Err(QuarantineReason::FractionalQuantity);
    }
    if may_be_thousands(whole, fraction) {
        return Err(QuarantineReason::AmbiguousQuantity);
    }
    let value = whole
        .parse::<u64>()
        .map_err(|_| QuarantineReason::AbsurdQuantity)?;
    match u32::try_from(value) {
        Ok(0) => Ok(0),
        Ok(_) | Err(_) if negative => Err(QuarantineReason::NegativeQuantity),
        Ok(boxes) if boxes <= LARGEST_QUANTITY => Ok(boxes),
        Ok(_) | Err(_) => Err(QuarantineReason::AbsurdQuantity),
    }
}

/// Whether the decimal sign may separate thousands instead: one to three digits, then three zeros.
fn may_be_thousands(whole: &str, fraction: &str) -> bool {
    fraction == "000" && whole.len() <= 3 && !whole.starts_with('0')
}

/// A day written `2026-11-20`, `2026/11/20`, `20/11/2026` or `20261120`, with or without a time after it.
pub fn parse_day(text: &str) -> Result<Day, Refusal> {
    read_day(text.trim()).ok_or_else(|| Refusal::UnreadableDay {
        value: shown(text, 32),
    })
}

fn read_day(text: &str) -> Option<Day> {
    let date = text.split(['T', ' ']).next()?;
    let is_number = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let number = |range: std::ops::Range<usize>| {
        let part = date.get(range).filter(is_number)?;
        part.parse::<i16>().ok()
    };
    let (year, month, day) = match (date.len(), date.as_bytes().get(4)?) {
        (10, b'-' | b'/') => (number(0..4)?, number(5..7)?, number(8..10)?),
        (10, _) if matches!(date.as_bytes().get(2)?, b'/' | b'-' | b'.') => {
            (number(6..10)?, number(3..5)?, number(0..2)?)
        }
        (8, _) => (number(0..4)?, number(4..6)?, number(6..8)?),
        _ => return None,
    };
    Day::from_ymd(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}
