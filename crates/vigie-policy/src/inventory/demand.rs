//! Laws of demand: chances, quantiles, and what exceeds or falls short of a stock.

use libm::lgamma as ln_gamma;
use serde::Serialize;
use statrs::function::gamma::{checked_gamma_lr, checked_gamma_ur};

use super::{chance, finite, normal, positive};
use crate::{Problem, Sentence};

/// Sums over whole numbers end where a term is this small beside the sum.
const NEGLIGIBLE: f64 = 1e-18;
/// No sum over whole numbers is longer.
const MOST_TERMS: u32 = 4_000_000;
/// A law of whole numbers that is spread wider is not summed one by one.
const WIDEST_VARIANCE: f64 = 2.5e9;
/// Gamma laws of a larger shape are normal for all purposes, and take long.
const LARGEST_SHAPE: f64 = 1e7;

/// How a demand is spread, in boxes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Demand {
    /// Normal.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation, above zero.
        deviation: f64,
    },
    /// Log-normal.
    LogNormal {
        /// Mean of the logarithm.
        log_mean: f64,
        /// Standard deviation of the logarithm, above zero.
        log_deviation: f64,
    },
    /// Gamma.
    Gamma {
        /// Shape, above zero.
        shape: f64,
        /// Scale, above zero: the mean is shape × scale.
        scale: f64,
    },
    /// Exponential.
    Exponential {
        /// Rate, above zero: the mean is 1 / rate.
        rate: f64,
    },
    /// The same density between two bounds.
    Uniform {
        /// Lower bound.
        low: f64,
        /// Upper bound, above the lower.
        high: f64,
    },
    /// Poisson.
    Poisson {
        /// Mean, above zero.
        mean: f64,
    },
    /// Negative binomial: failures before a number of successes, which need not be whole.
    NegativeBinomial {
        /// Successes, above zero.
        successes: f64,
        /// Chance of a success, between 0 and 1: the mean is successes × (1 - chance) / chance.
        chance: f64,
    },
    /// Geometric: trials up to the first success, from 1 on.
    Geometric {
        /// Chance of a success, between 0 and 1.
        chance: f64,
    },
    /// Binomial.
    Binomial {
        /// Number of trials.
        trials: u32,
        /// Chance of a success, between 0 and 1.
        chance: f64,
    },
}

/// What a demand X exceeds and falls short of a stock x by.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Loss {
    /// Mean of what exceeds: E[(X - x)⁺].
    pub loss: f64,
    /// Mean of what is left: E[(x - X)⁺].
    pub complementary: f64,
    /// Second order: E[((X - x)⁺)²] / 2, or E[(X - x)⁺(X - x - 1)⁺] / 2 for whole numbers.
    pub second_loss: f64,
    /// Second order of what is left: E[((x - X)⁺)²] / 2, or E[(x - X)⁺(x - X + 1)⁺] / 2 for whole numbers.
    pub second_complementary: f64,
}

impl Loss {
    /// Losses of the standard normal law at `z`.
    pub fn standard_normal(z: f64) -> Result<Self, Problem> {
        finite("z", z)?;
        let (loss, second_loss) = (normal::loss(z), normal::second_loss(z));
        Ok(Self {
            loss,
            complementary: z + loss,
            second_loss,
            second_complementary: 0.5 * (z * z + 1.0) - second_loss,
        })
    }
}

/// Sums of a law over whole numbers, around one of them.
struct WholeSums {
    /// Chance to be at most it.
    below: f64,
    /// Mean of what exceeds it.
    loss: f64,
    /// Mean of what is left of it.
    complementary: f64,
}

impl Demand {
    /// A negative binomial law by its mean and variance, which must be above the mean.
    pub fn negative_binomial(mean: f64, variance: f64) -> Result<Self, Problem> {
        positive("mean", mean)?;
        if !(variance.is_finite() && variance > mean) {
            return Err(Problem::out_of_range(
                "variance",
                "au-dessus de la moyenne (sinon, prenez la loi de Poisson)",
                "above the mean (else take the Poisson law)",
            ));
        }
        Ok(Self::NegativeBinomial {
            successes: mean * mean / (variance - mean),
            chance: mean / variance,
        })
    }

    /// A gamma law by its mean and standard deviation.
    pub fn gamma(mean: f64, deviation: f64) -> Result<Self, Problem> {
        positive("mean", mean)?;
        positive("deviation", deviation)?;
        let scale = deviation * deviation / mean;
        Ok(Self::Gamma {
            shape: mean / scale,
            scale,
        })
    }

    /// Refuses parameters that make no law.
    pub fn check(&self) -> Result<(), Problem> {
        match *self {
            Self::Normal { mean, deviation } => {
                finite("mean", mean)?;
                positive("deviation", deviation)?;
            }
            Self::LogNormal {
                log_mean,
                log_deviation,
            } => {
                finite("log_mean", log_mean)?;
                positive("log_deviation", log_deviation)?;
            }
            Self::Gamma { shape, scale } => {
                positive("shape", shape)?;
                positive("scale", scale)?;
            }
            Self::Exponential { rate } => {
                positive("rate", rate)?;
            }
            Self::Uniform { low, high } => {
                finite("low", low)?;
                positive("high", high - low)?;
            }
            Self::Poisson { mean } => {
                positive("mean", mean)?;
            }
            Self::NegativeBinomial {
                successes,
                chance: success,
            } => {
                positive("successes", successes)?;
                chance("chance", success)?;
            }
            Self::Geometric { chance: success }
            | Self::Binomial {
                chance: success, ..
            } => {
                chance("chance", success)?;
            }
        }
        let is_narrow = !self.is_whole() || self.variance() <= WIDEST_VARIANCE;
        if !is_narrow || matches!(*self, Self::Gamma { shape, .. } if shape > LARGEST_SHAPE) {
            return Err(too_wide());
        }
        Ok(())
    }

    /// Whether demand is in whole boxes.
    pub const fn is_whole(&self) -> bool {
        matches!(
            self,
            Self::Poisson { .. }
                | Self::NegativeBinomial { .. }
                | Self::Geometric { .. }
                | Self::Binomial { .. }
        )
    }

    /// Mean, in boxes.
    pub fn mean(&self) -> f64 {
        match *self {
            Self::Normal { mean, .. } | Self::Poisson { mean } => mean,
            Self::LogNormal {
                log_mean,
                log_deviation,
            } => (log_mean + 0.5 * log_deviation * log_deviation).exp(),
            Self::Gamma { shape, scale } => shape * scale,
            Self::Exponential { rate } => 1.0 / rate,
            Self::Uniform { low, high } => 0.5 * (low + high),
            Self::NegativeBinomial { successes, chance } => successes * (1.0 - chance) / chance,
            Self::Geometric { chance } => 1.0 / chance,
            Self::Binomial { trials, chance } => f64::from(trials) * chance,
        }
    }

    /// Variance, in boxes squared.
    pub fn variance(&self) -> f64 {
        match *self {
            Self::Normal { deviation, .. } => deviation * deviation,
            Self::Poisson { mean } => mean,
            Self::LogNormal { log_deviation, .. } => {
                (log_deviation * log_deviation).exp_m1() * self.mean() * self.mean()
            }
            Self::Gamma { shape, scale } => shape * scale * scale,
            Self::Exponential { rate } => 1.0 / (rate * rate),
            Self::Uniform { low, high } => (high - low) * (high - low) / 12.0,
            Self::NegativeBinomial { successes, chance } => {
                successes * (1.0 - chance) / (chance * chance)
            }
            Self::Geometric { chance } => (1.0 - chance) / (chance * chance),
            Self::Binomial { trials, chance } => f64::from(trials) * chance * (1.0 - chance),
        }
    }

    /// The demand of several periods together, when each is independent and of this law.
    pub fn over_periods(&self, periods: f64) -> Result<Self, Problem> {
        positive("periods", periods)?;
        Ok(match *self {
            Self::Normal { mean, deviation } => Self::Normal {
                mean: mean * periods,
                deviation: deviation * periods.sqrt(),
            },
            Self::Poisson { mean } => Self::Poisson {
                mean: mean * periods,
            },
            Self::Gamma { shape, scale } => Self::Gamma {
                shape: shape * periods,
                scale,
            },
            Self::NegativeBinomial { successes, chance } => Self::NegativeBinomial {
                successes: successes * periods,
                chance,
            },
            Self::Exponential { rate } => Self::Gamma {
                shape: periods,
                scale: 1.0 / rate,
            },
            other if (periods - 1.0).abs() < f64::EPSILON => other,
            _ => return Err(no_sum()),
        })
    }

    /// Chance that demand is at most `x`.
    pub fn below(&self, x: f64) -> Result<f64, Problem> {
        self.check()?;
        finite("x", x)?;
        let below = match *self {
            Self::Normal { mean, deviation } => normal::below((x - mean) / deviation),
            Self::LogNormal {
                log_mean,
                log_deviation,
            } if x > 0.0 => normal::below((x.ln() - log_mean) / log_deviation),
            Self::Gamma { shape, scale } if x > 0.0 => gamma_below(shape, x / scale)?,
            Self::Exponential { rate } if x > 0.0 => -(-rate * x).exp_m1(),
            Self::Uniform { low, high } => ((x - low) / (high - low)).clamp(0.0, 1.0),
            Self::LogNormal { .. } | Self::Gamma { .. } | Self::Exponential { .. } => 0.0,
            _ => self.whole_sums(x.floor())?.below,
        };
        finite("chance", below)
    }

    /// The smallest stock that covers demand with this chance; a whole number for demand in whole boxes.
    pub fn quantile(&self, wanted: f64) -> Result<f64, Problem> {
        self.check()?;
        chance("chance", wanted)?;
        match *self {
            Self::Normal { mean, deviation } => {
                finite("quantile", mean + deviation * normal::quantile(wanted))
            }
            Self::LogNormal {
                log_mean,
                log_deviation,
            } => finite(
                "quantile",
                (log_mean + log_deviation * normal::quantile(wanted)).exp(),
            ),
            Self::Exponential { rate } => finite("quantile", -(-wanted).ln_1p() / rate),
            Self::Uniform { low, high } => finite("quantile", low + wanted * (high - low)),
            _ if self.is_whole() => self.whole_quantile(wanted),
            _ => self.quantile_by_halving(wanted),
        }
    }

    /// What demand exceeds a stock by, and what is left of it. Laws of whole numbers need a whole stock.
    pub fn loss(&self, x: f64) -> Result<Loss, Problem> {
        self.check()?;
        finite("x", x)?;
        if self.is_whole() {
            return self.whole_loss(x);
        }
        let (mean, variance) = (self.mean(), self.variance());
        let (loss, second_loss) = match *self {
            Self::Normal { deviation, .. } => {
                let z = (x - mean) / deviation;
                (
                    deviation * normal::loss(z),
                    variance * normal::second_loss(z),
                )
            }
            Self::Uniform { low, high } => uniform_loss(low, high, x),
            // Below zero, all of these laws are above the stock.
            _ if x <= 0.0 => (mean - x, 0.5 * ((x - mean) * (x - mean) + variance)),
            Self::Exponential { rate } => {
                ((-rate * x).exp() / rate, (-rate * x).exp() / (rate * rate))
            }
            Self::Gamma { shape, scale } => gamma_loss(shape, scale, x)?,
            Self::LogNormal {
                log_mean,
                log_deviation,
            } => log_normal_loss(log_mean, log_deviation, x),
            Self::Poisson { .. }
            | Self::NegativeBinomial { .. }
            | Self::Geometric { .. }
            | Self::Binomial { .. } => (0.0, 0.0),
        };
        let half_square = 0.5 * ((x - mean) * (x - mean) + variance);
        Ok(Loss {
            loss: finite("loss", loss)?,
            complementary: finite("complementary", x - mean + loss)?,
            second_loss: finite("second_loss", second_loss)?,
            second_complementary: finite("second_complementary", half_square - second_loss)?,
        })
    }

    fn whole_loss(&self, x: f64) -> Result<Loss, Problem> {
        if x.fract() != 0.0 {
            return Err(Problem::out_of_range(
                "x",
                "un nombre entier de boîtes pour cette loi",
                "a whole number of boxes for this law",
            ));
        }
        let sums = self.whole_sums(x)?;
        let (mean, variance) = (self.mean(), self.variance());
        let difference = x - mean;
        let both = 0.5 * (difference * difference + difference + variance);
        let second_loss = self.whole_second_loss(x)?;
        Ok(Loss {
            loss: finite("loss", sums.loss)?,
            complementary: finite("complementary", sums.complementary)?,
            second_loss: finite("second_loss", second_loss)?,
            second_complementary: finite("second_complementary", both - second_loss)?,
        })
    }

    /// The smallest whole number that a law can give.
    const fn first_whole(&self) -> f64 {
        if matches!(self, Self::Geometric { .. }) {
            1.0
        } else {
            0.0
        }
    }

    /// Logarithm of the chance of a whole number, at or above the first one.
    fn log_chance(&self, k: f64) -> f64 {
        match *self {
            Self::Poisson { mean } => k * mean.ln() - mean - ln_gamma(k + 1.0),
            Self::NegativeBinomial { successes, chance } => {
                ln_gamma(k + successes) - ln_gamma(k + 1.0) - ln_gamma(successes)
                    + successes * chance.ln()
                    + k * (-chance).ln_1p()
            }
            Self::Geometric { chance } => (k - 1.0) * (-chance).ln_1p() + chance.ln(),
            Self::Binomial { trials, chance } => {
                let trials = f64::from(trials);
                if k > trials {
                    return f64::NEG_INFINITY;
                }
                ln_gamma(trials + 1.0) - ln_gamma(k + 1.0) - ln_gamma(trials - k + 1.0)
                    + k * chance.ln()
                    + (trials - k) * (-chance).ln_1p()
            }
            _ => f64::NEG_INFINITY,
        }
    }

    /// Chance of `k + 1` divided by the chance of `k`.
    fn step_up(&self, k: f64) -> f64 {
        match *self {
            Self::Poisson { mean } => mean / (k + 1.0),
            Self::NegativeBinomial { successes, chance } => {
                (k + successes) / (k + 1.0) * (1.0 - chance)
            }
            Self::Geometric { chance } => 1.0 - chance,
            Self::Binomial { trials, chance } => {
                ((f64::from(trials) - k) / (k + 1.0) * chance / (1.0 - chance)).max(0.0)
            }
            _ => 0.0,
        }
    }

    /// Sums on the side of `x` away from the mean, where terms fall; the other side follows from it.
    fn whole_sums(&self, x: f64) -> Result<WholeSums, Problem> {
        let mean = self.mean();
        if x < self.first_whole() {
            return Ok(WholeSums {
                below: 0.0,
                loss: mean - x,
                complementary: 0.0,
            });
        }
        if x >= mean {
            let (above, loss) = self.sums_above(x)?;
            let complementary = x - mean + loss;
            return Ok(WholeSums {
                below: 1.0 - above,
                loss,
                complementary,
            });
        }
        let (below, complementary) = self.sums_below(x)?;
        Ok(WholeSums {
            below,
            loss: mean - x + complementary,
            complementary,
        })
    }

    /// Chance to be above `x`, and mean of what exceeds it, for `x` at or above the mean.
    fn sums_above(&self, x: f64) -> Result<(f64, f64), Problem> {
        let (mut k, mut term) = (x, self.log_chance(x).exp());
        let (mut above, mut loss) = (0.0, 0.0);
        for _ in 0..MOST_TERMS {
            term *= self.step_up(k);
            k += 1.0;
            above += term;
            loss += (k - x) * term;
            if (k - x) * term <= NEGLIGIBLE * loss {
                return Ok((above, loss));
            }
        }
        Err(Problem::not_a_number("loss"))
    }

    /// Chance to be at most `x`, and mean of what is left of it, for `x` below the mean.
    fn sums_below(&self, x: f64) -> Result<(f64, f64), Problem> {
        let (mut k, mut term) = (x, self.log_chance(x).exp());
        let (mut below, mut left) = (term, 0.0);
        for _ in 0..MOST_TERMS {
            if k <= self.first_whole() || (x - k + 1.0) * term <= NEGLIGIBLE * below.min(left) {
                return Ok((below, left));
            }
            k -= 1.0;
            term /= self.step_up(k);
            below += term;
            left += (x - k) * term;
        }
        Err(Problem::not_a_number("loss"))
    }

    /// E[(X - x)⁺(X - x - 1)⁺] / 2, on the side of the mean where terms fall.
    fn whole_second_loss(&self, x: f64) -> Result<f64, Problem> {
        let (mean, variance) = (self.mean(), self.variance());
        let difference = x - mean;
        let both = 0.5 * (difference * difference + difference + variance);
        if x < self.first_whole() {
            return Ok(both);
        }
        let mut term = self.log_chance(x).exp();
        let mut k = x;
        if x >= mean {
            let mut second = 0.0;
            for _ in 0..MOST_TERMS {
                term *= self.step_up(k);
                k += 1.0;
                let added = 0.5 * (k - x) * (k - x - 1.0) * term;
                second += added;
                if k > x + 2.0 && added <= NEGLIGIBLE * second {
                    return Ok(second);
                }
            }
            return Err(Problem::not_a_number("second_loss"));
        }
        let mut left = 0.0;
        for _ in 0..MOST_TERMS {
            if k <= self.first_whole()
                || (k < x - 2.0 && (x - k) * (x - k) * term <= NEGLIGIBLE * left)
            {
                return Ok(both - left);
            }
            k -= 1.0;
            term /= self.step_up(k);
            left += 0.5 * (x - k) * (x - k + 1.0) * term;
        }
        Err(Problem::not_a_number("second_loss"))
    }

    /// The smallest whole number that is not exceeded with this chance, found by halving.
    fn whole_quantile(&self, wanted: f64) -> Result<f64, Problem> {
        let mut low = self.first_whole() - 1.0;
        let mut high = (self.mean() + 10.0 * self.variance().sqrt() + 10.0).ceil();
        while self.whole_sums(high)?.below < wanted {
            low = high;
            high = finite("quantile", high * 2.0)?;
        }
        while high - low > 1.0 {
            let middle = (0.5 * (low + high)).floor();
            if self.whole_sums(middle)?.below >= wanted {
                high = middle;
            } else {
                low = middle;
            }
        }
        Ok(high)
    }

    fn quantile_by_halving(&self, wanted: f64) -> Result<f64, Problem> {
        let (mut low, mut high) = (0.0, self.mean() + self.variance().sqrt());
        while self.below(high)? < wanted {
            low = high;
            high = finite("quantile", high * 2.0)?;
        }
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            if self.below(middle)? < wanted {
                low = middle;
            } else {
                high = middle;
            }
        }
        finite("quantile", 0.5 * (low + high))
    }
}

fn gamma_below(shape: f64, x: f64) -> Result<f64, Problem> {
    checked_gamma_lr(shape, x).map_err(|_| Problem::not_a_number("gamma"))
}

fn gamma_above(shape: f64, x: f64) -> Result<f64, Problem> {
    checked_gamma_ur(shape, x).map_err(|_| Problem::not_a_number("gamma"))
}

/// First and second order, for `x` above zero: with Q the chance to be above, E[X; X > x] = shape·scale·Q(shape + 1),
/// E[X²; X > x] = shape·(shape + 1)·scale²·Q(shape + 2).
fn gamma_loss(shape: f64, scale: f64, x: f64) -> Result<(f64, f64), Problem> {
    let above = |more: f64| gamma_above(shape + more, x / scale);
    let (zero, one, two) = (above(0.0)?, above(1.0)?, above(2.0)?);
    let loss = shape * scale * one - x * zero;
    let square = shape * (shape + 1.0) * scale * scale * two;
    let second = 0.5 * (square - 2.0 * x * shape * scale * one + x * x * zero);
    Ok((loss.max(0.0), second.max(0.0)))
}

/// First and second order, for `x` above zero, by the partial moments of the log-normal law.
fn log_normal_loss(log_mean: f64, log_deviation: f64, x: f64) -> (f64, f64) {
    let z = (log_mean - x.ln()) / log_deviation;
    let moment = |order: f64| {
        let whole = (order * log_mean + 0.5 * order * order * log_deviation * log_deviation).exp();
        whole * normal::below(z + order * log_deviation)
    };
    let (zero, one, two) = (normal::below(z), moment(1.0), moment(2.0));
    (
        (one - x * zero).max(0.0),
        (0.5 * (two - 2.0 * x * one + x * x * zero)).max(0.0),
    )
}

fn uniform_loss(low: f64, high: f64, x: f64) -> (f64, f64) {
    let width = high - low;
    if x <= low {
        let mean = 0.5 * (low + high);
        return (
            mean - x,
            0.5 * ((x - mean) * (x - mean) + width * width / 12.0),
        );
    }
    let over = (high - x).max(0.0);
    (
        over * over / (2.0 * width),
        over * over * over / (6.0 * width),
    )
}

fn too_wide() -> Problem {
    let sentence = Sentence::new(
        "Cette loi s’étend sur trop de boîtes\u{a0}: prenez la loi normale de mêmes moyenne et écart type.",
        "This law stretches over too many boxes: take the normal law of the same mean and standard deviation.",
    );
    Problem::new("too_large", "demand", sentence)
}

fn no_sum() -> Problem {
    let sentence = Sentence::new(
        "La somme de plusieurs périodes n’est pas connue pour cette loi\u{a0}: prenez la loi normale, gamma, de Poisson ou \
         binomiale négative.",
        "The sum of several periods is not known for this law: take the normal, gamma, Poisson or negative binomial law.",
    );
    Problem::new("no_sum_of_periods", "demand", sentence)
}
