//! Values that several pages show: numbers that may be unknown, completeness, availability, cover.

use rust_decimal::Decimal;
use vigie_model::{Day, Tier};

/// A value, or the reason why there is none. Unknown is a value: it is shown as such, never as zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known<T> {
    /// The value is known.
    Value(T),
    /// The value is not known, for this reason.
    Unknown(UnknownReason),
}

impl<T: Copy> Known<T> {
    /// The value, when known.
    pub fn value(&self) -> Option<T> {
        match self {
            Self::Value(value) => Some(*value),
            Self::Unknown(_) => None,
        }
    }

    /// The same with the value changed.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Known<U> {
        match self {
            Self::Value(value) => Known::Value(change(value)),
            Self::Unknown(reason) => Known::Unknown(reason),
        }
    }

    /// A value, or unknown for `reason` when there is none.
    pub fn from_option(value: Option<T>, reason: UnknownReason) -> Self {
        value.map_or(Self::Unknown(reason), Self::Value)
    }
}

/// Why a value is not known. Each has its own sentence in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnknownReason {
    /// No site has reported it.
    NotReported,
    /// Nothing was sold over the window, so stock cannot be expressed in days.
    NoDemand,
    /// Fewer reports were received than the rule asks for.
    TooFewReports,
    /// Too few sites or companies: the number would show one of them.
    Confidential,
    /// The source does not publish it.
    NotPublished,
    /// There is no history yet for that day.
    NoHistory,
    /// No release of the source has been imported.
    NotImported,
}

impl UnknownReason {
    /// All reasons.
    pub const ALL: [Self; 7] = [
        Self::NotReported,
        Self::NoDemand,
        Self::TooFewReports,
        Self::Confidential,
        Self::NotPublished,
        Self::NoHistory,
        Self::NotImported,
    ];
}

/// A number with its unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Quantity {
    /// Boxes, as sold.
    Boxes(u64),
    /// Boxes sold or dispensed in a day, a mean.
    BoxesPerDay(f64),
    /// Days of cover.
    Days(f64),
    /// Packs (présentations, CIP13).
    Packs(u64),
    /// Medicines (spécialités, CIS).
    Medicines(u64),
    /// Sites.
    Sites(u64),
    /// A ratio from 0 to 1, shown as a percentage.
    Ratio(f64),
    /// Euros.
    Euros(Decimal),
}

/// A number that never travels alone: with its definition, its day, its completeness.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The number and its unit.
    pub quantity: Known<Quantity>,
    /// The same number seven days before, when it is worth comparing.
    pub a_week_ago: Option<Known<Quantity>>,
    /// Identifier of the definition: the anchor on the definitions page.
    pub definition: &'static str,
    /// The day the number is for.
    pub as_of: Option<Day>,
    /// Who was expected and who reported.
    pub completeness: Option<Completeness>,
}

/// How many sites were expected to report and how many did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Completeness {
    /// Sites whose report counts for the day.
    pub received: u32,
    /// Sites expected to report.
    pub expected: u32,
}

impl Completeness {
    /// Received over expected, 0 to 1; `None` when nobody was expected.
    pub fn ratio(self) -> Option<f64> {
        (self.expected > 0).then(|| f64::from(self.received) / f64::from(self.expected))
    }
}

/// Completeness of one tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TierCompleteness {
    /// The tier.
    pub tier: Tier,
    /// Its sites expected and received.
    pub completeness: Completeness,
}

/// What the agency's list says of a medicine (codes 1 to 4 of the published file).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Availability {
    /// Code 1, rupture de stock: none left, or what is left is reserved.
    Shortage,
    /// Code 2, tension d'approvisionnement: stock will not cover all needs.
    Tension,
    /// Code 3, arrêt de commercialisation.
    Cessation,
    /// Code 4, remise à disposition.
    Return,
}

impl Availability {
    /// All four, in the order of the published codes.
    pub const ALL: [Self; 4] = [Self::Shortage, Self::Tension, Self::Cessation, Self::Return];

    /// From the published code, 1 to 4.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code).checked_sub(1)?).copied()
    }

    /// Style class of the badge. Shape and colour follow from it, the word stands beside.
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Shortage => "shortage",
            Self::Tension => "tension",
            Self::Cessation => "cessation",
            Self::Return => "return",
        }
    }
}

/// Days of cover from which a label is given. A setting, not a constant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CoverThresholds {
    /// From this many days on: satisfactory.
    pub satisfactory_from_days: f64,
    /// From this many days on, below satisfactory: to watch. Below: insufficient.
    pub watch_from_days: f64,
}

impl Default for CoverThresholds {
    /// 30 and 15 days, the weekly labels proposed for the winter plan.
    fn default() -> Self {
        Self {
            satisfactory_from_days: 30.0,
            watch_from_days: 15.0,
        }
    }
}

/// Shares of sites at zero from which a label is given. A setting, not a constant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ZeroThresholds {
    /// From this share on, below the next: to watch.
    pub watch_from_share: f64,
    /// From this share on: insufficient.
    pub insufficient_from_share: f64,
}

impl Default for ZeroThresholds {
    /// One in twenty, one in five.
    fn default() -> Self {
        Self {
            watch_from_share: 0.05,
            insufficient_from_share: 0.2,
        }
    }
}

impl ZeroThresholds {
    /// The label of a share from 0 to 1; an unknown one is never judged.
    pub fn label(&self, share: &Known<f64>) -> CoverLabel {
        match share.value() {
            None => CoverLabel::NotRelevant,
            Some(share) if share >= self.insufficient_from_share => CoverLabel::Insufficient,
            Some(share) if share >= self.watch_from_share => CoverLabel::Watch,
            Some(_) => CoverLabel::Satisfactory,
        }
    }
}

/// A cover in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CoverLabel {
    /// Enough.
    Satisfactory,
    /// To watch.
    Watch,
    /// Not enough.
    Insufficient,
    /// The data do not allow a judgement.
    NotRelevant,
}

impl CoverLabel {
    /// The label of a cover in days; unknown cover is never judged.
    pub fn of(cover_days: &Known<f64>, thresholds: &CoverThresholds) -> Self {
        match cover_days.value() {
            None => Self::NotRelevant,
            Some(days) if days >= thresholds.satisfactory_from_days => Self::Satisfactory,
            Some(days) if days >= thresholds.watch_from_days => Self::Watch,
            Some(_) => Self::Insufficient,
        }
    }

    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Satisfactory => "satisfactory",
            Self::Watch => "watch",
            Self::Insufficient => "insufficient",
            Self::NotRelevant => "not-relevant",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(Known::Value(30.0), CoverLabel::Satisfactory)]
    #[case(Known::Value(29.99), CoverLabel::Watch)]
    #[case(Known::Value(15.0), CoverLabel::Watch)]
    #[case(Known::Value(14.9), CoverLabel::Insufficient)]
    #[case(Known::Value(0.0), CoverLabel::Insufficient)]
    #[case(Known::Unknown(UnknownReason::NoDemand), CoverLabel::NotRelevant)]
    fn a_cover_has_the_label_of_the_winter_plan(
        #[case] cover: Known<f64>,
        #[case] label: CoverLabel,
    ) {
        assert_eq!(CoverLabel::of(&cover, &CoverThresholds::default()), label);
    }

    #[rstest]
    #[case(0, None)]
    #[case(1, Some(Availability::Shortage))]
    #[case(4, Some(Availability::Return))]
    #[case(5, None)]
    fn availability_follows_the_published_codes(
        #[case] code: u8,
        #[case] expected: Option<Availability>,
    ) {
        assert_eq!(Availability::from_code(code), expected);
    }

    #[test]
    fn completeness_of_nobody_expected_is_not_a_ratio() {
        assert_eq!(
            Completeness {
                received: 0,
                expected: 0
            }
            .ratio(),
            None
        );
        assert_eq!(
            Completeness {
                received: 1,
                expected: 4
            }
            .ratio(),
            Some(0.25)
        );
    }
}
