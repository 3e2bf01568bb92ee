//! The policy laboratory: rules tried on real prices and volumes. Everything it reads is public.

mod claims;
mod compare;
mod critical;
mod levers;
mod list;
mod market;
mod market_files;
mod market_view;
mod note;
mod numbers;
mod pack;
mod pack_view;
mod relief;
mod room;
mod shares;
mod stock;
mod stock_medicines;

use std::collections::HashSet;

use axum::extract::State;
use axum::response::Response;
use vigie_catalogue::{Availability, AvailabilityStatus, Catalogue};
use vigie_model::{Cis, Day, Language};
use vigie_pages::laboratory::Laboratory;
use vigie_pages::{Prose, Shell, links};
use vigie_policy::{Parameters, Problem, Scenario, Sentence};

use super::answer;
use super::asked::Asked;
use super::computed::{computed_or_wrong, file, prose, refused};
use super::desk::see_other;
use super::shell::shell;
use crate::access::rights::{Resource, Right};
use crate::http::App;
use crate::http::door::Doors;
use crate::http::form::SentFile;
use crate::http::pages::table::csv_text;

pub use market::LaboratoryMemory;

/// Largest scenario that is read, in bytes: all parameters changed take less.
const MOST_SCENARIO_BYTES: usize = 64 << 10;
/// The region of a page that levers change.
const OUTCOME: &str = "outcome-region";

/// The doors in one language.
pub fn add_language(doors: Doors, language: Language) -> Doors {
    let at = |path| links::page(language, path);
    let read = Right::read(Resource::Laboratory);
    doors
        .get(&at("/laboratory"), read, index)
        .post(
            &at("/laboratory/scenario"),
            Right::send(Resource::Laboratory),
            open,
        )
        .get(&at("/laboratory/prices"), read, market::show)
        .get(&at("/laboratory/prices.csv"), read, market::packs_file)
        .get(
            &at("/laboratory/prices.xlsx"),
            read,
            market::packs_spreadsheet,
        )
        .get(&at("/laboratory/prices.json"), read, market::numbers)
        .get(&at("/laboratory/prices.toml"), read, market::scenario_file)
        .get(&at("/laboratory/prices/note"), read, note::show)
        .get(&at("/laboratory/compare"), read, compare::show)
        .get(&at("/laboratory/relief"), read, relief::show)
        .get(&at("/laboratory/critical-list"), read, critical::show)
        .get(&at("/laboratory/list"), read, list::show)
        .post(
            &at("/laboratory/list"),
            Right::send(Resource::Laboratory),
            list::compare,
        )
        .get(&at("/laboratory/pack"), read, pack::show)
        .get(&at("/laboratory/shares"), read, shares::show)
        .get(&at("/laboratory/shares.csv"), read, shares::shares_file)
        .get(
            &at("/laboratory/critical-list.csv"),
            read,
            critical::substances_file,
        )
        .get(&at("/laboratory/room"), read, room::show)
        .get(&at("/laboratory/room.csv"), read, room::medicines_file)
        .get(&at("/laboratory/safety-stock"), read, stock::show)
        .get(
            &at("/laboratory/safety-stock.csv"),
            read,
            stock::medicines_file,
        )
}

/// `/{lang}/laboratory`
async fn index(State(app): State<App>, asked: Asked) -> Response {
    let page = Laboratory {
        shell: own_shell(&app, &asked),
        problems: Vec::new(),
    };
    answer(page.render(asked.language), &asked)
}

/// `POST /{lang}/laboratory/scenario`: leads to the address that says what the file says.
async fn open(State(app): State<App>, asked: Asked, file: SentFile) -> Response {
    let problems = match read_scenario(&file.content) {
        Ok(scenario) => {
            let path = links::page(asked.language, "/laboratory/prices");
            return see_other(&format!("{path}?{}", levers::query_of(&scenario)));
        }
        Err(problems) => problems,
    };
    let said = |problem: &Problem| {
        let (place, sentence) = (&problem.place, &problem.sentence);
        Prose::both(
            format!("{place}\u{a0}: {}", sentence.french),
            format!("{place}: {}", sentence.english),
        )
    };
    let page = Laboratory {
        shell: own_shell(&app, &asked.at("/laboratory".to_owned())),
        problems: problems.iter().map(said).collect(),
    };
    computed_or_wrong(page.render(asked.language), true, &asked)
}

fn read_scenario(content: &[u8]) -> Result<Scenario, Vec<Problem>> {
    if content.len() > MOST_SCENARIO_BYTES {
        let sentence = Sentence::new(
            format!(
                "Le fichier dépasse {MOST_SCENARIO_BYTES} octets\u{a0}: ce n’est pas un scénario."
            ),
            format!("The file is larger than {MOST_SCENARIO_BYTES} bytes: this is no scenario."),
        );
        return Err(vec![Problem::new("too_large", "file", sentence)]);
    }
    Scenario::parse(&String::from_utf8_lossy(content), Parameters::shipped())
}

/// Nothing here is simulated: prices and volumes are published ones.
fn own_shell(app: &App, asked: &Asked) -> Shell {
    Shell {
        synthetic: false,
        ..shell(&app.system, asked, None)
    }
}

/// Medicines in shortage on the list in force, and its day.
fn shortages(catalogue: &Catalogue, today: Day) -> (Option<Day>, HashSet<Cis>) {
    let Some((day, list)) = catalogue.list_at(today) else {
        return (None, HashSet::new());
    };
    let short = list.filter(|entry| entry.status() == AvailabilityStatus::Shortage);
    (Some(day), short.map(Availability::cis).collect())
}
