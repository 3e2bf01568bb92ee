//! What a browser is told to allow: the content security policy (what it may load for a page, and which scripts it may
//! run), and the headers that are the same for every answer.
//!
//! A script runs when it carries the nonce of the answer it came with: 16 random bytes of the operating system, new for
//! each request. Everything else that an answer could make a browser run is refused.

use std::sync::{Arc, LazyLock};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::system::SystemSettings;

const POLICY: HeaderName = header::CONTENT_SECURITY_POLICY;

/// For answers that are no pages: nothing is loaded, nothing runs.
const FOR_DATA: &str =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// For pages: style, pictures and data of this server only; no inline script or style; nobody may frame them.
const FOR_PAGES: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Of every answer.
const FIXED_HEADERS: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", PERMISSIONS_POLICY),
];
/// What pages may ask of a device: nothing.
const PERMISSIONS_POLICY: &str = "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), \
    microphone=(), payment=(), usb=(), browsing-topics=()";
/// Browsers use encrypted connections only, for two years.
const STRICT_TRANSPORT: &str = "max-age=63072000; includeSubDomains";

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Scripts of a page stand before this.
const HEAD_END: &str = "</head>";

/// What pages are written with where the nonce of a request will stand. It never leaves the process, so that no text from
/// outside can hold it and be given the nonce.
pub fn nonce_place() -> &'static str {
    static PLACE: LazyLock<String> = LazyLock::new(|| Nonce::random().0);
    &PLACE
}

/// The nonce of one request, in base64. Empty when the operating system gave no random bytes: pages have no script then.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Nonce(String);

impl Nonce {
    fn random() -> Self {
        let mut bytes = [0; 16];
        match getrandom::fill(&mut bytes) {
            Ok(()) => Self(base64(bytes)),
            Err(error) => {
                tracing::error!(%error, "No random bytes for a nonce: the page is sent without script");
                Self::default()
            }
        }
    }

    /// A written page with this nonce in its scripts. Pages are written with [`nonce_place`] and may be kept so.
    pub fn put_into(&self, html: &str) -> String {
        if nonce_place().is_empty() {
            return html.to_owned();
        }
        let (head, body) = html.split_once(HEAD_END).unwrap_or((html, ""));
        let mut page = head.replace(nonce_place(), &self.0);
        page.reserve(HEAD_END.len() + body.len());
        if head.len() < html.len() {
            page.push_str(HEAD_END);
            page.push_str(body);
        }
        page
    }
}

/// Base64 (RFC 4648, section 4) of 16 bytes: 21 digits of 6 bits, one of the last 2 bits, and padding.
fn base64(bytes: [u8; 16]) -> String {
    let number = u128::from_be_bytes(bytes);
    let whole = (0..21).map(|place| number >> (122 - 6 * place));
    let digits = whole.chain([number << 4]);
    let letters = digits.filter_map(|digit| ALPHABET.get((digit & 63) as usize));
    letters
        .map(|letter| char::from(*letter))
        .chain("==".chars())
        .collect()
}

/// Headers of every answer, unless it has its own.
#[derive(Debug, Clone)]
pub struct FixedHeaders(Arc<[(HeaderName, HeaderValue)]>);

impl FixedHeaders {
    /// The headers, with encrypted connections only where the settings have such an address.
    pub fn of(settings: &SystemSettings) -> Self {
        let transport = ("strict-transport-security", STRICT_TRANSPORT);
        let always = FIXED_HEADERS.into_iter();
        let all = always.chain(settings.is_encrypted().then_some(transport));
        let typed = all.map(|(name, value)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        });
        Self(typed.collect())
    }

    fn add_to(&self, headers: &mut HeaderMap) {
        for (name, value) in self.0.iter() {
            if !headers.contains_key(name) {
                headers.insert(name, value.clone());
            }
        }
    }
}

/// Gives the request its nonce, and the answer the policy that names it and the headers that all have.
pub async fn protect(
    State(fixed): State<FixedHeaders>,
    mut request: Request,
    next: Next,
) -> Response {
    let nonce = Nonce::random();
    request.extensions_mut().insert(nonce.clone());
    let mut response = next.run(request).await;
    // "Not modified" makes a browser replace the headers it kept, but not the page, which has another nonce.
    if response.status() != StatusCode::NOT_MODIFIED {
        let policy = policy(response.headers(), &nonce);
        response.headers_mut().insert(POLICY, policy);
    }
    fixed.add_to(response.headers_mut());
    response
}

fn policy(headers: &HeaderMap, nonce: &Nonce) -> HeaderValue {
    let is_page = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let text = match (is_page, nonce.0.as_str()) {
        (false, _) => FOR_DATA.to_owned(),
        (true, "") => FOR_PAGES.to_owned(),
        (true, nonce) => format!("{FOR_PAGES}; script-src 'nonce-{nonce}'"),
    };
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(FOR_DATA))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use tower::ServiceExt;

    #[test]
    fn a_nonce_is_16_bytes_in_base64() {
        assert_eq!(base64([0; 16]), "AAAAAAAAAAAAAAAAAAAAAA==");
        assert_eq!(base64([255; 16]), "/////////////////////w==");
        // `printf 'Vigie, 16 bytes.' | base64`
        assert_eq!(base64(*b"Vigie, 16 bytes."), "VmlnaWUsIDE2IGJ5dGVzLg==");
    }

    #[test]
    fn a_written_page_gets_the_nonce_in_its_head_and_nowhere_else() {
        let place = nonce_place();
        let written = format!("<head><script nonce=\"{place}\"></script></head><p>{place}</p>");
        let sent = Nonce("abc".to_owned()).put_into(&written);
        assert_eq!(
            sent,
            format!("<head><script nonce=\"abc\"></script></head><p>{place}</p>")
        );
    }

    #[test]
    fn policies_allow_nothing_inline_and_nothing_foreign() {
        for policy in [FOR_DATA, FOR_PAGES] {
            assert!(policy.starts_with("default-src 'none'; "));
            for forbidden in ["unsafe", "http", "*", "\n", "  "] {
                assert!(!policy.contains(forbidden), "{forbidden}");
            }
        }
    }

    async fn answer(path: &str) -> Response {
        let page = |status: StatusCode| {
            (
                status,
                [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
                "",
            )
        };
        let router = Router::new()
            .route("/page", get(move || async move { page(StatusCode::OK) }))
            .route(
                "/same",
                get(move || async move { page(StatusCode::NOT_MODIFIED) }),
            )
            .route("/data", get(|| async { "text" }))
            .layer(from_fn_with_state(FixedHeaders(Arc::default()), protect));
        let request = Request::get(path).body(Body::empty()).unwrap();
        router.oneshot(request).await.unwrap()
    }

    #[tokio::test]
    async fn an_answer_that_nothing_changed_leaves_the_policy_of_the_kept_page() {
        assert!(answer("/page").await.headers().contains_key(POLICY));
        assert!(!answer("/same").await.headers().contains_key(POLICY));
    }

    #[tokio::test]
    async fn what_is_no_page_may_run_nothing() {
        let policy = answer("/data").await.headers()[POLICY].clone();
        assert_eq!(policy, FOR_DATA);
    }
}
