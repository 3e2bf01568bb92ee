//! The table of a list as CSV.

use axum::response::Response;
use vigie_model::Day;
use vigie_pages::{
    Availability, Known, MyListResult, MyListRow, Replacement, Substitutes, SubstitutionLevel,
    Trend,
};

use crate::http::api::file::{self, Column, Read};

/// A row with what a number never travels without.
struct Line<'a> {
    row: &'a MyListRow,
    result: &'a MyListResult,
    synthetic: bool,
}

impl Line<'_> {
    fn replacement(&self) -> Option<&Replacement> {
        match self.row.substitutes.as_ref()? {
            Substitutes::Found { best, .. } | Substitutes::Thin(best) => Some(best),
            Substitutes::None => None,
        }
    }

    fn tier_cover(&self, place: usize) -> Option<f64> {
        self.row.tier_cover_days.get(place)?.value()
    }

    fn listed_day(&self, day: fn(&vigie_pages::ListedSince) -> Known<Day>) -> Option<Day> {
        day(self.row.listed.as_ref()?).value()
    }
}

/// All rows of a list.
pub fn answer(result: &MyListResult, synthetic: bool) -> Response {
    let line = |row| Line {
        row,
        result,
        synthetic,
    };
    let lines: Vec<Line<'_>> = result.rows.iter().map(line).collect();
    file::csv(&columns(), &lines)
}

fn columns<'a>() -> Vec<Column<Line<'a>>> {
    vec![
        ("cis", Read::Text(|line| Some(&line.row.cis))),
        ("cip13", Read::Text(|line| line.row.cip13.as_deref())),
        (
            "entry",
            Read::Text(|line| {
                Some(if line.row.is_medicine {
                    "medicine"
                } else {
                    "pack"
                })
            }),
        ),
        ("name", Read::Text(|line| Some(&line.row.name))),
        ("pack", Read::Text(|line| Some(&line.row.pack))),
        (
            "major_therapeutic_interest",
            Read::Truth(|line| line.row.major_therapeutic_interest),
        ),
        (
            "availability",
            Read::Text(|line| line.row.availability.value().flatten().map(situation)),
        ),
        (
            "since",
            Read::Day(|line| line.listed_day(|listed| listed.since)),
        ),
        (
            "expected_return",
            Read::Day(|line| line.listed_day(|listed| listed.expected_return)),
        ),
        ("list_day", Read::Day(|line| line.result.list_day)),
        (
            "severity",
            Read::Decimal(|line| {
                line.row
                    .severity
                    .as_ref()
                    .map(vigie_pages::SeverityParts::total)
            }),
        ),
        (
            "cover_days",
            Read::Decimal(|line| line.row.cover_days.value()),
        ),
        (
            "pharmacy_cover_days",
            Read::Decimal(|line| line.tier_cover(0)),
        ),
        (
            "hospital_cover_days",
            Read::Decimal(|line| line.tier_cover(1)),
        ),
        (
            "wholesaler_cover_days",
            Read::Decimal(|line| line.tier_cover(2)),
        ),
        (
            "cover_days_a_week_ago",
            Read::Decimal(|line| line.row.cover_days_a_week_ago.value()),
        ),
        (
            "trend",
            Read::Text(|line| line.row.trend.value().map(direction)),
        ),
        (
            "replacement_cis",
            Read::Text(|line| line.replacement().map(|best| best.cis.as_str())),
        ),
        (
            "replacement_name",
            Read::Text(|line| line.replacement().map(|best| best.name.as_str())),
        ),
        (
            "replacement_level",
            Read::Whole(|line| line.replacement().map(|best| level(best.level))),
        ),
        (
            "replacement_cover_days",
            Read::Decimal(|line| line.replacement().and_then(|best| best.cover_days.value())),
        ),
        ("day", Read::Day(|line| line.result.as_of)),
        (
            "expected",
            Read::Whole(|line| line.result.completeness.map(|of| of.expected.into())),
        ),
        (
            "received",
            Read::Whole(|line| line.result.completeness.map(|of| of.received.into())),
        ),
        ("synthetic", Read::Truth(|line| line.synthetic)),
    ]
}

const fn situation(situation: Availability) -> &'static str {
    match situation {
        Availability::Shortage => "shortage",
        Availability::Tension => "tension",
        Availability::Cessation => "cessation",
        Availability::Return => "return",
    }
}

const fn direction(trend: Trend) -> &'static str {
    match trend {
        Trend::Falling => "falling",
        Trend::Steady => "steady",
        Trend::Rising => "rising",
    }
}

/// The levels of substitution are numbered, the nearest first.
const fn level(level: SubstitutionLevel) -> u64 {
    match level {
        SubstitutionLevel::SameGroup => 1,
        SubstitutionLevel::SameSubstanceAndRoute => 2,
        SubstitutionLevel::SameAtcSubstance => 3,
        SubstitutionLevel::SameAtcClass => 4,
    }
}
