//! Words: one catalogue per language. A catalogue is a value whose every field must be given, so that a
//! missing sentence does not compile. Sentences with parameters are functions with named parameters and
//! write their numbers in their own language.

mod english;
mod french;

use rust_decimal::Decimal;
use vigie_model::{Day, Language, Tier};

use crate::notation::Notation;
use crate::{
    Availability, Completeness, CoverLabel, FigureName, MatchedField, PackState, ParameterPlace,
    Problem, Quantity, SubstitutionLevel, TransitionKind, UnknownReason,
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
            fn texts(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((concat!(stringify!($part), ".", stringify!($text)), self.$text)),*]
            }
        }
    };
}

part! {
    /// Header, footer and what stands on every page.
    Shell
    texts {
        tagline, skip, search_label, search_hint, search_button, navigation, board, definitions, api, synthetic_title,
        synthetic_text, footer_sources, footer_about, footer_principle, other_language, contents,
        download_csv, download_json,     }
    sentences {
        data_day(day: &str), source_day(day: &str), title(page: &str),
    }
}

part! {
    /// Words of the field, units, reasons.
    Terms
    texts {
        shortage, tension, cessation, returned, shortage_meaning, tension_meaning, cessation_meaning, returned_meaning,
        satisfactory, watch, insufficient, not_relevant,
        pharmacy, hospital, wholesaler, depositary, company, all_tiers,
        unknown, not_reported, no_demand, too_few_reports, confidential, not_published, no_history, not_imported,
        major_interest, major_interest_short,
        boxes, boxes_per_day, days, packs, medicines, sites,         cover, stock, demand, sites_at_zero, sites_holding, completeness, status, medicine, pack, tier,
        department, code, received, expected, share, day, not_listed, cover_unit, stock_unit, demand_unit,
    }
    sentences {
        completeness_of(received: u32, expected: u32, percent: &str), as_of(day: &str), a_week_ago(value: &str),
        whole_percent(percent: &str), out_of(count: &str), between(from: &str, to: &str),
    }
}

part! {
    /// National board.
    Board
    texts {
        title, description, insufficient_packs, median_cover, shortages, tensions, headline, classes_title,
        classes_of_major, classes_of_all, classes_caption, completeness_title, completeness_caption, thinnest_title,
        thinnest_caption, at_zero_title, at_zero_caption, worse_title, worse_caption,         transitions_caption, from_to, none_worse, no_rows, no_transitions, a_week_ago, list_title,
        list_caption, list_count, list_before, list_change, cover_trend,
    }
    sentences {
        lead(day: &str, percent: &str), lead_before_reports(day: &str), spark(first: &str, last: &str),
        list_intro(day: &str, before: &str),
    }
}

part! {
    /// What moved on the availability list.
    Moves
    texts { appeared, changed, returned, vanished, reappeared, vanished_note, }
    sentences { }
}

part! {
    /// Search results.
    Search
    texts {
        title, description, found_by_name, found_by_substance, found_by_code, found_by_atc, found_by_company, caption,
        none_help, empty_title, empty_help, next, matched, company, packs, examples,
    }
    sentences { count(total: u64), count_for(total: u64, text: &str), title_for(text: &str), suggestion(), shown(from: u64, to: u64), }
}

part! {
    /// Page of a medicine.
    Medicine
    texts {
        status_title, not_listed, not_listed_meaning, listed_whole, status_source, expected_return, return_unknown,
        figures, packs_title, packs_caption, price, reimbursement, reimbursed_not, marketed, suspended, ceased, state_unknown,
        state, tiers_title, departments_title, departments_note, departments_chart, history_title,
        history_chart, history_table, availability_title, availability_caption, substitutes_title, no_substitutes, level_one, level_two,
        level_three, level_four, level_four_warning, substitute_warning, identity_title, substances, form, route, atc, company, authorisation, data_title,
        data_text, published, moved, in_focus, no_history, cover_label, sort_by,
        major_yes, major_no, sources, no_departments,  all_packs, status_unknown, status_unknown_meaning, no_moves,     }
    sentences {
        description(name: &str), status_since(day: &str), list_of(day: &str), tiers_caption(pack: &str),
        departments_caption(pack: &str, day: &str), history_caption(pack: &str), substitutes_caption(level: &str),
        departments_description(thinnest: &str, days: &str, count: u64),
        history_description(from: &str, to: &str, gaps: u64), concerned_pack(cip13: &str),
        all_departments(count: u64),
    }
}

part! {
    /// Charts.
    Charts
    texts { cover_panel, stock_panel, demand_panel, gap, satisfactory_line, watch_line, }
    sentences { }
}

part! {
    /// API reference.
    Api
    texts {
        title, description, intro, document, parameters_caption, name, place, kind, required, optional, meaning, example,
        in_path, in_query, in_header, in_body, answers, operations, no_parameters,
    }
    sentences { operations_count(count: u64), }
}

part! {
    /// Definitions.
    Meanings
    texts { title, description, intro, formula, unit, source, note, permanent, list, }
    sentences { }
}

part! {
    /// Problems.
    Trouble
    texts {
        not_found, not_found_text, not_found_do, bad_request, bad_request_text, bad_request_do, forbidden, forbidden_text, forbidden_do,
        too_many, too_many_text, too_many_do, failed, failed_text, failed_do, unavailable, unavailable_text,
        unavailable_do, what_to_do, request, to_board,
    }
    sentences { }
}

/// Everything the pages say, in one language.
#[derive(Debug)]
pub(crate) struct Words {
    pub language: Language,
    pub shell: Shell,
    pub terms: Terms,
    pub board: Board,
    pub moves: Moves,
    pub search: Search,
    pub medicine: Medicine,
    pub charts: Charts,
    pub api: Api,
    pub meanings: Meanings,
    pub trouble: Trouble,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "templates pass everything by reference"
)]
impl Words {
    /// The catalogue of a language.
    pub const fn of(language: Language) -> &'static Self {
        match language {
            Language::French => &french::WORDS,
            Language::English => &english::WORDS,
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

    pub fn change_between(&self, now: &u64, before: &u64) -> String {
        self.language
            .change(now.wrapping_sub(*before).cast_signed())
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

    fn texts(words: &Words) -> Vec<(&'static str, &'static str)> {
        [
            words.shell.texts(),
            words.terms.texts(),
            words.board.texts(),
            words.moves.texts(),
            words.search.texts(),
            words.medicine.texts(),
            words.charts.texts(),
            words.api.texts(),
            words.meanings.texts(),
            words.trouble.texts(),
        ]
        .concat()
    }

    /// Words that are the same in both languages, on purpose.
    const SHARED: [&str; 14] = [
        "Shell.api",
        "Terms.major_interest_short",
        "Terms.stock",
        "Terms.tension",
        "Terms.code",
        "Terms.sites",
        "Board.tensions",
        "Medicine.substances",
        "Medicine.atc",
        "Medicine.sources",
        "Api.title",
        "Meanings.source",
        "Meanings.note",
        "Terms.stock_unit",
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
