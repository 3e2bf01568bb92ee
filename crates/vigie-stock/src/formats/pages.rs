//! What the pages of a Parquet file grow to, measured before the library that reads them unpacks each in one go.
//!
//! A page begins with a header in the compact protocol of Thrift, of which only the sizes are read here
//! (<https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift>, `PageHeader`).

use std::io::Read;

use parquet::basic::Compression;
use parquet::file::metadata::ParquetMetaData;

use crate::Refusal;

/// Structures within structures that a header may have: its own have two.
const DEEPEST: u8 = 8;

/// The largest page of a file once unpacked, in bytes; a refusal when all of them are larger than `limit_bytes` together.
pub fn check_pages(
    bytes: &[u8],
    metadata: &ParquetMetaData,
    limit_bytes: u64,
) -> Result<u64, Refusal> {
    let mut sizes = Sizes {
        left: limit_bytes,
        largest: 0,
        limit_bytes,
    };
    for group in metadata.row_groups() {
        for column in group.columns() {
            let (start, length) = column.byte_range();
            let end = start.saturating_add(length).min(bytes.len() as u64);
            let chunk = bytes.get(start as usize..end as usize);
            sizes.add_chunk(chunk.ok_or_else(unreadable)?, column.compression())?;
        }
    }
    Ok(sizes.largest)
}

struct Sizes {
    left: u64,
    largest: u64,
    limit_bytes: u64,
}

impl Sizes {
    fn add_chunk(&mut self, mut chunk: &[u8], compression: Compression) -> Result<(), Refusal> {
        while !chunk.is_empty() {
            let header = PageHeader::read(&mut chunk).ok_or_else(unreadable)?;
            let (page, rest) = chunk
                .split_at_checked(header.packed_bytes)
                .ok_or_else(unreadable)?;
            chunk = rest;
            self.add_page(&header, page, compression)?;
        }
        Ok(())
    }

    fn add_page(
        &mut self,
        header: &PageHeader,
        page: &[u8],
        compression: Compression,
    ) -> Result<(), Refusal> {
        // The library sets aside what the header states, and unpacks what there is.
        self.take(header.unpacked_bytes)?;
        let packed = page.get(header.level_bytes..).ok_or_else(unreadable)?;
        if header.is_packed && !packed.is_empty() {
            let most = header.unpacked_bytes + 1;
            let unpacked = match compression {
                Compression::GZIP(_) => {
                    measured(flate2::bufread::MultiGzDecoder::new(packed), most)?
                }
                Compression::ZSTD(_) => {
                    let stream = zstd::stream::read::Decoder::with_buffer(packed);
                    measured(stream.map_err(|_| unreadable())?, most)?
                }
                // The others hold no more than their header states, or are not read at all.
                _ => 0,
            };
            if unpacked > header.unpacked_bytes {
                return Err(unreadable());
            }
        }
        Ok(())
    }

    fn take(&mut self, bytes: u64) -> Result<(), Refusal> {
        self.largest = self.largest.max(bytes);
        self.left = self.left.checked_sub(bytes).ok_or(Refusal::TooLarge {
            limit_bytes: self.limit_bytes,
        })?;
        Ok(())
    }
}

/// Bytes that a stream gives, up to `most`.
fn measured(stream: impl Read, most: u64) -> Result<u64, Refusal> {
    std::io::copy(&mut stream.take(most), &mut std::io::sink()).map_err(|_| unreadable())
}

fn unreadable() -> Refusal {
    Refusal::Unreadable {
        format: "Parquet",
        place: String::new(),
    }
}

/// The sizes in the header of a page.
#[derive(Debug, PartialEq, Eq)]
struct PageHeader {
    unpacked_bytes: u64,
    packed_bytes: usize,
    /// Bytes at the beginning that are never packed (pages of version 2).
    level_bytes: usize,
    is_packed: bool,
}

impl PageHeader {
    /// Reads a header and moves past it.
    fn read(bytes: &mut &[u8]) -> Option<Self> {
        let (mut unpacked, mut packed) = (None, None);
        let (mut level_bytes, mut is_packed) = (0_usize, true);
        let mut field = 0;
        while let Some(kind) = next_field(bytes, &mut field)? {
            match (field, kind) {
                (2, Kind::Integer) => unpacked = u64::try_from(read_integer(bytes)?).ok(),
                (3, Kind::Integer) => packed = usize::try_from(read_integer(bytes)?).ok(),
                (8, Kind::Struct) => {
                    let mut inner = 0;
                    while let Some(kind) = next_field(bytes, &mut inner)? {
                        match (inner, kind) {
                            (5 | 6, Kind::Integer) => {
                                let length = usize::try_from(read_integer(bytes)?).ok()?;
                                level_bytes = level_bytes.checked_add(length)?;
                            }
                            (7, Kind::Truth(value)) => is_packed = value,
                            (_, kind) => skip(bytes, kind, DEEPEST)?,
                        }
                    }
                }
                (_, kind) => skip(bytes, kind, DEEPEST)?,
            }
        }
        Some(Self {
            unpacked_bytes: unpacked?,
            packed_bytes: packed?,
            level_bytes,
            is_packed,
        })
    }
}

/// What a field holds, as far as it matters for moving past it.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Truth(bool),
    Byte,
    Integer,
    Double,
    Binary,
    List,
    Map,
    Struct,
}

impl Kind {
    const fn of(code: u8) -> Option<Self> {
        Some(match code {
            1 => Self::Truth(true),
            2 => Self::Truth(false),
            3 => Self::Byte,
            4..=6 => Self::Integer,
            7 => Self::Double,
            8 => Self::Binary,
            9 | 10 => Self::List,
            11 => Self::Map,
            12 => Self::Struct,
            _ => return None,
        })
    }
}

/// The kind of the next field, `None` inside at the end of the structure; `field` becomes its number.
#[expect(clippy::option_option, reason = "the end of a structure is no damage")]
fn next_field(bytes: &mut &[u8], field: &mut i64) -> Option<Option<Kind>> {
    let first = read_byte(bytes)?;
    if first == 0 {
        return Some(None);
    }
    *field = match first >> 4 {
        0 => read_integer(bytes)?,
        more => *field + i64::from(more),
    };
    Kind::of(first & 0x0F).map(Some)
}

fn skip(bytes: &mut &[u8], kind: Kind, depth: u8) -> Option<()> {
    let depth = depth.checked_sub(1)?;
    match kind {
        Kind::Truth(_) => {}
        Kind::Byte => drop(read_byte(bytes)?),
        Kind::Integer => drop(read_integer(bytes)?),
        Kind::Double => *bytes = bytes.get(8..)?,
        Kind::Binary => {
            let length = usize::try_from(read_number(bytes)?).ok()?;
            *bytes = bytes.get(length..)?;
        }
        Kind::List => {
            let first = read_byte(bytes)?;
            let count = match first >> 4 {
                15 => read_number(bytes)?,
                few => u64::from(few),
            };
            skip_many(bytes, count, &[element(first & 0x0F)?], depth)?;
        }
        Kind::Map => {
            let count = read_number(bytes)?;
            if count > 0 {
                let kinds = read_byte(bytes)?;
                let kinds = [element(kinds >> 4)?, element(kinds & 0x0F)?];
                skip_many(bytes, count, &kinds, depth)?;
            }
        }
        Kind::Struct => {
            let mut field = 0;
            while let Some(kind) = next_field(bytes, &mut field)? {
                skip(bytes, kind, depth)?;
            }
        }
    }
    Some(())
}

/// In a list, a truth is a byte of its own.
fn element(code: u8) -> Option<Kind> {
    match Kind::of(code)? {
        Kind::Truth(_) => Some(Kind::Byte),
        kind => Some(kind),
    }
}

fn skip_many(bytes: &mut &[u8], count: u64, kinds: &[Kind], depth: u8) -> Option<()> {
    for _ in 0..count {
        for kind in kinds {
            let before = bytes.len();
            skip(bytes, *kind, depth)?;
            // Each takes a byte at least: a count without end ends with the file.
            if bytes.len() == before {
                return None;
            }
        }
    }
    Some(())
}

fn read_byte(bytes: &mut &[u8]) -> Option<u8> {
    let (byte, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(*byte)
}

/// Seven bits to a byte, the lowest first.
fn read_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for place in 0..10 {
        let byte = read_byte(bytes)?;
        number |= u64::from(byte & 0x7F).checked_shl(7 * place)?;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// The same with a sign in the lowest bit.
fn read_integer(bytes: &mut &[u8]) -> Option<i64> {
    let number = read_number(bytes)?;
    Some((number >> 1).cast_signed() ^ -((number & 1).cast_signed()))
}
