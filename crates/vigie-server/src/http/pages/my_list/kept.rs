//! Lists that people keep under a name. A list of somebody else is as good as none.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use vigie_pages::{MyList, MyListProblem, links};
use vigie_store::{FeedSecret, MedicineListNumber, NewMedicineList, PersonNumber, StoreError};

use super::{MOST_LINES, PageError, address, kept_list, page_of_items, page_with, shown};
use crate::http::App;
use crate::http::form::{Sent, clean_line};
use crate::http::pages::asked::Asked;
use crate::http::pages::desk::see_other;
use crate::http::pages::{Memory, trouble};
use crate::http::principal::Principal;

/// Most lists of one person.
const MOST_LISTS: usize = 100;
/// Most characters of a name.
const LONGEST_NAME: usize = 100;

/// `POST /{lang}/my-lists`: fields `name` and `items`.
pub async fn add(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    principal: Principal,
    asked: Asked,
    sent: Sent,
) -> Response {
    let Some(person) = person(&principal) else {
        return trouble::not_found(&asked, None);
    };
    let Some(items) = address::decode(sent.text("items"), MOST_LINES) else {
        let page = page_with(&app, &principal, &asked, MyListProblem::Address).await;
        return (StatusCode::BAD_REQUEST, shown(page, &asked)).into_response();
    };
    let problem = match (
        clean_line(sent.text("name"), LONGEST_NAME),
        count(&app, person).await,
    ) {
        (_, Err(error)) => return trouble::failed(&error, &asked),
        (None, _) => MyListProblem::Name,
        (_, Ok(MOST_LISTS..)) => MyListProblem::TooManyLists,
        (Some(name), Ok(_)) => {
            let added = keep(&app, person, name, items).await;
            return match added {
                Ok(number) => saved(&asked, number),
                Err(error) => trouble::failed(&error, &asked),
            };
        }
    };
    // The list is shown again, so that nothing is lost.
    let page = page_of_items(&app, &memory, &principal, &asked, items).await;
    let page = page.map(|page| MyList {
        problem: Some(problem),
        ..page
    });
    (StatusCode::UNPROCESSABLE_ENTITY, shown(page, &asked)).into_response()
}

async fn count(app: &App, person: PersonNumber) -> Result<usize, StoreError> {
    Ok(app.system.store.list_medicine_lists(person).await?.len())
}

/// What went wrong while a list was kept.
#[derive(Debug, thiserror::Error)]
enum KeepError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("no random bytes: {0}")]
    Random(#[from] std::io::Error),
}

async fn keep(
    app: &App,
    person: PersonNumber,
    name: String,
    items: std::collections::BTreeSet<vigie_model::FormularyItem>,
) -> Result<MedicineListNumber, KeepError> {
    let list = NewMedicineList {
        person,
        name,
        items,
        feed_secret: FeedSecret::random()?,
        created_at: app.system.wall().now(),
    };
    Ok(app.system.store.add_medicine_list(&list).await?)
}

fn person(principal: &Principal) -> Option<PersonNumber> {
    principal
        .signed_in()
        .map(|signed_in| signed_in.person.number)
}

fn saved(asked: &Asked, number: MedicineListNumber) -> Response {
    let address = links::page(asked.language, &format!("/my-lists/{}?saved=yes", number.0));
    see_other(&address)
}

/// `/{lang}/my-lists/{id}`
pub async fn show(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    principal: Principal,
    Path(number): Path<String>,
    asked: Asked,
) -> Response {
    page_of_kept(&app, &memory, &principal, &asked, &number, None).await
}

/// The page of a list that is kept, with what is wrong with the form that was sent from it.
async fn page_of_kept(
    app: &App,
    memory: &Arc<Memory>,
    principal: &Principal,
    asked: &Asked,
    number: &str,
    problem: Option<MyListProblem>,
) -> Response {
    let Some((person, number)) = person(principal).zip(read_number(number)) else {
        return trouble::not_found(asked, None);
    };
    let list = match app.system.store.find_medicine_list(person, number).await {
        Ok(Some(list)) => list,
        Ok(None) => return trouble::not_found(asked, None),
        Err(error) => return trouble::failed(&error, asked),
    };
    let kept = kept_list(&list, asked.parameter("saved").is_some());
    let page = page_of_items(app, memory, principal, asked, list.items).await;
    let page = page.map(|mut page| {
        // The address names the list already.
        page.shell.path = format!("/my-lists/{}", number.0);
        page.shell.query = String::new();
        MyList {
            kept: Some(kept),
            problem,
            ..page
        }
    });
    shown(page, asked)
}

fn read_number(text: &str) -> Option<MedicineListNumber> {
    text.parse().ok().map(MedicineListNumber)
}

/// `POST /{lang}/my-lists/{id}/rename`: the field `name`.
pub async fn rename(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    principal: Principal,
    Path(number): Path<String>,
    asked: Asked,
    sent: Sent,
) -> Response {
    let Some(name) = clean_line(sent.text("name"), LONGEST_NAME) else {
        let problem = Some(MyListProblem::Name);
        let page = page_of_kept(&app, &memory, &principal, &asked, &number, problem).await;
        return match page.status() {
            StatusCode::OK => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
            _ => page,
        };
    };
    let Some((person, number)) = person(&principal).zip(read_number(&number)) else {
        return trouble::not_found(&asked, None);
    };
    let now = app.system.wall().now();
    let done = app
        .system
        .store
        .rename_medicine_list(person, number, &name, now)
        .await;
    done_or_absent(done.map_err(PageError::from), &asked, number)
}

/// `POST /{lang}/my-lists/{id}/items`: the field `items`.
pub async fn replace(
    State(app): State<App>,
    principal: Principal,
    Path(number): Path<String>,
    asked: Asked,
    sent: Sent,
) -> Response {
    let Some((person, number)) = person(&principal).zip(read_number(&number)) else {
        return trouble::not_found(&asked, None);
    };
    let Some(items) = address::decode(sent.text("items"), MOST_LINES) else {
        let page = page_with(&app, &principal, &asked, MyListProblem::Address).await;
        return (StatusCode::BAD_REQUEST, shown(page, &asked)).into_response();
    };
    let now = app.system.wall().now();
    let done = app
        .system
        .store
        .set_medicine_list_items(person, number, &items, now)
        .await;
    done_or_absent(done.map_err(PageError::from), &asked, number)
}

/// `POST /{lang}/my-lists/{id}/feed`
pub async fn renew_feed(
    State(app): State<App>,
    principal: Principal,
    Path(number): Path<String>,
    asked: Asked,
) -> Response {
    let Some((person, number)) = person(&principal).zip(read_number(&number)) else {
        return trouble::not_found(&asked, None);
    };
    let secret = match FeedSecret::random() {
        Ok(secret) => secret,
        Err(error) => return trouble::failed(&error, &asked),
    };
    let done = app
        .system
        .store
        .set_medicine_list_feed(person, number, secret)
        .await;
    done_or_absent(done.map_err(PageError::from), &asked, number)
}

/// `POST /{lang}/my-lists/{id}/remove`
pub async fn remove(
    State(app): State<App>,
    principal: Principal,
    Path(number): Path<String>,
    asked: Asked,
) -> Response {
    let Some((person, number)) = person(&principal).zip(read_number(&number)) else {
        return trouble::not_found(&asked, None);
    };
    match app.system.store.remove_medicine_list(person, number).await {
        Ok(true) => see_other(&links::page(asked.language, "/my-list")),
        Ok(false) => trouble::not_found(&asked, None),
        Err(error) => trouble::failed(&error, &asked),
    }
}

fn done_or_absent(
    done: Result<bool, PageError>,
    asked: &Asked,
    number: MedicineListNumber,
) -> Response {
    match done {
        Ok(true) => saved(asked, number),
        Ok(false) => trouble::not_found(asked, None),
        Err(error) => trouble::failed(&error, asked),
    }
}
