//! The sites of a simulated country, registered in a system with a token each.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use vigie_model::{OrganisationNumber, Site, SiteNumber};
use vigie_server::system::System;
use vigie_store::{NewOrganisation, NewSite, NewToken, TokenScope, TokenSecret};

use crate::failure::{Failure, Outcome};

/// Verb of senders.
pub const REPORT: &str = "report";
/// Verb of the agency.
pub const AUTHORITY: &str = "authority";

/// Who may send what.
#[derive(Debug)]
pub struct Population {
    /// Code and secret of each site, in the order of the sites given.
    pub senders: Vec<Sender>,
    /// Secret of the authority.
    pub authority: String,
}

/// One site that sends.
#[derive(Debug)]
pub struct Sender {
    /// Its code.
    pub code: String,
    /// Its token.
    pub token: String,
}

/// Registers sites and their organisations as synthetic, and issues their tokens.
pub async fn register(
    system: &Arc<System>,
    sites: &[Site],
    organisations: &[String],
) -> Outcome<Population> {
    let (authority, owners) = register_organisations(system, organisations).await?;
    let new_sites: Vec<NewSite> = sites
        .iter()
        .map(|site| new_site(site, &owners))
        .collect::<Outcome<_>>()?;
    let numbers = system.store.upsert_sites(&new_sites).await?;
    let secrets: Vec<TokenSecret> = numbers
        .iter()
        .map(|_| TokenSecret::random())
        .collect::<Result<_, _>>()?;
    let mut tokens: Vec<NewToken> = numbers
        .iter()
        .zip(&secrets)
        .map(|(site, secret)| site_token(*site, secret))
        .collect();
    let authority_secret = TokenSecret::random()?;
    tokens.push(new_token(
        TokenScope::Organisation(authority),
        &authority_secret,
        AUTHORITY,
        "authority",
    ));
    system.store.issue_tokens(&tokens).await?;
    system.reload_registry().await?;
    let senders = sites.iter().zip(&secrets);
    Ok(Population {
        senders: senders
            .map(|(site, secret)| Sender {
                code: site.code.to_string(),
                token: secret.to_string(),
            })
            .collect(),
        authority: authority_secret.to_string(),
    })
}

async fn register_organisations(
    system: &Arc<System>,
    names: &[String],
) -> Outcome<(OrganisationNumber, Vec<OrganisationNumber>)> {
    let authority = NewOrganisation {
        code: "authority".to_owned(),
        name: "Autorité (démonstration)".to_owned(),
    };
    let others = names
        .iter()
        .enumerate()
        .map(|(number, name)| NewOrganisation {
            code: format!("synthetic-{number:05}"),
            name: name.clone(),
        });
    let all: Vec<NewOrganisation> = std::iter::once(authority).chain(others).collect();
    let numbers = system.store.upsert_organisations(&all).await?;
    let (authority, owners) = numbers
        .split_first()
        .ok_or_else(|| Failure::internal("the store gave no number to an organisation"))?;
    Ok((*authority, owners.to_vec()))
}

fn new_site(site: &Site, owners: &[OrganisationNumber]) -> Outcome<NewSite> {
    let owner = owners.get(site.organisation.index()).copied();
    Ok(NewSite {
        code: site.code,
        name: site.name.clone(),
        tier: site.tier,
        department: site.department,
        municipality: site.municipality.clone(),
        organisation: owner
            .ok_or_else(|| Failure::internal(format!("site {} has no owner", site.code)))?,
        expected_from: site.expected_from,
        expected_until: site.expected_until,
        synthetic: true,
    })
}

fn site_token(site: SiteNumber, secret: &TokenSecret) -> NewToken {
    new_token(TokenScope::Site(site), secret, REPORT, "simulated country")
}

/// A token that starts now and does not expire.
pub fn new_token(scope: TokenScope, secret: &TokenSecret, verb: &str, label: &str) -> NewToken {
    NewToken {
        hash: secret.hash(),
        scope,
        verbs: BTreeSet::from([verb.to_owned()]),
        label: label.to_owned(),
        created_at: Timestamp::now(),
        expires_at: None,
        created_by: None,
    }
}
