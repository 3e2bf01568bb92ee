//! What all identifiers made of a fixed count of digits share.

use super::error::IdentifierReason;

/// The value of exactly `width` digits, with spaces around them allowed.
pub(super) fn digits(text: &str, width: u8) -> Result<u64, IdentifierReason> {
    let text = text.trim();
    if let Some(place) = text.chars().position(|letter| !letter.is_ascii_digit()) {
        return Err(IdentifierReason::Character {
            position: place + 1,
        });
    }
    if text.len() != usize::from(width) {
        return Err(IdentifierReason::Length {
            expected: width,
            found: text.len(),
        });
    }
    Ok(text
        .bytes()
        .fold(0, |value, digit| value * 10 + u64::from(digit - b'0')))
}

/// Refuses a number whose last digit is not `expected`.
pub(super) const fn last_digit_is(number: u64, expected: u8) -> Result<(), IdentifierReason> {
    if number % 10 == expected as u64 {
        Ok(())
    } else {
        Err(IdentifierReason::CheckDigit { expected })
    }
}

/// An identifier of `$width` digits kept as a number; `$check` holds its rule.
macro_rules! number_identifier {
    (
        $(#[$documentation:meta])*
        $name:ident($inner:ty), $kind:ident, $width:literal, $from:ident, $as:ident, $check:path
    ) => {
        $(#[$documentation])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name($inner);

        impl $name {
            /// The identifier with this numeric value (leading zeros are not written in a number).
            pub fn $from(number: $inner) -> Result<Self, $crate::IdentifierError> {
                let kind = $crate::IdentifierKind::$kind;
                let check = $crate::identifier::number::fits(number.into(), $width)
                    .and_then(|()| $check(number.into()));
                match check {
                    Ok(()) => Ok(Self(number)),
                    Err(reason) => Err($crate::IdentifierError::new(kind, reason)),
                }
            }

            /// The digits as one number.
            pub const fn $as(self) -> $inner {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, concat!("{:0", $width, "}"), self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::IdentifierError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let number = $crate::identifier::number::digits(text, $width)
                    .map_err(|reason| {
                        $crate::IdentifierError::new($crate::IdentifierKind::$kind, reason)
                    })?;
                // The width was checked: the number fits its type.
                Self::$from(number as $inner)
            }
        }

        $crate::identifier::number::text_serde!($name);
    };
}
pub(super) use number_identifier;

/// Refuses a number of more than `width` digits.
pub(super) const fn fits(number: u64, width: u8) -> Result<(), IdentifierReason> {
    if number < 10_u64.pow(width as u32) {
        Ok(())
    } else {
        Err(IdentifierReason::Length {
            expected: width,
            found: number.ilog10() as usize + 1,
        })
    }
}

/// Writes and reads an identifier as text.
macro_rules! text_serde {
    ($name:ident) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(super) use text_serde;
