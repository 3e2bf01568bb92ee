//! Open data: what there is.

use axum::extract::State;
use axum::response::Response;
use vigie_model::Day;
use vigie_pages::{DataSet, OpenData, Prose};

use super::answer;
use super::asked::Asked;
use super::shell::shell;
use crate::http::App;
use crate::system::System;

const LICENCE: &str = "Licence Ouverte 2.0";

/// `/{lang}/data`
pub async fn show(State(app): State<App>, asked: Asked) -> Response {
    let latest = app.system.picture.read().latest();
    let shell = shell(&app.system, &asked, latest);
    let server = if shell.origin.is_empty() {
        "http://127.0.0.1:8080".to_owned()
    } else {
        shell.origin.clone()
    };
    let page = OpenData {
        sets: sets(&app.system, latest),
        server,
        shell,
    };
    answer(page.render(asked.language), &asked)
}

fn sets(system: &System, latest: Option<Day>) -> Vec<DataSet> {
    let closed = system.past.bounds().map(|(_, last)| last);
    let mut sets = stocks(latest, closed);
    sets.extend(published(system));
    sets
}

/// One set; name, text and rhythm in French and English.
fn set(
    identifier: &'static str,
    [name, text, rhythm]: [[&str; 2]; 3],
    day: Option<Day>,
    files: Vec<(&'static str, &'static str)>,
) -> DataSet {
    let both = |[french, english]: [&str; 2]| Prose::both(french, english);
    DataSet {
        identifier,
        name: both(name),
        text: both(text),
        day,
        rhythm: both(rhythm),
        files,
        licence: LICENCE,
    }
}

const CONTINUOUS: [&str; 2] = ["en continu", "continuous"];
const AT_IMPORT: [&str; 2] = ["à chaque import", "at every import"];

/// What sites report.
fn stocks(latest: Option<Day>, closed: Option<Day>) -> Vec<DataSet> {
    vec![
        set(
            "cover",
            [
                [
                    "Stock et couverture du pays",
                    "Stock and cover of the country",
                ],
                [
                    "Toutes les présentations : stock, demande, couverture, sites à zéro, par niveau ; un département au choix.",
                    "All packs: stock, demand, cover, sites at zero, by tier; one department if asked.",
                ],
                CONTINUOUS,
            ],
            latest,
            vec![
                ("CSV", "/api/v1/cover?format=csv"),
                ("Parquet", "/api/v1/cover?format=parquet"),
                ("JSON", "/api/v1/cover"),
            ],
        ),
        set(
            "areas",
            [
                ["Les territoires", "Places"],
                [
                    "Un médicament, une classe ou une liste par département ou région : les nombres de la carte.",
                    "A medicine, a class or a list by department or region: the numbers of the map.",
                ],
                CONTINUOUS,
            ],
            latest,
            vec![
                ("CSV", "/api/v1/areas?of=mitm&format=csv"),
                ("Parquet", "/api/v1/areas?of=mitm&format=parquet"),
                ("JSON", "/api/v1/areas?of=mitm"),
            ],
        ),
        set(
            "history",
            [
                ["L’historique d’une présentation", "History of a pack"],
                [
                    "Jour par jour : stock, ventes, sites qui en ont, sites à zéro, avec la complétude du jour.",
                    "Day by day: stock, sales, sites that have some, sites at zero, with the completeness of the day.",
                ],
                ["chaque jour clos", "every closed day"],
            ],
            closed,
            vec![
                ("CSV", "/api/v1/packs/3400935955838/history?format=csv"),
                (
                    "Parquet",
                    "/api/v1/packs/3400935955838/history?format=parquet",
                ),
                ("JSON", "/api/v1/packs/3400935955838/history"),
            ],
        ),
        set(
            "completeness",
            [
                ["Qui a transmis", "Who reported"],
                [
                    "Sites attendus et sites qui ont transmis, par niveau et département.",
                    "Sites expected and sites that reported, by tier and department.",
                ],
                CONTINUOUS,
            ],
            latest,
            vec![("JSON", "/api/v1/completeness")],
        ),
    ]
}

/// What others publish.
fn published(system: &System) -> Vec<DataSet> {
    let catalogue = system.catalogue();
    let list = catalogue.list_at(system.clock.today()).map(|(day, _)| day);
    vec![
        set(
            "availability",
            [
                [
                    "Liste de disponibilité de l’ANSM, datée",
                    "Availability list of the ANSM, dated",
                ],
                [
                    "La liste telle qu’elle était un jour donné : l’agence n’en publie que le dernier état.",
                    "The list as it was on a day: the agency publishes its last state only.",
                ],
                AT_IMPORT,
            ],
            list,
            vec![
                ("CSV", "/api/v1/availability?format=csv"),
                ("Parquet", "/api/v1/availability?format=parquet"),
                ("JSON", "/api/v1/availability"),
            ],
        ),
        set(
            "medicines",
            [
                ["Les médicaments", "Medicines"],
                [
                    "Identité, composition, présentations, prix, remboursement, groupes de substitution.",
                    "Identity, composition, packs, prices, reimbursement, groups of substitution.",
                ],
                AT_IMPORT,
            ],
            catalogue.release_day(),
            vec![("JSON", "/api/v1/medicines?q=amoxicilline")],
        ),
    ]
}
