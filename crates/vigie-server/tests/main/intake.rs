//! What a sender may get wrong, and what is answered.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use rstest::rstest;
use serde_json::json;

use crate::harness::{ANASTROZOLE, DOLIPRANE, SITES, Server};

const DAY: &str = "as_of=2026-11-20";

fn csv(rows: &[(&str, &str, &str)]) -> String {
    let rows = rows
        .iter()
        .map(|(code, on_hand, sold)| format!("{code};{on_hand};{sold}\n"));
    format!("cip13;stock;vendu\n{}", rows.collect::<String>())
}

#[tokio::test]
async fn a_report_is_kept_and_its_receipt_can_be_read_again() {
    let server = Server::start().await;
    let reply = server
        .report(
            0,
            DAY,
            csv(&[(DOLIPRANE, "12", "3"), (ANASTROZOLE, "0", "0")]),
        )
        .await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text);
    assert_eq!(reply.body["lines"], 2);
    assert_eq!(reply.body["number"], 1);
    assert_eq!(reply.body["repeated"], false);
    let path = format!("/api/v1/reports/{}", reply.body["id"].as_str().unwrap());
    let again = server.get_as_agency(&path).await;
    assert_eq!(again.status, StatusCode::OK);
    assert_eq!(again.body["lines"], 2);
    let unknown = "/api/v1/reports/00000000-0000-0000-0000-000000000000";
    for path in [path.as_str(), unknown] {
        let status = server.get(path).await.status;
        assert_eq!(
            status,
            StatusCode::UNAUTHORIZED,
            "a stranger learns nothing"
        );
    }
}

#[tokio::test]
async fn a_second_report_with_the_same_content_changes_nothing() {
    let server = Server::start().await;
    let first = server
        .report(
            0,
            DAY,
            csv(&[(DOLIPRANE, "12", "3"), (ANASTROZOLE, "7", "0")]),
        )
        .await;
    let second = server
        .report(
            0,
            DAY,
            csv(&[(ANASTROZOLE, "7", "0"), (DOLIPRANE, "12", "3")]),
        )
        .await;
    assert_eq!(second.status, StatusCode::OK);
    assert_eq!(second.body["repeated"], true);
    assert_eq!(second.body["id"], first.body["id"]);
    assert_eq!(server.system.picture.read().cells(), 2);
}

#[tokio::test]
async fn two_reports_of_one_site_at_once_are_both_numbered_and_the_later_number_counts() {
    let server = Server::start().await;
    let (a, b) = tokio::join!(
        server.report(0, DAY, csv(&[(DOLIPRANE, "5", "0")])),
        server.report(0, DAY, csv(&[(DOLIPRANE, "9", "0")])),
    );
    assert_eq!(
        (a.status, b.status),
        (StatusCode::CREATED, StatusCode::CREATED)
    );
    let last = if a.body["number"].as_u64() > b.body["number"].as_u64() {
        5
    } else {
        9
    };
    let stock = server
        .get_as_agency(&format!("/api/v1/packs/{DOLIPRANE}/stock"))
        .await;
    assert_eq!(stock.body["rows"][0]["on_hand"], json!(last));
}

#[rstest]
#[case::empty(b"".as_slice(), "empty_report")]
#[case::header_only(b"cip13;stock\n".as_slice(), "empty_report")]
#[case::web_page(b"<!DOCTYPE html><html>".as_slice(), "web_page")]
#[case::no_pack_column(b"nom;stock\nDoliprane;3\n".as_slice(), "missing_pack_column")]
#[case::no_stock_column(b"cip13;nom\n3400935955838;Doliprane\n".as_slice(), "missing_stock_column")]
#[case::repeated_column(b"cip13;stock;quantite\n3400935955838;1;2\n".as_slice(), "repeated_column")]
#[case::truncated_gzip(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03abc".as_slice(), "damaged_compression")]
#[case::two_sites(b"cip13;stock;finess\n3400935955838;1;750000010\n3400949497294;1;750000028\n".as_slice(), "several_values")]
#[case::wrong_column(b"code;stock\nDoliprane;3\nAnastrozole;4\n".as_slice(), "no_readable_code")]
#[tokio::test]
async fn a_file_that_cannot_be_used_is_refused_with_a_word_and_a_sentence(
    #[case] body: &[u8],
    #[case] code: &str,
) {
    let server = Server::start().await;
    let reply = server.report(0, DAY, body.to_vec()).await;
    assert_eq!(
        reply.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        reply.text
    );
    assert_eq!(reply.body["code"], code);
    assert!(reply.body["detail"].as_str().unwrap().len() > 20);
    assert_eq!(server.system.picture.read().journal_head().0, 0);
}

#[rstest]
#[case::future("as_of=2026-11-21", "future_day")]
#[case::too_old("as_of=2024-01-01", "too_old")]
#[case::no_day("kind=full", "no_day")]
#[tokio::test]
async fn a_day_that_cannot_be_is_refused(#[case] query: &str, #[case] code: &str) {
    let server = Server::start().await;
    let reply = server.report(0, query, csv(&[(DOLIPRANE, "1", "0")])).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(reply.body["code"], code);
}

#[tokio::test]
async fn a_gzip_that_grows_beyond_the_limit_is_refused() {
    let server = Server::start().await;
    let mut plain = b"cip13;stock\n".to_vec();
    plain.resize(300 << 20, b' ');
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
    std::io::Write::write_all(&mut encoder, &plain).unwrap();
    let reply = server.report(0, DAY, encoder.finish().unwrap()).await;
    assert_eq!(
        reply.status,
        StatusCode::PAYLOAD_TOO_LARGE,
        "{}",
        reply.text
    );
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused() {
    let server = Server::start().await;
    let reply = server.report(0, DAY, vec![b'x'; (32 << 20) + 1]).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(reply.body["code"], "body_too_large");
}

#[tokio::test]
async fn lines_that_cannot_be_used_wait_in_quarantine_with_row_and_reason() {
    let server = Server::start().await;
    let rows = csv(&[
        (DOLIPRANE, "12", "3"),
        (DOLIPRANE, "13", "3"),
        (ANASTROZOLE, "-4", "0"),
        ("3400892571720", "1", "0"),
        ("3400949497295", "1", "0"),
        ("3400930116791", "6", "0"),
        (ANASTROZOLE, "2,5", "0"),
        (ANASTROZOLE, "9999999999", "0"),
        (ANASTROZOLE, "beaucoup", "0"),
        (ANASTROZOLE, "", "0"),
    ]);
    let reply = server.report(0, DAY, rows).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text);
    let lines = reply.body["quarantined_lines"].as_array().unwrap();
    let found: Vec<(u64, &str)> = lines
        .iter()
        .map(|line| {
            (
                line["row"].as_u64().unwrap(),
                line["reason"].as_str().unwrap(),
            )
        })
        .collect();
    let expected = [
        (3, "duplicate_pack"),
        (4, "negative_quantity"),
        (5, "dispensing_unit"),
        (6, "wrong_check_digit"),
        (7, "unknown_pack"),
        (8, "fractional_quantity"),
        (9, "absurd_quantity"),
        (10, "unreadable_quantity"),
        (11, "missing_quantity"),
    ];
    assert_eq!(found, expected);
    assert_eq!(reply.body["lines"], 1);
}

#[tokio::test]
async fn a_stranger_a_wrong_token_and_another_sites_token_send_nothing() {
    let server = Server::start().await;
    let path = format!("/api/v1/reports?site={}&{DAY}", SITES[0].0);
    let nobody = server
        .send(Request::post(&path).body(Body::from("x")).unwrap())
        .await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    let wrong =
        Request::post(&path).header("authorization", format!("Bearer vigie_{}", "0".repeat(64)));
    assert_eq!(
        server.send(wrong.body(Body::empty()).unwrap()).await.status,
        StatusCode::UNAUTHORIZED
    );
    let other =
        Request::post(&path).header("authorization", format!("Bearer {}", server.tokens[1]));
    assert_eq!(
        server.send(other.body(Body::empty()).unwrap()).await.status,
        StatusCode::FORBIDDEN
    );
    let absent = Request::post("/api/v1/reports?site=750000051&as_of=2026-11-20")
        .header("authorization", format!("Bearer {}", server.tokens[1]));
    let absent = server.send(absent.body(Body::empty()).unwrap()).await;
    assert_eq!(
        absent.status,
        StatusCode::FORBIDDEN,
        "a site that does not exist answers as another's: {}",
        absent.text
    );
}

#[tokio::test]
async fn a_file_about_another_site_is_refused() {
    let server = Server::start().await;
    let body = format!("cip13;stock;finess\n{DOLIPRANE};4;{}\n", SITES[1].0);
    let reply = server.report(0, DAY, body).await;
    assert_eq!(reply.body["code"], "site_mismatch");
}

#[tokio::test]
async fn an_idempotency_key_used_for_another_report_is_a_conflict() {
    let server = Server::start().await;
    let send = |body: String| {
        let request = Request::post(format!("/api/v1/reports?site={}&{DAY}", SITES[0].0))
            .header("authorization", format!("Bearer {}", server.tokens[0]))
            .header("idempotency-key", "monday");
        server.send(request.body(Body::from(body)).unwrap())
    };
    assert_eq!(
        send(csv(&[(DOLIPRANE, "1", "0")])).await.status,
        StatusCode::CREATED
    );
    assert_eq!(
        send(csv(&[(DOLIPRANE, "1", "0")])).await.status,
        StatusCode::OK
    );
    let other = send(csv(&[(DOLIPRANE, "2", "0")])).await;
    assert_eq!(other.status, StatusCode::CONFLICT, "{}", other.text);
}

#[tokio::test]
async fn messages_are_in_the_language_of_the_sender() {
    let server = Server::start().await;
    let send = |language: &'static str| {
        let request = Request::post(format!("/api/v1/reports?site={}&{DAY}", SITES[0].0))
            .header("authorization", format!("Bearer {}", server.tokens[0]))
            .header("accept-language", language);
        server.send(request.body(Body::from("<html>")).unwrap())
    };
    assert!(
        send("fr").await.body["detail"]
            .as_str()
            .unwrap()
            .contains("page web")
    );
    assert!(
        send("en").await.body["detail"]
            .as_str()
            .unwrap()
            .contains("web page")
    );
}
