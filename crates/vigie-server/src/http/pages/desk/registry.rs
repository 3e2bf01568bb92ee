//! Organisations and sites, as registered.

use std::collections::HashMap;

use axum::response::Response;
use vigie_model::Site;
use vigie_pages::desk::{
    OrganisationForm, OrganisationProblem, OrganisationRow, OrganisationsPage, SiteForm,
    SiteProblem, SiteRow, SitesPage,
};
use vigie_pages::links;
use vigie_store::Organisation;

use super::Page;
use super::visit::Visit;
use crate::http::pages::asked::Asked;
use crate::system::Registry;

/// Rows on one page.
const ON_A_PAGE: usize = 100;

/// What is looked for, and the number of the last row seen.
fn query(asked: &Asked) -> (String, Option<u32>) {
    let text = asked.parameter("name").unwrap_or_default();
    let after = asked.parameter("after").and_then(|text| text.parse().ok());
    (text.chars().take(100).collect(), after)
}

fn matches(query: &str, code: &str, name: &str) -> bool {
    query.is_empty()
        || code.starts_with(query)
        || name.to_lowercase().contains(&query.to_lowercase())
}

/// The first page of those found, and the address of the next.
fn cut<T>(
    asked: &Asked,
    path: &str,
    query: &str,
    mut found: Vec<T>,
    number: impl Fn(&T) -> u32,
) -> (Vec<T>, Option<String>) {
    let more = found.len() > ON_A_PAGE;
    found.truncate(ON_A_PAGE);
    let last = found.last().filter(|_| more).map(number);
    let next = last.map(|last| {
        let path = links::page(asked.language, path);
        format!("{path}?name={}&after={last}", links::percent_encode(query))
    });
    (found, next)
}

/// `/{lang}/organisations`
pub async fn organisations(visit: Visit) -> Response {
    let form = OrganisationForm::default();
    visit.shown(organisations_page(&visit, form, None))
}

/// The list of organisations, with the form of a new one.
pub fn organisations_page(
    visit: &Visit,
    form: OrganisationForm,
    problem: Option<OrganisationProblem>,
) -> Page {
    let (registry, asked) = (visit.app.system.registry(), &visit.asked);
    let (query, after) = query(asked);
    let found: Vec<_> = registry
        .organisations()
        .iter()
        .filter(|one| after.is_none_or(|after| one.number.0 > after))
        .filter(|one| matches(&query, &one.code, &one.name))
        .take(ON_A_PAGE + 1)
        .collect();
    let (found, next) = cut(asked, "/organisations", &query, found, |one| one.number.0);
    let mut sites: HashMap<_, u64> = HashMap::new();
    for site in registry.sites() {
        *sites.entry(site.organisation).or_default() += 1;
    }
    let page = OrganisationsPage {
        shell: visit.shell(),
        query,
        organisations: found
            .into_iter()
            .map(|one| OrganisationRow {
                sites: sites.get(&one.number).copied().unwrap_or(0),
                ..named(one)
            })
            .collect(),
        next,
        form_token: visit.form_token(),
        form,
        problem,
    };
    visit.written_form(page.render(asked.language), problem.is_some())
}

/// `/{lang}/sites`
pub async fn sites(visit: Visit) -> Response {
    visit.shown(sites_page(&visit, SiteForm::default(), None))
}

/// The list of sites, with the form of a new one.
pub fn sites_page(visit: &Visit, form: SiteForm, problem: Option<SiteProblem>) -> Page {
    let (registry, asked) = (visit.app.system.registry(), &visit.asked);
    let (query, after) = query(asked);
    let found: Vec<_> = registry
        .sites()
        .iter()
        .filter(|site| after.is_none_or(|after| site.number.0 > after))
        .filter(|site| matches(&query, &site.code.to_string(), &site.name))
        .take(ON_A_PAGE + 1)
        .collect();
    let (found, next) = cut(asked, "/sites", &query, found, |site| site.number.0);
    let page = SitesPage {
        shell: visit.shell(),
        query,
        sites: found
            .into_iter()
            .map(|site| site_row(&registry, site))
            .collect(),
        next,
        form_token: visit.form_token(),
        form,
        problem,
    };
    visit.written_form(page.render(asked.language), problem.is_some())
}

fn named(organisation: &Organisation) -> OrganisationRow {
    OrganisationRow {
        number: organisation.number.0,
        code: organisation.code.clone(),
        name: organisation.name.clone(),
        sites: 0,
    }
}

/// An organisation with the number of its sites.
pub fn organisation_row(registry: &Registry, organisation: &Organisation) -> OrganisationRow {
    let own = |site: &&Site| site.organisation == organisation.number;
    OrganisationRow {
        sites: registry.sites().iter().filter(own).count() as u64,
        ..named(organisation)
    }
}

/// A site with the name of its owner.
pub fn site_row(registry: &Registry, site: &Site) -> SiteRow {
    let organisation = registry.organisation(site.organisation);
    SiteRow {
        number: site.number.0,
        code: site.code.to_string(),
        name: site.name.clone(),
        tier: site.tier,
        place: format!("{} {}", site.department.code(), site.municipality),
        organisation: organisation.map_or_else(String::new, |one| one.name.clone()),
    }
}
