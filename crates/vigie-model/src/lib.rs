#![doc = include_str!("../README.md")]

mod check;
mod clock;
mod day;
mod formulary;
pub mod gs1;
mod identifier;
mod language;
mod pack_code;
mod role;
mod shown;
mod site;
mod territory;
mod tier;

pub use clock::{Clock, FixedClock, SystemClock, minute_in_paris};
pub use day::{Day, DayError};
pub use formulary::FormularyItem;
pub use identifier::{
    Atc, Cip7, Cip13, Cis, Finess, Gln, Gtin14, IdentifierError, IdentifierKind, IdentifierReason,
    Rpps, Siren, Siret, Sscc, Ucd7, Ucd13,
};
pub use language::{Language, LanguageError};
pub use pack_code::{Damage, PackCode, PackCodeError};
pub use role::{Reach, Role, RoleError};
pub use shown::{shown, shown_name, shown_names};
pub use site::{
    OrganisationNumber, PackNumber, ReportNumber, Site, SiteCode, SiteCodeError, SiteNumber,
};
pub use territory::{Department, Region, TerritoryError};
pub use tier::{Tier, TierError};
