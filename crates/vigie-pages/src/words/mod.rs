//! Words: one catalogue per language, a file for each part with both languages side by side. A part is a value whose
//! every field must be given, so that a missing sentence does not compile. Sentences with parameters are functions
//! with named parameters and write their numbers in their own language.

use rust_decimal::Decimal;
use vigie_model::{Day, Language, Role, Tier};

use crate::notation::Notation;
use crate::{
    Availability, Completeness, CoverLabel, Division, FigureName, MatchedField, Measure, PackState,
    ParameterPlace, Problem, Quantity, SubstitutionLevel, TransitionKind, UnknownReason,
};

/// Declares a part of the catalogue: fixed texts, then sentences with named parameters.
macro_rules! part {
    (
        $(#[$about:meta])* $part:ident
        texts { $($text:ident,)* }
        sentences { $($sentence:ident($($parameter:ident: $kind:ty),*),)* }
    ) => {
        $(#[$about])*
        #[derive(Debug)]
        pub(crate) struct $part {
            $(pub $text: &'static str,)*
            $(pub $sentence: fn($($parameter: $kind),*) -> String,)*
        }

        impl $part {
            $(pub fn $sentence(&self, $($parameter: $kind),*) -> String {
                (self.$sentence)($($parameter),*)
            })*

            /// Name and content of every fixed text, for the tests of the catalogue.
            #[cfg(test)]
            pub(super) fn texts(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((concat!(stringify!($part), ".", stringify!($text)), self.$text)),*]
            }
        }
    };
}

/// Declares the parts of the catalogue, each in a module of its name.
macro_rules! catalogue {
    ($($part:ident: $kind:ident,)*) => {
        /// Everything the pages say, in one language.
        #[derive(Debug)]
        pub(crate) struct Words {
            pub language: Language,
            $(pub $part: $part::$kind,)*
        }

        static FRENCH: Words = Words {
            language: Language::French,
            $($part: $part::FRENCH,)*
        };

        static ENGLISH: Words = Words {
            language: Language::English,
            $($part: $part::ENGLISH,)*
        };

        /// Name and content of every fixed text.
        #[cfg(test)]
        fn texts(words: &Words) -> Vec<(&'static str, &'static str)> {
            [$(words.$part.texts(),)*].concat()
        }
    };
}

mod account;
mod agency;
mod api;
mod charts;
mod comparison;
mod critical;
mod home;
mod installation;
mod islands;
mod laboratory;
mod laboratory_list;
mod laboratory_pack;
mod laboratory_room;
mod laboratory_shares;
mod laboratory_stock;
mod meanings;
mod medicine;
mod moves;
mod my_list;
mod observatory;
mod open_data;
mod operator;
mod provider;
mod rankings;
mod redistribution;
mod registry;
mod relief;
mod reporting;
mod search;
mod shell;
mod sign_in;
mod terms;
mod trouble;
mod years;

pub(crate) use operator::Operator;

// No-break spaces stand before `:`, `;`, `?`, `%` and inside quotation marks in French.
catalogue! {
    account: Account,
    agency: Agency,
    api: Api,
    charts: Charts,
    comparison: Comparison,
    critical: Critical,
    home: Home,
    installation: Installation,
    laboratory: Laboratory,
    laboratory_pack: LaboratoryPack,
    laboratory_list: LaboratoryList,
    laboratory_room: LaboratoryRoom,
    laboratory_shares: LaboratoryShares,
    laboratory_stock: LaboratoryStock,
    islands: Islands,
    meanings: Meanings,
    medicine: Medicine,
    moves: Moves,
    my_list: MyList,
    observatory: Observatory,
    open_data: OpenData,
    operator: Operator,
    provider: Provider,
    rankings: Rankings,
    redistribution: Redistribution,
    registry: Registry,
    relief: Relief,
    reporting: Reporting,
    search: Search,
    shell: Shell,
    sign_in: SignIn,
    terms: Terms,
    trouble: Trouble,
    years: Years,
}

/// `0 site`, `1 site`, `2 sites` in French, where nothing and one are singular; `0 sites`, `1 site` in English.
fn counted(language: Language, count: u64, singular: &str, plural: &str) -> String {
    let is_singular = match language {
        Language::French => count < 2,
        Language::English => count == 1,
    };
    let noun = if is_singular { singular } else { plural };
    format!("{} {noun}", language.integer(count))
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "templates pass everything by reference"
)]
impl Words {
    /// The catalogue of a language.
    pub const fn of(language: Language) -> &'static Self {
        match language {
            Language::French => &FRENCH,
            Language::English => &ENGLISH,
        }
    }

    pub fn availability(&self, availability: &Availability) -> &'static str {
        match availability {
            Availability::Shortage => self.terms.shortage,
            Availability::Tension => self.terms.tension,
            Availability::Cessation => self.terms.cessation,
            Availability::Return => self.terms.returned,
        }
    }

    pub fn availability_meaning(&self, availability: &Availability) -> &'static str {
        match availability {
            Availability::Shortage => self.terms.shortage_meaning,
            Availability::Tension => self.terms.tension_meaning,
            Availability::Cessation => self.terms.cessation_meaning,
            Availability::Return => self.terms.returned_meaning,
        }
    }

    pub fn cover_label(&self, label: &CoverLabel) -> &'static str {
        match label {
            CoverLabel::Satisfactory => self.terms.satisfactory,
            CoverLabel::Watch => self.terms.watch,
            CoverLabel::Insufficient => self.terms.insufficient,
            CoverLabel::NotRelevant => self.terms.not_relevant,
        }
    }

    pub fn tier(&self, tier: &Tier) -> &'static str {
        match tier {
            Tier::Pharmacy => self.terms.pharmacy,
            Tier::Hospital => self.terms.hospital,
            Tier::Wholesaler => self.terms.wholesaler,
            Tier::Depositary => self.terms.depositary,
            Tier::Company => self.terms.company,
        }
    }

    /// A site of the tier.
    pub fn a_site(&self, tier: &Tier) -> &'static str {
        match tier {
            Tier::Pharmacy => self.reporting.a_pharmacy,
            Tier::Hospital => self.reporting.a_hospital,
            Tier::Wholesaler => self.reporting.a_wholesaler,
            Tier::Depositary => self.reporting.a_depositary,
            Tier::Company => self.reporting.a_company,
        }
    }

    pub fn reason(&self, reason: &UnknownReason) -> &'static str {
        match reason {
            UnknownReason::NotReported => self.terms.not_reported,
            UnknownReason::NoDemand => self.terms.no_demand,
            UnknownReason::TooFewReports => self.terms.too_few_reports,
            UnknownReason::Confidential => self.terms.confidential,
            UnknownReason::NotPublished => self.terms.not_published,
            UnknownReason::NoHistory => self.terms.no_history,
            UnknownReason::NotImported => self.terms.not_imported,
        }
    }

    pub fn transition(&self, kind: &TransitionKind) -> &'static str {
        match kind {
            TransitionKind::Appeared => self.moves.appeared,
            TransitionKind::Changed => self.moves.changed,
            TransitionKind::Returned => self.moves.returned,
            TransitionKind::Reappeared => self.moves.reappeared,
            TransitionKind::Vanished => self.moves.vanished,
        }
    }

    pub fn matched(&self, field: &MatchedField) -> &'static str {
        match field {
            MatchedField::Name => self.search.found_by_name,
            MatchedField::Substance => self.search.found_by_substance,
            MatchedField::Code => self.search.found_by_code,
            MatchedField::Atc => self.search.found_by_atc,
            MatchedField::Company => self.search.found_by_company,
        }
    }

    pub fn level(&self, level: &SubstitutionLevel) -> &'static str {
        match level {
            SubstitutionLevel::SameGroup => self.medicine.level_one,
            SubstitutionLevel::SameSubstanceAndRoute => self.medicine.level_two,
            SubstitutionLevel::SameAtcSubstance => self.medicine.level_three,
            SubstitutionLevel::SameAtcClass => self.medicine.level_four,
        }
    }

    pub fn pack_state(&self, state: &PackState) -> &'static str {
        match state {
            PackState::Marketed => self.medicine.marketed,
            PackState::Suspended => self.medicine.suspended,
            PackState::Ceased => self.medicine.ceased,
            PackState::Unknown => self.medicine.state_unknown,
        }
    }

    pub fn role(&self, role: &Role) -> &'static str {
        let words = &self.operator;
        match role {
            Role::Company => words.role_company,
            Role::Depositary => words.role_depositary,
            Role::Wholesaler => words.role_wholesaler,
            Role::Pharmacy => words.role_pharmacy,
            Role::Hospital => words.role_hospital,
            Role::Assessor => words.role_assessor,
            Role::Inspector => words.role_inspector,
            Role::RegionalAgency => words.role_regional_agency,
            Role::Economist => words.role_economist,
            Role::Operator => words.role_service,
            Role::Auditor => words.role_auditor,
        }
    }

    /// What an act of the audit log is called.
    pub fn act(&self, act: &str) -> &'static str {
        let words = &self.operator;
        match act {
            "sign-in" => words.act_sign_in,
            "sign-in-failed" => words.act_sign_in_failed,
            "sign-out" => words.act_sign_out,
            "factor-failed" => words.act_factor_failed,
            "factor-set" => words.act_factor_set,
            "factor-removed" => words.act_factor_removed,
            "recovery-used" => words.act_recovery_used,
            "password-changed" => words.act_password_changed,
            "person-added" => words.act_person_added,
            "person-invited" => words.act_person_invited,
            "person-disabled" => words.act_person_disabled,
            "person-enabled" => words.act_person_enabled,
            "identity-linked" => words.act_identity_linked,
            "identity-removed" => words.act_identity_removed,
            "person-changed" => words.act_person_changed,
            "rights-changed" => words.act_rights_changed,
            "organisation-changed" => words.act_organisation_changed,
            "site-changed" => words.act_site_changed,
            "token-issued" => words.act_token_issued,
            "token-revoked" => words.act_token_revoked,
            "read" => words.act_read,
            _ => words.act_other,
        }
    }

    pub fn date(&self, day: &Day) -> String {
        self.language.date(*day)
    }

    pub fn short_date(&self, day: &Day) -> String {
        self.language.short_date(*day)
    }

    pub fn integer(&self, value: &u64) -> String {
        self.language.integer(*value)
    }

    pub fn sites(&self, count: &u32) -> String {
        self.language.integer(u64::from(*count))
    }

    pub fn days(&self, value: &f64) -> String {
        self.language.days(*value)
    }

    pub fn percent(&self, ratio: &f64) -> String {
        self.language.percent(*ratio)
    }

    /// A rate published as a whole percentage.
    pub fn rate(&self, percent: &u8) -> String {
        let percent = self.language.integer(u64::from(*percent));
        self.terms.whole_percent(&percent)
    }

    pub fn euros(&self, amount: &Decimal) -> String {
        self.language.euros(*amount)
    }

    /// Euros in millions, from a tenth of a million on; smaller amounts in euros.
    pub fn millions(&self, amount: &Decimal) -> String {
        self.language.millions(*amount)
    }

    /// The same with its sign.
    pub fn millions_change(&self, amount: &Decimal) -> String {
        let sign = if amount.is_sign_positive() && !amount.is_zero() {
            "+"
        } else {
            ""
        };
        format!("{sign}{}", self.millions(amount))
    }

    /// The same for an amount that is no exact decimal.
    pub fn million_euros(&self, amount: &f64) -> String {
        self.language
            .millions(Decimal::try_from(*amount).unwrap_or_default())
    }

    /// An amount in euros that is no exact decimal.
    pub fn euros_of(&self, amount: &f64) -> String {
        self.language
            .euros(Decimal::try_from(*amount).unwrap_or_default())
    }

    /// Thousands, without decimals.
    pub fn thousands(&self, value: &f64) -> String {
        self.language.decimal(value / 1_000.0, 0)
    }

    /// A number with one decimal.
    pub fn decimal(&self, value: &f64) -> String {
        self.language.decimal(*value, 1)
    }

    /// A number with two decimals.
    pub fn decimal_2(&self, value: &f64) -> String {
        self.language.decimal(*value, 2)
    }

    /// A difference with one decimal and its sign.
    pub fn signed_decimal(&self, value: &f64) -> String {
        let sign = if *value < 0.0 { '\u{2212}' } else { '+' };
        format!("{sign}{}", self.decimal(&value.abs()))
    }

    /// How far a value is from another, in percent of that one.
    pub fn relative_change(&self, value: f64, other: f64) -> String {
        let change = value / other - 1.0;
        if !change.is_finite() {
            return "–".to_owned();
        }
        let sign = match change {
            change if change > 0.0005 => "+",
            change if change < -0.0005 => "\u{2212}",
            _ => "",
        };
        let size = if sign.is_empty() { 0.0 } else { change.abs() };
        format!("{sign}{}", self.percent(&size))
    }

    /// A number as it was typed, with the decimal sign of the language.
    pub fn typed_number(&self, text: &str) -> String {
        match self.language {
            Language::French => text.replace('.', ","),
            Language::English => text.to_owned(),
        }
    }

    /// A number by which others are multiplied.
    pub fn factor(&self, factor: &Decimal) -> String {
        self.language.factor(*factor)
    }

    pub fn change_between(&self, now: &u64, before: &u64) -> String {
        self.language
            .change(now.wrapping_sub(*before).cast_signed())
    }

    pub fn count_packs(&self, total: &u64) -> String {
        self.observatory.packs(*total)
    }

    pub fn count_medicines(&self, total: &u64) -> String {
        self.search.count(*total)
    }

    /// `23 104 sur 23 700 sites attendus (97,5 %)`.
    pub fn completeness(&self, completeness: &Completeness, ratio: &f64) -> String {
        let percent = self.language.percent(*ratio);
        self.terms
            .completeness_of(completeness.received, completeness.expected, &percent)
    }

    /// The number of a quantity, without its unit (a percentage and an amount of money carry theirs).
    pub fn number(&self, quantity: &Quantity) -> String {
        match *quantity {
            Quantity::Boxes(count)
            | Quantity::Packs(count)
            | Quantity::Medicines(count)
            | Quantity::Sites(count) => self.language.integer(count),
            Quantity::BoxesPerDay(value) | Quantity::Days(value) => self.language.days(value),
            Quantity::Ratio(ratio) => self.language.percent(ratio),
            Quantity::Euros(amount) => self.language.euros(amount),
        }
    }

    /// The unit of a quantity; empty when the number carries it.
    pub fn unit(&self, quantity: &Quantity) -> &'static str {
        match quantity {
            Quantity::Boxes(_) => self.terms.boxes,
            Quantity::BoxesPerDay(_) => self.terms.boxes_per_day,
            Quantity::Days(_) => self.terms.days,
            Quantity::Packs(_) => self.terms.packs,
            Quantity::Medicines(_) => self.terms.medicines,
            Quantity::Sites(_) => self.terms.sites,
            Quantity::Ratio(_) | Quantity::Euros(_) => "",
        }
    }

    pub fn measure(&self, measure: &Measure) -> &'static str {
        match measure {
            Measure::Cover => self.observatory.measure_cover,
            Measure::AtZero => self.observatory.measure_at_zero,
        }
    }

    pub fn division(&self, division: &Division) -> &'static str {
        match division {
            Division::Department => self.observatory.departments,
            Division::Region => self.observatory.regions,
        }
    }

    pub fn figure(&self, name: &FigureName) -> &'static str {
        match name {
            FigureName::Cover => self.terms.cover,
            FigureName::Stock => self.terms.stock,
            FigureName::Demand => self.terms.demand,
            FigureName::SitesAtZero => self.terms.sites_at_zero,
        }
    }

    pub fn parameter_place(&self, place: &ParameterPlace) -> &'static str {
        match place {
            ParameterPlace::Path => self.api.in_path,
            ParameterPlace::Query => self.api.in_query,
            ParameterPlace::Header => self.api.in_header,
            ParameterPlace::Body => self.api.in_body,
        }
    }

    /// Heading, text and advice of a problem.
    pub fn problem(&self, problem: &Problem) -> [&'static str; 3] {
        let words = &self.trouble;
        match problem {
            Problem::NotFound => [words.not_found, words.not_found_text, words.not_found_do],
            Problem::BadRequest => [
                words.bad_request,
                words.bad_request_text,
                words.bad_request_do,
            ],
            Problem::Forbidden => [words.forbidden, words.forbidden_text, words.forbidden_do],
            Problem::TooManyRequests => [words.too_many, words.too_many_text, words.too_many_do],
            Problem::Failed => [words.failed, words.failed_text, words.failed_do],
            Problem::Unavailable => [
                words.unavailable,
                words.unavailable_text,
                words.unavailable_do,
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words that are the same in both languages, on purpose.
    const SHARED: [&str; 19] = [
        "Critical.substance",
        "Critical.substances",
        "Terms.major_interest_short",
        "Terms.stock",
        "Terms.tension",
        "Terms.code",
        "Terms.sites",
        "Home.tensions",
        "Rankings.part_alternatives",
        "Medicine.substances",
        "Medicine.atc",
        "Medicine.sources",
        "Api.title",
        "Meanings.source",
        "Meanings.note",
        "Terms.stock_unit",
        "SignIn.code",
        "Operator.code",
        "Reporting.site",
    ];

    #[test]
    fn no_text_is_empty_or_unfinished() {
        for language in Language::ALL {
            for (name, text) in texts(Words::of(language)) {
                assert!(!text.trim().is_empty(), "{name} is empty in {language:?}");
                assert!(
                    !text.contains("TODO") && !text.contains("{}"),
                    "{name} is unfinished in {language:?}"
                );
            }
        }
    }

    #[test]
    fn every_text_is_translated() {
        let french = texts(Words::of(Language::French));
        let english = texts(Words::of(Language::English));
        for ((name, french), (_, english)) in french.into_iter().zip(english) {
            assert!(
                french != english || SHARED.contains(&name),
                "{name} is the same in both languages: {french}"
            );
        }
    }

    #[test]
    fn french_puts_a_no_break_space_before_double_punctuation() {
        for (name, text) in texts(Words::of(Language::French)) {
            for sign in [" :", " ;", " !", " ?", " »", "« "] {
                assert!(
                    !text.contains(sign),
                    "{name} has a breakable space beside {sign:?}"
                );
            }
        }
    }

    #[test]
    fn nothing_and_one_are_singular_in_french_and_only_one_in_english() {
        let [french, english] = Language::ALL.map(|language| &Words::of(language).search);
        assert_eq!(french.count(0), "0 médicament");
        assert_eq!(french.count(1), "1 médicament");
        assert_eq!(french.count(2), "2 médicaments");
        assert_eq!(english.count(0), "0 medicines");
        assert_eq!(english.count(1), "1 medicine");
    }
}
