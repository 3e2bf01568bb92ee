//! Rules that hold on every page.

use std::collections::HashSet;

use vigie_model::Language;
use vigie_pages::{Island, LINKED_DEFINITIONS, asset, assets, sample};

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
        // The board and the empty board are the same page, and so are the three states of a list that is not kept.
        assert_eq!(titles.len(), pages.len() - 3);
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
                !["style", "iframe", "object"].contains(&name(tag)),
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
fn every_script_is_a_file_of_ours_with_the_nonce_of_the_request() {
    for (_, page, html) in all_pages() {
        for tag in tags(&html).into_iter().filter(|tag| name(tag) == "script") {
            assert_eq!(attribute(tag, "type"), Some("module"), "{page}");
            assert_eq!(
                attribute(tag, "nonce"),
                Some("0a1B2c3D4e5F6g7H8i9J0w=="),
                "{page}"
            );
            assert!(attribute(tag, "src").is_some(), "{page}");
        }
        assert!(
            elements(&html, "script").iter().all(|text| text.is_empty()),
            "{page}"
        );
    }
}

#[test]
fn a_page_without_nonce_has_no_script() {
    let mut board = sample::home();
    board.shell.nonce = String::new();
    let html = board.render(Language::French).unwrap();
    assert!(!html.contains("<script"));
}

/// The element and its script come together: neither stands on a page without the other.
#[test]
fn a_page_loads_the_scripts_of_the_islands_that_stand_on_it() {
    for (_, page, html) in all_pages() {
        for island in Island::ALL {
            let Some(script) = island.script() else {
                continue;
            };
            let element = format!("<vigie-{}", island.name());
            let loaded = html.contains(&format!("src=\"{script}\""));
            // A chart or table that has nothing to show is left out; its script may be there.
            let stands = html.contains(&element);
            assert!(loaded || !stands, "{page}: {element} has no script");
        }
    }
}

#[test]
fn a_region_asked_for_alone_is_the_same_as_on_its_page() {
    for language in Language::ALL {
        let medicine = sample::medicine_page();
        let results = sample::search_results();
        for (region, page) in [
            (
                medicine.render_departments(language),
                medicine.render(language),
            ),
            (results.render_results(language), results.render(language)),
        ] {
            let region = region.unwrap();
            assert!(
                region
                    .trim_start()
                    .starts_with("<vigie-refresh><div class=\"region\" id=\"")
            );
            assert!(!region.contains("<html"));
            assert!(page.unwrap().contains(region.trim()));
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
    assert!(!html.contains("<script>"));
}

#[test]
fn a_page_weighs_less_than_60_kilobytes_with_what_it_loads() {
    use std::io::Write as _;
    let compressed = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap().len()
    };
    for (_, page, html) in all_pages() {
        let loaded = assets()
            .iter()
            .filter(|asset| html.contains(&format!("\"/assets/{}\"", asset.name)));
        let beside: usize = loaded.map(|asset| compressed(asset.bytes)).sum();
        let weight = compressed(html.as_bytes()) + beside;
        assert!(weight < 60_000, "{page}: {weight} bytes");
    }
}
