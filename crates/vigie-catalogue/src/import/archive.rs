//! Where the files of a release come from: a folder, or one compressed archive.

use std::borrow::Cow;
use std::fs;
use std::io::Read;
use std::path::Path;

use super::decode::Refusal;
use super::reader::{ReadError, ReleaseReader};
use super::report::ImportReport;
use crate::release::Release;

/// No file of the database is larger than 20 MB; a small file that grows beyond this is refused.
const LARGEST_FILE: u64 = 256 << 20;
const ZSTD_MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// Reads a release from one archive: a tar file of its files, compressed with zstd or not.
pub fn read_archive(bytes: &[u8]) -> Result<(Release, ImportReport), ReadError> {
    let mut reader = ReleaseReader::default();
    add_archive(&mut reader, bytes)?;
    reader.finish()
}

fn add_archive(reader: &mut ReleaseReader, bytes: &[u8]) -> Result<(), ReadError> {
    if bytes.starts_with(&ZSTD_MAGIC) {
        add_entries(reader, zstd::Decoder::with_buffer(bytes)?)
    } else {
        add_entries(reader, bytes)
    }
}

fn add_entries(reader: &mut ReleaseReader, stream: impl Read) -> Result<(), ReadError> {
    let mut buffer = Vec::new();
    for entry in tar::Archive::new(stream).entries()? {
        let mut entry = entry?.take(LARGEST_FILE);
        if entry.get_ref().header().entry_type().is_file() {
            let name = entry.get_ref().path()?.to_string_lossy().into_owned();
            buffer.clear();
            entry.read_to_end(&mut buffer)?;
            add_bytes(reader, &name, &buffer);
        }
    }
    Ok(())
}

/// Reads a release from the files of a folder, each compressed with zstd or not, or in an archive. Folders
/// inside are left alone.
pub fn read_folder(folder: &Path) -> Result<(Release, ImportReport), ReadError> {
    let mut paths: Vec<_> = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<_>>()?;
    paths.retain(|path| path.is_file());
    paths.sort();
    let mut reader = ReleaseReader::default();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let bytes = fs::read(&path)?;
        if name.ends_with(".tar") || name.ends_with(".tar.zst") {
            add_archive(&mut reader, &bytes)?;
        } else {
            add_bytes(&mut reader, &name, &bytes);
        }
    }
    reader.finish()
}

fn add_bytes(reader: &mut ReleaseReader, name: &str, bytes: &[u8]) {
    match plain_bytes(bytes) {
        Ok(plain) => reader.add_file(name, &plain),
        Err(Refusal::Damaged(reason)) => reader.add_damaged(name, reason),
        Err(refusal) => reader.add_damaged(name, refusal.to_string()),
    }
}

/// The bytes of a file, decompressed when they are compressed with zstd.
pub(super) fn plain_bytes(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Refusal> {
    if !bytes.starts_with(&ZSTD_MAGIC) {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut plain = Vec::new();
    let read = zstd::Decoder::with_buffer(bytes)
        .and_then(|decoder| decoder.take(LARGEST_FILE).read_to_end(&mut plain));
    read.map(|_| Cow::Owned(plain))
        .map_err(|error| Refusal::Damaged(error.to_string()))
}

/// The text of a file that is not a table of the database, compressed or not.
pub(crate) fn plain_text(bytes: &[u8]) -> Result<String, Refusal> {
    let plain = plain_bytes(bytes)?;
    super::decode::decode_text(&plain).map(|(text, _)| text.into_owned())
}
