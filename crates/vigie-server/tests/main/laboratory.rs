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
// No medicine of this small catalogue is of major interest.
#[case("/fr/laboratory/safety-stock", "Aucun médicament")]
#[tokio::test]
async fn what_cannot_be_computed_is_told_in_a_sentence(#[case] path: &str, #[case] sentence: &str) {
    let server = Server::start().await;
    let page = server.get(path).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST, "{path}");
    let shown = page.text.replace("&#39;", "'");
    assert!(shown.contains(sentence), "{path}: {shown}");
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
