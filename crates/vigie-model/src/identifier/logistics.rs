//! GS1 keys of articles, locations and pallets.

use super::{
    error::IdentifierReason,
    number::{last_digit_is, number_identifier},
    pack::{Cip13, Ucd13},
};
use crate::check::gs1_key;

number_identifier!(
    /// Global Trade Item Number, 14 digits: what a barcode says of an article of any country.
    ///
    /// The last digit is the GS1 key. A shorter GTIN is written with leading zeros.
    Gtin14(u64), Gtin14, 14, from_u64, as_u64, check_gs1
);

number_identifier!(
    /// Global Location Number, 13 digits, the last is the GS1 key.
    Gln(u64), Gln, 13, from_u64, as_u64, check_gs1
);

number_identifier!(
    /// Serial Shipping Container Code, 18 digits, the last is the GS1 key: one pallet or box.
    Sscc(u64), Sscc, 18, from_u64, as_u64, check_gs1
);

fn check_gs1(number: u64) -> Result<(), IdentifierReason> {
    last_digit_is(number, gs1_key(number / 10))
}

impl Gtin14 {
    /// A GTIN-13 with its leading zero; the caller holds a number whose key is checked.
    pub(super) const fn from_gtin13_unchecked(number: u64) -> Self {
        Self(number)
    }

    /// The French pack it names, if it names one.
    pub fn cip13(self) -> Option<Cip13> {
        Cip13::from_u64(self.0).ok()
    }

    /// The French dispensing unit it names, if it names one.
    pub fn ucd13(self) -> Option<Ucd13> {
        Ucd13::from_u64(self.0).ok()
    }
}
