//! `vigie demo`

mod accounts;
mod country;
mod intake;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;
use vigie_model::{Day, FixedClock, Language};
use vigie_server::system::System;
use vigie_simulate::{LABEL_EN, LABEL_FR};
use vigie_stock::digest_of_positions;

use crate::commands::serve;
use crate::data_folder::DataFolder;
use crate::embedded;
use crate::failure::{Failure, Outcome};
use crate::population::{self, Population};
use crate::shutdown::Shutdown;
use crate::terminal;
use crate::wire::Connection;

use crate::scratch::Scratch;
use accounts::Account;
use country::{Outgoing, SimulatedCountry};
pub use country::{ReportWriter, settings_of, unknown_pack};
use intake::Intake;

/// show a simulated country that reports through the real intake
///
/// Loads months of history, then a new day arrives every few seconds: a winter with influenza, and an amoxicillin
/// plant that fails. Everything it shows is synthetic.
#[derive(Debug, clap::Args)]
pub struct Demo {
    /// address and port to listen on; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    listen: SocketAddr,
    /// folder of the data; without it, a temporary one that is removed at the end
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// first day
    #[arg(long, default_value = "2025-09-01", value_name = "DAY")]
    start: Day,
    /// days of history to load
    #[arg(long, default_value_t = 120, value_parser = clap::value_parser!(u32).range(1..=3650))]
    days: u32,
    /// seconds between two new days after that; 0 for no new days
    #[arg(long, default_value_t = 10, value_name = "SECONDS")]
    speed: u64,
    /// about how many sites report
    #[arg(long, default_value_t = 1_500, value_name = "N")]
    sites: u32,
    /// where all chance comes from: the same seed gives the same country
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// file that names other services by which people may sign in; they come back to the address listened on
    #[arg(long, value_name = "FILE")]
    sign_in: Option<PathBuf>,
    /// load, print a summary and end
    #[arg(long)]
    once: bool,
    /// print the summary as JSON
    #[arg(long)]
    json: bool,
}

/// What was loaded.
#[derive(Debug, Serialize)]
struct Summary {
    synthetic: bool,
    label: &'static str,
    sites: usize,
    reports: u64,
    lines: u64,
    packs: usize,
    days: u32,
    last_day: Day,
    quarantined: u64,
    positions_digest: String,
    journal_head: u64,
    seconds: f64,
    address: String,
    accounts: Vec<Account>,
}

/// Everything that runs.
struct Running {
    system: Arc<System>,
    address: SocketAddr,
    population: Population,
    accounts: Vec<Account>,
    intake: Intake,
    started: Instant,
}

impl Demo {
    /// Runs the command.
    pub async fn run(self) -> Outcome {
        let folder = Scratch::new(self.data.as_deref())?;
        let shutdown = Shutdown::listen()?;
        let started = Instant::now();
        let listener = serve::bind(self.listen).await?;
        let address = listener.local_addr()?;
        let clock = FixedClock::at_noon(self.start);
        let providers = serve::read_providers(self.sign_in.as_deref())?;
        let system = DataFolder::at(folder.path())
            .open_system_with(Arc::new(clock.clone()), |settings| {
                if !providers.is_empty() {
                    settings.public_url = format!("http://{address}").parse().ok();
                    settings.providers = providers;
                }
                // Everybody knows the passwords of the accounts: a second factor would protect nothing.
                settings.requires_factor = false;
            })
            .await?;
        check_empty(&system, folder.path())?;
        let server = tokio::spawn(vigie_server::serve(
            Arc::clone(&system),
            listener,
            Box::pin(shutdown.wait()),
        ));
        let outcome = tokio::select! {
            outcome = self.live(Arc::clone(&system), clock, address, started) => outcome,
            () = shutdown.wait() => Ok(()),
        };
        shutdown.start();
        server.await??;
        if self.data.is_some() {
            serve::close(&system).await?;
        }
        outcome
    }

    async fn live(
        &self,
        system: Arc<System>,
        clock: FixedClock,
        address: SocketAddr,
        started: Instant,
    ) -> Outcome {
        terminal::note("reading the built-in releases of the medicines database");
        embedded::import_all(&system).await?;
        terminal::note("making the country");
        let country = SimulatedCountry::make(settings_of(self.seed, self.start, self.sites, true))?;
        let population =
            population::register(&system, country.sites(), country.organisations()).await?;
        let accounts = accounts::add(&system).await?;
        let unknown = unknown_pack(&system.catalogue())?;
        let intake = Intake::open(
            &system,
            clock,
            address,
            &population,
            country.start(unknown)?,
        )
        .await?;
        let mut running = Running {
            system,
            address,
            population,
            accounts,
            intake,
            started,
        };
        running.load(self.days).await?;
        let summary = running.summary(self.days);
        if self.json {
            terminal::print_json(&summary)?;
        } else {
            terminal::print(&in_words(&summary))?;
        }
        if self.once {
            Ok(())
        } else {
            running.go_on(self.speed).await
        }
    }
}

/// Days of a simulation are not added to those that are there.
fn check_empty(system: &System, folder: &std::path::Path) -> Outcome {
    if system.picture.read().journal_head().0 == 0 {
        return Ok(());
    }
    let failure = Failure::user(format!("{} holds reports already", folder.display()));
    Err(failure.with_hint("name an empty folder, or show this one with `vigie serve --data`"))
}

impl Running {
    async fn load(&mut self, days: u32) -> Outcome {
        let bar = terminal::progress(days.into(), "days");
        for number in 1..=days {
            let day = self.intake.take_day().await?;
            let seconds = self.intake.seconds();
            let (reports, lines) = (self.intake.reports, self.intake.lines);
            let rate = (lines as f64 / seconds.max(0.001)) as u64;
            let (reports, rate) = (terminal::grouped(reports), terminal::grouped(rate));
            bar.set_message(format!("{day}, {reports} reports, {rate} lines/s"));
            bar.inc(1);
            if !terminal::is_watched() && number % 10 == 0 {
                terminal::note(&format!(
                    "{number}/{days} days, {day}, {reports} reports, {rate} lines/s"
                ));
            }
        }
        bar.finish_and_clear();
        self.intake.settle().await
    }

    fn summary(&self, days: u32) -> Summary {
        let picture = self.system.picture.read();
        let digest = digest_of_positions(&picture);
        Summary {
            synthetic: true,
            label: label(),
            sites: self.population.senders.len(),
            reports: self.intake.reports,
            lines: self.intake.lines,
            packs: self.system.packs().len(),
            days,
            last_day: picture.latest().unwrap_or(Day::MIN),
            quarantined: self.intake.quarantined,
            positions_digest: blake3::Hash::from(digest).to_hex().to_string(),
            journal_head: picture.journal_head().0,
            seconds: self.started.elapsed().as_secs_f64(),
            address: format!("http://{}", self.address),
            accounts: self.accounts.clone(),
        }
    }

    async fn go_on(&mut self, seconds_per_day: u64) -> Outcome {
        // The first visitor finds home ready, with the past of the country.
        let system = Arc::clone(&self.system);
        tokio::task::spawn_blocking(move || system.read_nation()).await??;
        self.system.remember_hidden().await?;
        Connection::open(self.address).await?.get("/fr/").await?;
        self.print_addresses()?;
        if seconds_per_day == 0 {
            terminal::note("no new days; Ctrl-C ends");
            self.merge_in_background();
            std::future::pending::<()>().await;
        }
        terminal::note("new days keep arriving; Ctrl-C ends");
        let mut turns = tokio::time::interval(Duration::from_secs(seconds_per_day));
        turns.tick().await;
        loop {
            self.merge_in_background();
            turns.tick().await;
            let day = self.intake.take_day().await?;
            self.system.remember_hidden().await?;
            terminal::note(&format!(
                "{day}, {} reports",
                terminal::grouped(self.intake.reports)
            ));
        }
    }

    /// Merges history while nothing else is to be done.
    fn merge_in_background(&self) {
        let system = Arc::clone(&self.system);
        tokio::spawn(async move {
            if let Err(error) = system.merge_months().await {
                tracing::error!(%error, "Months of history cannot be merged");
            }
        });
    }

    fn print_addresses(&self) -> Outcome {
        let base = format!("http://{}", self.address);
        terminal::print(&format!("pages            {base}/"))?;
        terminal::print(&format!("API              {base}/api/openapi.json"))?;
        terminal::print(&format!("authority token  {}", self.population.authority))?;
        if let Some(pharmacy) = self.population.senders.first() {
            terminal::print(&format!(
                "pharmacy token   {}  (site {})",
                pharmacy.token, pharmacy.code
            ))?;
        }
        terminal::print(&format!("sign in at       {base}/fr/sign-in"))?;
        for account in &self.accounts {
            terminal::print(&format!(
                "{:<16} {}  {}",
                account.role, account.email, account.password
            ))?;
        }
        Ok(())
    }
}

fn label() -> &'static str {
    match terminal::language() {
        Language::French => LABEL_FR,
        Language::English => LABEL_EN,
    }
}

fn in_words(summary: &Summary) -> String {
    format!(
        "{}\n{} sites, {} packs, {} days until {}\n{} reports, {} lines, {} in quarantine, journal at {}\n\
         positions {}\nloaded in {:.1} s",
        summary.label,
        terminal::grouped(summary.sites as u64),
        terminal::grouped(summary.packs as u64),
        summary.days,
        summary.last_day,
        terminal::grouped(summary.reports),
        terminal::grouped(summary.lines),
        terminal::grouped(summary.quarantined),
        summary.journal_head,
        summary.positions_digest,
        summary.seconds,
    )
}
