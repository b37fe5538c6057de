//! Tail of the normal distribution and its inverse, two-sided.

use core::f64::consts::PI;

/// From here on the continued fraction is quicker than the series, and keeps its digits where the
/// tail is small.
const FRACTION_FROM: f64 = 3.0;

/// Returns `P(|Z| > z)` for `z >= 0`.
pub(crate) fn two_sided_tail(z: f64) -> f64 {
    if z < FRACTION_FROM { 1.0 - within(z) } else { by_fraction(z) }
}

/// Returns the `z` with `P(|Z| > z)` = `tail`, for tails from 1e-300 to 1.
///
/// Newton's method on the tail's logarithm, which is concave in `z`: from 0 on it climbs to the
/// solution, or jumps beyond it once and comes back.
pub(crate) fn two_sided_quantile(tail: f64) -> f64 {
    let mut z = 0.0_f64;
    // Some 8 steps; the bound only excludes an endless loop.
    for _ in 0..64 {
        let found = two_sided_tail(z);
        let step = (found / tail).ln() * found / (2.0 * density(z));
        z = (z + step).max(0.0);
        if step.abs() <= 1e-14 * z.max(1e-3) {
            break;
        }
    }
    z
}

fn density(z: f64) -> f64 {
    (-0.5 * z * z).exp() / (2.0 * PI).sqrt()
}

/// Returns `P(|Z| <= z)`: `2φ(z) · Σ z²ᵏ⁺¹ / (1·3·5…(2k+1))`, all terms positive.
///
/// Source: Abramowitz and Stegun, 26.2.11.
fn within(z: f64) -> f64 {
    let (mut sum, mut term, mut odd) = (0.0, z, 1.0);
    while term > 1e-17 * sum {
        sum += term;
        odd += 2.0;
        term *= z * z / odd;
    }
    2.0 * density(z) * sum
}

/// Returns the tail as `2φ(z) / (z + 1/(z + 2/(z + 3/(z + …))))`.
///
/// Source: Abramowitz and Stegun, 26.2.14.
fn by_fraction(z: f64) -> f64 {
    let below = (1..=100).rev().fold(z, |below, k| z + f64::from(k) / below);
    2.0 * density(z) / below
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Confidence;

    #[test]
    fn the_known_quantiles_come_out() {
        for confidence in Confidence::ALL {
            let z = two_sided_quantile(confidence.error());
            assert!((z / confidence.z() - 1.0).abs() < 1e-13, "{confidence:?} {z}");
        }
        // scipy: 2 * norm.sf(z).
        for (z, tail) in [
            (0.5, 0.617_075_077_451_973_8),
            (2.999, 0.002_708_673_067_454_211_5),
            (3.0, 0.002_699_796_063_260_186_6),
            (4.5, 6.795_346_249_460_107e-6),
            (6.0, 1.973_175_290_075_389e-9),
        ] {
            assert!((two_sided_tail(z) / tail - 1.0).abs() < 1e-12, "{z} {}", two_sided_tail(z));
        }
    }

    #[test]
    fn tail_and_quantile_undo_each_other() {
        for step in 0..=600 {
            let z = f64::from(step) / 100.0;
            assert!((two_sided_quantile(two_sided_tail(z)) - z).abs() < 1e-9, "{z}");
        }
        assert_eq!((two_sided_tail(0.0), two_sided_quantile(1.0)), (1.0, 0.0));
    }
}
