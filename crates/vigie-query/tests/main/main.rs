//! The SQL engine over small files made here: what it answers, what it refuses, and how it stops.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod answers;
mod limits;
mod refusals;
mod renderings;
mod tables;
mod world;
