//! Sample statistics by year, and open data.

use super::{TODAY, shell};
use crate::{DataSet, Known, OpenData, Prose, UnknownReason, YearRow, Years};

/// Two years, the first of them without stocks.
pub fn years() -> Years {
    let now = YearRow {
        year: 2026,
        lists: 46,
        shortages: Known::Value(211),
        tensions: Known::Value(803),
        appeared: Known::Value(402),
        returned: Known::Value(377),
        vanished: Known::Value(129),
        stock_days: Some((TODAY.plus_days(-300), TODAY)),
        completeness: Known::Value(0.964),
        episodes_begun: Known::Value(1_204),
        median_days: Known::Value(9.0),
    };
    let before = YearRow {
        year: 2025,
        lists: 1,
        appeared: Known::Unknown(UnknownReason::NoHistory),
        returned: Known::Unknown(UnknownReason::NoHistory),
        vanished: Known::Unknown(UnknownReason::NoHistory),
        stock_days: None,
        completeness: Known::Unknown(UnknownReason::NoHistory),
        episodes_begun: Known::Unknown(UnknownReason::NoHistory),
        median_days: Known::Unknown(UnknownReason::NoHistory),
        ..now.clone()
    };
    Years {
        shell: shell("/observatory/years", ""),
        rows: vec![now, before],
    }
}

/// One set of data.
pub fn open_data() -> OpenData {
    OpenData {
        shell: shell("/data", ""),
        server: "https://vigie.example".to_owned(),
        sets: vec![DataSet {
            identifier: "cover",
            name: Prose::both("Stock et couverture", "Stock and cover"),
            text: Prose::both("Toutes les présentations.", "All packs."),
            day: Some(TODAY),
            rhythm: Prose::both("en continu", "continuous"),
            files: vec![
                ("CSV", "/api/v1/cover?format=csv"),
                ("JSON", "/api/v1/cover"),
            ],
            licence: "Licence Ouverte 2.0",
        }],
    }
}
