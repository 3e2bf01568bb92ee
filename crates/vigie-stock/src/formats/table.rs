//! Tables of text as people have them, whatever they are about: lines, CSV with any separator, XLSX; plain, gzip or
//! zstd. What the columns mean is for the caller to find out.

use super::decompress::Decompressor;
use super::{Format, xlsx};
use crate::Refusal;

/// Caps on a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableLimits {
    /// Largest table once decompressed, in bytes.
    pub plain_bytes: u64,
    /// Most lines that are not empty.
    pub rows: usize,
}

/// A line of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// Its number, from 1.
    pub number: u32,
    /// The whole of it.
    pub text: String,
    /// Its cells, without spaces around them.
    pub cells: Vec<String>,
}

/// Why a table is not read. Nothing of it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TableRefusal {
    /// No line with anything in it.
    #[error("the table is empty")]
    Empty,
    /// A web page instead of a file: often a failed download.
    #[error("the file is a web page")]
    WebPage,
    /// Another kind of file: an image, a document, an old spreadsheet.
    #[error("the file is neither text nor XLSX")]
    OtherKind,
    /// Larger than the limit once decompressed.
    #[error("the table is larger than {limit_bytes} bytes once decompressed")]
    TooLarge {
        /// The limit.
        limit_bytes: u64,
    },
    /// More lines than the limit.
    #[error("the table has more than {limit} lines")]
    TooManyRows {
        /// The limit.
        limit: usize,
    },
    /// Damaged.
    #[error("the file is damaged")]
    Damaged,
}

/// Separators that no name of a medicine holds, then the comma, which many do.
const SEPARATORS: [char; 3] = ['\t', ';', '|'];
/// How many times larger than its text a workbook may be once unpacked: each cell stands in markup.
const MARKUP: u64 = 4;
/// Largest cell that is kept, in characters.
const LONGEST_CELL: usize = 400;
/// Most cells of a line that are kept.
const MOST_CELLS: usize = 64;

/// Reads a table. Lines with nothing in them are left out.
pub fn read_table(body: &[u8], limits: TableLimits) -> Result<Vec<TableRow>, TableRefusal> {
    let mut plain = Vec::new();
    let take = |piece: &[u8]| {
        plain.extend_from_slice(piece);
        Ok(())
    };
    Decompressor::new(limits.plain_bytes)
        .read(body, take)
        .map_err(|refusal| of_refusal(&refusal, limits))?;
    let rows = match Format::detect(&plain) {
        None => return Err(TableRefusal::WebPage),
        Some(Format::Parquet) => return Err(TableRefusal::OtherKind),
        Some(Format::Xlsx) => read_xlsx(&plain, limits)?,
        Some(Format::Csv | Format::Json) => read_text(&decoded(&plain)?, limits)?,
    };
    if rows.is_empty() {
        return Err(TableRefusal::Empty);
    }
    Ok(rows)
}

fn of_refusal(refusal: &Refusal, limits: TableLimits) -> TableRefusal {
    match refusal {
        Refusal::TooLarge { .. } => TableRefusal::TooLarge {
            limit_bytes: limits.plain_bytes,
        },
        Refusal::TooManyRows { .. } => TableRefusal::TooManyRows { limit: limits.rows },
        _ => TableRefusal::Damaged,
    }
}

fn read_xlsx(plain: &[u8], limits: TableLimits) -> Result<Vec<TableRow>, TableRefusal> {
    let most_bytes = limits.plain_bytes * MARKUP;
    let read = || xlsx::read_longest_sheet(plain, most_bytes, limits.rows);
    let rows = super::without_panic(Format::Xlsx, read);
    let rows = rows.map_err(|refusal| of_refusal(&refusal, limits))?;
    let row = |(number, cells): (u32, Vec<String>)| TableRow {
        number,
        text: cut(&cells.join("\t")),
        cells: cells
            .iter()
            .take(MOST_CELLS)
            .map(|cell| cut(cell))
            .collect(),
    };
    let rows: Vec<TableRow> = rows.into_iter().map(row).collect();
    if rows.len() > limits.rows {
        return Err(TableRefusal::TooManyRows { limit: limits.rows });
    }
    Ok(rows)
}

/// Text in UTF-8, UTF-16 with its mark, else Windows-1252. Bytes that no text has are another kind of file.
fn decoded(plain: &[u8]) -> Result<String, TableRefusal> {
    let text = match encoding_rs::Encoding::for_bom(plain) {
        Some((encoding, _)) => encoding.decode_with_bom_removal(plain).0,
        None => super::csv::decode(plain),
    };
    let is_binary =
        |sign: char| sign.is_control() && !matches!(sign, '\n' | '\r' | '\t' | '\u{1d}');
    // A text of people may hold one such sign by accident; other files have many of them.
    if text
        .chars()
        .take(4_096)
        .filter(|sign| is_binary(*sign))
        .count()
        > 4
    {
        return Err(TableRefusal::OtherKind);
    }
    // Lines of old Macintosh files end with a carriage return alone.
    Ok(if text.contains('\n') {
        text.into_owned()
    } else {
        text.replace('\r', "\n")
    })
}

fn read_text(text: &str, limits: TableLimits) -> Result<Vec<TableRow>, TableRefusal> {
    // A first line `sep=;` speaks to spreadsheets only.
    let is_line = |line: &str| !line.trim().is_empty() && !line.starts_with("sep=");
    let lines = || (1..).zip(text.lines()).filter(|(_, line)| is_line(line));
    if lines().nth(limits.rows).is_some() {
        return Err(TableRefusal::TooManyRows { limit: limits.rows });
    }
    let separator = separator_of(&lines().map(|(_, line)| line));
    let row = |(number, line): (u32, &str)| TableRow {
        number,
        text: cut(line),
        cells: cells_of(line, separator),
    };
    Ok(lines().map(row).collect())
}

/// The separator that most lines hold; the comma only where each line has as many of them and none is followed by a
/// space, as in a name of a medicine.
fn separator_of<'a>(lines: &(impl Iterator<Item = &'a str> + Clone)) -> Option<char> {
    let count = lines.clone().count();
    let holding = |separator: char| {
        lines
            .clone()
            .filter(|line| line.contains(separator))
            .count()
    };
    let (most, separator) = SEPARATORS
        .into_iter()
        .map(|separator| (holding(separator), separator))
        .max_by_key(|of| of.0)?;
    if most * 2 >= count && most > 0 {
        return Some(separator);
    }
    let commas = |line: &str| outside_quotes(line).matches(',').count();
    let first = lines
        .clone()
        .next()
        .map(commas)
        .filter(|commas| *commas > 0)?;
    let is_table = lines
        .clone()
        .all(|line| commas(line) == first && !outside_quotes(line).contains(", "));
    is_table.then_some(',')
}

/// The parts of a line that no quotes stand around.
fn outside_quotes(line: &str) -> String {
    line.split('"').step_by(2).collect()
}

fn cells_of(line: &str, separator: Option<char>) -> Vec<String> {
    let Some(separator) = separator else {
        return vec![cut(line)];
    };
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    let mut signs = line.chars().peekable();
    while let Some(sign) = signs.next() {
        let is_start = cells.last().is_none_or(|cell| cell.trim().is_empty());
        match sign {
            '"' if is_quoted && signs.peek() == Some(&'"') => {
                signs.next();
                push(&mut cells, '"');
            }
            '"' if is_quoted || is_start => is_quoted = !is_quoted,
            _ if sign == separator && !is_quoted => cells.push(String::new()),
            _ => push(&mut cells, sign),
        }
    }
    cells
        .iter()
        .take(MOST_CELLS)
        .map(|cell| cut(cell))
        .collect()
}

fn push(cells: &mut [String], sign: char) {
    if let Some(cell) = cells.last_mut() {
        cell.push(sign);
    }
}

fn cut(text: &str) -> String {
    text.trim().chars().take(LONGEST_CELL).collect()
}
