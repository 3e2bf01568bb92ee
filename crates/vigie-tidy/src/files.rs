//! Every file under version control.

use std::fs;

use crate::repository::{root, tracked_files};

/// Folders that exist on one machine only; a path into them tells where somebody worked.
const MACHINE_FOLDERS: [&str; 6] = ["work", "home", "root", "Users", "farm", "mnt"];

#[test]
fn no_file_names_a_path_of_somebodys_machine() {
    for path in tracked_files() {
        let Ok(content) = fs::read(root().join(&path)) else {
            continue;
        };
        let Ok(text) = String::from_utf8(content) else {
            continue;
        };
        for (number, line) in text.lines().enumerate() {
            assert!(!names_machine_path(line), "{path}:{}: {line}", number + 1);
        }
    }
}

/// Whether the line has one of the folders at the start of a path, not as a part of an address.
fn names_machine_path(line: &str) -> bool {
    MACHINE_FOLDERS.iter().any(|folder| {
        let path = format!("/{folder}/");
        line.match_indices(&path)
            .any(|(at, _)| starts_a_path(&line[..at]))
    })
}

fn starts_a_path(before: &str) -> bool {
    before
        .chars()
        .next_back()
        .is_none_or(|letter| letter.is_whitespace() || "\"'`(=:,<[".contains(letter))
}

#[test]
fn a_path_is_told_from_a_part_of_an_address() {
    let folder = "home";
    assert!(names_machine_path(&format!("open /{folder}/marie/vigie")));
    assert!(names_machine_path(&format!("\"/{folder}/marie\"")));
    assert!(!names_machine_path(&format!(
        "https://example.org/{folder}/page"
    )));
    assert!(!names_machine_path(&format!("$HOME/{folder}/x")));
}

/// Compiled tests are shared by all clones of a machine: one that keeps the folder it was compiled in reads the files,
/// or runs the program, of a clone that may be gone.
#[test]
fn no_test_keeps_the_folder_it_was_compiled_in() {
    let kept = ["MANIFEST_DIR", "BIN_EXE_"].map(|name| format!("env!(\"CARGO_{name}"));
    for path in tracked_files() {
        if !path.contains("/tests/") && !path.starts_with("crates/vigie-tidy/") {
            continue;
        }
        let text = fs::read_to_string(root().join(&path)).unwrap_or_default();
        let keeps = kept.iter().any(|kept| text.contains(kept.as_str()));
        assert!(!keeps, "{path}: ask when the test runs");
    }
}

#[test]
fn no_file_is_left_in_the_middle_of_a_merge() {
    let marks = ["<".repeat(7) + " ", ">".repeat(7) + " "];
    for path in tracked_files() {
        let Ok(text) = fs::read_to_string(root().join(&path)) else {
            continue;
        };
        let marked = text
            .lines()
            .any(|line| marks.iter().any(|mark| line.starts_with(mark)));
        assert!(!marked, "{path}");
    }
}
