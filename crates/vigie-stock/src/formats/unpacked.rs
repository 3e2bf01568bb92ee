//! What an archive grows to when it is unpacked, measured before the library that reads it does so without asking.

use std::io::{Cursor, Read, copy, sink};

use zip::ZipArchive;

use crate::Refusal;

/// Texts that cells share are all held in memory, several times as large as they are in the file.
const SHARED_TEXTS: &str = "xl/sharedstrings.xml";
/// Largest part of a workbook with such texts, in bytes: two million names.
const MOST_SHARED_TEXT_BYTES: u64 = 64 << 20;
/// Most files in a workbook: one of each hundred sheets, with room.
const MOST_PARTS: usize = 4_096;

/// Refuses a workbook whose parts are together larger than `limit_bytes` once unpacked. Each part is unpacked to
/// nowhere, since the sizes that an archive states may be wrong.
pub fn check_workbook(bytes: &[u8], limit_bytes: u64) -> Result<(), Refusal> {
    let too_large = Refusal::TooLarge { limit_bytes };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    if archive.len() > MOST_PARTS {
        return Err(too_large);
    }
    let mut left = limit_bytes;
    for place in 0..archive.len() {
        let part = archive.by_index(place).map_err(|_| unreadable())?;
        let name = part.name().map_err(|_| unreadable())?;
        let most = if name.eq_ignore_ascii_case(SHARED_TEXTS) {
            left.min(MOST_SHARED_TEXT_BYTES)
        } else {
            left
        };
        let size = copy(&mut part.take(most + 1), &mut sink()).map_err(|_| unreadable())?;
        if size > most {
            return Err(too_large);
        }
        left -= size;
    }
    Ok(())
}

fn unreadable() -> Refusal {
    Refusal::Unreadable {
        format: "XLSX",
        place: String::new(),
    }
}
