//! Runs files of worked examples and prints what does not pass: `cargo run -p vigie-policy --example check -- FILE...`.
#![allow(clippy::print_stdout, reason = "an example speaks to who runs it")]

use std::{env, error::Error, fs};

use vigie_policy::{Outcome, check_cases};

fn main() -> Result<(), Box<dyn Error>> {
    for path in env::args().skip(1) {
        let cases = check_cases(&serde_json::from_str(&fs::read_to_string(&path)?)?)?;
        let count = |wanted: fn(&Outcome) -> bool| {
            cases.iter().filter(|case| wanted(&case.outcome)).count()
        };
        for case in &cases {
            match &case.outcome {
                Outcome::Pass { notes } if notes.is_empty() => {}
                outcome => println!("{}: {outcome:?}", case.name),
            }
        }
        let passed = count(|outcome| matches!(outcome, Outcome::Pass { .. }));
        let unknown = count(|outcome| *outcome == Outcome::Unknown);
        println!(
            "{path}: {passed} of {} pass, {unknown} unknown",
            cases.len()
        );
    }
    Ok(())
}
