//! The p-value that belongs to an interval of a difference, by inverting the interval itself.

use super::{Interval, Level, normal};

/// Highest `z` that is looked at; the p-value there, 2e-9, is the least that is told.
const Z_MAX: f64 = 6.0;

/// Returns the least error at which an interval of a difference excludes 0; 1 where the difference
/// is 0 itself.
///
/// Whatever the interval's formula is, an error above this one then gives an interval without 0,
/// and one below gives an interval that holds it.
pub(crate) fn p_value(value: f64, interval: impl Fn(Level) -> Option<Interval>) -> f64 {
    // How far the end that is nearer to 0 is from it; negative beyond.
    let clearance = |z: f64| {
        let interval = interval(Level::of_z(z));
        let interval = interval.unwrap_or(Interval { low: value, high: value });
        if value > 0.0 { interval.low } else { -interval.high }
    };
    if value == 0.0 {
        return 1.0;
    }
    let at_most = clearance(Z_MAX);
    let z = if at_most > 0.0 { Z_MAX } else { root(clearance, value.abs(), at_most) };
    normal::two_sided_tail(z)
}

/// Returns where a function falls through 0 between 0 and [`Z_MAX`], from its values there, by the
/// Illinois variant of the rule of false position.
fn root(f: impl Fn(f64) -> f64, f_at_start: f64, f_at_end: f64) -> f64 {
    let (mut low, mut f_low) = (0.0, f_at_start);
    let (mut high, mut f_high) = (Z_MAX, f_at_end);
    let mut last_moved_low = None;
    // Some 8 steps; the bound only excludes an endless loop.
    for _ in 0..100 {
        if high - low <= 1e-12 || f_high == 0.0 {
            break;
        }
        let z = (low * f_high - high * f_low) / (f_high - f_low);
        let found = f(z);
        let moves_low = found > 0.0;
        if moves_low {
            // The end that stays twice counts half: else it would stay for ever.
            if last_moved_low == Some(true) {
                f_high /= 2.0;
            }
            if z - low <= 1e-12 {
                return z;
            }
            (low, f_low) = (z, found);
        } else {
            if last_moved_low == Some(false) {
                f_low /= 2.0;
            }
            if high - z <= 1e-12 {
                return z;
            }
            (high, f_high) = (z, found);
        }
        last_moved_low = Some(moves_low);
    }
    high
}
