use std::time::Instant;

use vigie_model::{Cip13, OrganisationNumber, PackNumber, Site, SiteNumber};
use vigie_store::{NewSite, Organisation, StoreError};

use super::on_both_engines;
use crate::harness::{day, ean13, organisation, site};

fn pack(place: u64) -> Cip13 {
    Cip13::from_u64(ean13(340_093_600_000 + place)).unwrap()
}

on_both_engines! {
    async fn sites_and_organisations_are_numbered_from_zero_in_order(database) {
        let store = database.open().await;
        let numbers = store
            .upsert_organisations(&[organisation("130012345", "Un"), organisation("130012346", "Deux")])
            .await
            .unwrap();
        assert_eq!(numbers, [OrganisationNumber(0), OrganisationNumber(1)]);
        let sites = [site(1, "A"), site(2, "B")];
        assert_eq!(store.upsert_sites(&sites).await.unwrap(), [SiteNumber(0), SiteNumber(1)]);
        let expected: Vec<Organisation> = [("130012345", "Un"), ("130012346", "Deux")]
            .into_iter()
            .zip(0..)
            .map(|((code, name), number)| Organisation {
                number: OrganisationNumber(number),
                code: code.to_owned(),
                name: name.to_owned(),
            })
            .collect();
        assert_eq!(store.list_organisations().await.unwrap(), expected);
    }

    async fn what_is_new_is_not_registered_over_what_is_known(database) {
        let store = database.open().await;
        let first = store.add_organisation(&organisation("1", "Un")).await.unwrap();
        assert_eq!(first, OrganisationNumber(0));
        let again = store.add_organisation(&organisation("1", "Autre")).await;
        assert!(matches!(again, Err(StoreError::Conflict(_))), "{again:?}");
        assert_eq!(store.add_organisation(&organisation("2", "Deux")).await.unwrap(), OrganisationNumber(1));
        assert_eq!(store.add_site(&site(1, "A")).await.unwrap(), SiteNumber(0));
        let known = store.add_site(&site(1, "B")).await;
        assert!(matches!(known, Err(StoreError::Conflict(_))), "{known:?}");
        let of_nobody = NewSite { organisation: OrganisationNumber(9), ..site(2, "C") };
        assert!(matches!(store.add_site(&of_nobody).await, Err(StoreError::Conflict(_))));
        assert_eq!(store.add_site(&site(2, "C")).await.unwrap(), SiteNumber(1));
        let names: Vec<String> = store.list_sites().await.unwrap().into_iter().map(|site| site.name).collect();
        assert_eq!(names, ["A", "C"]);
    }

    async fn a_change_counts_only_on_what_was_seen(database) {
        let store = database.open().await;
        store.upsert_organisations(&[organisation("1", "Un"), organisation("2", "Deux")]).await.unwrap();
        store.add_site(&site(1, "A")).await.unwrap();
        let seen = store.list_organisations().await.unwrap()[0].clone();
        assert!(store.change_organisation(&seen, "Un et demi").await.unwrap());
        assert!(!store.change_organisation(&seen, "Trois").await.unwrap());
        assert_eq!(store.list_organisations().await.unwrap()[0].name, "Un et demi");
        let seen = store.list_sites().await.unwrap()[0].clone();
        let changed = NewSite {
            name: "A'".to_owned(),
            municipality: "Brest".to_owned(),
            organisation: OrganisationNumber(1),
            expected_from: day(1),
            expected_until: Some(day(40)),
            ..site(1, "A")
        };
        assert!(store.change_site(&seen, &changed).await.unwrap());
        assert!(!store.change_site(&seen, &site(1, "B")).await.unwrap());
        let now = store.list_sites().await.unwrap()[0].clone();
        assert_eq!((now.name.as_str(), now.municipality.as_str()), ("A'", "Brest"));
        assert_eq!((now.organisation, now.expected_until), (OrganisationNumber(1), Some(day(40))));
        let open_again = NewSite { expected_until: None, ..changed };
        assert!(store.change_site(&now, &open_again).await.unwrap());
        assert_eq!(store.list_sites().await.unwrap()[0].expected_until, None);
        let of_nobody = NewSite { organisation: OrganisationNumber(9), ..open_again };
        let now = store.list_sites().await.unwrap()[0].clone();
        assert!(matches!(store.change_site(&now, &of_nobody).await, Err(StoreError::Conflict(_))));
    }

    async fn a_site_comes_back_as_it_was_registered_and_keeps_its_number_when_updated(database) {
        let store = database.open().await;
        store.upsert_organisations(&[organisation("1", "Un"), organisation("2", "Deux")]).await.unwrap();
        store.upsert_sites(&[site(1, "A"), site(2, "B")]).await.unwrap();
        let changed = NewSite {
            name: "Pharmacie de l'Étoile".to_owned(),
            organisation: OrganisationNumber(1),
            expected_until: Some(day(40)),
            synthetic: false,
            ..site(2, "B")
        };
        assert_eq!(store.upsert_sites(std::slice::from_ref(&changed)).await.unwrap(), [SiteNumber(1)]);
        let sites = store.list_sites().await.unwrap();
        assert_eq!(sites.len(), 2);
        let expected = Site {
            number: SiteNumber(1),
            code: changed.code,
            name: "Pharmacie de l'Étoile".to_owned(),
            tier: vigie_model::Tier::Pharmacy,
            department: vigie_model::Department::from_code("75").unwrap(),
            municipality: "Paris".to_owned(),
            organisation: OrganisationNumber(1),
            expected_from: day(0),
            expected_until: Some(day(40)),
            synthetic: false,
        };
        assert_eq!(sites[1], expected);
    }

    async fn a_code_given_twice_in_one_call_is_one_site_with_its_last_description(database) {
        let store = database.open().await;
        store.upsert_organisations(&[organisation("1", "Un")]).await.unwrap();
        let numbers = store
            .upsert_sites(&[site(1, "A"), site(2, "B"), site(1, "C")])
            .await
            .unwrap();
        assert_eq!(numbers, [SiteNumber(0), SiteNumber(1), SiteNumber(0)]);
        assert_eq!(store.list_sites().await.unwrap()[0].name, "C");
    }

    async fn a_site_of_an_unknown_organisation_is_refused_whole(database) {
        let store = database.open().await;
        assert!(matches!(store.upsert_sites(&[site(1, "A")]).await, Err(StoreError::Conflict(_))));
        assert!(store.list_sites().await.unwrap().is_empty());
    }

    async fn twenty_four_thousand_sites_are_registered_at_once(database) {
        let store = database.open().await;
        store.upsert_organisations(&[organisation("1", "Un")]).await.unwrap();
        let sites: Vec<NewSite> =
(0..24_000).map(|place| site(place, "Pharmacie")).collect();
        let start = Instant::now();
        let numbers = store.upsert_sites(&sites).await.unwrap();
        println!("24,000 sites on {:?} in {:?}", database.engine, start.elapsed());
        assert_eq!(numbers, (0..24_000).map(SiteNumber).collect::<Vec<_>>());
        assert_eq!(store.list_sites().await.unwrap().len(), 24_000);
    }

    async fn packs_keep_their_numbers_and_new_ones_follow(database) {
        let store = database.open().await;
        let numbers = store.assign_pack_numbers(&[pack(5), pack(3), pack(5)]).await.unwrap();
        assert_eq!(numbers, [PackNumber(0), PackNumber(1), PackNumber(0)]);
        let numbers = store.assign_pack_numbers(&[pack(9), pack(3), pack(1)]).await.unwrap();
        assert_eq!(numbers, [PackNumber(2), PackNumber(1), PackNumber(3)]);
        let listed = store.list_pack_numbers().await.unwrap();
        assert_eq!(listed, [5, 3, 9, 1].into_iter().map(pack).zip(0..).map(|(pack, n)| (PackNumber(n), pack)).collect::<Vec<_>>());
    }

    async fn settings_are_set_changed_and_listed(database) {
        let store = database.open().await;
        assert_eq!(store.find_setting("k").await.unwrap(), None);
        store.set_setting("k", "5").await.unwrap();
        store.set_setting("a", "b").await.unwrap();
        store.set_setting("k", "7").await.unwrap();
        assert_eq!(store.find_setting("k").await.unwrap().as_deref(), Some("7"));
        let listed = store.list_settings().await.unwrap();
        assert_eq!(listed, [("a".to_owned(), "b".to_owned()), ("k".to_owned(), "7".to_owned())]);
    }
}
