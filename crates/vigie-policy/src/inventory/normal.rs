//! The standard normal law.

use std::f64::consts::{PI, SQRT_2};

use libm::erfc;
use statrs::function::erf::erfc_inv;

/// Below this the chance is taken from its expansion, since the error function itself is too small to be written.
const FAR: f64 = -30.0;

/// Density at `z`.
pub(crate) fn density(z: f64) -> f64 {
    (-0.5 * z * z).exp() / (2.0 * PI).sqrt()
}

/// Chance to be at most `z`.
pub(crate) fn below(z: f64) -> f64 {
    0.5 * erfc(-z / SQRT_2)
}

/// Chance to be above `z`.
pub(crate) fn above(z: f64) -> f64 {
    below(-z)
}

/// Logarithm of the chance to be at most `z`, also where the chance is too small to be written.
pub(crate) fn log_below(z: f64) -> f64 {
    if z > FAR {
        return below(z).ln();
    }
    // φ(z)/|z| × (1 - 1/z² + 3/z⁴ - 15/z⁶ + 105/z⁸): the next term is below 1e-11 here.
    let square = 1.0 / (z * z);
    let series = 1.0 - square * (1.0 - 3.0 * square * (1.0 - 5.0 * square * (1.0 - 7.0 * square)));
    -0.5 * z * z - 0.5 * (2.0 * PI).ln() - (-z).ln() + series.ln()
}

/// The `z` that is not exceeded with this chance, strictly between 0 and 1.
pub(crate) fn quantile(chance: f64) -> f64 {
    if chance > 0.5 {
        // 1 - chance is exact here, so that nothing is lost in the far tail.
        return -lower_quantile(1.0 - chance);
    }
    lower_quantile(chance)
}

/// For chances up to one half. A step of Newton's method makes the last digits right.
fn lower_quantile(chance: f64) -> f64 {
    let z = -SQRT_2 * erfc_inv(2.0 * chance);
    let step = (below(z) - chance) / density(z);
    if step.is_finite() { z - step } else { z }
}

/// Mean of what exceeds `z`: φ(z) - z(1 - Φ(z)).
pub(crate) fn loss(z: f64) -> f64 {
    (density(z) - z * above(z)).max(0.0)
}

/// Half the mean square of what exceeds `z`: ((z² + 1)(1 - Φ(z)) - zφ(z)) / 2.
pub(crate) fn second_loss(z: f64) -> f64 {
    (0.5 * ((z * z + 1.0) * above(z) - z * density(z))).max(0.0)
}

/// The `z` whose loss is this one, above zero: the loss falls from infinity to nothing.
pub(crate) fn loss_inverse(wanted: f64) -> f64 {
    // loss(z) >= -z, and loss(40) is too small to be written.
    let (mut low, mut high) = (-wanted - 1.0, 40.0);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if loss(middle) > wanted {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}
