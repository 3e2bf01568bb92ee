//! What a browser may run, and how it gets it: policy and nonce, embedded files, regions of pages.

use std::collections::HashSet;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use tower::ServiceExt;

use crate::harness::{Server, three_days};

const PAGES: [&str; 10] = [
    "/fr/",
    "/en/",
    "/en/observatory",
    "/fr/observatory/rankings",
    "/fr/search?q=doliprane",
    "/fr/medicines/60234100",
    "/en/definitions",
    "/en/api",
    "/fr/nothing-here",
    "/fr/medicines/60234100?sort=price",
];

struct Got {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
    bytes: Vec<u8>,
}

impl Got {
    fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The nonce of the policy, if it names one.
    fn nonce(&self) -> Option<&str> {
        let (_, rest) = self
            .header("content-security-policy")
            .split_once("script-src 'nonce-")?;
        rest.split('\'').next()
    }
}

async fn get(server: &Server, path: &str, headers: &[(&str, &str)]) -> Got {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::empty()).unwrap();
    let router = vigie_server::router(Arc::clone(&server.system));
    let response = router.oneshot(request).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = to_bytes(response.into_body(), 64 << 20).await.unwrap();
    Got {
        status,
        headers,
        text: String::from_utf8_lossy(&bytes).into_owned(),
        bytes: bytes.into(),
    }
}

#[tokio::test]
async fn the_scripts_of_a_page_carry_the_nonce_that_its_policy_names() {
    let server = Server::start().await;
    three_days(&server).await;
    for page in PAGES {
        let got = get(&server, page, &[]).await;
        let nonce = got.nonce().unwrap_or_else(|| panic!("{page} has no nonce"));
        assert_eq!(nonce.len(), 24, "{page}");
        let carried: HashSet<&str> = got
            .text
            .split(" nonce=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap())
            .collect();
        assert!(
            carried.iter().all(|each| *each == nonce),
            "{page}: {carried:?}"
        );
        assert_eq!(
            got.text.matches("<script").count(),
            got.text.matches(&format!("nonce=\"{nonce}\"")).count()
        );
    }
}

#[tokio::test]
async fn two_requests_have_two_nonces_also_for_a_page_that_was_kept() {
    let server = Server::start().await;
    three_days(&server).await;
    for page in PAGES {
        let (first, second) = (get(&server, page, &[]).await, get(&server, page, &[]).await);
        assert_ne!(first.nonce(), second.nonce(), "{page}");
    }
}

#[tokio::test]
async fn a_policy_allows_nothing_inline_and_nothing_foreign() {
    let server = Server::start().await;
    for path in PAGES
        .into_iter()
        .chain(["/api/v1/medicines?q=doliprane", "/healthz"])
    {
        let got = get(&server, path, &[]).await;
        let policy = got.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; "), "{path}");
        for forbidden in ["unsafe", "http", "*", "strict-dynamic"] {
            assert!(!policy.contains(forbidden), "{path}: {policy}");
        }
    }
}

/// A page with an entity tag would be kept by the browser with an old nonce.
#[tokio::test]
async fn pages_are_asked_for_again_each_time() {
    let server = Server::start().await;
    for page in PAGES {
        let got = get(&server, page, &[]).await;
        assert_eq!(got.header("cache-control"), "no-cache", "{page}");
        assert_eq!(got.header("etag"), "", "{page}");
    }
}

#[tokio::test]
async fn an_embedded_file_is_sent_compressed_as_asked_and_kept_for_ever() {
    let server = Server::start().await;
    for asset in vigie_pages::assets() {
        let path = format!("/assets/{}", asset.name);
        let plain = get(&server, &path, &[]).await;
        assert_eq!(plain.bytes, asset.bytes);
        assert_eq!(plain.header("content-encoding"), "");
        assert_eq!(
            plain.header("cache-control"),
            "public, max-age=31536000, immutable"
        );
        assert_eq!(plain.header("vary"), "accept-encoding");
        let zstd = get(&server, &path, &[("accept-encoding", "gzip, zstd")]).await;
        let tags = HashSet::from([plain.header("etag"), zstd.header("etag")]);
        if asset.bytes.len() > 1_000 {
            assert!(3 * zstd.bytes.len() < 2 * plain.bytes.len(), "{path}");
            assert_eq!(tags.len(), 2, "{path}: other bytes, other tag");
        }
        if zstd.header("content-encoding") == "zstd" {
            assert_eq!(zstd::decode_all(&zstd.bytes[..]).unwrap(), asset.bytes);
        }
        let known = [
            ("accept-encoding", "gzip, zstd"),
            ("if-none-match", zstd.header("etag")),
        ];
        let again = get(&server, &path, &known).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);
        assert!(again.bytes.is_empty());
    }
}

#[tokio::test]
async fn a_region_is_answered_alone_to_a_page_that_is_open() {
    let server = Server::start().await;
    three_days(&server).await;
    for (path, region) in [
        ("/fr/search?q=doliprane", "results-region"),
        ("/fr/medicines/60234100?sort=-cover", "departments-region"),
    ] {
        let asked = [("hx-request", "true"), ("hx-target", region)];
        let alone = get(&server, path, &asked).await;
        let whole = get(&server, path, &[]).await;
        assert_eq!(alone.status, StatusCode::OK);
        assert!(!alone.text.contains("<html"));
        assert!(alone.text.contains(&format!("id=\"{region}\"")), "{path}");
        assert!(whole.text.contains(alone.text.trim()), "{path}");
        for got in [&alone, &whole] {
            assert!(
                got.header("vary").contains("hx-request, hx-target"),
                "{path}"
            );
        }
        let other = [("hx-request", "true"), ("hx-target", "another")];
        assert!(get(&server, path, &other).await.text.contains("<html"));
    }
}
