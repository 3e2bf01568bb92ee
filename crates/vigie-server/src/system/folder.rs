//! The data folder: where files lie, and how they come to be whole.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use vigie_model::Day;

/// The data folder.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

impl Folder {
    /// Makes the folder if it is not there.
    pub fn open(path: &Path) -> io::Result<Self> {
        for part in ["catalogue", "day", "history", "snapshot"] {
            fs::create_dir_all(path.join(part))?;
        }
        Ok(Self(path.to_owned()))
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
    pub fn day_key(day: Day, journal_head: u64) -> String {
        format!("day/{day}.{journal_head}.parquet")
    }

    /// Key of the history file of a day.
    pub fn history_key(day: Day, journal_head: u64) -> String {
        format!("history/{day}.{journal_head}.parquet")
    }

    /// Key of the snapshot that includes a journal number.
    pub fn snapshot_key(journal_head: u64) -> String {
        format!("snapshot/{journal_head}.vigie")
    }
}

/// A new name in a folder is on disk only once the folder is.
fn sync_folder_of(path: &Path) -> io::Result<()> {
    path.parent()
        .map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}
