//! The mean of a tally, its Student t interval, and Welch's for the difference of two means.

use core::num::NonZeroU64;

use crate::{Confidence, Interval, Tally};

/// The mean answer of a tally with answers.
pub(crate) fn mean(tally: &Tally) -> f64 {
    let scale = tally.kind().scale();
    // Beyond 2⁵³ answers the last bit could leave the scale.
    (tally.sum() as f64 / tally.total() as f64).clamp(f64::from(scale.min), f64::from(scale.max))
}

/// The interval of [`mean`], clipped to the scale; `None` for fewer than two answers. Equal
/// answers show no spread and give an interval without width.
pub(crate) fn interval(tally: &Tally, confidence: Confidence) -> Option<Interval> {
    let error = SquaredError::of(tally)?;
    let margin = confidence.t(error.degrees_of_freedom) * error.square.sqrt();
    let scale = tally.kind().scale();
    Some(Interval::around(mean(tally), margin).clipped(f64::from(scale.min), f64::from(scale.max)))
}

/// The interval of the difference of two means of one kind; `None` when either side has fewer
/// than two answers.
pub(crate) fn difference(
    current: &Tally,
    previous: &Tally,
    confidence: Confidence,
) -> Option<Interval> {
    let (now, before) = (SquaredError::of(current)?, SquaredError::of(previous)?);
    let square = now.square + before.square;
    let margin = confidence.t(welch_degrees_of_freedom(&now, &before)) * square.sqrt();
    let scale = current.kind().scale();
    let furthest = f64::from(scale.max) - f64::from(scale.min);
    Some(Interval::around(mean(current) - mean(previous), margin).clipped(-furthest, furthest))
}

/// The square of a mean's standard error.
struct SquaredError {
    square: f64,
    degrees_of_freedom: NonZeroU64,
}

impl SquaredError {
    fn of(tally: &Tally) -> Option<SquaredError> {
        let degrees_of_freedom = NonZeroU64::new(tally.responses().saturating_sub(1))?;
        let mean = mean(tally);
        let squared_deviations: f64 = tally
            .counts()
            .map(|(value, count)| count as f64 * (f64::from(value) - mean).powi(2))
            .sum();
        let variance = squared_deviations / degrees_of_freedom.get() as f64;
        Some(SquaredError { square: variance / tally.total() as f64, degrees_of_freedom })
    }
}

/// Welch and Satterthwaite's degrees of freedom, rounded down to a whole number as is the
/// cautious custom (a slightly wider interval).
fn welch_degrees_of_freedom(a: &SquaredError, b: &SquaredError) -> NonZeroU64 {
    let part = |error: &SquaredError| error.square.powi(2) / error.degrees_of_freedom.get() as f64;
    let degrees = (a.square + b.square).powi(2) / (part(a) + part(b));
    // Whole results, as of two equal spreads, must not fall by the last bit of the arithmetic.
    // Without any spread this is 0/0, which casts to 0: any quantile does for a margin of 0.
    NonZeroU64::new((degrees + 1e-9) as u64).unwrap_or(NonZeroU64::MIN)
}
