//! The price of a pack, from the manufacturer to the public and back.
//!
//! Words, and the columns of the public medicines database (BDPM, file `CIS_CIP`) that they stand for:
//!
//! - *manufacturer price* (PFHT): before tax, what the State fixes with the company. Not published in the BDPM.
//! - *public price* (PPTTC without fee): manufacturer price, margins of wholesaler and pharmacy, and VAT. The column
//!   "prix du médicament en euro".
//! - *price with fee*: the public price and the fee of dispensing, VAT included. The column "prix public en euro"; the
//!   fee itself is the column "honoraires de dispensation" (1.02, or 2.76 for large packs).

mod build_up;
mod generic;
mod rules;

pub use build_up::{ManufacturerPrices, PriceBuildUp};
pub use generic::{EntryPrices, GenericRules};
pub use rules::{Bracket, PriceRules, WholesaleMargin};
