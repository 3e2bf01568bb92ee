//! `vigie bench`

mod child;
mod figures;
mod load;
mod memory;
mod national_day;
mod pages;
mod questions;
mod world;
mod year;

use crate::failure::Outcome;

/// measure this program on this machine
#[derive(Debug, clap::Subcommand)]
pub enum Bench {
    NationalDay(national_day::NationalDayBench),
}

impl Bench {
    /// Runs the command.
    pub async fn run(self) -> Outcome {
        match self {
            Self::NationalDay(bench) => bench.run().await,
        }
    }
}
