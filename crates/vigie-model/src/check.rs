//! Check digits: one small function per rule.

/// The check digit that completes `body` (all digits but the last) by the GS1 rule:
/// weights 3, 1, 3, … from the right, then the distance to the next multiple of ten.
///
/// GS1 General Specifications, section 7.9; the CIP13 and UCD13 use the same rule.
pub(crate) const fn gs1_key(body: u64) -> u8 {
    let (mut rest, mut sum, mut weight) = (body, 0, 3);
    while rest > 0 {
        sum += rest % 10 * weight;
        rest /= 10;
        weight = 4 - weight;
    }
    ((10 - sum % 10) % 10) as u8
}

/// The check digit that completes `body` by the Luhn rule (ISO/IEC 7812-1, annex B):
/// every second digit doubled from the right, digits of the products added.
pub(crate) const fn luhn_key(body: u64) -> u8 {
    let (mut rest, mut sum, mut doubled) = (body, 0, true);
    while rest > 0 {
        let digit = rest % 10;
        sum += match (doubled, digit) {
            (false, digit) => digit,
            (true, 0..=4) => digit * 2,
            (true, _) => digit * 2 - 9,
        };
        rest /= 10;
        doubled = !doubled;
    }
    ((10 - sum % 10) % 10) as u8
}

/// The historic key of a seven-digit code: the first six digits weighted 2 to 7 from the left, modulo 11.
///
/// Ten means that no digit fits.
pub(crate) const fn historic_key(code: u32) -> u8 {
    let (mut rest, mut sum, mut weight) = (code / 10, 0, 7);
    while weight >= 2 {
        sum += rest % 10 * weight;
        rest /= 10;
        weight -= 1;
    }
    (sum % 11) as u8
}

/// The sum of the decimal digits of `number`.
pub(crate) const fn digit_sum(number: u64) -> u64 {
    let (mut rest, mut sum) = (number, 0);
    while rest > 0 {
        sum += rest % 10;
        rest /= 10;
    }
    sum
}
