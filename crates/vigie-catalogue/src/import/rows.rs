//! Walks the rows of a decoded file: only LF ends a row, CR before it is trimmed, nothing is quoted.

use std::borrow::Cow;

use vigie_model::Day;

use super::columns::{Column, Table};
use super::decode::{self, Refusal};
use super::field;
use super::layout::Layout;
use super::report::{FileReport, FileUse, NoteCode, QuarantineCode, Quarantined};

/// What keeps a row out of the release.
pub(super) struct Rejected {
    pub(super) code: QuarantineCode,
    pub(super) column: Option<Column>,
}

impl Rejected {
    pub(super) fn new(code: QuarantineCode, column: Column) -> Self {
        Self {
            code,
            column: Some(column),
        }
    }
}

/// One row while it is read, and where to note its oddities.
pub(super) struct Row<'a> {
    number: u64,
    fields: &'a [&'a str],
    layout: &'a Layout,
    report: &'a mut FileReport,
}

impl<'a> Row<'a> {
    fn raw(&self, column: Column) -> &'a str {
        let place = self.layout.place(column);
        place
            .and_then(|place| self.fields.get(place))
            .copied()
            .unwrap_or_default()
    }

    /// The value without the spaces around it; empty when the column or the field is absent.
    pub(super) fn text(&mut self, column: Column) -> Cow<'a, str> {
        let raw = self.raw(column);
        let text = field::fold_spaces(raw);
        if raw.len() != text.len() {
            self.note(NoteCode::StraySpaces, column, raw);
        } else if matches!(text, Cow::Owned(_)) {
            self.note(NoteCode::ControlCharacter, column, raw);
        }
        text
    }

    pub(super) fn note(&mut self, code: NoteCode, column: Column, value: &str) {
        self.report.note(code, Some(column), self.number, value);
    }

    /// An identifier, without which the row is quarantined.
    pub(super) fn identifier<T: std::str::FromStr>(&self, column: Column) -> Result<T, Rejected> {
        self.raw(column)
            .parse()
            .map_err(|_| Rejected::new(QuarantineCode::InvalidIdentifier, column))
    }

    /// A small number, without which the row is quarantined.
    pub(super) fn number<T: std::str::FromStr>(&self, column: Column) -> Result<T, Rejected> {
        self.raw(column)
            .trim()
            .parse()
            .map_err(|_| Rejected::new(QuarantineCode::InvalidValue, column))
    }

    /// A date; `None` when it is empty, or unreadable, which is noted.
    pub(super) fn date(&mut self, column: Column) -> Option<Day> {
        let text = self.text(column);
        let day = self.optional(column, &text, NoteCode::UnreadableDate, field::date)?;
        if !field::is_plausible(day) {
            self.note(NoteCode::ImplausibleYear, column, &text);
        }
        Some(day)
    }

    /// A value read by `read`; `None` when it is empty, or unreadable, which is noted.
    pub(super) fn value<T>(&mut self, column: Column, read: fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(column);
        self.optional(column, &text, NoteCode::UnreadableValue, read)
    }

    fn optional<T>(
        &mut self,
        column: Column,
        text: &str,
        code: NoteCode,
        read: fn(&str) -> Option<T>,
    ) -> Option<T> {
        if text.is_empty() {
            return None;
        }
        let value = read(text);
        if value.is_none() {
            self.note(code, column, text);
        }
        value
    }
}

/// Reads the file of a table, giving each usable row to `keep`.
pub(super) fn read_rows(
    name: &str,
    table: Table,
    bytes: &[u8],
    mut keep: impl FnMut(&mut Row<'_>) -> Result<(), Rejected>,
) -> FileReport {
    let mut report = FileReport::new(name, FileUse::Read(table));
    if let Err(refusal) = walk(table, bytes, &mut report, &mut keep) {
        return FileReport::new(name, FileUse::Refused(table, refusal));
    }
    report
}

fn walk(
    table: Table,
    bytes: &[u8],
    report: &mut FileReport,
    keep: &mut impl FnMut(&mut Row<'_>) -> Result<(), Rejected>,
) -> Result<(), Refusal> {
    let (text, encoding) = decode::decode_text(bytes)?;
    let layout = Layout::find(table, &text)?;
    refuse_if_cut(&text, &layout)?;
    report.encoding = Some(encoding);
    report.width = layout.usual_width;
    note_layout(table, &layout, report);
    let mut fields = Vec::with_capacity(16);
    let mut header_is_next = layout.has_header;
    for (line, number) in text.split('\n').zip(1_u64..) {
        let line = line.trim_end_matches('\r');
        if line.trim().is_empty() {
            report.blank_lines += 1;
        } else if header_is_next {
            header_is_next = false;
        } else {
            split_into(&mut fields, line, layout.separator);
            read_row(
                &Line {
                    number,
                    text: line,
                    fields: &fields,
                },
                &layout,
                report,
                keep,
            );
        }
    }
    // The empty rest after the last line end is not a line.
    report.blank_lines -= u64::from(text.ends_with('\n'));
    Ok(())
}

struct Line<'a> {
    number: u64,
    text: &'a str,
    fields: &'a [&'a str],
}

fn split_into<'a>(fields: &mut Vec<&'a str>, line: &'a str, separator: u8) {
    fields.clear();
    let mut start = 0;
    for end in memchr::memchr_iter(separator, line.as_bytes()) {
        fields.push(line.get(start..end).unwrap_or_default());
        start = end + 1;
    }
    fields.push(line.get(start..).unwrap_or_default());
}

fn read_row(
    line: &Line<'_>,
    layout: &Layout,
    report: &mut FileReport,
    keep: &mut impl FnMut(&mut Row<'_>) -> Result<(), Rejected>,
) {
    report.rows_read += 1;
    let mut row = Row {
        number: line.number,
        fields: line.fields,
        layout,
        report: &mut *report,
    };
    match check_width(line.fields, layout).and_then(|()| keep(&mut row)) {
        Ok(()) => report.rows_kept += 1,
        Err(rejected) => report.quarantined.push(quarantine(line, layout, &rejected)),
    }
}

fn check_width(fields: &[&str], layout: &Layout) -> Result<(), Rejected> {
    let extra = fields.get(layout.usual_width.max(1)..).unwrap_or_default();
    if fields.len() < layout.least_width() {
        Err(Rejected {
            code: QuarantineCode::TooFewFields,
            column: None,
        })
    } else if extra.iter().any(|field| !field.trim().is_empty()) {
        Err(Rejected {
            code: QuarantineCode::TooManyFields,
            column: None,
        })
    } else {
        Ok(())
    }
}

fn quarantine(line: &Line<'_>, layout: &Layout, rejected: &Rejected) -> Quarantined {
    let field = rejected
        .column
        .and_then(|column| line.fields.get(layout.place(column)?));
    let value = field
        .filter(|_| rejected.code != QuarantineCode::ExactDuplicate)
        .unwrap_or(&line.text);
    Quarantined {
        row: line.number,
        column: rejected.column,
        code: rejected.code,
        value: (*value).to_owned(),
    }
}

/// A last row without its line end and with far fewer fields than the others was cut. One field less is a
/// trailing tabulation that some tool removed.
fn refuse_if_cut(text: &str, layout: &Layout) -> Result<(), Refusal> {
    let last = text.rsplit('\n').next().unwrap_or_default();
    let mut fields = Vec::new();
    split_into(&mut fields, last, layout.separator);
    let is_short = fields.len() < layout.least_width() || fields.len() + 1 < layout.usual_width;
    let row = text.split('\n').count() as u64;
    if !last.trim().is_empty() && is_short && row > 1 {
        Err(Refusal::Truncated { row })
    } else {
        Ok(())
    }
}

fn note_layout(table: Table, layout: &Layout, report: &mut FileReport) {
    for column in layout.absent() {
        report.note(NoteCode::ColumnAbsent, Some(column), 1, "");
    }
    if layout.usual_width > table.columns().len() {
        report.note(
            NoteCode::ExtraColumns,
            None,
            1,
            &layout.usual_width.to_string(),
        );
    }
}
