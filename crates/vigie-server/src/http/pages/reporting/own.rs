//! The stock of one site, judged by its own sales and by the law.

use jiff::ToSpan;
use vigie_catalogue::{Catalogue, SALES_BASIS_DAYS, SafetyStockRule, StockDuration};
use vigie_model::{Cip13, Cis, Day, PackNumber, Site, Tier};
use vigie_pages::reporting::{CompanyStock, LegalDuration, OwnFlows, Projection};
use vigie_pages::{Known, UnknownReason};
use vigie_stock::PackTable;
use vigie_stock::picture::{Cover, Demand, Position, SiteSales};

use super::ranking::RankedPack;
use crate::http::App;
use crate::http::pages::stock::known_cover;
use crate::system::SystemError;

/// Below this many days at the site's own sales a pack is soon short. Pharmacies are supplied twice a day: a week is
/// what one can wait for.
pub const SHORT_BELOW_DAYS: f64 = 7.0;
/// Days over which own sales are averaged.
const SALES_DAYS: i32 = 28;
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
    pub async fn read(app: &App, site: &Site, day: Day) -> Result<Self, SystemError> {
        let system = &app.system;
        if site.tier == Tier::Company {
            let windows_days = [SALES_DAYS, SALES_BASIS_DAYS as i32];
            let read = system.read_site_sales(site.number, day, windows_days);
            let [recent, year] = read.await?;
            return Ok(Self { recent, year });
        }
        let [recent] = system
            .read_site_sales(site.number, day, [SALES_DAYS])
            .await?;
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
}

/// The stock of a site.
#[derive(Clone, Copy)]
pub struct Own<'a> {
    /// The site.
    pub site: &'a Site,
    /// Its last position.
    pub position: &'a Position,
    /// What it sold.
    pub sales: &'a OwnSales,
    /// What is known of medicines.
    pub catalogue: &'a Catalogue,
    /// Numbers of packs.
    pub table: &'a PackTable,
}

impl Own<'_> {
    /// All packs, those that run out first on top.
    pub fn rank(&self) -> Vec<RankedPack> {
        let cells = self.position.cells.iter();
        let mut packs: Vec<OwnPack> = cells.filter_map(|cell| self.pack(cell.pack)).collect();
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

    /// A pack that the site carries.
    pub fn pack(&self, number: PackNumber) -> Option<OwnPack> {
        let on_hand: u64 = self.position.on_hand(number)?.into();
        let cip13 = self.table.code(number)?;
        let cis = self.catalogue.pack(cip13).map(vigie_catalogue::Pack::cis);
        let is_major = cis.is_some_and(|cis| self.catalogue.is_major_therapeutic_interest(cis));
        let demand = self.sales.recent.demand(number);
        let is_company = self.site.tier == Tier::Company;
        Some(OwnPack {
            number,
            cip13,
            cis,
            on_hand,
            demand,
            cover: Cover::of(on_hand, demand),
            is_major,
            company: is_company.then(|| self.company_stock(number, on_hand, is_major)),
        })
    }

    fn company_stock(&self, number: PackNumber, on_hand: u64, is_major: bool) -> CompanyStock {
        let year = &self.sales.year;
        let (sold, days) = (year.sold(number), year.days_stated);
        let rule = SafetyStockRule::on(self.position.day, is_major);
        let boxes = rule.and_then(|rule| rule.boxes(sold, days));
        let a_month = f64::from(SALES_BASIS_DAYS) / MONTHS_OF_A_YEAR;
        CompanyStock {
            sold,
            days,
            months: known_cover(year.cover(number, on_hand)).map(|days| days / a_month),
            legal: rule.map(|rule| match rule.duration {
                StockDuration::Months(months) => LegalDuration::Months(months),
                StockDuration::Days(days) => LegalDuration::Days(days),
            }),
            legal_boxes: Known::from_option(boxes, UnknownReason::NotReported),
            projection: self.projection(number, on_hand),
        }
    }

    fn projection(&self, number: PackNumber, on_hand: u64) -> Projection {
        let forecasts = &self.position.forecasts;
        let found = forecasts.binary_search_by_key(&number, |line| line.pack);
        let Some(line) = found.ok().and_then(|place| forecasts.get(place)) else {
            return Projection::Unknown;
        };
        let months = line.forecast.projected_stock(on_hand);
        let first_empty = months
            .iter()
            .position(|left| left.is_some_and(|boxes| boxes < 0));
        match first_empty {
            Some(place) => Projection::RunsOut(month_after(self.position.day, place + 1)),
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
