//! The values inside fields: dates, prices, rates, yes and no.

use std::borrow::Cow;
use std::str::FromStr;

use rust_decimal::Decimal;
use vigie_model::Day;

/// Days outside of this range, the years 1941 to 2100, are typing errors in the files (1910, 2924): kept, and
/// noted. The first French authorisation of medicines, the "visa", dates from 1941.
const PLAUSIBLE_DAYS: std::ops::Range<i32> = -10_592..47_847;

/// Reads `25/12/2025`, `20251225` or `2025-12-25`.
pub(super) fn date(text: &str) -> Option<Day> {
    let digits = |range: std::ops::Range<usize>| text.get(range).filter(|part| all_digits(part));
    let parts = match (text.len(), text.as_bytes().get(2), text.as_bytes().get(4)) {
        (10, Some(b'/'), _) => (digits(6..10)?, digits(3..5)?, digits(0..2)?),
        (10, _, Some(b'-')) => (digits(0..4)?, digits(5..7)?, digits(8..10)?),
        (8, _, _) => (digits(0..4)?, digits(4..6)?, digits(6..8)?),
        _ => return None,
    };
    Day::from_ymd(
        parts.0.parse().ok()?,
        parts.1.parse().ok()?,
        parts.2.parse().ok()?,
    )
}

/// Whether the year of a readable date can be true.
pub(super) fn is_plausible(day: Day) -> bool {
    PLAUSIBLE_DAYS.contains(&day.epoch_days())
}

/// Reads a price in euros: `24,34`, `1,466,29`, `1 466,29`, `1466.29`. The last comma or point is the decimal
/// one, the others group thousands.
pub(super) fn price(text: &str) -> Option<Decimal> {
    let text = text.trim_end_matches(['€', ' ', '\u{a0}']);
    let (whole, fraction) = text.rsplit_once([',', '.']).unwrap_or((text, ""));
    let mut digits = String::with_capacity(text.len());
    digits.extend(whole.chars().filter(|letter| !is_grouping(*letter)));
    if digits.is_empty() || !all_digits(&digits) || fraction.len() > 2 || !all_digits(fraction) {
        return None;
    }
    digits.push_str(fraction);
    let cents = i64::from_str(&digits).ok()?;
    Some(Decimal::new(cents, fraction.len() as u32))
}

fn is_grouping(letter: char) -> bool {
    matches!(letter, ',' | '.' | ' ' | '\u{a0}' | '\u{202f}')
}

/// Reads a reimbursement rate in percent: `65%`, `65 %`.
pub(super) fn rate(text: &str) -> Option<u8> {
    let digits = text.trim_end_matches(['%', ' ', '\u{a0}', '\u{202f}']);
    u8::from_str(digits)
        .ok()
        .filter(|percent| *percent <= 100 && all_digits(digits))
}

/// Reads `oui` or `non`, in any case.
pub(super) fn yes_no(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("oui") {
        Some(true)
    } else if text.eq_ignore_ascii_case("non") {
        Some(false)
    } else {
        None
    }
}

/// True for ASCII digits only, and for the empty text.
pub(super) fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Trims spaces of all kinds and turns a lone carriage return or another control character inside into a space.
pub(crate) fn fold_spaces(text: &str) -> Cow<'_, str> {
    let text = text.trim_matches(|letter: char| letter.is_whitespace() || letter.is_control());
    if text.bytes().any(|byte| byte.is_ascii_control()) {
        return Cow::Owned(
            text.chars()
                .map(|letter| if letter.is_control() { ' ' } else { letter })
                .collect(),
        );
    }
    Cow::Borrowed(text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("24,34", "24.34")]
    #[case("1,466,29", "1466.29")]
    #[case("1 466,29", "1466.29")]
    #[case("1.466,29 €", "1466.29")]
    #[case("12", "12")]
    #[case("0,5", "0.5")]
    fn a_price_with_two_commas_is_one_thousand_and_more(#[case] text: &str, #[case] euros: &str) {
        assert_eq!(price(text), Some(euros.parse().unwrap()));
    }

    #[rstest]
    #[case("")]
    #[case("gratuit")]
    #[case("-1,00")]
    #[case("1,4662")]
    #[case(",")]
    #[case("99999999999999999999,00")]
    fn what_is_not_a_price_is_unknown(#[case] text: &str) {
        assert_eq!(price(text), None);
    }

    #[rstest]
    #[case("65%", Some(65))]
    #[case("65 %", Some(65))]
    #[case("100\u{a0}%", Some(100))]
    #[case("165%", None)]
    #[case("+5%", None)]
    #[case("", None)]
    fn a_rate_is_read_with_or_without_its_space(#[case] text: &str, #[case] percent: Option<u8>) {
        assert_eq!(rate(text), percent);
    }

    #[rstest]
    #[case("07/03/2026", "2026-03-07")]
    #[case("20260307", "2026-03-07")]
    #[case("2026-03-07", "2026-03-07")]
    #[case("15/06/2924", "2924-06-15")]
    fn a_date_is_read_in_the_three_ways_it_is_written(#[case] text: &str, #[case] iso: &str) {
        assert_eq!(date(text).map(|day| day.to_string()), Some(iso.to_owned()));
    }

    #[rstest]
    #[case("31/02/2026")]
    #[case("7/3/2026")]
    #[case("été/03/26")]
    #[case("")]
    fn what_is_not_a_date_is_unknown(#[case] text: &str) {
        assert_eq!(date(text), None);
    }

    #[rstest]
    #[case("31/12/1940", false)]
    #[case("01/01/1941", true)]
    #[case("31/12/2100", true)]
    #[case("01/01/2101", false)]
    fn years_before_the_visa_are_implausible(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(date(text).map(is_plausible), Some(expected));
    }

    #[test]
    fn a_lone_carriage_return_is_a_space() {
        assert_eq!(
            fold_spaces(" réservé à\rl'hôpital \r"),
            "réservé à l'hôpital"
        );
    }
}
