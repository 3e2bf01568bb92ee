use std::path::Path;

use rstest::rstest;
use tempfile::tempdir;

use crate::support::{stderr, stdout, vigie, vigie_in};

/// DOLIPRANE 1 g, 8 tablets, the most sold pack of 2025; sold since 1999, so in every release.
const DOLIPRANE: &str = "3400935955838";

fn write(folder: &Path, content: &str) {
    std::fs::write(folder.join("stock.csv"), content).unwrap();
}

#[test]
fn an_accepted_report_tells_how_many_lines_and_ends_with_0() {
    let folder = tempdir().unwrap();
    write(
        folder.path(),
        &format!("cip13;stock;ventes\n{DOLIPRANE};42;7\n"),
    );
    let output = vigie(&["report", "check", "stock.csv"], folder.path());
    assert_eq!(stdout(&output), "CSV: 1 lines accepted, 0 in quarantine\n");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_line_in_quarantine_is_told_with_row_value_and_what_to_do_in_the_language_of_the_user() {
    let folder = tempdir().unwrap();
    write(folder.path(), &format!("cip13;stock\n{DOLIPRANE};-4\n"));
    let french = vigie_in(
        "fr_FR.UTF-8",
        &["report", "check", "stock.csv"],
        folder.path(),
    );
    let english = vigie_in(
        "en_GB.UTF-8",
        &["report", "check", "stock.csv"],
        folder.path(),
    );
    assert!(
        stdout(&french).contains("ligne 2, « -4 » : une quantité ne peut pas être négative"),
        "{}",
        stdout(&french)
    );
    assert!(
        stdout(&english).contains("row 2, `-4`: a quantity cannot be negative"),
        "{}",
        stdout(&english)
    );
    assert_eq!(french.status.code(), Some(0));
}

#[test]
fn json_is_for_programs() {
    let folder = tempdir().unwrap();
    write(
        folder.path(),
        &format!("cip13;stock;couleur\n{DOLIPRANE};4;bleu\n"),
    );
    let output = vigie(
        &[
            "report",
            "check",
            "stock.csv",
            "--as-of",
            "2026-01-02",
            "--json",
        ],
        folder.path(),
    );
    let findings: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(findings["lines"], 1);
    assert_eq!(findings["as_of"], "2026-01-02");
    assert_eq!(findings["ignored_columns"][0], "couleur");
}

#[rstest]
#[case("<html><body>404</body></html>", "web page")]
#[case("couleur;stock\nbleu;4\n", "no column holds the code of the pack")]
#[case("cip13;couleur\n3400935955838;bleu\n", "no column holds the stock")]
#[case("", "no rows")]
fn a_refused_report_ends_with_3_and_says_why(#[case] content: &str, #[case] reason: &str) {
    let folder = tempdir().unwrap();
    write(folder.path(), content);
    let output = vigie(&["report", "check", "stock.csv"], folder.path());
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains(reason), "{}", stderr(&output));
    assert!(output.stdout.is_empty());
}

#[test]
fn a_file_about_another_day_is_refused() {
    let folder = tempdir().unwrap();
    write(
        folder.path(),
        &format!("cip13;stock;date\n{DOLIPRANE};4;2026-01-02\n"),
    );
    let output = vigie(
        &["report", "check", "stock.csv", "--as-of", "2026-01-03"],
        folder.path(),
    );
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("the file is about 2026-01-02, not 2026-01-03"));
}

#[test]
fn a_day_that_has_not_come_is_refused() {
    let folder = tempdir().unwrap();
    write(folder.path(), &format!("cip13;stock\n{DOLIPRANE};4\n"));
    let output = vigie(
        &["report", "check", "stock.csv", "--as-of", "9000-01-01"],
        folder.path(),
    );
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn a_file_that_does_not_exist_ends_with_1() {
    let folder = tempdir().unwrap();
    let output = vigie(&["report", "check", "none.csv"], folder.path());
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("cannot read none.csv"));
}
