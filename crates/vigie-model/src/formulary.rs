//! What a list of medicines is made of.

use std::fmt;

use crate::{Cip13, Cis};

/// An entry of a list of medicines: a medicine with all its packs, or one pack. Medicines come first in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FormularyItem {
    /// All packs of a medicine.
    Medicine(Cis),
    /// One pack.
    Pack(Cip13),
}

impl FormularyItem {
    /// Its code as a number: a CIS has eight digits, a CIP13 thirteen.
    pub const fn code(self) -> u64 {
        match self {
            Self::Medicine(cis) => cis.as_u32() as u64,
            Self::Pack(cip13) => cip13.as_u64(),
        }
    }

    /// The entry with this code; `None` when it is neither a CIS nor a CIP13.
    pub fn from_code(code: u64) -> Option<Self> {
        if let Ok(small) = u32::try_from(code) {
            return Cis::from_u32(small).ok().map(Self::Medicine);
        }
        Cip13::from_u64(code).ok().map(Self::Pack)
    }
}

impl fmt::Display for FormularyItem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Medicine(cis) => cis.fmt(formatter),
            Self::Pack(cip13) => cip13.fmt(formatter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_known_again_by_its_code_and_nothing_else_is_one() {
        let medicine = FormularyItem::Medicine("60234100".parse().unwrap());
        let pack = FormularyItem::Pack("3400935955838".parse().unwrap());
        assert_eq!(
            (medicine.code(), pack.code()),
            (60_234_100, 3_400_935_955_838)
        );
        for item in [medicine, pack] {
            assert_eq!(FormularyItem::from_code(item.code()), Some(item));
        }
        for wrong in [
            0,
            59_999_999,
            70_000_000,
            3_400_935_955_839,
            3_400_892_571_720,
            u64::MAX,
        ] {
            assert_eq!(FormularyItem::from_code(wrong), None, "{wrong}");
        }
    }
}
