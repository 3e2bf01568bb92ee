//! Pages of text.

use axum::extract::State;
use axum::response::Response;
use vigie_pages::Article;

use super::answer;
use super::asked::Asked;
use super::shell::shell;
use crate::http::App;

/// `/{lang}/about` and the pages below it.
pub async fn show(article: Article, State(app): State<App>, asked: Asked) -> Response {
    let data_day = app.system.picture.read().latest();
    let shell = shell(&app.system, &asked, data_day);
    answer(article.render(&shell, asked.language), &asked)
}
