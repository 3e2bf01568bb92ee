//! Calculators of each law of demand: losses, newsvendor, base stock, chance to run out.

use serde_json::json;

use super::{
    Answer, Calculator, answer,
    input::{Input, wrong},
};
use crate::{Demand, Loss, Problem, SellingPrices, StockCosts, base_stock, newsvendor_profit};

pub(super) const SNYDER_SHEN: &str =
    "Snyder and Shen, Fundamentals of Supply Chain Theory, 2nd edition";
pub(super) const ZIPKIN: &str = "Zipkin, Foundations of Inventory Management, appendix C";

/// A law of demand and the inputs that describe it.
#[derive(Debug, Clone, Copy)]
struct Law {
    name: &'static str,
    inputs: &'static [(&'static str, &'static str)],
    read: fn(Input<'_>) -> Result<Demand, Problem>,
}

const LAWS: [Law; 9] = [
    Law {
        name: "normal",
        inputs: &[
            ("mean?", "mean of the demand of a period, or demand_mean"),
            ("demand_mean?", "the same"),
            ("sd?", "its standard deviation, or demand_sd"),
            ("demand_sd?", "the same"),
        ],
        read: |input| {
            Ok(Demand::Normal {
                mean: input.number_of(&["demand_mean", "mean"])?,
                deviation: input.number_of(&["demand_sd", "sd"])?,
            })
        },
    },
    Law {
        name: "poisson",
        inputs: &[
            ("mean?", "mean of the demand of a period, or demand_mean"),
            ("demand_mean?", "the same"),
        ],
        read: |input| {
            Ok(Demand::Poisson {
                mean: input.number_of(&["demand_mean", "mean", "lambda"])?,
            })
        },
    },
    Law {
        name: "gamma",
        inputs: &[
            ("shape?", "shape"),
            ("scale?", "scale: the mean is shape × scale"),
            ("mean?", "mean, instead of shape and scale"),
            ("sd?", "standard deviation, beside the mean"),
        ],
        read: |input| {
            if let Some(mean) = input.find_number_of(&["mean", "demand_mean"])? {
                return Demand::gamma(mean, input.number_of(&["sd", "demand_sd"])?);
            }
            Ok(Demand::Gamma {
                shape: input.number_of(&["shape", "a"])?,
                scale: input.number_of(&["scale", "b"])?,
            })
        },
    },
    Law {
        name: "negbin",
        inputs: &[
            ("r?", "successes"),
            (
                "p?",
                "chance of a success; demand is the number of failures before r successes",
            ),
            ("mean?", "mean, instead of r and p"),
            ("sd?", "standard deviation, beside the mean"),
            ("var?", "variance, beside the mean"),
        ],
        read: negative_binomial,
    },
    Law {
        name: "lognormal",
        inputs: &[
            ("mu", "mean of the logarithm"),
            ("sigma", "standard deviation of the logarithm"),
        ],
        read: |input| {
            Ok(Demand::LogNormal {
                log_mean: input.number("mu")?,
                log_deviation: input.number("sigma")?,
            })
        },
    },
    Law {
        name: "exponential",
        inputs: &[
            ("mu?", "rate: the mean is 1 / mu"),
            ("mean?", "mean, instead of the rate"),
        ],
        read: |input| {
            let rate = match input.find_number_of(&["mean", "demand_mean"])? {
                Some(mean) => 1.0 / mean,
                None => input.number_of(&["mu", "rate"])?,
            };
            Ok(Demand::Exponential { rate })
        },
    },
    Law {
        name: "uniform",
        inputs: &[("a", "lower bound"), ("b", "upper bound")],
        read: |input| {
            Ok(Demand::Uniform {
                low: input.number("a")?,
                high: input.number("b")?,
            })
        },
    },
    Law {
        name: "geometric",
        inputs: &[(
            "p",
            "chance of a success; demand is the number of trials up to the first",
        )],
        read: |input| {
            Ok(Demand::Geometric {
                chance: input.number("p")?,
            })
        },
    },
    Law {
        name: "binomial",
        inputs: &[("n", "trials"), ("p", "chance of a success")],
        read: |input| {
            let trials = u32::try_from(input.whole("n")?);
            Ok(Demand::Binomial {
                trials: trials.map_err(|_| {
                    wrong("n", "un nombre entier plus petit", "a smaller whole number")
                })?,
                chance: input.number("p")?,
            })
        },
    },
];

fn negative_binomial(input: Input<'_>) -> Result<Demand, Problem> {
    if let (Some(successes), Some(chance)) = (input.find_number("r")?, input.find_number("p")?) {
        return Ok(Demand::NegativeBinomial { successes, chance });
    }
    let mean = input.number_of(&["mean", "demand_mean"])?;
    let variance = match input.find_number_of(&["var", "variance"])? {
        Some(variance) => variance,
        None => input.number_of(&["sd", "demand_sd"])?.powi(2),
    };
    Demand::negative_binomial(mean, variance)
}

pub(super) fn calculators() -> Vec<Calculator> {
    let mut all: Vec<Calculator> = LAWS.into_iter().flat_map(of_law).collect();
    all.push(standard_normal());
    all
}

const COSTS: [(&str, &str); 4] = [
    ("holding_cost", "cost of a box left at the end of a period"),
    (
        "stockout_cost",
        "cost of a box missing at the end of a period",
    ),
    (
        "lead_time?",
        "periods between order and delivery, zero if left out",
    ),
    (
        "base_stock_level?",
        "a stock whose cost is asked for, instead of the best one",
    ),
];

fn of_law(law: Law) -> Vec<Calculator> {
    let Law { name, inputs, read } = law;
    let stock = |family: &str, french: &str, english: &str| {
        Calculator::new(format!("{family}_{name}"), french, english)
            .inputs(&COSTS)
            .inputs(inputs)
            .outputs(&[
                ("S", "stock to come back to, in boxes"),
                ("cost", "mean cost a period"),
                ("critical_ratio", "stockout_cost / (stockout_cost + holding_cost)"),
                ("cycle_service", "chance that the stock is enough"),
            ])
            .from("smallest S with F(S) ≥ p / (p + h), F the law of the demand of lead_time + 1 periods; cost h·E[(S - X)⁺] + p·E[(X - S)⁺]", SNYDER_SHEN)
            .run_by(move |input| newsvendor(input, &read(input)?))
    };
    vec![
        stock(
            "newsvendor",
            "Le stock le moins cher quand ce qui reste et ce qui manque coûtent.",
            "The cheapest stock when what is left and what is missing both cost.",
        ),
        stock(
            "base_stock",
            "Le niveau de recomplètement le moins cher, avec un délai de livraison.",
            "The cheapest base stock, with a lead time.",
        ),
        Calculator::new(
            format!("newsvendor_{name}_explicit"),
            "Le stock qui rapporte le plus quand les prix sont donnés.",
            "The stock that earns most when prices are given.",
        )
        .inputs(&[
            ("revenue", "for a box sold"),
            ("purchase_cost", "for a box bought"),
            ("salvage_value", "for a box left"),
            ("holding_cost?", "extra cost of a box left"),
            ("stockout_cost?", "extra cost of a box missing"),
            ("lead_time?", "periods between order and delivery"),
            ("base_stock_level?", "a stock whose profit is asked for"),
        ])
        .inputs(inputs)
        .outputs(&[("S", "stock, in boxes"), ("profit", "mean profit a period")])
        .from("smallest S with F(S) ≥ (p + r - c) / (p + r + h - v)", SNYDER_SHEN)
        .run_by(move |input| explicit(input, &read(input)?)),
        Calculator::new(
            format!("{name}_loss"),
            "Ce que la demande dépasse d’un stock en moyenne, et ce qui en reste.",
            "What demand exceeds a stock by on the mean, and what is left of it.",
        )
        .inputs(&[("x", "the stock, in boxes")])
        .inputs(inputs)
        .outputs(&LOSSES)
        .from("E[(X - x)⁺], E[(x - X)⁺]; second order: half of E[((X - x)⁺)²], for whole numbers of E[(X - x)⁺(X - x - 1)⁺]", ZIPKIN)
        .run_by(move |input| Ok(losses(read(input)?.loss(input.number("x")?)?))),
        Calculator::new(
            format!("stockout_prob_end_{name}"),
            "La probabilité que la demande de plusieurs jours dépasse le stock.",
            "The chance that the demand of several days exceeds the stock.",
        )
        .inputs(&[("stock", "boxes"), ("H", "days")])
        .inputs(inputs)
        .outputs(&[("p_end_negative", "chance")])
        .from("1 - F(S), F the law of the demand of H independent days", SNYDER_SHEN)
        .run_by(move |input| {
            let demand = read(input)?.over_periods(input.number("H")?)?;
            Ok(answer([("p_end_negative", json!(1.0 - demand.below(input.number("stock")?)?))]))
        }),
    ]
    .into_iter()
    // The normal law has a calculator of its own for this, which knows a demand that does not vary.
    .filter(|calculator| calculator.name != "stockout_prob_end_normal")
    .collect()
}

const LOSSES: [(&str, &str); 4] = [
    ("loss", "mean of what exceeds"),
    ("complementary", "mean of what is left"),
    ("second_loss", "second order of what exceeds"),
    ("second_complementary", "second order of what is left"),
];

fn losses(loss: Loss) -> Answer {
    answer([
        ("loss", json!(loss.loss)),
        ("complementary", json!(loss.complementary)),
        ("second_loss", json!(loss.second_loss)),
        ("second_complementary", json!(loss.second_complementary)),
    ])
}

pub(super) fn costs(input: Input<'_>) -> Result<StockCosts, Problem> {
    Ok(StockCosts {
        holding: input.number("holding_cost")?,
        stockout: input.number("stockout_cost")?,
    })
}

fn newsvendor(input: Input<'_>, demand: &Demand) -> Result<Answer, Problem> {
    let lead_time = input.find_number("lead_time")?.unwrap_or(0.0);
    let stock = base_stock(
        costs(input)?,
        demand,
        lead_time,
        input.find_number("base_stock_level")?,
    )?;
    Ok(answer([
        ("S", json!(stock.level)),
        ("cost", json!(stock.cost)),
        ("critical_ratio", json!(stock.critical_ratio)),
        ("cycle_service", json!(stock.cycle_service)),
    ]))
}

fn explicit(input: Input<'_>, demand: &Demand) -> Result<Answer, Problem> {
    let prices = SellingPrices {
        revenue: input.number("revenue")?,
        purchase: input.number("purchase_cost")?,
        salvage: input.find_number("salvage_value")?.unwrap_or(0.0),
        holding: input.find_number("holding_cost")?.unwrap_or(0.0),
        stockout: input.find_number("stockout_cost")?.unwrap_or(0.0),
    };
    let lead_time = input.find_number("lead_time")?.unwrap_or(0.0);
    let (level, profit) = newsvendor_profit(
        prices,
        demand,
        lead_time,
        input.find_number("base_stock_level")?,
    )?;
    Ok(answer([("S", json!(level)), ("profit", json!(profit))]))
}

fn standard_normal() -> Calculator {
    Calculator::new(
        "standard_normal_loss",
        "Les pertes de la loi normale centrée réduite.",
        "The losses of the standard normal law.",
    )
    .inputs(&[("z", "the safety factor")])
    .outputs(&LOSSES)
    .from("G(z) = φ(z) - z(1 - Φ(z))", ZIPKIN)
    .run_by(|input| Ok(losses(Loss::standard_normal(input.number("z")?)?)))
}
