//! Stock reports in the formats people already have: CSV, NDJSON, Parquet and XLSX, plain, gzip or zstd.
//!
//! The format is found in the bytes, not in a name or a content type, which senders often get wrong.

mod csv;
mod decompress;
mod header;
mod ndjson;
mod pages;
mod parquet;
mod quantity;
mod table;
mod unpacked;
mod utf16;
mod xlsx;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use vigie_model::Language;

use csv::CsvReader;
pub use csv::{Statement, likeliest_delimiter};
use decompress::Decompressor;
pub use header::normalised_name;
use ndjson::NdjsonReader;
pub use quantity::parse_day;
pub use table::{TableLimits, TableRefusal, TableRow, read_table};

use crate::collector::Collector;
use crate::line::ReportContent;
use crate::{PackTable, QuarantineReason, Refusal};

/// Caps on what comes from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadLimits {
    /// Largest file once decompressed, in bytes.
    pub plain_bytes: u64,
    /// Most rows of one report.
    pub rows: usize,
}

impl ReadLimits {
    fn check_rows(&self, collector: &Collector) -> Result<(), Refusal> {
        if collector.rows() > self.rows {
            Err(Refusal::TooManyRows { limit: self.rows })
        } else {
            Ok(())
        }
    }
}

impl Default for ReadLimits {
    fn default() -> Self {
        Self {
            plain_bytes: 256 << 20,
            rows: 200_000,
        }
    }
}

/// The formats of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text with a header and `;`, `,`, tabs or `|`.
    Csv,
    /// One JSON object a line, or an array of objects.
    Json,
    /// An Excel workbook.
    Xlsx,
    /// Apache Parquet.
    Parquet,
}

impl Format {
    /// The name shown to people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Json => "JSON",
            Self::Xlsx => "XLSX",
            Self::Parquet => "Parquet",
        }
    }

    /// What the first bytes tell; `None` for a web page.
    fn detect(plain: &[u8]) -> Option<Self> {
        let start = plain.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(plain);
        let text = start.trim_ascii_start();
        match text {
            [b'P', b'K', 3, 4, ..] => Some(Self::Xlsx),
            [b'P', b'A', b'R', b'1', ..] => Some(Self::Parquet),
            [b'{' | b'[', ..] => Some(Self::Json),
            [b'<', ..] => None,
            _ => Some(Self::Csv),
        }
    }
}

/// A report that was read, with what the file says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadReport {
    /// Its lines.
    pub content: ReportContent,
    /// The format found.
    pub format: Format,
    /// Site, day and unread columns, when the file states them.
    pub statement: Statement,
}

/// Reads reports; keeps its buffers from one to the next.
#[derive(Debug)]
pub struct ReportReader {
    collector: Collector,
    decompressor: Decompressor,
    limits: ReadLimits,
}

impl ReportReader {
    /// A reader of reports about the packs of a table.
    pub fn new(packs: Arc<PackTable>, limits: ReadLimits) -> Self {
        Self {
            collector: Collector::new(packs),
            decompressor: Decompressor::new(limits.plain_bytes),
            limits,
        }
    }

    /// The packs it knows.
    pub fn packs(&self) -> &PackTable {
        self.collector.packs()
    }

    /// Reads a whole body.
    pub fn read(&mut self, body: &[u8]) -> Result<ReadReport, Refusal> {
        let result = self.read_body(body);
        let content = self.collector.finish();
        let (format, statement) = result?;
        check_codes(&content)?;
        Ok(ReadReport {
            content,
            format,
            statement,
        })
    }

    fn read_body(&mut self, body: &[u8]) -> Result<(Format, Statement), Refusal> {
        let Self {
            collector,
            decompressor,
            limits,
        } = self;
        let mut input = Input::default();
        decompressor.read(body, |piece| {
            input.push(piece, collector)?;
            limits.check_rows(collector)
        })?;
        let read = input.finish(collector, *limits)?;
        limits.check_rows(collector)?;
        Ok(read)
    }
}

/// Bytes from which the format is told; a shorter piece waits for the next one.
const TELLING_BYTES: usize = 512;

/// Where the pieces of a file go once its format is known.
#[derive(Debug)]
enum Input {
    Unknown(Vec<u8>),
    Csv(CsvReader),
    Utf16(utf16::Utf16Reader),
    Json(NdjsonReader),
    Whole(Format, Vec<u8>),
}

impl Default for Input {
    fn default() -> Self {
        Self::Unknown(Vec::new())
    }
}

impl Input {
    fn push(&mut self, piece: &[u8], collector: &mut Collector) -> Result<(), Refusal> {
        match self {
            Self::Unknown(start) if start.len() + piece.len() < TELLING_BYTES => {
                start.extend_from_slice(piece);
                Ok(())
            }
            Self::Unknown(start) if start.is_empty() => {
                *self = Self::start(piece)?;
                self.push(piece, collector)
            }
            Self::Unknown(start) => {
                let mut start = std::mem::take(start);
                start.extend_from_slice(piece);
                *self = Self::start(&start)?;
                self.push(&start, collector)
            }
            Self::Csv(reader) => reader.push(piece, collector),
            Self::Utf16(reader) => reader.push(piece, collector),
            Self::Json(reader) => reader.push(piece, collector),
            Self::Whole(_, bytes) => {
                bytes.extend_from_slice(piece);
                Ok(())
            }
        }
    }

    fn start(piece: &[u8]) -> Result<Self, Refusal> {
        if let Some(reader) = utf16::Utf16Reader::of_mark(piece) {
            return Ok(Self::Utf16(reader));
        }
        Ok(match Format::detect(piece).ok_or(Refusal::WebPage)? {
            Format::Csv => Self::Csv(CsvReader::default()),
            Format::Json => Self::Json(NdjsonReader::default()),
            format @ (Format::Xlsx | Format::Parquet) => Self::Whole(format, Vec::new()),
        })
    }

    fn finish(
        self,
        collector: &mut Collector,
        limits: ReadLimits,
    ) -> Result<(Format, Statement), Refusal> {
        match self {
            Self::Unknown(start) if start.is_empty() => Err(Refusal::Empty),
            Self::Unknown(start) => {
                let mut input = Self::start(&start)?;
                input.push(&start, collector)?;
                input.finish(collector, limits)
            }
            Self::Csv(reader) => Ok((Format::Csv, reader.finish(collector)?)),
            Self::Utf16(reader) => Ok((Format::Csv, reader.finish(collector)?)),
            Self::Json(reader) => Ok((Format::Json, reader.finish(collector)?)),
            Self::Whole(format, bytes) => {
                let read = || match format {
                    Format::Parquet => parquet::read(bytes, collector, limits),
                    _ => xlsx::read(&bytes, collector, limits),
                };
                Ok((format, without_panic(format, read)?))
            }
        }
    }
}

/// The libraries that decode Parquet and XLSX panic on some damaged files: for the sender that is a file that cannot
/// be read, and for us nothing is left half done, as the collector is emptied after every report.
fn without_panic<T>(
    format: Format,
    read: impl FnOnce() -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let unreadable = Refusal::Unreadable {
        format: format.name(),
        place: String::new(),
    };
    catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(unreadable))
}

/// A file of which no code can be read is the wrong file, or the wrong column: better said than kept as quarantine.
fn check_codes(content: &ReportContent) -> Result<(), Refusal> {
    let unreadable = |reason| {
        matches!(
            reason,
            QuarantineReason::UnreadableCode | QuarantineReason::DamagedCode
        )
    };
    match content.quarantined.first() {
        Some(first)
            if content.lines.is_empty()
                && content
                    .quarantined
                    .iter()
                    .all(|line| unreadable(line.reason)) =>
        {
            Err(Refusal::NoReadableCode {
                rows: content.quarantined.len(),
                example: first.code.clone(),
            })
        }
        _ => Ok(()),
    }
}

/// One line that was put in quarantine, in words.
pub fn describe(line: &crate::QuarantinedLine, language: Language) -> String {
    let (row, message) = (line.row, line.reason.message(language));
    match language {
        Language::French => format!("ligne {row} : {message}"),
        Language::English => format!("row {row}: {message}"),
    }
}
