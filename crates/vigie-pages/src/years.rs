//! Statistics by year, each with its definition.

use askama::Template;
use vigie_model::{Day, Language};

use crate::frame::{Frame, Place, RenderError, Shell};
use crate::shared::{Known, UnknownReason};
use crate::words::Words;

/// What happened in each year.
#[derive(Debug, Clone, PartialEq)]
pub struct Years {
    /// What surrounds the page.
    pub shell: Shell,
    /// Years, the newest first.
    pub rows: Vec<YearRow>,
}

/// One year, as far as it is known.
#[derive(Debug, Clone, PartialEq)]
pub struct YearRow {
    /// The year.
    pub year: i16,
    /// Availability lists of the year that were imported.
    pub lists: u64,
    /// Medicines that one of them had in shortage.
    pub shortages: Known<u64>,
    /// Medicines that one of them had in tension.
    pub tensions: Known<u64>,
    /// Medicines that came onto the list from one of these lists to the next.
    pub appeared: Known<u64>,
    /// Medicines that were declared available again.
    pub returned: Known<u64>,
    /// Medicines that were no longer on the list.
    pub vanished: Known<u64>,
    /// First and last closed day of stocks in the year.
    pub stock_days: Option<(Day, Day)>,
    /// Mean completeness of those days, from 0 to 1.
    pub completeness: Known<f64>,
    /// Thin-cover episodes that began in the year.
    pub episodes_begun: Known<u64>,
    /// Median length of the episodes that ended in the year, days.
    pub median_days: Known<f64>,
}

#[derive(Template)]
#[template(path = "years.html")]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a Years,
}

impl Years {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = Words::of(language);
        let frame = Frame::new(
            &self.shell,
            language,
            Place::Years,
            words.years.title.to_owned(),
            words.years.description.to_owned(),
        );
        View {
            frame,
            words,
            page: self,
        }
        .render()
        .map_err(RenderError::of("Years"))
    }
}
