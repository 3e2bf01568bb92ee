//! `vigie site`

mod file;
mod import;
mod list;
mod plan;
mod problem;

use crate::failure::Outcome;

/// show the sites that report, and register new ones
#[derive(Debug, clap::Subcommand)]
pub enum Site {
    Import(import::Import),
    List(list::List),
}

impl Site {
    /// Runs the command.
    pub async fn run(self) -> Outcome {
        match self {
            Self::Import(import) => import.run().await,
            Self::List(list) => list.run().await,
        }
    }
}
