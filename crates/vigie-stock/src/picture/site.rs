//! What one site has: its present position, and its positions of days that are not closed yet.

use std::sync::Arc;

use vigie_model::{Day, PackNumber};

use crate::line::{FlowLine, ForecastLine, ReportContent, ReportKind};

/// The stock of one pack on one site: 8 bytes, of which a country has 85 million.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// The pack.
    pub pack: PackNumber,
    /// Boxes on hand.
    pub on_hand: u32,
}

/// Boxes sold of one pack on one site on one day, when there were any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sale {
    /// The pack.
    pub pack: PackNumber,
    /// Boxes sold; never 0.
    pub boxes: u32,
}

/// All that is known of a site at the end of a day. The lists are in order of pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The day of the last report.
    pub day: Day,
    /// Packs that the site carries, even with nothing on hand.
    pub cells: Arc<Vec<Cell>>,
    /// Sales of that day; `None` when they are not stated.
    pub sales: Option<Arc<Vec<Sale>>>,
    /// Orders, transit and expiry.
    pub flows: Arc<Vec<FlowLine>>,
    /// Forecasts.
    pub forecasts: Arc<Vec<ForecastLine>>,
}

impl Position {
    /// A site that has not reported anything before this day.
    pub fn empty(day: Day) -> Self {
        Self {
            day,
            cells: Arc::default(),
            sales: None,
            flows: Arc::default(),
            forecasts: Arc::default(),
        }
    }

    /// What the site has of a pack; `None` when it does not carry it.
    pub fn on_hand(&self, pack: PackNumber) -> Option<u32> {
        let place = self.cells.binary_search_by_key(&pack, |cell| cell.pack);
        Some(self.cells.get(place.ok()?)?.on_hand)
    }

    /// Boxes of a pack sold on the day; `None` when sales are not stated.
    pub fn sold(&self, pack: PackNumber) -> Option<u32> {
        let sales = self.sales.as_ref()?;
        let place = sales.binary_search_by_key(&pack, |sale| sale.pack);
        let sale = place.ok().and_then(|place| sales.get(place));
        Some(sale.map_or(0, |sale| sale.boxes))
    }

    /// The position after a report of the same or a later day.
    #[must_use]
    pub fn after(&self, day: Day, kind: ReportKind, content: &ReportContent) -> Self {
        let sales_before = self.sales.as_ref().filter(|_| self.day == day);
        if kind == ReportKind::Full {
            return Self {
                day,
                cells: Arc::new(
                    content
                        .lines
                        .iter()
                        .map(|line| Cell {
                            pack: line.pack,
                            on_hand: line.on_hand,
                        })
                        .collect(),
                ),
                sales: full_sales(sales_before, content),
                flows: Arc::new(content.flows.clone()),
                forecasts: Arc::new(content.forecasts.clone()),
            };
        }
        Self {
            day,
            cells: self.changed_cells(content),
            sales: changed_sales(sales_before, content),
            flows: replace_listed(&self.flows, &content.flows, content, |line| line.pack),
            forecasts: if content.forecasts.is_empty() {
                Arc::clone(&self.forecasts)
            } else {
                replace_listed(&self.forecasts, &content.forecasts, content, |line| {
                    line.pack
                })
            },
        }
    }

    fn changed_cells(&self, content: &ReportContent) -> Arc<Vec<Cell>> {
        if content.lines.is_empty() {
            return Arc::clone(&self.cells);
        }
        let mut cells = Vec::with_capacity(self.cells.len() + content.lines.len());
        let mut old = self.cells.as_slice();
        for line in &content.lines {
            let before = old.partition_point(|cell| cell.pack < line.pack);
            let (kept, rest) = old.split_at(before);
            cells.extend_from_slice(kept);
            cells.push(Cell {
                pack: line.pack,
                on_hand: line.on_hand,
            });
            old = match rest.split_first() {
                Some((first, tail)) if first.pack == line.pack => tail,
                _ => rest,
            };
        }
        cells.extend_from_slice(old);
        cells.shrink_to_fit();
        Arc::new(cells)
    }
}

fn sales_of(content: &ReportContent) -> Vec<Sale> {
    let sold = content.lines.iter().filter(|line| line.sold > 0);
    let mut sales: Vec<Sale> = sold
        .map(|line| Sale {
            pack: line.pack,
            boxes: line.sold,
        })
        .collect();
    sales.shrink_to_fit();
    sales
}

/// A full report without sales does not take back those that were stated earlier for the same day.
fn full_sales(before: Option<&Arc<Vec<Sale>>>, content: &ReportContent) -> Option<Arc<Vec<Sale>>> {
    if content.states_sold {
        return Some(Arc::new(sales_of(content)));
    }
    let listed = |sale: &&Sale| {
        content
            .lines
            .binary_search_by_key(&sale.pack, |line| line.pack)
            .is_ok()
    };
    before.map(|before| Arc::new(before.iter().filter(listed).copied().collect()))
}

/// What a report lists replaces what was said before of the same day.
fn changed_sales(
    before: Option<&Arc<Vec<Sale>>>,
    content: &ReportContent,
) -> Option<Arc<Vec<Sale>>> {
    if !content.states_sold {
        return before.cloned();
    }
    let news = sales_of(content);
    match before {
        None => Some(Arc::new(news)),
        Some(before) => Some(replace_listed(before, &news, content, |sale| sale.pack)),
    }
}

/// Keeps what a report does not list, in order of pack.
fn replace_listed<T: Copy>(
    before: &Arc<Vec<T>>,
    news: &[T],
    content: &ReportContent,
    pack_of: impl Fn(&T) -> PackNumber,
) -> Arc<Vec<T>> {
    if before.is_empty() && news.is_empty() {
        return Arc::clone(before);
    }
    let listed = |item: &T| {
        content
            .lines
            .binary_search_by_key(&pack_of(item), |line| line.pack)
            .is_ok()
    };
    let mut merged: Vec<T> = before
        .iter()
        .filter(|item| !listed(item))
        .copied()
        .collect();
    merged.extend_from_slice(news);
    merged.sort_unstable_by_key(|item| pack_of(item));
    Arc::new(merged)
}

/// A site's present position and those of earlier days that are still open.
#[derive(Debug, Clone, Default)]
pub struct SiteTimeline {
    /// Positions in order of day, one a day; the last one is the present.
    positions: Vec<Position>,
}

impl SiteTimeline {
    /// The present position.
    pub fn present(&self) -> Option<&Position> {
        self.positions.last()
    }

    /// The position at the end of a day, from this day's report or the last one before it.
    pub fn at(&self, day: Day) -> Option<&Position> {
        self.positions
            .iter()
            .rev()
            .find(|position| position.day <= day)
    }

    /// All positions kept, the oldest first.
    pub fn positions(&self) -> &[Position] {
        &self.positions
    }

    /// Adds the newest position; earlier ones are kept if their day, or a later one, is still open.
    pub fn push(&mut self, position: Position, last_closed: Option<Day>) {
        if self
            .present()
            .is_some_and(|present| present.day == position.day)
        {
            self.positions.pop();
        }
        self.positions.push(position);
        self.forget_before(last_closed);
    }

    /// Replaces everything.
    pub fn replace(&mut self, positions: Vec<Position>, last_closed: Option<Day>) {
        self.positions = positions;
        self.forget_before(last_closed);
    }

    /// Forgets positions that no open day needs: those with a later one on or before the first open day.
    pub fn forget_before(&mut self, last_closed: Option<Day>) {
        let Some(last_closed) = last_closed else {
            return;
        };
        let first_open = last_closed.plus_days(1);
        let needed = self
            .positions
            .iter()
            .rposition(|position| position.day <= first_open)
            .unwrap_or(0);
        self.positions.drain(..needed);
    }
}

/// The positions of a site at the end of each day it reported for, from its reports in order of day and number.
pub fn positions_after<'a>(
    reports: impl IntoIterator<Item = (Day, ReportKind, &'a ReportContent)>,
) -> Vec<Position> {
    let mut positions: Vec<Position> = Vec::new();
    for (day, kind, content) in reports {
        let next = match positions.last() {
            Some(last) => last.after(day, kind, content),
            None => Position::empty(day).after(day, kind, content),
        };
        if positions.last().is_some_and(|last| last.day == day) {
            positions.pop();
        }
        positions.push(next);
    }
    positions
}
