use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread::available_parallelism;
use std::time::Duration;

const MEBIBYTE: usize = 1024 * 1024;

/// What one question may use. Every limit that is reached is named in the error or in the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Time from the call to the whole answer, waiting for a turn included.
    pub time: Duration,
    /// Rows of the answer; the rest is cut and [`crate::QueryResult::is_truncated`] says so.
    pub rows: usize,
    /// Bytes that sorts, joins and groupings may hold before they spill to disk or give up,
    /// and bytes of the answer itself.
    pub memory_bytes: usize,
}

impl Default for Limits {
    /// Limits for a person at a keyboard: 60 seconds, 10,000 rows, 1 GiB.
    fn default() -> Self {
        Self {
            time: Duration::from_mins(1),
            rows: 10_000,
            memory_bytes: 1024 * MEBIBYTE,
        }
    }
}

/// What all questions share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineSettings {
    /// Threads that run plans; also the number of parts a plan is split into.
    pub threads: NonZeroUsize,
    /// Questions that run at the same time; the others wait for a turn. Memory in use is at most
    /// this times [`Limits::memory_bytes`], plus the cached file footers.
    pub concurrent_questions: NonZeroUsize,
    /// Rows in one batch between operators.
    pub batch_rows: NonZeroUsize,
    /// Bytes of file footers (schemas, statistics, page indexes) kept between questions.
    pub footer_cache_bytes: usize,
    /// Where sorts and groupings spill; the folder of the system for temporary files when absent.
    pub spill_folder: Option<PathBuf>,
    /// Bytes that may lie in the spill folder at one time.
    pub spill_bytes: u64,
}

impl Default for EngineSettings {
    fn default() -> Self {
        Self {
            threads: available_parallelism().unwrap_or(NonZeroUsize::MIN),
            concurrent_questions: NonZeroUsize::MIN.saturating_add(1),
            // What DataFusion's operators are tuned for.
            batch_rows: NonZeroUsize::MIN.saturating_add(8_191),
            footer_cache_bytes: 128 * MEBIBYTE,
            spill_folder: None,
            spill_bytes: 8 * 1024 * MEBIBYTE as u64,
        }
    }
}
