//! The threshold of exemption and the abatement that relieve the most boxes of mature medicines for what they cost.
//!
//! The rules are linear in what a pack pays: with the packs in the order of their prices, sums up to each price give
//! what any threshold and any abatement cost, without going over the packs again.

use rust_decimal::Decimal;
use serde::Serialize;

use super::{LeftOut, LeftOutReason, MarketPack, MarketRules, Maturity, PackState, run::KnownPack};
use crate::{Evidence, Problem, Reading, Sentence, exact::exact};

/// Amounts are summed to this many decimals.
const DECIMALS_KEPT: u32 = 12;
/// And told to a millionth of a euro or of a box.
const DECIMALS_TOLD: u32 = 6;
/// Thresholds times rates.
const MOST_POINTS: usize = 1_000_000;
const THRESHOLD: &str = "exemption.price_threshold";
const ABATEMENT: &str = "abatement.european_share.rate";

/// What is tried: each threshold with each rate, and none of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReliefGrid {
    /// Manufacturer prices below which a pack is exempt, in euros.
    pub thresholds: Vec<Decimal>,
    /// Abatement rates on the European share of production, from 0 to 1.
    pub abatement_rates: Vec<Decimal>,
}

/// How relief is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Financing {
    /// By the public purse, up to so many euros a year.
    Budget(Decimal),
    /// By those who still pay, at no net public cost: their rates are multiplied by no more than this, 1 or above.
    RatesOnTheRest(Decimal),
}

/// A threshold and a rate, and what they do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ReliefPoint {
    /// Threshold in euros; zero exempts nothing.
    pub threshold: Decimal,
    /// Abatement rate on the European share.
    pub abatement_rate: Decimal,
    /// Contributions that are no longer paid, in euros a year.
    pub cost: Decimal,
    /// Packs that paid and are exempt.
    pub exempt_packs: u64,
    /// Boxes a year of mature packs that are relieved: all boxes of one that is exempt, and of one with an abatement the
    /// part of its contributions that it is spared.
    pub protected_boxes: Decimal,
    /// By how much the rates on the rest are multiplied to bring in as much as without relief; `None` when nothing is
    /// left to tax.
    pub neutral_factor: Option<Decimal>,
}

/// The best point, and what every cost could protect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReliefOptimum {
    /// The point that protects the most boxes within what may be paid; of several, the one that costs least.
    pub best: ReliefPoint,
    /// Boxes a year of mature packs that would pay more than without relief, if the rest paid for the best point: what
    /// those who are not relieved, or too little, would bear.
    pub burdened_boxes: u64,
    /// The points that protect more than all that cost less, the cheapest first.
    pub frontier: Vec<ReliefPoint>,
    /// Contributions without relief, in euros a year.
    pub contributions: Decimal,
    /// Boxes a year of mature packs that pay without relief: the most that can be protected.
    pub mature_boxes: u64,
    /// Packs that could not be counted, in the order given.
    pub left_out: Vec<LeftOut>,
    /// Rows used, and what to know.
    pub evidence: Evidence,
}

/// Finds the threshold and the abatement that protect the most boxes within what may be paid.
///
/// All other rules are those of the reading; its own threshold and abatement are replaced by those tried. Packs that pay
/// nothing are not protected. Volumes do not react. Costs are those of [`crate::compare_market`] to a millionth of a euro
/// a pack.
pub fn protect_most(
    packs: &[MarketPack],
    grid: &ReliefGrid,
    financing: Financing,
    reading: &mut Reading,
) -> Result<ReliefOptimum, Problem> {
    let rules = MarketRules {
        exempt_below: Decimal::ZERO,
        abatement_rate: Decimal::ZERO,
        ..MarketRules::read(reading)?
    };
    if packs.is_empty() {
        return Err(super::run::empty_market());
    }
    check_grid(grid)?;
    check_financing(financing)?;
    let market = PayingMarket::new(packs, &rules)?;
    let points = market.points(grid)?;
    let affordable = points.iter().filter(|point| point.is_within(financing));
    let best = affordable
        .max_by(|left, right| {
            let by_boxes = left.protected_boxes.cmp(&right.protected_boxes);
            by_boxes
                .then(right.cost.cmp(&left.cost))
                .then(right.threshold.cmp(&left.threshold))
                .then(right.abatement_rate.cmp(&left.abatement_rate))
        })
        .copied()
        // No relief at all is always tried, and costs nothing.
        .ok_or_else(|| Problem::not_a_number("best"))?;
    Ok(ReliefOptimum {
        burdened_boxes: market.burdened_boxes(&best),
        best,
        frontier: frontier(points),
        contributions: amount(market.all.paid)?,
        mature_boxes: market.mature_boxes,
        left_out: market.left_out,
        evidence: without_what_is_tried(reading.evidence()),
    })
}

/// A pack that pays.
struct Payer {
    price: Decimal,
    boxes: u64,
    european: Decimal,
    is_mature: bool,
    may_be_exempt: bool,
}

/// Sums over packs, in units of 10^-12.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    packs: u64,
    /// What they pay without relief, in euros.
    paid: i128,
    /// That times the European share.
    paid_european: i128,
    /// Boxes of mature packs.
    boxes: i128,
    /// Those times the European share.
    boxes_european: i128,
}

/// Packs that pay, in the order of their prices.
struct PayingMarket {
    payers: Vec<Payer>,
    /// Sums of the packs that may be exempt, up to and without each place of `payers`.
    below: Vec<Sums>,
    all: Sums,
    mature_boxes: u64,
    left_out: Vec<LeftOut>,
}

impl PayingMarket {
    fn new(packs: &[MarketPack], rules: &MarketRules) -> Result<Self, Problem> {
        let mut left_out = Vec::new();
        let mut payers = Vec::with_capacity(packs.len());
        for (index, pack) in packs.iter().enumerate() {
            match payer(pack, rules) {
                Ok(Some(payer)) => payers.push(payer),
                Ok(None) => {}
                Err(reason) => left_out.push(LeftOut {
                    index,
                    code: pack.code,
                    reason,
                }),
            }
        }
        payers.sort_by_key(|(payer, _)| payer.price);
        let mut below = Vec::with_capacity(payers.len() + 1);
        let (mut exempt, mut all) = (Sums::default(), Sums::default());
        let mut mature_boxes = 0_u64;
        for (payer, sums) in &payers {
            below.push(exempt);
            all = all.plus(sums)?;
            if payer.may_be_exempt {
                exempt = exempt.plus(sums)?;
            }
            if payer.is_mature {
                mature_boxes = mature_boxes.saturating_add(payer.boxes);
            }
        }
        below.push(exempt);
        Ok(Self {
            payers: payers.into_iter().map(|(payer, _)| payer).collect(),
            below,
            all,
            mature_boxes,
            left_out,
        })
    }

    /// Each threshold with each rate, and none of both.
    fn points(&self, grid: &ReliefGrid) -> Result<Vec<ReliefPoint>, Problem> {
        let mut points = vec![self.point(Decimal::ZERO, Decimal::ZERO)?];
        for threshold in &grid.thresholds {
            for rate in &grid.abatement_rates {
                points.push(self.point(*threshold, *rate)?);
            }
        }
        Ok(points)
    }

    fn point(&self, threshold: Decimal, rate: Decimal) -> Result<ReliefPoint, Problem> {
        let place = self.payers.partition_point(|payer| payer.price < threshold);
        let exempt = self.below.get(place).copied().unwrap_or_default();
        let abated = |all: i128, exempt: i128| times(all - exempt, rate);
        let cost = exempt.paid + abated(self.all.paid_european, exempt.paid_european)?;
        let boxes = exempt.boxes + abated(self.all.boxes_european, exempt.boxes_european)?;
        let (cost, all) = (amount(cost)?, amount(self.all.paid)?);
        let rest = exact(all) - cost;
        Ok(ReliefPoint {
            threshold,
            abatement_rate: rate,
            cost,
            exempt_packs: exempt.packs,
            protected_boxes: amount(boxes)?,
            neutral_factor: (exact(all) / rest).value(),
        })
    }

    /// Boxes of mature packs that pay more than before once the rates on the rest are raised.
    fn burdened_boxes(&self, point: &ReliefPoint) -> u64 {
        let Some(factor) = point.neutral_factor else {
            return 0;
        };
        let pays_more = |payer: &&Payer| {
            let is_exempt = payer.may_be_exempt && payer.price < point.threshold;
            let part = exact(Decimal::ONE) - exact(point.abatement_rate) * payer.european;
            let part = (part * factor).value().unwrap_or_default();
            payer.is_mature && !is_exempt && part > Decimal::ONE
        };
        let burdened = self.payers.iter().filter(pays_more);
        burdened.fold(0_u64, |sum, payer| sum.saturating_add(payer.boxes))
    }
}

/// What a pack pays without relief; nothing for one that pays nothing.
fn payer(pack: &MarketPack, rules: &MarketRules) -> Result<Option<(Payer, Sums)>, LeftOutReason> {
    let known = KnownPack::new(pack)?;
    let PackState {
        manufacturer_price,
        contributions,
        ..
    } = known.state(rules, None)?;
    if contributions.is_zero() {
        return Ok(None);
    }
    let boxes = pack.boxes_per_year.unwrap_or_default();
    let is_mature = rules.maturity.maturity(pack) == Maturity::Mature;
    let protected = if is_mature { boxes } else { 0 };
    let european = |amount: Decimal| kept((exact(amount) * known.european).value()?);
    let sums = || {
        Some(Sums {
            packs: 1,
            paid: kept(contributions)?,
            paid_european: european(contributions)?,
            boxes: kept(protected.into())?,
            boxes_european: european(protected.into())?,
        })
    };
    let payer = Payer {
        price: manufacturer_price,
        boxes,
        european: known.european,
        is_mature,
        may_be_exempt: is_mature || !rules.exempt_mature_only,
    };
    let sums = sums().ok_or(LeftOutReason::TooLarge)?;
    Ok(Some((payer, sums)))
}

impl Sums {
    fn plus(self, other: &Self) -> Result<Self, Problem> {
        let add = |left: i128, right: i128| {
            let sum = left.checked_add(right);
            sum.ok_or_else(|| Problem::not_a_number("total"))
        };
        Ok(Self {
            packs: self.packs + other.packs,
            paid: add(self.paid, other.paid)?,
            paid_european: add(self.paid_european, other.paid_european)?,
            boxes: add(self.boxes, other.boxes)?,
            boxes_european: add(self.boxes_european, other.boxes_european)?,
        })
    }
}

impl ReliefPoint {
    fn is_within(&self, financing: Financing) -> bool {
        match financing {
            Financing::Budget(budget) => self.cost <= budget,
            Financing::RatesOnTheRest(largest) => self
                .neutral_factor
                .map_or(self.cost.is_zero(), |factor| factor <= largest),
        }
    }
}

/// The points that protect more than all that cost less.
fn frontier(mut points: Vec<ReliefPoint>) -> Vec<ReliefPoint> {
    points.sort_by(|left, right| {
        left.cost
            .cmp(&right.cost)
            .then(right.protected_boxes.cmp(&left.protected_boxes))
            .then(left.threshold.cmp(&right.threshold))
            .then(left.abatement_rate.cmp(&right.abatement_rate))
    });
    let mut most = None;
    points.retain(|point| {
        let is_more = most.is_none_or(|most| point.protected_boxes > most);
        if is_more {
            most = Some(point.protected_boxes);
        }
        is_more
    });
    points
}

/// In units of 10^-12; nothing for what is too large.
fn kept(mut amount: Decimal) -> Option<i128> {
    amount.rescale(DECIMALS_KEPT);
    (amount.scale() == DECIMALS_KEPT).then(|| amount.mantissa())
}

/// A part of a sum.
fn times(sum: i128, rate: Decimal) -> Result<i128, Problem> {
    let whole = 10_i128.checked_pow(rate.scale());
    let product = sum.checked_mul(rate.mantissa()).zip(whole);
    let part = product.and_then(|(product, whole)| product.checked_div(whole));
    part.ok_or_else(|| Problem::not_a_number("total"))
}

/// A sum as it is told.
fn amount(sum: i128) -> Result<Decimal, Problem> {
    let amount = Decimal::try_from_i128_with_scale(sum, DECIMALS_KEPT);
    let amount = amount.map_err(|_| Problem::not_a_number("total"))?;
    Ok(amount.round_dp(DECIMALS_TOLD).normalize())
}

/// The rows of the reading that are replaced by what is tried are not used.
fn without_what_is_tried(mut evidence: Evidence) -> Evidence {
    let is_tried = |key: &str| key == THRESHOLD || key == ABATEMENT;
    evidence.rows.retain(|row| !is_tried(&row.key));
    evidence
        .warnings
        .retain(|warning| !is_tried(&warning.place));
    evidence
}

fn check_grid(grid: &ReliefGrid) -> Result<(), Problem> {
    if grid.thresholds.iter().any(Decimal::is_sign_negative) {
        return Err(Problem::out_of_range(
            "thresholds",
            "zéro ou plus",
            "zero or more",
        ));
    }
    let is_part = |rate: &Decimal| (Decimal::ZERO..=Decimal::ONE).contains(rate);
    if !grid.abatement_rates.iter().all(is_part) {
        return Err(Problem::out_of_range(
            "abatement_rates",
            "une part de 1, comme 0,3 pour 30\u{a0}%",
            "a part of 1, like 0.3 for 30 %",
        ));
    }
    let count = grid
        .thresholds
        .len()
        .checked_mul(grid.abatement_rates.len());
    if count.is_none_or(|count| count > MOST_POINTS) {
        let sentence = Sentence::new(
            "Trop de seuils et de taux\u{a0}: un million de couples au plus.",
            "Too many thresholds and rates: a million pairs at most.",
        );
        return Err(Problem::new("too_many_points", "grid", sentence));
    }
    Ok(())
}

fn check_financing(financing: Financing) -> Result<(), Problem> {
    match financing {
        Financing::Budget(budget) if budget < Decimal::ZERO => Err(Problem::out_of_range(
            "budget",
            "zéro ou plus",
            "zero or more",
        )),
        Financing::RatesOnTheRest(factor) if factor < Decimal::ONE => Err(Problem::out_of_range(
            "rates_on_the_rest",
            "1 ou plus",
            "1 or more",
        )),
        _ => Ok(()),
    }
}
