//! Random numbers that are the same every time.

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, LogNormal, Poisson};

/// The generator of the whole crate: seeded, portable, with independent streams.
pub type Random = ChaCha8Rng;

/// What a stream of random numbers is for; each purpose and index has its own stream.
#[derive(Debug, Clone, Copy)]
pub enum Purpose {
    /// Size of a site.
    Size,
    /// Which packs a site holds, and what it holds at the start.
    Shelf,
    /// What patients ask for.
    Demand,
    /// How a plant fails.
    Plant,
    /// Delivery times.
    Delivery,
    /// Traits of a pack: hospital volume, shelf life, target cover.
    Pack,
    /// Which reports do not arrive.
    Silence,
    /// A site of the national day.
    NationalDay,
}

/// The stream of this purpose and index.
pub fn stream(seed: u64, purpose: Purpose, index: u64) -> Random {
    let mut random = Random::seed_from_u64(seed);
    random.set_stream(((purpose as u64) << 48) | (index & 0xFFFF_FFFF_FFFF));
    random
}

/// A count with this mean (Poisson); zero when the mean is zero.
pub fn poisson(random: &mut Random, mean: f64) -> u32 {
    Poisson::new(mean).map_or(0, |law| law.sample(random) as u32)
}

/// A positive number with this median; `sigma` is the standard deviation of its logarithm.
pub fn lognormal(random: &mut Random, median: f64, sigma: f64) -> f64 {
    LogNormal::new(0.0, sigma).map_or(median, |law| median * law.sample(random))
}

/// A number in `low..high`.
pub fn between(random: &mut Random, low: f64, high: f64) -> f64 {
    low + (high - low) * random.random::<f64>()
}

/// A waiting time with this mean (exponential).
pub fn waiting(random: &mut Random, mean: f64) -> f64 {
    rand_distr::Exp::new(1.0 / mean).map_or(mean, |law| law.sample(random))
}
