//! An entry of a list in its row.

use vigie_model::{Day, Tier};

use crate::SubstitutionLevel;
use crate::country::SeverityParts;
use crate::notation::Notation;
use crate::rankings::named_parts;
use crate::shared::{Availability, CoverLabel, CoverThresholds, Known};
use crate::words::Words;

/// Tiers whose covers stand in the table.
pub(super) const TIERS: [Tier; 3] = [Tier::Pharmacy, Tier::Hospital, Tier::Wholesaler];

/// An entry of a list and how it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct MyListRow {
    /// Identifier of the medicine, 8 digits.
    pub cis: String,
    /// Identifier of the pack whose figures are shown, 13 digits; `None` for a medicine without packs.
    pub cip13: Option<String>,
    /// Name of the medicine, in French as published.
    pub name: String,
    /// Name of that pack, in French as published.
    pub pack: String,
    /// Whether the entry is the whole medicine, of whose packs the most sold one is shown.
    pub is_medicine: bool,
    /// Of major therapeutic interest (MITM).
    pub major_therapeutic_interest: bool,
    /// What was typed.
    pub typed: Vec<TypedLine>,
    /// What the availability list says.
    pub availability: Known<Option<Availability>>,
    /// Since when and until when it says so.
    pub listed: Option<ListedSince>,
    /// National cover where patients get it, days.
    pub cover_days: Known<f64>,
    /// National cover by tier, days: pharmacies, hospital pharmacies, wholesalers.
    pub tier_cover_days: [Known<f64>; 3],
    /// Points of its severity; `None` when some of what they rest on is not known.
    pub severity: Option<SeverityParts>,
    /// Which way its cover goes.
    pub trend: Known<Trend>,
    /// National cover seven days before, days.
    pub cover_days_a_week_ago: Known<f64>,
    /// What could take its place; asked only of entries in need.
    pub substitutes: Option<Substitutes>,
}

/// A line as it was typed, and its number from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedLine {
    /// Its number.
    pub number: u32,
    /// What was typed.
    pub text: String,
}

/// The dates of a row of the availability list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedSince {
    /// Since when.
    pub since: Known<Day>,
    /// When it is expected back.
    pub expected_return: Known<Day>,
}

impl TypedLine {
    pub(super) fn place(&self, words: &Words) -> String {
        words.my_list.line(self.number)
    }
}

/// Which way a cover went in seven days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trend {
    /// Down by a day and a tenth, or more.
    Falling,
    /// Neither.
    Steady,
    /// Up by a day and a tenth, or more.
    Rising,
}

impl Trend {
    const fn class(self) -> &'static str {
        match self {
            Self::Falling => "falling",
            Self::Steady => "steady",
            Self::Rising => "rising",
        }
    }

    const fn word(self, words: &Words) -> &'static str {
        match self {
            Self::Falling => words.my_list.falling,
            Self::Steady => words.my_list.steady,
            Self::Rising => words.my_list.rising,
        }
    }
}

/// What could take the place of a medicine.
#[derive(Debug, Clone, PartialEq)]
pub enum Substitutes {
    /// Medicines of this level, the nearest that has any with enough cover; the best covered one is named.
    Found {
        /// The best covered one.
        best: Replacement,
        /// How many others of the level have enough cover.
        others: u64,
    },
    /// There are some, and none is known to have enough cover: the best covered one is named.
    Thin(Replacement),
    /// None is known.
    None,
}

/// A medicine that could take the place of another.
#[derive(Debug, Clone, PartialEq)]
pub struct Replacement {
    /// Its identifier, 8 digits.
    pub cis: String,
    /// Its name, in French as published.
    pub name: String,
    /// How near it is.
    pub level: SubstitutionLevel,
    /// National cover of its most sold pack, days.
    pub cover_days: Known<f64>,
}

/// A row as the template writes it.
pub(super) struct ShownRow<'a> {
    pub row: &'a MyListRow,
    pub label: CoverLabel,
    /// Score from 0 to 100, and its parts.
    pub severity: Option<(String, String)>,
    /// Class and word.
    pub trend: Option<(&'static str, &'static str)>,
}

impl<'a> ShownRow<'a> {
    pub fn of(row: &'a MyListRow, thresholds: &CoverThresholds, words: &Words) -> Self {
        let severity = row.severity.as_ref().map(|severity| {
            let whole = |points: f64| words.language.integer(points.round() as u64);
            let parts = named_parts(severity, words)
                .map(|(name, points)| format!("{name} {}", whole(points)));
            (whole(severity.total()), parts.join(", "))
        });
        Self {
            row,
            label: CoverLabel::of(&row.cover_days, thresholds),
            severity,
            trend: row
                .trend
                .value()
                .map(|trend| (trend.class(), trend.word(words))),
        }
    }

    /// Whether the availability list names it.
    pub fn is_listed(&self) -> bool {
        matches!(self.row.availability, Known::Value(Some(_)))
    }

    /// The medicine that is named in its place.
    pub fn replacement(&self) -> Option<&'a Replacement> {
        match self.row.substitutes.as_ref()? {
            Substitutes::Found { best, .. } | Substitutes::Thin(best) => Some(best),
            Substitutes::None => None,
        }
    }

    /// How many others there are.
    pub fn others(&self, words: &Words) -> Option<String> {
        match self.row.substitutes {
            Some(Substitutes::Found { others, .. }) if others > 0 => {
                Some(words.my_list.and_others(others))
            }
            _ => None,
        }
    }

    pub fn is_without_substitute(&self) -> bool {
        self.row.substitutes == Some(Substitutes::None)
    }

    pub fn has_thin_substitutes(&self) -> bool {
        matches!(self.row.substitutes, Some(Substitutes::Thin(_)))
    }
}
