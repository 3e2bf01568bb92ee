//! Pages for those who report: their own stock, receipts, files and lines handed in, and nobody else's.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use vigie_model::{Department, OrganisationNumber, Reach, Role, SiteCode, SiteNumber, Tier};
use vigie_store::{AuditFilter, NewSite};

use crate::harness::{
    ANASTROZOLE, DOLIPRANE, Reply, SITES, Server, day, on_hand, report, three_days,
};
use crate::people::{Browser, add, form_token, location};

/// Two texts that belong together: name and value, or name and content.
type Text<'a> = (&'a str, &'a str);

const OWN: &str = "/fr/reporting/750000010";
const COMPANY: &str = "9524000000019";

/// A pharmacist of the first site, signed in.
async fn pharmacist(server: &Server) -> Browser<'_> {
    let reach = Reach::Site(SiteNumber(0));
    add(server, "marie@example.org", Some((Role::Pharmacy, reach))).await;
    let mut browser = Browser::new(server);
    browser.sign_in("marie@example.org").await;
    browser
}

/// Sends a form with a file, as a browser does.
async fn upload(
    server: &Server,
    browser: &Browser<'_>,
    path: &str,
    fields: &[(&str, &str)],
    file: Option<(&str, &str)>,
) -> Reply {
    let field = |(name, value): &(&str, &str)| {
        format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let file = file.map(|(name, content)| {
        format!(
            "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: text/csv\r\n\r\n{content}\r\n"
        )
    });
    let parts: Vec<String> = fields.iter().map(field).chain(file).collect();
    let mut body = parts.concat();
    body += "--edge--\r\n";
    let request = Request::post(path)
        .header("content-type", "multipart/form-data; boundary=edge")
        .header("sec-fetch-site", "same-origin")
        .header("cookie", browser.cookie.clone().unwrap_or_default());
    server.send(request.body(Body::from(body)).unwrap()).await
}

/// The token of the forms of the own page.
async fn own_token(browser: &mut Browser<'_>) -> String {
    form_token(&browser.get(OWN).await.text)
}

#[tokio::test]
async fn whoever_has_one_site_is_led_to_its_page_and_reads_how_long_its_stock_lasts() {
    let server = Server::start().await;
    three_days(&server).await;
    let mut browser = pharmacist(&server).await;
    let list = browser.get("/fr/reporting").await;
    assert_eq!((list.status, location(&list)), (StatusCode::SEE_OTHER, OWN));
    let page = browser.get(&format!("{OWN}?show=all")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(page.text.contains("Pharmacie 750000010"), "{}", page.text);
    assert_eq!(page.headers["permissions-policy"], "camera=(self)");
    // 80 boxes left, 2 sold on each of the three days that were reported; 18 boxes at 1 a day.
    let file = browser.get(&format!("{OWN}/stock.csv")).await;
    let rows: Vec<&str> = file.text.lines().collect();
    assert_eq!(rows.len(), 3, "{}", file.text);
    assert!(
        rows[1].starts_with("2026-11-18;1;1;true;pharmacy;;75;3400949497294;"),
        "{}",
        rows[1]
    );
    assert!(rows[1].ends_with(";18;1;18"), "{}", rows[1]);
    assert!(rows[2].ends_with(";80;2;40"), "{}", rows[2]);
}

#[tokio::test]
async fn anothers_site_its_receipts_and_its_stock_do_not_exist() {
    let server = Server::start().await;
    three_days(&server).await;
    let sent = server
        .report(
            1,
            "as_of=2026-11-19",
            format!("cip13;stock\n{DOLIPRANE};5\n"),
        )
        .await;
    let id = sent.body["id"].as_str().unwrap().to_owned();
    let mut browser = pharmacist(&server).await;
    let token = own_token(&mut browser).await;
    let other = format!("/fr/reporting/{}", SITES[1].0);
    for path in [
        other.clone(),
        format!("{other}/stock.csv"),
        format!("{other}/receipts/{id}"),
        // A true receipt under the own site is none either.
        format!("{OWN}/receipts/{id}"),
        format!("{OWN}/receipts/nonsense"),
        "/fr/reporting/000000000".to_owned(),
        "/fr/reporting/<script>"
            .replace('<', "%3C")
            .replace('>', "%3E"),
    ] {
        let reply = browser.get(&path).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
    }
    let fields = [("form_token", token.as_str()), ("as_of", "2026-11-19")];
    let file = format!("cip13;stock\n{DOLIPRANE};1\n");
    let path = format!("{other}/reports");
    let reply = upload(&server, &browser, &path, &fields, Some(("a.csv", &file))).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    let line = [("code", DOLIPRANE), ("on_hand", "1"), ("day", "2026-11-19")];
    let reply = browser.submit(OWN, &format!("{other}/lines"), &line).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    // 98 of the third day less nothing: site 1 still has what it reported itself.
    assert_eq!(
        server
            .system
            .picture
            .read()
            .position(SiteNumber(1))
            .unwrap()
            .cells[0]
            .on_hand,
        5
    );
}

#[tokio::test]
async fn a_file_handed_in_on_the_page_is_received_and_its_receipt_says_what_was_set_aside() {
    let server = Server::start().await;
    let mut browser = pharmacist(&server).await;
    let token = own_token(&mut browser).await;
    let fields = [
        ("form_token", token.as_str()),
        ("as_of", "2026-11-19"),
        ("kind", "full"),
    ];
    let content = format!("code;stock\n{DOLIPRANE};12\n3400935955839;4\n{ANASTROZOLE};-1\n");
    let path = format!("{OWN}/reports");
    let sent = upload(
        &server,
        &browser,
        &path,
        &fields,
        Some(("stock.csv", &content)),
    )
    .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    assert!(location(&sent).starts_with(&format!("{OWN}/receipts/")));
    let receipt = browser.get(location(&sent)).await.text;
    assert!(
        receipt.contains("1 ligne retenue, 2 mises de côté"),
        "{receipt}"
    );
    assert!(receipt.contains("<code>3400935955839</code>"), "{receipt}");
    assert!(
        receipt.contains("la clé de contrôle de ce code est fausse"),
        "{receipt}"
    );
    let position = server
        .system
        .picture
        .read()
        .position(SiteNumber(0))
        .cloned()
        .unwrap();
    assert_eq!((position.day, position.cells.len()), (day("2026-11-19"), 1));
    let page = browser.get(OWN).await.text;
    assert!(page.contains("/receipts/"), "{page}");
}

#[tokio::test]
async fn what_cannot_be_kept_is_said_where_it_was_typed_and_nothing_is_kept() {
    let server = Server::start().await;
    let mut browser = pharmacist(&server).await;
    let token = own_token(&mut browser).await;
    let path = format!("{OWN}/reports");
    let good = format!("cip13;stock\n{DOLIPRANE};1\n");
    let today = [("form_token", token.as_str()), ("as_of", "2026-11-19")];
    let cases: [(&[Text], Option<Text>, &str); 6] = [
        (&today, None, "Choisissez d’abord un fichier."),
        (
            &today,
            Some(("vide.csv", "")),
            "Choisissez d’abord un fichier.",
        ),
        (
            &today,
            Some(("page.csv", "<html><body>Erreur</body></html>")),
            "Rien n’a été enregistré",
        ),
        (
            &[("form_token", &token), ("as_of", "hier")],
            Some(("a.csv", &good)),
            "Une date passée",
        ),
        (
            &[("form_token", &token), ("as_of", "2026-12-24")],
            Some(("a.csv", &good)),
            "pas encore venu",
        ),
        (
            &[("form_token", &token)],
            Some(("a.csv", &good)),
            "le jour du stock n&#39;est pas indiqué",
        ),
    ];
    for (fields, file, expected) in cases {
        let reply = upload(&server, &browser, &path, fields, file).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{expected}");
        assert!(reply.text.contains("role=\"alert\""), "{}", reply.text);
        assert!(reply.text.contains(expected), "{expected}: {}", reply.text);
    }
    assert_eq!(server.system.store.journal_head().await.unwrap().0, 0);
}

#[tokio::test]
async fn a_file_without_the_token_of_the_session_or_from_another_place_is_refused() {
    let server = Server::start().await;
    let mut browser = pharmacist(&server).await;
    let token = own_token(&mut browser).await;
    let path = format!("{OWN}/reports");
    let good = format!("cip13;stock\n{DOLIPRANE};1\n");
    let file = Some(("a.csv", good.as_str()));
    let without = [("as_of", "2026-11-19")];
    let wrong = [("as_of", "2026-11-19"), ("form_token", "5f5f")];
    for fields in [without.as_slice(), &wrong] {
        let reply = upload(&server, &browser, &path, fields, file).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN);
    }
    let right = [("as_of", "2026-11-19"), ("form_token", token.as_str())];
    let nobody = Browser::new(&server);
    let reply = upload(&server, &nobody, &path, &right, file).await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    let cut = Request::post(&path)
        .header("content-type", "multipart/form-data; boundary=edge")
        .header("cookie", browser.cookie.clone().unwrap())
        .body(Body::from(
            "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\ncip13",
        ));
    let reply = server.send(cut.unwrap()).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert_eq!(server.system.store.journal_head().await.unwrap().0, 0);
}

#[tokio::test]
async fn a_file_larger_than_a_report_may_be_is_refused() {
    let server = Server::start_with(|settings| settings.body_bytes = 1_000).await;
    let mut browser = pharmacist(&server).await;
    let token = own_token(&mut browser).await;
    let fields = [("form_token", token.as_str()), ("as_of", "2026-11-19")];
    let large = format!("cip13;stock\n{}", format!("{DOLIPRANE};1\n").repeat(100));
    let path = format!("{OWN}/reports");
    let reply = upload(&server, &browser, &path, &fields, Some(("a.csv", &large))).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn one_line_is_corrected_by_a_scan_and_the_rest_of_the_stock_stays() {
    let server = Server::start().await;
    three_days(&server).await;
    let mut browser = pharmacist(&server).await;
    let scanned = format!("010{ANASTROZOLE}1728123110L42");
    let line = [
        ("code", scanned.as_str()),
        ("on_hand", "6"),
        ("sold", ""),
        ("day", "2026-11-18"),
    ];
    let path = format!("{OWN}/lines");
    let sent = browser.submit(OWN, &path, &line).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    // 80 + 79 + 78 boxes of the one, 6 + 18 + 18 of the other.
    assert_eq!(on_hand(&server, DOLIPRANE, "").await, 237);
    assert_eq!(on_hand(&server, ANASTROZOLE, "").await, 42);
    // 6 boxes at one a day: soon short, and first in the list.
    let page = browser.get(OWN).await.text;
    assert!(page.contains("ANASTROZOLE ACCORD 1 mg"), "{page}");
    assert!(!page.contains("DOLIPRANE 1000 mg"), "{page}");
}

#[tokio::test]
async fn a_line_that_cannot_be_read_is_shown_again_with_what_is_wrong() {
    let server = Server::start().await;
    three_days(&server).await;
    let mut browser = pharmacist(&server).await;
    let path = format!("{OWN}/lines");
    let cases = [
        (
            ["<b>3400935955839", "5", "", "2026-11-18"],
            "Ce code n’est celui d’aucune présentation",
        ),
        (
            ["3400930116791", "5", "", "2026-11-18"],
            "Ce code n’est celui d’aucune présentation",
        ),
        (
            [DOLIPRANE, "-5", "", "2026-11-18"],
            "Un nombre entier de boîtes",
        ),
        (
            [DOLIPRANE, "5", "=1+1", "2026-11-18"],
            "Un nombre entier de boîtes",
        ),
        ([DOLIPRANE, "5", "", "18 novembre"], "Une date passée"),
        ([DOLIPRANE, "5", "", "2027-01-01"], "Une date passée"),
    ];
    for ([code, boxes, sold, as_of], expected) in cases {
        let line = [
            ("code", code),
            ("on_hand", boxes),
            ("sold", sold),
            ("day", as_of),
        ];
        let reply = browser.submit(OWN, &path, &line).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{line:?}");
        assert!(reply.text.contains(expected), "{line:?}: {}", reply.text);
        assert!(!reply.text.contains("<b>3400"), "{}", reply.text);
        // What was typed stays in the form.
        assert!(
            reply.text.contains(&format!("value=\"{boxes}\"")),
            "{}",
            reply.text
        );
    }
    assert_eq!(on_hand(&server, DOLIPRANE, "").await, 237);
}

#[tokio::test]
async fn wrong_parameters_of_the_list_are_named() {
    let server = Server::start().await;
    three_days(&server).await;
    let mut browser = pharmacist(&server).await;
    for query in ["show=everything", "from=-1", "from=many"] {
        let reply = browser.get(&format!("{OWN}?{query}")).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{query}");
    }
    for query in [
        "from=99999999",
        "q=%00%3Cscript%3E",
        "show=zero",
        "show=elsewhere",
    ] {
        let reply = browser.get(&format!("{OWN}?{query}")).await;
        assert_eq!(reply.status, StatusCode::OK, "{query}");
        assert!(!reply.text.contains("<script>"), "{query}");
    }
    let found = browser.get(&format!("{OWN}?q=doliprane")).await.text;
    assert!(found.contains("DOLIPRANE 1000 mg") && !found.contains("ANASTROZOLE ACCORD"));
}

#[tokio::test]
async fn every_look_at_a_site_is_in_the_audit_log() {
    let server = Server::start().await;
    three_days(&server).await;
    let mut browser = pharmacist(&server).await;
    browser.get(OWN).await;
    let filter = AuditFilter::default();
    let entries = server.system.store.list_audit(&filter, 10).await.unwrap();
    let read = entries.iter().find(|entry| entry.entry.act == "read");
    assert_eq!(read.unwrap().entry.object, OWN);
}

#[tokio::test]
async fn a_company_sees_its_stock_against_the_law_and_when_it_runs_out() {
    let server = Server::start().await;
    let site = NewSite {
        code: COMPANY.parse::<SiteCode>().unwrap(),
        name: "Laboratoire".to_owned(),
        tier: Tier::Company,
        department: Department::from_code("69").unwrap(),
        municipality: "Lyon".to_owned(),
        organisation: OrganisationNumber(0),
        expected_from: day("2026-01-01"),
        expected_until: None,
        synthetic: true,
    };
    let numbers = server.system.store.upsert_sites(&[site]).await.unwrap();
    server.system.reload_registry().await.unwrap();
    let token = server
        .issue(vigie_store::TokenScope::Site(numbers[0]), "report")
        .await;
    let months = |name: &str| {
        [1, 2, 3, 4, 5, 6]
            .map(|month| format!(";forecast_{name}_{month}"))
            .concat()
    };
    let header = format!("cip13;stock;vendu{}{}", months("demand"), months("supply"));
    // One day is stated: 100 boxes sold a day. One week is 700 boxes, of which 500 are there; they last until the
    // second month of 250 boxes each that nothing replaces, and then run out: December, January, February.
    let row = format!("{DOLIPRANE};500;100;250;250;250;0;0;0;0;0;0;0;0;0\n");
    let sent = server
        .report_as(
            COMPANY,
            &token,
            "as_of=2026-11-19",
            format!("{header}\n{row}"),
        )
        .await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text);
    let reach = Reach::Site(numbers[0]);
    add(&server, "lea@example.org", Some((Role::Company, reach))).await;
    let mut browser = Browser::new(&server);
    browser.sign_in("lea@example.org").await;
    let page = browser.get(&format!("/fr/reporting/{COMPANY}")).await.text;
    for expected in [
        "7 jours",
        "manque 200",
        "à sec en février 2027",
        "R. 5124-49-4",
    ] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
}

#[tokio::test]
async fn a_chain_sees_its_sites_with_those_that_are_late_first() {
    let server = Server::start().await;
    three_days(&server).await;
    report(
        &server,
        4,
        "2026-11-15",
        "full",
        &format!("{DOLIPRANE};3;1\n"),
    )
    .await;
    let reach = Reach::Organisation(OrganisationNumber(0));
    add(&server, "paul@example.org", Some((Role::Pharmacy, reach))).await;
    let mut browser = Browser::new(&server);
    browser.sign_in("paul@example.org").await;
    let page = browser.get("/fr/reporting").await.text;
    let place = |code: &str| page.find(&format!("/fr/reporting/{code}\"")).unwrap();
    // Never received, then three days late, then up to date.
    assert!(place(SITES[7].0) < place(SITES[4].0), "{page}");
    assert!(place(SITES[4].0) < place(SITES[0].0), "{page}");
    let found = browser.get("/fr/reporting?name=350000").await.text;
    assert!(
        found.contains(SITES[7].0) && !found.contains(SITES[0].0),
        "{found}"
    );
}
