//! Identifiers of medicines, packs, sites, companies and people, each with its check rule.

mod atc;
mod company;
mod error;
mod finess;
mod logistics;
mod number;
mod pack;

pub use atc::Atc;
pub use company::{Rpps, Siren, Siret};
pub use error::{IdentifierError, IdentifierKind, IdentifierReason};
pub use finess::Finess;
pub use logistics::{Gln, Gtin14, Sscc};
pub use pack::{Cip7, Cip13, Cis, Ucd7, Ucd13};
