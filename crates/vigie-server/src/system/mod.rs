//! The running system: store, files, catalogue and picture, and what may be done to them. No HTTP here.

mod audit;
mod catalogues;
mod commit;
mod correction;
mod corrections;
mod days;
mod folder;
mod hidden;
mod intake;
pub mod market;
mod months;
mod nation;
mod open;
mod past;
mod people;
mod providers;
mod registry;
mod release;
mod site;
mod tokens;
mod verify;

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::{Duration, Instant};

use folder::FolderLock;
use parking_lot::{Mutex, RwLock};
use tokio::sync::mpsc;
use vigie_catalogue::Catalogue;
use vigie_model::Clock;
use vigie_stock::picture::Picture;
use vigie_stock::{PackTable, ReadLimits};
use vigie_store::Store;

use crate::access::throttle::Limits;
use crate::provider::{ProviderSettings, Providers};

pub use catalogues::{CatalogueImport, ImportError, archive_folder};
pub use folder::Folder;
pub use intake::{IntakeError, ReceivedReport, ReportMeta};
pub use nation::Nation;
pub use past::{DayNotesByDay, Past};
pub use people::{
    CodePresented, NewSession, Presented, SessionLimits, SessionSecret, SignedIn, Wall,
};
pub use providers::{Admission, Linked, NotLinked};
pub use registry::Registry;
pub use site::PackSales;
pub use verify::{Disagreement, Verification};

/// What may be chosen when the system starts.
#[derive(Debug, Clone)]
pub struct SystemSettings {
    /// Folder of data files; also holds the SQLite database when no other is named.
    pub folder: PathBuf,
    /// Address of the relational store; `None` for SQLite in the folder.
    pub database: Option<String>,
    /// Caps on reports.
    pub limits: ReadLimits,
    /// Largest body of a report as sent, in bytes.
    pub body_bytes: usize,
    /// Oldest day that a report may be about, in days before today.
    pub oldest_report_days: i32,
    /// Fewest sites over which sums are shown to anyone but their owners and the authority.
    pub fewest_sites: u32,
    /// Days after its end during which a day stays open for reports without a correction of its files.
    pub open_days: i32,
    /// How long changes to the files of closed days are gathered before the files are written again.
    pub correction_wait: Duration,
    /// How long a file that others have replaced stays: longer than the questions that may be reading it.
    pub removal_wait: Duration,
    /// Address under which people reach the server, `https://vigie.example`; without it links stay relative, cookies are
    /// those of a server without encryption.
    pub public_url: Option<url::Url>,
    /// Addresses of machines whose word on where a request comes from is believed (`X-Forwarded-For`).
    pub trusted_proxies: Vec<IpAddr>,
    /// How often one address may try.
    pub tries: Limits,
    /// When sessions end.
    pub sessions: SessionLimits,
    /// Whether people who see much or change rights must have a second factor; only the demonstration does without.
    pub requires_factor: bool,
    /// Real time.
    pub wall: Wall,
    /// Other services that let people sign in; they need a public address.
    pub providers: Vec<ProviderSettings>,
}

impl SystemSettings {
    /// Defaults for a data folder.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            database: None,
            limits: ReadLimits::default(),
            body_bytes: 32 << 20,
            oldest_report_days: 400,
            fewest_sites: 3,
            open_days: 1,
            correction_wait: Duration::from_mins(10),
            removal_wait: Duration::from_mins(15),
            public_url: None,
            trusted_proxies: Vec::new(),
            tries: Limits::default(),
            sessions: SessionLimits::default(),
            requires_factor: true,
            wall: Wall::default(),
            providers: Vec::new(),
        }
    }

    /// Whether people reach the server by an encrypted connection.
    pub fn is_encrypted(&self) -> bool {
        let address = self.public_url.as_ref();
        address.is_some_and(|address| address.scheme() == "https")
    }

    /// Scheme, host and port under which people reach the server, without final slash; empty when not set.
    pub fn origin(&self) -> String {
        let address = self.public_url.as_ref();
        address.map_or_else(String::new, |address| {
            address.origin().ascii_serialization()
        })
    }
}

/// The system could not do what was asked, for a reason that its operator must know.
#[derive(Debug, thiserror::Error)]
pub enum SystemError {
    /// The relational store refuses.
    #[error(transparent)]
    Store(#[from] vigie_store::StoreError),
    /// The data folder refuses.
    #[error("data folder: {0}")]
    Io(#[from] std::io::Error),
    /// A file of the past cannot be written or read.
    #[error(transparent)]
    History(#[from] vigie_stock::history::HistoryError),
    /// A journal entry cannot be read.
    #[error("journal entry {number}: {error}")]
    Payload {
        /// The entry.
        number: u64,
        /// What is wrong.
        error: vigie_stock::PayloadError,
    },
    /// A catalogue file in the data folder cannot be read.
    #[error("catalogue file {key}: {message}")]
    Catalogue {
        /// The file.
        key: String,
        /// What is wrong.
        message: String,
    },
    /// Another process runs on the data folder.
    #[error("another vigie runs on this data folder")]
    FolderInUse,
    /// What was done or read could not be noted.
    #[error("the audit log cannot be written")]
    NotNoted,
    /// A password could not be hashed.
    #[error(transparent)]
    Hash(#[from] crate::access::password::HashError),
    /// The process is stopping.
    #[error("the system is stopping")]
    Stopping,
}

/// The running system. Shared by all requests.
pub struct System {
    /// What was chosen.
    pub settings: SystemSettings,
    /// Time, which the demo and tests set.
    pub clock: Arc<dyn Clock>,
    /// The relational store.
    pub store: Store,
    /// The data folder.
    pub folder: Folder,
    /// No other process writes to the folder.
    _lock: FolderLock,
    /// The national picture.
    pub picture: RwLock<Picture>,
    /// History files.
    pub past: Past,
    /// The country as a whole on closed days, as far as it has been read.
    pub nation: Nation,
    hidden_days: hidden::HiddenDays,
    catalogue: RwLock<Arc<Catalogue>>,
    packs: RwLock<Arc<PackTable>>,
    registry: RwLock<Arc<Registry>>,
    /// Other services that let people sign in.
    pub providers: Providers,
    tokens: tokens::Tokens,
    sessions: people::Sessions,
    /// Entries of the audit log, on their way to the disk.
    audit: mpsc::Sender<audit::Noting>,
    desks: Mutex<Vec<intake::Desk>>,
    /// Reports that will soon be on their way to the journal.
    reports_being_read: AtomicUsize,
    commits: mpsc::Sender<commit::Pending>,
    /// Whoever writes or publishes files holds it.
    files: tokio::sync::Mutex<days::UnwrittenDay>,
    /// Since when changes to closed days wait.
    corrections_since: Mutex<Option<Instant>>,
    /// Since when files are known to be replaced.
    replaced_since: Mutex<BTreeMap<String, Instant>>,
    /// Why no report is taken any more.
    halted: RwLock<Option<String>>,
}

impl std::fmt::Debug for System {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("System")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

impl System {
    /// The catalogue as of now.
    pub fn catalogue(&self) -> Arc<Catalogue> {
        Arc::clone(&self.catalogue.read())
    }

    /// Pack numbers as of now.
    pub fn packs(&self) -> Arc<PackTable> {
        Arc::clone(&self.packs.read())
    }

    /// Why no report is taken until a restart; `None` as long as all is well. The journal has a report that the picture
    /// could not take: to go on would show figures that the journal does not give.
    pub fn halted(&self) -> Option<String> {
        self.halted.read().clone()
    }

    /// Sites and organisations as of now.
    pub fn registry(&self) -> Arc<Registry> {
        Arc::clone(&self.registry.read())
    }
}
