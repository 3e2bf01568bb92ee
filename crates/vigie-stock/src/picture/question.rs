//! What can be asked of the picture: read from sums, never by scanning lines.

use serde::Serialize;
use vigie_model::{Day, Department, PackNumber, Region, Tier};

use super::flows::FlowTotals;
use super::slab::{Slab, Totals};
use super::{LONGEST_WINDOW_DAYS, Picture, SLABS, slab_index};

/// A part of the country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// All of it.
    Nation,
    /// One region.
    Region(Region),
    /// One department.
    Department(Department),
}

/// Days over which demand is averaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Window {
    /// The last 7 days: quick to move.
    SevenDays,
    /// The last 28 days: four whole weeks.
    #[default]
    TwentyEightDays,
}

/// Mean daily demand, in boxes a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Demand {
    /// No site stated sales in the window.
    Unknown,
    /// Boxes a day; zero when nothing was sold.
    BoxesPerDay(f64),
}

/// Days that a stock lasts at the mean daily demand.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "kind", content = "days", rename_all = "snake_case")]
pub enum Cover {
    /// Demand is not known.
    Unknown,
    /// Nothing is sold: the question has no answer.
    NoDemand,
    /// Days.
    Days(f64),
}

impl Cover {
    /// Stock divided by mean daily demand.
    pub fn of(on_hand: u64, demand: Demand) -> Self {
        match demand {
            Demand::Unknown => Self::Unknown,
            Demand::BoxesPerDay(boxes) if boxes > 0.0 => Self::Days(on_hand as f64 / boxes),
            Demand::BoxesPerDay(_) => Self::NoDemand,
        }
    }

    /// The days, when there are any.
    pub const fn days(self) -> Option<f64> {
        match self {
            Self::Days(days) => Some(days),
            Self::Unknown | Self::NoDemand => None,
        }
    }
}

/// Sums of one pack over the sites of one tier in one part of the country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sums {
    /// Stock and sales.
    pub totals: Totals,
    /// Orders, transit and expiry.
    pub flows: FlowTotals,
    /// What they rest on.
    pub base: Base,
}

impl Sums {
    fn of(slab: &Slab, pack: PackNumber, flows: FlowTotals) -> Self {
        Self {
            totals: slab.totals(pack),
            flows,
            base: Base::of(slab),
        }
    }

    /// The sum over two sets of sites of one tier.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            totals: self.totals.plus(other.totals),
            flows: self.flows.plus(other.flows),
            base: self.base.plus(other.base),
        }
    }

    /// Sites that carry the pack, with or without a box of it.
    pub const fn carrying(&self) -> u32 {
        self.totals.sites_holding + self.totals.sites_at_zero
    }

    /// Mean daily demand, see [`Base::demand`].
    pub fn demand(&self, window: Window) -> Demand {
        self.base.demand(&self.totals, window)
    }

    /// Days that the stock lasts at the demand of the window.
    pub fn cover(&self, window: Window) -> Cover {
        self.base.cover(&self.totals, window)
    }
}

/// Who was expected and who reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Completeness {
    /// Sites that were to report.
    pub expected: u32,
    /// Those that did.
    pub received: u32,
}

impl Completeness {
    /// Received divided by expected; `None` when nobody was expected.
    pub fn share(self) -> Option<f64> {
        (self.expected > 0).then(|| f64::from(self.received) / f64::from(self.expected))
    }

    /// Of two sets of sites together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            expected: self.expected + other.expected,
            received: self.received + other.received,
        }
    }
}

impl Picture {
    /// Sums of one pack over one tier in a part of the country.
    pub fn sums(&self, tier: Tier, scope: Scope, pack: PackNumber) -> Sums {
        match scope {
            Scope::Nation => self
                .national
                .get(tier.index())
                .map(|slab| Sums::of(slab, pack, self.flows.of_tier(pack, tier)))
                .unwrap_or_default(),
            Scope::Department(department) => {
                let number = slab_index(tier, department);
                self.slabs
                    .get(number)
                    .and_then(Option::as_deref)
                    .map(|slab| Sums::of(slab, pack, self.flows.of_slab(pack, number)))
                    .unwrap_or_default()
            }
            Scope::Region(region) => region
                .departments()
                .map(|department| self.sums(tier, Scope::Department(department), pack))
                .fold(Sums::default(), Sums::plus),
        }
    }

    /// Stock and sales of one pack over one tier in a department, without its flows: for many packs at once.
    pub fn totals(&self, tier: Tier, department: Department, pack: PackNumber) -> Totals {
        self.slab(tier, department)
            .map(|slab| slab.totals(pack))
            .unwrap_or_default()
    }

    /// The sites and site-days that the sums of a tier in a department rest on.
    pub fn base(&self, tier: Tier, department: Department) -> Base {
        self.slab(tier, department)
            .map(Base::of)
            .unwrap_or_default()
    }

    fn slab(&self, tier: Tier, department: Department) -> Option<&Slab> {
        self.slabs
            .get(slab_index(tier, department))
            .and_then(Option::as_deref)
    }

    fn is_of_a_window(&self, day: Day) -> bool {
        self.latest
            .is_some_and(|latest| (0..LONGEST_WINDOW_DAYS).contains(&latest.days_since(day)))
    }

    /// National sums of every pack for one tier, in order of pack number.
    pub fn national(&self, tier: Tier) -> impl ExactSizeIterator<Item = Totals> {
        self.national_slab(tier).all()
    }

    /// The sites and site-days that the national sums of a tier rest on.
    pub fn national_base(&self, tier: Tier) -> Base {
        Base::of(self.national_slab(tier))
    }

    fn national_slab(&self, tier: Tier) -> &Slab {
        let [pharmacy, hospital, wholesaler, depositary, company] = &self.national;
        match tier {
            Tier::Pharmacy => pharmacy,
            Tier::Hospital => hospital,
            Tier::Wholesaler => wholesaler,
            Tier::Depositary => depositary,
            Tier::Company => company,
        }
    }

    /// Cover of every pack in a tier, nation-wide, at the demand of a window: the question of the national board.
    pub fn national_cover(&self, tier: Tier, window: Window, out: &mut Vec<Cover>) {
        let base = self.national_base(tier);
        out.clear();
        out.extend(
            self.national(tier)
                .map(|totals| base.cover(&totals, window)),
        );
    }

    /// Who reported for a day, by tier and department; `None` for days that have not begun or are no longer in memory.
    /// A day of the longest window for which nobody reported has its expected sites and no received ones.
    pub fn completeness(&self, day: Day) -> Option<Vec<(Tier, Department, Completeness)>> {
        let of_slab = |slab, completeness| {
            (
                super::tier_of_slab(slab),
                super::department_of_slab(slab),
                completeness,
            )
        };
        self.by_slab(day, |slabs| {
            slabs
                .filter(|(_, of)| of.expected > 0 || of.received > 0)
                .map(|(slab, of)| of_slab(slab, of))
                .collect()
        })
    }

    /// Who reported for the latest day, over all tiers.
    pub fn national_completeness(&self) -> Completeness {
        let sum = |slabs: &mut dyn Iterator<Item = (usize, Completeness)>| {
            slabs
                .map(|(_, of)| of)
                .fold(Completeness::default(), Completeness::plus)
        };
        self.latest
            .and_then(|day| self.by_slab(day, sum))
            .unwrap_or_default()
    }

    fn by_slab<T>(
        &self,
        day: Day,
        take: impl FnOnce(&mut dyn Iterator<Item = (usize, Completeness)>) -> T,
    ) -> Option<T> {
        let received = match self.reported.get(&day) {
            Some(received) => received.as_slice(),
            None if self.is_of_a_window(day) => &[0; SLABS],
            None => return None,
        };
        let expected = self.expected(day);
        let slabs = expected.iter().zip(received);
        let mut slabs = slabs
            .map(|(&expected, &received)| Completeness { expected, received })
            .enumerate();
        Some(take(&mut slabs))
    }
}

/// What sums of stock and sales rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Base {
    /// Sites with a known position.
    pub sites: u32,
    /// Site-days that stated sales in the last 7 days.
    pub site_days_7: u32,
    /// Site-days that stated sales in the last 28 days.
    pub site_days_28: u32,
}

impl Base {
    const fn of(slab: &Slab) -> Self {
        Self {
            sites: slab.sites,
            site_days_7: slab.site_days_7,
            site_days_28: slab.site_days_28,
        }
    }

    /// Mean daily demand: boxes sold in the window, divided by the site-days that stated sales, times the sites whose
    /// stock is counted. With full reporting this is boxes sold divided by days; a site that does not report is not
    /// read as zero.
    #[inline]
    pub fn demand(&self, totals: &Totals, window: Window) -> Demand {
        let (sold, site_days) = self.sold(totals, window);
        if site_days == 0 {
            return Demand::Unknown;
        }
        Demand::BoxesPerDay(sold as f64 / f64::from(site_days) * f64::from(self.sites))
    }

    /// Days that the stock lasts at the demand of the window: stock divided by [`Self::demand`], with one division and
    /// without a branch, as it is asked of all packs at once.
    #[inline]
    pub fn cover(&self, totals: &Totals, window: Window) -> Cover {
        let (sold, site_days) = self.sold(totals, window);
        if site_days == 0 {
            return Cover::Unknown;
        }
        let days =
            totals.on_hand as f64 * f64::from(site_days) / (sold as f64 * f64::from(self.sites));
        // Nothing sold: infinite, or not a number when there is no stock either.
        if days.is_finite() {
            Cover::Days(days)
        } else {
            Cover::NoDemand
        }
    }

    #[inline]
    const fn sold(&self, totals: &Totals, window: Window) -> (u64, u32) {
        match window {
            Window::SevenDays => (totals.sold_7_days, self.site_days_7),
            Window::TwentyEightDays => (totals.sold_28_days, self.site_days_28),
        }
    }

    /// Of two sets of sites together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            sites: self.sites + other.sites,
            site_days_7: self.site_days_7 + other.site_days_7,
            site_days_28: self.site_days_28 + other.site_days_28,
        }
    }
}
