//! The stock of one site beside what its neighbours have, or of an organisation: the rows of its page.

use std::collections::HashSet;

use axum::response::Response;
use vigie_model::{Day, Department, PackNumber, Tier};
use vigie_pages::reporting::{Beside, Nearby, OwnRow, OwnStock, StockFilter};
use vigie_pages::{CoverThresholds, Known, UnknownReason};
use vigie_stock::picture::{Demand, Picture, Scope};

use super::own::{Own, OwnPack, SHORT_BELOW_DAYS};
use super::ranking::{RankedPack, Ranking};
use super::send::read_pack;
use crate::confidential::{Discretion, Hidden};
use crate::http::pack_set::HiddenByPack;
use crate::http::pages::asked::Asked;
use crate::http::pages::listing::Listing;
use crate::http::pages::stock::{Cell, known_cover};
use crate::http::pages::trouble;

/// Rows on one page.
const ON_A_PAGE: usize = 100;
/// Medicines that a text may find in a stock.
const MOST_FOUND: usize = 500;
/// Longest text to look for, characters.
const LONGEST_QUERY: usize = 500;

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

impl Wanted {
    /// What an address asks for, among the filters that its page has; the page that says what is wrong.
    pub fn read(asked: &Asked, filters: &[StockFilter]) -> Result<Self, Box<Response>> {
        let wrong = |name: &str, text: &str, expected: [&str; 2]| {
            Box::new(trouble::bad_parameter(asked, name, text, expected))
        };
        let filter = match asked.parameter("show") {
            None => StockFilter::default(),
            Some(text) => {
                let read = StockFilter::from_query(text).filter(|one| filters.contains(one));
                let names: Vec<&str> = filters.iter().map(|one| one.as_str()).collect();
                let names = names.join(", ");
                read.ok_or_else(|| wrong("show", text, [&names, &names]))?
            }
        };
        let from = match asked.parameter("from") {
            None => 0,
            Some(text) => {
                let read = text.parse();
                read.map_err(|_| wrong("from", text, ["un nombre", "a number"]))?
            }
        };
        let query = asked.parameter("q").unwrap_or_default();
        Ok(Self {
            filter,
            query: query.chars().take(LONGEST_QUERY).collect(),
            from,
        })
    }
}

/// What stands beside the stock of a site where patients get their medicines.
pub struct Neighbours<'a> {
    /// Where the site is.
    pub department: Department,
    /// What everybody has.
    pub picture: &'a Picture,
    /// What of it may not be shown, counted a little while ago.
    pub hidden: &'a HiddenByPack,
    /// What the public may see.
    pub discretion: Discretion,
}

/// The stock of a site beside its neighbours', or that of an organisation.
pub struct Compared<'a> {
    /// The stock.
    pub own: Own<'a>,
    /// Its packs in order.
    pub ranking: &'a Ranking,
    /// Its neighbours, where it has any.
    pub neighbours: Option<Neighbours<'a>>,
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
            thresholds: thresholds(self.own.tier),
            tier: None,
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
        let has_neighbours = self.neighbours.is_some();
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
        let Some(neighbours) = &self.neighbours else {
            return false;
        };
        let Some(hidden) = neighbours.hidden.get(pack) else {
            return false;
        };
        let (cell, _) = neighbours.nearest(self.own.tier, pack, hidden);
        let is_held = cell.holding.value().is_some_and(|sites| sites > 0);
        is_held
            && cell
                .cover
                .value()
                .is_some_and(|days| days >= SHORT_BELOW_DAYS)
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
            flows: pack.flows,
            beside: self.beside(pack),
            over: pack.over,
        }
    }

    fn beside(&self, pack: &OwnPack) -> Beside {
        if let Some(company) = pack.company {
            return Beside::Company(company);
        }
        match &self.neighbours {
            Some(neighbours) => Beside::Nearby(neighbours.beside(self.own.tier, pack.number)),
            None => Beside::Nothing,
        }
    }
}

impl Neighbours<'_> {
    /// The sums of a tier in the smallest part of the country where they are public, and the name of that
    /// part; the nation's, shown or hidden, when no other is.
    fn nearest(
        &self,
        tier: Tier,
        pack: PackNumber,
        hidden: &Hidden,
    ) -> (Cell, Option<&'static str>) {
        let department = self.department;
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

    fn beside(&self, tier: Tier, pack: PackNumber) -> Nearby {
        let hidden = self.discretion.hidden(self.picture, tier, pack);
        let (cell, place) = self.nearest(tier, pack, &hidden);
        Nearby {
            place,
            holding: cell.holding,
            carrying: cell.carrying,
            cover_days: cell.cover,
        }
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
