//! Cookies: of a session, and of a sign-in under way at another service.

use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::header::COOKIE;
use jiff::SignedDuration;

use crate::provider::FlowSecret;
use crate::system::{SessionSecret, SystemSettings};

/// A cookie by its two names: on an encrypted connection, browsers keep it to this host, this path and encryption.
struct Name {
    encrypted: &'static str,
    plain: &'static str,
}

const SESSION: Name = Name {
    encrypted: "__Host-vigie",
    plain: "vigie",
};
const FLOW: Name = Name {
    encrypted: "__Host-vigie-sign-in",
    plain: "vigie-sign-in",
};

impl Name {
    fn of(&self, settings: &SystemSettings) -> &'static str {
        if settings.is_encrypted() {
            self.encrypted
        } else {
            self.plain
        }
    }

    /// The value in a request.
    fn find<'a>(&self, headers: &'a HeaderMap, settings: &SystemSettings) -> Option<&'a str> {
        let name = self.of(settings);
        let texts = headers
            .get_all(COOKIE)
            .into_iter()
            .filter_map(|header| header.to_str().ok());
        let mut pairs = texts
            .flat_map(|text| text.split(';'))
            .filter_map(|pair| pair.trim().split_once('='));
        let (_, value) = pairs.find(|(key, _)| *key == name)?;
        Some(value)
    }

    /// The header that gives it to the browser; without seconds until the browser is closed, with none it is taken away.
    /// Browsers send it along when another site leads here, not when another site sends a form.
    fn written(&self, value: &str, seconds: Option<i64>, settings: &SystemSettings) -> HeaderValue {
        let name = self.of(settings);
        let secure = if settings.is_encrypted() {
            "; Secure"
        } else {
            ""
        };
        let end = seconds.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
        let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{end}");
        HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
    }
}

/// The secret of the session in a request.
pub fn read(headers: &HeaderMap, settings: &SystemSettings) -> Option<SessionSecret> {
    SessionSecret::parse(SESSION.find(headers, settings)?)
}

/// The header that gives the secret of a session to the browser. Without an end: the browser forgets it when it is
/// closed, the server when its time is over.
pub fn given(secret: &SessionSecret, settings: &SystemSettings) -> HeaderValue {
    SESSION.written(&secret.written(), None, settings)
}

/// The header that takes it away.
pub fn taken(settings: &SystemSettings) -> HeaderValue {
    SESSION.written("", Some(0), settings)
}

/// The secret of a sign-in under way.
pub fn flow_read(headers: &HeaderMap, settings: &SystemSettings) -> Option<FlowSecret> {
    FlowSecret::parse(FLOW.find(headers, settings)?)
}

/// The header that gives the secret of a sign-in to the browser that begins it.
pub fn flow_given(
    secret: &FlowSecret,
    longest: SignedDuration,
    settings: &SystemSettings,
) -> HeaderValue {
    FLOW.written(&secret.written(), Some(longest.as_secs()), settings)
}

/// The header that takes it away.
pub fn flow_taken(settings: &SystemSettings) -> HeaderValue {
    FLOW.written("", Some(0), settings)
}
