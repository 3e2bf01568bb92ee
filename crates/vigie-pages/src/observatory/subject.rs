//! What the observatory looks at.

use crate::words::Words;

/// A set of packs with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// What it is.
    pub kind: SubjectKind,
    /// The word in the address: `J01CA04`, `60234100`, `mitm`, `all`.
    pub code: String,
    /// Name as published, in French; empty for lists, which have a name in each language.
    pub published_name: String,
    /// The medicine it is or belongs to.
    pub cis: Option<String>,
    /// How many packs it has in reports.
    pub packs: u64,
}

/// Kinds of sets of packs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SubjectKind {
    /// Every pack.
    All,
    /// Packs of medicines of major therapeutic interest.
    MajorInterest,
    /// The packs of one medicine.
    Medicine,
    /// One pack.
    Pack,
    /// The packs of an ATC class.
    AtcClass,
    /// The packs that substitute each other: same substances, doses and route (level 2).
    Group,
}

impl Subject {
    /// The name to show.
    pub(crate) fn name(&self, words: &Words) -> String {
        match self.kind {
            SubjectKind::All => words.observatory.all_packs.to_owned(),
            SubjectKind::MajorInterest => words.observatory.major_packs.to_owned(),
            SubjectKind::Group => words.observatory.group_of(&self.published_name),
            SubjectKind::AtcClass => words.observatory.class_of(&self.code, &self.published_name),
            SubjectKind::Medicine | SubjectKind::Pack => self.published_name.clone(),
        }
    }

    /// Whether the name is one that was published, in French.
    pub(crate) const fn is_published(&self) -> bool {
        !matches!(self.kind, SubjectKind::All | SubjectKind::MajorInterest)
    }

    /// Path of the page about it, without language, when it is one medicine or one pack.
    pub(crate) fn path(&self) -> Option<String> {
        let cis = self.cis.as_deref()?;
        let path = format!("/medicines/{cis}");
        Some(match self.kind {
            SubjectKind::Pack => format!("{path}?pack={}", self.code),
            _ => path,
        })
    }
}
