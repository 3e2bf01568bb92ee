//! Doses by value: "1 g" is "1000 mg", "5 mg in 1 ml" is "50 mg in 10 ml".

use crate::search::fold::fold;
use crate::search::token::{Amount, Kind, Token, join_initials, tokens};

/// A dose, comparable. Values are kept to four significant digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Strength {
    /// In one unit of the medicine: one tablet, one vial.
    Each(Kind, u64),
    /// In a volume or a weight.
    Ratio(Kind, Kind, u64),
    /// Not a value: homeopathic dilutions, ranges, "traces". Compared as folded text.
    Text(String),
    /// Not given.
    Unknown,
}

pub(super) fn strength(dose: &str, reference: &str) -> Strength {
    if dose.is_empty() {
        return Strength::Unknown;
    }
    match (only_amount(dose), per(reference)) {
        (Some(of), Some(per)) if per.value > 0.0 => {
            Strength::Ratio(of.kind, per.kind, rounded(of.value / per.value))
        }
        (Some(of), _) => Strength::Each(of.kind, rounded(of.value)),
        (None, _) => Strength::Text(fold(dose).split_whitespace().collect()),
    }
}

/// The amount, when the text is one amount and nothing else that counts.
fn only_amount(text: &str) -> Option<Amount> {
    let mut found = Vec::new();
    each_token(text, |token| found.push(amount(token)));
    match found.as_slice() {
        [Some(one)] => Some(*one),
        _ => None,
    }
}

fn amount(token: &Token<'_>) -> Option<Amount> {
    match token {
        Token::Amount(_, amount) => Some(*amount),
        _ => None,
    }
}

/// A reference that is a volume or a weight ("100 ml"), not a container ("un flacon de 2 ml").
fn per(reference: &str) -> Option<Amount> {
    only_amount(reference)
}

fn each_token(text: &str, mut take: impl FnMut(&Token<'_>)) {
    let mut folded = fold(text);
    join_initials(&mut folded);
    tokens(&folded, &mut |token| take(&token));
}

/// Four significant digits, as the bits of the rounded number.
fn rounded(value: f64) -> u64 {
    if value <= 0.0 {
        return 0;
    }
    let scale = 10_f64.powi(3 - value.log10().floor() as i32);
    ((value * scale).round() / scale).to_bits()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::strength;

    #[rstest]
    #[case(("1 g", "un comprimé"), ("1000 mg", "un comprimé sécable"))]
    #[case(("1,00 mg", "un comprimé"), ("1 mg", "une gélule"))]
    #[case(("5 mg", "1 ml"), ("50 mg", "10 ml"))]
    #[case(("1 000 000 UI", "un flacon"), ("1 million d'UI", "un flacon"))]
    #[case(("50 microgrammes", "une dose"), ("0,05 mg", "une dose"))]
    #[case(("2CH à 30CH", "un comprimé"), ("2 CH à 30 CH", "un comprimé"))]
    fn the_same_dose_written_otherwise_is_the_same(
        #[case] left: (&str, &str),
        #[case] right: (&str, &str),
    ) {
        assert_eq!(strength(left.0, left.1), strength(right.0, right.1));
    }

    #[rstest]
    #[case(("1 g", "un comprimé"), ("500 mg", "un comprimé"))]
    #[case(("5 mg", "1 ml"), ("5 mg", "un flacon"))]
    #[case(("100 UI", "1 ml"), ("100 mg", "1 ml"))]
    fn other_doses_differ(#[case] left: (&str, &str), #[case] right: (&str, &str)) {
        assert_ne!(strength(left.0, left.1), strength(right.0, right.1));
    }
}
