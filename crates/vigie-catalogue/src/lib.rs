//! The catalogue of medicines: what is authorised, what is sold, at what price, with its history.
//!
//! It is read from the releases of the public medicines database (BDPM) as they are published, and answers
//! look-ups, `as of` questions and searches from memory. It knows nothing of stock.
//!
//! ```no_run
//! use vigie_catalogue::{CatalogueBuilder, read_folder};
//! use vigie_model::Day;
//!
//! let (release, report) = read_folder("bdpm".as_ref())?;
//! println!("{} rows quarantined", report.rows_quarantined());
//! let day = Day::from_ymd(2026, 5, 26).expect("a day");
//! let catalogue = CatalogueBuilder::default().add_release(day, release).build();
//! for hit in catalogue.search("doliprane 1g cpr", 10).hits {
//!     println!("{:?}", catalogue.medicine(hit.cis).map(|medicine| medicine.name()));
//! }
//! # Ok::<(), vigie_catalogue::ReadError>(())
//! ```

mod atc;
mod availability;
mod builder;
mod catalogue;
mod changes;
mod history;
mod holder;
mod import;
mod medicine;
mod pack;
mod release;
mod safety_stock;
mod search;
mod substitution;
mod text;

pub use atc::AtcNames;
pub use availability::{
    Availability, AvailabilitySnapshot, AvailabilityStatus, Transition, TransitionKind,
};
pub use builder::CatalogueBuilder;
pub use catalogue::Catalogue;
pub use changes::{Change, PackVersion};
pub use holder::Holder;
pub use import::{
    Column, Encoding, FileReport, FileUse, ImportReport, Note, NoteCode, QuarantineCode,
    Quarantined, ReadError, Refusal, ReleaseReader, Table, decode_text, read_archive,
    read_availability, read_folder, read_release,
};
pub use medicine::{Component, GenericKind, GenericMembership, Medicine};
pub use pack::{Pack, PackMarketing};
pub use release::Release;
pub use safety_stock::{SALES_BASIS_DAYS, SafetyStockRule, StockDuration};
pub use search::{Field, SearchHit, SearchResults};
pub use substitution::{AtcOrigin, GenericAgreement, GroupNumber, Level};
