//! What someone may write to name a pack.

use std::{fmt, str::FromStr};

use crate::{
    Cip7, Cip13, Cis, Gtin14, IdentifierError, IdentifierKind, IdentifierReason, Ucd7, Ucd13,
    gs1::{Scan, ScanError},
};

/// A pack code as people and programs write it, told apart by its shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackCode {
    /// A French pack.
    Cip13(Cip13),
    /// A French pack by its code before 2009.
    Cip7(Cip7),
    /// A French hospital dispensing unit: a part of a pack, not a pack.
    Ucd13(Ucd13),
    /// A French hospital dispensing unit by its short code.
    Ucd7(Ucd7),
    /// An article that is no French medicine: foreign, or of another trade.
    Gtin14(Gtin14),
    /// The content of a barcode, with whatever lot, expiry or serial it carries.
    Scan(Scan),
}

/// Why a text names no pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackCodeError {
    /// Nothing was written.
    #[error("the pack code is empty")]
    Empty,
    /// The code was there and was spoilt on its way.
    #[error("the pack code was damaged: {0}")]
    Damaged(Damage),
    /// A medicine was named (CIS) where one of its packs is expected.
    #[error("{0} is a CIS code: it names a medicine; write the CIP13 of the pack")]
    Medicine(Cis),
    /// The shape is that of a known code, the content is not valid.
    #[error(transparent)]
    Invalid(#[from] IdentifierError),
    /// It looks like the content of a barcode and cannot be read as such.
    #[error(transparent)]
    Scan(#[from] ScanError),
    /// No code of a pack has this shape.
    #[error("not a pack code: a CIP13 has 13 digits and starts with 3400")]
    Shape,
}

/// What happened to a damaged code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// A spreadsheet wrote the number like `3.40095E+12`: its last digits are lost.
    #[error(
        "a spreadsheet wrote it as a rounded number; give the column the format text and export again"
    )]
    ScientificNotation,
    /// The number ends with zeros where its last digits were: it went through such a rounding.
    #[error(
        "its last digits were rounded to zeros by a spreadsheet; give the column the format text and export again"
    )]
    Rounded,
}

impl PackCode {
    /// Reads a pack code leniently.
    ///
    /// Ignored are spaces of any kind, dots, hyphens and quotes, a leading apostrophe or `=`, and
    /// the decimals of a whole number (`3400949497294.0`). A UCD is told apart from a CIP, a CIS is
    /// named as such, and what a spreadsheet has damaged is never repaired by guessing.
    pub fn parse(text: &str) -> Result<Self, PackCodeError> {
        // Nearly all codes are plain: answered without looking further.
        if let Some(code) = Cip13::from_ascii_digits(text.as_bytes())
            && !is_rounded(code)
        {
            return Ok(Self::Cip13(code));
        }
        let text = text.trim_matches(is_wrapping);
        if looks_like_a_scan(text) {
            return Ok(Self::Scan(Scan::parse(text)?));
        }
        if let Some((mantissa, exponent)) = text.split_once(['e', 'E']) {
            return from_scientific(mantissa, exponent);
        }
        let digits = only_code(without_decimals(text));
        from_digits(&digits)
    }

    /// The French pack it names, if it names one: also by its old code, or inside a barcode.
    pub fn cip13(&self) -> Option<Cip13> {
        match self {
            Self::Cip13(code) => Some(*code),
            Self::Cip7(code) => Some(code.cip13()),
            Self::Gtin14(gtin) => gtin.cip13(),
            Self::Scan(scan) => scan.gtin().or_else(|| scan.content())?.cip13(),
            Self::Ucd13(_) | Self::Ucd7(_) => None,
        }
    }

    /// The French dispensing unit it names, if it names one.
    pub fn ucd13(&self) -> Option<Ucd13> {
        match self {
            Self::Ucd13(code) => Some(*code),
            Self::Ucd7(code) => Some(code.ucd13()),
            Self::Gtin14(gtin) => gtin.ucd13(),
            Self::Scan(scan) => scan.gtin().or_else(|| scan.content())?.ucd13(),
            Self::Cip13(_) | Self::Cip7(_) => None,
        }
    }
}

impl From<Gtin14> for PackCode {
    /// The French code that the number holds, if it holds one.
    fn from(gtin: Gtin14) -> Self {
        match (gtin.cip13(), gtin.ucd13()) {
            (Some(code), _) => Self::Cip13(code),
            (None, Some(code)) => Self::Ucd13(code),
            (None, None) => Self::Gtin14(gtin),
        }
    }
}

impl FromStr for PackCode {
    type Err = PackCodeError;

    fn from_str(text: &str) -> Result<Self, PackCodeError> {
        Self::parse(text)
    }
}

impl fmt::Display for PackCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cip13(code) => code.fmt(formatter),
            Self::Cip7(code) => code.fmt(formatter),
            Self::Ucd13(code) => code.fmt(formatter),
            Self::Ucd7(code) => code.fmt(formatter),
            Self::Gtin14(code) => code.fmt(formatter),
            Self::Scan(scan) => scan.fmt(formatter),
        }
    }
}

impl PackCodeError {
    /// The same message in French.
    pub fn french(&self) -> String {
        match self {
            Self::Empty => "le code de la présentation est vide".to_owned(),
            Self::Damaged(damage) => {
                format!("le code de la présentation a été abîmé : {}", damage.french())
            }
            Self::Medicine(code) => format!(
                "{code} est un code CIS : il désigne une spécialité ; écrivez le CIP13 de la présentation"
            ),
            Self::Invalid(error) => error.french(),
            Self::Scan(error) => error.french(),
            Self::Shape => {
                "ce n'est pas un code de présentation : un CIP13 compte 13 chiffres et commence par 3400"
                    .to_owned()
            }
        }
    }
}

impl Damage {
    /// The same message in French.
    pub const fn french(self) -> &'static str {
        match self {
            Self::ScientificNotation => {
                "un tableur l'a écrit comme un nombre arrondi ; donnez à la colonne le format texte et exportez à nouveau"
            }
            Self::Rounded => {
                "un tableur a arrondi ses derniers chiffres à zéro ; donnez à la colonne le format texte et exportez à nouveau"
            }
        }
    }
}

/// What may surround a code without being part of it: spaces, quotes, the `=` of `="…"`.
fn is_wrapping(letter: char) -> bool {
    is_blank(letter) || matches!(letter, '\'' | '"' | '=' | '\u{2018}' | '\u{2019}')
}

/// Spaces of any width, also those of no width.
fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// Symbology prefix, brackets, separators, or more digits than an article has after 00, 01 or 02.
fn looks_like_a_scan(text: &str) -> bool {
    text.starts_with([']', '(', '^', '\u{1D}', '{', '\u{241D}'])
        || (text.len() >= 16
            && ["00", "01", "02"]
                .iter()
                .any(|start| text.starts_with(start)))
}

/// Drops the decimals of a whole number: `3400949497294,00`.
fn without_decimals(text: &str) -> &str {
    match text.rsplit_once(['.', ',']) {
        Some((whole, decimals)) if whole.len() >= 7 && is_zeros(decimals) => whole,
        _ => text,
    }
}

fn is_zeros(text: &str) -> bool {
    matches!(text, "0" | "00")
}

/// Without the marks that people put between groups of digits.
fn only_code(text: &str) -> String {
    text.chars()
        .filter(|letter| !is_blank(*letter) && !matches!(letter, '.' | '-' | '\u{2011}'))
        .collect()
}

/// Tells codes apart by their length and first digits.
fn from_digits(digits: &str) -> Result<PackCode, PackCodeError> {
    match digits.len() {
        0 => Err(PackCodeError::Empty),
        _ if !digits.bytes().all(|byte| byte.is_ascii_digit()) => Err(PackCodeError::Shape),
        7 if digits.starts_with('9') => Ok(PackCode::Ucd7(digits.parse()?)),
        7 => Ok(PackCode::Cip7(digits.parse()?)),
        8 if digits.starts_with('6') => Err(PackCodeError::Medicine(digits.parse()?)),
        13 => from_thirteen(digits),
        14 => Ok(digits.parse::<Gtin14>()?.into()),
        _ => Err(PackCodeError::Shape),
    }
}

fn from_thirteen(digits: &str) -> Result<PackCode, PackCodeError> {
    let read = match digits.get(..5) {
        Some("34008") => digits.parse().map(PackCode::Ucd13),
        Some(start) if start.starts_with("3400") => digits.parse().map(PackCode::Cip13),
        _ => from_foreign(digits),
    };
    if matches!(read, Ok(PackCode::Cip13(code)) if is_rounded(code)) {
        return Err(PackCodeError::Damaged(Damage::Rounded));
    }
    read.map_err(|error| match error.reason {
        IdentifierReason::CheckDigit { .. } if digits.ends_with("00000") => {
            PackCodeError::Damaged(Damage::Rounded)
        }
        _ => error.into(),
    })
}

/// A spreadsheet keeps six digits of a large number, and one in ten of such numbers has a valid key.
/// Of the 20,903 packs of 2026-05 none ends with more than four zeros.
const fn is_rounded(code: Cip13) -> bool {
    code.as_u64().is_multiple_of(1_000_000)
}

/// An article of another country; what has no valid key is taken for a mistyped French code.
fn from_foreign(digits: &str) -> Result<PackCode, IdentifierError> {
    let gtin = format!("0{digits}").parse::<Gtin14>();
    gtin.map(PackCode::from).map_err(|_| IdentifierError {
        kind: IdentifierKind::Cip13,
        reason: IdentifierReason::Prefix { expected: "3400" },
    })
}

/// `3.400949497294E+12` holds all its digits; with fewer of them the rest is lost.
fn from_scientific(mantissa: &str, exponent: &str) -> Result<PackCode, PackCodeError> {
    let (whole, decimals) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    let Ok(exponent) = exponent.trim_start_matches('+').parse::<usize>() else {
        return Err(PackCodeError::Shape);
    };
    let digits = format!("{whole}{decimals}");
    let is_number = whole.len() == 1 && digits.bytes().all(|byte| byte.is_ascii_digit());
    match (is_number, decimals.len() == exponent) {
        (false, _) => Err(PackCodeError::Shape),
        (true, false) => Err(PackCodeError::Damaged(Damage::ScientificNotation)),
        (true, true) => from_digits(&digits),
    }
}
