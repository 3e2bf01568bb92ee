//! `vigie sql`

use std::sync::Arc;
use std::time::Duration;

use vigie_catalogue::Catalogue;
use vigie_model::{Day, Site};
use vigie_query::arrow::array::{
    ArrayRef, BooleanArray, Int32Array, Int64Array, RecordBatch, StringArray,
};
use vigie_query::{
    EngineSettings, FileLocation, Limits, ParquetTable, QueryResult, SqlEngine, TableFiles,
};
use vigie_store::{File, FileKind, Store};

use crate::data_folder::DataFolder;
use crate::failure::{Failure, Outcome};
use crate::terminal;

/// ask a question in SQL over the days that have ended
///
/// Tables: `stock_day` (a row for each day, pack and site), `stock_history` (for each day, pack, tier and
/// department), `sites`, `packs`.
#[derive(Debug, clap::Args)]
pub struct Sql {
    /// the question, such as `select count(*) from stock_day`
    question: String,
    #[command(flatten)]
    data: DataFolder,
    /// print an array of JSON objects
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// print CSV
    #[arg(long)]
    csv: bool,
    /// most rows of the answer
    #[arg(long, default_value_t = 10_000, value_name = "N")]
    rows: usize,
    /// most seconds until the answer
    #[arg(long, default_value_t = 600, value_name = "SECONDS")]
    seconds: u64,
}

impl Sql {
    /// Runs the command.
    pub async fn run(self) -> Outcome {
        let store = self.data.open_store().await?;
        let engine = SqlEngine::new(&EngineSettings::default())?;
        self.add_files(&engine, &store).await?;
        add_rows(&engine, "sites", sites(&store.list_sites().await?)?)?;
        add_rows(
            &engine,
            "packs",
            packs(self.data.read_catalogue(&store).await?.as_ref())?,
        )?;
        let limits = Limits {
            rows: self.rows,
            time: Duration::from_secs(self.seconds),
            ..Limits::default()
        };
        let answer = engine.run(&self.question, limits).await?;
        store.close().await?;
        self.print(&answer)
    }

    async fn add_files(&self, engine: &SqlEngine, store: &Store) -> Outcome {
        let days = store.list_files(FileKind::Day, Day::MIN, Day::MAX).await?;
        let history = store
            .list_files(FileKind::History, Day::MIN, Day::MAX)
            .await?;
        if days.is_empty() || history.is_empty() {
            terminal::note(
                "no day has ended yet: there are no tables `stock_day` and `stock_history`",
            );
            return Ok(());
        }
        let located = |file: &File| FileLocation::from_path(&self.data.data.join(&file.file.key));
        let with_day = |file: &File| Ok((file.file.day.epoch_days(), located(file)?));
        let days = days.iter().map(with_day).collect::<Outcome<_>>()?;
        let history = history.iter().map(located).collect::<Result<_, _>>()?;
        add_table(engine, "stock_day", TableFiles::OneDayEach(days)).await?;
        add_table(engine, "stock_history", TableFiles::Plain(history)).await
    }

    fn print(&self, answer: &QueryResult) -> Outcome {
        let text = match (self.json, self.csv) {
            (true, _) => answer.to_json()?,
            (_, true) => answer.to_csv()?,
            _ => answer.to_text()?,
        };
        terminal::print(text.trim_end_matches('\n'))?;
        if answer.is_truncated() {
            terminal::note(&format!(
                "only the first {} rows are shown; --rows shows more",
                self.rows
            ));
        }
        Ok(())
    }
}

async fn add_table(engine: &SqlEngine, name: &str, files: TableFiles) -> Outcome {
    Ok(engine
        .set_files(ParquetTable {
            name: name.to_owned(),
            files,
            schema: None,
        })
        .await?)
}

fn add_rows(engine: &SqlEngine, name: &str, rows: RecordBatch) -> Outcome {
    Ok(engine.set_rows(name, rows.schema(), vec![rows])?)
}

fn texts<'a>(values: impl Iterator<Item = Option<&'a str>>) -> ArrayRef {
    Arc::new(values.collect::<StringArray>())
}

fn sites(sites: &[Site]) -> Outcome<RecordBatch> {
    let numbers: ArrayRef = Arc::new(Int32Array::from_iter_values(
        sites.iter().map(|site| site.number.0 as i32),
    ));
    let codes: Vec<String> = sites.iter().map(|site| site.code.to_string()).collect();
    let synthetic: ArrayRef = Arc::new(
        sites
            .iter()
            .map(|site| Some(site.synthetic))
            .collect::<BooleanArray>(),
    );
    batch(vec![
        ("site", numbers),
        ("code", texts(codes.iter().map(|code| Some(code.as_str())))),
        (
            "name",
            texts(sites.iter().map(|site| Some(site.name.as_str()))),
        ),
        (
            "tier",
            texts(sites.iter().map(|site| Some(site.tier.as_str()))),
        ),
        (
            "department",
            texts(sites.iter().map(|site| Some(site.department.code()))),
        ),
        (
            "region",
            texts(
                sites
                    .iter()
                    .map(|site| Some(site.department.region().name())),
            ),
        ),
        (
            "municipality",
            texts(sites.iter().map(|site| Some(site.municipality.as_str()))),
        ),
        ("synthetic", synthetic),
    ])
}

fn packs(catalogue: &Catalogue) -> Outcome<RecordBatch> {
    let packs: Vec<_> = catalogue.packs().collect();
    let cip13: ArrayRef = Arc::new(Int64Array::from_iter_values(
        packs.iter().map(|pack| pack.cip13().as_u64() as i64),
    ));
    let cis: Vec<String> = packs.iter().map(|pack| pack.cis().to_string()).collect();
    let medicines: Vec<_> = packs.iter().map(|pack| pack.medicine()).collect();
    let atc: Vec<Option<String>> = medicines
        .iter()
        .map(|medicine| medicine.and_then(|known| Some(known.atc()?.0.to_string())))
        .collect();
    let major = medicines
        .iter()
        .map(|medicine| medicine.map(vigie_catalogue::Medicine::is_major_therapeutic_interest));
    let major: ArrayRef = Arc::new(major.collect::<BooleanArray>());
    batch(vec![
        ("cip13", cip13),
        ("cis", texts(cis.iter().map(|code| Some(code.as_str())))),
        ("label", texts(packs.iter().map(|pack| Some(pack.label())))),
        (
            "medicine",
            texts(
                medicines
                    .iter()
                    .map(|medicine| medicine.map(vigie_catalogue::Medicine::name)),
            ),
        ),
        ("atc", texts(atc.iter().map(Option::as_deref))),
        ("major_therapeutic_interest", major),
    ])
}

fn batch(columns: Vec<(&str, ArrayRef)>) -> Outcome<RecordBatch> {
    // An empty table has no value to tell its columns by, so every column may be unknown.
    let columns = columns
        .into_iter()
        .map(|(name, values)| (name, values, true));
    RecordBatch::try_from_iter_with_nullable(columns).map_err(Failure::internal)
}
