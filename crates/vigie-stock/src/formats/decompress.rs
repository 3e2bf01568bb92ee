//! Decompression with a cap on what a small body may grow to.
//!
//! Small gzip bodies (nearly all reports) are decompressed at once by libdeflate, three times as fast as a stream;
//! larger ones, those of several members and zstd are read as a stream.

use std::io::Read;

use crate::Refusal;

/// Bytes of a piece of a stream.
const PIECE: usize = 256 << 10;
/// Largest body, once decompressed, that is held whole.
const LARGEST_WHOLE: usize = 8 << 20;

/// Reads a body, compressed or not, in pieces.
pub struct Decompressor {
    limit_bytes: u64,
    whole: Vec<u8>,
    libdeflate: libdeflater::Decompressor,
}

impl std::fmt::Debug for Decompressor {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Decompressor")
            .field("limit_bytes", &self.limit_bytes)
            .finish_non_exhaustive()
    }
}

impl Decompressor {
    /// Refuses bodies beyond `limit_bytes` once decompressed.
    pub fn new(limit_bytes: u64) -> Self {
        Self {
            limit_bytes,
            whole: Vec::new(),
            libdeflate: libdeflater::Decompressor::new(),
        }
    }

    /// Hands the plain bytes of a body to `take`, piece by piece.
    pub fn read(
        &mut self,
        body: &[u8],
        mut take: impl FnMut(&[u8]) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        match body {
            [0x1F, 0x8B, ..] => self.read_gzip(body, take),
            [0x28, 0xB5, 0x2F, 0xFD, ..] => {
                let stream = zstd::stream::read::Decoder::new(body).map_err(|_| damaged("zstd"))?;
                self.read_stream(stream, "zstd", take)
            }
            _ if body.len() as u64 > self.limit_bytes => Err(self.too_large()),
            _ => take(body),
        }
    }

    fn read_gzip(
        &mut self,
        body: &[u8],
        mut take: impl FnMut(&[u8]) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let stated_length = stated_gzip_length(body).ok_or(damaged("gzip"))?;
        if stated_length <= LARGEST_WHOLE && stated_length as u64 <= self.limit_bytes {
            self.whole.resize(stated_length, 0);
            // A wrong length is either damage or several members: the stream below tells which.
            let length = self.libdeflate.gzip_decompress(body, &mut self.whole);
            if length == Ok(stated_length) && is_last_member(body, &self.whole) {
                return take(&self.whole);
            }
        }
        self.read_stream(flate2::bufread::MultiGzDecoder::new(body), "gzip", take)
    }

    fn read_stream(
        &self,
        mut stream: impl Read,
        format: &'static str,
        mut take: impl FnMut(&[u8]) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let mut piece = vec![0; PIECE];
        let mut total = 0;
        loop {
            let length = stream.read(&mut piece).map_err(|_| damaged(format))?;
            if length == 0 {
                return Ok(());
            }
            total += length as u64;
            if total > self.limit_bytes {
                return Err(self.too_large());
            }
            take(piece.get(..length).unwrap_or_default())?;
        }
    }

    fn too_large(&self) -> Refusal {
        Refusal::TooLarge {
            limit_bytes: self.limit_bytes,
        }
    }
}

/// The length that the last four bytes of a gzip file state, modulo 2^32.
fn stated_gzip_length(body: &[u8]) -> Option<usize> {
    let (_, length) = body.split_last_chunk::<4>()?;
    Some(u32::from_le_bytes(*length) as usize)
}

/// How each member of a gzip file starts.
const MEMBER_START: &[u8] = b"\x1F\x8B\x08";

/// libdeflate stops after the first member; what it gave is everything if no other one can follow (the bytes of a
/// start may stand anywhere by chance: the stream tells), and the checksum at the very end of the body is the one of
/// what it gave.
fn is_last_member(body: &[u8], plain: &[u8]) -> bool {
    let after_start = body.get(1..).unwrap_or_default();
    if memchr::memmem::find(after_start, MEMBER_START).is_some() {
        return false;
    }
    let stated = body
        .len()
        .checked_sub(8)
        .and_then(|start| body.get(start..)?.first_chunk::<4>());
    stated.is_some_and(|stated| u32::from_le_bytes(*stated) == libdeflater::crc32(plain))
}

fn damaged(format: &'static str) -> Refusal {
    Refusal::DamagedCompression { format }
}
