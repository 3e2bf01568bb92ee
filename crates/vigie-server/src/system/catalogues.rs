//! Releases of the catalogue: kept as they were published, read again at every start, and what a new one changes.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;
use vigie_catalogue::{
    AtcNames, Catalogue, CatalogueBuilder, FileReport, ImportReport, ReadError, Refusal,
    read_archive, read_availability,
};
use vigie_model::{Day, ReportNumber};
use vigie_stock::PackTable;
use vigie_store::{FileKind, NewFile, Store};

use super::{Folder, System, SystemError};

/// French names of the ATC classes, embedded.
const ATC_NAMES: &[u8] = include_bytes!("../../../../data/atc/atc-names-fr.tsv.zst");
const RELEASE: &str = "catalogue/release-";
const AVAILABILITY: &str = "catalogue/availability-";

/// What an import brought.
#[derive(Debug, Serialize)]
pub struct CatalogueImport {
    /// The day of the release.
    pub day: Day,
    /// Medicines in the catalogue now.
    pub medicines: usize,
    /// Packs in the catalogue now.
    pub packs: usize,
    /// Packs that were never seen before.
    pub new_packs: usize,
    /// Lines of stock reports that left quarantine.
    pub released_lines: usize,
    /// What was read of each file.
    #[serde(skip)]
    pub report: ImportReport,
}

/// Why an import was refused. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The files cannot be read as a release.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A release of this day was imported before, with other content.
    #[error("a release of {0} was imported before; each day has one release")]
    DayTaken(Day),
    /// The file cannot be read as an availability list.
    #[error("{0}")]
    List(Refusal),
    /// The system refuses.
    #[error(transparent)]
    System(#[from] SystemError),
}

impl From<std::io::Error> for ImportError {
    fn from(error: std::io::Error) -> Self {
        Self::System(error.into())
    }
}

impl From<vigie_store::StoreError> for ImportError {
    fn from(error: vigie_store::StoreError) -> Self {
        Self::System(error.into())
    }
}

/// One release folder as one compressed archive: the files as they are, in order of name.
pub fn archive_folder(folder: &Path) -> std::io::Result<Vec<u8>> {
    let mut names: Vec<_> = std::fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    names.sort_by_key(std::fs::DirEntry::file_name);
    let mut archive = tar::Builder::new(zstd::Encoder::new(Vec::new(), 9)?);
    archive.mode(tar::HeaderMode::Deterministic);
    for entry in names.iter().filter(|entry| entry.path().is_file()) {
        archive.append_path_with_name(entry.path(), entry.file_name())?;
    }
    archive.into_inner()?.finish()
}

impl System {
    /// Imports one release, given as an archive.
    pub async fn import_release(
        self: &Arc<Self>,
        day: Day,
        archive: Vec<u8>,
    ) -> Result<CatalogueImport, ImportError> {
        let (_, report) = read_archive(&archive)?;
        let key = format!("{RELEASE}{day}.tar.zst");
        self.keep_catalogue_file(&key, day, &archive).await?;
        let before = self.packs().len();
        let released_lines = self.reload_catalogue().await?;
        let catalogue = self.catalogue();
        Ok(CatalogueImport {
            day,
            medicines: catalogue.medicines().len(),
            packs: catalogue.packs().len(),
            new_packs: self.packs().len() - before,
            released_lines,
            report,
        })
    }

    /// Imports one dated availability list.
    pub async fn import_availability(
        self: &Arc<Self>,
        day: Day,
        list: &[u8],
    ) -> Result<FileReport, ImportError> {
        let (_, report) = read_availability(list).map_err(ImportError::List)?;
        let key = format!("{AVAILABILITY}{day}.txt.zst");
        let compressed = zstd::bulk::compress(list, 9)?;
        self.keep_catalogue_file(&key, day, &compressed).await?;
        self.reload_catalogue().await?;
        Ok(report)
    }

    async fn keep_catalogue_file(
        &self,
        key: &str,
        day: Day,
        bytes: &[u8],
    ) -> Result<(), ImportError> {
        let digest = blake3::hash(bytes).into();
        let known = self.store.list_files(FileKind::Catalogue, day, day).await?;
        if let Some(known) = known.iter().find(|file| file.file.key == key) {
            return if known.file.digest == digest {
                Ok(())
            } else {
                Err(ImportError::DayTaken(day))
            };
        }
        self.folder.write(key, |file| file.write_all(bytes))?;
        let file = NewFile {
            kind: FileKind::Catalogue,
            key: key.to_owned(),
            day,
            from_number: ReportNumber(0),
            to_number: ReportNumber(0),
            byte_count: bytes.len() as u64,
            row_count: 0,
            digest,
            created_at: self.clock.now(),
        };
        Ok(self.store.publish_files(&[file], &[]).await?)
    }

    /// Reads the catalogue again; returns how many lines left quarantine.
    async fn reload_catalogue(self: &Arc<Self>) -> Result<usize, SystemError> {
        let catalogue = load(&self.store, &self.folder).await?;
        let packs = Arc::new(number_packs(&self.store, &catalogue).await?);
        self.picture.write().grow_packs(packs.len());
        *self.catalogue.write() = catalogue;
        *self.packs.write() = packs;
        self.release_quarantine().await
    }
}

/// Reads all releases and lists of the data folder, in order of day.
pub(super) async fn load(store: &Store, folder: &Folder) -> Result<Arc<Catalogue>, SystemError> {
    let files = store
        .list_files(FileKind::Catalogue, Day::MIN, Day::MAX)
        .await?;
    let paths: Vec<_> = files
        .into_iter()
        .map(|file| (file.file.day, folder.path(&file.file.key), file.file.key))
        .collect();
    tokio::task::spawn_blocking(move || {
        let mut builder = CatalogueBuilder::default();
        if let Some(names) = atc_names() {
            builder = builder.atc_names(names);
        }
        for (day, path, key) in paths {
            let bytes = std::fs::read(path)?;
            let refused = |error: ReadError| SystemError::Catalogue {
                key: key.clone(),
                message: error.to_string(),
            };
            builder = if key.starts_with(RELEASE) {
                builder.add_release(day, read_archive(&bytes).map_err(refused)?.0)
            } else {
                let refused = |error: Refusal| SystemError::Catalogue {
                    key: key.clone(),
                    message: error.to_string(),
                };
                builder.add_availability(day, read_availability(&bytes).map_err(refused)?.0)
            };
        }
        Ok(builder.build())
    })
    .await
    .map_err(|_| SystemError::Stopping)?
}

fn atc_names() -> Option<AtcNames> {
    AtcNames::read(ATC_NAMES).ok().map(|(names, _)| names)
}

/// Gives every pack of the catalogue a number, and lists all packs that have one.
pub(super) async fn number_packs(
    store: &Store,
    catalogue: &Catalogue,
) -> Result<PackTable, SystemError> {
    let codes: Vec<_> = catalogue
        .packs()
        .map(vigie_catalogue::Pack::cip13)
        .collect();
    if !codes.is_empty() {
        store.assign_pack_numbers(&codes).await?;
    }
    let numbered = store.list_pack_numbers().await?;
    Ok(PackTable::new(
        numbered.into_iter().map(|(_, code)| code).collect(),
    ))
}
