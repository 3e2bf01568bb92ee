//! What became of one report.

use askama::Template;
use vigie_model::{Day, Language};

use super::site::{ReceiptKind, SiteHead};
use crate::frame::{Frame, Place, RenderError, Shell};
use crate::notation::Notation;
use crate::words::Words;

/// A line that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAsideRow {
    /// Row in the file, the header being row 1.
    pub row: u32,
    /// What stood in the column of codes.
    pub code: String,
    /// The value at fault.
    pub value: String,
    /// What is wrong and what to do, in the language of the page.
    pub reason: &'static str,
}

/// The receipt of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The site.
    pub site: SiteHead,
    /// Name of the report.
    pub identifier: String,
    /// Place in the journal.
    pub number: u64,
    /// Day of the stock.
    pub day: Day,
    /// When it was received, written.
    pub received_at: String,
    /// What was sent.
    pub kind: ReceiptKind,
    /// Lines kept.
    pub lines: u64,
    /// Lines set aside, in order; as many as are shown.
    pub set_aside: Vec<SetAsideRow>,
    /// Lines set aside in all.
    pub set_aside_count: u64,
}

#[derive(Template)]
#[template(path = "reporting/receipt.html")]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a ReceiptPage,
}

impl ReceiptPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = Words::of(language);
        let day = language.date(self.day);
        let title = words.reporting.stock_of(&day, &self.site.name);
        let description = words.reporting.kept(self.lines, self.set_aside_count);
        let frame = Frame::new(&self.shell, language, Place::Reporting, title, description);
        let page = self;
        let view = View { frame, words, page };
        view.render().map_err(RenderError::of("ReceiptPage"))
    }
}

impl View<'_> {
    fn kept(&self) -> String {
        let text = &self.words.reporting;
        text.kept(self.page.lines, self.page.set_aside_count)
    }

    fn class(&self) -> &'static str {
        if self.page.set_aside_count == 0 {
            "return"
        } else {
            "tension"
        }
    }

    /// How many of the lines are shown, when not all are.
    fn cut(&self) -> Option<String> {
        let (shown, all) = (self.page.set_aside.len() as u64, self.page.set_aside_count);
        let number = |value: u64| self.words.language.integer(value);
        (shown < all).then(|| {
            let text = &self.words.reporting;
            text.rows_shown("1", &number(shown), &number(all))
        })
    }
}
