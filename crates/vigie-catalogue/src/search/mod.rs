//! Search over names, substances, forms, ATC classes, holders and codes.
//!
//! An inverted index of words, numbers and amounts, with the terms of each document beside the documents of
//! each term. Typing errors are measured by `rapidfuzz`.
//!
//! Tantivy 0.27 was tried on the same medicines, names and one field for the rest, in memory, on the same busy
//! two-core machine. It is as fast for exact words (4 to 13 µs) but its errors cost too much: 150 to 160 µs a
//! word for one error and 710 for two, 26 for a prefix of four letters and 850 for one of one letter; this index
//! takes 25 to 40 µs for errors and 3 to 85 for prefixes. It would also add minutes to every first build.

mod abbreviation;
mod codes;
pub(crate) mod fold;
mod fuzzy;
mod index;
mod query;
mod score;
mod terms;
pub(crate) mod token;

pub use score::{Field, SearchHit, SearchResults};

pub(crate) use index::SearchIndex;
