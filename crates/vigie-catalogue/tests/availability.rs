//! The six snapshots of the availability list.

use std::collections::BTreeMap;

use rstest::rstest;
use vigie_catalogue::{AvailabilityStatus, TransitionKind, read_availability};

use crate::support::{catalogue, data, day, list};

#[rstest]
#[case("2025-07-07", 957, 12)]
#[case("2026-01-02", 982, 17)]
#[case("2026-01-26", 984, 17)]
#[case("2026-01-28", 993, 17)]
#[case("2026-02-10", 993, 17)]
#[case("2026-05-26", 766, 17)]
fn exact_duplicates_count_once(
    #[case] published: &str,
    #[case] rows: u64,
    #[case] duplicates: u64,
) {
    let bytes = data(&format!(
        "availability/{published}_CIS_CIP_Dispo_Spec.txt.zst"
    ));
    let (snapshot, report) = read_availability(&bytes).unwrap();
    assert_eq!(
        (report.rows_read, report.rows_quarantined()),
        (rows, duplicates)
    );
    assert_eq!(snapshot.len() as u64, rows - duplicates);
}

#[test]
fn the_same_content_in_two_encodings_is_the_same_list() {
    let transitions = catalogue().transitions(day("2026-01-28"), day("2026-02-10"));
    assert!(
        transitions
            .iter()
            .all(|transition| matches!(transition.kind, TransitionKind::Unchanged(_)))
    );
    assert_eq!(list("2026-01-28").len(), list("2026-02-10").len());
}

/// From code to code; 0 is "not on the list".
fn codes(kind: TransitionKind) -> (u8, u8) {
    match kind {
        TransitionKind::Appeared(to) => (0, to.code()),
        TransitionKind::Changed { from, to } => (from.code(), to.code()),
        TransitionKind::Unchanged(status) => (status.code(), status.code()),
        TransitionKind::Vanished(from) => (from.code(), 0),
    }
}

#[test]
fn the_transitions_from_january_to_may_are_those_observed() {
    let mut counts = BTreeMap::new();
    for transition in catalogue().transitions(day("2026-01-28"), day("2026-05-26")) {
        *counts.entry(codes(transition.kind)).or_insert(0) += 1;
    }
    let observed = [
        ((0, 1), 11),
        ((0, 2), 42),
        ((0, 3), 1),
        ((0, 4), 11),
        ((1, 0), 4),
        ((1, 1), 51),
        ((1, 2), 3),
        ((1, 4), 18),
        ((2, 0), 3),
        ((2, 1), 2),
        ((2, 2), 362),
        ((2, 3), 1),
        ((2, 4), 56),
        ((3, 0), 30),
        ((3, 2), 2),
        ((3, 3), 13),
        ((4, 0), 252),
        ((4, 1), 1),
        ((4, 2), 7),
        ((4, 4), 163),
    ];
    assert_eq!(counts, BTreeMap::from(observed));
}

#[test]
fn the_list_of_a_day_is_the_last_one_published() {
    let (published, rows) = catalogue().list_at(day("2026-04-15")).unwrap();
    assert_eq!(published, day("2026-02-10"));
    assert_eq!(rows.count(), 993 - 17);
    assert!(catalogue().list_at(day("2025-07-06")).is_none());
}

#[test]
fn a_medicine_is_asked_about_on_a_day() {
    let cis = "61436304".parse().unwrap();
    let now: Vec<_> = catalogue().availability(cis, day("2026-05-26")).collect();
    assert_eq!(now.len(), 1);
    assert_eq!(now[0].status(), AvailabilityStatus::Shortage);
    assert_eq!(now[0].started_on(), Some(day("2026-04-14")));
    assert_eq!(now[0].cip13(), None);
    assert!(now[0].link().starts_with("https://ansm.sante.fr/"));
    assert_eq!(catalogue().availability(cis, day("2026-01-28")).count(), 0);
}
