//! One pack's price and viability.

use axum::http::StatusCode;
use rstest::rstest;

use crate::harness::Server;

async fn shown(server: &Server, path: &str) -> String {
    let page = server.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
    page.text.replace(['\u{a0}', '\u{202f}'], " ")
}

/// (0.76 + 0.30 + 0.10 × 0.76) × 1.021 = 1.159856, and no other whole number of cents rounds to 1.16. At 5.81 % of
/// 0.76 × 156,412,584 boxes it pays 6,906,554.06 euros.
#[tokio::test]
async fn the_price_of_a_pack_is_taken_apart_and_what_it_pays_is_told() {
    let server = Server::start().await;
    let page = shown(&server, "/en/laboratory/pack?pack=3400935955838").await;
    for text in [
        "Only one manufacturer price leads to it: €0.76.",
        "€0.3000",
        "€0.0760",
        "€1.1360",
        "€0.0239",
        "€1.1600",
        "€2.1800",
        "€118,873,563.84",
        "€6,906,554.06",
        "turnover_contribution.supplementary.rate",
        "viability.unit_cost.rate.high",
    ] {
        assert!(page.contains(text), "{text} is missing: {page}");
    }
}

/// 7 days of stock are 0.2301 months: 0.76 × (1 − 0.0581) − 0.456 − 0.114 − 0.1 × 0.456 × 0.2301 / 12 = 0.14497, and
/// 0.570874 / 0.9419 = 0.60609.
#[tokio::test]
async fn what_is_not_typed_is_assumed_and_told_as_a_range() {
    let server = Server::start().await;
    let page = shown(&server, "/en/laboratory/pack?pack=3400935955838").await;
    for text in [
        "Low costs (assumed)",
        "Middle costs (assumed)",
        "High costs (assumed)",
        "€0.1450",
        "€0.6061",
        "an assumption of 60% of the manufacturer price, from 35 to 85%",
    ] {
        assert!(page.contains(text), "{text} is missing: {page}");
    }
}

/// 0.76 × (1 − 0.05 − 0.0581) − 0.5 − 0.1 − 0.12 × 0.5 × 2 / 12 = 0.067844, and 0.61 / 0.8919 = 0.68393.
#[tokio::test]
async fn what_is_typed_replaces_every_assumption() {
    let server = Server::start().await;
    let costs = "cost=0,5&fixed=15641258.4&rebate=5&holding=12&months=2&tax=5.81";
    let path = format!("/en/laboratory/pack?pack=3400935955838&{costs}");
    let page = shown(&server, &path).await;
    for text in ["Costs as typed", "€0.0678", "€0.6839"] {
        assert!(page.contains(text), "{text} is missing: {page}");
    }
    assert!(!page.contains("Middle costs (assumed)"));
}

#[rstest]
#[case("3595583")]
#[case("doliprane")]
#[tokio::test]
async fn a_pack_is_found_by_its_short_code_and_by_its_name(#[case] text: &str) {
    let server = Server::start().await;
    let page = shown(&server, &format!("/fr/laboratory/pack?pack={text}")).await;
    assert!(page.contains("0,7600 €"), "{page}");
}

#[tokio::test]
async fn without_a_pack_the_page_asks_for_one() {
    let server = Server::start().await;
    let page = shown(&server, "/fr/laboratory/pack").await;
    assert!(page.contains("Indiquez une présentation"), "{page}");
}

#[rstest]
#[case("pack=3400930116791", StatusCode::NOT_FOUND, "ne répond à")]
#[case("pack=zzzzqqqq", StatusCode::NOT_FOUND, "ne répond à")]
#[case(
    "pack=3400935955838&cost=-1",
    StatusCode::BAD_REQUEST,
    "-1 est négatif"
)]
#[case(
    "pack=3400935955838&cost=cher",
    StatusCode::BAD_REQUEST,
    "n’est pas un nombre"
)]
#[case(
    "pack=3400935955838&rebate=130",
    StatusCode::BAD_REQUEST,
    "130 est trop grand"
)]
#[case(
    "pack=3400935955838&boxes=0",
    StatusCode::BAD_REQUEST,
    "nombre entier de boîtes"
)]
#[case(
    "pack=3400935955838&rebate=60&tax=60",
    StatusCode::BAD_REQUEST,
    "prennent tout le prix"
)]
#[tokio::test]
async fn what_cannot_be_computed_of_a_pack_is_told_in_a_sentence(
    #[case] query: &str,
    #[case] status: StatusCode,
    #[case] sentence: &str,
) {
    let server = Server::start().await;
    let page = server.get(&format!("/fr/laboratory/pack?{query}")).await;
    assert_eq!(page.status, status, "{query}");
    assert!(page.text.contains(sentence), "{query}: {}", page.text);
}
