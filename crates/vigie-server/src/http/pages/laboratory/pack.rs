//! One pack: what was typed, and which pack is meant. What is computed of it is in `pack_view`.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use rust_decimal::Decimal;
use vigie_catalogue::{Catalogue, Pack};
use vigie_model::Day;
use vigie_pages::laboratory::{PackChoice, PackInput, PackInputField, PackPage, PackView};
use vigie_pages::{Prose, links};
use vigie_policy::{AssumedCosts, CostRates, Parameters, Problem, Reading, Scenario, Sentence};

use super::levers::{DEFAULT_YEAR, read_number};
use super::pack_view::{self, Wanted};
use super::{OUTCOME, own_shell, prose};
use crate::http::App;
use crate::http::pages::asked::Asked;
use crate::http::pages::reporting::read_pack;
use crate::http::pages::{Memory, answer, trouble};
use crate::system::market::Market;

/// Most characters of the pack that are read.
const LONGEST_PACK: usize = 200;
/// Medicines that are looked at when a name is typed, and packs that are offered.
const MEDICINES_SEARCHED: usize = 20;
const PACKS_OFFERED: usize = 40;

/// What was typed beside the pack.
#[derive(Debug, Clone, Default)]
pub struct Typed(Vec<(PackInput, Decimal)>);

impl Typed {
    /// The number that was typed; a part of 1 for what is in percent.
    pub fn get(&self, input: PackInput) -> Option<Decimal> {
        let found = self.0.iter().find(|(of, _)| *of == input);
        found.map(|(_, value)| *value)
    }
}

/// `/{lang}/laboratory/pack?pack=…`
pub async fn show(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    asked: Asked,
) -> Response {
    let catalogue = app.system.catalogue();
    let market = {
        let (memory, catalogue) = (Arc::clone(&memory), Arc::clone(&catalogue));
        tokio::task::spawn_blocking(move || memory.laboratory.market.of(&catalogue)).await
    };
    let Ok(market) = market else {
        return trouble::stopping(&asked);
    };
    let (status, view) = match market {
        Ok(market) => view(&catalogue, &market, &asked),
        Err(problem) => wrong(StatusCode::BAD_REQUEST, &[problem.sentence]),
    };
    let page = PackPage {
        shell: own_shell(&app, &asked),
        pack: typed_pack(&asked),
        inputs: fields(&asked),
        view,
    };
    let is_computed = matches!(page.view, PackView::Computed(_));
    let html = if is_computed && asked.is_for_region(OUTCOME) {
        page.render_outcome(asked.language)
    } else {
        page.render(asked.language)
    };
    let page = answer(html, &asked);
    if status == StatusCode::OK || !page.status().is_success() {
        return page;
    }
    (status, page).into_response()
}

fn wrong(status: StatusCode, sentences: &[Sentence]) -> (StatusCode, PackView) {
    let told: Vec<Prose> = sentences.iter().map(prose).collect();
    (status, PackView::Wrong(told))
}

fn typed_pack(asked: &Asked) -> String {
    let text = asked.parameter("pack").unwrap_or_default();
    vigie_model::shown(text, LONGEST_PACK)
}

/// The day whose law holds.
fn law_day() -> Result<Day, Problem> {
    Ok(Scenario::new("Vigie", "", DEFAULT_YEAR)?.day())
}

/// The inputs with what is assumed where nothing is typed.
fn fields(asked: &Asked) -> Vec<PackInputField> {
    let assumed = law_day().and_then(|day| {
        let mut reading = Reading::new(Parameters::shipped(), day);
        AssumedCosts::read(&mut reading)
    });
    let field = |input: PackInput| PackInputField {
        input,
        value: vigie_model::shown(asked.parameter(input.as_str()).unwrap_or_default(), 30),
        assumed: assumed
            .as_ref()
            .ok()
            .and_then(|costs| assumed_of(input, costs)),
    };
    PackInput::ALL.map(field).to_vec()
}

fn assumed_of(input: PackInput, costs: &AssumedCosts) -> Option<[String; 3]> {
    let rate: fn(&CostRates) -> Decimal = match input {
        PackInput::Cost => |rates| rates.unit_cost,
        PackInput::Fixed => |rates| rates.fixed_cost,
        PackInput::Rebate => |rates| rates.rebate,
        PackInput::Holding => |rates| rates.holding_cost,
        PackInput::Months | PackInput::Tax | PackInput::Boxes => return None,
    };
    let written = |rates| {
        let percent = rate(rates) * Decimal::ONE_HUNDRED;
        percent.normalize().to_string()
    };
    Some([&costs.best, &costs.middle, &costs.worst].map(written))
}

fn view(catalogue: &Catalogue, market: &Market, asked: &Asked) -> (StatusCode, PackView) {
    let (typed, problems) = read_typed(asked);
    if !problems.is_empty() {
        return wrong(StatusCode::BAD_REQUEST, &problems);
    }
    let text = typed_pack(asked);
    if text.is_empty() {
        return (StatusCode::OK, PackView::Empty);
    }
    match meant(catalogue, &text) {
        Meant::One(pack) => outcome(catalogue, market, pack, &typed),
        Meant::Several(packs) => {
            let choices = packs.into_iter().map(|pack| choice(pack, asked));
            (StatusCode::OK, PackView::Choices(choices.collect()))
        }
        Meant::Nothing => wrong(StatusCode::NOT_FOUND, &[no_pack(&text)]),
    }
}

fn outcome(
    catalogue: &Catalogue,
    market: &Market,
    pack: Pack<'_>,
    typed: &Typed,
) -> (StatusCode, PackView) {
    let Some(public_price) = pack.price_without_fee() else {
        return wrong(StatusCode::NOT_FOUND, &[no_price(pack)]);
    };
    let computed = law_day().and_then(|law_day| {
        let of_market = market.packs.iter().zip(&market.is_estimated);
        let wanted = Wanted {
            pack,
            public_price,
            in_market: of_market
                .clone()
                .find(|(one, _)| one.code == pack.cip13())
                .map(|(one, is_estimated)| (one, *is_estimated)),
            priced_on: catalogue.release_day(),
            law_day,
            typed,
        };
        pack_view::outcome(&wanted)
    });
    match computed {
        Ok(outcome) => (StatusCode::OK, PackView::Computed(Box::new(outcome))),
        Err(problem) => wrong(StatusCode::BAD_REQUEST, &[problem.sentence]),
    }
}

/// Which pack a text means.
enum Meant<'a> {
    Nothing,
    One(Pack<'a>),
    Several(Vec<Pack<'a>>),
}

fn meant<'a>(catalogue: &'a Catalogue, text: &str) -> Meant<'a> {
    let by_code = read_pack(text).and_then(|code| {
        let same_short = || catalogue.pack_by_cip7(code.cip7());
        catalogue.pack(code).or_else(same_short)
    });
    if let Some(pack) = by_code {
        return Meant::One(pack);
    }
    let found = catalogue.search(text, MEDICINES_SEARCHED);
    let medicines = found
        .hits
        .iter()
        .filter_map(|hit| catalogue.medicine(hit.cis));
    let packs = medicines.flat_map(|medicine| medicine.packs().collect::<Vec<_>>());
    let priced = packs.filter(|pack| pack.price_without_fee().is_some());
    let packs: Vec<Pack<'a>> = priced.take(PACKS_OFFERED).collect();
    match packs.as_slice() {
        [] => Meant::Nothing,
        // A word that was taken for another one is asked about.
        [only] if !found.is_approximate => Meant::One(*only),
        _ => Meant::Several(packs),
    }
}

fn choice(pack: Pack<'_>, asked: &Asked) -> PackChoice {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("pack", &pack.cip13().to_string());
    for input in PackInput::ALL {
        if let Some(value) = asked.parameter(input.as_str()) {
            query.append_pair(input.as_str(), value);
        }
    }
    let path = links::page(asked.language, "/laboratory/pack");
    PackChoice {
        address: format!("{path}?{}", query.finish()),
        name: pack
            .medicine()
            .map_or_else(String::new, |medicine| medicine.name().to_owned()),
        pack: pack.label().to_owned(),
        price: pack.price_without_fee().unwrap_or_default(),
    }
}

fn no_pack(text: &str) -> Sentence {
    let shown = vigie_model::shown(text, 60);
    Sentence::new(
        format!(
            "Aucune présentation qui ait un prix publié ne répond à «\u{a0}{shown}\u{a0}»\u{a0}: vérifiez le code (CIP13 ou CIP7), ou écrivez le nom du médicament."
        ),
        format!(
            "No pack with a published price answers to “{shown}”: check the code (CIP13 or CIP7), or write the name of the medicine."
        ),
    )
}

fn no_price(pack: Pack<'_>) -> Sentence {
    let code = pack.cip13();
    Sentence::new(
        format!(
            "Le prix de la présentation {code} n’est pas publié\u{a0}: elle est réservée à l’hôpital ou n’est pas remboursée. Choisissez-en une autre."
        ),
        format!(
            "The price of pack {code} is not published: it is for hospitals only, or is not reimbursed. Choose another one."
        ),
    )
}

fn read_typed(asked: &Asked) -> (Typed, Vec<Sentence>) {
    let mut typed = Typed::default();
    let mut problems = Vec::new();
    for input in PackInput::ALL {
        let Some(text) = asked.parameter(input.as_str()) else {
            continue;
        };
        match read_number(text).and_then(|number| checked(input, number)) {
            Ok(number) => typed.0.push((input, number)),
            Err(sentence) => problems.push(with_name(input, &sentence)),
        }
    }
    (typed, problems)
}

/// The number in the unit of the crate, if it makes sense.
fn checked(input: PackInput, number: Decimal) -> Result<Decimal, Sentence> {
    let french = number.to_string().replace('.', ",");
    if number < Decimal::ZERO {
        return Err(Sentence::new(
            format!("{french} est négatif\u{a0}: écrivez zéro ou plus."),
            format!("{number} is negative: write zero or more."),
        ));
    }
    let most = most(input);
    if number > most {
        return Err(Sentence::new(
            format!("{french} est trop grand\u{a0}: écrivez {most} au plus."),
            format!("{number} is too large: write {most} at most."),
        ));
    }
    if input == PackInput::Boxes && (number.is_zero() || number.fract() != Decimal::ZERO) {
        return Err(Sentence::new(
            "écrivez un nombre entier de boîtes, d’au moins 1.",
            "write a whole number of boxes, of at least 1.",
        ));
    }
    Ok(if input.is_percent() {
        number / Decimal::ONE_HUNDRED
    } else {
        number
    })
}

fn most(input: PackInput) -> Decimal {
    match input {
        PackInput::Cost => 1_000_000_000_i64.into(),
        PackInput::Fixed => 1_000_000_000_000_i64.into(),
        PackInput::Rebate | PackInput::Tax | PackInput::Holding => Decimal::ONE_HUNDRED,
        PackInput::Months => 120.into(),
        PackInput::Boxes => 10_000_000_000_i64.into(),
    }
}

fn with_name(input: PackInput, sentence: &Sentence) -> Sentence {
    let [french, english] = match input {
        PackInput::Cost => ["Coût de revient", "Cost of goods"],
        PackInput::Fixed => ["Coûts fixes", "Fixed costs"],
        PackInput::Rebate => ["Remise", "Rebate"],
        PackInput::Holding => ["Coût de détention", "Holding cost"],
        PackInput::Months => ["Stock tenu", "Stock held"],
        PackInput::Tax => ["Contributions", "Contributions"],
        PackInput::Boxes => ["Boîtes par an", "Boxes a year"],
    };
    Sentence::new(
        format!("{french}\u{a0}: {}", sentence.french),
        format!("{english}: {}", sentence.english),
    )
}
