//! Files of the past: every line of a day, and the sums of every day by pack, tier and department.
//!
//! Both are Parquet, in order of pack number, so that one pack is a few pages, and any tool can open them.

mod day_file;
mod notes;
mod read;
mod schema;
mod shared_file;
mod write;

pub use day_file::read_day;
pub use notes::{DayNotes, SlabNotes};
pub use read::{HistoryFile, HistoryRow};
pub use write::{DaySummary, write_day};

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
