//! Pages of the agencies: what to deal with first, and who holds what. Nothing is hidden on them.

mod pack;
mod work_list;

pub use pack::{AgencyPack, DepartmentStock, HolderRow, HoldingTier};
pub use work_list::{Board, LateTier, WorkFilter, WorkFlags, WorkList, WorkRow};
