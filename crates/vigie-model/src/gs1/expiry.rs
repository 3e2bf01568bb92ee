//! Expiry dates.

use std::fmt;

use crate::Day;

/// Until when a pack may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Expiry {
    /// The last day of use.
    pub last_day: Day,
}

impl Expiry {
    /// Reads six digits YYMMDD, where day 00 is the last day of the month.
    ///
    /// The century is the one that puts the year less than 50 years before and at most 50 years
    /// after the year of `today` (GS1 General Specifications, section 7.12).
    pub fn from_yymmdd(text: &str, today: Day) -> Option<Self> {
        let [year, month, day] = two_digit_groups(text)?;
        let year = in_century(i16::from(year), today.date().year());
        let last_day = match day {
            0 => last_of_month(year, month)?,
            _ => Day::from_ymd(year, month, day)?,
        };
        Some(Self { last_day })
    }

    /// Whether the last day of use lies before this day.
    pub fn is_past(self, today: Day) -> bool {
        self.last_day < today
    }
}

impl fmt::Display for Expiry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.last_day.fmt(formatter)
    }
}

/// The full year that two digits mean in the year `now`.
fn in_century(two_digits: i16, now: i16) -> i16 {
    let century = now - now.rem_euclid(100);
    match two_digits - now.rem_euclid(100) {
        51.. => century - 100 + two_digits,
        ..=-50 => century + 100 + two_digits,
        _ => century + two_digits,
    }
}

fn last_of_month(year: i16, month: i8) -> Option<Day> {
    let first = Day::from_ymd(year, month, 1)?;
    Some(first.date().last_of_month().into())
}

/// Six digits as three numbers of two digits.
pub(super) fn two_digit_groups(text: &str) -> Option<[i8; 3]> {
    let digits: [u8; 6] = text.as_bytes().try_into().ok()?;
    let [first, second, third] = [0, 2, 4].map(|place| {
        let pair = digits.get(place..place + 2)?;
        two_digits(*pair.first()?, *pair.last()?)
    });
    Some([first?, second?, third?])
}

/// Two ASCII digits as a number.
pub(super) fn two_digits(tens: u8, units: u8) -> Option<i8> {
    let both = tens.is_ascii_digit() && units.is_ascii_digit();
    both.then(|| ((tens - b'0') * 10 + units - b'0') as i8)
}
