//! A folder for the data of a demo or a measurement.

use std::path::{Path, PathBuf};

use crate::failure::Outcome;

/// A folder; a temporary one goes with the value.
#[derive(Debug)]
pub struct Scratch {
    path: PathBuf,
    is_temporary: bool,
}

impl Scratch {
    /// The folder given, or a new temporary one.
    pub fn new(given: Option<&Path>) -> Outcome<Self> {
        if let Some(path) = given {
            return Ok(Self {
                path: path.to_owned(),
                is_temporary: false,
            });
        }
        let path = std::env::temp_dir().join(format!("vigie-{}", std::process::id()));
        // Left by a process that had this number before and was killed.
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path)?;
        Ok(Self {
            path,
            is_temporary: true,
        })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if self.is_temporary {
            // What cannot be removed is in the folder for temporary files, which the system empties.
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}
