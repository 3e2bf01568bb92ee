//! How the other modules read the repository.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The root of the repository.
// Asked for when the test runs: a compiled test that two clones share would know the folder of only one.
pub fn root() -> PathBuf {
    PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap())
        .ancestors()
        .nth(2)
        .unwrap()
        .to_owned()
}

/// A text file by its path from the root.
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Folders directly inside a folder, by name, in order.
pub fn folders_of(path: &str) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(root().join(path))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Paths from the root of all files under version control.
pub fn tracked_files() -> Vec<String> {
    let text = run("git", &["ls-files", "-z"]);
    let names = text.split('\0').filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

/// Whether the name of a file ends with a dot and this.
pub fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|own| own == extension)
}

/// What cargo knows of our crates alone, or of all libraries too; asks no network.
pub fn metadata(with_libraries: bool) -> Value {
    let arguments = ["metadata", "--offline", "--locked", "--format-version=1"];
    let platform = format!("--filter-platform={}", host());
    // Libraries of other platforms are not there, nor what they say of themselves.
    let last = if with_libraries {
        platform.as_str()
    } else {
        "--no-deps"
    };
    let arguments: Vec<&str> = arguments.into_iter().chain([last]).collect();
    serde_json::from_str(&cargo(&arguments)).unwrap()
}

/// The platform that this machine compiles for.
fn host() -> String {
    let version = run("rustc", &["--version", "--verbose"]);
    let mut lines = version.lines();
    let host = lines.find_map(|line| line.strip_prefix("host: "));
    host.unwrap().to_owned()
}

/// What a cargo command prints, run in the root.
pub fn cargo(arguments: &[&str]) -> String {
    run(env!("CARGO"), arguments)
}

fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// Cells of the first Markdown table after a heading, header row left out.
pub fn table_after(document: &str, heading: &str) -> Vec<Vec<String>> {
    let section = document
        .split_once(heading)
        .unwrap_or_else(|| panic!("no heading {heading:?}"))
        .1;
    section
        .lines()
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'))
        .skip(2)
        .map(cells)
        .collect()
}

fn cells(row: &str) -> Vec<String> {
    let inner = row.trim().trim_matches('|');
    inner
        .split('|')
        .map(|cell| cell.trim().to_owned())
        .collect()
}

/// Words between back quotes.
pub fn quoted(text: &str) -> Vec<String> {
    text.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}
