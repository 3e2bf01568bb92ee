//! The sites that one may see, those that are late first.

use std::cmp::Ordering;

use axum::extract::State;
use axum::response::Response;
use vigie_model::{Day, OrganisationNumber, Site};
use vigie_pages::links;
use vigie_pages::reporting::{OrganisationLink, OwnSiteRow, OwnSites, SiteState};
use vigie_stock::picture::{Picture, Position};

use super::{latest_day, place_of};
use crate::access::rights::{self, Resource, Right};
use crate::http::App;
use crate::http::pages::answer;
use crate::http::pages::asked::Asked;
use crate::http::pages::desk::see_other;
use crate::http::pages::shell::shell;
use crate::http::principal::Principal;
use crate::system::Registry;

/// Rows on one page.
const ON_A_PAGE: usize = 100;
/// Organisations that are listed.
const ORGANISATIONS: usize = 20;
/// Longest text to look for, characters.
const LONGEST_QUERY: usize = 100;
/// Days that a stock may be behind the country's: one, since the stock of an evening comes in the night.
const DAYS_ON_TIME: i32 = 1;

/// How a site reports, when its last stock and the country's are of these days.
pub fn state(last: Option<Day>, latest: Option<Day>) -> SiteState {
    let Some(last) = last else {
        return SiteState::Never;
    };
    let behind = latest.map_or(0, |latest| latest.days_since(last));
    match u64::try_from(behind) {
        Ok(days) if behind > DAYS_ON_TIME => SiteState::Late(days),
        _ => SiteState::OnTime,
    }
}

/// `/{lang}/reporting`: the page of the site, when there is only one.
pub async fn show(State(app): State<App>, principal: Principal, asked: Asked) -> Response {
    let registry = app.system.registry();
    let ranges = principal.ranges(Right::read(Resource::Reports));
    let own: Vec<&Site> = registry
        .sites()
        .iter()
        .filter(|site| rights::covers(&ranges, site))
        .collect();
    if let [only] = own.as_slice() {
        return see_other(&links::page(
            asked.language,
            &format!("/reporting/{}", only.code),
        ));
    }
    let query: String = asked
        .parameter("name")
        .unwrap_or_default()
        .chars()
        .take(LONGEST_QUERY)
        .collect();
    let from: usize = asked
        .parameter("from")
        .and_then(|text| text.parse().ok())
        .unwrap_or_default();
    let organisations = organisations(&registry, &own, &query, latest_day(&app));
    let (rows, latest, count) = {
        let picture = app.system.picture.read();
        let day = |site: &Site| picture.position(site.number).map(|position| position.day);
        let found = own.into_iter().filter(|site| matches(&query, site));
        let mut found: Vec<(Option<Day>, &Site)> = found.map(|site| (day(site), site)).collect();
        let shown = sorted_page(&mut found, from).iter();
        let rows: Vec<OwnSiteRow> = shown.map(|(_, site)| row(&picture, site)).collect();
        (rows, picture.latest(), found.len())
    };
    let next = (count > from.saturating_add(ON_A_PAGE)).then(|| {
        let path = links::page(asked.language, "/reporting");
        let name = links::percent_encode(&query);
        format!("{path}?name={name}&from={}", from + ON_A_PAGE)
    });
    let page = OwnSites {
        shell: shell(&app.system, &asked, latest),
        query,
        organisations_left: organisations.len().saturating_sub(ORGANISATIONS) as u64,
        organisations: organisations.into_iter().take(ORGANISATIONS).collect(),
        sites: rows,
        next,
    };
    answer(page.render(asked.language), &asked)
}

/// The organisations with several of the sites open on a day, by name.
fn organisations(
    registry: &Registry,
    sites: &[&Site],
    query: &str,
    day: Day,
) -> Vec<OrganisationLink> {
    // Sites by organisation: those who see a whole country see twenty thousand, most of them alone.
    let open = sites.iter().filter(|site| site.is_expected_on(day));
    let mut owners: Vec<OrganisationNumber> = open.map(|site| site.organisation).collect();
    owners.sort_unstable_by_key(|owner| owner.0);
    let query = query.to_lowercase();
    let several = owners
        .chunk_by(|left, right| left == right)
        .filter(|of_one| of_one.len() > 1);
    let several = several.filter_map(|of_one| {
        let sites = of_one.len() as u64;
        let organisation = registry.organisation(*of_one.first()?)?;
        let is_meant = organisation.name.to_lowercase().contains(&query);
        is_meant.then(|| OrganisationLink {
            identifier: organisation.code.clone(),
            name: organisation.name.clone(),
            sites,
        })
    });
    let mut several: Vec<OrganisationLink> = several.collect();
    several.sort_by(|left, right| {
        (&left.name, &left.identifier).cmp(&(&right.name, &right.identifier))
    });
    several
}

/// One page of the sites, those that are late first. The others are not put in order: a country has twenty thousand.
fn sorted_page<'a, 'b>(
    sites: &'b mut [(Option<Day>, &'a Site)],
    from: usize,
) -> &'b [(Option<Day>, &'a Site)] {
    let end = sites.len().min(from.saturating_add(ON_A_PAGE));
    if end < sites.len() {
        sites.select_nth_unstable_by(end, late_first);
    }
    let first = sites.get_mut(..end).unwrap_or_default();
    first.sort_unstable_by(late_first);
    first.get(from..).unwrap_or_default()
}

/// The order of sites with the day of their last stock: those that are late first, then by name.
pub fn late_first(left: &(Option<Day>, &Site), right: &(Option<Day>, &Site)) -> Ordering {
    let late = left.0.cmp(&right.0);
    late.then_with(|| left.1.name.cmp(&right.1.name))
        .then(left.1.number.0.cmp(&right.1.number.0))
}

fn matches(query: &str, site: &Site) -> bool {
    query.is_empty()
        || site.code.to_string().starts_with(query)
        || site.name.to_lowercase().contains(&query.to_lowercase())
}

/// A site as a list shows it.
pub fn row(picture: &Picture, site: &Site) -> OwnSiteRow {
    let position = picture.position(site.number);
    let at_zero = |position: &Position| {
        let empty = position.cells.iter().filter(|cell| cell.on_hand == 0);
        empty.count() as u64
    };
    let last_day = position.map(|position| position.day);
    OwnSiteRow {
        code: site.code.to_string(),
        name: site.name.clone(),
        tier: site.tier,
        place: place_of(site),
        last_day,
        state: state(last_day, picture.latest()),
        packs: position.map_or(0, |position| position.cells.len() as u64),
        at_zero: position.map_or(0, at_zero),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(None, SiteState::Never)]
    #[case(Some("2026-11-20"), SiteState::OnTime)]
    #[case(Some("2026-11-19"), SiteState::OnTime)]
    #[case(Some("2026-11-18"), SiteState::Late(2))]
    fn a_site_is_late_from_two_days_behind_the_country(
        #[case] last: Option<&str>,
        #[case] expected: SiteState,
    ) {
        let last = last.map(|day| day.parse().unwrap());
        let latest = Some("2026-11-20".parse().unwrap());
        assert_eq!(state(last, latest), expected);
    }
}
