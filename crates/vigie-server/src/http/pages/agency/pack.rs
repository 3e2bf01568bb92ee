//! Who holds a pack, in the territory of the reader.

use axum::extract::{Path, State};
use axum::response::Response;
use vigie_model::{Cip13, Department, PackNumber, Site, Tier};
use vigie_pages::CoverThresholds;
use vigie_pages::agency::{AgencyPack, DepartmentStock, HolderRow, HoldingTier};
use vigie_pages::links;
use vigie_pages::reporting::OwnFlows;
use vigie_stock::history::PATIENT_TIERS;
use vigie_stock::picture::{Picture, Position, Scope};

use super::territory;
use crate::http::App;
use crate::http::pages::answer;
use crate::http::pages::asked::Asked;
use crate::http::pages::listing::Listing;
use crate::http::pages::reporting::{place_of, site_state};
use crate::http::pages::shell::shell;
use crate::http::pages::stock::Cell;
use crate::http::pages::trouble;
use crate::http::principal::Principal;
use crate::system::Registry;

/// Sites above patients that are shown, most boxes first.
const UPSTREAM_SHOWN: usize = 200;
/// Sites of a department on one page.
const SITES_SHOWN: usize = 100;

/// `/{lang}/work-list/packs/{cip13}?department=…`
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
    asked: Asked,
) -> Response {
    let catalogue = app.system.catalogue();
    let known = code.parse::<Cip13>().ok();
    let known =
        known.and_then(|cip13| Some((catalogue.pack(cip13)?, app.system.packs().number(cip13)?)));
    let Some((pack, number)) = known else {
        return trouble::not_found(&asked, None);
    };
    let visible = territory::visible(&principal);
    let department = match asked.parameter("department") {
        None => None,
        Some(text) => {
            let found = Department::from_code(text);
            let seen = found.filter(|of| territory::covers(&visible, Scope::Department(*of)));
            let Some(department) = seen else {
                return trouble::not_found(&asked, None);
            };
            Some(department)
        }
    };
    let from: usize = asked
        .parameter("from")
        .and_then(|text| text.parse().ok())
        .unwrap_or_default();
    let registry = app.system.registry();
    let today = app.system.clock.today();
    let listing = Listing::at(&catalogue, today);
    let medicine = catalogue.medicine(pack.cis());
    let picture = app.system.picture.read();
    let holders = Holders {
        picture: &picture,
        registry: &registry,
        pack: number,
    };
    let (sites, has_more) = match department {
        Some(department) => holders.in_department(department, from),
        None => (Vec::new(), false),
    };
    let next = department.filter(|_| has_more).map(|department| {
        let path = format!(
            "/work-list/packs/{}?department={}&from={}#sites",
            pack.cip13(),
            department.code(),
            from.saturating_add(SITES_SHOWN)
        );
        links::page(asked.language, &path)
    });
    let page = AgencyPack {
        shell: shell(&app.system, &asked, picture.latest()),
        as_of: picture.latest().unwrap_or(today),
        cis: pack.cis().to_string(),
        cip13: pack.cip13().to_string(),
        name: medicine.map_or_else(String::new, |medicine| medicine.name().to_owned()),
        pack: pack.label().to_owned(),
        availability: listing.situation_of_pack(pack.cis(), pack.cip13()),
        tiers: if visible.contains(&Scope::Nation) {
            Tier::ALL
                .map(|tier| holders.at(tier, Scope::Nation))
                .to_vec()
        } else {
            Vec::new()
        },
        upstream: holders.upstream(&visible),
        departments: holders.departments(&visible),
        department: department.map(Department::code),
        sites,
        next,
        thresholds: CoverThresholds::default(),
    };
    drop(picture);
    answer(page.render(asked.language), &asked)
}

/// What is known of a pack.
struct Holders<'a> {
    picture: &'a Picture,
    registry: &'a Registry,
    pack: PackNumber,
}

impl Holders<'_> {
    fn at(&self, tier: Tier, scope: Scope) -> HoldingTier {
        let cell = Cell::of_sums(&self.picture.sums(tier, scope, self.pack), false);
        HoldingTier {
            tier,
            stock: cell.stock,
            demand: cell.demand,
            cover: cell.cover,
            holding: cell.holding,
            carrying: cell.carrying,
        }
    }

    fn upstream(&self, visible: &[Scope]) -> Vec<HolderRow> {
        let sites = Tier::ALL
            .into_iter()
            .flat_map(|tier| self.registry.above_patients(tier));
        let sites =
            sites.filter(|site| territory::covers(visible, Scope::Department(site.department)));
        let mut rows: Vec<HolderRow> = sites.filter_map(|site| self.row(site)).collect();
        rows.sort_by(|left, right| {
            let boxes = right.on_hand.cmp(&left.on_hand);
            boxes.then_with(|| left.code.cmp(&right.code))
        });
        rows.truncate(UPSTREAM_SHOWN);
        rows
    }

    /// Sites of a department where patients get the pack, from a place on, and whether more follow.
    fn in_department(&self, department: Department, from: usize) -> (Vec<HolderRow>, bool) {
        let sites = self
            .registry
            .sites()
            .iter()
            .filter(|site| site.department == department && PATIENT_TIERS.contains(&site.tier));
        let mut rows: Vec<HolderRow> = sites.filter_map(|site| self.row(site)).collect();
        rows.sort_by(|left, right| {
            let boxes = left.on_hand.cmp(&right.on_hand);
            boxes.then_with(|| left.code.cmp(&right.code))
        });
        let has_more = rows.len() > from.saturating_add(SITES_SHOWN);
        let shown = rows.into_iter().skip(from).take(SITES_SHOWN);
        (shown.collect(), has_more)
    }

    fn row(&self, site: &Site) -> Option<HolderRow> {
        let position = self.picture.position(site.number)?;
        let on_hand = position.on_hand(self.pack)?;
        Some(HolderRow {
            code: site.code.to_string(),
            name: site.name.clone(),
            tier: site.tier,
            place: place_of(site),
            on_hand: on_hand.into(),
            flows: self.flows(position),
            day: position.day,
            state: site_state(Some(position.day), self.picture.latest()),
        })
    }

    fn flows(&self, position: &Position) -> OwnFlows {
        crate::http::pages::reporting::flows_of(position, self.pack)
    }

    fn departments(&self, visible: &[Scope]) -> Vec<DepartmentStock> {
        let seen = Department::ALL
            .into_iter()
            .filter(|of| territory::covers(visible, Scope::Department(*of)));
        let mut rows: Vec<DepartmentStock> = seen
            .map(|department| DepartmentStock {
                code: department.code(),
                name: department.name(),
                pharmacies: self.at(Tier::Pharmacy, Scope::Department(department)),
                hospitals: self.at(Tier::Hospital, Scope::Department(department)),
            })
            .filter(|row| {
                row.pharmacies.carrying.value().is_some()
                    || row.hospitals.carrying.value().is_some()
            })
            .collect();
        let days = |row: &DepartmentStock| row.pharmacies.cover.value().unwrap_or(f64::INFINITY);
        rows.sort_by(|left, right| {
            days(left)
                .total_cmp(&days(right))
                .then(left.code.cmp(right.code))
        });
        rows
    }
}
