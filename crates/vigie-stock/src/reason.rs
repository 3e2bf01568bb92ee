//! Why a line waits in quarantine, in words a sender can act on.

use serde::{Deserialize, Serialize};
use vigie_model::Language;

/// Largest quantity of one line that is believed, in boxes: three times the yearly sales of the most sold French pack.
pub const LARGEST_QUANTITY: u32 = 500_000_000;

/// Why a line could not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuarantineReason {
    /// A well-formed code that the catalogue does not know yet; used as soon as it does.
    UnknownPack,
    /// A dispensing unit of hospitals (UCD) where a pack (CIP) is expected.
    DispensingUnit,
    /// A code whose check digit is wrong.
    WrongCheckDigit,
    /// A code damaged by a spreadsheet, such as `3,40093E+12`.
    DamagedCode,
    /// No code, or something that is none.
    UnreadableCode,
    /// No quantity on hand.
    MissingQuantity,
    /// A quantity below zero.
    NegativeQuantity,
    /// A quantity with decimals: quantities are whole boxes.
    FractionalQuantity,
    /// A quantity beyond what a country sells in years.
    AbsurdQuantity,
    /// Something that is not a number.
    UnreadableQuantity,
    /// The pack was already listed in this report.
    DuplicatePack,
    /// `1,000`: one box with decimals, or a thousand boxes.
    AmbiguousQuantity,
}

impl QuarantineReason {
    /// All reasons, in the order of their journal numbers.
    pub const ALL: [Self; 12] = [
        Self::UnknownPack,
        Self::DispensingUnit,
        Self::WrongCheckDigit,
        Self::DamagedCode,
        Self::UnreadableCode,
        Self::MissingQuantity,
        Self::NegativeQuantity,
        Self::FractionalQuantity,
        Self::AbsurdQuantity,
        Self::UnreadableQuantity,
        Self::DuplicatePack,
        Self::AmbiguousQuantity,
    ];

    /// The number under which the journal keeps the reason; never reused.
    pub fn code(self) -> u8 {
        Self::ALL
            .iter()
            .position(|&reason| reason == self)
            .map_or(0, |index| index as u8 + 1)
    }

    /// The reason of a journal number.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code).checked_sub(1)?).copied()
    }

    /// The word used in answers and files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnknownPack => "unknown_pack",
            Self::DispensingUnit => "dispensing_unit",
            Self::WrongCheckDigit => "wrong_check_digit",
            Self::DamagedCode => "damaged_code",
            Self::UnreadableCode => "unreadable_code",
            Self::MissingQuantity => "missing_quantity",
            Self::NegativeQuantity => "negative_quantity",
            Self::FractionalQuantity => "fractional_quantity",
            Self::AbsurdQuantity => "absurd_quantity",
            Self::UnreadableQuantity => "unreadable_quantity",
            Self::DuplicatePack => "duplicate_pack",
            Self::AmbiguousQuantity => "ambiguous_quantity",
        }
    }

    /// What happened and what to do, for the sender.
    pub const fn message(self, language: Language) -> &'static str {
        match language {
            Language::French => self.message_french(),
            Language::English => self.message_english(),
        }
    }

    const fn message_french(self) -> &'static str {
        match self {
            Self::UnknownPack => {
                "ce code n'est pas encore dans le catalogue ; la ligne sera prise en compte dès qu'il le connaîtra, sans nouvel envoi"
            }
            Self::DispensingUnit => {
                "ce code désigne une unité commune de dispensation (UCD) ; indiquez le code CIP13 de la présentation"
            }
            Self::WrongCheckDigit => {
                "la clé de contrôle de ce code est fausse ; vérifiez le code et renvoyez la ligne"
            }
            Self::DamagedCode => {
                "ce code a été abîmé par un tableur ; mettez la colonne au format texte et renvoyez le fichier"
            }
            Self::UnreadableCode => {
                "ce n'est pas un code de présentation ; indiquez un code CIP13, CIP7 ou GTIN"
            }
            Self::MissingQuantity => "la quantité en stock manque ; écrivez 0 s'il n'y en a plus",
            Self::NegativeQuantity => {
                "une quantité ne peut pas être négative ; corrigez-la et renvoyez la ligne"
            }
            Self::FractionalQuantity => {
                "une quantité est un nombre entier de boîtes ; corrigez-la et renvoyez la ligne"
            }
            Self::AbsurdQuantity => {
                "cette quantité dépasse ce que le pays vend en plusieurs années ; vérifiez-la et renvoyez la ligne"
            }
            Self::UnreadableQuantity => {
                "ce n'est pas un nombre ; corrigez la quantité et renvoyez la ligne"
            }
            Self::DuplicatePack => {
                "cette présentation figure déjà plus haut dans le rapport ; seule la première ligne est retenue"
            }
            Self::AmbiguousQuantity => {
                "cette quantité se lit de deux façons (1,000 : une boîte ou mille) ; écrivez 1 ou 1000 et renvoyez la ligne"
            }
        }
    }

    const fn message_english(self) -> &'static str {
        match self {
            Self::UnknownPack => {
                "this code is not in the catalogue yet; the line will be used as soon as it is, without sending it again"
            }
            Self::DispensingUnit => {
                "this code is a hospital dispensing unit (UCD); give the CIP13 code of the pack"
            }
            Self::WrongCheckDigit => {
                "the check digit of this code is wrong; check the code and send the line again"
            }
            Self::DamagedCode => {
                "this code was damaged by a spreadsheet; format the column as text and send the file again"
            }
            Self::UnreadableCode => {
                "this is not the code of a pack; give a CIP13, CIP7 or GTIN code"
            }
            Self::MissingQuantity => {
                "the quantity on hand is missing; write 0 if there is none left"
            }
            Self::NegativeQuantity => {
                "a quantity cannot be negative; correct it and send the line again"
            }
            Self::FractionalQuantity => {
                "a quantity is a whole number of boxes; correct it and send the line again"
            }
            Self::AbsurdQuantity => {
                "this quantity is more than the country sells in years; check it and send the line again"
            }
            Self::UnreadableQuantity => {
                "this is not a number; correct the quantity and send the line again"
            }
            Self::DuplicatePack => {
                "this pack is already listed above in the report; only the first line is kept"
            }
            Self::AmbiguousQuantity => {
                "this quantity can be read in two ways (1,000: one box or a thousand); write 1 or 1000 and send the line again"
            }
        }
    }
}
