//! Calculators of one stage: outages, safety stock, compound demand, chances to run out, projections.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    Answer, Calculator, answer,
    input::{Input, missing, number_of, numbers_of, wrong},
    laws::{SNYDER_SHEN, ZIPKIN, costs},
};
use crate::{
    CompoundPoisson, DayOrder, HoldingTerms, Problem, ProjectionRule, SizeLaw, SupplyDisruptions,
    Unmet, first_passage, holding_cost, lead_time_deviation, negative_binomial_service,
    project_stock, safety_stock_for_availability, safety_stock_for_fill_rate, stock_out_at_end,
};

pub(super) fn calculators() -> Vec<Calculator> {
    vec![
        disruptions(),
        availability(),
        fill_rate(),
        lead_time(),
        negative_binomial_lead_time(),
        compound(),
        at_end(),
        passage(),
        projection(),
        holding(),
    ]
}

fn disruptions() -> Calculator {
    Calculator::new(
        "newsvendor_disruptions",
        "Le stock contre un fournisseur qui tombe en panne, à demande constante.",
        "The stock against a supplier that fails, at a constant demand.",
    )
    .inputs(&[
        ("holding_cost", "cost of a box left at the end of a period"),
        (
            "stockout_cost",
            "cost of a box missing at the end of a period",
        ),
        ("demand", "boxes a period"),
        ("disruption_prob", "chance to fail in the next period"),
        ("recovery_prob", "chance to recover in the next period"),
        (
            "base_stock_level?",
            "a stock whose cost is asked for, instead of the best one",
        ),
    ])
    .outputs(&[
        ("S", "stock, in boxes"),
        (
            "cost",
            "mean cost a period; outages less likely than 1e-10 are left out, as stockpyl does",
        ),
        ("cost_of_all_outages", "the same with all outages"),
        (
            "periods_covered",
            "whole periods of outage that the stock covers",
        ),
        ("service", "chance that an outage is not longer"),
    ])
    .from(
        "S = d·(1 + n), n the smallest with 1 - α/(α + β)·(1 - β)ⁿ ≥ p / (p + h)",
        SNYDER_SHEN,
    )
    .run_by(|input| {
        let supply = SupplyDisruptions {
            demand: input.number("demand")?,
            failure: input.number("disruption_prob")?,
            recovery: input.number("recovery_prob")?,
        };
        let plan = supply.plan(costs(input)?, input.find_number("base_stock_level")?)?;
        Ok(answer([
            ("S", json!(plan.level)),
            ("cost", json!(plan.cost)),
            ("cost_of_all_outages", json!(plan.cost_of_all_outages)),
            ("periods_covered", json!(plan.periods_covered)),
            ("service", json!(plan.service)),
        ]))
    })
}

const SAFETY: [(&str, &str); 2] = [("z", "safety factor"), ("SS", "safety stock, in boxes")];

fn holding() -> Calculator {
    Calculator::new(
        "holding_cost",
        "Ce que coûte par an un stock tenu plein\u{a0}: boîtes qui périment et espace.",
        "What a stock that is kept full costs a year: boxes that expire and space.",
    )
    .inputs(&[
        ("d", "demand, in boxes a month"),
        ("months", "months of demand that are held"),
        (
            "value_per_box",
            "what a box that expires is worth, in euros",
        ),
        (
            "sellable_months?",
            "months in which a box may be sold; for ever if left out",
        ),
        (
            "lost_share_per_year?",
            "part of the stock that expires in a year whatever its age; none if left out",
        ),
        (
            "volume_per_box?",
            "volume of a box, in m³; none if left out",
        ),
        (
            "space_price_per_month?",
            "cost of a m³ a month, in euros; none if left out",
        ),
    ])
    .outputs(&[
        ("expired_boxes", "boxes that expire in a year"),
        ("expired_euros", "what they are worth, in euros a year"),
        ("volume", "m³ that the stock takes"),
        ("space_euros", "what the space costs, in euros a year"),
    ])
    .from(
        "12·d·max(s/a − 1, 0) + l·d·s boxes a year expire: by Little's law a box stays s months",
        "Little 1961, applied to a stock that is sold oldest first",
    )
    .run_by(run_holding)
}

fn run_holding(input: Input<'_>) -> Result<Answer, Problem> {
    let or_nothing = |name| Ok::<f64, Problem>(input.find_number(name)?.unwrap_or_default());
    let terms = HoldingTerms {
        demand_per_month: input.number("d")?,
        value_per_box: input.number("value_per_box")?,
        sellable_months: input.find_number("sellable_months")?,
        lost_share_per_year: or_nothing("lost_share_per_year")?,
        volume_per_box: or_nothing("volume_per_box")?,
        space_price_per_month: or_nothing("space_price_per_month")?,
    };
    let cost = holding_cost(&terms, input.number("months")?)?;
    Ok(answer([
        ("expired_boxes", json!(cost.expired_boxes)),
        ("expired_euros", json!(cost.expired_euros)),
        ("volume", json!(cost.volume)),
        ("space_euros", json!(cost.space_euros)),
    ]))
}

fn availability() -> Calculator {
    Calculator::new(
        "ss_alpha",
        "Le stock de sécurité pour une probabilité de ne pas manquer.",
        "The safety stock for a chance not to run out.",
    )
    .inputs(&[
        ("alpha", "chance not to run out in a cycle"),
        (
            "sigma_L",
            "standard deviation of the demand of the lead time, in boxes",
        ),
    ])
    .outputs(&SAFETY)
    .from("z = Φ⁻¹(α), SS = z·σ", SNYDER_SHEN)
    .run_by(|input| {
        let stock =
            safety_stock_for_availability(input.number("alpha")?, input.number("sigma_L")?)?;
        Ok(answer([("z", json!(stock.z)), ("SS", json!(stock.boxes))]))
    })
}

fn fill_rate() -> Calculator {
    Calculator::new(
        "ss_beta",
        "Le stock de sécurité pour une part de la demande servie.",
        "The safety stock for a part of the demand served.",
    )
    .inputs(&[
        ("beta", "part of the demand served at once"),
        ("Q", "boxes of an order"),
        (
            "sigma_L",
            "standard deviation of the demand of the lead time, in boxes",
        ),
    ])
    .outputs(&SAFETY)
    .from(
        "G(z) = (1 - β)·Q / σ, SS = z·σ",
        "Silver, Pyke and Peterson, Inventory Management and Production Planning",
    )
    .run_by(|input| {
        let stock = safety_stock_for_fill_rate(
            input.number("beta")?,
            input.number("Q")?,
            input.number("sigma_L")?,
        )?;
        Ok(answer([("z", json!(stock.z)), ("SS", json!(stock.boxes))]))
    })
}

fn lead_time() -> Calculator {
    Calculator::new(
        "sigma_LTD",
        "L’écart type de la demande pendant un délai qui varie.",
        "The standard deviation of the demand of a lead time that varies.",
    )
    .inputs(&[
        ("mu_d", "mean demand of a period, in boxes"),
        ("sd_d", "its standard deviation"),
        ("mu_L", "mean lead time, in periods"),
        ("sd_L?", "its standard deviation, zero if left out"),
        (
            "review_period?",
            "periods between two orders, added to the lead time",
        ),
    ])
    .outputs(&[
        ("sigma_LTD", "standard deviation, in boxes"),
        ("mu_LTD", "mean, in boxes"),
    ])
    .from("√(μ_L·σ_d² + μ_d²·σ_L²)", SNYDER_SHEN)
    .run_by(|input| {
        let mean = input.number("mu_d")?;
        let periods = input.number("mu_L")? + input.find_number("review_period")?.unwrap_or(0.0);
        let varies = input.find_number("sd_L")?.unwrap_or(0.0);
        let deviation = lead_time_deviation(mean, input.number("sd_d")?, periods, varies)?;
        Ok(answer([
            ("sigma_LTD", json!(deviation)),
            ("mu_LTD", json!(mean * periods)),
        ]))
    })
}

fn negative_binomial_lead_time() -> Calculator {
    Calculator::new(
        "negbin_leadtime",
        "Le service d’un niveau de stock quand la demande du délai est binomiale négative.",
        "The service of a base stock when the demand of the lead time is negative binomial.",
    )
    .inputs(&[
        ("mean", "mean demand of the lead time, in boxes"),
        ("var", "its variance, above the mean"),
        ("base_stock", "stock, in whole boxes"),
    ])
    .outputs(&[
        ("cycle_service_alpha", "chance that the stock is enough"),
        ("expected_backorders", "mean of what is missing"),
        (
            "fill_rate_beta_if_mean_per_cycle",
            "part of the demand served, when a cycle sells the mean",
        ),
        ("r", "successes of the law"),
        ("p", "chance of a success"),
    ])
    .from(
        "r = μ² / (σ² - μ), p = μ / σ²; fill rate 1 - E[(X - S)⁺] / μ",
        ZIPKIN,
    )
    .run_by(|input| {
        let service = negative_binomial_service(
            input.number("mean")?,
            input.number("var")?,
            input.number("base_stock")?,
        )?;
        Ok(answer([
            ("cycle_service_alpha", json!(service.cycle_service)),
            ("expected_backorders", json!(service.expected_backorders)),
            ("fill_rate_beta_if_mean_per_cycle", json!(service.fill_rate)),
            ("r", json!(service.successes)),
            ("p", json!(service.chance)),
        ]))
    })
}

fn compound() -> Calculator {
    Calculator::new(
        "compound_poisson",
        "Des commandes au hasard, chacune de plusieurs boîtes.",
        "Orders that come by chance, each of several boxes.",
    )
    .inputs(&[
        ("lambda", "mean number of orders"),
        ("q?", "sizes are geometric: (1 - q)·q^(k-1) for k from 1 on"),
        ("p?", "the same by p = 1 - q"),
        ("size_pmf?", "chances of 1, 2, 3... boxes as a list, or by number of boxes as an object"),
        ("outputs?", "names of the outputs wanted: mean, var, mean_closed, var_closed, pmf_A_B, cdf_N, loss_N, quantile_C"),
    ])
    .outputs(&[
        ("mean", "mean of the chances computed"),
        ("var", "their variance"),
        ("mean_closed", "mean by the closed formula"),
        ("var_closed", "variance by the closed formula"),
        ("pmf_0_5", "chances of 0 to 5 boxes; any two numbers"),
        ("cdf_10", "chance of at most 10 boxes; any number"),
        ("loss_10", "mean of what exceeds 10 boxes; any number"),
    ])
    .from("p(0) = e^(-λ(1 - f(0))), p(n) = λ/n·Σ k·f(k)·p(n - k)", "Panjer, Recursive evaluation of a family of compound distributions, 1981")
    .run_by(run_compound)
}

fn size_law(input: Input<'_>) -> Result<SizeLaw, Problem> {
    match input.find("size_pmf") {
        Some(Value::Array(values)) => {
            let chances = numbers_of(values, "size_pmf")?;
            Ok(SizeLaw::Table(
                std::iter::once(0.0).chain(chances).collect(),
            ))
        }
        Some(Value::Object(values)) => {
            let mut chances = Vec::new();
            for (boxes, chance) in values {
                let place: Option<usize> = boxes.parse().ok().filter(|place| *place <= 100_000);
                let (Some(place), Some(chance)) = (place, number_of(chance)) else {
                    return Err(wrong(
                        "size_pmf",
                        "un objet de nombres de boîtes et de probabilités",
                        "an object of numbers of boxes and chances",
                    ));
                };
                if chances.len() <= place {
                    chances.resize(place + 1, 0.0);
                }
                if let Some(here) = chances.get_mut(place) {
                    *here = chance;
                }
            }
            Ok(SizeLaw::Table(chances))
        }
        // A text tells what the law is, and `q` or `p` gives it.
        _ => match (input.find_number("q")?, input.find_number("p")?) {
            (Some(q), _) => Ok(SizeLaw::Geometric { q }),
            (None, Some(p)) => Ok(SizeLaw::Geometric { q: 1.0 - p }),
            (None, None) => Err(missing("size_pmf")),
        },
    }
}

fn run_compound(input: Input<'_>) -> Result<Answer, Problem> {
    let law = CompoundPoisson::new(input.number("lambda")?, &size_law(input)?)?;
    let (mean, variance) = law.moments_of_chances();
    let mut outputs = answer([
        ("mean", json!(mean)),
        ("var", json!(variance)),
        ("mean_closed", json!(law.mean())),
        ("var_closed", json!(law.variance())),
    ]);
    for name in input.wanted(&["pmf_0_5", "cdf_10", "loss_10"]) {
        let parts: Vec<&str> = name.split('_').collect();
        let whole = |text: &str| {
            text.parse::<usize>()
                .ok()
                .filter(|boxes| *boxes <= 1_000_000)
        };
        let value = match parts.as_slice() {
            ["pmf", from, to] => match (whole(from), whole(to)) {
                (Some(from), Some(to)) => Some(json!(
                    (from..=to)
                        .map(|boxes| law.chance_of(boxes))
                        .collect::<Vec<f64>>()
                )),
                _ => None,
            },
            ["pmf", boxes] => whole(boxes).map(|boxes| json!(law.chance_of(boxes))),
            ["cdf", boxes] => whole(boxes).map(|boxes| json!(law.below(boxes))),
            ["loss", boxes] => whole(boxes).map(|boxes| json!(law.loss(boxes))),
            ["quantile", chance] => chance
                .parse()
                .ok()
                .map(|chance| law.quantile(chance))
                .transpose()?
                .map(|boxes| json!(boxes)),
            _ => None,
        };
        if let Some(value) = value {
            outputs.insert(name, value);
        }
    }
    Ok(outputs)
}

const STOCK_OUT: [(&str, &str); 4] = [
    ("stock", "boxes"),
    ("mean_daily", "mean demand of a day, in boxes"),
    ("sd_daily", "its standard deviation"),
    ("H", "days"),
];

fn at_end() -> Calculator {
    Calculator::new(
        "stockout_prob_end_normal",
        "La probabilité que la demande de plusieurs jours dépasse le stock, demande normale.",
        "The chance that the demand of several days exceeds the stock, demand normal.",
    )
    .inputs(&STOCK_OUT)
    .outputs(&[("p_end_negative", "chance")])
    .from("Φ((μH - S) / (σ√H))", SNYDER_SHEN)
    .run_by(|input| {
        let chance = stock_out_at_end(
            input.number("stock")?,
            input.number("mean_daily")?,
            input.number("sd_daily")?,
            input.number("H")?,
        )?;
        Ok(answer([("p_end_negative", json!(chance))]))
    })
}

fn passage() -> Calculator {
    Calculator::new(
        "stockout_first_passage",
        "La probabilité que le stock soit épuisé à un moment des jours qui viennent.",
        "The chance that the stock is gone at some time of the days to come.",
    )
    .inputs(&STOCK_OUT)
    .outputs(&[
        ("p_T_le_H", "chance"),
        ("mean_T", "mean of the day on which it is gone, in days"),
        ("var_T", "its variance, in days squared"),
    ])
    .from(
        "Φ((μH - S)/(σ√H)) + e^(2μS/σ²)·Φ((-μH - S)/(σ√H)): an inverse Gaussian law",
        "Chhikara and Folks, The Inverse Gaussian Distribution",
    )
    .run_by(|input| {
        let passage = first_passage(
            input.number("stock")?,
            input.number("mean_daily")?,
            input.number("sd_daily")?,
            input.number("H")?,
        )?;
        Ok(answer([
            ("p_T_le_H", json!(passage.chance_within)),
            ("mean_T", json!(passage.mean_days)),
            ("var_T", json!(passage.variance_days)),
        ]))
    })
}

fn projection() -> Calculator {
    Calculator::new(
        "deterministic_projection",
        "Un stock jour après jour, demande et livraisons connues.",
        "A stock day by day, demand and deliveries known.",
    )
    .inputs(&[
        ("stock0", "boxes before the first day"),
        ("daily_demand", "boxes a day, or a list of them"),
        ("receipts?", "boxes delivered, by day from 1 on"),
        ("days", "how many days"),
        (
            "rule?",
            "`receive, then demand` or `demand, then receive`; `lost sales` or `backorders`",
        ),
    ])
    .outputs(&[
        (
            "first_stockout_day",
            "first day on which demand is not met in full; null when it always is",
        ),
        ("stockout_days", "days on which demand is not met in full"),
        ("lost_units", "boxes of demand that are lost"),
        ("end_inventory", "stock after the last day"),
        ("inventory", "stock after each day"),
    ])
    .from("stock + deliveries - demand, each day", "arithmetic")
    .run_by(run_projection)
}

fn run_projection(input: Input<'_>) -> Result<Answer, Problem> {
    let demand = match input.find("daily_demand") {
        Some(Value::Array(values)) => numbers_of(values, "daily_demand")?,
        _ => vec![input.number("daily_demand")?],
    };
    let days = u32::try_from(input.whole("days")?).unwrap_or(u32::MAX);
    let projection = project_stock(
        input.number("stock0")?,
        &demand,
        &deliveries(input)?,
        days,
        rule_of(input),
    )?;
    Ok(answer([
        ("first_stockout_day", json!(projection.first_stock_out_day)),
        ("stockout_days", json!(projection.stock_out_days)),
        ("lost_units", json!(projection.lost_boxes)),
        ("end_inventory", json!(projection.end_stock)),
        ("inventory", json!(projection.stock_by_day)),
    ]))
}

/// By day as an object, or a list with one number a day.
fn deliveries(input: Input<'_>) -> Result<BTreeMap<u32, f64>, Problem> {
    let bad = || {
        wrong(
            "receipts",
            "un objet de jours et de boîtes",
            "an object of days and boxes",
        )
    };
    match input.find("receipts") {
        None => Ok(BTreeMap::new()),
        Some(Value::Array(values)) => Ok((1..).zip(numbers_of(values, "receipts")?).collect()),
        Some(Value::Object(fields)) => fields
            .iter()
            .map(|(day, boxes)| {
                Ok((
                    day.trim().parse().map_err(|_| bad())?,
                    number_of(boxes).ok_or_else(bad)?,
                ))
            })
            .collect(),
        Some(_) => Err(bad()),
    }
}

fn rule_of(input: Input<'_>) -> ProjectionRule {
    let rule = input.text("rule").unwrap_or_default().to_lowercase();
    let demand = rule.find("demand");
    let receive = rule.find("receive");
    let is_demand_first =
        matches!((demand, receive), (Some(demand), Some(receive)) if demand < receive);
    ProjectionRule {
        order: if is_demand_first {
            DayOrder::DemandFirst
        } else {
            DayOrder::ReceiveFirst
        },
        unmet: if rule.contains("backorder") {
            Unmet::Waits
        } else {
            Unmet::Lost
        },
    }
}
