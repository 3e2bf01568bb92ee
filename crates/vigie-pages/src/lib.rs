//! Pages of Vigie: view models, templates, words in French and English, charts made on the server.
//!
//! The crate does no input or output. The server fills a page ([`NationalBoard`], [`SearchResults`],
//! [`MedicinePage`], [`ApiReference`], [`Definitions`], [`ProblemPage`]) with plain values and calls
//! `render(language)`, which gives a whole HTML document. Style sheet and icon are embedded: see [`asset`].
//!
//! What stays true on every page:
//!
//! - a number that is not known is written as unknown, with its reason, never as zero or nothing ([`Known`]);
//! - a number links to its definition and shows its date and its completeness ([`Figure`]);
//! - no inline script, no inline style, no inline handler, no request to another host, so that the
//!   strictest content security policy holds;
//! - every sentence exists in both languages, or the crate does not compile ([`words`]).

mod api_reference;
mod assets;
pub mod chart;
mod definitions;
pub mod desk;
mod frame;
pub mod links;
mod medicine;
mod national;
mod notation;
mod problem;
mod prose;
pub mod sample;
mod search;
mod shared;
pub mod words;

pub use api_reference::{ApiReference, Operation, OperationGroup, Parameter, ParameterPlace};
pub use assets::{Asset, asset, asset_names, asset_path, stylesheet_path};
pub use definitions::{Definition, Definitions, LINKED_DEFINITIONS};
pub use frame::{RenderError, Shell, SourceNote, for_visitor};
pub use medicine::{
    AvailabilityEvent, AvailabilityNow, DepartmentColumn, DepartmentCover, DepartmentSort,
    FigureName, HistoryDay, MedicinePage, PackState, PackView, Reimbursement, ShortageEpisode,
    SortDirection, SubstanceDose, Substitute, SubstituteLevel, SubstitutionLevel, TierStock,
};
pub use national::{
    AvailabilityCounts, CoverClasses, NationalBoard, PackRow, Transition, TransitionKind,
};
pub use problem::{Problem, ProblemPage};
pub use prose::Prose;
pub use search::{MatchedField, SearchResult, SearchResults};
pub use shared::{
    Availability, Completeness, CoverLabel, CoverThresholds, Figure, Known, Quantity,
    TierCompleteness, UnknownReason,
};
