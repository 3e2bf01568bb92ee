//! Boxes of a pack that could move between the sites of a territory, own stock protected: a computation for those who
//! look for boxes in a shortage.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::response::Response;
use vigie_model::{Cip13, Department, PackNumber, Site, SiteNumber, Tier};
use vigie_pages::agency::{
    MoveEnd, MoveRow, RedistributionOutcome, RedistributionPage, RedistributionView, UnmetRow,
    Within,
};
use vigie_pages::links;
use vigie_pages::reporting::SiteState;
use vigie_policy::{
    Problem, RedistributionPlan, RedistributionSite, Sentence, SiteMove, redistribute,
};
use vigie_stock::history::PATIENT_TIERS;
use vigie_stock::picture::{Picture, Scope};

use super::territory;
use crate::http::App;
use crate::http::pages::asked::Asked;
use crate::http::pages::computed::{computed_or_wrong, file, prose, refused};
use crate::http::pages::desk::{Page, shown};
use crate::http::pages::reporting::{place_of, site_state};
use crate::http::pages::shell::shell;
use crate::http::pages::table::csv_text;
use crate::http::pages::trouble;
use crate::http::principal::Principal;
use crate::system::{PackSales, Registry, SystemError};

/// Days over which own sales are averaged.
const SALES_DAYS: i32 = 28;
const DEFAULT_KEEP: &str = "28";
const DEFAULT_WANT: &str = "7";
const MOST_DAYS: u32 = 365;
/// Moves and needs that the page shows; the file has all moves.
const MOVES_SHOWN: usize = 100;
const UNMET_SHOWN: usize = 50;
/// What a box costs on each way, and where it lacks. Any box that can move does, since it costs less than to lack; the
/// nearest ways are the cheapest.
const WAY_COSTS: [f64; 3] = [1.0, 2.0, 4.0];
const LACK_COSTS: f64 = 1_000.0;
/// Where nothing is left.
const EMPTY_LACK_COSTS: f64 = 2_000.0;

/// What an address asks for.
struct Wish {
    pack: Cip13,
    number: PackNumber,
    tier: Tier,
    scope: Scope,
    within: Within,
    keep: String,
    want: String,
}

/// A site that takes part.
struct Partner<'a> {
    site: &'a Site,
    on_hand: u64,
    per_day: f64,
}

/// What could move.
struct Found<'a> {
    partners: Vec<Partner<'a>>,
    sites: Vec<RedistributionSite>,
    unknown: u64,
    plan: RedistributionPlan,
}

/// `/{lang}/work-list/packs/{cip13}/redistribution?tier=…&territory=…&within=…&keep=…&want=…`
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
    asked: Asked,
) -> Response {
    shown(page(&app, &principal, &code, &asked).await, &asked)
}

async fn page(app: &App, principal: &Principal, code: &str, asked: &Asked) -> Page {
    let visible = territory::visible(principal);
    let wish = match Wish::read(app, asked, code, &visible) {
        Ok(Some(wish)) => wish,
        Ok(None) => return Ok(trouble::not_found(asked, None)),
        Err(problem) => return Ok(*problem),
    };
    let view = match wish.days() {
        Ok(days) => view(app, asked, &wish, days).await?,
        Err(problem) => RedistributionView::Wrong(vec![prose(&problem.sentence)]),
    };
    let is_wrong = matches!(view, RedistributionView::Wrong(_));
    let catalogue = app.system.catalogue();
    let pack = catalogue.pack(wish.pack);
    let medicine = pack.and_then(|pack| catalogue.medicine(pack.cis()));
    let latest = app.system.picture.read().latest();
    let named = |scope: Scope| Some((territory::written(scope), territory::name(scope)?));
    let page = RedistributionPage {
        shell: shell(&app.system, asked, latest),
        as_of: latest.unwrap_or_else(|| app.system.clock.today()),
        cip13: wish.pack.to_string(),
        name: medicine.map_or_else(String::new, |medicine| medicine.name().to_owned()),
        pack: pack.map_or_else(String::new, |pack| pack.label().to_owned()),
        tier: wish.tier,
        tiers: PATIENT_TIERS.to_vec(),
        territory: named(wish.scope),
        territories: visible.iter().copied().filter_map(named).collect(),
        may_choose_country: visible.contains(&Scope::Nation),
        keep: wish.keep,
        want: wish.want,
        within: wish.within,
        view,
    };
    Ok(computed_or_wrong(
        page.render(asked.language),
        is_wrong,
        asked,
    ))
}

impl Wish {
    /// What an address asks for; `None` for what is not there, or not for this reader.
    fn read(
        app: &App,
        asked: &Asked,
        code: &str,
        visible: &[Scope],
    ) -> Result<Option<Self>, Box<Response>> {
        let wrong = |name, text: &str, expected: &str| {
            Box::new(trouble::bad_parameter(
                asked,
                name,
                text,
                [expected, expected],
            ))
        };
        let known = code.parse::<Cip13>().ok();
        let known = known.and_then(|pack| Some((pack, app.system.packs().number(pack)?)));
        let Some((pack, number)) = known else {
            return Ok(None);
        };
        let scope = match asked.parameter("territory") {
            None => visible.first().copied(),
            Some(text) => {
                let read = territory::read(text);
                let places = "nation, region:53, department:29";
                let scope = read.ok_or_else(|| wrong("territory", text, places))?;
                territory::covers(visible, scope).then_some(scope)
            }
        };
        let Some(scope) = scope else {
            return Ok(None);
        };
        let tier = match asked.parameter("tier") {
            None => Tier::Hospital,
            Some(text) => text
                .parse()
                .ok()
                .filter(|tier| PATIENT_TIERS.contains(tier))
                .ok_or_else(|| wrong("tier", text, "hospital, pharmacy"))?,
        };
        let within = match asked.parameter("within") {
            None => Within::Region,
            Some(text) => Within::from_query(text)
                .ok_or_else(|| wrong("within", text, "department, region, territory"))?,
        };
        let days = |name, default: &str| {
            let text = asked.parameter(name).unwrap_or(default);
            vigie_model::shown(text, 30)
        };
        Ok(Some(Self {
            pack,
            number,
            tier,
            scope,
            within,
            keep: days("keep", DEFAULT_KEEP),
            want: days("want", DEFAULT_WANT),
        }))
    }

    /// Days that a giving site keeps, and that a site should have.
    fn days(&self) -> Result<[u32; 2], Problem> {
        Ok([
            read_days("keep", &self.keep)?,
            read_days("want", &self.want)?,
        ])
    }
}

fn read_days(name: &str, text: &str) -> Result<u32, Problem> {
    let days = text.trim().parse::<u32>().ok();
    days.filter(|days| *days <= MOST_DAYS).ok_or_else(|| {
        let shown = vigie_model::shown(text, 30);
        let sentence = Sentence::new(
            format!("«\u{a0}{shown}\u{a0}» n’est pas un nombre de jours\u{a0}: écrivez un nombre entier de 0 à {MOST_DAYS}."),
            format!("“{shown}” is not a number of days: write a whole number from 0 to {MOST_DAYS}."),
        );
        Problem::new("bad_value", name, sentence)
    })
}

async fn view(
    app: &App,
    asked: &Asked,
    wish: &Wish,
    days: [u32; 2],
) -> Result<RedistributionView, SystemError> {
    let sales = app
        .system
        .read_pack_sales(wish.pack, wish.number, SALES_DAYS);
    let sales = sales.await?;
    let registry = app.system.registry();
    let found = {
        let picture = app.system.picture.read();
        Found::of(wish, days, &registry, &picture, &sales)
    };
    Ok(match found {
        Ok(found) => {
            let path = format!("/work-list/packs/{}/redistribution.csv", wish.pack);
            let path = links::page(asked.language, &path);
            let address = format!("{path}?{}", asked.query);
            RedistributionView::Computed(Box::new(found.outcome(address)))
        }
        Err(problem) => RedistributionView::Wrong(vec![prose(&problem.sentence)]),
    })
}

impl<'a> Found<'a> {
    fn of(
        wish: &Wish,
        [keep, want]: [u32; 2],
        registry: &'a Registry,
        picture: &Picture,
        sales: &HashMap<SiteNumber, PackSales>,
    ) -> Result<Self, Problem> {
        let in_scope = |site: &&Site| {
            let here = Scope::Department(site.department);
            site.tier == wish.tier && territory::covers(&[wish.scope], here)
        };
        let (mut partners, mut unknown) = (Vec::new(), 0);
        for site in registry.sites().iter().filter(in_scope) {
            let Some(position) = picture.position(site.number) else {
                continue;
            };
            let Some(on_hand) = position.on_hand(wish.number) else {
                continue;
            };
            let per_day = sales.get(&site.number).and_then(|sales| sales.per_day());
            let is_on_time = site_state(Some(position.day), picture.latest()) == SiteState::OnTime;
            match per_day.filter(|_| is_on_time) {
                Some(per_day) => partners.push(Partner {
                    site,
                    on_hand: on_hand.into(),
                    per_day,
                }),
                None => unknown += 1,
            }
        }
        let sites: Vec<RedistributionSite> = partners
            .iter()
            .map(|partner| partner.terms(keep, want))
            .collect();
        let plan = redistribute(&sites, &way_costs(wish.within))?;
        Ok(Self {
            partners,
            sites,
            unknown,
            plan,
        })
    }

    fn outcome(&self, file: String) -> RedistributionOutcome {
        let needs = &self.plan.needs;
        let surplus = self.sites.iter().map(|site| {
            let kept = site.protected.max(site.wanted);
            site.stock.saturating_sub(kept)
        });
        let mut moved_by_way = [0; 3];
        for one in &self.plan.moves {
            let way = self.partners.get(one.from).zip(self.partners.get(one.to));
            let way = way.map(|(from, to)| way_of(from.site.department, to.site.department));
            if let Some(sum) = way.and_then(|way| moved_by_way.get_mut(way)) {
                *sum += one.boxes;
            }
        }
        let mut moves = self.moves();
        let all_moves = moves.len() as u64;
        moves.sort_by(|left, right| {
            let boxes = right.boxes.cmp(&left.boxes);
            boxes.then_with(|| left.from.code.cmp(&right.from.code))
        });
        moves.truncate(MOVES_SHOWN);
        let served = needs.iter().filter(|need| need.received == need.need);
        RedistributionOutcome {
            sites: self.partners.len() as u64,
            unknown: self.unknown,
            needing: needs.len() as u64,
            lacking: needs.iter().map(|need| need.need).sum(),
            surplus: surplus.sum(),
            moved: self.plan.moves.iter().map(|one| one.boxes).sum(),
            moved_by_way,
            served: served.count() as u64,
            moves,
            all_moves,
            unmet: self.unmet(),
            file,
        }
    }

    fn moves(&self) -> Vec<MoveRow> {
        let mut change: HashMap<usize, i64> = HashMap::new();
        for one in &self.plan.moves {
            *change.entry(one.from).or_default() -= one.boxes as i64;
            *change.entry(one.to).or_default() += one.boxes as i64;
        }
        let end = |place: usize| {
            let changed = change.get(&place).copied().unwrap_or_default();
            self.partners.get(place).map(|partner| partner.end(changed))
        };
        let row = |one: &SiteMove| {
            Some(MoveRow {
                from: end(one.from)?,
                to: end(one.to)?,
                boxes: one.boxes,
            })
        };
        self.plan.moves.iter().filter_map(row).collect()
    }

    fn unmet(&self) -> Vec<UnmetRow> {
        let unmet = self
            .plan
            .needs
            .iter()
            .filter(|need| need.received < need.need);
        let mut rows: Vec<UnmetRow> = unmet
            .filter_map(|need| {
                let site = self.partners.get(need.site)?.site;
                Some(UnmetRow {
                    code: site.code.to_string(),
                    name: site.name.clone(),
                    place: place_of(site),
                    need: need.need,
                    received: need.received,
                    reason: prose(&need.sentence),
                })
            })
            .collect();
        rows.sort_by(|left, right| {
            let missing = |row: &UnmetRow| row.need - row.received;
            let order = missing(right).cmp(&missing(left));
            order.then_with(|| left.code.cmp(&right.code))
        });
        rows.truncate(UNMET_SHOWN);
        rows
    }
}

impl Partner<'_> {
    fn terms(&self, keep_days: u32, want_days: u32) -> RedistributionSite {
        let boxes = |days: u32| (self.per_day * f64::from(days)).ceil() as u64;
        RedistributionSite {
            place: self.site.department.index(),
            stock: self.on_hand,
            protected: boxes(keep_days),
            wanted: boxes(want_days),
            penalty: if self.on_hand == 0 {
                EMPTY_LACK_COSTS
            } else {
                LACK_COSTS
            },
        }
    }

    /// The site, when its stock changes by so many boxes.
    fn end(&self, change: i64) -> MoveEnd {
        // Nobody gives what it does not have: the sum is not negative.
        let after = self.on_hand.saturating_add_signed(change);
        MoveEnd {
            code: self.site.code.to_string(),
            name: self.site.name.clone(),
            place: place_of(self.site),
            days_before: self.days(self.on_hand),
            days_after: self.days(after),
        }
    }

    /// Days that boxes last here; `None` where none is sold.
    fn days(&self, boxes: u64) -> Option<f64> {
        (self.per_day > 0.0).then(|| boxes as f64 / self.per_day)
    }
}

/// 0 within a department, 1 within a region, 2 further.
fn way_of(from: Department, to: Department) -> usize {
    if from == to {
        0
    } else if from.region() == to.region() {
        1
    } else {
        2
    }
}

fn way_costs(within: Within) -> Vec<Vec<Option<f64>>> {
    let furthest = match within {
        Within::Department => 0,
        Within::Region => 1,
        Within::Territory => 2,
    };
    let cost = |from, to| {
        let way = way_of(from, to);
        let cost = WAY_COSTS.get(way).copied();
        cost.filter(|_| way <= furthest)
    };
    let row = |from| Department::ALL.iter().map(|to| cost(from, *to)).collect();
    Department::ALL.into_iter().map(row).collect()
}

/// `/{lang}/work-list/packs/{cip13}/redistribution.csv?…`: every move.
pub async fn moves_file(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
    asked: Asked,
) -> Response {
    shown(moves_page(&app, &principal, &code, &asked).await, &asked)
}

async fn moves_page(app: &App, principal: &Principal, code: &str, asked: &Asked) -> Page {
    let visible = territory::visible(principal);
    let wish = match Wish::read(app, asked, code, &visible) {
        Ok(Some(wish)) => wish,
        Ok(None) => return Ok(trouble::not_found(asked, None)),
        Err(problem) => return Ok(*problem),
    };
    let days = match wish.days() {
        Ok(days) => days,
        Err(problem) => return Ok(refused(asked, &problem)),
    };
    let sales = app
        .system
        .read_pack_sales(wish.pack, wish.number, SALES_DAYS);
    let sales = sales.await?;
    let registry = app.system.registry();
    let found = {
        let picture = app.system.picture.read();
        Found::of(&wish, days, &registry, &picture, &sales)
    };
    Ok(match found.map(|found| csv(&found.moves())) {
        Ok(Ok(text)) => file("text/csv; charset=utf-8", "redistribution.csv", text),
        Ok(Err(error)) => trouble::failed(&error, asked),
        Err(problem) => refused(asked, &problem),
    })
}

fn csv(moves: &[MoveRow]) -> Result<String, csv::Error> {
    let header = [
        "from",
        "from_name",
        "from_place",
        "to",
        "to_name",
        "to_place",
        "boxes",
    ];
    let rows = moves.iter().map(|row| {
        [
            row.from.code.clone(),
            row.from.name.clone(),
            row.from.place.clone(),
            row.to.code.clone(),
            row.to.name.clone(),
            row.to.place.clone(),
            row.boxes.to_string(),
        ]
    });
    csv_text(header, rows)
}
