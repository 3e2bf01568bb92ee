//! Plants that stop for random times.

use crate::random::{Purpose, Random, between, lognormal, stream, waiting};

/// Median length of a failure: that of the closed French shortage incidents of 2013-2024 (477).
pub const PLANT_FAILURE_MEDIAN_DAYS: f64 = 104.0;
/// Spread of the length (standard deviation of the logarithm), from the quartiles of the same
/// incidents, 53 and 197 days: ln(197 / 53) / (2 × 0.67449) = 0.9732.
pub const PLANT_FAILURE_SIGMA: f64 = 0.9732;

/// How long plants ran before the country starts, so that some are stopped on its first day.
const HISTORY_DAYS: f64 = 7_300.0;

/// The line of a plant that makes one medicine: its packs stop together.
#[derive(Debug, Clone)]
pub struct Plant {
    random: Random,
    days_between_failures: f64,
    /// Next change, in days from the start of the country.
    next_change: f64,
    /// When the failure under way began, if any.
    down_since: Option<f64>,
    /// How wrong the announced date of return is: announced length over true length.
    optimism: f64,
}

impl Plant {
    /// A plant with its own chance, in the state where years of running have brought it.
    pub fn new(seed: u64, index: u64, days_between_failures: f64) -> Self {
        let mut random = stream(seed, Purpose::Plant, index);
        let first = waiting(&mut random, days_between_failures) - HISTORY_DAYS;
        let mut plant = Self {
            random,
            days_between_failures,
            next_change: first,
            down_since: None,
            optimism: 1.0,
        };
        plant.advance(0);
        plant
    }

    /// Brings the plant to this day.
    pub fn advance(&mut self, today: u32) {
        while self.next_change <= f64::from(today) {
            self.change();
        }
    }

    fn change(&mut self) {
        let now = self.next_change;
        let length = if self.down_since.is_some() {
            self.down_since = None;
            waiting(&mut self.random, self.days_between_failures)
        } else {
            self.down_since = Some(now);
            self.optimism = between(&mut self.random, 0.6, 1.1);
            failure_days(&mut self.random)
        };
        self.next_change = now + length;
    }

    /// Whether it produces.
    pub fn is_running(&self) -> bool {
        self.down_since.is_none()
    }

    /// Days it has been stopped by its own failure on this day.
    pub fn down_days(&self, today: u32) -> f64 {
        self.down_since
            .map_or(0.0, |since| f64::from(today) - since)
    }

    /// In how many days the company says it will produce again; 0 when it does.
    pub fn announced_return_days(&self, today: u32) -> u32 {
        let today_days = f64::from(today);
        let days = self.down_since.map_or(0.0, |since| {
            let announced = since + (self.next_change - since) * self.optimism;
            // A date that has passed is put off by two weeks.
            (announced - today_days).max(14.0)
        });
        days as u32
    }
}

/// The length of a failure, days.
pub fn failure_days(random: &mut Random) -> f64 {
    lognormal(random, PLANT_FAILURE_MEDIAN_DAYS, PLANT_FAILURE_SIGMA)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lengths of many failures, shortest first.
    fn lengths() -> Vec<f64> {
        let mut random = stream(11, Purpose::Plant, 0);
        let mut days: Vec<f64> = (0..40_000).map(|_| failure_days(&mut random)).collect();
        days.sort_by(f64::total_cmp);
        days
    }

    /// Closed French incidents of 2013-2024: median 104 days, quartiles 53 and 197.
    #[test]
    fn failures_last_as_long_as_french_shortages() {
        let days = lengths();
        let quantile = |percent: usize| days[days.len() * percent / 100];
        assert!(
            (quantile(50) / 104.0 - 1.0).abs() < 0.03,
            "{}",
            quantile(50)
        );
        assert!((quantile(25) / 53.0 - 1.0).abs() < 0.05, "{}", quantile(25));
        assert!(
            (quantile(75) / 197.0 - 1.0).abs() < 0.05,
            "{}",
            quantile(75)
        );
    }

    /// 727 of 15,848 medicines were on the French list on 2026-05-26: 4.6 %.
    #[test]
    fn as_many_lines_are_stopped_on_the_first_day_as_medicines_are_on_the_list() {
        let count = 20_000;
        let plants = (0..count).map(|index| Plant::new(3, index, crate::DAYS_BETWEEN_FAILURES));
        let stopped = plants.filter(|plant| !plant.is_running()).count();
        let percent = stopped as f64 * 100.0 / count as f64;
        assert!((percent - 4.6).abs() < 0.5, "{percent}");
    }
}
