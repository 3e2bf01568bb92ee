//! From the bytes of a file to its text, or a clear refusal.

use std::borrow::Cow;
use std::fmt;

use encoding_rs::{Encoding as Codec, WINDOWS_1252};
use vigie_model::Language;

/// How the bytes of a file were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Valid UTF-8 from the first byte to the last; plain ASCII is a case of it.
    Utf8,
    /// Anything else: Windows-1252, of which ISO 8859-1 text is a case. Reading it never fails.
    Windows1252,
    /// UTF-16, announced by a byte order mark.
    Utf16,
}

impl fmt::Display for Encoding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Utf8 => "UTF-8",
            Self::Windows1252 => "Windows-1252",
            Self::Utf16 => "UTF-16",
        })
    }
}

/// Why a whole file was refused: none of its rows was used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No byte, or only blank lines.
    Empty,
    /// A page of a web site was saved under the name of the file.
    WebPage,
    /// The file stops in the middle of row `row`: the download was cut.
    Truncated {
        /// Number of the cut row, from 1.
        row: u64,
    },
    /// No column looks like this one, without which rows cannot be used.
    ColumnNotFound(crate::Column),
    /// It could not be decompressed.
    Damaged(String),
}

impl Refusal {
    /// What is wrong and what to do.
    pub fn message(&self, language: Language) -> String {
        match language {
            Language::French => self.french(),
            Language::English => self.to_string(),
        }
    }

    fn french(&self) -> String {
        match self {
            Self::Empty => "le fichier est vide ; téléchargez-le à nouveau".to_owned(),
            Self::WebPage => "le fichier est une page web (HTML), pas des données ; \
                téléchargez le fichier lui-même"
                .to_owned(),
            Self::Truncated { row } => format!(
                "le fichier est coupé au milieu de la ligne {row} ; téléchargez-le à nouveau en entier"
            ),
            Self::ColumnNotFound(column) => format!(
                "aucune colonne ne ressemble à « {} » ; vérifiez que c'est le bon fichier",
                column.name(Language::French)
            ),
            Self::Damaged(reason) => format!("le fichier compressé est illisible ({reason})"),
        }
    }
}

/// What is wrong and what to do, in English.
impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => formatter.write_str("the file is empty; download it again"),
            Self::WebPage => formatter
                .write_str("the file is a web page (HTML), not data; download the file itself"),
            Self::Truncated { row } => {
                write!(
                    formatter,
                    "the file is cut in the middle of row {row}; download it again in full"
                )
            }
            Self::ColumnNotFound(column) => write!(
                formatter,
                "no column looks like \"{}\"; check that it is the right file",
                column.name(Language::English)
            ),
            Self::Damaged(reason) => {
                write!(formatter, "the compressed file cannot be read ({reason})")
            }
        }
    }
}

/// Decodes a file: a byte order mark decides, then strict UTF-8, then Windows-1252.
///
/// A file of UTF-8 cut inside its last character is still UTF-8: one cut byte must not turn every accent of
/// the file into two wrong letters.
pub fn decode_text(bytes: &[u8]) -> Result<(Cow<'_, str>, Encoding), Refusal> {
    let (text, encoding) = decode_any(bytes);
    if text.trim().is_empty() {
        return Err(Refusal::Empty);
    }
    if is_web_page(&text) {
        return Err(Refusal::WebPage);
    }
    Ok((text, encoding))
}

fn decode_any(bytes: &[u8]) -> (Cow<'_, str>, Encoding) {
    if let Some((codec, _)) = Codec::for_bom(bytes) {
        let encoding = if codec == encoding_rs::UTF_8 {
            Encoding::Utf8
        } else {
            Encoding::Utf16
        };
        return (codec.decode_with_bom_removal(bytes).0, encoding);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), Encoding::Utf8),
        Err(error) if error.error_len().is_none() && has_multibyte(bytes, error.valid_up_to()) => {
            (String::from_utf8_lossy(bytes), Encoding::Utf8)
        }
        Err(_) => (
            WINDOWS_1252.decode_without_bom_handling(bytes).0,
            Encoding::Windows1252,
        ),
    }
}

fn has_multibyte(bytes: &[u8], until: usize) -> bool {
    bytes.get(..until).is_some_and(|head| !head.is_ascii())
}

/// HTML begins with `<`, which no table of the database does.
fn is_web_page(text: &str) -> bool {
    let start = text.trim_start();
    let head: String = start
        .chars()
        .take(15)
        .collect::<String>()
        .to_ascii_lowercase();
    [
        "<!doctype html",
        "<html",
        "<head",
        "<?xml",
        "<body",
        "<script",
        "<!--",
    ]
    .iter()
    .any(|mark| head.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::ascii(b"comprime", "comprime", Encoding::Utf8)]
    #[case::utf8("comprimé".as_bytes(), "comprimé", Encoding::Utf8)]
    #[case::latin1(b"comprim\xe9 \xe0", "comprimé à", Encoding::Windows1252)]
    #[case::curly_quote_and_oe(b"l\x92\x9cuf \x80", "l’œuf €", Encoding::Windows1252)]
    #[case::byte_order_mark(b"\xef\xbb\xbfg\xc3\xa9lule", "gélule", Encoding::Utf8)]
    #[case::utf16(b"\xff\xfeg\x00\xe9\x00", "gé", Encoding::Utf16)]
    #[case::cut_character(b"g\xc3\xa9lule \xc3", "gélule \u{fffd}", Encoding::Utf8)]
    fn bytes_are_read_in_their_own_encoding(
        #[case] bytes: &[u8],
        #[case] text: &str,
        #[case] encoding: Encoding,
    ) {
        assert_eq!(
            decode_text(bytes).map(|(text, encoding)| (text.into_owned(), encoding)),
            Ok((text.to_owned(), encoding))
        );
    }

    #[rstest]
    #[case(b"", Refusal::Empty)]
    #[case(b"\r\n \r\n", Refusal::Empty)]
    #[case(b"\n<!DOCTYPE html><html>", Refusal::WebPage)]
    #[case(b"<html lang=\"fr\">", Refusal::WebPage)]
    fn a_page_or_nothing_is_refused(#[case] bytes: &[u8], #[case] refusal: Refusal) {
        assert_eq!(decode_text(bytes).map(|_| ()), Err(refusal));
    }
}
