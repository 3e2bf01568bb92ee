use uuid::Uuid;
use vigie_model::ReportNumber;
use vigie_store::{
    EntryKind, NewEntry, QuarantineReason, Quarantined, QuarantinedRow, Store, StoreError,
};

use super::on_both_engines;
use crate::harness::{Database, entry, quarantined, store_with_sites};

fn row(journal_number: u64, row_in_report: u32) -> QuarantinedRow {
    QuarantinedRow {
        journal_number: ReportNumber(journal_number),
        row_in_report,
    }
}

fn line(journal_number: u64, row_in_report: u32, code: &str, reason: i16) -> Quarantined {
    Quarantined {
        row: row(journal_number, row_in_report),
        code: code.to_owned(),
        reason: QuarantineReason(reason),
        released_by: None,
    }
}

fn release(content: u64, releases: Vec<QuarantinedRow>) -> NewEntry {
    NewEntry {
        kind: EntryKind::Release,
        releases,
        ..entry(content)
    }
}

/// Entry 1 brings the codes x (twice) and y, entry 2 brings x.
async fn store_with_quarantine(database: &Database) -> Store {
    let store = store_with_sites(database).await;
    let first = NewEntry {
        quarantined: vec![
            quarantined(9, "x", 1),
            quarantined(2, "y", 1),
            quarantined(5, "x", 3),
        ],
        ..entry(1)
    };
    let second = NewEntry {
        quarantined_count: 1,
        quarantined: vec![quarantined(7, "x", 1)],
        ..entry(2)
    };
    store.append(&[first, second]).await.unwrap();
    store
}

on_both_engines! {
    async fn quarantined_lines_are_listed_in_the_order_of_their_report(database) {
        let store = store_with_quarantine(database).await;
        let lines = store.list_quarantined(ReportNumber(1)).await.unwrap();
        assert_eq!(lines, [line(1, 2, "y", 1), line(1, 5, "x", 3), line(1, 9, "x", 1)]);
        assert!(store.list_quarantined(ReportNumber(3)).await.unwrap().is_empty());
    }

    async fn waiting_codes_are_listed_once_for_each_reason(database) {
        let store = store_with_quarantine(database).await;
        assert_eq!(store.find_quarantined_codes(QuarantineReason(1)).await.unwrap(), ["x", "y"]);
        assert_eq!(store.find_quarantined_codes(QuarantineReason(3)).await.unwrap(), ["x"]);
        assert!(store.find_quarantined_codes(QuarantineReason(2)).await.unwrap().is_empty());
    }

    async fn lines_waiting_for_a_code_are_found_in_every_report(database) {
        let store = store_with_quarantine(database).await;
        let codes = ["x".to_owned(), "z".to_owned(), "x".to_owned()];
        let lines = store.list_unreleased_with_codes(&codes).await.unwrap();
        assert_eq!(lines, [line(1, 5, "x", 3), line(1, 9, "x", 1), line(2, 7, "x", 1)]);
    }

    async fn a_release_takes_its_lines_out_of_quarantine_in_the_same_step(database) {
        let store = store_with_quarantine(database).await;
        store.append(&[release(3, vec![row(1, 9), row(2, 7)])]).await.unwrap();
        assert_eq!(store.list_unreleased_with_codes(&["x".to_owned()]).await.unwrap(), [line(1, 5, "x", 3)]);
        assert_eq!(store.find_quarantined_codes(QuarantineReason(1)).await.unwrap(), ["y"]);
        let released = store.list_quarantined(ReportNumber(2)).await.unwrap();
        assert_eq!(released[0].released_by, Some(ReportNumber(3)));
        assert_eq!(store.get_receipt(entry(2).id).await.unwrap().quarantined_count, 1);
    }

    async fn a_line_is_released_once(database) {
        let store = store_with_quarantine(database).await;
        store.append(&[release(3, vec![row(1, 9)])]).await.unwrap();
        let again = NewEntry { id: Uuid::from_u128(77), ..release(4, vec![row(1, 9), row(1, 5)]) };
        assert!(matches!(store.append(&[again]).await, Err(StoreError::Conflict(_))));
        assert_eq!(store.journal_head().await.unwrap(), ReportNumber(3));
        assert_eq!(store.list_quarantined(ReportNumber(1)).await.unwrap()[1].released_by, None);
    }

    async fn lines_said_again_by_a_later_report_leave_quarantine_for_it(database) {
        let store = store_with_quarantine(database).await;
        let superseded = [(row(1, 9), ReportNumber(2)), (row(1, 5), ReportNumber(2))];
        store.mark_superseded(&superseded).await.unwrap();
        let lines = store.list_quarantined(ReportNumber(1)).await.unwrap();
        let by: Vec<Option<ReportNumber>> = lines.iter().map(|line| line.released_by).collect();
        assert_eq!(by, [None, Some(ReportNumber(2)), Some(ReportNumber(2))]);
        assert_eq!(store.list_unreleased_with_codes(&["x".to_owned()]).await.unwrap(), [line(2, 7, "x", 1)]);
        assert!(matches!(store.mark_superseded(&superseded[..1]).await, Err(StoreError::Conflict(_))));
        store.mark_superseded(&[]).await.unwrap();
    }

    async fn a_repeated_report_quarantines_nothing_again(database) {
        let store = store_with_quarantine(database).await;
        let again = NewEntry { id: Uuid::from_u128(77), quarantined: vec![quarantined(7, "x", 1)], ..entry(2) };
        store.append(&[again]).await.unwrap();
        assert_eq!(store.list_unreleased_with_codes(&["x".to_owned()]).await.unwrap().len(), 3);
    }
}
