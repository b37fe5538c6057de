//! Newcombe's interval of the difference of two shares.

use super::{Level, wilson};
use crate::Interval;

/// Number of cases out of a whole; `0 <= part <= whole` and `whole > 0`.
#[derive(Clone, Copy)]
pub(crate) struct Share {
    pub(crate) part: f64,
    pub(crate) whole: f64,
}

/// Returns the interval of `current - previous`, as a share from -1 to 1.
///
/// Source: Newcombe 1998, Statistics in Medicine 17, 873-890, method 10.
pub(crate) fn difference(current: Share, previous: Share, level: Level) -> Interval {
    let (now, before) = (current.part / current.whole, previous.part / previous.whole);
    let now_in = wilson::interval(current.part, current.whole, level);
    let before_in = wilson::interval(previous.part, previous.whole, level);
    Interval {
        low: now - before - (now - now_in.low).hypot(before_in.high - before),
        high: now - before + (now_in.high - now).hypot(before - before_in.low),
    }
    .clipped(-1.0, 1.0)
}
