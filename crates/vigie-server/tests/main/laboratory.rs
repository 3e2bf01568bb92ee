//! Rules tried on published prices and volumes.

use axum::http::StatusCode;
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
