//! Interval of a reason's impact: the score of those who did not pick it minus the score of all.
//!
//! With values `x` (what a response adds to the score: −100, 0 or 100 for NPS, 0 or 100 for CSAT,
//! the points of CES) and S₀ the mean of those who did not pick the reason,
//!
//! ```text
//! impact = S₀ − S = mean over all of y,   y = S₀ − x for who picked the reason, else 0
//! ```
//!
//! To first order, two errors add up that are not correlated: that of the mean of `y` with S₀ held
//! still, and p times that of S₀, where p is the share that picked it. Their squares are the delta
//! method's variance: with V₁ and V₀ the variances of `x` on either side and D = S₀ − S₁, `n` times
//! it is `p·V₁ + p·(1 − p)·D²` for the first and `p²·V₀ / (1 − p)` for the second.
//!
//! Each of the two is a mean of bounded values, so each has the adjusted t interval, with
//! pseudo-answers at the ends of what it can be. They are put together side by side (MOVER, the
//! "method of variance estimates recovery"), as Newcombe does with Wilson's: so each keeps its own
//! degrees of freedom, and near an end of the scale the interval leans to the side on which the
//! truth can be. Pseudo-answers in the four corners at once were tried: they draw both scores to the
//! middle together, and held the truth 76 times in 100 with thirty responses.
//!
//! Source: Zou and Donner 2008, Statistics in Medicine 27, 1693-1702.

use super::{Level, adjusted_t::Adjusted};
use crate::{Group, Interval, Kind, ScoreRange, Tally};

/// Returns the interval of the impact of a reason that `picked` picked, and `others` were asked for,
/// too. Neither stretched nor rounded; `None` for fewer than two responses, or when there are no
/// others.
pub(crate) fn interval(picked: &Tally, others: &Tally, level: Level) -> Option<Interval> {
    let ScoreRange { min, max, .. } = ScoreRange::of(picked.kind());
    let (min, max) = (f64::from(min), f64::from(max));
    let (n_picked, n_others) = (picked.total() as f64, others.total() as f64);
    let n = n_picked + n_others;
    if n < 2.0 || others.is_empty() {
        return None;
    }
    let (picked, others) = (points(picked), points(others));

    let rest = mean(&others, n_others);
    let rest_in = if n_others < 2.0 {
        // One response doesn't bound a mean.
        Interval { low: min, high: max }
    } else {
        let squares = squares(&others, rest);
        let adjusted = Adjusted::of_spread(n_others, rest, squares, (min, max), level);
        adjusted.interval(level).clipped(min, max).reaching(rest)
    };

    let taken: Vec<(f64, f64)> = picked
        .iter()
        .map(|(value, count)| (rest - value, *count))
        .chain([(0.0, n_others)])
        .collect();
    let impact = mean(&taken, n);
    let ends = (rest - max, rest - min);
    let adjusted = Adjusted::of_spread(n, impact, squares(&taken, impact), ends, level);
    let taken_in =
        adjusted.interval(level).clipped(rest_in.low - max, rest_in.high - min).reaching(impact);

    let share = n_picked / n;
    let plain = Interval {
        low: impact - (impact - taken_in.low).hypot(share * (rest - rest_in.low)),
        high: impact + (taken_in.high - impact).hypot(share * (rest_in.high - rest)),
    };
    Some(plain.clipped(min - max, max - min))
}

/// Returns what responses add to the score, with their numbers.
fn points(tally: &Tally) -> Vec<(f64, f64)> {
    let group = |group: Group| tally.group_total(group) as f64;
    match tally.kind() {
        Kind::Nps => vec![
            (-100.0, group(Group::Detractor)),
            (0.0, group(Group::Passive)),
            (100.0, group(Group::Promoter)),
        ],
        Kind::Ces => {
            tally.counts().map(|(value, count)| (f64::from(value), count as f64)).collect()
        }
        Kind::Csat => {
            let unsatisfied = group(Group::Unsatisfied) + group(Group::Neutral);
            vec![(0.0, unsatisfied), (100.0, group(Group::Satisfied))]
        }
    }
}

fn mean(points: &[(f64, f64)], n: f64) -> f64 {
    points.iter().map(|(value, count)| value * count).sum::<f64>() / n
}

/// Returns the sum of the squared distances from the mean.
fn squares(points: &[(f64, f64)], mean: f64) -> f64 {
    points.iter().map(|(value, count)| count * (value - mean).powi(2)).sum()
}
