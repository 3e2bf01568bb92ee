//! `vigie site import`

use std::path::PathBuf;

use serde::Serialize;
use vigie_model::{Clock, Language, SystemClock, Tier};

use super::file;
use super::plan::{Plan, Registry};
use super::problem::BadRow;
use crate::data_folder::DataFolder;
use crate::failure::{Failure, Outcome};
use crate::terminal;

/// register the sites of a list, or update those that are known
///
/// The list is CSV with a header: code (FINESS, SIRET or GLN), name, tier, department unless the code tells it, and
/// optionally municipality, organisation, organisation name, since, until, synthetic. Column names may be French or
/// English. A site without an organisation is its own. Importing a list again changes nothing; what a list does not
/// say stays as it is. A server that runs on the folder follows within a minute. Speaks the language of LANG. Ends
/// with 3, having imported nothing, when a row cannot be used.
#[derive(Debug, clap::Args)]
pub struct Import {
    /// the list
    file: PathBuf,
    /// tier of the sites of a list that does not say it
    #[arg(long)]
    tier: Option<Tier>,
    /// import the rows that can be used although others cannot
    #[arg(long)]
    keep_good: bool,
    #[command(flatten)]
    data: DataFolder,
    /// print what was done as JSON
    #[arg(long)]
    json: bool,
}

/// What was done, for programs.
#[derive(Debug, Serialize)]
struct Summary {
    imported: bool,
    new: usize,
    changed: usize,
    unchanged: usize,
    rejected: Vec<Rejected>,
    ignored_columns: Vec<String>,
}

/// A row that was not used, for programs.
#[derive(Debug, Serialize)]
struct Rejected {
    row: u64,
    column: String,
    value: String,
    reason: &'static str,
    message: String,
}

impl Import {
    /// Runs the command.
    pub async fn run(self) -> Outcome {
        let language = terminal::language();
        let bytes = std::fs::read(&self.file).map_err(|error| {
            Failure::user(format!("cannot read {}: {error}", self.file.display()))
        })?;
        let read = file::read(&bytes, self.tier, language)?;
        let store = self.data.open_store().await?;
        let registry = Registry::read(&store).await?;
        let mut plan = registry.plan(read.rows, SystemClock.today());
        let mut bad = read.bad;
        bad.append(&mut plan.bad);
        bad.sort_by_key(|bad| bad.row);
        let summary = summary_of(&plan, &bad, read.ignored_columns, self.keep_good, language);
        if summary.imported {
            plan.carry_out(&store).await?;
        }
        store.close().await?;
        if self.json {
            terminal::print_json(&summary)?;
        } else {
            print(&summary, &bad, language)?;
        }
        judge(&summary, language)
    }
}

fn summary_of(
    plan: &Plan,
    bad: &[BadRow],
    ignored_columns: Vec<String>,
    keep_good: bool,
    language: Language,
) -> Summary {
    let rejected = |bad: &BadRow| Rejected {
        row: bad.row,
        column: bad.column.clone(),
        value: bad.value.clone(),
        reason: bad.problem.code(),
        message: bad.problem.message(language),
    };
    Summary {
        imported: bad.is_empty() || keep_good,
        new: plan.new,
        changed: plan.changed,
        unchanged: plan.unchanged,
        rejected: bad.iter().map(rejected).collect(),
        ignored_columns,
    }
}

fn print(summary: &Summary, bad: &[BadRow], language: Language) -> Outcome {
    for bad in bad {
        terminal::note(&bad.message(language));
    }
    if !summary.ignored_columns.is_empty() {
        let names = summary.ignored_columns.join(", ");
        terminal::note(&match language {
            Language::French => format!("colonnes non lues : {names}"),
            Language::English => format!("columns not read: {names}"),
        });
    }
    if !summary.imported {
        return Ok(());
    }
    let [new, changed, unchanged] = [summary.new, summary.changed, summary.unchanged]
        .map(|count| terminal::grouped(count as u64));
    terminal::print(&match language {
        Language::French => {
            format!("sites : {new} nouveaux, {changed} modifiés, {unchanged} inchangés")
        }
        Language::English => {
            format!("sites: {new} new, {changed} changed, {unchanged} as before")
        }
    })
}

fn judge(summary: &Summary, language: Language) -> Outcome {
    if summary.imported {
        return Ok(());
    }
    let count = summary.rejected.len();
    Err(match language {
        Language::French => Failure::data(format!(
            "{count} lignes ne peuvent pas être prises ; rien n'a été importé"
        ))
        .with_hint("corrigez-les, ou importez les autres avec --keep-good"),
        Language::English => {
            Failure::data(format!("{count} rows cannot be used; nothing was imported"))
                .with_hint("correct them, or import the others with --keep-good")
        }
    })
}
