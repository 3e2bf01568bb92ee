//! Data that we ship against the note of where it comes from.

use crate::repository::{folders_of, read, root, tracked_files};

/// What a note of origin speaks of, in one word or the other.
const PARTS: [[&str; 2]; 2] = [["origin", "source"], ["licence", "license"]];

/// Largest file kept in the repository, in bytes: a clone stays quick.
const LARGEST_FILE_BYTES: u64 = 8 * 1024 * 1024;

fn shipped_folders() -> Vec<String> {
    let tracked = tracked_files();
    let is_shipped = |folder: &String| {
        tracked
            .iter()
            .any(|path| path.starts_with(&format!("data/{folder}/")))
    };
    folders_of("data").into_iter().filter(is_shipped).collect()
}

#[test]
fn every_data_folder_says_where_it_comes_from_when_and_under_which_licence() {
    for folder in shipped_folders() {
        let note = format!("data/{folder}/ORIGIN.md");
        assert!(root().join(&note).exists(), "{note} is missing");
        let text = read(&note).to_lowercase();
        for names in PARTS {
            assert!(
                names.iter().any(|name| text.contains(name)),
                "{note} does not name its {}",
                names[0]
            );
        }
        assert!(has_date(&text), "{note} has no date, nor a year");
    }
}

/// Whether some number is a year of our time, alone (a yearly publication) or at the start of a date.
fn has_date(text: &str) -> bool {
    let numbers = text.split(|letter: char| !letter.is_ascii_digit());
    numbers
        .filter(|number| number.len() == 4)
        .any(|number| number.starts_with("20"))
}

#[test]
fn no_file_makes_a_clone_slow() {
    for path in tracked_files() {
        let Ok(about) = root().join(&path).metadata() else {
            continue;
        };
        assert!(
            about.len() <= LARGEST_FILE_BYTES,
            "{path} has {} bytes",
            about.len()
        );
    }
}
