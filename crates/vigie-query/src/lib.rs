//! SQL over the files of Vigie: day files, history, and the small tables they join with.
//!
//! A [`SqlEngine`] knows tables and answers read-only questions. Each question runs in a session of its own,
//! made by one function (`session::make_session`), with limits on memory, time and rows ([`Limits`]), on threads
//! of its own, so that a heavy question slows neither intake nor pages.
//!
//! Large tables are Parquet files ([`ParquetTable`]): a folder, or any object store registered with
//! [`SqlEngine::register_store`]. Small ones are held in memory ([`SqlEngine::set_rows`]).
//! The answer ([`QueryResult`]) is Arrow record batches, with renderings as text, JSON and CSV.
//!
//! ```
//! # use vigie_query::{EngineSettings, Limits, SqlEngine};
//! # fn main() -> Result<(), vigie_query::QueryError> {
//! let engine = SqlEngine::new(&EngineSettings::default())?;
//! let answer = engine.run_blocking("select 6 * 7 as boxes", Limits::default())?;
//! assert_eq!(answer.to_csv()?, "boxes\n42\n");
//! # Ok(())
//! # }
//! ```

mod engine;
mod error;
mod limits;
mod location;
mod result;
mod scan;
mod session;
mod table;
mod text;

pub use engine::SqlEngine;
pub use error::QueryError;
pub use limits::{EngineSettings, Limits};
pub use location::FileLocation;
pub use result::QueryResult;
pub use table::{ParquetTable, TableFiles};

/// The Arrow version that tables and answers speak.
pub use arrow;
/// The object store version that [`SqlEngine::register_store`] speaks.
pub use object_store;
