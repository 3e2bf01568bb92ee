//! `vigie report check`

use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;
use vigie_catalogue::{CatalogueBuilder, read_archive};
use vigie_model::{Clock, Day, Language, SiteCode, SystemClock};
use vigie_stock::{PackTable, QuarantinedLine, ReadLimits, ReadReport, ReportReader};
use vigie_store::Store;

use crate::commands::block_on;
use crate::data_folder::DataFolder;
use crate::embedded;
use crate::failure::{Failure, Outcome};
use crate::terminal;

/// tell what would be accepted of a stock report, without sending it
///
/// Uses the medicines database that is built into the program, or that of an installation with --data. Speaks the
/// language of LANG. Ends with 3 when the report would be refused.
#[derive(Debug, clap::Args)]
pub struct Check {
    /// the report: CSV, JSON, XLSX or Parquet, plain, gzip or zstd
    file: PathBuf,
    /// code of the site it will be sent for (FINESS, SIRET or GLN)
    #[arg(long, value_name = "CODE")]
    site: Option<SiteCode>,
    /// day it will be sent for
    #[arg(long, value_name = "DAY")]
    as_of: Option<Day>,
    /// folder of an installation whose packs are to be used
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// print what was found as JSON
    #[arg(long)]
    json: bool,
}

/// What would become of the report.
#[derive(Debug, Serialize)]
struct Findings {
    file: String,
    format: &'static str,
    site: Option<String>,
    as_of: Option<Day>,
    lines: usize,
    states_sold: bool,
    quarantined: Vec<Line>,
    ignored_columns: Vec<String>,
}

/// A line that would wait.
#[derive(Debug, Serialize)]
struct Line {
    row: u32,
    code: String,
    value: String,
    reason: &'static str,
    message: &'static str,
}

impl Check {
    /// Runs the command.
    pub fn run(self) -> Outcome {
        let language = terminal::language();
        let bytes = std::fs::read(&self.file).map_err(|error| {
            Failure::user(format!("cannot read {}: {error}", self.file.display()))
        })?;
        let packs = Arc::new(self.packs()?);
        let read = ReportReader::new(packs, ReadLimits::default())
            .read(&bytes)
            .map_err(|refusal| Failure::data(refusal.message(language)))?;
        self.check_statement(&read, language)?;
        let findings = self.findings(read, language);
        if self.json {
            terminal::print_json(&findings)
        } else {
            print(&findings, language)
        }
    }

    fn packs(&self) -> Outcome<PackTable> {
        let Some(folder) = &self.data else {
            return embedded_packs();
        };
        let folder = DataFolder::at(folder);
        let mut codes = Vec::new();
        block_on(async {
            let store: Store = folder.open_store().await?;
            codes = store
                .list_pack_numbers()
                .await?
                .into_iter()
                .map(|(_, code)| code)
                .collect();
            Ok(store.close().await?)
        })?;
        Ok(PackTable::new(codes))
    }

    /// What the server would refuse besides: another site or day in the file, a day that has not come.
    fn check_statement(&self, read: &ReadReport, language: Language) -> Outcome {
        if let (Some(stated), Some(in_file)) = (self.site, &read.statement.site)
            && in_file.parse::<SiteCode>().ok() != Some(stated)
        {
            return Err(Failure::data(match language {
                Language::French => format!(
                    "le fichier porte le site {in_file}, pas {stated} ; envoyez-le pour ce site"
                ),
                Language::English => {
                    format!("the file is about site {in_file}, not {stated}; send it for that site")
                }
            }));
        }
        if let (Some(stated), Some(in_file)) = (self.as_of, read.statement.day)
            && stated != in_file
        {
            return Err(Failure::data(match language {
                Language::French => format!(
                    "le fichier porte le {in_file}, pas le {stated} ; corrigez l'un des deux"
                ),
                Language::English => {
                    format!("the file is about {in_file}, not {stated}; correct one of them")
                }
            }));
        }
        let today = SystemClock.today();
        match self.as_of.or(read.statement.day) {
            Some(day) if day > today => Err(Failure::data(match language {
                Language::French => format!(
                    "le {day} n'est pas encore venu (nous sommes le {today}) ; vérifiez la date"
                ),
                Language::English => {
                    format!("{day} has not come yet (today is {today}); check the date")
                }
            })),
            _ => Ok(()),
        }
    }

    fn findings(&self, read: ReadReport, language: Language) -> Findings {
        Findings {
            file: self.file.display().to_string(),
            format: read.format.name(),
            site: read
                .statement
                .site
                .or_else(|| self.site.map(|site| site.to_string())),
            as_of: read.statement.day.or(self.as_of),
            lines: read.content.lines.len(),
            states_sold: read.content.states_sold,
            quarantined: read
                .content
                .quarantined
                .into_iter()
                .map(|line| to_line(line, language))
                .collect(),
            ignored_columns: read.statement.ignored_columns,
        }
    }
}

/// The packs of the newest release that is built in.
fn embedded_packs() -> Outcome<PackTable> {
    let (release, _) = read_archive(embedded::newest_release())?;
    let catalogue = CatalogueBuilder::default()
        .add_release(Day::from_epoch_days(0), release)
        .build();
    Ok(PackTable::new(
        catalogue
            .packs()
            .map(vigie_catalogue::Pack::cip13)
            .collect(),
    ))
}

fn to_line(line: QuarantinedLine, language: Language) -> Line {
    Line {
        row: line.row,
        reason: line.reason.as_str(),
        message: line.reason.message(language),
        code: line.code,
        value: line.value,
    }
}

fn print(findings: &Findings, language: Language) -> Outcome {
    let (accepted, waiting) = (findings.lines, findings.quarantined.len());
    terminal::print(&match language {
        Language::French => format!(
            "{} : {accepted} lignes acceptées, {waiting} en quarantaine",
            findings.format
        ),
        Language::English => format!(
            "{}: {accepted} lines accepted, {waiting} in quarantine",
            findings.format
        ),
    })?;
    if !findings.ignored_columns.is_empty() {
        let names = findings.ignored_columns.join(", ");
        terminal::print(&match language {
            Language::French => format!("colonnes non lues : {names}"),
            Language::English => format!("columns not read: {names}"),
        })?;
    }
    for line in &findings.quarantined {
        terminal::print(&match language {
            Language::French => {
                format!("ligne {}, « {} » : {}", line.row, line.value, line.message)
            }
            Language::English => format!("row {}, `{}`: {}", line.row, line.value, line.message),
        })?;
    }
    Ok(())
}
