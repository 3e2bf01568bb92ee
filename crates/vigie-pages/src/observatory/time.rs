//! Other days of the map: a field with a date, a month to and fro, and what the slider of the island needs.

use vigie_model::{Day, Language};

use super::Observatory;
use crate::links;
use crate::notation::Notation;

/// Days that can be shown, and addresses of some of them.
pub(super) struct Time {
    pub first: Day,
    pub last: Day,
    /// Address of the values of a day, which stands in it as `{day}`.
    pub values: String,
    /// Name and address of the same day of the month before, as far as it is known.
    pub before: Option<(String, String)>,
    /// The same of the month after.
    pub after: Option<(String, String)>,
    /// Address of the newest day; `None` when it is shown.
    pub newest: Option<String>,
}

impl Observatory {
    pub(super) fn time(&self, language: Language) -> Option<Time> {
        let (first, last) = self.span?;
        let query = self.query(&self.subject);
        let page = links::page(language, "/observatory");
        let address = |day: Day| format!("{page}?{query}&day={day}");
        let named = |day: Day| (language.date(day), address(day));
        let before = month_before(self.as_of).max(first);
        let after = month_after(self.as_of).min(last);
        Some(Time {
            first,
            last,
            values: format!("{page}/values?{query}&day={{day}}"),
            before: (before < self.as_of).then(|| named(before)),
            after: (after > self.as_of).then(|| named(after)),
            newest: self.is_day_chosen.then(|| format!("{page}?{query}")),
        })
    }
}

/// The same day of the month before, or its last day when it is shorter.
fn month_before(day: Day) -> Day {
    let number = i32::from(day.date().day());
    let last_of_month_before = day.plus_days(-number);
    let length = i32::from(last_of_month_before.date().days_in_month());
    last_of_month_before.plus_days((number - length).min(0))
}

/// The same day of the month after, or its last day when it is shorter.
fn month_after(day: Day) -> Day {
    let date = day.date();
    let number = i32::from(date.day());
    let first_after = day.plus_days(i32::from(date.days_in_month()) - number + 1);
    let length = i32::from(first_after.date().days_in_month());
    first_after.plus_days(number.min(length) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn day(text: &str) -> Day {
        text.parse().unwrap_or(Day::MIN)
    }

    #[rstest]
    #[case("2026-11-20", "2026-10-20", "2026-12-20")]
    #[case("2026-03-31", "2026-02-28", "2026-04-30")]
    #[case("2026-01-31", "2025-12-31", "2026-02-28")]
    #[case("2024-01-30", "2023-12-30", "2024-02-29")]
    #[case("2026-12-01", "2026-11-01", "2027-01-01")]
    fn a_month_to_and_fro_is_the_same_day_or_the_last_of_a_shorter_month(
        #[case] from: &str,
        #[case] before: &str,
        #[case] after: &str,
    ) {
        assert_eq!(
            (month_before(day(from)), month_after(day(from))),
            (day(before), day(after))
        );
    }
}
