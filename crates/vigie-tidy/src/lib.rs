//! Tests of what the compiler cannot check: that documents, data and manifests agree with each other.
//!
//! Nothing uses this crate. Its tests read the repository: the floors of `docs/architecture.md` against the
//! manifests, the licences of all libraries, the origin of each data folder, the commands of the README.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

#[cfg(test)]
mod data;
#[cfg(test)]
mod dependencies;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod files;
#[cfg(test)]
mod floors;
#[cfg(test)]
mod repository;
