//! A scenario of prices and taxes over all packs at once: before, after, and who gains or loses.

mod optimum;
mod outcome;
mod pack;
mod rules;
mod run;

pub use optimum::{Financing, ReliefGrid, ReliefOptimum, ReliefPoint, protect_most};
pub use outcome::{
    Amounts, Dimension, Edge, Group, HolderChange, LeftOut, LeftOutReason, MarketOutcome,
    MarketSide, PackChange, PackState,
};
pub use pack::{AnatomicalGroup, CompanyClass, GenericRole, MarketPack, Maturity};
pub use rules::{MarketRules, MaturityRule, RevisionRule};
pub use run::compare_market;
