//! All rows together.

use std::{collections::BTreeMap, sync::LazyLock};

use vigie_model::Day;

use super::Row;

const TABLE: &str = include_str!("../../../../data/law/policy.tsv");

static SHIPPED: LazyLock<Parameters> = LazyLock::new(|| {
    let rows = TABLE.lines().skip(1).filter_map(Row::read);
    Parameters::from_rows(rows)
});

/// Rows by key, each key with its rows in the order of their dates.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parameters {
    rows: BTreeMap<String, Vec<Row>>,
}

impl Parameters {
    /// The rows that Vigie ships, from `data/law/policy.tsv`.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// A table of these rows.
    pub fn from_rows(rows: impl IntoIterator<Item = Row>) -> Self {
        let mut by_key: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for row in rows {
            by_key.entry(row.key.clone()).or_default().push(row);
        }
        for rows in by_key.values_mut() {
            rows.sort_by_key(|row| row.valid_from);
        }
        Self { rows: by_key }
    }

    /// The row of a key that holds on a day; the latest of them if there are several.
    pub fn find(&self, key: &str, day: Day) -> Option<&Row> {
        self.history(key).iter().rev().find(|row| row.holds_on(day))
    }

    /// All rows of a key, oldest first; empty for an unknown key.
    pub fn history(&self, key: &str) -> &[Row] {
        self.rows.get(key).map_or(&[], Vec::as_slice)
    }

    /// All rows, by key and date.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.values().flatten()
    }

    /// All keys, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.rows.keys().map(String::as_str)
    }

    /// The same table where some keys have one row for all time.
    pub(crate) fn with_changes(&self, changes: impl IntoIterator<Item = Row>) -> Self {
        let mut table = self.clone();
        for row in changes {
            table.rows.insert(row.key.clone(), vec![row]);
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read() {
        let lines = TABLE.lines().skip(1);
        let unread: Vec<&str> = lines.filter(|line| Row::read(line).is_none()).collect();
        assert_eq!(unread, Vec::<&str>::new());
    }

    #[test]
    fn no_two_rows_of_a_key_hold_on_the_same_day() {
        for key in Parameters::shipped().keys() {
            for pair in Parameters::shipped().history(key).windows(2) {
                let first_ends = pair[0].valid_to.unwrap_or(Day::MAX);
                let second_begins = pair[1].valid_from.unwrap_or(Day::MIN);
                assert!(
                    first_ends < second_begins,
                    "{key}: {first_ends} {second_begins}"
                );
                assert_eq!(pair[0].unit, pair[1].unit, "{key}");
            }
        }
    }

    #[test]
    fn a_key_has_the_value_of_its_day() {
        let on = |text: &str| {
            let day = text.parse().unwrap();
            let row = Parameters::shipped().find("safeguard.threshold", day);
            row.map(|row| row.value.to_string())
        };
        assert_eq!(on("2024-12-31").as_deref(), Some("26400000000"));
        assert_eq!(on("2025-01-01").as_deref(), Some("27250000000"));
        assert_eq!(on("2019-01-01"), None);
    }
}
