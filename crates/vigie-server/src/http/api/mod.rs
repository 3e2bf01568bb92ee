//! The API: `/api/v1`, and the document that describes it.

#![allow(
    unused_qualifications,
    reason = "the macro that describes handlers writes whole paths"
)]

mod answers;
mod areas;
mod catalogue;
mod cover;
mod file;
mod history;
mod lists;
mod openapi;
mod place;
mod query;
mod reports;
mod stock;

pub use answers::Answers;
pub use file::{Column, Dated, FileFormat, Read};
#[cfg(test)]
pub use openapi::Document;
pub use place::Place;
pub use reports::{find_report, hand_in};

use super::door::Doors;
use crate::access::rights::{Resource, Right};

/// Everything under `/api/v1`.
pub fn doors(doors: Doors) -> Doors {
    let (catalogue, search) = (
        Right::read(Resource::Catalogue),
        Right::read(Resource::Search),
    );
    let (figures, reports) = (
        Right::read(Resource::Figures),
        Right::read(Resource::Reports),
    );
    doors
        .post("/reports", Right::send(Resource::Reports), reports::receive)
        .get("/reports/{id}", reports, reports::receipt)
        .get("/medicines", search, catalogue::search)
        .get("/medicines/{cis}", catalogue, catalogue::medicine)
        .get("/packs/{cip13}", catalogue, catalogue::pack)
        .get("/packs/{cip13}/stock", figures, stock::stock)
        .get("/packs/{cip13}/history", figures, history::history)
        .get("/areas", figures, areas::areas)
        .get("/cover", figures, cover::cover)
        .get("/availability", catalogue, lists::availability)
        .get("/completeness", figures, lists::completeness)
        .map_router(|router| router.fallback(query::unknown_address))
}

/// The documents beside the API.
pub fn documents(doors: Doors) -> Doors {
    let right = Right::read(Resource::Documents);
    doors.get("/api/openapi.json", right, openapi::document)
}
