//! A sample map of the observatory.

use vigie_model::{Department, Tier};

use super::{TODAY, figure, shell};
use crate::{
    AreaRow, Completeness, CoverThresholds, Division, FigureName, Known, Measure, Observatory,
    Quantity, Subject, SubjectKind, UnknownReason, ZeroThresholds,
};

/// Amoxicillin on the map, on a bad day in November.
pub fn observatory() -> Observatory {
    Observatory {
        shell: shell("/observatory", "of=J01CA04"),
        subject: class("J01CA04", "AMOXICILLINE", 214),
        unmatched: None,
        candidates: Vec::new(),
        examples: vec![
            list(SubjectKind::MajorInterest, "mitm", 7_711),
            list(SubjectKind::All, "all", 15_848),
            class("N05AH04", "QUETIAPINE", 96),
        ],
        measure: Measure::Cover,
        division: Division::Department,
        tier: Tier::Pharmacy,
        as_of: TODAY.plus_days(-40),
        span: Some((TODAY.plus_days(-300), TODAY)),
        is_day_chosen: true,
        figures: vec![
            (
                FigureName::Cover,
                figure(Quantity::Days(12.4), Some(Quantity::Days(17.9)), "cover"),
            ),
            (
                FigureName::Stock,
                figure(Quantity::Boxes(1_204_311), None, "stock"),
            ),
            (
                FigureName::Demand,
                figure(Quantity::BoxesPerDay(97_122.5), None, "demand"),
            ),
            (
                FigureName::SitesAtZero,
                figure(Quantity::Ratio(0.183), None, "share-at-zero"),
            ),
        ],
        areas: Department::ALL
            .into_iter()
            .enumerate()
            .map(|(place, department)| area(place, department))
            .collect(),
        thresholds: CoverThresholds::default(),
        zero_thresholds: ZeroThresholds::default(),
        data: vec![
            ("CSV", "/api/v1/areas?of=J01CA04&format=csv".to_owned()),
            ("JSON", "/api/v1/areas?of=J01CA04".to_owned()),
        ],
    }
}

/// A text that could mean several things.
pub fn ambiguous_observatory() -> Observatory {
    Observatory {
        unmatched: Some("amox <b>".to_owned()),
        candidates: vec![class("J01CA04", "AMOXICILLINE", 214)],
        subject: list(SubjectKind::MajorInterest, "mitm", 7_711),
        measure: Measure::AtZero,
        as_of: TODAY,
        span: None,
        is_day_chosen: false,
        shell: shell("/observatory", "of=amox&show=at-zero"),
        ..observatory()
    }
}

fn list(kind: SubjectKind, code: &str, packs: u64) -> Subject {
    Subject {
        kind,
        code: code.to_owned(),
        published_name: String::new(),
        cis: None,
        packs,
    }
}

fn class(code: &str, name: &str, packs: u64) -> Subject {
    Subject {
        kind: SubjectKind::AtcClass,
        code: code.to_owned(),
        published_name: name.to_owned(),
        cis: None,
        packs,
    }
}

fn area(place: usize, department: Department) -> AreaRow {
    let is_hidden = place % 29 == 11;
    let known = |value: f64| {
        if is_hidden {
            Known::Unknown(UnknownReason::Confidential)
        } else {
            Known::Value(value)
        }
    };
    let days = 4.0 + (place * 37 % 41) as f64;
    AreaRow {
        code: department.code().to_owned(),
        name: department.name().to_owned(),
        departments: vec![department.code().to_owned()],
        stock_boxes: known(days * 311.0).map(|boxes| boxes as u64),
        cover_days: known(days),
        share_at_zero: known(0.4 / days),
        completeness: Completeness {
            received: 190,
            expected: 200,
        },
    }
}
