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

use crate::{Confidence, Group, Interval, Tally};

/// Score between -1 and 1 with answers added to it.
struct Adjusted {
    centre: f64,
    squared_error: f64,
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
pub(crate) fn interval(tally: &Tally, confidence: Confidence) -> Interval {
    let adjusted = adjusted(tally, confidence);
    Interval::around(adjusted.centre, confidence.z() * adjusted.squared_error.sqrt())
        .map(|share| 100.0 * share)
        .clipped(-100.0, 100.0)
        .reaching(score(tally))
}

/// Returns the interval of the difference of two scores, −200 to 200.
pub(crate) fn difference(current: &Tally, previous: &Tally, confidence: Confidence) -> Interval {
    let (now, before) = (adjusted(current, confidence), adjusted(previous, confidence));
    let error = (now.squared_error + before.squared_error).sqrt();
    Interval::around(now.centre - before.centre, confidence.z() * error)
        .map(|share| 100.0 * share)
        .clipped(-200.0, 200.0)
        .reaching(score(current) - score(previous))
}

fn adjusted(tally: &Tally, confidence: Confidence) -> Adjusted {
    let relative = confidence.z() / Confidence::Percent95.z();
    let added = (ADDED_MAX * relative * relative).min(ADDED_MAX);
    let responses = tally.total() as f64 + added;
    let promoters = (tally.group_total(Group::Promoter) as f64 + added / 4.0) / responses;
    let detractors = (tally.group_total(Group::Detractor) as f64 + added / 4.0) / responses;
    let centre = promoters - detractors;
    let variance = promoters + detractors - centre * centre;
    Adjusted { centre, squared_error: variance / responses }
}
