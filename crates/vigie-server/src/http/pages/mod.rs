//! Pages for people, in French and English: each handler fills a view model of `vigie-pages` from the running system.
//!
//! Locks are held only to copy what a page needs; a page is written after they are released. Anyone may read pages,
//! so sums over too few sites are shown as hidden ([`super::confidential`]).

#![allow(
    clippy::unused_async,
    reason = "a handler is asynchronous even when it has nothing to wait for"
)]

mod agency;
mod articles;
mod asked;
mod assets;
mod computed;
mod country;
mod definitions;
mod desk;
mod laboratory;
mod listing;
mod medicine;
mod my_list;
mod observatory;
mod open_data;
mod past;
mod reference;
pub mod refusal;
mod reporting;
mod search;
mod shell;
mod stock;
mod table;
mod trouble;

use std::sync::Arc;

use axum::Extension;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use vigie_model::Language;
use vigie_pages::{Article, RenderError, links};

use super::door::Doors;
use super::language::Speaks;
use crate::access::rights::{Resource, Right};

/// What pages remember between requests.
#[derive(Debug, Default)]
struct Memory {
    country: country::CountryMemory,
    past: past::PastMemory,
    laboratory: laboratory::LaboratoryMemory,
    own: reporting::OwnMemory,
    work: agency::WorkMemory,
}

/// All pages, and the page for addresses where nothing is.
pub fn doors(doors: Doors) -> Doors {
    let figures = Right::read(Resource::Figures);
    let neutral = doors.get("/", figures, choose_language).get(
        "/assets/{name}",
        Right::read(Resource::Documents),
        assets::show,
    );
    let neutral = desk::add_neutral(neutral);
    let pages = Language::ALL.into_iter().fold(neutral, add_language);
    pages.map_router(|router| {
        router
            .fallback(trouble::unknown_address)
            .layer(Extension(Arc::new(Memory::default())))
    })
}

fn add_language(doors: Doors, language: Language) -> Doors {
    let at = |path| links::page(language, path);
    let board = links::board(language);
    let figures = Right::read(Resource::Figures);
    let documents = Right::read(Resource::Documents);
    let doors = doors
        .get(&format!("/{}", language.code()), figures, move || {
            std::future::ready(Redirect::permanent(&board))
        })
        .get(&at("/"), figures, country::home)
        .get(&at("/search"), Right::read(Resource::Search), search::show)
        .get(&at("/observatory"), figures, observatory::show)
        .get(&at("/observatory/values"), figures, observatory::values)
        .get(&at("/observatory/rankings"), figures, country::rankings)
        .get(&at("/observatory/years"), figures, country::years)
        .get(&at("/data"), documents, open_data::show)
        .get(&at("/medicines/{cis}"), figures, medicine::show)
        .get(&at("/definitions"), documents, definitions::show)
        .get(&at("/api"), documents, reference::show);
    let doors = Article::ALL.into_iter().fold(doors, |doors, article| {
        let show = move |state, asked| articles::show(article, state, asked);
        doors.get(&at(article.path), documents, show)
    });
    let doors = my_list::add_language(doors, language);
    let doors = desk::add_language(doors, language);
    let doors = laboratory::add_language(doors, language);
    let doors = reporting::add_language(doors, language);
    agency::add_language(doors, language)
}

/// The board in the language of the asker.
async fn choose_language(Speaks(language): Speaks) -> impl IntoResponse {
    let address = links::board(language);
    let vary = (header::VARY, HeaderValue::from_static("accept-language"));
    // 302 and not 307 or 308: the answer depends on who asks.
    (
        StatusCode::FOUND,
        [vary, (header::LOCATION, address_header(&address))],
    )
}

fn address_header(address: &str) -> HeaderValue {
    HeaderValue::from_str(address).unwrap_or(HeaderValue::from_static("/fr/"))
}

/// A written page, or the page that says that it could not be written.
fn answer(page: Result<String, RenderError>, asked: &asked::Asked) -> Response {
    match page {
        Ok(html) => document(&html, asked),
        Err(error) => trouble::failed(&error, asked),
    }
}

/// A page, or the region of it that was asked for. Which one depends on headers, and caches are told so.
fn page_or_region(written: Result<String, RenderError>, asked: &asked::Asked) -> Response {
    let vary = [(
        header::VARY,
        HeaderValue::from_static("hx-request, hx-target"),
    )];
    (vary, answer(written, asked)).into_response()
}

/// A page as it is sent, with the nonce of the request. Browsers ask again each time: stocks move.
fn document(html: &str, asked: &asked::Asked) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (
            header::CONTENT_LANGUAGE,
            HeaderValue::from_static(asked.language.code()),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, asked.nonce.put_into(html)).into_response()
}
