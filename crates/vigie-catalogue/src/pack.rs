//! A pack, seen in a catalogue.

use rust_decimal::Decimal;
use vigie_model::{Cip7, Cip13, Cis, Day};

use crate::catalogue::Catalogue;
use crate::medicine::Medicine;
use crate::release::PackRow;
use crate::text::TextId;

/// Whether a pack is sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PackMarketing {
    /// "Déclaration de commercialisation".
    Marketed,
    /// "Déclaration de suspension de commercialisation".
    Suspended,
    /// "Déclaration d'arrêt de commercialisation".
    Ceased,
    /// "Arrêt de commercialisation (le médicament n'a plus d'autorisation)".
    AuthorisationEnded,
    /// Another text, or none.
    Unknown,
}

impl PackMarketing {
    /// Reads the words of the database.
    pub(crate) fn parse(text: &str) -> Self {
        let text = text.to_lowercase();
        let has = |word: &str| text.contains(word);
        if has("suspension") {
            Self::Suspended
        } else if has("plus d'autorisation") || has("plus d’autorisation") {
            Self::AuthorisationEnded
        } else if has("arrêt") {
            Self::Ceased
        } else if has("commercialisation") {
            Self::Marketed
        } else {
            Self::Unknown
        }
    }
}

/// A pack ("présentation"): what is sold, stocked and priced.
#[derive(Debug, Clone, Copy)]
pub struct Pack<'a> {
    catalogue: &'a Catalogue,
    row: &'a PackRow,
}

impl<'a> Pack<'a> {
    pub(crate) fn new(catalogue: &'a Catalogue, row: &'a PackRow) -> Self {
        Self { catalogue, row }
    }

    fn text(self, id: TextId) -> &'a str {
        self.catalogue.parts.texts.get(id)
    }

    /// Its code.
    pub fn cip13(self) -> Cip13 {
        self.row.cip13
    }

    /// Its short code: the published one, else digits 6 to 12 of the CIP13.
    pub fn cip7(self) -> Cip7 {
        self.row.cip7.unwrap_or_else(|| self.row.cip13.cip7())
    }

    /// The code of its medicine, which may be absent from the release.
    pub fn cis(self) -> Cis {
        self.row.cis
    }

    /// Its medicine in the latest release.
    pub fn medicine(self) -> Option<Medicine<'a>> {
        self.catalogue.medicine(self.row.cis)
    }

    /// What it is: "plaquette(s) PVC de 30 comprimé(s)".
    pub fn label(self) -> &'a str {
        self.text(self.row.label)
    }

    /// Its administrative status, as published.
    pub fn status(self) -> &'a str {
        self.text(self.row.status)
    }

    /// Whether it is sold.
    pub fn marketing(self) -> PackMarketing {
        PackMarketing::parse(self.marketing_label())
    }

    /// Whether it is sold, as published.
    pub fn marketing_label(self) -> &'a str {
        self.text(self.row.marketing)
    }

    /// The day of the declaration of its marketing state, as published: some years are typing errors.
    pub fn declared_on(self) -> Option<Day> {
        self.row.declared_on
    }

    /// Whether hospitals may buy it ("agrément aux collectivités").
    pub fn approved_for_collectivities(self) -> Option<bool> {
        self.row.collectivities
    }

    /// Reimbursed share of the price in percent; `None` when it is not reimbursed.
    pub fn reimbursement_percent(self) -> Option<u8> {
        self.row.rate
    }

    /// Price in euros without the dispensing fee.
    pub fn price_without_fee(self) -> Option<Decimal> {
        self.row.price_without_fee
    }

    /// Price in euros that the public pays, fee included.
    pub fn public_price(self) -> Option<Decimal> {
        self.row.public_price
    }

    /// The dispensing fee in euros.
    pub fn fee(self) -> Option<Decimal> {
        self.row.fee
    }

    /// For what it is reimbursed, as published, with HTML markup; often empty.
    pub fn reimbursed_indications(self) -> &'a str {
        self.text(self.row.indications)
    }
}
