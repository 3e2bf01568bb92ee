//! What tests share.

use rust_decimal::Decimal;

/// A decimal written in a test.
pub fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// Two numbers that differ by no more than a tolerance.
pub fn close(left: f64, right: f64, tolerance: f64) {
    assert!((left - right).abs() <= tolerance, "{left} is not {right}");
}
