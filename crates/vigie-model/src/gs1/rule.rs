//! What an application identifier asks of its data.

use std::fmt;

use super::{ScanError, table::RULES};

/// A GS1 application identifier: the two to four digits that say what follows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApplicationIdentifier {
    length: u8,
    number: u16,
}

impl ApplicationIdentifier {
    /// 00, shipping container (pallet, box).
    pub const SSCC: Self = Self::new(2, 0);
    /// 01, article.
    pub const GTIN: Self = Self::new(2, 1);
    /// 02, article inside a logistic unit.
    pub const CONTENT: Self = Self::new(2, 2);
    /// 10, batch or lot.
    pub const LOT: Self = Self::new(2, 10);
    /// 11, day of production.
    pub const PRODUCTION: Self = Self::new(2, 11);
    /// 17, last day of use.
    pub const EXPIRY: Self = Self::new(2, 17);
    /// 21, serial number.
    pub const SERIAL: Self = Self::new(2, 21);
    /// 30, count of items in a pack of variable content.
    pub const VARIABLE_COUNT: Self = Self::new(2, 30);
    /// 37, count of articles inside a logistic unit.
    pub const COUNT: Self = Self::new(2, 37);
    /// 414, location.
    pub const LOCATION: Self = Self::new(3, 414);
    /// 711, French national reimbursement number.
    pub const NATIONAL_FRANCE: Self = Self::new(3, 711);
    /// 7003, last minute of use.
    pub const EXPIRY_TIME: Self = Self::new(4, 7003);

    const fn new(length: u8, number: u16) -> Self {
        Self { length, number }
    }

    /// The identifier written at the start of `text`, if GS1 has defined one there.
    ///
    /// No identifier is the start of another, so at most one fits.
    pub(super) fn at_start_of(text: &str) -> Option<Self> {
        (2..=4).find_map(|length| Self::parse(text.get(..length)?))
    }

    /// The identifier that is exactly `text`, if GS1 has defined it.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let identifier = Self::new(u8::try_from(text.len()).ok()?, text.parse().ok()?);
        identifier.rule().map(|_| identifier)
    }

    /// Every identifier that GS1 has defined, in the order of the dictionary.
    pub fn all() -> impl Iterator<Item = Self> {
        RULES
            .iter()
            .flat_map(|rule| (rule.first..=rule.last).map(|number| Self::new(rule.length, number)))
    }

    /// What its data must be, in the words of the GS1 syntax dictionary: `N14,csum` is 14 digits
    /// with a check digit, `X..20` up to 20 characters, `*` a length known beforehand.
    pub fn specification(self) -> String {
        self.rule().map(Rule::to_string).unwrap_or_default()
    }

    pub(super) fn rule(self) -> Option<&'static Rule> {
        RULES.iter().find(|rule| {
            rule.length == self.length && (rule.first..=rule.last).contains(&self.number)
        })
    }

    /// Whether it fits a pattern of the dictionary, where `n` stands for any digit.
    pub(super) fn matches(self, pattern: &str) -> bool {
        let written = self.to_string();
        written.len() == pattern.len()
            && written
                .bytes()
                .zip(pattern.bytes())
                .all(|(digit, wanted)| wanted == b'n' || digit == wanted)
    }
}

impl fmt::Display for ApplicationIdentifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = usize::from(self.length);
        write!(formatter, "{:0width$}", self.number)
    }
}

impl std::str::FromStr for ApplicationIdentifier {
    type Err = ScanError;

    fn from_str(text: &str) -> Result<Self, ScanError> {
        Self::parse(text.trim()).ok_or_else(|| ScanError::UnknownIdentifier {
            found: text.to_owned(),
        })
    }
}

impl fmt::Debug for ApplicationIdentifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "({self})")
    }
}

/// A line of the dictionary: one identifier, or a range of them.
#[derive(Debug)]
pub(super) struct Rule {
    /// Digits of the identifier.
    pub(super) length: u8,
    pub(super) first: u16,
    pub(super) last: u16,
    /// Parts of the data, in order; only the last may vary in length.
    pub(super) parts: &'static [Part],
    /// Its length is known from the identifier: no separator is needed after it.
    pub(super) is_predefined: bool,
    /// Each line must hold: alternatives between commas, identifiers needed together joined by `+`.
    pub(super) requires: &'static [&'static str],
    /// Identifiers that must not stand beside it, between commas.
    pub(super) excludes: &'static str,
}

/// A part of the data of an identifier.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) characters: Characters,
    /// Fewest characters, if it is there.
    pub(super) least: usize,
    /// Most characters.
    pub(super) most: usize,
    pub(super) is_optional: bool,
    pub(super) check: Check,
}

/// Which characters may stand in a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Characters {
    Digits,
    /// GS1 character set 82: most of ASCII without space.
    Text,
    /// GS1 character set 39: capitals, digits, `#`, `-`, `/`.
    PartText,
    /// Base 64 as used in file names and addresses.
    Base64,
}

/// What else is checked. Only what matters for packs: keys, dates and times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Check {
    Nothing,
    /// The last digit is the GS1 key.
    Key,
    /// YYMMDD.
    Date,
    /// YYMMDD, where day 00 means the whole month.
    DateOrMonth,
    /// HHMM.
    Time,
}

pub(super) const fn rule(length: u8, first: u16, last: u16, parts: &'static [Part]) -> Rule {
    Rule {
        length,
        first,
        last,
        parts,
        is_predefined: false,
        requires: &[],
        excludes: "",
    }
}

impl Rule {
    pub(super) const fn predefined(mut self) -> Self {
        self.is_predefined = true;
        self
    }

    pub(super) const fn requires(mut self, requires: &'static [&'static str]) -> Self {
        self.requires = requires;
        self
    }

    pub(super) const fn excludes(mut self, excludes: &'static str) -> Self {
        self.excludes = excludes;
        self
    }

    /// Most characters the data may have.
    pub(super) fn most(&self) -> usize {
        self.parts.iter().map(|part| part.most).sum()
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let flag = self.is_predefined.then(|| "*".to_owned());
        let parts = self.parts.iter().map(Part::to_string);
        let requires = self.requires.iter().map(|needed| format!("req={needed}"));
        let excludes = (!self.excludes.is_empty()).then(|| format!("ex={}", self.excludes));
        let words = flag
            .into_iter()
            .chain(parts)
            .chain(requires)
            .chain(excludes);
        formatter.write_str(&words.collect::<Vec<_>>().join(" "))
    }
}

impl fmt::Display for Part {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.characters {
            Characters::Digits => 'N',
            Characters::Text => 'X',
            Characters::PartText => 'Y',
            Characters::Base64 => 'Z',
        };
        let range = if self.least == self.most { "" } else { ".." };
        let form = format!("{kind}{range}{}", self.most);
        let check = match self.check {
            Check::Nothing => "",
            Check::Key => ",csum",
            Check::Date => ",yymmdd",
            Check::DateOrMonth => ",yymmd0",
            Check::Time => ",hhmi",
        };
        if self.is_optional {
            write!(formatter, "[{form}]{check}")
        } else {
            write!(formatter, "{form}{check}")
        }
    }
}

const fn part(characters: Characters, least: usize, most: usize) -> Part {
    Part {
        characters,
        least,
        most,
        is_optional: false,
        check: Check::Nothing,
    }
}

pub(super) const fn digits(least: usize, most: usize) -> Part {
    part(Characters::Digits, least, most)
}

pub(super) const fn text(least: usize, most: usize) -> Part {
    part(Characters::Text, least, most)
}

pub(super) const fn part_text(least: usize, most: usize) -> Part {
    part(Characters::PartText, least, most)
}

pub(super) const fn base64(least: usize, most: usize) -> Part {
    part(Characters::Base64, least, most)
}

impl Part {
    pub(super) const fn optional(mut self) -> Self {
        self.is_optional = true;
        self
    }

    pub(super) const fn keyed(self) -> Self {
        self.checked(Check::Key)
    }

    pub(super) const fn date(self) -> Self {
        self.checked(Check::Date)
    }

    pub(super) const fn date_or_month(self) -> Self {
        self.checked(Check::DateOrMonth)
    }

    pub(super) const fn time(self) -> Self {
        self.checked(Check::Time)
    }

    const fn checked(mut self, check: Check) -> Self {
        self.check = check;
        self
    }
}

impl Characters {
    /// GS1 General Specifications, figures 7.11-1 (set 82) and 7.11-2 (set 39).
    pub(super) const fn hold(self, byte: u8) -> bool {
        match self {
            Self::Digits => byte.is_ascii_digit(),
            Self::Text => {
                byte.is_ascii_alphanumeric()
                    || matches!(byte, b'!' | b'"' | b'%'..=b'/' | b':'..=b'?' | b'_')
            }
            Self::PartText => {
                byte.is_ascii_uppercase()
                    || byte.is_ascii_digit()
                    || matches!(byte, b'#' | b'-' | b'/')
            }
            Self::Base64 => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'='),
        }
    }
}
