//! The tables of a release, their columns, and what a value of each looks like.

use vigie_model::Language;

use super::field;

/// A table of the public medicines database; one file holds one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Table {
    /// `CIS_bdpm`: the medicines.
    Medicines,
    /// `CIS_CIP_bdpm`: the packs, with their prices.
    Packs,
    /// `CIS_COMPO_bdpm`: what the medicines are made of.
    Compositions,
    /// `CIS_GENER_bdpm`: the generic groups.
    GenericGroups,
    /// `CIS_CPD_bdpm`: conditions of prescription and delivery.
    Conditions,
    /// `CIS_MITM`: medicines of major therapeutic interest.
    MajorInterest,
    /// `CIS_CIP_Dispo_Spec`: the availability list.
    Availability,
}

impl Table {
    /// All tables, the two that a release cannot do without first.
    pub const ALL: [Self; 7] = [
        Self::Medicines,
        Self::Packs,
        Self::Compositions,
        Self::GenericGroups,
        Self::Conditions,
        Self::MajorInterest,
        Self::Availability,
    ];

    /// The name of the file in the database.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Medicines => "CIS_bdpm.txt",
            Self::Packs => "CIS_CIP_bdpm.txt",
            Self::Compositions => "CIS_COMPO_bdpm.txt",
            Self::GenericGroups => "CIS_GENER_bdpm.txt",
            Self::Conditions => "CIS_CPD_bdpm.txt",
            Self::MajorInterest => "CIS_MITM.txt",
            Self::Availability => "CIS_CIP_Dispo_Spec.txt",
        }
    }

    /// Whether a release without this table is refused.
    pub fn is_required(self) -> bool {
        matches!(self, Self::Medicines | Self::Packs)
    }

    /// The table that a file of this name holds: by the words in it, whatever the case, folder, date or
    /// extension. Opinions of the Haute Autorité de santé and other files are of no table.
    pub fn of_file(name: &str) -> Option<Self> {
        let name = name
            .rsplit(['/', '\\'])
            .next()
            .unwrap_or(name)
            .to_ascii_lowercase();
        let has = |word: &str| name.contains(word);
        if [
            "has_",
            "smr",
            "infoimportante",
            "source",
            "origin",
            "readme",
        ]
        .iter()
        .any(|word| has(word))
        {
            return None;
        }
        let words = [
            ("dispo", Self::Availability),
            ("compo", Self::Compositions),
            ("gener", Self::GenericGroups),
            ("cpd", Self::Conditions),
            ("mitm", Self::MajorInterest),
            ("cip", Self::Packs),
            ("cis", Self::Medicines),
        ];
        words
            .iter()
            .find(|(word, _)| has(word))
            .map(|(_, table)| *table)
    }

    /// Its columns in the order that every known release keeps, some being absent in some years.
    pub fn columns(self) -> &'static [Column] {
        use Column as C;
        match self {
            Self::Medicines => &[
                C::Cis,
                C::Name,
                C::Form,
                C::Routes,
                C::AuthorisationStatus,
                C::Procedure,
                C::MedicineMarketing,
                C::AuthorisationDate,
                C::Alert,
                C::EuropeanNumber,
                C::Holders,
                C::ReinforcedSurveillance,
            ],
            Self::Packs => &[
                C::Cis,
                C::Cip7,
                C::Label,
                C::PackStatus,
                C::PackMarketing,
                C::DeclarationDate,
                C::Cip13,
                C::Collectivities,
                C::Rate,
                C::PriceWithoutFee,
                C::PublicPrice,
                C::Fee,
                C::Indications,
            ],
            Self::Compositions => &[
                C::Cis,
                C::Element,
                C::SubstanceCode,
                C::SubstanceName,
                C::Dose,
                C::DoseReference,
                C::Nature,
                C::Link,
            ],
            Self::GenericGroups => &[
                C::GroupNumber,
                C::GroupLabel,
                C::Cis,
                C::GenericType,
                C::Rank,
            ],
            Self::Conditions => &[C::Cis, C::Condition],
            Self::MajorInterest => &[C::Cis, C::Atc, C::Name, C::Link],
            Self::Availability => &[
                C::Cis,
                C::AffectedCip13,
                C::StatusCode,
                C::StatusLabel,
                C::StartDate,
                C::UpdateDate,
                C::ReturnDate,
                C::Link,
            ],
        }
    }
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are those that `name` spells out")]
pub enum Column {
    Cis,
    Name,
    Form,
    Routes,
    AuthorisationStatus,
    Procedure,
    MedicineMarketing,
    AuthorisationDate,
    Alert,
    EuropeanNumber,
    Holders,
    ReinforcedSurveillance,
    Cip7,
    Label,
    PackStatus,
    PackMarketing,
    DeclarationDate,
    Cip13,
    Collectivities,
    Rate,
    PriceWithoutFee,
    PublicPrice,
    Fee,
    Indications,
    Element,
    SubstanceCode,
    SubstanceName,
    Dose,
    DoseReference,
    Nature,
    Link,
    GroupNumber,
    GroupLabel,
    GenericType,
    Rank,
    Condition,
    Atc,
    AffectedCip13,
    StatusCode,
    StatusLabel,
    StartDate,
    UpdateDate,
    ReturnDate,
}

impl Column {
    /// How many columns there are, over all tables.
    pub(super) const COUNT: usize = Self::ReturnDate as usize + 1;

    /// Its name in French and in English.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Cis => ("code CIS", "CIS code"),
            Self::Name => ("dénomination", "name"),
            Self::Form => ("forme pharmaceutique", "pharmaceutical form"),
            Self::Routes => ("voies d'administration", "routes of administration"),
            Self::AuthorisationStatus => ("statut de l'autorisation", "authorisation status"),
            Self::Procedure => ("procédure d'autorisation", "authorisation procedure"),
            Self::MedicineMarketing | Self::PackMarketing => {
                ("état de commercialisation", "marketing state")
            }
            Self::AuthorisationDate => ("date d'autorisation", "authorisation date"),
            Self::Alert => ("statut d'alerte", "alert status"),
            Self::EuropeanNumber => (
                "numéro d'autorisation européenne",
                "European authorisation number",
            ),
            Self::Holders => ("titulaires", "holders"),
            Self::ReinforcedSurveillance => ("surveillance renforcée", "reinforced surveillance"),
            Self::Cip7 => ("code CIP7", "CIP7 code"),
            Self::Label => ("libellé de la présentation", "pack label"),
            Self::PackStatus => ("statut de la présentation", "pack status"),
            Self::DeclarationDate => ("date de déclaration", "declaration date"),
            Self::Cip13 | Self::AffectedCip13 => ("code CIP13", "CIP13 code"),
            Self::Collectivities => ("agrément aux collectivités", "approval for hospitals"),
            Self::Rate => ("taux de remboursement", "reimbursement rate"),
            Self::PriceWithoutFee => ("prix hors honoraire", "price without fee"),
            Self::PublicPrice => ("prix public", "public price"),
            Self::Fee => ("honoraire de dispensation", "dispensing fee"),
            Self::Indications => ("indications remboursées", "reimbursed indications"),
            Self::Element => ("élément pharmaceutique", "pharmaceutical element"),
            Self::SubstanceCode => ("code de la substance", "substance code"),
            Self::SubstanceName => ("nom de la substance", "substance name"),
            Self::Dose => ("dosage", "dose"),
            Self::DoseReference => ("référence du dosage", "reference of the dose"),
            Self::Nature => ("nature du composant", "nature of the component"),
            Self::Link => ("lien", "link"),
            Self::GroupNumber => ("numéro du groupe générique", "generic group number"),
            Self::GroupLabel => ("libellé du groupe générique", "generic group label"),
            Self::GenericType => ("type de générique", "type of generic"),
            Self::Rank => ("numéro de tri", "rank"),
            Self::Condition => (
                "condition de prescription ou de délivrance",
                "condition of prescription",
            ),
            Self::Atc => ("code ATC", "ATC code"),
            Self::StatusCode => ("code du statut", "status code"),
            Self::StatusLabel => ("libellé du statut", "status label"),
            Self::StartDate => ("date de début", "start date"),
            Self::UpdateDate => ("date de mise à jour", "date of update"),
            Self::ReturnDate => ("date de remise à disposition", "return date"),
        }
    }

    /// Its name, for people.
    pub fn name(self, language: Language) -> &'static str {
        match language {
            Language::French => self.names().0,
            Language::English => self.names().1,
        }
    }

    /// Whether rows cannot be used without it.
    pub(super) fn is_required(self) -> bool {
        matches!(
            self,
            Self::Cis
                | Self::Cip13
                | Self::SubstanceCode
                | Self::GroupNumber
                | Self::Condition
                | Self::Atc
                | Self::StatusCode
        )
    }

    /// How well a non-empty value looks like one of this column, from 0 to 1.
    pub(super) fn likeness(self, value: &str) -> f32 {
        match self.shape() {
            Shape::Text => free_text_likeness(value),
            // A file with one price (before the fees of 2015) gives the public one.
            Shape::Price if self == Self::PublicPrice => {
                1.1 * f32::from(u8::from(Shape::Price.fits(value)))
            }
            shape => f32::from(u8::from(shape.fits(value))),
        }
    }

    fn shape(self) -> Shape {
        match self {
            Self::Cis => Shape::Cis,
            Self::Cip7 => Shape::Cip7,
            Self::Cip13 | Self::AffectedCip13 => Shape::Cip13,
            Self::AuthorisationDate
            | Self::DeclarationDate
            | Self::StartDate
            | Self::UpdateDate
            | Self::ReturnDate => Shape::Date,
            Self::ReinforcedSurveillance | Self::Collectivities => Shape::YesNo,
            Self::Rate => Shape::Rate,
            Self::PriceWithoutFee | Self::PublicPrice | Self::Fee => Shape::Price,
            Self::SubstanceCode | Self::GroupNumber | Self::Rank => Shape::Number,
            Self::GenericType | Self::StatusCode => Shape::Digit,
            Self::Nature => Shape::OneOf(&["sa", "ft"]),
            Self::Atc => Shape::Atc,
            Self::AuthorisationStatus => Shape::Starts(&["autorisation "]),
            Self::Procedure => Shape::Starts(&["procédure", "enreg", "autorisation d'importation"]),
            Self::MedicineMarketing => Shape::Starts(&["commercialis", "non commercialis"]),
            Self::PackStatus => Shape::Starts(&["présentation"]),
            Self::PackMarketing => Shape::Starts(&["déclaration", "arrêt"]),
            Self::Alert => Shape::Starts(&["alerte", "warning"]),
            Self::EuropeanNumber => Shape::Starts(&["eu/"]),
            _ => Shape::Text,
        }
    }
}

/// What the values of a column have in common.
#[derive(Debug, Clone, Copy)]
enum Shape {
    Cis,
    Cip7,
    Cip13,
    Date,
    YesNo,
    Rate,
    Price,
    Number,
    Digit,
    Atc,
    OneOf(&'static [&'static str]),
    Starts(&'static [&'static str]),
    Text,
}

impl Shape {
    fn fits(self, value: &str) -> bool {
        match self {
            Self::Cis => value.len() == 8 && value.starts_with('6') && field::all_digits(value),
            Self::Cip7 => value.len() == 7 && field::all_digits(value),
            Self::Cip13 => {
                value.len() == 13 && value.starts_with("3400") && field::all_digits(value)
            }
            Self::Date => field::date(value).is_some(),
            Self::YesNo => field::yes_no(value).is_some(),
            Self::Rate => value.ends_with('%') && field::rate(value).is_some(),
            Self::Price => value.contains([',', '.']) && field::price(value).is_some(),
            Self::Number => value.len() <= 6 && field::all_digits(value),
            Self::Digit => value.len() == 1 && field::all_digits(value),
            Self::Atc => value.parse::<vigie_model::Atc>().is_ok(),
            Self::OneOf(words) => words.iter().any(|word| value.eq_ignore_ascii_case(word)),
            Self::Starts(words) => {
                let value = value.to_lowercase();
                words.iter().any(|word| value.starts_with(word))
            }
            Self::Text => true,
        }
    }
}

/// Free text looks like anything, so a column with a shape of its own must win over it.
fn free_text_likeness(value: &str) -> f32 {
    let is_code = value
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b",./% ".contains(&byte));
    if is_code { 0.1 } else { 0.6 }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("CIS_bdpm.txt", Some(Table::Medicines))]
    #[case("cis_BDPM.TXT", Some(Table::Medicines))]
    #[case("raw/2027/CIS_CIP_bdpm_20270105.csv", Some(Table::Packs))]
    #[case("2026-05-26_CIS_CIP_Dispo_Spec.txt", Some(Table::Availability))]
    #[case("CIS_COMPO_bdpm.txt.zst", Some(Table::Compositions))]
    #[case("CIS_GENER_bdpm.txt", Some(Table::GenericGroups))]
    #[case("CIS_CPD_bdpm.txt", Some(Table::Conditions))]
    #[case("CIS_MITM.txt", Some(Table::MajorInterest))]
    #[case("CIS_HAS_SMR_bdpm.txt", None)]
    #[case("CIS_HAS_ASMR_bdpm.txt", None)]
    #[case("HAS_LiensPageCT_bdpm.txt", None)]
    #[case("CIS_InfoImportantes_20260526_bdpm.txt", None)]
    #[case("meta.json", None)]
    fn a_file_is_known_by_the_words_of_its_name(#[case] name: &str, #[case] table: Option<Table>) {
        assert_eq!(Table::of_file(name), table);
    }
}
