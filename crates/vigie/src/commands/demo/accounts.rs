//! One account a role, with a password that everybody knows: for the simulated country only.

use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;
use vigie_model::{Language, Reach, Region, Role, Site, Tier};
use vigie_server::access::password;
use vigie_server::system::System;
use vigie_store::{Membership, NewPerson};

use crate::failure::{Failure, Outcome};

/// The password of all of them.
const PASSWORD: &str = "demonstration vigie";
/// Île-de-France.
const REGION: &str = "11";
/// Number of the pharmacist in the directory of health professionals: none that was given to anybody.
const RPPS: &str = "10101234564";

/// Who may sign in to the demonstration.
#[derive(Debug, Clone, Serialize)]
pub struct Account {
    /// What the person is.
    pub role: &'static str,
    /// By which address she signs in.
    pub email: String,
    /// With which password.
    pub password: &'static str,
}

/// Adds an account for each role. The country must be simulated: everybody knows the password.
pub async fn add(system: &Arc<System>) -> Outcome<Vec<Account>> {
    let registry = system.registry();
    if !registry.sites().iter().all(|site| site.synthetic) {
        return Err(Failure::internal(
            "accounts of the demonstration beside real sites",
        ));
    }
    let hash = password::hash(PASSWORD.to_owned()).await?;
    let mut accounts = Vec::new();
    for role in Role::ALL {
        let email = format!("{role}@vigie.example");
        let person = NewPerson {
            email: email.clone(),
            name: name_of(role).to_owned(),
            language: Language::French,
            password_hash: Some(hash.clone()),
            invitation: None,
            rpps: (role == Role::Pharmacy)
                .then(|| RPPS.parse().ok())
                .flatten(),
            created_at: Timestamp::now(),
            synthetic: true,
        };
        let reach = reach_of(role, registry.sites());
        system
            .store
            .add_person(&person, &[Membership { role, reach }])
            .await?;
        accounts.push(Account {
            role: role.as_str(),
            email,
            password: PASSWORD,
        });
    }
    Ok(accounts)
}

/// The first site of the role's tier, its organisation for a company, a region for its agency, or the country.
fn reach_of(role: Role, sites: &[Site]) -> Reach {
    let first = |tier: Tier| sites.iter().find(|site| site.tier == tier);
    let site = |tier: Tier| first(tier).map(|site| Reach::Site(site.number));
    let organisation = |tier: Tier| first(tier).map(|site| Reach::Organisation(site.organisation));
    let reach = match role {
        Role::Company => organisation(Tier::Company),
        Role::Depositary => organisation(Tier::Depositary),
        Role::Wholesaler => organisation(Tier::Wholesaler),
        Role::Pharmacy => site(Tier::Pharmacy),
        Role::Hospital => site(Tier::Hospital),
        Role::RegionalAgency => Region::from_code(REGION).map(Reach::Region),
        _ => None,
    };
    reach.unwrap_or(Reach::Nation)
}

const fn name_of(role: Role) -> &'static str {
    match role {
        Role::Company => "Camille Laboratoire",
        Role::Depositary => "Dominique Dépôt",
        Role::Wholesaler => "Claude Grossiste",
        Role::Pharmacy => "Maxime Officine",
        Role::Hospital => "Alix Hôpital",
        Role::Assessor => "Morgan Évaluation",
        Role::Inspector => "Lou Inspection",
        Role::RegionalAgency => "Sacha Région",
        Role::Economist => "Charlie Économie",
        Role::Operator => "Andrea Exploitation",
        Role::Auditor => "Noa Audit",
    }
}
