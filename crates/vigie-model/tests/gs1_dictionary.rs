//! The table of application identifiers against the GS1 syntax dictionary, kept in `data/gs1`.

use std::fs;

use vigie_model::gs1::ApplicationIdentifier;

fn dictionary() -> String {
    let path = "../../data/gs1/gs1-syntax-dictionary.txt.zst";
    String::from_utf8(zstd::decode_all(fs::File::open(path).unwrap()).unwrap()).unwrap()
}

/// An entry in the words of [`ApplicationIdentifier::specification`].
fn specification(entry: &str) -> String {
    let fields = entry.split('#').next().unwrap().split_whitespace();
    let kept = fields
        .skip(1)
        .filter(|field| !field.starts_with("dlpkey"))
        .filter_map(|field| match field.trim_end_matches('?') {
            "" => None,
            kept if kept.contains('=') || kept == "*" => Some(kept.to_owned()),
            part => Some(without_code_lists(part)),
        });
    kept.collect::<Vec<_>>().join(" ")
}

/// Keeps of the checks of a part those that the table knows.
fn without_code_lists(part: &str) -> String {
    let known = ["csum", "yymmd0", "yymmdd", "hhmi"];
    let mut pieces = part.split(',');
    let form = pieces.next().unwrap().to_owned();
    pieces
        .filter(|check| known.contains(check))
        .fold(form, |form, check| format!("{form},{check}"))
}

#[test]
fn every_entry_of_the_dictionary_is_in_the_table() {
    let dictionary = dictionary();
    let entries = dictionary
        .lines()
        .filter(|line| line.starts_with(|letter: char| letter.is_ascii_digit()));
    let mut count = 0;
    for entry in entries {
        let range = entry.split_whitespace().next().unwrap();
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        let width = first.len();
        for number in first.parse::<u16>().unwrap()..=last.parse().unwrap() {
            let written = format!("{number:0width$}");
            let identifier: ApplicationIdentifier = written.parse().unwrap();
            assert_eq!(identifier.to_string(), written);
            let words = identifier.specification();
            assert_eq!(sorted(&words), sorted(&specification(entry)), "{written}");
            count += 1;
        }
    }
    assert_eq!((count, ApplicationIdentifier::all().count()), (541, 541));
}

/// Attributes stand in any order.
fn sorted(words: &str) -> Vec<&str> {
    let mut words: Vec<_> = words.split(' ').collect();
    words.sort_unstable();
    words
}
