//! Orders that come by chance, each of several boxes: a compound Poisson law by Panjer's recursion.

use super::{chance, finite, not_negative};
use crate::{Problem, Sentence};

/// Chances beyond this part of the law are left out.
const LEFT_OUT: f64 = 1e-15;
const MOST_TERMS: usize = 200_000;
/// Sums are not longer than this all together.
const MOST_STEPS: f64 = 1e8;
/// Sizes that are rarer than this are left out.
const RARE_SIZE: f64 = 1e-18;
/// A recursion that starts at a chance too small to be written is scaled down when it grows beyond this.
const LARGE: f64 = 1e200;

/// How many boxes an order is of.
#[derive(Debug, Clone, PartialEq)]
pub enum SizeLaw {
    /// Geometric: (1 - q)·qᵏ⁻¹ for k from 1 on.
    Geometric {
        /// Chance that an order has one box more.
        q: f64,
    },
    /// Chances of 0, 1, 2... boxes; they add up to 1.
    Table(Vec<f64>),
}

/// The number of boxes asked for in a time.
#[derive(Debug, Clone, PartialEq)]
pub struct CompoundPoisson {
    chances: Vec<f64>,
    mean: f64,
    variance: f64,
}

impl CompoundPoisson {
    /// The law for a mean number of orders and the law of their sizes.
    pub fn new(orders: f64, sizes: &SizeLaw) -> Result<Self, Problem> {
        not_negative("lambda", orders)?;
        let (mean_size, mean_square) = sizes.moments()?;
        let (mean, variance) = (orders * mean_size, orders * mean_square);
        let terms = finite("lambda", mean + 40.0 * variance.sqrt() + 50.0)?;
        if terms > MOST_TERMS as f64 {
            return Err(too_many());
        }
        let table = match sizes {
            SizeLaw::Geometric { q } => &geometric_table(*q),
            SizeLaw::Table(chances) => chances,
        };
        if terms * table.len() as f64 > MOST_STEPS {
            return Err(too_many());
        }
        Ok(Self {
            chances: recursion(orders, table)?,
            mean,
            variance,
        })
    }

    /// Chances of 0, 1, 2... boxes, until what is left is below 1e-15.
    pub fn chances(&self) -> &[f64] {
        &self.chances
    }

    /// Mean, by the closed formula: orders × mean size.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// Variance, by the closed formula: orders × mean squared size.
    pub fn variance(&self) -> f64 {
        self.variance
    }

    /// Mean and variance of the chances themselves, which differ from the above by what was left out.
    pub fn moments_of_chances(&self) -> (f64, f64) {
        let moment = |power: i32| -> f64 {
            let terms = self.chances.iter().enumerate();
            terms
                .map(|(boxes, chance)| (boxes as f64).powi(power) * chance)
                .sum()
        };
        let mean = moment(1);
        (mean, moment(2) - mean * mean)
    }

    /// Chance of a number of boxes.
    pub fn chance_of(&self, boxes: usize) -> f64 {
        self.chances.get(boxes).copied().unwrap_or(0.0)
    }

    /// Chance of at most a number of boxes.
    pub fn below(&self, boxes: usize) -> f64 {
        self.chances
            .iter()
            .take(boxes.saturating_add(1))
            .sum::<f64>()
            .min(1.0)
    }

    /// Mean of what exceeds a stock.
    pub fn loss(&self, stock: usize) -> f64 {
        let left: f64 = self
            .chances
            .iter()
            .take(stock)
            .enumerate()
            .map(|(boxes, chance)| (stock - boxes) as f64 * chance)
            .sum();
        (self.mean - stock as f64 + left).max(0.0)
    }

    /// The smallest stock that covers the demand with this chance.
    pub fn quantile(&self, wanted: f64) -> Result<usize, Problem> {
        chance("alpha", wanted)?;
        let mut below = 0.0;
        for (boxes, chance) in self.chances.iter().enumerate() {
            below += chance;
            if below >= wanted {
                return Ok(boxes);
            }
        }
        Ok(self.chances.len())
    }
}

impl SizeLaw {
    /// Mean and mean square of a size.
    fn moments(&self) -> Result<(f64, f64), Problem> {
        match self {
            Self::Geometric { q } => {
                if !(0.0..1.0).contains(q) {
                    return Err(Problem::out_of_range(
                        "q",
                        "entre 0 et 1, 1 exclu",
                        "between 0 and 1, 1 excluded",
                    ));
                }
                let more = 1.0 - q;
                Ok((1.0 / more, (1.0 + q) / (more * more)))
            }
            Self::Table(chances) => {
                for chance in chances {
                    not_negative("size_pmf", *chance)?;
                }
                let total: f64 = chances.iter().sum();
                if (total - 1.0).abs() > 1e-9 {
                    return Err(Problem::out_of_range(
                        "size_pmf",
                        "une suite de probabilités dont la somme est 1",
                        "chances that add up to 1",
                    ));
                }
                let moment = |power: i32| -> f64 {
                    let terms = chances.iter().enumerate();
                    terms
                        .map(|(boxes, chance)| (boxes as f64).powi(power) * chance)
                        .sum()
                };
                Ok((moment(1), moment(2)))
            }
        }
    }
}

fn geometric_table(q: f64) -> Vec<f64> {
    let mut chances = vec![0.0];
    let mut chance = 1.0 - q;
    while chance > RARE_SIZE && chances.len() < MOST_TERMS {
        chances.push(chance);
        chance *= q;
    }
    chances
}

/// p(0) = e^(-λ(1 - f(0))), p(n) = λ/n × Σ k·f(k)·p(n - k) (Panjer, 1981). The sum is started at 1 and scaled at the
/// end, so that a λ whose e^-λ is too small to be written does no harm.
fn recursion(orders: f64, sizes: &[f64]) -> Result<Vec<f64>, Problem> {
    let empty = sizes.first().copied().unwrap_or(1.0);
    let mut log_scale = -orders * (1.0 - empty);
    let weights: Vec<f64> = sizes
        .iter()
        .enumerate()
        .map(|(boxes, chance)| boxes as f64 * chance)
        .collect();
    let mut chances = vec![1.0];
    let mut total = 1.0_f64;
    loop {
        let next = chances.len();
        let reached = total.ln() + log_scale;
        if reached > (-LEFT_OUT).ln_1p() || next > MOST_TERMS {
            break;
        }
        let terms = weights.iter().skip(1).zip(chances.iter().rev());
        let sum: f64 = terms.map(|(weight, chance)| weight * chance).sum();
        let chance = orders / next as f64 * sum;
        // Past the middle of the law, terms too small to change the sum end it.
        let is_past = reached > -0.5 && chance <= total * f64::EPSILON * 1e-3;
        chances.push(chance);
        total += chance;
        if is_past {
            break;
        }
        if total > LARGE {
            for chance in &mut chances {
                *chance /= LARGE;
            }
            total /= LARGE;
            log_scale += LARGE.ln();
        }
    }
    let scale = finite("lambda", log_scale.exp())?;
    for chance in &mut chances {
        *chance *= scale;
    }
    Ok(chances)
}

fn too_many() -> Problem {
    let sentence = Sentence::new(
        "Cette loi s’étend sur trop de boîtes pour être calculée une à une\u{a0}: prenez la loi normale ou gamma.",
        "This law stretches over too many boxes to be computed one by one: take the normal or gamma law.",
    );
    Problem::new("too_large", "lambda", sentence)
}
