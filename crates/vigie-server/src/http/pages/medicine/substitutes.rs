//! What could replace a medicine, nearest first, best covered first.

use std::cmp::Ordering;
use std::collections::HashSet;

use vigie_catalogue::{Catalogue, Level, Medicine};
use vigie_model::{Cis, PackNumber};
use vigie_pages::{Substitute, SubstituteLevel, SubstitutionLevel};
use vigie_stock::PackTable;
use vigie_stock::picture::Picture;

use crate::confidential::Discretion;
use crate::http::pages::listing::Listing;
use crate::http::pages::stock::National;

/// Medicines shown of each level.
const SHOWN: usize = 10;

/// A medicine of one level, and its packs.
pub struct Candidate {
    level: Level,
    cis: Cis,
    packs: Vec<PackNumber>,
}

/// A medicine of one level, and the national figures of its most sold pack.
pub struct Found {
    level: Level,
    cis: Cis,
    national: National,
}

/// The medicines of all levels, each at its nearest one.
pub fn find(catalogue: &Catalogue, table: &PackTable, cis: Cis) -> Vec<Candidate> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for level in Level::ALL {
        let nearest = catalogue
            .substitutes(cis, level)
            .filter(|medicine| seen.insert(medicine.cis()));
        found.extend(nearest.map(|medicine| {
            Candidate {
                level,
                cis: medicine.cis(),
                packs: medicine
                    .packs()
                    .filter_map(|pack| table.number(pack.cip13()))
                    .collect(),
            }
        }));
    }
    found
}

/// Adds what the picture says of them.
pub fn take(picture: &Picture, candidates: Vec<Candidate>, discretion: &Discretion) -> Vec<Found> {
    let national = |packs: Vec<PackNumber>| {
        let nationals = packs
            .into_iter()
            .map(|pack| National::of(picture, pack, discretion));
        nationals
            .max_by_key(|national| national.sold_28_days)
            .unwrap_or(National::UNKNOWN)
    };
    candidates
        .into_iter()
        .map(|candidate| Found {
            level: candidate.level,
            cis: candidate.cis,
            national: national(candidate.packs),
        })
        .collect()
}

/// The levels as the page shows them.
pub fn levels(
    catalogue: &Catalogue,
    listing: Listing<'_>,
    found: &[Found],
) -> Vec<SubstituteLevel> {
    let level = |level: Level| {
        let mut of_level: Vec<&Found> = found.iter().filter(|found| found.level == level).collect();
        of_level.sort_by(|left, right| best_covered_first(left, right));
        let medicines = of_level.iter().take(SHOWN);
        SubstituteLevel {
            level: shown(level),
            total: of_level.len() as u64,
            medicines: medicines
                .filter_map(|found| {
                    Some(substitute(
                        catalogue.medicine(found.cis)?,
                        &found.national,
                        listing,
                    ))
                })
                .collect(),
        }
    };
    Level::ALL.into_iter().map(level).collect()
}

/// Unknown covers come last.
fn best_covered_first(left: &Found, right: &Found) -> Ordering {
    let cover = |found: &Found| found.national.cell.cover.value().unwrap_or(-1.0);
    cover(right)
        .total_cmp(&cover(left))
        .then(left.cis.cmp(&right.cis))
}

fn substitute(medicine: Medicine<'_>, national: &National, listing: Listing<'_>) -> Substitute {
    let companies: Vec<&str> = medicine.holders().collect();
    Substitute {
        cis: medicine.cis().to_string(),
        name: medicine.name().to_owned(),
        company: Some(companies.join(", ")).filter(|names| !names.is_empty()),
        availability: listing.situation(medicine.cis()),
        cover_days: national.cell.cover,
        // Boxes of packs of different sizes are never added up: the stock is that of the most sold pack.
        stock_boxes: national.cell.stock,
    }
}

/// The same level, as pages name it.
pub const fn shown(level: Level) -> SubstitutionLevel {
    match level {
        Level::Equivalent => SubstitutionLevel::SameGroup,
        Level::SameSubstances => SubstitutionLevel::SameSubstanceAndRoute,
        Level::SameAtcSubstance => SubstitutionLevel::SameAtcSubstance,
        Level::SameAtcGroup => SubstitutionLevel::SameAtcClass,
    }
}
