//! What a list of sites changes in the registry.

use std::collections::HashMap;

use vigie_model::{Day, OrganisationNumber, Site, SiteCode};
use vigie_store::{NewOrganisation, NewSite, Organisation, Store};

use super::file::SiteRow;
use super::problem::{BadRow, Problem};
use crate::failure::{Failure, Outcome};

/// The registry as it is, to be compared with a list.
pub struct Registry {
    sites: HashMap<SiteCode, Site>,
    organisations: Vec<Organisation>,
}

/// What is to be written.
#[derive(Debug, Default)]
pub struct Plan {
    /// Sites that are new.
    pub new: usize,
    /// Sites of which something changes.
    pub changed: usize,
    /// Sites that stay as they are.
    pub unchanged: usize,
    /// Rows that the registry refuses.
    pub bad: Vec<BadRow>,
    /// New sites, and those that change, each with its owner.
    sites: Vec<(NewSite, NewOrganisation)>,
}

impl Registry {
    /// Reads the registry.
    pub async fn read(store: &Store) -> Outcome<Self> {
        let sites = store.list_sites().await?;
        Ok(Self {
            sites: sites.into_iter().map(|site| (site.code, site)).collect(),
            organisations: store.list_organisations().await?,
        })
    }

    /// Compares a list with the registry. `today` is the first day on which reports of new sites are expected, unless
    /// the list says another.
    pub fn plan(&self, rows: Vec<SiteRow>, today: Day) -> Plan {
        let mut plan = Plan::default();
        for row in rows {
            let known = self.sites.get(&row.code);
            if let Some(bad) = known.and_then(|known| refusal(known, &row)) {
                plan.bad.push(bad);
                continue;
            }
            let owner = self.owner_of(known, &row);
            let site = new_site(known, row, today);
            match known {
                None => plan.new += 1,
                Some(known) if self.is_same(known, &site, &owner) => {
                    plan.unchanged += 1;
                    continue;
                }
                Some(_) => plan.changed += 1,
            }
            plan.sites.push((site, owner));
        }
        plan
    }

    fn organisation(&self, number: OrganisationNumber) -> Option<&Organisation> {
        self.organisations.get(number.index())
    }

    /// The owner that a row names; else the one that is known; a site without any is its own organisation.
    fn owner_of(&self, known: Option<&Site>, row: &SiteRow) -> NewOrganisation {
        let own = row.code.to_string();
        let present = known.and_then(|known| self.organisation(known.organisation));
        let code = match (&row.organisation, present) {
            (Some(code), _) => code.clone(),
            (None, Some(present)) => present.code.clone(),
            (None, None) => own.clone(),
        };
        let registered = self
            .organisations
            .iter()
            .find(|organisation| organisation.code == code);
        let name = match (&row.organisation_name, registered) {
            (Some(name), _) => name.clone(),
            (None, _) if code == own => row.name.clone(),
            (None, Some(registered)) => registered.name.clone(),
            (None, None) => code.clone(),
        };
        NewOrganisation { code, name }
    }

    fn is_same(&self, known: &Site, site: &NewSite, owner: &NewOrganisation) -> bool {
        let present = self.organisation(known.organisation);
        present.is_some_and(|present| present.code == owner.code && present.name == owner.name)
            && known.name == site.name
            && known.municipality == site.municipality
            && known.expected_from == site.expected_from
            && known.expected_until == site.expected_until
    }
}

/// A site keeps its tier and department, because its past stocks are counted there, and stays real or simulated.
fn refusal(known: &Site, row: &SiteRow) -> Option<BadRow> {
    let problem = if known.tier != row.tier || known.department != row.department {
        Problem::Moved {
            tier: known.tier,
            department: known.department,
        }
    } else if row.synthetic.unwrap_or(false) != known.synthetic {
        Problem::SyntheticAndReal
    } else {
        return None;
    };
    let (column, value) = match problem {
        Problem::Moved { .. } if known.tier != row.tier => ("tier", row.tier.to_string()),
        Problem::Moved { .. } => ("department", row.department.to_string()),
        _ => ("code", row.code.to_string()),
    };
    Some(BadRow {
        row: row.row,
        column: column.to_owned(),
        value,
        problem,
    })
}

/// What a row says; what it does not say stays as it is known. The owner is filled in when it has its number.
fn new_site(known: Option<&Site>, row: SiteRow, today: Day) -> NewSite {
    let municipality = row
        .municipality
        .or_else(|| known.map(|known| known.municipality.clone()));
    NewSite {
        code: row.code,
        name: row.name,
        tier: row.tier,
        department: row.department,
        municipality: municipality.unwrap_or_default(),
        organisation: OrganisationNumber(0),
        expected_from: row
            .expected_from
            .or_else(|| known.map(|known| known.expected_from))
            .unwrap_or(today),
        expected_until: row
            .expected_until
            .or_else(|| known.and_then(|known| known.expected_until)),
        synthetic: row.synthetic.unwrap_or(false),
    }
}

impl Plan {
    /// Writes what is new and what changes.
    pub async fn carry_out(self, store: &Store) -> Outcome {
        let (mut sites, owners): (Vec<NewSite>, Vec<NewOrganisation>) =
            self.sites.into_iter().unzip();
        if sites.is_empty() {
            return Ok(());
        }
        let numbers = store.upsert_organisations(&owners).await?;
        if numbers.len() != sites.len() {
            return Err(Failure::internal(
                "the store gave no number to an organisation",
            ));
        }
        for (site, number) in sites.iter_mut().zip(numbers) {
            site.organisation = number;
        }
        store.upsert_sites(&sites).await?;
        Ok(())
    }
}
