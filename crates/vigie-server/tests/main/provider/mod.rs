//! People sign in by another service: what they may, and what a service that errs or lies cannot do.

mod service;

use jiff::SignedDuration;
use rstest::rstest;
use serde_json::{Value, json};
use vigie_model::{Reach, Role, SiteNumber};
use vigie_server::provider::{Grant, ProviderSettings, UserInfo};
use vigie_server::system::SystemSettings;
use vigie_store::{AuditFilter, NewPerson, PersonNumber};

use crate::harness::{Reply, Server};
use crate::people::{Browser, Time, add, add_with_factor, form_token, location};
use service::{Service, Trick};

const RPPS: &str = "10101234564";
const SITE: Reach = Reach::Site(SiteNumber(0));

/// A pharmacist as Pro Santé Connect tells of her, at our first establishment.
fn pharmacist() -> Value {
    json!({
        "sub": "f:550dc1c8:810101234564",
        "preferred_username": format!("8{RPPS}"),
        "SubjectNameID": format!("8{RPPS}"),
        "given_name": "Marie",
        "family_name": "Curie",
        "SubjectRefPro": {"exercices": [{"codeProfession": "21", "activities": [
            {"numeroFinessSite": "750000010"}, {"numeroFinessSite": "999999999"}]}]},
    })
}

/// A server whose settings name a running service.
async fn start(change: impl FnOnce(&mut ProviderSettings)) -> (Server, Service) {
    start_with(change, |_| ()).await
}

async fn start_with(
    change: impl FnOnce(&mut ProviderSettings),
    more: impl FnOnce(&mut SystemSettings),
) -> (Server, Service) {
    let service = Service::start().await;
    let mut provider = service.settings();
    change(&mut provider);
    let server = Server::start_with(|settings| {
        settings.public_url = "http://vigie.test".parse().ok();
        settings.providers = vec![provider];
        more(settings);
    })
    .await;
    (server, service)
}

async fn register_rpps(server: &Server, person: PersonNumber) {
    let store = &server.system.store;
    store.set_rpps(person, RPPS.parse().ok()).await.unwrap();
}

/// Where the browser goes by itself.
fn departure(reply: &Reply) -> String {
    let refresh = reply.headers["refresh"].to_str().unwrap();
    refresh.strip_prefix("0; url=").unwrap().to_owned()
}

/// Begins to sign in, and gives the address there.
async fn begin(browser: &mut Browser<'_>) -> String {
    let page = browser
        .post("/fr/sign-in/with/psc", &[("next", "/fr/tokens")])
        .await;
    assert_eq!(page.status.as_u16(), 200, "{}", page.text);
    departure(&page)
}

/// Goes there, signs in and comes back.
async fn sign_in(browser: &mut Browser<'_>, service: &Service, person: &Value) -> Reply {
    let address = begin(browser).await;
    let back = service.approve(&address, person);
    browser.get(&back).await
}

/// What the audit log says: act and object.
async fn log(server: &Server) -> Vec<(String, String)> {
    let filter = AuditFilter::default();
    let entries = server.system.store.list_audit(&filter, 100).await.unwrap();
    let entries = entries.into_iter().rev();
    entries
        .map(|entry| (entry.entry.act, entry.entry.object))
        .collect()
}

fn act(act: &str, object: &str) -> (String, String) {
    (act.to_owned(), object.to_owned())
}

#[tokio::test]
async fn a_professional_signs_in_by_her_registered_number_lands_where_she_wanted_and_leaves_both() {
    let (server, service) = start(|_| ()).await;
    let marie = add(&server, "marie@example.org", Some((Role::Pharmacy, SITE))).await;
    register_rpps(&server, marie).await;
    let mut browser = Browser::new(&server);
    let page = browser.get("/fr/sign-in?next=/fr/tokens").await;
    assert!(page.text.contains("Continuer avec Santé Connect"));
    let back = sign_in(&mut browser, &service, &pharmacist()).await;
    assert_eq!((back.status.as_u16(), location(&back)), (303, "/fr/tokens"));
    assert_eq!(browser.flow, None);
    assert_eq!(browser.get("/fr/tokens").await.status.as_u16(), 200);
    // Another time the identity is known, whatever became of the number.
    server.system.store.set_rpps(marie, None).await.unwrap();
    let mut second = Browser::new(&server);
    let back = sign_in(&mut second, &service, &pharmacist()).await;
    assert_eq!(location(&back), "/fr/tokens");
    let left = browser.submit("/fr/account", "/fr/sign-out", &[]).await;
    let address: url::Url = departure(&left).parse().unwrap();
    assert!(
        address
            .as_str()
            .starts_with(&format!("{}/end?", service.issuer))
    );
    let query: std::collections::HashMap<_, _> = address.query_pairs().collect();
    assert_eq!(query["post_logout_redirect_uri"], "http://vigie.test/");
    assert_eq!(query["id_token_hint"].split('.').count(), 3);
    assert_eq!(browser.cookie, None);
    assert_eq!(browser.get("/fr/tokens").await.status.as_u16(), 303);
    let linked = format!("person {} psc by rpps", marie.0);
    assert_eq!(
        log(&server).await,
        [
            act("identity-linked", &linked),
            act("sign-in", "psc"),
            act("sign-in", "psc"),
            act("sign-out", ""),
        ]
    );
    // Its description and keys are asked for once.
    let asked = service.requests();
    assert_eq!(
        asked.iter().filter(|path| *path == "/description").count(),
        1
    );
}

#[rstest]
#[case(Trick::WrongSignature, 502)]
#[case(Trick::Unsigned, 502)]
#[case(Trick::WrongNonce, 502)]
#[case(Trick::WrongAudience, 502)]
#[case(Trick::TwoAudiences, 502)]
#[case(Trick::WrongIssuer, 502)]
#[case(Trick::Expired, 502)]
#[case(Trick::NoIdentityToken, 502)]
#[case(Trick::WrongAccessToken, 502)]
#[case(Trick::NoSubject, 502)]
#[case(Trick::LongSubject, 502)]
#[case(Trick::HugeTokens, 502)]
#[case(Trick::TokensNoJson, 502)]
#[case(Trick::TokensRedirect, 502)]
#[case(Trick::TokensBusy, 503)]
#[case(Trick::TokensFail, 502)]
#[case(Trick::BrokenAccessToken, 502)]
#[case(Trick::HugeUserInfo, 502)]
#[case(Trick::UserInfoOfAnother, 502)]
#[case(Trick::UserInfoNoJson, 502)]
#[case(Trick::UserInfoRedirect, 502)]
#[case(Trick::EndlessTokens, 503)]
#[tokio::test]
async fn an_answer_that_does_not_hold_signs_nobody_in_and_nothing_of_it_is_shown(
    #[case] trick: Trick,
    #[case] status: u16,
) {
    let (server, service) = start(|_| ()).await;
    let marie = add(&server, "marie@example.org", Some((Role::Pharmacy, SITE))).await;
    register_rpps(&server, marie).await;
    service.play(trick);
    let mut browser = Browser::new(&server);
    let back = sign_in(&mut browser, &service, &pharmacist()).await;
    assert_eq!(back.status.as_u16(), status, "{}", back.text);
    assert_eq!(browser.cookie, None);
    for leak in [
        "alert(1)",
        "secret inside",
        "nonce",
        "evil",
        "Unusable",
        "code-0",
        "InvalidNonce",
    ] {
        assert!(
            !back.text.replace(" nonce=\"", "").contains(leak),
            "{leak}: {}",
            back.text
        );
    }
    let identities = server.system.store.list_identities(marie).await.unwrap();
    assert_eq!(identities, []);
    let entries = log(&server).await;
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].0, "sign-in-failed");
    // Other ways are offered on the page, and work; so does the service when it is well again.
    assert!(back.text.contains("name=\"password\""));
    assert_eq!(
        browser.sign_in("marie@example.org").await.status.as_u16(),
        303
    );
    service.play(Trick::None);
    let mut again = Browser::new(&server);
    let back = sign_in(&mut again, &service, &pharmacist()).await;
    assert_eq!(back.status.as_u16(), 303, "{}", back.text);
}

#[tokio::test]
async fn a_sign_in_is_ended_once_by_the_browser_that_began_it_and_within_ten_minutes() {
    let time = Time::new();
    let (server, service) = start_with(|_| (), time.set()).await;
    let marie = add(&server, "marie@example.org", Some((Role::Pharmacy, SITE))).await;
    register_rpps(&server, marie).await;
    let mut browser = Browser::new(&server);
    let address = begin(&mut browser).await;
    let back = service.approve(&address, &pharmacist());
    let flow = browser.flow.clone();
    // Another browser, without a cookie or with that of another sign-in: somebody lures a victim into his account.
    let mut victim = Browser::new(&server);
    assert_eq!(victim.get(&back).await.status.as_u16(), 400);
    begin(&mut victim).await;
    assert_eq!(victim.get(&back).await.status.as_u16(), 400);
    assert_eq!(victim.cookie, None);
    // Another state, another service, nothing, leave the sign-in as it is.
    for wrong in [
        back.replace("state=", "state=0"),
        "/sign-in/return/psc?code=code-0".to_owned(),
        "/sign-in/return/psc".to_owned(),
    ] {
        let refused = browser.get(&wrong).await;
        assert_eq!(browser.flow, flow);
        assert_eq!(refused.status.as_u16(), 400, "{wrong}");
        assert!(
            refused.text.contains("ne peut plus aboutir"),
            "{}",
            refused.text
        );
    }
    let absent = browser.get(&back.replace("/psc", "/other")).await;
    assert_eq!(absent.status.as_u16(), 404);
    browser.flow.clone_from(&flow);
    assert_eq!(browser.get(&back).await.status.as_u16(), 303);
    // Used up, here and there.
    let mut replay = Browser::new(&server);
    replay.flow = flow;
    assert_eq!(replay.get(&back).await.status.as_u16(), 400);
    assert_eq!(replay.cookie, None);
    // A code that the service does not take again.
    let mut second = Browser::new(&server);
    let address = begin(&mut second).await;
    let used = service
        .approve(&address, &pharmacist())
        .replace("code-", "code-9");
    assert_eq!(second.get(&used).await.status.as_u16(), 400);
    // Too late.
    let mut late = Browser::new(&server);
    let address = begin(&mut late).await;
    let back = service.approve(&address, &pharmacist());
    time.pass(SignedDuration::from_mins(10));
    assert_eq!(late.get(&back).await.status.as_u16(), 400);
    assert_eq!(late.cookie, None);
}

#[tokio::test]
async fn a_session_that_somebody_planted_does_not_become_hers() {
    let (server, service) = start(|_| ()).await;
    let marie = add(&server, "marie@example.org", Some((Role::Pharmacy, SITE))).await;
    register_rpps(&server, marie).await;
    let mut browser = Browser::new(&server);
    let planted = format!("vigie={}", "ab".repeat(32));
    browser.cookie = Some(planted.clone());
    sign_in(&mut browser, &service, &pharmacist()).await;
    let first = browser.cookie.clone();
    assert!(first.is_some() && first.as_ref() != Some(&planted));
    sign_in(&mut browser, &service, &pharmacist()).await;
    assert_ne!(browser.cookie, first);
    let mut old = Browser::new(&server);
    for cookie in [Some(planted), first] {
        old.cookie = cookie;
        assert_eq!(old.get("/fr/account").await.status.as_u16(), 303);
    }
}

#[tokio::test]
async fn who_turns_back_or_is_refused_there_reads_it_here() {
    let (server, service) = start(|_| ()).await;
    let mut browser = Browser::new(&server);
    for (answer, status, said) in [
        ("error=access_denied", 403, "pas allé au bout"),
        (
            "error=login_required&error_description=%3Cscript%3E",
            502,
            "inutilisable",
        ),
        ("code=", 502, "inutilisable"),
        ("code=1&iss=https://evil.example", 502, "inutilisable"),
    ] {
        let address: url::Url = begin(&mut browser).await.parse().unwrap();
        let state = address.query_pairs().find(|(name, _)| name == "state");
        let (_, state) = state.unwrap();
        let back = format!("/sign-in/return/psc?{answer}&state={state}");
        let page = browser.get(&back).await;
        assert_eq!(page.status.as_u16(), status, "{answer}");
        assert!(page.text.contains(said), "{answer}: {}", page.text);
        assert!(!page.text.contains("<script>") && !page.text.contains(&*state));
    }
    assert!(!service.requests().contains(&"/token".to_owned()));
}

#[tokio::test]
async fn a_stranger_reads_what_the_service_says_of_her_and_what_to_ask_for_in_both_languages() {
    let (server, service) = start(|_| ()).await;
    add(&server, "marie@example.org", Some((Role::Pharmacy, SITE))).await;
    let mut person = pharmacist();
    person["given_name"] = "<script>alert(1)</script>\u{202e}".into();
    // The address of mail alone opens nothing.
    person["email"] = "marie@example.org".into();
    person["email_verified"] = true.into();
    for (language, said) in [
        ("fr", "Vigie ne vous connaît pas encore"),
        ("en", "Vigie does not know you yet"),
    ] {
        let mut browser = Browser::new(&server);
        let page = browser
            .post(&format!("/{language}/sign-in/with/psc"), &[])
            .await;
        let back = service.approve(&departure(&page), &person);
        let page = browser.get(&back).await;
        assert_eq!(page.status.as_u16(), 403);
        assert!(page.text.contains(said), "{}", page.text);
        assert!(page.text.contains(RPPS) && page.text.contains("750000010"));
        assert!(!page.text.contains("<script>alert") && !page.text.contains('\u{202e}'));
        assert_eq!(browser.cookie, None);
    }
    assert_eq!(
        log(&server).await[0],
        act("sign-in-failed", "psc unknown person")
    );
}

#[tokio::test]
async fn hostile_claims_of_any_shape_give_nothing() {
    let (server, service) = start(|settings| {
        settings.trusts_mail = true;
        settings.grants = vec![Grant::Pharmacy, Grant::Hospital];
    })
    .await;
    let marie = add(&server, "marie@example.org", None).await;
    register_rpps(&server, marie).await;
    let hostile = [
        json!({"SubjectNameID": ["810101234565", {"a": 1}, null, true]}),
        json!({"SubjectNameID": "' OR 1=1 --"}),
        json!({"SubjectNameID": "9".repeat(10_000)}),
        json!({"SubjectRefPro": {"exercices": "750000010"}}),
        json!({"SubjectRefPro": vec![json!({"exercices": [[[{"activities": {"numeroFinessSite": [[]]}}]]]}); 500]}),
        json!({"email": "marie@example.org"}),
        json!({"email": "marie@example.org", "email_verified": false}),
        json!({"email": "MARIE@example.org\u{0}", "email_verified": true}),
        json!({"name": "\u{202e}".repeat(5_000)}),
    ];
    for (place, claims) in hostile.into_iter().enumerate() {
        let mut person = claims;
        person["sub"] = format!("stranger-{place}").into();
        let mut browser = Browser::new(&server);
        let page = sign_in(&mut browser, &service, &person).await;
        assert_eq!(page.status.as_u16(), 403, "{person}");
        assert_eq!(browser.cookie, None);
    }
    assert_eq!(
        server.system.store.list_memberships(marie).await.unwrap(),
        []
    );
}

#[tokio::test]
async fn an_address_of_mail_opens_an_account_only_where_the_settings_trust_it_and_the_service_has_verified_it()
 {
    let person = |verified: bool| json!({"sub": "42", "email": "Marie@Example.org", "email_verified": verified});
    for (trusts_mail, verified, status) in
        [(false, true, 403), (true, false, 403), (true, true, 303)]
    {
        let (server, service) = start(|settings| settings.trusts_mail = trusts_mail).await;
        add(&server, "marie@example.org", None).await;
        let mut browser = Browser::new(&server);
        let back = sign_in(&mut browser, &service, &person(verified)).await;
        assert_eq!(back.status.as_u16(), status, "{trusts_mail} {verified}");
    }
    // Somebody with this address and another number of the directory is somebody else.
    let (server, service) = start(|settings| settings.trusts_mail = true).await;
    let marie = add(&server, "marie@example.org", None).await;
    register_rpps(&server, marie).await;
    let mut other = person(true);
    other["SubjectNameID"] = "899700218896".into();
    let mut browser = Browser::new(&server);
    let back = sign_in(&mut browser, &service, &other).await;
    assert_eq!(back.status.as_u16(), 403);
}

#[tokio::test]
async fn establishments_give_a_role_only_where_the_settings_say_so_and_no_longer_than_the_service_says_so()
 {
    let (server, service) = start(|_| ()).await;
    let marie = add(&server, "marie@example.org", None).await;
    register_rpps(&server, marie).await;
    sign_in(&mut Browser::new(&server), &service, &pharmacist()).await;
    assert_eq!(
        server.system.store.list_memberships(marie).await.unwrap(),
        []
    );

    let (server, service) = start(|settings| settings.grants = vec![Grant::Pharmacy]).await;
    let marie = add(&server, "marie@example.org", None).await;
    register_rpps(&server, marie).await;
    let mut browser = Browser::new(&server);
    sign_in(&mut browser, &service, &pharmacist()).await;
    let account = browser.get("/fr/account").await.text;
    assert!(
        account.contains("Officine – Pharmacie 750000010 (750000010)"),
        "{account}"
    );
    let mut moved = pharmacist();
    moved["SubjectRefPro"]["exercices"][0]["activities"] =
        json!([{"numeroFinessSite": "290000017"}]);
    let mut second = Browser::new(&server);
    sign_in(&mut second, &service, &moved).await;
    // The session with the rights of before is over.
    assert_eq!(browser.get("/fr/account").await.status.as_u16(), 303);
    let account = second.get("/fr/account").await.text;
    assert!(account.contains("290000017") && !account.contains("750000010"));
    let changes: Vec<_> = log(&server).await;
    let changes: Vec<&str> = changes
        .iter()
        .filter(|(act, _)| act == "rights-changed")
        .map(|(_, object)| object.as_str())
        .collect();
    assert_eq!(
        changes,
        [
            "person 0 + pharmacy site:0 by psc",
            "person 0 + pharmacy site:4 by psc",
            "person 0 - pharmacy site:0 by psc",
        ]
    );
    // A grant is of its tier: a pharmacy makes nobody a hospital pharmacist.
    let (server, service) = start(|settings| settings.grants = vec![Grant::Hospital]).await;
    let marie = add(&server, "marie@example.org", None).await;
    register_rpps(&server, marie).await;
    sign_in(&mut Browser::new(&server), &service, &pharmacist()).await;
    assert_eq!(
        server.system.store.list_memberships(marie).await.unwrap(),
        []
    );
}

#[tokio::test]
async fn what_was_shown_there_counts_as_the_second_factor_only_if_the_settings_say_so() {
    for (accepted, acr, is_asked) in [
        (vec![], "eidas3", true),
        (vec!["eidas2", "eidas3"], "eidas3", false),
        (vec!["eidas2", "eidas3"], "eidas1", true),
    ] {
        let enough = accepted.iter().map(|one| (*one).to_owned()).collect();
        let (server, service) = start(|settings| settings.acr.second_factor = enough).await;
        let agent = add_with_factor(&server, "agent@example.org", Role::Assessor).await;
        register_rpps(&server, agent).await;
        let mut person = pharmacist();
        person["acr"] = acr.into();
        let mut browser = Browser::new(&server);
        let back = sign_in(&mut browser, &service, &person).await;
        assert_eq!(back.text.contains("Second facteur"), is_asked, "{acr}");
        let status = browser.get("/fr/account").await.status.as_u16();
        assert_eq!(status, if is_asked { 303 } else { 200 }, "{acr}");
    }
}

#[tokio::test]
async fn who_showed_less_than_the_settings_ask_for_is_told_so() {
    let (server, service) = start(|settings| {
        settings.acr.accepted = vec!["eidas2".to_owned()];
    })
    .await;
    let marie = add(&server, "marie@example.org", None).await;
    register_rpps(&server, marie).await;
    for (acr, status) in [("eidas1", 403), ("eidas2", 303)] {
        let mut person = pharmacist();
        person["acr"] = acr.into();
        let back = sign_in(&mut Browser::new(&server), &service, &person).await;
        assert_eq!(back.status.as_u16(), status, "{acr}");
    }
    let nothing = sign_in(&mut Browser::new(&server), &service, &pharmacist()).await;
    assert_eq!(nothing.status.as_u16(), 403);
}

#[tokio::test]
async fn what_a_service_tells_more_is_believed_when_it_is_signed_where_it_must_be() {
    let person = || {
        let mut person = pharmacist();
        person["siret"] = "26010004500012".into();
        person
    };
    for (trick, status) in [
        (Trick::None, 303),
        (Trick::UserInfoUnsigned, 502),
        (Trick::UserInfoWrongSignature, 502),
        (Trick::UserInfoOfAnother, 502),
    ] {
        let (server, service) = start(|settings| settings.user_info = UserInfo::Signed).await;
        let marie = add(&server, "marie@example.org", None).await;
        register_rpps(&server, marie).await;
        service.play(trick);
        let back = sign_in(&mut Browser::new(&server), &service, &person()).await;
        assert_eq!(back.status.as_u16(), status, "{trick:?}: {}", back.text);
    }
}

#[tokio::test]
async fn a_person_signed_in_links_her_identity_and_takes_it_away_again() {
    let (server, service) = start(|_| ()).await;
    let marie = add(&server, "marie@example.org", None).await;
    let mut browser = Browser::new(&server);
    browser.sign_in("marie@example.org").await;
    let fields = [("provider", "psc")];
    let link = async |browser: &mut Browser<'_>, person: &Value| {
        let page = browser
            .submit("/fr/account", "/fr/account/identities", &fields)
            .await;
        let back = service.approve(&departure(&page), person);
        browser.get(&back).await
    };
    let without_token = browser.post("/fr/account/identities", &fields).await;
    assert_eq!(without_token.status.as_u16(), 403);
    let linked = link(&mut browser, &pharmacist()).await;
    assert_eq!(
        (linked.status.as_u16(), location(&linked)),
        (303, "/fr/account?saved=yes")
    );
    let account = browser.get("/fr/account").await.text;
    assert!(account.contains("Santé Connect") && !account.contains("Relier mon identité"));
    let back = sign_in(&mut Browser::new(&server), &service, &pharmacist()).await;
    assert_eq!(back.status.as_u16(), 303);

    // Another person cannot have it too, nor one whose number is another.
    add(&server, "irene@example.org", None).await;
    let mut irene = Browser::new(&server);
    irene.sign_in("irene@example.org").await;
    let taken = link(&mut irene, &pharmacist()).await;
    assert_eq!(taken.status.as_u16(), 409);
    assert!(
        taken.text.contains("déjà à un autre compte"),
        "{}",
        taken.text
    );
    let number = server
        .system
        .store
        .find_person_by_email("irene@example.org");
    let number = number.await.unwrap().unwrap().number;
    let store = &server.system.store;
    store
        .set_rpps(number, "99700218896".parse().ok())
        .await
        .unwrap();
    server.system.forget_person(number);
    let mut other = pharmacist();
    other["sub"] = "43".into();
    let refused = link(&mut irene, &other).await;
    assert_eq!(refused.status.as_u16(), 409);
    assert!(
        refused.text.contains("quelqu’un d’autre"),
        "{}",
        refused.text
    );

    // A link begun in one session does not end in another person's.
    let page = irene
        .submit("/fr/account", "/fr/account/identities", &fields)
        .await;
    let mut third = pharmacist();
    third["sub"] = "44".into();
    let back = service.approve(&departure(&page), &third);
    let mine = irene.cookie.clone();
    irene.cookie.clone_from(&browser.cookie);
    assert_eq!(irene.get(&back).await.status.as_u16(), 400);
    irene.cookie = mine;

    let removed = browser
        .submit(
            "/fr/account",
            "/fr/account/identities/remove",
            &[("issuer", &service.issuer)],
        )
        .await;
    assert_eq!(removed.status.as_u16(), 303, "{}", removed.text);
    assert_eq!(store.list_identities(marie).await.unwrap(), []);
    assert_eq!(browser.get("/fr/account").await.status.as_u16(), 200);
    let back = sign_in(&mut Browser::new(&server), &service, &pharmacist()).await;
    assert_eq!(back.status.as_u16(), 403);
}

#[tokio::test]
async fn the_only_way_to_sign_in_is_not_taken_away_by_oneself() {
    let (server, service) = start(|_| ()).await;
    let person = NewPerson {
        email: "marie@example.org".to_owned(),
        name: "Marie".to_owned(),
        language: vigie_model::Language::French,
        password_hash: None,
        invitation: None,
        rpps: RPPS.parse().ok(),
        created_at: jiff::Timestamp::now(),
        synthetic: true,
    };
    let store = &server.system.store;
    let marie = store.add_person(&person, &[]).await.unwrap();
    let mut browser = Browser::new(&server);
    sign_in(&mut browser, &service, &pharmacist()).await;
    let refused = browser
        .submit(
            "/fr/account",
            "/fr/account/identities/remove",
            &[("issuer", &service.issuer)],
        )
        .await;
    assert_eq!(refused.status.as_u16(), 422);
    assert!(refused.text.contains("seul moyen"), "{}", refused.text);
    assert_eq!(store.list_identities(marie).await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_operator_registers_a_number_and_takes_an_identity_away() {
    let time = Time::new();
    let (server, service) = start_with(|_| (), time.set()).await;
    add_with_factor(&server, "operator@example.org", Role::Operator).await;
    let marie = add(&server, "marie@example.org", None).await;
    let email = "operator@example.org";
    let mut operator = crate::people::sign_in_with_factor(&server, &time, email).await;
    let page = format!("/fr/people/{}", marie.0);
    let path = format!("{page}/rpps");
    for (typed, status) in [
        ("10101234565", 422),
        ("'; DROP TABLE person;--", 422),
        (RPPS, 303),
    ] {
        let done = operator.submit(&page, &path, &[("rpps", typed)]).await;
        assert_eq!(done.status.as_u16(), status, "{typed}");
    }
    let taken = operator
        .submit("/fr/people/0", "/fr/people/0/rpps", &[("rpps", RPPS)])
        .await;
    assert_eq!(taken.status.as_u16(), 422);
    assert!(taken.text.contains("Une autre personne porte ce numéro"));
    let back = sign_in(&mut Browser::new(&server), &service, &pharmacist()).await;
    assert_eq!(back.status.as_u16(), 303, "{}", back.text);
    let shown = operator.get(&page).await.text;
    assert!(shown.contains("Santé Connect") && shown.contains(RPPS));
    let path = format!("{page}/identities/remove");
    operator
        .submit(&page, &path, &[("issuer", &service.issuer)])
        .await;
    assert_eq!(
        server.system.store.list_identities(marie).await.unwrap(),
        []
    );
    let objects: Vec<String> = log(&server)
        .await
        .into_iter()
        .map(|(act, object)| format!("{act} {object}"))
        .collect();
    assert!(
        objects.contains(&format!("person-changed person {} rpps {RPPS}", marie.0)),
        "{objects:?}"
    );
    assert!(objects.contains(&format!(
        "identity-removed person {} {}",
        marie.0, service.issuer
    )));
}

#[tokio::test]
async fn a_closed_account_stays_closed_whoever_recognises_the_person() {
    let (server, service) = start(|_| ()).await;
    let marie = add(&server, "marie@example.org", None).await;
    register_rpps(&server, marie).await;
    let store = &server.system.store;
    let now = jiff::Timestamp::now();
    store.set_disabled(marie, Some(now)).await.unwrap();
    for _ in 0..2 {
        let mut browser = Browser::new(&server);
        let page = sign_in(&mut browser, &service, &pharmacist()).await;
        assert_eq!(page.status.as_u16(), 403);
        assert!(page.text.contains("Ce compte est fermé"));
        assert_eq!(browser.cookie, None);
        // Known or not, it is the same.
        let identity = vigie_store::Identity {
            issuer: service.issuer.clone(),
            subject: "f:550dc1c8:810101234564".to_owned(),
        };
        let _ = store.link_identity(marie, &identity, now).await;
    }
}

#[tokio::test]
async fn a_service_that_is_gone_is_told_so_at_once_and_passwords_work() {
    let gone = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", gone.local_addr().unwrap());
    drop(gone);
    let (server, _) = start(|settings| {
        settings.discovery = address.parse().unwrap();
        settings.issuer = address.parse().unwrap();
    })
    .await;
    add(&server, "marie@example.org", None).await;
    let mut browser = Browser::new(&server);
    for _ in 0..3 {
        let fields = [("next", "/fr/people"), ("pending", "name=Marie")];
        let page = browser.post("/fr/sign-in/with/psc", &fields).await;
        assert_eq!(page.status.as_u16(), 503);
        assert!(page.text.contains("Santé Connect ne répond pas"));
        // What waited is not lost.
        assert!(
            page.text.contains("name=\"pending\" value=\"name=Marie\""),
            "{}",
            page.text
        );
    }
    assert_eq!(
        browser.sign_in("marie@example.org").await.status.as_u16(),
        303
    );
}

#[tokio::test]
async fn a_form_that_waited_comes_back_after_signing_in_by_the_service() {
    let (server, service) = start(|_| ()).await;
    let marie = add(&server, "marie@example.org", Some((Role::Pharmacy, SITE))).await;
    register_rpps(&server, marie).await;
    let mut browser = Browser::new(&server);
    let fields = [
        ("next", "/fr/tokens"),
        ("pending", "label=Logiciel+%3Cb%3E"),
    ];
    let page = browser.post("/fr/sign-in/with/psc", &fields).await;
    let back = service.approve(&departure(&page), &pharmacist());
    let resumed = browser.get(&back).await;
    assert_eq!(resumed.status.as_u16(), 200);
    assert!(resumed.text.contains("action=\"/fr/tokens\""));
    assert!(
        resumed.text.contains("value=\"Logiciel &#60;b&#62;\""),
        "{}",
        resumed.text
    );
    assert_eq!(form_token(&resumed.text).len(), 64);
}

#[tokio::test]
async fn a_new_key_of_the_service_is_fetched_when_a_token_names_it() {
    let (server, service) = start(|_| ()).await;
    let marie = add(&server, "marie@example.org", None).await;
    register_rpps(&server, marie).await;
    sign_in(&mut Browser::new(&server), &service, &pharmacist()).await;
    service.change_key();
    // Within a minute keys are not asked for again, so that nobody makes us ask without end.
    let refused = sign_in(&mut Browser::new(&server), &service, &pharmacist()).await;
    assert_eq!(refused.status.as_u16(), 502);
    let (_, later) = (server, service);
    assert_eq!(
        later
            .requests()
            .iter()
            .filter(|path| *path == "/keys")
            .count(),
        1
    );
}

#[tokio::test]
async fn nothing_set_is_nothing_shown() {
    let server = Server::start().await;
    let page = server.get("/fr/sign-in").await;
    assert!(!page.text.contains("service d’identification"));
    for path in ["/fr/sign-in/with/psc", "/sign-in/return/psc"] {
        let mut browser = Browser::new(&server);
        let reply = if path.starts_with("/fr") {
            browser.post(path, &[]).await
        } else {
            browser.get(path).await
        };
        assert_eq!(reply.status.as_u16(), 404, "{path}");
    }
}
