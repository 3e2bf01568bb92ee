//! The prefix by which a scanner says what kind of barcode it read (ISO/IEC 15424).

use super::ScanError;

/// What a barcode carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Pairs of application identifier and data.
    Elements,
    /// Nothing but an article of 13 digits (EAN-13, UPC).
    Ean13,
    /// Nothing but an article of 8 digits.
    Ean8,
}

/// Splits the prefix from what follows. Text without a prefix carries pairs.
pub(super) fn split(text: &str) -> Result<(Content, &str), ScanError> {
    if !text.starts_with(']') {
        return Ok((Content::Elements, text));
    }
    let prefix: String = text.chars().take(3).collect();
    let rest = text.get(prefix.len()..).unwrap_or_default();
    match prefix.as_str() {
        // GS1 DataMatrix, GS1-128, DataBar and composites, GS1 QR, GS1 DotCode.
        "]d2" | "]C1" | "]e0" | "]Q3" | "]J1" => Ok((Content::Elements, rest)),
        "]E0" => Ok((Content::Ean13, rest)),
        "]E4" => Ok((Content::Ean8, rest)),
        // The same barcodes outside GS1 mode.
        "]d1" | "]C0" | "]Q1" | "]J0" => Err(ScanError::FreeText { prefix }),
        _ => Err(ScanError::Symbology { prefix }),
    }
}
