//! The mean of a tally, its adjusted t interval, and the interval of the difference of two means.
//!
//! Student's t interval assumes that a sample shows the whole spread of possible answers. On a
//! scale with ends it often doesn't: ten sevens show no spread at all, and the one person in twenty
//! who answers 1 is not among them. So pseudo-answers are added before the variance is computed,
//! half of them at each end of the scale: Agresti and Coull's idea for a share, carried to a mean.
//! There are `1.2·z` of them in all (2.35 at 95 %), a number chosen by simulation:
//! `docs/coverage.md` shows its effect. Their influence fades as 1/n, and the interval becomes
//! Student's.
//!
//! Source of the idea: Agresti and Coull 1998, The American Statistician 52, 119-126; of the
//! degrees of freedom: Welch 1947, Biometrika 34, 28-35.

use super::{Level, student_t};
use crate::{Interval, Kind, Scale, ScoreRange, Tally};

/// Number of pseudo-answers at each end of the scale, in units of `z`.
const ADDED_PER_END: f64 = 0.6;

/// Returns the mean score of a tally that has responses.
pub(crate) fn mean(tally: &Tally) -> f64 {
    let scale = tally.kind().scale();
    // Beyond 2⁵³ responses a rounding error in the last bit could leave the scale.
    (tally.sum() as f64 / tally.total() as f64).clamp(f64::from(scale.min), f64::from(scale.max))
}

/// Returns the interval of [`mean`], clipped to the scale and stretched to hold the mean; `None`
/// for fewer than two responses.
pub(crate) fn interval(tally: &Tally, level: Level) -> Option<Interval> {
    let scale = tally.kind().scale();
    let plain = plain(Adjusted::of(tally, level)?, level);
    let clipped = plain.clipped(f64::from(scale.min), f64::from(scale.max));
    Some(clipped.reaching(mean(tally)))
}

/// Returns the interval of one mean, neither clipped nor stretched.
pub(crate) fn plain(one: Adjusted, level: Level) -> Interval {
    one.interval(level)
}

/// Returns the interval of the difference of two means of one kind, stretched to hold the
/// difference; `None` when either side has fewer than two responses.
pub(crate) fn difference(current: &Tally, previous: &Tally, level: Level) -> Option<Interval> {
    let (now, before) = (Adjusted::of(current, level)?, Adjusted::of(previous, level)?);
    let scale = current.kind().scale();
    let furthest = f64::from(scale.max) - f64::from(scale.min);
    let clipped = plain_difference(&now, &before, level).clipped(-furthest, furthest);
    Some(clipped.reaching(mean(current) - mean(previous)))
}

/// Returns the interval of the difference of two scores, each the mean of what one response adds to
/// it; `None` when either side has fewer than two responses.
///
/// For CES that is [`difference`]. NPS and CSAT are means, too: of -100, 0 and 100, of 0 and 100.
/// A pseudo-answer at both ends and Student's quantile keep their promise in the far tails, where
/// one of many comparisons is decided.
pub(crate) fn difference_among_many(
    current: &Tally,
    previous: &Tally,
    level: Level,
) -> Option<Interval> {
    let [low, _, high] = current.kind().groups();
    let of = |tally: &Tally| {
        let total = tally.total() as f64;
        let (lowest, highest) = match tally.kind() {
            Kind::Ces => return Adjusted::of(tally, level),
            Kind::Nps => (tally.group_total(low) as f64, tally.group_total(high) as f64),
            Kind::Csat => {
                let satisfied = tally.group_total(high) as f64;
                ((total - satisfied).max(0.0), satisfied)
            }
        };
        let middle = (total - lowest - highest).max(0.0);
        // From 0 to 2, so that the middle is a whole number.
        let counts = [(0, lowest), (1, middle), (2, highest)];
        let scale = Scale { min: 0, max: 2 };
        (tally.total() >= 2).then(|| Adjusted::of_counts(scale, counts.into_iter(), total, level))
    };
    let (now, before) = (of(current)?, of(previous)?);
    let ScoreRange { min, max, .. } = ScoreRange::of(current.kind());
    let furthest = f64::from(max - min);
    let unit = if current.kind() == Kind::Ces { 1.0 } else { furthest / 2.0 };
    let plain = plain_difference(&now, &before, level).map(|end| unit * end);
    Some(plain.clipped(-furthest, furthest))
}

/// Returns the interval of the difference of two means, neither clipped nor stretched.
pub(crate) fn plain_difference(now: &Adjusted, before: &Adjusted, level: Level) -> Interval {
    let error = (now.squared_error + before.squared_error).sqrt();
    let margin = student_t::quantile(level, welch_degrees(now, before)) * error;
    Interval::around(now.centre - before.centre, margin)
}

/// Mean of responses and pseudo-answers.
pub(crate) struct Adjusted {
    centre: f64,
    squared_error: f64,
    /// Degrees of freedom of the responses alone: pseudo-answers tell nothing about the spread.
    degrees: f64,
}

impl Adjusted {
    /// Adds the pseudo-answers; `None` for fewer than two responses.
    fn of(tally: &Tally, level: Level) -> Option<Adjusted> {
        if tally.total() < 2 {
            return None;
        }
        let counts = tally.counts().map(|(value, count)| (value, count as f64));
        Some(Adjusted::of_counts(tally.kind().scale(), counts, tally.total() as f64, level))
    }

    /// Adds the pseudo-answers to numbers of responses, be they counted or expected.
    pub(crate) fn of_counts(
        scale: Scale,
        counts: impl Iterator<Item = (u8, f64)> + Clone,
        responses: f64,
        level: Level,
    ) -> Adjusted {
        let weighted = smoothed(scale, counts, level);
        let added_per_end = ADDED_PER_END * level.z();
        let weight = responses + 2.0 * added_per_end;
        let sum: f64 = weighted.clone().map(|(value, weight)| weight * value).sum();
        let centre = sum / weight;
        let squares: f64 = weighted.map(|(value, weight)| weight * (value - centre).powi(2)).sum();
        let squared_error = squares / weight / weight;
        Adjusted { centre, squared_error, degrees: responses - 1.0 }
    }

    /// Adds the pseudo-answers to at least two values between two ends, of which the mean and the
    /// sum of squared distances from it are known.
    pub(crate) fn of_spread(
        responses: f64,
        mean: f64,
        squares: f64,
        (low, high): (f64, f64),
        level: Level,
    ) -> Adjusted {
        let added_per_end = ADDED_PER_END * level.z();
        let weight = responses + 2.0 * added_per_end;
        let centre = (responses * mean + added_per_end * (low + high)) / weight;
        let squared = |end: f64| (end - centre).powi(2);
        let added = added_per_end * (squared(low) + squared(high));
        let squares = squares + responses * squared(mean) + added;
        Adjusted { centre, squared_error: squares / weight / weight, degrees: responses - 1.0 }
    }

    /// Returns the interval, neither clipped nor stretched.
    pub(crate) fn interval(&self, level: Level) -> Interval {
        let margin = student_t::quantile(level, self.degrees) * self.squared_error.sqrt();
        Interval::around(self.centre, margin)
    }
}

/// Returns each number of the scale with its responses and pseudo-answers.
pub(crate) fn smoothed(
    scale: Scale,
    counts: impl Iterator<Item = (u8, f64)> + Clone,
    level: Level,
) -> impl Iterator<Item = (f64, f64)> + Clone {
    let added_per_end = ADDED_PER_END * level.z();
    counts.map(move |(value, count)| {
        let is_end = value == scale.min || value == scale.max;
        let added = if is_end { added_per_end } else { 0.0 };
        (f64::from(value), count + added)
    })
}

/// Returns Welch and Satterthwaite's degrees of freedom, rarely a whole number.
fn welch_degrees(a: &Adjusted, b: &Adjusted) -> f64 {
    // Relative to the sum, so that no square overflows.
    let whole = a.squared_error + b.squared_error;
    let part = |one: &Adjusted| (one.squared_error / whole).powi(2) / one.degrees;
    1.0 / (part(a) + part(b))
}
