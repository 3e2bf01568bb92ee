//! The policy laboratory against worked examples, and properties that hold for any input.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod calculators;
mod inventory;
mod lists;
mod markets;
mod obligation;
mod optimum;
mod prices;
mod published;
mod room;
mod sample;
mod scenario;
mod several;
mod shares;
mod support;
mod taxes;
mod viability;
