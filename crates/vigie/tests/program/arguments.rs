use rstest::rstest;
use tempfile::tempdir;

use crate::support::{stderr, stdout, vigie};

#[rstest]
#[case(&["--help"])]
#[case(&["serve", "--help"])]
#[case(&["demo", "--help"])]
#[case(&["import", "bdpm", "--help"])]
#[case(&["import", "availability", "--help"])]
#[case(&["report", "check", "--help"])]
#[case(&["report", "send", "--help"])]
#[case(&["simulate", "--help"])]
#[case(&["verify", "--help"])]
#[case(&["sql", "--help"])]
#[case(&["token", "issue", "--help"])]
#[case(&["token", "list", "--help"])]
#[case(&["token", "revoke", "--help"])]
#[case(&["site", "import", "--help"])]
#[case(&["site", "list", "--help"])]
#[case(&["bench", "national-day", "--help"])]
fn every_command_has_help_that_starts_in_lower_case(#[case] arguments: &[&str]) {
    let folder = tempdir().unwrap();
    let output = vigie(arguments, folder.path());
    let help = stdout(&output);
    assert_eq!(output.status.code(), Some(0));
    assert!(
        help.starts_with(|first: char| first.is_lowercase()),
        "{help}"
    );
}

#[rstest]
#[case(&[])]
#[case(&["fly"])]
#[case(&["demo", "--start", "yesterday"])]
#[case(&["token", "issue", "--verb", "report"])]
#[case(&["report", "send", "--to", "http://localhost"])]
#[case(&["report", "check", "stock.csv", "--site", "12"])]
fn wrong_arguments_end_with_1_and_leave_stdout_empty(#[case] arguments: &[&str]) {
    let folder = tempdir().unwrap();
    let output = vigie(arguments, folder.path());
    assert_eq!(output.status.code(), Some(1));
    assert!(!output.stderr.is_empty() && output.stdout.is_empty());
}

#[rstest]
#[case(&["verify"])]
#[case(&["sql", "select 1"])]
#[case(&["site", "list"])]
#[case(&["token", "list"])]
fn a_folder_without_data_is_a_matter_of_configuration(#[case] arguments: &[&str]) {
    let folder = tempdir().unwrap();
    let output = vigie(arguments, folder.path());
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("there are no data of vigie in var/vigie"),
        "{}",
        stderr(&output)
    );
    assert!(stderr(&output).contains("hint: "));
    assert!(!folder.path().join("var").exists());
}

#[test]
fn a_release_without_a_date_is_the_users_to_date() {
    let folder = tempdir().unwrap();
    std::fs::create_dir(folder.path().join("bdpm")).unwrap();
    let output = vigie(&["import", "bdpm", "bdpm"], folder.path());
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("--day 2026-05-26"));
}

#[test]
fn a_server_that_cannot_be_reached_is_not_asked_for_a_file_that_does_not_exist() {
    let folder = tempdir().unwrap();
    let arguments = [
        "report",
        "send",
        "none.csv",
        "--to",
        "http://127.0.0.1:1",
        "--token",
        "t",
    ];
    let output = vigie(&arguments, folder.path());
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("cannot read none.csv"));
}
