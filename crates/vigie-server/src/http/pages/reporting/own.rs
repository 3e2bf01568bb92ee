//! The stock of one site, judged by its own sales, by its neighbours and by the law.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::ToSpan;
use parking_lot::Mutex;
use vigie_catalogue::{Catalogue, SALES_BASIS_DAYS, SafetyStockRule, StockDuration};
use vigie_model::{Cip13, Cis, Day, PackNumber, ReportNumber, Site, SiteNumber, Tier};
use vigie_pages::reporting::{
    Beside, CompanyStock, LegalDuration, Nearby, OwnFlows, OwnRow, OwnStock, Projection,
    StockFilter,
};
use vigie_pages::{CoverThresholds, Known, UnknownReason};
use vigie_stock::PackTable;
use vigie_stock::history::PATIENT_TIERS;
use vigie_stock::picture::{Cover, Demand, Picture, Position, Scope, SiteSales};

use super::send::read_pack;
use crate::http::App;
use crate::http::confidential::Hidden;
use crate::http::pages::listing::Listing;
use crate::http::pages::stock::{Cell, carrying, known_cover};
use crate::system::SystemError;

/// Rows on one page.
const ON_A_PAGE: usize = 100;
/// Below this many days at the site's own sales a pack is soon short. Pharmacies are supplied twice a day: a week is
/// what one can wait for.
const SHORT_BELOW_DAYS: f64 = 7.0;
/// Days over which own sales are averaged.
const SALES_DAYS: i32 = 28;
/// Twelfths of a year.
const MONTHS_OF_A_YEAR: f64 = 12.0;
/// Medicines that a text may find in a stock.
const MOST_FOUND: usize = 500;
/// Sites whose sales are kept in memory.
const SITES_KEPT: usize = 256;

/// What a site sold: in the window of demand, and in the year of the law.
#[derive(Debug, Clone, Default)]
pub struct OwnSales {
    recent: SiteSales,
    year: SiteSales,
}

/// Sales of the sites that were looked at last, each as of a report.
#[derive(Debug, Default)]
pub struct OwnMemory(Mutex<HashMap<SiteNumber, (ReportNumber, Arc<OwnSales>)>>);

impl OwnMemory {
    /// The sales of a site up to the day of its stock, read again when it has reported since.
    pub async fn sales(
        &self,
        app: &App,
        site: &Site,
        day: Day,
        newest: ReportNumber,
    ) -> Result<Arc<OwnSales>, SystemError> {
        if let Some((kept_at, kept)) = self.0.lock().get(&site.number)
            && *kept_at == newest
        {
            return Ok(Arc::clone(kept));
        }
        let of_law = if site.tier == Tier::Company {
            SALES_BASIS_DAYS as i32
        } else {
            SALES_DAYS
        };
        let read = app
            .system
            .read_site_sales(site.number, day, [SALES_DAYS, of_law]);
        let [recent, year] = read.await?;
        let sales = Arc::new(OwnSales { recent, year });
        let mut kept = self.0.lock();
        if kept.len() >= SITES_KEPT {
            kept.clear();
        }
        kept.insert(site.number, (newest, Arc::clone(&sales)));
        Ok(sales)
    }
}

/// One pack on the site.
#[derive(Debug, Clone, Copy)]
pub struct OwnPack {
    number: PackNumber,
    /// Its code.
    pub cip13: Cip13,
    cis: Option<Cis>,
    /// Boxes on hand.
    pub on_hand: u64,
    /// Boxes sold a day.
    pub demand: Demand,
    /// Days that the stock lasts.
    pub cover: Cover,
    /// Of major therapeutic interest.
    is_major: bool,
    company: Option<CompanyStock>,
}

/// What is looked for in the stock.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Which packs.
    pub filter: StockFilter,
    /// A text.
    pub query: String,
    /// Place of the first row.
    pub from: usize,
}

/// The whole stock of a site.
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
    /// Today.
    pub today: Day,
    /// Fewest sites of a public sum.
    pub fewest_sites: u32,
}

impl Own<'_> {
    /// All packs, those that run out first on top.
    pub fn packs(&self) -> Vec<OwnPack> {
        let cells = self.position.cells.iter();
        let mut packs: Vec<OwnPack> = cells
            .filter_map(|cell| {
                let cip13 = self.table.code(cell.pack)?;
                Some(self.pack(cell.pack, cip13, cell.on_hand.into()))
            })
            .collect();
        packs.sort_by(|left, right| {
            let order = urgency(left).partial_cmp(&urgency(right));
            order
                .unwrap_or(std::cmp::Ordering::Equal)
                .then(left.cip13.cmp(&right.cip13))
        });
        packs
    }

    fn pack(&self, number: PackNumber, cip13: Cip13, on_hand: u64) -> OwnPack {
        let cis = self.catalogue.pack(cip13).map(vigie_catalogue::Pack::cis);
        let is_major = cis.is_some_and(|cis| self.catalogue.is_major_therapeutic_interest(cis));
        let demand = self.sales.recent.demand(number);
        let is_company = self.site.tier == Tier::Company;
        OwnPack {
            number,
            cip13,
            cis,
            on_hand,
            demand,
            cover: Cover::of(on_hand, demand),
            is_major,
            company: is_company.then(|| self.company_stock(number, on_hand, is_major)),
        }
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

    /// The packs of a filter, or those that a text finds.
    pub fn filtered(&self, packs: &[OwnPack], wanted: &Wanted, picture: &Picture) -> Vec<OwnPack> {
        let chosen = packs.iter().copied();
        if !wanted.query.is_empty() {
            let found = self.search(&wanted.query);
            return chosen.filter(|pack| found.holds(pack)).collect();
        }
        match wanted.filter {
            StockFilter::All => chosen.collect(),
            StockFilter::Zero => chosen.filter(|pack| pack.on_hand == 0).collect(),
            StockFilter::Short => chosen.filter(is_short).collect(),
            StockFilter::Elsewhere => chosen
                .filter(|pack| is_short(pack) && self.is_nearby(picture, pack.number))
                .collect(),
        }
    }

    /// The filters that make sense for the tier, with how many packs each has.
    pub fn counts(&self, packs: &[OwnPack], picture: &Picture) -> Vec<(StockFilter, u64)> {
        let has_neighbours = PATIENT_TIERS.contains(&self.site.tier);
        let filters = StockFilter::ALL.into_iter();
        filters
            .filter(|filter| has_neighbours || *filter != StockFilter::Elsewhere)
            .map(|filter| {
                let wanted = Wanted {
                    filter,
                    ..Wanted::default()
                };
                (filter, self.filtered(packs, &wanted, picture).len() as u64)
            })
            .collect()
    }

    fn search(&self, text: &str) -> FoundPacks {
        if let Some(code) = read_pack(text) {
            return FoundPacks::Code(code);
        }
        let hits = self.catalogue.search(text, MOST_FOUND).hits;
        FoundPacks::Medicines(hits.into_iter().map(|hit| hit.cis).collect())
    }

    /// Whether the nearest sums that are public tell of a week of the pack.
    fn is_nearby(&self, picture: &Picture, pack: PackNumber) -> bool {
        let (cell, _) = self.nearest(picture, pack);
        let is_held = cell.holding.value().is_some_and(|sites| sites > 0);
        is_held
            && cell
                .cover
                .value()
                .is_some_and(|days| days >= SHORT_BELOW_DAYS)
    }

    /// The sums of the site's tier in the smallest part of the country where they are public, and the name of that
    /// part; the nation's, shown or hidden, when no other is.
    fn nearest(&self, picture: &Picture, pack: PackNumber) -> (Cell, Option<&'static str>) {
        let (tier, department) = (self.site.tier, self.site.department);
        let hidden = Hidden::from_counts(self.fewest_sites, |department| {
            carrying(picture.totals(tier, department, pack))
        });
        let region = department.region();
        let places = [
            (Scope::Department(department), Some(department.name())),
            (Scope::Region(region), Some(region.name())),
        ];
        let shown = places.into_iter().find(|(scope, _)| !hidden.hides(*scope));
        let (scope, name) = shown.unwrap_or((Scope::Nation, None));
        let sums = picture.sums(tier, scope, pack);
        (Cell::of_sums(&sums, hidden.hides(scope)), name)
    }

    /// A page of some packs.
    pub fn page(
        &self,
        packs: &[OwnPack],
        wanted: &Wanted,
        counts: Vec<(StockFilter, u64)>,
        picture: &Picture,
    ) -> OwnStock {
        let listing = Listing::at(self.catalogue, self.today);
        let rows = packs.iter().skip(wanted.from).take(ON_A_PAGE);
        OwnStock {
            filter: wanted.filter,
            counts,
            query: wanted.query.clone(),
            rows: rows.map(|pack| self.row(pack, listing, picture)).collect(),
            first: wanted.from as u64,
            total: packs.len() as u64,
            on_a_page: ON_A_PAGE as u64,
            thresholds: thresholds(self.site.tier),
        }
    }

    fn row(&self, pack: &OwnPack, listing: Listing<'_>, picture: &Picture) -> OwnRow {
        let (name, label) = self.names(pack);
        OwnRow {
            cis: pack.cis.map(|cis| cis.to_string()).unwrap_or_default(),
            cip13: pack.cip13.to_string(),
            name,
            pack: label,
            major_therapeutic_interest: pack.is_major,
            availability: match pack.cis {
                Some(cis) => listing.situation_of_pack(cis, pack.cip13),
                None => Known::Unknown(UnknownReason::NotPublished),
            },
            on_hand: pack.on_hand,
            per_day: known_demand(pack.demand),
            lasts_days: known_cover(pack.cover),
            flows: flows_of(self.position, pack.number),
            beside: self.beside(pack, picture),
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

    fn beside(&self, pack: &OwnPack, picture: &Picture) -> Beside {
        if let Some(company) = pack.company {
            return Beside::Company(company);
        }
        if !PATIENT_TIERS.contains(&self.site.tier) {
            return Beside::Nothing;
        }
        let (cell, place) = self.nearest(picture, pack.number);
        Beside::Nearby(Nearby {
            place,
            holding: cell.holding,
            carrying: cell.carrying,
            cover_days: cell.cover,
        })
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

/// The packs that a text finds.
enum FoundPacks {
    Code(Cip13),
    Medicines(HashSet<Cis>),
}

impl FoundPacks {
    fn holds(&self, pack: &OwnPack) -> bool {
        match self {
            Self::Code(code) => pack.cip13 == *code,
            Self::Medicines(medicines) => pack.cis.is_some_and(|cis| medicines.contains(&cis)),
        }
    }
}

/// Whether a pack is soon short: below the legal minimum or running out, for a company; less than a week, elsewhere.
pub fn is_short(pack: &OwnPack) -> bool {
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

/// Days from which a stock is labelled: a week and three days where patients come, the months of the law for others.
fn thresholds(tier: Tier) -> CoverThresholds {
    let [satisfactory_from_days, watch_from_days] = match tier {
        Tier::Company => [60.0, 30.0],
        _ => [SHORT_BELOW_DAYS, 3.0],
    };
    CoverThresholds {
        satisfactory_from_days,
        watch_from_days,
    }
}

const fn known_demand(demand: Demand) -> Known<f64> {
    match demand {
        Demand::BoxesPerDay(boxes) => Known::Value(boxes),
        Demand::Unknown => Known::Unknown(UnknownReason::NotReported),
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
