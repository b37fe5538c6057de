//! Quantiles of Student's t distribution, for any degrees of freedom from 1 on: those of Welch's
//! test are rarely whole numbers.

use core::f64::consts::PI;

use super::Level;

/// Highest degrees of freedom for which a series is summed. Beyond, the expansion's first dropped
/// term, 8.5/ν⁵ for 99 %, is below 3e-11.
const LAST_SUMMED_DEGREE: f64 = 200.0;

/// Degrees of freedom from which five terms of the Gamma ratio's expansion leave an error below
/// 1e-13.
const EXPANDED_FROM: f64 = 100.0;

/// Returns the `t` with `P(|T| <= t)` = the level's share, for `degrees >= 1`.
pub(crate) fn quantile(level: Level, degrees: f64) -> f64 {
    if degrees <= LAST_SUMMED_DEGREE {
        by_summing(level, degrees)
    } else {
        by_expansion(level.z(), degrees)
    }
}

/// Runs Newton's method on the angle `θ = atan(t / √ν)`. `P` is concave in `θ` and `t > z`, so it
/// climbs from `z`'s angle to the solution and can't overshoot.
fn by_summing(level: Level, degrees: f64) -> f64 {
    let root = degrees.sqrt();
    let whole = integral_to_right_angle(degrees);
    let mut angle = (level.z() / root).atan();
    // Each step squares the error, so 3 to 7 of them suffice; the bound only excludes an endless
    // loop.
    for _ in 0..32 {
        let slope = angle.cos().powf(degrees - 1.0) / whole;
        let step = (level.within() - probability_within(angle, degrees, whole)) / slope;
        angle += step;
        // The next step would be below the arithmetic's precision.
        if step.abs() <= 1e-9 * angle {
            break;
        }
    }
    root * angle.tan()
}

/// Returns `P(|T| <= √ν·tan θ)`: the integral of `cosᵛ⁻¹` from 0 to `θ`, as a share of that to π/2.
///
/// Two series of the incomplete beta function (DLMF 8.17.7 and 8.17.8), each where its terms fall
/// at least by half in the end. All terms are positive, so nothing cancels.
fn probability_within(angle: f64, degrees: f64, whole: f64) -> f64 {
    let (sine, cosine) = angle.sin_cos();
    let (sine2, cosine2) = (sine * sine, cosine * cosine);
    let half = degrees / 2.0;
    if sine2 <= 0.5 {
        // sin θ cosᵛθ · Σ (ν/2 + 1/2)ₖ / (3/2)ₖ · sin²ᵏθ
        let ratio = |k: f64| (half + 0.5 + k) / (1.5 + k) * sine2;
        sine * cosine.powf(degrees) * sum(|_| 1.0, ratio) / whole
    } else {
        // 1 - ½ cosᵛθ · Σ (1/2)ₖ / k! · cos²ᵏθ / (ν/2 + k)
        let ratio = |k: f64| (0.5 + k) / (1.0 + k) * cosine2;
        1.0 - 0.5 * cosine.powf(degrees) * sum(|k| 1.0 / (half + k), ratio) / whole
    }
}

/// Returns `Σ factor(k) · term(k)` with `term(0) = 1` and `term(k + 1) = ratio(k) · term(k)`.
fn sum(factor: impl Fn(f64) -> f64, ratio: impl Fn(f64) -> f64) -> f64 {
    let (mut sum, mut term, mut k) = (0.0, 1.0, 0.0);
    // Some 400 terms at the most; the bound only excludes an endless loop.
    while k < 2_000.0 {
        let more = factor(k) * term;
        sum += more;
        let falls_by = ratio(k);
        if more < 1e-17 * sum && falls_by < 1.0 {
            break;
        }
        term *= falls_by;
        k += 1.0;
    }
    sum
}

/// Returns the integral of `cosᵛ⁻¹` from 0 to π/2: `½ √π Γ(ν/2) / Γ(ν/2 + 1/2)`.
fn integral_to_right_angle(degrees: f64) -> f64 {
    if degrees < EXPANDED_FROM {
        // By parts; a hundred steps in all, but two degrees each.
        return integral_to_right_angle(degrees + 2.0) * (degrees + 1.0) / degrees;
    }
    // The ratio's expansion in powers of 2/ν (DLMF 5.11.13).
    let x = 2.0 / degrees;
    let tail = 5.0 / 1_024.0 - x * (21.0 / 32_768.0 + x * 399.0 / 262_144.0);
    let series = 1.0 - x * (1.0 / 8.0 - x * (1.0 / 128.0 + x * tail));
    0.5 * (PI * x).sqrt() / series
}

/// Expands `t` in powers of `1/ν` around the normal quantile.
///
/// Source: Abramowitz and Stegun, 26.7.5.
fn by_expansion(z: f64, degrees: f64) -> f64 {
    let z2 = z * z;
    let g1 = z * (z2 + 1.0) / 4.0;
    let g2 = z * ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0;
    let g3 = z * (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / 384.0;
    let g4 = z * ((((79.0 * z2 + 776.0) * z2 + 1482.0) * z2 - 1920.0) * z2 - 945.0) / 92_160.0;
    z + (g1 + (g2 + (g3 + g4 / degrees) / degrees) / degrees) / degrees
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Confidence;

    #[test]
    fn both_ways_agree_where_they_meet() {
        for confidence in Confidence::ALL {
            for degrees in [200.0, 200.25, 201.5, 204.0] {
                let summed = by_summing(Level::from(confidence), degrees);
                let expanded = by_expansion(confidence.z(), degrees);
                assert!((summed / expanded - 1.0).abs() < 3e-11, "{confidence:?} {degrees}");
            }
        }
    }

    #[test]
    fn both_series_agree_where_they_meet() {
        for degrees in [1.0, 1.5, 2.0, 4.7, 9.0, 30.3] {
            let whole = integral_to_right_angle(degrees);
            let below = probability_within(core::f64::consts::FRAC_PI_4 - 1e-12, degrees, whole);
            let above = probability_within(core::f64::consts::FRAC_PI_4 + 1e-12, degrees, whole);
            assert!((below - above).abs() < 1e-11, "{degrees}: {below} {above}");
        }
    }

    #[test]
    fn more_responses_never_widen_the_quantile() {
        for confidence in Confidence::ALL {
            let mut last = f64::INFINITY;
            let quarters = (4..8_000).map(|quarter| f64::from(quarter) / 4.0);
            for degrees in quarters.chain([1e6, u64::MAX as f64]) {
                let t = quantile(Level::from(confidence), degrees);
                assert!(confidence.z() <= t && t < last, "{confidence:?} {degrees}");
                last = t;
            }
        }
    }
}
