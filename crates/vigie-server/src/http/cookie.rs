//! The cookie of a session.

use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::header::COOKIE;

use crate::system::{SessionSecret, SystemSettings};

/// Name on an encrypted connection: browsers then keep it to this host, this path and encryption.
const ENCRYPTED: &str = "__Host-vigie";
/// Name on a connection without encryption.
const PLAIN: &str = "vigie";

const fn name(is_encrypted: bool) -> &'static str {
    if is_encrypted { ENCRYPTED } else { PLAIN }
}

/// The secret in a request.
pub fn read(headers: &HeaderMap, settings: &SystemSettings) -> Option<SessionSecret> {
    let name = name(settings.is_encrypted());
    let texts = headers
        .get_all(COOKIE)
        .into_iter()
        .filter_map(|header| header.to_str().ok());
    let mut pairs = texts
        .flat_map(|text| text.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.find(|(key, _)| *key == name)?;
    SessionSecret::parse(value)
}

/// The header that gives the secret to the browser. Without an end: the browser forgets it when it is closed, the
/// server when its time is over.
pub fn given(secret: &SessionSecret, settings: &SystemSettings) -> HeaderValue {
    written(&secret.written(), "", settings.is_encrypted())
}

/// The header that takes it away.
pub fn taken(settings: &SystemSettings) -> HeaderValue {
    written("", "; Max-Age=0", settings.is_encrypted())
}

fn written(value: &str, end: &str, is_encrypted: bool) -> HeaderValue {
    let name = name(is_encrypted);
    let secure = if is_encrypted { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{end}");
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}
