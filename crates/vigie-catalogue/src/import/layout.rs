//! Finds which column of a file is which column of its table.
//!
//! The columns of a table keep their order from year to year, but some appear, disappear or gain neighbours.
//! So the known columns are aligned with those of the file by what their values look like: the alignment with
//! the best total likeness, in order, with gaps allowed on both sides (as two texts are aligned). A first row
//! of names is recognised and decides when it names a column that we know.

use vigie_model::Language;

use super::columns::{Column, Table};
use super::decode::Refusal;
use super::field::fold_spaces;

/// Rows looked at to find the layout, spread over the file.
const SAMPLE: usize = 300;
/// A required column must fit at least this share of the sampled values.
const REQUIRED_LIKENESS: f32 = 0.5;
/// Among equals, a column stays where the present layout has it.
const HOME_BONUS: f32 = 0.02;

/// Where the columns of a table are in a file.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub(super) separator: u8,
    /// For each column of [`Table::columns`], its place in the file.
    places: Vec<Option<usize>>,
    /// The same by the number of the column: it is asked for every field of every row.
    by_column: [Option<usize>; Column::COUNT],
    columns: &'static [Column],
    /// The number of fields of most rows.
    pub(super) usual_width: usize,
    /// The first row holds names, not data.
    pub(super) has_header: bool,
}

impl Layout {
    /// Finds the layout of `text`, whose rows end with LF.
    pub(super) fn find(table: Table, text: &str) -> Result<Self, Refusal> {
        let columns = table.columns();
        let separator = separator_of(text);
        let has_header = is_header(columns, text, separator);
        let sample = sample_rows(text, separator, usize::from(has_header));
        let width = usual_width(&sample);
        let likeness = likeness_table(columns, &sample, width);
        let mut places = align(&likeness, width);
        if has_header {
            apply_header(columns, text, separator, &mut places);
        }
        let layout = Self {
            separator,
            by_column: by_column(columns, &places),
            places,
            columns,
            usual_width: width,
            has_header,
        };
        layout.check_required(&likeness)?;
        Ok(layout)
    }

    /// The place of a column in the file, if it is there.
    pub(super) fn place(&self, column: Column) -> Option<usize> {
        self.by_column.get(column as usize).copied().flatten()
    }

    /// How many fields a row must have for its required columns to be there.
    pub(super) fn least_width(&self) -> usize {
        let required = self.columns.iter().filter(|column| column.is_required());
        required
            .filter_map(|column| self.place(*column))
            .max()
            .map_or(0, |place| place + 1)
    }

    /// Columns that this file does not have.
    pub(super) fn absent(&self) -> impl Iterator<Item = Column> + '_ {
        let pairs = self.columns.iter().zip(&self.places);
        pairs
            .filter(|(_, place)| place.is_none())
            .map(|(column, _)| *column)
    }

    fn check_required(&self, likeness: &[Vec<f32>]) -> Result<(), Refusal> {
        for (index, column) in self
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.is_required())
        {
            let fit = self
                .place(*column)
                .and_then(|place| likeness.get(index)?.get(place).copied());
            if fit.is_none_or(|fit| fit < REQUIRED_LIKENESS) {
                return Err(Refusal::ColumnNotFound(*column));
            }
        }
        Ok(())
    }
}

fn by_column(columns: &[Column], places: &[Option<usize>]) -> [Option<usize>; Column::COUNT] {
    let mut by_column = [None; Column::COUNT];
    for (column, place) in columns.iter().zip(places) {
        if let Some(slot) = by_column.get_mut(*column as usize) {
            *slot = *place;
        }
    }
    by_column
}

/// Tabs, unless no row of the beginning has one.
fn separator_of(text: &str) -> u8 {
    let head = || text.split('\n').take(20);
    let is_used = |separator: char| head().any(|row| row.contains(separator));
    [b'\t', b';', b'|']
        .into_iter()
        .find(|separator| is_used(char::from(*separator)))
        .unwrap_or(b'\t')
}

fn split(row: &str, separator: u8) -> impl Iterator<Item = &str> {
    row.trim_end_matches('\r').split(char::from(separator))
}

fn sample_rows(text: &str, separator: u8, skipped: usize) -> Vec<Vec<&str>> {
    let rows = text.bytes().filter(|byte| *byte == b'\n').count().max(1);
    let step = (rows / SAMPLE).max(1);
    let filled = text
        .split('\n')
        .skip(skipped)
        .step_by(step)
        .filter(|row| !row.trim().is_empty());
    filled
        .take(SAMPLE)
        .map(|row| split(row, separator).collect())
        .collect()
}

fn usual_width(sample: &[Vec<&str>]) -> usize {
    let mut widths: Vec<usize> = sample.iter().map(Vec::len).collect();
    widths.sort_unstable();
    widths.get(widths.len() / 2).copied().unwrap_or(0)
}

/// `[column][place]`: the mean likeness of the non-empty values of that place.
fn likeness_table(columns: &[Column], sample: &[Vec<&str>], width: usize) -> Vec<Vec<f32>> {
    let of_place = |column: Column, place: usize| {
        let values = sample
            .iter()
            .filter_map(|row| row.get(place))
            .map(|value| fold_spaces(value));
        let (count, sum) = values
            .filter(|value| !value.is_empty())
            .fold((0.0_f32, 0.0_f32), |(count, sum), value| {
                (count + 1.0, sum + column.likeness(&value))
            });
        if count > 0.0 { sum / count } else { 0.05 }
    };
    columns
        .iter()
        .map(|column| (0..width).map(|place| of_place(*column, place)).collect())
        .collect()
}

/// The in-order alignment of columns and places with the best total likeness.
fn align(likeness: &[Vec<f32>], width: usize) -> Vec<Option<usize>> {
    let best = best_totals(likeness, width);
    let total = |column: usize, place: usize| cell(&best, column, place);
    let mut places = vec![None; likeness.len()];
    let (mut column, mut place) = (likeness.len(), width);
    while column > 0 && place > 0 {
        let here = total(column, place);
        if here <= total(column - 1, place) {
            column -= 1;
        } else if here <= total(column, place - 1) {
            place -= 1;
        } else {
            column -= 1;
            place -= 1;
            if let Some(slot) = places.get_mut(column) {
                *slot = Some(place);
            }
        }
    }
    places
}

/// `best[c][p]`: the best total over the first `c` columns and the first `p` places.
fn best_totals(likeness: &[Vec<f32>], width: usize) -> Vec<Vec<f32>> {
    let mut best = vec![vec![0.0_f32; width + 1]];
    for (column, row) in likeness.iter().enumerate() {
        let mut totals = vec![0.0_f32];
        for (place, fit) in row.iter().enumerate() {
            let home = if column == place { HOME_BONUS } else { 0.0 };
            // A bad fit is worse than none: the column is then absent from this file.
            let matched = if *fit < 0.04 {
                0.0
            } else {
                cell(&best, column, place) + fit + home
            };
            let left = totals.last().copied().unwrap_or(0.0);
            totals.push(matched.max(left).max(cell(&best, column, place + 1)));
        }
        best.push(totals);
    }
    best
}

fn cell(table: &[Vec<f32>], column: usize, place: usize) -> f32 {
    table
        .get(column)
        .and_then(|row| row.get(place))
        .copied()
        .unwrap_or(0.0)
}

/// A first row without a value of the key column, while it names one of our columns.
fn is_header(columns: &[Column], text: &str, separator: u8) -> bool {
    let Some(first) = text.split('\n').find(|row| !row.trim().is_empty()) else {
        return false;
    };
    let has_key = split(first, separator).any(|value| {
        columns.iter().any(|column| {
            column.is_required()
                && *column != Column::Condition
                && column.likeness(fold_spaces(value).as_ref()) > 0.9
        })
    });
    !has_key
        && split(first, separator)
            .any(|value| columns.iter().any(|column| is_named(*column, value)))
}

fn apply_header(columns: &[Column], text: &str, separator: u8, places: &mut [Option<usize>]) {
    let Some(first) = text.split('\n').find(|row| !row.trim().is_empty()) else {
        return;
    };
    for (slot, column) in places.iter_mut().zip(columns) {
        if let Some(place) = split(first, separator).position(|value| is_named(*column, value)) {
            *slot = Some(place);
        }
    }
}

fn is_named(column: Column, value: &str) -> bool {
    let plain = |text: &str| -> String {
        let folded = crate::search::fold::fold(text);
        folded.chars().filter(char::is_ascii_alphanumeric).collect()
    };
    let value = plain(value);
    let short = |name: &str| plain(name).trim_start_matches("code").to_owned();
    let names = Language::ALL.map(|language| column.name(language));
    names.iter().any(|name| {
        value == plain(name)
            || value == short(name)
            || short(name) == value.trim_start_matches("code")
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn places(table: Table, text: &str) -> Vec<Option<usize>> {
        Layout::find(table, text).unwrap().places
    }

    const GROUP: &str =
        "1\tCIMETIDINE 200 mg, comprimé\t65383183\t0\t1\n12\tCEFADROXIL 1g\t67535309\t1\t2\n";

    #[test]
    fn the_present_layout_is_found() {
        assert_eq!(
            places(Table::GenericGroups, GROUP),
            [Some(0), Some(1), Some(2), Some(3), Some(4)]
        );
    }

    #[test]
    fn a_trailing_tab_changes_nothing() {
        let text = GROUP.replace('\n', "\t\r\n");
        assert_eq!(
            places(Table::GenericGroups, &text),
            [Some(0), Some(1), Some(2), Some(3), Some(4)]
        );
    }

    #[test]
    fn a_new_column_in_the_middle_is_stepped_over() {
        let text = GROUP.replace("\t6", "\tnouveau\t6");
        let found = places(Table::GenericGroups, &text);
        assert_eq!(found.get(2..), Some(&[Some(3), Some(4), Some(5)][..]));
    }

    #[test]
    fn a_header_row_decides() {
        let text = "CIS;Libellé du groupe générique;Numéro du groupe générique\n65383183;CIMETIDINE;1\n67535309;CEFADROXIL;12\n";
        let layout = Layout::find(Table::GenericGroups, text).unwrap();
        assert!(layout.has_header);
        assert_eq!(layout.place(Column::Cis), Some(0));
        assert_eq!(layout.place(Column::GroupNumber), Some(2));
    }

    #[test]
    fn one_price_column_of_the_old_layout_is_the_public_price() {
        let text = "60002283\t4949729\tplaquette de 30\tPrésentation active\tDéclaration de commercialisation\t16/03/2011\t3400949497294\toui\t100%\t24,34\n60002283\t4949770\tplaquette de 90\tPrésentation active\tDéclaration de commercialisation\t19/09/2011\t3400949497706\toui\t100%\t68,68\n";
        let layout = Layout::find(Table::Packs, text).unwrap();
        assert_eq!(layout.place(Column::Cip13), Some(6));
        assert_eq!(layout.place(Column::PublicPrice), Some(9));
        assert_eq!(layout.place(Column::PriceWithoutFee), None);
    }

    #[test]
    fn another_table_is_refused() {
        let refused = Layout::find(Table::Packs, GROUP).map(|_| ());
        assert!(matches!(refused, Err(Refusal::ColumnNotFound(_))));
    }
}
