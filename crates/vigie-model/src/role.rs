//! Who people are in the chain, and over what their role reaches.

use std::fmt;
use std::str::FromStr;

use crate::{Department, OrganisationNumber, Region, Site, SiteNumber};

/// A text that names no role or reach.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names no role, or no place that exists")]
pub struct RoleError(String);

/// What a person is in the chain of medicines. The public has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Pharmacien responsable of a company that holds or exploits authorisations, and delegates.
    Company,
    /// Keeps the stock of companies.
    Depositary,
    /// Wholesaler-distributor.
    Wholesaler,
    /// Community pharmacy.
    Pharmacy,
    /// Hospital pharmacy (PUI).
    Hospital,
    /// Assesses shortages at the agency.
    Assessor,
    /// Inspects and prepares sanctions at the agency.
    Inspector,
    /// Regional health agency (ARS).
    RegionalAgency,
    /// Economist of a ministry.
    Economist,
    /// Runs the installation: organisations, sites, people, tokens.
    Operator,
    /// Checks who did and read what.
    Auditor,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 11] = [
        Self::Company,
        Self::Depositary,
        Self::Wholesaler,
        Self::Pharmacy,
        Self::Hospital,
        Self::Assessor,
        Self::Inspector,
        Self::RegionalAgency,
        Self::Economist,
        Self::Operator,
        Self::Auditor,
    ];

    /// Its name in files, addresses and commands.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Depositary => "depositary",
            Self::Wholesaler => "wholesaler",
            Self::Pharmacy => "pharmacy",
            Self::Hospital => "hospital",
            Self::Assessor => "assessor",
            Self::Inspector => "inspector",
            Self::RegionalAgency => "regional-agency",
            Self::Economist => "economist",
            Self::Operator => "operator",
            Self::Auditor => "auditor",
        }
    }

    /// Whether it needs a second factor and a short idle limit: those who see much or change rights.
    pub const fn is_sensitive(self) -> bool {
        matches!(
            self,
            Self::Assessor
                | Self::Inspector
                | Self::RegionalAgency
                | Self::Operator
                | Self::Auditor
        )
    }
}

impl fmt::Display for Role {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = RoleError;

    fn from_str(text: &str) -> Result<Self, RoleError> {
        let found = Self::ALL.into_iter().find(|role| role.as_str() == text);
        found.ok_or_else(|| RoleError(crate::shown(text, 40)))
    }
}

/// Over what a role of a person reaches. Written `nation`, `region:11`, `department:75`, `organisation:4`, `site:17`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// The whole country.
    Nation,
    /// The sites of a region.
    Region(Region),
    /// The sites of a department.
    Department(Department),
    /// The sites of an organisation.
    Organisation(OrganisationNumber),
    /// One site.
    Site(SiteNumber),
}

impl Reach {
    /// Whether a site lies in it.
    pub fn covers(self, site: &Site) -> bool {
        match self {
            Self::Nation => true,
            Self::Region(region) => site.department.region() == region,
            Self::Department(department) => site.department == department,
            Self::Organisation(organisation) => site.organisation == organisation,
            Self::Site(number) => site.number == number,
        }
    }
}

impl fmt::Display for Reach {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nation => formatter.write_str("nation"),
            Self::Region(region) => write!(formatter, "region:{}", region.code()),
            Self::Department(department) => write!(formatter, "department:{}", department.code()),
            Self::Organisation(number) => write!(formatter, "organisation:{number}"),
            Self::Site(number) => write!(formatter, "site:{number}"),
        }
    }
}

impl FromStr for Reach {
    type Err = RoleError;

    fn from_str(text: &str) -> Result<Self, RoleError> {
        if text == "nation" {
            return Ok(Self::Nation);
        }
        let number = |text: &str| text.parse::<u32>().ok();
        let found = match text.split_once(':') {
            Some(("region", code)) => Region::from_code(code).map(Self::Region),
            Some(("department", code)) => Department::from_code(code).map(Self::Department),
            Some(("organisation", value)) => {
                number(value).map(|value| Self::Organisation(OrganisationNumber(value)))
            }
            Some(("site", value)) => number(value).map(|value| Self::Site(SiteNumber(value))),
            _ => None,
        };
        found.ok_or_else(|| RoleError(crate::shown(text, 40)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn every_role_is_read_as_it_is_written() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
        }
        assert!("king".parse::<Role>().is_err());
    }

    #[rstest]
    #[case("nation")]
    #[case("region:11")]
    #[case("department:2A")]
    #[case("organisation:4")]
    #[case("site:17")]
    fn a_reach_is_read_as_it_is_written(#[case] text: &str) {
        assert_eq!(
            text.parse::<Reach>().map(|reach| reach.to_string()),
            Ok(text.to_owned())
        );
    }

    #[rstest]
    #[case("")]
    #[case("region:99")]
    #[case("department:20")]
    #[case("site:-1")]
    #[case("site:4294967296")]
    #[case("world:1")]
    fn a_reach_that_does_not_exist_is_refused(#[case] text: &str) {
        assert!(text.parse::<Reach>().is_err());
    }
}
