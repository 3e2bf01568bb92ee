//! Pages, public and signed in, as sixteen people ask for them at once.
//!
//! The whole country has reported, and no day has ended yet: what pages read of the past is measured by the year of one
//! pack.

use std::sync::Arc;

use vigie_catalogue::Catalogue;

use super::questions;
use super::world::World;

/// Different pages of a sort.
const DIFFERENT: usize = 500;
/// Classes whose sums are large: the first level of the classification, and all packs of major interest.
const LARGE_SUBJECTS: [&str; 6] = ["J", "N", "C", "A", "L", "mitm"];

/// Pages of one sort.
pub struct Sort {
    /// What they are.
    pub name: &'static str,
    /// Their addresses.
    pub targets: Vec<Arc<str>>,
    /// The session of the person who reads them.
    pub cookie: Option<Arc<str>>,
}

/// All sorts of pages.
pub fn sorts(world: &World) -> Vec<Sort> {
    let public = |name, targets| Sort {
        name,
        targets,
        cookie: None,
    };
    let seen_by = |cookie: &Arc<str>, name, targets| Sort {
        name,
        targets,
        cookie: Some(Arc::clone(cookie)),
    };
    let cookies = &world.cookies;
    vec![
        public("page: home", both_languages("/")),
        public("page: rankings", both_languages("/observatory/rankings")),
        public("page: years", both_languages("/observatory/years")),
        public("page: definitions", both_languages("/definitions")),
        public(
            "page: medicine",
            medicines(&world.catalogue, "/fr/medicines/"),
        ),
        public("page: search", searches(&world.catalogue)),
        public(
            "page: observatory of a medicine",
            medicines(&world.catalogue, "/fr/observatory?of="),
        ),
        public("page: observatory of a large class", large_subjects()),
        seen_by(&cookies.assessor, "page: stock of a site", own_sites(world)),
        seen_by(
            &cookies.assessor,
            "page: work list",
            both_languages("/work-list"),
        ),
        seen_by(&cookies.assessor, "page: who holds a pack", holders(world)),
        seen_by(
            &cookies.assessor,
            "page: list of sites",
            both_languages("/reporting"),
        ),
        seen_by(&cookies.operator, "page: tokens", both_languages("/tokens")),
        seen_by(
            &cookies.operator,
            "page: audit log",
            both_languages("/audit"),
        ),
    ]
}

fn both_languages(path: &str) -> Vec<Arc<str>> {
    let paths = ["fr", "en"].map(|language| format!("/{language}{path}").into());
    paths.to_vec()
}

fn medicines(catalogue: &Catalogue, before: &str) -> Vec<Arc<str>> {
    let medicines =
        questions::spread(catalogue).filter(|medicine| medicine.packs().next().is_some());
    medicines
        .take(DIFFERENT)
        .map(|medicine| format!("{before}{}", medicine.cis()).into())
        .collect()
}

fn searches(catalogue: &Catalogue) -> Vec<Arc<str>> {
    let searches = questions::searches(catalogue).into_iter().take(DIFFERENT);
    searches
        .map(|target| {
            target
                .replacen("/api/v1/medicines?", "/fr/search?", 1)
                .into()
        })
        .collect()
}

fn large_subjects() -> Vec<Arc<str>> {
    let subjects = LARGE_SUBJECTS.map(|of| format!("/fr/observatory?of={of}").into());
    subjects.to_vec()
}

fn own_sites(world: &World) -> Vec<Arc<str>> {
    let codes = world.site_codes().take(DIFFERENT);
    codes
        .map(|code| format!("/fr/reporting/{code}").into())
        .collect()
}

fn holders(world: &World) -> Vec<Arc<str>> {
    let packs = world.packs.iter().take(DIFFERENT);
    packs
        .map(|pack| format!("/fr/work-list/packs/{pack}?department=59").into())
        .collect()
}
