//! Published reference files built into the program, so that it needs nothing else. Origins and licences: `data/`.

use std::sync::Arc;

use vigie_model::Day;
use vigie_server::system::System;

use crate::failure::{Failure, Outcome};

macro_rules! data {
    ($path:literal) => {
        include_bytes!(concat!("../../../data/", $path)).as_slice()
    };
}

/// Releases of the public medicines database, by day: archives of their files.
const RELEASES: [(&str, &[u8]); 3] = [
    ("2025-07-07", data!("bdpm-2025-07/release.tar.zst")),
    ("2026-01-28", data!("bdpm-2026-01/release.tar.zst")),
    ("2026-05-26", data!("bdpm-2026-05/release.tar.zst")),
];

/// Availability lists, by day, compressed with zstd.
const AVAILABILITY: [(&str, &[u8]); 6] = [
    (
        "2025-07-07",
        data!("availability/2025-07-07_CIS_CIP_Dispo_Spec.txt.zst"),
    ),
    (
        "2026-01-02",
        data!("availability/2026-01-02_CIS_CIP_Dispo_Spec.txt.zst"),
    ),
    (
        "2026-01-26",
        data!("availability/2026-01-26_CIS_CIP_Dispo_Spec.txt.zst"),
    ),
    (
        "2026-01-28",
        data!("availability/2026-01-28_CIS_CIP_Dispo_Spec.txt.zst"),
    ),
    (
        "2026-02-10",
        data!("availability/2026-02-10_CIS_CIP_Dispo_Spec.txt.zst"),
    ),
    (
        "2026-05-26",
        data!("availability/2026-05-26_CIS_CIP_Dispo_Spec.txt.zst"),
    ),
];

/// The newest release.
pub const fn newest_release() -> &'static [u8] {
    RELEASES[RELEASES.len() - 1].1
}

/// Imports all of them into a system.
pub async fn import_all(system: &Arc<System>) -> Outcome {
    // The lists first: the catalogue is built again after each import, and without a release that costs nothing.
    for (day, list) in AVAILABILITY {
        system
            .import_availability(parse_day(day)?, &zstd::decode_all(list)?)
            .await?;
    }
    for (day, archive) in RELEASES {
        system
            .import_release(parse_day(day)?, archive.to_vec())
            .await?;
    }
    Ok(())
}

fn parse_day(text: &str) -> Outcome<Day> {
    text.parse()
        .map_err(|_| Failure::internal(format!("`{text}` is no day")))
}
