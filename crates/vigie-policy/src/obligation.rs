//! The legal test of a company's stock: what it must hold of a medicine on a day, and what a breach may cost.
//!
//! The rule is that of the public health code (articles R. 5124-49-4 and L. 5121-29): months or days of the sales of
//! the last twelve months, exceptional situations left out. A decision of the agency on the medicine replaces it.

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};
use serde::Serialize;
use vigie_model::Day;

use crate::{Problem, Reading, Unit, exact::exact};

const MONTHS_OF_A_YEAR: Decimal = Decimal::from_parts(12, 0, 0, false, 0);
const DAYS_OF_A_YEAR: Decimal = Decimal::from_parts(365, 0, 0, false, 0);
/// A delay is never longer.
const MOST_MONTHS: i64 = 1_200;

/// What a medicine is before the law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObligationClass {
    /// Of major therapeutic interest.
    MajorInterest,
    /// Not of major interest, but part of a public-health policy.
    PublicHealthPolicy,
    /// Any other.
    Other,
}

/// What the agency decided on a medicine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgencyDecision {
    /// More months from a day on; the company has a delay from the decision.
    Raised {
        /// Months asked for, at most what the law allows.
        months: Decimal,
        /// Day of the decision.
        decided_on: Day,
    },
    /// Fewer months, on request.
    Lowered {
        /// Months asked for.
        months: Decimal,
    },
}

/// Which rule decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ObligationRule {
    /// The general rule.
    General,
    /// A decision that raised it.
    Raised,
    /// A decision that raised it, whose delay still runs: the general rule holds.
    RaisedSoon,
    /// A decision that lowered it.
    Lowered,
}

/// The outcome of the test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ObligationTest {
    /// Which rule decides.
    pub rule: ObligationRule,
    /// Boxes that the company must hold, rounded up.
    pub required_boxes: u64,
    /// Boxes that are missing; zero when it complies.
    pub missing_boxes: u64,
    /// Day from which a raised rule holds, while its delay runs.
    pub raised_from: Option<Day>,
}

/// Tests a stock on the day of the reading against the sales of the last twelve months, both in boxes.
pub fn test_obligation(
    reading: &mut Reading,
    class: ObligationClass,
    decision: Option<AgencyDecision>,
    sales_of_a_year: u64,
    stock: u64,
) -> Result<ObligationTest, Problem> {
    let (rule, part, raised_from) = match decision {
        None => (ObligationRule::General, general_part(reading, class)?, None),
        Some(AgencyDecision::Lowered { months }) => {
            (ObligationRule::Lowered, of_months(months), None)
        }
        Some(AgencyDecision::Raised { months, decided_on }) => {
            let most = reading.get("safety_stock.raised", Unit::Months)?;
            if months > most {
                return Err(Problem::out_of_range(
                    "months",
                    "au plus ce que la loi permet",
                    "at most what the law allows",
                ));
            }
            let from = end_of_delay(reading, decided_on)?;
            if from <= reading.day() {
                (ObligationRule::Raised, of_months(months), None)
            } else {
                (
                    ObligationRule::RaisedSoon,
                    general_part(reading, class)?,
                    Some(from),
                )
            }
        }
    };
    // Multiplied first: a twelfth cannot be written, and would round a whole number of boxes up to the next.
    let required = exact(Decimal::from(sales_of_a_year)) * part.units / part.of_a_year;
    let required = required.at_least(Decimal::ZERO).get("required_boxes")?;
    let required = required
        .round_dp_with_strategy(0, RoundingStrategy::AwayFromZero)
        .to_u64();
    let required_boxes = required.ok_or_else(|| Problem::not_a_number("required_boxes"))?;
    Ok(ObligationTest {
        rule,
        required_boxes,
        missing_boxes: required_boxes.saturating_sub(stock),
        raised_from,
    })
}

/// Months of twelve, or days of 365.
#[derive(Debug, Clone, Copy)]
struct PartOfYear {
    units: Decimal,
    of_a_year: Decimal,
}

fn of_months(months: Decimal) -> PartOfYear {
    PartOfYear {
        units: months,
        of_a_year: MONTHS_OF_A_YEAR,
    }
}

/// The part of the sales of a year that the general rule asks for.
fn general_part(reading: &mut Reading, class: ObligationClass) -> Result<PartOfYear, Problem> {
    let key = match class {
        ObligationClass::MajorInterest => "safety_stock.major_interest",
        ObligationClass::PublicHealthPolicy => "safety_stock.public_health_policy",
        ObligationClass::Other => {
            return Ok(PartOfYear {
                units: reading.get("safety_stock.other", Unit::Days)?,
                of_a_year: DAYS_OF_A_YEAR,
            });
        }
    };
    Ok(of_months(reading.get(key, Unit::Months)?))
}

fn end_of_delay(reading: &mut Reading, decided_on: Day) -> Result<Day, Problem> {
    let months = reading.get("safety_stock.raise_delay", Unit::Months)?;
    let months = months
        .trunc()
        .to_i64()
        .filter(|months| *months <= MOST_MONTHS);
    let months = months.ok_or_else(|| Problem::not_a_number("safety_stock.raise_delay"))?;
    Ok(Day::from(
        decided_on
            .date()
            .saturating_add(jiff::Span::new().months(months)),
    ))
}

/// The most that a breach may cost, in euros: a part of the turnover of the product, up to a cap.
pub fn largest_sanction(
    reading: &mut Reading,
    product_turnover: Decimal,
) -> Result<Decimal, Problem> {
    if product_turnover < Decimal::ZERO {
        return Err(Problem::out_of_range(
            "product_turnover",
            "zéro ou plus",
            "zero or more",
        ));
    }
    let part = reading.get("sanction.turnover_share", Unit::Ratio)?;
    let cap = reading.get("sanction.cap", Unit::Euros)?;
    (exact(product_turnover) * part)
        .at_most(cap)
        .get("sanction")
}
