//! What can be asked of the picture: read from sums, never by scanning lines.

use serde::Serialize;
use vigie_model::{Day, Department, PackNumber, Region, Tier};

use super::slab::{FlowTotals, Slab, Totals};
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
    /// Sites with a known position.
    pub sites: u32,
    /// Site-days that stated sales in the last 7 days.
    pub site_days_7: u32,
    /// Site-days that stated sales in the last 28 days.
    pub site_days_28: u32,
}

impl Sums {
    fn of(slab: &Slab, pack: PackNumber) -> Self {
        Self {
            totals: slab.totals(pack),
            flows: slab.flows(pack),
            sites: slab.sites,
            site_days_7: slab.site_days_7,
            site_days_28: slab.site_days_28,
        }
    }

    /// The sum over two sets of sites of one tier.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            totals: self.totals.plus(other.totals),
            flows: self.flows.plus(other.flows),
            sites: self.sites + other.sites,
            site_days_7: self.site_days_7 + other.site_days_7,
            site_days_28: self.site_days_28 + other.site_days_28,
        }
    }

    /// Mean daily demand: boxes sold in the window, divided by the site-days that stated sales, times the sites whose
    /// stock is counted. With full reporting this is boxes sold divided by days; a site that does not report is not
    /// read as zero.
    pub fn demand(&self, window: Window) -> Demand {
        let (sold, site_days) = match window {
            Window::SevenDays => (self.totals.sold_7_days, self.site_days_7),
            Window::TwentyEightDays => (self.totals.sold_28_days, self.site_days_28),
        };
        demand(sold, site_days, self.sites)
    }

    /// Days that the stock lasts at the demand of the window.
    pub fn cover(&self, window: Window) -> Cover {
        Cover::of(self.totals.on_hand, self.demand(window))
    }
}

fn demand(sold: u64, site_days: u32, sites: u32) -> Demand {
    if site_days == 0 {
        return Demand::Unknown;
    }
    Demand::BoxesPerDay(sold as f64 / f64::from(site_days) * f64::from(sites))
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
                .map(|slab| Sums::of(slab, pack))
                .unwrap_or_default(),
            Scope::Department(department) => self
                .slab(tier, department)
                .map(|slab| Sums::of(slab, pack))
                .unwrap_or_default(),
            Scope::Region(region) => region
                .departments()
                .map(|department| self.sums(tier, Scope::Department(department), pack))
                .fold(Sums::default(), Sums::plus),
        }
    }

    fn slab(&self, tier: Tier, department: Department) -> Option<&Slab> {
        self.slabs.get(slab_index(tier, department))?.as_deref()
    }

    fn is_of_a_window(&self, day: Day) -> bool {
        self.latest
            .is_some_and(|latest| (0..LONGEST_WINDOW_DAYS).contains(&latest.days_since(day)))
    }

    /// National sums of every pack for one tier, in order of pack number, with the sites and site-days they rest on.
    pub fn national(&self, tier: Tier) -> NationalSums<'_> {
        self.national.get(tier.index()).map_or(
            NationalSums {
                totals: &[],
                sites: 0,
                site_days_7: 0,
                site_days_28: 0,
            },
            |slab| NationalSums {
                totals: slab.all(),
                sites: slab.sites,
                site_days_7: slab.site_days_7,
                site_days_28: slab.site_days_28,
            },
        )
    }

    /// Cover of every pack in a tier, nation-wide, at the demand of a window: the question of the national board.
    pub fn national_cover(&self, tier: Tier, window: Window, out: &mut Vec<Cover>) {
        let national = self.national(tier);
        out.clear();
        out.extend(
            national
                .totals
                .iter()
                .map(|totals| national.cover(*totals, window)),
        );
    }

    /// Who reported for a day, by tier and department; `None` for days that have not begun or are no longer in memory.
    /// A day of the longest window for which nobody reported has its expected sites and no received ones.
    pub fn completeness(&self, day: Day) -> Option<Vec<(Tier, Department, Completeness)>> {
        let nobody = [0; SLABS];
        let received = match self.reported.get(&day) {
            Some(received) => received.as_slice(),
            None if self.is_of_a_window(day) => &nobody,
            None => return None,
        };
        let expected = self.expected(day);
        let slabs = expected.iter().zip(received).enumerate();
        Some(
            slabs
                .filter(|(_, (expected, received))| **expected > 0 || **received > 0)
                .map(|(slab, (&expected, &received))| {
                    (
                        super::tier_of_slab(slab),
                        super::department_of_slab(slab),
                        Completeness { expected, received },
                    )
                })
                .collect(),
        )
    }
}

/// National sums of every pack for one tier.
#[derive(Debug, Clone, Copy)]
pub struct NationalSums<'a> {
    /// By pack number.
    pub totals: &'a [Totals],
    /// Sites with a known position.
    pub sites: u32,
    /// Site-days that stated sales in the last 7 days.
    pub site_days_7: u32,
    /// Site-days that stated sales in the last 28 days.
    pub site_days_28: u32,
}

impl NationalSums<'_> {
    /// Mean daily demand of one pack.
    pub fn demand(&self, totals: Totals, window: Window) -> Demand {
        match window {
            Window::SevenDays => demand(totals.sold_7_days, self.site_days_7, self.sites),
            Window::TwentyEightDays => demand(totals.sold_28_days, self.site_days_28, self.sites),
        }
    }

    /// Cover of one pack.
    pub fn cover(&self, totals: Totals, window: Window) -> Cover {
        Cover::of(totals.on_hand, self.demand(totals, window))
    }
}
