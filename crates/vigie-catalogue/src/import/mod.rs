//! Reads the files of a release of the public medicines database (BDPM), whatever their layout.
//!
//! The files have no header, no quoting, mixed encodings and line ends, and their columns move from one year
//! to the next. Every row is either kept or quarantined with a reason, and every oddity that was kept is noted:
//! see [`ImportReport`].

mod archive;
mod availability;
mod columns;
mod decode;
mod field;
mod layout;
mod reader;
mod report;
mod rows;
mod tables;
mod tidy;

pub use archive::{read_archive, read_folder};
pub use availability::read_availability;
pub use columns::{Column, Table};
pub use decode::{Encoding, Refusal, decode_text};

pub use reader::{ReadError, ReleaseReader, read_release};
pub use report::{FileReport, FileUse, ImportReport, Note, NoteCode, QuarantineCode, Quarantined};

pub(crate) use archive::plain_text;
