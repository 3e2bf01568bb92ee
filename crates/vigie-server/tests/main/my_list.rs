//! One's own list of medicines: read, settled, kept, followed.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use vigie_model::{Reach, Role};

use crate::harness::{ANASTROZOLE, DOLIPRANE, Reply, Server, day, three_days};
use crate::people::{Browser, Time, add, form_token, location};

/// What stands behind the first occurrence of some text, up to a quotation mark.
fn quoted_after<'a>(text: &'a str, before: &str) -> &'a str {
    let rest = text
        .split(before)
        .nth(1)
        .unwrap_or_else(|| panic!("no {before} in {text}"));
    rest.split('"').next().unwrap()
}

/// The table of a page.
fn table(page: &str) -> &str {
    page.split("<tbody>")
        .nth(1)
        .unwrap_or_default()
        .split("</tbody>")
        .next()
        .unwrap()
}

async fn read(server: &Server, text: &str) -> Reply {
    Browser::new(server)
        .post("/en/my-list", &[("text", text)])
        .await
}

#[tokio::test]
async fn a_pasted_list_says_what_was_understood_and_asks_about_the_rest() {
    let server = Server::start().await;
    three_days(&server).await;
    let list = format!(
        "CIP;Nom\n{DOLIPRANE};Doliprane\n;ANASTROZOLE ACCORD 1 mg, comprimé pelliculé\n3400935955839;Doliprane\n9257172;\n"
    );
    let page = read(&server, &list).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(
        page.text.contains("4 lines read: 2 entries."),
        "{}",
        page.text
    );
    let rows = table(&page.text);
    assert!(
        rows.contains("DOLIPRANE 1000 mg") && rows.contains("ANASTROZOLE ACCORD"),
        "{rows}"
    );
    // 237 boxes over three sites that sell 6 a day: 39.5 days.
    assert!(rows.contains("39.5"), "{rows}");
    assert!(page.text.contains("This is a UCD code."));
    let field = quoted_after(&page.text, "<select id=\"");
    assert!(
        page.text.contains("<option value=\"60234100\""),
        "the name beside a wrong code is a choice"
    );

    let settled = Browser::new(&server)
        .post("/en/my-list", &[("text", &list), (field, "60234100")])
        .await;
    assert!(
        table(&settled.text).matches("DOLIPRANE 1000 mg").count() >= 2,
        "the pack and the medicine"
    );
    assert!(
        settled.text.contains("60234100;3400935955839;Doliprane"),
        "the answer stands before its line"
    );
}

#[tokio::test]
async fn the_link_of_a_list_shows_it_again_with_its_csv_and_its_feed() {
    let server = Server::start().await;
    three_days(&server).await;
    let page = read(&server, &format!("{DOLIPRANE}\n60002283\n")).await;
    let link = quoted_after(&page.text, "href=\"/en/my-list?");
    let again = server.get(&format!("/en/my-list?{link}")).await;
    assert_eq!(again.status, StatusCode::OK);
    assert!(
        again.text.contains("60002283 ANASTROZOLE ACCORD"),
        "the list as text"
    );
    let csv = server.get(&format!("/en/my-list.csv?{link}")).await;
    assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8");
    let lines: Vec<&str> = csv.text.lines().collect();
    assert_eq!(lines.len(), 3, "{}", csv.text);
    assert!(
        lines[0].starts_with("cis;cip13;entry;name;pack;"),
        "{}",
        lines[0]
    );
    assert!(lines.iter().any(|line| line.starts_with("60234100;3400935955838;pack;") && line.contains(";39.5;")), "{}", csv.text);
    let feed = server.get(&format!("/en/my-list.atom?{link}")).await;
    assert_eq!(
        feed.headers["content-type"],
        "application/atom+xml; charset=utf-8"
    );
    assert!(
        feed.text
            .starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>"),
        "{}",
        feed.text
    );
    assert!(feed.text.contains("<id>urn:uuid:"));
}

#[tokio::test]
async fn a_medicine_of_the_list_that_is_short_comes_first_and_its_move_is_in_the_feed_for_good() {
    let server = Server::start().await;
    three_days(&server).await;
    let row = |cis: u32, status: &str| {
        format!("{cis}\t\t{status}\t01/10/2026\t01/10/2026\t\thttps://example.org\r\n")
    };
    let lists = [
        (
            "2026-10-02",
            row(60_002_283, "2\tTension d'approvisionnement"),
        ),
        (
            "2026-11-01",
            row(60_002_283, "2\tTension d'approvisionnement")
                + &row(60_234_100, "1\tRupture de stock"),
        ),
    ];
    for (published, list) in lists {
        server
            .system
            .import_availability(day(published), list.as_bytes())
            .await
            .unwrap();
    }
    let page = read(&server, &format!("60002283\n{DOLIPRANE}\n")).await;
    let rows = table(&page.text);
    assert!(
        rows.find("DOLIPRANE").unwrap() < rows.find("ANASTROZOLE").unwrap(),
        "{rows}"
    );
    assert!(page.text.contains("On the list of the agency (ANSM)"));
    assert!(rows.contains("since 1\u{a0}Oct\u{a0}2026"), "{rows}");
    let link = quoted_after(&page.text, "href=\"/en/my-list?").to_owned();
    let feed = server.get(&format!("/en/my-list.atom?{link}")).await.text;
    let entries: Vec<&str> = feed.split("<entry>").skip(1).collect();
    assert_eq!(entries.len(), 1, "{feed}");
    assert!(
        entries[0].contains("<updated>2026-11-01T00:00:00Z</updated>"),
        "{feed}"
    );
    assert!(
        entries[0].contains("enters the list: out of stock")
            || entries[0].to_lowercase().contains("enters the list"),
        "{feed}"
    );
    assert_eq!(
        server.get(&format!("/en/my-list.atom?{link}")).await.text,
        feed
    );
}

#[tokio::test]
async fn what_is_no_list_is_answered_with_a_clear_sentence_and_the_right_status() {
    let server = Server::start().await;
    let many = "60234100\n".repeat(10_001);
    for (text, status, sentence) in [
        ("", StatusCode::UNPROCESSABLE_ENTITY, "Nothing was typed"),
        (
            "<!doctype html><html>",
            StatusCode::UNPROCESSABLE_ENTITY,
            "a web page",
        ),
        (
            many.as_str(),
            StatusCode::PAYLOAD_TOO_LARGE,
            "more than 10,000 lines",
        ),
    ] {
        let page = read(&server, text).await;
        assert_eq!(page.status, status, "{sentence}");
        assert!(page.text.contains(sentence), "{sentence}");
    }
    let hostile = read(
        &server,
        "doliprane\n<script>alert(1)</script>\0\u{202e}'; DROP TABLE person;--",
    )
    .await;
    assert_eq!(hostile.status, StatusCode::OK);
    assert!(!hostile.text.contains("<script>alert"));
    for path in [
        "/en/my-list?items=AA",
        "/en/my-list.csv?items=%3Cscript%3E",
        "/en/my-list.atom",
        "/en/my-list.csv",
    ] {
        assert_eq!(
            server.get(path).await.status,
            StatusCode::BAD_REQUEST,
            "{path}"
        );
    }
    assert_eq!(server.get("/en/my-list").await.status, StatusCode::OK);
    let secret = "ab".repeat(32);
    for path in [
        format!("/en/my-list/feed/{secret}"),
        "/en/my-list/feed/1".to_owned(),
    ] {
        assert_eq!(server.get(&path).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_file_is_read_like_a_pasted_list() {
    let server = Server::start().await;
    let form = |file: &str| {
        format!(
            "--edge\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nkept\r\n--edge\r\nContent-Disposition: form-data; \
             name=\"file\"; filename=\"livret.csv\"\r\nContent-Type: text/csv\r\n\r\n{file}\r\n--edge--\r\n"
        )
    };
    let request =
        Request::post("/en/my-list").header("content-type", "multipart/form-data; boundary=edge");
    let reply = server
        .send(
            request
                .body(Body::from(form(&format!("cip\n{ANASTROZOLE}\n"))))
                .unwrap(),
        )
        .await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    assert!(
        reply.text.contains("1 line read: 1 entry."),
        "{}",
        reply.text
    );
}

#[tokio::test]
async fn a_list_is_kept_renamed_changed_followed_and_removed_by_its_owner_and_absent_for_others() {
    let time = Time::new();
    let server = Server::start_with(time.set()).await;
    three_days(&server).await;
    for email in ["marie@example.org", "pierre@example.org"] {
        add(&server, email, Some((Role::Pharmacy, Reach::Nation))).await;
    }
    let (mut marie, mut pierre) = (Browser::new(&server), Browser::new(&server));
    marie.sign_in("marie@example.org").await;
    pierre.sign_in("pierre@example.org").await;
    let page = read(&server, DOLIPRANE).await;
    let items = quoted_after(&page.text, "name=\"items\" value=\"").to_owned();

    let fields = [("name", "Pédiatrie"), ("items", items.as_str())];
    let added = marie.submit("/fr/my-list", "/fr/my-lists", &fields).await;
    assert_eq!(location(&added), "/fr/my-lists/0?saved=yes");
    let kept = marie.get("/fr/my-lists/0").await;
    assert!(
        kept.text.contains("<h1>Pédiatrie</h1>") && table(&kept.text).contains("DOLIPRANE"),
        "{}",
        kept.text
    );
    assert!(
        marie
            .get("/fr/my-list")
            .await
            .text
            .contains("href=\"/fr/my-lists/0\"")
    );

    for path in ["/fr/my-lists/0", "/fr/my-lists/7", "/fr/my-lists/x"] {
        assert_eq!(
            pierre.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    for act in ["rename", "items", "feed", "remove"] {
        let path = format!("/fr/my-lists/0/{act}");
        let reply = pierre.submit("/fr/my-list", &path, &fields).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{act}");
    }
    assert!(location(&server.get("/fr/my-lists/0").await).contains("/sign-in?next="));

    let feed = quoted_after(&kept.text, "href=\"/fr/my-list/feed/").to_owned();
    assert_eq!(
        server.get(&format!("/fr/my-list/feed/{feed}")).await.status,
        StatusCode::OK
    );
    marie
        .submit("/fr/my-lists/0", "/fr/my-lists/0/feed", &[])
        .await;
    assert_eq!(
        server.get(&format!("/fr/my-list/feed/{feed}")).await.status,
        StatusCode::NOT_FOUND
    );

    let nameless = marie
        .submit("/fr/my-lists/0", "/fr/my-lists/0/rename", &[("name", " ")])
        .await;
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
    marie
        .submit(
            "/fr/my-lists/0",
            "/fr/my-lists/0/rename",
            &[("name", "Gériatrie")],
        )
        .await;
    let other = read(&server, ANASTROZOLE).await;
    let other = quoted_after(&other.text, "name=\"items\" value=\"").to_owned();
    marie
        .submit(
            "/fr/my-lists/0",
            "/fr/my-lists/0/items",
            &[("items", &other)],
        )
        .await;
    let kept = marie.get("/fr/my-lists/0").await.text;
    assert!(
        kept.contains("<h1>Gériatrie</h1>") && table(&kept).contains("ANASTROZOLE"),
        "{kept}"
    );
    assert!(!table(&kept).contains("DOLIPRANE"));

    let removed = marie
        .submit("/fr/my-lists/0", "/fr/my-lists/0/remove", &[])
        .await;
    assert_eq!(location(&removed), "/fr/my-list");
    assert_eq!(
        marie.get("/fr/my-lists/0").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_form_of_another_site_keeps_no_list_and_a_stranger_is_asked_to_sign_in_with_the_list_kept()
 {
    let time = Time::new();
    let server = Server::start_with(time.set()).await;
    add(
        &server,
        "marie@example.org",
        Some((Role::Pharmacy, Reach::Nation)),
    )
    .await;
    let page = read(&server, DOLIPRANE).await;
    let items = quoted_after(&page.text, "name=\"items\" value=\"").to_owned();
    let fields = [("name", "A"), ("items", items.as_str())];
    let stranger = Browser::new(&server).post("/fr/my-lists", &fields).await;
    assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
    assert!(
        stranger.text.contains(&items),
        "what was sent waits for the sign-in"
    );
    let mut marie = Browser::new(&server);
    marie.sign_in("marie@example.org").await;
    let stale = marie.post("/fr/my-lists", &fields).await;
    assert_eq!(stale.status, StatusCode::FORBIDDEN);
    assert_ne!(form_token(&stale.text), "");
    assert_eq!(
        marie.get("/fr/my-lists/0").await.status,
        StatusCode::NOT_FOUND
    );
}
