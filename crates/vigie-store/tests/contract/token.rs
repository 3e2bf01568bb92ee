use std::collections::BTreeSet;
use std::time::Instant;

use jiff::ToSpan;
use vigie_model::{Department, OrganisationNumber, Reach, SiteNumber};
use vigie_store::{NewSite, NewToken, StoreError, Token, TokenNumber, TokenScope, TokenSecret};

use super::on_both_engines;
use crate::harness::{instant, organisation, site, store_with_sites};

fn secret(place: u32) -> TokenSecret {
    TokenSecret::from_bytes(blake3::hash(&place.to_le_bytes()).into())
}

fn token(place: u32, scope: TokenScope) -> NewToken {
    NewToken {
        hash: secret(place).hash(),
        scope,
        verbs: BTreeSet::from(["report".to_owned(), "read".to_owned()]),
        label: "logiciel de l'officine".to_owned(),
        created_at: instant(),
        expires_at: None,
        created_by: None,
    }
}

#[test]
fn a_secret_is_written_and_read_again_but_never_shown_by_debug() {
    let secret = TokenSecret::from_bytes([0xab; 32]);
    let text = secret.to_string();
    assert_eq!(text, format!("vigie_{}", "ab".repeat(32)));
    assert_eq!(format!(" {text}\n").parse::<TokenSecret>().unwrap(), secret);
    assert!(!format!("{secret:?}").contains("ab"));
    for wrong in ["", "vigie_", "ab", "vigie_zz", &text[1..], &text[..60]] {
        assert!(wrong.parse::<TokenSecret>().is_err(), "{wrong}");
    }
}

#[test]
fn two_random_secrets_differ() {
    assert!(TokenSecret::random().unwrap() != TokenSecret::random().unwrap());
}

on_both_engines! {
    async fn a_token_is_found_by_the_hash_of_its_secret(database) {
        let store = store_with_sites(database).await;
        let issued = NewToken {
            expires_at: Some(instant() + 24.hours()),
            ..token(7, TokenScope::Site(SiteNumber(1)))
        };
        let number = store.issue_token(&issued).await.unwrap();
        let shown: TokenSecret = secret(7).to_string().parse().unwrap();
        let expected = Token {
            number,
            scope: issued.scope,
            verbs: issued.verbs,
            label: issued.label,
            created_at: instant(),
            expires_at: issued.expires_at,
            revoked_at: None,
            last_used: None,
            created_by: None,
        };
        assert_eq!(store.find_token(shown.hash()).await.unwrap(), Some(expected.clone()));
        assert_eq!(store.find_token(secret(8).hash()).await.unwrap(), None);
        assert!(expected.is_valid_at(instant() + 23.hours()));
        assert!(!expected.is_valid_at(instant() + 24.hours()));
    }

    async fn a_withdrawn_token_is_no_longer_valid_and_keeps_its_first_instant(database) {
        let store = store_with_sites(database).await;
        let number = store.issue_token(&token(1, TokenScope::Organisation(OrganisationNumber(0)))).await.unwrap();
        store.revoke_token(number, instant()).await.unwrap();
        store.revoke_token(number, instant() + 1.hour()).await.unwrap();
        let found = store.find_token(secret(1).hash()).await.unwrap().unwrap();
        assert_eq!(found.revoked_at, Some(instant()));
        assert!(!found.is_valid_at(instant()));
        assert_eq!(found.scope, TokenScope::Organisation(OrganisationNumber(0)));
    }

    async fn the_last_use_only_moves_forward(database) {
        let store = store_with_sites(database).await;
        let numbers = store
            .issue_tokens(&[token(1, TokenScope::Site(SiteNumber(0))), token(2, TokenScope::Site(SiteNumber(1)))])
            .await
            .unwrap();
        assert_eq!(numbers, [TokenNumber(0), TokenNumber(1)]);
        let at = |minutes: i64| instant() + minutes.minutes();
        store.mark_tokens_used(&[(numbers[0], at(3)), (numbers[1], at(3))]).await.unwrap();
        store.mark_tokens_used(&[(numbers[0], at(1))]).await.unwrap();
        store.mark_tokens_used(&[(numbers[1], at(4))]).await.unwrap();
        let listed = store.list_tokens(Reach::Nation, None, 10).await.unwrap();
        let used: Vec<_> = listed.iter().map(|token| token.last_used).collect();
        assert_eq!(used, [Some(at(4)), Some(at(3))]);
    }

    async fn a_token_for_an_unknown_site_or_a_known_secret_is_refused(database) {
        let store = store_with_sites(database).await;
        let unknown = store.issue_token(&token(1, TokenScope::Site(SiteNumber(99)))).await;
        assert!(matches!(unknown, Err(StoreError::Conflict(_))));
        store.issue_token(&token(1, TokenScope::Site(SiteNumber(0)))).await.unwrap();
        let again = store.issue_token(&token(1, TokenScope::Site(SiteNumber(0)))).await;
        assert!(matches!(again, Err(StoreError::Conflict(_))));
        assert_eq!(store.list_tokens(Reach::Nation, None, 10).await.unwrap().len(), 1);
    }

    async fn tokens_are_listed_newest_first_page_by_page_within_a_reach(database) {
        let store = store_with_sites(database).await;
        let other = store.upsert_organisations(&[organisation("356000000", "Autre")]).await.unwrap()[0];
        let far = NewSite {
            department: Department::from_code("29").unwrap(),
            organisation: other,
            ..site(3, "Pharmacie C")
        };
        store.upsert_sites(&[far]).await.unwrap();
        let holders = [
            TokenScope::Site(SiteNumber(0)),
            TokenScope::Site(SiteNumber(1)),
            TokenScope::Organisation(OrganisationNumber(0)),
            TokenScope::Site(SiteNumber(2)),
            TokenScope::Organisation(other),
            TokenScope::Site(SiteNumber(0)),
        ];
        let tokens: Vec<NewToken> = (0..).zip(holders).map(|(place, scope)| token(place, scope)).collect();
        store.issue_tokens(&tokens).await.unwrap();
        let numbers = async |reach: &str, before: Option<u32>, most| -> Vec<u32> {
            let before = before.map(TokenNumber);
            let listed = store.list_tokens(reach.parse().unwrap(), before, most).await.unwrap();
            listed.iter().map(|token| token.number.0).collect()
        };
        assert_eq!(numbers("nation", None, 4).await, [5, 4, 3, 2]);
        assert_eq!(numbers("nation", Some(2), 4).await, [1, 0]);
        assert_eq!(numbers("site:0", None, 4).await, [5, 0]);
        assert_eq!(numbers("site:0", Some(5), 4).await, [0]);
        assert_eq!(numbers("organisation:0", None, 9).await, [5, 2, 1, 0]);
        assert_eq!(numbers("organisation:1", None, 9).await, [4, 3]);
        assert_eq!(numbers("department:75", None, 9).await, [5, 1, 0]);
        assert_eq!(numbers("department:29", None, 9).await, [3]);
        // Île-de-France; Bretagne.
        assert_eq!(numbers("region:11", None, 2).await, [5, 1]);
        assert_eq!(numbers("region:53", None, 2).await, [3]);
        let found = store.find_token_by_number(TokenNumber(4)).await.unwrap().unwrap();
        assert_eq!(found.scope, TokenScope::Organisation(other));
        assert_eq!(store.find_token_by_number(TokenNumber(6)).await.unwrap(), None);
    }

    async fn every_site_of_the_country_gets_its_token_at_once(database) {
        let store = store_with_sites(database).await;
        let sites: Vec<_> = (1..=24_000).map(|place| site(place, "Pharmacie")).collect();
        store.upsert_sites(&sites).await.unwrap();
        let tokens: Vec<NewToken> =
            (0..24_000).map(|number| token(number, TokenScope::Site(SiteNumber(number)))).collect();
        let start = Instant::now();
        store.issue_tokens(&tokens).await.unwrap();
        println!("24,000 tokens on {:?} in {:?}", database.engine, start.elapsed());
        let found = store.find_token(secret(23_999).hash()).await.unwrap().unwrap();
        assert_eq!(found.scope, TokenScope::Site(SiteNumber(23_999)));
    }
}
