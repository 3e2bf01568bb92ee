//! Measures the large computations: `cargo run --release -p vigie-policy --example measure -- [--quick] [--json]
//! [--instances FOLDER]`. Each figure is the quickest of a few runs on one thread, by the clock.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a program to measure with"
)]

mod chains;
mod draws;
mod markets;
mod moves;
mod stocks;

use std::{
    env, fs,
    path::{Path, PathBuf},
    time::Instant,
};

use serde_json::{Map, Value, json};

/// What was asked for, and what was measured of it.
struct Bench {
    is_quick: bool,
    is_json: bool,
    folder: Option<PathBuf>,
    figures: Vec<Value>,
}

fn main() {
    let mut bench = Bench::from_arguments();
    markets::measure(&mut bench);
    stocks::measure(&mut bench);
    chains::measure(&mut bench);
    moves::measure(&mut bench);
    bench.finish();
}

impl Bench {
    fn from_arguments() -> Self {
        let mut bench = Self {
            is_quick: false,
            is_json: false,
            folder: None,
            figures: Vec::new(),
        };
        let mut arguments = env::args().skip(1);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--quick" => bench.is_quick = true,
                "--json" => bench.is_json = true,
                "--instances" => {
                    let folder = arguments.next().expect("--instances needs a folder");
                    fs::create_dir_all(&folder).unwrap();
                    bench.folder = Some(folder.into());
                }
                other => {
                    eprintln_and_stop(other);
                }
            }
        }
        bench
    }

    /// The first size, or the second with `--quick`.
    fn size(&self, whole: usize, quick: usize) -> usize {
        if self.is_quick { quick } else { whole }
    }

    /// Writes an instance for other programs to solve, where that is asked for.
    fn instance(&self, name: &str, content: impl FnOnce() -> String) {
        if let Some(folder) = &self.folder {
            fs::write(Path::new(folder).join(name), content()).unwrap();
        }
    }

    /// Runs a few times, and notes the quickest. `told` says what else to keep of the answer.
    fn measure<T>(
        &mut self,
        key: &str,
        name: &str,
        target_ms: Option<f64>,
        run: impl Fn() -> T,
        told: impl FnOnce(&T) -> Value,
    ) -> T {
        let mut quickest = f64::INFINITY;
        let mut answer = None;
        for _ in 0..self.size(5, 2) {
            let start = Instant::now();
            answer = Some(run());
            quickest = quickest.min(start.elapsed().as_secs_f64());
        }
        let answer = answer.unwrap();
        let mut figure = Map::new();
        figure.insert("key".to_owned(), json!(key));
        figure.insert("name".to_owned(), json!(name));
        figure.insert("seconds".to_owned(), json!(quickest));
        figure.insert(
            "target_seconds".to_owned(),
            json!(target_ms.map(|milliseconds| milliseconds / 1e3)),
        );
        figure.insert("answer".to_owned(), told(&answer));
        if !self.is_json {
            println!(
                "{name}: {:.1} ms {}",
                1e3 * quickest,
                figure.get("answer").unwrap()
            );
        }
        self.figures.push(Value::Object(figure));
        answer
    }

    fn finish(self) {
        if self.is_json {
            let all = json!({ "quick": self.is_quick, "figures": self.figures });
            println!("{}", serde_json::to_string_pretty(&all).unwrap());
        }
    }
}

#[allow(clippy::print_stderr, reason = "a program to measure with")]
fn eprintln_and_stop(argument: &str) {
    eprintln!("{argument} is not known: [--quick] [--json] [--instances FOLDER]");
    std::process::exit(2);
}
