//! Rules tried on published prices and volumes.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use rstest::rstest;
use vigie_policy::{Parameters, Scenario};

use crate::harness::Server;

/// 0.76 euros is the only manufacturer price of a public price of 1.16: (0.76 + 0.30 + 0.10 × 0.76) × 1.021 = 1.159856.
/// At 0.2 + 1.6 + 4.01 % of 0.76 × 156,412,584 boxes (Open Medic 2025), it pays 6,906,554.06 euros.
#[tokio::test]
async fn a_threshold_exempts_an_old_medicine_below_it_and_not_one_above() {
    let server = Server::start().await;
    let reply = server.get("/fr/laboratory/prices.csv?threshold=5").await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    let rows: Vec<&str> = reply.text.lines().skip(1).collect();
    let [row] = rows.as_slice() else {
        panic!("one pack is below the threshold: {rows:?}");
    };
    assert!(row.starts_with("3400935955838;"), "{row}");
    assert!(
        row.ends_with(";OPELLA;156412584;false;0.76;0.76;6906554.06;0.00;true;"),
        "{row}"
    );
}

#[tokio::test]
async fn the_page_says_what_the_threshold_costs_and_what_is_not_law() {
    let server = Server::start().await;
    let page = server.get("/fr/laboratory/prices?threshold=5").await;
    assert_eq!(page.status, StatusCode::OK);
    let shown = page.text.replace(['\u{a0}', '\u{202f}'], " ");
    assert!(shown.contains("−6,9 M€"), "{shown}");
    assert!(shown.contains("156 412 584"), "{shown}");
    assert!(shown.contains("turnover_contribution.supplementary.rate"));
    assert!(
        !shown.contains("Données synthétiques."),
        "nothing of it is simulated"
    );
}

#[tokio::test]
async fn an_abatement_is_told_with_the_range_of_what_is_not_known() {
    let server = Server::start().await;
    let path = "/en/laboratory/prices?abatement=30&european=50";
    let page = server.get(path).await;
    // 30 % of half; between 30 % of all and nothing. Anastrozole has no boxes published in this release's volumes or
    // pays its own part: the range is what both pay.
    assert!(
        page.text.contains("contributions between €"),
        "{}",
        page.text
    );
}

#[tokio::test]
async fn the_address_gives_a_file_that_reads_back_as_the_same_scenario() {
    let server = Server::start().await;
    let path = "/fr/laboratory/prices.toml?threshold=5&abatement=30&mature=no";
    let file = server.get(path).await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.text);
    let scenario = Scenario::parse_toml(&file.text, Parameters::shipped()).unwrap();
    let changes: Vec<_> = scenario
        .changes()
        .map(|(key, change)| (key, change.value.to_string()))
        .collect();
    assert_eq!(
        changes,
        [
            ("abatement.european_share.rate", "0.3".to_owned()),
            ("exemption.mature_only", "0".to_owned()),
            ("exemption.price_threshold", "5".to_owned()),
        ]
    );
    assert_eq!(scenario.to_toml(), file.text);
}

/// The same 6,906,554.06 euros as above; a rise of 10 % below 2 euros is 0.076 × 156,412,584 = 11,887,356.38 euros of
/// turnover, of which the contributions take their part.
#[tokio::test]
async fn scenarios_stand_side_by_side_with_what_sets_them_apart() {
    let server = Server::start().await;
    let path = "/fr/laboratory/compare?scenario=threshold%3D5&scenario=rise%3D10%26rise-below%3D2&scenario=threshold%3Dcinq";
    let page = server.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let shown = page.text.replace(['\u{a0}', '\u{202f}'], " ");
    for text in ["−6,9 M€", "+11,9 M€", "Scénario C ne peut pas être calculé"] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    assert!(shown.contains("exemption.price_threshold"));
    assert!(shown.contains("price_revision.rise.rate"));
    // A fifth is not read, and none can be added to four.
    let four = format!(
        "/fr/laboratory/compare?{}",
        ["scenario=threshold%3D5"; 5].join("&")
    );
    let page = server.get(&four).await;
    assert_eq!(page.text.matches("Retirer").count(), 4);
    assert!(page.text.contains("Quatre scénarios sont comparés"));
}

#[tokio::test]
async fn another_scenario_is_set_on_its_own_page_and_joins_those_beside_it() {
    let server = Server::start().await;
    let page = server
        .get("/fr/laboratory/prices?with=threshold%3D5&abatement=30")
        .await;
    assert!(page.text.contains(r#"name="with" value="threshold=5""#));
    let link = "/fr/laboratory/compare?scenario=threshold%3D5&#38;scenario=abatement%3D30";
    assert!(page.text.contains(link), "{}", page.text);
}

#[tokio::test]
async fn a_note_tells_what_changes_from_which_law_and_what_is_not_sure() {
    let server = Server::start().await;
    let note = server.get("/en/laboratory/prices/note?threshold=5").await;
    assert_eq!(note.status, StatusCode::OK, "{}", note.text);
    let scenario = Scenario::parse_toml(
        &server
            .get("/en/laboratory/prices.toml?threshold=5")
            .await
            .text,
        Parameters::shipped(),
    );
    assert!(note.text.contains(&scenario.unwrap().digest()));
    assert!(note.text.contains("exemption.price_threshold"));
    let shown = note.text.replace('\u{a0}', " ");
    assert!(shown.contains("20 Nov 2026"), "{shown}");
    let wrong = server.get("/en/laboratory/prices/note?threshold=-1").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
}

/// Doliprane pays 6,906,554.06 euros and is spared them by a threshold above 0.76; the other pack has 155 boxes, and is
/// too dear for what is left of the budget.
#[tokio::test]
async fn the_best_relief_within_a_budget_exempts_what_the_budget_can_pay() {
    let server = Server::start().await;
    let best = |budget: &'static str| {
        let path = format!("/en/laboratory/relief?payer=budget&european=0&budget={budget}");
        let server = &server;
        async move { server.get(&path).await.text }
    };
    let found = best("6.9066").await;
    assert!(found.contains("156,412,584"), "{found}");
    assert!(found.contains("threshold=0.8"), "{found}");
    let nothing = best("0").await;
    assert!(nothing.contains("0% of mature boxes"), "{nothing}");
    let wrong = server
        .get("/fr/laboratory/relief?payer=budget&budget=-3")
        .await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(wrong.text.contains("de 0 à 1000000"), "{}", wrong.text);
}

#[tokio::test]
async fn programs_read_the_same_numbers_and_the_same_bytes_twice() {
    let server = Server::start().await;
    let path = "/fr/laboratory/prices.json?threshold=5";
    let reply = server.get(path).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    let total = &reply.body["total"];
    let contributions = |side: &str| -> f64 {
        let text = total[side]["contributions"].as_str().unwrap();
        text.parse().unwrap()
    };
    let lost = contributions("before") - contributions("after");
    assert!((lost - 6_906_554.06).abs() < 0.01, "{lost}");
    assert_eq!(reply.body["changes"][0]["key"], "exemption.price_threshold");
    assert_eq!(server.get(path).await.text, reply.text);
    let sheet = server.get("/fr/laboratory/prices.xlsx?threshold=5").await;
    assert!(sheet.text.starts_with("PK"));
}

#[rstest]
#[case("/fr/laboratory/prices?threshold=cinq", "n’est pas un nombre")]
#[case("/fr/laboratory/prices?threshold=-1", "négative")]
#[case("/fr/laboratory/prices?abatement=130", "dépasse 1")]
#[case("/fr/laboratory/prices?year=1812", "n’est pas proposée")]
#[case(
    "/fr/laboratory/prices?set=price.nothing:1",
    "n’est pas un paramètre connu"
)]
#[case("/fr/laboratory/safety-stock?months=beaucoup", "n’est pas un nombre")]
#[case(
    "/fr/laboratory/safety-stock?floor=3&cap=2",
    "Le plafond est sous le plancher"
)]
#[case("/fr/laboratory/safety-stock?duration=0", "au moins un jour")]
#[case("/fr/laboratory/room?litres=un", "n’est pas un nombre")]
#[case("/fr/laboratory/room?sellable=0", "ne se vend aucun mois")]
#[case(
    "/fr/laboratory/room?cold=J07+%3Cb%3E",
    "n’est pas le début d’un code ATC"
)]
// No medicine of this small catalogue is of major interest.
#[case("/fr/laboratory/safety-stock", "Aucun médicament")]
#[case("/fr/laboratory/room", "Aucun médicament")]
#[tokio::test]
async fn what_cannot_be_computed_is_told_in_a_sentence(#[case] path: &str, #[case] sentence: &str) {
    let server = Server::start().await;
    let page = server.get(path).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST, "{path}");
    let shown = page.text.replace("&#39;", "'");
    assert!(shown.contains(sentence), "{path}: {shown}");
}

/// The small catalogue has neither classes nor compositions: nothing is found, and the Union list names J01CA04.
#[tokio::test]
async fn a_list_handed_in_is_compared_row_by_row_and_what_cannot_be_read_is_told() {
    let server = Server::start().await;
    let send = |fields: String| {
        let request = Request::post("/en/laboratory/list")
            .header("content-type", "multipart/form-data; boundary=x")
            .body(Body::from(fields))
            .unwrap();
        server.send(request)
    };
    let list = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\n\r\ncode atc;dci;voie\nJ01CA04;amoxicilline;orale\n;inconnuline;\nquoi;;\n\r\n";
    let page = send(list_with(list, "")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    for expected in [
        "amoxicilline",
        "inconnuline",
        "nothing marketed",
        "Not read: 1.",
        "is not an ATC code",
    ] {
        assert!(page.text.contains(expected), "{expected}: {}", page.text);
    }
    let csv = send(list_with(list, "csv")).await;
    let rows: Vec<&str> = csv.text.lines().skip(1).collect();
    assert_eq!(
        rows[..2],
        [
            "2;J01CA04;amoxicilline;absent;nothing_in_common;true;0;0;0",
            "3;;inconnuline;absent;nothing_in_common;false;0;0;0"
        ]
    );
    assert!(
        rows[2].starts_with("4;;") && rows[2].ends_with(";not_read;;;;;"),
        "{}",
        rows[2]
    );
    for (content, sentence) in [
        ("", "The list is empty"),
        ("colonne\nvaleur", "neither a column"),
        ("<!DOCTYPE html><html></html>", "is a web page"),
        ("PK\u{3}\u{4}damaged", "damaged"),
    ] {
        let list =
            format!("--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n{content}\r\n");
        let page = send(list_with(&list, "")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{content}");
        assert!(page.text.contains(sentence), "{content}: {}", page.text);
    }
}

/// The body of a form with a part and the field `as`.
fn list_with(part: &str, kind: &str) -> String {
    format!("{part}--x\r\nContent-Disposition: form-data; name=\"as\"\r\n\r\n{kind}\r\n--x--\r\n")
}

#[tokio::test]
async fn substances_of_the_union_that_are_not_marketed_here_are_told_as_such() {
    let server = Server::start().await;
    let file = server.get("/fr/laboratory/critical-list.csv").await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.text);
    // The small catalogue has neither compositions nor classes: nothing matches the 299 classes.
    let rows: Vec<&str> = file.text.lines().skip(1).collect();
    assert_eq!(rows.len(), 299);
    assert!(rows.iter().all(|row| row.contains(";absent;0;0;0;0;0")));
    let page = server.get("/en/laboratory/critical-list?show=absent").await;
    assert!(page.text.contains("Union, nothing found in France"));
    let wrong = server.get("/fr/laboratory/critical-list?show=all").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_scenario_file_leads_to_the_address_that_says_the_same() {
    let server = Server::start().await;
    let address = "/fr/laboratory/prices.toml?year=2025&threshold=4.5&set=turnover_contribution.base.rate:0.003";
    let file = server.get(address).await.text;
    let reply = send_scenario(&server, &file).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    assert_eq!(
        reply.headers["location"],
        "/fr/laboratory/prices?year=2025&threshold=4.5&set=turnover_contribution.base.rate%3A0.003"
    );
    let refused = send_scenario(&server, &file.replace("version = 1", "version = 9")).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(refused.text.contains("version"), "{}", refused.text);
}

async fn send_scenario(server: &Server, content: &str) -> crate::harness::Reply {
    let body = format!(
        "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"scenario.toml\"\r\n\r\n{content}\r\n--edge--\r\n"
    );
    let request = Request::post("/fr/laboratory/scenario")
        .header("content-type", "multipart/form-data; boundary=edge")
        .body(Body::from(body))
        .unwrap();
    server.send(request).await
}
