//! Lists as files, in the forms that `Accept` and `format` ask for.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Date32Type, Float64Type, UInt64Type};
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{Request, StatusCode, header};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use rstest::rstest;
use tower::ServiceExt;

use crate::harness::{ANASTROZOLE, DOLIPRANE, Server, day};

const PARQUET: &str = "application/vnd.apache.parquet";

/// Four pharmacies of Paris report for 19 November 2026, which is closed.
async fn four_reports() -> Server {
    let server = Server::start().await;
    for site in 0..4 {
        let rows = format!("{DOLIPRANE};{};3\n{ANASTROZOLE};0;1\n", 10 + site);
        let body = format!("cip13;stock;vendu\n{rows}");
        let reply = server.report(site, "as_of=2026-11-19", body).await;
        assert_eq!(reply.status, StatusCode::CREATED);
    }
    let closed = day("2026-11-19");
    server.system.close_days_through(closed).await.unwrap();
    server
}

async fn fetch(server: &Server, path: &str, accept: &str) -> (String, Bytes) {
    let request = Request::get(path).header("accept", accept);
    let response = vigie_server::router(std::sync::Arc::clone(&server.system))
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let kind = response.headers()[header::CONTENT_TYPE].to_str().unwrap();
    let kind = kind.to_owned();
    (kind, to_bytes(response.into_body(), 1 << 20).await.unwrap())
}

fn table(file: Bytes) -> RecordBatch {
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let batches: Vec<RecordBatch> = reader.build().unwrap().map(Result::unwrap).collect();
    assert_eq!(batches.len(), 1);
    batches[0].clone()
}

#[tokio::test]
async fn the_cover_of_all_packs_is_a_parquet_file_with_day_and_completeness() {
    let server = four_reports().await;
    let (kind, file) = fetch(&server, "/api/v1/cover?sort=-cover&limit=1", PARQUET).await;
    assert_eq!(kind, PARQUET);
    let table = table(file);
    assert_eq!(table.num_rows(), 2, "the whole list, not a page");
    let whole = |name: &str| {
        let column = table.column_by_name(name).unwrap();
        column.as_primitive::<UInt64Type>().values().to_vec()
    };
    assert_eq!(whole("on_hand"), [10 + 11 + 12 + 13, 0]);
    assert_eq!(whole("expected"), [8, 8]);
    assert_eq!(whole("received"), [4, 4]);
    let days = table.column_by_name("day").unwrap();
    assert_eq!(
        days.as_primitive::<Date32Type>().value(0),
        day("2026-11-19").epoch_days()
    );
    let codes = table.column_by_name("cip13").unwrap();
    assert_eq!(codes.as_string::<i32>().value(0), DOLIPRANE);
    let covers = table.column_by_name("cover_days").unwrap();
    // 46 boxes; 4 sites sold 12 boxes on 1 day.
    assert!((covers.as_primitive::<Float64Type>().value(0) - 3.83).abs() < 1e-9);
    let atc = table.column_by_name("atc").unwrap();
    assert!(
        atc.is_null(0),
        "an unknown class is nothing, not an empty text"
    );
    assert!(
        table
            .column_by_name("synthetic")
            .unwrap()
            .as_boolean()
            .value(0)
    );
}

#[tokio::test]
async fn the_history_of_a_pack_is_a_file_of_days_and_places() {
    let server = four_reports().await;
    let path = format!("/api/v1/packs/{DOLIPRANE}/history?by=department");
    let (_, text) = fetch(&server, &path, "text/csv").await;
    let expected = "day;expected;received;synthetic;tier;region;department;hidden;sales_hidden;on_hand;sold;sites_holding;sites_at_zero;ordered_not_delivered\n\
        2026-11-19;8;4;true;pharmacy;;75;false;false;46;12;4;0;0\n";
    assert_eq!(String::from_utf8_lossy(&text), expected);
    let (_, file) = fetch(&server, &path, PARQUET).await;
    let table = table(file);
    assert_eq!((table.num_rows(), table.num_columns()), (1, 14));
    let names: Vec<String> = table
        .schema()
        .fields()
        .iter()
        .map(|field| field.name().clone())
        .collect();
    assert_eq!(names.join(";"), expected.lines().next().unwrap());
}

#[rstest]
#[case("/api/v1/cover?format=parquet", "text/csv", PARQUET)]
#[case("/api/v1/cover?format=csv", "*/*", "text/csv; charset=utf-8")]
#[case("/api/v1/cover?format=json", "text/csv", "application/json")]
#[case("/api/v1/cover", "application/json, text/csv", "application/json")]
#[tokio::test]
async fn the_parameter_counts_before_the_header(
    #[case] path: &str,
    #[case] accept: &str,
    #[case] kind: &str,
) {
    let server = four_reports().await;
    assert_eq!(fetch(&server, path, accept).await.0, kind);
}

#[tokio::test]
async fn another_form_is_refused_with_those_there_are() {
    let server = Server::start().await;
    let reply = server.get("/api/v1/cover?format=xml").await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert!(reply.text.contains("json, csv, parquet"), "{}", reply.text);
}
