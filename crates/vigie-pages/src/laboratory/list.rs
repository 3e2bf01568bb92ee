//! A list of somebody else beside the national one and that of the Union.

use askama::Template;
use vigie_model::Language;

use crate::Prose;
use crate::frame::{Frame, Place, RenderError, Shell};
use crate::words::Words;

/// How sure an entry of the list is found among marketed medicines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListLevel {
    /// The class agrees, and the route or the substances.
    Exact,
    /// The class agrees, something else differs or is not known.
    Partial,
    /// A person must look at it.
    ToReview,
    /// Nothing is found.
    Absent,
}

impl ListLevel {
    /// All levels, the surest first.
    pub const ALL: [Self; 4] = [Self::Exact, Self::Partial, Self::ToReview, Self::Absent];

    /// Its word in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Partial => "partial",
            Self::ToReview => "to_review",
            Self::Absent => "absent",
        }
    }

    const fn badge(self) -> &'static str {
        match self {
            Self::Exact => "satisfactory",
            Self::Partial | Self::ToReview => "watch",
            Self::Absent => "unknown",
        }
    }
}

/// Why an entry has its level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListReason {
    /// Same class, same route.
    ClassAndRoute,
    /// Same class, same substances.
    ClassAndSubstance,
    /// Same class, and nothing else to compare.
    ClassOnly,
    /// Same class, other substances.
    OtherSubstance,
    /// Same class, another route.
    OtherRoute,
    /// A broader class.
    BroaderClass,
    /// Same substances, without a class to compare.
    Substance,
    /// Same substances in another class.
    SubstanceOtherClass,
    /// A name much alike.
    AlikeName,
    /// Nothing in common.
    Nothing,
}

impl ListReason {
    /// Its word in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ClassAndRoute => "same_class_and_route",
            Self::ClassAndSubstance => "same_class_and_substance",
            Self::ClassOnly => "same_class_only",
            Self::OtherSubstance => "same_class_other_substance",
            Self::OtherRoute => "same_class_other_route",
            Self::BroaderClass => "broader_class",
            Self::Substance => "same_substance",
            Self::SubstanceOtherClass => "same_substance_other_class",
            Self::AlikeName => "alike_name",
            Self::Nothing => "nothing_in_common",
        }
    }
}

/// An entry of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct ListRow {
    /// Its row in the file.
    pub row: u64,
    /// Class, as written; empty when none is given.
    pub atc: String,
    /// Substance as written, or the name of the class.
    pub name: String,
    /// How sure it is found.
    pub level: ListLevel,
    /// Why.
    pub reason: ListReason,
    /// Marketed medicines found.
    pub medicines: u64,
    /// Of them, of major therapeutic interest.
    pub national: u64,
    /// Whether the Union list names the class of a medicine found.
    pub is_on_union_list: bool,
    /// In shortage on the published list.
    pub in_shortage: u64,
}

/// Entries of one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LevelCount {
    /// The level.
    pub level: ListLevel,
    /// Entries.
    pub entries: u64,
    /// Medicines found.
    pub medicines: u64,
    /// Of them, of major therapeutic interest.
    pub national: u64,
    /// Entries that the Union list names too.
    pub on_union_list: u64,
    /// Medicines in shortage.
    pub in_shortage: u64,
}

/// What a list is among marketed medicines.
#[derive(Debug, Clone, PartialEq)]
pub struct ListOutcome {
    /// By level.
    pub counts: Vec<LevelCount>,
    /// The first entries.
    pub rows: Vec<ListRow>,
    /// How many there are.
    pub entries: u64,
    /// Rows that could not be read, the first of them.
    pub unread: Vec<(u64, Prose)>,
    /// How many there are.
    pub all_unread: u64,
    /// Medicines of major interest that no entry names for sure: what the list would drop.
    pub not_named: u64,
}

/// What was done with a list.
#[derive(Debug, Clone, PartialEq)]
pub enum ListView {
    /// None was handed in yet.
    Nothing,
    /// It was compared.
    Compared(Box<ListOutcome>),
    /// What is wrong and what to do.
    Wrong(Prose),
}

/// The page.
#[derive(Debug, Clone, PartialEq)]
pub struct ListPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The list as it was typed.
    pub text: String,
    /// What was done with it.
    pub view: ListView,
}

#[derive(Template)]
#[template(path = "laboratory_list.html")]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a ListPage,
}

impl ListPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = Words::of(language);
        let own = &words.laboratory_list;
        let title = match self.view {
            ListView::Wrong(_) => format!("{} – {}", own.title, words.laboratory.wrong),
            ListView::Nothing | ListView::Compared(_) => own.title.to_owned(),
        };
        let description = own.description.to_owned();
        let frame = Frame::new(&self.shell, language, Place::Laboratory, title, description);
        let page = self;
        let view = View { frame, words, page };
        view.render().map_err(RenderError::of("ListPage"))
    }
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "templates hand over references"
)]
impl View<'_> {
    fn level(&self, level: &ListLevel) -> &'static str {
        let own = &self.words.laboratory_list;
        match level {
            ListLevel::Exact => own.exact,
            ListLevel::Partial => own.partial,
            ListLevel::ToReview => own.to_review,
            ListLevel::Absent => own.absent,
        }
    }

    fn reason(&self, reason: &ListReason) -> &'static str {
        let own = &self.words.laboratory_list;
        match reason {
            ListReason::ClassAndRoute => own.class_and_route,
            ListReason::ClassAndSubstance => own.class_and_substance,
            ListReason::ClassOnly => own.class_only,
            ListReason::OtherSubstance => own.other_substance,
            ListReason::OtherRoute => own.other_route,
            ListReason::BroaderClass => own.broader_class,
            ListReason::Substance => own.by_substance,
            ListReason::SubstanceOtherClass => own.substance_other_class,
            ListReason::AlikeName => own.alike_name,
            ListReason::Nothing => own.nothing_in_common,
        }
    }

    fn shown_of(&self, outcome: &ListOutcome) -> Option<String> {
        let shown = outcome.rows.len() as u64;
        let words = self.words;
        (shown < outcome.entries).then(|| {
            let own = &words.laboratory_list;
            own.shown_of(&words.integer(&shown), &words.integer(&outcome.entries))
        })
    }

    fn not_named(&self, outcome: &ListOutcome) -> String {
        let words = self.words;
        let own = &words.laboratory_list;
        own.not_named(&words.integer(&outcome.not_named))
    }

    fn unread(&self, outcome: &ListOutcome) -> String {
        let words = self.words;
        let own = &words.laboratory_list;
        own.unread(&words.integer(&outcome.all_unread))
    }
}
