//! Sums of the picture as pages show them: known, or unknown for a reason.

use vigie_model::{Day, Department, PackNumber, Tier};
use vigie_pages::{Completeness, Known, TierCompleteness, UnknownReason};
use vigie_stock::picture::{Cover, Demand, Picture, Scope, Sums, Totals, Window};

use crate::confidential::Discretion;

pub use vigie_stock::history::PATIENT_TIERS;

/// Stock, demand and cover of one pack over a set of sites.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// Boxes on hand.
    pub stock: Known<u64>,
    /// Boxes a day, over 28 days.
    pub demand: Known<f64>,
    /// Days.
    pub cover: Known<f64>,
    /// Sites with at least one box.
    pub holding: Known<u64>,
    /// Sites that carry the pack and have none.
    pub at_zero: Known<u64>,
    /// Sites that carry the pack.
    pub carrying: Known<u64>,
}

impl Cell {
    /// A cell in which nothing is known.
    pub const fn unknown(reason: UnknownReason) -> Self {
        Self {
            stock: Known::Unknown(reason),
            demand: Known::Unknown(reason),
            cover: Known::Unknown(reason),
            holding: Known::Unknown(reason),
            at_zero: Known::Unknown(reason),
            carrying: Known::Unknown(reason),
        }
    }

    /// From sums and their demand; `hidden` when too few sites are behind them.
    pub fn of(totals: Totals, demand: Demand, hidden: bool) -> Self {
        if hidden {
            return Self::unknown(UnknownReason::Confidential);
        }
        if carrying(totals) == 0 {
            return Self::unknown(UnknownReason::NotReported);
        }
        Self {
            stock: Known::Value(totals.on_hand),
            demand: known_demand(demand),
            cover: known_cover(Cover::of(totals.on_hand, demand)),
            holding: Known::Value(totals.sites_holding.into()),
            at_zero: Known::Value(totals.sites_at_zero.into()),
            carrying: Known::Value(carrying(totals).into()),
        }
    }

    /// From the sums of one pack in one tier and place.
    pub fn of_sums(sums: &Sums, hidden: bool) -> Self {
        Self::of(sums.totals, sums.demand(Window::TwentyEightDays), hidden)
    }
}

/// Sites that carry the pack.
pub const fn carrying(totals: Totals) -> u32 {
    totals.sites_holding + totals.sites_at_zero
}

/// Whether a sum over so many sites would show one of them.
pub const fn is_few(sites: u32, fewest_sites: u32) -> bool {
    sites > 0 && sites < fewest_sites
}

fn known_demand(demand: Demand) -> Known<f64> {
    match demand {
        Demand::Unknown => Known::Unknown(UnknownReason::NotReported),
        Demand::BoxesPerDay(boxes) => Known::Value(boxes),
    }
}

/// A cover, or why there is none.
pub const fn known_cover(cover: Cover) -> Known<f64> {
    match cover {
        Cover::Days(days) => Known::Value(days),
        Cover::NoDemand => Known::Unknown(UnknownReason::NoDemand),
        Cover::Unknown => Known::Unknown(UnknownReason::NotReported),
    }
}

/// One pack in the country, at the tier where patients get it: pharmacies, or hospital pharmacies when they alone
/// carry it.
#[derive(Debug, Clone, Copy)]
pub struct National {
    /// The tier.
    pub tier: Tier,
    /// Boxes sold in the last 28 days by that tier: ranks the packs of a medicine.
    pub sold_28_days: u64,
    /// What may be shown.
    pub cell: Cell,
}

impl National {
    /// The national figures of one pack.
    pub fn of(picture: &Picture, pack: PackNumber, discretion: &Discretion) -> Self {
        let [pharmacy, hospital] =
            PATIENT_TIERS.map(|tier| picture.sums(tier, Scope::Nation, pack));
        let tier = patient_tier(pharmacy.totals, hospital.totals);
        let sums = if tier == Tier::Pharmacy {
            pharmacy
        } else {
            hospital
        };
        Self {
            tier,
            sold_28_days: sums.totals.sold_28_days,
            cell: Cell::of_sums(
                &sums,
                discretion.hides_nation(tier, pack, carrying(sums.totals)),
            ),
        }
    }

    /// A pack that the picture does not know.
    pub const UNKNOWN: Self = Self {
        tier: Tier::Pharmacy,
        sold_28_days: 0,
        cell: Cell::unknown(UnknownReason::NotReported),
    };
}

/// Where patients get a pack.
pub const fn patient_tier(pharmacy: Totals, hospital: Totals) -> Tier {
    if carrying(pharmacy) == 0 && carrying(hospital) > 0 {
        Tier::Hospital
    } else {
        Tier::Pharmacy
    }
}

/// Who was expected and who reported on the latest day.
#[derive(Debug, Clone, Default)]
pub struct Reporting(Vec<(Tier, Department, Completeness)>);

impl Reporting {
    /// Of one day.
    pub fn of(picture: &Picture, day: Option<Day>) -> Self {
        let rows = day.and_then(|day| picture.completeness(day));
        Self::from_rows(&rows.unwrap_or_default())
    }

    /// From what the picture said.
    pub fn from_rows(rows: &[(Tier, Department, vigie_stock::picture::Completeness)]) -> Self {
        let shown = |counts: vigie_stock::picture::Completeness| Completeness {
            received: counts.received,
            expected: counts.expected,
        };
        Self(
            rows.iter()
                .map(|(tier, department, counts)| (*tier, *department, shown(*counts)))
                .collect(),
        )
    }

    /// One tier in one department.
    pub fn at(&self, tier: Tier, department: Department) -> Completeness {
        self.sum(|of_tier, of_department| of_tier == tier && of_department == department)
    }

    /// One tier in the country.
    pub fn of_tier(&self, tier: Tier) -> Completeness {
        self.sum(|of_tier, _| of_tier == tier)
    }

    /// All tiers in the country.
    pub fn whole(&self) -> Completeness {
        self.sum(|_, _| true)
    }

    /// The tiers where patients get their medicines, in the country.
    pub fn of_patient_tiers(&self) -> Completeness {
        self.sum(|tier, _| PATIENT_TIERS.contains(&tier))
    }

    /// All tiers in some departments.
    pub fn of_departments(&self, departments: &[Department]) -> Completeness {
        self.sum(|_, department| departments.contains(&department))
    }

    /// Each tier that has sites.
    pub fn by_tier(&self) -> Vec<TierCompleteness> {
        let tiers = Tier::ALL.into_iter().map(|tier| TierCompleteness {
            tier,
            completeness: self.of_tier(tier),
        });
        tiers
            .filter(|row| row.completeness != Completeness::default())
            .collect()
    }

    fn sum(&self, counts: impl Fn(Tier, Department) -> bool) -> Completeness {
        let rows = self
            .0
            .iter()
            .filter(|(tier, department, _)| counts(*tier, *department));
        rows.fold(Completeness::default(), |sum, (_, _, row)| Completeness {
            received: sum.received + row.received,
            expected: sum.expected + row.expected,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn totals(on_hand: u64, sites_holding: u32, sites_at_zero: u32) -> Totals {
        Totals {
            on_hand,
            sites_holding,
            sites_at_zero,
            ..Totals::default()
        }
    }

    #[test]
    fn ninety_boxes_at_three_a_day_last_thirty_days() {
        let cell = Cell::of(totals(90, 4, 1), Demand::BoxesPerDay(3.0), false);
        assert_eq!(cell.cover, Known::Value(30.0));
        assert_eq!(cell.carrying, Known::Value(5));
    }

    #[test]
    fn a_hidden_cell_shows_no_number_at_all() {
        let cell = Cell::of(totals(90, 2, 0), Demand::BoxesPerDay(3.0), true);
        assert_eq!(cell, Cell::unknown(UnknownReason::Confidential));
    }

    #[test]
    fn a_pack_that_no_site_carries_is_unknown_and_not_zero() {
        let cell = Cell::of(totals(0, 0, 0), Demand::BoxesPerDay(0.0), false);
        assert_eq!(cell.stock, Known::Unknown(UnknownReason::NotReported));
    }

    #[test]
    fn a_pack_that_nobody_buys_has_stock_but_no_cover() {
        let cell = Cell::of(totals(7, 3, 0), Demand::BoxesPerDay(0.0), false);
        assert_eq!(
            (cell.stock, cell.cover),
            (Known::Value(7), Known::Unknown(UnknownReason::NoDemand))
        );
    }

    #[rstest]
    #[case(5, 9, Tier::Pharmacy)]
    #[case(0, 9, Tier::Hospital)]
    #[case(0, 0, Tier::Pharmacy)]
    fn hospitals_count_only_when_no_pharmacy_carries_the_pack(
        #[case] pharmacies: u32,
        #[case] hospitals: u32,
        #[case] tier: Tier,
    ) {
        assert_eq!(
            patient_tier(totals(1, pharmacies, 0), totals(1, hospitals, 0)),
            tier
        );
    }
}
