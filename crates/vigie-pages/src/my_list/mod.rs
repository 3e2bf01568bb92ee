//! A person's own list of medicines: what each line was understood as, what is affected, what runs thin, what could
//! take its place.

mod feed;
mod row;

use askama::Template;
use vigie_model::{Day, Language};

use crate::frame::{Frame, Place, RenderError, Shell};
use crate::links;
use crate::shared::{
    Availability, Completeness, CoverLabel, CoverThresholds, Known, UnknownReason,
};
use crate::words::Words;

pub use feed::{FeedChange, FeedEntry, MyListFeed};
pub use row::{ListedSince, MyListRow, Replacement, Substitutes, Trend, TypedLine};
use row::{ShownRow, TIERS};

/// Lines that wait for an answer shown at once.
const UNSETTLED_SHOWN: usize = 100;

/// The page of a list. Before anything was typed it holds nothing but the form.
#[derive(Debug, Clone, PartialEq)]
pub struct MyList {
    /// What surrounds the page.
    pub shell: Shell,
    /// The list as text, a line for each entry.
    pub text: String,
    /// Why nothing was read, if so.
    pub problem: Option<MyListProblem>,
    /// What was understood; `None` before anything was handed in.
    pub result: Option<MyListResult>,
    /// The list under which this one is kept.
    pub kept: Option<KeptList>,
    /// All lists of the one who is signed in.
    pub own: Vec<OwnList>,
    /// Shows that a form comes from a page of the session; empty for those who are not signed in.
    pub form_token: String,
    /// Caps, as the page says them.
    pub limits: MyListLimits,
    /// Days from which cover is labelled.
    pub thresholds: CoverThresholds,
}

/// Most that a list may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MyListLimits {
    /// Lines.
    pub lines: u64,
    /// Bytes once decompressed.
    pub bytes: u64,
}

/// Why nothing was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MyListProblem {
    /// Nothing was typed or chosen.
    Empty,
    /// A web page instead of a file.
    WebPage,
    /// A file that is neither text nor XLSX.
    OtherKind,
    /// A damaged file.
    Damaged,
    /// More lines than the limit.
    TooManyLines,
    /// More bytes than the limit.
    TooLarge,
    /// An address that holds no list.
    Address,
    /// A name that is empty, too long or with hidden signs.
    Name,
    /// As many lists as one may keep.
    TooManyLists,
}

/// What was understood of a list, and how it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct MyListResult {
    /// Entries as a part of an address, for forms and links.
    pub items: String,
    /// Path and query without language that shows the list again; `None` when that is too long.
    pub link: Option<String>,
    /// Day of the stocks.
    pub as_of: Option<Day>,
    /// Who reported them.
    pub completeness: Option<Completeness>,
    /// Day of the availability list.
    pub list_day: Option<Day>,
    /// How many of what.
    pub counts: MyListCounts,
    /// Lines that were not understood, or may mean several medicines.
    pub unsettled: Vec<UnsettledLine>,
    /// Entries, those in need first.
    pub rows: Vec<MyListRow>,
}

/// How many lines and entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MyListCounts {
    /// Lines read.
    pub lines: u64,
    /// Lines that may mean several medicines.
    pub ambiguous: u64,
    /// Lines that were not understood.
    pub unknown: u64,
    /// Different entries.
    pub entries: u64,
    /// Entries in each situation of the availability list.
    pub listed: [(Availability, u64); 4],
    /// Entries that are not listed, by label of their cover.
    pub covers: [(CoverLabel, u64); 4],
}

/// A line that waits for an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsettledLine {
    /// Its number, from 1.
    pub number: u32,
    /// What was typed.
    pub text: String,
    /// Name of the field that holds the answer.
    pub field: String,
    /// Why it was not understood; medicines to choose from otherwise.
    pub matter: Matter,
}

/// What is the matter with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matter {
    /// It may mean one of these medicines, of so many in all.
    Choose {
        /// Code and name of each.
        choices: Vec<(String, String)>,
        /// How many there are.
        total: u64,
    },
    /// No code and no name.
    Nothing,
    /// A code that the catalogue does not have.
    UnknownCode,
    /// A code with a wrong digit.
    WrongCode,
    /// A code that a spreadsheet has rounded.
    DamagedCode,
    /// A dispensing unit of hospitals.
    DispensingUnit,
    /// No medicine has such a name.
    UnknownName,
}

/// A list that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptList {
    /// Its number.
    pub number: u32,
    /// What its owner calls it.
    pub name: String,
    /// Path of its feed without language.
    pub feed: String,
    /// Whether it has just been changed.
    pub is_saved: bool,
}

/// A list of the one who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnList {
    /// Its number.
    pub number: u32,
    /// What its owner calls it.
    pub name: String,
    /// How many entries it has.
    pub entries: u64,
}

#[derive(Template)]
#[template(path = "my_list.html")]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a MyList,
    rows: Vec<ShownRow<'a>>,
    /// What the page says aloud, and first.
    summary: Vec<String>,
}

impl MyList {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = Words::of(language);
        let text = &words.my_list;
        let title = self
            .kept
            .as_ref()
            .map_or_else(|| text.title.to_owned(), |kept| text.title_of(&kept.name));
        let frame = Frame::new(
            &self.shell,
            language,
            Place::MyList,
            title,
            text.description.to_owned(),
        );
        let rows = self.result.iter().flat_map(|result| &result.rows);
        View {
            rows: rows
                .map(|row| ShownRow::of(row, &self.thresholds, words))
                .collect(),
            summary: self
                .result
                .as_ref()
                .map(|result| summary(result, words))
                .unwrap_or_default(),
            frame,
            words,
            page: self,
        }
        .render()
        .map_err(RenderError::of("MyList"))
    }

    fn problem_text(&self, words: &Words) -> Option<String> {
        let text = &words.my_list;
        Some(match self.problem? {
            MyListProblem::Empty => text.problem_empty.to_owned(),
            MyListProblem::WebPage => text.problem_web_page.to_owned(),
            MyListProblem::OtherKind => text.problem_other_kind.to_owned(),
            MyListProblem::Damaged => text.problem_damaged.to_owned(),
            MyListProblem::TooManyLines => text.problem_lines(self.limits.lines),
            MyListProblem::TooLarge => text.problem_bytes(self.limits.bytes >> 20),
            MyListProblem::Address => text.problem_address.to_owned(),
            MyListProblem::Name => text.problem_name.to_owned(),
            MyListProblem::TooManyLists => text.problem_lists.to_owned(),
        })
    }

    /// The field that is to be corrected.
    fn wrong_field(&self) -> &'static str {
        match self.problem {
            Some(MyListProblem::Name) => "list-name",
            Some(MyListProblem::TooManyLists) => "own",
            _ => "list-text",
        }
    }

    fn is_text_wrong(&self) -> bool {
        self.problem.is_some() && self.wrong_field() == "list-text"
    }

    fn is_name_wrong(&self) -> bool {
        self.problem == Some(MyListProblem::Name)
    }

    fn caps(&self, words: &Words) -> String {
        words
            .my_list
            .text_caps(self.limits.lines, self.limits.bytes >> 20)
    }

    /// Address of something about the list, `/fr/my-list.csv?items=…`.
    fn address(frame: &Frame<'_>, path: &str, query: &str) -> String {
        format!("{}?{query}", links::page(frame.language, path))
    }

    /// Path of the list that is kept, with what is to be done to it.
    fn kept_path(kept: &KeptList, act: &str) -> String {
        format!("/my-lists/{}{act}", kept.number)
    }
}

impl MyListResult {
    fn shown_unsettled(&self) -> &[UnsettledLine] {
        self.unsettled
            .get(..UNSETTLED_SHOWN)
            .unwrap_or(&self.unsettled)
    }

    fn unsettled_count(&self, words: &Words) -> String {
        words.integer(&(self.unsettled.len() as u64))
    }

    /// Lines that are not shown until others are settled.
    fn more_unsettled(&self, words: &Words) -> Option<String> {
        let count = self.unsettled.len() - self.shown_unsettled().len();
        (count > 0).then(|| words.my_list.more_unsettled(count as u64))
    }

    /// Entries that are not in the table.
    fn more_rows(&self, words: &Words) -> Option<String> {
        let shown = self.rows.len() as u64;
        let count = self.counts.entries.saturating_sub(shown);
        (count > 0).then(|| words.my_list.more_rows(shown, count))
    }

    fn has_choices(&self) -> bool {
        self.shown_unsettled()
            .iter()
            .any(|line| !line.choices().is_empty())
    }

    fn completeness_text(&self, words: &Words) -> Option<String> {
        let completeness = self.completeness?;
        let ratio = completeness.ratio()?;
        Some(words.completeness(&completeness, &ratio))
    }

    /// The part of the address after the path.
    fn query(&self) -> Option<&str> {
        self.link
            .as_deref()?
            .split_once('?')
            .map(|(_, query)| query)
    }
}

/// What was understood and how it stands, a sentence for each.
fn summary(result: &MyListResult, words: &Words) -> Vec<String> {
    let text = &words.my_list;
    let counts = &result.counts;
    let mut said = vec![text.understood(counts.entries, counts.lines)];
    let listed = counts.listed.iter().filter(|(_, count)| *count > 0);
    let listed: Vec<String> = listed
        .map(|(situation, count)| text.counted_as(*count, words.availability(situation)))
        .collect();
    let covers = counts
        .covers
        .iter()
        .filter(|(label, count)| *label != CoverLabel::Satisfactory && *count > 0);
    let covers: Vec<String> = covers
        .map(|(label, count)| text.counted_as(*count, words.cover_label(label)))
        .collect();
    said.push(if listed.is_empty() {
        text.none_listed.to_owned()
    } else {
        text.listed(&listed.join(", "))
    });
    if !covers.is_empty() {
        said.push(text.covers(&covers.join(", ")));
    }
    said
}

impl UnsettledLine {
    fn place(&self, words: &Words) -> String {
        words.my_list.line(self.number)
    }

    fn sentence(&self, words: &Words) -> String {
        let text = &words.my_list;
        match &self.matter {
            Matter::Choose { choices, total } => text.choose(choices.len() as u64, *total),
            Matter::Nothing => text.nothing.to_owned(),
            Matter::UnknownCode => text.unknown_code.to_owned(),
            Matter::WrongCode => text.wrong_code.to_owned(),
            Matter::DamagedCode => text.damaged_code.to_owned(),
            Matter::DispensingUnit => text.dispensing_unit.to_owned(),
            Matter::UnknownName => text.unknown_name.to_owned(),
        }
    }

    fn choices(&self) -> &[(String, String)] {
        match &self.matter {
            Matter::Choose { choices, .. } => choices,
            _ => &[],
        }
    }
}

impl OwnList {
    fn entries_text(&self, words: &Words) -> String {
        words.my_list.entries(self.entries)
    }

    /// Its path, with what is to be done to it.
    fn path(&self, act: &str) -> String {
        format!("/my-lists/{}{act}", self.number)
    }
}
