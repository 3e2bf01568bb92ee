//! Calculators of the price of a pack, from the manufacturer to the public and back.

use rust_decimal::Decimal;
use serde_json::Value;

use super::{
    Calculator, answer,
    economics::{YEAR, or_parameter, with_evidence},
    input::{Input, decimal_of, decimals_of, json, wrong},
};
use crate::{
    Bracket, ManufacturerPrices, PriceRules, Problem, Reading, Unit, WholesaleMargin, exact::exact,
};

const PRICES: &str = "orders on the margins of medicines";

pub(super) fn calculators() -> Vec<Calculator> {
    vec![price_build(), price_back()]
}

const RULES: [(&str, &str); 4] = [
    (
        "wholesale?",
        "`6.93% of PFHT<=468.97, min .30 max 32.50`, or an object of rate, ceiling, minimum, maximum",
    ),
    (
        "pharmacist_brackets?",
        "[upper bound in euros, rate] of each bracket",
    ),
    ("VAT?", "VAT rate"),
    YEAR,
];

fn price_build() -> Calculator {
    Calculator::new(
        "price_build",
        "Du prix fabricant au prix public.",
        "From the manufacturer price to the public price.",
    )
    .inputs(&[("PFHT", "manufacturer price before tax, in euros a box")])
    .inputs(&RULES)
    .outputs(&[
        ("wholesale_margin", "euros a box"),
        ("pharmacist_margin", "euros a box"),
        (
            "public_price_ttc_excl_fee",
            "public price with VAT and without fee, not rounded",
        ),
        (
            "public_price_rounded",
            "the same to the cent, as it is published",
        ),
        ("price_with_fee", "what is paid at the counter"),
    ])
    .from(
        "(PFHT + wholesale margin + Σ rate × part of PFHT inside each bracket) × (1 + VAT)",
        PRICES,
    )
    .run_by(|input| {
        let mut reading = input.reading()?;
        let price = rules_of(input, &mut reading)?.build_up(input.decimal("PFHT")?)?;
        let outputs = answer([
            ("wholesale_margin", json(price.wholesale_margin)),
            ("pharmacist_margin", json(price.pharmacy_margin)),
            ("public_price_ttc_excl_fee", json(price.public_price)),
            ("public_price_rounded", json(price.public_price_rounded)),
            ("price_with_fee", json(price.price_with_fee)),
        ]);
        Ok(with_evidence(outputs, &reading.evidence()))
    })
}

fn price_back() -> Calculator {
    Calculator::new(
        "price_back",
        "Du prix public au prix fabricant.",
        "From the public price back to the manufacturer price.",
    )
    .inputs(&[(
        "public_price",
        "public price with VAT and without fee, in euros a box",
    )])
    .inputs(&RULES)
    .outputs(&[
        ("PFHT", "manufacturer price; null when none or several fit"),
        (
            "lowest",
            "lowest that fits, or nearest below when none does",
        ),
        (
            "highest",
            "highest that fits, or nearest above when none does",
        ),
    ])
    .from(
        "the whole cents whose price_build rounds to the public price, found by halving",
        PRICES,
    )
    .run_by(|input| {
        let mut reading = input.reading()?;
        let found =
            rules_of(input, &mut reading)?.manufacturer_prices(input.decimal("public_price")?)?;
        let (price, lowest, highest) = match found {
            ManufacturerPrices::One { price } => (Some(price), Some(price), Some(price)),
            ManufacturerPrices::Several { lowest, highest } => (None, Some(lowest), Some(highest)),
            ManufacturerPrices::None { below, above } => (None, below, above),
        };
        let outputs = answer([
            ("PFHT", json(price)),
            ("lowest", json(lowest)),
            ("highest", json(highest)),
        ]);
        Ok(with_evidence(outputs, &reading.evidence()))
    })
}

/// The rules of the year, replaced by those that the input gives. What is given is not read from the parameters.
fn rules_of(input: Input<'_>, reading: &mut Reading) -> Result<PriceRules, Problem> {
    let fee = reading.get("price.dispensing_fee", Unit::EurosPerBox)?;
    let step = reading.get("price.rounding_step", Unit::EurosPerBox)?;
    let wholesale = wholesale_of(input)?;
    let pharmacy = brackets_of(input)?;
    let (wholesale, pharmacy) = match (wholesale, pharmacy) {
        (Some(wholesale), Some(pharmacy)) => (wholesale, pharmacy),
        (wholesale, pharmacy) => {
            let rules = PriceRules::read(reading)?;
            (
                wholesale.unwrap_or(rules.wholesale),
                pharmacy.unwrap_or(rules.pharmacy),
            )
        }
    };
    let rules = PriceRules {
        wholesale,
        pharmacy,
        value_added_tax_rate: or_parameter(
            input,
            "VAT",
            reading,
            "price.value_added_tax.reimbursed.rate",
            Unit::Ratio,
        )?,
        dispensing_fee: fee,
        rounding_step: step,
    };
    rules.check()?;
    Ok(rules)
}

fn wholesale_of(input: Input<'_>) -> Result<Option<WholesaleMargin>, Problem> {
    match input.find("wholesale") {
        None => Ok(None),
        Some(Value::String(text)) => {
            let bad = || {
                wrong(
                    "wholesale",
                    "écrit comme «\u{a0}6.93% of PFHT<=468.97, min .30 max 32.50\u{a0}»",
                    "written like “6.93% of PFHT<=468.97, min .30 max 32.50”",
                )
            };
            let percent = text
                .split('%')
                .next()
                .and_then(|text| text.split_whitespace().next_back());
            let percent = percent.and_then(decimal_in).ok_or_else(bad)?;
            let after = |word: &str| text.split_once(word).and_then(|(_, rest)| decimal_in(rest));
            Ok(Some(WholesaleMargin {
                rate: (exact(percent) / Decimal::ONE_HUNDRED).get("wholesale")?,
                ceiling: after("<=").unwrap_or(Decimal::MAX),
                minimum: after("min").unwrap_or_default(),
                maximum: after("max").unwrap_or(Decimal::MAX),
            }))
        }
        Some(Value::Object(fields)) => {
            let fields = Input::new(fields);
            Ok(Some(WholesaleMargin {
                rate: fields.decimal("rate")?,
                ceiling: fields.find_decimal("ceiling")?.unwrap_or(Decimal::MAX),
                minimum: fields.find_decimal("minimum")?.unwrap_or_default(),
                maximum: fields.find_decimal("maximum")?.unwrap_or(Decimal::MAX),
            }))
        }
        Some(_) => Err(wrong(
            "wholesale",
            "un texte ou un objet",
            "a text or an object",
        )),
    }
}

/// The number that a text begins with, spaces and signs before it left out: `.30 max` is 0.30.
fn decimal_in(text: &str) -> Option<Decimal> {
    let text = text.trim_start_matches([' ', '=', ':']);
    let end = text
        .find(|letter: char| !letter.is_ascii_digit() && letter != '.')
        .unwrap_or(text.len());
    let number = text.get(..end)?.trim_end_matches('.');
    let number = if number.starts_with('.') {
        format!("0{number}")
    } else {
        number.to_owned()
    };
    number.parse().ok()
}

fn brackets_of(input: Input<'_>) -> Result<Option<Vec<Bracket>>, Problem> {
    if input.find("pharmacist_brackets").is_none() {
        return Ok(None);
    }
    let bad = || {
        wrong(
            "pharmacist_brackets",
            "une liste de [borne, taux]",
            "a list of [bound, rate]",
        )
    };
    let bracket = |value: &Value| match value.as_array().map(Vec::as_slice) {
        Some([Value::Null, rate]) => Ok(Bracket {
            up_to: Decimal::MAX,
            rate: decimal_of(rate).ok_or_else(bad)?,
        }),
        Some(pair) => match decimals_of(pair, "pharmacist_brackets")?.as_slice() {
            [up_to, rate] => Ok(Bracket {
                up_to: *up_to,
                rate: *rate,
            }),
            _ => Err(bad()),
        },
        None => Err(bad()),
    };
    input
        .list("pharmacist_brackets")?
        .iter()
        .map(bracket)
        .collect::<Result<_, _>>()
        .map(Some)
}
