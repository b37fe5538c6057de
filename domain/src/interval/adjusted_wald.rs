//! The adjusted Wald interval of a Net Promoter Score and of the difference of two.
//!
//! Sources: Rocks 2016, The American Statistician 70, 365-372 ("Interval estimation for the net
//! promoter score"); Lewis and Sauro 2021, MeasuringU.
//!
//! Adding answers draws the centre towards 0. When the few responses are all of one group, that can
//! leave the score itself outside, so the interval is stretched to hold it.
//!
//! Three added answers suit 95 % and 99 %. A lower confidence makes a narrower interval, which
//! three would push away from a score near the ends of the range: at 80 % it then held the truth 40
//! times in 100. So fewer are added there, in proportion to z²: 1.28 at 80 %, 2.11 at 90 %.

use super::Level;
use crate::{Confidence, Group, Interval, Tally};

/// Score between -1 and 1 with answers added to it.
struct Adjusted {
    centre: f64,
    squared_error: f64,
}

/// Numbers of promoters and detractors among the responses: counted, or expected.
#[derive(Clone, Copy)]
pub(crate) struct Shares {
    pub(crate) promoters: f64,
    pub(crate) detractors: f64,
    pub(crate) responses: f64,
}

/// Greatest number of added answers: a quarter promoters, a quarter detractors, half passives.
const ADDED_MAX: f64 = 3.0;

/// Returns the score, −100 to 100, of an NPS tally that has responses.
pub(crate) fn score(tally: &Tally) -> f64 {
    let promoters = tally.group_total(Group::Promoter) as f64;
    let detractors = tally.group_total(Group::Detractor) as f64;
    // Beyond 2⁵³ responses a rounding error in the last bit could leave the range.
    (100.0 * (promoters - detractors) / tally.total() as f64).clamp(-100.0, 100.0)
}

/// Returns the interval of [`score`].
pub(crate) fn interval(tally: &Tally, level: Level) -> Interval {
    plain(Shares::of(tally), level).clipped(-100.0, 100.0).reaching(score(tally))
}

/// Returns the interval of the difference of two scores, −200 to 200.
pub(crate) fn difference(current: &Tally, previous: &Tally, level: Level) -> Interval {
    plain_difference(Shares::of(current), Shares::of(previous), level)
        .clipped(-200.0, 200.0)
        .reaching(score(current) - score(previous))
}

/// Returns the interval of the difference of two scores, neither clipped nor stretched.
pub(crate) fn plain_difference(current: Shares, previous: Shares, level: Level) -> Interval {
    let (now, before) = (adjusted(current, level), adjusted(previous, level));
    let error = (now.squared_error + before.squared_error).sqrt();
    Interval::around(now.centre - before.centre, level.z() * error).map(|share| 100.0 * share)
}

/// Returns the interval of one score, neither clipped nor stretched.
pub(crate) fn plain(shares: Shares, level: Level) -> Interval {
    let adjusted = adjusted(shares, level);
    Interval::around(adjusted.centre, level.z() * adjusted.squared_error.sqrt())
        .map(|share| 100.0 * share)
}

/// Returns the shares of promoters and detractors with the added answers.
pub(crate) fn smoothed(shares: Shares, level: Level) -> (f64, f64) {
    let added = added(level);
    let responses = shares.responses + added;
    let promoters = (shares.promoters + added / 4.0) / responses;
    let detractors = (shares.detractors + added / 4.0) / responses;
    (promoters, detractors)
}

fn adjusted(shares: Shares, level: Level) -> Adjusted {
    let (promoters, detractors) = smoothed(shares, level);
    let centre = promoters - detractors;
    let variance = promoters + detractors - centre * centre;
    Adjusted { centre, squared_error: variance / (shares.responses + added(level)) }
}

fn added(level: Level) -> f64 {
    let relative = level.z() / Confidence::Percent95.z();
    (ADDED_MAX * relative * relative).min(ADDED_MAX)
}

impl Shares {
    pub(crate) fn of(tally: &Tally) -> Shares {
        Shares {
            promoters: tally.group_total(Group::Promoter) as f64,
            detractors: tally.group_total(Group::Detractor) as f64,
            responses: tally.total() as f64,
        }
    }
}
