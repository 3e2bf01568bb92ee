//! What country to make, and what happens in it.

use vigie_model::{Atc, Cis, Day};

/// Pharmacies of the real country, to which national volumes are scaled.
pub const REAL_PHARMACIES: u32 = 20_900;
/// Hospital pharmacies of the real country.
pub const REAL_HOSPITALS: u32 = 2_500;

/// Mean days between failures for which as many medicines have one under way as are on the French
/// availability list: 727 of 15,848 (2026-05-26), with a mean length of 167 days
/// (104 × exp(0.9732² / 2)): 167 × (15,848 / 727 - 1) = 3,473.
pub const DAYS_BETWEEN_FAILURES: f64 = 3_473.0;

/// The country to make. The same settings give the same bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct CountrySettings {
    /// Where all chance comes from.
    pub seed: u64,
    /// First day that is reported.
    pub start: Day,
    /// How many community pharmacies.
    pub pharmacies: u32,
    /// How many hospital pharmacies.
    pub hospitals: u32,
    /// How many depots of wholesalers, at least 1.
    pub wholesalers: u32,
    /// How many depositaries; with 0, companies deliver themselves.
    pub depositaries: u32,
    /// How many companies at most: the largest by volume; packs of the others do not exist.
    pub companies: u32,
    /// How many packs at most: the most used ones.
    pub packs_limit: usize,
    /// Packs that a pharmacy holds, on average.
    pub packs_per_pharmacy: usize,
    /// Packs that a hospital holds, on average.
    pub packs_per_hospital: usize,
    /// Part of the national volume that pharmacies sell; `None` is their part of the 20,900.
    pub scale: Option<f64>,
    /// Mean days between two failures of the line that makes a medicine.
    ///
    /// [`DAYS_BETWEEN_FAILURES`] by default. See [`crate::PLANT_FAILURE_MEDIAN_DAYS`].
    pub days_between_failures: f64,
    /// Whether every site sends a full report on Sundays, and not only on its first day.
    pub full_on_sundays: bool,
    /// Reports of pharmacies and hospitals that do not arrive, percent; the next one catches up.
    pub silent_percent: f64,
    /// Threads to use, at least 1; does not change the result.
    pub threads: usize,
    /// What is made to happen.
    pub events: Vec<Event>,
}

impl CountrySettings {
    /// A country of about 2,400 sites that a laptop simulates in seconds.
    pub fn demo(seed: u64, start: Day) -> Self {
        Self {
            seed,
            start,
            pharmacies: 2_000,
            hospitals: 250,
            wholesalers: 60,
            depositaries: 20,
            companies: 100,
            packs_limit: 6_000,
            packs_per_pharmacy: 600,
            packs_per_hospital: 400,
            scale: None,
            days_between_failures: DAYS_BETWEEN_FAILURES,
            full_on_sundays: false,
            silent_percent: 0.0,
            threads: 1,
            events: Vec::new(),
        }
    }

    /// The whole country: about 24,300 sites and 85 million cells, some 8 GB in memory.
    pub fn national(seed: u64, start: Day) -> Self {
        Self {
            pharmacies: REAL_PHARMACIES,
            hospitals: REAL_HOSPITALS,
            wholesalers: 200,
            depositaries: 60,
            companies: 673,
            packs_limit: 15_000,
            packs_per_pharmacy: 3_750,
            packs_per_hospital: 1_500,
            ..Self::demo(seed, start)
        }
    }

    /// Part of the national community volume that is sold here.
    pub(crate) fn pharmacy_scale(&self) -> f64 {
        let share = f64::from(self.pharmacies) / f64::from(REAL_PHARMACIES);
        self.scale.unwrap_or(share)
    }

    /// Part of the national hospital volume that is used here.
    pub(crate) fn hospital_scale(&self) -> f64 {
        f64::from(self.hospitals) / f64::from(REAL_HOSPITALS)
    }
}

/// Something that is made to happen.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Plants stop.
    PlantFailure {
        /// What they make.
        target: Target,
        /// First day without production.
        from: Day,
        /// For how long.
        days: u16,
        /// Share of the volume that stops, percent: the largest companies first.
        share_percent: u8,
        /// Whether boxes already made are held back too at the company and its depositary
        /// (quality defect): they stay on hand and are not shipped.
        stock_blocked: bool,
    },
    /// A respiratory epidemic on top of the season's.
    Epidemic {
        /// First day.
        from: Day,
        /// For how long; the middle is the worst.
        days: u16,
        /// What the rate of influenza-like illness is multiplied by in the middle.
        factor: f64,
    },
}

/// Which packs something happens to.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// All packs in a class: `J01CA04` is amoxicillin alone.
    Atc(Atc),
    /// The packs of one medicine.
    Medicine(Cis),
}

/// Settings that make no country.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CountryError {
    /// A count must be at least one.
    #[error("a country needs at least one {what}")]
    None {
        /// What is missing.
        what: &'static str,
    },
    /// More synthetic sites in one department than its reserved numbers.
    #[error("department {department} has no reserved number left for a synthetic site")]
    NumbersExhausted {
        /// Which.
        department: &'static str,
    },
}
