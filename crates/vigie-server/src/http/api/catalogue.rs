//! Medicines and packs.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vigie_catalogue::{Catalogue, Level, Medicine, Pack, PackMarketing};
use vigie_model::Day;

use super::query;
use crate::http::language::Speaks;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::{Answer, App};

/// Most results of one search.
const MOST_RESULTS: usize = 100;
/// Longest text that is searched for; the rest is not read.
const LONGEST_QUERY: usize = 200;

/// A search.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SearchParameters {
    /// Words: names, substances, ATC, CIP, CIS; accents, typing errors and abbreviations are understood.
    #[serde(default)]
    q: String,
    /// Most results, 20 when absent, 100 at most.
    limit: Option<usize>,
}

/// What a search found.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchAnswer<'a> {
    /// Medicines that match in all.
    total: usize,
    /// The best ones.
    medicines: Vec<FoundMedicine<'a>>,
    /// Words that match no medicine; the results are without them.
    ignored: Vec<String>,
}

/// One medicine found.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundMedicine<'a> {
    /// Its CIS code.
    cis: String,
    /// Its name.
    name: &'a str,
    /// Whether it is marketed.
    marketed: bool,
    /// Whether it is of major therapeutic interest.
    major_therapeutic_interest: bool,
    /// Where the words were found.
    field: &'static str,
}

/// A medicine.
#[derive(Debug, Serialize, ToSchema)]
pub struct MedicineAnswer<'a> {
    cis: String,
    name: &'a str,
    form: &'a str,
    routes: Vec<&'a str>,
    authorisation_status: &'a str,
    procedure: &'a str,
    #[schema(value_type = Option<String>)]
    authorised_on: Option<Day>,
    marketed: bool,
    holders: Vec<&'a str>,
    major_therapeutic_interest: bool,
    atc: Option<AtcAnswer<'a>>,
    substances: Vec<SubstanceAnswer<'a>>,
    conditions: Vec<&'a str>,
    generic_groups: Vec<GroupAnswer<'a>>,
    /// How many other medicines there are on each level of substitution.
    substitutes: SubstituteCounts,
    packs: Vec<PackAnswer<'a>>,
    availability: Vec<AvailabilityAnswer<'a>>,
    /// The day of the release these facts are from.
    #[schema(value_type = Option<String>)]
    release_day: Option<Day>,
    source: &'static str,
}

/// An ATC class with its French name.
#[derive(Debug, Serialize, ToSchema)]
pub struct AtcAnswer<'a> {
    code: String,
    name: Option<&'a str>,
}

/// A substance of a medicine.
#[derive(Debug, Serialize, ToSchema)]
pub struct SubstanceAnswer<'a> {
    name: &'a str,
    dose: &'a str,
    /// `false` for a moiety ("fraction thérapeutique") of the salt beside it.
    salt_or_base: bool,
}

/// A generic group.
#[derive(Debug, Serialize, ToSchema)]
pub struct GroupAnswer<'a> {
    group: u32,
    label: &'a str,
}

/// Numbers of other medicines by level of substitution.
#[derive(Debug, Serialize, ToSchema)]
pub struct SubstituteCounts {
    l1: usize,
    l2: usize,
    l3: usize,
    l4: usize,
}

/// A pack.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackAnswer<'a> {
    cip13: String,
    cip7: String,
    cis: String,
    label: &'a str,
    marketing: &'static str,
    #[schema(value_type = Option<String>)]
    declared_on: Option<Day>,
    reimbursement_percent: Option<u8>,
    /// Price without fee, in euros, exact.
    price_without_fee: Option<String>,
    /// Public price, in euros, exact.
    public_price: Option<String>,
    approved_for_collectivities: Option<bool>,
}

/// One row of the list of availability.
#[derive(Debug, Serialize, ToSchema)]
pub struct AvailabilityAnswer<'a> {
    /// The medicine.
    pub cis: String,
    /// The pack, or none for the whole medicine.
    pub cip13: Option<String>,
    /// `shortage`, `tension`, `cessation` or `return`.
    pub status: &'static str,
    /// Since when, as published.
    #[schema(value_type = Option<String>)]
    pub started_on: Option<Day>,
    /// When it was last updated, as published.
    #[schema(value_type = Option<String>)]
    pub updated_on: Option<Day>,
    /// When it is available again, as published.
    #[schema(value_type = Option<String>)]
    pub returned_on: Option<Day>,
    /// The page of the agency about it.
    pub link: &'a str,
}

const SOURCE: &str = "Base de données publique des médicaments (ANSM, HAS, UNCAM), Licence Ouverte";

/// Searches medicines.
#[utoipa::path(get, path = "/api/v1/medicines", params(SearchParameters), responses((status = 200, body = SearchAnswer)))]
pub async fn search(State(app): State<App>, Query(parameters): Query<SearchParameters>) -> Answer {
    let catalogue = app.system.catalogue();
    let limit = parameters.limit.unwrap_or(20).min(MOST_RESULTS);
    let text: String = parameters.q.chars().take(LONGEST_QUERY).collect();
    let found = catalogue.search(&text, limit);
    let medicines = found.hits.iter().filter_map(|hit| {
        let medicine = catalogue.medicine(hit.cis)?;
        Some(FoundMedicine {
            cis: hit.cis.to_string(),
            name: medicine.name(),
            marketed: medicine.is_marketed(),
            major_therapeutic_interest: medicine.is_major_therapeutic_interest(),
            field: hit.field.as_str(),
        })
    });
    let answer = SearchAnswer {
        total: found.total,
        medicines: medicines.collect(),
        ignored: found.ignored,
    };
    Ok(Json(answer).into_response())
}

/// One medicine with its packs.
#[utoipa::path(get, path = "/api/v1/medicines/{cis}", params(("cis" = String, Path)), responses(
    (status = 200, body = MedicineAnswer), (status = 304), (status = 404, body = ProblemBody)))]
pub async fn medicine(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(cis): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let cis = query::cis(&cis, language)?;
    let catalogue = app.system.catalogue();
    let make = || {
        catalogue
            .medicine(cis)
            .map(|medicine| medicine_answer(&catalogue, medicine))
    };
    let written = app.answers.get(&catalogue, cis, make);
    Ok(written
        .ok_or_else(|| Problem::not_found(language))?
        .respond(&headers))
}

fn medicine_answer<'a>(catalogue: &'a Catalogue, medicine: Medicine<'a>) -> MedicineAnswer<'a> {
    let cis = medicine.cis();
    let count = |level| catalogue.substitutes(cis, level).count();
    MedicineAnswer {
        cis: cis.to_string(),
        name: medicine.name(),
        form: medicine.form(),
        routes: medicine.routes().collect(),
        authorisation_status: medicine.authorisation_status(),
        procedure: medicine.procedure(),
        authorised_on: medicine.authorised_on(),
        marketed: medicine.is_marketed(),
        holders: medicine.holders().collect(),
        major_therapeutic_interest: medicine.is_major_therapeutic_interest(),
        atc: medicine.atc().map(|(atc, _)| AtcAnswer {
            code: atc.to_string(),
            name: catalogue.atc_name(atc),
        }),
        substances: medicine
            .components()
            .map(|component| SubstanceAnswer {
                name: component.name(),
                dose: component.dose(),
                salt_or_base: !component.is_moiety(),
            })
            .collect(),
        conditions: medicine.conditions().collect(),
        generic_groups: medicine
            .generic_groups()
            .map(|group| GroupAnswer {
                group: group.group(),
                label: group.label(),
            })
            .collect(),
        substitutes: SubstituteCounts {
            l1: count(Level::Equivalent),
            l2: count(Level::SameSubstances),
            l3: count(Level::SameAtcSubstance),
            l4: count(Level::SameAtcGroup),
        },
        packs: medicine.packs().map(pack_answer).collect(),
        availability: catalogue
            .availability(cis, Day::MAX)
            .map(availability_answer)
            .collect(),
        release_day: catalogue.release_day(),
        source: SOURCE,
    }
}

/// A row of the list of availability, as it is sent.
pub fn availability_answer(row: vigie_catalogue::Availability<'_>) -> AvailabilityAnswer<'_> {
    AvailabilityAnswer {
        cis: row.cis().to_string(),
        cip13: row.cip13().map(|code| code.to_string()),
        status: status_word(row.status()),
        started_on: row.started_on(),
        updated_on: row.updated_on(),
        returned_on: row.returned_on(),
        link: row.link(),
    }
}

/// The word of a status for programs.
pub const fn status_word(status: vigie_catalogue::AvailabilityStatus) -> &'static str {
    use vigie_catalogue::AvailabilityStatus as Status;
    match status {
        Status::Shortage => "shortage",
        Status::Tension => "tension",
        Status::Cessation => "cessation",
        Status::Return => "return",
    }
}

fn pack_answer(pack: Pack<'_>) -> PackAnswer<'_> {
    PackAnswer {
        cip13: pack.cip13().to_string(),
        cip7: pack.cip7().to_string(),
        cis: pack.cis().to_string(),
        label: pack.label(),
        marketing: match pack.marketing() {
            PackMarketing::Marketed => "marketed",
            PackMarketing::Suspended => "suspended",
            PackMarketing::Ceased => "ceased",
            PackMarketing::AuthorisationEnded => "authorisation_ended",
            PackMarketing::Unknown => "unknown",
        },
        declared_on: pack.declared_on(),
        reimbursement_percent: pack.reimbursement_percent(),
        price_without_fee: pack.price_without_fee().map(|price| price.to_string()),
        public_price: pack.public_price().map(|price| price.to_string()),
        approved_for_collectivities: pack.approved_for_collectivities(),
    }
}

/// One pack.
#[utoipa::path(get, path = "/api/v1/packs/{cip13}", params(("cip13" = String, Path)), responses(
    (status = 200, body = PackAnswer), (status = 404, body = ProblemBody)))]
pub async fn pack(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(cip13): Path<String>,
) -> Answer {
    let cip13 = query::cip13(&cip13, language)?;
    let catalogue = app.system.catalogue();
    let pack = catalogue
        .pack(cip13)
        .ok_or_else(|| Problem::not_found(language))?;
    Ok(Json(pack_answer(pack)).into_response())
}
