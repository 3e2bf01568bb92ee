//! Calculators of taxes and viability. Money is computed in decimals and answered as JSON numbers.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{
    Answer, Calculator, answer,
    input::{Input, decimals_of, json, wrong},
};
use crate::{
    CompanyBase, Evidence, PackEconomics, PricedVolume, Problem, Reading, SafeguardRate,
    SafeguardRules, SafeguardStep, SplitShares, TurnoverRates, Unit, exact::exact, exemption_cost,
    price_rise_budget, split_contribution, stacked_contribution,
};

const SAFEGUARD: &str = "CSS, articles L. 138-10 and following";
const TURNOVER: &str = "CSS, article L. 245-6";
pub(super) const YEAR: (&str, &str) = (
    "year?",
    "year whose rules hold where an input is left out, 2026 if left out too",
);
const DAYS_OF_A_YEAR: Decimal = Decimal::from_parts(365, 0, 0, false, 0);

pub(super) fn calculators() -> Vec<Calculator> {
    vec![
        old_safeguard(),
        new_safeguard(),
        split(),
        stack(),
        viability(),
        price_rise(),
        exemption(),
        headlines(),
    ]
}

/// Adds the rows that were used, and what to know about them.
pub(super) fn with_evidence(mut outputs: Answer, evidence: &Evidence) -> Answer {
    if !evidence.rows.is_empty() {
        outputs.insert("rows".to_owned(), json!(evidence.rows));
    }
    if !evidence.warnings.is_empty() {
        outputs.insert("warnings".to_owned(), json!(evidence.warnings));
    }
    outputs
}

/// The input, else the parameter of the year.
pub(super) fn or_parameter(
    input: Input<'_>,
    name: &str,
    reading: &mut Reading,
    key: &str,
    unit: Unit,
) -> Result<Decimal, Problem> {
    match input.find_decimal(name)? {
        Some(value) => Ok(value),
        None => reading.get(key, unit),
    }
}

/// The threshold in billions: the input, else the parameter of the year.
fn threshold(input: Input<'_>, reading: &mut Reading) -> Result<Decimal, Problem> {
    if let Some(billions) = input.find_decimal("M_bn")? {
        return Ok(billions);
    }
    let euros = reading.get("safeguard.threshold", Unit::Euros)?;
    (exact(euros) / Decimal::from(1_000_000_000)).get("M_bn")
}

fn old_safeguard() -> Calculator {
    Calculator::new(
        "clause_old_brackets",
        "La clause de sauvegarde jusqu’en 2025\u{a0}: des taux croissants sur le dépassement.",
        "The safeguard contribution until 2025: rates that rise with the excess.",
    )
    .inputs(&[
        (
            "net_turnover_bn",
            "turnover net of rebates, in billions of euros",
        ),
        ("M_bn?", "threshold, in billions of euros"),
        ("rates?", "rates, lowest first; the last holds without end"),
        (
            "steps?",
            "widths of all brackets but the last, as parts of the threshold",
        ),
        YEAR,
    ])
    .outputs(&[(
        "contribution_bn",
        "what is due in all, in billions of euros",
    )])
    .from(
        "Σ rate × part of the excess T - M inside each bracket",
        SAFEGUARD,
    )
    .run_by(|input| {
        let mut reading = input.reading()?;
        let rate = if input.find("rates").is_some() {
            stepped_rate(input)?
        } else {
            SafeguardRules::read(&mut reading)?.rate
        };
        let due = rate.contribution(
            input.decimal("net_turnover_bn")?,
            threshold(input, &mut reading)?,
        )?;
        Ok(with_evidence(
            answer([("contribution_bn", json(due))]),
            &reading.evidence(),
        ))
    })
}

fn stepped_rate(input: Input<'_>) -> Result<SafeguardRate, Problem> {
    let steps = input
        .find("steps")
        .map_or(Ok(Vec::new()), |_| input.decimals("steps"))?;
    let widths = steps.into_iter().map(Some).chain(std::iter::repeat(None));
    let rates = input.decimals("rates")?.into_iter().zip(widths);
    let steps = rates.map(|(rate, width)| SafeguardStep { width, rate });
    Ok(SafeguardRate::Steps {
        steps: steps.collect(),
    })
}

fn new_safeguard() -> Calculator {
    Calculator::new(
        "clause_new",
        "La clause de sauvegarde à partir de 2026\u{a0}: un taux sur les montants remboursés au-delà du seuil.",
        "The safeguard contribution from 2026: one rate on the amount reimbursed above the threshold.",
    )
    .inputs(&[
        ("reimbursed_bn", "amount reimbursed, in billions of euros"),
        ("M_bn?", "threshold, in billions of euros"),
        ("rate?", "rate"),
        YEAR,
    ])
    .outputs(&[("contribution_bn", "what is due in all, in billions of euros")])
    .from("rate × max(0, MR - M)", "LFSS 2024, article 28")
    .run_by(|input| {
        let mut reading = input.reading()?;
        let rate = or_parameter(input, "rate", &mut reading, "safeguard.rate", Unit::Ratio)?;
        let threshold = threshold(input, &mut reading)?;
        let due = SafeguardRate::One { rate }.contribution(input.decimal("reimbursed_bn")?, threshold)?;
        Ok(with_evidence(answer([("contribution_bn", json(due))]), &reading.evidence()))
    })
}

fn split() -> Calculator {
    Calculator::new(
        "clause_split",
        "La répartition de la clause de sauvegarde entre entreprises, plafonnée.",
        "How the safeguard contribution is split between companies, with caps.",
    )
    .inputs(&[
        ("total_M", "what is due in all, in millions of euros"),
        ("firms_MEUR", "companies: name, R1 and R0 amounts reimbursed in the year and before, CA net turnover (millions of euros), coef or eu_share"),
        ("shares?", "parts by amount, growth and place of production, 1 together"),
        ("cap_pct_turnover?", "most of the net turnover, as a part of 1"),
        YEAR,
    ])
    .outputs(&[
        ("uncapped", "what each would pay without cap"),
        ("cap", "the most that each pays"),
        ("capped", "what each pays"),
        ("sum_capped", "what all pay"),
        ("redistributed", "what each pays if what caps spare is split again"),
        ("not_assigned", "what is split between nobody"),
    ])
    .from("total × (a·R1/ΣR1 + b·(R1 - R0)⁺/Σ(R1 - R0)⁺ + c·coef/Σcoef), at most cap × CA", "CSS, article L. 138-11 and following; loi 2025-1403")
    .run_by(run_split)
}

fn run_split(input: Input<'_>) -> Result<Answer, Problem> {
    let mut reading = input.reading()?;
    let shares = match input.find("shares") {
        Some(_) => match input.decimals("shares")?.as_slice() {
            [amount, growth] => SplitShares {
                amount: *amount,
                growth: *growth,
                location: Decimal::ZERO,
            },
            [amount, growth, location] => SplitShares {
                amount: *amount,
                growth: *growth,
                location: *location,
            },
            _ => {
                return Err(wrong(
                    "shares",
                    "une liste de deux ou trois parts",
                    "a list of two or three parts",
                ));
            }
        },
        None => SafeguardRules::read(&mut reading)?.shares,
    };
    let cap = or_parameter(
        input,
        "cap_pct_turnover",
        &mut reading,
        "safeguard.cap.turnover",
        Unit::Ratio,
    )?;
    let mut companies = Vec::new();
    for row in input.rows("firms_MEUR")? {
        let coefficient = match (row.find_decimal("coef")?, row.find_decimal("eu_share")?) {
            (Some(coefficient), _) => Some(coefficient),
            (None, Some(share)) => {
                SafeguardRules::read(&mut reading)?.location_coefficient(share)?
            }
            (None, None) => None,
        };
        companies.push(CompanyBase {
            name: row.text("name").unwrap_or_default().to_owned(),
            reimbursed: row.decimal("R1")?,
            reimbursed_before: row.decimal("R0")?,
            net_turnover: row.decimal("CA")?,
            location_coefficient: coefficient,
        });
    }
    let split = split_contribution(input.decimal("total_M")?, &companies, &shares, cap)?;
    let each = |value: fn(&crate::CompanyShare) -> Decimal| {
        Value::Array(split.companies.iter().map(|one| json(value(one))).collect())
    };
    let mut evidence = reading.evidence();
    evidence.warnings.extend(split.warnings.iter().cloned());
    let outputs = answer([
        ("uncapped", each(|one| one.uncapped)),
        ("cap", each(|one| one.cap)),
        ("capped", each(|one| one.capped)),
        ("sum_capped", json(split.sum_capped)),
        ("redistributed", each(|one| one.redistributed)),
        ("not_assigned", json(split.not_assigned)),
    ]);
    Ok(with_evidence(outputs, &evidence))
}

fn stack() -> Calculator {
    Calculator::new(
        "sector_tax_stack",
        "Les contributions sur le chiffre d’affaires, avec abattement et exonération.",
        "Contributions on turnover, with abatement and exemption.",
    )
    .inputs(&[
        ("t_base?", "base rate"),
        ("t_add?", "additional rate"),
        ("t_supp?", "supplementary rate"),
        (
            "eu_share?",
            "European share of production, zero if left out",
        ),
        ("abat?", "abatement on the European share, zero if left out"),
        ("CA", "turnover, in millions of euros"),
        (
            "exempt_share?",
            "part of the turnover that is exempt, zero if left out",
        ),
        YEAR,
    ])
    .outputs(&[
        ("tax_MEUR", "what is due, in millions of euros"),
        ("effective_rate", "the same as a part of the turnover"),
    ])
    .from(
        "(t1 + t2 + t3) × CA × (1 - abatement × European share) × (1 - exempt part)",
        TURNOVER,
    )
    .run_by(|input| {
        let mut reading = input.reading()?;
        let mut rate = |name, key| or_parameter(input, name, &mut reading, key, Unit::Ratio);
        let rates = TurnoverRates {
            base: rate("t_base", "turnover_contribution.base.rate")?,
            additional: rate("t_add", "turnover_contribution.additional.rate")?,
            supplementary: rate("t_supp", "turnover_contribution.supplementary.rate")?,
        };
        let part = |name| Ok::<Decimal, Problem>(input.find_decimal(name)?.unwrap_or_default());
        let due = stacked_contribution(
            &rates,
            input.decimal("CA")?,
            part("eu_share")?,
            part("abat")?,
            part("exempt_share")?,
        )?;
        let outputs = answer([
            ("tax_MEUR", json(due.contribution)),
            ("effective_rate", json(due.effective_rate)),
        ]);
        Ok(with_evidence(outputs, &reading.evidence()))
    })
}

fn viability() -> Calculator {
    Calculator::new(
        "viability",
        "Ce qu’une boîte laisse, et le prix à partir duquel elle laisse quelque chose.",
        "What a box leaves, and the price from which on it leaves something.",
    )
    .inputs(&[
        ("P", "manufacturer price before tax, in euros a box"),
        ("r?", "rebate, as a part of the price, zero if left out"),
        ("c", "cost of goods, in euros a box"),
        ("F_?", "fixed costs, in euros a year, zero if left out"),
        ("q", "boxes a year"),
        (
            "tau?",
            "taxes on turnover, as a part of the price; all contributions of the year if left out",
        ),
        (
            "h?",
            "cost of holding stock for a year, as a part of the cost of goods, zero if left out",
        ),
        ("S?", "stock, in months of sales, zero if left out"),
        YEAR,
    ])
    .outputs(&[
        ("margin_per_box", "euros a box"),
        (
            "breakeven_PFHT",
            "manufacturer price that leaves nothing, in euros",
        ),
        (
            "required_price_rise_pct",
            "how far the price is from it, in percent of the price: positive when it must rise",
        ),
        ("margin_pct", "margin, in percent of the price"),
    ])
    .from(
        "m = P(1 - r) - c - F/q - τP - h·c·S/12; P* = (c + F/q + h·c·S/12) / (1 - r - τ)",
        "cost accounting",
    )
    .run_by(|input| {
        let mut reading = input.reading()?;
        let part = |name| Ok::<Decimal, Problem>(input.find_decimal(name)?.unwrap_or_default());
        let tax_rate = match input.find_decimal("tau")? {
            Some(rate) => rate,
            None => TurnoverRates::read(&mut reading)?.together()?,
        };
        let pack = PackEconomics {
            manufacturer_price: input.decimal("P")?,
            rebate_rate: part("r")?,
            unit_cost: input.decimal("c")?,
            fixed_cost_per_year: match input.find_decimal("F_")? {
                Some(cost) => cost,
                None => part("F")?,
            },
            boxes_per_year: input.decimal("q")?,
            tax_rate,
            holding_cost_rate: part("h")?,
            stock_months: part("S")?,
        };
        let found = pack.viability()?;
        let percent = |part: Option<Decimal>| {
            json(part.and_then(|part| (exact(part) * Decimal::ONE_HUNDRED).value()))
        };
        let outputs = answer([
            ("margin_per_box", json(found.margin_per_box)),
            ("breakeven_PFHT", json(found.break_even_price)),
            ("required_price_rise_pct", percent(found.required_rise)),
            ("margin_pct", percent(found.margin_rate)),
        ]);
        Ok(with_evidence(outputs, &reading.evidence()))
    })
}

fn price_rise() -> Calculator {
    Calculator::new(
        "price_rise_budget",
        "Ce qu’une hausse de prix coûte à l’assurance maladie, marges à un taux.",
        "What a price rise costs the health insurance, margins at one rate.",
    )
    .inputs(&[
        ("boxes", "boxes a year"),
        ("delta_PFHT", "rise of the manufacturer price, in euros a box"),
        ("wholesale_pct?", "margin of wholesalers, as a part of 1"),
        ("vat?", "VAT rate"),
        ("reimb_rate", "part that is reimbursed"),
        YEAR,
    ])
    .outputs(&[("extra_public_spend_EUR", "euros a year")])
    .from("boxes × rise × (1 + margin) × (1 + VAT) × part reimbursed; brackets of pharmacies left out", "arithmetic")
    .run_by(|input| {
        let mut reading = input.reading()?;
        let margin = or_parameter(input, "wholesale_pct", &mut reading, "price.wholesale_margin.rate", Unit::Ratio)?;
        let tax = or_parameter(input, "vat", &mut reading, "price.value_added_tax.reimbursed.rate", Unit::Ratio)?;
        let cost = price_rise_budget(input.decimal("boxes")?, input.decimal("delta_PFHT")?, margin, tax, input.decimal("reimb_rate")?)?;
        Ok(with_evidence(answer([("extra_public_spend_EUR", json(cost))]), &reading.evidence()))
    })
}

fn exemption() -> Calculator {
    Calculator::new(
        "exemption_cost",
        "Ce que coûte l’exonération des produits sous un prix.",
        "What it costs to exempt products below a price.",
    )
    .inputs(&[
        (
            "products_price_boxes",
            "[manufacturer price in euros, boxes a year] of each product",
        ),
        (
            "threshold",
            "price below which a product is exempt, in euros",
        ),
        (
            "tau?",
            "rate of the contribution; all contributions of the year if left out",
        ),
        YEAR,
    ])
    .outputs(&[
        ("exempt_turnover", "euros a year"),
        ("lost_revenue", "euros a year"),
        ("volume_share", "part of all boxes"),
        ("value_share", "part of the turnover"),
        (
            "revenue_neutral_rate_on_rest",
            "rate on the rest that brings in as much; null when nothing is left",
        ),
        ("exempt_products", "number of products"),
    ])
    .from(
        "sums over products with price < threshold",
        "asked for by AMLIS; Sénat, amendment 925",
    )
    .run_by(|input| {
        let mut reading = input.reading()?;
        let rate = match input.find_decimal("tau")? {
            Some(rate) => rate,
            None => TurnoverRates::read(&mut reading)?.together()?,
        };
        let bad = || {
            wrong(
                "products_price_boxes",
                "une liste de [prix, boîtes]",
                "a list of [price, boxes]",
            )
        };
        let product = |value: &Value| {
            let pair = decimals_of(value.as_array().ok_or_else(bad)?, "products_price_boxes")?;
            match pair.as_slice() {
                [price, boxes] => Ok(PricedVolume {
                    price: *price,
                    boxes: *boxes,
                }),
                _ => Err(bad()),
            }
        };
        let products = input
            .list("products_price_boxes")?
            .iter()
            .map(product)
            .collect::<Result<Vec<_>, Problem>>()?;
        let cost = exemption_cost(&products, input.decimal("threshold")?, rate)?;
        let outputs = answer([
            ("exempt_turnover", json(cost.exempt_turnover)),
            ("lost_revenue", json(cost.lost_revenue)),
            ("volume_share", json(cost.volume_share)),
            ("value_share", json(cost.value_share)),
            (
                "revenue_neutral_rate_on_rest",
                json(cost.revenue_neutral_rate_on_rest),
            ),
            ("exempt_products", json!(cost.exempt_products)),
        ]);
        Ok(with_evidence(outputs, &reading.evidence()))
    })
}

fn headlines() -> Calculator {
    Calculator::new(
        "headlines",
        "Les chiffres des communiqués, recalculés depuis leurs sources.",
        "The figures of the press releases, computed again from their sources.",
    )
    .outputs(&[
        (
            "4month_list_748_vs_422_pct",
            "medicines that must hold four months, 2024 against 2021, in percent",
        ),
        (
            "declarations_3825_vs_4925_pct",
            "declarations, 2024 against 2023, in percent",
        ),
        ("declarations_3809_vs_4880_pct", "the same by another count"),
        (
            "ruptures_939_vs_1222_pct",
            "shortages, 2024 against 2019, in percent",
        ),
        (
            "little_mean_days_rupture_2024",
            "mean duration of a shortage, in days",
        ),
        (
            "little_mean_days_all_2024",
            "mean duration of a declaration, in days",
        ),
        ("ruptures_plus_risks_2022", "shortages and risks of 2022"),
    ])
    .from(
        "later / earlier - 1; Little's law: open at the end / opened in the year × 365",
        "Leem, 27 March 2025; ANSM; DREES; Little, 1961",
    )
    .run_by(|_| run_headlines())
}

fn run_headlines() -> Result<Answer, Problem> {
    let mut evidence = Evidence::default();
    let mut count = |key: &str, year: i16| {
        let fields = serde_json::Map::from_iter([("year".to_owned(), json!(year))]);
        let mut reading = Input::new(&fields).reading()?;
        let value = reading.get(key, Unit::Count)?;
        evidence.rows.extend(reading.evidence().rows);
        Ok::<Decimal, Problem>(value)
    };
    let change = |later: Decimal, earlier: Decimal| {
        json(((exact(later) / earlier - Decimal::ONE) * Decimal::ONE_HUNDRED).value())
    };
    let days =
        |open: Decimal, opened: Decimal| json((exact(open) / opened * DAYS_OF_A_YEAR).value());
    let list = change(
        count("headline.four_month_list", 2024)?,
        count("headline.four_month_list", 2021)?,
    );
    let (declared, shortages) = (
        count("headline.declarations", 2024)?,
        count("headline.shortages", 2024)?,
    );
    let open = count("headline.open_shortages", 2024)?;
    let all_open = exact(open) + count("headline.open_risks", 2024)?;
    let of_2022 = exact(count("headline.shortages", 2022)?) + count("headline.risks", 2022)?;
    let outputs = answer([
        ("4month_list_748_vs_422_pct", list),
        (
            "declarations_3825_vs_4925_pct",
            change(declared, count("headline.declarations", 2023)?),
        ),
        (
            "declarations_3809_vs_4880_pct",
            change(
                count("headline.declarations.recount", 2024)?,
                count("headline.declarations.recount", 2023)?,
            ),
        ),
        (
            "ruptures_939_vs_1222_pct",
            change(shortages, count("headline.shortages", 2019)?),
        ),
        ("little_mean_days_rupture_2024", days(open, shortages)),
        (
            "little_mean_days_all_2024",
            days(all_open.get("open")?, declared),
        ),
        ("ruptures_plus_risks_2022", json(of_2022.value())),
    ]);
    Ok(with_evidence(outputs, &evidence))
}
