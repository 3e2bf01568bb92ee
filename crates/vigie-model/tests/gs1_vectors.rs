//! The scan vectors of the GS1 syntax engine, kept in `data/gs1`.
//!
//! Which of them apply: all 54 readings (`Process`), and, read backwards, the 35 writings
//! (`Generate`) that give a scan. The others are writings that must fail, which say nothing about
//! reading. Free text, which the engine passes on, is refused by a reader of packs.

use std::fs;

use vigie_model::gs1::{Scan, ScanError};

/// Kind, symbology or expected success, two texts.
fn vectors() -> Vec<[String; 4]> {
    let path = "../../data/gs1/scan-vectors.tsv.zst";
    let bytes = zstd::decode_all(fs::File::open(path).unwrap()).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let rows = text.lines().skip(1).filter(|line| !line.starts_with('\t'));
    rows.map(|line| {
        let mut fields = line
            .split('\t')
            .map(|field| field.replace("\\x1D", "\u{1d}").replace("\\\\", "\\"));
        [(); 4].map(|()| fields.next().unwrap_or_default())
    })
    .filter(|[_, flag, ..]| flag != "ctx")
    .collect()
}

fn is_free_text(scan: &str) -> bool {
    ["]Q1", "]d1", "]J0"]
        .iter()
        .any(|prefix| scan.starts_with(prefix))
}

/// What the engine writes with `^` before each pair that needs it, without bars between carriers.
fn expected_elements(canonical: &str) -> String {
    canonical.replace("|^", "^").trim_matches('^').to_owned()
}

#[test]
fn readings_agree_with_the_engine() {
    let [mut elements, mut articles, mut free_texts, mut refused] = [0; 4];
    for [kind, success, scan, expected] in vectors() {
        let read = Scan::parse(&scan);
        match (kind.as_str(), success.as_str()) {
            ("Process", "false") => {
                assert!(read.is_err(), "{scan}");
                refused += 1;
            }
            ("Process", "true") if is_free_text(&scan) => {
                assert!(matches!(read, Err(ScanError::FreeText { .. })), "{scan}");
                free_texts += 1;
            }
            ("Process", "true") if scan.starts_with("]E") => {
                let article = expected.split('|').next().unwrap();
                assert_eq!(
                    read.unwrap().gtin().unwrap().to_string(),
                    format!("{article:0>14}")
                );
                articles += 1;
            }
            ("Process", "true") => {
                let read = read.unwrap_or_else(|error| panic!("{scan}: {error}"));
                assert_eq!(
                    read.element_string('^'),
                    expected_elements(&expected),
                    "{scan}"
                );
                elements += 1;
            }
            _ => {}
        }
    }
    assert_eq!((elements, articles, free_texts, refused), (10, 4, 17, 23));
}

#[test]
fn writings_of_the_engine_are_read_back() {
    let [mut elements, mut articles, mut free_texts] = [0; 3];
    let writings = vectors().into_iter();
    for [kind, _, source, scan] in writings {
        if kind != "Generate" || !scan.starts_with(']') {
            continue;
        }
        let read = Scan::parse(&scan);
        if is_free_text(&scan) {
            assert!(matches!(read, Err(ScanError::FreeText { .. })), "{scan}");
            free_texts += 1;
        } else if source.starts_with('^') {
            let read = read.unwrap_or_else(|error| panic!("{scan}: {error}"));
            // Where a bar stood, the engine keeps a separator that data of known length does not need.
            let written = read.element_string('^').replace('^', "");
            assert_eq!(written, source.replace(['^', '|'], ""), "{scan}");
            elements += 1;
        } else {
            let read = read.unwrap_or_else(|error| panic!("{scan}: {error}"));
            let article = source.split('|').next().unwrap();
            let gtin = read.gtin().unwrap().to_string();
            assert!(gtin.contains(article), "{scan}");
            articles += 1;
        }
    }
    assert_eq!((elements, articles, free_texts), (18, 7, 10));
}
