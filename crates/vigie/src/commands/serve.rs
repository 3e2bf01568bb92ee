//! `vigie serve`

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use vigie_model::SystemClock;
use vigie_server::provider::ProviderSettings;
use vigie_server::system::{System, SystemError};

use crate::data_folder::DataFolder;
use crate::embedded;
use crate::failure::{Failure, Outcome};
use crate::shutdown::Shutdown;
use crate::terminal;

/// How often it is looked whether a day has ended, or another process has registered sites.
const BETWEEN_JOBS: Duration = Duration::from_mins(1);

/// serve the API and the pages, until Ctrl-C or SIGTERM
///
/// A new folder gets the releases of the medicines database that are built into the program.
#[derive(Debug, clap::Args)]
pub struct Serve {
    /// address and port to listen on; port 0 takes a free one
    #[arg(
        long,
        env = "VIGIE_LISTEN",
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS"
    )]
    listen: SocketAddr,
    /// address under which people reach the server, for links and cookies; with https, browsers are told to insist on it
    #[arg(long, env = "VIGIE_PUBLIC_URL", value_name = "URL", value_parser = read_public_url)]
    public_url: Option<url::Url>,
    /// address of a proxy whose word on where a request comes from is believed; may be given several times
    #[arg(
        long,
        env = "VIGIE_TRUSTED_PROXIES",
        value_name = "ADDRESS",
        value_delimiter = ','
    )]
    trusted_proxy: Vec<IpAddr>,
    /// file that names other services by which people may sign in (OpenID Connect); needs --public-url
    #[arg(long, env = "VIGIE_SIGN_IN", value_name = "FILE")]
    sign_in: Option<PathBuf>,
    #[command(flatten)]
    data: DataFolder,
}

/// Reads the services of a file; nothing is shown where no file is named.
pub fn read_providers(file: Option<&Path>) -> Outcome<Vec<ProviderSettings>> {
    let Some(file) = file else {
        return Ok(Vec::new());
    };
    ProviderSettings::read(file).map_err(|error| {
        Failure::config(error.to_string()).with_hint("docs/sign-in.md describes the file")
    })
}

/// An address of a server: scheme, host, port, and nothing after them.
fn read_public_url(text: &str) -> Result<url::Url, String> {
    let address: url::Url = text
        .parse()
        .map_err(|error: url::ParseError| error.to_string())?;
    let is_plain = matches!(address.scheme(), "http" | "https")
        && address.path() == "/"
        && address.query().is_none()
        && address.username().is_empty();
    if is_plain {
        Ok(address)
    } else {
        Err("write it as https://vigie.example".to_owned())
    }
}

impl Serve {
    /// Runs the command.
    pub async fn run(self) -> Outcome {
        let providers = read_providers(self.sign_in.as_deref())?;
        if !providers.is_empty() && self.public_url.is_none() {
            let failure = Failure::config("signing in by other services needs --public-url");
            return Err(failure.with_hint("they send people back to that address"));
        }
        let listener = bind(self.listen).await?;
        let shutdown = Shutdown::listen()?;
        let system = self
            .data
            .open_system_with(Arc::new(SystemClock), |settings| {
                settings.public_url = self.public_url;
                settings.trusted_proxies = self.trusted_proxy;
                settings.providers = providers;
            });
        let system = system.await?;
        if system.packs().is_empty() {
            terminal::note("reading the built-in releases of the medicines database");
            embedded::import_all(&system).await?;
        }
        terminal::print(&format!("listening on http://{}", listener.local_addr()?))?;
        let jobs = tokio::spawn(run_jobs(Arc::clone(&system), shutdown.clone()));
        let served =
            vigie_server::serve(Arc::clone(&system), listener, Box::pin(shutdown.wait())).await;
        shutdown.start();
        jobs.await?;
        close(&system).await?;
        Ok(served?)
    }
}

/// Listens; an address that is taken is a matter of configuration.
pub async fn bind(address: SocketAddr) -> Outcome<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| {
        let failure = Failure::config(format!("cannot listen on {address}: {error}"));
        failure.with_hint("choose another address with --listen")
    })
}

/// Saves the picture, so that the next start is quick, and leaves the database in order.
pub async fn close(system: &Arc<System>) -> Outcome {
    system.write_snapshot().await?;
    system.write_token_uses().await?;
    Ok(system.store.close().await?)
}

async fn run_jobs(system: Arc<System>, shutdown: Shutdown) {
    let mut turns = tokio::time::interval(BETWEEN_JOBS);
    turns.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut stop = Box::pin(shutdown.wait());
    loop {
        tokio::select! {
            () = &mut stop => return,
            _ = turns.tick() => {}
        }
        // What is left half done at a stop is done again after the next start.
        let written = tokio::select! {
            () = &mut stop => return,
            written = write_files(&system) => written,
        };
        // What cannot be written now is tried again at a later turn.
        if let Err(error) = written {
            tracing::error!(%error, "Files of ended days cannot be written");
        }
        match system.follow_registry().await {
            Ok(true) => tracing::info!("Sites were registered or changed"),
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "The registry of sites cannot be read"),
        }
    }
}

async fn write_files(system: &Arc<System>) -> Result<(), SystemError> {
    let closed = system.close_due_days().await?.len();
    let corrected = system.correct_due_days().await?.len();
    system.remember_hidden().await?;
    if closed + corrected == 0 {
        return Ok(());
    }
    tracing::info!(
        closed,
        corrected,
        "Closed {closed} days, corrected {corrected}"
    );
    system.write_snapshot().await
}
