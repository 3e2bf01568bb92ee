//! Which data a command works on.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use vigie_catalogue::{Catalogue, CatalogueBuilder, read_archive, read_availability};
use vigie_model::{Clock, Day, SystemClock};
use vigie_server::system::{System, SystemError, SystemSettings};
use vigie_store::{FileKind, Store, sqlite_address};

use crate::failure::{Failure, Outcome};

/// The data of an installation.
#[derive(Debug, Clone, clap::Args)]
pub struct DataFolder {
    /// folder of the data
    #[arg(
        long,
        env = "VIGIE_DATA",
        default_value = "var/vigie",
        value_name = "DIR"
    )]
    pub data: PathBuf,
    /// address of the database, `postgres://…` or `sqlite://…`; without it, SQLite in the folder
    #[arg(
        long,
        env = "VIGIE_DATABASE",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub database: Option<String>,
}

impl DataFolder {
    /// A folder with SQLite in it.
    pub fn at(data: &Path) -> Self {
        Self {
            data: data.to_owned(),
            database: None,
        }
    }

    /// Opens the running system, making the folder when it is not there.
    pub async fn open_system(&self, clock: Arc<dyn Clock>) -> Outcome<Arc<System>> {
        self.open_system_with(clock, |_| ()).await
    }

    /// The same with other settings.
    pub async fn open_system_with(
        &self,
        clock: Arc<dyn Clock>,
        change: impl FnOnce(&mut SystemSettings),
    ) -> Outcome<Arc<System>> {
        let mut settings = SystemSettings::new(&self.data);
        settings.database.clone_from(&self.database);
        change(&mut settings);
        let opened = System::open(settings, clock).await;
        opened.map_err(|error| {
            let is_in_use = matches!(error, SystemError::FolderInUse);
            let failure =
                Failure::from(error).while_doing(format!("cannot open {}", self.data.display()));
            if is_in_use {
                failure.with_hint("stop it first, or name another folder with --data")
            } else {
                failure
            }
        })
    }

    /// Opens the running system of a folder that must be there.
    pub async fn open_existing_system(&self) -> Outcome<Arc<System>> {
        self.check_existing()?;
        self.open_system(Arc::new(SystemClock)).await
    }

    /// Opens the running system, now; the folder is made when it is not there.
    pub async fn open_existing_or_new(&self) -> Outcome<Arc<System>> {
        self.open_system(Arc::new(SystemClock)).await
    }

    /// Opens the relational store only, which is enough for tokens, sites and the table of files.
    pub async fn open_store(&self) -> Outcome<Store> {
        self.check_existing()?;
        let address = self
            .database
            .clone()
            .unwrap_or_else(|| sqlite_address(&self.data.join("vigie.db")));
        Ok(Store::open(&address).await?)
    }

    fn check_existing(&self) -> Outcome {
        if self.data.is_dir() && (self.database.is_some() || self.data.join("vigie.db").exists()) {
            return Ok(());
        }
        let failure = Failure::config(format!(
            "there are no data of vigie in {}",
            self.data.display()
        ));
        Err(failure.with_hint("name the folder with --data, or start `vigie serve` once"))
    }

    /// Reads the catalogue as all imports together give it.
    pub async fn read_catalogue(&self, store: &Store) -> Outcome<Arc<Catalogue>> {
        let mut builder = CatalogueBuilder::default();
        for file in store
            .list_files(FileKind::Catalogue, Day::MIN, Day::MAX)
            .await?
        {
            let (key, day) = (&file.file.key, file.file.day);
            let bytes = std::fs::read(self.data.join(key))?;
            builder = if key.ends_with(".tar.zst") {
                builder.add_release(day, read_archive(&bytes)?.0)
            } else {
                let list = read_availability(&bytes).map_err(Failure::data)?;
                builder.add_availability(day, list.0)
            };
        }
        Ok(builder.build())
    }
}
