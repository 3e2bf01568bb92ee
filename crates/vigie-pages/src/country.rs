//! What pages about the whole country show: packs in rows, counts by label, moves of the availability list.

use vigie_model::Day;

use crate::chart::Sparkline;
use crate::notation::Notation;
use crate::shared::{Availability, CoverLabel, CoverThresholds, Known};
use crate::words::Words;

/// How many packs have each cover label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CoverClasses {
    /// Packs with satisfactory cover.
    pub satisfactory: u64,
    /// Packs to watch.
    pub watch: u64,
    /// Packs with insufficient cover.
    pub insufficient: u64,
    /// Packs whose data allow no judgement.
    pub not_relevant: u64,
}

impl CoverClasses {
    /// Packs in all.
    pub const fn total(&self) -> u64 {
        self.satisfactory + self.watch + self.insufficient + self.not_relevant
    }

    /// Counts from the most serious to the least, then those that cannot be judged.
    pub(crate) const fn ordered(&self) -> [(CoverLabel, u64); 4] {
        [
            (CoverLabel::Insufficient, self.insufficient),
            (CoverLabel::Watch, self.watch),
            (CoverLabel::Satisfactory, self.satisfactory),
            (CoverLabel::NotRelevant, self.not_relevant),
        ]
    }
}

/// One pack in a table of the board.
#[derive(Debug, Clone, PartialEq)]
pub struct PackRow {
    /// Identifier of the medicine, 8 digits.
    pub cis: String,
    /// Identifier of the pack, 13 digits.
    pub cip13: String,
    /// Name of the medicine, in French as published.
    pub name: String,
    /// Name of the pack, in French as published.
    pub pack: String,
    /// Of major therapeutic interest (MITM).
    pub major_therapeutic_interest: bool,
    /// What the availability list says; `None` inside when it is not on it, unknown when no list was imported.
    pub availability: Known<Option<Availability>>,
    /// National cover, days.
    pub cover_days: Known<f64>,
    /// National cover seven days before, days.
    pub cover_days_a_week_ago: Known<f64>,
    /// National stock, boxes.
    pub stock_boxes: Known<u64>,
    /// Pharmacies at zero that sold it in the last 28 days.
    pub sites_at_zero: Known<u64>,
    /// Pharmacies that sold it in the last 28 days or hold it.
    pub sites_concerned: Known<u64>,
    /// National cover of the last 28 days, days, oldest first.
    pub cover_trend: Vec<Option<f64>>,
}

/// Counts of the availability list, and of the release before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AvailabilityCounts {
    /// Day of the release.
    pub release: Day,
    /// Day of the release before, if there is one.
    pub release_before: Option<Day>,
    /// Medicines in each situation: now, and in the release before.
    pub counts: [(Availability, u64, Option<u64>); 4],
}

/// A move of a medicine on the availability list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// Identifier of the medicine, 8 digits.
    pub cis: String,
    /// Name of the medicine, in French as published.
    pub name: String,
    /// What moved.
    pub kind: TransitionKind,
    /// Situation in the release before.
    pub from: Option<Availability>,
    /// Situation in this release.
    pub to: Option<Availability>,
    /// Day of the release that shows the move.
    pub release: Day,
}

/// Kinds of moves. Vanishing is not closing: the source says nothing of the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TransitionKind {
    /// Was not on the list.
    Appeared,
    /// Was on the list in another situation.
    Changed,
    /// Is declared available again.
    Returned,
    /// Had left the list and is back.
    Reappeared,
    /// Is no longer on the list.
    Vanished,
}

/// The points of a pack, from 0 to 100 in all: definition `severity`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeverityParts {
    /// How little is left, of 40.
    pub cover: f64,
    /// How many sites have none, of 20.
    pub spread: f64,
    /// How long it has lasted, of 15.
    pub duration: f64,
    /// How little could take its place, of 15.
    pub alternatives: f64,
    /// How much it matters, of 10.
    pub importance: f64,
}

impl SeverityParts {
    /// The score.
    pub fn total(&self) -> f64 {
        self.cover + self.spread + self.duration + self.alternatives + self.importance
    }
}

/// A table of packs with a name.
pub(crate) struct RankedList<'a> {
    pub identifier: &'static str,
    pub title: &'static str,
    pub caption: &'static str,
    pub empty: &'static str,
    pub rows: Vec<RankedRow<'a>>,
}

/// A pack with what is drawn of it.
pub(crate) struct RankedRow<'a> {
    pub row: &'a PackRow,
    pub label: CoverLabel,
    pub trend: String,
}

/// Rows with their labels and small charts.
pub(crate) fn ranked<'a>(
    rows: &'a [PackRow],
    thresholds: &CoverThresholds,
    words: &Words,
) -> Result<Vec<RankedRow<'a>>, askama::Error> {
    rows.iter()
        .map(|row| {
            Ok(RankedRow {
                row,
                label: CoverLabel::of(&row.cover_days, thresholds),
                trend: trend(&row.cover_trend, words).render()?,
            })
        })
        .collect()
}

/// A sparkline of cover, named by its first and last known day.
pub(crate) fn trend(values: &[Option<f64>], words: &Words) -> Sparkline {
    let mut known = values.iter().flatten();
    let first = known.next().copied();
    let last = known.next_back().copied().or(first);
    let text = |value: Option<f64>| {
        value.map_or_else(
            || words.terms.unknown.to_owned(),
            |days| words.language.days(days),
        )
    };
    Sparkline {
        title: words.rankings.spark(&text(first), &text(last)),
        values: values.to_vec(),
        class: "cover",
    }
}
