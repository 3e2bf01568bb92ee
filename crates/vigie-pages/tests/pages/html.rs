//! Just enough reading of HTML for the tests, and the list of all pages.

use vigie_model::Language;
use vigie_pages::{Problem, sample};

/// Name and HTML of every page in a language.
pub fn pages(language: Language) -> Vec<(String, String)> {
    let mut pages = vec![
        ("board", sample::national_board().render(language)),
        ("empty board", sample::empty_board().render(language)),
        ("search", sample::search_results().render(language)),
        (
            "search without results",
            sample::no_results().render(language),
        ),
        ("search not asked", sample::empty_search().render(language)),
        ("medicine", sample::medicine_page().render(language)),
        (
            "unknown medicine",
            sample::unknown_medicine_page().render(language),
        ),
        ("api", sample::api_reference().render(language)),
        ("definitions", sample::definitions().render(language)),
    ];
    pages.extend(
        Problem::ALL.map(|problem| ("problem", sample::problem_page(problem).render(language))),
    );
    let desk = sample::desk_pages(language).unwrap();
    pages.extend(desk.into_iter().map(|(name, html)| (name, Ok(html))));
    pages
        .into_iter()
        .map(|(name, html)| (format!("{name} in {}", language.code()), html.unwrap()))
        .collect()
}

/// Every page in both languages.
pub fn all_pages() -> Vec<(Language, String, String)> {
    let of = |language| {
        pages(language)
            .into_iter()
            .map(move |(name, html)| (language, name, html))
    };
    Language::ALL.into_iter().flat_map(of).collect()
}

/// Opening tags with their attributes, in order: `<a href="…">`.
pub fn tags(html: &str) -> Vec<&str> {
    html.split('<')
        .skip(1)
        .filter(|part| part.starts_with(|first: char| first.is_ascii_alphabetic()))
        .map(|part| part.split('>').next().unwrap())
        .collect()
}

/// The name of a tag.
pub fn name(tag: &str) -> &str {
    tag.split([' ', '/', '\n']).next().unwrap()
}

/// The value of an attribute.
pub fn attribute<'a>(tag: &'a str, attribute: &str) -> Option<&'a str> {
    let start = tag.find(&format!(" {attribute}=\""))? + attribute.len() + 3;
    tag[start..].split('"').next()
}

/// What stands between the first `<name …>` and its `</name>`.
pub fn inner<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    elements(html, name).into_iter().next()
}

/// What stands inside each `<name …>`, up to the next `</name>`.
pub fn elements<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let open = format!("<{name}");
    let close = format!("</{name}>");
    html.split(open.as_str())
        .skip(1)
        .filter(|rest| rest.starts_with([' ', '>', '\n']))
        .filter_map(|rest| rest.split_once('>'))
        .filter_map(|(_, rest)| rest.split(close.as_str()).next())
        .collect()
}

/// The text a reader sees: no tags.
pub fn text(html: &str) -> String {
    let outside = html
        .split('<')
        .map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    outside.collect::<Vec<_>>().join(" ")
}
