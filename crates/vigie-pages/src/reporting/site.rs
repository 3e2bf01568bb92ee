//! One site: what was received of it, what it has, and the forms to send more.

use askama::Template;
use vigie_model::{Day, Language, Tier};

use super::stock::{Beside, OwnStock};
use crate::desk::part::{Choice, Field, FieldKind, Form};
use crate::frame::{Frame, Place, RenderError, Shell};
use crate::notation::Notation;
use crate::shared::Known;
use crate::words::Words;
use crate::{Island, links};

/// Which site it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteHead {
    /// FINESS, SIRET or GLN.
    pub code: String,
    /// Name.
    pub name: String,
    /// Place in the chain.
    pub tier: Tier,
    /// Municipality and department.
    pub place: String,
    /// Who runs it.
    pub organisation: String,
    /// Path of the page of who runs it, without language, when the reader sees several of its sites.
    pub organisation_path: Option<String>,
}

impl SiteHead {
    pub(crate) fn path(&self) -> String {
        format!("/reporting/{}", links::percent_encode(&self.code))
    }
}

/// What was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceiptKind {
    /// The whole stock.
    Full,
    /// What changed.
    Changes,
    /// Lines that the catalogue has learnt to read.
    Release,
}

impl ReceiptKind {
    pub(crate) fn label(self, words: &Words) -> &'static str {
        match self {
            Self::Full => words.reporting.full,
            Self::Changes => words.reporting.changes,
            Self::Release => words.reporting.release,
        }
    }
}

/// A report that was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptRow {
    /// Name of the report.
    pub identifier: String,
    /// Day of the stock.
    pub day: Day,
    /// When it was received, written.
    pub received_at: String,
    /// What was sent.
    pub kind: ReceiptKind,
    /// Lines kept.
    pub lines: u64,
    /// Lines set aside.
    pub set_aside: u64,
}

/// The last stock that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SiteStock {
    /// Its day.
    pub day: Day,
    /// Packs that the site carries.
    pub packs: u64,
    /// Those of which it has none.
    pub at_zero: u64,
    /// Those that last less than a week; of a company, those below the legal minimum.
    pub thin: u64,
}

/// What was not kept, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotSent {
    /// There was no file.
    NoFile,
    /// The day of the file is none.
    FileDay,
    /// The file, for a reason in the language of the page.
    File(String),
    /// The line: its code is that of no pack.
    Code,
    /// The line: its stock is not a number of boxes.
    OnHand,
    /// The line: its sales are not a number of boxes.
    Sold,
    /// The line: its day is none.
    Day,
    /// The line, for a reason in the language of the page.
    Line(String),
}

/// The line as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineForm {
    /// Code of the pack.
    pub code: String,
    /// Boxes on hand.
    pub on_hand: String,
    /// Boxes sold.
    pub sold: String,
    /// Day of the stock.
    pub day: String,
}

/// The page of a site.
#[derive(Debug, Clone, PartialEq)]
pub struct SitePage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The site.
    pub site: SiteHead,
    /// Token of the session's forms, for those who may send.
    pub form_token: Option<String>,
    /// The last stock; `None` before the first report.
    pub stock: Option<SiteStock>,
    /// How many days the last stock is behind the latest day of the country, when that is late.
    pub days_late: Option<u64>,
    /// Days of the last 28 for which something was received, and which ones are missing, oldest first.
    pub reported_days: u32,
    /// Days of the last 28 without a report.
    pub missing_days: Vec<Day>,
    /// A part of the stock.
    pub list: OwnStock,
    /// What was received, newest first.
    pub receipts: Vec<ReceiptRow>,
    /// The line that was typed.
    pub line: LineForm,
    /// What could not be kept.
    pub not_sent: Option<NotSent>,
    /// Address of the whole stock as CSV.
    pub csv: String,
}

#[derive(Template)]
#[template(path = "reporting/site.html", blocks = ["stock_region"])]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a SitePage,
    path: String,
}

/// Days of the window in which missing reports are told.
const REPORTED_WINDOW_DAYS: u32 = 28;

impl SitePage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let view = self.view(language);
        view.render().map_err(RenderError::of("SitePage"))
    }

    /// The list of the stock alone, as the page has it.
    pub fn render_stock(&self, language: Language) -> Result<String, RenderError> {
        let view = self.view(language);
        view.as_stock_region()
            .render()
            .map_err(RenderError::of("SitePage"))
    }

    fn view(&self, language: Language) -> View<'_> {
        let words = Words::of(language);
        let title = self.site.name.clone();
        let description = words
            .reporting
            .of_tier(words.a_site(&self.site.tier), &self.site.place);
        let frame = Frame::new(&self.shell, language, Place::Reporting, title, description)
            .with_islands(&[Island::Upload, Island::Scan, Island::Refresh]);
        View {
            path: frame.link(&self.site.path()),
            frame,
            words,
            page: self,
        }
    }
}

impl View<'_> {
    fn is_company(&self) -> bool {
        self.page.site.tier == Tier::Company
    }

    const fn caption_of_stock(&self) -> &'static str {
        self.words.reporting.stock_caption
    }

    fn reported(&self) -> String {
        self.words
            .reporting
            .reported(self.page.reported_days, REPORTED_WINDOW_DAYS)
    }

    fn missing(&self) -> Option<String> {
        let days = self.page.missing_days.iter();
        let days: Vec<String> = days
            .map(|day| self.words.language.short_date(*day))
            .collect();
        (!days.is_empty()).then(|| self.words.reporting.missing(&days.join(", ")))
    }

    fn late(&self) -> Option<String> {
        let days = self.page.days_late?;
        Some(self.words.reporting.late_by(days))
    }

    fn file_error(&self) -> Option<&str> {
        match &self.page.not_sent {
            Some(NotSent::NoFile) => Some(self.words.reporting.choose_file),
            Some(NotSent::FileDay) => Some(self.words.reporting.wrong_day),
            Some(NotSent::File(text)) => Some(text),
            _ => None,
        }
    }

    fn line_error(&self) -> Option<&str> {
        match &self.page.not_sent {
            Some(NotSent::Line(text)) => Some(text),
            _ => None,
        }
    }

    fn token(&self) -> &str {
        self.page.form_token.as_deref().unwrap_or_default()
    }

    fn upload(&self) -> Form {
        let text = &self.words.reporting;
        let choice = |value: &str, label: &str| Choice {
            value: value.to_owned(),
            label: label.to_owned(),
        };
        let kinds = vec![
            choice("full", text.kind_full),
            choice("changes", text.kind_changes),
        ];
        Form::post(format!("{}/reports", self.path), self.token(), text.send)
            .with(Field::new(FieldKind::File, "file", text.file, "").hint(text.file_hint))
            .with(
                Field::new(FieldKind::Day, "as_of", text.stock_day, "")
                    .hint(text.stock_day_hint)
                    .optional(),
            )
            .with(Field::new(FieldKind::Choice, "kind", text.kind_label, "full").choices(kinds))
    }

    fn line(&self) -> Form {
        let text = &self.words.reporting;
        let line = &self.page.line;
        let error = |problem: NotSent, sentence: &str| {
            let is_wrong = self.page.not_sent.as_ref() == Some(&problem);
            is_wrong.then(|| sentence.to_owned())
        };
        Form::post(format!("{}/lines", self.path), self.token(), text.correct)
            .with(
                Field::new(FieldKind::Scan, "code", text.pack_code, &line.code)
                    .hint(text.pack_code_hint)
                    .error(error(NotSent::Code, text.wrong_code)),
            )
            .with(
                Field::new(FieldKind::Count, "on_hand", text.on_hand, &line.on_hand)
                    .error(error(NotSent::OnHand, text.wrong_count)),
            )
            .with(
                Field::new(FieldKind::Count, "sold", text.sold_today, &line.sold)
                    .hint(text.sold_hint)
                    .error(error(NotSent::Sold, text.wrong_count))
                    .optional(),
            )
            .with(
                Field::new(FieldKind::Day, "day", text.stock_day, &line.day)
                    .error(error(NotSent::Day, text.wrong_day)),
            )
    }
}
