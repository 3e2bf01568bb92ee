//! Words with typing errors.

use fst::automaton::Automaton;
use fst::{IntoStreamer, Map, MapBuilder, Streamer};
use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};

use super::terms::Terms;

/// Finds dictionary words one or two errors away; a swap of neighbours is one error.
pub(super) struct FuzzyWords {
    words: Map<Vec<u8>>,
    one_error: LevenshteinAutomatonBuilder,
    two_errors: LevenshteinAutomatonBuilder,
}

impl std::fmt::Debug for FuzzyWords {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("FuzzyWords")
            .field("words", &self.words.len())
            .finish_non_exhaustive()
    }
}

/// How many errors a word of this many letters may have.
pub(super) fn errors_allowed(word: &str) -> u8 {
    match word.chars().count() {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

impl FuzzyWords {
    pub(super) fn new(terms: &Terms) -> Self {
        let mut builder = MapBuilder::memory();
        for number in 0..terms.len() {
            let term = terms.get(number);
            if term.len() >= 3 && term.bytes().all(|byte| byte.is_ascii_alphabetic()) {
                // Terms come sorted and once each, the two things that could fail.
                let _ = builder.insert(term, u64::from(number));
            }
        }
        Self {
            words: builder.into_map(),
            one_error: LevenshteinAutomatonBuilder::new(1, true),
            two_errors: LevenshteinAutomatonBuilder::new(2, true),
        }
    }

    /// Words exactly `errors` away at the best; gives their numbers.
    pub(super) fn words(&self, word: &str, errors: u8) -> Vec<u32> {
        self.matches(&self.automaton(errors).build_dfa(word))
    }

    /// Words whose beginning is that near, for a word that is still being typed.
    pub(super) fn beginnings(&self, word: &str, errors: u8) -> Vec<u32> {
        self.matches(&self.automaton(errors).build_prefix_dfa(word))
    }

    fn automaton(&self, errors: u8) -> &LevenshteinAutomatonBuilder {
        if errors == 1 {
            &self.one_error
        } else {
            &self.two_errors
        }
    }

    fn matches(&self, dfa: &DFA) -> Vec<u32> {
        let mut stream = self.words.search(Near(dfa)).into_stream();
        let mut found = Vec::new();
        while let Some((_, number)) = stream.next() {
            found.push(number as u32);
        }
        found
    }
}

/// The two libraries joined: a Levenshtein automaton walks the dictionary.
struct Near<'a>(&'a DFA);

impl Automaton for Near<'_> {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}
