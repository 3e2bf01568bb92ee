//! Codes of medicines and packs.

use super::{
    error::IdentifierReason,
    logistics::Gtin14,
    number::{last_digit_is, number_identifier},
};
use crate::check::{gs1_key, historic_key};

const FIRST_CIP13: u64 = 3_400_000_000_000;
const FIRST_UCD13: u64 = 3_400_800_000_000;
const AFTER_LAST_UCD13: u64 = 3_400_900_000_000;
const AFTER_LAST_CIP13: u64 = 3_401_000_000_000;

number_identifier!(
    /// Code identifiant de spécialité: the key of a medicine in the public medicines database.
    ///
    /// Eight digits, the first is 6; it has no check digit.
    Cis(u32), Cis, 8, from_u32, as_u32, check_cis
);

number_identifier!(
    /// Code identifiant de présentation, 13 digits: what is sold, stocked and priced.
    ///
    /// Starts with 3400 but not 34008 (those are [`Ucd13`]); the last digit is the GS1 key
    /// (arrêté of 2021 on the coding of medicines).
    Cip13(u64), Cip13, 13, from_u64, as_u64, check_cip13
);

number_identifier!(
    /// The pack code before 2009, 7 digits: digits 6 to 12 of the [`Cip13`].
    ///
    /// Any seven digits are accepted, see [`Cip7::key_is_historic`].
    Cip7(u32), Cip7, 7, from_u32, as_u32, no_rule
);

number_identifier!(
    /// Unité commune de dispensation, 13 digits: what a hospital dispenses (one tablet, one vial).
    ///
    /// Starts with 34008; the last digit is the GS1 key.
    Ucd13(u64), Ucd13, 13, from_u64, as_u64, check_ucd13
);

number_identifier!(
    /// Dispensing unit code of 7 digits: digits 6 to 12 of the [`Ucd13`], starts with 9.
    ///
    /// Its historic key, like that of the [`Cip7`], never rejects.
    Ucd7(u32), Ucd7, 7, from_u32, as_u32, check_ucd7
);

fn check_cis(number: u64) -> Result<(), IdentifierReason> {
    match number {
        60_000_000..=69_999_999 => Ok(()),
        _ => Err(IdentifierReason::Prefix { expected: "6" }),
    }
}

fn check_cip13(number: u64) -> Result<(), IdentifierReason> {
    match number {
        FIRST_UCD13..AFTER_LAST_UCD13 => Err(IdentifierReason::DispensingUnit),
        FIRST_CIP13..AFTER_LAST_CIP13 => last_digit_is(number, gs1_key(number / 10)),
        _ => Err(IdentifierReason::Prefix { expected: "3400" }),
    }
}

fn check_ucd13(number: u64) -> Result<(), IdentifierReason> {
    match number {
        FIRST_UCD13..AFTER_LAST_UCD13 => last_digit_is(number, gs1_key(number / 10)),
        _ => Err(IdentifierReason::Prefix { expected: "34008" }),
    }
}

fn check_ucd7(number: u64) -> Result<(), IdentifierReason> {
    match number {
        9_000_000..=9_999_999 => Ok(()),
        _ => Err(IdentifierReason::Prefix { expected: "9" }),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "has the shape of the other rules")]
const fn no_rule(_: u64) -> Result<(), IdentifierReason> {
    Ok(())
}

impl Cip13 {
    /// Reads exactly 13 ASCII digits, without allocation and without saying what is wrong.
    ///
    /// Made for the reader of stock reports, which meets it once per line.
    pub fn from_ascii_digits(bytes: &[u8]) -> Option<Self> {
        let digits: &[u8; 13] = bytes.try_into().ok()?;
        let (mut number, mut weighted, mut wrong) = (0_u64, 0_u32, false);
        for (place, byte) in digits.iter().enumerate() {
            let digit = byte.wrapping_sub(b'0');
            wrong |= digit > 9;
            number = number * 10 + u64::from(digit);
            weighted += u32::from(digit) * if place % 2 == 0 { 1 } else { 3 };
        }
        let in_range = (FIRST_CIP13..FIRST_UCD13).contains(&number)
            || (AFTER_LAST_UCD13..AFTER_LAST_CIP13).contains(&number);
        (!wrong && in_range && weighted.is_multiple_of(10)).then_some(Self(number))
    }

    /// Digits 6 to 12: the code before 2009.
    pub const fn cip7(self) -> Cip7 {
        Cip7((self.0 / 10 % 10_000_000) as u32)
    }

    /// The same number with a leading zero, as a DataMatrix carries it.
    pub const fn gtin14(self) -> Gtin14 {
        Gtin14::from_gtin13_unchecked(self.0)
    }
}

impl Cip7 {
    /// Whether the last digit is the historic key (first six digits weighted 2 to 7, modulo 11).
    ///
    /// A hint only, never a reason to refuse: the key fails for valid packs of series 30,
    /// for part of series 49 and for series 55.
    pub const fn key_is_historic(self) -> bool {
        historic_key(self.0) as u32 == self.0 % 10
    }

    /// The 13-digit code of the same pack: 34009, these seven digits, the GS1 key.
    pub const fn cip13(self) -> Cip13 {
        Cip13(with_key(34_009, self.0))
    }
}

impl Ucd13 {
    /// Digits 6 to 12. `None` when they do not start with 9: no short code exists then.
    pub fn ucd7(self) -> Option<Ucd7> {
        Ucd7::from_u32((self.0 / 10 % 10_000_000) as u32).ok()
    }

    /// The same number with a leading zero, as a DataMatrix carries it.
    pub const fn gtin14(self) -> Gtin14 {
        Gtin14::from_gtin13_unchecked(self.0)
    }
}

impl Ucd7 {
    /// The 13-digit code of the same unit: 34008, these seven digits, the GS1 key.
    pub const fn ucd13(self) -> Ucd13 {
        Ucd13(with_key(34_008, self.0))
    }

    /// Whether the last digit is the historic key; a hint only, as for [`Cip7::key_is_historic`].
    pub const fn key_is_historic(self) -> bool {
        historic_key(self.0) as u32 == self.0 % 10
    }
}

const fn with_key(prefix: u64, seven: u32) -> u64 {
    let body = prefix * 10_000_000 + seven as u64;
    body * 10 + gs1_key(body) as u64
}
