//! Roles and the places over which they reach, written and read.

use vigie_model::{Department, Language, Reach, Region, Role, SiteCode};
use vigie_pages::desk::{PersonProblem, ReachForm, role_name};
use vigie_store::Membership;

use crate::system::Registry;

/// A role with its reach: « Officine – Pharmacie du Port (290000017) ».
pub fn membership(language: Language, registry: &Registry, one: &Membership) -> String {
    format!(
        "{} – {}",
        role_name(language, one.role),
        reach(language, registry, one.reach)
    )
}

/// A reach in words.
pub fn reach(language: Language, registry: &Registry, reach: Reach) -> String {
    let french = language == Language::French;
    match reach {
        Reach::Nation if french => "le pays".to_owned(),
        Reach::Nation => "the country".to_owned(),
        Reach::Region(region) if french => format!("région {}", region.code()),
        Reach::Region(region) => format!("region {}", region.code()),
        Reach::Department(department) if french => format!("département {}", department.code()),
        Reach::Department(department) => format!("department {}", department.code()),
        Reach::Organisation(number) => match registry.organisation(number) {
            Some(one) => format!("{} ({})", one.name, one.code),
            None => number.to_string(),
        },
        Reach::Site(number) => match registry.site(number) {
            Some(site) => format!("{} ({})", site.name, site.code),
            None => number.to_string(),
        },
    }
}

/// The role over a reach that a form names.
pub fn read(registry: &Registry, form: &ReachForm) -> Result<Membership, PersonProblem> {
    let role: Role = form.role.parse().map_err(|_| PersonProblem::Role)?;
    let reach = read_reach(registry, &form.kind, &form.code).ok_or(PersonProblem::Reach)?;
    Ok(Membership { role, reach })
}

/// The place of a kind with a code.
pub fn read_reach(registry: &Registry, kind: &str, code: &str) -> Option<Reach> {
    let code = code.trim();
    match kind {
        "nation" => code.is_empty().then_some(Reach::Nation),
        "region" => Region::from_code(code).map(Reach::Region),
        "department" => Department::from_code(code).map(Reach::Department),
        "organisation" => registry
            .organisations()
            .iter()
            .find(|one| one.code == code)
            .map(|one| Reach::Organisation(one.number)),
        "site" => {
            let code: SiteCode = code.parse().ok()?;
            registry.find(code).map(|site| Reach::Site(site.number))
        }
        _ => None,
    }
}
