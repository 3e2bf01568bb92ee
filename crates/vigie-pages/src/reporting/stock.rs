//! The stock of one site, or of the sites of an organisation together, as its owner and the authority see it.

use vigie_model::{Day, Tier};

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
    /// Those days; of several sites, those of the one that stated the most.
    pub days: u32,
    /// Days of the site that stated the fewest: `days` when there is one site, 0 when one states no sales.
    pub fewest_days: u32,
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

/// What the sum of one pack over several sites rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SummedOver {
    /// Sites whose last stock or sales have the pack.
    pub sites: u32,
    /// Those of them that have reported for the latest day.
    pub current: u32,
    /// Those of them that state sales in the 28 days.
    pub selling: u32,
    /// Those of them that state a forecast.
    pub forecasting: u32,
    /// Sites that have never reported: nobody knows whether they have the pack.
    pub silent: u32,
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
    /// What the numbers rest on, when they are sums over several sites.
    pub over: Option<SummedOver>,
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
    /// The tier that an address of the list names, where one page has several.
    pub tier: Option<Tier>,
}

impl OwnStock {
    /// Address, label, and whether it is the one in use, of each filter.
    pub(crate) fn filters(&self, path: &str, words: &Words) -> Vec<(String, String, bool)> {
        let filters = self.counts.iter();
        filters
            .map(|&(filter, count)| {
                let label = words.reporting.filter_count(filter.label(words), count);
                let is_used = filter == self.filter && self.query.is_empty();
                (self.address(path, filter, "", 0), label, is_used)
            })
            .collect()
    }

    pub(crate) fn previous(&self, path: &str) -> Option<String> {
        let before = self.first.saturating_sub(self.on_a_page);
        (self.first > 0).then(|| self.address(path, self.filter, &self.query, before))
    }

    pub(crate) fn next(&self, path: &str) -> Option<String> {
        let after = self.first + self.rows.len() as u64;
        (after < self.total).then(|| self.address(path, self.filter, &self.query, after))
    }

    pub(crate) fn shown(&self, words: &Words) -> String {
        let number = |value: u64| words.language.integer(value);
        let last = self.first + self.rows.len() as u64;
        words
            .reporting
            .rows_shown(&number(self.first + 1), &number(last), &number(self.total))
    }

    /// How a number of days is marked. Of one that is known as a most only, nothing but the worst can be said.
    pub(crate) fn label(&self, row: &OwnRow) -> CoverLabel {
        if row.on_hand == 0 {
            return CoverLabel::Insufficient;
        }
        match CoverLabel::of(&row.lasts_days, &self.thresholds) {
            CoverLabel::Satisfactory | CoverLabel::Watch if row.sells_more() => {
                CoverLabel::NotRelevant
            }
            label => label,
        }
    }

    fn is_sum(&self) -> bool {
        self.rows.iter().any(|row| row.over.is_some())
    }

    pub(crate) fn demand_definition(&self) -> &'static str {
        if self.is_sum() {
            "organisation-demand"
        } else {
            "own-demand"
        }
    }

    pub(crate) fn cover_definition(&self) -> &'static str {
        if self.is_sum() {
            "organisation-cover"
        } else {
            "own-cover"
        }
    }

    /// Whether the rows stand beside the law.
    pub(crate) fn is_company(&self) -> bool {
        let mut rows = self.rows.iter();
        rows.any(|row| matches!(row.beside, Beside::Company(_)))
    }

    /// Whether the rows stand beside their neighbours'.
    pub(crate) fn has_neighbours(&self) -> bool {
        let mut rows = self.rows.iter();
        rows.any(|row| matches!(row.beside, Beside::Nearby(_)))
    }

    fn address(&self, path: &str, filter: StockFilter, query: &str, from: u64) -> String {
        let tier = self.tier.map(|tier| format!("tier={}", tier.as_str()));
        let mut parts: Vec<String> = tier.into_iter().collect();
        parts.push(format!("show={}", filter.as_str()));
        if !query.is_empty() {
            parts.push(format!("q={}", links::percent_encode(query)));
        }
        if from > 0 {
            parts.push(format!("from={from}"));
        }
        format!("{path}?{}", parts.join("&"))
    }
}

impl OwnRow {
    /// Whether some of the sites state no sales, so that what is sold is at least the sum, and lasts at most as shown.
    fn sells_more(&self) -> bool {
        self.over.is_some_and(|over| over.selling < over.sites)
    }

    /// Boxes sold a day, in words; `None` when unknown.
    pub(crate) fn per_day_text(&self, words: &Words) -> Option<String> {
        let boxes = words.language.days(self.per_day.value()?);
        Some(if self.sells_more() {
            words.reporting.at_least(&boxes)
        } else {
            boxes
        })
    }

    /// Days that the stock lasts, in words; `None` when unknown.
    pub(crate) fn lasts_text(&self, words: &Words) -> Option<String> {
        let days = words.language.days(self.lasts_days.value()?);
        Some(if self.sells_more() {
            words.reporting.at_most(&days)
        } else {
            days
        })
    }

    /// How many sites have reported for the latest day, when some have not.
    pub(crate) fn stock_note(&self, words: &Words) -> Option<String> {
        let over = self.over?;
        let sites = over.sites + over.silent;
        let text = || words.reporting.stock_of_sites(over.current, sites);
        (over.current < sites).then(text)
    }

    /// How many sites state sales, when some do and some do not.
    pub(crate) fn sales_note(&self, words: &Words) -> Option<String> {
        let over = self
            .over
            .filter(|over| over.selling > 0 && self.sells_more())?;
        Some(words.reporting.sales_of_sites(over.selling, over.sites))
    }

    /// How many sites state a forecast, when some do and some do not.
    pub(crate) fn forecast_note(&self, words: &Words) -> Option<String> {
        let over = self.over?;
        let is_part = over.forecasting > 0 && over.forecasting < over.sites;
        is_part.then(|| {
            words
                .reporting
                .forecast_of_sites(over.forecasting, over.sites)
        })
    }
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
    /// Whether one of several sites states no sales, so that what the law asks for is at least what is shown.
    const fn sold_more(&self) -> bool {
        self.fewest_days == 0
    }

    pub(crate) fn sold_in(&self, words: &Words) -> String {
        if self.fewest_days == self.days {
            words.reporting.sold_in(self.days)
        } else {
            words.reporting.sold_between(self.fewest_days, self.days)
        }
    }

    pub(crate) fn months_text(&self, words: &Words) -> Option<String> {
        let months = words.language.decimal(self.months.value()?, 1);
        Some(if self.sold_more() {
            words.reporting.at_most(&months)
        } else {
            months
        })
    }

    pub(crate) fn legal_boxes_text(&self, words: &Words) -> Option<String> {
        let boxes = words.language.integer(self.legal_boxes.value()?);
        Some(if self.sold_more() {
            words.reporting.at_least(&boxes)
        } else {
            boxes
        })
    }

    pub(crate) fn legal_text(&self, words: &Words) -> Option<String> {
        Some(match self.legal? {
            LegalDuration::Months(months) => words.reporting.legal_months(months),
            LegalDuration::Days(days) => words.reporting.legal_days(days),
        })
    }

    pub(crate) fn missing_text(&self, row: &OwnRow, words: &Words) -> Option<String> {
        let boxes = self.missing(row.on_hand)?;
        let boxes = words.language.integer(boxes);
        Some(if self.sold_more() {
            words.reporting.short_by(&words.reporting.at_least(&boxes))
        } else {
            words.reporting.short_by(&boxes)
        })
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
