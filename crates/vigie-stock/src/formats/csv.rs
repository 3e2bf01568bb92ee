//! The reader of text reports: a byte loop over whole rows, no string per field.
//!
//! Rows of plain digits take the fast path. Anything else (quotes, spaces, blanks, signs, odd codes) is read again
//! with care, field by field, so that it gets its own reason.

use std::borrow::Cow;

use vigie_model::Day;

use super::header::{Column, FORECAST_DEMAND, Header, ON_HAND, QUANTITY_SLOTS, SOLD};
use super::quantity::{self, Slots};
use crate::collector::Collector;
use crate::{QuarantineReason, Refusal};

/// Longest quoted cell that may run over several lines.
const LONGEST_ROW: usize = 64 << 10;
/// Longer numbers are read with care.
const SAFE_DIGITS: u32 = 7;

/// What a file says of itself, beside its lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Statement {
    /// The site, when the file has such a column.
    pub site: Option<String>,
    /// The day, when the file has such a column.
    pub day: Option<Day>,
    /// Names of columns that are not read.
    pub ignored_columns: Vec<String>,
}

/// Reads a text report that arrives in pieces of any size.
#[derive(Debug, Default)]
pub struct CsvReader {
    layout: Option<Layout>,
    carry: Vec<u8>,
    row: u32,
    /// Whether lines end with a lone carriage return, as old Macintosh programs write them.
    ends_with_returns: bool,
}

#[derive(Debug)]
struct Layout {
    header: Header,
    delimiter: u8,
    only_stock_and_sales: bool,
    /// A forecast of zero boxes is a forecast: rows of such files are read with care.
    has_forecasts: bool,
    site: Option<String>,
    day_text: Option<String>,
}

impl CsvReader {
    /// Reads one more piece.
    pub fn push(&mut self, piece: &[u8], collector: &mut Collector) -> Result<(), Refusal> {
        if self.layout.is_none() {
            return self.push_start(piece, collector);
        }
        if self.ends_with_returns {
            return self.push_lines(&with_newlines(piece), collector);
        }
        self.push_lines(piece, collector)
    }

    /// Reads the piece with the header, which tells how lines end.
    fn push_start(&mut self, piece: &[u8], collector: &mut Collector) -> Result<(), Refusal> {
        let mut start: Cow<'_, [u8]> = piece.into();
        if !self.carry.is_empty() {
            let mut joined = std::mem::take(&mut self.carry);
            joined.extend_from_slice(piece);
            start = joined.into();
        }
        if self.ends_with_returns || has_lone_return(&start) {
            self.ends_with_returns = true;
            start = with_newlines(&start).into();
        }
        self.push_lines(&start, collector)
    }

    fn push_lines(&mut self, piece: &[u8], collector: &mut Collector) -> Result<(), Refusal> {
        if self.carry.is_empty() {
            let used = self.read_rows(piece, collector)?;
            self.carry
                .extend_from_slice(piece.get(used..).unwrap_or_default());
        } else {
            let mut joined = std::mem::take(&mut self.carry);
            joined.extend_from_slice(piece);
            let used = self.read_rows(&joined, collector)?;
            joined.drain(..used);
            self.carry = joined;
        }
        Ok(())
    }

    /// Reads the last row, which may lack its line end, and says what the file says of itself.
    pub fn finish(mut self, collector: &mut Collector) -> Result<Statement, Refusal> {
        if !self.carry.is_empty() {
            let mut last = std::mem::take(&mut self.carry);
            last.push(b'\n');
            let used = self.read_rows(&last, collector)?;
            if used < last.len() {
                return Err(unclosed_quote(self.row + 1));
            }
        }
        let layout = self.layout.ok_or(Refusal::Empty)?;
        Ok(Statement {
            site: layout.site,
            day: layout
                .day_text
                .as_deref()
                .map(quantity::parse_day)
                .transpose()?,
            ignored_columns: layout.header.ignored,
        })
    }

    /// Reads the whole rows of a piece; returns how many bytes they take.
    fn read_rows(&mut self, bytes: &[u8], collector: &mut Collector) -> Result<usize, Refusal> {
        let mut at = 0;
        while self.layout.is_none() {
            let Some(length) = memchr::memchr(b'\n', bytes.get(at..).unwrap_or_default()) else {
                return if bytes.len() - at > LONGEST_ROW {
                    Err(header_too_long())
                } else {
                    Ok(at)
                };
            };
            self.row += 1;
            self.read_header(bytes.get(at..at + length).unwrap_or_default(), collector)?;
            at += length + 1;
        }
        let Some(layout) = &mut self.layout else {
            return Ok(at);
        };
        let end = memchr::memrchr(b'\n', bytes).map_or(at, |last| last + 1);
        let mut values: Slots = [0; QUANTITY_SLOTS];
        while at < end {
            self.row += 1;
            match layout.read_fast(bytes, at, &mut values, collector) {
                Some(next) => at = next,
                None => {
                    if let Some((next, lines)) =
                        layout.read_with_care(bytes, at, self.row, collector)?
                    {
                        at = next;
                        self.row += lines - 1;
                    } else {
                        self.row -= 1;
                        return Ok(at);
                    }
                }
            }
        }
        Ok(at)
    }

    fn read_header(&mut self, line: &[u8], collector: &mut Collector) -> Result<(), Refusal> {
        let text = decode(line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line));
        let text = text.trim();
        if text.is_empty() || text.to_ascii_lowercase().starts_with("sep=") {
            return Ok(());
        }
        let delimiter = likeliest_delimiter(text);
        let fields = split_fields(text.as_bytes(), delimiter);
        let header = Header::parse(fields.iter().map(String::as_str))?;
        if header.has(Column::Quantity(SOLD)) {
            collector.set_states_sold();
        }
        if header.has(Column::Batch) {
            collector.set_sums_batches();
        }
        let only_stock_and_sales = header.columns.iter().all(|column| {
            matches!(
                column,
                Column::Pack | Column::Ignored | Column::Quantity(ON_HAND | SOLD)
            )
        });
        let has_forecasts = header
            .columns
            .iter()
            .any(|column| matches!(column, Column::Quantity(slot) if *slot >= FORECAST_DEMAND));
        self.layout = Some(Layout {
            header,
            delimiter,
            only_stock_and_sales,
            has_forecasts,
            site: None,
            day_text: None,
        });
        Ok(())
    }
}

impl Layout {
    /// Reads one row of plain digits that starts at `at`; returns where the next one starts, or `None` when the row
    /// must be read with care (nothing of it was kept then).
    #[inline]
    fn read_fast(
        &self,
        bytes: &[u8],
        at: usize,
        values: &mut Slots,
        collector: &mut Collector,
    ) -> Option<usize> {
        if self.has_forecasts {
            return None;
        }
        let mut at = at;
        let mut digits = 0;
        let last = self.header.columns.len() - 1;
        for (index, column) in self.header.columns.iter().enumerate() {
            match *column {
                Column::Pack => {
                    digits = thirteen_digits(bytes.get(at..at + 13)?)?;
                    at += 13;
                }
                Column::Quantity(slot) => {
                    let (value, next) = plain_number(bytes, at)?;
                    *values.get_mut(slot)? = value;
                    at = next;
                }
                Column::Ignored => at = self.skip(bytes, at)?,
                Column::Site | Column::Day | Column::Batch => return None,
            }
            if index < last {
                if *bytes.get(at)? != self.delimiter {
                    return None;
                }
                at += 1;
            }
        }
        if *bytes.get(at)? == b'\r' {
            at += 1;
        }
        if *bytes.get(at)? != b'\n' {
            return None;
        }
        let pack = collector.packs().number_of_digits(digits)?;
        let has_more =
            !self.only_stock_and_sales && values.iter().skip(SOLD + 1).any(|&value| value != 0);
        if !collector.take(pack, values[ON_HAND], values[SOLD]) {
            return None;
        }
        if has_more {
            collector.take_flows(pack, quantity::flows_of(values));
        }
        Some(at + 1)
    }

    #[inline]
    fn skip(&self, bytes: &[u8], at: usize) -> Option<usize> {
        let rest = bytes.get(at..)?;
        let length = rest
            .iter()
            .position(|&byte| byte == self.delimiter || matches!(byte, b'\r' | b'\n' | b'"'))?;
        (rest.get(length) != Some(&b'"')).then_some(at + length)
    }

    /// Reads one row field by field. Returns where the next row starts and how many lines of text it took, or `None`
    /// when a quoted cell runs past the piece.
    fn read_with_care(
        &mut self,
        bytes: &[u8],
        at: usize,
        row: u32,
        collector: &mut Collector,
    ) -> Result<Option<(usize, u32)>, Refusal> {
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(RowShape { length, lines }) = row_shape(rest, self.delimiter, row)? else {
            return if rest.len() > LONGEST_ROW {
                Err(unclosed_quote(row))
            } else {
                Ok(None)
            };
        };
        let text = decode(rest.get(..length).unwrap_or_default());
        let fields = split_fields(text.trim_end_matches('\r').as_bytes(), self.delimiter);
        if fields.iter().any(|field| !field.trim().is_empty()) {
            self.read_fields(&fields, row, collector)?;
        }
        Ok(Some((at + length + 1, lines)))
    }

    fn read_fields(
        &mut self,
        fields: &[String],
        row: u32,
        collector: &mut Collector,
    ) -> Result<(), Refusal> {
        let mut code = "";
        let mut slots: [&str; QUANTITY_SLOTS] = [""; QUANTITY_SLOTS];
        for (index, column) in self.header.columns.iter().enumerate() {
            let field = fields.get(index).map_or("", |field| field.trim());
            match *column {
                Column::Pack => code = field,
                Column::Quantity(slot) => {
                    if let Some(place) = slots.get_mut(slot) {
                        *place = field;
                    }
                }
                Column::Site => same_value("site", &mut self.site, field, row)?,
                Column::Day => same_value("date", &mut self.day_text, field, row)?,
                Column::Batch | Column::Ignored => {}
            }
        }
        take_text_row(collector, row, code, &slots);
        Ok(())
    }
}

/// Takes a row of texts, whatever the format they came from.
pub fn take_text_row(
    collector: &mut Collector,
    row: u32,
    code: &str,
    slots: &[&str; QUANTITY_SLOTS],
) {
    if slots[ON_HAND].is_empty() {
        collector.quarantine(row, QuarantineReason::MissingQuantity, code, None, "");
        return;
    }
    match quantity::parse_all(slots) {
        Ok(quantities) => collector.take_row(row, code, quantities),
        Err((reason, value)) => collector.quarantine(row, reason, code, None, value),
    }
}

/// Remembers the first value of a column that must be the same in every row.
pub fn same_value(
    column: &'static str,
    first: &mut Option<String>,
    value: &str,
    row: u32,
) -> Result<(), Refusal> {
    if value.is_empty() {
        return Ok(());
    }
    match first {
        None => {
            *first = Some(value.to_owned());
            Ok(())
        }
        Some(first) if first == value => Ok(()),
        Some(first) => Err(Refusal::SeveralValues {
            column,
            row,
            first: first.clone(),
            other: value.to_owned(),
        }),
    }
}

fn unclosed_quote(row: u32) -> Refusal {
    Refusal::Unreadable {
        format: "CSV",
        place: format!("row {row}: unclosed quote"),
    }
}

fn with_newlines(bytes: &[u8]) -> Vec<u8> {
    let newline = |&byte: &u8| if byte == b'\r' { b'\n' } else { byte };
    bytes.iter().map(newline).collect()
}

/// Whether the first line ends with a carriage return and nothing else.
fn has_lone_return(start: &[u8]) -> bool {
    let Some(end) = memchr::memchr2(b'\r', b'\n', start) else {
        return false;
    };
    start.get(end) == Some(&b'\r')
        && start
            .get(end + 1)
            .is_some_and(|next| !matches!(next, b'\r' | b'\n'))
}

fn header_too_long() -> Refusal {
    Refusal::Unreadable {
        format: "CSV",
        place: "row 1".to_owned(),
    }
}

/// The first digits of every code of a French pack.
const FRENCH_PREFIX: &[u8; 5] = b"34009";
/// The same as the value of a whole code.
const FRENCH_VALUE: u64 = 3_400_900_000_000;

/// The thirteen digits of a French pack as a number; other codes are read with care.
#[inline]
fn thirteen_digits(bytes: &[u8]) -> Option<u64> {
    let (prefix, rest) = bytes.split_first_chunk::<5>()?;
    if prefix != FRENCH_PREFIX {
        return None;
    }
    Some(FRENCH_VALUE + eight_digits(u64::from_le_bytes(*rest.first_chunk()?))?)
}

/// Eight ASCII digits, first one in the lowest byte, as a number.
#[inline]
fn eight_digits(word: u64) -> Option<u64> {
    let digits = word ^ ZEROS;
    (others(digits) == 0).then(|| value_of(digits))
}

/// Eight times the digit zero.
const ZEROS: u64 = 0x3030_3030_3030_3030;

/// Of eight bytes less [`ZEROS`]: the highest bit of each that is no digit.
#[inline]
const fn others(digits: u64) -> u64 {
    (digits.wrapping_add(0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080
}

/// Eight digits, first one in the lowest byte, as a number: three multiplications instead of eight.
#[inline]
const fn value_of(digits: u64) -> u64 {
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let low = (pairs & 0x0000_00FF_0000_00FF).wrapping_mul(0x000F_4240_0000_0064);
    let high = ((pairs >> 16) & 0x0000_00FF_0000_00FF).wrapping_mul(0x0000_2710_0000_0001);
    low.wrapping_add(high) >> 32
}

/// One to seven digits up to something that is none; returns the value and where it ends. Lengths are as good as
/// random, so a loop over digits would guess wrong at every other number: eight bytes are taken at once.
#[inline]
fn plain_number(bytes: &[u8], start: usize) -> Option<(u32, usize)> {
    let rest = bytes.get(start..)?;
    let Some(word) = rest.first_chunk() else {
        return last_number(rest, start);
    };
    let digits = u64::from_le_bytes(*word) ^ ZEROS;
    let length = others(digits).trailing_zeros() / 8;
    if length == 0 || length > SAFE_DIGITS {
        return None;
    }
    // Digits move to the end; zeros come before them.
    let value = value_of(digits << (64 - 8 * length));
    Some((value as u32, start + length as usize))
}

/// The same within the last bytes of a piece.
fn last_number(rest: &[u8], start: usize) -> Option<(u32, usize)> {
    let length = rest
        .iter()
        .position(|byte| !byte.is_ascii_digit())
        .filter(|length| *length > 0)?;
    let digits = rest.get(..length)?.iter();
    let value = digits.fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
    Some((value, start + length))
}

/// Where a row ends.
struct RowShape {
    /// Bytes before its line end.
    length: usize,
    /// Lines of text it takes: more than one when a quoted cell has line ends.
    lines: u32,
}

/// Finds the end of a row; `None` if it is not there yet. A quote counts only where a cell starts, as elsewhere it is
/// a part of the text (`SERINGUE 1/2" 3 ml`). A cell over several lines whose closing quote stands within text was
/// opened by mistake, and has swallowed rows: that is refused.
fn row_shape(bytes: &[u8], delimiter: u8, row: u32) -> Result<Option<RowShape>, Refusal> {
    let mut lines = 1;
    let mut place = InCell::Start;
    for (length, &byte) in bytes.iter().enumerate() {
        place = match (place, byte) {
            (InCell::Quoted, b'"') | (InCell::Closed, b'\r') => InCell::Closed,
            (InCell::Quoted, byte) => {
                lines += u32::from(byte == b'\n');
                InCell::Quoted
            }
            (_, b'\n') => return Ok(Some(RowShape { length, lines })),
            (InCell::Start | InCell::Closed, b'"') => InCell::Quoted,
            (_, byte) if byte == delimiter => InCell::Start,
            (InCell::Closed, _) if lines > 1 => return Err(unclosed_quote(row)),
            _ => InCell::Text,
        };
    }
    Ok(None)
}

#[derive(Debug, Clone, Copy)]
enum InCell {
    Start,
    Quoted,
    Closed,
    Text,
}

fn split_fields(row: &[u8], delimiter: u8) -> Vec<String> {
    let mut fields = Vec::new();
    let mut field = Vec::new();
    let mut quoted = false;
    let mut bytes = row.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' if quoted && bytes.peek() == Some(&b'"') => {
                bytes.next();
                field.push(b'"');
            }
            b'"' if quoted || field.is_empty() => quoted = !quoted,
            byte if byte == delimiter && !quoted => fields.push(take_text(&mut field)),
            byte => field.push(byte),
        }
    }
    fields.push(take_text(&mut field));
    fields
}

fn take_text(bytes: &mut Vec<u8>) -> String {
    String::from_utf8_lossy(&std::mem::take(bytes)).into_owned()
}

/// UTF-8 if it is, else Windows-1252, which most French pharmacy software writes.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => {
            encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(bytes)
                .0
        }
    }
}

/// What most likely separates the columns of a text table with this header: `;`, tab, `,` or `|`.
pub fn likeliest_delimiter(header: &str) -> u8 {
    let count = |delimiter: u8| header.bytes().filter(|&byte| byte == delimiter).count();
    [b';', b'\t', b',', b'|']
        .into_iter()
        .rev()
        .max_by_key(|&delimiter| count(delimiter))
        .unwrap_or(b';')
}
