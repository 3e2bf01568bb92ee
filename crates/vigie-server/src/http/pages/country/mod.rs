//! The country as a whole: home and rankings. Computed at most every two seconds, however many people look.

mod home;
pub mod ranking;
pub mod rankings;
mod rows;
mod states;
mod trends;
mod years;

pub use ranking::RANKED_FROM_BOXES_PER_DAY;
pub use rankings::parts as severity_parts;
pub use states::{PackState, PackStates};
pub use trends::Trends;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use parking_lot::RwLock;
use vigie_model::{Day, Language};
use vigie_pages::{CoverThresholds, Home, Rankings, RenderError, Shell, YearRow, Years};

use super::asked::Asked;
use super::shell::shell;
use super::stock::Reporting;
use super::{Memory, answer, trouble};
use crate::http::App;
use crate::system::System;
use ranking::{PackIndex, Taken};
pub use rows::Rows;

/// What was computed is shown as it is at this age.
const FRESH: Duration = Duration::from_secs(2);
/// At this age it is shown while the next one is made; after that the asker waits for it.
const STALE: Duration = Duration::from_secs(10);

/// What was computed of the country.
#[derive(Debug)]
pub struct Country {
    at: Instant,
    /// Latest day reported.
    pub latest: Option<Day>,
    /// Who reported on it.
    pub reporting: Reporting,
    /// Each pack by itself.
    pub states: PackStates,
    /// How covers went.
    pub trends: Arc<Trends>,
    home: Home,
    rankings: Rankings,
    years: Vec<YearRow>,
}

/// The country as last computed, and what does not change from one time to the next.
#[derive(Debug, Default)]
pub struct CountryMemory {
    computed: RwLock<Option<Arc<Country>>>,
    /// Held by the one who computes.
    computing: Arc<tokio::sync::Mutex<()>>,
    /// Held by the one who reads the past of the country.
    reading: Arc<tokio::sync::Mutex<()>>,
    index: ranking::IndexMemory,
    trends: trends::TrendMemory,
    years: years::YearMemory,
}

impl CountryMemory {
    /// What the present catalogue says of all packs.
    pub fn index(&self, system: &System) -> Arc<PackIndex> {
        self.index.get(&system.catalogue(), &system.packs())
    }

    /// How the cover of every pack went.
    pub fn trends(&self, system: &System) -> Arc<Trends> {
        self.trends.get(system)
    }

    fn younger_than(&self, age: Duration) -> Option<Arc<Country>> {
        self.computed
            .read()
            .clone()
            .filter(|country| country.at.elapsed() < age)
    }
}

/// `/{lang}/`
pub async fn home(state: State<App>, memory: Extension<Arc<Memory>>, asked: Asked) -> Response {
    show(state, memory, asked, |country, shell, language| {
        let page = Home {
            shell,
            ..country.home.clone()
        };
        page.render(language)
    })
    .await
}

/// `/{lang}/observatory/rankings`
pub async fn rankings(state: State<App>, memory: Extension<Arc<Memory>>, asked: Asked) -> Response {
    show(state, memory, asked, |country, shell, language| {
        let page = Rankings {
            shell,
            ..country.rankings.clone()
        };
        page.render(language)
    })
    .await
}

/// `/{lang}/observatory/years`
pub async fn years(state: State<App>, memory: Extension<Arc<Memory>>, asked: Asked) -> Response {
    show(state, memory, asked, |country, shell, language| {
        let page = Years {
            shell,
            rows: country.years.clone(),
        };
        page.render(language)
    })
    .await
}

/// A page of the country as it was last computed.
async fn show(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    asked: Asked,
    render: impl FnOnce(&Country, Shell, Language) -> Result<String, RenderError>,
) -> Response {
    let Some(country) = country(&app, &memory).await else {
        return trouble::stopping(&asked);
    };
    let shell = shell(&app.system, &asked, country.latest);
    answer(render(&country, shell, asked.language), &asked)
}

/// The country, computed seconds ago at most; `None` when the server stops.
pub async fn country(app: &App, memory: &Arc<Memory>) -> Option<Arc<Country>> {
    if let Some(fresh) = memory.country.younger_than(FRESH) {
        return Some(fresh);
    }
    if let Some(stale) = memory.country.younger_than(STALE) {
        if let Ok(computing) = Arc::clone(&memory.country.computing).try_lock_owned() {
            let (app, memory) = (app.clone(), Arc::clone(memory));
            tokio::spawn(async move {
                compute(&app, &memory).await;
                drop(computing);
            });
        }
        return Some(stale);
    }
    let _computing = memory.country.computing.lock().await;
    match memory.country.younger_than(FRESH) {
        Some(fresh) => Some(fresh),
        None => compute(app, memory).await,
    }
}

/// Computes the country on a thread where this may take a while.
async fn compute(app: &App, memory: &Arc<Memory>) -> Option<Arc<Country>> {
    read_past(app, memory);
    let (system, memory) = (Arc::clone(&app.system), Arc::clone(memory));
    let computed = tokio::task::spawn_blocking(move || {
        let country = Arc::new(Country::of(&system, &memory.country));
        *memory.country.computed.write() = Some(Arc::clone(&country));
        country
    });
    computed.await.ok()
}

/// Has the days read that closed since the last time. The first time this takes a second for each day of a whole
/// country, so nobody waits for it.
fn read_past(app: &App, memory: &Arc<Memory>) {
    let Ok(reading) = Arc::clone(&memory.country.reading).try_lock_owned() else {
        return;
    };
    let system = Arc::clone(&app.system);
    tokio::task::spawn_blocking(move || {
        if let Err(error) = system.read_nation() {
            tracing::error!(%error, "The past of the country could not be read");
        }
        drop(reading);
    });
}

impl Country {
    fn of(system: &System, memory: &CountryMemory) -> Self {
        let taken = Taken::of(&system.picture.read());
        let catalogue = system.catalogue();
        let index = memory.index(system);
        let trends = memory.trends(system);
        let packs = ranking::judge(&taken, &index, &system.public_discretion());
        let rows = Rows::new(system, &catalogue, &trends, taken.latest);
        let severities = rankings::severities(&packs, &rows);
        let lists = rankings::Lists::of(&packs, &severities, &rows);
        Self {
            at: Instant::now(),
            latest: taken.latest,
            states: PackStates::of(&packs, &severities, &rows),
            home: home::home(system, &taken, &packs, &lists, &rows),
            rankings: rankings::rankings(system, &taken, &lists, &rows),
            years: memory.years.get(system, &trends),
            reporting: taken.reporting,
            trends: Arc::clone(&trends),
        }
    }
}

/// Days from which cover is labelled; below the lower one it is thin.
pub fn thresholds() -> CoverThresholds {
    CoverThresholds::default()
}
