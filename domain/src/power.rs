//! Numbers of responses that it takes to tell a change, or on which side of a target a score is.

use crate::{
    Confidence, Kind, Tally,
    interval::{Interval, Level},
    planned::Planned,
    range::ScoreRange,
};

/// Distance of two scores of a kind, above 0, in the score's unit and with its decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScoreStep {
    kind: Kind,
    hundredths: i32,
}

/// Number of responses that a period needs so that a change can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Power {
    /// Number in each of two periods; two digits, never below 10.
    pub responses_needed: u64,
    /// Number by which the tally is short of it.
    pub more_responses: u64,
}

/// Normal quantile of 80 %: the standard errors by which an interval clears 0 (or a target) on
/// average when it clears it 80 times in 100.
const Z_80: f64 = 0.841_621_233_572_914_3;

/// Least number of responses that is told: below, no change is called significant.
const NEEDED_MIN: u64 = crate::SMALL_SAMPLE_BELOW;

/// Greatest number that is looked for.
const NEEDED_MAX: u64 = 1_000_000_000_000;

impl ScoreStep {
    /// Makes a step of that many points; `None` unless it is above 0, no wider than the score's
    /// range, and has no more decimals than the score is shown with.
    ///
    /// ```
    /// # use domain::{Kind, ScoreStep};
    /// assert_eq!(ScoreStep::new(Kind::Ces, 0.25).unwrap().points(), 0.25);
    /// assert_eq!(ScoreStep::new(Kind::Nps, 0.25), None);
    /// assert_eq!(ScoreStep::new(Kind::Nps, 201.0), None);
    /// ```
    #[must_use]
    pub fn new(kind: Kind, points: f64) -> Option<ScoreStep> {
        let hundredths = ScoreRange::of(kind).distance_hundredths(points)?;
        Some(ScoreStep { kind, hundredths })
    }

    /// Returns the step in the score's unit.
    #[must_use]
    pub fn points(self) -> f64 {
        f64::from(self.hundredths) / 100.0
    }
}

impl Power {
    /// Returns the number of responses in each of two periods with which a change of that step is
    /// called significant 80 times in 100; `None` without responses, for a step of another kind, or
    /// when no score is so far from the survey's own.
    ///
    /// One period answers as the tally does, with the answers that the interval's method adds; the
    /// other by the distribution nearest to it (in relative entropy) whose score is a step lower or
    /// higher, whichever takes more responses. The number is the least with which the interval of
    /// [`crate::Change`] clears 0 by 0.84 standard errors on average.
    #[must_use]
    pub fn to_tell(step: ScoreStep, tally: &Tally, confidence: Confidence) -> Option<Power> {
        if tally.is_empty() || tally.kind() != step.kind {
            return None;
        }
        let level = Level::from(confidence);
        let own = Planned::smoothed(tally, level);
        let needed = |step: f64| {
            let other = own.tilted(own.mean() + step)?;
            let variance = own.variance() + other.variance();
            least(NEEDED_MIN, |n| {
                let interval = other.difference(&own, n, level);
                let clearance = if step > 0.0 { interval.low } else { -interval.high };
                let drawn = if own.is_drawn_to_middle() { middle(interval) / step } else { 1.0 };
                clearance >= Z_80 * drawn * (variance / n).sqrt()
            })
        };
        let either = [needed(-step.points()), needed(step.points())];
        let responses_needed = two_digits(either.into_iter().flatten().max()?);
        let more_responses = responses_needed.saturating_sub(tally.responses());
        Some(Power { responses_needed, more_responses })
    }
}

/// Returns the number of further responses after which 80 intervals in 100 are on one side of a
/// score, if responses go on as those of the tally; two digits, never below 10. `None` where it
/// would take more than anybody counts.
pub(crate) fn more_to_clear(score: f64, tally: &Tally, confidence: Confidence) -> Option<u64> {
    let level = Level::from(confidence);
    let own = Planned::as_counted(tally);
    let (mean, variance) = (own.mean(), own.variance());
    let needed = least(tally.responses(), |n| {
        let Interval { low, high } = own.interval(n, level).reaching(mean);
        let margin = Z_80 * (variance / n).sqrt();
        low - margin >= score || high + margin < score
    })?;
    Some(two_digits(needed.saturating_sub(tally.responses()).max(NEEDED_MIN)))
}

/// Returns the least number from `first` on that is enough; more are enough, too.
fn least(first: u64, is_enough: impl Fn(f64) -> bool) -> Option<u64> {
    let (mut low, mut high) = (first, first.max(1));
    while !is_enough(high as f64) {
        if high > NEEDED_MAX {
            return None;
        }
        low = high;
        high = high.saturating_mul(2);
    }
    // `high` is enough, `low` is not, or is the first.
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if is_enough(middle as f64) { high = middle } else { low = middle }
    }
    if is_enough(low as f64) { Some(low) } else { Some(high) }
}

fn middle(interval: Interval) -> f64 {
    f64::midpoint(interval.low, interval.high)
}

/// Rounds up to two digits.
fn two_digits(number: u64) -> u64 {
    let mut unit = 1_u64;
    while number.div_ceil(unit) > 99 {
        unit = unit.saturating_mul(10);
    }
    number.div_ceil(unit).saturating_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_up_to_two_digits() {
        for (number, expected) in [
            (10, 10),
            (99, 99),
            (100, 100),
            (101, 110),
            (945, 950),
            (991, 1_000),
            (999, 1_000),
            (1_000, 1_000),
            (123_456, 130_000),
        ] {
            assert_eq!(two_digits(number), expected);
        }
    }
}
