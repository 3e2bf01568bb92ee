//! The state of the installation, for the operator.

use vigie_model::{Day, Language};

use super::part::{Alert, Cell, Desk, Part, Table};
use super::render;
use crate::frame::{RenderError, Shell};
use crate::notation::Notation;
use crate::words::Words;

/// What files hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileContent {
    /// All stock lines of days.
    Days,
    /// Daily history by pack and department.
    History,
    /// Positions at a place in the journal.
    Snapshots,
    /// Releases of the catalogue.
    Catalogue,
}

/// The files of one content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileGroup {
    /// What they hold.
    pub content: FileContent,
    /// How many.
    pub count: u64,
    /// Rows in all of them.
    pub rows: u64,
    /// Bytes of all of them.
    pub bytes: u64,
}

/// The state of the installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstallationPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Why no report is taken, if so.
    pub halted: Option<String>,
    /// Release of the program.
    pub version: String,
    /// Name of the database.
    pub database: &'static str,
    /// Last number of the journal.
    pub journal_head: u64,
    /// Stock lines known.
    pub stock_lines: u64,
    /// Latest day reported.
    pub latest: Option<Day>,
    /// Last day whose files are written.
    pub last_closed: Option<Day>,
    /// Closed days whose files are to be written again.
    pub corrections: u64,
    /// First and last day of the history.
    pub history: Option<(Day, Day)>,
    /// Days of the country in memory.
    pub nation_days: u64,
    /// Releases of the public database, oldest first.
    pub releases: Vec<Day>,
    /// Availability lists, oldest first.
    pub lists: Vec<Day>,
    /// Medicines of the catalogue.
    pub medicines: u64,
    /// Packs of the catalogue.
    pub packs: u64,
    /// Published files.
    pub files: Vec<FileGroup>,
    /// Codes that wait for the catalogue; as many as are shown.
    pub waiting_codes: Vec<String>,
    /// How many wait.
    pub waiting_count: u64,
}

const BYTES_OF_A_MEGABYTE: f64 = 1e6;

impl InstallationPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = Words::of(language);
        let text = &words.installation;
        let desk = Desk {
            title: text.title.to_owned(),
            lead: text.lead.to_owned(),
            alerts: vec![self.health(words)],
            parts: vec![
                Part::Facts(vec![
                    (text.version.to_owned(), self.version.clone()),
                    (text.database.to_owned(), self.database.to_owned()),
                ]),
                Part::Heading(text.journal.to_owned()),
                Part::Facts(self.journal(words)),
                Part::Heading(text.catalogue.to_owned()),
                Part::Facts(self.catalogue(words)),
                Part::Heading(text.files.to_owned()),
                Part::Table(self.file_table(words)),
                Part::Heading(text.quarantine.to_owned()),
                Part::Table(self.waiting(words)),
            ],
            ..Desk::default()
        };
        render(&self.shell, language, "InstallationPage", desk)
    }

    fn health(&self, words: &Words) -> Alert {
        let text = &words.installation;
        match &self.halted {
            None => Alert {
                kind: "return",
                heading: text.well.to_owned(),
                text: text.well_text.to_owned(),
            },
            Some(reason) => Alert {
                kind: "shortage",
                heading: text.halted.to_owned(),
                text: format!("{} {reason}", text.halted_text),
            },
        }
    }

    fn journal(&self, words: &Words) -> Vec<(String, String)> {
        let text = &words.installation;
        let number = |value| words.language.integer(value);
        let day = |day: Option<Day>| {
            day.map_or_else(|| text.none_yet.to_owned(), |day| words.language.date(day))
        };
        let history = self.history.map_or_else(
            || text.none_yet.to_owned(),
            |(from, to)| text.between(&words.language.date(from), &words.language.date(to)),
        );
        named([
            (text.journal_head, number(self.journal_head)),
            (text.stock_lines, number(self.stock_lines)),
            (text.latest_day, day(self.latest)),
            (text.last_closed, day(self.last_closed)),
            (text.waiting_corrections, number(self.corrections)),
            (text.history, history),
            (text.memory, text.days(self.nation_days)),
        ])
    }

    fn catalogue(&self, words: &Words) -> Vec<(String, String)> {
        let text = &words.installation;
        let dates = |days: &[Day]| {
            let days = days.iter().rev().map(|day| words.language.date(*day));
            let written = days.collect::<Vec<_>>().join(", ");
            if written.is_empty() {
                text.none_yet.to_owned()
            } else {
                written
            }
        };
        named([
            (text.releases, dates(&self.releases)),
            (text.lists, dates(&self.lists)),
            (text.known_medicines, words.language.integer(self.medicines)),
            (text.known_packs, words.language.integer(self.packs)),
        ])
    }

    fn file_table(&self, words: &Words) -> Table {
        let text = &words.installation;
        let row = |group: &FileGroup| {
            let content = match group.content {
                FileContent::Days => text.day_files,
                FileContent::History => text.history_files,
                FileContent::Snapshots => text.snapshots,
                FileContent::Catalogue => text.catalogue_files,
            };
            let megabytes = group.bytes as f64 / BYTES_OF_A_MEGABYTE;
            vec![
                Cell::text(content),
                Cell::text(words.language.integer(group.count)),
                Cell::text(words.language.integer(group.rows)),
                Cell::text(text.megabytes(&words.language.decimal(megabytes, 1))),
            ]
        };
        Table {
            identifier: "files",
            caption: text.files_caption.to_owned(),
            headers: [text.kind, text.count, text.rows, text.size]
                .map(str::to_owned)
                .to_vec(),
            rows: self.files.iter().map(row).collect(),
            nothing: text.no_files.to_owned(),
        }
    }

    fn waiting(&self, words: &Words) -> Table {
        let text = &words.installation;
        let codes = self.waiting_codes.iter();
        Table {
            identifier: "waiting",
            caption: format!(
                "{}. {}.",
                text.quarantine_caption,
                text.codes(self.waiting_count)
            ),
            headers: vec![text.waiting_code.to_owned()],
            rows: codes.map(|code| vec![Cell::Code(code.clone())]).collect(),
            nothing: text.nothing_waiting.to_owned(),
        }
    }
}

fn named<const N: usize>(facts: [(&str, String); N]) -> Vec<(String, String)> {
    facts.map(|(name, value)| (name.to_owned(), value)).to_vec()
}
