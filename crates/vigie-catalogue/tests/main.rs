//! The real releases and lists under `data/`, and properties that hold for any input.
//!
//! Expected numbers come from the description of the data and from counts made with other tools over the raw
//! files, never from this crate.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod availability;
mod formularies;
mod history;
mod layouts;
mod properties;
mod releases;
mod search;
mod substitution;
mod support;
