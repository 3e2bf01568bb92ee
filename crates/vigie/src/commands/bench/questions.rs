//! What is asked of the catalogue and the stocks while it is measured: many different questions, so that no memory of
//! earlier answers is measured.

use std::fmt::Write;
use std::sync::Arc;

use vigie_catalogue::{Catalogue, Medicine};
use vigie_model::Cip13;

/// How many different questions of each sort.
const DIFFERENT: usize = 4_000;

/// Stocks of packs by department.
pub fn stocks(packs: &[Cip13]) -> Vec<Arc<str>> {
    let packs = packs.iter().take(DIFFERENT);
    packs
        .map(|pack| format!("/api/v1/packs/{pack}/stock?by=department").into())
        .collect()
}

/// Medicines by their code.
pub fn medicines(catalogue: &Catalogue) -> Vec<Arc<str>> {
    spread(catalogue)
        .map(|medicine| format!("/api/v1/medicines/{}", medicine.cis()).into())
        .collect()
}

/// Searches as people write them: names, abbreviations, typing errors, substances, classes.
pub fn searches(catalogue: &Catalogue) -> Vec<Arc<str>> {
    let words = spread(catalogue)
        .enumerate()
        .filter_map(|(number, medicine)| search_for(number, medicine));
    words
        .map(|words| format!("/api/v1/medicines?q={}", escaped(&words)).into())
        .collect()
}

/// Medicines from all parts of the catalogue.
pub fn spread(catalogue: &Catalogue) -> impl Iterator<Item = Medicine<'_>> {
    let medicines = catalogue.medicines();
    let step = medicines.len().div_ceil(DIFFERENT).max(1);
    medicines.step_by(step)
}

fn search_for(number: usize, medicine: Medicine<'_>) -> Option<String> {
    let name = medicine.name().to_lowercase();
    let words: Vec<&str> = name
        .split([' ', ','])
        .filter(|word| !word.is_empty())
        .collect();
    let first = *words.first()?;
    match number % 5 {
        0 => Some(first.to_owned()),
        1 => Some(words.iter().take(3).copied().collect::<Vec<_>>().join(" ")),
        2 => Some(with_typing_error(first)),
        3 => Some(medicine.active_components().next()?.name().to_lowercase()),
        _ => Some(medicine.atc()?.0.to_string()),
    }
}

/// The third letter is missing.
fn with_typing_error(word: &str) -> String {
    word.chars()
        .enumerate()
        .filter(|(place, _)| *place != 2)
        .map(|(_, letter)| letter)
        .collect()
}

fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut escaped, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => escaped.push(char::from(byte)),
            // Writing to a string cannot fail.
            _ => write!(escaped, "%{byte:02X}").unwrap_or_default(),
        }
        escaped
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_spaces_are_escaped_as_utf8() {
        assert_eq!(escaped("céfalexine 1 g"), "c%C3%A9falexine%201%20g");
    }

    #[test]
    fn a_typing_error_loses_one_letter() {
        assert_eq!(with_typing_error("doliprane"), "doiprane");
    }
}
