//! The simulated country lives on a thread of its own and hands over what its sites send.

use libdeflater::{CompressionLvl, Compressor};
use tokio::sync::mpsc;
use vigie_catalogue::Catalogue;
use vigie_model::{Cip13, Day, Site, Tier};
use vigie_simulate::{
    Country, CountrySettings, Event, Inputs, ReportKind, SiteReport, Target, write_csv,
};

use crate::failure::{Failure, Outcome};

/// Reports that may wait to be sent: the country lives ahead of the intake by about a day.
const AHEAD: usize = 2_048;
/// One pharmacy in so many has a pack that the catalogue does not know, another one each day.
const UNKNOWN_EVERY: i32 = 200;
/// Amoxicillin.
const AMOXICILLIN: &str = "J01CA04";
/// Days from the start to the failure of the plant, and how long it lasts.
const FAILURE_AFTER_DAYS: i32 = 60;
const FAILURE_DAYS: u16 = 120;
/// Share of the volume of amoxicillin that stops, percent.
const FAILURE_SHARE_PERCENT: u8 = 70;

/// Something that leaves the country.
#[derive(Debug)]
pub enum Outgoing {
    /// A report of a site.
    Report {
        /// Place of the site in [`SimulatedCountry::sites`].
        site: usize,
        /// The day it describes.
        as_of: Day,
        /// `full` or `changes`.
        kind: &'static str,
        /// The CSV file, compressed.
        gzip: Vec<u8>,
    },
    /// All sites have reported this day.
    DayEnd(Day),
}

/// A country that is ready to live.
#[derive(Debug)]
pub struct SimulatedCountry(Country);

/// The demo country with about this many sites; with the failing plant when asked for.
pub fn settings_of(seed: u64, start: Day, sites: u32, with_events: bool) -> CountrySettings {
    let mut settings = CountrySettings::demo(seed, start);
    let all = settings.pharmacies
        + settings.hospitals
        + settings.wholesalers
        + settings.depositaries
        + settings.companies;
    let part = |count: u32| (u64::from(count) * u64::from(sites)).div_ceil(all.into()) as u32;
    settings.pharmacies = part(settings.pharmacies);
    settings.hospitals = part(settings.hospitals);
    settings.wholesalers = part(settings.wholesalers);
    settings.depositaries = part(settings.depositaries);
    settings.companies = part(settings.companies);
    if with_events {
        settings.events.extend(plant_failure(start));
    }
    settings
}

fn plant_failure(start: Day) -> Option<Event> {
    Some(Event::PlantFailure {
        target: Target::Atc(AMOXICILLIN.parse().ok()?),
        from: start.plus_days(FAILURE_AFTER_DAYS),
        days: FAILURE_DAYS,
        share_percent: FAILURE_SHARE_PERCENT,
        stock_blocked: true,
    })
}

/// A well-formed code that no catalogue knows: the last ones of the range of French packs.
pub fn unknown_pack(catalogue: &Catalogue) -> Outcome<Cip13> {
    let digits = (3_400_999_000_000..=3_400_999_999_999_u64).rev();
    let mut codes = digits.filter_map(|digits| Cip13::from_u64(digits).ok());
    codes
        .find(|code| catalogue.pack(*code).is_none())
        .ok_or_else(|| Failure::internal("the catalogue knows every code"))
}

impl SimulatedCountry {
    /// Makes it, with the packs on the market.
    pub fn make(settings: CountrySettings) -> Outcome<Self> {
        let inputs = Inputs::embedded()?;
        Ok(Self(Country::new(
            settings,
            &inputs,
            &inputs.marketed_packs(),
        )?))
    }

    /// Its sites.
    pub fn sites(&self) -> &[Site] {
        self.0.sites()
    }

    /// Names of the organisations that own them.
    pub fn organisations(&self) -> &[String] {
        self.0.organisations()
    }

    /// Lives until nobody receives any more.
    pub fn start(self, unknown: Cip13) -> Outcome<mpsc::Receiver<Outgoing>> {
        let (sender, receiver) = mpsc::channel(AHEAD);
        let thread = std::thread::Builder::new().name("country".to_owned());
        thread.spawn(move || live(self.0, unknown, &sender))?;
        Ok(receiver)
    }
}

fn live(mut country: Country, unknown: Cip13, sender: &mpsc::Sender<Outgoing>) {
    let mut writer = ReportWriter::new(unknown);
    while !sender.is_closed() {
        let day = country.day();
        country.next_day(|report| {
            // When nobody receives, the loop ends after this day.
            let _ = sender.blocking_send(writer.write(report));
        });
        if sender.blocking_send(Outgoing::DayEnd(day)).is_err() {
            return;
        }
    }
}

/// Writes reports as the files that sites send.
pub struct ReportWriter {
    unknown: Cip13,
    csv: Vec<u8>,
    compressor: Compressor,
}

impl ReportWriter {
    /// A writer that puts this unknown pack into a few reports.
    pub fn new(unknown: Cip13) -> Self {
        // The lowest level: the time of the two cores belongs to the intake.
        let level = CompressionLvl::new(1).unwrap_or_default();
        Self {
            unknown,
            csv: Vec::new(),
            compressor: Compressor::new(level),
        }
    }

    fn write(&mut self, report: &SiteReport<'_>) -> Outgoing {
        Outgoing::Report {
            site: report.site.number.index(),
            as_of: report.as_of,
            kind: match report.kind {
                ReportKind::Full => "full",
                ReportKind::Changes => "changes",
            },
            gzip: self.gzip(report),
        }
    }

    /// The compressed file of a report.
    pub fn gzip(&mut self, report: &SiteReport<'_>) -> Vec<u8> {
        self.csv.clear();
        write_csv(report, &mut self.csv);
        if holds_unknown_pack(report) {
            self.csv
                .extend_from_slice(format!("{};3;1;0;0;0\n", self.unknown).as_bytes());
        }
        let mut gzip = vec![0; self.compressor.gzip_compress_bound(self.csv.len())];
        // The buffer has the size that is always enough.
        let written = self
            .compressor
            .gzip_compress(&self.csv, &mut gzip)
            .unwrap_or_default();
        gzip.truncate(written);
        gzip
    }
}

fn holds_unknown_pack(report: &SiteReport<'_>) -> bool {
    let turn = report.site.number.index() as i32 + report.as_of.epoch_days();
    report.site.tier == Tier::Pharmacy && turn % UNKNOWN_EVERY == 0
}
