//! Calculators of shares, flows and concentration.

use serde_json::json;

use super::{Answer, Calculator, answer, input::Input};
use crate::{
    Problem, TransportPlan, TransportProblem, alpha_fair, concentration, equal_awards,
    equal_losses, largest_remainder, proportional, sainte_lague, talmud,
};

const CLAIMS: [(&str, &str); 2] = [
    ("demands", "claims, in boxes"),
    ("supply", "boxes to share"),
];
const ALLOCATION: [(&str, &str); 1] = [("alloc", "boxes of each")];

pub(super) fn calculators() -> Vec<Calculator> {
    let mut all = rules();
    all.extend([talmud_rule(), transport(), redistribution(), herfindahl()]);
    all.extend(rounding());
    all
}

fn rules() -> Vec<Calculator> {
    vec![
        shared(
            "maxmin",
            "Le même niveau pour tous, jusqu’à la demande de chacun.",
            "The same level for all, up to each claim.",
        )
        .inputs(&[("weights?", "level of each is a common number × its weight")])
        .from(
            "min(claim, λ·weight), λ such that all is given",
            "Bertsekas and Gallager, Data Networks: max-min fairness",
        )
        .run_by(|input| {
            let weights = input.find_numbers("weights")?;
            allocation(equal_awards(
                input.number("supply")?,
                &input.numbers("demands")?,
                weights.as_deref(),
            ))
        }),
        shared(
            "proportional",
            "La même part de chaque demande.",
            "The same part of each claim.",
        )
        .from("claim × min(1, supply / sum of claims)", "arithmetic")
        .run_by(|input| {
            allocation(proportional(
                input.number("supply")?,
                &input.numbers("demands")?,
            ))
        }),
        shared(
            "equal_losses",
            "La même perte pour tous.",
            "The same loss for all.",
        )
        .from(
            "max(0, claim - μ), μ such that all is given",
            "Thomson, Axiomatic and game-theoretic analysis of bankruptcy, 2003",
        )
        .run_by(|input| {
            allocation(equal_losses(
                input.number("supply")?,
                &input.numbers("demands")?,
            ))
        }),
        shared(
            "alpha_fair",
            "De l’efficacité (0) à l’égalité (grand alpha).",
            "From efficiency (0) to equality (large alpha).",
        )
        .inputs(&[
            ("alpha", "0, 1, 2... or any number"),
            ("weights?", "weight of each, 1 if left out"),
        ])
        .from(
            "greatest Σ w·x^(1 - α) / (1 - α): min(claim, λ·w^(1/α))",
            "Mo and Walrand, Fair end-to-end window-based congestion control, 2000",
        )
        .run_by(|input| {
            let weights = input.find_numbers("weights")?;
            let alpha = input.number("alpha")?;
            allocation(alpha_fair(
                input.number("supply")?,
                &input.numbers("demands")?,
                weights.as_deref(),
                alpha,
            ))
        }),
    ]
}

fn rounding() -> Vec<Calculator> {
    vec![
        whole(
            "largest_remainder",
            "Des boîtes entières au plus fort reste.",
            "Whole boxes by largest remainder.",
        )
        .from(
            "whole part of each quota, then one more to the largest remainders",
            "Hamilton",
        )
        .run_by(|input| {
            Ok(answer([(
                "alloc",
                json!(largest_remainder(
                    &input.numbers("weights")?,
                    input.whole("units")?
                )?),
            )]))
        }),
        whole(
            "sainte_lague",
            "Des boîtes entières par Sainte-Laguë.",
            "Whole boxes by Sainte-Laguë.",
        )
        .from(
            "one by one to the largest weight / (2·boxes + 1)",
            "Sainte-Laguë",
        )
        .run_by(|input| {
            Ok(answer([(
                "alloc",
                json!(sainte_lague(
                    &input.numbers("weights")?,
                    input.whole("units")?
                )?),
            )]))
        }),
    ]
}

fn shared(name: &str, french: &str, english: &str) -> Calculator {
    Calculator::new(name, french, english)
        .inputs(&CLAIMS)
        .outputs(&ALLOCATION)
}

fn whole(name: &str, french: &str, english: &str) -> Calculator {
    Calculator::new(name, french, english)
        .inputs(&[
            ("weights", "weights"),
            ("units", "boxes to share, a whole number"),
        ])
        .outputs(&ALLOCATION)
}

fn allocation(shares: Result<Vec<f64>, Problem>) -> Result<Answer, Problem> {
    Ok(answer([("alloc", json!(shares?))]))
}

fn talmud_rule() -> Calculator {
    Calculator::new(
        "talmud_rule",
        "Le partage du Talmud, à côté de trois autres règles.",
        "The rule of the Talmud, beside three others.",
    )
    .inputs(&[("claims", "claims"), ("estate", "what there is to share")])
    .outputs(&[
        ("talmud", "by the rule of the Talmud"),
        ("CEA", "by equal awards"),
        ("CEL", "by equal losses"),
        ("proportional", "in proportion"),
    ])
    .from("equal awards of half claims up to half of all, equal losses of the other halves after", "Aumann and Maschler, Game theoretic analysis of a bankruptcy problem from the Talmud, 1985")
    .run_by(|input| {
        let (estate, claims) = (input.number("estate")?, input.numbers("claims")?);
        Ok(answer([
            ("talmud", json!(talmud(estate, &claims)?)),
            ("CEA", json!(equal_awards(estate, &claims, None)?)),
            ("CEL", json!(equal_losses(estate, &claims)?)),
            ("proportional", json!(proportional(estate, &claims)?)),
        ]))
    })
}

fn transport() -> Calculator {
    Calculator::new(
        "transport",
        "Le transport le moins cher entre ceux qui ont et ceux qui ont besoin.",
        "The cheapest transport from those that have to those that need.",
    )
    .inputs(&[
        (
            "cost",
            "cost of a unit, a row for each supplier; null where nothing may go",
        ),
        ("supply", "what each supplier has"),
        ("demand", "what each needs; all of it must be served"),
    ])
    .outputs(&[
        ("min_cost", "the least cost"),
        ("flow", "units from each supplier to each need"),
        ("is_proven", "whether prices prove it"),
    ])
    .from(
        "minimum-cost flow by the network simplex method",
        "Ahuja, Magnanti and Orlin, Network Flows",
    )
    .ties("min_cost", &["flow"])
    .run_by(|input| {
        let plan = solve(input, "demand", None)?;
        Ok(answer([
            ("min_cost", json!(plan.cost)),
            ("flow", json!(plan.flow)),
            ("is_proven", json!(plan.is_proven_least)),
        ]))
    })
}

fn redistribution() -> Calculator {
    Calculator::new(
        "redistribution",
        "La redistribution la moins chère, ce qui manque coûtant une pénalité.",
        "The cheapest redistribution, what stays missing costing a penalty.",
    )
    .inputs(&[
        (
            "cost",
            "cost of a unit, a row for each supplier; null where nothing may go",
        ),
        ("supply", "surplus of each supplier, own stock left out"),
        ("need", "what each needs"),
        ("penalty", "cost of a unit of each need that stays unmet"),
    ])
    .outputs(&[
        ("obj", "the least cost, penalties included"),
        ("flow", "units from each supplier to each need"),
        ("unmet", "units of each need that stay unmet"),
        ("is_proven", "whether prices prove it"),
    ])
    .from(
        "minimum-cost flow by the network simplex method",
        "Ahuja, Magnanti and Orlin, Network Flows",
    )
    .ties("obj", &["flow", "unmet"])
    .run_by(|input| {
        let plan = solve(input, "need", Some(input.numbers("penalty")?))?;
        Ok(answer([
            ("obj", json!(plan.cost)),
            ("flow", json!(plan.flow)),
            ("unmet", json!(plan.unmet)),
            ("is_proven", json!(plan.is_proven_least)),
        ]))
    })
}

fn solve(
    input: Input<'_>,
    need: &str,
    penalty: Option<Vec<f64>>,
) -> Result<TransportPlan, Problem> {
    let problem = TransportProblem {
        supply: input.numbers("supply")?,
        need: input.numbers(need)?,
        cost: input.table("cost")?,
        penalty,
    };
    problem.solve()
}

fn herfindahl() -> Calculator {
    Calculator::new(
        "hhi",
        "La concentration d’un marché.",
        "The concentration of a market.",
    )
    .inputs(&[("shares_pct", "shares of suppliers, in percent")])
    .outputs(&[
        ("HHI", "sum of the squares, up to 10,000"),
        (
            "effective_number",
            "suppliers of the same size that would be as concentrated",
        ),
    ])
    .from("Σ share², 10,000 / Σ share²", "Herfindahl; Hirschman")
    .run_by(|input| {
        let found = concentration(&input.numbers("shares_pct")?)?;
        Ok(answer([
            ("HHI", json!(found.index)),
            ("effective_number", json!(found.effective_number)),
        ]))
    })
}
