//! Scales: round axis ends, tick places, line paths.

use std::fmt::Write as _;

use vigie_model::{Day, Language};

use crate::notation::Notation;

/// Height of a plot in its own coordinates; browsers stretch it to the real height.
pub(super) const PLOT_HEIGHT: f64 = 1000.0;

/// The smallest of 1, 2, 3, 4, 6, 8, 10 (times a power of ten) that is not below `value`; 1 for nothing to show.
/// Half of it is round too, for the tick in the middle.
///
/// ```
/// assert_eq!(vigie_pages::chart::nice_ceiling(37.0), 40.0);
/// assert_eq!(vigie_pages::chart::nice_ceiling(0.0), 1.0);
/// ```
pub fn nice_ceiling(value: f64) -> f64 {
    if !value.is_finite() || value <= 0.0 {
        return 1.0;
    }
    let power = 10_f64.powf(value.log10().floor());
    let steps = [1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0];
    let fits = |step: &&f64| **step * power >= value * (1.0 - 1e-12);
    steps
        .iter()
        .find(fits)
        .map_or(10.0 * power, |step| step * power)
}

/// Tick values from 0 to `ceiling`, both included, `count` steps.
pub fn ticks(ceiling: f64, count: u32) -> Vec<f64> {
    (0..=count)
        .map(|step| ceiling * f64::from(step) / f64::from(count.max(1)))
        .collect()
}

/// The path of a line over days, one unit per day to the right, 1000 units high, zero at the bottom.
/// A missing value ends the piece; the next value starts a new one. A day alone is a dot (a line of no length).
pub fn line_path(values: &[Option<f64>], ceiling: f64) -> String {
    let mut path = String::with_capacity(values.len() * 8);
    let mut previous_known = false;
    for (index, value) in values.iter().enumerate() {
        let Some(value) = value else {
            previous_known = false;
            continue;
        };
        let command = if previous_known { 'L' } else { 'M' };
        let height = plot_height(*value, ceiling);
        // Writing to a String cannot fail.
        let _ = write!(path, "{command}{index} {height:.0}");
        let next_known = values.get(index + 1).is_some_and(Option::is_some);
        if !previous_known && !next_known {
            path.push_str("h0");
        }
        previous_known = true;
    }
    path
}

/// Vertical place of a value in a plot, from the top.
pub(super) fn plot_height(value: f64, ceiling: f64) -> f64 {
    let share = (value / ceiling).clamp(0.0, 1.0);
    (1.0 - share) * PLOT_HEIGHT
}

/// A label on the axis of days.
#[derive(Debug, Clone, PartialEq)]
pub struct DayTick {
    /// Place from the left, 0 to 100.
    pub percent: f64,
    /// Short name of the month, or the year in January.
    pub label: String,
    /// May be hidden where there is little room.
    pub minor: bool,
}

/// One tick at each first of a month over `count` days from `first`. Every second one is minor.
pub fn month_ticks(first: Day, count: usize, language: Language) -> Vec<DayTick> {
    let last_index = count.saturating_sub(1).max(1);
    let days = (0..count).filter_map(|index| {
        let date = first.plus_days(i32::try_from(index).ok()?).date();
        (date.day() == 1).then_some((index, date))
    });
    days.enumerate()
        .map(|(position, (index, date))| DayTick {
            percent: 100.0 * index as f64 / last_index as f64,
            label: month_label(date, language),
            minor: position % 2 == 1,
        })
        .collect()
}

fn month_label(date: jiff::civil::Date, language: Language) -> String {
    if date.month() == 1 {
        date.year().to_string()
    } else {
        language.short_month(date.month()).to_owned()
    }
}

/// Runs of consecutive missing values as (first, last) indices, both included.
pub(super) fn gaps(values: &[Option<f64>]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (index, _) in values
        .iter()
        .enumerate()
        .filter(|(_, value)| value.is_none())
    {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == index => *last = index,
            _ => runs.push((index, index)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(0.0, 1.0)]
    #[case(0.3, 0.3)]
    #[case(0.31, 0.4)]
    #[case(1.0, 1.0)]
    #[case(12.0, 20.0)]
    #[case(24.0, 30.0)]
    #[case(31.0, 40.0)]
    #[case(59.5, 60.0)]
    #[case(99.0, 100.0)]
    #[case(100.0, 100.0)]
    #[case(156_400_000.0, 200_000_000.0)]
    #[case(f64::NAN, 1.0)]
    fn an_axis_ends_on_a_round_number(#[case] value: f64, #[case] ceiling: f64) {
        assert!((nice_ceiling(value) - ceiling).abs() < 1e-9 * ceiling);
    }

    #[test]
    fn a_line_breaks_where_a_day_is_missing_and_never_falls_to_zero() {
        let values = [Some(10.0), Some(5.0), None, Some(0.0), Some(10.0)];
        assert_eq!(line_path(&values, 10.0), "M0 0L1 500M3 1000L4 0");
    }

    #[test]
    fn a_day_alone_between_gaps_is_a_dot() {
        assert_eq!(line_path(&[None, Some(5.0), None], 10.0), "M1 500h0");
    }

    #[test]
    fn missing_days_are_joined_into_runs() {
        assert_eq!(gaps(&[None, Some(1.0), None, None]), vec![(0, 0), (2, 3)]);
        assert_eq!(gaps(&[Some(1.0)]), vec![]);
    }

    #[test]
    fn months_start_on_their_first_day() {
        // 20 November 2026 plus 11 days is 1 December; plus 42 is 1 January 2027.
        let first = Day::from_epoch_days(20_777);
        assert_eq!(first.to_string(), "2026-11-20");
        let ticks = month_ticks(first, 51, Language::French);
        assert_eq!(ticks.len(), 2);
        assert_eq!(
            ticks
                .first()
                .map(|tick| (tick.percent, tick.label.as_str())),
            Some((22.0, "déc."))
        );
        assert_eq!(
            ticks.last().map(|tick| (tick.percent, tick.label.as_str())),
            Some((84.0, "2027"))
        );
    }
}
