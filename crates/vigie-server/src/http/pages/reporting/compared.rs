//! The stock of one site beside what its neighbours have: the rows of its page.

use std::collections::HashSet;

use vigie_model::{Day, PackNumber, Tier};
use vigie_pages::reporting::{Beside, Nearby, OwnRow, OwnStock, StockFilter};
use vigie_pages::{CoverThresholds, Known, UnknownReason};
use vigie_stock::history::PATIENT_TIERS;
use vigie_stock::picture::{Demand, Picture, Scope};

use super::own::{Own, OwnPack, SHORT_BELOW_DAYS, flows_of};
use super::ranking::{RankedPack, Ranking};
use super::send::read_pack;
use crate::confidential::{Discretion, Hidden};
use crate::http::pack_set::HiddenByPack;
use crate::http::pages::listing::Listing;
use crate::http::pages::stock::{Cell, known_cover};

/// Rows on one page.
const ON_A_PAGE: usize = 100;
/// Medicines that a text may find in a stock.
const MOST_FOUND: usize = 500;

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

/// The stock of a site beside its neighbours'.
pub struct Compared<'a> {
    /// The stock.
    pub own: Own<'a>,
    /// Its packs in order.
    pub ranking: &'a Ranking,
    /// What everybody has.
    pub picture: &'a Picture,
    /// What of it may not be shown, counted a little while ago.
    pub hidden: &'a HiddenByPack,
    /// What the public may see.
    pub discretion: Discretion,
    /// Today.
    pub today: Day,
}

impl Compared<'_> {
    /// A page of the packs that are wanted.
    pub fn page(&self, wanted: &Wanted) -> OwnStock {
        let chosen = self.chosen(wanted);
        let listing = Listing::at(self.own.catalogue, self.today);
        let shown = chosen.iter().skip(wanted.from).take(ON_A_PAGE);
        let packs = shown.filter_map(|number| self.own.pack(*number));
        OwnStock {
            filter: wanted.filter,
            counts: self.counts(),
            query: wanted.query.clone(),
            rows: packs.map(|pack| self.row(&pack, listing)).collect(),
            first: wanted.from as u64,
            total: chosen.len() as u64,
            on_a_page: ON_A_PAGE as u64,
            thresholds: thresholds(self.own.site.tier),
        }
    }

    /// The packs of a filter, or those that a text finds.
    fn chosen(&self, wanted: &Wanted) -> Vec<PackNumber> {
        if wanted.query.is_empty() {
            let filtered = self.filtered(wanted.filter);
            return filtered.map(|pack| pack.number).collect();
        }
        let found = self.search(&wanted.query);
        let numbers = self.ranking.packs.iter().map(|pack| pack.number);
        numbers.filter(|number| found.contains(number)).collect()
    }

    fn filtered(&self, filter: StockFilter) -> impl Iterator<Item = &RankedPack> {
        self.ranking.packs.iter().filter(move |pack| match filter {
            StockFilter::All => true,
            StockFilter::Zero => pack.is_zero,
            StockFilter::Short => pack.is_short,
            StockFilter::Elsewhere => pack.is_short && self.is_nearby(pack.number),
        })
    }

    /// The filters that make sense for the tier, with how many packs each has.
    fn counts(&self) -> Vec<(StockFilter, u64)> {
        let has_neighbours = PATIENT_TIERS.contains(&self.own.site.tier);
        let filters = StockFilter::ALL.into_iter();
        filters
            .filter(|filter| has_neighbours || *filter != StockFilter::Elsewhere)
            .map(|filter| (filter, self.filtered(filter).count() as u64))
            .collect()
    }

    fn search(&self, text: &str) -> HashSet<PackNumber> {
        let (catalogue, table) = (self.own.catalogue, self.own.table);
        if let Some(code) = read_pack(text) {
            return table.number(code).into_iter().collect();
        }
        let hits = catalogue.search(text, MOST_FOUND).hits;
        let medicines = hits
            .into_iter()
            .filter_map(|hit| catalogue.medicine(hit.cis));
        let numbers = medicines.flat_map(|medicine| {
            let packs = medicine.packs();
            let numbers = packs.filter_map(|pack| table.number(pack.cip13()));
            numbers.collect::<Vec<_>>()
        });
        numbers.collect()
    }

    /// Whether the nearest sums that are public tell of a week of the pack.
    fn is_nearby(&self, pack: PackNumber) -> bool {
        let Some(hidden) = self.hidden.get(pack) else {
            return false;
        };
        let (cell, _) = self.nearest(pack, hidden);
        let is_held = cell.holding.value().is_some_and(|sites| sites > 0);
        is_held
            && cell
                .cover
                .value()
                .is_some_and(|days| days >= SHORT_BELOW_DAYS)
    }

    /// The sums of the site's tier in the smallest part of the country where they are public, and the name of that
    /// part; the nation's, shown or hidden, when no other is.
    fn nearest(&self, pack: PackNumber, hidden: &Hidden) -> (Cell, Option<&'static str>) {
        let (tier, department) = (self.own.site.tier, self.own.site.department);
        let region = department.region();
        let places = [
            (Scope::Department(department), Some(department.name())),
            (Scope::Region(region), Some(region.name())),
        ];
        let shown = places.into_iter().find(|(scope, _)| !hidden.hides(*scope));
        let (scope, name) = shown.unwrap_or((Scope::Nation, None));
        let sums = self.picture.sums(tier, scope, pack);
        (Cell::of_sums(&sums, hidden.hides(scope)), name)
    }

    fn row(&self, pack: &OwnPack, listing: Listing<'_>) -> OwnRow {
        let (name, label) = self.own.names(pack);
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
            flows: flows_of(self.own.position, pack.number),
            beside: self.beside(pack),
        }
    }

    fn beside(&self, pack: &OwnPack) -> Beside {
        if let Some(company) = pack.company {
            return Beside::Company(company);
        }
        let tier = self.own.site.tier;
        if !PATIENT_TIERS.contains(&tier) {
            return Beside::Nothing;
        }
        let hidden = self.discretion.hidden(self.picture, tier, pack.number);
        let (cell, place) = self.nearest(pack.number, &hidden);
        Beside::Nearby(Nearby {
            place,
            holding: cell.holding,
            carrying: cell.carrying,
            cover_days: cell.cover,
        })
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
