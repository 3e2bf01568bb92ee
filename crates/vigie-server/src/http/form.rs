//! Forms as browsers send them.

use std::convert::Infallible;

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use bytes::{Bytes, BytesMut};

use crate::access::rights::{Resource, Right};
use crate::system::{SignedIn, SystemSettings};

/// Most bytes of a form.
const MOST_BYTES: usize = 64 << 10;
/// Most bytes of a form with a list of medicines: four megabytes of text, of which each accent takes up to three as sent.
const MOST_LIST_BYTES: usize = 12 << 20;
/// Most bytes of a form that are carried through a sign-in.
const CARRIED_BYTES: usize = 16 << 10;
/// Name of the field that shows that a form comes from a page of the session.
pub const TOKEN_FIELD: &str = "form_token";
/// Fields that are never shown again or carried on.
const SECRET_FIELDS: [&str; 6] = [
    TOKEN_FIELD,
    "password",
    "new_password",
    "repeated_password",
    "code",
    "invitation",
];

/// Most bytes of a form that needs a right.
pub fn most_bytes(right: Right) -> usize {
    if right == Right::send(Resource::Lists) || right == Right::send(Resource::Laboratory) {
        MOST_LIST_BYTES
    } else {
        MOST_BYTES
    }
}

/// Most bytes of a file that comes with such a form.
pub fn most_file_bytes(right: Right, settings: &SystemSettings) -> usize {
    match right {
        _ if right == Right::send(Resource::Lists) => MOST_LIST_BYTES.min(settings.body_bytes),
        _ if right == Right::send(Resource::Laboratory) => MOST_LIST_BYTES.min(settings.body_bytes),
        _ => settings.body_bytes,
    }
}

/// The fields of a form, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent(Vec<(String, String)>);

impl Sent {
    /// Reads `name=value&…`.
    pub fn parse(body: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(body).into_owned().collect())
    }

    /// A field as typed; empty when absent.
    pub fn raw(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// A field without spaces around it; empty when absent.
    pub fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// Whether the form comes from a page of this session.
    pub fn is_of(&self, signed_in: &SignedIn) -> bool {
        let (sent, expected) = (self.raw(TOKEN_FIELD), signed_in.form_token.as_str());
        // Compares digests, so that the time tells nothing of the token.
        blake3::hash(sent.as_bytes()) == blake3::hash(expected.as_bytes())
    }

    /// What may be carried through a sign-in, written as one text; empty when nothing, or too much, was typed.
    pub fn carried(&self) -> String {
        let kept = self.fields();
        let text = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(kept)
            .finish();
        if text.len() > CARRIED_BYTES {
            String::new()
        } else {
            text
        }
    }

    /// Fields without secrets.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        let kept = self
            .0
            .iter()
            .filter(|(key, _)| !SECRET_FIELDS.contains(&key.as_str()));
        kept.map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

impl<S: Sync> FromRequestParts<S> for Sent {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// The file that came with a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentFile {
    /// What its sender calls it.
    pub name: String,
    /// Its content.
    pub content: Bytes,
}

/// Why a form with a file could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnreadForm {
    /// A field or the file is too long.
    Large,
    /// It is not a form, or it ends in the middle.
    Damaged,
}

impl From<MultipartError> for UnreadForm {
    fn from(error: MultipartError) -> Self {
        match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Self::Large,
            _ => Self::Damaged,
        }
    }
}

/// Reads a form with a file (`multipart/form-data`): its texts, all together of at most `most_text_bytes`, and the first
/// file that is not empty, of at most `most_file_bytes`.
pub async fn read_multipart(
    request: Request,
    most_text_bytes: usize,
    most_file_bytes: usize,
) -> Result<(Sent, Option<SentFile>), UnreadForm> {
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|_| UnreadForm::Damaged)?;
    let (mut fields, mut file, mut text_bytes) = (Vec::new(), None, 0);
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        if let Some(file_name) = field.file_name().map(str::to_owned) {
            let content = read_field(field, most_file_bytes).await?;
            if file.is_none() && !content.is_empty() {
                let name = file_name;
                file = Some(SentFile { name, content });
            }
        } else {
            text_bytes += name.len();
            let left = most_text_bytes.checked_sub(text_bytes);
            let content = read_field(field, left.ok_or(UnreadForm::Large)?).await?;
            text_bytes += content.len();
            fields.push((name, String::from_utf8_lossy(&content).into_owned()));
        }
    }
    Ok((Sent(fields), file))
}

async fn read_field(mut field: Field<'_>, most_bytes: usize) -> Result<Bytes, UnreadForm> {
    let mut content = BytesMut::new();
    while let Some(chunk) = field.chunk().await? {
        if content.len() + chunk.len() > most_bytes {
            return Err(UnreadForm::Large);
        }
        content.extend_from_slice(&chunk);
    }
    Ok(content.freeze())
}

impl<S: Sync> FromRequestParts<S> for SentFile {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let nothing = || Self {
            name: String::new(),
            content: Bytes::new(),
        };
        Ok(parts.extensions.get().cloned().unwrap_or_else(nothing))
    }
}

/// A line of text that a person typed: not too long, no signs that hide or turn what others will read.
pub fn clean_line(text: &str, most_characters: usize) -> Option<String> {
    let text = text.trim();
    let hides = |sign: char| {
        sign.is_control()
            || matches!(sign, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let fits = !text.is_empty() && text.chars().count() <= most_characters;
    (fits && !text.contains(hides)).then(|| text.to_owned())
}

/// An address of mail, by its shape only: one `@` with something on both sides, no spaces, ASCII.
pub fn clean_email(text: &str) -> Option<String> {
    let text = clean_line(text, 254)?;
    let (name, host) = text.split_once('@')?;
    let is_plain = |part: &str| {
        part.chars()
            .all(|sign| sign.is_ascii_graphic() && !"\"<>(),:;\\@[]".contains(sign))
    };
    let fits = !name.is_empty()
        && host.len() > 2
        && host.contains('.')
        && is_plain(name)
        && is_plain(host);
    fits.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn secrets_are_not_carried_and_neither_is_too_much() {
        let sent = Sent::parse(
            b"name=Marie+Curie&password=polonium&form_token=1&role=auditor&role=operator",
        );
        assert_eq!(
            sent.carried(),
            "name=Marie+Curie&role=auditor&role=operator"
        );
        let large = Sent::parse(format!("text={}", "a".repeat(20_000)).as_bytes());
        assert_eq!(large.carried(), "");
    }

    #[rstest]
    #[case("marie@example.org", true)]
    #[case(" marie@example.org ", true)]
    #[case("marie", false)]
    #[case("marie@localhost", false)]
    #[case("ma rie@example.org", false)]
    #[case("<script>@example.org", false)]
    #[case("marie@example.org\u{202e}", false)]
    #[case("", false)]
    fn an_address_of_mail_is_known_by_its_shape(#[case] text: &str, #[case] fits: bool) {
        assert_eq!(clean_email(text).is_some(), fits);
    }

    #[rstest]
    #[case("Marie Skłodowska-Curie", true)]
    #[case("Robert'); DROP TABLE person;--", true)]
    #[case("<b>Marie</b>", true)]
    #[case("Marie\u{202e}eiruC", false)]
    #[case("Marie\0", false)]
    #[case("   ", false)]
    fn a_name_may_hold_any_letter_and_no_hidden_sign(#[case] text: &str, #[case] fits: bool) {
        assert_eq!(clean_line(text, 100).is_some(), fits);
    }

    #[test]
    fn a_line_is_not_longer_than_asked() {
        assert!(clean_line(&"é".repeat(100), 100).is_some());
        assert!(clean_line(&"é".repeat(101), 100).is_none());
    }
}
