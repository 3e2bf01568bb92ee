//! Files of the past: every line of a day, and the sums of every day by pack, tier and department.
//!
//! All are Parquet, in order of pack number, so that one pack is a few pages, and any tool can open them. The sums are
//! written for one day when it is closed, and merged into one file a month, so that a year of one pack is a few files.

mod batch;
mod columns;
mod correct;
mod digest;
mod history_writer;
mod merge;
mod nation;
mod notes;
mod pack_pages;
mod read;
mod schema;
mod shared_file;
mod turn;
mod write;

pub use correct::{ChangedSite, Correction, correct_day};
pub use history_writer::{HistoryWriter, WrittenHistory};
pub use merge::{MergePart, merge_history};
pub use nation::{NationalDay, NationalSums, PATIENT_TIERS, TierSites};
pub use notes::{DayNotes, SlabNotes};
pub use read::{DayFile, HistoryFile, HistoryRow, SiteLine};
pub use write::{DaySummary, sum_up_day, write_day};

/// A history file cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// The folder or disk refuses.
    #[error("history file cannot be written or read: {0}")]
    Io(#[from] std::io::Error),
    /// The file is not a history file, or is damaged.
    #[error("history file is damaged: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// Columns do not fit together.
    #[error("history file is damaged: {0}")]
    Arrow(#[from] arrow::error::ArrowError),
    /// A column is missing or has another type.
    #[error("history file has no column {0} of the expected type")]
    Column(&'static str),
}
