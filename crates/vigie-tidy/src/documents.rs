//! Documents against what they speak of.

use std::collections::BTreeSet;

use crate::repository::{has_extension, read, root, tracked_files};

/// Lines that every definition has, in this order.
const DEFINITION_PARTS: [&str; 7] = [
    "- Français : ",
    "- English: ",
    "- Unit: ",
    "- Formula: ",
    "- Unknown: ",
    "- Completeness: ",
    "- Source: ",
];

struct Definition {
    identifier: String,
    body: String,
}

fn definitions() -> Vec<Definition> {
    let document = read("docs/definitions.md");
    let sections = document.split("\n## ").skip(1);
    sections
        .map(|section| {
            let (identifier, body) = section.split_once('\n').unwrap();
            Definition {
                identifier: identifier.trim().to_owned(),
                body: body.to_owned(),
            }
        })
        .collect()
}

#[test]
fn every_definition_has_an_identifier_fit_for_an_address_and_no_two_are_the_same() {
    let mut seen = BTreeSet::new();
    for definition in definitions() {
        let identifier = definition.identifier;
        let fit = identifier
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-');
        assert!(fit && !identifier.is_empty(), "{identifier:?}");
        assert!(
            seen.insert(identifier.clone()),
            "{identifier} is defined twice"
        );
    }
    assert!(!seen.is_empty());
}

#[test]
fn every_definition_has_all_its_parts() {
    for definition in definitions() {
        let lines: Vec<&str> = definition
            .body
            .lines()
            .filter(|line| !line.is_empty())
            .collect();
        for (part, line) in DEFINITION_PARTS.iter().zip(&lines) {
            let identifier = &definition.identifier;
            assert!(
                line.starts_with(part),
                "{identifier}: {part:?} is expected, not {line:?}"
            );
            assert!(line.len() > part.len(), "{identifier}: {part:?} is empty");
        }
        assert!(
            lines.len() >= DEFINITION_PARTS.len(),
            "{} is cut short",
            definition.identifier
        );
    }
}

#[test]
fn every_definition_named_in_the_code_exists() {
    let defined: BTreeSet<String> = definitions()
        .into_iter()
        .map(|one| one.identifier)
        .collect();
    for path in tracked_files().iter().filter(|path| is_code(path)) {
        for identifier in definitions_named_in(&read(path)) {
            assert!(
                defined.contains(&identifier),
                "{path} names {identifier:?}, which docs/definitions.md lacks"
            );
        }
    }
}

fn is_code(path: &str) -> bool {
    let ours = path.starts_with("crates/") && !path.starts_with("crates/vigie-tidy/");
    ours && (has_extension(path, "rs") || has_extension(path, "html")) && root().join(path).exists()
}

/// A field `definition: "…"`, an argument `definition("…")`, an attribute `data-definition="…"`.
fn definitions_named_in(code: &str) -> Vec<String> {
    const OPENINGS: [&str; 3] = ["definition: \"", "definition(\"", "data-definition=\""];
    OPENINGS
        .iter()
        .flat_map(|opening| code.split(opening).skip(1))
        .filter_map(|rest| rest.split_once('"'))
        .map(|(identifier, _)| identifier.to_owned())
        .filter(|identifier| !identifier.contains(['{', ' ']))
        .collect()
}

#[test]
fn a_definition_is_found_where_code_names_one() {
    let code = "Figure { definition: \"cover-days\" } page.definition(\"sites-at-zero\") <b data-definition=\"x\">";
    assert_eq!(
        definitions_named_in(code),
        ["cover-days", "sites-at-zero", "x"]
    );
}

#[test]
fn every_make_command_of_the_readme_exists() {
    let makefile = read("Makefile");
    let readme = read("README.md");
    let commands: BTreeSet<&str> = readme
        .split("make ")
        .skip(1)
        .filter_map(first_word)
        .collect();
    assert!(
        commands.contains("demo") && commands.contains("test"),
        "{commands:?}"
    );
    for command in commands {
        assert!(
            makefile.contains(&format!("\n{command}:")),
            "make {command} does not exist"
        );
    }
}

/// The word after `make `, when it is written as a command (it ends its line or its quotes, or flags follow).
fn first_word(text: &str) -> Option<&str> {
    let end = text.find(|letter: char| !letter.is_ascii_lowercase())?;
    let follows = &text[end..];
    let is_command = ["`", "\n", " ARGS", "  "]
        .iter()
        .any(|ending| follows.starts_with(ending));
    is_command.then(|| &text[..end])
}

#[test]
fn links_between_documents_lead_somewhere() {
    for path in tracked_files()
        .iter()
        .filter(|path| has_extension(path, "md"))
    {
        let folder = root().join(path).parent().unwrap().to_owned();
        for target in local_links(&read(path)) {
            assert!(
                folder.join(&target).exists(),
                "{path} links to {target}, which does not exist"
            );
        }
    }
}

/// Targets of Markdown links and pictures inside the repository, without their fragment.
fn local_links(document: &str) -> Vec<String> {
    document
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'))
        .map(|(target, _)| target.split('#').next().unwrap().to_owned())
        .filter(|target| {
            !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:")
        })
        .collect()
}

#[test]
fn the_changelog_has_a_place_for_what_comes() {
    assert!(read("CHANGELOG.md").contains("\n## Unreleased\n"));
}

#[test]
fn the_licence_is_the_one_that_the_manifest_names() {
    assert!(read("Cargo.toml").contains("license = \"EUPL-1.2\""));
    assert!(read("LICENCE").starts_with("EUROPEAN UNION PUBLIC LICENCE v. 1.2"));
}
