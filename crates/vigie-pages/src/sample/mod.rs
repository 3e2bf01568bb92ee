//! Sample data for tests and previews. Names are those of real medicines; every number is made up.

mod agency;
mod desk;
mod home;
mod laboratory;
mod medicine;
mod my_list;
mod observatory;
mod pack;
mod reference;
mod reporting;
mod shares;
mod years;

use vigie_model::{Day, Language, Tier};

pub use desk::desk_pages;
pub use home::{empty_home, home, rankings};
pub use medicine::{medicine_page, unknown_medicine_page};
pub use my_list::{empty_my_list, kept_my_list, my_list, my_list_feed, refused_my_list};
pub use observatory::{ambiguous_observatory, observatory};
pub use reference::{api_reference, definitions};
pub use years::{open_data, years};

use crate::{
    Article, Availability, Completeness, CoverThresholds, Figure, Known, MatchedField, Problem,
    ProblemPage, Prose, Quantity, RenderError, SearchResult, SearchResults, Shell, SourceNote,
    TierCompleteness, UnknownReason,
};

/// 20 November 2026.
pub const TODAY: Day = Day::from_epoch_days(20_777);

/// Path and HTML of every page with sample data, in a language.
pub fn pages(language: Language) -> Result<Vec<(String, String)>, RenderError> {
    let mut pages = vec![
        ("", home().render(language)?),
        ("empty", empty_home().render(language)?),
        ("observatory", observatory().render(language)?),
        ("observatory/years", years().render(language)?),
        ("data", open_data().render(language)?),
        ("observatory/rankings", rankings().render(language)?),
        (
            "observatory-unclear",
            ambiguous_observatory().render(language)?,
        ),
        ("search", search_results().render(language)?),
        ("search-none", no_results().render(language)?),
        ("search-empty", empty_search().render(language)?),
        ("medicines/69118175", medicine_page().render(language)?),
        (
            "medicines/67421348",
            unknown_medicine_page().render(language)?,
        ),
        ("my-list", my_list().render(language)?),
        ("my-list-empty", empty_my_list().render(language)?),
        ("my-list-refused", refused_my_list().render(language)?),
        ("my-lists/3", kept_my_list().render(language)?),
        ("laboratory", laboratory::index().render(language)?),
        ("laboratory/prices", laboratory::market().render(language)?),
        (
            "laboratory/compare",
            laboratory::compare().render(language)?,
        ),
        ("laboratory/relief", laboratory::relief().render(language)?),
        ("laboratory/note", laboratory::note().render(language)?),
        (
            "laboratory/prices-wrong",
            laboratory::refused_market().render(language)?,
        ),
        (
            "laboratory/critical-list",
            laboratory::critical().render(language)?,
        ),
        (
            "laboratory/safety-stock",
            laboratory::stock().render(language)?,
        ),
        ("laboratory/list", laboratory::list().render(language)?),
        (
            "laboratory/list-refused",
            laboratory::refused_list().render(language)?,
        ),
        ("laboratory/room", laboratory::room().render(language)?),
        ("api", api_reference().render(language)?),
        ("definitions", definitions().render(language)?),
    ];
    pages.extend(desk_pages(language)?);
    pages.extend(pack::pages(language)?);
    pages.extend(shares::pages(language)?);
    pages.extend(reporting::reporting_pages(language)?);
    pages.extend(agency::agency_pages(language)?);
    for article in Article::ALL {
        let path = article.path.trim_start_matches('/');
        pages.push((path, article.render(&shell(article.path, ""), language)?));
    }
    for problem in Problem::ALL {
        pages.push((
            problem_name(problem),
            problem_page(problem).render(language)?,
        ));
    }
    Ok(pages
        .into_iter()
        .map(|(name, html)| (name.to_owned(), html))
        .collect())
}

const fn problem_name(problem: Problem) -> &'static str {
    match problem {
        Problem::NotFound => "not-found",
        Problem::BadRequest => "bad-request",
        Problem::Forbidden => "forbidden",
        Problem::TooManyRequests => "too-many",
        Problem::Failed => "failed",
        Problem::Unavailable => "unavailable",
    }
}

/// A shell at `path`, with two sources, labelled synthetic.
pub fn shell(path: &str, query: &str) -> Shell {
    Shell {
        origin: "https://vigie.example".to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        synthetic: true,
        data_day: Some(TODAY),
        sources: sources(),
        nonce: "0a1B2c3D4e5F6g7H8i9J0w==".to_owned(),
        visitor: None,
        workplace: None,
    }
}

fn sources() -> Vec<SourceNote> {
    vec![
        SourceNote {
            name: Prose::french("Base de données publique des médicaments (ANSM, HAS, UNCAM)"),
            address: Some("https://base-donnees-publique.medicaments.gouv.fr".to_owned()),
            day: Some(Day::from_epoch_days(20_599)),
            licence: "Licence Ouverte 2.0".to_owned(),
        },
        SourceNote {
            name: Prose::french("Open Medic (Assurance maladie)"),
            address: None,
            day: None,
            licence: "Licence Ouverte 2.0".to_owned(),
        },
    ]
}

/// Completeness of the five tiers.
pub fn completeness() -> Vec<TierCompleteness> {
    let rows = [
        (Tier::Pharmacy, 19_842, 20_137),
        (Tier::Hospital, 2_201, 2_481),
        (Tier::Wholesaler, 188, 188),
        (Tier::Depositary, 41, 46),
        (Tier::Company, 512, 673),
    ];
    rows.map(|(tier, received, expected)| TierCompleteness {
        tier,
        completeness: Completeness { received, expected },
    })
    .to_vec()
}

/// A figure of today.
pub fn figure(
    quantity: Quantity,
    a_week_ago: Option<Quantity>,
    definition: &'static str,
) -> Figure {
    Figure {
        quantity: Known::Value(quantity),
        a_week_ago: a_week_ago.map(Known::Value),
        definition,
        as_of: Some(TODAY),
        completeness: Some(Completeness {
            received: 22_784,
            expected: 23_525,
        }),
    }
}

/// A smooth series without randomness: `level`, a wave, a slope, and holes where `missing` says so.
pub(crate) fn series(
    days: usize,
    level: f64,
    wave: f64,
    slope: f64,
    missing: impl Fn(usize) -> bool,
) -> Vec<Option<f64>> {
    let value = |index: usize| {
        let day = index as f64;
        (level + wave * (day / 9.0).sin() + 0.4 * wave * (day * 0.9).cos() + slope * day).max(0.0)
    };
    (0..days)
        .map(|index| (!missing(index)).then(|| value(index)))
        .collect()
}

/// Results for « amoxicilline enf ».
pub fn search_results() -> SearchResults {
    let result = |cis: &str, name: &str, company: &str, cover: f64, availability| SearchResult {
        cis: cis.to_owned(),
        name: name.to_owned(),
        substances: "amoxicilline trihydratée".to_owned(),
        company: Some(company.to_owned()),
        matched: MatchedField::Name,
        matched_text: None,
        packs: 2,
        major_therapeutic_interest: true,
        availability: Known::Value(availability),
        cover_days: Known::Value(cover),
    };
    SearchResults {
        shell: shell("/search", "q=amoxicilline%20enf"),
        query: "amoxicilline enf".to_owned(),
        total: 27,
        first: 1,
        results: vec![
            result(
                "60320126",
                "AMOXICILLINE BIOGARAN 250 mg/5 ml, poudre pour suspension buvable",
                "BIOGARAN",
                9.4,
                Some(Availability::Shortage),
            ),
            result(
                "69118175",
                "AMOXICILLINE BIOGARAN 500 mg, gélule",
                "GLAXOSMITHKLINE",
                22.8,
                Some(Availability::Tension),
            ),
            result(
                "66916798",
                "AMOXICILLINE ARROW LAB 500 mg, gélule",
                "ARROW GENERIQUES",
                51.2,
                None,
            ),
            SearchResult {
                company: None,
                matched: MatchedField::Atc,
                matched_text: Some("J01CA04".to_owned()),
                cover_days: Known::Unknown(UnknownReason::NoDemand),
                major_therapeutic_interest: false,
                availability: Known::Unknown(UnknownReason::NotImported),
                packs: 1,
                ..result(
                    "67459306",
                    "AMOXICILLINE BENTA 500 mg, gélule",
                    "",
                    0.0,
                    None,
                )
            },
            result(
                "68695334",
                "AMOXICILLINE ALMUS PHARMA 500 mg, gélule",
                "ALMUS FRANCE",
                38.0,
                Some(Availability::Return),
            ),
        ],
        next: Some("/fr/search?q=amoxicilline%20enf&after=5".to_owned()),
        suggestion: Some("amoxicilline enfant".to_owned()),
        thresholds: CoverThresholds::default(),
    }
}

/// A search that found nothing; what was typed is hostile.
pub fn no_results() -> SearchResults {
    SearchResults {
        shell: shell("/search", "q=%3Cscript%3E"),
        query: "<script>alert(\"1\")</script>".to_owned(),
        total: 0,
        first: 1,
        results: Vec::new(),
        next: None,
        suggestion: None,
        thresholds: CoverThresholds::default(),
    }
}

/// The search page before anything is asked.
pub fn empty_search() -> SearchResults {
    SearchResults {
        shell: shell("/search", ""),
        query: String::new(),
        ..no_results()
    }
}

/// A page for a problem.
pub fn problem_page(problem: Problem) -> ProblemPage {
    ProblemPage {
        shell: Shell {
            synthetic: false,
            ..shell("/medicines/1", "")
        },
        problem,
        request_identifier: "019ab3c2-7d10-7a4e-9c55-2f1e0d3b8a61".to_owned(),
        detail: (problem == Problem::BadRequest).then(|| "sort=price".to_owned()),
    }
}
