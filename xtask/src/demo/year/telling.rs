//! Checks that the story's changes are statistically visible: it compares the last thirty whole
//! days with the thirty before.
//!
//! In: an ordinary two-sample test. Not in: the collector's own verdicts, which an HTTP test
//! checks.

use super::{Day, Given};

/// Number of standard errors that a change must exceed, and that a survey without a change must
/// not.
const SEEN: f64 = 2.4;
const UNSEEN: f64 = 1.3;

/// True if `csat` got worse, `ces` got better, and `nps` shows no significant change.
pub(super) fn is_told(year: &[Given], last: Day) -> bool {
    change(year, "csat", last) < -SEEN
        && change(year, "ces", last) > SEEN
        && change(year, "nps", last).abs() < UNSEEN
}

/// Returns the number of standard errors by which the last thirty whole days are above the thirty
/// before.
pub(super) fn change(year: &[Given], survey: &str, last: Day) -> f64 {
    let (now, of_now) = mean(year, survey, (last.plus(-30), last));
    let (before, of_before) = mean(year, survey, (last.plus(-60), last.plus(-30)));
    (now - before) / (of_now + of_before).sqrt()
}

/// Returns the mean of the values that the survey's score averages, and the variance of that mean.
fn mean(year: &[Given], survey: &str, (from, to): (Day, Day)) -> (f64, f64) {
    let span = from.start_ms()..to.start_ms();
    let of_span = year.iter().filter(|given| given.survey == survey);
    let of_span = of_span.filter(|given| span.contains(&given.received_ms));
    let (mut sum, mut squares, mut n) = (0.0, 0.0, 0.0);
    for given in of_span {
        let value = value(survey, given.score);
        sum += value;
        squares += value * value;
        n += 1.0;
    }
    let mean = sum / n;
    (mean, (squares / n - mean * mean) / n)
}

/// Returns the value that the survey's score averages. NPS: 1, 0 or −1; CSAT: 1 or 0; CES: the
/// score.
fn value(survey: &str, score: u8) -> f64 {
    match (survey, score) {
        ("nps", 9..) => 1.0,
        ("nps", ..7) => -1.0,
        ("nps", _) => 0.0,
        ("csat", score) => f64::from(u8::from(score >= 4)),
        (_, score) => f64::from(score),
    }
}
