//! From postal codes to departments.

/// The INSEE code of the department of a five-digit postal code.
///
/// The exceptions to "first two digits" are those seen in the addresses of the hospitals and
/// pharmacies of the public registers.
pub(super) fn department_code(postal: &str) -> Option<&str> {
    match postal.get(..2)? {
        "20" => corsica(postal),
        "97" | "98" => overseas(postal),
        metropolitan => Some(metropolitan),
    }
}

/// Ajaccio and the south, Bastia and the north; 205 and 207 are large receivers in Ajaccio.
fn corsica(postal: &str) -> Option<&'static str> {
    match postal.get(..3)? {
        "200" | "201" | "205" | "207" => Some("2A"),
        "202" | "206" => Some("2B"),
        // 203 and 204 belong to large receivers only: no address seen tells where.
        _ => None,
    }
}

fn overseas(postal: &str) -> Option<&str> {
    match postal {
        // Two islands left Guadeloupe in 2007 and kept their postal codes.
        "97133" => Some("977"),
        "97150" => Some("978"),
        // Clipperton has one code of the Polynesian series.
        "98799" => Some("989"),
        _ => match postal.get(..3)? {
            // Large receivers of La Réunion; Saint-Martin does not use its own series.
            "978" => Some("974"),
            // Monaco is served by the French post and is no part of France.
            "970" | "979" | "980" => None,
            own => Some(own),
        },
    }
}
