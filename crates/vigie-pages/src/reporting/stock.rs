//! The stock of one site, as its owner and the authority see it.

use vigie_model::Day;

use crate::links;
use crate::notation::Notation;
use crate::shared::{Availability, CoverLabel, CoverThresholds, Known};
use crate::words::Words;

/// Which packs are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StockFilter {
    /// None left, or less than a week.
    #[default]
    Short,
    /// The same, while others nearby have some.
    Elsewhere,
    /// None left.
    Zero,
    /// All packs.
    All,
}

impl StockFilter {
    /// All filters.
    pub const ALL: [Self; 4] = [Self::Short, Self::Elsewhere, Self::Zero, Self::All];

    /// The value in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Elsewhere => "elsewhere",
            Self::Zero => "zero",
            Self::All => "all",
        }
    }

    /// The filter of a value in an address.
    pub fn from_query(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filter| filter.as_str() == text)
    }

    fn label(self, words: &Words) -> &'static str {
        match self {
            Self::Short => words.reporting.filter_short,
            Self::Elsewhere => words.reporting.filter_elsewhere,
            Self::Zero => words.reporting.filter_zero,
            Self::All => words.reporting.filter_all,
        }
    }
}

/// Boxes that are on their way, or that will not last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OwnFlows {
    /// Ordered and not delivered.
    pub ordered: u64,
    /// In transit.
    pub in_transit: u64,
    /// On hand, expiring within 90 days.
    pub expiring: u64,
}

/// What others nearby have: public sums only.
#[derive(Debug, Clone, PartialEq)]
pub struct Nearby {
    /// The nearest part of the country whose sums may be shown, in French as published; `None` for all of it.
    pub place: Option<&'static str>,
    /// Sites of the same tier there that have some.
    pub holding: Known<u64>,
    /// Sites that carry the pack.
    pub carrying: Known<u64>,
    /// Cover there, days.
    pub cover_days: Known<f64>,
}

/// How long a stock must last by law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LegalDuration {
    /// So many months of sales.
    Months(u32),
    /// So many days of sales.
    Days(u32),
}

/// How a company's stock goes by its own forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Projection {
    /// It did not say.
    Unknown,
    /// The stock lasts all months of the forecast.
    Holds,
    /// There is none left at the end of the month that begins on this day.
    RunsOut(Day),
}

/// A company's stock against the law.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CompanyStock {
    /// Boxes sold in the days that were stated, at most a year.
    pub sold: u64,
    /// Those days.
    pub days: u32,
    /// How long the stock lasts at those sales, months of a twelfth of a year.
    pub months: Known<f64>,
    /// What the general rule asks for.
    pub legal: Option<LegalDuration>,
    /// The same in boxes.
    pub legal_boxes: Known<u64>,
    /// What the company expects.
    pub projection: Projection,
}

impl CompanyStock {
    fn missing(&self, on_hand: u64) -> Option<u64> {
        let wanted = self.legal_boxes.value()?;
        wanted.checked_sub(on_hand).filter(|boxes| *boxes > 0)
    }
}

/// What stands beside a site's own stock.
#[derive(Debug, Clone, PartialEq)]
pub enum Beside {
    /// Its neighbours, where patients get their medicines.
    Nearby(Nearby),
    /// The law, for a company.
    Company(CompanyStock),
    /// Nothing.
    Nothing,
}

/// One pack of the site.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnRow {
    /// Identifier of the medicine, 8 digits; empty when the catalogue does not know the pack any more.
    pub cis: String,
    /// Identifier of the pack, 13 digits.
    pub cip13: String,
    /// Name of the medicine, in French as published.
    pub name: String,
    /// Name of the pack, in French as published.
    pub pack: String,
    /// Of major therapeutic interest (MITM).
    pub major_therapeutic_interest: bool,
    /// What the availability list says.
    pub availability: Known<Option<Availability>>,
    /// Boxes on hand.
    pub on_hand: u64,
    /// Boxes sold a day, over 28 days.
    pub per_day: Known<f64>,
    /// Days that the stock lasts at that.
    pub lasts_days: Known<f64>,
    /// What else the site states.
    pub flows: OwnFlows,
    /// What stands beside.
    pub beside: Beside,
}

/// A part of the stock.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnStock {
    /// Which packs.
    pub filter: StockFilter,
    /// The filters to choose from, and how many packs each has.
    pub counts: Vec<(StockFilter, u64)>,
    /// What was looked for.
    pub query: String,
    /// Rows of this page.
    pub rows: Vec<OwnRow>,
    /// Place of the first row, from 0.
    pub first: u64,
    /// Rows of all pages.
    pub total: u64,
    /// Rows on a full page.
    pub on_a_page: u64,
    /// Days from which cover is labelled.
    pub thresholds: CoverThresholds,
}

impl OwnStock {
    /// Address, label, and whether it is the one in use, of each filter.
    pub(crate) fn filters(&self, path: &str, words: &Words) -> Vec<(String, String, bool)> {
        let filters = self.counts.iter();
        filters
            .map(|&(filter, count)| {
                let label = words.reporting.filter_count(filter.label(words), count);
                let is_used = filter == self.filter && self.query.is_empty();
                (address(path, filter, "", 0), label, is_used)
            })
            .collect()
    }

    pub(crate) fn previous(&self, path: &str) -> Option<String> {
        let before = self.first.saturating_sub(self.on_a_page);
        (self.first > 0).then(|| address(path, self.filter, &self.query, before))
    }

    pub(crate) fn next(&self, path: &str) -> Option<String> {
        let after = self.first + self.rows.len() as u64;
        (after < self.total).then(|| address(path, self.filter, &self.query, after))
    }

    pub(crate) fn shown(&self, words: &Words) -> String {
        let number = |value: u64| words.language.integer(value);
        let last = self.first + self.rows.len() as u64;
        words
            .reporting
            .rows_shown(&number(self.first + 1), &number(last), &number(self.total))
    }

    /// How a number of days is marked.
    pub(crate) fn label(&self, row: &OwnRow) -> CoverLabel {
        if row.on_hand == 0 {
            return CoverLabel::Insufficient;
        }
        CoverLabel::of(&row.lasts_days, &self.thresholds)
    }
}

fn address(path: &str, filter: StockFilter, query: &str, from: u64) -> String {
    let mut parts = vec![format!("show={}", filter.as_str())];
    if !query.is_empty() {
        parts.push(format!("q={}", links::percent_encode(query)));
    }
    if from > 0 {
        parts.push(format!("from={from}"));
    }
    format!("{path}?{}", parts.join("&"))
}

impl OwnFlows {
    /// What there is of it, in words.
    pub(crate) fn parts(&self, words: &Words) -> Vec<String> {
        let text = &words.reporting;
        let parts = [
            (text.ordered, self.ordered),
            (text.in_transit, self.in_transit),
            (text.expiring, self.expiring),
        ];
        let stated = parts.into_iter().filter(|(_, boxes)| *boxes > 0);
        stated
            .map(|(name, boxes)| text.flows(name, &words.language.integer(boxes)))
            .collect()
    }
}

impl Nearby {
    /// How many sites have some, where, and for how many days; `None` when nothing may be shown.
    pub(crate) fn text(&self, words: &Words) -> Option<(String, String)> {
        let (holding, carrying) = (self.holding.value()?, self.carrying.value()?);
        let text = &words.reporting;
        let number = |value| words.language.integer(value);
        let place = self.place.unwrap_or(text.the_country);
        let under = match self.cover_days.value() {
            Some(days) => text.at_place(place, &words.language.days(days)),
            None => place.to_owned(),
        };
        Some((text.holding(&number(holding), &number(carrying)), under))
    }
}

impl CompanyStock {
    pub(crate) fn months_text(&self, words: &Words) -> Option<String> {
        self.months
            .value()
            .map(|months| words.language.decimal(months, 1))
    }

    pub(crate) fn legal_text(&self, words: &Words) -> Option<String> {
        Some(match self.legal? {
            LegalDuration::Months(months) => words.reporting.legal_months(months),
            LegalDuration::Days(days) => words.reporting.legal_days(days),
        })
    }

    pub(crate) fn missing_text(&self, row: &OwnRow, words: &Words) -> Option<String> {
        let boxes = self.missing(row.on_hand)?;
        Some(words.reporting.short_by(&words.language.integer(boxes)))
    }

    pub(crate) fn projection_text(&self, words: &Words) -> String {
        let text = &words.reporting;
        match self.projection {
            Projection::Unknown => text.projection_unknown.to_owned(),
            Projection::Holds => text.projection_holds.to_owned(),
            Projection::RunsOut(month) => {
                let date = month.date();
                let name = words.language.month(date.month());
                text.short_in(&format!("{name} {}", date.year()))
            }
        }
    }

    pub(crate) const fn runs_out(&self) -> bool {
        matches!(self.projection, Projection::RunsOut(_))
    }
}
