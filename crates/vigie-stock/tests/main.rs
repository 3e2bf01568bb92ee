//! Tests of reports, their journal form, and the picture made from them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;
mod demand;
mod files;
mod formats;
mod model;
mod picture_model;
mod properties;
mod refusals;
mod tables;
