//! `vigie report`

mod check;
mod send;
mod sent;

use crate::failure::Outcome;

/// check and send stock reports
#[derive(Debug, clap::Subcommand)]
pub enum Report {
    Check(check::Check),
    Send(send::Send),
}

impl Report {
    /// Runs the command.
    pub fn run(self) -> Outcome {
        match self {
            Self::Check(check) => check.run(),
            Self::Send(send) => send.run(),
        }
    }
}
