use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::tempdir;

use crate::support::{stderr, stdout, vigie};

fn calculate(name: &str, input: &str, folder: &Path) -> Output {
    let mut program = Command::new(std::env::var_os("CARGO_BIN_EXE_vigie").unwrap())
        .args(["calc", name])
        .current_dir(folder)
        .env_clear()
        .env("LANG", "C.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses its arguments does not read.
    let _ = program.stdin.take().unwrap().write_all(input.as_bytes());
    program.wait_with_output().unwrap()
}

/// Aumann and Maschler (1985): an estate of 200 for claims of 100, 200 and 300 is shared 50, 75, 75.
const TALMUD: &str = r#"{"cases": [
    {"name": "talmud_rule/E=200", "input": {"claims": [100, 200, 300], "estate": 200},
     "expected": {"talmud": [50, 75, 75]}, "abs_tol": 1e-9},
    {"name": "oracle_of_delphi/1", "input": {}, "expected": {"answer": 42}}
]}"#;

#[test]
fn a_file_of_worked_examples_is_told_a_line_a_case_and_a_total() {
    let folder = tempdir().unwrap();
    std::fs::write(folder.path().join("cases.json"), TALMUD).unwrap();
    let output = vigie(&["calc", "check", "cases.json"], folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(
        stdout(&output),
        "pass     talmud_rule/E=200\nunknown  oracle_of_delphi/1\n2 cases: 1 pass, 0 fail, 1 unknown\n"
    );
}

#[test]
fn an_example_that_differs_ends_with_3_and_is_told_with_what_was_found() {
    let folder = tempdir().unwrap();
    let wrong = TALMUD.replace("[50, 75, 75]", "[50, 75, 76]");
    std::fs::write(folder.path().join("cases.json"), wrong).unwrap();
    let output = vigie(&["calc", "check", "cases.json"], folder.path());
    assert_eq!(output.status.code(), Some(3));
    let told = stdout(&output);
    assert!(told.starts_with("fail     talmud_rule/E=200: "), "{told}");
    assert!(told.contains("not 76"), "{told}");
}

#[test]
fn a_calculator_reads_and_writes_json() {
    let folder = tempdir().unwrap();
    let input = r#"{"claims": [100, 200, 300], "estate": 300}"#;
    let output = calculate("talmud_rule", input, folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let awards: Vec<f64> = serde_json::from_value(answer["talmud"].clone()).unwrap();
    assert_eq!(awards, [50.0, 100.0, 150.0]);
}

#[test]
fn what_cannot_be_calculated_is_told_and_is_the_askers_to_mend() {
    let folder = tempdir().unwrap();
    let unknown = calculate("astrology", "{}", folder.path());
    assert_eq!(unknown.status.code(), Some(1));
    assert!(stderr(&unknown).contains("There is no calculator “astrology”"));
    let broken = calculate("talmud_rule", "{", folder.path());
    assert_eq!(broken.status.code(), Some(3));
    assert!(
        stderr(&broken).contains("stdin is not JSON"),
        "{}",
        stderr(&broken)
    );
}

#[test]
fn the_list_names_inputs_outputs_formula_and_source() {
    let folder = tempdir().unwrap();
    let output = vigie(&["calc", "list", "--json"], folder.path());
    let list: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let talmud = list
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["name"] == "talmud_rule");
    let talmud = talmud.unwrap();
    assert_eq!(talmud["inputs"][0]["name"], "claims");
    assert!(!talmud["formula"].as_str().unwrap().is_empty());
    assert!(!talmud["source"].as_str().unwrap().is_empty());
}
