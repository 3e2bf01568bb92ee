#![doc = include_str!("../README.md")]

mod exact;
mod markets;
mod parameters;
mod prices;
mod scenario;
mod sentence;
mod taxes;
mod viability;

pub use markets::{
    Amounts, AnatomicalGroup, CompanyClass, Dimension, Edge, GenericRole, Group, HolderChange,
    LeftOut, LeftOutReason, MarketOutcome, MarketPack, MarketRules, MarketSide, Maturity,
    MaturityRule, PackChange, PackState, RevisionRule, compare_market,
};
pub use parameters::{Evidence, Parameters, Reading, Row, RowReference, Status, Unit};
pub use prices::{
    Bracket, EntryPrices, GenericRules, ManufacturerPrices, PriceBuildUp, PriceRules,
    WholesaleMargin,
};
pub use scenario::{
    Change, Difference, SCENARIO_SCHEMA, SCENARIO_VERSION, Scenario, compare_scenarios,
};
pub use sentence::{Problem, Sentence, Warning};
pub use taxes::{
    CompanyBase, CompanyShare, ExemptionCost, LocationBracket, PricedVolume, RebateKind,
    SafeguardRate, SafeguardRules, SafeguardSplit, SafeguardStep, SplitShares, StackedContribution,
    TurnoverRates, WholesaleContributionRates, exemption_cost, rebate_cap, split_contribution,
    stacked_contribution,
};
pub use viability::{
    AssumedCosts, CostRates, PackEconomics, PriceRevision, Sensitivity, Viability,
    WithdrawalHazard, price_rise_budget, price_rise_budget_by_schedule, weigh_revision,
};
