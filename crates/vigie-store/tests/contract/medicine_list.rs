use std::collections::BTreeSet;

use jiff::ToSpan;
use vigie_model::{FormularyItem, Language};
use vigie_store::{
    FeedSecret, MedicineListNumber, NewMedicineList, NewPerson, PersonNumber, Store, StoreError,
};

use super::on_both_engines;
use crate::harness::{Database, instant};

async fn store_with_people(database: &Database) -> Store {
    let store = database.open().await;
    for email in ["marie@example.org", "pierre@example.org"] {
        let person = NewPerson {
            email: email.to_owned(),
            name: "Curie".to_owned(),
            language: Language::French,
            password_hash: None,
            invitation: None,
            rpps: None,
            created_at: instant(),
            synthetic: true,
        };
        store.add_person(&person, &[]).await.unwrap();
    }
    store
}

const MARIE: PersonNumber = PersonNumber(0);
const PIERRE: PersonNumber = PersonNumber(1);

fn items(codes: &[u64]) -> BTreeSet<FormularyItem> {
    codes
        .iter()
        .map(|code| FormularyItem::from_code(*code).unwrap())
        .collect()
}

fn list(person: PersonNumber, name: &str, secret: u8) -> NewMedicineList {
    NewMedicineList {
        person,
        name: name.to_owned(),
        items: items(&[60_234_100, 3_400_935_955_838]),
        feed_secret: FeedSecret::from_bytes([secret; 32]),
        created_at: instant(),
    }
}

#[test]
fn the_secret_of_a_feed_is_written_and_read_again_but_never_shown_by_debug() {
    let secret = FeedSecret::from_bytes([0xab; 32]);
    let text = secret.to_string();
    assert_eq!(text, "ab".repeat(32));
    assert_eq!(text.parse::<FeedSecret>().unwrap(), secret);
    assert!(!format!("{secret:?}").contains("ab"));
    for wrong in ["", "ab", "zz", &text[1..]] {
        assert!(wrong.parse::<FeedSecret>().is_err(), "{wrong}");
    }
}

on_both_engines! {
    async fn a_list_is_found_by_its_owner_and_by_its_feed(database) {
        let store = store_with_people(database).await;
        let number = store.add_medicine_list(&list(MARIE, "Service de pédiatrie", 1)).await.unwrap();
        assert_eq!(number, MedicineListNumber(0));
        let found = store.find_medicine_list(MARIE, number).await.unwrap().unwrap();
        assert_eq!((found.name.as_str(), &found.items), ("Service de pédiatrie", &items(&[60_234_100, 3_400_935_955_838])));
        assert_eq!((found.person, found.created_at, found.changed_at), (MARIE, instant(), instant()));
        let by_feed = store.find_medicine_list_by_feed(FeedSecret::from_bytes([1; 32])).await.unwrap();
        assert_eq!(by_feed, Some(found));
        assert_eq!(store.find_medicine_list_by_feed(FeedSecret::from_bytes([2; 32])).await.unwrap(), None);
    }

    async fn a_list_of_another_person_is_as_good_as_none(database) {
        let store = store_with_people(database).await;
        let number = store.add_medicine_list(&list(MARIE, "A", 1)).await.unwrap();
        assert_eq!(store.find_medicine_list(PIERRE, number).await.unwrap(), None);
        assert!(!store.rename_medicine_list(PIERRE, number, "B", instant()).await.unwrap());
        assert!(!store.set_medicine_list_items(PIERRE, number, &items(&[]), instant()).await.unwrap());
        assert!(!store.set_medicine_list_feed(PIERRE, number, FeedSecret::from_bytes([9; 32])).await.unwrap());
        assert!(!store.remove_medicine_list(PIERRE, number).await.unwrap());
        assert_eq!(store.list_medicine_lists(PIERRE).await.unwrap(), []);
        let kept = store.find_medicine_list(MARIE, number).await.unwrap().unwrap();
        assert_eq!((kept.name.as_str(), kept.items.len(), kept.feed_secret), ("A", 2, FeedSecret::from_bytes([1; 32])));
    }

    async fn a_list_is_renamed_changed_given_another_feed_and_removed(database) {
        let store = store_with_people(database).await;
        let first = store.add_medicine_list(&list(MARIE, "A", 1)).await.unwrap();
        let second = store.add_medicine_list(&list(MARIE, "B", 2)).await.unwrap();
        let later = instant() + 1.hour();
        assert!(store.rename_medicine_list(MARIE, first, "C", later).await.unwrap());
        let new = items(&[60_234_100, 60_234_101, 69_999_999]);
        assert!(store.set_medicine_list_items(MARIE, first, &new, later).await.unwrap());
        assert!(store.set_medicine_list_feed(MARIE, first, FeedSecret::from_bytes([7; 32])).await.unwrap());
        let found = store.find_medicine_list_by_feed(FeedSecret::from_bytes([7; 32])).await.unwrap().unwrap();
        assert_eq!((found.number, found.name.as_str(), found.items, found.changed_at), (first, "C", new, later));
        assert_eq!(store.find_medicine_list_by_feed(FeedSecret::from_bytes([1; 32])).await.unwrap(), None);

        assert!(store.remove_medicine_list(MARIE, first).await.unwrap());
        assert!(!store.remove_medicine_list(MARIE, first).await.unwrap());
        let left = store.list_medicine_lists(MARIE).await.unwrap();
        let left: Vec<_> = left.iter().map(|list| (list.number, list.name.as_str(), list.items)).collect();
        assert_eq!(left, [(second, "B", 2)]);
        let third = store.add_medicine_list(&list(MARIE, "D", 3)).await.unwrap();
        assert_eq!(third, MedicineListNumber(2), "a number is never used again");
    }

    async fn a_list_of_nobody_or_with_a_known_feed_is_refused(database) {
        let store = store_with_people(database).await;
        store.add_medicine_list(&list(MARIE, "A", 1)).await.unwrap();
        for wrong in [list(PersonNumber(99), "A", 2), list(PIERRE, "A", 1)] {
            let refused = store.add_medicine_list(&wrong).await;
            assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
        }
    }

    async fn a_list_of_ten_thousand_entries_is_kept_whole(database) {
        let store = store_with_people(database).await;
        let codes: Vec<u64> = (0..10_000).map(|place| 60_000_000 + place * 7).collect();
        let large = NewMedicineList { items: items(&codes), ..list(MARIE, "A", 1) };
        let number = store.add_medicine_list(&large).await.unwrap();
        let found = store.find_medicine_list(MARIE, number).await.unwrap().unwrap();
        assert_eq!(found.items, large.items);
        assert_eq!(store.list_medicine_lists(MARIE).await.unwrap()[0].items, 10_000);
    }
}
