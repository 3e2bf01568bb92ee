//! The state of the installation, for the operator.

use axum::extract::State;
use axum::response::Response;
use vigie_model::Day;
use vigie_pages::desk::{FileContent, FileGroup, InstallationPage};
use vigie_stock::QuarantineReason;
use vigie_store::{Engine, FileKind};

use super::{Page, shown, written};
use crate::http::App;
use crate::http::pages::asked::Asked;
use crate::http::pages::shell::shell;

/// Waiting codes that are shown.
const CODES_SHOWN: usize = 200;

/// `/{lang}/installation`
pub async fn show(State(app): State<App>, asked: Asked) -> Response {
    shown(page(&app, &asked).await, &asked)
}

async fn page(app: &App, asked: &Asked) -> Page {
    let system = &app.system;
    let store = &system.store;
    let reason = vigie_store::QuarantineReason(QuarantineReason::UnknownPack.code().into());
    let mut waiting = store.find_quarantined_codes(reason).await?;
    let waiting_count = waiting.len() as u64;
    waiting.truncate(CODES_SHOWN);
    let mut files = Vec::new();
    for (kind, content) in [
        (FileKind::Day, FileContent::Days),
        (FileKind::History, FileContent::History),
        (FileKind::Snapshot, FileContent::Snapshots),
        (FileKind::Catalogue, FileContent::Catalogue),
    ] {
        let found = store.list_files(kind, Day::MIN, Day::MAX).await?;
        let sum = |count: fn(&vigie_store::NewFile) -> u64| {
            found.iter().map(|file| count(&file.file)).sum()
        };
        files.push(FileGroup {
            content,
            count: found.len() as u64,
            rows: sum(|file| file.row_count),
            bytes: sum(|file| file.byte_count),
        });
    }
    files.retain(|group| group.count > 0);
    let catalogue = system.catalogue();
    let (journal_head, stock_lines, latest, last_closed, corrections) = {
        let picture = system.picture.read();
        (
            picture.journal_head().0,
            picture.cells() as u64,
            picture.latest(),
            picture.last_closed(),
            picture.corrections().len() as u64,
        )
    };
    let page = InstallationPage {
        shell: shell(system, asked, latest),
        halted: system.halted(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        database: match store.engine() {
            Engine::Sqlite => "SQLite",
            Engine::Postgres => "PostgreSQL",
        },
        journal_head,
        stock_lines,
        latest,
        last_closed,
        corrections,
        history: system.past.bounds(),
        nation_days: system.nation.days().len() as u64,
        releases: catalogue.release_days().to_vec(),
        lists: catalogue.availability_days().to_vec(),
        medicines: catalogue.medicines().len() as u64,
        packs: catalogue.packs().len() as u64,
        files,
        waiting_codes: waiting,
        waiting_count,
    };
    Ok(written(page.render(asked.language)?, asked))
}
