//! The stock of one site, or of several together, judged by their own sales and by the law.

use jiff::ToSpan;
use vigie_catalogue::{Catalogue, SALES_BASIS_DAYS, SafetyStockRule, StockDuration};
use vigie_model::{Cip13, Cis, Day, PackNumber, SiteNumber, Tier};
use vigie_pages::reporting::{CompanyStock, LegalDuration, OwnFlows, Projection, SummedOver};
use vigie_pages::{Known, UnknownReason};
use vigie_stock::picture::{Cover, Demand, Position, SiteSales};
use vigie_stock::{Forecast, PackTable};

use super::ranking::RankedPack;
use crate::http::App;
use crate::http::pages::stock::known_cover;
use crate::system::SystemError;

/// Below this many days at the site's own sales a pack is soon short. Pharmacies are supplied twice a day: a week is
/// what one can wait for.
pub const SHORT_BELOW_DAYS: f64 = 7.0;
/// Days over which own sales are averaged.
pub const SALES_DAYS: i32 = 28;
/// Twelfths of a year.
const MONTHS_OF_A_YEAR: f64 = 12.0;

/// What a site sold: in the window of demand and, for a company, in the year of the law.
#[derive(Debug, Clone, Default)]
pub struct OwnSales {
    recent: SiteSales,
    year: SiteSales,
}

impl OwnSales {
    /// The sales of a site up to the day of its stock.
    pub async fn read(
        app: &App,
        tier: Tier,
        site: SiteNumber,
        day: Day,
    ) -> Result<Self, SystemError> {
        let system = &app.system;
        if tier == Tier::Company {
            let windows_days = [SALES_DAYS, SALES_BASIS_DAYS as i32];
            let [recent, year] = system.read_site_sales(site, day, windows_days).await?;
            return Ok(Self { recent, year });
        }
        let [recent] = system.read_site_sales(site, day, [SALES_DAYS]).await?;
        Ok(Self {
            recent,
            year: SiteSales::default(),
        })
    }
}

/// One pack on the site.
#[derive(Debug, Clone, Copy)]
pub struct OwnPack {
    /// Its number.
    pub number: PackNumber,
    /// Its code.
    pub cip13: Cip13,
    /// Its medicine, when the catalogue knows it.
    pub cis: Option<Cis>,
    /// Boxes on hand.
    pub on_hand: u64,
    /// Boxes sold a day.
    pub demand: Demand,
    /// Days that the stock lasts.
    pub cover: Cover,
    /// Of major therapeutic interest.
    pub is_major: bool,
    /// Beside the legal minimum, for a company.
    pub company: Option<CompanyStock>,
    /// What else is stated.
    pub flows: OwnFlows,
    /// What the sums rest on, over several sites.
    pub over: Option<SummedOver>,
}

/// The last stock of one site, and what it sold.
#[derive(Clone, Copy)]
pub struct Part<'a> {
    /// Its last position.
    pub position: &'a Position,
    /// What it sold.
    pub sales: &'a OwnSales,
}

impl Part<'_> {
    /// Boxes on hand; `None` when the site does not carry the pack.
    fn on_hand(&self, number: PackNumber) -> Option<u64> {
        self.position.on_hand(number).map(u64::from)
    }

    /// Whether the site carries the pack or sold some.
    fn knows(&self, number: PackNumber) -> bool {
        self.on_hand(number).is_some()
            || self.sales.recent.sold(number) > 0
            || self.sales.year.sold(number) > 0
    }

    /// The forecast, as it stands in the month of a later day.
    fn forecast(&self, number: PackNumber, day: Day) -> Option<Forecast> {
        let forecasts = &self.position.forecasts;
        let found = forecasts.binary_search_by_key(&number, |line| line.pack);
        let line = forecasts.get(found.ok()?)?;
        let months = month_of(day).saturating_sub(month_of(self.position.day));
        Some(line.forecast.later(months))
    }
}

/// Sites whose stocks are added up, beside those that are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summed {
    /// The latest day of the country.
    pub latest: Day,
    /// Sites that have never reported.
    pub silent: u32,
}

/// The stock of a site, or the sum of the stocks of several sites of one tier.
pub struct Own<'a> {
    /// Place in the chain.
    pub tier: Tier,
    /// The latest day of their stocks.
    pub day: Day,
    /// Each site that has reported.
    pub parts: Vec<Part<'a>>,
    /// For a sum over several sites.
    pub summed: Option<Summed>,
    /// What is known of medicines.
    pub catalogue: &'a Catalogue,
    /// Numbers of packs.
    pub table: &'a PackTable,
}

impl Own<'_> {
    /// All packs, those that run out first on top.
    pub fn rank(&self) -> Vec<RankedPack> {
        let numbers = self.numbers().into_iter();
        let mut packs: Vec<OwnPack> = numbers.filter_map(|number| self.pack(number)).collect();
        packs.sort_by(|left, right| {
            let order = urgency(left).partial_cmp(&urgency(right));
            order
                .unwrap_or(std::cmp::Ordering::Equal)
                .then(left.cip13.cmp(&right.cip13))
        });
        let ranked = packs.iter().map(|pack| RankedPack {
            number: pack.number,
            is_zero: pack.on_hand == 0,
            is_short: is_short(pack),
        });
        ranked.collect()
    }

    /// The packs that any of the sites carries.
    fn numbers(&self) -> Vec<PackNumber> {
        let cells = self
            .parts
            .iter()
            .flat_map(|part| part.position.cells.iter());
        let mut numbers: Vec<PackNumber> = cells.map(|cell| cell.pack).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// A pack that at least one of the sites carries.
    pub fn pack(&self, number: PackNumber) -> Option<OwnPack> {
        let parts = self.parts.iter().filter(|part| part.knows(number));
        let parts: Vec<&Part<'_>> = parts.collect();
        let held = parts.iter().filter_map(|part| part.on_hand(number));
        let on_hand: u64 = held.reduce(|sum, boxes| sum + boxes)?;
        let cip13 = self.table.code(number)?;
        let cis = self.catalogue.pack(cip13).map(vigie_catalogue::Pack::cis);
        let is_major = cis.is_some_and(|cis| self.catalogue.is_major_therapeutic_interest(cis));
        let demand = sum_of_demand(parts.iter().map(|part| part.sales.recent.demand(number)));
        let is_company = self.tier == Tier::Company;
        let company = || self.company_stock(&parts, number, on_hand, is_major);
        Some(OwnPack {
            number,
            cip13,
            cis,
            on_hand,
            demand,
            cover: Cover::of(on_hand, demand),
            is_major,
            company: is_company.then(company),
            flows: sum_of_flows(&parts, number),
            over: self.summed.map(|summed| summed.over(&parts, number)),
        })
    }

    fn company_stock(
        &self,
        parts: &[&Part<'_>],
        number: PackNumber,
        on_hand: u64,
        is_major: bool,
    ) -> CompanyStock {
        let years = parts.iter().map(|part| &part.sales.year);
        let (most_days, fewest_days) = years.clone().fold((0, u32::MAX), |(most, fewest), year| {
            (most.max(year.days_stated), fewest.min(year.days_stated))
        });
        let stretched = years.clone().map(|year| stretched(year, number, most_days));
        let rule = SafetyStockRule::on(self.day, is_major);
        let boxes = rule.and_then(|rule| rule.boxes(stretched.sum(), most_days));
        let demand = sum_of_demand(years.clone().map(|year| year.demand(number)));
        let a_month = f64::from(SALES_BASIS_DAYS) / MONTHS_OF_A_YEAR;
        CompanyStock {
            sold: years.map(|year| year.sold(number)).sum(),
            days: most_days,
            fewest_days: fewest_days.min(most_days),
            months: known_cover(Cover::of(on_hand, demand)).map(|days| days / a_month),
            legal: rule.map(|rule| match rule.duration {
                StockDuration::Months(months) => LegalDuration::Months(months),
                StockDuration::Days(days) => LegalDuration::Days(days),
            }),
            legal_boxes: Known::from_option(boxes, UnknownReason::NotReported),
            projection: self.projection(parts, number, on_hand),
        }
    }

    fn projection(&self, parts: &[&Part<'_>], number: PackNumber, on_hand: u64) -> Projection {
        let forecasts = parts
            .iter()
            .filter_map(|part| part.forecast(number, self.day));
        let Some(forecast) = forecasts.reduce(|sum, more| sum.plus(&more)) else {
            return Projection::Unknown;
        };
        let months = forecast.projected_stock(on_hand);
        let first_empty = months
            .iter()
            .position(|left| left.is_some_and(|boxes| boxes < 0));
        match first_empty {
            Some(place) => Projection::RunsOut(month_after(self.day, place + 1)),
            None if months.iter().all(Option::is_some) => Projection::Holds,
            None => Projection::Unknown,
        }
    }

    /// Names of the medicine and of the pack.
    pub fn names(&self, pack: &OwnPack) -> (String, String) {
        let known = self.catalogue.pack(pack.cip13);
        let medicine = pack.cis.and_then(|cis| self.catalogue.medicine(cis));
        let name = medicine.map(|medicine| medicine.name().to_owned());
        (
            name.unwrap_or_else(|| format!("CIP {}", pack.cip13)),
            known
                .map(|pack| pack.label().to_owned())
                .unwrap_or_default(),
        )
    }
}

/// What a site states of a pack beside its stock.
pub fn flows_of(position: &Position, pack: PackNumber) -> OwnFlows {
    let flows = &position.flows;
    let found = flows.binary_search_by_key(&pack, |line| line.pack);
    let line = found.ok().and_then(|place| flows.get(place));
    line.map_or_else(OwnFlows::default, |line| OwnFlows {
        ordered: line.flows.ordered_not_delivered.into(),
        in_transit: line.flows.in_transit.into(),
        expiring: line.flows.expiring.into(),
    })
}

impl Summed {
    fn over(self, parts: &[&Part<'_>], number: PackNumber) -> SummedOver {
        let count = |is_such: &dyn Fn(&Part<'_>) -> bool| {
            let such = parts.iter().filter(|part| is_such(part));
            such.count() as u32
        };
        SummedOver {
            sites: parts.len() as u32,
            current: count(&|part| part.position.day >= self.latest),
            selling: count(&|part| part.sales.recent.days_stated > 0),
            forecasting: count(&|part| part.forecast(number, part.position.day).is_some()),
            silent: self.silent,
        }
    }
}

/// What several sites sell a day: the sum over those that state it, unknown when none does.
fn sum_of_demand(demands: impl Iterator<Item = Demand>) -> Demand {
    demands.fold(Demand::Unknown, |sum, demand| match (sum, demand) {
        (Demand::BoxesPerDay(sum), Demand::BoxesPerDay(boxes)) => Demand::BoxesPerDay(sum + boxes),
        (Demand::Unknown, one) | (one, Demand::Unknown) => one,
    })
}

/// The boxes of a pack that a site sold, as if it had stated its sales on so many days; rounded up.
fn stretched(sales: &SiteSales, number: PackNumber, days: u32) -> u64 {
    if sales.days_stated == 0 {
        return 0;
    }
    let boxes = u128::from(sales.sold(number)) * u128::from(days);
    let boxes = boxes.div_ceil(u128::from(sales.days_stated));
    u64::try_from(boxes).unwrap_or(u64::MAX)
}

fn sum_of_flows(parts: &[&Part<'_>], number: PackNumber) -> OwnFlows {
    let flows = parts.iter().map(|part| flows_of(part.position, number));
    flows.fold(OwnFlows::default(), |sum, flows| OwnFlows {
        ordered: sum.ordered + flows.ordered,
        in_transit: sum.in_transit + flows.in_transit,
        expiring: sum.expiring + flows.expiring,
    })
}

/// Whether a pack is soon short: below the legal minimum or running out, for a company; less than a week, elsewhere.
fn is_short(pack: &OwnPack) -> bool {
    match pack.company {
        Some(company) => {
            let minimum = company.legal_boxes.value();
            minimum.is_some_and(|boxes| pack.on_hand < boxes)
                || matches!(company.projection, Projection::RunsOut(_))
        }
        None => pack
            .cover
            .days()
            .is_some_and(|days| days < SHORT_BELOW_DAYS),
    }
}

/// What comes first: nothing left of what is sold most, then the fewest days, then what is not sold or not known.
fn urgency(pack: &OwnPack) -> (u8, f64) {
    match (pack.demand, pack.cover) {
        (Demand::BoxesPerDay(boxes), Cover::Days(_)) if pack.on_hand == 0 => (0, -boxes),
        (_, Cover::Days(days)) => (1, days),
        (_, Cover::NoDemand) => (2, 0.0),
        (_, Cover::Unknown) => (3, 0.0),
    }
}

/// Months since the year 0.
fn month_of(day: Day) -> usize {
    let date = day.date();
    usize::try_from(i32::from(date.year()) * 12 + i32::from(date.month())).unwrap_or_default()
}

/// The first day of the month so many months after that of a day.
fn month_after(day: Day, months: usize) -> Day {
    let first = day.date().first_of_month();
    let later = first.checked_add((months as i64).months()).unwrap_or(first);
    Day::from_ymd(later.year(), later.month(), 1).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_third_month_after_november_is_february() {
        let day: Day = "2026-11-30".parse().unwrap();
        assert_eq!(month_after(day, 3).to_string(), "2027-02-01");
    }
}
