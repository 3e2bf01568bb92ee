//! The running country: one call a day.

use rand::RngExt as _;
use vigie_model::{Day, Site, Tier};

use crate::{
    build,
    closing::{close, foresee},
    company::{MonthlyOutlook, Production},
    demand::{DemandCurve, Profile},
    inputs::{Inputs, PackInput},
    network::Network,
    outlet::{Outlet, Today, is_open, serve_part},
    plant::Plant,
    random::Random,
    report::{ReportKind, SimLine, SiteReport},
    settings::{CountryError, CountrySettings},
    shelf::{PackTraits, Shelf},
    stocking::Policy,
    trade::{Lead, clear_orders, order_all, settle},
};

/// A synthetic country: its sites, their stock, and what happens to them.
///
/// Everything in it is made up from published totals, also at places that exist.
#[derive(Debug, Clone)]
pub struct Country {
    pub(crate) settings: CountrySettings,
    pub(crate) network: Network,
    pub(crate) inputs: Vec<PackInput>,
    pub(crate) packs: Vec<PackTraits>,
    pub(crate) curve: DemandCurve,
    pub(crate) foreseen: DemandCurve,
    pub(crate) pharmacies: Vec<Outlet>,
    pub(crate) hospitals: Vec<Outlet>,
    pub(crate) depots: Vec<Shelf>,
    /// Slot by depot and pack.
    pub(crate) depot_slots: Vec<Vec<u32>>,
    pub(crate) depositaries: Vec<Shelf>,
    pub(crate) companies: Vec<Shelf>,
    pub(crate) productions: Vec<Vec<Production>>,
    pub(crate) plants: Vec<Plant>,
    /// Where depots and hospitals buy each pack.
    pub(crate) sources: Vec<Place>,
    /// Where each pack is made.
    pub(crate) makers: Vec<Place>,
    /// Until when boxes of each pack are held back.
    pub(crate) blocked: Vec<u32>,
    pub(crate) delivery: Random,
    pub(crate) silence: Random,
    /// Days since the start.
    pub(crate) today: u32,
    pub(crate) lines: Vec<SimLine>,
}

/// A cell of a tier: which site, which slot.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Place {
    pub(crate) site: u32,
    pub(crate) slot: u32,
}

impl Country {
    /// Makes a country on the evening before its first day.
    ///
    /// # Errors
    /// Refuses settings without pharmacies, wholesalers, companies, packs or threads, and more
    /// synthetic sites in a department than there are reserved numbers.
    pub fn new(
        settings: CountrySettings,
        inputs: &Inputs,
        packs: &[PackInput],
    ) -> Result<Self, CountryError> {
        build::build(settings, inputs, packs)
    }

    /// All sites, by number.
    pub fn sites(&self) -> &[Site] {
        &self.network.sites
    }

    /// Names of the organisations, by number.
    pub fn organisations(&self) -> &[String] {
        &self.network.organisations
    }

    /// The packs that exist here, by rising CIP13.
    pub fn packs(&self) -> &[PackInput] {
        &self.inputs
    }

    /// Boxes of each pack of [`Country::packs`] that pharmacies are asked for in a mean year.
    pub fn yearly_pharmacy_boxes(&self) -> Vec<f64> {
        let rates = self.packs.iter();
        rates.map(|pack| pack.pharmacy_rate * 365.0).collect()
    }

    /// How many cells (site and pack) there are.
    pub fn cell_count(&self) -> usize {
        let outlets = self.pharmacies.iter().chain(&self.hospitals);
        let outlets = outlets.map(|outlet| outlet.shelf.cells.len());
        let above = self
            .depots
            .iter()
            .chain(&self.depositaries)
            .chain(&self.companies);
        outlets.chain(above.map(|shelf| shelf.cells.len())).sum()
    }

    /// The day that the next call of [`Country::next_day`] lives through.
    pub fn day(&self) -> Day {
        self.settings.start.plus_days(self.today as i32)
    }

    /// Lives through one day and hands the report of every site to `sink`, by site number.
    ///
    /// The first report of a site is full, the others tell changes; with
    /// [`CountrySettings::full_on_sundays`] those of Sundays are full too.
    pub fn next_day(&mut self, mut sink: impl FnMut(&SiteReport<'_>)) {
        self.happen();
        self.produce();
        self.receive();
        self.serve_patients();
        self.trade();
        self.report(&mut sink);
        self.today += 1;
    }

    /// Recent demand relative to the mean, by profile: what sites order by.
    pub(crate) fn trend(&self) -> [f32; Profile::COUNT] {
        let fortnight = self.day().plus_days(-13);
        self.curve
            .mean_multipliers(fortnight, 14)
            .map(|mean| mean as f32)
    }

    /// Days that the plant of each pack has been stopped.
    pub(crate) fn down_days(&self) -> Vec<f64> {
        self.by_maker(|production, plants| plants[production.plant as usize].down_days(0))
    }

    /// Days of demand that the company of each pack usually holds.
    pub(crate) fn usual_company_days(&self) -> Vec<f64> {
        self.by_maker(|production, _| production.usual_days().into())
    }

    fn by_maker(&self, value: impl Fn(&Production, &[Plant]) -> f64) -> Vec<f64> {
        let places = self.makers.iter();
        places
            .map(|place| {
                let production = &self.productions[place.site as usize][place.slot as usize];
                value(production, &self.plants)
            })
            .collect()
    }

    /// Plants run or fail; batches are released and started.
    fn produce(&mut self) {
        self.plants
            .iter_mut()
            .for_each(|plant| plant.advance(self.today));
        let outlook = self.foreseen.mean_multipliers(self.day(), 45);
        for (shelf, productions) in self.companies.iter_mut().zip(&mut self.productions) {
            for (slot, production) in productions.iter_mut().enumerate() {
                let cell = &mut shelf.cells[slot];
                let plant = &self.plants[production.plant as usize];
                let season = outlook[cell.profile as usize] as f32;
                let life = self.packs[cell.pack as usize].shelf_life_days;
                if production.produce(cell, self.today, season, plant, life) {
                    shelf.touch(slot);
                }
            }
        }
    }

    /// Lorries reach depositaries and depots; each site checks dates once a week.
    fn receive(&mut self) {
        let (today, packs) = (self.today, &self.packs);
        let above = self
            .companies
            .iter_mut()
            .chain(&mut self.depositaries)
            .chain(&mut self.depots);
        for (shelf, turn) in above.zip(0_u32..) {
            shelf.receive_due(today, |pack| {
                today + packs[pack as usize].shelf_life_days + 30
            });
            if (today + turn).is_multiple_of(7) {
                shelf.check_dates(today);
            }
        }
    }

    /// Pharmacies and hospitals receive, serve patients and write their orders, on all threads.
    fn serve_patients(&mut self) {
        let trend = self.trend();
        let today = Today {
            number: self.today,
            packs: &self.packs,
            depot_slots: &self.depot_slots,
            sources: &self.sources,
            trend,
        };
        let day = self.settings.start.plus_days(self.today as i32);
        let threads = self.settings.threads.max(1);
        for (tier, outlets) in [
            (Tier::Pharmacy, &mut self.pharmacies),
            (Tier::Hospital, &mut self.hospitals),
        ] {
            let multipliers = self.curve.multipliers(tier, day);
            let open = is_open(tier, day);
            let chunk = outlets.len().div_ceil(threads).max(1);
            std::thread::scope(|scope| {
                let mut parts = outlets.chunks_mut(chunk).enumerate();
                let own = parts.next();
                for (part, outlets) in parts {
                    let (today, multipliers) = (&today, &multipliers);
                    scope.spawn(move || {
                        serve_part(outlets, part * chunk, tier, open, today, multipliers);
                    });
                }
                if let Some((_, outlets)) = own {
                    serve_part(outlets, 0, tier, open, &today, &multipliers);
                }
            });
        }
    }

    /// Orders are settled from the bottom of the chain to the top.
    fn trade(&mut self) {
        let day = self.day();
        let workday = day.date().weekday().to_monday_zero_offset() < 5;
        let saturday = day.date().weekday().to_monday_zero_offset() == 5;
        let mut pharmacies: Vec<&mut Shelf> = self
            .pharmacies
            .iter_mut()
            .map(|outlet| &mut outlet.shelf)
            .collect();
        let next_open = self.today + if saturday { 2 } else { 1 };
        settle(
            &mut pharmacies,
            &mut self.depots,
            &mut Lead::fixed(next_open),
        );
        let depots_of = self.pharmacies.iter_mut();
        for outlet in depots_of {
            outlet.turn_to_second_depot(&self.depot_slots);
        }
        let mut pharmacies: Vec<&mut Shelf> = self
            .pharmacies
            .iter_mut()
            .map(|outlet| &mut outlet.shelf)
            .collect();
        settle(
            &mut pharmacies,
            &mut self.depots,
            &mut Lead::fixed(next_open),
        );
        clear_orders(&mut pharmacies);
        let trend = self.trend();
        if workday {
            order_all(&mut self.depots, Policy::DEPOT, &trend, &self.sources);
        }
        let has_keepers = !self.depositaries.is_empty();
        let mut buyers: Vec<&mut Shelf> = self
            .hospitals
            .iter_mut()
            .map(|outlet| &mut outlet.shelf)
            .collect();
        let sellers = if has_keepers {
            &mut self.depositaries
        } else {
            &mut self.companies
        };
        settle(&mut buyers, sellers, &mut Lead::fixed(self.today + 1));
        clear_orders(&mut buyers);
        let mut buyers: Vec<&mut Shelf> = self.depots.iter_mut().collect();
        settle(
            &mut buyers,
            sellers,
            &mut Lead::random(&mut self.delivery, self.today, 2..=5),
        );
        clear_orders(&mut buyers);
        if workday && has_keepers {
            order_all(
                &mut self.depositaries,
                Policy::DEPOSITARY,
                &trend,
                &self.makers,
            );
            let mut buyers: Vec<&mut Shelf> = self.depositaries.iter_mut().collect();
            settle(
                &mut buyers,
                &mut self.companies,
                &mut Lead::random(&mut self.delivery, self.today, 2..=3),
            );
            clear_orders(&mut buyers);
        }
    }

    /// Every site reports, and its day is closed.
    fn report(&mut self, sink: &mut impl FnMut(&SiteReport<'_>)) {
        let as_of = self.day();
        let sunday = as_of.date().weekday().to_monday_zero_offset() == 6;
        let full = self.today == 0 || (sunday && self.settings.full_on_sundays);
        let kind = if full {
            ReportKind::Full
        } else {
            ReportKind::Changes
        };
        let outlook = self.monthly_outlook();
        let outlets = self.pharmacies.iter_mut().chain(&mut self.hospitals);
        let shelves = outlets
            .map(|outlet| &mut outlet.shelf)
            .chain(&mut self.depots)
            .chain(&mut self.depositaries)
            .chain(&mut self.companies);
        let first_company = self.network.sites_of(Tier::Company).start;
        for (number, (site, shelf)) in self.network.sites.iter().zip(shelves).enumerate() {
            let silent = is_silent(site, self.settings.silent_percent, &mut self.silence);
            if silent && self.today > 0 {
                continue;
            }
            self.lines.clear();
            close(shelf, full, &self.packs, &mut self.lines);
            // In a large country, some depot has no buyer and no stock: there is no report of nothing.
            if full && self.lines.is_empty() {
                continue;
            }
            if number >= first_company {
                let company = &self.productions[number - first_company];
                foresee(
                    &mut self.lines,
                    shelf,
                    company,
                    &self.plants,
                    &outlook,
                    self.today,
                    &self.packs,
                );
            }
            sink(&SiteReport {
                site,
                as_of,
                kind,
                lines: &self.lines,
            });
        }
    }

    fn monthly_outlook(&self) -> MonthlyOutlook {
        std::array::from_fn(|month| {
            let first = self.day().plus_days(1 + month as i32 * 30);
            self.foreseen
                .mean_multipliers(first, 30)
                .map(|mean| mean as f32)
        })
    }
}

/// Whether the report of an outlet does not arrive. Draws once for each outlet and day.
fn is_silent(site: &Site, percent: f64, random: &mut Random) -> bool {
    let outlet = matches!(site.tier, Tier::Pharmacy | Tier::Hospital);
    outlet && random.random::<f64>() * 100.0 < percent
}
