//! `vigie site list`

use serde::Serialize;
use vigie_model::{Day, Site};

use crate::data_folder::DataFolder;
use crate::failure::Outcome;
use crate::terminal;

/// list all sites
#[derive(Debug, clap::Args)]
pub struct List {
    #[command(flatten)]
    data: DataFolder,
    /// print the list as JSON
    #[arg(long)]
    json: bool,
}

/// A site, for programs.
#[derive(Debug, Serialize)]
struct Row<'a> {
    number: u32,
    code: String,
    name: &'a str,
    tier: &'static str,
    department: &'static str,
    municipality: &'a str,
    expected_from: Day,
    expected_until: Option<Day>,
    synthetic: bool,
}

impl List {
    /// Runs the command.
    pub async fn run(self) -> Outcome {
        let store = self.data.open_store().await?;
        let sites = store.list_sites().await?;
        store.close().await?;
        let rows: Vec<Row<'_>> = sites.iter().map(row_of).collect();
        if self.json {
            terminal::print_json(&rows)
        } else {
            print(&rows)
        }
    }
}

fn row_of(site: &Site) -> Row<'_> {
    Row {
        number: site.number.0,
        code: site.code.to_string(),
        name: &site.name,
        tier: site.tier.as_str(),
        department: site.department.code(),
        municipality: &site.municipality,
        expected_from: site.expected_from,
        expected_until: site.expected_until,
        synthetic: site.synthetic,
    }
}

fn print(rows: &[Row<'_>]) -> Outcome {
    let mut table = terminal::table(
        &[
            "number",
            "code",
            "name",
            "tier",
            "department",
            "municipality",
            "synthetic",
        ],
        &[0],
    );
    for row in rows {
        table.add_row(vec![
            row.number.to_string(),
            row.code.clone(),
            row.name.to_owned(),
            row.tier.to_owned(),
            row.department.to_owned(),
            row.municipality.to_owned(),
            if row.synthetic {
                "yes".to_owned()
            } else {
                String::new()
            },
        ]);
    }
    terminal::print(&table.to_string())
}
