#![doc = include_str!("../README.md")]

mod exact;
mod parameters;
mod prices;
mod scenario;
mod sentence;

pub use parameters::{Evidence, Parameters, Reading, Row, RowReference, Status, Unit};
pub use prices::{
    Bracket, EntryPrices, GenericRules, ManufacturerPrices, PriceBuildUp, PriceRules,
    WholesaleMargin,
};
pub use scenario::{
    Change, Difference, SCENARIO_SCHEMA, SCENARIO_VERSION, Scenario, compare_scenarios,
};
pub use sentence::{Problem, Sentence, Warning};
