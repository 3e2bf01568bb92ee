//! The picture on disk, so that a restart replays only the newest part of the journal.
//!
//! A snapshot is a convenience: when it is missing or damaged, the journal gives the same picture, more slowly.

use std::io::{Read, Write};

use vigie_model::{Day, ReportNumber, Site, SiteNumber};

use crate::line::{ReportContent, ReportKind, StockLine};
use crate::payload::{PayloadError, PayloadWriter, read_payload};
use crate::picture::{ClosedDay, Corrections, Picture, Position};

const MAGIC: &[u8; 8] = b"VIGIESN2";
/// Larger than any part of a snapshot; bounds what a damaged file may ask for.
const LARGEST_PART: u64 = 1 << 30;

/// A snapshot cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// The folder or disk refuses.
    #[error("snapshot cannot be written or read: {0}")]
    Io(#[from] std::io::Error),
    /// Not a snapshot, damaged, or of a later version.
    #[error("snapshot is damaged or of another version")]
    Damaged,
    /// One position is damaged.
    #[error("snapshot is damaged: {0}")]
    Payload(#[from] PayloadError),
}

/// Writes everything that the journal would give again.
pub fn write_snapshot(picture: &Picture, out: &mut impl Write) -> Result<(), SnapshotError> {
    let mut out = Hashing {
        inner: out,
        hasher: blake3::Hasher::new(),
    };
    out.write_all(MAGIC)?;
    let retained = picture.retained();
    put_day(&mut out, retained.latest)?;
    put_day(&mut out, retained.last_closed)?;
    out.write_all(&retained.journal_head.0.to_le_bytes())?;
    put_count(&mut out, retained.closed.len())?;
    for (day, closed) in retained.closed {
        let mut bytes = Vec::new();
        closed.write(&mut bytes);
        put_day(&mut out, Some(*day))?;
        put_part(&mut out, &bytes)?;
    }
    put_count(&mut out, retained.reported.len())?;
    for (day, counts) in retained.reported {
        put_day(&mut out, Some(*day))?;
        put_count(&mut out, counts.len())?;
        for count in counts {
            out.write_all(&count.to_le_bytes())?;
        }
    }
    put_count(&mut out, retained.corrections.len())?;
    for (day, sites) in retained.corrections {
        put_day(&mut out, Some(*day))?;
        put_count(&mut out, sites.len())?;
        for (site, last) in sites {
            out.write_all(&site.0.to_le_bytes())?;
            out.write_all(&last.0.to_le_bytes())?;
        }
    }
    let mut writer = PayloadWriter::new()?;
    put_count(&mut out, retained.sites.len())?;
    for (site, positions) in &retained.sites {
        out.write_all(&site.0.to_le_bytes())?;
        put_count(&mut out, positions.len())?;
        for position in *positions {
            put_day(&mut out, Some(position.day))?;
            put_part(&mut out, &writer.write(&content_of(position))?.0)?;
        }
    }
    let digest = out.hasher.finalize();
    out.inner.write_all(digest.as_bytes())?;
    Ok(())
}

/// Reads a snapshot back. Sites that are no longer registered are left out.
pub fn read_snapshot(
    input: &mut impl Read,
    packs: usize,
    sites: &[Site],
) -> Result<Picture, SnapshotError> {
    let mut input = HashingReader {
        inner: input,
        hasher: blake3::Hasher::new(),
    };
    let mut magic = [0; 8];
    input.read_exact(&mut magic)?;
    if &magic != MAGIC {
        return Err(SnapshotError::Damaged);
    }
    let read = SnapshotParts::read(&mut input)?;
    let digest = input.hasher.finalize();
    let mut stated = [0; 32];
    input.inner.read_exact(&mut stated)?;
    if digest == stated {
        Ok(read.into_picture(packs, sites))
    } else {
        Err(SnapshotError::Damaged)
    }
}

/// What a snapshot says, before it is known to be undamaged: nothing is computed from it until then.
struct SnapshotParts {
    latest: Option<Day>,
    last_closed: Option<Day>,
    journal_head: ReportNumber,
    closed: Vec<(Day, ClosedDay)>,
    reported: Vec<(Day, Vec<u32>)>,
    corrections: Corrections,
    sites: Vec<(SiteNumber, Vec<Position>)>,
}

impl SnapshotParts {
    fn read(input: &mut impl Read) -> Result<Self, SnapshotError> {
        Ok(Self {
            latest: get_day(input)?,
            last_closed: get_day(input)?,
            journal_head: ReportNumber(u64::from_le_bytes(get_array(input)?)),
            closed: get_list(input, |input| {
                let day = get_day(input)?.ok_or(SnapshotError::Damaged)?;
                let bytes = get_part(input)?;
                let closed =
                    ClosedDay::read(&mut bytes.as_slice()).ok_or(SnapshotError::Damaged)?;
                Ok((day, closed))
            })?,
            reported: get_list(input, |input| {
                let day = get_day(input)?.ok_or(SnapshotError::Damaged)?;
                let counts = get_list(input, |input| Ok(u32::from_le_bytes(get_array(input)?)))?;
                Ok((day, counts))
            })?,
            corrections: get_corrections(input)?,
            sites: get_list(input, |input| {
                let site = SiteNumber(u32::from_le_bytes(get_array(input)?));
                Ok((site, get_list(input, get_position)?))
            })?,
        })
    }

    fn into_picture(self, packs: usize, sites: &[Site]) -> Picture {
        let mut picture = Picture::new(packs, sites);
        picture.restore_days(
            self.latest,
            self.last_closed,
            self.journal_head,
            self.closed,
            self.reported,
        );
        picture.restore_corrections(self.corrections);
        for (site, positions) in self.sites {
            picture.restore_site(site, positions);
        }
        picture.restore_windows();
        picture
    }
}

fn get_corrections(input: &mut impl Read) -> Result<Corrections, SnapshotError> {
    let days = get_list(input, |input| {
        let day = get_day(input)?.ok_or(SnapshotError::Damaged)?;
        let sites = get_list(input, |input| {
            let site = SiteNumber(u32::from_le_bytes(get_array(input)?));
            let last = ReportNumber(u64::from_le_bytes(get_array(input)?));
            Ok((site, last))
        })?;
        Ok((day, sites.into_iter().collect()))
    })?;
    Ok(days.into_iter().collect())
}

fn get_position(input: &mut impl Read) -> Result<Position, SnapshotError> {
    let day = get_day(input)?.ok_or(SnapshotError::Damaged)?;
    let content = read_payload(&get_part(input)?)?;
    Ok(Position::empty(day).after(day, ReportKind::Full, &content))
}

/// BLAKE3 over the present position of every site: two pictures with the same digest say the same.
pub fn digest_of_positions(picture: &Picture) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    let mut bytes = Vec::new();
    for (site, position) in picture.positions() {
        bytes.clear();
        bytes.extend(site.0.to_le_bytes());
        bytes.extend(position.day.epoch_days().to_le_bytes());
        for cell in position.cells.iter() {
            bytes.extend(cell.pack.0.to_le_bytes());
            bytes.extend(cell.on_hand.to_le_bytes());
        }
        bytes.push(u8::from(position.sales.is_some()));
        for sale in position.sales.iter().flat_map(|sales| sales.iter()) {
            bytes.extend(sale.pack.0.to_le_bytes());
            bytes.extend(sale.boxes.to_le_bytes());
        }
        hasher.update(&bytes);
    }
    hasher.finalize().into()
}

/// A position in the form of the full report that would give it.
fn content_of(position: &Position) -> ReportContent {
    let sales = position
        .sales
        .as_ref()
        .map(|sales| sales.as_slice())
        .unwrap_or_default();
    let mut sales = sales.iter().peekable();
    let lines = position
        .cells
        .iter()
        .map(|cell| {
            let sold = sales
                .next_if(|sale| sale.pack == cell.pack)
                .map_or(0, |sale| sale.boxes);
            StockLine {
                pack: cell.pack,
                on_hand: cell.on_hand,
                sold,
            }
        })
        .collect();
    ReportContent {
        lines,
        states_sold: position.sales.is_some(),
        flows: position.flows.to_vec(),
        forecasts: position.forecasts.to_vec(),
        quarantined: Vec::new(),
    }
}

struct Hashing<'a, W> {
    inner: &'a mut W,
    hasher: blake3::Hasher,
}

impl<W: Write> Write for Hashing<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let length = self.inner.write(bytes)?;
        self.hasher.update(bytes.get(..length).unwrap_or_default());
        Ok(length)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

struct HashingReader<'a, R> {
    inner: &'a mut R,
    hasher: blake3::Hasher,
}

impl<R: Read> Read for HashingReader<'_, R> {
    fn read(&mut self, bytes: &mut [u8]) -> std::io::Result<usize> {
        let length = self.inner.read(bytes)?;
        self.hasher.update(bytes.get(..length).unwrap_or_default());
        Ok(length)
    }
}

fn put_count(out: &mut impl Write, count: usize) -> std::io::Result<()> {
    out.write_all(&(count as u32).to_le_bytes())
}

fn put_day(out: &mut impl Write, day: Option<Day>) -> std::io::Result<()> {
    out.write_all(&day.map_or(i32::MIN, Day::epoch_days).to_le_bytes())
}

fn put_part(out: &mut impl Write, bytes: &[u8]) -> std::io::Result<()> {
    out.write_all(&(bytes.len() as u64).to_le_bytes())?;
    out.write_all(bytes)
}

fn get_array<const N: usize>(input: &mut impl Read) -> Result<[u8; N], SnapshotError> {
    let mut bytes = [0; N];
    input.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn get_count(input: &mut impl Read) -> Result<u32, SnapshotError> {
    Ok(u32::from_le_bytes(get_array(input)?))
}

fn get_list<R: Read, T>(
    input: &mut R,
    mut get: impl FnMut(&mut R) -> Result<T, SnapshotError>,
) -> Result<Vec<T>, SnapshotError> {
    (0..get_count(input)?).map(|_| get(input)).collect()
}

fn get_day(input: &mut impl Read) -> Result<Option<Day>, SnapshotError> {
    let days = i32::from_le_bytes(get_array(input)?);
    Ok((days != i32::MIN).then(|| Day::from_epoch_days(days)))
}

fn get_part(input: &mut impl Read) -> Result<Vec<u8>, SnapshotError> {
    let length = u64::from_le_bytes(get_array(input)?);
    if length > LARGEST_PART {
        return Err(SnapshotError::Damaged);
    }
    let mut bytes = Vec::new();
    input.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length {
        Ok(bytes)
    } else {
        Err(SnapshotError::Damaged)
    }
}
