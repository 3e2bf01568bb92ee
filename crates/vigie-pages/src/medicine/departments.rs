//! Cover by department: rows, sorting by link, bars.

use std::cmp::Ordering;

use crate::chart::{Area, Bar, BarChart, DepartmentMap, Threshold};
use crate::links;
use crate::medicine::MedicinePage;
use crate::notation::Notation;
use crate::shared::{Completeness, CoverLabel, Known};
use crate::words::Words;

/// Departments drawn as bars; the table has all of them.
const BARS: usize = 20;

/// Cover of a pack in one department.
#[derive(Debug, Clone, PartialEq)]
pub struct DepartmentCover {
    /// Code: `2A`, `75`, `974`.
    pub code: String,
    /// Name.
    pub name: String,
    /// Stock, boxes.
    pub stock_boxes: Known<u64>,
    /// Cover, days.
    pub cover_days: Known<f64>,
    /// Sites that sold it within 28 days and have none.
    pub sites_at_zero: Known<u64>,
    /// Who was expected and who reported.
    pub completeness: Completeness,
}

/// A column by which departments can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum DepartmentColumn {
    /// By code.
    Code,
    /// By name.
    Name,
    /// By cover.
    #[default]
    Cover,
    /// By stock.
    Stock,
    /// By sites at zero.
    SitesAtZero,
}

impl DepartmentColumn {
    const ALL: [Self; 5] = [
        Self::Code,
        Self::Name,
        Self::Cover,
        Self::Stock,
        Self::SitesAtZero,
    ];

    /// The word in the address: `?sort=cover`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Name => "name",
            Self::Cover => "cover",
            Self::Stock => "stock",
            Self::SitesAtZero => "sites-at-zero",
        }
    }
}

/// Up or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SortDirection {
    /// Smallest first.
    #[default]
    Ascending,
    /// Largest first.
    Descending,
}

/// How the table of departments is sorted. In the address as `sort=cover` or `sort=-cover`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct DepartmentSort {
    /// The column.
    pub column: DepartmentColumn,
    /// The direction.
    pub direction: SortDirection,
}

impl DepartmentSort {
    /// From the value of `sort` in the address; `None` when no column has that name.
    pub fn from_query(value: &str) -> Option<Self> {
        let (name, direction) = match value.strip_prefix('-') {
            Some(name) => (name, SortDirection::Descending),
            None => (value, SortDirection::Ascending),
        };
        let column = DepartmentColumn::ALL
            .into_iter()
            .find(|column| column.as_str() == name)?;
        Some(Self { column, direction })
    }

    /// The value of `sort` in the address.
    pub fn to_query(self) -> String {
        let sign = match self.direction {
            SortDirection::Ascending => "",
            SortDirection::Descending => "-",
        };
        format!("{sign}{}", self.column.as_str())
    }

    /// What choosing a column leads to: the other direction when it is sorted by it already.
    fn after_choosing(self, column: DepartmentColumn) -> Self {
        let again = self.column == column && self.direction == SortDirection::Ascending;
        let direction = if again {
            SortDirection::Descending
        } else {
            SortDirection::Ascending
        };
        Self { column, direction }
    }

    /// Unknown values come last in both directions.
    fn compare(self, left: &DepartmentCover, right: &DepartmentCover) -> Ordering {
        let by_code = || left.code.cmp(&right.code);
        let ordering = match self.column {
            DepartmentColumn::Code => self.turned(by_code()),
            DepartmentColumn::Name => self.turned(left.name.cmp(&right.name)),
            DepartmentColumn::Cover => {
                self.known(left.cover_days, right.cover_days, f64::total_cmp)
            }
            DepartmentColumn::Stock => self.known(left.stock_boxes, right.stock_boxes, u64::cmp),
            DepartmentColumn::SitesAtZero => {
                self.known(left.sites_at_zero, right.sites_at_zero, u64::cmp)
            }
        };
        ordering.then_with(by_code)
    }

    fn known<T: Copy>(
        self,
        left: Known<T>,
        right: Known<T>,
        compare: impl Fn(&T, &T) -> Ordering,
    ) -> Ordering {
        match (left.value(), right.value()) {
            (Some(left), Some(right)) => self.turned(compare(&left, &right)),
            (left, right) => left.is_none().cmp(&right.is_none()),
        }
    }

    fn turned(self, ordering: Ordering) -> Ordering {
        match self.direction {
            SortDirection::Ascending => ordering,
            SortDirection::Descending => ordering.reverse(),
        }
    }
}

/// A header that sorts.
pub(super) struct Heading {
    pub label: &'static str,
    pub unit: &'static str,
    pub numeric: bool,
    /// `ascending`, `descending` or `none`.
    pub aria_sort: &'static str,
    /// The column's word in the address.
    pub identifier: &'static str,
    pub address: String,
}

impl MedicinePage {
    pub(super) fn sorted_departments(&self) -> Vec<(&DepartmentCover, CoverLabel)> {
        let mut rows: Vec<_> = self.departments.iter().collect();
        rows.sort_by(|left, right| self.department_sort.compare(left, right));
        rows.into_iter()
            .map(|row| (row, CoverLabel::of(&row.cover_days, &self.thresholds)))
            .collect()
    }

    pub(super) fn department_headings(&self, words: &Words) -> Vec<Heading> {
        let terms = &words.terms;
        let columns = [
            (DepartmentColumn::Code, terms.code, "", false),
            (DepartmentColumn::Name, terms.department, "", false),
            (DepartmentColumn::Cover, terms.cover, terms.cover_unit, true),
            (DepartmentColumn::Stock, terms.stock, terms.stock_unit, true),
            (
                DepartmentColumn::SitesAtZero,
                terms.sites_at_zero,
                terms.sites,
                true,
            ),
        ];
        let heading = |(column, label, unit, numeric)| Heading {
            label,
            unit,
            numeric,
            aria_sort: self.aria_sort(column),
            identifier: column.as_str(),
            address: self.sort_address(column, words),
        };
        columns.into_iter().map(heading).collect()
    }

    /// How the table is sorted, in words.
    pub(super) fn sorted_by(&self, words: &Words) -> String {
        let headings = self.department_headings(words);
        let sorted = headings.iter().find(|heading| heading.aria_sort != "none");
        let direction = match self.department_sort.direction {
            SortDirection::Ascending => words.islands.ascending,
            SortDirection::Descending => words.islands.descending,
        };
        let column = sorted.map_or("", |heading| heading.label).to_lowercase();
        words.islands.sorted(&column, direction)
    }

    fn aria_sort(&self, column: DepartmentColumn) -> &'static str {
        match self.department_sort {
            sort if sort.column != column => "none",
            DepartmentSort {
                direction: SortDirection::Ascending,
                ..
            } => "ascending",
            DepartmentSort { .. } => "descending",
        }
    }

    fn sort_address(&self, column: DepartmentColumn, words: &Words) -> String {
        let sort = self.department_sort.after_choosing(column).to_query();
        let cip13 = self.focus().map_or("", |pack| pack.cip13.as_str());
        format!(
            "{}&sort={sort}#departments",
            links::pack(words.language, &self.cis, cip13)
        )
    }

    /// All departments on a map, coloured by the label of their cover.
    pub(super) fn department_map(&self, words: &Words) -> Result<String, askama::Error> {
        let cip13 = self.focus().map_or("", |pack| pack.cip13.as_str());
        let address = format!("{}?of={cip13}", links::page(words.language, "/observatory"));
        let area = |row: &DepartmentCover| Area {
            code: row.code.clone(),
            label: words
                .observatory
                .area_label(&row.name, &cover_text(row.cover_days, words)),
            class: CoverLabel::of(&row.cover_days, &self.thresholds).class(),
            address: address.clone(),
        };
        DepartmentMap {
            identifier: "departments-map".to_owned(),
            title: words.medicine.departments_title.to_owned(),
            description: words.observatory.map_description.to_owned(),
            areas: self.departments.iter().map(area).collect(),
        }
        .render()
    }

    /// The thinnest departments as bars, whatever the table's order.
    pub(super) fn department_chart(&self, words: &Words) -> Result<String, askama::Error> {
        let mut thinnest: Vec<_> = self
            .departments
            .iter()
            .filter(|row| row.cover_days.value().is_some())
            .collect();
        thinnest.sort_by(|left, right| DepartmentSort::default().compare(left, right));
        thinnest.truncate(BARS);
        let Some(first) = thinnest.first() else {
            return Ok(String::new());
        };
        let days = first
            .cover_days
            .value()
            .map_or_else(String::new, |days| words.language.days(days));
        let description =
            words
                .medicine
                .departments_description(&first.name, &days, thinnest.len() as u64);
        BarChart {
            identifier: "departments-chart".to_owned(),
            title: words.medicine.departments_chart.to_owned(),
            description,
            bars: thinnest
                .iter()
                .map(|row| self.department_bar(row, words))
                .collect(),
            thresholds: self.bar_thresholds(words),
        }
        .render()
    }

    fn department_bar(&self, row: &DepartmentCover, words: &Words) -> Bar {
        let value = row.cover_days.value();
        let value_text = value.map_or_else(
            || words.terms.unknown.to_owned(),
            |days| words.language.days(days),
        );
        let class = CoverLabel::of(&row.cover_days, &self.thresholds).class();
        Bar {
            label: format!("{} {}", row.code, row.name),
            value,
            value_text,
            class,
        }
    }

    fn bar_thresholds(&self, words: &Words) -> Vec<Threshold> {
        let days = [
            self.thresholds.watch_from_days,
            self.thresholds.satisfactory_from_days,
        ];
        let line = |value| {
            let number = words.language.decimal(value, 0);
            Threshold {
                value,
                label: format!("{number} {}", words.terms.days),
            }
        };
        days.into_iter().map(line).collect()
    }
}

fn cover_text(cover_days: Known<f64>, words: &Words) -> String {
    match cover_days {
        Known::Value(days) => format!("{} {}", words.language.days(days), words.terms.days),
        Known::Unknown(reason) => words.reason(&reason).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::UnknownReason;
    use rstest::rstest;

    fn department(code: &str, cover_days: Known<f64>) -> DepartmentCover {
        DepartmentCover {
            code: code.to_owned(),
            name: code.to_owned(),
            stock_boxes: Known::Value(1),
            cover_days,
            sites_at_zero: Known::Value(0),
            completeness: Completeness::default(),
        }
    }

    #[rstest]
    #[case("cover", ["b", "a", "c"])]
    #[case("-cover", ["a", "b", "c"])]
    #[case("code", ["a", "b", "c"])]
    #[case("-code", ["c", "b", "a"])]
    fn unknown_cover_comes_last_in_both_directions(
        #[case] query: &str,
        #[case] expected: [&str; 3],
    ) {
        let mut rows = [
            department("c", Known::Unknown(UnknownReason::NotReported)),
            department("a", Known::Value(20.0)),
            department("b", Known::Value(3.0)),
        ];
        let sort = DepartmentSort::from_query(query).unwrap_or_default();
        rows.sort_by(|left, right| sort.compare(left, right));
        assert_eq!(
            rows.iter().map(|row| row.code.as_str()).collect::<Vec<_>>(),
            expected
        );
    }

    #[rstest]
    #[case("cover")]
    #[case("-sites-at-zero")]
    fn a_sort_is_written_as_it_is_read(#[case] query: &str) {
        assert_eq!(
            DepartmentSort::from_query(query).map(DepartmentSort::to_query),
            Some(query.to_owned())
        );
    }

    #[test]
    fn a_column_that_does_not_exist_is_no_sort() {
        assert_eq!(DepartmentSort::from_query("price;drop"), None);
    }

    #[test]
    fn choosing_the_same_column_again_turns_it() {
        let sort = DepartmentSort::default();
        assert_eq!(
            sort.after_choosing(DepartmentColumn::Cover).to_query(),
            "-cover"
        );
        assert_eq!(
            sort.after_choosing(DepartmentColumn::Name).to_query(),
            "name"
        );
    }
}
