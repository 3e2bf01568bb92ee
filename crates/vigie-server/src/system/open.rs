//! From a data folder to a running system: snapshot, then the newest part of the journal.

use std::iter::Peekable;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use parking_lot::{Mutex, RwLock};
use tokio::sync::mpsc;
use vigie_model::{Clock, Day, ReportNumber};
use vigie_stock::picture::{Accepted, Applied, Picture};
use vigie_stock::{PackTable, read_snapshot};
use vigie_store::{FileKind, Store, sqlite_address};

use super::correction::read_entry;
use super::intake::report_kind;
use super::{
    Folder, Nation, Past, Registry, System, SystemError, SystemSettings, audit, catalogues, commit,
};
use crate::provider::Providers;

/// Payload bytes of one page of the journal while it is replayed.
const PAGE_BYTES: u64 = 8 << 20;

impl System {
    /// Opens the data folder, restores the picture and starts to take reports.
    pub async fn open(
        settings: SystemSettings,
        clock: Arc<dyn Clock>,
    ) -> Result<Arc<Self>, SystemError> {
        let folder = Folder::open(&settings.folder)?;
        let lock = folder.lock()?.ok_or(SystemError::FolderInUse)?;
        let address = settings
            .database
            .clone()
            .unwrap_or_else(|| sqlite_address(&settings.folder.join("vigie.db")));
        let store = Store::open(&address).await?;
        let catalogue = catalogues::load(&store, &folder).await?;
        let packs = Arc::new(catalogues::number_packs(&store, &catalogue).await?);
        let registry = Arc::new(Registry::new(
            store.list_sites().await?,
            store.list_organisations().await?,
        ));
        remove_strangers(&store, &folder).await?;
        let past = open_past(&store, &folder).await?;
        let picture = restore_snapshot(&store, &folder, &packs, &registry).await?;
        let (commits, queue) = mpsc::channel(commit::QUEUE);
        let (audit, entries) = mpsc::channel(audit::QUEUE);
        let providers = Providers::new(&settings.providers, settings.public_url.as_ref());
        let system = Arc::new(Self {
            settings,
            providers,
            clock,
            store,
            folder,
            _lock: lock,
            picture: RwLock::new(picture),
            past,
            nation: Nation::default(),
            hidden_days: super::hidden::HiddenDays::default(),
            catalogue: RwLock::new(catalogue),
            packs: RwLock::new(packs),
            registry: RwLock::new(registry),
            tokens: super::tokens::Tokens::default(),
            sessions: super::people::Sessions::default(),
            audit,
            desks: Mutex::new(Vec::new()),
            reports_being_read: AtomicUsize::new(0),
            commits,
            files: tokio::sync::Mutex::new(None),
            corrections_since: Mutex::new(None),
            replaced_since: Mutex::default(),
            halted: RwLock::new(None),
        });
        system.replay().await?;
        system.recall_hidden_or_hide_all().await;
        tokio::spawn(Self::run_commits(Arc::downgrade(&system), queue));
        tokio::spawn(audit::run(system.store.clone(), entries));
        tokio::spawn(Self::run_housekeeping(Arc::downgrade(&system)));
        Ok(system)
    }

    /// Takes the entries that the snapshot lacks. Days are closed after the entry after which they were closed before, so
    /// that the same reports are about the past, and what the files of days lack is found again.
    async fn replay(self: &Arc<Self>) -> Result<(), SystemError> {
        let published = self
            .store
            .list_files(FileKind::Day, Day::MIN, Day::MAX)
            .await?;
        let mut closings: Vec<(ReportNumber, Day)> = published
            .iter()
            .map(|file| (file.file.from_number, file.file.day))
            .collect();
        closings.sort_unstable();
        let mut closings = closings.into_iter().peekable();
        let head = self.picture.read().journal_head();
        self.close_again(&mut closings, head);
        let mut next = ReportNumber(head.0 + 1);
        loop {
            let page = self.store.read_journal(next, PAGE_BYTES).await?;
            if page.is_empty() {
                break;
            }
            for entry in &page {
                next = ReportNumber(entry.receipt.number.0 + 1);
                let read = read_entry(entry)?;
                let accepted = Accepted {
                    number: entry.receipt.number,
                    site: entry.receipt.site,
                    as_of: read.as_of,
                    kind: report_kind(entry.receipt.kind),
                };
                let applied = self.picture.write().apply(&accepted, &read.content);
                if matches!(applied, Ok(Applied::OutOfOrder)) {
                    self.rebuild(&accepted).await?;
                }
                self.close_again(&mut closings, entry.receipt.number);
            }
        }
        let mut picture = self.picture.write();
        for file in published {
            picture.settle_corrections(file.file.day, file.file.to_number);
        }
        Ok(())
    }

    /// Closes the days that were closed when the journal ended with this entry. Days before the first one closed have
    /// files too when they were reported late; they are closed with it.
    fn close_again(
        &self,
        closings: &mut Peekable<impl Iterator<Item = (ReportNumber, Day)>>,
        head: ReportNumber,
    ) {
        while let Some((_, day)) = closings.next_if(|(closed_at, _)| *closed_at <= head) {
            let _ = self.picture.write().close_day(day);
        }
    }

    /// Reads sites and organisations again, after they changed in the store.
    pub async fn reload_registry(&self) -> Result<(), SystemError> {
        let sites = self.store.list_sites().await?;
        {
            let mut picture = self.picture.write();
            for site in &sites {
                picture.register(site);
            }
        }
        let organisations = self.store.list_organisations().await?;
        *self.registry.write() = Arc::new(Registry::new(sites, organisations));
        Ok(())
    }
}

/// Removes what a crash left half done.
async fn remove_strangers(store: &Store, folder: &Folder) -> Result<(), SystemError> {
    let mut known = store.list_replaced_files().await?;
    for kind in [FileKind::Day, FileKind::History, FileKind::Snapshot] {
        known.extend(store.list_files(kind, Day::MIN, Day::MAX).await?);
    }
    let keys = known.into_iter().map(|file| file.file.key).collect();
    Ok(folder.remove_strangers(&keys)?)
}

async fn open_past(store: &Store, folder: &Folder) -> Result<Past, SystemError> {
    let past = Past::default();
    for file in store
        .list_files(FileKind::History, Day::MIN, Day::MAX)
        .await?
    {
        past.add(folder, &file.file.key)?;
    }
    Ok(past)
}

/// The picture of the newest snapshot; an empty one when there is none, or it is damaged.
async fn restore_snapshot(
    store: &Store,
    folder: &Folder,
    packs: &Arc<PackTable>,
    registry: &Arc<Registry>,
) -> Result<Picture, SystemError> {
    let snapshots = store
        .list_files(FileKind::Snapshot, Day::MIN, Day::MAX)
        .await?;
    let Some(newest) = snapshots.iter().max_by_key(|file| file.file.to_number) else {
        return Ok(Picture::new(packs.len(), registry.sites()));
    };
    let path = folder.path(&newest.file.key);
    let (pack_count, registry) = (packs.len(), Arc::clone(registry));
    let read = move || {
        let file = std::fs::File::open(&path)?;
        let mut file = std::io::BufReader::with_capacity(1 << 20, file);
        read_snapshot(&mut file, pack_count, registry.sites()).map_err(std::io::Error::other)
    };
    match tokio::task::spawn_blocking(read).await {
        Ok(Ok(picture)) => Ok(picture),
        Ok(Err(error)) => {
            tracing::warn!(%error, "Snapshot cannot be read; the journal is replayed from its start");
            Ok(Picture::new(packs.len(), &store.list_sites().await?))
        }
        Err(_) => Err(SystemError::Stopping),
    }
}
