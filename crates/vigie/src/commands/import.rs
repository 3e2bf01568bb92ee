//! `vigie import`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;
use vigie_catalogue::{FileReport, FileUse};
use vigie_model::Day;
use vigie_server::system::{CatalogueImport, archive_folder};

use crate::data_folder::DataFolder;
use crate::failure::{Failure, Outcome};
use crate::terminal;

/// import published reference files
#[derive(Debug, clap::Subcommand)]
pub enum Import {
    Bdpm(Bdpm),
    Availability(Availability),
}

/// import a release of the public medicines database (BDPM)
///
/// Prints, for each file, the rows read, kept and quarantined with their reasons. Lines of stock reports that wait
/// for a pack of the release are used from now on. The server of the folder must be stopped.
#[derive(Debug, clap::Args)]
pub struct Bdpm {
    /// folder with the files of the release
    folder: PathBuf,
    /// day of the release; without it, the date in the name of the folder
    #[arg(long, value_name = "DAY")]
    day: Option<Day>,
    #[command(flatten)]
    data: DataFolder,
    /// print what was read as JSON
    #[arg(long)]
    json: bool,
}

/// import an availability list (`CIS_CIP_Dispo_Spec.txt`)
#[derive(Debug, clap::Args)]
pub struct Availability {
    /// the list
    file: PathBuf,
    /// day of the list; without it, the date in the name of the file
    #[arg(long, value_name = "DAY")]
    day: Option<Day>,
    #[command(flatten)]
    data: DataFolder,
    /// print what was read as JSON
    #[arg(long)]
    json: bool,
}

/// What was read of a file.
#[derive(Debug, Serialize)]
struct FileSummary {
    file: String,
    usage: String,
    rows_read: u64,
    rows_kept: u64,
    rows_quarantined: u64,
    reasons: BTreeMap<&'static str, u64>,
    notes: Vec<String>,
}

/// What a release brought.
#[derive(Debug, Serialize)]
struct ReleaseSummary<'a> {
    #[serde(flatten)]
    import: &'a CatalogueImport,
    files: Vec<FileSummary>,
}

impl Import {
    /// Runs the command.
    pub async fn run(self) -> Outcome {
        match self {
            Self::Bdpm(bdpm) => bdpm.run().await,
            Self::Availability(availability) => availability.run().await,
        }
    }
}

impl Bdpm {
    async fn run(self) -> Outcome {
        let day = day_of(&self.folder, self.day)?;
        let cannot_read = |error: std::io::Error| {
            Failure::user(format!("cannot read {}: {error}", self.folder.display()))
        };
        let archive = archive_folder(&self.folder).map_err(cannot_read)?;
        let system = self.data.open_existing_or_new().await?;
        let import = system.import_release(day, archive).await?;
        system.store.close().await?;
        let files: Vec<_> = import.report.files.iter().map(summary_of).collect();
        if self.json {
            return terminal::print_json(&ReleaseSummary {
                import: &import,
                files,
            });
        }
        print_files(&files)?;
        terminal::print(&format!(
            "{day}: {} medicines, {} packs, {} of them new; {} lines left quarantine",
            import.medicines, import.packs, import.new_packs, import.released_lines
        ))
    }
}

impl Availability {
    async fn run(self) -> Outcome {
        let day = day_of(&self.file, self.day)?;
        let cannot_read = |error: std::io::Error| {
            Failure::user(format!("cannot read {}: {error}", self.file.display()))
        };
        let bytes = std::fs::read(&self.file).map_err(cannot_read)?;
        let plain = if self.file.extension().is_some_and(|ending| ending == "zst") {
            zstd::decode_all(bytes.as_slice())
                .map_err(|error| Failure::data(format!("damaged zstd file: {error}")))?
        } else {
            bytes
        };
        let system = self.data.open_existing_or_new().await?;
        let report = system.import_availability(day, &plain).await?;
        system.store.close().await?;
        let file = summary_of(&report);
        if self.json {
            terminal::print_json(&file)
        } else {
            print_files(&[file])
        }
    }
}

/// The day given, or the date that stands in the name.
fn day_of(path: &Path, given: Option<Day>) -> Outcome<Day> {
    let name = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let name = name
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    given.or_else(|| date_in(&name)).ok_or_else(|| {
        let failure = Failure::user(format!("the name `{name}` holds no date"));
        failure.with_hint("say the day of publication with --day 2026-05-26")
    })
}

/// The first `2026-05-26` or `20260526` of a text.
fn date_in(text: &str) -> Option<Day> {
    let with_hyphens =
        (0..text.len()).filter_map(|start| text.get(start..start + 10)?.parse::<Day>().ok());
    let digits = (0..text.len()).filter_map(|start| {
        let (year, month, day) = (
            text.get(start..start + 4)?,
            text.get(start + 4..start + 6)?,
            text.get(start + 6..start + 8)?,
        );
        Day::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    });
    let mut days = with_hyphens
        .chain(digits)
        .filter(|day| (1990..2200).contains(&day.date().year()));
    days.next()
}

fn summary_of(report: &FileReport) -> FileSummary {
    let mut reasons = BTreeMap::new();
    for row in &report.quarantined {
        *reasons.entry(row.code.as_str()).or_insert(0) += 1;
    }
    FileSummary {
        file: report.name.clone(),
        usage: match &report.usage {
            FileUse::Read(table) => table.file_name().to_owned(),
            FileUse::NotUsed => "not used".to_owned(),
            FileUse::SecondFile(table) => format!("second file of {}", table.file_name()),
            FileUse::Refused(table, refusal) => {
                format!("refused as {}: {refusal}", table.file_name())
            }
        },
        rows_read: report.rows_read,
        rows_kept: report.rows_kept,
        rows_quarantined: report.rows_quarantined(),
        reasons,
        notes: report
            .notes
            .iter()
            .map(|note| note.message(terminal::language()))
            .collect(),
    }
}

fn print_files(files: &[FileSummary]) -> Outcome {
    let mut table = terminal::table(
        &["file", "read as", "rows", "kept", "quarantined", "reasons"],
        &[2, 3, 4],
    );
    for file in files {
        let reasons: Vec<_> = file
            .reasons
            .iter()
            .map(|(reason, count)| format!("{reason} {count}"))
            .collect();
        table.add_row(vec![
            file.file.clone(),
            file.usage.clone(),
            terminal::grouped(file.rows_read),
            terminal::grouped(file.rows_kept),
            terminal::grouped(file.rows_quarantined),
            reasons.join(", "),
        ]);
    }
    terminal::print(&table.to_string())?;
    for file in files {
        file.notes
            .iter()
            .for_each(|note| terminal::note(&format!("{}: {note}", file.file)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_found_in_the_names_of_published_files() {
        assert_eq!(
            date_in("2026-05-26_CIS_CIP_Dispo_Spec.txt"),
            Day::from_ymd(2026, 5, 26)
        );
        assert_eq!(date_in("bdpm-20250707"), Day::from_ymd(2025, 7, 7));
        assert_eq!(date_in("données-2026-01-28"), Day::from_ymd(2026, 1, 28));
        assert_eq!(date_in("bdpm"), None);
        assert_eq!(date_in("12345678"), None);
    }
}
