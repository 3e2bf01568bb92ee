//! The data folder: where files lie, and how they come to be whole.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use vigie_model::{Day, ReportNumber};

/// Folders of files that come and go.
const CHANGING: [&str; 3] = ["day", "history", "snapshot"];
/// A file that no table names is left alone for so long: another program may be about to publish it.
const LEFT_ALONE: Duration = Duration::from_hours(24);

/// The file that a running system holds locked.
const LOCK: &str = "running.lock";

/// The data folder.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

/// Held by the one system that runs on a folder; let go when it is dropped or the process ends, however it ends.
#[derive(Debug)]
pub struct FolderLock {
    _file: File,
}

impl Folder {
    /// Makes the folder if it is not there.
    pub fn open(path: &Path) -> io::Result<Self> {
        for part in CHANGING.into_iter().chain(["catalogue", "hidden"]) {
            fs::create_dir_all(path.join(part))?;
        }
        Ok(Self(path.to_owned()))
    }

    /// Takes the folder for one running system; `None` when another one has it.
    pub fn lock(&self) -> io::Result<Option<FolderLock>> {
        let file = File::create(self.path(LOCK))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(FolderLock { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Where the file of a key lies.
    pub fn path(&self, key: &str) -> PathBuf {
        self.0.join(key)
    }

    /// Writes a file so that it is there whole, and on disk, or not at all.
    pub fn write<T, E: From<io::Error>>(
        &self,
        key: &str,
        write: impl FnOnce(&mut File) -> Result<T, E>,
    ) -> Result<T, E> {
        let path = self.path(key);
        let draft = path.with_extension("tmp");
        let mut file = File::create(&draft)?;
        let result = write(&mut file).and_then(|value| {
            file.sync_all()?;
            fs::rename(&draft, &path)?;
            sync_folder_of(&path)?;
            Ok(value)
        });
        if result.is_err() {
            let _ = fs::remove_file(&draft);
        }
        result
    }

    /// Writes two files so that both are there whole, or the table of files must not name them.
    pub fn write_two<T, E: From<io::Error>>(
        &self,
        first_key: &str,
        second_key: &str,
        write: impl FnOnce(&mut File, &mut File) -> Result<T, E>,
    ) -> Result<T, E> {
        self.write(first_key, |first| {
            self.write(second_key, |second| write(first, second))
        })
    }

    /// Removes old files of days, history and snapshots that are not among `keys`: what a crash left half done.
    pub fn remove_strangers(&self, keys: &BTreeSet<String>) -> io::Result<()> {
        for part in CHANGING {
            for entry in fs::read_dir(self.path(part))? {
                let entry = entry?;
                let key = format!("{part}/{}", entry.file_name().to_string_lossy());
                let age = SystemTime::now().duration_since(entry.metadata()?.modified()?);
                if !keys.contains(&key) && age.is_ok_and(|age| age > LEFT_ALONE) {
                    self.remove(&key)?;
                }
            }
        }
        Ok(())
    }

    /// Removes a file; one that is not there is no error.
    pub fn remove(&self, key: &str) -> io::Result<()> {
        match fs::remove_file(self.path(key)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Bytes of a file.
    pub fn size(&self, key: &str) -> io::Result<u64> {
        Ok(fs::metadata(self.path(key))?.len())
    }

    /// Key of the day file of a day, in the version that includes a journal number.
    pub fn day_key(day: Day, journal_head: ReportNumber) -> String {
        format!("day/{day}.{journal_head}.parquet")
    }

    /// Key of the history file of a day.
    pub fn history_key(day: Day, journal_head: ReportNumber) -> String {
        format!("history/{day}.{journal_head}.parquet")
    }

    /// Key of what was hidden on a closed day, in the version of its history, from those who may see sums of at least so
    /// many sites.
    pub fn hidden_key(day: Day, journal_head: ReportNumber, fewest_sites: u32) -> String {
        format!("hidden/{day}.{journal_head}.{fewest_sites}.bin")
    }

    /// Key of what was hidden at times of the day that was then the last.
    pub fn hidden_then_key(day: Day, fewest_sites: u32) -> String {
        format!("hidden/{day}.then.{fewest_sites}.bin")
    }

    /// Removes what was hidden on days before one.
    pub fn remove_hidden_before(&self, first: Day) -> io::Result<()> {
        for entry in fs::read_dir(self.path("hidden"))? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            let day = name
                .split('.')
                .next()
                .and_then(|day| day.parse::<Day>().ok());
            if day.is_none_or(|day| day < first) {
                self.remove(&format!("hidden/{name}"))?;
            }
        }
        Ok(())
    }

    /// Key of a history file of the month of a day, which takes the place of other files. These are never the same
    /// twice, so that the key is not either.
    pub fn month_key(day: Day, replaced: &[String]) -> String {
        let digest = blake3::hash(replaced.join("\n").as_bytes()).to_hex();
        let (month, digest) = (day.date().strftime("%Y-%m"), digest.get(..16));
        format!("history/{month}.{}.parquet", digest.unwrap_or_default())
    }

    /// Key of the snapshot that includes a journal number.
    pub fn snapshot_key(journal_head: ReportNumber) -> String {
        format!("snapshot/{journal_head}.vigie")
    }
}

/// A new name in a folder is on disk only once the folder is.
fn sync_folder_of(path: &Path) -> io::Result<()> {
    path.parent()
        .map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}
