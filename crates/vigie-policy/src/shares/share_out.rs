//! A supply shared between claims with protected floors, in whole boxes, each share with its reason.

use serde::Serialize;

use super::{
    apportion::{largest_remainder, sainte_lague},
    not_negative,
    rules::{CoverSite, alpha_fair, equal_awards, equal_cover, equal_losses, proportional, talmud},
};
use crate::{Problem, Sentence, Warning};

/// Boxes are told apart from parts of boxes by this.
const SAME: f64 = 1e-9;

/// What somebody asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Whose it is.
    pub name: String,
    /// Boxes asked for: let them rest on verified consumption (see [`verified_claim`]).
    pub boxes: f64,
    /// Boxes that come before all other claims: patients who cannot wait.
    pub floor: f64,
    /// Weight, for rules that weigh.
    pub weight: f64,
    /// Boxes already there, for equal cover.
    pub stock: f64,
    /// Boxes sold a day as verified, for equal cover.
    pub daily_demand: f64,
}

/// How a supply is shared once floors are served.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ShareRule {
    /// The same part of each claim.
    Proportional,
    /// The same boxes for a unit of weight, up to the claim.
    EqualAwards,
    /// The same loss for each.
    EqualLosses,
    /// The rule of the Talmud.
    Talmud,
    /// Alpha-fairness with this alpha.
    AlphaFair(f64),
    /// The same days of cover.
    EqualCover,
}

/// How parts become whole boxes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// Largest remainder.
    LargestRemainder,
    /// Sainte-Laguë.
    SainteLague,
}

/// Why somebody gets what he gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ShareReason {
    /// Nothing was asked for.
    NothingAsked,
    /// The whole claim is served.
    ServedInFull,
    /// The supply does not even cover the floors, which are shared in proportion.
    FloorCut,
    /// The floor is served, and the rule adds nothing.
    FloorOnly,
    /// The rule decides.
    ByRule,
    /// The rule gives less than a box, which rounding takes away.
    RoundedToNothing,
}

/// What somebody gets.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Share {
    /// Whose it is.
    pub name: String,
    /// Part before rounding, in boxes.
    pub exact: f64,
    /// Whole boxes.
    pub boxes: u64,
    /// Boxes ÷ claim; `None` when nothing was asked for.
    pub fill_rate: Option<f64>,
    /// Why, for programs.
    pub reason: ShareReason,
    /// Why, for people.
    pub sentence: Sentence,
}

/// How even shares are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Equity {
    /// Lowest fill rate.
    pub worst: f64,
    /// Gini coefficient of fill rates: 0 when all are the same.
    pub gini: f64,
    /// Jain's index of fill rates: 1 when all are the same.
    pub jain: f64,
}

/// A supply shared out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SharedOut {
    /// One for each claim, in the order given.
    pub shares: Vec<Share>,
    /// Boxes that nobody needs.
    pub left_over: u64,
    /// How even the fill rates are; `None` when nothing was asked for.
    pub equity: Option<Equity>,
    /// What to know.
    pub warnings: Vec<Warning>,
}

/// The claim that counts: what is declared, but no more than the verified consumption and a headroom (0.1 for 10 %).
/// Declaring more than that changes nothing, so that inflating a need does not pay.
pub fn verified_claim(
    declared: f64,
    verified_consumption: f64,
    headroom: f64,
) -> Result<f64, Problem> {
    not_negative("claim", &[declared, verified_consumption, headroom])?;
    Ok(declared.min(verified_consumption * (1.0 + headroom)))
}

/// Serves floors, shares the rest by the rule, and rounds to whole boxes that add up.
pub fn share_out(
    supply: u64,
    claims: &[Claim],
    rule: ShareRule,
    rounding: Rounding,
) -> Result<SharedOut, Problem> {
    let asked: Vec<f64> = claims.iter().map(|claim| claim.boxes).collect();
    not_negative("claims", &asked)?;
    for claim in claims {
        not_negative(
            "claims",
            &[claim.floor, claim.weight, claim.stock, claim.daily_demand],
        )?;
    }
    let floors: Vec<f64> = claims
        .iter()
        .map(|claim| claim.floor.min(claim.boxes))
        .collect();
    let floor_total: f64 = floors.iter().sum();
    let supply_boxes = supply as f64;
    let mut warnings = Vec::new();
    let are_floors_cut = floor_total > supply_boxes + SAME;
    let exact = if are_floors_cut {
        warnings.push(floors_cut(supply, floor_total));
        proportional(supply_boxes, &floors)?
    } else {
        let more = by_rule(supply_boxes - floor_total, claims, &floors, rule)?;
        floors
            .iter()
            .zip(more)
            .map(|(floor, more)| floor + more)
            .collect()
    };
    let boxes = whole_boxes(&exact, &asked, rounding)?;
    let given: u64 = boxes.iter().sum();
    let rows = claims.iter().zip(&exact).zip(boxes);
    let shares: Vec<Share> = rows
        .map(|((claim, exact), boxes)| explained(claim, *exact, boxes, are_floors_cut))
        .collect();
    let rates: Vec<f64> = shares.iter().filter_map(|share| share.fill_rate).collect();
    Ok(SharedOut {
        left_over: supply.saturating_sub(given),
        equity: equity(&rates),
        shares,
        warnings,
    })
}

/// What the rule adds to the floors.
fn by_rule(
    rest: f64,
    claims: &[Claim],
    floors: &[f64],
    rule: ShareRule,
) -> Result<Vec<f64>, Problem> {
    let rest = rest.max(0.0);
    let open: Vec<f64> = claims
        .iter()
        .zip(floors)
        .map(|(claim, floor)| claim.boxes - floor)
        .collect();
    let weights: Vec<f64> = claims.iter().map(|claim| claim.weight).collect();
    match rule {
        ShareRule::Proportional => proportional(rest, &open),
        ShareRule::EqualAwards => equal_awards(rest, &open, Some(&weights)),
        ShareRule::EqualLosses => equal_losses(rest, &open),
        ShareRule::Talmud => talmud(rest, &open),
        ShareRule::AlphaFair(alpha) => alpha_fair(rest, &open, Some(&weights), alpha),
        ShareRule::EqualCover => {
            let rows = claims.iter().zip(floors).zip(open);
            let sites = rows.map(|((claim, floor), most)| CoverSite {
                // A floor served is a stock that is there.
                stock: claim.stock + floor,
                daily_demand: claim.daily_demand,
                most,
            });
            equal_cover(rest, &sites.collect::<Vec<_>>()).map(|(shares, _)| shares)
        }
    }
}

/// Whole boxes that add up to what is shared, nobody above the claim rounded up.
fn whole_boxes(exact: &[f64], asked: &[f64], rounding: Rounding) -> Result<Vec<u64>, Problem> {
    let total: f64 = exact.iter().sum();
    let most: f64 = asked.iter().map(|claim| (claim + SAME).floor()).sum();
    let units = (total + SAME).floor().min(most).max(0.0) as u64;
    let mut boxes = match rounding {
        Rounding::LargestRemainder => largest_remainder(exact, units)?,
        Rounding::SainteLague => sainte_lague(exact, units)?,
    };
    // A claim that is not whole may have been rounded above itself: its box goes to whoever still lacks one most.
    let cap = |index: usize| {
        asked
            .get(index)
            .map_or(0, |claim| (claim + SAME).floor() as u64)
    };
    let mut spare = 0;
    for (index, boxes) in boxes.iter_mut().enumerate() {
        let above = boxes.saturating_sub(cap(index));
        *boxes -= above;
        spare += above;
    }
    for _ in 0..spare {
        let lacks =
            |index: usize, boxes: u64| exact.get(index).map_or(0.0, |exact| exact - boxes as f64);
        let open = boxes
            .iter()
            .enumerate()
            .filter(|(index, boxes)| **boxes < cap(*index));
        let next = open.max_by(|left, right| {
            lacks(left.0, *left.1)
                .total_cmp(&lacks(right.0, *right.1))
                .then(right.0.cmp(&left.0))
        });
        let Some(index) = next.map(|(index, _)| index) else {
            break;
        };
        if let Some(boxes) = boxes.get_mut(index) {
            *boxes += 1;
        }
    }
    Ok(boxes)
}

fn explained(claim: &Claim, exact: f64, boxes: u64, are_floors_cut: bool) -> Share {
    let reason = if claim.boxes <= 0.0 {
        ShareReason::NothingAsked
    } else if exact >= claim.boxes - SAME {
        ShareReason::ServedInFull
    } else if are_floors_cut {
        ShareReason::FloorCut
    } else if boxes == 0 && exact > SAME {
        ShareReason::RoundedToNothing
    } else if claim.floor > 0.0 && exact <= claim.floor + SAME {
        ShareReason::FloorOnly
    } else {
        ShareReason::ByRule
    };
    Share {
        name: claim.name.clone(),
        exact,
        boxes,
        fill_rate: (claim.boxes > 0.0).then(|| boxes as f64 / claim.boxes),
        reason,
        sentence: sentence_of(claim, boxes, reason),
    }
}

fn sentence_of(claim: &Claim, boxes: u64, reason: ShareReason) -> Sentence {
    let asked = claim.boxes;
    let floor = claim.floor;
    let (french, english) = match reason {
        ShareReason::NothingAsked => (
            "rien n’est demandé".to_owned(),
            "nothing is asked for".to_owned(),
        ),
        ShareReason::ServedInFull => (
            "toute la demande est servie".to_owned(),
            "the whole claim is served".to_owned(),
        ),
        ShareReason::FloorCut => (
            format!(
                "les quotas vitaux dépassent l’offre\u{a0}; celui-ci ({floor:.0}) est réduit comme les autres"
            ),
            format!("vital quotas exceed the supply; this one ({floor:.0}) is cut like the others"),
        ),
        ShareReason::FloorOnly => (
            format!("le quota vital ({floor:.0}) est servi, et la règle n’ajoute rien"),
            format!("the vital quota ({floor:.0}) is served, and the rule adds nothing"),
        ),
        ShareReason::ByRule => (
            format!("quota vital {floor:.0}, puis la règle partage le reste"),
            format!("vital quota {floor:.0}, then the rule shares the rest"),
        ),
        ShareReason::RoundedToNothing => (
            "la règle donne moins d’une boîte".to_owned(),
            "the rule gives less than a box".to_owned(),
        ),
    };
    Sentence::new(
        format!("{boxes} boîtes sur {asked:.0} demandées\u{a0}: {french}."),
        format!("{boxes} boxes of {asked:.0} asked for: {english}."),
    )
}

/// How even fill rates are; `None` without a rate.
pub fn equity(rates: &[f64]) -> Option<Equity> {
    let count = rates.len() as f64;
    let sum: f64 = rates.iter().sum();
    let squares: f64 = rates.iter().map(|rate| rate * rate).sum();
    let mut sorted = rates.to_vec();
    sorted.sort_by(f64::total_cmp);
    let worst = *sorted.first()?;
    if sum <= 0.0 {
        return Some(Equity {
            worst,
            gini: 0.0,
            jain: 1.0,
        });
    }
    let ranked: f64 = sorted
        .iter()
        .zip(1_u32..)
        .map(|(rate, rank)| f64::from(rank) * rate)
        .sum();
    Some(Equity {
        worst,
        gini: (2.0 * ranked / (count * sum) - (count + 1.0) / count).max(0.0),
        jain: sum * sum / (count * squares),
    })
}

fn floors_cut(supply: u64, floors: f64) -> Warning {
    let sentence = Sentence::new(
        format!(
            "L’offre ({supply}) ne couvre pas les quotas vitaux ({floors:.0})\u{a0}: ils sont réduits dans la même proportion."
        ),
        format!(
            "The supply ({supply}) does not cover the vital quotas ({floors:.0}): they are cut in the same proportion."
        ),
    );
    Warning::new("infeasible_floors", "supply", sentence)
}
