//! Rules that share a supply between claims. No rule gives more than a claim, and what is left over stays undivided.
//!
//! Sources: Aumann and Maschler (1985) for the Talmud; Thomson (2003) for awards and losses; Mo and Walrand (2000) for
//! alpha-fairness. A maximum of equal boxes punishes large sites: weigh by consumption, or fill to equal cover.

use serde::Serialize;

use super::{
    level::{Part, level_for},
    not_negative,
};
use crate::{Problem, Sentence};

fn check(supply: f64, claims: &[f64]) -> Result<(), Problem> {
    not_negative("supply", &[supply])?;
    not_negative("demands", claims)
}

/// Each gets the same part of its claim.
pub fn proportional(supply: f64, claims: &[f64]) -> Result<Vec<f64>, Problem> {
    check(supply, claims)?;
    let total: f64 = claims.iter().sum();
    let rate = if total > 0.0 {
        (supply / total).min(1.0)
    } else {
        0.0
    };
    Ok(claims.iter().map(|claim| claim * rate).collect())
}

/// Constrained equal awards, or max-min: min(claim, level × weight), the same level for all. Without weights all weigh
/// the same; a weight of zero gets nothing.
pub fn equal_awards(
    supply: f64,
    claims: &[f64],
    weights: Option<&[f64]>,
) -> Result<Vec<f64>, Problem> {
    check(supply, claims)?;
    let weights = weights_or_ones(claims, weights)?;
    let parts = claims.iter().zip(weights);
    let parts: Vec<Part> = parts
        .map(|(claim, rate)| Part {
            rate,
            start: 0.0,
            most: *claim,
        })
        .collect();
    let level = level_for(supply, &parts);
    Ok(parts.iter().map(|part| part.at(level)).collect())
}

/// Constrained equal losses: max(0, claim - loss), the same loss for all.
pub fn equal_losses(supply: f64, claims: &[f64]) -> Result<Vec<f64>, Problem> {
    check(supply, claims)?;
    let largest = claims.iter().copied().fold(0.0, f64::max);
    let part = |claim: &f64| Part {
        rate: 1.0,
        start: claim - largest,
        most: *claim,
    };
    let parts: Vec<Part> = claims.iter().map(part).collect();
    let level = level_for(supply, &parts);
    Ok(parts.iter().map(|part| part.at(level)).collect())
}

/// The rule of the Talmud: equal awards of half the claims while the supply is less than half of all, equal losses of
/// the other halves after.
pub fn talmud(supply: f64, claims: &[f64]) -> Result<Vec<f64>, Problem> {
    check(supply, claims)?;
    let halves: Vec<f64> = claims.iter().map(|claim| 0.5 * claim).collect();
    let half: f64 = halves.iter().sum();
    if supply <= half {
        return equal_awards(supply, &halves, None);
    }
    let missing = (2.0 * half - supply).max(0.0);
    let losses = equal_awards(missing, &halves, None)?;
    Ok(claims
        .iter()
        .zip(losses)
        .map(|(claim, loss)| claim - loss)
        .collect())
}

/// The greatest Σ weight × x^(1 - alpha) / (1 - alpha): the greatest weighted sum for 0, proportional fairness for 1,
/// equal awards for infinity. At 0 the heaviest come first, those of the same weight in proportion to their claims.
pub fn alpha_fair(
    supply: f64,
    claims: &[f64],
    weights: Option<&[f64]>,
    alpha: f64,
) -> Result<Vec<f64>, Problem> {
    check(supply, claims)?;
    if alpha.is_nan() || alpha < 0.0 {
        return Err(Problem::out_of_range(
            "alpha",
            "zéro ou plus",
            "zero or more",
        ));
    }
    let weights = weights_or_ones(claims, weights)?;
    if alpha > 0.0 {
        // The optimum is min(claim, level × weight^(1/alpha)).
        let powers: Vec<f64> = weights
            .iter()
            .map(|weight| weight.powf(1.0 / alpha))
            .collect();
        return equal_awards(supply, claims, Some(&powers));
    }
    let mut order: Vec<f64> = weights.clone();
    order.sort_by(|left, right| right.total_cmp(left));
    order.dedup();
    let mut rest = supply;
    let mut shares = vec![0.0; claims.len()];
    for weight in order {
        let same = |other: &f64| other.total_cmp(&weight).is_eq();
        let asked = claims
            .iter()
            .zip(&weights)
            .map(|(claim, other)| if same(other) { *claim } else { 0.0 });
        let given = proportional(rest, &asked.collect::<Vec<_>>())?;
        rest = (rest - given.iter().sum::<f64>()).max(0.0);
        shares
            .iter_mut()
            .zip(given)
            .for_each(|(share, given)| *share += given);
    }
    Ok(shares)
}

/// A site with a stock of its own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CoverSite {
    /// Boxes that it has.
    pub stock: f64,
    /// Boxes that it sells a day, as verified.
    pub daily_demand: f64,
    /// The most that it may get.
    pub most: f64,
}

/// Weighted water-filling on days of cover: those with the fewest days are filled first, up to the same number of days
/// for all. Returns the boxes of each and the days reached; no days when all get their most.
pub fn equal_cover(supply: f64, sites: &[CoverSite]) -> Result<(Vec<f64>, Option<f64>), Problem> {
    let numbers = sites
        .iter()
        .flat_map(|site| [site.stock, site.daily_demand, site.most]);
    check(supply, &numbers.collect::<Vec<_>>())?;
    let part = |site: &CoverSite| Part {
        rate: site.daily_demand,
        start: -site.stock,
        most: site.most,
    };
    let parts: Vec<Part> = sites.iter().map(part).collect();
    let level = level_for(supply, &parts);
    let shares = parts.iter().map(|part| part.at(level)).collect();
    Ok((shares, level.is_finite().then_some(level)))
}

fn weights_or_ones(claims: &[f64], weights: Option<&[f64]>) -> Result<Vec<f64>, Problem> {
    let Some(weights) = weights else {
        return Ok(vec![1.0; claims.len()]);
    };
    if weights.len() != claims.len() {
        let sentence = Sentence::new(
            "Donnez un poids par demande.",
            "Give one weight for each claim.",
        );
        return Err(Problem::new("wrong_length", "weights", sentence));
    }
    not_negative("weights", weights)?;
    Ok(weights.to_vec())
}

/// How concentrated a market is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Concentration {
    /// Herfindahl-Hirschman index: the sum of the squares of shares in percent, up to 10,000 for a monopoly.
    pub index: f64,
    /// Number of suppliers of the same size that would be as concentrated: 10,000 / index.
    pub effective_number: f64,
}

/// The concentration of shares in percent, which make 100 together.
pub fn concentration(shares_percent: &[f64]) -> Result<Concentration, Problem> {
    not_negative("shares_pct", shares_percent)?;
    let index: f64 = shares_percent.iter().map(|share| share * share).sum();
    if index <= 0.0 {
        return Err(Problem::not_a_number("shares_pct"));
    }
    Ok(Concentration {
        index,
        effective_number: 10_000.0 / index,
    })
}
