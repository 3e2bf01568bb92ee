//! Lists of medicines of the sample.

use vigie_model::Day;

use super::{TODAY, shell};
use crate::{
    Availability, Completeness, CoverLabel, CoverThresholds, FeedChange, FeedEntry, KeptList,
    Known, ListedSince, Matter, MyList, MyListCounts, MyListFeed, MyListLimits, MyListProblem,
    MyListResult, MyListRow, OwnList, Replacement, SeverityParts, Substitutes, SubstitutionLevel,
    Transition, TransitionKind, Trend, TypedLine, UnknownReason, UnsettledLine,
};

/// The page before anything was handed in.
pub fn empty_my_list() -> MyList {
    MyList {
        shell: shell("/my-list", ""),
        text: String::new(),
        problem: None,
        result: None,
        kept: None,
        own: Vec::new(),
        form_token: String::new(),
        limits: MyListLimits {
            lines: 10_000,
            bytes: 4 << 20,
        },
        thresholds: CoverThresholds::default(),
    }
}

/// Nothing was typed.
pub fn refused_my_list() -> MyList {
    MyList {
        problem: Some(MyListProblem::TooManyLines),
        ..empty_my_list()
    }
}

/// A list as somebody pasted it, with lines to be settled.
pub fn my_list() -> MyList {
    MyList {
        shell: shell("/my-list", "items=AQIDBAUG"),
        text: "3400933857042\tAMOXICILLINE 500 mg\namox 250 enf\ndoliprane 1000 mg comprimé\n9257172\ninsuline 100".to_owned(),
        result: Some(result()),
        ..empty_my_list()
    }
}

/// A list that is kept.
pub fn kept_my_list() -> MyList {
    let kept = KeptList {
        number: 3,
        name: "Service de pédiatrie".to_owned(),
        feed: format!("/my-list/feed/{}", "ab".repeat(32)),
        is_saved: true,
    };
    MyList {
        shell: shell("/my-lists/3", ""),
        kept: Some(kept),
        own: vec![
            own(3, "Service de pédiatrie", 412),
            own(7, "<b>Gériatrie</b>", 1),
        ],
        form_token: "ab".repeat(32),
        result: Some(MyListResult {
            link: None,
            unsettled: Vec::new(),
            ..result()
        }),
        ..my_list()
    }
}

fn own(number: u32, name: &str, entries: u64) -> OwnList {
    OwnList {
        number,
        name: name.to_owned(),
        entries,
    }
}

fn result() -> MyListResult {
    MyListResult {
        items: "AQIDBAUG".to_owned(),
        link: Some("/my-list?items=AQIDBAUG".to_owned()),
        as_of: Some(TODAY),
        completeness: Some(Completeness {
            received: 22_043,
            expected: 22_618,
        }),
        list_day: Some(Day::from_epoch_days(20_599)),
        counts: MyListCounts {
            lines: 14,
            ambiguous: 1,
            unknown: 2,
            entries: 12,
            listed: [
                (Availability::Shortage, 1),
                (Availability::Tension, 1),
                (Availability::Cessation, 0),
                (Availability::Return, 0),
            ],
            covers: [
                (CoverLabel::Insufficient, 1),
                (CoverLabel::Watch, 0),
                (CoverLabel::Satisfactory, 1),
                (CoverLabel::NotRelevant, 1),
            ],
        },
        unsettled: unsettled(),
        rows: rows(),
    }
}

fn unsettled() -> Vec<UnsettledLine> {
    let line = |number, text: &str, matter| UnsettledLine {
        number,
        text: text.to_owned(),
        field: format!("answer-{number:08x}"),
        matter,
    };
    let choices = [
        (
            "60320126",
            "AMOXICILLINE BIOGARAN 250 mg/5 ml, poudre pour suspension buvable",
        ),
        ("69118175", "AMOXICILLINE BIOGARAN 500 mg, gélule"),
    ];
    vec![
        line(
            2,
            "amox 250 enf",
            Matter::Choose {
                choices: choices
                    .map(|(code, name)| (code.to_owned(), name.to_owned()))
                    .to_vec(),
                total: 27,
            },
        ),
        line(4, "9257172", Matter::DispensingUnit),
        line(9, "<script>alert(\"1\")</script>", Matter::UnknownName),
    ]
}

fn rows() -> Vec<MyListRow> {
    let amoxicillin = Replacement {
        cis: "66916798".to_owned(),
        name: "AMOXICILLINE ARROW LAB 500 mg, gélule".to_owned(),
        level: SubstitutionLevel::SameGroup,
        cover_days: Known::Value(51.2),
    };
    let short = MyListRow {
        cis: "60320126".to_owned(),
        cip13: Some("3400933857042".to_owned()),
        name: "AMOXICILLINE BIOGARAN 250 mg/5 ml, poudre pour suspension buvable".to_owned(),
        pack: "1 flacon en verre de 60 ml".to_owned(),
        is_medicine: false,
        major_therapeutic_interest: true,
        typed: vec![TypedLine {
            number: 1,
            text: "3400933857042\tAMOXICILLINE 500 mg".to_owned(),
        }],
        availability: Known::Value(Some(Availability::Shortage)),
        listed: Some(ListedSince {
            since: Known::Value(Day::from_epoch_days(20_500)),
            expected_return: Known::Value(Day::from_epoch_days(20_800)),
        }),
        cover_days: Known::Value(4.2),
        tier_cover_days: [
            Known::Value(4.2),
            Known::Value(11.0),
            Known::Unknown(UnknownReason::Confidential),
        ],
        severity: Some(SeverityParts {
            cover: 34.4,
            spread: 14.1,
            duration: 7.5,
            alternatives: 3.0,
            importance: 10.0,
        }),
        trend: Known::Value(Trend::Falling),
        cover_days_a_week_ago: Known::Value(7.9),
        substitutes: Some(Substitutes::Found {
            best: amoxicillin.clone(),
            others: 6,
        }),
    };
    let tense = MyListRow {
        cis: "69118175".to_owned(),
        name: "AMOXICILLINE BIOGARAN 500 mg, gélule".to_owned(),
        is_medicine: true,
        availability: Known::Value(Some(Availability::Tension)),
        listed: Some(ListedSince {
            since: Known::Value(Day::from_epoch_days(20_590)),
            expected_return: Known::Unknown(UnknownReason::NotPublished),
        }),
        cover_days: Known::Value(22.8),
        tier_cover_days: [Known::Value(22.8), Known::Value(30.1), Known::Value(8.4)],
        trend: Known::Value(Trend::Rising),
        cover_days_a_week_ago: Known::Value(14.1),
        typed: Vec::new(),
        substitutes: Some(Substitutes::Thin(Replacement {
            level: SubstitutionLevel::SameAtcClass,
            cover_days: Known::Value(9.1),
            ..amoxicillin
        })),
        ..short.clone()
    };
    let thin = MyListRow {
        cis: "60234100".to_owned(),
        name: "DOLIPRANE 1000 mg, comprimé".to_owned(),
        pack: "plaquette(s) PVC-aluminium de 8 comprimé(s)".to_owned(),
        availability: Known::Value(None),
        listed: None,
        cover_days: Known::Value(9.0),
        trend: Known::Value(Trend::Steady),
        major_therapeutic_interest: false,
        substitutes: Some(Substitutes::None),
        ..tense.clone()
    };
    let [fine, unknown] = calm(&thin);
    vec![short, tense, thin, fine, unknown]
}

/// Rows that need nothing: enough of one, nothing known of the other.
fn calm(thin: &MyListRow) -> [MyListRow; 2] {
    let fine = MyListRow {
        cover_days: Known::Value(48.0),
        tier_cover_days: [48.0, 61.0, 12.0].map(Known::Value),
        severity: Some(SeverityParts {
            cover: 0.0,
            spread: 0.0,
            duration: 0.0,
            alternatives: 0.0,
            importance: 0.0,
        }),
        substitutes: None,
        ..thin.clone()
    };
    let unknown = MyListRow {
        cip13: None,
        pack: String::new(),
        availability: Known::Unknown(UnknownReason::NotImported),
        cover_days: Known::Unknown(UnknownReason::NotReported),
        tier_cover_days: [Known::Unknown(UnknownReason::NotReported); 3],
        severity: None,
        trend: Known::Unknown(UnknownReason::NoHistory),
        cover_days_a_week_ago: Known::Unknown(UnknownReason::NoHistory),
        substitutes: None,
        ..thin.clone()
    };
    [fine, unknown]
}

/// A feed with one change of each kind.
pub fn my_list_feed() -> MyListFeed {
    let entry = |digit: u8, change| FeedEntry {
        identifier: format!("urn:uuid:00000000-0000-8000-8000-00000000000{digit}"),
        day: TODAY,
        cis: "60234100".to_owned(),
        cip13: Some("3400935955838".to_owned()),
        name: "DOLIPRANE 1000 mg, comprimé".to_owned(),
        pack: "plaquette de 8 & boîte <1>".to_owned(),
        change,
    };
    let transition = Transition {
        cis: "60234100".to_owned(),
        name: "DOLIPRANE 1000 mg, comprimé".to_owned(),
        kind: TransitionKind::Appeared,
        from: None,
        to: Some(Availability::Shortage),
        release: TODAY,
    };
    MyListFeed {
        origin: "https://vigie.example".to_owned(),
        identifier: "urn:uuid:00000000-0000-8000-8000-000000000000".to_owned(),
        name: Some("Pédiatrie & <urgences>".to_owned()),
        path: "/my-list.atom?items=AQIDBAUG".to_owned(),
        page_path: "/my-list?items=AQIDBAUG".to_owned(),
        as_of: TODAY,
        synthetic: true,
        entries: vec![
            entry(1, FeedChange::Listed(transition)),
            entry(
                2,
                FeedChange::Thin {
                    from: TODAY.plus_days(-2),
                },
            ),
            entry(
                3,
                FeedChange::Recovered {
                    days: 12,
                    lowest_days: 4.25,
                },
            ),
        ],
    }
}
