//! Sites and organisations, in memory.

use std::collections::HashMap;

use vigie_model::{OrganisationNumber, Site, SiteCode, SiteNumber, Tier};
use vigie_stock::history::PATIENT_TIERS;
use vigie_store::Organisation;

use super::{System, SystemError};

/// Sites and organisations, as the store had them when last read.
#[derive(Debug, Default)]
pub struct Registry {
    sites: Vec<Site>,
    by_code: HashMap<SiteCode, SiteNumber>,
    organisations: Vec<Organisation>,
    /// Sites above those where patients get their medicines, by tier: few among many.
    above_patients: [Vec<Site>; Tier::COUNT],
    /// Asked for by nearly every answer.
    has_synthetic_sites: bool,
}

impl Registry {
    /// From the tables of the store, in order of number.
    pub fn new(sites: Vec<Site>, organisations: Vec<Organisation>) -> Self {
        let by_code = sites.iter().map(|site| (site.code, site.number)).collect();
        Self {
            above_patients: Tier::ALL.map(|tier| {
                let is_above = !PATIENT_TIERS.contains(&tier);
                let of_tier = sites.iter().filter(|site| is_above && site.tier == tier);
                of_tier.cloned().collect()
            }),
            has_synthetic_sites: sites.iter().any(|site| site.synthetic),
            sites,
            by_code,
            organisations,
        }
    }

    /// All sites, in order of number.
    pub fn sites(&self) -> &[Site] {
        &self.sites
    }

    /// One site.
    pub fn site(&self, number: SiteNumber) -> Option<&Site> {
        self.sites.get(number.index())
    }

    /// The site with this code.
    pub fn find(&self, code: SiteCode) -> Option<&Site> {
        self.site(*self.by_code.get(&code)?)
    }

    /// One organisation.
    pub fn organisation(&self, number: OrganisationNumber) -> Option<&Organisation> {
        self.organisations.get(number.index())
    }

    /// The sites of a tier above patients; none of the others.
    pub fn above_patients(&self, tier: Tier) -> impl Iterator<Item = &Site> {
        self.above_patients.get(tier.index()).into_iter().flatten()
    }

    /// All organisations, in order of number.
    pub fn organisations(&self) -> &[Organisation] {
        &self.organisations
    }

    /// Whether any site's figures are synthetic.
    pub const fn has_synthetic_sites(&self) -> bool {
        self.has_synthetic_sites
    }
}

impl System {
    /// Reads sites and organisations again when another process has changed them; tells whether one has.
    pub async fn follow_registry(&self) -> Result<bool, SystemError> {
        let registry = self.registry();
        let has_changed = self.store.list_sites().await? != registry.sites
            || self.store.list_organisations().await? != registry.organisations;
        if has_changed {
            self.reload_registry().await?;
        }
        Ok(has_changed)
    }
}
