//! Search results.

use axum::extract::State;
use axum::response::Response;
use vigie_catalogue::{Catalogue, Field, Medicine, SearchHit};
use vigie_pages::{CoverThresholds, MatchedField, SearchResult, SearchResults, links};

use super::asked::Asked;
use super::listing::Listing;
use super::shell::shell;
use super::stock::National;
use super::{page_or_region, trouble};
use crate::http::App;
use crate::system::System;

/// Results of one page.
const PAGE_RESULTS: usize = 20;
/// Last page: nobody reads on, and each page costs the search of those before.
const LAST_PAGE: usize = 25;
/// Longest text; the search box takes as much.
const LONGEST_TEXT: usize = 200;

/// `/{lang}/search?q=…&page=…`
pub async fn show(State(app): State<App>, asked: Asked) -> Response {
    let text = asked.parameter("q").unwrap_or_default();
    if text.chars().count() > LONGEST_TEXT {
        let expected = ["200 caractères au plus", "200 characters at most"];
        return trouble::bad_parameter(&asked, "q", text, expected);
    }
    if let Some(page) = read_page(asked.parameter("page")) {
        let results = results(&app.system, &asked, text, page);
        let written = if asked.is_for_region("results-region") {
            results.render_results(asked.language)
        } else {
            results.render(asked.language)
        };
        page_or_region(written, &asked)
    } else {
        let value = asked.parameter("page").unwrap_or_default();
        trouble::bad_parameter(
            &asked,
            "page",
            value,
            ["un nombre de 1 à 25", "a number from 1 to 25"],
        )
    }
}

fn read_page(text: Option<&str>) -> Option<usize> {
    let Some(text) = text else { return Some(1) };
    text.parse()
        .ok()
        .filter(|page| (1..=LAST_PAGE).contains(page))
}

fn results(system: &System, asked: &Asked, text: &str, page: usize) -> SearchResults {
    let catalogue = system.catalogue();
    let found = catalogue.search(text, page * PAGE_RESULTS);
    let skipped = (page - 1) * PAGE_RESULTS;
    let hits = found.hits.get(skipped..).unwrap_or_default();
    let more = page < LAST_PAGE && found.total > page * PAGE_RESULTS;
    let data_day = system.picture.read().latest();
    SearchResults {
        shell: shell(system, asked, data_day),
        query: text.to_owned(),
        total: found.total as u64,
        first: skipped as u64 + 1,
        results: result_rows(system, &catalogue, hits, text),
        next: more.then(|| format!("{}&page={}", links::search(asked.language, text), page + 1)),
        suggestion: without_ignored(text, &found.ignored),
        thresholds: CoverThresholds::default(),
    }
}

fn result_rows(
    system: &System,
    catalogue: &Catalogue,
    hits: &[SearchHit],
    text: &str,
) -> Vec<SearchResult> {
    let listing = Listing::at(catalogue, system.clock.today());
    let medicines: Vec<_> = hits
        .iter()
        .filter_map(|hit| Some((hit, catalogue.medicine(hit.cis)?)))
        .collect();
    let stocks = main_packs(system, medicines.iter().map(|(_, medicine)| *medicine));
    let rows = medicines.into_iter().zip(stocks);
    rows.map(|((hit, medicine), stock)| result_row(*hit, medicine, listing, &stock, text))
        .collect()
}

/// The national figures of the most sold pack of each medicine, read under one lock.
pub fn main_packs<'a>(
    system: &System,
    medicines: impl Iterator<Item = Medicine<'a>>,
) -> Vec<National> {
    let table = system.packs();
    let numbers: Vec<Vec<_>> = medicines
        .map(|medicine| {
            medicine
                .packs()
                .filter_map(|pack| table.number(pack.cip13()))
                .collect()
        })
        .collect();
    let discretion = system.public_discretion();
    let picture = system.picture.read();
    let main = |packs: Vec<_>| {
        let nationals = packs
            .into_iter()
            .map(|pack| National::of(&picture, pack, &discretion));
        nationals
            .max_by_key(|national| national.sold_28_days)
            .unwrap_or(National::UNKNOWN)
    };
    numbers.into_iter().map(main).collect()
}

fn result_row(
    hit: SearchHit,
    medicine: Medicine<'_>,
    listing: Listing<'_>,
    stock: &National,
    text: &str,
) -> SearchResult {
    let substances: Vec<&str> = medicine
        .active_components()
        .map(vigie_catalogue::Component::name)
        .collect();
    SearchResult {
        cis: medicine.cis().to_string(),
        name: medicine.name().to_owned(),
        substances: unique(substances).join(", "),
        company: Some(medicine.holders().collect::<Vec<_>>().join(", "))
            .filter(|names| !names.is_empty()),
        matched: matched(hit.field),
        matched_text: matched_text(hit.field, medicine, text),
        packs: medicine.packs().count() as u64,
        major_therapeutic_interest: medicine.is_major_therapeutic_interest(),
        availability: listing.situation(medicine.cis()),
        cover_days: stock.cell.cover,
    }
}

fn unique(mut names: Vec<&str>) -> Vec<&str> {
    let mut seen = Vec::new();
    names.retain(|name| {
        !seen.contains(name) && {
            seen.push(*name);
            true
        }
    });
    names
}

/// A form is part of the name as published, so a match there is a match of the name.
const fn matched(field: Field) -> MatchedField {
    match field {
        Field::Code => MatchedField::Code,
        Field::Brand | Field::Name | Field::Form => MatchedField::Name,
        Field::Substance => MatchedField::Substance,
        Field::Atc => MatchedField::Atc,
        Field::Holder => MatchedField::Company,
    }
}

fn matched_text(field: Field, medicine: Medicine<'_>, text: &str) -> Option<String> {
    match field {
        Field::Code => Some(text.to_owned()),
        Field::Atc => medicine.atc().map(|(code, _)| code.to_string()),
        _ => None,
    }
}

/// What was typed without the words that no medicine has, when something is left: the results are those of it.
fn without_ignored(text: &str, ignored: &[String]) -> Option<String> {
    let is_kept = |word: &&str| {
        !ignored
            .iter()
            .any(|ignored| ignored.eq_ignore_ascii_case(word))
    };
    let kept: Vec<&str> = text.split_whitespace().filter(is_kept).collect();
    let shorter = kept.join(" ");
    (!ignored.is_empty() && !kept.is_empty() && kept.len() < text.split_whitespace().count())
        .then_some(shorter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(None, Some(1))]
    #[case(Some("3"), Some(3))]
    #[case(Some("0"), None)]
    #[case(Some("26"), None)]
    #[case(Some("two"), None)]
    fn a_page_is_a_number_from_1_to_25(#[case] text: Option<&str>, #[case] page: Option<usize>) {
        assert_eq!(read_page(text), page);
    }

    #[test]
    fn a_word_that_no_medicine_has_is_left_out_of_the_suggestion() {
        let ignored = vec!["zzzz".to_owned()];
        assert_eq!(
            without_ignored("Doliprane ZZZZ 1g", &ignored),
            Some("Doliprane 1g".to_owned())
        );
        assert_eq!(without_ignored("zzzz", &ignored), None);
        assert_eq!(without_ignored("doliprane", &[]), None);
    }

    #[test]
    fn a_substance_in_two_parts_of_a_medicine_is_named_once() {
        assert_eq!(unique(vec!["A", "B", "A"]), ["A", "B"]);
    }
}
