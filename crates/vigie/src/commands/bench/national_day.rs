//! `vigie bench national-day`

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use vigie_catalogue::{CatalogueBuilder, read_archive};
use vigie_model::{Day, SystemClock};
use vigie_store::FileKind;

use super::child::{Held, ServerProcess};
use super::figures::Figures;
use super::load::{Tally, ask, drive};
use super::world::World;
use super::{memory, pages, questions, year};
use crate::data_folder::DataFolder;
use crate::embedded;
use crate::failure::{Failure, Outcome};
use crate::process;
use crate::scratch::Scratch;
use crate::terminal;

/// Connections that send full reports: a country has thousands; enough of them that one wait for the disk serves many.
const SENDERS: usize = 32;
/// Connections that send small reports: the more, the more of them share one wait for the disk.
const SMALL_SENDERS: usize = 64;
/// Small reports of one round.
const SMALL_REPORTS: usize = 20_000;
/// Lines after which small reports are measured for the first time.
const FEW_LINES: u64 = 1_000_000;
/// How long each question is asked.
const ASKING: Duration = Duration::from_secs(5);
/// How long pages of each sort are opened.
const OPENING: Duration = Duration::from_secs(4);

/// measure the intake of a whole national day, and the questions after it
///
/// Starts `vigie serve` as a process of its own on a fresh folder, sends it the reports of all sites over HTTP, and
/// counts the processor time of that process alone. All figures are from this machine, now.
#[derive(Debug, clap::Args)]
pub struct NationalDayBench {
    /// about how many sites report; the whole country is 23,700
    #[arg(long, default_value_t = 23_700, value_name = "N")]
    sites: u32,
    /// print the figures as JSON
    #[arg(long)]
    json: bool,
    /// address of the measured server; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:0", value_name = "ADDRESS")]
    listen: SocketAddr,
    /// folder for files and data, kept at the end; without it, a temporary one that is removed
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

/// What is measured, step by step.
struct Measurement {
    world: World,
    listen: SocketAddr,
    figures: Figures,
    /// All reports and lines acknowledged so far.
    acknowledged: Tally,
}

impl NationalDayBench {
    /// Runs the command.
    pub async fn run(self) -> Outcome {
        let folder = Scratch::new(self.keep.as_deref())?;
        let world = World::make(folder.path(), self.sites).await?;
        let figures = Figures {
            sites: world.sites(),
            lines: world.lines(),
            measured_at: jiff::Timestamp::now().to_string(),
            figures: Vec::new(),
        };
        let mut measurement = Measurement {
            world,
            listen: self.listen,
            figures,
            acknowledged: Tally::default(),
        };
        measurement.run().await?;
        if self.json {
            terminal::print_json(&measurement.figures)
        } else {
            measurement.figures.print()
        }
    }
}

impl Measurement {
    async fn run(&mut self) -> Outcome {
        self.catalogue()?;
        let empty_journal = file_bytes(&self.world.data.join("vigie.db"))?;
        let server = self.start().await?;
        self.intake(&server).await?;
        self.questions(&server).await?;
        self.pages(&server).await?;
        server.kill()?;
        self.restart_after_kill(empty_journal).await?;
        self.restart_from_snapshot().await?;
        self.files_of_the_day().await
    }

    async fn start(&self) -> Outcome<ServerProcess> {
        ServerProcess::start(&self.world.data, self.listen).await
    }

    fn catalogue(&mut self) -> Outcome {
        const ROUNDS: u32 = 5;
        let own = std::process::id();
        let before = process::cpu_seconds(own)?;
        for _ in 0..ROUNDS {
            let (release, _) = read_archive(embedded::newest_release())?;
            CatalogueBuilder::default()
                .add_release(Day::from_epoch_days(0), release)
                .build();
        }
        let seconds = (process::cpu_seconds(own)? - before) / f64::from(ROUNDS);
        self.figures.at_most(
            "catalogue of a release: read, checked, indexed",
            "CPU s",
            0.5,
            seconds,
        );
        Ok(())
    }

    /// All full reports; after the first million lines, small reports of the sites that have reported.
    async fn intake(&mut self, server: &ServerProcess) -> Outcome {
        terminal::note("sending the reports of all sites");
        let few = self.world.sites_with_lines(FEW_LINES);
        let (first, first_cpu) = self.send_full(server, 0, few).await?;
        self.small_reports(server, few, 0, "50-line reports with 1 million cells")
            .await?;
        let (rest, rest_cpu) = self.send_full(server, few, self.world.sites()).await?;
        let lines = first.lines + rest.lines + first.quarantined + rest.quarantined;
        let (cpu, seconds) = (first_cpu + rest_cpu, first.seconds + rest.seconds);
        self.figures.at_least(
            "intake through HTTP, per server CPU second",
            "lines/s",
            10e6,
            lines as f64 / cpu,
        );
        self.figures.tell(
            "intake through HTTP, by the clock",
            "lines/s",
            lines as f64 / seconds,
        );
        self.figures.tell("intake, server CPU", "CPU s", cpu);
        let held = server.held().await?;
        self.check(held)?;
        let (bytes, cells) = (server.resident_bytes()? as f64, held.lines as f64);
        self.figures.at_most(
            "memory at the end",
            "MB",
            (12.0 * cells + 300e6) / 1e6,
            bytes / 1e6,
        );
        self.figures.tell(
            "memory at the end, beyond 300 MB",
            "B/cell",
            (bytes - 300e6).max(0.0) / cells,
        );
        Ok(())
    }

    async fn send_full(
        &mut self,
        server: &ServerProcess,
        from: usize,
        until: usize,
    ) -> Outcome<(Tally, f64)> {
        let before = server.cpu_seconds()?;
        let tally = drive(
            server.address(),
            SENDERS,
            self.world.full_reports(from, until),
        )
        .await?;
        let cpu = server.cpu_seconds()? - before;
        self.acknowledged.answered += tally.answered;
        self.acknowledged.lines += tally.lines;
        Ok((tally, cpu))
    }

    async fn small_reports(
        &mut self,
        server: &ServerProcess,
        sites: usize,
        round: usize,
        name: &'static str,
    ) -> Outcome {
        terminal::note(name);
        let sites = sites.clamp(1, 2_000).min(self.world.sites());
        let reports = self.world.small_reports(sites, SMALL_REPORTS, round)?;
        let before = server.cpu_seconds()?;
        let tally = drive(server.address(), SMALL_SENDERS, reports).await?;
        let cpu = server.cpu_seconds()? - before;
        self.acknowledged.answered += tally.answered;
        self.figures.at_least(
            name,
            "reports per CPU s",
            5_000.0,
            tally.answered as f64 / cpu,
        );
        Ok(())
    }

    /// Everything that was acknowledged must be there.
    fn check(&self, held: Held) -> Outcome {
        let acknowledged = Held {
            lines: self.acknowledged.lines,
            journal_head: self.acknowledged.answered,
        };
        if held == acknowledged {
            return Ok(());
        }
        Err(Failure::internal(format!(
            "acknowledged: {acknowledged:?}, but the server holds {held:?}"
        )))
    }

    async fn questions(&mut self, server: &ServerProcess) -> Outcome {
        terminal::note("asking questions");
        let stocks = questions::stocks(&self.world.packs);
        let (mut tally, cpu) = asked(server, 64, stocks).await?;
        let per_core = tally.answered as f64 / cpu;
        self.figures.at_least(
            "stock of a pack by department, 64 connections",
            "requests per CPU s",
            20e3,
            per_core,
        );
        self.figures.tell(
            "… by the clock",
            "requests/s",
            tally.answered as f64 / tally.seconds,
        );
        self.figures
            .tell("… p50", "ms", tally.percentile_milliseconds(0.5));
        self.figures
            .at_most("… p99", "ms", 10.0, tally.percentile_milliseconds(0.99));
        let medicines = questions::medicines(&self.world.catalogue);
        self.catalogue_question(
            server,
            medicines,
            "medicine by its code, 16 connections",
            20.0,
        )
        .await?;
        let searches = questions::searches(&self.world.catalogue);
        self.catalogue_question(server, searches, "search, 16 connections", 60.0)
            .await
    }

    async fn pages(&mut self, server: &ServerProcess) -> Outcome {
        terminal::note("opening pages");
        for sort in pages::sorts(&self.world) {
            let mut tally = ask(server.address(), 16, sort.targets, sort.cookie, OPENING).await?;
            let median = tally.percentile_milliseconds(0.5);
            self.figures.at_most(sort.name, "ms p50", 10.0, median);
            let slow = tally.percentile_milliseconds(0.99);
            self.figures.at_most("… p99", "ms", 50.0, slow);
        }
        Ok(())
    }

    async fn catalogue_question(
        &mut self,
        server: &ServerProcess,
        targets: Vec<Arc<str>>,
        name: &'static str,
        most_microseconds: f64,
    ) -> Outcome {
        let (mut tally, cpu) = asked(server, 16, targets).await?;
        let microseconds = cpu / tally.answered as f64 * 1e6;
        self.figures
            .at_most(name, "CPU µs a request", most_microseconds, microseconds);
        self.figures.tell(
            "… by the clock",
            "requests/s",
            tally.answered as f64 / tally.seconds,
        );
        self.figures
            .tell("… p50", "ms", tally.percentile_milliseconds(0.5));
        self.figures
            .at_most("… p99", "ms", 10.0, tally.percentile_milliseconds(0.99));
        Ok(())
    }

    /// The server was killed: it reads the whole journal. Ended with a signal, it leaves a snapshot.
    async fn restart_after_kill(&mut self, empty_journal: u64) -> Outcome {
        terminal::note("starting again after a kill");
        let server = self.start().await?;
        self.figures.at_most(
            "restart after kill -9, journal replayed",
            "CPU s",
            5.0,
            server.cpu_seconds()?,
        );
        self.check(server.held().await?)?;
        server.stop()?;
        let journal = file_bytes(&self.world.data.join("vigie.db"))?.saturating_sub(empty_journal);
        let lines = self.figures.lines as f64;
        self.figures.at_most(
            "journal on disk, receipts included",
            "B/line",
            2.5,
            journal as f64 / lines,
        );
        Ok(())
    }

    async fn restart_from_snapshot(&mut self) -> Outcome {
        let server = self.start().await?;
        self.figures.at_most(
            "restart from a snapshot",
            "CPU s",
            5.0,
            server.cpu_seconds()?,
        );
        self.check(server.held().await?)?;
        let sites = self.world.sites();
        self.small_reports(&server, sites, 1, "50-line reports with all cells")
            .await?;
        server.stop()
    }

    /// In this process: what is asked of memory and of the past, and the day ends.
    async fn files_of_the_day(&mut self) -> Outcome {
        terminal::note("asking memory and the past, ending the day");
        let system = DataFolder::at(&self.world.data)
            .open_system(Arc::new(SystemClock))
            .await?;
        memory::measure(&system, &self.world.packs, &mut self.figures);
        tokio::task::block_in_place(|| {
            year::measure(
                &system.packs(),
                self.world.as_of,
                &self.world.packs,
                &self.world.year_folder(),
                &mut self.figures,
            )
        })?;
        let started = Instant::now();
        system.close_days_through(self.world.as_of).await?;
        self.figures.tell(
            "day and history file written",
            "s",
            started.elapsed().as_secs_f64(),
        );
        let files = system
            .store
            .list_files(FileKind::Day, self.world.as_of, self.world.as_of)
            .await?;
        system.store.close().await?;
        let file = files
            .first()
            .ok_or_else(|| Failure::internal("the day has no file"))?;
        let bytes = file.file.byte_count as f64 / file.file.row_count as f64;
        self.figures
            .at_most("day file on disk", "B/line", 2.0, bytes);
        Ok(())
    }
}

async fn asked(
    server: &ServerProcess,
    connections: usize,
    targets: Vec<Arc<str>>,
) -> Outcome<(Tally, f64)> {
    let before = server.cpu_seconds()?;
    let tally = ask(server.address(), connections, targets, None, ASKING).await?;
    Ok((tally, server.cpu_seconds()? - before))
}

fn file_bytes(path: &Path) -> Outcome<u64> {
    Ok(std::fs::metadata(path)?.len())
}
