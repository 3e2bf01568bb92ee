//! Sets of packs over the country, now and on past days; pages of the country.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use rstest::rstest;

use crate::harness::{DOLIPRANE, Server, day, report, three_days};

#[tokio::test]
async fn the_boxes_of_three_sites_are_one_sum_of_the_nation() {
    let server = Server::start().await;
    three_days(&server).await;
    let reply = server.get("/api/v1/areas?of=60234100&by=nation").await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    // 80, 79 and 78 boxes on the third day.
    let row = &reply.body["rows"][0];
    assert_eq!(
        (&row["on_hand"], &row["share_at_zero"]),
        (&237.into(), &0.0.into())
    );
    // Each of the three sells 2 boxes a day.
    assert_eq!(
        (&row["demand_28_days"], &row["cover_days"]),
        (&6.0.into(), &39.5.into())
    );
}

#[rstest]
#[case("/api/v1/areas", StatusCode::BAD_REQUEST)]
#[case("/api/v1/areas?of=nothing", StatusCode::BAD_REQUEST)]
#[case("/api/v1/areas/history", StatusCode::BAD_REQUEST)]
#[case(
    "/api/v1/areas/history?of=60234100&from=2025-01-01&to=2026-11-17",
    StatusCode::BAD_REQUEST
)]
#[case(
    "/api/v1/areas/history?of=60234100&tier=wholesaler",
    StatusCode::BAD_REQUEST
)]
#[case("/api/v1/areas/history?of=60234100", StatusCode::OK)]
#[case("/fr/", StatusCode::OK)]
#[case("/en/observatory/rankings", StatusCode::OK)]
#[case("/fr/observatory/years", StatusCode::OK)]
#[case("/en/observatory", StatusCode::OK)]
#[case("/en/observatory?of=60234100&day=2026-11-17", StatusCode::OK)]
#[case("/en/observatory?of=60234100&day=2026-11-18", StatusCode::OK)]
#[case("/en/observatory?of=60234100&day=2020-01-01", StatusCode::NOT_FOUND)]
#[case("/en/observatory?day=yesterday", StatusCode::BAD_REQUEST)]
#[case("/en/observatory?tier=company", StatusCode::BAD_REQUEST)]
#[case("/en/observatory?show=price", StatusCode::BAD_REQUEST)]
#[case("/fr/observatory/values?of=60234100&day=2026-11-17", StatusCode::OK)]
#[case(
    "/fr/observatory/values?of=60234100&day=2020-01-01",
    StatusCode::NOT_FOUND
)]
#[tokio::test]
async fn pages_and_sums_of_the_country_answer_with_the_right_status(
    #[case] path: &str,
    #[case] status: StatusCode,
) {
    let server = Server::start().await;
    three_days(&server).await;
    let reply = server.get(path).await;
    assert_eq!(reply.status, status, "{}", reply.text);
}

#[tokio::test]
async fn past_days_are_told_as_they_were_with_who_reported() {
    let server = Server::start().await;
    three_days(&server).await;
    let reply = server
        .get("/api/v1/areas/history?of=60234100&by=nation")
        .await;
    let days = reply.body["days"].as_array().unwrap();
    let told: Vec<_> = days
        .iter()
        .map(|day| {
            (
                day["day"].as_str().unwrap(),
                day["rows"][0]["on_hand"].as_u64(),
            )
        })
        .collect();
    // 100, 99 and 98 boxes on the first day, ten less of each on the second; the third is not closed.
    assert_eq!(told, [("2026-11-16", Some(297)), ("2026-11-17", Some(267))]);
    assert_eq!(days[1]["rows"][0]["cover_days"], 44.5);
    assert_eq!(days[0]["completeness"]["received"], 3);
    let csv = server
        .get("/api/v1/areas/history?of=60234100&by=nation&format=csv")
        .await;
    assert!(
        csv.text
            .lines()
            .nth(1)
            .unwrap()
            .starts_with("2026-11-16;8;3;true;pharmacy;"),
        "{}",
        csv.text
    );
    let map = server
        .get("/fr/observatory/values?of=60234100&day=2026-11-17")
        .await;
    assert_eq!(map.body["day"], "2026-11-17");
    // The three sites are in Paris.
    assert_eq!(map.body["values"]["75"]["text"], "44,5 jours");
    assert_eq!(map.body["values"]["75"]["class"], "satisfactory");
}

#[tokio::test]
async fn a_day_of_two_sites_is_hidden_and_so_are_the_days_whose_demand_rests_on_it() {
    let server = Server::start().await;
    for (as_of, sites) in [("2026-11-15", 3), ("2026-11-16", 2), ("2026-11-17", 3)] {
        for site in 0..3 {
            // Who does not carry the pack says so by a whole report without it.
            let pack = if site < sites {
                DOLIPRANE
            } else {
                crate::harness::ANASTROZOLE
            };
            report(&server, site, as_of, "full", &format!("{pack};10;1\n")).await;
        }
    }
    server
        .system
        .close_days_through(day("2026-11-17"))
        .await
        .unwrap();
    let reply = server.get("/api/v1/areas/history?of=60234100").await;
    let boxes: Vec<_> = reply.body["days"]
        .as_array()
        .unwrap()
        .iter()
        .map(|day| day["rows"][0]["on_hand"].as_u64())
        .collect();
    assert_eq!(boxes, [Some(30), None, None]);
    let path = "/api/v1/areas/history?of=60234100";
    let all = server.get_as_agency(path).await;
    let boxes: Vec<_> = all.body["days"]
        .as_array()
        .unwrap()
        .iter()
        .map(|day| day["rows"][0]["on_hand"].as_u64())
        .collect();
    assert_eq!(boxes, [Some(30), Some(20), Some(30)]);
    // The demand of 28 days less the sales of the other days would be the sales of the two sites.
    let path = format!("/api/v1/packs/{DOLIPRANE}/history?by=department");
    let sold = |reply: &crate::harness::Reply| {
        let days = reply.body["days"].as_array().unwrap().clone();
        let rows = days.into_iter().map(|day| day["rows"][0].clone());
        rows.map(|row| (row["on_hand"].as_u64(), row["sold"].as_u64()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        sold(&server.get(&path).await),
        [(Some(30), None), (None, None), (Some(30), None)]
    );
    assert_eq!(
        sold(&server.get_as_agency(&path).await),
        [
            (Some(30), Some(3)),
            (Some(20), Some(2)),
            (Some(30), Some(3))
        ]
    );
}

#[tokio::test]
async fn the_availability_list_and_completeness_also_come_as_files() {
    let server = Server::start().await;
    three_days(&server).await;
    let list = "60234100\t\t1\tRupture de stock\t01/10/2026\t02/10/2026\t\thttps://example.org\r\n";
    server
        .system
        .import_availability(day("2026-11-01"), list.as_bytes())
        .await
        .unwrap();
    let accept = |path: &str, kind: &str| {
        Request::get(path)
            .header("accept", kind)
            .body(Body::empty())
            .unwrap()
    };
    let csv = server
        .send(accept("/api/v1/availability", "text/csv"))
        .await;
    assert_eq!(csv.text.lines().count(), 2, "{}", csv.text);
    assert!(
        csv.text.contains(
            "2026-11-01;60234100;;shortage;2026-10-01;2026-10-02;;\"https://example.org\""
        ),
        "{}",
        csv.text
    );
    let parquet = server
        .send(accept(
            "/api/v1/availability",
            "application/vnd.apache.parquet",
        ))
        .await;
    assert!(parquet.text.starts_with("PAR1"));
    let csv = server.get("/api/v1/completeness?format=csv").await;
    assert!(
        csv.text.contains("2026-11-18;pharmacy;75;4;3"),
        "{}",
        csv.text
    );
    assert_eq!(
        server.get("/api/v1/completeness?format=xml").await.status,
        StatusCode::BAD_REQUEST
    );
}
