//! The policy laboratory: rules tried on real prices and volumes. Everything it reads is public.

mod levers;
mod market;
mod market_view;

use axum::extract::State;
use axum::response::Response;
use vigie_model::Language;
use vigie_pages::laboratory::Laboratory;
use vigie_pages::{Prose, Shell, links};
use vigie_policy::Sentence;

use super::answer;
use super::asked::Asked;
use super::shell::shell;
use crate::access::rights::{Resource, Right};
use crate::http::App;
use crate::http::door::Doors;

pub use market::LaboratoryMemory;

/// The doors in one language.
pub fn add_language(doors: Doors, language: Language) -> Doors {
    let at = |path| links::page(language, path);
    let read = Right::read(Resource::Laboratory);
    doors
        .get(&at("/laboratory"), read, index)
        .get(&at("/laboratory/prices"), read, market::show)
        .get(&at("/laboratory/prices.csv"), read, market::packs_file)
        .get(&at("/laboratory/prices.toml"), read, market::scenario_file)
}

/// `/{lang}/laboratory`
async fn index(State(app): State<App>, asked: Asked) -> Response {
    let page = Laboratory {
        shell: own_shell(&app, &asked),
    };
    answer(page.render(asked.language), &asked)
}

/// Nothing here is simulated: prices and volumes are published ones.
fn own_shell(app: &App, asked: &Asked) -> Shell {
    Shell {
        synthetic: false,
        ..shell(&app.system, asked, None)
    }
}

fn prose(sentence: &Sentence) -> Prose {
    Prose::both(sentence.french.clone(), sentence.english.clone())
}
