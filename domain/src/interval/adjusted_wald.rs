//! The adjusted Wald interval of a Net Promoter Score and of the difference of two.
//!
//! Sources: Rocks 2016, The American Statistician 70, 365-372 ("Interval estimation for the net
//! promoter score"); Lewis and Sauro 2021, MeasuringU.
//!
//! Adding answers draws the centre towards 0. For few answers of one group only, that can leave
//! the score itself outside, so the interval is stretched to reach it.

use crate::{Confidence, Group, Interval, Tally};

/// A score between -1 and 1 with three answers added to it.
struct Adjusted {
    centre: f64,
    squared_error: f64,
}

/// Added to each of promoters, detractors and twice passives: three answers in all.
const ADDED_PER_GROUP: f64 = 0.75;
const ADDED: f64 = 4.0 * ADDED_PER_GROUP;

/// The score, −100 to 100, of an NPS tally with answers.
pub(crate) fn score(tally: &Tally) -> f64 {
    let promoters = tally.group_total(Group::Promoter) as f64;
    let detractors = tally.group_total(Group::Detractor) as f64;
    // Beyond 2⁵³ answers the last bit could leave the range.
    (100.0 * (promoters - detractors) / tally.total() as f64).clamp(-100.0, 100.0)
}

/// The interval of [`score`].
pub(crate) fn interval(tally: &Tally, confidence: Confidence) -> Interval {
    let adjusted = adjusted(tally);
    Interval::around(adjusted.centre, confidence.z() * adjusted.squared_error.sqrt())
        .map(|share| 100.0 * share)
        .clipped(-100.0, 100.0)
        .reaching(score(tally))
}

/// The interval of the difference of two scores, −200 to 200.
pub(crate) fn difference(current: &Tally, previous: &Tally, confidence: Confidence) -> Interval {
    let (now, before) = (adjusted(current), adjusted(previous));
    let error = (now.squared_error + before.squared_error).sqrt();
    Interval::around(now.centre - before.centre, confidence.z() * error)
        .map(|share| 100.0 * share)
        .clipped(-200.0, 200.0)
        .reaching(score(current) - score(previous))
}

fn adjusted(tally: &Tally) -> Adjusted {
    let responses = tally.total() as f64 + ADDED;
    let promoters = (tally.group_total(Group::Promoter) as f64 + ADDED_PER_GROUP) / responses;
    let detractors = (tally.group_total(Group::Detractor) as f64 + ADDED_PER_GROUP) / responses;
    let centre = promoters - detractors;
    let variance = promoters + detractors - centre * centre;
    Adjusted { centre, squared_error: variance / responses }
}
