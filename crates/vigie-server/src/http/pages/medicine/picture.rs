//! What the page of a medicine takes from the picture, and how tiers add up to the country.

use vigie_model::{Day, Department, PackNumber, Tier};
use vigie_pages::{Completeness, DepartmentCover, Known, TierStock, UnknownReason};
use vigie_stock::picture::{Demand, Picture, Scope, Sums, Totals, Window};

use crate::confidential::{Discretion, Owners, Secrecy};
use crate::http::pages::stock::{Cell, National, PATIENT_TIERS, Reporting, carrying};
use crate::system::Registry;

/// One pack in the country.
#[derive(Debug, Clone, Copy)]
pub struct PackPicture {
    /// Where patients get it.
    pub national: National,
    tiers: [TierCell; Tier::COUNT],
    fewest_sites: u32,
}

/// One tier: what may be shown, and what stands behind it.
#[derive(Debug, Clone, Copy)]
struct TierCell {
    tier: Tier,
    cell: Cell,
    sums: Sums,
    owners: Owners,
    hidden: bool,
}

impl PackPicture {
    /// One pack; a pack without number is in no report.
    pub fn take(
        picture: &Picture,
        registry: &Registry,
        pack: Option<PackNumber>,
        discretion: &Discretion,
    ) -> Self {
        let national = pack.map_or(National::UNKNOWN, |pack| {
            National::of(picture, pack, discretion)
        });
        let secrecy = pack.map_or(Secrecy::NONE, |pack| {
            Secrecy::of(picture, registry, pack, &Tier::ALL, discretion)
        });
        let tiers = Tier::ALL.map(|tier| TierCell::take(picture, tier, pack, &secrecy));
        Self {
            national,
            tiers,
            fewest_sites: discretion.fewest_sites,
        }
    }

    /// All tiers together. Stock counts all of them, demand only those where patients get medicines: a box that a
    /// wholesaler sells is sold again by a pharmacy. A sum that would give hidden tiers away is hidden too.
    fn whole(&self) -> Cell {
        let sum = |value: fn(&Totals) -> u64| self.sum(value);
        let stock = sum(|totals| totals.on_hand);
        let demand = self.demand();
        Cell {
            stock,
            demand,
            cover: cover(stock, demand),
            holding: sum(|totals| totals.sites_holding.into()),
            at_zero: sum(|totals| totals.sites_at_zero.into()),
            carrying: sum(|totals| carrying(*totals).into()),
        }
    }

    /// Whether the difference between a sum and those of its parts that are shown may not be shown itself.
    fn gives_away(&self, counts: impl Fn(Tier) -> bool) -> bool {
        let mut hidden = self
            .tiers
            .iter()
            .filter(|tier| counts(tier.tier) && tier.hidden)
            .peekable();
        hidden.peek().is_some()
            && !hidden
                .map(|tier| tier.owners)
                .fold(Owners::NOBODY, Owners::plus)
                .may_be_shown(self.fewest_sites)
    }

    fn sum(&self, value: impl Fn(&Totals) -> u64) -> Known<u64> {
        if self.gives_away(|_| true) {
            return Known::Unknown(UnknownReason::Confidential);
        }
        let totals: Vec<Totals> = self.tiers.iter().map(|tier| tier.sums.totals).collect();
        let is_carried = totals.iter().any(|totals| carrying(*totals) > 0);
        Known::from_option(
            is_carried.then(|| totals.iter().map(value).sum()),
            UnknownReason::NotReported,
        )
    }

    fn demand(&self) -> Known<f64> {
        let is_patient_tier = |tier: Tier| PATIENT_TIERS.contains(&tier);
        if self.gives_away(is_patient_tier) {
            return Known::Unknown(UnknownReason::Confidential);
        }
        let carried = self
            .tiers
            .iter()
            .filter(|tier| is_patient_tier(tier.tier) && carrying(tier.sums.totals) > 0);
        let demands = carried.map(|tier| match tier.sums.demand(Window::TwentyEightDays) {
            Demand::BoxesPerDay(boxes) => Some(boxes),
            Demand::Unknown => None,
        });
        // One tier whose demand is not known makes the sum unknown: the others alone would be too little.
        let demands: Option<Vec<f64>> = demands.collect();
        let known = demands
            .filter(|demands| !demands.is_empty())
            .map(|demands| demands.iter().sum());
        Known::from_option(known, UnknownReason::NotReported)
    }
}

fn cover(stock: Known<u64>, demand: Known<f64>) -> Known<f64> {
    match (stock, demand) {
        (Known::Value(_), Known::Value(demand)) if demand <= 0.0 => {
            Known::Unknown(UnknownReason::NoDemand)
        }
        (Known::Value(stock), Known::Value(demand)) => Known::Value(stock as f64 / demand),
        (Known::Unknown(reason), _) | (_, Known::Unknown(reason)) => Known::Unknown(reason),
    }
}

impl TierCell {
    fn take(picture: &Picture, tier: Tier, pack: Option<PackNumber>, secrecy: &Secrecy) -> Self {
        let sums = pack
            .map(|pack| picture.sums(tier, Scope::Nation, pack))
            .unwrap_or_default();
        let sites = carrying(sums.totals);
        let hidden = sites > 0 && secrecy.hides_nation(tier, sites);
        let owners = if PATIENT_TIERS.contains(&tier) {
            Owners::sites(sites, sums.totals.on_hand)
        } else {
            secrecy.owners_of(tier)
        };
        Self {
            tier,
            cell: Cell::of_sums(&sums, hidden),
            sums,
            owners,
            hidden,
        }
    }
}

/// The tiers that have sites, then the country.
pub fn tier_rows(pack: &PackPicture, country: &Taken) -> Vec<TierStock> {
    let has_sites = |tier: &&TierCell| {
        carrying(tier.sums.totals) > 0
            || country.reporting.of_tier(tier.tier) != Completeness::default()
    };
    let shown = pack.tiers.iter().filter(has_sites);
    let mut rows: Vec<TierStock> = shown
        .map(|tier| {
            tier_stock(
                Some(tier.tier),
                tier.cell,
                country.reporting.of_tier(tier.tier),
            )
        })
        .collect();
    rows.push(tier_stock(None, pack.whole(), country.reporting.whole()));
    rows
}

fn tier_stock(tier: Option<Tier>, cell: Cell, completeness: Completeness) -> TierStock {
    TierStock {
        tier,
        stock_boxes: cell.stock,
        demand_boxes_per_day: cell.demand,
        cover_days: cell.cover,
        sites_holding: cell.holding,
        sites_at_zero: cell.at_zero,
        completeness,
    }
}

/// What is taken of the country as a whole, and of the pack in focus by department.
#[derive(Debug, Default)]
pub struct Taken {
    /// Latest day reported.
    pub latest: Option<Day>,
    /// Who reported on it.
    pub reporting: Reporting,
    /// The pack in focus, at the tier where patients get it.
    pub departments: Vec<DepartmentCover>,
}

impl Taken {
    /// Takes it; `focus` is the pack and the tier where patients get it.
    pub fn take(
        picture: &Picture,
        focus: Option<(PackNumber, Tier)>,
        discretion: &Discretion,
    ) -> Self {
        let latest = picture.latest();
        let reporting = Reporting::of(picture, latest);
        let departments = focus
            .map(|(pack, tier)| departments(picture, &reporting, tier, pack, discretion))
            .unwrap_or_default();
        Self {
            latest,
            reporting,
            departments,
        }
    }
}

/// Departments where some site is expected or carries the pack; none when nobody carries it.
fn departments(
    picture: &Picture,
    reporting: &Reporting,
    tier: Tier,
    pack: PackNumber,
    discretion: &Discretion,
) -> Vec<DepartmentCover> {
    if carrying(picture.sums(tier, Scope::Nation, pack).totals) == 0 {
        return Vec::new();
    }
    let hidden = discretion.hidden(picture, tier, pack);
    let row = |department: Department| {
        let scope = Scope::Department(department);
        let sums = picture.sums(tier, scope, pack);
        let completeness = reporting.at(tier, department);
        let cell = Cell::of_sums(&sums, hidden.hides(scope));
        let is_shown = carrying(sums.totals) > 0 || completeness != Completeness::default();
        is_shown.then(|| DepartmentCover {
            code: department.code().to_owned(),
            name: department.name().to_owned(),
            stock_boxes: cell.stock,
            cover_days: cell.cover,
            sites_at_zero: cell.at_zero,
            completeness,
        })
    };
    Department::ALL.into_iter().filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use vigie_stock::picture::Base;

    use super::*;

    /// Stocks and carrying sites by tier; 28 site-days and as many boxes sold as on hand.
    fn pack(tiers: [(u64, u32); Tier::COUNT]) -> PackPicture {
        let cell = |tier: Tier| {
            let (on_hand, sites) = tiers.get(tier.index()).copied().unwrap_or_default();
            let totals = Totals {
                on_hand,
                sites_holding: sites,
                sold_28_days: on_hand,
                ..Totals::default()
            };
            let sums = Sums {
                totals,
                base: Base {
                    sites: 1,
                    site_days_28: 28,
                    ..Base::default()
                },
                ..Sums::default()
            };
            let hidden = sites > 0 && sites < 3;
            TierCell {
                tier,
                cell: Cell::of_sums(&sums, hidden),
                sums,
                owners: Owners::sites(sites, 0),
                hidden,
            }
        };
        PackPicture {
            national: National::UNKNOWN,
            tiers: Tier::ALL.map(cell),
            fewest_sites: 3,
        }
    }

    #[test]
    fn stock_counts_all_tiers_and_demand_only_those_of_patients() {
        let whole = pack([(280, 10), (28, 5), (56, 4), (0, 0), (0, 0)]).whole();
        assert_eq!(whole.stock, Known::Value(364));
        assert_eq!(whole.demand, Known::Value(11.0));
    }

    #[test]
    fn a_sum_that_would_give_the_only_company_away_is_hidden_and_demand_is_not() {
        let whole = pack([(280, 10), (28, 5), (56, 4), (0, 0), (900, 1)]).whole();
        assert_eq!(whole.stock, Known::Unknown(UnknownReason::Confidential));
        assert_eq!(whole.demand, Known::Value(11.0));
    }

    #[test]
    fn two_hidden_tiers_with_three_sites_together_do_not_hide_the_sum() {
        let whole = pack([(280, 10), (28, 5), (56, 4), (10, 2), (900, 1)]).whole();
        assert_eq!(whole.stock, Known::Value(1_274));
    }
}
