//! Quantiles of Student's t distribution.

use core::f64::consts::FRAC_2_PI;
use core::num::NonZeroU64;

use crate::Confidence;

/// Up to here the distribution is summed term by term; beyond, the expansion's first dropped
/// term, 8.5/ν⁵ for 99 %, is below 3e-11.
const LAST_SUMMED_DEGREE: u64 = 200;

/// The `t` with `P(|T| <= t)` = the confidence's level.
pub(crate) fn quantile(confidence: Confidence, degrees_of_freedom: NonZeroU64) -> f64 {
    match degrees_of_freedom.get() {
        1 => (confidence.level() / FRAC_2_PI).tan(),
        degree @ 2..=LAST_SUMMED_DEGREE => by_summing(confidence, degree),
        degree => by_expansion(confidence.z(), degree as f64),
    }
}

/// Newton's method on the angle `θ = atan(t / √ν)`. `P` is concave in `θ` and `t > z`, so that it
/// climbs from `z`'s angle to the solution and can't overshoot.
fn by_summing(confidence: Confidence, degree: u64) -> f64 {
    let root = (degree as f64).sqrt();
    let mut angle = (confidence.z() / root).atan();
    // Each step squares the error: 3 to 7 of them; the bound only excludes an endless loop.
    for _ in 0..32 {
        let (within, slope) = probability_within(angle, degree);
        let step = (confidence.level() - within) / slope;
        angle += step;
        // The next step would be lost in the arithmetic's last bits.
        if step.abs() <= 1e-9 * angle {
            break;
        }
    }
    root * angle.tan()
}

/// `P(|T| <= √ν·tan θ)` and its derivative by `θ`, for `ν >= 2`.
///
/// Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4. All
/// terms are positive, so nothing cancels.
fn probability_within(angle: f64, degree: u64) -> (f64, f64) {
    let (sine, cosine) = angle.sin_cos();
    let is_odd = degree % 2 == 1;
    let mut term = if is_odd { cosine } else { 1.0 };
    let mut sum = term;
    // Even ν: 1 + 1/2 cos²θ + (1·3)/(2·4) cos⁴θ …; odd ν: cos θ + 2/3 cos³θ + (2·4)/(3·5) cos⁵θ …
    let mut k = if is_odd { 3 } else { 2 };
    while k + 2 <= degree {
        term *= cosine * cosine * (k - 1) as f64 / k as f64;
        sum += term;
        k += 2;
    }
    let slope = (degree - 1) as f64 * term * cosine;
    if is_odd { (FRAC_2_PI * (angle + sine * sum), FRAC_2_PI * slope) } else { (sine * sum, slope) }
}

/// The expansion of `t` in powers of `1/ν` around the normal quantile.
///
/// Source: Abramowitz and Stegun, 26.7.5.
fn by_expansion(z: f64, degree: f64) -> f64 {
    let z2 = z * z;
    let g1 = z * (z2 + 1.0) / 4.0;
    let g2 = z * ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0;
    let g3 = z * (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / 384.0;
    let g4 = z * ((((79.0 * z2 + 776.0) * z2 + 1482.0) * z2 - 1920.0) * z2 - 945.0) / 92_160.0;
    z + (g1 + (g2 + (g3 + g4 / degree) / degree) / degree) / degree
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_agree_where_they_meet() {
        for confidence in Confidence::ALL {
            for degree in LAST_SUMMED_DEGREE..LAST_SUMMED_DEGREE + 4 {
                let summed = by_summing(confidence, degree);
                let expanded = by_expansion(confidence.z(), degree as f64);
                assert!((summed / expanded - 1.0).abs() < 3e-11, "{confidence:?} {degree}");
            }
        }
    }

    #[test]
    fn more_answers_never_widen_the_quantile() {
        for confidence in Confidence::ALL {
            let mut last = f64::INFINITY;
            for degree in (1..2_000).chain([1_000_000, u64::MAX]) {
                let t = quantile(confidence, NonZeroU64::new(degree).unwrap());
                assert!(confidence.z() <= t && t < last, "{confidence:?} {degree}");
                last = t;
            }
        }
    }
}
