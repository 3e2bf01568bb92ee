//! Libraries: what each is for, under which licence it comes, and that they are compiled once.

use std::collections::{BTreeMap, BTreeSet};

use crate::repository::{cargo, metadata, read};

/// Licences whose code may be part of a work under EUPL-1.2; the same list as in `deny.toml`.
const ALLOWED_LICENCES: [&str; 16] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "EUPL-1.2",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

#[test]
fn every_library_says_what_it_is_for() {
    let manifest = read("Cargo.toml");
    let section = manifest.split_once("[workspace.dependencies]\n").unwrap().1;
    let mut explained = false;
    for line in section.lines().take_while(|line| !line.starts_with('[')) {
        match line.split_once(" = ") {
            _ if line.starts_with('#') => explained = true,
            None => explained = false,
            Some((name, _)) => {
                let ours = name.starts_with("vigie-");
                assert!(
                    ours || explained,
                    "no comment above {name} says what it is for"
                );
            }
        }
    }
}

#[test]
fn every_crate_takes_its_libraries_from_the_workspace() {
    let metadata = metadata(false);
    for package in metadata["packages"].as_array().unwrap() {
        let path = package["manifest_path"].as_str().unwrap();
        let manifest = std::fs::read_to_string(path).unwrap();
        let own = manifest
            .lines()
            .find(|line| line.contains("version = \"") || is_bare_version(line));
        assert_eq!(own, None, "{path} chooses a version of its own");
    }
}

/// `name = "1.2"`.
fn is_bare_version(line: &str) -> bool {
    let value = line.split_once(" = \"").map(|(_, value)| value);
    value.is_some_and(|value| value.starts_with(|first: char| first.is_ascii_digit()))
}

#[test]
fn every_library_has_a_licence_that_ours_may_contain() {
    let metadata = metadata(true);
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        let expression = package["license"].as_str().unwrap_or("none stated");
        assert!(is_allowed(expression), "{name}: {expression}");
    }
}

#[test]
fn the_licences_of_deny_toml_are_those_of_this_test() {
    let configuration = read("deny.toml");
    let list = configuration.split_once("\nallow = [").unwrap().1;
    let list = list.split_once(']').unwrap().0;
    let allowed: Vec<&str> = list.split('"').skip(1).step_by(2).collect();
    assert_eq!(allowed, ALLOWED_LICENCES);
}

/// SPDX: one licence of each `OR` is enough, all of an `AND` are needed; the slash is an old way to write `OR`.
fn is_allowed(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    let tokens = tokens_of(&expression);
    let mut position = 0;
    let allowed = any_allowed(&tokens, &mut position);
    allowed && position == tokens.len()
}

fn tokens_of(expression: &str) -> Vec<String> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ");
    let joined = spaced.replace(" WITH ", "\u{1}");
    let tokens = joined.split_whitespace();
    tokens
        .map(|token| token.replace('\u{1}', " WITH "))
        .collect()
}

fn any_allowed(tokens: &[String], position: &mut usize) -> bool {
    let mut allowed = all_allowed(tokens, position);
    while tokens.get(*position).is_some_and(|token| token == "OR") {
        *position += 1;
        allowed |= all_allowed(tokens, position);
    }
    allowed
}

fn all_allowed(tokens: &[String], position: &mut usize) -> bool {
    let mut allowed = one_allowed(tokens, position);
    while tokens.get(*position).is_some_and(|token| token == "AND") {
        *position += 1;
        allowed &= one_allowed(tokens, position);
    }
    allowed
}

fn one_allowed(tokens: &[String], position: &mut usize) -> bool {
    let token = tokens.get(*position).map_or("", String::as_str);
    *position += 1;
    if token != "(" {
        return ALLOWED_LICENCES.contains(&token);
    }
    let allowed = any_allowed(tokens, position);
    *position += 1;
    allowed
}

#[test]
fn a_choice_of_licences_is_read_as_one() {
    for good in [
        "MIT",
        "MIT/Apache-2.0",
        "GPL-3.0 OR MIT",
        "(MIT OR GPL-2.0) AND Unicode-3.0",
    ] {
        assert!(is_allowed(good), "{good}");
    }
    for bad in [
        "GPL-3.0",
        "MIT AND GPL-3.0",
        "(GPL-2.0 OR GPL-3.0) AND MIT",
        "none stated",
        "MIT OR",
    ] {
        assert!(!is_allowed(bad), "{bad}");
    }
}

/// The features of one library in one build decide whether it is compiled again; DataFusion takes many minutes.
#[test]
fn demo_and_tests_share_every_compiled_library() {
    let demo = features(&["-p", "vigie", "-e", "normal,build"]);
    let tests = features(&["--workspace", "-e", "normal,build,dev"]);
    for (library, sets) in demo {
        let both = tests.get(&library).cloned().unwrap_or_default();
        assert!(
            sets.is_subset(&both),
            "{library} is compiled with {sets:?} for the program and with {both:?} for the tests: a test-only \
             dependency turns on a feature; turn it on in the workspace manifest too"
        );
    }
}

/// For each library, the sets of features it is compiled with (one for the program, maybe another for macros).
fn features(selection: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let mut arguments = vec![
        "tree",
        "--offline",
        "--locked",
        "--prefix=none",
        "--format={p}|{f}",
    ];
    arguments.extend(selection);
    let mut sets: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in cargo(&arguments).lines() {
        if let Some((library, features)) = line.split_once('|').filter(|_| !line.contains("vigie"))
        {
            let name = library.trim().to_owned();
            sets.entry(name)
                .or_default()
                .insert(features.trim_end_matches(" (*)").trim().to_owned());
        }
    }
    sets
}
