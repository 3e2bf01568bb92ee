//! Codes of companies and professionals.

use super::{
    error::IdentifierReason,
    number::{last_digit_is, number_identifier},
};
use crate::check::{digit_sum, luhn_key};

/// La Poste: its establishments do not follow the Luhn rule.
const LA_POSTE: u64 = 356_000_000;

number_identifier!(
    /// Number of a legal unit in the French register of companies: 9 digits, Luhn key.
    Siren(u32), Siren, 9, from_u32, as_u32, check_luhn
);

number_identifier!(
    /// Number of an establishment: the 9 digits of its [`Siren`] and 5 more, Luhn key over all 14.
    ///
    /// Exception: the establishments of La Poste (356000000) have a digit sum that is a multiple of 5.
    Siret(u64), Siret, 14, from_u64, as_u64, check_siret
);

number_identifier!(
    /// Number of a health professional in the shared directory: 11 digits.
    ///
    /// The last digit is taken as a Luhn key. Unsure: no public text that says so was
    /// found, only test numbers that agree.
    Rpps(u64), Rpps, 11, from_u64, as_u64, check_luhn
);

fn check_luhn(number: u64) -> Result<(), IdentifierReason> {
    last_digit_is(number, luhn_key(number / 10))
}

fn check_siret(number: u64) -> Result<(), IdentifierReason> {
    let is_la_poste = number / 100_000 == LA_POSTE;
    if is_la_poste && digit_sum(number).is_multiple_of(5) {
        return Ok(());
    }
    check_luhn(number)
}

impl Siret {
    /// The legal unit the establishment belongs to: the first nine digits.
    ///
    /// `None` when these nine digits alone fail their own key.
    pub fn siren(self) -> Option<Siren> {
        Siren::from_u32((self.as_u64() / 100_000) as u32).ok()
    }
}
