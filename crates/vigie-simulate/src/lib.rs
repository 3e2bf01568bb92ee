#![doc = include_str!("../README.md")]

mod assortment;
mod build;
mod closing;
mod company;
mod country;
mod demand;
mod happen;
mod inputs;
mod national;
mod network;
mod outlet;
mod plant;
mod random;
mod report;
mod settings;
mod shelf;
mod stocking;
mod trade;

pub use country::Country;
pub use demand::{DemandCurve, Profile};
pub use inputs::{HospitalPlace, Inputs, InputsError, PackInput, PackVolume, PharmacyPlace};
pub use national::{NationalDay, NationalDaySettings, NationalDayTotals, SiteFile};
pub use network::reserved_finess;
pub use plant::{PLANT_FAILURE_MEDIAN_DAYS, PLANT_FAILURE_SIGMA};
pub use report::{FORECAST_MONTHS, ReportKind, SimLine, SiteReport, write_csv};
pub use settings::{
    CountryError, CountrySettings, DAYS_BETWEEN_FAILURES, Event, REAL_HOSPITALS, REAL_PHARMACIES,
    Target,
};

/// What to say in French wherever simulated figures show.
pub const LABEL_FR: &str = "Données synthétiques : stocks et ventes simulés à partir de totaux publiés, y compris pour des lieux réels.";
/// What to say in English wherever simulated figures show.
pub const LABEL_EN: &str =
    "Synthetic data: stocks and sales simulated from published totals, also for real places.";
