//! The safeguard contribution (clause de sauvegarde, CSS, articles L. 138-10 and following).

use rust_decimal::Decimal;
use serde::Serialize;

use super::{not_negative, part_of_one, split::SplitShares};
use crate::{
    Problem, Reading, Unit,
    exact::{Exact, exact},
};

/// One step of the rates that held until 2025.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SafeguardStep {
    /// How much of the excess it takes, as a part of the threshold; `None` for the last step, which takes the rest.
    pub width: Option<Decimal>,
    /// Rate on that part of the excess.
    pub rate: Decimal,
}

/// How much of the excess over the threshold is to be paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SafeguardRate {
    /// Until 2025: rates that rise with the excess of the net turnover.
    Steps {
        /// The steps, lowest first.
        steps: Vec<SafeguardStep>,
    },
    /// From 2026: one rate on the excess of the amount reimbursed.
    One {
        /// The rate.
        rate: Decimal,
    },
}

/// The coefficient of companies whose European share of production is at most this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LocationBracket {
    /// Upper bound of the European share, included.
    pub up_to: Decimal,
    /// The coefficient: the higher, the more is paid.
    pub coefficient: Decimal,
}

/// The rules of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SafeguardRules {
    /// The amount above which something is due, in euros.
    pub threshold: Decimal,
    /// What is due of the excess.
    pub rate: SafeguardRate,
    /// How it is split between companies.
    pub shares: SplitShares,
    /// Coefficients of the part by place of production, by rising bounds; empty when there is none.
    pub location: Vec<LocationBracket>,
    /// Most that a company pays, as a part of its net turnover.
    pub cap_of_turnover: Decimal,
}

impl SafeguardRate {
    /// What is due in all, for an amount (net turnover until 2025, amount reimbursed from 2026) and a threshold.
    pub fn contribution(&self, amount: Decimal, threshold: Decimal) -> Result<Decimal, Problem> {
        not_negative("amount", amount)?;
        not_negative("threshold", threshold)?;
        let excess = exact(amount.max(threshold)) - threshold;
        let due = match self {
            Self::One { rate } => excess * *rate,
            Self::Steps { steps } => stepped(steps, excess.get("excess")?, threshold),
        };
        due.get("contribution")
    }
}

fn stepped(steps: &[SafeguardStep], excess: Decimal, threshold: Decimal) -> Exact {
    let mut due = exact(Decimal::ZERO);
    let mut rest = exact(excess);
    for step in steps {
        let width = step.width.map_or(rest, |width| exact(threshold) * width);
        let Some(width) = width.value() else {
            return width;
        };
        let taken = rest.at_most(width);
        due = due + taken * step.rate;
        rest = rest - taken;
    }
    due
}

impl SafeguardRules {
    /// The rules on the day of the reading.
    pub fn read(reading: &mut Reading) -> Result<Self, Problem> {
        Ok(Self {
            threshold: reading.get("safeguard.threshold", Unit::Euros)?,
            rate: read_rate(reading)?,
            shares: SplitShares {
                amount: reading.get("safeguard.split.amount", Unit::Ratio)?,
                growth: reading.get("safeguard.split.growth", Unit::Ratio)?,
                location: reading.get("safeguard.split.location", Unit::Ratio)?,
            },
            location: read_location(reading)?,
            cap_of_turnover: reading.get("safeguard.cap.turnover", Unit::Ratio)?,
        })
    }

    /// What is due in all for an amount in euros.
    pub fn contribution(&self, amount: Decimal) -> Result<Decimal, Problem> {
        self.rate.contribution(amount, self.threshold)
    }

    /// The coefficient of a company by its European share of production; `None` when the rules have no such part.
    pub fn location_coefficient(
        &self,
        european_share: Decimal,
    ) -> Result<Option<Decimal>, Problem> {
        part_of_one("european_share", european_share)?;
        let bracket = self
            .location
            .iter()
            .find(|bracket| european_share <= bracket.up_to);
        Ok(bracket.map(|bracket| bracket.coefficient))
    }
}

fn read_rate(reading: &mut Reading) -> Result<SafeguardRate, Problem> {
    if let Some(rate) = reading.find("safeguard.rate", Unit::Ratio)? {
        return Ok(SafeguardRate::One { rate });
    }
    let rates = reading.list("safeguard.bracket", "rate", Unit::Ratio)?;
    let widths = reading.list("safeguard.bracket", "width", Unit::Ratio)?;
    let widths = widths.into_iter().map(Some).chain(std::iter::repeat(None));
    let steps = rates.into_iter().zip(widths);
    Ok(SafeguardRate::Steps {
        steps: steps
            .map(|(rate, width)| SafeguardStep { width, rate })
            .collect(),
    })
}

fn read_location(reading: &mut Reading) -> Result<Vec<LocationBracket>, Problem> {
    let key = "safeguard.location.bracket";
    let bounds = reading.list(key, "up_to", Unit::Ratio)?;
    let coefficients = reading.list(key, "coefficient", Unit::Coefficient)?;
    let brackets = bounds.into_iter().zip(coefficients);
    Ok(brackets
        .map(|(up_to, coefficient)| LocationBracket { up_to, coefficient })
        .collect())
}
