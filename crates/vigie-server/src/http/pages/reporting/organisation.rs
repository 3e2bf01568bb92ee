//! The page of an organisation: the sum over those of its sites that the reader may see.

use std::cmp::Reverse;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use tokio::task::spawn_blocking;
use vigie_model::{Day, Language, Site, SiteNumber, Tier};
use vigie_pages::links;
use vigie_pages::reporting::{
    OrganisationHead, OrganisationPage, OwnSiteRow, OwnStock, StockFilter, organisation_path,
};
use vigie_stock::picture::{Completeness, Demand, Picture, Position, Scope};
use vigie_store::Organisation;

use super::compared::{Compared, Wanted};
use super::own::{Own, OwnPack, SALES_DAYS, Summed};
use super::ranking::Reported;
use super::site::{LOOKED_BACK_DAYS, nothing};
use super::stocks::{Known, Stocks};
use super::{latest_day, sites, sites_of};
use crate::http::App;
use crate::http::api::{Column, Dated, FileFormat, Place, Read};
use crate::http::pages::asked::Asked;
use crate::http::pages::desk::{Page, see_other, shown, written};
use crate::http::pages::shell::shell;
use crate::http::pages::{Memory, trouble};
use crate::http::principal::Principal;
use crate::system::SystemError;

/// Sites that are summed at most; the largest wholesalers have some sixty.
const MOST_SITES: usize = 200;
/// Filters of the list: there is no elsewhere for sites in several departments.
const FILTERS: [StockFilter; 3] = [StockFilter::Short, StockFilter::Zero, StockFilter::All];

/// `/{lang}/reporting/organisations/{identifier}?tier=…&show=…&q=…&from=…`
pub async fn show(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    principal: Principal,
    Path(identifier): Path<String>,
    asked: Asked,
) -> Response {
    let Some(found) = Found::find(&app, &principal, &identifier) else {
        return trouble::not_found(&asked, None);
    };
    if let [only] = found.sites.as_slice() {
        let path = format!("/reporting/{}", only.code);
        return see_other(&links::page(asked.language, &path));
    }
    shown(page(&app, &memory, &asked, &found).await, &asked)
}

/// An organisation that belongs to a request.
struct Found {
    organisation: Organisation,
    /// Its open sites that the reader may see: one at least.
    sites: Vec<Site>,
    /// The latest day of the country.
    latest: Day,
}

impl Found {
    fn find(app: &App, principal: &Principal, identifier: &str) -> Option<Self> {
        let registry = app.system.registry();
        let mut organisations = registry.organisations().iter();
        let organisation = organisations.find(|one| one.code == identifier)?.clone();
        let latest = latest_day(app);
        let sites = sites_of(&registry, principal, organisation.number, latest);
        let sites: Vec<Site> = sites.cloned().collect();
        (!sites.is_empty()).then_some(Self {
            organisation,
            sites,
            latest,
        })
    }

    /// Each tier with how many sites it has, most first.
    fn tiers(&self) -> Vec<(Tier, u64)> {
        let count = |tier: Tier| self.sites.iter().filter(|site| site.tier == tier).count();
        let tiers = Tier::ALL.map(|tier| (tier, count(tier) as u64));
        let mut tiers: Vec<(Tier, u64)> =
            tiers.into_iter().filter(|(_, sites)| *sites > 0).collect();
        tiers.sort_by_key(|(_, sites)| Reverse(*sites));
        tiers
    }

    /// The sites of the tier that an address asks for, of the most frequent one when it asks for none.
    fn chosen(&self, asked: &Asked) -> Result<Chosen<'_>, Box<Response>> {
        let tiers = self.tiers();
        let known = |text: &str| tiers.iter().find(|(tier, _)| tier.as_str() == text);
        let tier = match asked.parameter("tier") {
            None => tiers.first(),
            Some(text) => Some(known(text).ok_or_else(|| {
                let names: Vec<&str> = tiers.iter().map(|(tier, _)| tier.as_str()).collect();
                let names = names.join(", ");
                let wrong = trouble::bad_parameter(asked, "tier", text, [&names, &names]);
                Box::new(wrong)
            })?),
        };
        let tier = tier.map_or(Tier::Company, |(tier, _)| *tier);
        let sites = self.sites.iter().filter(|site| site.tier == tier);
        Ok(Chosen {
            tier,
            sites: sites.collect(),
            latest: self.latest,
            is_named: tiers.len() > 1,
        })
    }

    fn csv(&self, language: Language, tier: Tier) -> String {
        let path = links::page(language, &organisation_path(&self.organisation.code));
        format!("{path}/stock.csv?tier={}", tier.as_str())
    }
}

/// The sites that are summed: those of one tier.
struct Chosen<'a> {
    tier: Tier,
    sites: Vec<&'a Site>,
    /// The latest day of the country.
    latest: Day,
    /// Whether the organisation has sites of other tiers.
    is_named: bool,
}

impl Chosen<'_> {
    fn are_too_many(&self) -> bool {
        self.sites.len() > MOST_SITES
    }

    /// Sites that have reported for the latest day, of those expected.
    fn completeness(&self, picture: &Picture) -> Completeness {
        let days = self.sites.iter().map(|site| last_day(picture, site));
        let received = days.filter(|day| *day >= Some(self.latest));
        Completeness {
            expected: self.sites.len() as u32,
            received: received.count() as u32,
        }
    }

    fn rows(&self, picture: &Picture) -> Vec<OwnSiteRow> {
        let sites = self.sites.iter();
        let mut sites: Vec<(Option<Day>, &Site)> =
            sites.map(|site| (last_day(picture, site), *site)).collect();
        sites.sort_unstable_by(sites::late_first);
        let shown = sites.into_iter().take(MOST_SITES);
        shown.map(|(_, site)| sites::row(picture, site)).collect()
    }

    /// The last stocks of the sites that have reported; `None` when none has, or when there are too many sites.
    fn stocks(&self, picture: &Picture) -> Option<Stocks> {
        if self.are_too_many() {
            return None;
        }
        let known = self.sites.iter().filter_map(|site| {
            let position = picture.position(site.number)?;
            Some((site.number, position.clone()))
        });
        let positions: Vec<(SiteNumber, Position)> = known.collect();
        let day = positions.iter().map(|(_, position)| position.day).max()?;
        Some(Stocks {
            tier: self.tier,
            day,
            summed: Some(Summed {
                latest: self.latest,
                silent: (self.sites.len() - positions.len()) as u32,
            }),
            positions,
        })
    }
}

fn last_day(picture: &Picture, site: &Site) -> Option<Day> {
    picture.position(site.number).map(|position| position.day)
}

async fn page(app: &App, memory: &Memory, asked: &Asked, found: &Found) -> Page {
    let chosen = match found.chosen(asked) {
        Ok(chosen) => chosen,
        Err(problem) => return Ok(*problem),
    };
    let wanted = match Wanted::read(asked, &FILTERS) {
        Ok(wanted) => wanted,
        Err(problem) => return Ok(*problem),
    };
    let (latest, completeness, sites, stocks) = {
        let picture = app.system.picture.read();
        (
            picture.latest(),
            chosen.completeness(&picture),
            chosen.rows(&picture),
            chosen.stocks(&picture),
        )
    };
    let known = match stocks {
        Some(stocks) => Some(known(app, memory, stocks).await?),
        None => None,
    };
    let list = match &known {
        Some(known) => list(app, known, &wanted),
        None => nothing(&wanted),
    };
    let page = OrganisationPage {
        shell: shell(&app.system, asked, latest),
        organisation: OrganisationHead {
            identifier: found.organisation.code.clone(),
            name: found.organisation.name.clone(),
            tiers: found.tiers(),
            tier: chosen.tier,
        },
        day: latest,
        completeness: vigie_pages::Completeness {
            received: completeness.received,
            expected: completeness.expected,
        },
        stock: known.as_ref().map(Known::stock),
        too_many: chosen.are_too_many().then_some(MOST_SITES as u64),
        list: OwnStock {
            tier: chosen.is_named.then_some(chosen.tier),
            ..list
        },
        sites,
        csv: found.csv(asked.language, chosen.tier),
    };
    let html = if asked.is_for_region("stock-region") {
        page.render_stock(asked.language)?
    } else {
        page.render(asked.language)?
    };
    Ok(written(html, asked))
}

/// What the sites sold, read again when one of them has reported. Corrections are seen as far back as the sales of
/// the window; for a company as far back as on the page of a site.
async fn known(app: &App, memory: &Memory, stocks: Stocks) -> Result<Known, SystemError> {
    let days = match stocks.tier {
        Tier::Company => LOOKED_BACK_DAYS,
        _ => SALES_DAYS,
    };
    let positions = stocks.positions.iter();
    let since: Vec<(SiteNumber, Day)> = positions
        .map(|(site, position)| (*site, position.day.plus_days(1 - days)))
        .collect();
    let entries = app.system.store.count_entries_since(&since).await?;
    Known::read(app, &memory.own, stocks, Reported { since, entries }).await
}

fn list(app: &App, known: &Known, wanted: &Wanted) -> OwnStock {
    let compared = Compared {
        own: known.own(),
        ranking: &known.ranking,
        neighbours: None,
        today: app.system.clock.today(),
    };
    compared.page(wanted)
}

/// `/{lang}/reporting/organisations/{identifier}/stock.csv?tier=…`: the whole sum for a spreadsheet.
pub async fn stock_file(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    principal: Principal,
    Path(identifier): Path<String>,
    asked: Asked,
) -> Response {
    let Some(found) = Found::find(&app, &principal, &identifier) else {
        return trouble::not_found(&asked, None);
    };
    if let [only] = found.sites.as_slice() {
        let path = format!("/reporting/{}/stock.csv", only.code);
        return see_other(&links::page(asked.language, &path));
    }
    shown(file(&app, &memory, &asked, &found).await, &asked)
}

async fn file(app: &App, memory: &Memory, asked: &Asked, found: &Found) -> Page {
    let chosen = match found.chosen(asked) {
        Ok(chosen) => chosen,
        Err(problem) => return Ok(*problem),
    };
    if chosen.are_too_many() {
        return Ok(trouble::not_found(asked, None));
    }
    let (completeness, stocks) = {
        let picture = app.system.picture.read();
        (chosen.completeness(&picture), chosen.stocks(&picture))
    };
    let rows = match stocks {
        Some(stocks) => {
            let known = known(app, memory, stocks).await?;
            let synthetic = chosen.sites.iter().any(|site| site.synthetic);
            // The sums of a large organisation are a million look-ups.
            let rows = spawn_blocking(move || file_rows(&known, completeness, synthetic));
            rows.await.map_err(|_| SystemError::Stopping)?
        }
        None => Vec::new(),
    };
    let answer = FileFormat::Csv.answer(FileRow::columns(), &rows);
    Ok(answer.unwrap_or_else(IntoResponse::into_response))
}

fn file_rows(known: &Known, completeness: Completeness, synthetic: bool) -> Vec<Dated<FileRow>> {
    let own = known.own();
    let packs = known.ranking.packs.iter();
    let packs = packs.filter_map(|pack| own.pack(pack.number));
    let rows = packs.map(|pack| Dated {
        day: Some(own.day),
        completeness,
        synthetic,
        place: Place::of(own.tier, Scope::Nation),
        row: FileRow::of(&own, pack),
    });
    rows.collect()
}

/// A pack in the file.
struct FileRow {
    name: String,
    label: String,
    cip13: String,
    pack: OwnPack,
}

impl FileRow {
    fn of(own: &Own<'_>, pack: OwnPack) -> Self {
        let (name, label) = own.names(&pack);
        Self {
            name,
            label,
            cip13: pack.cip13.to_string(),
            pack,
        }
    }

    fn per_day(&self) -> Option<f64> {
        match self.pack.demand {
            Demand::BoxesPerDay(boxes) => Some(boxes),
            Demand::Unknown => None,
        }
    }

    fn legal_minimum(&self) -> Option<u64> {
        self.pack.company?.legal_boxes.value()
    }

    fn sold_in_a_year(&self) -> Option<u64> {
        let company = self.pack.company?;
        (company.days > 0).then_some(company.sold)
    }

    fn columns() -> [Column<Dated<Self>>; 14] {
        const fn flows(dated: &Dated<FileRow>) -> vigie_pages::reporting::OwnFlows {
            dated.row.pack.flows
        }
        const fn over(dated: &Dated<FileRow>) -> Option<vigie_pages::reporting::SummedOver> {
            dated.row.pack.over
        }
        [
            ("cip13", Read::Text(|dated| Some(&dated.row.cip13))),
            ("medicine", Read::Text(|dated| Some(&dated.row.name))),
            ("pack", Read::Text(|dated| Some(&dated.row.label))),
            ("on_hand", Read::Whole(|dated| Some(dated.row.pack.on_hand))),
            ("sold_per_day", Read::Decimal(|dated| dated.row.per_day())),
            (
                "lasts_days",
                Read::Decimal(|dated| dated.row.pack.cover.days()),
            ),
            (
                "sites",
                Read::Whole(|dated| over(dated).map(|over| over.sites.into())),
            ),
            (
                "sites_current",
                Read::Whole(|dated| over(dated).map(|over| over.current.into())),
            ),
            (
                "sites_stating_sales",
                Read::Whole(|dated| over(dated).map(|over| over.selling.into())),
            ),
            ("ordered", Read::Whole(|dated| Some(flows(dated).ordered))),
            (
                "in_transit",
                Read::Whole(|dated| Some(flows(dated).in_transit)),
            ),
            ("expiring", Read::Whole(|dated| Some(flows(dated).expiring))),
            (
                "sold_in_a_year",
                Read::Whole(|dated| dated.row.sold_in_a_year()),
            ),
            (
                "legal_minimum",
                Read::Whole(|dated| dated.row.legal_minimum()),
            ),
        ]
    }
}
