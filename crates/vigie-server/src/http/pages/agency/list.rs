//! The work list: what to deal with first in a territory. Computed at most every ten seconds for each.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use parking_lot::Mutex;
use vigie_model::{Day, PackNumber, Tier};
use vigie_pages::agency::{Board, LateTier, WorkFilter, WorkFlags, WorkList, WorkRow};
use vigie_pages::reporting::SiteState;
use vigie_pages::{Known, UnknownReason};
use vigie_stock::history::PATIENT_TIERS;
use vigie_stock::picture::{Picture, Scope, Totals};

use super::territory;
use crate::confidential::Discretion;
use crate::http::App;
use crate::http::pages::asked::Asked;
use crate::http::pages::country::ranking::{self, Judged, Taken};
use crate::http::pages::country::{CountryMemory, RANKED_FROM_BOXES_PER_DAY, Rows, rankings};
use crate::http::pages::desk::{Page, shown, written};
use crate::http::pages::reporting::site_state;
use crate::http::pages::shell::shell;
use crate::http::pages::{Memory, trouble};
use crate::http::principal::Principal;
use crate::system::{Registry, System};

/// Rows on one page.
const ON_A_PAGE: usize = 50;
/// How long a computed list is shown.
const FRESH: Duration = Duration::from_secs(10);
/// Days of the country's sales above patients from which a thin pack is stranded there.
const STRANDED_FROM_DAYS: f64 = 30.0;
/// Days after which a company that has not reported is silent.
const SILENT_AFTER_DAYS: i32 = 7;
/// Boxes a day from which a pack is judged in a region, and in a department.
const RANKED_IN_A_REGION: f64 = 5.0;
const RANKED_IN_A_DEPARTMENT: f64 = 1.0;
/// Tiers above those where patients get their medicines.
const UPSTREAM: [Tier; 3] = [Tier::Wholesaler, Tier::Depositary, Tier::Company];

/// What was computed of one territory.
#[derive(Debug)]
struct Work {
    at: Instant,
    as_of: Day,
    rows: Vec<WorkRow>,
    boards: Vec<Board>,
    late: Vec<LateTier>,
}

/// The territories that were computed last.
#[derive(Debug, Default)]
pub struct WorkMemory {
    kept: Mutex<HashMap<Scope, Arc<Work>>>,
    /// Held by the one who computes.
    computing: tokio::sync::Mutex<()>,
}

impl WorkMemory {
    fn fresh(&self, scope: Scope) -> Option<Arc<Work>> {
        let kept = self.kept.lock().get(&scope).cloned();
        kept.filter(|work| work.at.elapsed() < FRESH)
    }
}

/// `/{lang}/work-list?territory=…&show=…&from=…`
pub async fn show(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    principal: Principal,
    asked: Asked,
) -> Response {
    shown(page(&app, &memory, &principal, &asked).await, &asked)
}

/// What an address chooses.
struct Choice {
    scope: Scope,
    filter: WorkFilter,
    from: usize,
}

impl Choice {
    fn read(asked: &Asked, visible: &[Scope]) -> Result<Option<Self>, Box<Response>> {
        let wrong = |name, text: &str, expected| {
            Box::new(trouble::bad_parameter(asked, name, text, expected))
        };
        let places = "nation, region:53, department:29";
        let scope = match asked.parameter("territory") {
            None => visible.first().copied(),
            Some(text) => {
                let read = territory::read(text);
                let scope = read.ok_or_else(|| wrong("territory", text, [places, places]))?;
                territory::covers(visible, scope).then_some(scope)
            }
        };
        let Some(scope) = scope else {
            return Ok(None);
        };
        let filters = "all, unlisted, stranded, silent";
        let filter = match asked.parameter("show") {
            None => WorkFilter::default(),
            Some(text) => WorkFilter::from_query(text)
                .ok_or_else(|| wrong("show", text, [filters, filters]))?,
        };
        let number = ["un nombre", "a number"];
        let from = match asked.parameter("from") {
            None => 0,
            Some(text) => text.parse().map_err(|_| wrong("from", text, number))?,
        };
        Ok(Some(Self {
            scope,
            filter,
            from,
        }))
    }
}

async fn page(app: &App, memory: &Arc<Memory>, principal: &Principal, asked: &Asked) -> Page {
    let visible = territory::visible(principal);
    let choice = match Choice::read(asked, &visible) {
        Ok(Some(choice)) => choice,
        Ok(None) => return Ok(trouble::not_found(asked, None)),
        Err(problem) => return Ok(*problem),
    };
    let Some(work) = work(app, memory, choice.scope).await else {
        return Ok(trouble::stopping(asked));
    };
    let counts = WorkFilter::ALL.map(|filter| {
        let count = work
            .rows
            .iter()
            .filter(|row| filter.lets(row.flags))
            .count();
        (filter, count as u64)
    });
    let chosen = work.rows.iter().filter(|row| choice.filter.lets(row.flags));
    let total = counts
        .iter()
        .find(|(filter, _)| *filter == choice.filter)
        .map_or(0, |(_, count)| *count);
    let named = |scope: Scope| Some((territory::written(scope), territory::name(scope)?));
    let page = WorkList {
        shell: shell(&app.system, asked, Some(work.as_of)),
        as_of: work.as_of,
        territory: named(choice.scope),
        territories: visible.iter().copied().filter_map(named).collect(),
        may_choose_country: visible.contains(&Scope::Nation),
        filter: choice.filter,
        counts: counts.to_vec(),
        rows: chosen.skip(choice.from).take(ON_A_PAGE).cloned().collect(),
        first: choice.from as u64,
        total,
        on_a_page: ON_A_PAGE as u64,
        boards: work.boards.clone(),
        late: work.late.clone(),
        thresholds: crate::http::pages::country::thresholds(),
    };
    let html = if asked.is_for_region("work-region") {
        page.render_work(asked.language)?
    } else {
        page.render(asked.language)?
    };
    Ok(written(html, asked))
}

/// The work of a territory, computed by one asker for all; `None` when the server stops.
async fn work(app: &App, memory: &Arc<Memory>, scope: Scope) -> Option<Arc<Work>> {
    if let Some(fresh) = memory.work.fresh(scope) {
        return Some(fresh);
    }
    let _computing = memory.work.computing.lock().await;
    if let Some(fresh) = memory.work.fresh(scope) {
        return Some(fresh);
    }
    let (system, memory) = (Arc::clone(&app.system), Arc::clone(memory));
    let computed = tokio::task::spawn_blocking(move || {
        let work = Arc::new(Work::of(&system, &memory.country, scope));
        memory.work.kept.lock().insert(scope, Arc::clone(&work));
        work
    });
    computed.await.ok()
}

impl Work {
    fn of(system: &System, country: &CountryMemory, scope: Scope) -> Self {
        let catalogue = system.catalogue();
        let index = country.index(system);
        let trends = country.trends(system);
        let taken = Taken::of_scope(&system.picture.read(), scope);
        let packs = ranking::judge(&taken, &index, &Discretion::everything());
        let rows = Rows::new(system, &catalogue, &trends, taken.latest);
        let least = ranked_from(scope);
        let severities = rankings::severities(&packs, &rows);
        let upstream = Upstream::of(system, &system.picture.read());
        let severe = rankings::severe(&packs, &severities, |pack| {
            ranking::is_asked_for(pack, least)
        });
        let severe = severe.into_iter().map(|(severity, pack)| {
            let mut shown = rows.row(pack);
            if scope != Scope::Nation {
                // The past that is in memory is the country's.
                shown.cover_days_a_week_ago = Known::Unknown(UnknownReason::NoHistory);
            }
            upstream.row(shown, severity, pack)
        });
        let rows = severe.collect();
        let boards = territory::parts(scope).into_iter();
        let mut boards: Vec<Board> = boards.map(|part| board(system, &index, part)).collect();
        boards.retain(|board| board.judged > 0 || board.completeness.expected > 0);
        boards.sort_by_key(|board| (std::cmp::Reverse(board.insufficient), board.name));
        Self {
            at: Instant::now(),
            as_of: taken.latest.unwrap_or_else(|| system.clock.today()),
            rows,
            boards,
            late: late(&system.picture.read(), &system.registry(), scope),
        }
    }
}

/// Boxes a day from which a pack is judged in a part of the country.
const fn ranked_from(scope: Scope) -> f64 {
    match scope {
        Scope::Nation => RANKED_FROM_BOXES_PER_DAY,
        Scope::Region(_) => RANKED_IN_A_REGION,
        Scope::Department(_) => RANKED_IN_A_DEPARTMENT,
    }
}

/// Stock above patients, in the country.
struct Upstream {
    /// Boxes of each pack, by number.
    boxes: Vec<u64>,
    /// Boxes that patients get a day, by number; nothing where it is not known.
    demand: Vec<Option<f64>>,
    /// Packs of which a company told in the last days.
    told: Vec<bool>,
}

impl Upstream {
    fn of(system: &System, picture: &Picture) -> Self {
        let mut boxes = vec![0; picture.packs()];
        for tier in UPSTREAM {
            for (sum, totals) in boxes.iter_mut().zip(picture.national(tier)) {
                *sum += totals.on_hand;
            }
        }
        Self {
            boxes,
            demand: demand(picture),
            told: told(picture, &system.registry()),
        }
    }

    fn row(
        &self,
        pack: vigie_pages::PackRow,
        severity: vigie_pages::SeverityParts,
        judged: &Judged,
    ) -> WorkRow {
        let place = judged.number.0 as usize;
        let boxes = self.boxes.get(place).copied().unwrap_or_default();
        let demand = self.demand.get(place).copied().flatten();
        let days = demand
            .filter(|demand| *demand > 0.0)
            .map(|demand| boxes as f64 / demand);
        let thin = crate::http::pages::country::thresholds().watch_from_days;
        let is_thin = pack.cover_days.value().is_some_and(|days| days < thin);
        let flags = WorkFlags {
            is_unlisted: is_thin && pack.availability == Known::Value(None),
            is_stranded: is_thin && days.is_some_and(|days| days >= STRANDED_FROM_DAYS),
            is_silent: !self.told.get(place).copied().unwrap_or_default(),
        };
        WorkRow {
            pack,
            severity,
            upstream_boxes: boxes,
            upstream_days: Known::from_option(days, UnknownReason::NotReported),
            flags,
        }
    }
}

/// What patients of the country get of each pack in a day, by number.
fn demand(picture: &Picture) -> Vec<Option<f64>> {
    let mut sums: Vec<Option<f64>> = vec![None; picture.packs()];
    for tier in PATIENT_TIERS {
        let base = picture.national_base(tier);
        for (sum, totals) in sums.iter_mut().zip(picture.national(tier)) {
            *sum = add(*sum, boxes_per_day(&base, &totals));
        }
    }
    sums
}

fn boxes_per_day(base: &vigie_stock::picture::Base, totals: &Totals) -> Option<f64> {
    use vigie_stock::picture::{Demand, Window};
    match base.demand(totals, Window::TwentyEightDays) {
        Demand::BoxesPerDay(boxes) => Some(boxes),
        Demand::Unknown => None,
    }
}

fn add(sum: Option<f64>, more: Option<f64>) -> Option<f64> {
    match (sum, more) {
        (Some(sum), Some(more)) => Some(sum + more),
        (one, other) => one.or(other),
    }
}

/// Whether a company told of each pack in the last days, by number.
fn told(picture: &Picture, registry: &Registry) -> Vec<bool> {
    let mut told = vec![false; picture.packs()];
    let Some(latest) = picture.latest() else {
        return told;
    };
    let companies = registry.above_patients(Tier::Company);
    let positions = companies.filter_map(|site| picture.position(site.number));
    for position in positions.filter(|of| latest.days_since(of.day) <= SILENT_AFTER_DAYS) {
        for cell in position.cells.iter() {
            if let Some(told) = told.get_mut(place(cell.pack)) {
                *told = true;
            }
        }
    }
    told
}

const fn place(pack: PackNumber) -> usize {
    pack.0 as usize
}

/// How a part of the territory stands.
fn board(system: &System, index: &ranking::PackIndex, part: Scope) -> Board {
    let taken = Taken::of_scope(&system.picture.read(), part);
    let packs = ranking::judge(&taken, index, &Discretion::everything());
    let least = ranked_from(part);
    let major = packs
        .iter()
        .filter(|pack| pack.is_major && ranking::is_asked_for(pack, least));
    let classes = ranking::classes(major, &crate::http::pages::country::thresholds());
    let departments = territory::departments(part);
    Board {
        territory: territory::written(part),
        name: territory::name(part).unwrap_or_default(),
        insufficient: classes.insufficient,
        judged: classes.total() - classes.not_relevant,
        completeness: taken.reporting.of_departments(&departments),
    }
}

/// How the sites of each tier report.
fn late(picture: &Picture, registry: &Registry, scope: Scope) -> Vec<LateTier> {
    let mut tiers = Tier::ALL.map(|tier| LateTier {
        tier,
        on_time: 0,
        late: 0,
        never: 0,
    });
    let latest = picture.latest();
    let visible = [scope];
    let sites = registry.sites().iter();
    for site in sites.filter(|site| territory::covers(&visible, Scope::Department(site.department)))
    {
        let day = picture.position(site.number).map(|position| position.day);
        let Some(tier) = tiers.get_mut(site.tier.index()) else {
            continue;
        };
        *match site_state(day, latest) {
            SiteState::OnTime => &mut tier.on_time,
            SiteState::Late(_) => &mut tier.late,
            SiteState::Never => &mut tier.never,
        } += 1;
    }
    let known = tiers.into_iter();
    known
        .filter(|tier| tier.on_time + tier.late + tier.never > 0)
        .collect()
}
