use jiff::ToSpan;
use vigie_model::{Language, OrganisationNumber, Reach, Role, SiteNumber};
use vigie_store::{
    Attempts, AuditFilter, GrantChanges, Identity, Invitation, Membership, NewAuditEntry,
    NewPerson, PendingSignIn, PersonNumber, SecretHash, Session, SessionProvider, StoreError,
    TokenNumber,
};

use super::on_both_engines;
use crate::harness::instant;

fn person(email: &str) -> NewPerson {
    NewPerson {
        email: email.to_owned(),
        name: "Marie Curie".to_owned(),
        language: Language::French,
        password_hash: None,
        invitation: None,
        rpps: None,
        created_at: instant(),
        synthetic: true,
    }
}

fn hash(byte: u8) -> SecretHash {
    SecretHash([byte; 32])
}

fn session(place: u8, person: PersonNumber) -> Session {
    Session {
        hash: hash(place),
        person,
        created_at: instant() + i64::from(place).seconds(),
        seen_at: instant(),
        ends_at: instant() + 12.hours(),
        factor_done: false,
        user_agent: "Firefox".to_owned(),
        provider: None,
    }
}

fn identity(issuer: &str, subject: &str) -> Identity {
    Identity {
        issuer: issuer.to_owned(),
        subject: subject.to_owned(),
    }
}

fn membership(role: Role, reach: Reach) -> Membership {
    Membership { role, reach }
}

fn audit(act: &str, person: Option<u32>, minutes: i64) -> NewAuditEntry {
    NewAuditEntry {
        at: instant() + minutes.minutes(),
        person: person.map(PersonNumber),
        token: person.is_none().then_some(TokenNumber(3)),
        act: act.to_owned(),
        object: "/fr/people".to_owned(),
        address: "192.0.2.0/24".to_owned(),
        request_id: "request".to_owned(),
    }
}

on_both_engines! {
    async fn a_person_is_found_by_number_mail_invitation_identity_and_rpps(database) {
        let store = database.open().await;
        let invitation = Invitation { hash: hash(9), ends_at: instant() + 24.hours() };
        let identity = Identity { issuer: "https://login.example".to_owned(), subject: "42".to_owned() };
        let new = NewPerson {
            invitation: Some(invitation),
            rpps: Some("10101234564".parse().unwrap()),
            ..person("  Marie@Example.org ")
        };
        let rights = [
            membership(Role::Hospital, Reach::Site(SiteNumber(4))),
            membership(Role::Company, Reach::Organisation(OrganisationNumber(2))),
        ];
        let number = store.add_person(&new, &rights).await.unwrap();
        assert_eq!(number, PersonNumber(0));
        assert!(!store.find_person(number).await.unwrap().unwrap().has_identity);
        store.link_identity(number, &identity, instant()).await.unwrap();
        let found = store.find_person(number).await.unwrap().unwrap();
        assert_eq!((found.email.as_str(), found.rpps), ("Marie@Example.org", new.rpps));
        assert_eq!(found.invited_until, Some(invitation.ends_at));
        assert!(found.synthetic && found.disabled_at.is_none() && found.has_identity);
        assert_eq!(store.find_people_by_rpps(new.rpps.unwrap()).await.unwrap(), std::slice::from_ref(&found));
        store.set_rpps(number, None).await.unwrap();
        assert_eq!(store.find_people_by_rpps(new.rpps.unwrap()).await.unwrap(), []);
        store.set_rpps(number, new.rpps).await.unwrap();
        for same in [
            store.find_person_by_email("MARIE@example.ORG").await,
            store.find_person_by_invitation(hash(9)).await,
            store.find_person_by_identity(&identity).await,
        ] {
            assert_eq!(same.unwrap(), Some(found.clone()));
        }
        assert_eq!(store.find_person_by_email("pierre@example.org").await.unwrap(), None);
        let kept = store.list_memberships(number).await.unwrap();
        assert_eq!(kept, [rights[1], rights[0]]);
        assert_eq!(store.list_all_memberships().await.unwrap()[&number], kept);
    }

    async fn no_two_people_share_an_address_of_mail_or_an_identity(database) {
        let store = database.open().await;
        let marie = store.add_person(&person("marie@example.org"), &[]).await.unwrap();
        let again = store.add_person(&person("Marie@Example.org"), &[]).await;
        assert!(matches!(again, Err(StoreError::Conflict(_))), "{again:?}");
        let irene = store.add_person(&person("irene@example.org"), &[]).await.unwrap();
        store.link_identity(marie, &identity("login", "42"), instant()).await.unwrap();
        store.link_identity(marie, &identity("other", "42"), instant()).await.unwrap();
        for (number, taken) in [(irene, identity("login", "42")), (marie, identity("login", "43"))] {
            let refused = store.link_identity(number, &taken, instant()).await;
            assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
        }
        assert_eq!(store.list_people(None, 10).await.unwrap().len(), 2);
        let linked = store.list_identities(marie).await.unwrap();
        assert_eq!(linked.iter().map(|one| one.identity.clone()).collect::<Vec<_>>(), [
            identity("login", "42"),
            identity("other", "42"),
        ]);
        assert_eq!(linked[0].linked_at, instant());
    }

    async fn what_an_issuer_says_of_a_person_is_added_and_taken_and_the_operators_word_stays(database) {
        let store = database.open().await;
        let own = membership(Role::Pharmacy, Reach::Site(SiteNumber(1)));
        let [second, third] = [2, 3].map(|number| membership(Role::Pharmacy, Reach::Site(SiteNumber(number))));
        let number = store.add_person(&person("marie@example.org"), &[own]).await.unwrap();
        store.link_identity(number, &identity("login", "42"), instant()).await.unwrap();
        let begin = async |place| store.begin_session(&session(place, number), None).await.unwrap();
        begin(1).await;
        let said = store.set_granted_memberships(number, "login", &[own, second, second]).await.unwrap();
        assert_eq!(said, GrantChanges { given: vec![second], taken: vec![] });
        assert_eq!(store.find_session(hash(1)).await.unwrap(), None);
        begin(2).await;
        let same = store.set_granted_memberships(number, "login", &[own, second]).await.unwrap();
        assert_eq!(same, GrantChanges::default());
        assert!(store.find_session(hash(2)).await.unwrap().is_some());
        let moved = store.set_granted_memberships(number, "login", &[third]).await.unwrap();
        assert_eq!(moved, GrantChanges { given: vec![third], taken: vec![second] });
        store.set_granted_memberships(number, "other", &[second]).await.unwrap();
        assert_eq!(store.list_memberships(number).await.unwrap(), [own, second, third]);
        // What an operator gives too is the operator's.
        store.give_membership(number, second).await.unwrap();
        store.set_granted_memberships(number, "other", &[]).await.unwrap();
        begin(3).await;
        assert!(store.unlink_identity(number, "login").await.unwrap());
        assert!(!store.unlink_identity(number, "login").await.unwrap());
        assert_eq!(store.list_memberships(number).await.unwrap(), [own, second]);
        assert_eq!(store.find_session(hash(3)).await.unwrap(), None);
        assert_eq!(store.find_person_by_identity(&identity("login", "42")).await.unwrap(), None);
    }

    async fn a_sign_in_elsewhere_is_taken_up_once(database) {
        let store = database.open().await;
        let pending = PendingSignIn {
            hash: hash(1),
            provider: "psc".to_owned(),
            language: Language::English,
            next: "/en/people?after=3".to_owned(),
            form: "name=Marie&role=auditor".to_owned(),
            person: Some(PersonNumber(4)),
            ends_at: instant() + 10.minutes(),
        };
        store.begin_pending_sign_in(&pending, instant()).await.unwrap();
        let other = PendingSignIn { hash: hash(2), person: None, ..pending.clone() };
        store.begin_pending_sign_in(&other, instant() + 10.minutes()).await.unwrap();
        assert_eq!(store.take_pending_sign_in(hash(1)).await.unwrap(), Some(pending.clone()));
        assert_eq!(store.take_pending_sign_in(hash(1)).await.unwrap(), None);
        let later = PendingSignIn { hash: hash(3), ..pending };
        store.begin_pending_sign_in(&later, instant() + 11.minutes()).await.unwrap();
        assert_eq!(store.take_pending_sign_in(hash(2)).await.unwrap(), None);
    }

    async fn people_are_listed_page_by_page(database) {
        let store = database.open().await;
        for place in 0..5 {
            store.add_person(&person(&format!("p{place}@example.org")), &[]).await.unwrap();
        }
        let first = store.list_people(None, 3).await.unwrap();
        let rest = store.list_people(Some(first[2].number), 3).await.unwrap();
        let numbers: Vec<u32> = first.iter().chain(&rest).map(|person| person.number.0).collect();
        assert_eq!(numbers, [0, 1, 2, 3, 4]);
    }

    async fn a_step_of_the_second_factor_and_a_recovery_code_are_used_once(database) {
        let store = database.open().await;
        let number = store.add_person(&person("marie@example.org"), &[]).await.unwrap();
        store.set_second_factor(number, Some(&[7; 20]), Some(100), &[hash(1), hash(2)]).await.unwrap();
        let mut used = Vec::new();
        for step in [100, 101, 101, 100, 103, 102] {
            used.push(store.use_factor_step(number, step).await.unwrap());
        }
        assert_eq!(used, [false, true, false, false, true, false]);
        assert!(store.use_recovery_code(number, hash(1)).await.unwrap());
        assert!(!store.use_recovery_code(number, hash(1)).await.unwrap());
        assert!(!store.use_recovery_code(number, hash(3)).await.unwrap());
        assert_eq!(store.count_recovery_codes(number).await.unwrap(), 1);
        store.set_second_factor(number, None, None, &[]).await.unwrap();
        assert_eq!(store.count_recovery_codes(number).await.unwrap(), 0);
        assert_eq!(store.find_person(number).await.unwrap().unwrap().totp_secret, None);
    }

    async fn sessions_end_when_rights_password_factor_or_standing_change(database) {
        let store = database.open().await;
        let number = store.add_person(&person("marie@example.org"), &[]).await.unwrap();
        let begin = async |place| store.begin_session(&session(place, number), None).await.unwrap();
        begin(1).await;
        let auditor = membership(Role::Auditor, Reach::Nation);
        store.give_membership(number, auditor).await.unwrap();
        store.give_membership(number, auditor).await.unwrap();
        assert_eq!(store.find_session(hash(1)).await.unwrap(), None);
        assert_eq!(store.list_memberships(number).await.unwrap(), [auditor]);
        begin(5).await;
        store.take_membership(number, auditor).await.unwrap();
        assert_eq!(store.find_session(hash(5)).await.unwrap(), None);
        assert_eq!(store.list_memberships(number).await.unwrap(), []);
        begin(2).await;
        store.set_password(number, "$argon2id$again", true).await.unwrap();
        assert!(store.find_session(hash(2)).await.unwrap().is_some());
        store.set_password(number, "$argon2id$other", false).await.unwrap();
        assert_eq!(store.find_session(hash(2)).await.unwrap(), None);
        begin(3).await;
        store.set_second_factor(number, Some(&[7; 20]), None, &[]).await.unwrap();
        assert_eq!(store.find_session(hash(3)).await.unwrap(), None);
        begin(4).await;
        store.set_disabled(number, Some(instant())).await.unwrap();
        assert_eq!(store.find_session(hash(4)).await.unwrap(), None);
    }

    async fn a_session_replaces_another_is_touched_forward_and_is_ended_by_its_owner_only(database) {
        let store = database.open().await;
        let marie = store.add_person(&person("marie@example.org"), &[]).await.unwrap();
        let irene = store.add_person(&person("irene@example.org"), &[]).await.unwrap();
        store.begin_session(&session(1, marie), None).await.unwrap();
        let provider = SessionProvider { code: "psc".to_owned(), identity_token: "a.b.c".to_owned() };
        let second = Session { factor_done: true, provider: Some(provider), ..session(2, marie) };
        store.begin_session(&second, Some(hash(1))).await.unwrap();
        assert_eq!(store.find_session(hash(1)).await.unwrap(), None);
        store.touch_session(hash(2), instant() + 5.minutes()).await.unwrap();
        store.touch_session(hash(2), instant() + 2.minutes()).await.unwrap();
        store.end_session(irene, hash(2)).await.unwrap();
        let expected = Session { seen_at: instant() + 5.minutes(), ..second };
        assert_eq!(store.list_sessions(marie).await.unwrap(), [expected]);
        store.begin_session(&session(3, marie), None).await.unwrap();
        store.end_session(marie, hash(2)).await.unwrap();
        assert_eq!(store.list_sessions(marie).await.unwrap(), [session(3, marie)]);
        store.forget_sessions_and_attempts(instant() + 13.hours(), instant()).await.unwrap();
        assert_eq!(store.list_sessions(marie).await.unwrap(), []);
    }

    async fn attempts_are_counted_by_address_until_a_success_from_there(database) {
        let store = database.open().await;
        let note = async |address: &str, minutes: i64, succeeded| {
            store.note_attempt(hash(1), address, instant() + minutes.minutes(), succeeded).await.unwrap();
        };
        note("home", 1, false).await;
        note("home", 2, true).await;
        note("home", 3, false).await;
        note("far", 4, false).await;
        note("far", 5, false).await;
        let here = store.count_attempts(hash(1), "home", instant()).await.unwrap();
        let expected = Attempts {
            failures_here: 1,
            last_failure_here: Some(instant() + 3.minutes()),
            failures_anywhere: 4,
            last_failure_anywhere: Some(instant() + 5.minutes()),
            known_address: true,
        };
        assert_eq!(here, expected);
        let far = store.count_attempts(hash(1), "far", instant() + 5.minutes()).await.unwrap();
        assert_eq!((far.failures_here, far.failures_anywhere, far.known_address), (1, 1, false));
        assert_eq!(store.count_attempts(hash(2), "home", instant()).await.unwrap(), Attempts::default());
    }

    async fn audit_entries_are_found_by_person_act_and_time_newest_first(database) {
        let store = database.open().await;
        store.append_audit(&[]).await.unwrap();
        let entries = [audit("sign-in", Some(1), 0), audit("read", None, 1), audit("read", Some(1), 2)];
        store.append_audit(&entries[..2]).await.unwrap();
        store.append_audit(&entries[2..]).await.unwrap();
        let numbers = async |filter: AuditFilter| -> Vec<u64> {
            store.list_audit(&filter, 10).await.unwrap().iter().map(|entry| entry.number).collect()
        };
        let all = AuditFilter::default();
        assert_eq!(numbers(all.clone()).await, [2, 1, 0]);
        assert_eq!(numbers(AuditFilter { person: Some(PersonNumber(1)), ..all.clone() }).await, [2, 0]);
        assert_eq!(numbers(AuditFilter { act: Some("read".to_owned()), ..all.clone() }).await, [2, 1]);
        let from = Some(instant() + 1.minute());
        assert_eq!(numbers(AuditFilter { from, until: Some(instant() + 2.minutes()), ..all.clone() }).await, [1]);
        assert_eq!(numbers(AuditFilter { before: Some(2), ..all.clone() }).await, [1, 0]);
        assert_eq!(store.list_audit(&all, 1).await.unwrap()[0].entry, entries[2]);
    }
}
