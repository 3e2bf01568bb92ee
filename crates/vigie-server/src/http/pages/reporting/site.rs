//! The page of one site.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::header::HeaderName;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use vigie_model::{Day, ReportNumber, minute_in_paris};
use vigie_pages::CoverThresholds;
use vigie_pages::reporting::{
    LineForm, NotSent, OwnStock, ReceiptRow, SitePage, SiteState, SiteStock, StockFilter,
};
use vigie_stock::picture::{Completeness, Position, Scope};
use vigie_store::Receipt;

use super::own::{Own, OwnSales, Wanted, is_short};
use super::{Found, receipt, sites};
use crate::http::App;
use crate::http::api::{Column, Dated, FileFormat, Place, Read};
use crate::http::pages::asked::Asked;
use crate::http::pages::desk::{Page, Trouble, shown, written};
use crate::http::pages::shell::shell;
use crate::http::pages::{Memory, trouble};
use crate::http::principal::Principal;

/// Receipts that are looked at.
const RECEIPTS: u32 = 120;
/// Receipts that are shown.
const RECEIPTS_SHOWN: usize = 14;
/// Days in which missing reports are told.
const REPORTED_DAYS: i32 = 28;
/// Longest text to look for, characters.
const LONGEST_QUERY: usize = 500;
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// `/{lang}/reporting/{code}?show=…&q=…&from=…`
pub async fn show(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    principal: Principal,
    Path(code): Path<String>,
    asked: Asked,
) -> Response {
    let Some(found) = Found::find(app.system.registry(), &principal, &code) else {
        return trouble::not_found(&asked, None);
    };
    let page = page(&app, &memory, &principal, &asked, &found, None).await;
    shown(page, &asked)
}

/// The page of a site, with what could not be kept when something was sent.
pub async fn page(
    app: &App,
    memory: &Memory,
    principal: &Principal,
    asked: &Asked,
    found: &Found,
    refused: Option<(LineForm, NotSent)>,
) -> Page {
    let site = &found.site;
    let receipts = app
        .system
        .store
        .list_receipts(site.number, RECEIPTS)
        .await?;
    let (position, latest) = {
        let picture = app.system.picture.read();
        (picture.position(site.number).cloned(), picture.latest())
    };
    let wanted = match wanted(asked) {
        Ok(wanted) => wanted,
        Err(problem) => return Ok(*problem),
    };
    let (stock, list) = match &position {
        Some(position) => {
            let sales = own_sales(app, memory, found, position, &receipts).await?;
            own_stock(app, found, position, &sales, &wanted)
        }
        None => (None, nothing(&wanted)),
    };
    let last_day = position.as_ref().map(|position| position.day);
    let (reported_days, missing_days) = reported(&receipts, latest);
    let today = app.system.clock.today();
    let may_send = principal.may_report_for(site);
    let is_refused = refused.is_some();
    let (line, not_sent) = match refused {
        Some((line, problem)) => (line, Some(problem)),
        None => (LineForm::default(), None),
    };
    let page = SitePage {
        shell: shell(&app.system, asked, latest),
        site: found.head(),
        form_token: principal
            .signed_in()
            .filter(|_| may_send)
            .map(|signed_in| signed_in.form_token.clone()),
        stock,
        days_late: match sites::state(last_day, latest) {
            SiteState::Late(days) => Some(days),
            SiteState::OnTime | SiteState::Never => None,
        },
        reported_days,
        missing_days,
        list,
        receipts: receipts
            .iter()
            .take(RECEIPTS_SHOWN)
            .map(receipt_row)
            .collect(),
        line: LineForm {
            day: match line.day.as_str() {
                "" => last_day.unwrap_or(today).to_string(),
                typed => typed.to_owned(),
            },
            ..line
        },
        not_sent,
        csv: format!("{}/stock.csv", found.address(asked.language)),
    };
    let html = if asked.is_for_region("stock-region") {
        page.render_stock(asked.language)?
    } else {
        page.render(asked.language)?
    };
    let mut response = written(html, asked);
    // The field for scans may open the camera of the device.
    let camera = HeaderValue::from_static("camera=(self)");
    response.headers_mut().insert(PERMISSIONS_POLICY, camera);
    Ok(if is_refused {
        (StatusCode::UNPROCESSABLE_ENTITY, response).into_response()
    } else {
        response
    })
}

async fn own_sales(
    app: &App,
    memory: &Memory,
    found: &Found,
    position: &Position,
    receipts: &[Receipt],
) -> Result<Arc<OwnSales>, Trouble> {
    let newest = receipts.iter().map(|receipt| receipt.number).max();
    let newest = newest.unwrap_or(ReportNumber(0));
    let sales = memory.own.sales(app, &found.site, position.day, newest);
    Ok(sales.await?)
}

fn own_stock(
    app: &App,
    found: &Found,
    position: &Position,
    sales: &OwnSales,
    wanted: &Wanted,
) -> (Option<SiteStock>, OwnStock) {
    let (catalogue, table) = (app.system.catalogue(), app.system.packs());
    let own = own(app, found, position, sales, &catalogue, &table);
    let packs = own.packs();
    let picture = app.system.picture.read();
    let counts = own.counts(&packs, &picture);
    let chosen = own.filtered(&packs, wanted, &picture);
    let list = own.page(&chosen, wanted, counts, &picture);
    let stock = SiteStock {
        day: position.day,
        packs: packs.len() as u64,
        at_zero: packs.iter().filter(|pack| pack.on_hand == 0).count() as u64,
        thin: packs.iter().filter(|pack| is_short(pack)).count() as u64,
    };
    (Some(stock), list)
}

fn own<'a>(
    app: &App,
    found: &'a Found,
    position: &'a Position,
    sales: &'a OwnSales,
    catalogue: &'a vigie_catalogue::Catalogue,
    table: &'a vigie_stock::PackTable,
) -> Own<'a> {
    Own {
        site: &found.site,
        position,
        sales,
        catalogue,
        table,
        today: app.system.clock.today(),
        fewest_sites: app.system.settings.fewest_sites,
    }
}

fn nothing(wanted: &Wanted) -> OwnStock {
    OwnStock {
        filter: wanted.filter,
        counts: Vec::new(),
        query: wanted.query.clone(),
        rows: Vec::new(),
        first: 0,
        total: 0,
        on_a_page: 1,
        thresholds: CoverThresholds::default(),
    }
}

fn wanted(asked: &Asked) -> Result<Wanted, Box<Response>> {
    let names = "short, elsewhere, zero, all";
    let filter = match asked.parameter("show") {
        None => StockFilter::default(),
        Some(text) => StockFilter::from_query(text)
            .ok_or_else(|| Box::new(trouble::bad_parameter(asked, "show", text, [names, names])))?,
    };
    let number = ["un nombre", "a number"];
    let from = match asked.parameter("from") {
        None => 0,
        Some(text) => text
            .parse()
            .map_err(|_| Box::new(trouble::bad_parameter(asked, "from", text, number)))?,
    };
    let query = asked.parameter("q").unwrap_or_default();
    Ok(Wanted {
        filter,
        query: query.chars().take(LONGEST_QUERY).collect(),
        from,
    })
}

fn receipt_row(receipt: &Receipt) -> ReceiptRow {
    ReceiptRow {
        identifier: receipt.id.to_string(),
        day: receipt.as_of,
        received_at: minute_in_paris(receipt.received_at),
        kind: receipt::kind(receipt.kind),
        lines: receipt.line_count.into(),
        set_aside: receipt.quarantined_count.into(),
    }
}

/// How many days of the window have a report, and which have none since the first one.
fn reported(receipts: &[Receipt], latest: Option<Day>) -> (u32, Vec<Day>) {
    let days: BTreeSet<Day> = receipts.iter().map(|receipt| receipt.as_of).collect();
    let (Some(latest), Some(first)) = (latest, days.first()) else {
        return (0, Vec::new());
    };
    let window = (0..REPORTED_DAYS).rev().map(|age| latest.plus_days(-age));
    let (reported, missing): (Vec<Day>, Vec<Day>) = window.partition(|day| days.contains(day));
    let missing = missing.into_iter().filter(|day| day > first);
    (reported.len() as u32, missing.collect())
}

/// `/{lang}/reporting/{code}/stock.csv`: the whole stock for a spreadsheet.
pub async fn stock_file(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    principal: Principal,
    Path(code): Path<String>,
    asked: Asked,
) -> Response {
    let Some(found) = Found::find(app.system.registry(), &principal, &code) else {
        return trouble::not_found(&asked, None);
    };
    shown(file(&app, &memory, &found).await, &asked)
}

async fn file(app: &App, memory: &Memory, found: &Found) -> Page {
    let site = &found.site;
    let receipts = app
        .system
        .store
        .list_receipts(site.number, RECEIPTS)
        .await?;
    let position = app.system.picture.read().position(site.number).cloned();
    let rows = match &position {
        Some(position) => {
            let sales = own_sales(app, memory, found, position, &receipts).await?;
            let (catalogue, table) = (app.system.catalogue(), app.system.packs());
            let own = own(app, found, position, &sales, &catalogue, &table);
            let packs = own.packs();
            packs.iter().map(|pack| file_row(&own, pack)).collect()
        }
        None => Vec::new(),
    };
    let answer = FileFormat::Csv.answer(FileRow::columns(), &rows);
    Ok(answer.unwrap_or_else(IntoResponse::into_response))
}

/// A pack in the file.
struct FileRow {
    cip13: String,
    name: String,
    pack: String,
    on_hand: u64,
    sold_per_day: Option<f64>,
    lasts_days: Option<f64>,
}

impl FileRow {
    fn columns() -> [Column<Dated<Self>>; 6] {
        [
            ("cip13", Read::Text(|dated| Some(&dated.row.cip13))),
            ("medicine", Read::Text(|dated| Some(&dated.row.name))),
            ("pack", Read::Text(|dated| Some(&dated.row.pack))),
            ("on_hand", Read::Whole(|dated| Some(dated.row.on_hand))),
            (
                "sold_per_day",
                Read::Decimal(|dated| dated.row.sold_per_day),
            ),
            ("lasts_days", Read::Decimal(|dated| dated.row.lasts_days)),
        ]
    }
}

fn file_row(own: &Own<'_>, pack: &super::own::OwnPack) -> Dated<FileRow> {
    let (name, label) = own.names(pack);
    Dated {
        day: Some(own.position.day),
        // One site, which has reported.
        completeness: Completeness {
            expected: 1,
            received: 1,
        },
        synthetic: own.site.synthetic,
        place: Place::of(own.site.tier, Scope::Department(own.site.department)),
        row: FileRow {
            cip13: pack.cip13.to_string(),
            name,
            pack: label,
            on_hand: pack.on_hand,
            sold_per_day: match pack.demand {
                vigie_stock::picture::Demand::BoxesPerDay(boxes) => Some(boxes),
                vigie_stock::picture::Demand::Unknown => None,
            },
            lasts_days: pack.cover.days(),
        },
    }
}
