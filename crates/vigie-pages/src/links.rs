//! Addresses of pages and of the data behind them, written once for templates and server.

use std::fmt::Write as _;

use vigie_model::Language;

/// The national board: `/fr/`.
pub fn board(language: Language) -> String {
    page(language, "/")
}

/// A page by its path without language: `page(French, "/definitions")` is `/fr/definitions`.
pub fn page(language: Language, path: &str) -> String {
    format!("/{}{path}", language.code())
}

/// Search results: `/fr/search?q=doliprane%201g`.
pub fn search(language: Language, text: &str) -> String {
    format!("/{}/search?q={}", language.code(), percent_encode(text))
}

/// The page of a medicine: `/fr/medicines/60234100`.
pub fn medicine(language: Language, cis: &str) -> String {
    format!("/{}/medicines/{}", language.code(), percent_encode(cis))
}

/// The page of a medicine with one pack in focus: `/fr/medicines/60234100?pack=3400935955838`.
pub fn pack(language: Language, cis: &str, cip13: &str) -> String {
    format!("{}?pack={}", medicine(language, cis), percent_encode(cip13))
}

/// A definition: `/fr/definitions#cover`.
pub fn definition(language: Language, identifier: &str) -> String {
    format!(
        "/{}/definitions#{}",
        language.code(),
        percent_encode(identifier)
    )
}

/// Where the suggestions of the search come from; `q` is added.
pub const SEARCH_SOURCE: &str = "/api/v1/medicines";

/// Percent-encodes everything but unreserved characters (RFC 3986, section 2.3).
pub fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_typed_by_a_person_is_percent_encoded() {
        assert_eq!(
            search(Language::French, "amoxicilline 1g & é"),
            "/fr/search?q=amoxicilline%201g%20%26%20%C3%A9"
        );
    }

    #[test]
    fn a_pack_has_the_address_of_its_medicine() {
        assert_eq!(
            pack(Language::English, "60234100", "3400935955838"),
            "/en/medicines/60234100?pack=3400935955838"
        );
    }
}
