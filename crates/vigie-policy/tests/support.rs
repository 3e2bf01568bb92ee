//! What tests share.

use rust_decimal::Decimal;

/// A decimal written in a test.
pub fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}
