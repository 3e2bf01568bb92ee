//! Calendar days.

use std::{fmt, str::FromStr};

use jiff::{Span, civil::Date};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

/// A calendar day, counted from 1970-01-01, between the years -9999 and 9999.
///
/// Written `2026-11-20` everywhere (ISO 8601). A day has no time zone: whoever
/// makes one from an instant says which (see [`crate::Clock::today`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// A text that is not a calendar day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a day written like 2026-11-20")]
pub struct DayError {
    /// What was written.
    pub text: String,
}

impl Day {
    /// The first day that can be written, -9999-01-01.
    pub const MIN: Self = Self(-4_371_587);
    /// The last day that can be written, 9999-12-31.
    pub const MAX: Self = Self(2_932_896);

    /// The day this many days after 1970-01-01, held between [`Day::MIN`] and [`Day::MAX`].
    pub const fn from_epoch_days(days: i32) -> Self {
        match days {
            ..=-4_371_587 => Self::MIN,
            2_932_896.. => Self::MAX,
            _ => Self(days),
        }
    }

    /// The day of this year, month (1-12) and day of the month; `None` if there is no such day.
    pub fn from_ymd(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self::from)
    }

    /// Days since 1970-01-01, negative before it.
    pub const fn epoch_days(self) -> i32 {
        self.0
    }

    /// The same day as a date with year, month, weekday.
    pub fn date(self) -> Date {
        EPOCH.saturating_add(Span::new().days(self.0))
    }

    /// The day this many days later (earlier if negative), held between [`Day::MIN`] and [`Day::MAX`].
    #[must_use]
    pub const fn plus_days(self, days: i32) -> Self {
        Self::from_epoch_days(self.0.saturating_add(days))
    }

    /// How many days this day is after `earlier`; negative if it is before.
    pub const fn days_since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        let seconds = date.duration_since(EPOCH).as_secs();
        Self((seconds / 86_400) as i32)
    }
}

impl From<Day> for Date {
    fn from(day: Day) -> Self {
        day.date()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date().fmt(formatter)
    }
}

impl FromStr for Day {
    type Err = DayError;

    /// Reads exactly `YYYY-MM-DD`, spaces around it allowed.
    fn from_str(text: &str) -> Result<Self, DayError> {
        let trimmed = text.trim();
        let shape = trimmed.len() == 10 && !trimmed.starts_with(['+', '-']);
        shape
            .then(|| trimmed.parse::<Date>().ok())
            .flatten()
            .map(Self::from)
            .ok_or_else(|| DayError {
                text: text.to_owned(),
            })
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
