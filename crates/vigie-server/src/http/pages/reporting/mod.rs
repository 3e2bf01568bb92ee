//! Pages for those who report: their sites, what was received of them, what they have, and forms to send more. Who
//! reads one of them is noted in the audit log; another's site is as good as none. An organisation is the sum of those
//! of its sites that one may see.

mod compared;
mod organisation;
mod own;
mod ranking;
mod receipt;
mod send;
mod site;
mod sites;
mod stocks;

use std::sync::Arc;

use vigie_model::{Day, Language, OrganisationNumber, Site, SiteCode};
use vigie_pages::links;
use vigie_pages::reporting::{SiteHead, organisation_path};

use crate::access::rights::{self, Resource, Right};
use crate::http::App;
use crate::http::door::Doors;
use crate::http::principal::Principal;
use crate::system::Registry;

pub use own::flows_of;
pub use ranking::OwnMemory;
pub use send::read_pack;
pub use sites::state as site_state;

/// The doors in one language.
pub fn add_language(doors: Doors, language: Language) -> Doors {
    let at = |path| links::page(language, path);
    let (read, send) = (
        Right::read(Resource::Reports),
        Right::send(Resource::Reports),
    );
    doors
        .get(&at("/reporting"), read, sites::show)
        .get(
            &at("/reporting/organisations/{identifier}"),
            read,
            organisation::show,
        )
        .get(
            &at("/reporting/organisations/{identifier}/stock.csv"),
            read,
            organisation::stock_file,
        )
        .get(&at("/reporting/{code}"), read, site::show)
        .get(&at("/reporting/{code}/stock.csv"), read, site::stock_file)
        .get(&at("/reporting/{code}/receipts/{id}"), read, receipt::show)
        .post(&at("/reporting/{code}/reports"), send, send::file)
        .post(&at("/reporting/{code}/lines"), send, send::line)
}

/// The site of an address, for those who may read its reports.
fn find_site<'a>(registry: &'a Registry, principal: &Principal, code: &str) -> Option<&'a Site> {
    let site = registry.find(code.parse::<SiteCode>().ok()?)?;
    principal.may_read_reports_of(site).then_some(site)
}

/// The sites of an organisation whose reports one may read and that are open on a day.
fn sites_of<'a>(
    registry: &'a Registry,
    principal: &Principal,
    organisation: OrganisationNumber,
    day: Day,
) -> impl Iterator<Item = &'a Site> {
    let ranges = principal.ranges(Right::read(Resource::Reports));
    let of_organisation = registry
        .sites()
        .iter()
        .filter(move |site| site.organisation == organisation && site.is_expected_on(day));
    of_organisation.filter(move |site| rights::covers(&ranges, site))
}

/// The latest day of the country; today before the first report.
fn latest_day(app: &App) -> Day {
    let latest = app.system.picture.read().latest();
    latest.unwrap_or_else(|| app.system.clock.today())
}

/// A site that belongs to a request, with the registry it is from.
struct Found {
    registry: Arc<Registry>,
    site: Site,
    /// Whether its organisation has other sites that the reader sees.
    has_siblings: bool,
}

impl Found {
    fn find(app: &App, principal: &Principal, code: &str) -> Option<Self> {
        let registry = app.system.registry();
        let site = find_site(&registry, principal, code)?.clone();
        let day = latest_day(app);
        let has_siblings = sites_of(&registry, principal, site.organisation, day)
            .nth(1)
            .is_some();
        Some(Self {
            registry,
            site,
            has_siblings,
        })
    }

    fn head(&self) -> SiteHead {
        let organisation = self.registry.organisation(self.site.organisation);
        let with_siblings = organisation.filter(|_| self.has_siblings);
        SiteHead {
            code: self.site.code.to_string(),
            name: self.site.name.clone(),
            tier: self.site.tier,
            place: place_of(&self.site),
            organisation: organisation.map_or_else(String::new, |one| one.name.clone()),
            organisation_path: with_siblings.map(|one| organisation_path(&one.code)),
        }
    }

    /// Path of its page, with the language.
    fn address(&self, language: Language) -> String {
        links::page(language, &format!("/reporting/{}", self.site.code))
    }
}

/// `Brest (29)`, or `Finistère (29)` when the municipality is not known.
pub fn place_of(site: &Site) -> String {
    let name = if site.municipality.is_empty() {
        site.department.name()
    } else {
        &site.municipality
    };
    format!("{name} ({})", site.department.code())
}
