use uuid::Uuid;
use vigie_model::{ReportNumber, SiteNumber};
use vigie_store::{EntryKind, NewEntry, Outcome, Receipt, StoreError};

use super::on_both_engines;
use crate::harness::{day, entry, entry_of, instant, quarantined, store_with_sites};

fn keyed(content: u64, key: &str) -> NewEntry {
    NewEntry {
        idempotency_key: Some(key.to_owned()),
        ..entry(content)
    }
}

on_both_engines! {
    async fn an_empty_journal_has_head_zero_and_no_entry(database) {
        let store = database.open().await;
        assert_eq!(store.journal_head().await.unwrap(), ReportNumber(0));
        assert!(store.read_journal(ReportNumber(1), 1_000_000).await.unwrap().is_empty());
    }

    async fn an_entry_comes_back_as_it_was_written(database) {
        let store = store_with_sites(database).await;
        let written = NewEntry {
            id: Uuid::from_u128(0x0190_1234_5678_7abc_8def_0123_4567_89ab),
            site: SiteNumber(1),
            as_of: day(-3),
            received_at: instant(),
            kind: EntryKind::Changes,
            line_count: 3_580,
            digest: [0xa5; 32],
            idempotency_key: Some("livraison 'n° 7'".to_owned()),
            payload: vec![0, 255, 39, 92, 10, 0],
            quarantined_count: 3,
            quarantined: vec![quarantined(4, "3400900000000", 2)],
            releases: Vec::new(),
        };
        store.append(std::slice::from_ref(&written)).await.unwrap();
        let expected = Receipt {
            number: ReportNumber(1),
            id: written.id,
            site: SiteNumber(1),
            as_of: day(-3),
            received_at: instant(),
            kind: EntryKind::Changes,
            line_count: 3_580,
            quarantined_count: 3,
            digest: [0xa5; 32],
            idempotency_key: written.idempotency_key.clone(),
        };
        assert_eq!(store.get_receipt(written.id).await.unwrap(), expected);
        let journal = store.read_journal(ReportNumber(1), 1_000_000).await.unwrap();
        assert_eq!(journal.len(), 1);
        assert_eq!(journal[0].receipt, expected);
        assert_eq!(journal[0].payload, written.payload);
    }

    async fn numbers_start_at_one_and_follow_the_order_of_the_batch(database) {
        let store = store_with_sites(database).await;
        let first = store.append(&[entry(10), entry(11)]).await.unwrap();
        let second = store.append(&[entry(12)]).await.unwrap();
        let numbers: Vec<u64> = first.iter().chain(&second).map(|appended| appended.number.0).collect();
        assert_eq!(numbers, [1, 2, 3]);
        assert!(first.iter().chain(&second).all(|appended| appended.outcome == Outcome::New));
        assert_eq!(store.journal_head().await.unwrap(), ReportNumber(3));
    }

    async fn a_second_report_with_the_same_content_changes_nothing(database) {
        let store = store_with_sites(database).await;
        store.append(&[entry(1)]).await.unwrap();
        let again = NewEntry { id: Uuid::from_u128(999), received_at: "2026-11-21T00:00:00Z".parse().unwrap(), ..entry(1) };
        let appended = store.append(&[again]).await.unwrap();
        assert_eq!(appended[0].number, ReportNumber(1));
        let receipt = store.get_receipt(entry(1).id).await.unwrap();
        assert_eq!(appended[0].outcome, Outcome::Repeated(receipt));
        assert_eq!(store.journal_head().await.unwrap(), ReportNumber(1));
    }

    async fn a_repetition_inside_one_batch_gets_the_receipt_of_the_first(database) {
        let store = store_with_sites(database).await;
        let again = NewEntry { id: Uuid::from_u128(999), ..entry(1) };
        let appended = store.append(&[entry(1), again, entry(2)]).await.unwrap();
        let numbers: Vec<u64> = appended.iter().map(|appended| appended.number.0).collect();
        assert_eq!(numbers, [1, 1, 2]);
        let receipt = store.get_receipt(entry(1).id).await.unwrap();
        assert_eq!(appended[1].outcome, Outcome::Repeated(receipt));
        assert_eq!(store.journal_head().await.unwrap(), ReportNumber(2));
    }

    async fn the_same_content_for_another_day_site_or_kind_is_another_report(database) {
        let store = store_with_sites(database).await;
        let batch = [
            entry(1),
            NewEntry { id: Uuid::from_u128(901), as_of: day(1), ..entry(1) },
            entry_of(SiteNumber(1), 1),
            NewEntry { id: Uuid::from_u128(902), kind: EntryKind::Changes, ..entry(1) },
        ];
        let appended = store.append(&batch).await.unwrap();
        assert!(appended.iter().all(|appended| appended.outcome == Outcome::New));
    }

    async fn repetitions_leave_no_gap_in_the_numbers(database) {
        let store = store_with_sites(database).await;
        store.append(&[entry(1), entry(2)]).await.unwrap();
        let mixed: Vec<NewEntry> = [2, 3, 1, 4, 4]
            .into_iter()
            .enumerate()
            .map(|(place, content)| NewEntry { id: Uuid::from_u128(1_000 + place as u128), ..entry(content) })
            .collect();
        let numbers: Vec<u64> =
            store.append(&mixed).await.unwrap().iter().map(|appended| appended.number.0).collect();
        assert_eq!(numbers, [2, 3, 1, 4, 4]);
        let journal = store.read_journal(ReportNumber(1), u64::MAX).await.unwrap();
        let numbers: Vec<u64> = journal.iter().map(|entry| entry.receipt.number.0).collect();
        assert_eq!(numbers, [1, 2, 3, 4]);
        assert_eq!(store.append(&[entry(5)]).await.unwrap()[0].number, ReportNumber(5));
    }

    async fn an_idempotency_key_finds_its_receipt_for_its_site_only(database) {
        let store = store_with_sites(database).await;
        store.append(&[keyed(1, "a")]).await.unwrap();
        let receipt = store.get_receipt(entry(1).id).await.unwrap();
        let find = async |site, key| store.find_receipt_by_idempotency_key(SiteNumber(site), key).await.unwrap();
        assert_eq!(find(0, "a").await, Some(receipt));
        assert_eq!(find(0, "b").await, None);
        assert_eq!(find(1, "a").await, None);
    }

    async fn a_key_used_again_for_other_content_is_told_and_not_written(database) {
        let store = store_with_sites(database).await;
        store.append(&[keyed(1, "a")]).await.unwrap();
        let receipt = store.get_receipt(entry(1).id).await.unwrap();
        let appended = store.append(&[keyed(2, "a"), entry(3), keyed(4, "b"), keyed(5, "b")]).await.unwrap();
        assert_eq!(appended[0].outcome, Outcome::KeyReused(receipt));
        assert_eq!((appended[1].number, &appended[1].outcome), (ReportNumber(2), &Outcome::New));
        assert_eq!((appended[2].number, &appended[2].outcome), (ReportNumber(3), &Outcome::New));
        let within_batch = store.get_receipt(entry(4).id).await.unwrap();
        assert_eq!(appended[3].outcome, Outcome::KeyReused(within_batch));
    }

    async fn a_page_of_the_journal_ends_at_its_size_and_the_next_begins_there(database) {
        let store = store_with_sites(database).await;
        let batch: Vec<NewEntry> =
            (0..10).map(|content| NewEntry { payload: vec![7; 1_000], ..entry(content) }).collect();
        store.append(&batch).await.unwrap();
        let mut seen = Vec::new();
        let mut next = ReportNumber(1);
        loop {
            let page = store.read_journal(next, 3_500).await.unwrap();
            let Some(last) = page.last() else { break };
            assert!(page.len() <= 3);
            next = ReportNumber(last.receipt.number.0 + 1);
            seen.extend(page.iter().map(|entry| entry.receipt.number.0));
        }
        assert_eq!(seen, (1..=10).collect::<Vec<u64>>());
    }

    async fn an_entry_larger_than_the_page_is_still_read(database) {
        let store = store_with_sites(database).await;
        store.append(&[NewEntry { payload: vec![7; 100_000], ..entry(1) }, entry(2)]).await.unwrap();
        let page = store.read_journal(ReportNumber(1), 10).await.unwrap();
        assert_eq!(page.len(), 1);
        assert_eq!(page[0].payload.len(), 100_000);
    }

    async fn the_receipts_of_a_site_come_latest_day_first(database) {
        let store = store_with_sites(database).await;
        let on = |content, offset| NewEntry { as_of: day(offset), ..entry(content) };
        store.append(&[on(1, 0), on(2, 2), on(3, 1), on(4, 2), entry_of(SiteNumber(1), 5)]).await.unwrap();
        let numbers = |receipts: Vec<Receipt>| receipts.iter().map(|receipt| receipt.number.0).collect::<Vec<_>>();
        assert_eq!(numbers(store.list_receipts(SiteNumber(0), 10).await.unwrap()), [4, 2, 3, 1]);
        assert_eq!(numbers(store.list_receipts(SiteNumber(0), 2).await.unwrap()), [4, 2]);
        assert_eq!(numbers(store.list_receipts(SiteNumber(1), 2).await.unwrap()), [5]);
    }

    async fn the_days_of_a_site_come_in_order_with_how_many_entries_each_has(database) {
        let store = store_with_sites(database).await;
        let on = |content, offset| NewEntry { as_of: day(offset), ..entry(content) };
        store.append(&[on(1, 0), on(2, 2), on(3, 1), on(4, 2), entry_of(SiteNumber(1), 5), on(6, 1)]).await.unwrap();
        let days = store.list_reported_days(SiteNumber(0), day(1)).await.unwrap();
        assert_eq!(days, [(day(1), 2), (day(2), 2)]);
        assert!(store.list_reported_days(SiteNumber(0), day(3)).await.unwrap().is_empty());
    }

    async fn the_entries_of_some_sites_are_counted_each_from_its_own_day_on(database) {
        let store = store_with_sites(database).await;
        let on = |site, content, offset| NewEntry { as_of: day(offset), ..entry_of(SiteNumber(site), content) };
        store.append(&[on(0, 1, 0), on(0, 2, 2), on(1, 3, 1), on(1, 4, 1), on(1, 5, 3), on(2, 6, 2)]).await.unwrap();
        let since = |sites: &[(u32, i32)]| sites.iter().map(|&(site, offset)| (SiteNumber(site), day(offset))).collect::<Vec<_>>();
        // Of the first site that of day 2; of the second those of days 1, 1 and 3.
        assert_eq!(store.count_entries_since(&since(&[(0, 1), (1, 1)])).await.unwrap(), 4);
        assert_eq!(store.count_entries_since(&since(&[(0, 0), (1, 2), (2, 0)])).await.unwrap(), 4);
        assert_eq!(store.count_entries_since(&since(&[(0, 9)])).await.unwrap(), 0);
        assert_eq!(store.count_entries_since(&[]).await.unwrap(), 0);
    }

    async fn the_entries_of_a_site_come_in_the_order_of_the_journal_from_a_day_on(database) {
        let store = store_with_sites(database).await;
        let on = |content, offset| NewEntry { as_of: day(offset), ..entry(content) };
        store.append(&[on(1, 0), on(2, 2), on(3, 1), entry_of(SiteNumber(1), 4)]).await.unwrap();
        let entries = store.entries_of_site(SiteNumber(0), day(1)).await.unwrap();
        let numbers: Vec<u64> = entries.iter().map(|entry| entry.receipt.number.0).collect();
        assert_eq!(numbers, [2, 3]);
        assert_eq!(entries[0].payload, 2_u64.to_le_bytes());
    }

    async fn the_entries_of_a_day_come_in_pages_in_the_order_of_the_journal(database) {
        let store = store_with_sites(database).await;
        let batch: Vec<NewEntry> = (0..20)
            .map(|content| NewEntry {
                as_of: day((content % 2) as i32),
                payload: vec![7; 1_000],
                ..entry_of(SiteNumber((content % 3) as u32), content)
            })
            .collect();
        store.append(&batch).await.unwrap();
        let mut seen = Vec::new();
        let mut after = ReportNumber(0);
        loop {
            let page = store.entries_of_day(day(1), after, 3_500).await.unwrap();
            let Some(last) = page.last() else { break };
            assert!(page.len() <= 3);
            assert!(page.iter().all(|entry| entry.receipt.as_of == day(1) && entry.payload.len() == 1_000));
            after = last.receipt.number;
            seen.extend(page.iter().map(|entry| entry.receipt.number.0));
        }
        assert_eq!(seen, [2, 4, 6, 8, 10, 12, 14, 16, 18, 20]);
        assert_eq!(store.entries_of_day(day(0), ReportNumber(0), 10).await.unwrap().len(), 1);
        assert!(store.entries_of_day(day(2), ReportNumber(0), 3_500).await.unwrap().is_empty());
    }

    async fn an_entry_comes_with_what_its_site_reported_later_for_the_same_day(database) {
        let store = store_with_sites(database).await;
        let on = |content, offset| NewEntry { as_of: day(offset), ..entry(content) };
        store.append(&[on(1, 1), on(2, 1), on(3, 2), entry_of(SiteNumber(1), 4), on(5, 1)]).await.unwrap();
        let entries = store.entry_with_later_of_its_day(ReportNumber(2)).await.unwrap();
        let numbers: Vec<u64> = entries.iter().map(|entry| entry.receipt.number.0).collect();
        assert_eq!(numbers, [2, 5]);
        assert_eq!(entries[1].payload, 5_u64.to_le_bytes());
        assert!(store.entry_with_later_of_its_day(ReportNumber(6)).await.unwrap().is_empty());
    }

    async fn an_entry_is_found_by_its_number(database) {
        let store = store_with_sites(database).await;
        store.append(&[entry(7), entry(8)]).await.unwrap();
        let found = store.find_entry(ReportNumber(2)).await.unwrap().unwrap();
        assert_eq!((found.receipt.id, found.payload), (entry(8).id, 8_u64.to_le_bytes().to_vec()));
        assert_eq!(store.find_entry(ReportNumber(3)).await.unwrap(), None);
    }

    async fn receipts_are_read_from_a_number_on(database) {
        let store = store_with_sites(database).await;
        store.append(&[entry(1), entry(2), entry(3)]).await.unwrap();
        let receipts = store.receipts_from(ReportNumber(2)).await.unwrap();
        assert_eq!(receipts.iter().map(|receipt| receipt.number.0).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(receipts[0], store.get_receipt(entry(2).id).await.unwrap());
        assert!(store.receipts_from(ReportNumber(4)).await.unwrap().is_empty());
    }

    async fn an_unknown_receipt_is_absent(database) {
        let store = database.open().await;
        assert!(matches!(store.get_receipt(Uuid::nil()).await, Err(StoreError::Absent(_))));
    }

    async fn a_batch_that_fails_writes_nothing_and_the_store_goes_on(database) {
        let store = store_with_sites(database).await;
        store.append(&[entry(1)]).await.unwrap();
        let same_id = NewEntry { id: entry(1).id, ..entry(3) };
        assert!(matches!(store.append(&[entry(2), same_id]).await, Err(StoreError::Conflict(_))));
        assert_eq!(store.journal_head().await.unwrap(), ReportNumber(1));
        assert_eq!(store.append(&[entry(2)]).await.unwrap()[0].number, ReportNumber(2));
    }

    async fn an_empty_batch_is_nothing(database) {
        let store = store_with_sites(database).await;
        assert!(store.append(&[]).await.unwrap().is_empty());
    }
}
