//! Pages for people, in French and English: each handler fills a view model of `vigie-pages` from the running system.
//!
//! Locks are held only to copy what a page needs; a page is written after they are released. Anyone may read pages,
//! so sums over too few sites are shown as hidden ([`super::confidential`]).

#![allow(
    clippy::unused_async,
    reason = "a handler is asynchronous even when it has nothing to wait for"
)]

mod articles;
mod asked;
mod assets;
mod country;
mod definitions;
mod listing;
mod medicine;
mod observatory;
mod open_data;
mod past;
mod reference;
mod search;
mod shell;
mod stock;
mod trouble;

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use vigie_model::Language;
use vigie_pages::{Article, RenderError, links};

use super::App;
use super::language::Speaks;

/// What pages remember between requests.
#[derive(Debug, Default)]
struct Memory {
    country: country::CountryMemory,
    past: past::PastMemory,
    observatory: observatory::ObservatoryMemory,
}

/// All pages, and the page for addresses where nothing is.
pub fn routes() -> Router<App> {
    let neutral = Router::new()
        .route("/", get(choose_language))
        .route("/assets/{name}", get(assets::show))
        .fallback(trouble::unknown_address);
    let pages = Language::ALL.into_iter().fold(neutral, add_language);
    pages.layer(Extension(Arc::new(Memory::default())))
}

fn add_language(router: Router<App>, language: Language) -> Router<App> {
    let at = |path| links::page(language, path);
    let board = links::board(language);
    let router = Article::ALL.into_iter().fold(router, |router, article| {
        let show = move |state, asked| articles::show(article, state, asked);
        router.route(&at(article.path), get(show))
    });
    router
        .route(
            &format!("/{}", language.code()),
            get(move || std::future::ready(Redirect::permanent(&board))),
        )
        .route(&at("/"), get(country::home))
        .route(&at("/search"), get(search::show))
        .route(&at("/observatory"), get(observatory::show))
        .route(&at("/observatory/years"), get(country::years))
        .route(&at("/data"), get(open_data::show))
        .route(&at("/observatory/rankings"), get(country::rankings))
        .route(&at("/medicines/{cis}"), get(medicine::show))
        .route(&at("/definitions"), get(definitions::show))
        .route(&at("/api"), get(reference::show))
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
