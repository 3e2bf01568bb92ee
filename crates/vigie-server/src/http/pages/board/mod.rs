//! The national board: computed at most every two seconds, however many people look.

mod model;
mod ranking;

pub use ranking::RANKED_FROM_BOXES_PER_DAY;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use bytes::Bytes;
use parking_lot::RwLock;
use vigie_model::Language;
use vigie_pages::{RenderError, for_visitor};

use super::asked::Asked;
use super::{Memory, document, trouble};
use crate::http::App;
use crate::system::System;

/// A board of this age is shown as it is.
const FRESH: Duration = Duration::from_secs(2);
/// A board of this age is shown while the next one is made; after that the asker waits for it.
const STALE: Duration = Duration::from_secs(10);

/// The board as last written.
#[derive(Debug)]
struct Written {
    at: Instant,
    french: Bytes,
    english: Bytes,
}

impl Written {
    fn html(&self, language: Language) -> Bytes {
        match language {
            Language::French => self.french.clone(),
            Language::English => self.english.clone(),
        }
    }
}

/// The last board, and what does not change from one to the next.
#[derive(Debug, Default)]
pub struct BoardMemory {
    written: RwLock<Option<Arc<Written>>>,
    /// Held by the one who makes the next board.
    making: Arc<tokio::sync::Mutex<()>>,
    index: ranking::IndexMemory,
}

impl BoardMemory {
    fn younger_than(&self, age: Duration) -> Option<Arc<Written>> {
        self.written
            .read()
            .clone()
            .filter(|written| written.at.elapsed() < age)
    }
}

/// Why there is no board.
#[derive(Debug, thiserror::Error)]
enum BoardError {
    #[error(transparent)]
    Render(#[from] RenderError),
    #[error("the server is stopping")]
    Stopping,
}

/// `/{lang}/`
pub async fn show(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    asked: Asked,
) -> Response {
    match written(&app, &memory).await {
        Ok(written) => {
            let html = written.html(asked.language);
            let Some(name) = &asked.visitor else {
                return document(html, asked.language);
            };
            let text = String::from_utf8_lossy(&html);
            document(for_visitor(&text, asked.language, name), asked.language)
        }
        Err(error) => trouble::failed(&error, &asked),
    }
}

async fn written(app: &App, memory: &Arc<Memory>) -> Result<Arc<Written>, BoardError> {
    if let Some(fresh) = memory.board.younger_than(FRESH) {
        return Ok(fresh);
    }
    if let Some(stale) = memory.board.younger_than(STALE) {
        if let Ok(making) = Arc::clone(&memory.board.making).try_lock_owned() {
            let (app, memory) = (app.clone(), Arc::clone(memory));
            tokio::spawn(async move {
                if let Err(error) = make(&app, &memory).await {
                    tracing::error!(%error, "Board could not be made");
                }
                drop(making);
            });
        }
        return Ok(stale);
    }
    let _making = memory.board.making.lock().await;
    match memory.board.younger_than(FRESH) {
        Some(fresh) => Ok(fresh),
        None => make(app, memory).await,
    }
}

/// Makes the board on a thread where files may be read.
async fn make(app: &App, memory: &Arc<Memory>) -> Result<Arc<Written>, BoardError> {
    let (system, memory) = (Arc::clone(&app.system), Arc::clone(memory));
    let made = tokio::task::spawn_blocking(move || write(&system, &memory));
    made.await.map_err(|_| BoardError::Stopping)?
}

fn write(system: &System, memory: &Memory) -> Result<Arc<Written>, BoardError> {
    let board = model::board(system, memory);
    let written = Arc::new(Written {
        french: board.render(Language::French)?.into(),
        english: board.render(Language::English)?.into(),
        at: Instant::now(),
    });
    *memory.board.written.write() = Some(Arc::clone(&written));
    Ok(written)
}
