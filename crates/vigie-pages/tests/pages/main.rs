//! Every page, in both languages, with sample data, held to the rules of the house.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod html;
mod rules;
mod unknown;
