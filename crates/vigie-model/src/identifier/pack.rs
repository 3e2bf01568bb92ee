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
    /// Made for the reader of stock reports, which meets it once per line: use
    /// [`PackCode::parse`](crate::PackCode::parse) on what it refuses.
    #[inline]
    pub fn from_ascii_digits(bytes: &[u8]) -> Option<Self> {
        let digits: &[u8; 13] = bytes.try_into().ok()?;
        let (head, _) = digits.split_first_chunk::<8>()?;
        let (_, tail) = digits.split_last_chunk::<8>()?;
        let head = digit_lanes(*head)?;
        // The tail begins with digits 6 to 8 again: they are blanked.
        let tail = digit_lanes(*tail)? & 0xFFFF_FFFF_FF00_0000;
        let number = lanes_value(head) * 100_000 + lanes_value(tail);
        let weighted =
            lanes_sum(head) + 3 * lanes_sum(head >> 8) + 3 * lanes_sum(tail) + lanes_sum(tail >> 8);
        let in_range = (FIRST_CIP13..FIRST_UCD13).contains(&number)
            || (AFTER_LAST_UCD13..AFTER_LAST_CIP13).contains(&number);
        (in_range && weighted.is_multiple_of(10)).then_some(Self(number))
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

/// Eight ASCII digits as eight lanes of one byte, the first digit in the lowest; `None` if one is no digit.
const fn digit_lanes(bytes: [u8; 8]) -> Option<u64> {
    const HIGH_HALVES: u64 = 0xF0F0_F0F0_F0F0_F0F0;
    const ZEROS: u64 = 0x3030_3030_3030_3030;
    const SIXES: u64 = 0x0606_0606_0606_0606;
    let text = u64::from_le_bytes(bytes);
    // A digit is 0x30 to 0x39: its high half is 3, and stays 3 when six is added.
    let all_digits = text & HIGH_HALVES == ZEROS && text.wrapping_add(SIXES) & HIGH_HALVES == ZEROS;
    if all_digits { Some(text ^ ZEROS) } else { None }
}

/// The number that eight lanes write: pairs, then fours, then all eight are joined.
const fn lanes_value(lanes: u64) -> u64 {
    let pairs = lanes.wrapping_mul(10).wrapping_add(lanes >> 8) & 0x00FF_00FF_00FF_00FF;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_FFFF_0000_FFFF;
    fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xFFFF_FFFF
}

/// The sum of the first, third, fifth and seventh lane.
const fn lanes_sum(lanes: u64) -> u64 {
    (lanes & 0x00FF_00FF_00FF_00FF).wrapping_mul(0x0001_0001_0001_0001) >> 48
}
