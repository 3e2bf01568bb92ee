//! One report of every site of the whole country, for measuring intake: right in size and shape,
//! with no yesterday and no tomorrow.

use std::{
    fs,
    io::{self, Write as _},
    ops::ControlFlow,
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use libdeflater::{CompressionLvl, Compressor};
use rand::{Rng as _, RngExt as _, seq::SliceRandom as _};
use rand_distr::{Distribution as _, Exp1};
use vigie_model::{Day, Site, Tier};

use crate::{
    assortment::chances,
    build::{Candidate, choose},
    inputs::{Inputs, PackInput},
    network::Network,
    random::{Purpose, Random, stream},
    report::write_number,
    settings::{CountryError, CountrySettings},
};

/// Days of demand on a shelf.
const DAYS_ON_SHELF: f64 = 20.0;
/// Boxes on a shelf whatever the demand.
const LEAST_ON_SHELF: f64 = 2.5;
/// Added before rounding down, so that about one line in nine is empty where demand is slow.
const ROUNDING: f64 = 0.7;
/// One more than the largest draw that decides whether a site holds a pack.
const CERTAIN: f64 = 65_536.0;
/// Bytes of a pack's code and the separator after it.
const CODE_BYTES: usize = 14;

/// What national day to make.
#[derive(Debug, Clone, PartialEq)]
pub struct NationalDaySettings {
    /// The sites; their packs per site are replaced by `lines_per_site`.
    pub country: CountrySettings,
    /// Mean lines of a site, by [`Tier::index`]; companies report their own packs.
    pub lines_per_site: [f64; Tier::COUNT],
    /// Gzip level, 1 to 12; 6 is what most programs write.
    pub gzip_level: i32,
}

impl NationalDaySettings {
    /// The whole country on a day: 24,333 sites, about 85 million lines, 15,000 packs.
    pub fn new(seed: u64, as_of: Day) -> Self {
        Self {
            country: CountrySettings::national(seed, as_of),
            lines_per_site: [3_760.0, 1_500.0, 12_000.0, 3_000.0, 0.0],
            gzip_level: 6,
        }
    }

    /// The same with about this many sites, in the same proportions and of the same size.
    #[must_use]
    pub fn with_sites(mut self, sites: u32) -> Self {
        let country = &mut self.country;
        let all = country.pharmacies
            + country.hospitals
            + country.wholesalers
            + country.depositaries
            + country.companies;
        let part = |count: u32| (u64::from(count) * u64::from(sites)).div_ceil(all.into()) as u32;
        country.pharmacies = part(country.pharmacies);
        country.hospitals = part(country.hospitals);
        country.wholesalers = part(country.wholesalers);
        country.depositaries = part(country.depositaries);
        // The packs stay: only companies that report are fewer.
        self
    }
}

/// A national day: the report of any site is made when it is asked for.
#[derive(Debug)]
pub struct NationalDay {
    settings: NationalDaySettings,
    network: Network,
    packs: Vec<PackInput>,
    /// The code of each pack, and the separator.
    codes: Vec<[u8; CODE_BYTES]>,
    tiers: [TierShape; Tier::COUNT],
    /// Packs by company.
    portfolios: Vec<Vec<u16>>,
}

/// How a tier holds packs.
#[derive(Debug, Default)]
struct TierShape {
    /// Chance of each pack of being held, of 65,536.
    held: Vec<u32>,
    /// Boxes a day that a holder of mean size sells of each pack.
    rates: Vec<f32>,
}

/// How much was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NationalDayTotals {
    /// Sites.
    pub sites: u64,
    /// Lines, headers not counted.
    pub lines: u64,
    /// Bytes of CSV.
    pub csv_bytes: u64,
    /// Bytes of gzip.
    pub gzip_bytes: u64,
}

/// The report of one site, compressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteFile {
    /// The gzip bytes.
    pub gzip: Vec<u8>,
    /// Lines, header not counted.
    pub lines: u64,
    /// Bytes of the CSV.
    pub csv_bytes: u64,
}

impl NationalDay {
    /// Prepares a day; the reports themselves are made later.
    ///
    /// # Errors
    /// As [`crate::Country::new`].
    pub fn new(
        settings: NationalDaySettings,
        inputs: &Inputs,
        packs: &[PackInput],
    ) -> Result<Self, CountryError> {
        let (candidates, companies) = choose(&settings.country, inputs, packs);
        let network = Network::new(&settings.country, inputs, &companies)?;
        let mut portfolios = vec![Vec::new(); companies.len()];
        for (candidate, pack) in candidates.iter().zip(0..) {
            let maker = companies
                .iter()
                .position(|name| *name == candidate.pack.company);
            portfolios[maker.unwrap_or(0)].push(pack);
        }
        Ok(Self {
            tiers: Tier::ALL.map(|tier| TierShape::new(tier, &settings, &network, &candidates)),
            codes: candidates.iter().map(code).collect(),
            packs: candidates
                .into_iter()
                .map(|candidate| candidate.pack)
                .collect(),
            portfolios,
            network,
            settings,
        })
    }

    /// The sites that report, by number.
    pub fn sites(&self) -> &[Site] {
        &self.network.sites
    }

    /// The packs they report, by rising CIP13.
    pub fn packs(&self) -> &[PackInput] {
        &self.packs
    }

    /// The day of the reports.
    pub const fn as_of(&self) -> Day {
        self.settings.country.start
    }

    /// The report of a site as CSV (`cip13;on_hand;sold`), in random order of lines;
    /// empty for a number that is no site.
    pub fn site_csv(&self, site: usize) -> Vec<u8> {
        let mut buffers = Buffers::new(self.settings.gzip_level);
        self.write_csv(site, &mut buffers);
        buffers.csv
    }

    /// The same, compressed.
    pub fn site_gzip(&self, site: usize) -> Vec<u8> {
        self.site_file(site, &mut Buffers::new(self.settings.gzip_level))
            .gzip
    }

    /// Makes the report of every site on these threads and hands each to `sink` as it is ready,
    /// in no order, until one answers [`ControlFlow::Break`]. The bytes do not depend on the threads.
    pub fn for_each<B: Send>(
        &self,
        threads: usize,
        sink: impl Fn(&Site, SiteFile) -> ControlFlow<B> + Sync,
    ) -> ControlFlow<B> {
        let next = AtomicUsize::new(0);
        let stopped = Mutex::new(None);
        let work = || {
            let mut buffers = Buffers::new(self.settings.gzip_level);
            while let Some(site) = self.network.sites.get(next.fetch_add(1, Ordering::Relaxed)) {
                let file = self.site_file(site.number.index(), &mut buffers);
                if let ControlFlow::Break(reason) = sink(site, file) {
                    next.store(self.network.sites.len(), Ordering::Relaxed);
                    stopped.lock().map(|mut slot| *slot = Some(reason)).ok();
                }
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..threads.max(1) {
                scope.spawn(work);
            }
            work();
        });
        let reason = stopped.into_inner().unwrap_or_default();
        reason.map_or(ControlFlow::Continue(()), ControlFlow::Break)
    }

    /// Writes one file a site, `FINESS-or-GLN.csv.gz`, into an existing folder.
    ///
    /// # Errors
    /// The first file that cannot be written.
    pub fn write_folder(&self, folder: &Path, threads: usize) -> io::Result<NationalDayTotals> {
        let totals = Mutex::new(NationalDayTotals::default());
        let done = self.for_each(threads, |site, file| {
            totals.lock().map(|mut totals| totals.add(&file)).ok();
            let path = folder.join(format!("{}.csv.gz", site.code));
            match fs::write(path, &file.gzip) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => ControlFlow::Break(error),
            }
        });
        match done {
            ControlFlow::Break(error) => Err(error),
            ControlFlow::Continue(()) => Ok(totals.into_inner().unwrap_or_default()),
        }
    }

    fn site_file(&self, site: usize, buffers: &mut Buffers) -> SiteFile {
        let lines = self.write_csv(site, buffers);
        SiteFile {
            gzip: buffers.gzip(),
            lines,
            csv_bytes: buffers.csv.len() as u64,
        }
    }

    /// Writes the report of a site into the buffers and returns its lines.
    fn write_csv(&self, number: usize, buffers: &mut Buffers) -> u64 {
        buffers.csv.clear();
        let Some(site) = self.network.sites.get(number) else {
            return 0;
        };
        let mut random = self.random(number);
        self.draw(site, &mut random, buffers);
        let shape = &self.tiers[site.tier.index()];
        let scale = self.size(site) as f32;
        buffers.csv.extend_from_slice(b"cip13;on_hand;sold\n");
        for pack in &buffers.packs {
            let pack = usize::from(*pack);
            let rate = f64::from(shape.rates[pack] * scale);
            buffers.csv.extend_from_slice(&self.codes[pack]);
            write_number(on_hand(rate, &mut random), &mut buffers.csv);
            buffers.csv.push(b';');
            write_number(sold(rate, &mut random), &mut buffers.csv);
            buffers.csv.push(b'\n');
        }
        buffers.packs.len() as u64
    }

    fn random(&self, site: usize) -> Random {
        let day = self.as_of().epoch_days() as u32;
        let index = (u64::from(day) << 24) | site as u64;
        stream(self.settings.country.seed, Purpose::NationalDay, index)
    }

    /// Draws the packs of a site, in random order.
    fn draw(&self, site: &Site, random: &mut Random, buffers: &mut Buffers) {
        buffers.packs.clear();
        if site.tier == Tier::Company {
            let company = site.number.index() - self.network.sites_of(Tier::Company).start;
            buffers.packs.extend_from_slice(&self.portfolios[company]);
        } else {
            let held = &self.tiers[site.tier.index()].held;
            buffers.draws.resize(held.len() * 2, 0);
            random.fill_bytes(&mut buffers.draws);
            let draws = buffers.draws.chunks_exact(2).zip(held).zip(0..);
            buffers
                .packs
                .extend(draws.filter_map(|((draw, chance), pack)| {
                    let draw = u32::from(u16::from_le_bytes([draw[0], draw[1]]));
                    (draw < *chance).then_some(pack)
                }));
        }
        buffers.packs.shuffle(random);
    }

    /// Size of a site relative to its tier's mean.
    fn size(&self, site: &Site) -> f64 {
        match site.tier {
            Tier::Pharmacy | Tier::Hospital => {
                let sites = self.network.sites_of(site.tier).len();
                self.network.demand_share[site.number.index()] * sites as f64
            }
            _ => 1.0,
        }
    }
}

impl NationalDayTotals {
    fn add(&mut self, file: &SiteFile) {
        self.sites += 1;
        self.lines += file.lines;
        self.csv_bytes += file.csv_bytes;
        self.gzip_bytes += file.gzip.len() as u64;
    }
}

impl TierShape {
    fn new(
        tier: Tier,
        settings: &NationalDaySettings,
        network: &Network,
        candidates: &[Candidate],
    ) -> Self {
        let mean_lines = settings.lines_per_site[tier.index()];
        let sites = network.sites_of(tier).len().max(1) as f64;
        let country = &settings.country;
        let (pharmacy, hospital) = (country.pharmacy_scale(), country.hospital_scale());
        let volumes: Vec<f64> = candidates
            .iter()
            .map(|candidate| match tier {
                // Slow packs are also kept where nobody asks for them today.
                Tier::Pharmacy => (candidate.pharmacy_boxes * pharmacy).max(1.0),
                Tier::Hospital => candidate.hospital_boxes * hospital,
                _ => candidate.pharmacy_boxes * pharmacy + candidate.hospital_boxes * hospital,
            })
            .collect();
        if tier == Tier::Company {
            let rates = volumes.iter().map(|volume| (volume / 365.0) as f32);
            return Self {
                held: Vec::new(),
                rates: rates.collect(),
            };
        }
        let chances = chances(&volumes, mean_lines);
        let rate =
            |(volume, chance): (&f64, &f64)| (volume / 365.0 / sites / chance.max(1e-6)) as f32;
        Self {
            rates: volumes.iter().zip(&chances).map(rate).collect(),
            held: chances
                .iter()
                .map(|chance| (chance * CERTAIN) as u32)
                .collect(),
        }
    }
}

/// What a thread uses again for each site.
struct Buffers {
    csv: Vec<u8>,
    packs: Vec<u16>,
    draws: Vec<u8>,
    packed: Vec<u8>,
    compressor: Compressor,
}

impl Buffers {
    fn new(gzip_level: i32) -> Self {
        let level = CompressionLvl::new(gzip_level).unwrap_or_default();
        Self {
            csv: Vec::new(),
            packs: Vec::new(),
            draws: Vec::new(),
            packed: Vec::new(),
            compressor: Compressor::new(level),
        }
    }

    fn gzip(&mut self) -> Vec<u8> {
        let bound = self.compressor.gzip_compress_bound(self.csv.len());
        self.packed.resize(bound, 0);
        // The buffer holds the bound, so there is always room.
        let written = self.compressor.gzip_compress(&self.csv, &mut self.packed);
        self.packed[..written.unwrap_or(0)].to_vec()
    }
}

fn code(candidate: &Candidate) -> [u8; CODE_BYTES] {
    let mut text = [b';'; CODE_BYTES];
    let mut slot = text.as_mut_slice();
    // Thirteen digits fit in fourteen bytes.
    write!(slot, "{}", candidate.pack.cip13).ok();
    text
}

/// Boxes on the shelf: geometric, with a few empty shelves.
fn on_hand(rate: f64, random: &mut Random) -> u64 {
    let waiting: f64 = Exp1.sample(random);
    (waiting * (rate * DAYS_ON_SHELF + LEAST_ON_SHELF) + ROUNDING) as u64
}

/// Boxes sold in a day: mostly none of slow packs.
fn sold(rate: f64, random: &mut Random) -> u64 {
    if random.random::<f64>() * (1.0 + rate) >= rate {
        return 0;
    }
    let more: f64 = Exp1.sample(random);
    1 + (more * rate) as u64
}
