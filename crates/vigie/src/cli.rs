//! The arguments of the program.

use clap::{Parser, Subcommand};

use crate::commands::{
    bench, calc, demo, import, person, report, serve, simulate, site, sql, token, verify,
};

/// one system for the stocks and shortages of medicines in France
///
/// Exit codes: 0 done, 1 the request is wrong, 2 the configuration is wrong, 3 the data are wrong, 70 a defect.
#[derive(Debug, Parser)]
#[command(name = "vigie", version, propagate_version = true)]
pub struct Cli {
    /// what to do
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    Serve(serve::Serve),
    Demo(demo::Demo),
    #[command(subcommand)]
    Import(import::Import),
    #[command(subcommand)]
    Report(report::Report),
    Simulate(simulate::Simulate),
    Verify(verify::Verify),
    Sql(sql::Sql),
    #[command(subcommand)]
    Calc(calc::Calc),
    #[command(subcommand)]
    Token(token::Token),
    #[command(subcommand)]
    Person(person::Person),
    #[command(subcommand)]
    Site(site::Site),
    #[command(subcommand)]
    Bench(bench::Bench),
}

impl Command {
    /// What is logged unless `VIGIE_LOG` says otherwise: a server tells what it does, a command only what is wrong.
    pub const fn default_log(&self) -> &'static str {
        match self {
            Self::Serve(_) => "info,sqlx=warn",
            _ => "error",
        }
    }
}
