//! The only program: `vigie`. One file a command in `commands`; their doc comments are the help.

mod cli;
mod commands;
mod data_folder;
mod embedded;
mod failure;
mod population;
mod process;
mod scratch;
mod shutdown;
mod terminal;
mod wire;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;
use tracing_subscriber::EnvFilter;

use cli::Cli;
use failure::{Failure, FailureKind};

/// Less waste than the system's with many small arrays of sites.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return refuse_arguments(&error),
    };
    start_log(cli.command.default_log());
    // The message of a panic is on stderr already; only its exit code is ours.
    match catch_unwind(AssertUnwindSafe(|| commands::run(cli.command))) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(failure)) => report(&failure),
        Err(_) => {
            terminal::note("this is a defect of vigie; please report it with the lines above");
            FailureKind::Internal.into()
        }
    }
}

/// Help and version are answers; anything else is the user's to mend.
fn refuse_arguments(error: &clap::Error) -> ExitCode {
    let is_answer = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    );
    let _ = error.print();
    if is_answer {
        ExitCode::SUCCESS
    } else {
        FailureKind::User.into()
    }
}

fn report(failure: &Failure) -> ExitCode {
    if failure.is_closed_pipe() {
        return ExitCode::SUCCESS;
    }
    terminal::note(&failure.message());
    if let Some(hint) = failure.hint() {
        terminal::note(&format!("hint: {hint}"));
    }
    failure.kind().into()
}

/// Log lines go to stderr; `VIGIE_LOG` chooses them (`debug`, `vigie_server=trace`…).
fn start_log(default: &str) {
    let filter = EnvFilter::try_from_env("VIGIE_LOG").unwrap_or_else(|_| EnvFilter::new(default));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}
