//! The server as its users meet it: a real store, a real data folder, real requests.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod agency;
mod api;
mod areas;
mod attack;
mod closed_days;
mod confidentiality;
mod files;
mod harness;
mod intake;
mod laboratory;
mod laboratory_pack;
mod laboratory_shares;
mod my_list;
mod organisation;
mod people;
mod provider;
mod quarantine;
mod recovery;
mod registration;
mod registry;
mod reporting;
mod rights;
mod scripts;
mod verify;
