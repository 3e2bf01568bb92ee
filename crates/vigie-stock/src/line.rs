//! The canonical stock record: what every format is turned into.

use serde::{Deserialize, Serialize};
use vigie_model::PackNumber;

/// Months of forecast that a company may state, the first being the month after the report's day.
pub const FORECAST_MONTHS: usize = 6;

/// One pack on one site at the end of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StockLine {
    /// Dense number of the pack.
    pub pack: PackNumber,
    /// Boxes on hand at the end of the day.
    pub on_hand: u32,
    /// Boxes sold or dispensed on the day; 0 when the report does not state sales.
    pub sold: u32,
}

/// Quantities that few lines state; absent lines state none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flows {
    /// Boxes ordered and not delivered.
    pub ordered_not_delivered: u32,
    /// Boxes on their way to the site.
    pub in_transit: u32,
    /// Boxes on hand that expire within 90 days.
    pub expiring: u32,
}

impl Flows {
    /// Whether nothing is stated.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// The sum of two parts of a stock, held below what is believed of one line.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let sum = |a: u32, b: u32| a.saturating_add(b).min(crate::LARGEST_QUANTITY);
        Self {
            ordered_not_delivered: sum(self.ordered_not_delivered, other.ordered_not_delivered),
            in_transit: sum(self.in_transit, other.in_transit),
            expiring: sum(self.expiring, other.expiring),
        }
    }
}

/// The flows of one pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlowLine {
    /// Dense number of the pack.
    pub pack: PackNumber,
    /// What is stated of it.
    pub flows: Flows,
}

/// What a company expects of one pack, month by month, in boxes; `None` is a month it does not state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Forecast {
    /// Expected demand of the next months.
    pub demand: [Option<u32>; FORECAST_MONTHS],
    /// Expected supply of the next months.
    pub supply: [Option<u32>; FORECAST_MONTHS],
}

impl Forecast {
    /// Whether no month is stated.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The sum of two expectations, month by month; a month that one of them does not state is unknown.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let sum = |mut months: [Option<u32>; FORECAST_MONTHS], more: &[Option<u32>]| {
            for (month, more) in months.iter_mut().zip(more) {
                *month = month.zip(*more).and_then(|(a, b)| a.checked_add(b));
            }
            months
        };
        Self {
            demand: sum(self.demand, &other.demand),
            supply: sum(self.supply, &other.supply),
        }
    }

    /// The same expectation as it stands some months later: the months that have gone by are left out, and those that
    /// come after the last one stated are unknown.
    #[must_use]
    pub fn later(&self, months: usize) -> Self {
        let rest = |stated: &[Option<u32>; FORECAST_MONTHS]| {
            let mut rest = [None; FORECAST_MONTHS];
            for (month, stated) in rest.iter_mut().zip(stated.iter().skip(months)) {
                *month = *stated;
            }
            rest
        };
        Self {
            demand: rest(&self.demand),
            supply: rest(&self.supply),
        }
    }

    /// Boxes left at the end of each month: those of the month before, and its supply, less its demand. Unknown from
    /// the first month on that states one of the two and not the other; below zero when demand is not met.
    pub fn projected_stock(&self, on_hand: u64) -> [Option<i64>; FORECAST_MONTHS] {
        let mut left = i64::try_from(on_hand).ok();
        let months = self.demand.iter().zip(&self.supply);
        let mut projected = [None; FORECAST_MONTHS];
        for (place, (demand, supply)) in projected.iter_mut().zip(months) {
            left = match (left, demand, supply) {
                (Some(left), Some(demand), Some(supply)) => {
                    Some(left + i64::from(*supply) - i64::from(*demand))
                }
                _ => None,
            };
            *place = left;
        }
        projected
    }
}

/// The forecast of one pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForecastLine {
    /// Dense number of the pack.
    pub pack: PackNumber,
    /// What is expected.
    pub forecast: Forecast,
}

/// Whether a report lists all that a site holds or only what moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportKind {
    /// Every pack of the site: a pack that is not listed is not carried any more.
    Full,
    /// Only some packs: the others have not moved.
    Changes,
    /// Lines of an earlier report that were in quarantine and became usable.
    Release,
}

impl ReportKind {
    /// The number under which the journal keeps the kind; never reused.
    pub const fn code(self) -> i16 {
        match self {
            Self::Full => 1,
            Self::Changes => 2,
            Self::Release => 3,
        }
    }

    /// The kind of a journal number.
    pub const fn from_code(code: i16) -> Option<Self> {
        match code {
            1 => Some(Self::Full),
            2 => Some(Self::Changes),
            3 => Some(Self::Release),
            _ => None,
        }
    }

    /// The word used in addresses and files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Changes => "changes",
            Self::Release => "release",
        }
    }
}

/// A report after reading: usable lines in order of pack, and the lines that could not be used.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReportContent {
    /// Usable lines, one a pack, ascending.
    pub lines: Vec<StockLine>,
    /// Whether the report states sales; if not, `sold` is unknown rather than zero.
    pub states_sold: bool,
    /// Flows, for the packs that state any, ascending.
    pub flows: Vec<FlowLine>,
    /// Forecasts, for the packs that state any, ascending.
    pub forecasts: Vec<ForecastLine>,
    /// Lines that could not be used, in order of row.
    pub quarantined: Vec<QuarantinedLine>,
}

/// A line that could not be used yet; kept whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarantinedLine {
    /// Row in the file, the header being row 1.
    pub row: u32,
    /// Why.
    pub reason: crate::QuarantineReason,
    /// What stood in the pack column (at most 256 characters).
    pub code: String,
    /// The quantities, when they were readable, so that the line can be used later as it is.
    pub quantities: Option<Quantities>,
    /// The offending value, for the sender (at most 64 characters).
    pub value: String,
}

/// All quantities of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Quantities {
    /// Boxes on hand.
    pub on_hand: u32,
    /// Boxes sold on the day.
    pub sold: u32,
    /// Orders, transit and expiry.
    pub flows: Flows,
    /// Expected months.
    pub forecast: Forecast,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stock_of_a_thousand_boxes_is_empty_in_the_third_month() {
        let forecast = Forecast {
            demand: [Some(500), Some(500), Some(500), Some(500), None, Some(500)],
            supply: [
                Some(200),
                Some(0),
                Some(100),
                Some(900),
                Some(900),
                Some(900),
            ],
        };
        // 1,000 + 200 - 500 = 700; 700 - 500 = 200; 200 + 100 - 500 = -200; -200 + 900 - 500 = 200.
        let projected = [Some(700), Some(200), Some(-200), Some(200), None, None];
        assert_eq!(forecast.projected_stock(1_000), projected);
    }

    const fn demand_of(demand: [Option<u32>; FORECAST_MONTHS]) -> Forecast {
        Forecast {
            demand,
            supply: [Some(0); FORECAST_MONTHS],
        }
    }

    #[test]
    fn a_month_that_one_of_two_forecasts_does_not_state_is_unknown_in_their_sum() {
        let one = demand_of([Some(1), Some(2), None, Some(4), Some(u32::MAX), Some(6)]);
        let other = demand_of([Some(10), Some(20), Some(30), None, Some(1), Some(0)]);
        let sum = [Some(11), Some(22), None, None, None, Some(6)];
        assert_eq!(one.plus(&other), demand_of(sum));
    }

    #[test]
    fn a_forecast_of_two_months_ago_says_nothing_of_the_last_two_months() {
        let forecast = demand_of([Some(1), Some(2), Some(3), Some(4), Some(5), Some(6)]);
        let later = forecast.later(2);
        let rest = [Some(3), Some(4), Some(5), Some(6), None, None];
        assert_eq!(later.demand, rest);
        assert_eq!(forecast.later(9), Forecast::default());
    }
}
