//! Who pays how much of the safeguard contribution.

use rust_decimal::Decimal;
use serde::Serialize;

use super::{not_negative, part_of_one};
use crate::{
    Problem, Sentence, Warning,
    exact::{exact, sum},
};

/// The parts of the contribution, each split by its own key. They add up to 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SplitShares {
    /// Split in proportion to the amounts reimbursed.
    pub amount: Decimal,
    /// Split in proportion to their growth, of those that grew.
    pub growth: Decimal,
    /// Split in proportion to the coefficients of the European share of production.
    pub location: Decimal,
}

/// What is known of a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyBase {
    /// Its name.
    pub name: String,
    /// Amount reimbursed in the year.
    pub reimbursed: Decimal,
    /// Amount reimbursed in the year before.
    pub reimbursed_before: Decimal,
    /// Net turnover, on which the cap rests.
    pub net_turnover: Decimal,
    /// Coefficient of its European share of production; `None` when the share is unknown.
    pub location_coefficient: Option<Decimal>,
}

/// What a company pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CompanyShare {
    /// Its name.
    pub name: String,
    /// Its part by amount.
    pub by_amount: Decimal,
    /// Its part by growth.
    pub by_growth: Decimal,
    /// Its part by place of production.
    pub by_location: Decimal,
    /// The three together.
    pub uncapped: Decimal,
    /// The most that it can pay.
    pub cap: Decimal,
    /// What it pays.
    pub capped: Decimal,
    /// What it would pay if what the caps spare were split again between the others.
    pub redistributed: Decimal,
}

/// The whole contribution split.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SafeguardSplit {
    /// One for each company, in the order given.
    pub companies: Vec<CompanyShare>,
    /// What they pay together.
    pub sum_capped: Decimal,
    /// What the caps spare.
    pub spared_by_caps: Decimal,
    /// What is split between nobody, because nobody has anything of its key.
    pub not_assigned: Decimal,
    /// What they would pay together if it were split again.
    pub sum_redistributed: Decimal,
    /// What a reader must know.
    pub warnings: Vec<Warning>,
}

/// Splits a contribution between companies by amount, growth and place of production, and caps each.
///
/// A company whose coefficient is unknown is a problem when a part is split by place. Coefficients are those of
/// companies, whatever their size: a small one pays as much of that part as a large one.
pub fn split_contribution(
    total: Decimal,
    companies: &[CompanyBase],
    shares: &SplitShares,
    cap_of_turnover: Decimal,
) -> Result<SafeguardSplit, Problem> {
    not_negative("total", total)?;
    part_of_one("cap", cap_of_turnover)?;
    check_shares(shares)?;
    let amounts = companies
        .iter()
        .map(|company| not_negative("reimbursed", company.reimbursed));
    let amounts = amounts.collect::<Result<Vec<_>, _>>()?;
    let growths = companies
        .iter()
        .map(growth)
        .collect::<Result<Vec<_>, _>>()?;
    let coefficients = companies.iter().map(|company| coefficient(company, shares));
    let coefficients = coefficients.collect::<Result<Vec<_>, _>>()?;
    let mut warnings = Vec::new();
    let mut not_assigned = exact(Decimal::ZERO);
    let mut parts = Vec::with_capacity(3);
    for (name, share, keys) in [
        ("amount", shares.amount, amounts),
        ("growth", shares.growth, growths),
        ("location", shares.location, coefficients),
    ] {
        let pool = (exact(total) * share).get(name)?;
        let part = in_proportion(pool, &keys)?;
        if part.is_none() && pool > Decimal::ZERO {
            not_assigned = not_assigned + pool;
            warnings.push(nobody(name));
        }
        parts.push(part.unwrap_or_else(|| vec![Decimal::ZERO; companies.len()]));
    }
    let share_of = |part: usize, index: usize| {
        let values: Option<&Vec<Decimal>> = parts.get(part);
        values
            .and_then(|values| values.get(index))
            .copied()
            .unwrap_or_default()
    };
    let mut split = companies
        .iter()
        .enumerate()
        .map(|(index, company)| {
            let [by_amount, by_growth, by_location] = [0, 1, 2].map(|part| share_of(part, index));
            let uncapped = sum([by_amount, by_growth, by_location]).get("uncapped")?;
            let turnover = not_negative("net_turnover", company.net_turnover)?;
            let cap = (exact(turnover) * cap_of_turnover).get("cap")?;
            let capped = uncapped.min(cap);
            Ok(CompanyShare {
                name: company.name.clone(),
                by_amount,
                by_growth,
                by_location,
                uncapped,
                cap,
                capped,
                redistributed: capped,
            })
        })
        .collect::<Result<Vec<_>, Problem>>()?;
    let sum_capped = sum(split.iter().map(|company| company.capped)).get("sum_capped")?;
    let sum_uncapped = sum(split.iter().map(|company| company.uncapped)).get("sum_uncapped")?;
    redistribute(&mut split, sum_uncapped)?;
    Ok(SafeguardSplit {
        sum_capped,
        spared_by_caps: (exact(sum_uncapped) - sum_capped).get("spared_by_caps")?,
        not_assigned: not_assigned.get("not_assigned")?,
        sum_redistributed: sum(split.iter().map(|company| company.redistributed))
            .get("sum_redistributed")?,
        companies: split,
        warnings,
    })
}

fn check_shares(shares: &SplitShares) -> Result<(), Problem> {
    let parts = [shares.amount, shares.growth, shares.location];
    for part in parts {
        part_of_one("shares", part)?;
    }
    if sum(parts).get("shares")? == Decimal::ONE {
        return Ok(());
    }
    let sentence = Sentence::new(
        "Les parts de la répartition ne font pas 1 ensemble\u{a0}: corrigez-les.",
        "The parts of the split do not add up to 1: correct them.",
    );
    Err(Problem::new("shares_not_one", "shares", sentence))
}

/// What the amount reimbursed grew by; nothing for one that fell.
fn growth(company: &CompanyBase) -> Result<Decimal, Problem> {
    let before = not_negative("reimbursed_before", company.reimbursed_before)?;
    let difference = exact(company.reimbursed) - before;
    difference.at_least(Decimal::ZERO).get("growth")
}

fn coefficient(company: &CompanyBase, shares: &SplitShares) -> Result<Decimal, Problem> {
    match company.location_coefficient {
        Some(coefficient) => not_negative("location_coefficient", coefficient),
        None if shares.location.is_zero() => Ok(Decimal::ZERO),
        None => {
            let name = vigie_model::shown_name(&company.name);
            let sentence = Sentence::new(
                format!(
                    "La part de production européenne de «\u{a0}{name}\u{a0}» n’est pas connue\u{a0}: donnez-la."
                ),
                format!("The European share of production of “{name}” is not known: give it."),
            );
            Err(Problem::new("unknown_location", name, sentence))
        }
    }
}

/// A pool split in proportion to keys; `None` when all keys are zero.
fn in_proportion(pool: Decimal, keys: &[Decimal]) -> Result<Option<Vec<Decimal>>, Problem> {
    let total = sum(keys.iter().copied()).get("split")?;
    if total.is_zero() {
        return Ok(None);
    }
    let part = |key: &Decimal| (exact(pool) * *key / total).get("split");
    keys.iter()
        .map(part)
        .collect::<Result<Vec<_>, _>>()
        .map(Some)
}

/// Splits what caps spare between those below their cap, in proportion to what they paid before, until nothing is left
/// or all are capped. Each round caps a company or is the last.
fn redistribute(companies: &mut [CompanyShare], total: Decimal) -> Result<(), Problem> {
    for _ in 0..=companies.len() {
        let paid = sum(companies.iter().map(|company| company.redistributed));
        let rest = (exact(total) - paid.get("redistributed")?).get("redistributed")?;
        let open = |company: &CompanyShare| {
            company.redistributed < company.cap && company.uncapped > Decimal::ZERO
        };
        let weights = companies
            .iter()
            .filter(|company| open(company))
            .map(|company| company.uncapped);
        let weight = sum(weights).get("redistributed")?;
        if rest <= Decimal::ZERO || weight.is_zero() {
            return Ok(());
        }
        for company in companies.iter_mut().filter(|company| open(company)) {
            let more = exact(rest) * company.uncapped / weight;
            company.redistributed = (more + company.redistributed)
                .at_most(company.cap)
                .get("redistributed")?;
        }
    }
    Ok(())
}

fn nobody(part: &str) -> Warning {
    let sentence = Sentence::new(
        format!(
            "La part «\u{a0}{part}\u{a0}» n’est répartie entre personne\u{a0}: aucune entreprise n’a de quoi la porter."
        ),
        format!("The part “{part}” is split between nobody: no company has anything of its key."),
    );
    Warning::new("part_not_assigned", part, sentence)
}
