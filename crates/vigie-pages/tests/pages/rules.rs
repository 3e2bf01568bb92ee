//! Rules that hold on every page.

use std::collections::HashSet;

use vigie_model::Language;
use vigie_pages::{LINKED_DEFINITIONS, asset, sample};

use crate::html::{all_pages, attribute, elements, inner, name, pages, tags, text};

#[test]
fn every_page_has_one_main_heading_a_title_a_description_and_its_language() {
    for (language, page, html) in all_pages() {
        assert_eq!(elements(&html, "h1").len(), 1, "{page}");
        assert!(
            !text(inner(&html, "h1").unwrap()).trim().is_empty(),
            "{page}"
        );
        assert!(
            inner(&html, "title").unwrap().ends_with(" – Vigie"),
            "{page}"
        );
        assert!(
            html.contains("<meta name=\"description\" content=\""),
            "{page}"
        );
        assert_eq!(
            attribute(tags(&html)[0], "lang"),
            Some(language.code()),
            "{page}"
        );
    }
}

#[test]
fn titles_differ_between_pages() {
    for language in Language::ALL {
        let pages = pages(language);
        let titles: HashSet<_> = pages
            .iter()
            .map(|(_, html)| inner(html, "title").unwrap())
            .collect();
        // The board and the empty board are the same page.
        assert_eq!(titles.len(), pages.len() - 1);
    }
}

#[test]
fn every_page_names_itself_in_both_languages() {
    for (_, page, html) in all_pages() {
        let links: Vec<_> = tags(&html)
            .into_iter()
            .filter(|tag| name(tag) == "link")
            .collect();
        let alternates: Vec<_> = links
            .iter()
            .filter_map(|tag| attribute(tag, "hreflang"))
            .collect();
        assert_eq!(alternates, ["fr", "en", "x-default"], "{page}");
        let canonical = links
            .iter()
            .find(|tag| attribute(tag, "rel") == Some("canonical"))
            .unwrap();
        assert!(
            attribute(canonical, "href")
                .unwrap()
                .starts_with("https://vigie.example/"),
            "{page}"
        );
    }
}

#[test]
fn the_language_switch_keeps_the_page_and_its_query() {
    let html = sample::medicine_page().render(Language::French).unwrap();
    assert!(html.contains("href=\"/en/medicines/69118175?pack=3400933857042\">English</a>"));
}

#[test]
fn nothing_inline_that_a_strict_policy_would_refuse() {
    for (_, page, html) in all_pages() {
        for tag in tags(&html) {
            assert!(
                !["script", "style", "iframe", "object"].contains(&name(tag)),
                "{page}: <{tag}>"
            );
            assert!(attribute(tag, "style").is_none(), "{page}: <{tag}>");
            assert!(
                !tag.split(' ')
                    .any(|part| part.starts_with("on") && part.contains('=')),
                "{page}: <{tag}>"
            );
            assert!(!tag.contains("javascript:"), "{page}: <{tag}>");
        }
    }
}

#[test]
fn no_page_loads_anything_from_elsewhere() {
    for (_, page, html) in all_pages() {
        for tag in tags(&html) {
            let loads = attribute(tag, "src").or_else(|| {
                let rel = attribute(tag, "rel").unwrap_or_default();
                if ["stylesheet", "icon", "preload"].contains(&rel) {
                    attribute(tag, "href")
                } else {
                    None
                }
            });
            if let Some(address) = loads {
                let file = address
                    .strip_prefix("/assets/")
                    .unwrap_or_else(|| panic!("{page}: {address}"));
                assert!(asset(file).is_some(), "{page}: {address}");
            }
        }
    }
}

#[test]
fn every_table_has_a_caption_and_headers_with_a_scope() {
    for (_, page, html) in all_pages() {
        for table in elements(&html, "table") {
            assert!(table.trim_start().starts_with("<caption"), "{page}");
            assert!(
                !text(inner(table, "caption").unwrap()).trim().is_empty(),
                "{page}"
            );
            for tag in tags(table).into_iter().filter(|tag| name(tag) == "th") {
                assert!(
                    matches!(attribute(tag, "scope"), Some("col" | "row")),
                    "{page}: <{tag}>"
                );
            }
        }
    }
}

#[test]
fn rows_of_a_table_are_as_long_as_its_header() {
    for (_, page, html) in all_pages() {
        for table in elements(&html, "table") {
            let lengths: HashSet<_> = elements(table, "tr")
                .iter()
                .map(|row| elements(row, "th").len() + elements(row, "td").len())
                .collect();
            assert_eq!(
                lengths.len(),
                1,
                "{page}: {}",
                inner(table, "caption").unwrap()
            );
        }
    }
}

#[test]
fn every_drawing_has_a_title() {
    for (_, page, html) in all_pages() {
        let outer = html
            .split("<svg")
            .skip(1)
            .filter(|part| part.contains("role=\"img\""));
        for drawing in outer {
            let (_, content) = drawing.split_once('>').unwrap();
            assert!(content.trim_start().starts_with("<title"), "{page}");
        }
        assert!(!html.contains("<img"), "{page}");
    }
}

#[test]
fn identifiers_are_unique_and_references_lead_somewhere() {
    for (_, page, html) in all_pages() {
        let tags = tags(&html);
        let mut identifiers = HashSet::new();
        for identifier in tags.iter().filter_map(|tag| attribute(tag, "id")) {
            assert!(identifiers.insert(identifier), "{page}: {identifier} twice");
        }
        let labels = tags
            .iter()
            .filter_map(|tag| attribute(tag, "aria-labelledby"))
            .flat_map(|value| value.split(' '));
        let anchors = tags
            .iter()
            .filter_map(|tag| attribute(tag, "href")?.strip_prefix('#'));
        let inputs = tags.iter().filter_map(|tag| attribute(tag, "for"));
        for reference in labels.chain(anchors).chain(inputs) {
            assert!(
                identifiers.contains(reference),
                "{page}: {reference} is not there"
            );
        }
    }
}

#[test]
fn every_definition_that_a_page_links_to_exists() {
    let definitions = sample::definitions();
    let known: HashSet<_> = definitions
        .entries
        .iter()
        .map(|entry| entry.identifier.as_str())
        .collect();
    for (_, page, html) in all_pages() {
        for tag in tags(&html) {
            let Some((_, identifier)) =
                attribute(tag, "href").and_then(|href| href.split_once("/definitions#"))
            else {
                continue;
            };
            assert!(
                known.contains(identifier) && LINKED_DEFINITIONS.contains(&identifier),
                "{page}: {identifier}"
            );
        }
    }
}

#[test]
fn no_word_is_unresolved() {
    for (_, page, html) in all_pages() {
        let seen = text(&html);
        for mark in [
            "{{", "}}", "{%", "Some(", "None", "TODO", "Unknown(", "NaN", " inf ",
        ] {
            assert!(!seen.contains(mark), "{page}: {mark}");
        }
    }
}

#[test]
fn english_pages_hold_no_french_sentence_of_ours() {
    for (page, html) in pages(Language::English) {
        let seen = text(&html);
        for word in [
            "Couverture",
            "boîtes",
            "inconnu ",
            "Télécharger",
            "depuis le",
            "Officines",
        ] {
            assert!(!seen.contains(word), "{page}: {word}");
        }
    }
}

#[test]
fn synthetic_data_say_so_on_every_page_and_real_data_do_not() {
    let mut board = sample::home();
    assert!(
        board
            .render(Language::French)
            .unwrap()
            .contains("Données synthétiques.")
    );
    assert!(
        board
            .render(Language::English)
            .unwrap()
            .contains("Synthetic data.")
    );
    board.shell.synthetic = false;
    assert!(
        !board
            .render(Language::French)
            .unwrap()
            .contains("Données synthétiques.")
    );
}

#[test]
fn what_was_typed_is_kept_and_harmless() {
    let html = sample::no_results().render(Language::French).unwrap();
    assert!(html.contains("value=\"&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62;\""));
    assert!(!html.contains("<script"));
}

#[test]
fn a_page_weighs_less_than_60_kilobytes_with_its_style_sheet() {
    use std::io::Write as _;
    let compressed = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap().len()
    };
    let style = vigie_pages::asset_names()
        .map(|name| compressed(asset(name).unwrap().bytes))
        .sum::<usize>();
    for (_, page, html) in all_pages() {
        let weight = compressed(html.as_bytes()) + style;
        assert!(weight < 60_000, "{page}: {weight} bytes");
    }
}
