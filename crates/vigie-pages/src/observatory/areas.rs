//! The parts of the country as rows.

use vigie_model::Language;

use super::{Measure, Observatory};
use crate::notation::Notation;
use crate::shared::{Completeness, CoverLabel, Known};
use crate::words::Words;

/// A department or a region.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaRow {
    /// Code: `2A`, `75`; that of INSEE for regions.
    pub code: String,
    /// Name.
    pub name: String,
    /// Codes of its departments: itself, or those of the region.
    pub departments: Vec<String>,
    /// Stock, boxes.
    pub stock_boxes: Known<u64>,
    /// Cover, days.
    pub cover_days: Known<f64>,
    /// Share of the pairs of pack and site that carries it in which the site has none, from 0 to 1.
    pub share_at_zero: Known<f64>,
    /// Who was expected and who reported.
    pub completeness: Completeness,
}

/// What the map says of one department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaValue {
    /// Code of the department.
    pub department: String,
    /// Class of its colour.
    pub class: &'static str,
    /// What stands behind its name.
    pub text: String,
}

/// A row with what the measure says of it.
pub(super) struct ShownArea<'a> {
    pub row: &'a AreaRow,
    pub class: &'static str,
    pub value_text: String,
}

impl Observatory {
    /// What the map says of each department, for one who moves it through time.
    pub fn values(&self, language: Language) -> Vec<AreaValue> {
        let shown = self.shown_areas(Words::of(language));
        let of_area = |area: &ShownArea<'_>| {
            let value = |department: &String| AreaValue {
                department: department.clone(),
                class: area.class,
                text: area.value_text.clone(),
            };
            area.row.departments.iter().map(value).collect::<Vec<_>>()
        };
        shown.iter().flat_map(of_area).collect()
    }

    /// The most serious first, those that are not known last.
    pub(super) fn shown_areas(&self, words: &Words) -> Vec<ShownArea<'_>> {
        let mut rows: Vec<&AreaRow> = self.areas.iter().collect();
        rows.sort_by(|left, right| {
            let (left_key, right_key) = (self.seriousness(left), self.seriousness(right));
            let known = left_key.is_none().cmp(&right_key.is_none());
            let worse = right_key
                .unwrap_or_default()
                .total_cmp(&left_key.unwrap_or_default());
            known.then(worse).then_with(|| left.code.cmp(&right.code))
        });
        rows.into_iter().map(|row| self.shown(row, words)).collect()
    }

    /// Larger is more serious.
    fn seriousness(&self, row: &AreaRow) -> Option<f64> {
        match self.measure {
            Measure::Cover => row.cover_days.value().map(|days| -days),
            Measure::AtZero => row.share_at_zero.value(),
        }
    }

    fn shown<'a>(&self, row: &'a AreaRow, words: &Words) -> ShownArea<'a> {
        let label = match self.measure {
            Measure::Cover => CoverLabel::of(&row.cover_days, &self.thresholds),
            Measure::AtZero => self.zero_thresholds.label(&row.share_at_zero),
        };
        let value_text = match self.measure {
            Measure::Cover => known_text(row.cover_days, words, |days| {
                format!("{} {}", words.language.days(days), words.terms.days)
            }),
            Measure::AtZero => known_text(row.share_at_zero, words, |share| {
                words.language.percent(share)
            }),
        };
        ShownArea {
            row,
            class: label.class(),
            value_text,
        }
    }
}

/// The value, or the word for unknown with its reason.
fn known_text(known: Known<f64>, words: &Words, write: impl FnOnce(f64) -> String) -> String {
    match known {
        Known::Value(value) => write(value),
        Known::Unknown(reason) => format!("{} ({})", words.terms.unknown, words.reason(&reason)),
    }
}
