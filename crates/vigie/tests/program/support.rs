use std::path::Path;
use std::process::{Command, Output};

/// Runs the program in an empty environment of its own, in English.
pub fn vigie(arguments: &[&str], folder: &Path) -> Output {
    vigie_in("C.UTF-8", arguments, folder)
}

pub fn vigie_in(language: &str, arguments: &[&str], folder: &Path) -> Output {
    Command::new(std::env::var_os("CARGO_BIN_EXE_vigie").unwrap())
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("LANG", language)
        .env("XDG_STATE_HOME", folder)
        .output()
        .unwrap()
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}
