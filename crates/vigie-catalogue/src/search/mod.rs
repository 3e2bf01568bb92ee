//! Search over names, substances, forms, ATC classes, holders and codes.
//!
//! An inverted index of words, numbers and amounts. The words are kept sorted; an `fst` dictionary and
//! Levenshtein automata (the libraries under Tantivy and Lucene) find words with typing errors. Tantivy itself
//! was measured too: see `examples/measure.rs`.

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
