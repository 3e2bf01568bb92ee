//! `vigie calc`

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde_json::Value;
use vigie_policy::{
    CheckedCase, Mismatch, Outcome as CaseOutcome, check_cases, list_calculators, run_calculator,
};

use crate::failure::{Failure, Outcome};
use crate::terminal;

/// Largest input that is read, bytes.
const MOST_BYTES: u64 = 256 << 20;

/// run a calculator of the policy laboratory
///
/// `vigie calc NAME` reads its input as JSON from stdin and prints its answer as JSON; `vigie calc list` names them.
#[derive(Debug, clap::Subcommand)]
pub enum Calc {
    List(List),
    Check(Check),
    #[command(external_subcommand)]
    Run(Vec<String>),
}

/// list the calculators with their inputs, outputs, formula and source
#[derive(Debug, clap::Args)]
pub struct List {
    /// print an array of JSON objects
    #[arg(long)]
    json: bool,
}

/// run a file of worked examples and compare; exit code 3 if one fails
#[derive(Debug, clap::Args)]
pub struct Check {
    /// a JSON file with `cases`: name, input, expected, `abs_tol` or `rel_tol`
    file: PathBuf,
    /// print an array of JSON objects
    #[arg(long)]
    json: bool,
}

impl Calc {
    /// Runs the command.
    pub fn run(self) -> Outcome {
        match self {
            Self::List(list) => list.run(),
            Self::Check(check) => check.run(),
            Self::Run(words) => match words.as_slice() {
                [name] => run(name),
                _ => Err(Failure::user("give the name of one calculator")
                    .with_hint("vigie calc NAME < input.json; `vigie calc list` names them")),
            },
        }
    }
}

fn run(name: &str) -> Outcome {
    let input = read_json(&mut io::stdin().lock(), "stdin")?;
    let answer = run_calculator(name, &input);
    let answer = answer.map_err(|problem| Failure::user(said(&problem)))?;
    terminal::print_json(&answer)
}

/// The sentence in the language of the user, with its place.
fn said(problem: &vigie_policy::Problem) -> String {
    let sentence = problem.sentence.in_language(terminal::language());
    format!("{}: {sentence}", problem.place)
}

fn read_json(source: &mut impl Read, name: &str) -> Outcome<Value> {
    let mut text = String::new();
    let read = source.take(MOST_BYTES + 1).read_to_string(&mut text);
    let bytes = read.map_err(|error| Failure::data(format!("{name} cannot be read: {error}")))?;
    if bytes as u64 > MOST_BYTES {
        return Err(Failure::data(format!(
            "{name} has more than {} MB",
            MOST_BYTES >> 20
        )));
    }
    serde_json::from_str(&text)
        .map_err(|error| Failure::data(format!("{name} is not JSON: {error}")))
}

impl List {
    fn run(&self) -> Outcome {
        if self.json {
            return terminal::print_json(&list_calculators());
        }
        for calculator in list_calculators() {
            let names = |fields: &[vigie_policy::Field]| {
                let names = fields.iter().map(|field| {
                    let mark = if field.is_optional { "?" } else { "" };
                    format!("{}{mark}", field.name)
                });
                names.collect::<Vec<_>>().join(", ")
            };
            let summary = calculator.summary.in_language(terminal::language());
            terminal::print(&format!(
                "{}\n  {summary}\n  {} -> {}\n  {}\n  {}\n",
                calculator.name,
                names(&calculator.inputs),
                names(&calculator.outputs),
                calculator.formula,
                calculator.source
            ))?;
        }
        Ok(())
    }
}

impl Check {
    fn run(&self) -> Outcome {
        let cases = read_cases(&self.file)?;
        if self.json {
            terminal::print_json(&cases)?;
        } else {
            for case in &cases {
                terminal::print(&line(case))?;
            }
        }
        let count =
            |is: fn(&CaseOutcome) -> bool| cases.iter().filter(|case| is(&case.outcome)).count();
        let passed = count(|outcome| matches!(outcome, CaseOutcome::Pass { .. }));
        let unknown = count(|outcome| matches!(outcome, CaseOutcome::Unknown));
        let failed = cases.len() - passed - unknown;
        if !self.json {
            terminal::print(&format!(
                "{} cases: {passed} pass, {failed} fail, {unknown} unknown",
                cases.len()
            ))?;
        }
        if failed > 0 {
            return Err(Failure::data(format!(
                "{failed} of {} cases fail",
                cases.len()
            )));
        }
        Ok(())
    }
}

fn read_cases(path: &Path) -> Outcome<Vec<CheckedCase>> {
    let name = path.display().to_string();
    let mut file = File::open(path)
        .map_err(|error| Failure::user(format!("{name} cannot be opened: {error}")))?;
    let value = read_json(&mut file, &name)?;
    check_cases(&value).map_err(|problem| Failure::data(said(&problem)))
}

fn line(case: &CheckedCase) -> String {
    match &case.outcome {
        CaseOutcome::Pass { notes } if notes.is_empty() => format!("pass     {}", case.name),
        CaseOutcome::Pass { notes } => format!("pass     {} ({})", case.name, notes.join("; ")),
        CaseOutcome::Unknown => format!("unknown  {}", case.name),
        CaseOutcome::Error { problem } => format!("fail     {}: {}", case.name, said(problem)),
        CaseOutcome::Fail { mismatches } => {
            let told: Vec<String> = mismatches.iter().map(difference).collect();
            format!("fail     {}: {}", case.name, told.join("; "))
        }
    }
}

fn difference(mismatch: &Mismatch) -> String {
    let Mismatch {
        output,
        expected,
        found,
    } = mismatch;
    format!("{output} is {found}, not {expected}")
}
