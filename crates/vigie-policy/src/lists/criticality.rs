//! The two criteria of the Union list of critical medicines, as a table of data, and a score.

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::{Problem, Reading, Sentence, Unit, Warning, exact::exact};

const TABLE: &str = include_str!("../../../../data/law/criticality.tsv");

/// How serious the disease is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Seriousness {
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// High: it threatens life, or progresses irreversibly, or needs treatment at once.
    High,
}

/// Appropriate alternatives that are authorised and marketed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Alternatives {
    /// Three or more.
    Many,
    /// One or two.
    Few,
    /// None.
    None,
}

/// What both criteria make of a medicine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Criticality {
    /// Neither critical nor at risk.
    Other,
    /// At risk.
    AtRisk,
    /// Critical.
    Critical,
}

impl Seriousness {
    /// All of them, the least first.
    pub const ALL: [Self; 3] = [Self::Low, Self::Medium, Self::High];

    const fn code(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

impl Alternatives {
    /// All of them, the most first.
    pub const ALL: [Self; 3] = [Self::Many, Self::Few, Self::None];

    const fn code(self) -> &'static str {
        match self {
            Self::Many => "many",
            Self::Few => "few",
            Self::None => "none",
        }
    }

    /// The level of a number of alternatives, by the rules of the day of the reading.
    pub fn of(count: u32, reading: &mut Reading) -> Result<Self, Problem> {
        let few = reading.get("critical_list.few_alternatives_up_to", Unit::Count)?;
        Ok(match count {
            0 => Self::None,
            _ if Decimal::from(count) <= few => Self::Few,
            _ => Self::Many,
        })
    }
}

static MATRIX: LazyLock<Vec<(&'static str, &'static str, Criticality)>> = LazyLock::new(|| {
    let rows = TABLE.lines().skip(1).filter_map(|line| {
        let mut fields = line.split('\t');
        let (seriousness, alternatives) = (fields.next()?, fields.next()?);
        let outcome = match fields.next()? {
            "critical" => Criticality::Critical,
            "at_risk" => Criticality::AtRisk,
            "other" => Criticality::Other,
            _ => return None,
        };
        Some((seriousness, alternatives, outcome))
    });
    rows.collect()
});

impl Criticality {
    /// What both criteria make of a medicine, by `data/law/criticality.tsv`; `None` if the table lacks the pair.
    pub fn of(seriousness: Seriousness, alternatives: Alternatives) -> Option<Self> {
        let pair = (seriousness.code(), alternatives.code());
        let row = MATRIX.iter().find(|row| (row.0, row.1) == pair);
        row.map(|row| row.2)
    }
}

/// How critical a substance is, from 0 to 100.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CriticalityScore {
    /// What the two criteria make of it.
    pub criticality: Criticality,
    /// Points, by rows that are hypotheses.
    pub points: Decimal,
    /// Points by criterion, in the order: matrix, holders, alternatives.
    pub parts: [Decimal; 3],
}

/// The score of a substance by its seriousness, its alternatives on the market and the companies that hold it.
pub fn criticality_score(
    seriousness: Seriousness,
    alternatives: u32,
    holders: u32,
    reading: &mut Reading,
) -> Result<CriticalityScore, Problem> {
    let level = Alternatives::of(alternatives, reading)?;
    let criticality =
        Criticality::of(seriousness, level).ok_or_else(|| Problem::not_a_number("criticality"))?;
    reading.warn(matrix_is_remembered());
    let mut points = |key: Option<&str>| match key {
        Some(key) => reading.get(&format!("criticality_score.{key}"), Unit::Coefficient),
        None => Ok(Decimal::ZERO),
    };
    let parts = [
        points(match criticality {
            Criticality::Critical => Some("outcome.critical"),
            Criticality::AtRisk => Some("outcome.at_risk"),
            Criticality::Other => None,
        })?,
        points(match holders {
            0 | 1 => Some("single_holder"),
            2 => Some("two_holders"),
            _ => None,
        })?,
        points(match level {
            Alternatives::None => Some("no_alternative"),
            Alternatives::Few => Some("few_alternatives"),
            Alternatives::Many => None,
        })?,
    ];
    let [matrix, of_holders, of_alternatives] = parts;
    Ok(CriticalityScore {
        criticality,
        points: (exact(matrix) + of_holders + of_alternatives).get("points")?,
        parts,
    })
}

fn matrix_is_remembered() -> Warning {
    let sentence = Sentence::new(
        "La matrice des deux critères de l’EMA est un souvenir non vérifié.",
        "The matrix of both criteria of the EMA is remembered and not verified.",
    );
    Warning::new("not_promulgated", "criticality.tsv", sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_is_whole_and_rises_with_both_criteria() {
        assert_eq!(MATRIX.len(), 9);
        for seriousness in Seriousness::ALL {
            for alternatives in Alternatives::ALL {
                let here = Criticality::of(seriousness, alternatives).unwrap();
                let more_serious = Seriousness::ALL
                    .into_iter()
                    .filter(|other| *other >= seriousness);
                for other in more_serious {
                    for fewer in Alternatives::ALL
                        .into_iter()
                        .filter(|other| *other >= alternatives)
                    {
                        assert!(Criticality::of(other, fewer).unwrap() >= here);
                    }
                }
            }
        }
    }
}
