//! The shipped files, read once for all tests.

use std::sync::{Arc, OnceLock};

use vigie_catalogue::{
    AtcNames, AvailabilitySnapshot, Catalogue, CatalogueBuilder, ImportReport, Release,
    read_archive, read_availability,
};
use vigie_model::Day;

pub const RELEASES: [&str; 3] = ["2025-07-07", "2026-01-28", "2026-05-26"];
pub const LISTS: [&str; 6] = [
    "2025-07-07",
    "2026-01-02",
    "2026-01-26",
    "2026-01-28",
    "2026-02-10",
    "2026-05-26",
];

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn data(name: &str) -> Vec<u8> {
    std::fs::read(format!("../../data/{name}")).unwrap()
}

pub fn release(published: &str) -> (Release, ImportReport) {
    read_archive(&data(&format!("bdpm-{}/release.tar.zst", &published[..7]))).unwrap()
}

pub fn list(published: &str) -> AvailabilitySnapshot {
    let bytes = data(&format!(
        "availability/{published}_CIS_CIP_Dispo_Spec.txt.zst"
    ));
    read_availability(&bytes).unwrap().0
}

/// The report of the release of 26 May 2026.
pub fn report() -> &'static ImportReport {
    static REPORT: OnceLock<ImportReport> = OnceLock::new();
    REPORT.get_or_init(|| release("2026-05-26").1)
}

/// All three releases, all six lists, the ATC names.
pub fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Arc<Catalogue>> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let (names, _) = AtcNames::read(&data("atc/atc-names-fr.tsv.zst")).unwrap();
        let mut builder = CatalogueBuilder::default().atc_names(names);
        for published in RELEASES {
            builder = builder.add_release(day(published), release(published).0);
        }
        for published in LISTS {
            builder = builder.add_availability(day(published), list(published));
        }
        builder.build()
    })
}
