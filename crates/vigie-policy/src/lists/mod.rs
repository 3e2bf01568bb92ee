//! Lists of critical medicines: the criteria of the Union list, a score, and lists matched with medicines.

mod criticality;
mod entry;
mod matching;
mod substance;

pub use criticality::{
    Alternatives, Criticality, CriticalityScore, Seriousness, criticality_score,
};
pub use entry::{ListEntry, UnreadRow, read_list, read_list_rows, union_list};
pub use matching::{
    EntryMatch, ListComparison, ListedMedicine, MatchLevel, MatchReason, compare_lists, match_list,
};
pub use substance::SubstanceKey;
