#![doc = include_str!("../README.md")]

mod collector;
mod formats;
pub mod history;
mod line;
mod packs;
mod payload;
pub mod picture;
mod reason;
mod refusal;
pub mod severity;
mod snapshot;
pub mod trend;

pub use collector::resolve;
pub use formats::{
    Format, ReadLimits, ReadReport, ReportReader, Statement, TableLimits, TableRefusal, TableRow,
    describe, likeliest_delimiter, normalised_name, parse_day, read_table,
};
pub use line::{
    FORECAST_MONTHS, FlowLine, Flows, Forecast, ForecastLine, Quantities, QuarantinedLine,
    ReportContent, ReportKind, StockLine,
};
pub use packs::PackTable;
pub use payload::{PayloadError, PayloadWriter, read_payload};
pub use reason::{LARGEST_QUANTITY, QuarantineReason};
pub use refusal::Refusal;
pub use snapshot::{SnapshotError, digest_of_positions, read_snapshot, write_snapshot};
