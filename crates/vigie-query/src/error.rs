use std::time::Duration;

use arrow::error::ArrowError;
use datafusion::error::DataFusionError;
use thiserror::Error;

/// Why a question has no answer. Texts name what the caller wrote, never the inside of the program.
#[derive(Debug, Error)]
pub enum QueryError {
    /// There is nothing to run.
    #[error("the query is empty")]
    Empty,
    /// The text is longer than any question needs to be.
    #[error("the query has {bytes} bytes, more than the {limit} allowed")]
    TooLong {
        /// Length of the text.
        bytes: usize,
        /// Longest text accepted.
        limit: usize,
    },
    /// The text would take too long to plan.
    #[error(
        "the query has {parts} names, words and signs, more than the {limit} allowed; write long lists as `in (…)`"
    )]
    TooManyParts {
        /// Names, words and signs of the text, without literals, commas and brackets.
        parts: usize,
        /// Most accepted.
        limit: usize,
    },
    /// The text is not SQL, or is more than one statement.
    #[error("cannot read the query as SQL: {message}")]
    Syntax {
        /// Where and what, as the parser says it.
        message: String,
    },
    /// The text is SQL, but names a table, column or function that does not exist, or mixes types.
    #[error("cannot answer the query: {message}")]
    Meaning {
        /// What is wrong, with the names that would be right where they are known.
        message: String,
    },
    /// The statement would change something.
    #[error("only questions are answered, nothing can be changed with SQL: {statement}")]
    NotReadOnly {
        /// The kind of statement that was refused.
        statement: String,
    },
    /// The question was right, but its computation failed on the data: a division by zero, a failed cast.
    #[error("the query failed on the data: {message}")]
    Failed {
        /// What failed.
        message: String,
    },
    /// A sort, join, grouping or the answer needs more memory than allowed.
    #[error("the query needs more than the {limit_bytes} bytes of memory allowed: {message}")]
    OutOfMemory {
        /// The limit.
        limit_bytes: usize,
        /// Which part of the plan asked for how much.
        message: String,
    },
    /// The answer did not come in time.
    #[error("the query took longer than the {limit:?} allowed")]
    OutOfTime {
        /// The limit.
        limit: Duration,
    },
    /// Other questions held all turns until the time was over.
    #[error("other queries were running during the {limit:?} allowed; try again later")]
    Busy {
        /// The limit.
        limit: Duration,
    },
    /// A location is neither a local path nor the address of an object store.
    #[error("cannot use {location:?} as the place of a file: {reason}")]
    Location {
        /// What was given.
        location: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A file of a table is absent, unreadable, or not Parquet.
    #[error("cannot read the files of table {table}: {message}")]
    File {
        /// The table.
        table: String,
        /// Which file, and what is wrong.
        message: String,
    },
    /// The files of one table lie in different stores.
    #[error("the files of table {table} lie in more than one store: {first} and {other}")]
    SeveralStores {
        /// The table.
        table: String,
        /// Store of the first file.
        first: String,
        /// Another store.
        other: String,
    },
    /// The answer cannot be written in the format asked for.
    #[error("cannot write the answer: {message}")]
    Rendering {
        /// What is wrong.
        message: String,
    },
    /// Threads or folders of the engine cannot be made.
    #[error("cannot start the query engine: {0}")]
    Start(String),
    /// A defect of the engine, with its own words, for the log.
    #[error("the query engine failed: {0}")]
    Internal(String),
}

impl QueryError {
    /// What an error of the engine means while a statement is read and planned.
    pub(crate) fn from_planning(error: &DataFusionError) -> Self {
        match error.find_root() {
            DataFusionError::SQL(parser, _) => Self::Syntax {
                message: parser.to_string(),
            },
            DataFusionError::Plan(message) => match refused_statement(message) {
                Some(statement) => Self::NotReadOnly { statement },
                None => Self::Meaning {
                    message: message.clone(),
                },
            },
            DataFusionError::NotImplemented(message)
            | DataFusionError::Execution(message)
            | DataFusionError::Configuration(message) => Self::Meaning {
                message: message.clone(),
            },
            DataFusionError::SchemaError(error, _) => Self::Meaning {
                // It lists the valid columns already.
                message: error.to_string(),
            },
            other => Self::Internal(other.to_string()),
        }
    }

    /// What an error of the engine means while a plan runs.
    pub(crate) fn from_running(error: &DataFusionError, memory_bytes: usize) -> Self {
        match error.find_root() {
            DataFusionError::ResourcesExhausted(message) => Self::OutOfMemory {
                limit_bytes: memory_bytes,
                message: message.clone(),
            },
            root if is_full_spill_folder(root) => Self::OutOfMemory {
                limit_bytes: memory_bytes,
                message: "so much was spilled to disk that its limit is reached too".to_owned(),
            },
            DataFusionError::ArrowError(error, _) => Self::Failed {
                message: error.to_string(),
            },
            DataFusionError::Execution(message) => Self::Failed {
                message: message.clone(),
            },
            DataFusionError::ParquetError(_)
            | DataFusionError::ObjectStore(_)
            | DataFusionError::IoError(_) => Self::Failed {
                message: error.find_root().to_string(),
            },
            DataFusionError::Plan(_)
            | DataFusionError::SchemaError(..)
            | DataFusionError::NotImplemented(_) => Self::from_planning(error),
            other => Self::Internal(other.to_string()),
        }
    }

    pub(crate) fn from_rendering(error: &ArrowError) -> Self {
        Self::Rendering {
            message: error.to_string(),
        }
    }
}

/// The kind of statement, when the message is the refusal of the read-only check.
fn refused_statement(message: &str) -> Option<String> {
    const REFUSALS: [&str; 3] = [
        "DDL not supported: ",
        "DML not supported: ",
        "Statement not supported: ",
    ];
    REFUSALS
        .iter()
        .find_map(|prefix| message.strip_prefix(prefix))
        .map(str::to_owned)
}

/// DataFusion says so with a text inside an input-output error.
fn is_full_spill_folder(error: &DataFusionError) -> bool {
    let text = error.to_string();
    text.contains("used disk space during the spilling process has exceeded")
}
