//! The page of one site.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::header::HeaderName;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use vigie_model::{Day, Site, minute_in_paris};
use vigie_pages::CoverThresholds;
use vigie_pages::reporting::{
    LineForm, NotSent, OwnStock, ReceiptRow, SitePage, SiteState, StockFilter,
};
use vigie_stock::history::PATIENT_TIERS;
use vigie_stock::picture::{Completeness, Demand, Scope};
use vigie_store::{Receipt, StoreError};

use super::compared::{Compared, Neighbours, Wanted};
use super::own::{Own, OwnPack};
use super::ranking::Reported;
use super::stocks::{Known, Stocks};
use super::{Found, receipt, sites};
use crate::http::App;
use crate::http::api::{Column, Dated, FileFormat, Place, Read};
use crate::http::pages::asked::Asked;
use crate::http::pages::desk::{Page, shown, written};
use crate::http::pages::shell::shell;
use crate::http::pages::{Memory, trouble};
use crate::http::principal::Principal;
use crate::system::SystemError;

/// Receipts that are shown.
const RECEIPTS: u32 = 14;
/// Days in which missing reports are told.
const REPORTED_DAYS: i32 = 28;
/// Days of reports that are looked at: more than a site may be silent and still be missed.
pub const LOOKED_BACK_DAYS: i32 = 120;

/// Days for which a site has reported, each with how many reports.
type ReportedDays = Vec<(Day, u32)>;

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// `/{lang}/reporting/{code}?show=…&q=…&from=…`
pub async fn show(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    principal: Principal,
    Path(code): Path<String>,
    asked: Asked,
) -> Response {
    let Some(found) = Found::find(&app, &principal, &code) else {
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
    let receipts = app.system.store.list_receipts(site.number, RECEIPTS);
    let receipts = receipts.await?;
    let days = reported_days(app, site).await?;
    let latest = app.system.picture.read().latest();
    let wanted = match Wanted::read(asked, &StockFilter::ALL) {
        Ok(wanted) => wanted,
        Err(problem) => return Ok(*problem),
    };
    let known = known(app, memory, site, &days).await?;
    let list = match &known {
        Some(known) => list(app, known, site, &wanted).await?,
        None => nothing(&wanted),
    };
    let last_day = known.as_ref().map(|known| known.stocks.day);
    let (reported_days, missing_days) = reported(&days, latest);
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
        stock: known.as_ref().map(Known::stock),
        days_late: match sites::state(last_day, latest) {
            SiteState::Late(days) => Some(days),
            SiteState::OnTime | SiteState::Never => None,
        },
        reported_days,
        missing_days,
        list,
        receipts: receipts.iter().map(receipt_row).collect(),
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

/// What is known of a site; `None` before its first report.
async fn known(
    app: &App,
    memory: &Memory,
    site: &Site,
    days: &ReportedDays,
) -> Result<Option<Known>, SystemError> {
    let position = app.system.picture.read().position(site.number).cloned();
    let Some(position) = position else {
        return Ok(None);
    };
    let first = days.first().map_or(position.day, |(day, _)| *day);
    let reported = Reported {
        since: vec![(site.number, first)],
        entries: days.iter().map(|(_, entries)| u64::from(*entries)).sum(),
    };
    let stocks = Stocks {
        tier: site.tier,
        day: position.day,
        positions: vec![(site.number, position)],
        summed: None,
    };
    let known = Known::read(app, &memory.own, stocks, reported).await?;
    Ok(Some(known))
}

async fn list(
    app: &App,
    known: &Known,
    site: &Site,
    wanted: &Wanted,
) -> Result<OwnStock, SystemError> {
    let hidden = app.hidden.get(&app.system, site.tier).await?;
    let picture = app.system.picture.read();
    let has_neighbours = PATIENT_TIERS.contains(&site.tier);
    let neighbours = has_neighbours.then(|| Neighbours {
        department: site.department,
        picture: &picture,
        hidden: &hidden,
        discretion: app.system.public_discretion(),
    });
    let compared = Compared {
        own: known.own(),
        ranking: &known.ranking,
        neighbours,
        today: app.system.clock.today(),
    };
    Ok(compared.page(wanted))
}

/// The days on which the site reported, long enough back to tell those that are missing and to see corrections of
/// what its sales are read from.
async fn reported_days(app: &App, site: &Site) -> Result<ReportedDays, StoreError> {
    let latest = app.system.picture.read().latest();
    let latest = latest.unwrap_or_else(|| app.system.clock.today());
    let from = latest.plus_days(-LOOKED_BACK_DAYS);
    app.system.store.list_reported_days(site.number, from).await
}

pub fn nothing(wanted: &Wanted) -> OwnStock {
    OwnStock {
        filter: wanted.filter,
        counts: Vec::new(),
        query: wanted.query.clone(),
        rows: Vec::new(),
        first: 0,
        total: 0,
        on_a_page: 1,
        thresholds: CoverThresholds::default(),
        tier: None,
    }
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

/// How many days of the window have a report, and which have none since the first one that is known.
fn reported(known: &ReportedDays, latest: Option<Day>) -> (u32, Vec<Day>) {
    let days: BTreeSet<Day> = known.iter().map(|(day, _)| *day).collect();
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
    let Some(found) = Found::find(&app, &principal, &code) else {
        return trouble::not_found(&asked, None);
    };
    shown(file(&app, &memory, &found).await, &asked)
}

async fn file(app: &App, memory: &Memory, found: &Found) -> Page {
    let reported = reported_days(app, &found.site).await?;
    let known = known(app, memory, &found.site, &reported).await?;
    let rows = known.map_or_else(Vec::new, |known| {
        let own = known.own();
        let packs = known.ranking.packs.iter();
        let packs = packs.filter_map(|pack| own.pack(pack.number));
        packs
            .map(|pack| file_row(&own, &found.site, &pack))
            .collect()
    });
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

fn file_row(own: &Own<'_>, site: &Site, pack: &OwnPack) -> Dated<FileRow> {
    let (name, label) = own.names(pack);
    Dated {
        day: Some(own.day),
        // One site, which has reported.
        completeness: Completeness {
            expected: 1,
            received: 1,
        },
        synthetic: site.synthetic,
        place: Place::of(site.tier, Scope::Department(site.department)),
        row: FileRow {
            cip13: pack.cip13.to_string(),
            name,
            pack: label,
            on_hand: pack.on_hand,
            sold_per_day: match pack.demand {
                Demand::BoxesPerDay(boxes) => Some(boxes),
                Demand::Unknown => None,
            },
            lasts_days: pack.cover.days(),
        },
    }
}
