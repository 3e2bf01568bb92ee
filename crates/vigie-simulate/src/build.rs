//! Makes a country from settings, inputs and packs.

use std::collections::{BTreeMap, HashMap};

use rand::RngExt as _;
use vigie_model::{Department, Tier};

use crate::{
    assortment::{DemandTable, chances, draw_packs},
    company::Production,
    country::{Country, Place},
    demand::{DemandCurve, Profile},
    inputs::{Inputs, PackInput},
    network::Network,
    outlet::Outlet,
    plant::Plant,
    random::{Purpose, Random, between, lognormal, stream},
    settings::{CountryError, CountrySettings},
    shelf::{Cell, PackTraits, Shelf},
    stocking::Policy,
};

/// Days of a year of volumes.
const YEAR_DAYS: f64 = 365.0;
/// Boxes a year that hospitals use of a pack that pharmacies do not sell: median and spread (assumed).
const HOSPITAL_BOXES: (f64, f64) = (8_000.0, 1.6);
/// Boxes that hospitals use of a pack that pharmacies sell, relative to those (assumed).
const HOSPITAL_PART: f64 = 0.04;

/// A pack that exists, with its national volumes, boxes a year.
#[derive(Clone)]
pub(crate) struct Candidate {
    pub(crate) pack: PackInput,
    pub(crate) pharmacy_boxes: f64,
    pub(crate) hospital_boxes: f64,
}

impl Candidate {
    fn boxes(&self) -> f64 {
        self.pharmacy_boxes + self.hospital_boxes
    }
}

/// The packs and companies that exist: the largest of both, packs by rising CIP13.
pub(crate) fn choose(
    settings: &CountrySettings,
    inputs: &Inputs,
    packs: &[PackInput],
) -> (Vec<Candidate>, Vec<String>) {
    let mut candidates = candidates(settings.seed, inputs, packs);
    let companies = largest_companies(&candidates, settings.companies as usize);
    candidates.retain(|candidate| companies.contains(&candidate.pack.company));
    candidates.sort_by(|a, b| {
        let by_volume = b.boxes().total_cmp(&a.boxes());
        by_volume.then(a.pack.cip13.cmp(&b.pack.cip13))
    });
    candidates.truncate(settings.packs_limit);
    candidates.sort_by_key(|candidate| candidate.pack.cip13);
    let used = largest_companies(&candidates, companies.len());
    (candidates, used)
}

/// Every pack with a volume: sold in 2025, or on the market for hospitals.
fn candidates(seed: u64, inputs: &Inputs, packs: &[PackInput]) -> Vec<Candidate> {
    let boxes = inputs.boxes_by_pack();
    let distinct: BTreeMap<_, _> = packs.iter().map(|pack| (pack.cip13, pack)).collect();
    let mut found = Vec::with_capacity(distinct.len());
    for (cip13, pack) in distinct {
        let sold = boxes.get(&cip13).map(|boxes| *boxes as f64);
        let hospital = match (pack.hospitals && pack.marketed, sold) {
            (true, Some(sold)) => sold * HOSPITAL_PART,
            (true, None) => {
                let random = &mut stream(seed, Purpose::Pack, cip13.as_u64());
                lognormal(random, HOSPITAL_BOXES.0, HOSPITAL_BOXES.1)
            }
            (false, _) => 0.0,
        };
        found.push(Candidate {
            pack: pack.clone(),
            pharmacy_boxes: sold.unwrap_or(0.0),
            hospital_boxes: hospital,
        });
    }
    found.retain(|candidate| candidate.boxes() > 0.0);
    found
}

/// Names of the companies with the most boxes, largest first.
fn largest_companies(candidates: &[Candidate], count: usize) -> Vec<String> {
    let mut volumes: BTreeMap<&str, f64> = BTreeMap::new();
    for candidate in candidates {
        *volumes.entry(&candidate.pack.company).or_default() += candidate.boxes();
    }
    let mut ranked: Vec<_> = volumes.into_iter().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    let names = ranked.into_iter().map(|(name, _)| name.to_owned());
    names.take(count).collect()
}

/// Makes the country.
pub(crate) fn build(
    settings: CountrySettings,
    inputs: &Inputs,
    packs: &[PackInput],
) -> Result<Country, CountryError> {
    check(&settings)?;
    let (candidates, companies) = choose(&settings, inputs, packs);
    let network = Network::new(&settings, inputs, &companies)?;
    let packs = traits_of(&settings, &candidates, &companies);
    let curve = DemandCurve::new(&inputs.influenza, &settings.events);
    let mut country = Country {
        foreseen: curve.without_events(),
        curve,
        pharmacies: Vec::new(),
        hospitals: Vec::new(),
        depots: Vec::new(),
        depot_slots: Vec::new(),
        depositaries: Vec::new(),
        companies: Vec::new(),
        productions: Vec::new(),
        plants: Vec::new(),
        sources: Vec::new(),
        makers: Vec::new(),
        blocked: Vec::new(),
        delivery: stream(settings.seed, Purpose::Delivery, 0),
        silence: stream(settings.seed, Purpose::Silence, 0),
        today: 0,
        lines: Vec::new(),
        inputs: candidates
            .into_iter()
            .map(|candidate| candidate.pack)
            .collect(),
        packs,
        network,
        settings,
    };
    outlets(&mut country);
    upstream(&mut country);
    first_stocks(&mut country);
    for outlet in country.pharmacies.iter_mut().chain(&mut country.hospitals) {
        outlet.tables = DemandTable::of(&outlet.shelf);
    }
    Ok(country)
}

fn check(settings: &CountrySettings) -> Result<(), CountryError> {
    let counts = [
        ("pharmacy", settings.pharmacies),
        ("wholesaler", settings.wholesalers),
        ("company", settings.companies),
        ("pack", settings.packs_limit as u32),
        ("thread", settings.threads as u32),
    ];
    let mut missing = counts.into_iter().filter(|(_, count)| *count == 0);
    missing
        .next()
        .map_or(Ok(()), |(what, _)| Err(CountryError::None { what }))
}

fn traits_of(
    settings: &CountrySettings,
    candidates: &[Candidate],
    companies: &[String],
) -> Vec<PackTraits> {
    let places: HashMap<&str, u32> = companies.iter().map(String::as_str).zip(0..).collect();
    let traits = candidates.iter().map(|candidate| {
        let cip13 = candidate.pack.cip13;
        let random = &mut stream(settings.seed, Purpose::Pack, cip13.as_u64() | 1 << 46);
        PackTraits {
            cip13,
            profile: Profile::of(candidate.pack.atc),
            company: places
                .get(candidate.pack.company.as_str())
                .copied()
                .unwrap_or(0),
            shelf_life_days: between(random, 400.0, 800.0) as u32,
            pharmacy_rate: candidate.pharmacy_boxes * settings.pharmacy_scale() / YEAR_DAYS,
            hospital_rate: candidate.hospital_boxes * settings.hospital_scale() / YEAR_DAYS,
        }
    });
    traits.collect()
}

/// Gives pharmacies and hospitals their packs and their part of the demand.
fn outlets(country: &mut Country) {
    let pharmacy = country
        .packs
        .iter()
        .map(|pack| pack.pharmacy_rate)
        .collect::<Vec<_>>();
    let hospital = country
        .packs
        .iter()
        .map(|pack| pack.hospital_rate)
        .collect::<Vec<_>>();
    let count = country.settings.packs_per_pharmacy;
    country.pharmacies = outlets_of(country, Tier::Pharmacy, &pharmacy, count);
    let count = country.settings.packs_per_hospital;
    country.hospitals = outlets_of(country, Tier::Hospital, &hospital, count);
}

fn outlets_of(country: &Country, tier: Tier, rates: &[f64], count: usize) -> Vec<Outlet> {
    let sites = country.network.sites_of(tier);
    if sites.is_empty() {
        return Vec::new();
    }
    let chances = chances(rates, count as f64);
    let seed = country.settings.seed;
    let mut randoms: Vec<Random> = sites
        .clone()
        .map(|site| stream(seed, Purpose::Shelf, site as u64))
        .collect();
    let mut packs: Vec<Vec<u32>> = randoms
        .iter_mut()
        .map(|random| draw_packs(&chances, random))
        .collect();
    let shares = &country.network.demand_share[sites.clone()];
    let covered = cover_all(&mut packs, rates, shares, &mut randoms[0]);
    let depots = depot_pairs(country, sites.clone());
    let outlets = packs.into_iter().zip(shares).zip(sites).zip(depots);
    outlets
        .map(|(((packs, share), site), depots)| {
            let cells = packs.into_iter().map(|pack| {
                let place = pack as usize;
                let rate = rates[place] * share / covered[place];
                Cell::new(pack, country.packs[place].profile, rate as f32)
            });
            Outlet {
                shelf: Shelf::new(cells.collect()),
                tables: Vec::new(),
                random: stream(seed, Purpose::Demand, site as u64),
                depots,
            }
        })
        .collect()
}

/// Gives packs that no site drew to one site, and returns the share of demand of the holders of each.
///
/// The whole volume of a pack is sold by the sites that hold it: this is what keeps national
/// totals right when each site holds a part of the packs.
fn cover_all(
    packs: &mut [Vec<u32>],
    rates: &[f64],
    shares: &[f64],
    random: &mut Random,
) -> Vec<f64> {
    let mut covered = vec![0.0; rates.len()];
    for (held, share) in packs.iter().zip(shares) {
        for pack in held {
            covered[*pack as usize] += share;
        }
    }
    for (pack, rate) in rates.iter().enumerate() {
        if *rate > 0.0 && covered[pack] == 0.0 {
            let site = random.random_range(0..packs.len());
            let place = packs[site].partition_point(|held| *held < pack as u32);
            packs[site].insert(place, pack as u32);
            covered[pack] = shares[site];
        }
    }
    covered
}

/// The first and second depot of each site: those of its department, else region, else any.
fn depot_pairs(country: &Country, sites: std::ops::Range<usize>) -> Vec<[u32; 2]> {
    let depots = &country.network.sites[country.network.sites_of(Tier::Wholesaler)];
    let distance =
        |from: Department, to: Department| match (from == to, from.region() == to.region()) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => 2,
        };
    sites
        .map(|site| {
            let department = country.network.sites[site].department;
            // Neighbours in the same department start at different depots, so that all have work.
            let mut order: Vec<usize> = (0..depots.len()).collect();
            order.rotate_left(site * 7 % depots.len());
            order.sort_by_key(|depot| distance(department, depots[*depot].department));
            let first = order[0];
            let second = order.get(1).copied().unwrap_or(first);
            [first as u32, second as u32]
        })
        .collect()
}

/// Makes depots, depositaries and companies hold what those below them need.
fn upstream(country: &mut Country) {
    let depot_count = country.network.sites_of(Tier::Wholesaler).len();
    let mut depots = vec![BTreeMap::new(); depot_count];
    for outlet in &country.pharmacies {
        add_rates(&mut depots[outlet.depots[0] as usize], &outlet.shelf);
    }
    country.depots = depots
        .into_iter()
        .map(|rates| shelf_of(country, rates))
        .collect();
    country.depot_slots = country
        .depots
        .iter()
        .map(|depot| dense_slots(depot, country.packs.len()))
        .collect();
    let mut national = BTreeMap::new();
    let hospitals = country.hospitals.iter().map(|outlet| &outlet.shelf);
    for shelf in country.depots.iter().chain(hospitals) {
        add_rates(&mut national, shelf);
    }
    let companies = country.network.sites_of(Tier::Company).len();
    let depositaries = country.network.sites_of(Tier::Depositary).len();
    let maker = |pack: &PackTraits| pack.company as usize;
    (country.companies, country.makers) = partition(country, &national, companies, maker);
    if depositaries == 0 {
        country.sources.clone_from(&country.makers);
    } else {
        let keeper = |pack: &PackTraits| pack.company as usize % depositaries;
        (country.depositaries, country.sources) =
            partition(country, &national, depositaries, keeper);
    }
    country.blocked = vec![0; country.packs.len()];
    plants(country);
}

fn add_rates(rates: &mut BTreeMap<u32, f64>, shelf: &Shelf) {
    for cell in &shelf.cells {
        *rates.entry(cell.pack).or_default() += f64::from(cell.rate);
    }
}

fn shelf_of(country: &Country, rates: BTreeMap<u32, f64>) -> Shelf {
    let cells = rates
        .into_iter()
        .map(|(pack, rate)| Cell::new(pack, country.packs[pack as usize].profile, rate as f32));
    Shelf::new(cells.collect()).into_supplier()
}

/// Slot by pack; `u32::MAX` where the depot does not hold it.
fn dense_slots(shelf: &Shelf, packs: usize) -> Vec<u32> {
    let mut slots = vec![u32::MAX; packs];
    for (cell, slot) in shelf.cells.iter().zip(0..) {
        slots[cell.pack as usize] = slot;
    }
    slots
}

/// Shares the packs among sites, and says where each pack is.
fn partition(
    country: &Country,
    rates: &BTreeMap<u32, f64>,
    sites: usize,
    site_of: impl Fn(&PackTraits) -> usize,
) -> (Vec<Shelf>, Vec<Place>) {
    let mut parts = vec![BTreeMap::new(); sites];
    let mut places = vec![Place::default(); country.packs.len()];
    for (pack, traits) in country.packs.iter().enumerate() {
        let site = site_of(traits);
        let slot = parts[site].len() as u32;
        let rate = rates.get(&(pack as u32)).copied().unwrap_or(0.0);
        parts[site].insert(pack as u32, rate);
        places[pack] = Place {
            site: site as u32,
            slot,
        };
    }
    let shelves = parts.into_iter().map(|rates| shelf_of(country, rates));
    (shelves.collect(), places)
}

/// Gives each company its plants (one line for each medicine) and plans.
fn plants(country: &mut Country) {
    let seed = country.settings.seed;
    let mut numbers = BTreeMap::new();
    for company in 0..country.companies.len() {
        let mut productions = Vec::new();
        for cell in &country.companies[company].cells {
            let pack = cell.pack as usize;
            let next = numbers.len() as u32;
            let plant = *numbers
                .entry((company, country.inputs[pack].cis))
                .or_insert(next);
            productions.push(Production::new(
                seed,
                &country.packs[pack],
                plant,
                cell.rate,
            ));
        }
        country.productions.push(productions);
    }
    let between_failures = country.settings.days_between_failures;
    country.plants = (0..numbers.len() as u64)
        .map(|plant| Plant::new(seed, plant, between_failures))
        .collect();
}

/// Fills the shelves as they would be on an ordinary evening, emptied from the top of the chain
/// for the packs whose plant has been stopped for long.
fn first_stocks(country: &mut Country) {
    let trend = country.trend();
    let seed = country.settings.seed;
    let mut random = stream(seed, Purpose::Shelf, u64::MAX >> 16);
    let down: Vec<f64> = country.down_days();
    let usual: Vec<f64> = country.usual_company_days();
    for (pack, place) in country.makers.iter().enumerate() {
        let cell = &mut country.companies[place.site as usize].cells[place.slot as usize];
        let left = (usual[pack] - down[pack]).max(0.0) * between(&mut random, 0.8, 1.1);
        let life = country.packs[pack].shelf_life_days;
        cell.stock((f64::from(cell.rate) * left) as u32, life);
        cell.on_hand_reported = cell.on_hand;
    }
    let mut above = usual;
    let tiers: [(Vec<&mut Shelf>, Policy); 4] = [
        (
            country.depositaries.iter_mut().collect(),
            Policy::DEPOSITARY,
        ),
        (country.depots.iter_mut().collect(), Policy::DEPOT),
        (
            country
                .pharmacies
                .iter_mut()
                .map(|outlet| &mut outlet.shelf)
                .collect(),
            Policy::PHARMACY,
        ),
        (
            country
                .hospitals
                .iter_mut()
                .map(|outlet| &mut outlet.shelf)
                .collect(),
            Policy::HOSPITAL,
        ),
    ];
    for (place, (shelves, policy)) in tiers.into_iter().enumerate() {
        let days = policy.mean_days();
        for shelf in shelves {
            policy.fill(shelf, &trend, &mut random, |pack| {
                ((days + above[pack] - down[pack]) / days).clamp(0.0, 1.0)
            });
        }
        // Hospitals buy from depositaries as depots do, so they are not behind the pharmacies.
        if place < 2 {
            for sum in &mut above {
                *sum += days;
            }
        }
    }
}
