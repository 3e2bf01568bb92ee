//! Contributions on turnover (CSS, article L. 245-6): base, additional, supplementary.

use rust_decimal::Decimal;
use serde::Serialize;

use super::{not_negative, part_of_one};
use crate::{Problem, Reading, Unit, exact::exact};

/// The three rates, as parts of 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TurnoverRates {
    /// On all medicines but generics.
    pub base: Decimal,
    /// On reimbursed medicines.
    pub additional: Decimal,
    /// On reimbursed medicines, from 2026.
    pub supplementary: Decimal,
}

/// What is due on a turnover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct StackedContribution {
    /// What is due, in the unit of the turnover.
    pub contribution: Decimal,
    /// What is due as a part of the turnover; `None` for a turnover of zero.
    pub effective_rate: Option<Decimal>,
}

impl TurnoverRates {
    /// The rates on the day of the reading.
    pub fn read(reading: &mut Reading) -> Result<Self, Problem> {
        Ok(Self {
            base: reading.get("turnover_contribution.base.rate", Unit::Ratio)?,
            additional: reading.get("turnover_contribution.additional.rate", Unit::Ratio)?,
            supplementary: reading.get("turnover_contribution.supplementary.rate", Unit::Ratio)?,
        })
    }

    /// All three together.
    pub fn together(&self) -> Result<Decimal, Problem> {
        (exact(self.base) + self.additional + self.supplementary).get("rate")
    }
}

/// What is due on a turnover of which a part is exempt, with an abatement on the European share of production:
/// rates × turnover × (1 − abatement × European share) × (1 − exempt part).
pub fn stacked_contribution(
    rates: &TurnoverRates,
    turnover: Decimal,
    european_share: Decimal,
    abatement_rate: Decimal,
    exempt_share: Decimal,
) -> Result<StackedContribution, Problem> {
    for (place, rate) in [
        ("base", rates.base),
        ("additional", rates.additional),
        ("supplementary", rates.supplementary),
        ("european_share", european_share),
        ("abatement_rate", abatement_rate),
        ("exempt_share", exempt_share),
    ] {
        part_of_one(place, rate)?;
    }
    not_negative("turnover", turnover)?;
    let kept = exact(Decimal::ONE) - exact(abatement_rate) * european_share;
    let taxed = exact(Decimal::ONE) - exempt_share;
    let contribution = (exact(turnover) * rates.together()? * kept * taxed).get("contribution")?;
    Ok(StackedContribution {
        contribution,
        effective_rate: (exact(contribution) / turnover).value(),
    })
}
