//! Rates, thresholds, brackets, caps and delays: rows with dates, a reference and how sure they are.

mod reading;
mod row;
mod table;

pub use reading::{Evidence, Reading, RowReference};
pub use row::{Row, Status, Unit};
pub use table::Parameters;
