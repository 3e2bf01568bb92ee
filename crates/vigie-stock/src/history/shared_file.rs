//! A file that many readers share. Reads name their place, since clones of a handle share one position and would
//! move it under each other.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::FileExt;
use std::sync::Arc;

use bytes::Bytes;
use parquet::errors::Result;
use parquet::file::reader::{ChunkReader, Length};

/// An open file, read by place.
#[derive(Debug, Clone)]
pub struct SharedFile {
    file: Arc<File>,
    length: u64,
}

impl SharedFile {
    /// Shares an open file.
    pub fn new(file: File) -> io::Result<Self> {
        let length = file.metadata()?.len();
        Ok(Self {
            file: Arc::new(file),
            length,
        })
    }
}

/// Reads on from a place of its own.
#[derive(Debug)]
pub struct PlacedReader {
    file: SharedFile,
    place: u64,
}

impl Read for PlacedReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.file.file.read_at(buffer, self.place)?;
        self.place += length as u64;
        Ok(length)
    }
}

impl Length for SharedFile {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for SharedFile {
    type T = PlacedReader;

    fn get_read(&self, start: u64) -> Result<PlacedReader> {
        Ok(PlacedReader {
            file: self.clone(),
            place: start,
        })
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        let mut bytes = vec![0; length];
        self.file.read_exact_at(&mut bytes, start)?;
        Ok(bytes.into())
    }
}
