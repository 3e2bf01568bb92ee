//! Pages of organisations: what all their sites have together, for those who may see them.

use axum::http::StatusCode;
use vigie_model::{Department, OrganisationNumber, Reach, Role, SiteCode, SiteNumber, Tier};
use vigie_store::{AuditFilter, NewOrganisation, NewSite, TokenScope};

use crate::harness::{ANASTROZOLE, DOLIPRANE, SITES, Server, day, report, three_days};
use crate::people::{Browser, add, location};

/// Three warehouses of one company.
const WAREHOUSES: [&str; 3] = ["9524000000019", "9524000000026", "9524000000033"];
const PAGE: &str = "/fr/reporting/organisations/LAB-12";

/// A company with warehouses, and the tokens of their software.
struct Company<'a> {
    server: &'a Server,
    number: OrganisationNumber,
    sites: Vec<(String, SiteNumber, String)>,
}

impl<'a> Company<'a> {
    async fn with(server: &'a Server, codes: &[&str]) -> Self {
        let store = &server.system.store;
        let organisation = NewOrganisation {
            code: "LAB-12".to_owned(),
            name: "Laboratoires Douze".to_owned(),
        };
        let number = store.upsert_organisations(&[organisation]).await.unwrap()[0];
        let site = |code: &&str| NewSite {
            code: code.parse::<SiteCode>().unwrap(),
            name: format!("Entrepôt {code}"),
            tier: Tier::Company,
            department: Department::from_code("69").unwrap(),
            municipality: "Lyon".to_owned(),
            organisation: number,
            expected_from: day("2026-01-01"),
            expected_until: None,
            synthetic: true,
        };
        let new: Vec<NewSite> = codes.iter().map(site).collect();
        let numbers = store.upsert_sites(&new).await.unwrap();
        server.system.reload_registry().await.unwrap();
        let mut sites = Vec::new();
        for (code, site) in codes.iter().zip(numbers) {
            let token = server.issue(TokenScope::Site(site), "report").await;
            sites.push(((*code).to_owned(), site, token));
        }
        Self {
            server,
            number,
            sites,
        }
    }

    async fn report(&self, site: usize, as_of: &str, table: &str) {
        let (code, _, token) = &self.sites[site];
        let query = format!("as_of={as_of}");
        let sent = self
            .server
            .report_as(code, token, &query, table.to_owned())
            .await;
        assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text);
    }

    /// Somebody who sees all of it, signed in.
    async fn person(&self) -> Browser<'a> {
        signed_in(self.server, "lea@example.org", self.reach()).await
    }

    const fn reach(&self) -> (Role, Reach) {
        (Role::Company, Reach::Organisation(self.number))
    }
}

async fn signed_in<'a>(server: &'a Server, email: &str, role: (Role, Reach)) -> Browser<'a> {
    add(server, email, Some(role)).await;
    let mut browser = Browser::new(server);
    browser.sign_in(email).await;
    browser
}

fn months(name: &str) -> String {
    let month = |month: usize| format!(";forecast_{name}_{month}");
    (1..=6).map(month).collect()
}

/// The columns of a table with sales, flows and forecasts.
fn header() -> String {
    let (demand, supply) = (months("demand"), months("supply"));
    format!("cip13;stock;vendu;ordered_not_delivered;in_transit{demand}{supply}\n")
}

/// A line with the same expected demand in each of six months, and no supply.
fn line(on_hand: u32, sold: u32, ordered: u32, in_transit: u32, a_month: u32) -> String {
    let demand = format!(";{a_month}").repeat(6);
    let supply = ";0".repeat(6);
    format!("{DOLIPRANE};{on_hand};{sold};{ordered};{in_transit}{demand}{supply}\n")
}

/// The text of a page without marks.
fn text(html: &str) -> String {
    let parts = html.split('<');
    let seen = parts.map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    let seen: String = seen.collect::<Vec<_>>().join(" ");
    let words: Vec<&str> = seen
        .split([' ', '\n'])
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

fn assert_says(html: &str, expected: &[&str]) {
    let seen = text(html);
    for expected in expected {
        assert!(seen.contains(expected), "{expected}: {seen}");
    }
}

#[tokio::test]
async fn two_warehouses_are_summed_and_the_legal_minimum_is_that_of_their_whole_sales() {
    let server = Server::start().await;
    let company = Company::with(&server, &WAREHOUSES[..2]).await;
    let of_first = header() + &line(500, 100, 20, 5, 250);
    let of_second = header() + &line(600, 80, 30, 0, 20);
    company.report(0, "2026-11-19", &of_first).await;
    company.report(1, "2026-11-19", &of_second).await;
    let mut browser = company.person().await;
    let page = browser.get(PAGE).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    // 500 + 600 boxes and 100 + 80 sold in the one day stated: 6.1 days. The law asks for seven days, 1,260 boxes,
    // though the second warehouse has more than seven days of its own. 270 boxes a month without supply: 1,100 − 4 × 270
    // is 20, so that the fifth month after November runs out.
    assert_says(
        &page.text,
        &[
            "Laboratoires Douze",
            "2 sur 2",
            "6,1 1\u{202f}100 50 en commande 5 en transit 180 180 boîtes, 1 jours déclarés",
            "1\u{202f}260 7 jours",
            "manque 160",
            "à sec en avril 2027",
        ],
    );
    assert!(!page.text.contains("au moins 1"), "{}", page.text);
    let file = browser.get(&format!("{PAGE}/stock.csv")).await;
    let rows: Vec<&str> = file.text.lines().collect();
    assert_eq!(rows.len(), 2, "{}", file.text);
    let first = "2026-11-19;2;2;true;company;;;3400935955838;";
    assert!(rows[1].starts_with(first), "{}", rows[1]);
    let numbers: Vec<&str> = rows[1].rsplitn(12, ';').collect();
    let numbers: Vec<&str> = numbers[..11].iter().rev().copied().collect();
    assert_eq!(numbers[0], "1100");
    assert_eq!(numbers[1], "180");
    assert!(numbers[2].starts_with("6.11"), "{numbers:?}");
    assert_eq!(numbers[3..], ["2", "2", "2", "50", "5", "0", "180", "1260"]);
}

#[tokio::test]
async fn sales_of_different_numbers_of_days_are_stretched_to_as_many_before_they_are_summed() {
    let server = Server::start().await;
    let company = Company::with(&server, &WAREHOUSES[..2]).await;
    let table = |on_hand, sold| header() + &line(on_hand, sold, 0, 0, 0);
    company.report(0, "2026-11-19", &table(500, 100)).await;
    company.report(1, "2026-11-18", &table(700, 40)).await;
    company.report(1, "2026-11-19", &table(600, 80)).await;
    let mut browser = company.person().await;
    let page = browser.get(PAGE).await.text;
    // 100 a day and (40 + 80) / 2 = 60 a day; seven days of 160 are 1,120 boxes, 20 more than there are.
    assert_says(
        &page,
        &[
            "160 220 boîtes, 1 à 2 jours déclarés selon le site",
            "1\u{202f}120",
            "manque 20",
        ],
    );
}

#[tokio::test]
async fn a_sum_says_which_sites_are_late_and_which_never_reported() {
    let server = Server::start().await;
    let company = Company::with(&server, &WAREHOUSES).await;
    company
        .report(0, "2026-11-19", &(header() + &line(500, 100, 0, 0, 0)))
        .await;
    company
        .report(1, "2026-11-16", &(header() + &line(600, 80, 0, 0, 0)))
        .await;
    let mut browser = company.person().await;
    let page = browser.get(PAGE).await.text;
    assert_says(
        &page,
        &[
            "1 sur 3",
            "1 site compte avec un stock plus ancien",
            "1 site n’a jamais rien déclaré",
            "stock du jour de 1 sur 3 sites",
            "En retard de 3 jours",
            "Jamais reçu",
            // The last stock of the one that is late counts, and its sales.
            "1\u{202f}100",
            "180 180 boîtes",
        ],
    );
    for code in WAREHOUSES {
        assert!(page.contains(&format!("/fr/reporting/{code}\"")), "{code}");
    }
}

#[tokio::test]
async fn sales_that_one_site_does_not_state_make_the_sum_a_least_and_without_any_it_is_unknown() {
    let server = Server::start().await;
    let company = Company::with(&server, &WAREHOUSES[..2]).await;
    let silent = format!("cip13;stock\n{DOLIPRANE};600\n{ANASTROZOLE};9\n");
    company
        .report(0, "2026-11-19", &(header() + &line(500, 100, 0, 0, 10)))
        .await;
    company.report(1, "2026-11-19", &silent).await;
    let mut browser = company.person().await;
    let page = browser.get(&format!("{PAGE}?show=all&q=doliprane")).await;
    // 1,100 boxes at 100 a day at least; seven days of them are 700 boxes at least.
    assert_says(
        &page.text,
        &[
            "au plus 11,0",
            "au moins 100",
            "ventes de 1 sur 2 sites",
            "boîtes, 0 à 1 jours déclarés selon le site",
            "au moins 700",
            "prévision de 1 sur 2 sites",
        ],
    );
    let page = browser.get(&format!("{PAGE}?show=all&q=anastrozole")).await;
    assert_says(&page.text, &["inconnu"]);
    assert!(!page.text.contains("ventes de 0"), "{}", page.text);
}

#[tokio::test]
async fn a_new_report_of_one_site_changes_the_sum_at_once() {
    let server = Server::start().await;
    let company = Company::with(&server, &WAREHOUSES[..2]).await;
    let table = |on_hand, sold| header() + &line(on_hand, sold, 0, 0, 0);
    company.report(0, "2026-11-19", &table(500, 100)).await;
    company.report(1, "2026-11-19", &table(600, 80)).await;
    let mut browser = company.person().await;
    let all = format!("{PAGE}?show=all");
    assert_says(&browser.get(&all).await.text, &["1\u{202f}100 180"]);
    company.report(1, "2026-11-19", &table(200, 20)).await;
    assert_says(&browser.get(&all).await.text, &["5,8 700 120"]);
}

#[tokio::test]
async fn whoever_sees_a_part_of_the_sites_sees_the_sum_of_that_part() {
    let server = Server::start().await;
    three_days(&server).await;
    let far = format!("{DOLIPRANE};1000;1\n");
    report(&server, 4, "2026-11-18", "full", &far).await;
    let region: Reach = "region:11".parse().unwrap();
    let mut browser = signed_in(&server, "part@example.org", (Role::Pharmacy, region)).await;
    let page = "/fr/reporting/organisations/TEST";
    let seen = browser.get(&format!("{page}?show=all")).await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.text);
    // 80 + 79 + 78 boxes in Paris, where three pharmacies of four have reported, at 2 a day each.
    assert_says(&seen.text, &["3 sur 4", "237", "39,5"]);
    assert!(!seen.text.contains(SITES[4].0), "{}", seen.text);
    let file = browser.get(&format!("{page}/stock.csv")).await.text;
    assert!(file.contains(";237;6;39.5;3;3;3;"), "{file}");
    let mut whole = signed_in(
        &server,
        "whole@example.org",
        (Role::Pharmacy, Reach::Organisation(OrganisationNumber(0))),
    )
    .await;
    let file = whole.get(&format!("{page}/stock.csv")).await.text;
    assert!(file.contains(";1237;7;"), "{file}");
}

#[tokio::test]
async fn an_organisation_with_one_visible_site_is_that_site_and_one_with_none_does_not_exist() {
    let server = Server::start().await;
    let company = Company::with(&server, &WAREHOUSES[..2]).await;
    let (_, site, _) = &company.sites[1];
    let one = (Role::Company, Reach::Site(*site));
    let mut browser = signed_in(&server, "one@example.org", one).await;
    let own = format!("/fr/reporting/{}", WAREHOUSES[1]);
    for (path, expected) in [
        (PAGE.to_owned(), own.clone()),
        (format!("{PAGE}/stock.csv"), format!("{own}/stock.csv")),
    ] {
        let reply = browser.get(&path).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{path}");
        assert_eq!(location(&reply), expected);
    }
    let competitor = (Role::Pharmacy, Reach::Site(SiteNumber(0)));
    let mut browser = signed_in(&server, "other@example.org", competitor).await;
    for path in [PAGE, "/fr/reporting/organisations/NOBODY"] {
        for path in [path.to_owned(), format!("{path}/stock.csv")] {
            let reply = browser.get(&path).await;
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
            assert!(!reply.text.contains("Laboratoires"), "{}", reply.text);
        }
    }
    let mut nobody = Browser::new(&server);
    let reply = nobody.get(PAGE).await;
    assert!(
        location(&reply).contains("/sign-in?next="),
        "{}",
        reply.text
    );
}

#[tokio::test]
async fn an_organisation_is_linked_from_its_sites_and_from_the_list_of_them() {
    let server = Server::start().await;
    let company = Company::with(&server, &WAREHOUSES[..2]).await;
    let link = format!("href=\"{PAGE}\"");
    let mut browser = company.person().await;
    for path in ["/fr/reporting", "/fr/reporting/9524000000019"] {
        let page = browser.get(path).await.text;
        assert!(page.contains(&link), "{path}: {page}");
    }
    let (_, site, _) = &company.sites[0];
    let one = (Role::Company, Reach::Site(*site));
    let mut browser = signed_in(&server, "one@example.org", one).await;
    let page = browser.get("/fr/reporting/9524000000019").await.text;
    assert!(!page.contains(&link), "{page}");
}

#[tokio::test]
async fn sites_of_two_tiers_are_not_summed_together() {
    let server = Server::start().await;
    three_days(&server).await;
    let store = &server.system.store;
    let site = NewSite {
        code: WAREHOUSES[0].parse::<SiteCode>().unwrap(),
        name: "Entrepôt".to_owned(),
        tier: Tier::Depositary,
        department: Department::from_code("69").unwrap(),
        municipality: "Lyon".to_owned(),
        organisation: OrganisationNumber(0),
        expected_from: day("2026-01-01"),
        expected_until: None,
        synthetic: true,
    };
    let numbers = store.upsert_sites(&[site]).await.unwrap();
    server.system.reload_registry().await.unwrap();
    let token = server.issue(TokenScope::Site(numbers[0]), "report").await;
    let table = format!("cip13;stock;vendu\n{DOLIPRANE};5000;1\n");
    let sent = server.report_as(WAREHOUSES[0], &token, "as_of=2026-11-18", table);
    assert_eq!(sent.await.status, StatusCode::CREATED);
    let whole = (Role::Pharmacy, Reach::Organisation(OrganisationNumber(0)));
    let mut browser = signed_in(&server, "whole@example.org", whole).await;
    let page = "/fr/reporting/organisations/TEST";
    let pharmacies = browser.get(&format!("{page}?show=all")).await.text;
    assert_says(&pharmacies, &["Officine (8)", "Dépositaire (1)", "237"]);
    assert!(
        pharmacies.contains("?tier=pharmacy&#38;show=zero"),
        "{pharmacies}"
    );
    let depot = browser
        .get(&format!("{page}?tier=depositary&show=all"))
        .await;
    assert_says(&depot.text, &["5\u{202f}000"]);
    let file = browser
        .get(&format!("{page}/stock.csv?tier=depositary"))
        .await;
    assert!(file.text.contains(";5000;1;5000;1;1;1;"), "{}", file.text);
}

#[tokio::test]
async fn wrong_parameters_of_an_organisation_are_named() {
    let server = Server::start().await;
    let company = Company::with(&server, &WAREHOUSES[..2]).await;
    company
        .report(0, "2026-11-19", &(header() + &line(500, 100, 0, 0, 0)))
        .await;
    let mut browser = company.person().await;
    for (query, expected) in [
        ("show=elsewhere", "short, zero, all."),
        ("show=everything", "short, zero, all."),
        ("from=-1", "un nombre."),
        ("tier=pharmacy", "company."),
        ("tier=%3Cscript%3E", "company."),
    ] {
        let reply = browser.get(&format!("{PAGE}?{query}")).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{query}");
        assert_says(&reply.text, &[expected]);
        assert!(!reply.text.contains("<script>"), "{query}");
    }
    for query in [
        "from=99999999",
        "show=zero",
        "show=short",
        "q=%00%3Cscript%3E",
    ] {
        let reply = browser.get(&format!("{PAGE}?{query}")).await;
        assert_eq!(reply.status, StatusCode::OK, "{query}");
        assert!(!reply.text.contains("<script>"), "{query}");
    }
    let reply = browser
        .get(&format!("{PAGE}/stock.csv?tier=pharmacy"))
        .await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn every_look_at_an_organisation_is_in_the_audit_log() {
    let server = Server::start().await;
    let company = Company::with(&server, &WAREHOUSES[..2]).await;
    let mut browser = company.person().await;
    browser.get(&format!("{PAGE}?show=zero")).await;
    let filter = AuditFilter::default();
    let entries = server.system.store.list_audit(&filter, 10).await.unwrap();
    let read = entries.iter().find(|entry| entry.entry.act == "read");
    assert_eq!(read.unwrap().entry.object, format!("{PAGE}?show=zero"));
}

/// A GS1 location with its check digit.
fn gln(number: u64) -> String {
    let digits = format!("{number:012}");
    let weighted = digits.bytes().enumerate();
    let sum: u32 = weighted
        .map(|(place, digit)| u32::from(digit - b'0') * if place % 2 == 0 { 1 } else { 3 })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

#[tokio::test]
async fn more_than_two_hundred_sites_are_listed_and_not_summed() {
    let server = Server::start().await;
    let codes: Vec<String> = (0..201).map(|place| gln(952_400_001_000 + place)).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let company = Company::with(&server, &codes).await;
    company
        .report(0, "2026-11-19", &(header() + &line(500, 100, 0, 0, 0)))
        .await;
    let mut browser = company.person().await;
    let page = browser.get(PAGE).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_says(&page.text, &["1 sur 201", "Au-delà de 200 sites"]);
    assert!(!page.text.contains("DOLIPRANE"), "{}", page.text);
    let file = browser.get(&format!("{PAGE}/stock.csv")).await;
    assert_eq!(file.status, StatusCode::NOT_FOUND);
}
