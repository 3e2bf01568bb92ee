//! Which part of the chain and of the country a row of sums is about.

use serde::Serialize;
use utoipa::ToSchema;
use vigie_model::Tier;
use vigie_stock::picture::Scope;

/// One tier in one part of the country; the nation has neither region nor department.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
pub struct Place {
    /// The tier.
    pub tier: &'static str,
    /// INSEE code of the region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<&'static str>,
    /// INSEE code of the department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<&'static str>,
}

impl Place {
    /// As rows name it.
    pub fn of(tier: Tier, scope: Scope) -> Self {
        let (region, department) = match scope {
            Scope::Nation => (None, None),
            Scope::Region(region) => (Some(region.code()), None),
            Scope::Department(department) => (None, Some(department.code())),
        };
        Self {
            tier: tier.as_str(),
            region,
            department,
        }
    }
}
