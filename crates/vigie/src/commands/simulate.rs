//! `vigie simulate`

use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;
use vigie_model::{Cip13, Day, Site};
use vigie_simulate::{Country, Inputs, LABEL_EN, LABEL_FR, SiteReport};

use super::demo::{ReportWriter, settings_of, unknown_pack};
use crate::embedded;
use crate::failure::{Failure, Outcome};
use crate::terminal;

/// write the reports of a simulated country as files
///
/// One folder a site, one file a day: `DIR/SITE/DAY.csv.gz`. The first report of a site is full, the others tell
/// changes. `DIR/sites.csv` lists the sites, `DIR/LABEL.txt` says that all of it is synthetic.
#[derive(Debug, clap::Args)]
pub struct Simulate {
    /// folder to write to; made when it is not there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// first day
    #[arg(long, default_value = "2025-09-01", value_name = "DAY")]
    start: Day,
    /// how many days
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=3650))]
    days: u32,
    /// where all chance comes from: the same seed writes the same bytes
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// about how many sites report
    #[arg(long, default_value_t = 2_430, value_name = "N")]
    sites: u32,
    /// print what was written as JSON
    #[arg(long)]
    json: bool,
}

/// What was written.
#[derive(Debug, Default, Serialize)]
struct Written {
    sites: usize,
    days: u32,
    reports: u64,
    lines: u64,
    bytes: u64,
}

impl Simulate {
    /// Runs the command.
    pub fn run(self) -> Outcome {
        let inputs = Inputs::embedded()?;
        let settings = settings_of(self.seed, self.start, self.sites, true);
        let mut country = Country::new(settings, &inputs, &inputs.marketed_packs())?;
        fs::create_dir_all(&self.out)?;
        fs::write(
            self.out.join("LABEL.txt"),
            format!("{LABEL_FR}\n{LABEL_EN}\n"),
        )?;
        fs::write(self.out.join("sites.csv"), sites_csv(country.sites()))?;
        let mut written = Written {
            sites: country.sites().len(),
            days: self.days,
            ..Written::default()
        };
        let mut writer = ReportWriter::new(unknown_code()?);
        let bar = terminal::progress(self.days.into(), "days");
        for _ in 0..self.days {
            write_day(&mut country, &self.out, &mut writer, &mut written)?;
            bar.inc(1);
        }
        bar.finish_and_clear();
        self.tell(&written)
    }

    fn tell(&self, written: &Written) -> Outcome {
        if self.json {
            return terminal::print_json(written);
        }
        terminal::print(&format!(
            "{} reports of {} sites over {} days, {} lines, {} bytes, in {}",
            terminal::grouped(written.reports),
            terminal::grouped(written.sites as u64),
            written.days,
            terminal::grouped(written.lines),
            terminal::grouped(written.bytes),
            self.out.display()
        ))
    }
}

/// The same unknown pack as in the demo.
fn unknown_code() -> Outcome<Cip13> {
    let (release, _) = vigie_catalogue::read_archive(embedded::newest_release())?;
    let day = Day::from_epoch_days(0);
    unknown_pack(
        &vigie_catalogue::CatalogueBuilder::default()
            .add_release(day, release)
            .build(),
    )
}

fn write_day(
    country: &mut Country,
    out: &Path,
    writer: &mut ReportWriter,
    written: &mut Written,
) -> Outcome {
    let mut failed = None;
    country.next_day(|report| {
        if failed.is_none() {
            failed = write_report(report, out, writer, written).err();
        }
    });
    failed.map_or(Ok(()), Err)
}

fn write_report(
    report: &SiteReport<'_>,
    out: &Path,
    writer: &mut ReportWriter,
    written: &mut Written,
) -> Outcome {
    let folder = out.join(report.site.code.to_string());
    let gzip = writer.gzip(report);
    let file = folder.join(format!("{}.csv.gz", report.as_of));
    fs::create_dir_all(&folder)?;
    fs::write(&file, &gzip).map_err(|error| {
        Failure::from(error).while_doing(format!("cannot write {}", file.display()))
    })?;
    written.reports += 1;
    written.lines += report.lines.len() as u64;
    written.bytes += gzip.len() as u64;
    Ok(())
}

fn sites_csv(sites: &[Site]) -> String {
    let mut csv = "code;name;tier;department;municipality\n".to_owned();
    for site in sites {
        // Names of places hold no quotes; a `;` would break the row.
        let plain = |text: &str| text.replace([';', '\n', '\r'], " ");
        let columns = [
            site.code.to_string(),
            plain(&site.name),
            site.tier.as_str().to_owned(),
            site.department.code().to_owned(),
            plain(&site.municipality),
        ];
        csv.push_str(&columns.join(";"));
        csv.push('\n');
    }
    csv
}
