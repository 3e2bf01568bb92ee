//! Fair shares of a scarce supply.

use axum::http::StatusCode;
use rstest::rstest;

use crate::harness::Server;

async fn rows(server: &Server, query: &str) -> Vec<String> {
    let path = format!("/fr/laboratory/shares.csv?{query}");
    let file = server.get(&path).await;
    assert_eq!(file.status, StatusCode::OK, "{path}: {}", file.text);
    file.text.lines().skip(1).map(str::to_owned).collect()
}

/// 200 boxes for claims of 100, 200 and 300: Aumann and Maschler give 50, 75, 75; a third of each in proportion; 66 ⅔
/// each alike, rounded in the order given; 150 less each, none below zero. No stock and no consumption: cover is levelled
/// by equal parts of the claims.
#[tokio::test]
async fn every_rule_gives_what_is_worked_by_hand() {
    let server = Server::start().await;
    let rows = rows(&server, "claims=A;100%0D%0AB;200%0D%0AC;300&supply=200").await;
    assert_eq!(
        rows,
        [
            "A;100;100.00;0;0;3.2877;33;33;67;0;50;67",
            "B;200;200.00;0;0;6.5753;67;67;67;50;75;67",
            "C;300;300.00;0;0;9.8630;100;100;66;150;75;66",
        ]
    );
}

#[tokio::test]
async fn declaring_more_than_is_verified_brings_nothing() {
    let server = Server::start().await;
    let boxes = |row: &String| {
        row.split(';')
            .skip(6)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let honest = rows(&server, "claims=A;110;0;100%0AB;110;0;100&supply=90").await;
    let inflated = rows(&server, "claims=A;9000;0;100%0AB;110;0;100&supply=90").await;
    assert_eq!(
        honest.iter().map(boxes).collect::<Vec<_>>(),
        inflated.iter().map(boxes).collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn the_page_shows_an_example_until_something_is_typed() {
    let server = Server::start().await;
    let page = server.get("/fr/laboratory/shares").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(page.text.contains("Exemple inventé"));
    let typed = server
        .get("/fr/laboratory/shares?claims=A;100&supply=10")
        .await;
    assert_eq!(typed.status, StatusCode::OK, "{}", typed.text);
    assert!(!typed.text.contains("Exemple inventé"));
}

#[tokio::test]
async fn a_bad_line_is_told_and_the_others_are_shared() {
    let server = Server::start().await;
    let path = "/en/laboratory/shares?claims=A;100%0AB;beaucoup%0AC;50&supply=60&rule=proportional";
    let page = server.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(
        page.text
            .contains("Line 2: “beaucoup” is not a number of boxes"),
        "{}",
        page.text
    );
    assert!(page.text.contains("40 boxes of 100 asked for"));
    assert!(page.text.contains("20 boxes of 50 asked for"));
}

#[tokio::test]
async fn quotas_above_the_supply_are_cut_and_told() {
    let server = Server::start().await;
    let path = "/en/laboratory/shares?claims=A;100;0;;60%0AB;100;0;;30&supply=45";
    let page = server.get(path).await;
    assert!(
        page.text.contains("does not cover the vital quotas"),
        "{}",
        page.text
    );
}

#[tokio::test]
async fn a_name_in_the_file_is_no_formula() {
    let server = Server::start().await;
    let rows = rows(&server, "claims==cmd;100&supply=10").await;
    assert!(rows[0].starts_with("'=cmd;100;"), "{rows:?}");
}

#[rstest]
#[case("claims=A;100", "n’est pas un nombre de zéro ou plus")]
#[case("claims=A;100&supply=-5", "n’est pas un nombre de zéro ou plus")]
#[case("claims=A;100&supply=1,5", "écrivez un nombre entier")]
#[case("claims=A;beaucoup%0AB;1;2;3;4;5&supply=5", "Aucune ligne")]
#[case("claims=A;100&supply=5&rule=fair", "choisissez dans la liste")]
#[case("claims=A;100&supply=5&rounding=up", "choisissez dans la liste")]
#[case("claims=A;100&supply=5&alpha=0,001", "de 0,05 à 1000")]
#[tokio::test]
async fn what_cannot_be_shared_is_told_in_a_sentence(#[case] query: &str, #[case] sentence: &str) {
    let server = Server::start().await;
    let page = server.get(&format!("/fr/laboratory/shares?{query}")).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST, "{query}");
    assert!(page.text.contains(sentence), "{query}: {}", page.text);
    let file = server
        .get(&format!("/fr/laboratory/shares.csv?{query}"))
        .await;
    assert_eq!(file.status, StatusCode::BAD_REQUEST, "{query}");
}

#[tokio::test]
async fn an_address_that_is_too_long_is_told_kindly() {
    let server = Server::start().await;
    let lines = "A;100%0A".repeat(2_000);
    let path = format!("/fr/laboratory/shares?supply=5&claims={lines}");
    let page = server.get(&path).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert!(
        page.text.contains("trop longues pour une adresse"),
        "{}",
        page.text
    );
}
