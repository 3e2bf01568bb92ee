//! Tests of the words of the field; expected values come from published examples and real files.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod days;
mod gs1_dictionary;
mod gs1_scans;
mod gs1_vectors;
mod identifiers;
mod pack_codes;
mod properties;
mod shown_text;
mod sites;
mod territories;
