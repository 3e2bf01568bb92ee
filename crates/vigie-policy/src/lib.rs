#![doc = include_str!("../README.md")]

mod calculators;
mod exact;
mod inventory;
mod lists;
mod markets;
mod obligation;
mod parameters;
mod prices;
mod scenario;
mod sentence;
mod shares;
mod taxes;
mod viability;

pub use calculators::{
    Calculator, CheckedCase, Field, Mismatch, Outcome, check_cases, find_calculator,
    list_calculators, run_calculator,
};
pub use inventory::{
    Allocation, AllocationProblem, BaseStock, CompoundPoisson, DayOrder, Demand, DisruptionPlan,
    FirstPassage, FrontierPoint, HoldingCost, HoldingTerms, LeadTimeService, LevelPlan,
    LevelProblem, LevelledMedicine, Loss, MOST_RESOURCES, Projection, ProjectionRule, RoomLimits,
    RoomMedicine, RoomPlan, RoomPrices, RoomProblem, RoomTerms, RoomUse, SafetyStock,
    SellingPrices, ServicePlan, ServiceTimes, SizeLaw, Stage, StagePlan, StockCosts, StockLevel,
    StockResource, StockedMedicine, SupplyDisruptions, Unmet, base_stock, first_passage,
    holding_cost, lead_time_deviation, negative_binomial_service, newsvendor_profit,
    place_safety_stock, project_stock, safety_stock_for_availability, safety_stock_for_fill_rate,
    stock_out_at_end,
};
pub use lists::{
    Alternatives, Criticality, CriticalityScore, EntryMatch, ListComparison, ListEntry,
    ListedMedicine, MatchLevel, MatchReason, Seriousness, SubstanceKey, UnreadRow, compare_lists,
    criticality_score, match_list, read_list, read_list_rows, union_list,
};
pub use markets::{
    Amounts, AnatomicalGroup, CompanyClass, Dimension, Edge, Financing, GenericRole, Group,
    HolderChange, LeftOut, LeftOutReason, MarketOutcome, MarketPack, MarketRules, MarketSide,
    Maturity, MaturityRule, PackChange, PackState, ReliefGrid, ReliefOptimum, ReliefPoint,
    RevisionRule, compare_market, protect_most,
};
pub use obligation::{
    AgencyDecision, ObligationClass, ObligationRule, ObligationTest, largest_sanction,
    test_obligation,
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
pub use shares::{
    Claim, Concentration, CoverSite, Equity, RedistributionPlan, RedistributionSite, Rounding,
    Share, ShareReason, ShareRule, SharedOut, SiteMove, SiteNeed, TransportPlan, TransportProblem,
    alpha_fair, concentration, equal_awards, equal_cover, equal_losses, equity, largest_remainder,
    proportional, redistribute, sainte_lague, share_out, talmud, verified_claim,
};
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
