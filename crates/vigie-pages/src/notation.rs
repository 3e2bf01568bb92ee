//! How each language writes numbers, dates and amounts.

use std::fmt::Write as _;

use rust_decimal::Decimal;
use vigie_model::{Day, Language};

/// Narrow no-break space: the French thousands separator.
const NARROW_SPACE: char = '\u{202f}';
/// No-break space: between a number and its unit, and before `:` and `%` in French.
const FIXED_SPACE: char = '\u{a0}';

const FRENCH_MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const FRENCH_MONTHS_SHORT: [&str; 12] = [
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
    "déc.",
];
const ENGLISH_MONTHS_SHORT: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// How a language writes numbers, dates and amounts.
pub(crate) trait Notation {
    /// `1 234 567` (narrow no-break spaces) or `1,234,567`.
    fn integer(self, value: u64) -> String;

    /// A signed change: `+12`, `−3` (true minus sign), `0`.
    fn change(self, value: i64) -> String;

    /// A number with a fixed count of digits after the decimal sign: `1 234,5` or `1,234.5`.
    fn decimal(self, value: f64, digits: usize) -> String;

    /// Days with one digit below 100, none above: nobody acts on a tenth of a day in a year.
    fn days(self, value: f64) -> String;

    /// A ratio from 0 to 1 as a percentage with one digit: `98,7 %` or `98.7%`.
    /// A ratio below 1 is never rounded up to 100 %, nor one above 0 down to 0 %.
    fn percent(self, ratio: f64) -> String;

    /// An amount in euros with cents: `1 466,29 €` or `€1,466.29`.
    fn euros(self, amount: Decimal) -> String;

    /// An amount in millions of euros with one digit, in whole euros below a tenth of a million: `12,3 M€` or `€12.3m`.
    fn millions(self, amount: Decimal) -> String;

    /// A number without unit, with three digits.
    fn factor(self, factor: Decimal) -> String;

    /// `20 novembre 2026`, `1er décembre 2026`; `20 November 2026`.
    fn date(self, day: Day) -> String;

    /// A short date for tables: `20/11/2026`; `20 Nov 2026` (digits alone are read two ways in English).
    fn short_date(self, day: Day) -> String;

    /// The name of a month, 1 to 12.
    fn month(self, month: i8) -> &'static str;

    /// The short name of a month, 1 to 12, for chart axes.
    fn short_month(self, month: i8) -> &'static str;
}

impl Notation for Language {
    fn integer(self, value: u64) -> String {
        group(self, &value.to_string())
    }

    fn change(self, value: i64) -> String {
        let sign = match value {
            1.. => "+",
            0 => "",
            _ => "\u{2212}",
        };
        format!("{sign}{}", self.integer(value.unsigned_abs()))
    }

    fn decimal(self, value: f64, digits: usize) -> String {
        let text = format!("{:.digits$}", value.abs());
        let sign = if value < 0.0
            && text
                .bytes()
                .any(|byte| byte.is_ascii_digit() && byte != b'0')
        {
            "\u{2212}"
        } else {
            ""
        };
        format!("{sign}{}", localise(self, &text))
    }

    fn days(self, value: f64) -> String {
        self.decimal(value, usize::from(value.abs() < 99.95))
    }

    fn percent(self, ratio: f64) -> String {
        let percent = ratio * 100.0;
        let shown = if ratio < 1.0 {
            percent.min(99.9)
        } else {
            percent
        };
        let shown = if ratio > 0.0 { shown.max(0.1) } else { shown };
        let whole = (shown - shown.round()).abs() < 1e-9 && (ratio <= 0.0 || ratio >= 1.0);
        let text = self.decimal(shown, usize::from(!whole));
        match self {
            Self::French => format!("{text}{NARROW_SPACE}%"),
            Self::English => format!("{text}%"),
        }
    }

    fn euros(self, amount: Decimal) -> String {
        // Written with a precision, a decimal would be cut and not rounded.
        let amount = amount.round_dp(2);
        let text = localise(self, &format!("{:.2}", amount.abs()));
        let sign = if amount.is_sign_negative() && !amount.is_zero() {
            "\u{2212}"
        } else {
            ""
        };
        match self {
            Self::French => format!("{sign}{text}{FIXED_SPACE}€"),
            Self::English => format!("{sign}€{text}"),
        }
    }

    fn millions(self, amount: Decimal) -> String {
        let million = Decimal::from(1_000_000);
        let is_small = amount.abs() < Decimal::from(100_000);
        let shown = if is_small { amount } else { amount / million };
        let digits = usize::from(!is_small);
        let plain = format!("{:.digits$}", shown.abs().round_dp(digits as u32));
        let text = localise(self, &plain);
        let is_zero = plain.bytes().all(|byte| matches!(byte, b'0' | b'.'));
        let sign = if amount.is_sign_negative() && !is_zero {
            "\u{2212}"
        } else {
            ""
        };
        match (self, is_small) {
            (Self::French, true) => format!("{sign}{text}{FIXED_SPACE}€"),
            (Self::French, false) => format!("{sign}{text}{FIXED_SPACE}M€"),
            (Self::English, true) => format!("{sign}€{text}"),
            (Self::English, false) => format!("{sign}€{text}m"),
        }
    }

    fn factor(self, factor: Decimal) -> String {
        localise(self, &format!("{:.3}", factor.round_dp(3)))
    }

    fn date(self, day: Day) -> String {
        let date = day.date();
        let number = date.day();
        let month = self.month(date.month());
        let year = date.year();
        match (self, number) {
            (Self::French, 1) => format!("1er{FIXED_SPACE}{month} {year}"),
            _ => format!("{number}{FIXED_SPACE}{month} {year}"),
        }
    }

    fn short_date(self, day: Day) -> String {
        let date = day.date();
        match self {
            Self::French => format!("{:02}/{:02}/{}", date.day(), date.month(), date.year()),
            Self::English => {
                let month = self.short_month(date.month());
                format!(
                    "{}{FIXED_SPACE}{month}{FIXED_SPACE}{}",
                    date.day(),
                    date.year()
                )
            }
        }
    }

    fn month(self, month: i8) -> &'static str {
        let names = match self {
            Self::French => &FRENCH_MONTHS,
            Self::English => &ENGLISH_MONTHS,
        };
        month_name(names, month)
    }

    fn short_month(self, month: i8) -> &'static str {
        let names = match self {
            Self::French => &FRENCH_MONTHS_SHORT,
            Self::English => &ENGLISH_MONTHS_SHORT,
        };
        month_name(names, month)
    }
}

fn localise(language: Language, plain: &str) -> String {
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let mut text = group(language, whole);
    if !fraction.is_empty() {
        let sign = match language {
            Language::French => ',',
            Language::English => '.',
        };
        // Writing to a String cannot fail.
        let _ = write!(text, "{sign}{fraction}");
    }
    text
}

fn group(language: Language, digits: &str) -> String {
    let separator = match language {
        Language::French => NARROW_SPACE,
        Language::English => ',',
    };
    let mut grouped = String::with_capacity(digits.len() * 2);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}

fn month_name(names: &'static [&'static str; 12], month: i8) -> &'static str {
    usize::try_from(month)
        .ok()
        .and_then(|number| names.get(number.wrapping_sub(1)))
        .copied()
        .unwrap_or("?")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(0, "0", "0")]
    #[case(999, "999", "999")]
    #[case(1_000, "1\u{202f}000", "1,000")]
    #[case(84_900_000, "84\u{202f}900\u{202f}000", "84,900,000")]
    fn integers_are_grouped_by_three(
        #[case] value: u64,
        #[case] french: &str,
        #[case] english: &str,
    ) {
        assert_eq!(Language::French.integer(value), french);
        assert_eq!(Language::English.integer(value), english);
    }

    #[rstest]
    #[case(1234.5, 1, "1\u{202f}234,5", "1,234.5")]
    #[case(-0.04, 1, "0,0", "0.0")]
    #[case(-3.25, 1, "\u{2212}3,2", "\u{2212}3.2")]
    #[case(12.0, 0, "12", "12")]
    fn decimals_follow_the_locale(
        #[case] value: f64,
        #[case] digits: usize,
        #[case] french: &str,
        #[case] english: &str,
    ) {
        assert_eq!(Language::French.decimal(value, digits), french);
        assert_eq!(Language::English.decimal(value, digits), english);
    }

    #[rstest]
    #[case(0.999_9, "99,9\u{202f}%", "99.9%")]
    #[case(0.000_01, "0,1\u{202f}%", "0.1%")]
    #[case(1.0, "100\u{202f}%", "100%")]
    #[case(0.0, "0\u{202f}%", "0%")]
    #[case(0.5, "50,0\u{202f}%", "50.0%")]
    fn a_ratio_below_one_is_never_shown_as_one_hundred_percent(
        #[case] ratio: f64,
        #[case] french: &str,
        #[case] english: &str,
    ) {
        assert_eq!(Language::French.percent(ratio), french);
        assert_eq!(Language::English.percent(ratio), english);
    }

    #[test]
    fn euros_have_two_decimals() {
        let amount = Decimal::new(146_629, 2);
        assert_eq!(Language::French.euros(amount), "1\u{202f}466,29\u{a0}€");
        assert_eq!(Language::English.euros(amount), "€1,466.29");
        let sum = Decimal::new(6_906_554_059_104, 6);
        assert_eq!(Language::English.euros(sum), "€6,906,554.06");
        assert_eq!(Language::English.euros(Decimal::new(-1, 3)), "€0.00");
    }

    #[rstest]
    #[case("26400000000", "26\u{202f}400,0\u{a0}M€", "€26,400.0m")]
    #[case("-13940000.49", "\u{2212}13,9\u{a0}M€", "\u{2212}€13.9m")]
    #[case("99999.60", "100\u{202f}000\u{a0}€", "€100,000")]
    #[case("-0.2", "0\u{a0}€", "€0")]
    fn large_amounts_are_in_millions(
        #[case] amount: Decimal,
        #[case] french: &str,
        #[case] english: &str,
    ) {
        assert_eq!(Language::French.millions(amount), french);
        assert_eq!(Language::English.millions(amount), english);
    }

    #[test]
    fn the_first_of_a_month_is_an_ordinal_in_french() {
        let first = Day::from_ymd(2026, 12, 1).unwrap();
        assert_eq!(Language::French.date(first), "1er\u{a0}décembre 2026");
        assert_eq!(Language::English.date(first), "1\u{a0}December 2026");
        assert_eq!(Language::French.short_date(first), "01/12/2026");
        assert_eq!(Language::English.short_date(first), "1\u{a0}Dec\u{a0}2026");
    }
}
