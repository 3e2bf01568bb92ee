//! All packs of the country, judged and ranked.

use std::sync::Arc;

use parking_lot::Mutex;
use vigie_catalogue::{Catalogue, GroupNumber, Level};
use vigie_model::{Cip13, Cis, Day, Department, PackNumber, Tier};
use vigie_pages::{CoverClasses, CoverLabel, CoverThresholds};
use vigie_stock::PackTable;
use vigie_stock::picture::{Base, Picture, Scope, Totals, Window};

use crate::confidential::Discretion;
use crate::http::pages::stock::{Cell, Reporting, carrying, patient_tier};

/// Packs that fewer boxes are asked of a day, nation-wide, are not ranked by cover: a few boxes more or less turn
/// their order upside down.
pub const RANKED_FROM_BOXES_PER_DAY: f64 = 50.0;

/// What the board takes from the picture, copied under one lock.
#[derive(Debug, Default)]
pub struct Taken {
    /// Latest day reported.
    pub latest: Option<Day>,
    /// Who reported on it.
    pub reporting: Reporting,
    pharmacy: TierTotals,
    hospital: TierTotals,
}

impl Taken {
    /// Copies from the picture: about a megabyte.
    pub fn of(picture: &Picture) -> Self {
        Self::of_scope(picture, Scope::Nation)
    }

    /// The same for a part of the country.
    pub fn of_scope(picture: &Picture, scope: Scope) -> Self {
        let latest = picture.latest();
        Self {
            latest,
            reporting: Reporting::of(picture, latest),
            pharmacy: TierTotals::of(picture, Tier::Pharmacy, scope),
            hospital: TierTotals::of(picture, Tier::Hospital, scope),
        }
    }
}

/// National sums of one tier, owned.
#[derive(Debug, Default)]
struct TierTotals {
    totals: Vec<Totals>,
    base: Base,
}

impl TierTotals {
    fn of(picture: &Picture, tier: Tier, scope: Scope) -> Self {
        let departments: Vec<Department> = match scope {
            Scope::Nation => {
                return Self {
                    totals: picture.national(tier).collect(),
                    base: picture.national_base(tier),
                };
            }
            Scope::Region(region) => region.departments().collect(),
            Scope::Department(department) => vec![department],
        };
        let mut sums = Self {
            totals: vec![Totals::default(); picture.packs()],
            base: Base::default(),
        };
        for department in departments {
            sums.base = sums.base.plus(picture.base(tier, department));
            for (place, total) in sums.totals.iter_mut().enumerate() {
                let of_department = picture.totals(tier, department, PackNumber(place as u32));
                *total = total.plus(of_department);
            }
        }
        sums
    }

    fn get(&self, place: usize) -> Totals {
        self.totals.get(place).copied().unwrap_or_default()
    }

    fn cell(&self, totals: Totals, is_hidden: bool) -> Cell {
        let demand = self.base.demand(&totals, Window::TwentyEightDays);
        Cell::of(totals, demand, is_hidden)
    }
}

/// What the catalogue says of one pack.
#[derive(Debug, Clone, Copy)]
struct KnownPack {
    cis: Cis,
    is_major: bool,
    group: Option<GroupNumber>,
}

/// What the catalogue says of the packs that have a number.
#[derive(Debug)]
pub struct PackIndex {
    catalogue: Arc<Catalogue>,
    table: Arc<PackTable>,
    packs: Vec<Option<KnownPack>>,
}

impl PackIndex {
    fn new(catalogue: Arc<Catalogue>, table: Arc<PackTable>) -> Self {
        let of_code = |code: &Cip13| {
            let cis = catalogue.pack(*code)?.cis();
            let medicine = catalogue.medicine(cis);
            Some(KnownPack {
                cis,
                is_major: catalogue.is_major_therapeutic_interest(cis),
                group: medicine
                    .and_then(|medicine| medicine.substitution_group(Level::SameSubstances)),
            })
        };
        let packs = table.codes().iter().map(of_code).collect();
        Self {
            catalogue,
            table,
            packs,
        }
    }

    fn is_of(&self, catalogue: &Arc<Catalogue>, table: &Arc<PackTable>) -> bool {
        Arc::ptr_eq(&self.catalogue, catalogue) && Arc::ptr_eq(&self.table, table)
    }
}

/// The index of the present catalogue.
#[derive(Debug, Default)]
pub struct IndexMemory(Mutex<Option<Arc<PackIndex>>>);

impl IndexMemory {
    /// The index, made anew when the catalogue has changed.
    pub fn get(&self, catalogue: &Arc<Catalogue>, table: &Arc<PackTable>) -> Arc<PackIndex> {
        let mut kept = self.0.lock();
        if let Some(index) = kept.as_ref().filter(|index| index.is_of(catalogue, table)) {
            return Arc::clone(index);
        }
        let index = Arc::new(PackIndex::new(Arc::clone(catalogue), Arc::clone(table)));
        *kept = Some(Arc::clone(&index));
        index
    }
}

/// One pack of the country.
#[derive(Debug, Clone, Copy)]
pub struct Judged {
    /// The pack.
    pub cip13: Cip13,
    /// Its number.
    pub number: PackNumber,
    /// Its medicine.
    pub cis: Cis,
    /// The medicines of the same substances and route.
    pub group: Option<GroupNumber>,
    /// Of major therapeutic interest (MITM).
    pub is_major: bool,
    /// Where patients get it.
    pub tier: Tier,
    /// Its national figures at that tier.
    pub cell: Cell,
    /// Boxes sold there in 28 days: ranks the packs of a medicine.
    pub sold_28_days: u64,
}

impl Judged {
    /// Whether any box was sold there in 28 days.
    pub const fn is_sold(&self) -> bool {
        self.sold_28_days > 0
    }
}

/// All packs of the catalogue that have stock or demand.
pub fn judge(taken: &Taken, index: &PackIndex, discretion: &Discretion) -> Vec<Judged> {
    let packs = index.table.codes().iter().zip(&index.packs).enumerate();
    packs
        .filter_map(|(place, (&cip13, known))| {
            let known = (*known)?;
            let (pharmacy, hospital) = (taken.pharmacy.get(place), taken.hospital.get(place));
            let tier = patient_tier(pharmacy, hospital);
            let (totals, sums) = if tier == Tier::Pharmacy {
                (pharmacy, &taken.pharmacy)
            } else {
                (hospital, &taken.hospital)
            };
            let sold_28_days = totals.sold_28_days;
            let number = PackNumber(place as u32);
            let is_hidden = discretion.hides_nation(tier, number, carrying(totals));
            let cell = sums.cell(totals, is_hidden);
            (sold_28_days > 0 || totals.on_hand > 0).then_some(Judged {
                cip13,
                number,
                cis: known.cis,
                group: known.group,
                is_major: known.is_major,
                tier,
                cell,
                sold_28_days,
            })
        })
        .collect()
}

/// How many packs have each label.
pub fn classes<'a>(
    packs: impl Iterator<Item = &'a Judged>,
    thresholds: &CoverThresholds,
) -> CoverClasses {
    packs.fold(CoverClasses::default(), |mut classes, pack| {
        let count = match CoverLabel::of(&pack.cell.cover, thresholds) {
            CoverLabel::Satisfactory => &mut classes.satisfactory,
            CoverLabel::Watch => &mut classes.watch,
            CoverLabel::Insufficient => &mut classes.insufficient,
            CoverLabel::NotRelevant => &mut classes.not_relevant,
        };
        *count += 1;
        classes
    })
}

/// The median of the known covers of packs of major interest, days.
pub fn median_cover(packs: &[Judged]) -> Option<f64> {
    let major = packs.iter().filter(|pack| pack.is_major);
    median(major.filter_map(|pack| pack.cell.cover.value()).collect())
}

/// The middle of some values; `None` without any.
pub fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    if values.len().is_multiple_of(2) {
        let lower = *values.get(values.len() / 2 - 1)?;
        return Some(f64::midpoint(lower, upper));
    }
    Some(upper)
}

/// Whether a pack is asked for enough to be ranked.
pub fn is_ranked(pack: &Judged) -> bool {
    is_asked_for(pack, RANKED_FROM_BOXES_PER_DAY)
}

/// Whether so many boxes of a pack are asked for a day.
pub fn is_asked_for(pack: &Judged, boxes_per_day: f64) -> bool {
    let demand = pack.cell.demand.value();
    demand.is_some_and(|demand| demand >= boxes_per_day)
}

/// Packs of major interest that are asked for enough to be ranked, thinnest cover first.
pub fn thinnest(packs: &[Judged], count: usize) -> Vec<Judged> {
    let mut ranked: Vec<(f64, Judged)> = packs
        .iter()
        .filter(|pack| pack.is_major && is_ranked(pack))
        .filter_map(|pack| Some((pack.cell.cover.value()?, *pack)))
        .collect();
    ranked.sort_by(|(left, left_pack), (right, right_pack)| {
        left.total_cmp(right)
            .then(left_pack.cip13.cmp(&right_pack.cip13))
    });
    ranked
        .into_iter()
        .take(count)
        .map(|(_, pack)| pack)
        .collect()
}

/// Packs that are sold and missing from the most pharmacies, most first.
pub fn most_at_zero(packs: &[Judged], count: usize) -> Vec<Judged> {
    let in_pharmacies = packs
        .iter()
        .filter(|pack| pack.tier == Tier::Pharmacy && pack.is_sold());
    let mut missing: Vec<(u64, Judged)> = in_pharmacies
        .filter_map(|pack| Some((at_zero(pack).filter(|sites| *sites > 0)?, *pack)))
        .collect();
    missing.sort_by_key(|(sites, pack)| (std::cmp::Reverse(*sites), pack.cip13));
    missing
        .into_iter()
        .take(count)
        .map(|(_, pack)| pack)
        .collect()
}

fn at_zero(pack: &Judged) -> Option<u64> {
    pack.cell.at_zero.value()
}

/// How many days of cover a pack lost; `None` when that is not worth a line: less than a day, or less than a tenth.
pub fn notable_fall(before: f64, now: f64) -> Option<f64> {
    let fall = before - now;
    (fall >= 1.0 && fall >= 0.1 * before).then_some(fall)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use vigie_pages::{Known, UnknownReason};

    fn pack(cip13: &str, is_major: bool, cover: f64, demand: f64, at_zero: u64) -> Judged {
        Judged {
            cip13: cip13.parse().unwrap(),
            number: PackNumber(0),
            cis: "60234100".parse().unwrap(),
            group: None,
            is_major,
            tier: Tier::Pharmacy,
            cell: Cell {
                stock: Known::Value((cover * demand) as u64),
                demand: Known::Value(demand),
                cover: Known::Value(cover),
                holding: Known::Value(10),
                at_zero: Known::Value(at_zero),
                carrying: Known::Value(10 + at_zero),
            },
            sold_28_days: 28 * demand as u64,
        }
    }

    fn sample() -> Vec<Judged> {
        vec![
            pack("3400935955838", true, 20.0, 500.0, 3),
            pack("3400936384712", true, 5.0, 50.0, 9),
            pack("3400933857042", true, 1.0, 49.9, 0),
            pack("3400935438126", false, 2.0, 900.0, 12),
        ]
    }

    #[test]
    fn only_packs_of_major_interest_with_enough_demand_are_ranked_by_cover() {
        let ranked: Vec<f64> = thinnest(&sample(), 10)
            .iter()
            .filter_map(|pack| pack.cell.cover.value())
            .collect();
        assert_eq!(ranked, [5.0, 20.0]);
    }

    #[test]
    fn the_pack_missing_from_most_pharmacies_is_first_and_one_missing_from_none_is_left_out() {
        let missing: Vec<u64> = most_at_zero(&sample(), 10)
            .iter()
            .filter_map(at_zero)
            .collect();
        assert_eq!(missing, [12, 9, 3]);
    }

    #[test]
    fn packs_are_counted_by_label() {
        let mut packs = sample();
        packs.push(Judged {
            cell: Cell::unknown(UnknownReason::NoDemand),
            ..packs[0]
        });
        let counted = classes(packs.iter(), &CoverThresholds::default());
        assert_eq!(
            counted,
            CoverClasses {
                satisfactory: 0,
                watch: 1,
                insufficient: 3,
                not_relevant: 1
            }
        );
    }

    #[rstest]
    #[case(vec![], None)]
    #[case(vec![3.0, 1.0, 2.0], Some(2.0))]
    #[case(vec![4.0, 1.0], Some(2.5))]
    fn the_median_is_in_the_middle(#[case] values: Vec<f64>, #[case] expected: Option<f64>) {
        assert_eq!(median(values), expected);
    }

    #[rstest]
    #[case(10.0, 4.0, Some(6.0))]
    #[case(10.0, 9.5, None)]
    #[case(100.0, 95.0, None)]
    #[case(4.0, 10.0, None)]
    fn a_fall_counts_from_one_day_and_one_tenth_on(
        #[case] before: f64,
        #[case] now: f64,
        #[case] fall: Option<f64>,
    ) {
        assert_eq!(notable_fall(before, now), fall);
    }
}
