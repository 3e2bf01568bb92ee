//! Why a row of a list of sites cannot be used, in words that its author can act on.

use vigie_model::{Department, Language, Tier};

/// A row that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// Line of the file, from 1.
    pub row: u64,
    /// The column, as the file names it; empty when the file has none.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// Why it cannot be used.
    pub problem: Problem,
}

/// Why a row cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// Nothing stands where something must.
    Missing,
    /// No shape of a code that Vigie knows.
    NoCode,
    /// Eight digits: a FINESS whose first zero a spreadsheet took away.
    LostZero,
    /// The shape of a code, with a check digit that does not fit.
    WrongCheckDigit,
    /// The code stands in an earlier row.
    Repeated {
        /// The earlier row.
        first: u64,
    },
    /// No tier.
    UnknownTier,
    /// No department.
    UnknownDepartment,
    /// Neither a column nor the code tells the department.
    NoDepartment,
    /// The code was given in another department.
    OtherDepartment {
        /// The department of the code.
        of_code: Department,
    },
    /// No day.
    UnreadableDay,
    /// The last day is before the first.
    EndsBeforeStart,
    /// Neither yes nor no.
    NotYesOrNo,
    /// The site is registered with another tier or in another department.
    Moved {
        /// The tier it is registered with.
        tier: Tier,
        /// The department it is registered in.
        department: Department,
    },
    /// A real site takes the code of a simulated one, or the other way round.
    SyntheticAndReal,
}

impl Problem {
    /// The word for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::NoCode => "no_code",
            Self::LostZero => "lost_zero",
            Self::WrongCheckDigit => "wrong_check_digit",
            Self::Repeated { .. } => "repeated",
            Self::UnknownTier => "unknown_tier",
            Self::UnknownDepartment => "unknown_department",
            Self::NoDepartment => "no_department",
            Self::OtherDepartment { .. } => "other_department",
            Self::UnreadableDay => "unreadable_day",
            Self::EndsBeforeStart => "ends_before_start",
            Self::NotYesOrNo => "not_yes_or_no",
            Self::Moved { .. } => "moved",
            Self::SyntheticAndReal => "synthetic_and_real",
        }
    }

    /// What is wrong and what to do.
    pub fn message(self, language: Language) -> String {
        match language {
            Language::French => self.french(),
            Language::English => self.english(),
        }
    }

    fn french(self) -> String {
        match self {
            Self::Missing => "la valeur manque ; complétez-la".to_owned(),
            Self::NoCode => "ce n'est ni un FINESS (9 caractères), ni un SIRET (14 chiffres), ni un GLN (13 chiffres) ; indiquez l'un d'eux".to_owned(),
            Self::LostZero => "ce FINESS n'a que 8 chiffres : un tableur a sans doute ôté le zéro du début ; mettez la colonne au format texte".to_owned(),
            Self::WrongCheckDigit => "ce code n'est pas valide, sa clé de contrôle ne correspond pas ; vérifiez-le".to_owned(),
            Self::Repeated { first } => format!("ce code figure déjà ligne {first} ; gardez une seule ligne par site"),
            Self::UnknownTier => "niveau inconnu ; écrivez officine, pui, grossiste, dépositaire ou exploitant".to_owned(),
            Self::UnknownDepartment => "ce n'est pas le code d'un département (01 à 95, 2A, 2B, 971 à 989) ; corrigez-le".to_owned(),
            Self::NoDepartment => "ni une colonne ni le code ne disent le département ; ajoutez une colonne « département »".to_owned(),
            Self::OtherDepartment { of_code } => format!("ce FINESS a été donné dans le département {of_code} ; corrigez le code ou le département"),
            Self::UnreadableDay => "ce n'est pas une date ; écrivez-la 2026-11-20 ou 20/11/2026".to_owned(),
            Self::EndsBeforeStart => "le dernier jour est avant le premier ; corrigez l'un des deux".to_owned(),
            Self::NotYesOrNo => "écrivez oui ou non".to_owned(),
            Self::Moved { tier, department } => format!("ce site est enregistré comme {} dans le département {department}, où ses stocks passés sont comptés ; enregistrez le nouveau lieu sous son propre code et donnez un dernier jour à celui-ci", tier.french()),
            Self::SyntheticAndReal => "ce code est celui d'un site simulé, ou ce site réel serait dit simulé ; séparez les deux dans deux dossiers de données".to_owned(),
        }
    }

    fn english(self) -> String {
        match self {
            Self::Missing => "the value is missing; fill it in".to_owned(),
            Self::NoCode => "this is neither a FINESS (9 characters), nor a SIRET (14 digits), nor a GLN (13 digits); give one of them".to_owned(),
            Self::LostZero => "this FINESS has only 8 digits: a spreadsheet probably took the first zero away; format the column as text".to_owned(),
            Self::WrongCheckDigit => "this code is not valid, its check digit does not fit; check it".to_owned(),
            Self::Repeated { first } => format!("this code already stands in row {first}; keep one row for each site"),
            Self::UnknownTier => "unknown tier; write pharmacy, hospital, wholesaler, depositary or company".to_owned(),
            Self::UnknownDepartment => "this is not the code of a department (01 to 95, 2A, 2B, 971 to 989); correct it".to_owned(),
            Self::NoDepartment => "neither a column nor the code tells the department; add a column `department`".to_owned(),
            Self::OtherDepartment { of_code } => format!("this FINESS was given in department {of_code}; correct the code or the department"),
            Self::UnreadableDay => "this is not a date; write it 2026-11-20 or 20/11/2026".to_owned(),
            Self::EndsBeforeStart => "the last day is before the first; correct one of them".to_owned(),
            Self::NotYesOrNo => "write yes or no".to_owned(),
            Self::Moved { tier, department } => format!("this site is registered as {tier} in department {department}, where its past stocks are counted; register the new place under its own code, and give this one a last day"),
            Self::SyntheticAndReal => "this code is that of a simulated site, or this real site would be called simulated; keep the two in two data folders".to_owned(),
        }
    }
}

impl BadRow {
    /// Where, what and why, in one line.
    pub fn message(&self, language: Language) -> String {
        let Self {
            row, column, value, ..
        } = self;
        let why = self.problem.message(language);
        match language {
            Language::French => format!("ligne {row}, colonne « {column} », « {value} » : {why}"),
            Language::English => format!("row {row}, column `{column}`, `{value}`: {why}"),
        }
    }
}
