//! Two scenarios side by side.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde::Serialize;

use super::Scenario;
use crate::{Parameters, Unit};

/// A key that has not the same value in both scenarios.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The key.
    pub key: String,
    /// What its values are counted in.
    pub unit: Unit,
    /// The value in the first scenario; `None` when no row holds in its base year.
    pub left: Option<Decimal>,
    /// The value in the second scenario; `None` when no row holds in its base year.
    pub right: Option<Decimal>,
}

/// Row by row, what two scenarios have not in common: by their changes, and by the law of their base years.
pub fn compare_scenarios(
    left: &Scenario,
    right: &Scenario,
    parameters: &Parameters,
) -> Vec<Difference> {
    let tables = [left.apply(parameters), right.apply(parameters)];
    let days = [left.day(), right.day()];
    let keys: BTreeSet<&str> = tables.iter().flat_map(Parameters::keys).collect();
    let value = |side: usize, key: &str| {
        let table = tables.get(side)?;
        let day = days.get(side)?;
        table.find(key, *day).map(|row| row.value)
    };
    keys.into_iter()
        .filter_map(|key| {
            let unit = tables
                .iter()
                .find_map(|table| table.history(key).first())?
                .unit;
            let (left, right) = (value(0, key), value(1, key));
            (left != right).then(|| Difference {
                key: key.to_owned(),
                unit,
                left,
                right,
            })
        })
        .collect()
}
