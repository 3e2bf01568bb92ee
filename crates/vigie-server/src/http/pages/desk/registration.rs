//! Registering organisations and sites, and changing them. A change counts on what its form showed: when somebody
//! changed it meanwhile, both are shown.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use vigie_model::{Day, Department, OrganisationNumber, Siren, Site, SiteCode, SiteNumber, Tier};
use vigie_pages::desk::{
    OrganisationForm, OrganisationPage, OrganisationProblem, SiteForm, SitePage, SiteProblem,
};
use vigie_pages::{RenderError, links};
use vigie_store::{NewOrganisation, NewSite, Organisation, StoreError};

use super::account::LONGEST_NAME;
use super::registry::{organisation_row, organisations_page, site_row, sites_page};
use super::visit::Visit;
use super::{Page, Trouble, see_other};
use crate::http::form::clean_line;
use crate::system::Registry;

/// Longest code of an organisation that has no SIREN.
const LONGEST_CODE: usize = 40;

/// What stands for something registered in the form that changes it.
fn seen(registered: &impl std::fmt::Debug) -> String {
    let text = format!("{registered:?}");
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

/// The form again, with the status of what is wrong with it.
fn refused(
    visit: &Visit,
    html: Result<String, RenderError>,
    is_wrong: bool,
    is_stale: bool,
) -> Page {
    if is_stale {
        return Ok((StatusCode::CONFLICT, visit.written(html)?).into_response());
    }
    visit.written_form(html, is_wrong)
}

/// The registry was changed: it is read again, the act is noted, and the page of what was changed is shown.
async fn done(visit: &Visit, act: &str, object: &str, path: &str) -> Page {
    visit.app.system.reload_registry().await?;
    visit.note(act, object).await?;
    let address = links::page(visit.asked.language, path);
    Ok(see_other(&format!("{address}?saved=yes")))
}

/// A code of an organisation: nine digits are a SIREN and have its key.
fn organisation_code(text: &str) -> Option<String> {
    let is_number = text.len() == 9 && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_plain = |sign: char| sign.is_ascii_alphanumeric() || sign == '-';
    let fits = if is_number {
        text.parse::<Siren>().is_ok()
    } else {
        !text.is_empty() && text.len() <= LONGEST_CODE && text.chars().all(is_plain)
    };
    fits.then(|| text.to_owned())
}

/// `POST /{lang}/registry/organisations`
pub async fn add_organisation(visit: Visit) -> Response {
    let form = OrganisationForm {
        code: visit.sent.text("organisation_code").to_owned(),
        name: visit.sent.text("organisation_name").to_owned(),
    };
    let page = match try_organisation(&visit, &form).await {
        Ok(Ok(page)) => Ok(page),
        Ok(Err(problem)) => organisations_page(&visit, form, Some(problem)),
        Err(error) => Err(error),
    };
    visit.shown(page)
}

async fn try_organisation(
    visit: &Visit,
    form: &OrganisationForm,
) -> Result<Result<Response, OrganisationProblem>, Trouble> {
    let Some(code) = organisation_code(&form.code) else {
        return Ok(Err(OrganisationProblem::Code));
    };
    let Some(name) = clean_line(&form.name, LONGEST_NAME) else {
        return Ok(Err(OrganisationProblem::Name));
    };
    let new = NewOrganisation { code, name };
    let number = match visit.app.system.store.add_organisation(&new).await {
        Ok(number) => number,
        Err(StoreError::Conflict(_)) => return Ok(Err(OrganisationProblem::Known)),
        Err(error) => return Err(error.into()),
    };
    let object = format!("organisation {number} {} added", new.code);
    let path = format!("/registry/organisations/{number}");
    Ok(Ok(
        done(visit, "organisation-changed", &object, &path).await?
    ))
}

fn find_organisation(registry: &Registry, number: &str) -> Option<Organisation> {
    let number = OrganisationNumber(number.parse().ok()?);
    registry.organisation(number).cloned()
}

fn organisation_page(
    visit: &Visit,
    organisation: &Organisation,
    form: OrganisationForm,
    problem: Option<OrganisationProblem>,
) -> Page {
    let page = OrganisationPage {
        shell: visit.shell(),
        form_token: visit.form_token(),
        organisation: organisation_row(&visit.app.system.registry(), organisation),
        seen: seen(organisation),
        form,
        is_saved: problem.is_none() && visit.asked.parameter("saved").is_some(),
        problem,
    };
    let is_stale = problem == Some(OrganisationProblem::Stale);
    let html = page.render(visit.asked.language);
    refused(visit, html, problem.is_some(), is_stale)
}

/// `/{lang}/registry/organisations/{number}`
pub async fn show_organisation(Path(number): Path<String>, visit: Visit) -> Response {
    let registry = visit.app.system.registry();
    let Some(organisation) = find_organisation(&registry, &number) else {
        return visit.absent();
    };
    let form = OrganisationForm {
        code: organisation.code.clone(),
        name: organisation.name.clone(),
    };
    visit.shown(organisation_page(&visit, &organisation, form, None))
}

/// `POST /{lang}/registry/organisations/{number}`
pub async fn change_organisation(Path(number): Path<String>, visit: Visit) -> Response {
    let page = rename(&visit, &number).await;
    visit.shown(page)
}

async fn rename(visit: &Visit, number: &str) -> Page {
    let system = &visit.app.system;
    let Some(before) = find_organisation(&system.registry(), number) else {
        return Ok(visit.absent());
    };
    let form = OrganisationForm {
        code: before.code.clone(),
        name: visit.sent.text("organisation_name").to_owned(),
    };
    let Some(name) = clean_line(&form.name, LONGEST_NAME) else {
        let problem = Some(OrganisationProblem::Name);
        return organisation_page(visit, &before, form, problem);
    };
    let is_current = visit.sent.text("seen") == seen(&before);
    if !is_current || !system.store.change_organisation(&before, &name).await? {
        system.reload_registry().await?;
        let now = find_organisation(&system.registry(), number).unwrap_or(before);
        let problem = Some(OrganisationProblem::Stale);
        return organisation_page(visit, &now, form, problem);
    }
    let object = format!("organisation {} {} name", before.number, before.code);
    let path = format!("/registry/organisations/{}", before.number);
    done(visit, "organisation-changed", &object, &path).await
}

fn site_form(visit: &Visit) -> SiteForm {
    let typed = |name| visit.sent.text(name).to_owned();
    SiteForm {
        code: typed("site_code"),
        name: typed("site_name"),
        tier: typed("tier"),
        department: typed("department"),
        municipality: typed("municipality"),
        organisation: typed("organisation"),
        from: typed("from"),
        until: typed("until"),
    }
}

/// `POST /{lang}/registry/sites`
pub async fn add_site(visit: Visit) -> Response {
    let form = site_form(&visit);
    let page = match try_site(&visit, &form).await {
        Ok(Ok(page)) => Ok(page),
        Ok(Err(problem)) => sites_page(&visit, form, Some(problem)),
        Err(error) => Err(error),
    };
    visit.shown(page)
}

async fn try_site(
    visit: &Visit,
    form: &SiteForm,
) -> Result<Result<Response, SiteProblem>, Trouble> {
    let (system, registry) = (&visit.app.system, visit.app.system.registry());
    let place = match read_place(form) {
        Ok(place) => place,
        Err(problem) => return Ok(Err(problem)),
    };
    if registry.find(place.code).is_some() {
        return Ok(Err(SiteProblem::Known));
    }
    let details = match read_details(&registry, form, system.clock.today()) {
        Ok(details) => details,
        Err(problem) => return Ok(Err(problem)),
    };
    let organisation = match details.organisation {
        Some(number) => number,
        None => own_organisation(visit, &registry, place.code, &details.name).await?,
    };
    let site = NewSite {
        code: place.code,
        name: details.name,
        tier: place.tier,
        department: place.department,
        municipality: details.municipality,
        organisation,
        expected_from: details.from,
        expected_until: details.until,
        // Beside simulated sites a real one would be counted with them.
        synthetic: registry.has_synthetic_sites(),
    };
    let number = match system.store.add_site(&site).await {
        Ok(number) => number,
        Err(StoreError::Conflict(_)) => return Ok(Err(SiteProblem::Known)),
        Err(error) => return Err(error.into()),
    };
    let object = format!("site {number} {} added", site.code);
    let path = format!("/registry/sites/{number}");
    Ok(Ok(done(visit, "site-changed", &object, &path).await?))
}

/// What of a site never changes.
struct Place {
    code: SiteCode,
    tier: Tier,
    department: Department,
}

fn read_place(form: &SiteForm) -> Result<Place, SiteProblem> {
    let code: SiteCode = form.code.parse().map_err(|_| SiteProblem::Code)?;
    let tier = form.tier.parse().map_err(|_| SiteProblem::Tier)?;
    let of_code = match code {
        SiteCode::Finess(finess) => finess.department(),
        SiteCode::Siret(_) | SiteCode::Gln(_) => None,
    };
    let department = match (form.department.as_str(), of_code) {
        ("", Some(of_code)) => of_code,
        ("", None) => return Err(SiteProblem::Department),
        (text, of_code) => {
            let stated = Department::from_code(text).ok_or(SiteProblem::Department)?;
            if of_code.is_some_and(|of_code| !stated.is_numbered_in(of_code)) {
                return Err(SiteProblem::OtherDepartment);
            }
            stated
        }
    };
    Ok(Place {
        code,
        tier,
        department,
    })
}

/// What of a site may change.
struct Details {
    name: String,
    municipality: String,
    /// `None` when the site is an organisation of its own.
    organisation: Option<OrganisationNumber>,
    from: Day,
    until: Option<Day>,
}

fn read_details(registry: &Registry, form: &SiteForm, today: Day) -> Result<Details, SiteProblem> {
    let name = clean_line(&form.name, LONGEST_NAME).ok_or(SiteProblem::Name)?;
    let municipality = match form.municipality.as_str() {
        "" => String::new(),
        text => clean_line(text, LONGEST_NAME).ok_or(SiteProblem::Municipality)?,
    };
    let organisation = match form.organisation.as_str() {
        "" => None,
        code => {
            let mut all = registry.organisations().iter();
            let found = all.find(|one| one.code == code);
            Some(found.ok_or(SiteProblem::Organisation)?.number)
        }
    };
    let from = match form.from.as_str() {
        "" => today,
        text => text.parse().map_err(|_| SiteProblem::From)?,
    };
    let until: Option<Day> = match form.until.as_str() {
        "" => None,
        text => Some(text.parse().map_err(|_| SiteProblem::Until)?),
    };
    if until.is_some_and(|until| until < from) {
        return Err(SiteProblem::Order);
    }
    Ok(Details {
        name,
        municipality,
        organisation,
        from,
        until,
    })
}

/// A site without another owner is an organisation by its own code.
async fn own_organisation(
    visit: &Visit,
    registry: &Registry,
    code: SiteCode,
    name: &str,
) -> Result<OrganisationNumber, Trouble> {
    let new = NewOrganisation {
        code: code.to_string(),
        name: name.to_owned(),
    };
    let mut all = registry.organisations().iter();
    if let Some(known) = all.find(|one| one.code == new.code) {
        return Ok(known.number);
    }
    Ok(visit.app.system.store.add_organisation(&new).await?)
}

fn find_site(registry: &Registry, number: &str) -> Option<Site> {
    let number = SiteNumber(number.parse().ok()?);
    registry.site(number).cloned()
}

fn form_of(registry: &Registry, site: &Site) -> SiteForm {
    let organisation = registry.organisation(site.organisation);
    let until = site.expected_until;
    SiteForm {
        code: site.code.to_string(),
        name: site.name.clone(),
        tier: site.tier.as_str().to_owned(),
        department: site.department.code().to_owned(),
        municipality: site.municipality.clone(),
        organisation: organisation.map_or_else(String::new, |one| one.code.clone()),
        from: site.expected_from.to_string(),
        until: until.map_or_else(String::new, |day| day.to_string()),
    }
}

fn site_page(visit: &Visit, site: &Site, form: SiteForm, problem: Option<SiteProblem>) -> Page {
    let registry = visit.app.system.registry();
    let until = site.expected_until;
    let page = SitePage {
        shell: visit.shell(),
        form_token: visit.form_token(),
        site: site_row(&registry, site),
        expected: (
            site.expected_from.to_string(),
            until.map_or_else(String::new, |day| day.to_string()),
        ),
        is_synthetic: site.synthetic,
        seen: seen(site),
        form,
        is_saved: problem.is_none() && visit.asked.parameter("saved").is_some(),
        problem,
    };
    let is_stale = problem == Some(SiteProblem::Stale);
    let html = page.render(visit.asked.language);
    refused(visit, html, problem.is_some(), is_stale)
}

/// `/{lang}/registry/sites/{number}`
pub async fn show_site(Path(number): Path<String>, visit: Visit) -> Response {
    let registry = visit.app.system.registry();
    let Some(site) = find_site(&registry, &number) else {
        return visit.absent();
    };
    let form = form_of(&registry, &site);
    visit.shown(site_page(&visit, &site, form, None))
}

/// `POST /{lang}/registry/sites/{number}`
pub async fn change_site(Path(number): Path<String>, visit: Visit) -> Response {
    let page = try_change(&visit, &number).await;
    visit.shown(page)
}

async fn try_change(visit: &Visit, number: &str) -> Page {
    let (system, registry) = (&visit.app.system, visit.app.system.registry());
    let Some(before) = find_site(&registry, number) else {
        return Ok(visit.absent());
    };
    let form = site_form(visit);
    let details = match read_details(&registry, &form, before.expected_from) {
        Ok(details) => details,
        Err(problem) => return site_page(visit, &before, form, Some(problem)),
    };
    let organisation = match details.organisation {
        Some(number) => number,
        None => own_organisation(visit, &registry, before.code, &details.name).await?,
    };
    let after = NewSite {
        code: before.code,
        name: details.name,
        tier: before.tier,
        department: before.department,
        municipality: details.municipality,
        organisation,
        expected_from: details.from,
        expected_until: details.until,
        synthetic: before.synthetic,
    };
    let is_current = visit.sent.text("seen") == seen(&before);
    if !is_current || !system.store.change_site(&before, &after).await? {
        system.reload_registry().await?;
        let now = find_site(&system.registry(), number).unwrap_or(before);
        return site_page(visit, &now, form, Some(SiteProblem::Stale));
    }
    let changed = changes(&before, &after).join(", ");
    let object = format!("site {} {} {changed}", before.number, before.code);
    let path = format!("/registry/sites/{}", before.number);
    done(visit, "site-changed", &object, &path).await
}

/// What of a site is not what it was, in words of the audit log.
fn changes(before: &Site, after: &NewSite) -> Vec<&'static str> {
    let all = [
        ("name", before.name != after.name),
        ("municipality", before.municipality != after.municipality),
        ("organisation", before.organisation != after.organisation),
        ("first day", before.expected_from != after.expected_from),
        ("last day", before.expected_until != after.expected_until),
    ];
    let changed = all.into_iter().filter(|(_, is_changed)| *is_changed);
    changed.map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    // La Poste's SIREN; one with a wrong key; codes without key; what is none.
    #[case("356000000", true)]
    #[case("356000001", false)]
    #[case("TEST", true)]
    #[case("LAB-12", true)]
    #[case("", false)]
    #[case("LAB 12", false)]
    #[case("<script>", false)]
    fn nine_digits_are_a_siren_and_have_its_key(#[case] text: &str, #[case] fits: bool) {
        assert_eq!(organisation_code(text).is_some(), fits);
    }
}
