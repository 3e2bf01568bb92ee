//! Pages of the agencies: what to deal with first, and who holds what. Nothing is hidden on them.

mod pack;
mod redistribution;
mod work_list;

pub use pack::{AgencyPack, DepartmentStock, HolderRow, HoldingTier};
pub use redistribution::{
    MoveEnd, MoveRow, RedistributionOutcome, RedistributionPage, RedistributionView, UnmetRow,
    Within,
};
pub use work_list::{Board, LateTier, WorkFilter, WorkFlags, WorkList, WorkRow};
