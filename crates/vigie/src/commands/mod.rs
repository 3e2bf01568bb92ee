//! One file a command. Data goes to stdout, everything else to stderr.

pub mod bench;
pub mod calc;
pub mod demo;
pub mod import;
pub mod person;
pub mod report;
pub mod serve;
pub mod simulate;
pub mod site;
pub mod sql;
pub mod token;
pub mod verify;

use crate::cli::Command;
use crate::failure::Outcome;

/// Runs a command.
pub fn run(command: Command) -> Outcome {
    match command {
        Command::Serve(serve) => block_on(serve.run()),
        Command::Calc(calc) => calc.run(),
        Command::Demo(demo) => block_on(demo.run()),
        Command::Import(import) => block_on(import.run()),
        Command::Person(person) => block_on(person.run()),
        Command::Report(report) => report.run(),
        Command::Simulate(simulate) => simulate.run(),
        Command::Verify(verify) => block_on(verify.run()),
        Command::Sql(sql) => block_on(sql.run()),
        Command::Token(token) => block_on(token.run()),
        Command::Site(site) => block_on(site.run()),
        Command::Bench(bench) => block_on(bench.run()),
    }
}

/// Runs asynchronous work on all cores.
pub fn block_on(work: impl Future<Output = Outcome>) -> Outcome {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(work)
}
