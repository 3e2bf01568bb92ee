//! Decimal arithmetic that cannot panic: an overflow or a division by zero makes the whole expression unknown.

use std::ops::{Add, Div, Mul, Sub};

use rust_decimal::Decimal;

use crate::Problem;

/// A decimal number, or nothing once a step of its computation was not possible.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Exact(Option<Decimal>);

impl Exact {
    /// The number, or the problem that it could not be computed.
    pub(crate) fn get(self, place: &str) -> Result<Decimal, Problem> {
        self.0.ok_or_else(|| Problem::not_a_number(place))
    }

    /// The number where every step was possible.
    pub(crate) fn value(self) -> Option<Decimal> {
        self.0
    }

    /// The larger of two.
    pub(crate) fn at_least(self, smallest: Decimal) -> Self {
        Self(self.0.map(|value| value.max(smallest)))
    }

    /// The smaller of two.
    pub(crate) fn at_most(self, largest: Decimal) -> Self {
        Self(self.0.map(|value| value.min(largest)))
    }
}

/// Begins a computation.
pub(crate) fn exact(value: Decimal) -> Exact {
    Exact(Some(value))
}

impl From<Decimal> for Exact {
    fn from(value: Decimal) -> Self {
        exact(value)
    }
}

impl<Other: Into<Exact>> Add<Other> for Exact {
    type Output = Self;

    fn add(self, other: Other) -> Self {
        self.with(other.into(), Decimal::checked_add)
    }
}

impl<Other: Into<Exact>> Sub<Other> for Exact {
    type Output = Self;

    fn sub(self, other: Other) -> Self {
        self.with(other.into(), Decimal::checked_sub)
    }
}

impl<Other: Into<Exact>> Mul<Other> for Exact {
    type Output = Self;

    fn mul(self, other: Other) -> Self {
        self.with(other.into(), Decimal::checked_mul)
    }
}

impl<Other: Into<Exact>> Div<Other> for Exact {
    type Output = Self;

    fn div(self, other: Other) -> Self {
        self.with(other.into(), Decimal::checked_div)
    }
}

impl Exact {
    fn with(self, other: Self, operation: fn(Decimal, Decimal) -> Option<Decimal>) -> Self {
        Self(
            self.0
                .zip(other.0)
                .and_then(|(left, right)| operation(left, right)),
        )
    }
}

/// Adds up decimals.
pub(crate) fn sum(values: impl IntoIterator<Item = Decimal>) -> Exact {
    values
        .into_iter()
        .fold(exact(Decimal::ZERO), |total, value| total + value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_written_is_a_problem_and_not_a_panic() {
        assert!((exact(Decimal::MAX) + Decimal::ONE).get("sum").is_err());
        assert!((exact(Decimal::MAX) * Decimal::TEN).get("product").is_err());
        let nothing = exact(Decimal::ONE) / Decimal::ZERO;
        assert_eq!(
            (nothing + Decimal::ONE).get("share").unwrap_err().code,
            "not_a_number"
        );
    }
}
