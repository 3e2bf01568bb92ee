//! Pages of the agencies: the whole truth of a territory, and of no other.

use axum::http::StatusCode;
use vigie_model::{Department, OrganisationNumber, Reach, Region, Role, SiteCode, Tier};
use vigie_store::{AuditFilter, NewSite, TokenScope};

use crate::harness::{DOLIPRANE, SITES, Server, day, report};
use crate::people::{Browser, Time, add, add_with_factor, form_token, sign_in_with_factor};

const DEPOT: &str = "9524000000019";

/// Boxes of four pharmacies in Paris and one in Finistère; a depot in Lyon has a thousand.
async fn uneven_country(server: &Server) {
    for (site, boxes) in [(0, 0), (1, 0), (2, 7), (3, 60), (4, 1)] {
        let row = format!("{DOLIPRANE};{boxes};20\n");
        report(server, site, "2026-11-19", "full", &row).await;
    }
    let depot = NewSite {
        code: DEPOT.parse::<SiteCode>().unwrap(),
        name: "Dépôt du Rhône".to_owned(),
        tier: Tier::Wholesaler,
        department: Department::from_code("69").unwrap(),
        municipality: "Lyon".to_owned(),
        organisation: OrganisationNumber(0),
        expected_from: day("2026-01-01"),
        expected_until: None,
        synthetic: true,
    };
    let numbers = server.system.store.upsert_sites(&[depot]).await.unwrap();
    server.system.reload_registry().await.unwrap();
    let token = server.issue(TokenScope::Site(numbers[0]), "report").await;
    let rows = format!("cip13;stock;vendu\n{DOLIPRANE};4000;10\n");
    let sent = server
        .report_as(DEPOT, &token, "as_of=2026-11-19", rows)
        .await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text);
}

async fn regional<'a>(server: &'a Server, time: &Time, code: &str) -> Browser<'a> {
    let email = format!("ars-{code}@example.org");
    let reach = Reach::Region(Region::from_code(code).unwrap());
    let number = add(server, &email, Some((Role::RegionalAgency, reach))).await;
    crate::people::give_factor(server, number).await;
    sign_in_with_factor(server, time, &email).await
}

#[tokio::test]
async fn an_assessor_sees_what_is_thin_and_that_it_is_stranded_upstream() {
    let time = Time::new();
    let server = Server::start_with(time.set()).await;
    uneven_country(&server).await;
    add_with_factor(&server, "anne@example.org", Role::Assessor).await;
    let mut browser = sign_in_with_factor(&server, &time, "anne@example.org").await;
    // 68 boxes at 100 a day, in pharmacies: less than a day. 4,000 boxes upstream: 40 days of the country's sales.
    let page = browser.get("/fr/work-list").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    for expected in [
        "DOLIPRANE 1000 mg",
        "Bloqué en amont (1)",
        "40,0 j du pays",
        "Exploitant muet (1)",
    ] {
        assert!(page.text.contains(expected), "{expected}: {}", page.text);
    }
    let silent = browser.get("/fr/work-list?show=unlisted").await.text;
    assert!(
        !silent.contains("/work-list/packs/"),
        "no list was imported: {silent}"
    );
    let pack = browser
        .get(&format!("/fr/work-list/packs/{DOLIPRANE}?department=75"))
        .await;
    assert_eq!(pack.status, StatusCode::OK, "{}", pack.text);
    for expected in ["Dépôt du Rhône", SITES[0].0, SITES[3].0] {
        assert!(pack.text.contains(expected), "{expected}: {}", pack.text);
    }
    // One site in Finistère is shown to the agency, with its one box.
    assert!(pack.text.contains("Finistère"), "{}", pack.text);
}

/// Five pharmacies that sell 20 a day: 0, 0, 7 and 60 boxes in Paris, 1 in Finistère. With two days kept the fourth
/// gives 60 − 40 = 20; with one day wanted the others lack 20, 20, 13 and 19. The two that have nothing come first, and
/// share alike.
#[tokio::test]
async fn boxes_above_what_a_site_keeps_could_go_to_those_with_nothing_left() {
    let time = Time::new();
    let server = Server::start_with(time.set()).await;
    uneven_country(&server).await;
    add_with_factor(&server, "anne@example.org", Role::Assessor).await;
    let mut browser = sign_in_with_factor(&server, &time, "anne@example.org").await;
    let path = format!("/en/work-list/packs/{DOLIPRANE}/redistribution");
    let terms = "tier=pharmacy&keep=2&want=1";
    let page = browser.get(&format!("{path}?{terms}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    for expected in [
        "20 of the 72 boxes that lack",
        "0 of the 4 sites concerned",
        "20 within the department, 0 within the region, 0 further",
        "3.0 → 2.0",
        "0.0 → 0.5",
        "5 sites counted",
    ] {
        assert!(page.text.contains(expected), "{expected}: {}", page.text);
    }
    let file = browser.get(&format!("{path}.csv?{terms}")).await.text;
    let moves: Vec<(&str, &str, &str)> = file
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split(';').collect();
            (cells[0], cells[3], cells[6])
        })
        .collect();
    let [giver, first, second] = [3, 0, 1].map(|site: usize| SITES[site].0);
    assert_eq!(moves, [(giver, first, "10"), (giver, second, "10")]);
    let refused = browser.get(&format!("{path}?keep=-1")).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(refused.text.contains("is not a number of days"));
    let wrong = browser.get(&format!("{path}?tier=company")).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_regional_agency_sees_its_region_and_nothing_of_the_others() {
    let time = Time::new();
    let server = Server::start_with(time.set()).await;
    uneven_country(&server).await;
    let mut brittany = regional(&server, &time, "53").await;
    let list = brittany.get("/fr/work-list").await;
    assert_eq!(list.status, StatusCode::OK, "{}", list.text);
    assert!(
        list.text.contains("Bretagne") && !list.text.contains("territory=region:11"),
        "{}",
        list.text
    );
    let address = format!("/fr/work-list/packs/{DOLIPRANE}");
    let pack = brittany.get(&address).await.text;
    assert!(pack.contains("Finistère"), "{pack}");
    for hidden in ["Paris", "Dépôt du Rhône", SITES[0].0] {
        assert!(!pack.contains(hidden), "{hidden}: {pack}");
    }
    for path in [
        "/fr/work-list?territory=nation".to_owned(),
        "/fr/work-list?territory=region:11".to_owned(),
        "/fr/work-list?territory=department:75".to_owned(),
        format!("{address}?department=75"),
        format!("{address}/redistribution?tier=pharmacy&territory=region:11"),
        format!("{address}/redistribution.csv?tier=pharmacy&territory=nation"),
        format!("/fr/reporting/{}", SITES[0].0),
        format!("/fr/reporting/{DEPOT}"),
    ] {
        assert_eq!(
            brittany.get(&path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let own = brittany.get(&format!("/fr/reporting/{}", SITES[4].0)).await;
    assert_eq!(own.status, StatusCode::OK);
}

#[tokio::test]
async fn wrong_addresses_of_the_work_list_are_named_and_unknown_packs_do_not_exist() {
    let time = Time::new();
    let server = Server::start_with(time.set()).await;
    uneven_country(&server).await;
    add_with_factor(&server, "anne@example.org", Role::Assessor).await;
    let mut browser = sign_in_with_factor(&server, &time, "anne@example.org").await;
    for query in ["show=best", "from=x", "territory=moon", "territory=site:1"] {
        let reply = browser.get(&format!("/fr/work-list?{query}")).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{query}");
    }
    for path in ["3400930116791", "nonsense", "3400935955838?department=999"] {
        let reply = browser.get(&format!("/fr/work-list/packs/{path}")).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn those_who_report_do_not_know_that_there_is_a_work_list() {
    let server = Server::start().await;
    let reach = Reach::Organisation(OrganisationNumber(0));
    add(&server, "paul@example.org", Some((Role::Wholesaler, reach))).await;
    let mut browser = Browser::new(&server);
    browser.sign_in("paul@example.org").await;
    let page = browser.get("/fr/account").await.text;
    assert!(
        !page.contains("/work-list") && page.contains("/fr/reporting"),
        "{page}"
    );
    assert!(!form_token(&page).is_empty());
    for path in [
        "/fr/work-list".to_owned(),
        format!("/fr/work-list/packs/{DOLIPRANE}"),
    ] {
        assert_eq!(
            browser.get(&path).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
}

#[tokio::test]
async fn every_look_at_identified_figures_is_in_the_audit_log() {
    let time = Time::new();
    let server = Server::start_with(time.set()).await;
    uneven_country(&server).await;
    let mut brittany = regional(&server, &time, "53").await;
    let address = format!("/fr/work-list/packs/{DOLIPRANE}?department=29");
    brittany.get(&address).await;
    let filter = AuditFilter::default();
    let entries = server.system.store.list_audit(&filter, 10).await.unwrap();
    let read = entries.iter().find(|entry| entry.entry.act == "read");
    assert_eq!(read.unwrap().entry.object, address);
}
