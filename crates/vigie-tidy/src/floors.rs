//! `docs/architecture.md` against the manifests.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::repository::{folders_of, metadata, quoted, read, table_after};

const ARCHITECTURE: &str = "docs/architecture.md";

struct Floor {
    number: Option<u32>,
    forbidden: Vec<String>,
}

/// Floor and forbidden libraries of each crate; a crate without floor is used by nothing.
fn floors() -> BTreeMap<String, Floor> {
    let rows = table_after(&read(ARCHITECTURE), "## Floors");
    rows.iter()
        .map(|row| {
            let name = quoted(&row[1]).remove(0);
            let number = row[0].parse().ok();
            let forbidden = quoted(&row[3]);
            (name, Floor { number, forbidden })
        })
        .collect()
}

/// Every crate of ours with all that its manifest names, for whatever purpose.
fn manifests() -> BTreeMap<String, Vec<String>> {
    let metadata = metadata(false);
    let packages = metadata["packages"].as_array().unwrap();
    packages.iter().map(name_and_dependencies).collect()
}

fn name_and_dependencies(package: &Value) -> (String, Vec<String>) {
    let dependencies = package["dependencies"].as_array().unwrap();
    let names = dependencies
        .iter()
        .map(|dependency| text(&dependency["name"]));
    (text(&package["name"]), names.collect())
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

#[test]
fn every_crate_has_a_floor_and_every_floor_a_crate() {
    let known: Vec<String> = floors().into_keys().collect();
    let built: Vec<String> = manifests().into_keys().collect();
    assert_eq!(
        known, built,
        "the table \"Floors\" of {ARCHITECTURE} (left) and the crates (right)"
    );
}

#[test]
fn a_crate_uses_only_crates_on_lower_floors() {
    let floors = floors();
    for (user, dependencies) in manifests() {
        let Some(user_floor) = floors[&user].number else {
            continue;
        };
        for used in dependencies
            .iter()
            .filter(|name| floors.contains_key(*name))
        {
            let floor_below = floors[used].number;
            let lower = floor_below.is_some_and(|floor| floor < user_floor);
            assert!(
                lower,
                "{user} (floor {user_floor}) uses {used} (floor {floor_below:?})"
            );
        }
    }
}

#[test]
fn a_crate_leaves_alone_what_its_floor_must_not_use() {
    let floors = floors();
    for (user, dependencies) in manifests() {
        for forbidden in &floors[&user].forbidden {
            assert!(
                !dependencies.contains(forbidden),
                "{user} must not use {forbidden}"
            );
        }
    }
}

#[test]
fn the_code_map_names_every_crate_and_only_those_that_exist() {
    let rows = table_after(&read(ARCHITECTURE), "## Code map");
    let mut named: Vec<String> = rows
        .iter()
        .flat_map(|row| quoted(&row[0]))
        .filter_map(|place| place.strip_prefix("crates/").map(str::to_owned))
        .collect();
    named.sort();
    assert_eq!(
        named,
        folders_of("crates"),
        "the code map (left) and the tree (right)"
    );
}
