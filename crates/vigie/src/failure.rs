//! What went wrong, sorted by who can mend it; the kind is the exit code.

use std::fmt::Display;
use std::io;
use std::process::ExitCode;

use vigie_query::QueryError;
use vigie_server::system::{ImportError, SystemError};
use vigie_store::StoreError;

/// What a command gives.
pub type Outcome<T = ()> = Result<T, Failure>;

/// Who can mend it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FailureKind {
    /// The request is wrong: arguments, a file that does not exist.
    User,
    /// The configuration is wrong: address, folder, database, token.
    Config,
    /// The data are wrong: a file that cannot be used, a disagreement.
    Data,
    /// A defect of the program.
    Internal,
}

impl From<FailureKind> for ExitCode {
    fn from(kind: FailureKind) -> Self {
        Self::from(match kind {
            FailureKind::User => 1,
            FailureKind::Config => 2,
            FailureKind::Data => 3,
            FailureKind::Internal => 70,
        })
    }
}

/// Why a command failed. Any error becomes one with `?`; its kind then follows from what it is.
#[derive(Debug)]
pub struct Failure {
    kind: FailureKind,
    error: anyhow::Error,
    hint: Option<String>,
}

impl Failure {
    /// The request is wrong.
    pub fn user(message: impl Display) -> Self {
        Self::new(FailureKind::User, message)
    }

    /// The configuration is wrong.
    pub fn config(message: impl Display) -> Self {
        Self::new(FailureKind::Config, message)
    }

    /// The data are wrong.
    pub fn data(message: impl Display) -> Self {
        Self::new(FailureKind::Data, message)
    }

    /// A defect.
    pub fn internal(message: impl Display) -> Self {
        Self::new(FailureKind::Internal, message)
    }

    fn new(kind: FailureKind, message: impl Display) -> Self {
        Self {
            kind,
            error: anyhow::Error::msg(message.to_string()),
            hint: None,
        }
    }

    /// Adds what to try.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Says what was attempted.
    #[must_use]
    pub fn while_doing(mut self, what: impl Display) -> Self {
        self.error = self.error.context(what.to_string());
        self
    }

    /// Who can mend it.
    pub const fn kind(&self) -> FailureKind {
        self.kind
    }

    /// What went wrong, from the attempt to the cause.
    pub fn message(&self) -> String {
        format!("error: {:#}", self.error)
    }

    /// What to try, when something is known.
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// Whether the reader of stdout has gone, as `head` does: no failure.
    pub fn is_closed_pipe(&self) -> bool {
        let error = self.error.downcast_ref::<io::Error>();
        error.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for Failure {
    fn from(error: E) -> Self {
        let error = anyhow::Error::from(error);
        Self {
            kind: kind_of(&error),
            hint: None,
            error,
        }
    }
}

fn kind_of(error: &anyhow::Error) -> FailureKind {
    if let Some(error) = error.downcast_ref::<StoreError>() {
        kind_of_store(error)
    } else if let Some(error) = error.downcast_ref::<SystemError>() {
        kind_of_system(error)
    } else if let Some(error) = error.downcast_ref::<ImportError>() {
        kind_of_import(error)
    } else if let Some(error) = error.downcast_ref::<QueryError>() {
        kind_of_query(error)
    } else if error.is::<vigie_catalogue::ReadError>() {
        FailureKind::Data
    } else if error.is::<vigie_simulate::CountryError>() {
        FailureKind::User
    } else if let Some(error) = error.downcast_ref::<io::Error>() {
        kind_of_io(error)
    } else {
        FailureKind::Internal
    }
}

const fn kind_of_store(error: &StoreError) -> FailureKind {
    match error {
        StoreError::Unavailable(_)
        | StoreError::Full(_)
        | StoreError::TooNew { .. }
        | StoreError::Address(_) => FailureKind::Config,
        StoreError::Absent(_) | StoreError::Conflict(_) => FailureKind::User,
        StoreError::Corrupt(_) => FailureKind::Data,
        StoreError::Refused(_) => FailureKind::Internal,
    }
}

fn kind_of_system(error: &SystemError) -> FailureKind {
    match error {
        SystemError::Store(error) => kind_of_store(error),
        SystemError::Io(error) => kind_of_io(error),
        SystemError::FolderInUse => FailureKind::Config,
        SystemError::Stopping => FailureKind::Internal,
        _ => FailureKind::Data,
    }
}

fn kind_of_import(error: &ImportError) -> FailureKind {
    match error {
        ImportError::System(error) => kind_of_system(error),
        _ => FailureKind::Data,
    }
}

const fn kind_of_query(error: &QueryError) -> FailureKind {
    match error {
        QueryError::File { .. } | QueryError::Failed { .. } => FailureKind::Data,
        QueryError::Location { .. } | QueryError::SeveralStores { .. } | QueryError::Start(_) => {
            FailureKind::Config
        }
        QueryError::Internal(_) => FailureKind::Internal,
        _ => FailureKind::User,
    }
}

/// Files and folders are named by the user or the configuration; the disk is the machine's.
fn kind_of_io(error: &io::Error) -> FailureKind {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory => {
            FailureKind::User
        }
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => FailureKind::Data,
        _ => FailureKind::Config,
    }
}
