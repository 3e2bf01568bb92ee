//! My list: a formulary that somebody types, pastes or uploads, as a table of what is short, thin and replaceable. It is
//! kept in the address, or under a name by those who sign in. Public figures only, whoever asks.

mod address;
mod csv;
mod feed;
mod kept;
mod reading;
mod rows;

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use vigie_catalogue::Catalogue;
use vigie_model::{FormularyItem, Language};
use vigie_pages::{
    CoverThresholds, KeptList, MyList, MyListLimits, MyListProblem, MyListResult, OwnList, links,
};
use vigie_stock::{TableLimits, TableRefusal, read_table};
use vigie_store::{FeedSecret, StoreError};

use super::asked::Asked;
use super::country::{self, Country};
use super::listing::Listing;
use super::shell::shell;
use super::{Memory, answer, trouble};
use crate::access::rights::{Resource, Right};
use crate::http::App;
use crate::http::door::Doors;
use crate::http::form::{Sent, SentFile};
use crate::http::principal::Principal;
use crate::system::System;
use feed::FeedPlace;
use reading::Reading;
use rows::Rows;

/// Most lines of a list, and most entries.
const MOST_LINES: usize = 10_000;
/// Largest list once decompressed, in bytes.
const MOST_BYTES: u64 = 4 << 20;
const LIMITS: TableLimits = TableLimits {
    plain_bytes: MOST_BYTES,
    rows: MOST_LINES,
};
/// Rows of the table; the CSV has all of them.
const MOST_ROWS: usize = 500;

/// The doors in one language.
pub fn add_language(doors: Doors, language: Language) -> Doors {
    let at = |path| links::page(language, path);
    let (figures, hand_in) = (Right::read(Resource::Figures), Right::send(Resource::Lists));
    let (see, change) = (Right::read(Resource::Lists), Right::change(Resource::Lists));
    doors
        .get(&at("/my-list"), figures, show)
        .post(&at("/my-list"), hand_in, read)
        .get(&at("/my-list.csv"), figures, show_csv)
        .post(&at("/my-list.csv"), hand_in, read_csv)
        .get(&at("/my-list.atom"), figures, show_feed)
        .get(&at("/my-list/feed/{secret}"), figures, show_kept_feed)
        .post(&at("/my-lists"), change, kept::add)
        .get(&at("/my-lists/{id}"), see, kept::show)
        .post(&at("/my-lists/{id}/rename"), change, kept::rename)
        .post(&at("/my-lists/{id}/items"), change, kept::replace)
        .post(&at("/my-lists/{id}/feed"), change, kept::renew_feed)
        .post(&at("/my-lists/{id}/remove"), change, kept::remove)
}

/// `/{lang}/my-list?items=…`
async fn show(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    principal: Principal,
    asked: Asked,
) -> Response {
    let Some(items) = items_of_address(&asked) else {
        let page = page(&app, &principal, &asked).await;
        return shown(page, &asked);
    };
    match items {
        Ok(items) => {
            let page = page_of_items(&app, &memory, &principal, &asked, items).await;
            shown(page, &asked)
        }
        Err(problem) => {
            let page = page_with(&app, &principal, &asked, problem).await;
            (StatusCode::BAD_REQUEST, shown(page, &asked)).into_response()
        }
    }
}

/// `POST /{lang}/my-list`: fields `text` and `answer-…`, or a file.
async fn read(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    principal: Principal,
    asked: Asked,
    sent: Sent,
    file: SentFile,
) -> Response {
    let typed = sent.raw("text");
    // Who chooses a file means it, also where the field still holds an earlier list.
    let is_file = !file.content.is_empty();
    let body = if is_file {
        file.content
    } else {
        Bytes::copy_from_slice(typed.as_bytes())
    };
    let table = match tokio::task::spawn_blocking(move || read_table(&body, LIMITS)).await {
        Ok(Ok(table)) => table,
        Ok(Err(refusal)) => {
            let page = page_with(&app, &principal, &asked, problem_of(refusal)).await;
            let text = if is_file {
                ""
            } else {
                kept_text(typed, refusal)
            };
            let page = page.map(|page| MyList {
                text: text.to_owned(),
                ..page
            });
            return (status_of(refusal), shown(page, &asked)).into_response();
        }
        Err(_) => return trouble::stopping(&asked),
    };
    let understand = move |catalogue: &Catalogue| Reading::of(catalogue, &table, sent.fields());
    let page = page_of(&app, &memory, &principal, &asked, understand).await;
    shown(page, &asked)
}

const fn problem_of(refusal: TableRefusal) -> MyListProblem {
    match refusal {
        TableRefusal::Empty => MyListProblem::Empty,
        TableRefusal::WebPage => MyListProblem::WebPage,
        TableRefusal::OtherKind => MyListProblem::OtherKind,
        TableRefusal::Damaged => MyListProblem::Damaged,
        TableRefusal::TooManyRows { .. } => MyListProblem::TooManyLines,
        TableRefusal::TooLarge { .. } => MyListProblem::TooLarge,
    }
}

/// What was typed is shown again, to be mended.
const fn kept_text(typed: &str, refusal: TableRefusal) -> &str {
    match refusal {
        TableRefusal::TooManyRows { .. } => typed,
        _ => "",
    }
}

const fn status_of(refusal: TableRefusal) -> StatusCode {
    match refusal {
        TableRefusal::TooManyRows { .. } | TableRefusal::TooLarge { .. } => {
            StatusCode::PAYLOAD_TOO_LARGE
        }
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// `/{lang}/my-list.csv?items=…`
async fn show_csv(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    asked: Asked,
) -> Response {
    match items_of_address(&asked) {
        Some(Ok(items)) => csv_of(&app, &memory, &asked, items).await,
        _ => wrong_address(&asked),
    }
}

/// `POST /{lang}/my-list.csv`: the field `items`, for lists that no address holds.
async fn read_csv(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    asked: Asked,
    sent: Sent,
) -> Response {
    match address::decode(sent.text("items"), MOST_LINES) {
        Some(items) => csv_of(&app, &memory, &asked, items).await,
        None => wrong_address(&asked),
    }
}

async fn csv_of(
    app: &App,
    memory: &Arc<Memory>,
    asked: &Asked,
    items: BTreeSet<FormularyItem>,
) -> Response {
    let understand = move |catalogue: &Catalogue| Reading::of_items(catalogue, &items);
    match result_of(app, memory, understand).await {
        Some((_, result)) => csv::answer(&result, app.system.registry().has_synthetic_sites()),
        None => trouble::stopping(asked),
    }
}

/// `/{lang}/my-list.atom?items=…`
async fn show_feed(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    asked: Asked,
) -> Response {
    let Some(Ok(items)) = items_of_address(&asked) else {
        return wrong_address(&asked);
    };
    let code = address::encode(&items);
    let place = FeedPlace {
        key: format!("list {code}"),
        name: None,
        path: format!("/my-list.atom?items={code}"),
        page_path: format!("/my-list?items={code}"),
    };
    feed_of(&app, &memory, &asked, items, place).await
}

/// `/{lang}/my-list/feed/{secret}`
async fn show_kept_feed(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    Path(secret): Path<String>,
    asked: Asked,
) -> Response {
    let Ok(secret) = secret.parse::<FeedSecret>() else {
        return trouble::not_found(&asked, None);
    };
    let list = match app.system.store.find_medicine_list_by_feed(secret).await {
        Ok(Some(list)) => list,
        Ok(None) => return trouble::not_found(&asked, None),
        Err(error) => return trouble::failed(&error, &asked),
    };
    let place = FeedPlace {
        // The number is the same when the address of the feed changes.
        key: format!("kept list {}", list.number.0),
        name: Some(list.name),
        path: feed_path(secret),
        page_path: format!("/my-lists/{}", list.number.0),
    };
    feed_of(&app, &memory, &asked, list.items, place).await
}

fn feed_path(secret: FeedSecret) -> String {
    format!("/my-list/feed/{secret}")
}

async fn feed_of(
    app: &App,
    memory: &Arc<Memory>,
    asked: &Asked,
    items: BTreeSet<FormularyItem>,
    place: FeedPlace,
) -> Response {
    let Some(country) = country::country(app, memory).await else {
        return trouble::stopping(asked);
    };
    let system = Arc::clone(&app.system);
    let make = move || feed::feed(&system, &system.catalogue(), &country, &items, place);
    let Ok(feed) = tokio::task::spawn_blocking(make).await else {
        return trouble::stopping(asked);
    };
    let kind = HeaderValue::from_static("application/atom+xml; charset=utf-8");
    match feed.render(asked.language) {
        Ok(document) => ([(header::CONTENT_TYPE, kind)], document).into_response(),
        Err(error) => trouble::failed(&error, asked),
    }
}

fn items_of_address(asked: &Asked) -> Option<Result<BTreeSet<FormularyItem>, MyListProblem>> {
    let text = asked.parameter("items")?;
    // Longer ones are never given: each entry costs something, and an address may be asked for by anybody, often.
    let fits = text.len() <= address::LONGEST;
    let items = fits.then(|| address::decode(text, MOST_LINES)).flatten();
    Some(items.ok_or(MyListProblem::Address))
}

fn wrong_address(asked: &Asked) -> Response {
    let value = asked.parameter("items").unwrap_or_default();
    let expected = ["le lien d’une liste, en entier", "the whole link of a list"];
    trouble::bad_parameter(asked, "items", value, expected)
}

/// What went wrong while a page was made.
#[derive(Debug, thiserror::Error)]
enum PageError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the server stops")]
    Stopping,
}

fn shown(page: Result<MyList, PageError>, asked: &Asked) -> Response {
    match page {
        Ok(page) => answer(page.render(asked.language), asked),
        Err(PageError::Stopping) => trouble::stopping(asked),
        Err(error) => trouble::failed(&error, asked),
    }
}

/// The page before anything was handed in.
async fn page(app: &App, principal: &Principal, asked: &Asked) -> Result<MyList, PageError> {
    let data_day = app.system.picture.read().latest();
    let own = match principal.signed_in() {
        Some(signed_in) => {
            app.system
                .store
                .list_medicine_lists(signed_in.person.number)
                .await?
        }
        None => Vec::new(),
    };
    let own = own.into_iter().map(|list| OwnList {
        number: list.number.0,
        name: list.name,
        entries: list.items,
    });
    Ok(MyList {
        shell: shell(&app.system, asked, data_day),
        text: String::new(),
        problem: None,
        result: None,
        kept: None,
        own: own.collect(),
        form_token: principal
            .signed_in()
            .map_or_else(String::new, |one| one.form_token.clone()),
        limits: MyListLimits {
            lines: MOST_LINES as u64,
            bytes: MOST_BYTES,
        },
        thresholds: CoverThresholds::default(),
    })
}

async fn page_with(
    app: &App,
    principal: &Principal,
    asked: &Asked,
    problem: MyListProblem,
) -> Result<MyList, PageError> {
    let page = page(app, principal, asked).await?;
    Ok(MyList {
        problem: Some(problem),
        ..page
    })
}

async fn page_of_items(
    app: &App,
    memory: &Arc<Memory>,
    principal: &Principal,
    asked: &Asked,
    items: BTreeSet<FormularyItem>,
) -> Result<MyList, PageError> {
    page_of(app, memory, principal, asked, move |catalogue| {
        Reading::of_items(catalogue, &items)
    })
    .await
}

/// The page of a list that is read on a thread where this may take a while.
async fn page_of(
    app: &App,
    memory: &Arc<Memory>,
    principal: &Principal,
    asked: &Asked,
    understand: impl FnOnce(&Catalogue) -> Reading + Send + 'static,
) -> Result<MyList, PageError> {
    let (text, mut result) = result_of(app, memory, understand)
        .await
        .ok_or(PageError::Stopping)?;
    result.rows.truncate(MOST_ROWS);
    let mut page = page(app, principal, asked).await?;
    "/my-list".clone_into(&mut page.shell.path);
    // The link to the other language shows the list again.
    page.shell.query = result
        .link
        .as_deref()
        .and_then(|link| link.split_once('?'))
        .map(|(_, query)| query.to_owned())
        .unwrap_or_default();
    Ok(MyList {
        text,
        result: Some(result),
        ..page
    })
}

/// The list as text, and all of what was understood of it; `None` when the server stops.
async fn result_of(
    app: &App,
    memory: &Arc<Memory>,
    understand: impl FnOnce(&Catalogue) -> Reading + Send + 'static,
) -> Option<(String, MyListResult)> {
    let country = country::country(app, memory).await?;
    let system = Arc::clone(&app.system);
    let make = move || {
        let catalogue = system.catalogue();
        let reading = understand(&catalogue);
        let result = result(&system, &catalogue, &country, &reading);
        (
            reading.text,
            MyListResult {
                unsettled: reading.unsettled,
                ..result
            },
        )
    };
    tokio::task::spawn_blocking(make).await.ok()
}

fn result(
    system: &System,
    catalogue: &Catalogue,
    country: &Country,
    reading: &Reading,
) -> MyListResult {
    let Rows { rows, counts } = Rows::of(system, catalogue, country, reading);
    let items = address::encode(&reading.entries.keys().copied().collect());
    MyListResult {
        link: (items.len() <= address::LONGEST).then(|| format!("/my-list?items={items}")),
        items,
        as_of: country.latest,
        completeness: country.latest.map(|_| country.reporting.whole()),
        list_day: Listing::at(catalogue, system.clock.today()).day(),
        counts,
        unsettled: Vec::new(),
        rows,
    }
}

/// A list that is kept, as its page names it.
fn kept_list(list: &vigie_store::MedicineList, is_saved: bool) -> KeptList {
    KeptList {
        number: list.number.0,
        name: list.name.clone(),
        feed: feed_path(list.feed_secret),
        is_saved,
    }
}
