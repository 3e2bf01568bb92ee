//! Lists of critical medicines side by side.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use vigie_catalogue::{AtcOrigin, Catalogue, Medicine};
use vigie_model::{Atc, Cis, Day, Tier};
use vigie_pages::laboratory::{
    CriticalClassRow, CriticalPage, CriticalRow, CriticalSide, SideCount,
};
use vigie_pages::{Known, UnknownReason, links};
use vigie_policy::{EntryMatch, ListEntry, ListedMedicine, MatchLevel, match_list, union_list};
use vigie_stock::picture::Scope;

use super::{computed_or_wrong, csv_text, file, market_view, shortages};
use crate::http::App;
use crate::http::pages::asked::Asked;
use crate::http::pages::shell::shell;
use crate::http::pages::stock::known_cover;
use crate::http::pages::{Memory, trouble};
use crate::system::SystemError;

/// Substances on one page.
const ON_A_PAGE: usize = 50;

/// One substance with what the country has of it.
#[derive(Debug, Clone, Default)]
struct Substance {
    name: String,
    is_on_union_list: bool,
    medicines: u64,
    national: u64,
    partial: u64,
    to_review: u64,
    in_shortage: u64,
}

impl Substance {
    const fn side(&self) -> CriticalSide {
        let matched = self.medicines + self.to_review;
        match (self.is_on_union_list, matched, self.national) {
            (true, 0, _) => CriticalSide::NotMarketed,
            (true, _, 0) => CriticalSide::EuropeanOnly,
            (true, _, _) => CriticalSide::Both,
            (false, _, _) => CriticalSide::NationalOnly,
        }
    }
}

/// The two lists over one catalogue and one day.
#[derive(Debug)]
pub struct Compared {
    listed_on: Option<Day>,
    /// By class; that of medicines without one is empty.
    substances: BTreeMap<String, Substance>,
}

impl Compared {
    fn of(catalogue: &Catalogue, today: Day) -> Self {
        let marketed = catalogue
            .medicines()
            .filter(|medicine| medicine.is_marketed());
        let medicines: Vec<ListedMedicine> = marketed.map(listed_medicine).collect();
        let list = union_list();
        let (listed_on, short) = shortages(catalogue, today);
        let mut compared = Self {
            listed_on,
            substances: BTreeMap::new(),
        };
        let matches = match_list(&list, &medicines);
        for (entry, found) in list.iter().zip(&matches) {
            compared.add_listed(catalogue, entry, found, &medicines, &short);
        }
        compared.add_national_only(catalogue, &medicines, &matches, &short);
        compared
    }

    fn add_listed(
        &mut self,
        catalogue: &Catalogue,
        entry: &ListEntry,
        found: &EntryMatch,
        medicines: &[ListedMedicine],
        short: &HashSet<Cis>,
    ) {
        let Some(class) = entry.atc else {
            return;
        };
        let mut substance = Substance {
            name: catalogue.atc_name(class).unwrap_or_default().to_owned(),
            is_on_union_list: true,
            ..Substance::default()
        };
        let of = |places: &[usize]| -> Vec<&ListedMedicine> {
            let places = places.iter();
            places.filter_map(|place| medicines.get(*place)).collect()
        };
        if found.level == MatchLevel::ToReview {
            substance.to_review = found.medicines.len() as u64;
        } else {
            let (best, others) = (of(&found.medicines), of(&found.less_alike));
            let is_partial = found.level == MatchLevel::Partial;
            substance.partial = (others.len() + if is_partial { best.len() } else { 0 }) as u64;
            for medicine in best.into_iter().chain(others) {
                substance.count(medicine, short);
            }
        }
        self.substances.insert(class.to_string(), substance);
    }

    /// Medicines of the national list that no substance of the Union list matches for sure.
    fn add_national_only(
        &mut self,
        catalogue: &Catalogue,
        medicines: &[ListedMedicine],
        matches: &[EntryMatch],
        short: &HashSet<Cis>,
    ) {
        let sure = matches
            .iter()
            .filter(|found| found.level >= MatchLevel::Partial);
        let listed: HashSet<usize> = sure
            .flat_map(|found| found.medicines.iter().chain(&found.less_alike).copied())
            .collect();
        let others = medicines
            .iter()
            .enumerate()
            .filter(|(place, medicine)| medicine.is_national && !listed.contains(place));
        for (_, medicine) in others {
            let class = medicine.atc.first().copied();
            let key = class.map(|class| class.to_string()).unwrap_or_default();
            let name = class
                .and_then(|class| catalogue.atc_name(class))
                .unwrap_or_default();
            let substance = self.substances.entry(key).or_insert_with(|| Substance {
                name: name.to_owned(),
                ..Substance::default()
            });
            substance.count(medicine, short);
        }
    }

    fn of_side(&self, side: CriticalSide) -> Vec<(&String, &Substance)> {
        let of_side = self.substances.iter().filter(|(_, one)| one.side() == side);
        let mut rows: Vec<_> = of_side.collect();
        rows.sort_by_key(|(class, one)| {
            (
                std::cmp::Reverse((one.in_shortage, one.medicines, one.to_review)),
                class.as_str(),
            )
        });
        rows
    }

    fn counts(&self) -> Vec<SideCount> {
        let count = |side| {
            let rows = self.of_side(side);
            SideCount {
                side,
                substances: rows.len() as u64,
                medicines: rows.iter().map(|(_, one)| one.medicines).sum(),
                to_review: rows.iter().map(|(_, one)| one.to_review).sum(),
                in_shortage: rows.iter().map(|(_, one)| one.in_shortage).sum(),
            }
        };
        CriticalSide::ALL.map(count).to_vec()
    }

    fn classes(&self, catalogue: &Catalogue) -> Vec<CriticalClassRow> {
        let mut by_letter: BTreeMap<String, [u64; 4]> = BTreeMap::new();
        for (class, substance) in &self.substances {
            let Some(letter) = class.chars().next() else {
                continue;
            };
            let counts = by_letter.entry(letter.to_string()).or_default();
            let place = CriticalSide::ALL
                .iter()
                .position(|side| *side == substance.side());
            if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
                *count += 1;
            }
        }
        by_letter
            .into_iter()
            .map(|(letter, substances)| CriticalClassRow {
                name: letter
                    .parse::<Atc>()
                    .ok()
                    .and_then(|class| catalogue.atc_name(class))
                    .unwrap_or_default()
                    .to_owned(),
                letter,
                substances,
            })
            .collect()
    }
}

impl Substance {
    fn count(&mut self, medicine: &ListedMedicine, short: &HashSet<Cis>) {
        self.medicines += 1;
        self.national += u64::from(medicine.is_national);
        self.in_shortage += u64::from(short.contains(&medicine.cis));
    }
}

/// A medicine as lists are matched with it.
pub fn listed_medicine(medicine: Medicine<'_>) -> ListedMedicine {
    // A class that was found by the name of a substance only is no class to match by: the name is matched itself.
    let class = medicine
        .atc()
        .filter(|(_, origin)| *origin != AtcOrigin::SubstanceName);
    ListedMedicine {
        cis: medicine.cis(),
        atc: class.map(|(class, _)| class).into_iter().collect(),
        substances: medicine
            .active_components()
            .map(|component| component.name().to_owned())
            .collect(),
        routes: medicine.routes().map(str::to_owned).collect(),
        is_national: medicine.is_major_therapeutic_interest(),
    }
}

/// `/{lang}/laboratory/critical-list?show=…&from=…`
pub async fn show(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    asked: Asked,
) -> Response {
    let typed = asked.parameter("show");
    let side = typed.map_or(Some(CriticalSide::EuropeanOnly), CriticalSide::from_query);
    let Some(side) = side else {
        let words = "european, national, both, absent";
        return trouble::bad_parameter(&asked, "show", typed.unwrap_or_default(), [words, words]);
    };
    let Ok(compared) = compared(&app, &memory).await else {
        return trouble::stopping(&asked);
    };
    let from: usize = asked
        .parameter("from")
        .and_then(|text| text.parse().ok())
        .unwrap_or_default();
    let rows = compared.of_side(side);
    let shown = rows.iter().skip(from).take(ON_A_PAGE);
    let mut page_rows = Vec::new();
    for (class, substance) in shown {
        let Ok(cover_days) = cover(&app, class).await else {
            return trouble::stopping(&asked);
        };
        page_rows.push(row(class, substance, cover_days));
    }
    let at = |from: Option<usize>| {
        market_view::address(&asked, "/laboratory/critical-list", from) + "#substances"
    };
    let next = from.saturating_add(ON_A_PAGE);
    let page = CriticalPage {
        // Stocks are shown beside: where they are simulated, the page says so.
        shell: shell(&app.system, &asked, None),
        listed: compared
            .substances
            .values()
            .filter(|one| one.is_on_union_list)
            .count() as u64,
        listed_on: compared.listed_on,
        side,
        counts: compared.counts(),
        classes: compared.classes(&app.system.catalogue()),
        rows: page_rows,
        around: [
            (from > 0).then(|| at(from.checked_sub(ON_A_PAGE).filter(|from| *from > 0))),
            (next < rows.len()).then(|| at(Some(next))),
        ],
        file: links::page(asked.language, "/laboratory/critical-list.csv"),
    };
    let html = if asked.is_for_region("substances-region") {
        page.render_substances(asked.language)
    } else {
        page.render(asked.language)
    };
    computed_or_wrong(html, false, &asked)
}

async fn compared(app: &App, memory: &Arc<Memory>) -> Result<Arc<Compared>, SystemError> {
    let (catalogue, today) = (app.system.catalogue(), app.system.clock.today());
    let key = (catalogue.release_day(), today);
    let lists = &memory.laboratory.lists;
    lists
        .get(key, move || Compared::of(&catalogue, today))
        .await
}

/// Days that the stock of pharmacies lasts, over all packs of a class that may be shown.
async fn cover(app: &App, class: &str) -> Result<Known<f64>, SystemError> {
    let Some(set) = app
        .sets
        .find(&app.system, class)
        .filter(|_| !class.is_empty())
    else {
        return Ok(Known::Unknown(UnknownReason::NotReported));
    };
    let fewest_sites = app.system.settings.fewest_sites;
    let measured = app
        .sums
        .get(&app.system, &set, Tier::Pharmacy, fewest_sites)
        .await?;
    let area = measured.sums.at(Scope::Nation);
    Ok(if area.is_hidden() {
        Known::Unknown(UnknownReason::Confidential)
    } else {
        known_cover(area.cover())
    })
}

fn row(class: &str, substance: &Substance, cover_days: Known<f64>) -> CriticalRow {
    CriticalRow {
        atc: class.to_owned(),
        name: substance.name.clone(),
        medicines: substance.medicines,
        national: substance.national,
        partial: substance.partial,
        to_review: substance.to_review,
        in_shortage: substance.in_shortage,
        cover_days,
    }
}

/// `/{lang}/laboratory/critical-list.csv`: every substance.
pub async fn substances_file(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    asked: Asked,
) -> Response {
    let Ok(compared) = compared(&app, &memory).await else {
        return trouble::stopping(&asked);
    };
    match csv(&compared) {
        Ok(text) => file("text/csv; charset=utf-8", "critical-lists.csv", text),
        Err(error) => trouble::failed(&error, &asked),
    }
}

fn csv(compared: &Compared) -> Result<String, csv::Error> {
    let header = [
        "atc",
        "name",
        "side",
        "medicines",
        "on_national_list",
        "partial",
        "to_review",
        "in_shortage",
    ];
    let count = |count: u64| count.to_string();
    let rows = compared.substances.iter().map(|(class, one)| {
        [
            class.clone(),
            one.name.clone(),
            one.side().as_str().to_owned(),
            count(one.medicines),
            count(one.national),
            count(one.partial),
            count(one.to_review),
            count(one.in_shortage),
        ]
    });
    csv_text(header, rows)
}
