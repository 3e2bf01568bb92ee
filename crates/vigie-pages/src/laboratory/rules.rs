//! The rules that a computation read, and how sure they are.

use crate::Prose;
use crate::words::Words;

/// How sure a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleStatus {
    /// Law.
    Promulgated,
    /// Of a bill or an amendment.
    Draft,
    /// Not read in a source.
    Memory,
    /// Assumed.
    Hypothesis,
}

/// A row of parameters that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleRow {
    /// Key.
    pub key: String,
    /// Value and unit, as written in files.
    pub value: String,
    /// How sure.
    pub status: RuleStatus,
    /// Source.
    pub reference: String,
}

/// The rows that a computation read, and what to know about them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rules {
    /// The rows.
    pub rows: Vec<RuleRow>,
    /// What else a reader must know.
    pub warnings: Vec<Prose>,
}

impl Rules {
    /// How many rows are law, of a bill, from memory, assumed; in a sentence.
    pub(crate) fn certainty(&self, words: &Words) -> String {
        let count = |status: RuleStatus| {
            let rows = self.rows.iter().filter(|row| row.status == status);
            words.integer(&(rows.count() as u64))
        };
        words.laboratory.certainty(
            &words.integer(&(self.rows.len() as u64)),
            &count(RuleStatus::Promulgated),
            &count(RuleStatus::Draft),
            &count(RuleStatus::Memory),
            &count(RuleStatus::Hypothesis),
        )
    }
}

impl RuleRow {
    pub(crate) fn status(&self, words: &Words) -> &'static str {
        match self.status {
            RuleStatus::Promulgated => words.laboratory.promulgated,
            RuleStatus::Draft => words.laboratory.draft,
            RuleStatus::Memory => words.laboratory.memory,
            RuleStatus::Hypothesis => words.laboratory.hypothesis,
        }
    }
}
