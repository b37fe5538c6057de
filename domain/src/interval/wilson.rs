//! Wilson's score interval of a share.

use super::Level;
use crate::Interval;

/// Returns the interval of `part / whole` as a share from 0 to 1; `0 <= part <= whole` and
/// `whole > 0`.
///
/// Source: Wilson 1927, Journal of the American Statistical Association 22, 209-212.
pub(crate) fn interval(part: f64, whole: f64, level: Level) -> Interval {
    let z = level.z();
    let share = part / whole;
    let shrink = 1.0 + z * z / whole;
    let centre = (share + z * z / (2.0 * whole)) / shrink;
    let variance = share * (1.0 - share) / whole + z * z / (4.0 * whole * whole);
    // Wilson's interval holds the share; a rounding error in the last bit may leave it outside.
    Interval::around(centre, z * variance.sqrt() / shrink).clipped(0.0, 1.0).reaching(share)
}
