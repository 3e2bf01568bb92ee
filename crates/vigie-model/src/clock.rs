//! Where the present comes from: given as an argument, so that a test can choose it.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use crate::Day;

/// The rules of French legal time, compiled in.
static PARIS: TimeZone = jiff::tz::get!("Europe/Paris");

/// Tells the present instant and the present day in France.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;

    /// The present day in Europe/Paris, the legal time of the reports.
    fn today(&self) -> Day {
        Day::in_paris(self.now())
    }
}

impl Day {
    /// The day it is in Europe/Paris at this instant.
    pub fn in_paris(instant: Timestamp) -> Self {
        PARIS.to_datetime(instant).date().into()
    }

    /// When this day begins in Europe/Paris.
    pub fn begins_at(self) -> Timestamp {
        let midnight = jiff::civil::Date::from(self).at(0, 0, 0, 0);
        // Days of four digits fit.
        PARIS.to_timestamp(midnight).unwrap_or(Timestamp::MAX)
    }
}

/// The minute it is in Europe/Paris at this instant: `2026-11-20 19:30`.
pub fn minute_in_paris(instant: Timestamp) -> String {
    let time = PARIS.to_datetime(instant);
    format!("{} {:02}:{:02}", time.date(), time.hour(), time.minute())
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that stands still until it is set. Clones show the same time.
#[derive(Debug, Clone)]
pub struct FixedClock(Arc<Mutex<Timestamp>>);

impl FixedClock {
    /// A clock that shows this instant.
    pub fn new(now: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(now)))
    }

    /// A clock that shows noon, universal time, of this day.
    pub fn at_noon(day: Day) -> Self {
        Self::new(noon(day))
    }

    /// Shows this instant from now on.
    pub fn set(&self, now: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    /// Shows noon, universal time, of this day from now on.
    pub fn set_day(&self, day: Day) {
        self.set(noon(day));
    }

    /// Moves forward by this much; stops at the last instant that exists.
    pub fn advance(&self, by: SignedDuration) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now = now.checked_add(by).unwrap_or(Timestamp::MAX);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> Timestamp {
        self.as_ref().now()
    }
}

fn noon(day: Day) -> Timestamp {
    let seconds = i64::from(day.epoch_days()) * 86_400 + 43_200;
    Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX)
}
