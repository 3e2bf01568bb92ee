//! What the synthetic country must keep true.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod conservation;
mod demand;
mod events;
mod national;
mod network;
mod report;
mod same_bytes;
mod volumes;

use std::sync::LazyLock;

use vigie_model::Day;
use vigie_simulate::{Country, CountrySettings, Inputs, PackInput};

/// The shipped inputs, read once.
static INPUTS: LazyLock<Inputs> = LazyLock::new(|| Inputs::embedded().unwrap());
/// All packs that may be used: also those sold in 2025 and gone since.
static PACKS: LazyLock<Vec<PackInput>> = LazyLock::new(|| {
    let packs = INPUTS.packs.iter();
    packs.map(|volume| volume.pack.clone()).collect()
});

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A country of some 50 sites.
fn small(seed: u64) -> CountrySettings {
    CountrySettings {
        pharmacies: 30,
        hospitals: 4,
        wholesalers: 4,
        depositaries: 3,
        companies: 12,
        packs_limit: 400,
        packs_per_pharmacy: 120,
        packs_per_hospital: 60,
        ..CountrySettings::demo(seed, day("2025-11-03"))
    }
}

fn country(settings: CountrySettings) -> Country {
    Country::new(settings, &INPUTS, &PACKS).unwrap()
}
