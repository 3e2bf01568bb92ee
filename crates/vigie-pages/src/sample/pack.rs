//! A sample pack, with its price and what it leaves.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::laboratory::rules;
use super::{TODAY, shell};
use crate::laboratory::{
    BoxesSource, BuildUpRow, Contribution, ContributionRow, CostCase, CostColumn, LeftOfBox,
    ManufacturerView, PackChoice, PackInput, PackInputField, PackOutcome, PackPage, PackSales,
    PackView, PricePart, SensitiveInput, SensitivityRow,
};
use crate::{Prose, RenderError};
use vigie_model::Language;

/// The page in each of its states.
pub fn pages(language: Language) -> Result<Vec<(&'static str, String)>, RenderError> {
    let wrong = Prose::both(
        "Le coût de revient est négatif\u{a0}: écrivez zéro ou plus.",
        "The cost of goods is negative: write zero or more.",
    );
    let choice = PackChoice {
        address: "/fr/laboratory/pack?pack=3400935955838".to_owned(),
        name: "Doliprane 1000 mg, comprimé".to_owned(),
        pack: "plaquette de 8 comprimés".to_owned(),
        price: Decimal::new(116, 2),
    };
    let page = |view| page(view).render(language);
    Ok(vec![
        (
            "laboratory/pack",
            page(PackView::Computed(Box::new(outcome())))?,
        ),
        ("laboratory/pack-empty", page(PackView::Empty)?),
        ("laboratory/pack-wrong", page(PackView::Wrong(vec![wrong]))?),
        (
            "laboratory/pack-choices",
            page(PackView::Choices(vec![choice]))?,
        ),
    ])
}

fn page(view: PackView) -> PackPage {
    let input = |input| PackInputField {
        input,
        value: String::new(),
        assumed: match input {
            PackInput::Months | PackInput::Tax | PackInput::Boxes => None,
            _ => Some(["35", "60", "85"].map(str::to_owned)),
        },
    };
    PackPage {
        shell: shell("/laboratory/pack", "pack=3400935955838"),
        pack: "3400935955838".to_owned(),
        inputs: PackInput::ALL.map(input).to_vec(),
        view,
    }
}

fn number(text: &str) -> Decimal {
    text.parse().unwrap_or_default()
}

fn outcome() -> PackOutcome {
    PackOutcome {
        cis: "60234100".to_owned(),
        cip13: "3400935955838".to_owned(),
        name: "Doliprane 1000 mg, comprimé".to_owned(),
        pack: "plaquette de 8 comprimés".to_owned(),
        public_price: number("1.16"),
        priced_on: Some(TODAY),
        manufacturer: ManufacturerView::One(number("0.76")),
        build_up: build_up(),
        sales: Some(sales()),
        columns: vec![
            column(CostCase::Low, "0.266", "0.4107"),
            column(CostCase::Middle, "0.456", "0.1384"),
            column(CostCase::High, "0.646", "-0.3517"),
        ],
        rise_cost: Some(number("8204110")),
        sensitivity: Ok(vec![
            sensitivity(SensitiveInput::Price, "0.76"),
            sensitivity(SensitiveInput::Rebate, "0"),
            sensitivity(SensitiveInput::Fixed, "17831034"),
            sensitivity(SensitiveInput::Boxes, "156412584"),
            sensitivity(SensitiveInput::Stock, "0.23"),
        ]),
        rules: rules(),
    }
}

fn build_up() -> Vec<BuildUpRow> {
    let row = |part, today, at_break_even| BuildUpRow {
        part,
        today: number(today),
        at_break_even: Some(number(at_break_even)),
    };
    let pharmacy = PricePart::Pharmacy {
        from: Decimal::ZERO,
        up_to: number("1.91"),
        rate: number("0.1"),
    };
    vec![
        row(PricePart::Manufacturer, "0.76", "0.61"),
        row(PricePart::Wholesale(number("0.0693")), "0.3", "0.3"),
        row(pharmacy, "0.076", "0.061"),
        row(PricePart::BeforeTax, "1.136", "0.971"),
        row(
            PricePart::ValueAddedTax(number("0.021")),
            "0.023856",
            "0.020391",
        ),
        row(PricePart::Public, "1.16", "0.99"),
        row(PricePart::Fee, "1.02", "1.02"),
        row(PricePart::WithFee, "2.18", "2.01"),
    ]
}

fn sales() -> PackSales {
    let row = |contribution, rate, amount| ContributionRow {
        contribution,
        rate: number(rate),
        amount: number(amount),
    };
    PackSales {
        boxes: number("156412584"),
        source: BoxesSource::Estimated,
        turnover: number("118873563.84"),
        contributions: vec![
            row(Contribution::Base, "0.002", "237747.13"),
            row(Contribution::Additional, "0.016", "1901977.02"),
            row(Contribution::Supplementary, "0.0401", "4766829.91"),
            row(Contribution::All, "0.0581", "6906554.06"),
        ],
        public_spend: number("117935088.34"),
    }
}

fn column(case: CostCase, unit_cost: &str, margin: &str) -> CostColumn {
    let margin = number(margin);
    CostColumn {
        case,
        price: number("0.76"),
        rebate: Decimal::ZERO,
        tax: number("0.044156"),
        unit_cost: number(unit_cost),
        left: (case != CostCase::High).then(|| LeftOfBox {
            fixed: number("0.114"),
            holding: number("0.0009"),
            margin,
            margin_rate: Some(margin),
            break_even: number("0.6063"),
            required_rise: Some(number("-0.2022")),
            withdrawal: margin.to_f64(),
        }),
    }
}

fn sensitivity(input: SensitiveInput, value: &str) -> SensitivityRow {
    SensitivityRow {
        input,
        value: number(value),
        margins: [number("0.0017"), number("0.2880")],
    }
}
