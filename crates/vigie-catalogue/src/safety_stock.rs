//! The smallest stock of a medicine that a company keeps for France: rules of law with their dates, from
//! `data/law/safety_stock.tsv`.

use std::sync::LazyLock;

use vigie_model::Day;

const TABLE: &str = include_str!("../../../data/law/safety_stock.tsv");
/// Days of the twelve rolling months on which a rule rests.
pub const SALES_BASIS_DAYS: u32 = 365;
const MONTHS_OF_A_YEAR: u128 = 12;

/// How long a stock must last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StockDuration {
    /// Twelfths of the sales of a year.
    Months(u32),
    /// Days of the sales of a year of 365 days.
    Days(u32),
}

/// A rule and the time in which it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafetyStockRule {
    /// Whether it is about medicines of major therapeutic interest, or about the others.
    pub is_of_major_interest: bool,
    /// How long the stock must last.
    pub duration: StockDuration,
    /// First day in force.
    pub valid_from: Day,
    /// Last day in force, when it ended.
    pub valid_to: Option<Day>,
    /// The article.
    pub reference: String,
}

impl SafetyStockRule {
    /// The general rule for a medicine on a day; the agency may have decided otherwise for this one.
    pub fn on(day: Day, is_of_major_interest: bool) -> Option<&'static Self> {
        RULES.iter().find(|rule| {
            rule.is_of_major_interest == is_of_major_interest
                && rule.valid_from <= day
                && rule.valid_to.is_none_or(|last| day <= last)
        })
    }

    /// The boxes that the rule asks for when `sold` boxes were sold in `days` days, rounded up; `None` without a day.
    /// The law counts the sales of twelve months: fewer days are stretched to a year of 365 days.
    pub fn boxes(&self, sold: u64, days: u32) -> Option<u64> {
        let (part, whole) = match self.duration {
            StockDuration::Months(months) => (
                u128::from(months) * u128::from(SALES_BASIS_DAYS),
                MONTHS_OF_A_YEAR * u128::from(days),
            ),
            StockDuration::Days(wanted) => (u128::from(wanted), u128::from(days)),
        };
        let boxes = (u128::from(sold) * part).checked_div(whole)?;
        let rest = (u128::from(sold) * part).checked_rem(whole)?;
        u64::try_from(boxes + u128::from(rest > 0)).ok()
    }
}

static RULES: LazyLock<Vec<SafetyStockRule>> =
    LazyLock::new(|| TABLE.lines().skip(1).filter_map(read_rule).collect());

fn read_rule(line: &str) -> Option<SafetyStockRule> {
    let [concerns, months, days, from, to, reference] =
        <[&str; 6]>::try_from(line.split('\t').collect::<Vec<_>>()).ok()?;
    let duration = match (months.parse(), days.parse()) {
        (Ok(months), Err(_)) => StockDuration::Months(months),
        (Err(_), Ok(days)) => StockDuration::Days(days),
        _ => return None,
    };
    Some(SafetyStockRule {
        is_of_major_interest: match concerns {
            "major_interest" => true,
            "other" => false,
            _ => return None,
        },
        duration,
        valid_from: from.parse().ok()?,
        valid_to: if to.is_empty() {
            None
        } else {
            Some(to.parse().ok()?)
        },
        reference: reference.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn every_row_of_the_table_is_read() {
        assert_eq!(RULES.len(), TABLE.lines().count() - 1);
    }

    // Article R. 5124-49-4 and its worked figures: 120,000 boxes sold in twelve months.
    #[rstest]
    #[case(true, 120_000, 365, 20_000)]
    #[case(false, 120_000, 365, 2_302)]
    // Half a year of the same sales asks for the same stock, up to the days of a month.
    #[case(false, 60_000, 182, 2_308)]
    #[case(true, 0, 365, 0)]
    #[case(true, 1, 365, 1)]
    fn the_law_asks_for_two_months_of_what_is_of_major_interest_and_one_week_of_the_rest(
        #[case] is_major: bool,
        #[case] sold: u64,
        #[case] days: u32,
        #[case] boxes: u64,
    ) {
        let rule = SafetyStockRule::on(day("2026-11-20"), is_major).unwrap();
        assert_eq!(rule.boxes(sold, days), Some(boxes));
    }

    #[test]
    fn without_a_day_of_sales_nothing_can_be_asked_for() {
        let rule = SafetyStockRule::on(day("2026-11-20"), true).unwrap();
        assert_eq!(rule.boxes(0, 0), None);
    }

    #[test]
    fn before_the_decree_came_into_force_there_is_no_rule() {
        assert!(SafetyStockRule::on(day("2021-08-31"), true).is_none());
        assert!(SafetyStockRule::on(day("2021-09-01"), true).is_some());
    }
}
