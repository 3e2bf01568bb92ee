//! The page of a medicine.

mod history;
mod picture;
mod substitutes;

pub use substitutes::shown as shown_level;

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use vigie_catalogue::{AtcOrigin, Catalogue, Medicine, Pack, PackMarketing};
use vigie_model::{Atc, Cip13, Cis, Day, Language};
use vigie_pages::{
    AvailabilityNow, CoverThresholds, DepartmentSort, Figure, FigureName, Known, MedicinePage,
    PackState, PackView, Prose, Quantity, Reimbursement, SubstanceDose, UnknownReason,
};

use super::asked::Asked;
use super::listing::Listing;
use super::past::{Frame, PastDay};
use super::shell::shell;
use super::{Memory, page_or_region, trouble};
use crate::http::App;
use crate::system::System;
use picture::{PackPicture, Taken};

/// Days of history shown.
const HISTORY_DAYS: i32 = 365;

/// `/{lang}/medicines/{cis}?pack=…&sort=…`
pub async fn show(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    Path(code): Path<String>,
    asked: Asked,
) -> Response {
    let choice = match Choice::read(&app.system, &code, &asked) {
        Ok(choice) => choice,
        Err(problem) => return *problem,
    };
    let Some(chosen) = Chosen::take(&app.system, &choice) else {
        return trouble::not_found(&asked, Some(unknown_medicine(choice.cis, &asked)));
    };
    if asked.is_for_region("departments-region") {
        let page = page(&app.system, &asked, &choice, &chosen, &[]);
        return page_or_region(page.render_departments(asked.language), &asked);
    }
    let frame = Frame::ending(&app.system.past, HISTORY_DAYS);
    let days = past_days(&app, &memory, &chosen, &frame).await;
    let page = page(&app.system, &asked, &choice, &chosen, &days);
    page_or_region(page.render(asked.language), &asked)
}

/// What the address chooses.
struct Choice {
    catalogue: Arc<Catalogue>,
    cis: Cis,
    pack: Option<Cip13>,
    sort: DepartmentSort,
}

impl Choice {
    /// Reads the address, or writes the page that says what is wrong with it.
    fn read(system: &System, code: &str, asked: &Asked) -> Result<Self, Box<Response>> {
        let wrong = |name: &str, value: &str, expected| {
            Box::new(trouble::bad_parameter(asked, name, value, expected))
        };
        let cis: Cis = code
            .parse()
            .map_err(|_| wrong("CIS", code, ["8 chiffres", "8 digits"]))?;
        let catalogue = system.catalogue();
        if catalogue.medicine(cis).is_none() {
            return Err(Box::new(trouble::not_found(
                asked,
                Some(unknown_medicine(cis, asked)),
            )));
        }
        let of_medicine = |text: &str| {
            let cip13 = text.parse::<Cip13>().ok()?;
            catalogue
                .packs_of(cis)
                .any(|pack| pack.cip13() == cip13)
                .then_some(cip13)
        };
        let expected = [
            "le CIP13 d’une présentation de ce médicament",
            "the CIP13 of a pack of this medicine",
        ];
        let read_pack = |text| of_medicine(text).ok_or_else(|| wrong("pack", text, expected));
        let pack = asked.parameter("pack").map(read_pack).transpose()?;
        let columns =
            "code, name, cover, stock, sites-at-zero, -code, -name, -cover, -stock, -sites-at-zero";
        let read_sort = |text| {
            DepartmentSort::from_query(text).ok_or_else(|| wrong("sort", text, [columns, columns]))
        };
        let sort = asked
            .parameter("sort")
            .map(read_sort)
            .transpose()?
            .unwrap_or_default();
        Ok(Self {
            catalogue,
            cis,
            pack,
            sort,
        })
    }
}

fn unknown_medicine(cis: Cis, asked: &Asked) -> String {
    match asked.language {
        Language::French => {
            format!("Le catalogue n’a pas de médicament de code CIS {cis}.")
        }
        Language::English => {
            format!("The catalogue has no medicine with the CIS code {cis}.")
        }
    }
}

/// The packs of a medicine, most sold first, and what the picture says of them.
struct Chosen {
    packs: Vec<(Cip13, PackPicture)>,
    focus: usize,
    substitutes: Vec<substitutes::Found>,
    taken: Taken,
}

impl Chosen {
    /// Takes all that the page needs from the picture under one lock.
    fn take(system: &System, choice: &Choice) -> Option<Self> {
        let table = system.packs();
        let found = substitutes::find(&choice.catalogue, &table, choice.cis);
        let codes: Vec<_> = choice
            .catalogue
            .medicine(choice.cis)?
            .packs()
            .map(Pack::cip13)
            .collect();
        let discretion = system.public_discretion();
        let registry = system.registry();
        let picture = system.picture.read();
        let pack = |code: &Cip13| {
            (
                *code,
                PackPicture::take(&picture, &registry, table.number(*code), &discretion),
            )
        };
        let mut packs: Vec<_> = codes.iter().map(pack).collect();
        packs.sort_by_key(|(code, pack)| (std::cmp::Reverse(pack.national.sold_28_days), *code));
        let focus = packs
            .iter()
            .position(|(code, _)| Some(*code) == choice.pack)
            .unwrap_or(0);
        let in_focus = packs.get(focus);
        let number = in_focus.and_then(|(code, _)| table.number(*code));
        let tier = in_focus.map(|(_, pack)| pack.national.tier);
        let substitutes = substitutes::take(&picture, found, &discretion);
        let taken = Taken::take(&picture, number.zip(tier), &discretion);
        Some(Self {
            packs,
            focus,
            substitutes,
            taken,
        })
    }

    fn in_focus(&self) -> Option<&(Cip13, PackPicture)> {
        self.packs.get(self.focus)
    }
}

/// The history of the pack in focus: from memory, else from files on a thread where they may be read.
async fn past_days(
    app: &App,
    memory: &Arc<Memory>,
    chosen: &Chosen,
    frame: &Frame,
) -> Vec<PastDay> {
    let Some(&(pack, ref taken)) = chosen.in_focus() else {
        return Vec::new();
    };
    if !memory.past.holds(pack, frame) {
        let (system, memory, frame) = (Arc::clone(&app.system), Arc::clone(memory), frame.clone());
        let read = move || memory.past.read(&system.past, &[pack], &frame);
        match tokio::task::spawn_blocking(read).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::error!(%error, %pack, "History could not be read for a page");
            }
            Err(error) => tracing::error!(%error, %pack, "History was not read for a page"),
        }
    }
    memory.past.days(
        pack,
        taken.national.tier,
        frame,
        app.system.settings.fewest_sites,
    )
}

fn page(
    system: &System,
    asked: &Asked,
    choice: &Choice,
    chosen: &Chosen,
    days: &[PastDay],
) -> MedicinePage {
    let today = system.clock.today();
    let catalogue = &choice.catalogue;
    let listing = Listing::at(catalogue, today);
    let as_of = chosen.taken.latest.unwrap_or(today);
    let days = history::shown_days(days, as_of, HISTORY_DAYS);
    let focus = chosen.in_focus().map(|(code, _)| *code);
    let identity = catalogue
        .medicine(choice.cis)
        .map(|medicine| Identity::of(catalogue, medicine))
        .unwrap_or_default();
    let packs = chosen.packs.iter();
    MedicinePage {
        shell: shell(system, asked, chosen.taken.latest),
        as_of,
        cis: choice.cis.to_string(),
        name: identity.name,
        form: identity.form,
        routes: identity.routes,
        companies: identity.companies,
        authorisation: identity.authorisation,
        substances: identity.substances,
        atc: identity.atc,
        major_therapeutic_interest: catalogue.is_major_therapeutic_interest(choice.cis),
        availability: availability_now(listing, choice.cis),
        availability_history: history::availability_events(catalogue, today, choice.cis),
        packs: packs
            .filter_map(|(code, pack)| Some(pack_view(catalogue.pack(*code)?, pack, &chosen.taken)))
            .collect(),
        focus: chosen.focus,
        figures: chosen
            .in_focus()
            .map(|(_, pack)| figures(pack, &chosen.taken, days, as_of))
            .unwrap_or_default(),
        departments: chosen.taken.departments.clone(),
        department_sort: choice.sort,
        history: history::history_days(days),
        episodes: history::episodes(
            catalogue,
            today,
            choice.cis,
            focus,
            days.first().map(|day| day.day),
        ),
        substitutes: substitutes::levels(catalogue, listing, &chosen.substitutes),
        thresholds: CoverThresholds::default(),
        data: data_addresses(choice.cis, focus),
        links: official_pages(choice.cis),
    }
}

/// What the catalogue says of a medicine.
#[derive(Default)]
struct Identity {
    name: String,
    form: String,
    routes: Vec<String>,
    companies: Vec<String>,
    authorisation: String,
    substances: Vec<SubstanceDose>,
    atc: Option<(String, String)>,
}

impl Identity {
    fn of(catalogue: &Catalogue, medicine: Medicine<'_>) -> Self {
        let authorisation = [medicine.authorisation_status(), medicine.procedure()];
        let substances = medicine.active_components().map(|component| SubstanceDose {
            name: component.name().to_owned(),
            dose: dose(component.dose(), component.dose_reference()),
        });
        Self {
            name: medicine.name().to_owned(),
            form: medicine.form().to_owned(),
            routes: medicine.routes().map(str::to_owned).collect(),
            companies: medicine.holders().map(str::to_owned).collect(),
            authorisation: authorisation
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
            substances: substances.collect(),
            atc: medicine
                .atc()
                .map(|(atc, origin)| (atc.to_string(), class_name(catalogue, atc, origin))),
        }
    }
}

/// The name of a class, and that it was inferred when the database does not publish it.
fn class_name(catalogue: &Catalogue, atc: Atc, origin: AtcOrigin) -> String {
    let name = catalogue.atc_name(atc).unwrap_or_default();
    match origin {
        AtcOrigin::Published => name.to_owned(),
        AtcOrigin::SameSubstances | AtcOrigin::SubstanceName => {
            format!("{name} (classe déduite de la substance)")
                .trim()
                .to_owned()
        }
    }
}

/// `500 mg pour un comprimé`.
fn dose(dose: &str, reference: &str) -> Option<String> {
    match (dose.trim(), reference.trim()) {
        ("", _) => None,
        (dose, "") => Some(dose.to_owned()),
        (dose, reference) => Some(format!("{dose} pour {reference}")),
    }
}

fn availability_now(listing: Listing<'_>, cis: Cis) -> AvailabilityNow {
    let row = listing.row(cis);
    let unpublished = UnknownReason::NotPublished;
    let published_after = |list: Day| {
        row.and_then(vigie_catalogue::Availability::returned_on)
            .filter(|day| *day >= list)
    };
    AvailabilityNow {
        situation: listing.situation(cis),
        since: Known::from_option(
            row.and_then(vigie_catalogue::Availability::started_on),
            unpublished,
        ),
        expected_return: Known::from_option(listing.day().and_then(published_after), unpublished),
        release: listing.day(),
        pack: row
            .and_then(vigie_catalogue::Availability::cip13)
            .map(|cip13| cip13.to_string()),
        // The link is someone else's text: only an address of the web becomes a link.
        address: row
            .map(vigie_catalogue::Availability::link)
            .filter(|link| link.starts_with("https://") || link.starts_with("http://"))
            .map(str::to_owned),
    }
}

fn pack_view(pack: Pack<'_>, taken: &PackPicture, country: &Taken) -> PackView {
    PackView {
        cip13: pack.cip13().to_string(),
        name: pack.label().to_owned(),
        state: match pack.marketing() {
            PackMarketing::Marketed => PackState::Marketed,
            PackMarketing::Suspended => PackState::Suspended,
            PackMarketing::Ceased | PackMarketing::AuthorisationEnded => PackState::Ceased,
            PackMarketing::Unknown => PackState::Unknown,
        },
        price: Known::from_option(pack.public_price(), UnknownReason::NotPublished),
        reimbursement: pack
            .reimbursement_percent()
            .map_or(Reimbursement::None, Reimbursement::Rate),
        cover_days: taken.national.cell.cover,
        tiers: picture::tier_rows(taken, country),
    }
}

/// Cover, stock, demand and sites at zero of the pack in focus, now and seven days ago.
fn figures(
    pack: &PackPicture,
    taken: &Taken,
    days: &[PastDay],
    as_of: Day,
) -> Vec<(FigureName, Figure)> {
    let cell = pack.national.cell;
    let before = days.iter().find(|day| day.day == as_of.plus_days(-7));
    let figure = |quantity, a_week_ago: Option<Known<Quantity>>, definition| Figure {
        quantity,
        a_week_ago: a_week_ago.filter(|known| known.value().is_some()),
        definition,
        as_of: taken.latest,
        completeness: taken
            .latest
            .map(|_| taken.reporting.of_tier(pack.national.tier)),
    };
    vec![
        (
            FigureName::Cover,
            figure(
                cell.cover.map(Quantity::Days),
                before.map(|day| day.cover.map(Quantity::Days)),
                "cover",
            ),
        ),
        (
            FigureName::Stock,
            figure(
                cell.stock.map(Quantity::Boxes),
                before.map(|day| day.stock.map(Quantity::Boxes)),
                "stock",
            ),
        ),
        (
            FigureName::Demand,
            figure(
                cell.demand.map(Quantity::BoxesPerDay),
                before.map(|day| day.demand.map(Quantity::BoxesPerDay)),
                "demand",
            ),
        ),
        (
            FigureName::SitesAtZero,
            figure(
                cell.at_zero.map(Quantity::Sites),
                before.map(|day| day.at_zero.map(Quantity::Sites)),
                "sites-at-zero",
            ),
        ),
    ]
}

/// Where programs read what the page shows.
fn data_addresses(cis: Cis, focus: Option<Cip13>) -> Vec<(Prose, String, &'static str)> {
    let mut addresses = vec![(
        Prose::both("Identité et présentations", "Identity and packs"),
        format!("/api/v1/medicines/{cis}"),
        "JSON",
    )];
    if let Some(cip13) = focus {
        let pack = format!("/api/v1/packs/{cip13}");
        addresses.extend([
            (
                Prose::both("Stock par niveau", "Stock by tier"),
                format!("{pack}/stock?by=tier"),
                "JSON",
            ),
            (
                Prose::both("Stock par département", "Stock by department"),
                format!("{pack}/stock?by=department&tier=all"),
                "JSON",
            ),
            (
                Prose::both("Historique", "History"),
                format!("{pack}/history"),
                "JSON",
            ),
            (
                Prose::both("Stock par niveau", "Stock by tier"),
                format!("{pack}/stock?by=tier&format=csv"),
                "CSV",
            ),
            (
                Prose::both("Stock par département", "Stock by department"),
                format!("{pack}/stock?by=department&tier=all&format=csv"),
                "CSV",
            ),
            (
                Prose::both("Historique", "History"),
                format!("{pack}/history?format=csv"),
                "CSV",
            ),
        ]);
    }
    addresses
}

fn official_pages(cis: Cis) -> Vec<(Prose, String)> {
    let name = Prose::french("Fiche de la base de données publique des médicaments");
    vec![(
        name,
        format!("https://base-donnees-publique.medicaments.gouv.fr/medicament/{cis}/extrait"),
    )]
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("500 mg", "un comprimé", Some("500 mg pour un comprimé"))]
    #[case("500 mg", "", Some("500 mg"))]
    #[case("", "un comprimé", None)]
    fn a_dose_says_for_how_much(
        #[case] amount: &str,
        #[case] reference: &str,
        #[case] expected: Option<&str>,
    ) {
        assert_eq!(dose(amount, reference).as_deref(), expected);
    }
}
