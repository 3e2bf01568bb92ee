//! Search over names, substances, forms, ATC classes, holders and codes.
//!
//! An inverted index of words, numbers and amounts, with the terms of each document beside the documents of
//! each term. Typing errors are measured by `rapidfuzz`.

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
