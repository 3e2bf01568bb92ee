//! The view model of home.

use vigie_catalogue::Catalogue;
use vigie_model::Day;
use vigie_pages::{
    Availability, AvailabilityCounts, Completeness, Figure, Home, Known, Quantity, Transition,
    TransitionKind, UnknownReason,
};

use super::ranking::{self, Judged, Taken};
use super::rankings::Lists;
use super::rows::Rows;
use super::thresholds;
use crate::http::pages::listing::{self, Listing};
use crate::http::pages::shell::shell_at;
use crate::system::System;

/// Rows of each table.
const ROWS: usize = 5;
/// Moves of the availability list that are shown.
const MOVES: usize = 12;

/// Home, without what surrounds it.
pub fn home(
    system: &System,
    taken: &Taken,
    packs: &[Judged],
    lists: &Lists,
    rows: &Rows<'_>,
) -> Home {
    let major: Vec<&Judged> = packs.iter().filter(|pack| pack.is_major).collect();
    let major_classes = ranking::classes(major.iter().copied(), &thresholds());
    let figures = Figures {
        as_of: taken.latest,
        completeness: taken.reporting.of_patient_tiers(),
    };
    let week_ago = WeekAgo::of(&major, rows);
    let moves = Moves::of(rows.catalogue, system.clock.today());
    let counts = moves.counts(rows.listing);
    let insufficient = (!packs.is_empty()).then_some(major_classes.insufficient);
    let first = |rows: &[_]| rows.iter().take(ROWS).cloned().collect();
    Home {
        shell: shell_at(system, "/", "", taken.latest),
        as_of: taken.latest.unwrap_or_else(|| system.clock.today()),
        completeness: taken.reporting.by_tier(),
        insufficient_packs: figures.of(
            insufficient.map(Quantity::Packs),
            week_ago.insufficient.map(Quantity::Packs),
            "cover-label",
        ),
        median_cover: figures.of(
            ranking::median_cover(packs).map(Quantity::Days),
            week_ago.median.map(Quantity::Days),
            "median-cover",
        ),
        shortages: listed(counts.as_ref(), Availability::Shortage),
        tensions: listed(counts.as_ref(), Availability::Tension),
        major_classes,
        all_classes: ranking::classes(packs.iter(), &thresholds()),
        thresholds: thresholds(),
        most_severe: lists.most_severe.iter().take(ROWS).cloned().collect(),
        got_worse: first(&lists.got_worse),
        recovered: first(&lists.recovered),
        availability: counts,
        transitions: moves.transitions(),
        availability_csv: Some("/api/v1/availability?format=csv".to_owned()),
    }
}

/// The figures of packs of major interest seven days before, as far as their covers are known.
struct WeekAgo {
    insufficient: Option<u64>,
    median: Option<f64>,
}

impl WeekAgo {
    fn of(major: &[&Judged], rows: &Rows<'_>) -> Self {
        let covers: Vec<f64> = major
            .iter()
            .filter_map(|pack| rows.cover_a_week_ago(pack).value())
            .collect();
        let thin = thresholds().watch_from_days;
        let insufficient = covers.iter().filter(|days| **days < thin).count() as u64;
        Self {
            insufficient: (!covers.is_empty()).then_some(insufficient),
            median: ranking::median(covers),
        }
    }
}

/// Day and completeness of the figures that rest on stock.
struct Figures {
    as_of: Option<Day>,
    completeness: Completeness,
}

impl Figures {
    fn of(
        &self,
        quantity: Option<Quantity>,
        a_week_ago: Option<Quantity>,
        definition: &'static str,
    ) -> Figure {
        Figure {
            quantity: Known::from_option(quantity, UnknownReason::NotReported),
            a_week_ago: a_week_ago.map(Known::Value),
            definition,
            as_of: self.as_of,
            completeness: self.as_of.map(|_| self.completeness),
        }
    }
}

/// Medicines in one situation of the list.
fn listed(counts: Option<&AvailabilityCounts>, situation: Availability) -> Figure {
    let count =
        counts.and_then(|counts| counts.counts.iter().find(|(kind, ..)| *kind == situation));
    let quantity = count.map(|(_, now, _)| Quantity::Medicines(*now));
    Figure {
        quantity: Known::from_option(quantity, UnknownReason::NotImported),
        a_week_ago: None,
        definition: "availability",
        as_of: counts.map(|counts| counts.release),
        completeness: None,
    }
}

/// The last list of availability against the one before.
struct Moves<'a> {
    catalogue: &'a Catalogue,
    last: Option<Day>,
    before: Option<Day>,
}

impl<'a> Moves<'a> {
    fn of(catalogue: &'a Catalogue, today: Day) -> Self {
        let mut days = listing::known_days(catalogue, today).iter().rev().copied();
        Self {
            catalogue,
            last: days.next(),
            before: days.next(),
        }
    }

    fn counts(&self, listing: Listing<'_>) -> Option<AvailabilityCounts> {
        let before = self
            .before
            .map(|day| Listing::at(self.catalogue, day).counts());
        let mut before = before.into_iter().flatten();
        let counts = listing.counts();
        Some(AvailabilityCounts {
            release: self.last?,
            release_before: self.before,
            counts: counts
                .map(|(situation, now)| (situation, now, before.next().map(|(_, count)| count))),
        })
    }

    fn transitions(&self) -> Vec<Transition> {
        let (Some(last), Some(before)) = (self.last, self.before) else {
            return Vec::new();
        };
        let moves = listing::moves(self.catalogue, before, last, |_| true);
        let mut transitions: Vec<Transition> = moves
            .into_iter()
            .map(|(transition, _)| transition)
            .collect();
        transitions.sort_by(|left, right| {
            (order(left), &left.name, &left.cis).cmp(&(order(right), &right.name, &right.cis))
        });
        transitions.dedup();
        transitions.truncate(MOVES);
        transitions
    }
}

/// The most serious moves first: what is short now, then what stops, then what is back, then what left the list.
const fn order(transition: &Transition) -> u8 {
    match (transition.to, transition.kind) {
        (Some(Availability::Shortage), _) => 0,
        (Some(Availability::Tension), _) => 1,
        (Some(Availability::Cessation), _) => 2,
        (Some(Availability::Return), _) => 3,
        (None, TransitionKind::Vanished) => 4,
        (None, _) => 5,
    }
}
