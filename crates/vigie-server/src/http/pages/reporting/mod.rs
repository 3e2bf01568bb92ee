//! Pages for those who report: their sites, what was received of them, what they have, and forms to send more. Who
//! reads one of them is noted in the audit log; another's site is as good as none.

mod compared;
mod own;
mod ranking;
mod receipt;
mod send;
mod site;
mod sites;

use std::sync::Arc;

use vigie_model::{Language, Site, SiteCode};
use vigie_pages::links;
use vigie_pages::reporting::SiteHead;

use crate::access::rights::{Resource, Right};
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

/// A site that belongs to a request, with the registry it is from.
struct Found {
    registry: Arc<Registry>,
    site: Site,
}

impl Found {
    fn find(registry: Arc<Registry>, principal: &Principal, code: &str) -> Option<Self> {
        let site = find_site(&registry, principal, code)?.clone();
        Some(Self { registry, site })
    }

    fn head(&self) -> SiteHead {
        let organisation = self.registry.organisation(self.site.organisation);
        SiteHead {
            code: self.site.code.to_string(),
            name: self.site.name.clone(),
            tier: self.site.tier,
            place: place_of(&self.site),
            organisation: organisation.map_or_else(String::new, |one| one.name.clone()),
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
