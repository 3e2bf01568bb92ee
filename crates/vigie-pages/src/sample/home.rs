//! A sample home page and rankings.

use vigie_model::Day;

use super::{TODAY, completeness, figure, series, shell};
use crate::{
    Availability, AvailabilityCounts, CoverClasses, CoverThresholds, EpisodeRow, Figure, Home,
    Known, ListedRow, PackRow, Quantity, Rankings, SeverityParts, Shell, Transition,
    TransitionKind, UnknownReason,
};

/// Day of the sample release of the availability list.
const RELEASE: Day = Day::from_epoch_days(20_775);

/// Home on a bad day in November.
pub fn home() -> Home {
    Home {
        shell: shell("/", ""),
        as_of: TODAY,
        completeness: completeness(),
        insufficient_packs: figure(
            Quantity::Packs(412),
            Some(Quantity::Packs(371)),
            "cover-label",
        ),
        median_cover: figure(
            Quantity::Days(46.3),
            Some(Quantity::Days(47.1)),
            "median-cover",
        ),
        shortages: listed(66, 71),
        tensions: listed(421, 415),
        major_classes: CoverClasses {
            satisfactory: 7_204,
            watch: 811,
            insufficient: 412,
            not_relevant: 1_633,
        },
        all_classes: CoverClasses {
            satisfactory: 10_412,
            watch: 1_204,
            insufficient: 702,
            not_relevant: 2_985,
        },
        thresholds: CoverThresholds::default(),
        most_severe: severe(),
        got_worse: thinnest().into_iter().take(2).collect(),
        recovered: thinnest().into_iter().skip(4).collect(),
        availability: Some(availability_counts()),
        transitions: transitions(),
        availability_csv: Some("/api/v1/availability?format=csv".to_owned()),
    }
}

/// Home before the first report: everything is unknown, nothing is zero.
pub fn empty_home() -> Home {
    let unknown = |definition| Figure {
        quantity: Known::Unknown(UnknownReason::NotReported),
        a_week_ago: None,
        definition,
        as_of: None,
        completeness: None,
    };
    Home {
        shell: Shell {
            data_day: None,
            ..shell("/", "")
        },
        completeness: Vec::new(),
        insufficient_packs: unknown("cover-label"),
        median_cover: unknown("median-cover"),
        shortages: unknown("availability"),
        tensions: unknown("availability"),
        major_classes: CoverClasses::default(),
        all_classes: CoverClasses::default(),
        most_severe: Vec::new(),
        got_worse: Vec::new(),
        recovered: Vec::new(),
        availability: None,
        transitions: Vec::new(),
        ..home()
    }
}

/// Rankings on a bad day in November.
pub fn rankings() -> Rankings {
    Rankings {
        shell: shell("/observatory/rankings", ""),
        as_of: TODAY,
        history_from: Some(TODAY.plus_days(-119)),
        thresholds: CoverThresholds::default(),
        most_severe: severe(),
        thinnest: thinnest(),
        most_at_zero: thinnest().into_iter().take(4).collect(),
        got_worse: thinnest().into_iter().take(2).collect(),
        recovered: Vec::new(),
        longest: thinnest().into_iter().zip(1..).map(episode).collect(),
        longest_listed: vec![ListedRow {
            cis: "64834509".to_owned(),
            name: "METHYLPREDNISOLONE VIATRIS 20 mg, poudre pour solution injectable (IM-IV)"
                .to_owned(),
            situation: Availability::Tension,
            since: TODAY.plus_days(-3_211),
            days: 3_211,
        }],
        cover_csv: "/api/v1/cover?format=csv".to_owned(),
    }
}

fn episode((row, place): (PackRow, i32)) -> EpisodeRow {
    let to = TODAY.plus_days(-place);
    EpisodeRow {
        cis: row.cis,
        cip13: row.cip13,
        name: row.name,
        pack: row.pack,
        from: to.plus_days(-90 / place),
        to: (place > 2).then_some(to),
        days: 90 / place as u64 + 1,
        thinnest_days: f64::from(place) / 2.0,
    }
}

fn severe() -> Vec<(PackRow, SeverityParts)> {
    let rows = thinnest().into_iter().zip(1..);
    rows.map(|(row, place)| {
        let share = 1.0 / f64::from(place);
        let parts = SeverityParts {
            cover: 38.0 * share,
            spread: 20.0 * share,
            duration: 12.0 * share,
            alternatives: 15.0 * share,
            importance: 10.0,
        };
        (row, parts)
    })
    .collect()
}

fn listed(now: u64, a_week_ago: u64) -> Figure {
    let figure = figure(
        Quantity::Medicines(now),
        Some(Quantity::Medicines(a_week_ago)),
        "availability",
    );
    Figure {
        as_of: Some(RELEASE),
        completeness: None,
        ..figure
    }
}

fn thinnest() -> Vec<PackRow> {
    vec![
        row(
            "60320126",
            "3400935438126",
            "AMOXICILLINE BIOGARAN 250 mg/5 ml, poudre pour suspension buvable",
            "flacon de 60 ml",
            1.8,
            9.4,
            Some(Availability::Shortage),
        ),
        row(
            "69118175",
            "3400933857042",
            "AMOXICILLINE BIOGARAN 500 mg, gélule",
            "plaquette(s) aluminium PVC de 12 gélule(s)",
            4.2,
            12.9,
            Some(Availability::Tension),
        ),
        row(
            "61515919",
            "3400936384712",
            "RISPERIDONE TEVA L.P. 25 mg/2 ml, poudre et solvant pour suspension injectable à libération prolongée",
            "1 flacon de poudre et 1 seringue préremplie",
            6.0,
            6.4,
            Some(Availability::Shortage),
        ),
        row(
            "60078765",
            "3400927499120",
            "QUETIAPINE BIOGARAN LP 300 mg, comprimé à libération prolongée",
            "plaquette(s) de 60 comprimé(s)",
            8.7,
            8.1,
            None,
        ),
        row(
            "64834509",
            "3400930043271",
            "METHYLPREDNISOLONE VIATRIS 20 mg, poudre pour solution injectable (IM-IV)",
            "20 flacons en verre",
            11.5,
            14.0,
            Some(Availability::Tension),
        ),
        PackRow {
            major_therapeutic_interest: false,
            stock_boxes: Known::Unknown(UnknownReason::Confidential),
            cover_days_a_week_ago: Known::Unknown(UnknownReason::NoHistory),
            ..row(
                "62481448",
                "3400938714302",
                "TRANDOLAPRIL EG 2 mg, gélule",
                "plaquette(s) de 28 gélule(s)",
                13.2,
                0.0,
                Some(Availability::Return),
            )
        },
    ]
}

fn row(
    cis: &str,
    cip13: &str,
    name: &str,
    pack: &str,
    cover: f64,
    before: f64,
    availability: Option<Availability>,
) -> PackRow {
    PackRow {
        cis: cis.to_owned(),
        cip13: cip13.to_owned(),
        name: name.to_owned(),
        pack: pack.to_owned(),
        major_therapeutic_interest: true,
        availability: Known::Value(availability),
        cover_days: Known::Value(cover),
        cover_days_a_week_ago: Known::Value(before),
        stock_boxes: Known::Value((cover * 9_731.0) as u64),
        sites_at_zero: Known::Value(12_404 - (cover * 800.0) as u64),
        sites_concerned: Known::Value(20_011),
        cover_trend: series(
            28,
            before + 6.0,
            2.0,
            (cover - before - 6.0) / 27.0,
            |day| day == 11 || day == 12,
        ),
    }
}

fn availability_counts() -> AvailabilityCounts {
    AvailabilityCounts {
        release: RELEASE,
        release_before: Some(RELEASE.plus_days(-7)),
        counts: [
            (Availability::Shortage, 66, Some(71)),
            (Availability::Tension, 421, Some(415)),
            (Availability::Cessation, 15, Some(15)),
            (Availability::Return, 264, Some(250)),
        ],
    }
}

fn transitions() -> Vec<Transition> {
    let change = |cis: &str, name: &str, kind, from, to| Transition {
        cis: cis.to_owned(),
        name: name.to_owned(),
        kind,
        from,
        to,
        release: RELEASE,
    };
    vec![
        change(
            "60320126",
            "AMOXICILLINE BIOGARAN 250 mg/5 ml, poudre pour suspension buvable",
            TransitionKind::Changed,
            Some(Availability::Tension),
            Some(Availability::Shortage),
        ),
        change(
            "64834509",
            "METHYLPREDNISOLONE VIATRIS 20 mg, poudre pour solution injectable (IM-IV)",
            TransitionKind::Appeared,
            None,
            Some(Availability::Tension),
        ),
        change(
            "69468962",
            "CLARITHROMYCINE SANDOZ 500 mg, comprimé pelliculé",
            TransitionKind::Reappeared,
            None,
            Some(Availability::Tension),
        ),
        change(
            "62481448",
            "TRANDOLAPRIL EG 2 mg, gélule",
            TransitionKind::Returned,
            Some(Availability::Tension),
            Some(Availability::Return),
        ),
        change(
            "61422735",
            "MONTELUKAST ARROW 5 mg, comprimé à croquer",
            TransitionKind::Vanished,
            Some(Availability::Tension),
            None,
        ),
    ]
}
