//! "Unicode text" of spreadsheets: the same text reports in UTF-16.

use super::csv::{CsvReader, Statement};
use crate::Refusal;
use crate::collector::Collector;

/// Turns UTF-16 into UTF-8 and hands it to the text reader.
pub struct Utf16Reader {
    decoder: encoding_rs::Decoder,
    text: String,
    reader: CsvReader,
}

impl std::fmt::Debug for Utf16Reader {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Utf16Reader")
            .finish_non_exhaustive()
    }
}

impl Utf16Reader {
    /// A reader, if the bytes start with the mark of UTF-16.
    pub fn of_mark(bytes: &[u8]) -> Option<Self> {
        let encoding = match bytes {
            [0xFF, 0xFE, ..] => encoding_rs::UTF_16LE,
            [0xFE, 0xFF, ..] => encoding_rs::UTF_16BE,
            _ => return None,
        };
        Some(Self {
            decoder: encoding.new_decoder_with_bom_removal(),
            text: String::new(),
            reader: CsvReader::default(),
        })
    }

    /// Reads one more piece.
    pub fn push(&mut self, piece: &[u8], collector: &mut Collector) -> Result<(), Refusal> {
        self.decode(piece, false);
        self.reader.push(self.text.as_bytes(), collector)
    }

    /// Reads what is left.
    pub fn finish(mut self, collector: &mut Collector) -> Result<Statement, Refusal> {
        self.decode(&[], true);
        self.reader.push(self.text.as_bytes(), collector)?;
        self.reader.finish(collector)
    }

    fn decode(&mut self, piece: &[u8], last: bool) {
        self.text.clear();
        self.text.reserve(
            self.decoder
                .max_utf8_buffer_length(piece.len())
                .unwrap_or(piece.len() * 3),
        );
        let _ = self.decoder.decode_to_string(piece, &mut self.text, last);
    }
}
