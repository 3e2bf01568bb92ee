//! GS1 element strings: what a scanner reads from the DataMatrix of a pack or the label of a pallet.
//!
//! A string is a row of pairs: an application identifier (`01` article, `17` expiry, `10` lot,
//! `21` serial, …) and its data. Data of variable length ends at a separator (FNC1, sent as the
//! control character 1D) or at the end.

mod association;
mod error;
mod expiry;
mod read;
mod rule;
mod symbology;
mod table;
mod value;

use std::fmt;

pub use error::{ScanError, ValueReason};
pub use expiry::Expiry;
pub use rule::ApplicationIdentifier;

use crate::{Day, Gln, Gtin14, Sscc};

/// Fewest characters in which a lot and a serial number can be glued together.
///
/// One for the lot, and three for the serial: the chance to guess it must be below one in
/// 10,000 (Delegated Regulation (EU) 2016/161, article 4), which two letters or digits
/// (1,296 values) cannot give.
const SHORTEST_GLUED: usize = 4;

/// What one scan says: checked pairs of application identifier and data.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Scan {
    elements: Vec<Element>,
}

/// One pair of a scan.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Element {
    identifier: ApplicationIdentifier,
    data: String,
    /// Whether the end of the data was written (known length, separator or bracket).
    is_bounded: bool,
}

/// The data of an identifier whose end may be unsure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading<'a> {
    /// The scan does not have it.
    Absent,
    /// This is it.
    Certain(&'a str),
    /// This text was found, but no separator ends it and its partner is missing: either the pack
    /// carries no partner, or a separator was lost and the partner is glued to it. Who knows
    /// whether the pack must carry a serial number can decide.
    Ambiguous(&'a str),
}

/// What makes a pack of a prescription medicine unique in Europe
/// (Delegated Regulation (EU) 2016/161, article 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UniqueIdentifier<'a> {
    /// Which article.
    pub gtin: Gtin14,
    /// Which box of it.
    pub serial: &'a str,
    /// From which batch.
    pub lot: &'a str,
    /// Usable until when.
    pub expiry: Expiry,
}

impl Scan {
    /// Reads a scan or typed text.
    ///
    /// Understood are symbology prefixes (`]d2`, `]C1`, `]e0`, `]Q3`, `]J1`, and `]E0`, `]E4` for
    /// plain EAN codes), the separator as control character 1D or typed as `^`, `{GS}`, `␝`, `\x1D`,
    /// `\u001D`, brackets `(01)…(17)…`, and spaces between pairs. Inside data a space is an
    /// error: it may stand for a lost separator.
    pub fn parse(text: &str) -> Result<Self, ScanError> {
        Self::parse_carriers(&[text])
    }

    /// Reads the several barcodes of one label together: what one identifier
    /// needs may stand in another barcode.
    pub fn parse_carriers(carriers: &[&str]) -> Result<Self, ScanError> {
        let mut elements = Vec::new();
        for text in carriers {
            elements.append(&mut read::elements(text)?);
        }
        association::check(&elements)?;
        Ok(Self { elements })
    }

    /// All pairs, in the order they were read.
    pub fn elements(&self) -> &[Element] {
        &self.elements
    }

    /// The data of an identifier, as written.
    pub fn data(&self, identifier: ApplicationIdentifier) -> Option<&str> {
        self.element(identifier)
            .map(|element| element.data.as_str())
    }

    /// The article (01).
    pub fn gtin(&self) -> Option<Gtin14> {
        self.data(ApplicationIdentifier::GTIN)?.parse().ok()
    }

    /// The article inside a logistic unit (02).
    pub fn content(&self) -> Option<Gtin14> {
        self.data(ApplicationIdentifier::CONTENT)?.parse().ok()
    }

    /// The pallet or box (00).
    pub fn sscc(&self) -> Option<Sscc> {
        self.data(ApplicationIdentifier::SSCC)?.parse().ok()
    }

    /// The location (414).
    pub fn location(&self) -> Option<Gln> {
        self.data(ApplicationIdentifier::LOCATION)?.parse().ok()
    }

    /// The batch or lot (10).
    pub fn lot(&self) -> Reading<'_> {
        self.reading(ApplicationIdentifier::LOT, ApplicationIdentifier::SERIAL)
    }

    /// The serial number (21).
    pub fn serial(&self) -> Reading<'_> {
        self.reading(ApplicationIdentifier::SERIAL, ApplicationIdentifier::LOT)
    }

    /// Whether a lot or a serial number may have swallowed the other.
    pub fn is_ambiguous(&self) -> bool {
        [self.lot(), self.serial()]
            .iter()
            .any(|reading| matches!(reading, Reading::Ambiguous(_)))
    }

    /// Last day of use (17, or the day of 7003). `today` decides the century.
    pub fn expiry(&self, today: Day) -> Option<Expiry> {
        let day = self.data(ApplicationIdentifier::EXPIRY);
        let minute = || self.data(ApplicationIdentifier::EXPIRY_TIME)?.get(..6);
        Expiry::from_yymmdd(day.or_else(minute)?, today)
    }

    /// Count of items: in a pack of variable content (30), else of articles in a logistic unit (37).
    pub fn count(&self) -> Option<u32> {
        let variable = self.data(ApplicationIdentifier::VARIABLE_COUNT);
        let contained = || self.data(ApplicationIdentifier::COUNT);
        variable.or_else(contained)?.parse().ok()
    }

    /// The four data that make a pack unique, when all are there and certain.
    pub fn unique_identifier(&self, today: Day) -> Option<UniqueIdentifier<'_>> {
        Some(UniqueIdentifier {
            gtin: self.gtin()?,
            serial: self.serial().certain()?,
            lot: self.lot().certain()?,
            expiry: self.expiry(today)?,
        })
    }

    /// The scan as one string, with this character where data of variable length ends.
    pub fn element_string(&self, separator: char) -> String {
        let mut written = String::new();
        let mut needs_separator = false;
        for element in &self.elements {
            if needs_separator {
                written.push(separator);
            }
            written += &element.identifier.to_string();
            written += &element.data;
            needs_separator = !element
                .identifier
                .rule()
                .is_some_and(|rule| rule.is_predefined);
        }
        written
    }

    fn element(&self, identifier: ApplicationIdentifier) -> Option<&Element> {
        self.elements
            .iter()
            .find(|element| element.identifier == identifier)
    }

    fn reading(
        &self,
        identifier: ApplicationIdentifier,
        partner: ApplicationIdentifier,
    ) -> Reading<'_> {
        let Some(element) = self.element(identifier) else {
            return Reading::Absent;
        };
        let holds_only_itself = element.is_bounded
            || element.data.len() < SHORTEST_GLUED
            || self.element(partner).is_some();
        if holds_only_itself {
            Reading::Certain(&element.data)
        } else {
            Reading::Ambiguous(&element.data)
        }
    }
}

impl Element {
    /// What the data is.
    pub fn identifier(&self) -> ApplicationIdentifier {
        self.identifier
    }

    /// The data as written.
    pub fn data(&self) -> &str {
        &self.data
    }
}

impl<'a> Reading<'a> {
    /// The text, if nothing is unsure about it.
    pub fn certain(self) -> Option<&'a str> {
        match self {
            Self::Certain(text) => Some(text),
            Self::Absent | Self::Ambiguous(_) => None,
        }
    }

    /// The text as it was read, sure or not.
    pub fn text(self) -> Option<&'a str> {
        match self {
            Self::Certain(text) | Self::Ambiguous(text) => Some(text),
            Self::Absent => None,
        }
    }
}

impl fmt::Display for Scan {
    /// Writes the form people read, `(01)03400949497294(17)271231`; a bracket inside data is written `\(`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.elements.iter().try_for_each(|element| {
            let data = element.data.replace('(', "\\(");
            write!(formatter, "({}){data}", element.identifier)
        })
    }
}

impl std::str::FromStr for Scan {
    type Err = ScanError;

    fn from_str(text: &str) -> Result<Self, ScanError> {
        Self::parse(text)
    }
}
