//! Pages of the agencies: nothing is hidden, each reader sees her territory, and each look is noted.

mod list;
mod pack;
mod redistribution;
mod territory;

use vigie_model::Language;
use vigie_pages::links;

use crate::access::rights::{Resource, Right};
use crate::http::door::Doors;

pub use list::WorkMemory;

/// The doors in one language.
pub fn add_language(doors: Doors, language: Language) -> Doors {
    let at = |path| links::page(language, path);
    let right = Right::read(Resource::IdentifiedFigures);
    doors
        .get(&at("/work-list"), right, list::show)
        .get(&at("/work-list/packs/{cip13}"), right, pack::show)
        .get(
            &at("/work-list/packs/{cip13}/redistribution"),
            right,
            redistribution::show,
        )
        .get(
            &at("/work-list/packs/{cip13}/redistribution.csv"),
            right,
            redistribution::moves_file,
        )
}
