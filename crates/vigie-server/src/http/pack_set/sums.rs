//! Sums of a set of packs over the parts of the country.
//!
//! A sum of several packs has only those of which the part of the country may be shown by itself. So it tells nothing
//! that the packs one by one do not: two sets that differ by one pack differ by a sum that is shown, or not at all.

use parking_lot::RwLock;
use vigie_model::{Department, PackNumber, Region, Tier};
use vigie_stock::picture::{Base, Cover, Demand, Picture, Scope, Totals, Window};

use crate::confidential::Discretion;

/// Least share that the packs which may be shown have of the national sales of all packs carried in a place: with less,
/// their sum would be taken for one of all packs, and is not shown.
const LEAST_SHARE_SHOWN: f64 = 0.5;
/// Packs whose sums are read at once: what is read of them stays in the cache of the processor.
const CHUNK: usize = 128;

/// Sums of some packs in one part of the country.
#[derive(Debug, Clone, Copy, Default)]
pub struct AreaSums {
    /// Stock and sales of the packs that may be shown.
    pub totals: Totals,
    /// Pairs of one of these packs and a site that carries it.
    pub carrying: u64,
    /// Packs that some site carries and that may not be shown.
    pub hidden_packs: u32,
    /// Boxes that the nation sold in 28 days of the packs that may be shown, and of those that may not.
    national_sales: (u64, u64),
    base: Base,
}

impl AreaSums {
    fn add(&mut self, totals: Totals, is_hidden: bool, national_sales: u64) {
        let carrying = totals.sites_holding + totals.sites_at_zero;
        if carrying == 0 {
            return;
        }
        if is_hidden {
            self.hidden_packs += 1;
            self.national_sales.1 += national_sales;
        } else {
            self.totals = self.totals.plus(totals);
            self.carrying += u64::from(carrying);
            self.national_sales.0 += national_sales;
        }
    }

    /// Whether some site carries one of the packs, and too little of the set may be shown for its sum to say anything.
    pub fn is_hidden(&self) -> bool {
        let (shown, hidden) = self.national_sales;
        let is_little = (shown as f64) < LEAST_SHARE_SHOWN * (shown + hidden) as f64;
        self.hidden_packs > 0 && (self.carrying == 0 || is_little)
    }

    /// Boxes a day over 28 days, of all packs together.
    pub fn demand(&self) -> Demand {
        self.base.demand(&self.totals, Window::TwentyEightDays)
    }

    /// Days that the stock of all packs together lasts.
    pub fn cover(&self) -> Cover {
        Cover::of(self.totals.on_hand, self.demand())
    }

    /// Share of the pairs of pack and site in which the site has none; `None` without pairs.
    pub fn share_at_zero(&self) -> Option<f64> {
        let at_zero = f64::from(self.totals.sites_at_zero);
        (self.carrying > 0).then(|| at_zero / self.carrying as f64)
    }
}

/// The sums of one pack, by number of department.
pub type Row = [Totals; Department::COUNT];

/// Reads the sums of packs, in their order. Reports are taken between one chunk of packs and the next: a long list holds
/// nobody up, and each pack is whole.
pub fn for_each_row(
    picture: &RwLock<Picture>,
    tier: Tier,
    packs: &[PackNumber],
    mut take: impl FnMut(PackNumber, &Row),
) {
    let mut rows = vec![[Totals::default(); Department::COUNT]; CHUNK.min(packs.len())];
    for chunk in packs.chunks(CHUNK) {
        let now = picture.read();
        for department in Department::ALL {
            for (pack, row) in chunk.iter().zip(&mut rows) {
                if let Some(totals) = row.get_mut(department.index()) {
                    *totals = now.totals(tier, department, *pack);
                }
            }
        }
        drop(now);
        for (pack, row) in chunk.iter().zip(&rows) {
            take(*pack, row);
        }
    }
}

/// Sums of a set of packs in one tier.
#[derive(Debug, Clone)]
pub struct SetSums {
    departments: [AreaSums; Department::COUNT],
    regions: [AreaSums; Region::COUNT],
    nation: AreaSums,
}

impl SetSums {
    /// The sums of packs, as far as an asker may see them.
    pub fn of(
        picture: &RwLock<Picture>,
        tier: Tier,
        packs: &[PackNumber],
        discretion: &Discretion,
    ) -> Self {
        let mut sums = Self::with_bases(&picture.read(), tier);
        for_each_row(picture, tier, packs, |pack, row| {
            let hidden = discretion.hidden_of_row(tier, pack, row);
            sums.add(row, &|scope| hidden.hides(scope));
        });
        sums
    }

    fn with_bases(picture: &Picture, tier: Tier) -> Self {
        Self::with(&|department| picture.base(tier, department))
    }

    /// No pack yet, over sites and site-days by department.
    pub(super) fn with(base: &dyn Fn(Department) -> Base) -> Self {
        let area = |base| AreaSums {
            base,
            ..AreaSums::default()
        };
        let departments = Department::ALL.map(base);
        let sum = |counts: &dyn Fn(Department) -> bool| {
            let all = Department::ALL.into_iter().zip(departments);
            all.filter(|(department, _)| counts(*department))
                .fold(Base::default(), |sum, (_, base)| sum.plus(base))
        };
        Self {
            departments: departments.map(area),
            regions: Region::ALL.map(|region| area(sum(&|of| of.region() == region))),
            nation: area(sum(&|_| true)),
        }
    }

    /// Adds a pack by its sums by department; `is_hidden` says where it may not be shown.
    pub(super) fn add(&mut self, row: &Row, is_hidden: &dyn Fn(Scope) -> bool) {
        let of = |department: Department| row.get(department.index()).copied().unwrap_or_default();
        let national = row.iter().copied().fold(Totals::default(), Totals::plus);
        let sales = national.sold_28_days;
        let mut regional = [Totals::default(); Region::COUNT];
        for (department, area) in Department::ALL.into_iter().zip(&mut self.departments) {
            let totals = of(department);
            area.add(totals, is_hidden(Scope::Department(department)), sales);
            if let Some(region) = regional.get_mut(department.region().index()) {
                *region = region.plus(totals);
            }
        }
        let regions = Region::ALL.into_iter().zip(regional).zip(&mut self.regions);
        for ((region, totals), area) in regions {
            area.add(totals, is_hidden(Scope::Region(region)), sales);
        }
        self.nation.add(national, is_hidden(Scope::Nation), sales);
    }

    /// The sums of one part of the country.
    pub fn at(&self, scope: Scope) -> AreaSums {
        match scope {
            Scope::Nation => self.nation,
            Scope::Region(region) => self
                .regions
                .get(region.index())
                .copied()
                .unwrap_or_default(),
            Scope::Department(department) => self
                .departments
                .get(department.index())
                .copied()
                .unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::confidential::Hidden;

    fn add_pack(sums: &mut SetSums, row: &Row, fewest_sites: u32) {
        let hidden = Hidden::of_row(row, fewest_sites);
        sums.add(row, &|scope| hidden.hides(scope));
    }

    fn totals(on_hand: u64, sold_28_days: u64, holding: u32, at_zero: u32) -> Totals {
        Totals {
            on_hand,
            sold_28_days,
            sites_holding: holding,
            sites_at_zero: at_zero,
            ..Totals::default()
        }
    }

    fn empty(site_days: u32) -> SetSums {
        let area = AreaSums {
            base: Base {
                sites: 10,
                site_days_28: site_days,
                ..Base::default()
            },
            ..AreaSums::default()
        };
        SetSums {
            departments: [area; Department::COUNT],
            regions: [area; Region::COUNT],
            nation: area,
        }
    }

    fn row(of: impl Fn(&str) -> Totals) -> [Totals; Department::COUNT] {
        Department::ALL.map(|department| of(department.code()))
    }

    #[test]
    fn boxes_and_sales_of_several_packs_are_added_before_cover_is_computed() {
        let mut sums = empty(280);
        // 10 sites that all state sales for 28 days: 56 and 84 boxes sold are 2 and 3 a day; 40 boxes last 8 days.
        add_pack(
            &mut sums,
            &row(|code| {
                if code == "75" {
                    totals(10, 56, 5, 0)
                } else {
                    Totals::default()
                }
            }),
            3,
        );
        add_pack(
            &mut sums,
            &row(|code| {
                if code == "75" {
                    totals(30, 84, 4, 1)
                } else {
                    Totals::default()
                }
            }),
            3,
        );
        let nation = sums.at(Scope::Nation);
        assert_eq!(nation.cover(), Cover::Days(8.0));
        assert_eq!(nation.share_at_zero(), Some(0.1));
        assert!(!nation.is_hidden());
    }

    #[test]
    fn a_pack_that_two_sites_carry_is_in_no_sum() {
        let mut sums = empty(280);
        let common = row(|_| totals(30, 84, 5, 0));
        add_pack(&mut sums, &common, 3);
        let paris = Scope::Department(Department::from_code("75").unwrap());
        let alone = sums.at(paris);
        add_pack(
            &mut sums,
            &row(|code| {
                if code == "75" {
                    totals(7, 7, 2, 0)
                } else {
                    Totals::default()
                }
            }),
            3,
        );
        let with_rare = sums.at(paris);
        assert_eq!(with_rare.totals, alone.totals);
        assert_eq!((alone.hidden_packs, with_rare.hidden_packs), (0, 1));
    }

    #[test]
    fn a_place_where_most_of_the_set_is_hidden_is_not_judged_by_the_rest() {
        let mut sums = empty(280);
        // Two sites of Paris carry the pack that makes nine tenths of sales; five carry the other, and have none of it.
        let common = |code: &str| {
            if code == "75" {
                totals(70, 900, 2, 0)
            } else {
                totals(70, 900, 9, 0)
            }
        };
        let rare = |code: &str| {
            if code == "75" {
                totals(0, 100, 0, 5)
            } else {
                totals(9, 100, 5, 0)
            }
        };
        add_pack(&mut sums, &row(common), 3);
        add_pack(&mut sums, &row(rare), 3);
        let paris = sums.at(Scope::Department(Department::from_code("75").unwrap()));
        assert!(paris.is_hidden());
        assert!(!sums.at(Scope::Nation).is_hidden());
    }

    #[test]
    fn nothing_but_a_hidden_pack_is_hidden_and_not_absent() {
        let mut sums = empty(280);
        add_pack(
            &mut sums,
            &row(|code| {
                if code == "75" {
                    totals(7, 7, 2, 0)
                } else {
                    Totals::default()
                }
            }),
            3,
        );
        let paris = sums.at(Scope::Department(Department::from_code("75").unwrap()));
        assert!(paris.is_hidden());
        assert_eq!(paris.share_at_zero(), None);
    }
}
