//! Pages of Vigie: view models, templates, words in French and English, charts made on the server.
//!
//! The crate does no input or output. The server fills a page ([`Home`], [`Observatory`], [`Rankings`], [`SearchResults`],
//! [`MedicinePage`], [`ApiReference`], [`Definitions`], [`ProblemPage`]) with plain values and calls
//! `render(language)`, which gives a whole HTML document. Style sheet, scripts and icon are embedded: see [`asset`].
//! What scripts add stands on top of markup that works without them: see [`Island`].
//!
//! What stays true on every page:
//!
//! - a number that is not known is written as unknown, with its reason, never as zero or nothing ([`Known`]);
//! - a number links to its definition and shows its date and its completeness ([`Figure`]);
//! - no inline script, no inline style, no inline handler, no request to another host, every script with the nonce
//!   of its request, so that the strictest content security policy holds;
//! - every sentence exists in both languages, or the crate does not compile ([`words`]).

pub mod agency;
mod api_reference;
mod article;
mod assets;
pub mod chart;
mod country;
mod definitions;
pub mod desk;
mod frame;
mod home;
mod island;
pub mod laboratory;
pub mod links;
mod medicine;
mod my_list;
mod notation;
mod observatory;
mod open_data;
mod problem;
mod prose;
mod rankings;
pub mod reporting;
pub mod sample;
mod search;
mod shared;
pub mod words;
mod years;

pub use api_reference::{ApiReference, Operation, OperationGroup, Parameter, ParameterPlace};
pub use article::Article;
pub use assets::{Asset, asset, assets, stylesheet_path};
pub use country::{
    AvailabilityCounts, CoverClasses, PackRow, SeverityParts, Transition, TransitionKind,
};
pub use definitions::{Definition, Definitions, LINKED_DEFINITIONS};
pub use frame::{RenderError, Shell, SourceNote, Workplace};
pub use home::Home;
pub use island::Island;
pub use medicine::{
    AvailabilityEvent, AvailabilityNow, DepartmentColumn, DepartmentCover, DepartmentSort,
    FigureName, HistoryDay, MedicinePage, PackState, PackView, Reimbursement, ShortageEpisode,
    SortDirection, SubstanceDose, Substitute, SubstituteLevel, SubstitutionLevel, TierStock,
};
pub use my_list::{
    FeedChange, FeedEntry, KeptList, ListedSince, Matter, MyList, MyListCounts, MyListFeed,
    MyListLimits, MyListProblem, MyListResult, MyListRow, OwnList, Replacement, Substitutes, Trend,
    TypedLine, UnsettledLine,
};
pub use observatory::{AreaRow, AreaValue, Division, Measure, Observatory, Subject, SubjectKind};
pub use open_data::{DataSet, OpenData};
pub use problem::{Problem, ProblemPage};
pub use prose::Prose;
pub use rankings::{EpisodeRow, ListedRow, Rankings};
pub use search::{MatchedField, SearchResult, SearchResults};
pub use shared::{
    Availability, Completeness, CoverLabel, CoverThresholds, Figure, Known, Quantity,
    TierCompleteness, UnknownReason, ZeroThresholds,
};
pub use years::{YearRow, Years};
